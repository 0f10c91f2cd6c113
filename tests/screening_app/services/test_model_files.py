"""A model as one file: out and back, and all that is refused on the way in."""

from __future__ import annotations

import json
import os
import shutil
import zipfile
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from screening_app.domain import ModelOrigin
from screening_app.errors import ScreeningError, StorageError
from screening_app.services.model_files import SUFFIX, export_model, import_model
from screening_app.services.model_registry import ListedModel, delete_model, list_models
from screening_app.settings import Settings
from selfmm.bundle import _identify, read_info

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from screening_app.services.workspace import Workspace


@pytest.fixture
def exported(workspace: Workspace, tiny_bundle: Path, tmp_path: Path) -> Path:
    target = tmp_path / f"model{SUFFIX}"
    export_model(workspace, listed(tiny_bundle), target)
    return target


def listed(folder: Path) -> ListedModel:
    info = read_info(folder)
    return ListedModel(info.id, info.name, folder, info, None, None, is_default=False, is_active=False)


def contents(source: Path) -> dict[str, bytes]:
    with zipfile.ZipFile(source) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


@pytest.fixture
def repacked(exported: Path, tmp_path: Path) -> Callable[..., Path]:
    """The exported file with some of its contents changed, left out (None) or added."""

    def make(**changes: bytes | None) -> Path:
        target = tmp_path / "changed.zip"
        with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
            for name, content in {**contents(exported), **changes}.items():
                if content is not None:
                    archive.writestr(name, content)
        return target

    return make


def refused(workspace: Workspace, source: Path, says: str) -> None:
    with pytest.raises(ScreeningError, match=says):
        import_model(workspace, source, "Dr. Li")
    assert list(workspace.paths.models.glob("*")) == []
    assert workspace.models.all() == ()


def test_a_model_goes_out_and_comes_back_untrusted(workspace: Workspace, exported: Path, tiny_bundle: Path) -> None:
    steps: list[float] = []
    model = import_model(workspace, exported, " Dr. 王 ", lambda _, fraction: steps.append(fraction))
    assert (model.id, model.origin, model.made_by) == (read_info(tiny_bundle).id, ModelOrigin.IMPORTED, "Dr. 王")
    assert not model.is_trusted
    folder = workspace.paths.models / model.folder
    assert {path.name: path.read_bytes() for path in folder.iterdir()} == {
        path.name: path.read_bytes() for path in tiny_bundle.iterdir()
    }
    assert steps == sorted(steps)
    assert steps[-1] == 1.0


def test_the_same_model_is_the_same_file(
    workspace: Workspace, exported: Path, tiny_bundle: Path, tmp_path: Path
) -> None:
    export_model(workspace, listed(tiny_bundle), tmp_path / "again")
    assert (tmp_path / "again").read_bytes() == exported.read_bytes()


def test_a_damaged_model_is_not_exported(workspace: Workspace, tiny_bundle: Path, tmp_path: Path) -> None:
    import shutil

    folder = shutil.copytree(tiny_bundle, tmp_path / "copy")
    one = listed(folder)
    (folder / "weights.safetensors").write_bytes(b"other weights")
    with pytest.raises(ScreeningError, match=r"weights\.safetensors"):
        export_model(workspace, one, tmp_path / "out")
    assert not (tmp_path / "out").exists()


def test_a_known_model_is_not_imported_twice_but_a_deleted_one_may_come_back(
    workspace: Workspace, exported: Path
) -> None:
    model = import_model(workspace, exported, "Dr. Li")
    with pytest.raises(ScreeningError, match="in the list already"):
        import_model(workspace, exported, "Dr. Li")
    one = next(one for one in list_models(workspace, Settings()) if one.id == model.id)
    delete_model(workspace, Settings(), one, "Dr. Li")
    assert import_model(workspace, exported, "Dr. Li").id == model.id
    assert [one.id for one in list_models(workspace, Settings()) if one.model] == [model.id]


def test_nobody_imports_without_a_name(workspace: Workspace, exported: Path) -> None:
    with pytest.raises(ScreeningError, match="sign in first"):
        import_model(workspace, exported, "  ")


def test_other_files_are_refused(workspace: Workspace, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("no archive")
    refused(workspace, tmp_path / "a.txt", "no model of this program")
    with zipfile.ZipFile(tmp_path / "b.zip", "w") as archive:
        archive.writestr("photo.jpg", b"")
    refused(workspace, tmp_path / "b.zip", "no model of this program")
    refused(workspace, tmp_path / "nowhere", "cannot be read")


@pytest.mark.parametrize("name", ["../evil", "/etc/evil", "code.pkl", "sub/card.en.md", "..\\evil", "weights.bin"])
def test_what_does_not_belong_into_a_model_is_refused(
    workspace: Workspace, repacked: Callable[..., Path], name: str, tmp_path: Path
) -> None:
    refused(workspace, repacked(**{name: b"x"}), "does not belong")
    assert not (tmp_path / "evil").exists()


@pytest.mark.parametrize("name", ["card.zh.md", "weights.safetensors"])
def test_what_is_missing_or_changed_is_named(workspace: Workspace, repacked: Callable[..., Path], name: str) -> None:
    refused(workspace, repacked(**{name: None}), name)
    refused(workspace, repacked(**{name: b"something else"}), name)


def test_a_description_that_was_changed_is_refused(
    workspace: Workspace, exported: Path, repacked: Callable[..., Path]
) -> None:
    description = json.loads(contents(exported)["bundle.json"])
    for changes, says in (
        ({"name": "another"}, "bundle.json"),
        ({"format": 99}, "another version"),
        ({"files": {}}, "bundle.json"),
        ({"files": None}, "no model"),
    ):
        changed = repacked(**{"bundle.json": json.dumps({**description, **changes}).encode()})
        refused(workspace, changed, says)
    refused(workspace, repacked(**{"bundle.json": b"[" * 100_000}), "no model|larger")


def test_an_archive_that_swells_is_refused(workspace: Workspace, repacked: Callable[..., Path]) -> None:
    refused(workspace, repacked(**{"weights.safetensors": bytes(50_000_000)}), "larger than a model can be")
    refused(workspace, repacked(**{"card.en.md": b"a" * 1_000_001}), "larger than a model can be")


def test_the_same_name_twice_is_refused(workspace: Workspace, exported: Path) -> None:
    with zipfile.ZipFile(exported, "a") as archive, pytest.warns(UserWarning, match="Duplicate"):
        archive.writestr("card.en.md", "another")
    refused(workspace, exported, "does not belong")


def test_a_full_disk_is_told_and_leaves_nothing(
    workspace: Workspace, exported: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("screening_app.storage.media_folder.MediaFolder.free_bytes", lambda _: 1000)
    with pytest.raises(StorageError, match="too little space"):
        import_model(workspace, exported, "Dr. Li")
    assert list(workspace.paths.models.iterdir()) == []


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.data())
def test_a_file_that_was_damaged_anywhere_is_refused_or_whole(
    workspace: Workspace, exported: Path, tmp_path: Path, data: st.DataObject
) -> None:
    content = bytearray(exported.read_bytes())
    place = data.draw(st.integers(0, len(content) - 1))
    content[place] ^= data.draw(st.integers(1, 255))
    damaged = tmp_path / "damaged"
    damaged.write_bytes(content[: data.draw(st.sampled_from([len(content), place]))])
    try:
        model = import_model(workspace, damaged, "Dr. Li")
    except ScreeningError:
        assert list(workspace.paths.models.glob("*")) == []
    else:  # what was changed says nothing, such as the date of a member
        one = next(one for one in list_models(workspace, Settings()) if one.id == model.id)
        assert one.info is not None
        delete_model(workspace, Settings(), one, "Dr. Li")


def test_a_link_in_the_archive_is_refused(workspace: Workspace, exported: Path, tmp_path: Path) -> None:
    changed = tmp_path / "linked.zip"
    with zipfile.ZipFile(changed, "w") as archive:
        for name, content in contents(exported).items():
            member = zipfile.ZipInfo(name)
            member.external_attr = (0o120777 if name == "card.en.md" else 0o100644) << 16
            archive.writestr(member, b"/etc/hostname" if name == "card.en.md" else content)
    refused(workspace, changed, "does not belong into a model: card.en.md")


def test_an_archive_with_an_endless_list_of_contents_is_refused(workspace: Workspace, tmp_path: Path) -> None:
    long = tmp_path / "long.zip"
    with zipfile.ZipFile(long, "w") as archive:
        for number in range(60_000):
            archive.writestr(zipfile.ZipInfo(f"{number:040}"), b"")
    refused(workspace, long, "is no model of this program")


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="there are no such files")
def test_a_pipe_or_a_huge_file_is_not_read(workspace: Workspace, tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.zip")
    with (tmp_path / "huge.zip").open("wb") as file:
        file.truncate(1 << 40)
    for name in ("pipe.zip", "huge.zip"):
        refused(workspace, tmp_path / name, "cannot be read")


def test_a_name_that_hides_something_is_refused(workspace: Workspace, tiny_bundle: Path, tmp_path: Path) -> None:
    folder = tmp_path / "renamed"
    shutil.copytree(tiny_bundle, folder)
    description = json.loads((folder / "bundle.json").read_bytes()) | {"name": "\u202eledom"}
    del description["id"]
    description["id"] = _identify(description)
    (folder / "bundle.json").write_text(json.dumps(description))
    target = tmp_path / f"renamed{SUFFIX}"
    export_model(workspace, listed(folder), target)
    refused(workspace, target, "invisible character")
