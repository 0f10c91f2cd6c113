"""A model as one file: to another clinic and back. It is a plain archive of the bundle's files, and holds no code.

What comes in is checked before it is used: only the files of a bundle, none larger than a model can be, each with the
hash that the bundle states, and the bundle with the hash that is its id.
"""

from __future__ import annotations

import hashlib
import io
import json
import shutil
import stat
import zipfile
import zlib
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any
from uuid import uuid4

from screening_app.domain import Action, ModelOrigin, TrainedModel
from screening_app.errors import ScreeningError
from screening_app.services.audit import record, recorded
from screening_app.services.interviews import check_room
from screening_app.services.model_registry import DEFAULT_BUNDLE
from screening_app.services.permissions import Permission
from screening_app.services.texts import check_line, check_signature
from screening_app.storage.disk import explained, written_whole
from selfmm import limited_files
from selfmm.bundle import FORMAT, read_info
from selfmm.errors import BundleError
from selfmm.types import no_report

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from screening_app.services.model_registry import ListedModel
    from screening_app.services.workspace import Workspace
    from selfmm.bundle import BundleInfo
    from selfmm.types import Report

SUFFIX = ".selfmm-model"

_DESCRIPTION, _WEIGHTS = "bundle.json", "weights.safetensors"
_LARGEST = {_DESCRIPTION: 8_000_000, _WEIGHTS: 4_000_000_000, "card.en.md": 1_000_000, "card.zh.md": 1_000_000}  # bytes
_LARGEST_RATIO = 100  # of a file to what it takes in the archive; weights hardly shrink at all
_PIECE = 4 << 20  # bytes
_ENCRYPTED = 1  # bit of an archive member's flags
_BESIDE = ".import-"

_NO_MODEL = "{name} is no model of this program. Choose a file that was exported from its list of models."
_DAMAGED = "The model in {name} is damaged or was changed: {file} is not what it should be. Ask for the file again."
_UNSAFE = (
    "{name} holds something that does not belong into a model: {file}. It was not imported; do not trust its source."
)
_TOO_LARGE = "{file} in {name} is larger than a model can be. It was not imported; do not trust its source."
_OTHER_VERSION = "The model in {name} was made by another version of this program. Update the program that is older."
_KNOWN = "The model “{model}” is in the list already."
_GONE = "{name} cannot be read. Check that its disk is connected, and choose the file again."
_NO_NAME = "Start the program and sign in first, so that it is known who imported the model."


class _InPieces(io.FileIO):
    """A file of which at most a piece is read at once: the list of contents of an archive may state any length."""

    def read(self, size: int | None = -1, /) -> bytes:
        """From none to a piece of bytes; raises BadZipFile where more is wanted and there."""
        wanted = _PIECE + 1 if size is None or size < 0 else min(size, _PIECE + 1)
        content = super().read(wanted) or b""
        if len(content) > _PIECE:
            raise zipfile.BadZipFile
        return content


@dataclass(frozen=True, slots=True)
class _Archive:
    """An archive whose list of contents has been checked."""

    file: zipfile.ZipFile
    name: str
    members: tuple[zipfile.ZipInfo, ...]

    @property
    def size(self) -> int:
        """Bytes that it will take on the disk."""
        return sum(member.file_size for member in self.members)


def export_model(workspace: Workspace, listed: ListedModel, target: Path, report: Report = no_report) -> None:
    """Write a model as one file; `target` is whole or as it was before. Reports "exporting".

    Raises `BundleError` where the model is broken, `StorageError` where the file cannot be written.
    """
    read_info(listed.folder)
    hashes = _stated_hashes((listed.folder / _DESCRIPTION).read_bytes(), listed.name)
    with written_whole(target) as file:
        with zipfile.ZipFile(file, "w", zipfile.ZIP_STORED) as archive:
            for number, name in enumerate(_LARGEST):
                report("exporting", number / len(_LARGEST))
                found = _packed(archive, listed.folder / name)
                if hashes.get(name, found) != found:
                    raise ScreeningError(_DAMAGED, name=listed.name, file=name)
        record(workspace, Action.MODEL_EXPORTED, subject=listed.id)
    report("exporting", 1.0)


def import_model(workspace: Workspace, source: Path, by: str, report: Report = no_report) -> TrainedModel:
    """Add the model in a file to the list, where nobody may use it before it is confirmed. Reports "importing".

    Raises `ScreeningError` with the reason where the file is refused; nothing stays behind then.
    """
    workspace.access.require(Permission.MODELS)
    if not by.strip():
        raise ScreeningError(_NO_NAME)
    check_signature(by.strip())
    with _opened(source) as archive, _place_beside(workspace) as beside:
        check_room(workspace, archive.size)
        _unpack(archive, beside, report)
        info = _checked(beside, archive.name)
        check_line(info.name)
        _check_new(workspace, info)
        folder = workspace.paths.models / info.id
        with explained(workspace.paths.models):
            shutil.rmtree(folder, ignore_errors=True)  # what was left of one that was deleted
            beside.replace(folder)
    model = _entry(workspace, info, by.strip())
    with recorded(workspace, Action.MODEL_IMPORTED, subject=model.id):
        workspace.models.add(model)
    return model


def _entry(workspace: Workspace, info: BundleInfo, by: str) -> TrainedModel:
    before = workspace.models.find(info.id)  # where it was deleted here: whom it knows is still on record
    return TrainedModel(
        id=info.id,
        name=info.name,
        folder=info.id,
        origin=ModelOrigin.IMPORTED,
        parent=before.parent if before else "",
        scale=info.scale.name,
        depth="",
        made_by=by,
        made_at=datetime.now(UTC),
        summary=info.training,
    )


def _packed(archive: zipfile.ZipFile, path: Path) -> str:
    """Put a file into the archive; its SHA-256."""
    digest = hashlib.sha256()
    # the moment is always the same, so that a model exported twice is the same file
    member = zipfile.ZipInfo(path.name)
    with path.open("rb") as file, archive.open(member, "w", force_zip64=True) as packed:
        while piece := file.read(_PIECE):
            digest.update(piece)
            packed.write(piece)
    return digest.hexdigest()


@contextmanager
def _opened(source: Path) -> Iterator[_Archive]:
    """The archive, if its list of contents is that of a model."""
    try:
        limited_files.check_size(source, sum(_LARGEST.values()) + _PIECE)
        with _InPieces(source) as opened, zipfile.ZipFile(opened) as file:
            yield _Archive(file, source.name, tuple(_checked_members(file, source.name)))
    except zipfile.BadZipFile as error:
        raise ScreeningError(_NO_MODEL, name=source.name) from error
    except OSError as error:
        raise ScreeningError(_GONE, name=source.name) from error


def _checked_members(file: zipfile.ZipFile, name: str) -> Iterator[zipfile.ZipInfo]:
    members = file.infolist()
    if _DESCRIPTION not in file.namelist():
        raise ScreeningError(_NO_MODEL, name=name)
    seen: set[str] = set()
    for member in members:
        is_link = stat.S_ISLNK(member.external_attr >> 16)
        if member.filename not in _LARGEST or member.filename in seen or member.flag_bits & _ENCRYPTED or is_link:
            raise ScreeningError(_UNSAFE, name=name, file=member.filename)
        is_bomb = member.file_size > _LARGEST_RATIO * max(1, member.compress_size) + _PIECE
        if member.file_size > _LARGEST[member.filename] or is_bomb:
            raise ScreeningError(_TOO_LARGE, name=name, file=member.filename)
        seen.add(member.filename)
        yield member
    for missing in sorted(_LARGEST.keys() - seen):
        raise ScreeningError(_DAMAGED, name=name, file=missing)


@contextmanager
def _place_beside(workspace: Workspace) -> Iterator[Path]:
    """A new folder beside the models, that is gone at the end unless it was moved; old ones go, too."""
    models = workspace.paths.models
    beside = models / f"{_BESIDE}{uuid4().hex}"
    with explained(models):
        models.mkdir(mode=0o700, parents=True, exist_ok=True)
        for left_over in models.glob(f"{_BESIDE}*"):
            shutil.rmtree(left_over)
        beside.mkdir(mode=0o700)
    try:
        yield beside
    finally:
        shutil.rmtree(beside, ignore_errors=True)


def _unpack(archive: _Archive, folder: Path, report: Report) -> None:
    """Write the members, under their checked names, each read no further than the size that was checked."""
    done = 0
    for member in archive.members:
        with explained(folder), (folder / member.filename).open("wb") as file:
            for piece in _pieces(archive, member):
                file.write(piece)
                done += len(piece)
                report("importing", done / max(1, archive.size))


def _pieces(archive: _Archive, member: zipfile.ZipInfo) -> Iterator[bytes]:
    try:
        with archive.file.open(member) as packed:
            while piece := packed.read(_PIECE):
                yield piece
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError) as error:
        raise ScreeningError(_DAMAGED, name=archive.name, file=member.filename) from error


def _checked(folder: Path, name: str) -> BundleInfo:
    """What the unpacked bundle is, if each of its files has the hash that it states."""
    for file, stated in _stated_hashes((folder / _DESCRIPTION).read_bytes(), name).items():
        with (folder / file).open("rb") as content:
            if hashlib.file_digest(content, "sha256").hexdigest() != stated:
                raise ScreeningError(_DAMAGED, name=name, file=file)
    try:
        return read_info(folder)
    except BundleError as error:
        raise ScreeningError(_DAMAGED, name=name, file=_DESCRIPTION) from error


def _stated_hashes(description: bytes, name: str) -> dict[str, str]:
    """The hash of each file but the description itself."""
    try:
        content: Any = json.loads(description)
        version, hashes = content["format"], content["files"]
        complete = hashes.keys() == _LARGEST.keys() - {_DESCRIPTION}
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        raise ScreeningError(_NO_MODEL, name=name) from error
    if version != FORMAT:
        raise ScreeningError(_OTHER_VERSION, name=name)
    if not complete:
        raise ScreeningError(_DAMAGED, name=name, file=_DESCRIPTION)
    return dict(hashes)


def _check_new(workspace: Workspace, info: BundleInfo) -> None:
    known = workspace.models.find(info.id)
    is_listed = known is not None and known.deleted_at is None
    if is_listed or info.id == read_info(DEFAULT_BUNDLE).id:
        raise ScreeningError(_KNOWN, model=info.name)
