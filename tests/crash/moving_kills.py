"""Kill a child before every step while it moves a clinic to a server, and look at what is left.

    PYTHONPATH=.:tests python tests/crash/moving_kills.py             before every step
    PYTHONPATH=.:tests python tests/crash/moving_kills.py --every 5   before each fifth

After each kill the clinic must be whole: in its data folder, from where the move is begun again with the same server
and folder, or on the server, where the next start finds it. In between, when the rows have arrived and nothing says so
yet, the move asks for another database, and all is in the data folder still.
"""

from __future__ import annotations

import shutil
import sys
import tempfile
from collections import Counter
from dataclasses import replace
from functools import partial
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING

from first_user import sign_in_first
from postgres import programs, serve
from step_kills import killed_before, tell

from screening_app import settings as settings_file
from screening_app.errors import ScreeningError
from screening_app.paths import AppPaths, Server
from screening_app.services.interviews import type_text
from screening_app.services.moving import move_to_server, server_of
from screening_app.services.patients import add_patient
from screening_app.services.restoring import take_restored
from screening_app.services.transcripts import existing_transcript
from screening_app.services.users import enter
from screening_app.services.workspace import open_workspace
from selfmm.types import no_report

if TYPE_CHECKING:
    import postgres

    from screening_app.services.sign_in import SignedIn

SAID = ("I count the tiles of the ceiling", "我数天花板上的瓷砖")


def prepare(paths: AppPaths) -> SignedIn:
    """Two sessions."""
    signed = sign_in_first(paths)
    workspace = open_workspace(paths, signed)
    enter(workspace, signed)
    for words in SAID:
        type_text(workspace, add_patient(workspace), words, "auto")
    workspace.close()
    return signed


def move(paths: AppPaths, signed: SignedIn, server: Server) -> None:
    """What the child does."""
    workspace = open_workspace(paths, signed)
    try:
        move_to_server(workspace, server, no_report)
    finally:
        workspace.close()


def check(paths: AppPaths, signed: SignedIn) -> str:
    """Where the clinic is by now, whole."""
    take_restored(paths)
    seat = replace(paths, server=server_of(settings_file.load(paths.settings).settings))
    workspace = open_workspace(seat, signed)
    sessions = [existing_transcript(workspace, session).text for session in workspace.interviews.all()]
    workspace.close()
    assert sorted(sessions) == sorted(SAID), sessions
    return "in the data folder" if seat.server is None else "on the server"


def go_on(paths: AppPaths, signed: SignedIn, server: Server) -> str:
    """Begin the move again where it did not come to its end."""
    found, refused = check(paths, signed), ""
    if found == "on the server":
        return found
    try:
        move(paths, signed, server)
    except ScreeningError as error:
        refused = str(error)
    assert not refused or "on the server is not empty" in refused, refused
    assert check(paths, signed) == (found if refused else "on the server")
    return "rows on the server, all in the data folder" if refused else found


def kill_at_every_step(every: int) -> tuple[Counter[str], list[str]]:
    """How often each outcome was, and what went wrong."""
    where = programs()
    if where is None:
        return Counter({"PostgreSQL's server is not installed here": 1}), []
    with tempfile.TemporaryDirectory(prefix="moving-kills-") as name:
        for postgres_server in serve(where, Path(name)):
            return _kill_at_every_step(Path(name), postgres_server, every)
    raise AssertionError


def _kill_at_every_step(folder: Path, running: postgres.Server, every: int) -> tuple[Counter[str], list[str]]:
    outcomes: Counter[str] = Counter()
    troubles: list[str] = []
    prepared = folder / "prepared"
    signed = prepare(AppPaths(prepared))
    for step in count(0, every):
        place = folder / f"kill-{step}"
        server = Server(running.address(f"kill_{step}"), place / "drive")
        server.folder.mkdir(parents=True)
        running.make(f"kill_{step}")
        paths = AppPaths(place / "data")
        shutil.copytree(prepared, paths.data)
        ended = killed_before(place, partial(move, paths, signed, server), step)
        try:
            outcomes[go_on(paths, signed, server)] += 1
        except AssertionError as error:
            troubles.append(f"before step {step}: {error}")
        running.drop(f"kill_{step}")
        shutil.rmtree(place)
        if ended:
            return outcomes, troubles
    raise AssertionError


if __name__ == "__main__":
    sys.exit(tell(__doc__, kill_at_every_step))
