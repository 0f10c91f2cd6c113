"""A clinic's data move to a server for several seats, and further seats join it.

data folder ──▶ files to the shared folder, rows to the server, both compared
            ──▶ DATA.restored-…    what this seat keeps for itself, with the server in its settings
│  at the next start, before anything is opened, as after a backup was brought back (`services.restoring`)
▼
DATA ──▶ DATA.before-restore-…      DATA.restored-… ──▶ DATA

Until the next start nothing here has changed, and afterwards all lies there that was here.
"""

from __future__ import annotations

import hashlib
import shutil
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from screening_app import settings as settings_file
from screening_app.domain import Action
from screening_app.errors import DamagedFileError, ScreeningError
from screening_app.paths import AppPaths, Server
from screening_app.services.audit import record
from screening_app.services.former_files import encrypt_former_files
from screening_app.services.permissions import Permission
from screening_app.services.restoring import RESTORED, beside, forget_restored, half_of
from screening_app.services.training_folder import unfinished_run
from screening_app.storage.disk import check_room, copy_beside, explained
from screening_app.storage.server_database import open_server_database
from screening_app.storage.transfer import copy_rows, has_rows
from selfmm.types import part

if TYPE_CHECKING:
    from collections.abc import Iterator

    from screening_app.services.workspace import Workspace
    from screening_app.settings import Settings
    from selfmm.types import Report

MOVING = "moving"
_UNFINISHED = ".moving"  # in the shared folder, until all is there

_HALF = "The settings name a database server without a shared folder, or the folder alone. Enter both, or neither."
_WITHOUT_USERS = "Only a clinic with users can move to a server. Start the program anew and make the first user."
_ON_SERVER = "The data of this clinic lie on a server already."
_NOT_A_PLACE = (
    "The folder {folder} cannot be shared. Choose one on a network drive that is there, outside of the data folder."
)
_NOT_EMPTY = "The folder {folder} is not empty. Choose an empty one, which all computers of the clinic can reach."
_TRAINING = "A training is not finished. Wait until it has ended, or discard it, before the data are moved."
_ROWS_THERE = "The database on the server is not empty. Let whoever runs the server make an empty one."
_NO_CLINIC = (
    "On the server and in the folder {folder} lie no clinic's data, or not all of them yet. Check both with whoever "
    "moved the data there."
)


def server_of(settings: Settings) -> Server | None:
    """The server that the settings name; None where all lies here. Raises `ScreeningError` for half a one."""
    if bool(settings.server) != bool(settings.shared_folder):
        raise ScreeningError(_HALF)
    return Server(settings.server, Path(settings.shared_folder)) if settings.server else None


def move_to_server(workspace: Workspace, server: Server, report: Report) -> None:
    """Copy all to a server and a shared folder, and let this seat work with those from its next start on.

    Nothing here is changed. Whatever `report` raises stops it; what was copied by then is used when it is begun again
    with the same folder. Reports "moving". Raises `ScreeningError` where the folder will not do, the server holds rows
    already or a training is not finished, and `StorageError`.
    """
    workspace.access.require(Permission.BACKUPS)
    _check(workspace, server)
    encrypt_former_files(workspace, part(report, 0.0, 0.05))  # nothing goes over the network in plain
    with closing(open_server_database(server.address, workspace.database.key, workspace.paths.database)) as target:
        with target.reading() as there:
            is_empty = not has_rows(there)
        if not is_empty:
            raise ScreeningError(_ROWS_THERE)  # before files are copied for hours
        with explained(server.folder):
            (server.folder / _UNFINISHED).touch()
        _copy_files(workspace.paths, server.folder, part(report, 0.05, 0.9))
        with workspace.database.writing() as rows:  # from now on nothing here changes
            record(workspace, Action.DATA_MOVED)
            _copy_files(workspace.paths, server.folder, part(report, 0.9, 0.95))
            report(MOVING, 0.95)
            seat = _seat(workspace.paths, server)
            with target.writing() as there:
                if has_rows(there):
                    raise ScreeningError(_ROWS_THERE)
                copy_rows(rows, there)
            _take_place(workspace.paths, seat)  # nothing stops it any more: the rows are there
    with explained(server.folder):
        (server.folder / _UNFINISHED).unlink()


def join_server(paths: AppPaths, server: Server) -> bool:
    """Let this seat work with a clinic's server; whether from its next start on, since there are data here by now.

    Those stay in a folder beside. Raises `ScreeningError` where no clinic's data lie there, and `StorageError`.
    """
    if paths.server is not None:
        raise ScreeningError(_ON_SERVER)
    _check_clinic(server)
    if paths.keyring.exists() or paths.database.exists():
        _take_place(paths, _seat(paths, server))
        return True
    _keep_server(paths, server, paths)
    return False


def _check(workspace: Workspace, server: Server) -> None:
    paths = workspace.paths
    if paths.server is not None:
        raise ScreeningError(_ON_SERVER)
    if workspace.access.master is None:
        raise ScreeningError(_WITHOUT_USERS)
    if unfinished_run(paths.training) is not None:
        raise ScreeningError(_TRAINING)
    folder = server.folder
    with explained(folder):
        if not folder.is_absolute() or not folder.is_dir() or _overlap(folder.resolve(), paths.data.resolve()):
            raise ScreeningError(_NOT_A_PLACE, folder=folder)
        if not (folder / _UNFINISHED).exists() and any(folder.iterdir()):
            raise ScreeningError(_NOT_EMPTY, folder=folder)


def _overlap(one: Path, other: Path) -> bool:
    return one.is_relative_to(other) or other.is_relative_to(one)


def _check_clinic(server: Server) -> None:
    if not server.folder.is_absolute():
        raise ScreeningError(_NOT_A_PLACE, folder=server.folder)
    there = AppPaths(server.folder)
    with explained(server.folder):
        is_whole = there.keyring.is_file() and not (server.folder / _UNFINISHED).exists()
    if is_whole:
        with (
            closing(open_server_database(server.address, None, there.database)) as database,
            database.reading() as rows,
        ):
            is_whole = has_rows(rows)
    if not is_whole:
        raise ScreeningError(_NO_CLINIC, folder=server.folder)


# Files


def _shared_files(paths: AppPaths) -> Iterator[Path]:
    """What all seats work with beside the database, as it lies in the data folder; no links."""
    for path in (paths.keyring, paths.clinician_voice, paths.backup_key):
        if path.is_file():
            yield path
    for folder in (paths.media, paths.models, paths.scripts):
        for path in sorted(folder.rglob("*")):
            if path.is_file() and not path.is_symlink():
                yield path


def _copy_files(paths: AppPaths, folder: Path, report: Report) -> None:
    """Copy what is not there yet, compare each copy, and remove what is here no more."""
    files = {path.relative_to(paths.data): path for path in _shared_files(paths)}
    missing = {place: path for place, path in files.items() if not _is_there(path, folder / place)}
    sizes = {place: path.stat().st_size for place, path in missing.items()}
    check_room(folder, sum(sizes.values()))
    whole, done = max(1, sum(sizes.values())), 0
    for place, path in missing.items():
        _copy(path, folder / place, part(report, done / whole, (done + sizes[place]) / whole))
        done += sizes[place]
    with explained(folder):
        for there in [path for path in _shared_files(AppPaths(folder)) if path.relative_to(folder) not in files]:
            there.unlink()


def _is_there(path: Path, copy: Path) -> bool:
    """Whether a copy is there already: only one that was compared was given the same time."""
    if not copy.is_file():
        return False
    here, there = path.stat(), copy.stat()
    return (here.st_size, here.st_mtime_ns) == (there.st_size, there.st_mtime_ns)


def _copy(path: Path, copy: Path, report: Report) -> None:
    with explained(copy.parent):
        copy.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        state = path.stat()
    read = copy_beside(path, copy, lambda _, fraction: report(MOVING, fraction))
    with explained(copy.parent):
        with copy.open("rb") as file:
            if hashlib.file_digest(file, "sha256").hexdigest() != read:
                raise DamagedFileError(copy.name)
        shutil.copystat(path, copy)
        if (state.st_size, state.st_mtime_ns) != (copy.stat().st_size, copy.stat().st_mtime_ns):
            copy.touch()  # written meanwhile: copied again


# This seat


def _seat(paths: AppPaths, server: Server) -> Path:
    """Make the data folder of a seat beside the present one, which nothing happens with until `_take_place`."""
    forget_restored(paths)
    partly = half_of(beside(paths, RESTORED))
    with explained(partly.parent):
        partly.mkdir(mode=0o700)
        for path in (paths.sign_in, paths.window_state, paths.settings):
            if path.is_file():
                shutil.copy2(path, partly)
        if paths.reports.is_dir():
            shutil.copytree(paths.reports, AppPaths(partly).reports)
    _keep_server(AppPaths(partly), server, paths)
    return partly


def _take_place(paths: AppPaths, seat: Path) -> None:
    """Let what was made beside take the data folder's place at the next start."""
    with explained(seat.parent):
        seat.replace(beside(paths, RESTORED))


def _keep_server(seat: AppPaths, server: Server, before: AppPaths) -> None:
    """Let the settings name the server; a model of the clinic's own that scores lies in the shared folder now."""
    kept = settings_file.load(seat.settings).settings
    model = Path(kept.model_folder)
    if kept.model_folder and model.is_relative_to(before.models):
        kept = replace(kept, model_folder=str(AppPaths(server.folder).models / model.relative_to(before.models)))
    settings_file.save(seat.settings, replace(kept, server=server.address, shared_folder=str(server.folder)))
