import errno
import os
import sys
from dataclasses import fields, replace
from pathlib import Path

import pytest

from screening_app.errors import StorageError
from screening_app.settings import GROUPS, Settings, load, save


def test_without_a_file_the_defaults_are_in_force(tmp_path: Path) -> None:
    loaded = load(tmp_path / "settings.toml")

    assert loaded.settings == Settings()
    assert loaded.broken is None


def test_what_is_saved_is_loaded_again(tmp_path: Path) -> None:
    path = tmp_path / "new folder" / "settings.toml"
    chosen = Settings(language="zh", theme="dark", camera="http://camera/x.mjpg", preview=False, model_folder="/模型")

    save(path, chosen)

    assert load(path).settings == chosen
    assert [file.name for file in path.parent.iterdir()] == ["settings.toml"]


def test_a_broken_file_is_put_aside_for_the_user(tmp_path: Path) -> None:
    path = tmp_path / "settings.toml"
    path.write_text('language = "zh', encoding="utf-8")

    loaded = load(path)

    assert loaded.settings == Settings()
    assert loaded.broken == tmp_path / "settings.broken.toml"
    assert loaded.broken.read_text(encoding="utf-8") == 'language = "zh'
    assert not path.exists()


def test_a_file_that_is_not_text_is_put_aside(tmp_path: Path) -> None:
    path = tmp_path / "settings.toml"
    path.write_bytes(b"\xff\xfe\x00")

    assert load(path).broken is not None


@pytest.mark.parametrize("line", ['theme = "pink"', "theme = 3", 'preview = "yes"', 'unknown = "x"'])
def test_a_value_that_does_not_fit_leaves_the_others_in_force(tmp_path: Path, line: str) -> None:
    path = tmp_path / "settings.toml"
    path.write_text(f'microphone = "desk"\n{line}\n', encoding="utf-8")

    assert load(path).settings == replace(Settings(), microphone="desk")


def test_saving_where_a_file_is_in_the_way_says_what_to_do(tmp_path: Path) -> None:
    (tmp_path / "data").write_text("a file")

    with pytest.raises(StorageError, match="Check that the disk is not full and that you may write there"):
        save(tmp_path / "data" / "settings.toml", Settings())


def test_a_disk_that_is_full_leaves_the_old_file_and_nothing_beside(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "settings.toml"
    save(path, Settings(theme="dark"))

    def full(_: int) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(StorageError, match="disk is not full"):
        save(path, Settings(theme="light"))

    assert [file.name for file in tmp_path.iterdir()] == ["settings.toml"]
    assert load(path).settings.theme == "dark"


@pytest.mark.skipif(sys.platform == "win32", reason="links need rights there")
def test_reading_what_cannot_be_read_says_what_to_do(tmp_path: Path) -> None:
    (tmp_path / "settings.toml").symlink_to("settings.toml")  # leads to itself

    with pytest.raises(StorageError, match="cannot be read"):
        load(tmp_path / "settings.toml")


@pytest.mark.parametrize("option", fields(Settings), ids=lambda option: option.name)
def test_every_option_says_what_the_settings_page_needs(option: object) -> None:
    assert option.metadata["group"] in GROUPS
    assert option.metadata["title"]
    assert option.metadata["meaning"].endswith(".")
    assert not option.metadata["choices"] or option.default in option.metadata["choices"]


def _huge(path: Path) -> None:
    with path.open("wb") as file:
        file.truncate(1 << 40)


def _binary(path: Path) -> None:
    path.write_bytes(bytes(range(256)) * 100)


def _nested(path: Path) -> None:
    path.write_text("a = " + "[" * 100_000)


def _folder(path: Path) -> None:
    path.mkdir()
    (path / "something").write_text("kept")


def _pipe(path: Path) -> None:
    os.mkfifo(path)


@pytest.mark.skipif(sys.platform == "win32", reason="there are no such files")
@pytest.mark.parametrize("make", [_huge, _binary, _nested, _folder, _pipe])
def test_what_is_no_settings_file_is_put_aside_and_the_app_starts_with_the_defaults(tmp_path: Path, make) -> None:
    path = tmp_path / "settings.toml"
    make(path)
    loaded = load(path)
    assert loaded.settings == Settings()
    assert loaded.broken is not None
    assert loaded.broken.exists()
    assert not path.exists()
    save(path, Settings(crisis_line="12356"))
    assert load(path).settings.crisis_line == "12356"


def test_half_a_character_is_not_saved_and_the_file_stays_as_it_was(tmp_path: Path) -> None:
    path = tmp_path / "settings.toml"
    save(path, Settings(crisis_line="12356"))
    with pytest.raises(StorageError, match="half a character"):
        save(path, Settings(crisis_line="\ud800"))
    assert load(path).settings.crisis_line == "12356"
    assert [file.name for file in tmp_path.iterdir()] == ["settings.toml"]
