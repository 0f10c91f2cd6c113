"""One folder for each interview: its recording, transcript and features."""

from __future__ import annotations

import logging
import os
import re
import shutil
from contextlib import ExitStack, contextmanager, suppress
from fnmatch import translate
from pathlib import Path
from threading import RLock
from typing import TYPE_CHECKING

from screening_app.errors import StorageError, WrongKeyError
from screening_app.storage.disk import PARTIAL, checked_name, explained, free_bytes
from screening_app.storage.former_files import encrypt_former, is_former
from screening_app.storage.interview_file import FileKey, InterviewFile, RecordingFile

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from screening_app.crypto.keys import Key
    from screening_app.storage.interview_keys import InterviewKeys
    from selfmm.types import Report

_log = logging.getLogger(__name__)

_ID = re.compile(r"[0-9a-f]{32}")
_FINGERPRINT = re.compile(r"[0-9a-f]{1,64}")
_SUFFIX = re.compile(r"\.[a-z0-9]{1,8}")
_RECORDING = re.compile(r"recording\.[a-z0-9]{1,8}")  # but not one that is still being copied
ENCRYPTING = "encrypting"
_TOGETHER = 200  # interviews that are written down at once as looked into
_LINK = "{path} is a link to another place, where nothing of a session may lie. Put the folder itself in its place."
_TRASH = ".trash-"
_BEING_RECORDED = ".being-recorded"
_SO_FAR = "transcript-so-far.json"
_LEFT_OVER = re.compile(
    "|".join(map(translate, (".*.json.*", ".*.safetensors.*", _SO_FAR, _BEING_RECORDED, f"*{PARTIAL}")))
)
_GOING = ".going-"  # before the id of an interview and the name of its recording, which is being deleted


class MediaFolder:
    """The folders of all interviews, below one root, readable by this user only.

    `of` makes an interview's folder; most of the other functions only say where things lie. Where there are `keys`,
    what `stored` and `recorded` give is encrypted; without, as in a folder without users, it is plain.
    """

    def __init__(self, root: Path, keys: InterviewKeys | None = None) -> None:
        self.root = root
        self.changing = RLock()  # held by whoever changes files that are there already, other than by `stored`
        self._keys = keys

    def of(self, interview_id: str) -> Path:
        """The interview's folder, made if it is not there; `StorageError` where the disk refuses it."""
        folder = self._place(interview_id)
        with explained(self.root):
            folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        return folder

    def stored(self, path: Path) -> Path | InterviewFile:
        """A file of an interview that is written and read whole, as `selfmm.data.files` takes it."""
        held = self._held(path.parent.name)
        return path if held is None else InterviewFile(path, held.key, held.takes_plain)

    def recorded(self, path: Path) -> Path | RecordingFile:
        """A recording of an interview, as capture writes it and `selfmm.media` reads it."""
        held = self._held(path.parent.name)
        return path if held is None else RecordingFile(path, held.key, held.takes_plain)

    def key_of(self, interview_id: str) -> Key | None:
        """What the interview's files are encrypted with; None where they are plain. Raises `WrongKeyError`."""
        held = self._held(interview_id)
        return None if held is None else held.key

    def begin_key(self, interview_id: str) -> None:
        """Make the key of a new interview, which never has a plain file; nothing where files are plain."""
        if self._keys is not None:
            self._keys.begin(checked_name(_ID, interview_id))

    def _held(self, interview_id: str) -> FileKey | None:
        return None if self._keys is None else self._keys.of(checked_name(_ID, interview_id))

    def recording_path(self, interview_id: str, suffix: str = ".mkv") -> Path:
        """Where the recording lies, in a container named by its suffix, such as ".mkv"."""
        return self._place(interview_id) / f"recording{checked_name(_SUFFIX, suffix)}"

    def recordings(self, interview_id: str) -> tuple[Path, ...]:
        """The whole recordings that lie in the interview's folder; at most one, unless somebody put them there.

        A link is none: what it leads to lies outside, and would neither be kept nor removed with the interview.
        """
        folder = self._place(interview_id)
        found = (path for path in folder.glob("recording.*") if _RECORDING.fullmatch(path.name))
        return tuple(sorted(path for path in found if not path.is_symlink()))

    def being_recorded_path(self, interview_id: str) -> Path:
        """A file that is there as long as the recording grows."""
        return self._place(interview_id) / _BEING_RECORDED

    def cues_path(self, interview_id: str) -> Path:
        """Where it lies which prompt card was shown when."""
        return self._place(interview_id) / "cues.json"

    def transcript_path(self, interview_id: str) -> Path:
        """Where the transcript lies, as it stands after all corrections."""
        return self._place(interview_id) / "transcript.json"

    def transcript_so_far_path(self, interview_id: str) -> Path:
        """Where it lies, while a recording goes on, what has been written down of it until now."""
        return self._place(interview_id) / _SO_FAR

    def original_transcript_path(self, interview_id: str) -> Path:
        """Where the transcript lies as it was before its first correction."""
        return self._place(interview_id) / "transcript-original.json"

    def transcript_changes_path(self, interview_id: str) -> Path:
        """Where it lies what was changed in the transcript, when and by whom."""
        return self._place(interview_id) / "transcript-changes.jsonl"

    def features_path(self, interview_id: str, fingerprint: str) -> Path:
        """Where the features lie that the recipe with this fingerprint made."""
        return self._place(interview_id) / f"features-{checked_name(_FINGERPRINT, fingerprint)}.safetensors"

    def features(self, interview_id: str) -> tuple[Path, ...]:
        """The features that lie in the interview's folder, of whatever recipe."""
        return tuple(sorted(self._place(interview_id).glob("features-*.safetensors")))

    def files(self, interview_id: str) -> tuple[Path, ...]:
        """All that lies in the interview's folder."""
        return tuple(sorted(self._place(interview_id).glob("*")))

    def remove(self, interview_id: str) -> None:
        """Remove the interview's folder."""
        with self.removing([interview_id]):
            pass

    @contextmanager
    def removing(self, interview_ids: Iterable[str]) -> Iterator[None]:
        """Put the folders aside, and delete them when the block is through; if it raises they are put back.

        Safe to be interrupted: the next start deletes what lies aside, or puts it back if its row is still there.
        """
        aside = []
        with ExitStack() as undo:
            with explained(self.root):
                for interview_id in interview_ids:
                    folder = self._place(interview_id)
                    if folder.is_dir():
                        trash = folder.rename(self.root / f"{_TRASH}{interview_id}")
                        undo.callback(_put_back, trash, folder)
                        aside.append(trash)
            yield
            undo.pop_all()
        with explained(self.root):
            for trash in aside:
                shutil.rmtree(trash)

    @contextmanager
    def removing_recording(self, interview_id: str) -> Iterator[None]:
        """Put the recording aside, and delete it when the block is through; if it raises it is put back.

        Safe to be interrupted, as `removing` is.
        """
        aside = []
        with ExitStack() as undo:
            with self.changing, explained(self.root):
                for path in self.recordings(interview_id):
                    going = path.replace(self.root / f"{_GOING}{interview_id}-{path.name}")
                    undo.callback(_put_back, going, path)
                    aside.append(going)
            yield
            undo.pop_all()
        with explained(self.root):
            for going in aside:
                going.unlink()

    def finish_removals(self, is_known: Callable[[str], bool], has_recording: Callable[[str], bool]) -> None:
        """Finish interrupted removals: put back what `is_known` by the interview's id, delete the rest.

        So with recordings: those come back that an interview has. For the start of the app: names are read, and no
        interview's folder is looked into.
        """
        with explained(self.root):
            for entry in _entries_of(self.root):
                if entry.name.startswith(_TRASH):
                    self._finish(Path(entry), is_known, entry.name.removeprefix(_TRASH))
                elif entry.name.startswith(_GOING):
                    self._finish(Path(entry), has_recording, *entry.name.removeprefix(_GOING).split("-", 1))

    def _finish(self, aside: Path, stays: Callable[[str], bool], interview_id: str, name: str = "") -> None:
        """Put an interview's folder back, or the file of this name in it, if it `stays`; else delete it."""
        if stays(interview_id):
            aside.replace(self._place(interview_id) / name)
        elif aside.is_dir():
            shutil.rmtree(aside)
        else:
            aside.unlink()

    def sweep(self, before_ns: int) -> None:
        """Remove what a program that was killed has left half written: what was last changed before this moment.

        For a job: each interview's folder is looked into, which takes seconds where there are many.
        """
        with explained(self.root):
            for folder in _entries_of(self.root):
                if _ID.fullmatch(folder.name) and folder.is_dir(follow_symlinks=False):  # no other folder's files
                    _sweep(folder.path, before_ns)

    def encrypt_former(self, report: Report) -> int:
        """Encrypt what lies in interviews' folders in plain, from before there were users; how many files that were.

        For a job: each folder is looked into that nobody has looked into before. From then on nothing plain is taken
        there, and what lies there in plain all the same is left as it is: it is somebody else's.

        Where a file cannot be encrypted it stays as it is and the others are gone on with; the first reason comes out
        at the end. Reports "encrypting". Raises `StorageError`.
        """
        if self._keys is None:
            return 0
        count, trouble = 0, None
        waiting = self._keys.taking_plain()
        for begin in range(0, len(waiting), _TOGETHER):
            done = []
            for number, interview_id in enumerate(waiting[begin : begin + _TOGETHER], begin):
                report(ENCRYPTING, number / len(waiting))
                try:
                    count += self._encrypt_former(interview_id)
                    if not self._former(interview_id):
                        done.append(interview_id)
                except StorageError as error:
                    trouble = trouble or error
                except WrongKeyError as error:
                    _log.warning("a session's files are not encrypted: %s", type(error).__name__)
            self._keys.take_no_plain(done)
        if count:
            _log.info("files from before there were users encrypted: %d", count)
        if trouble is not None:
            raise trouble
        return count

    def _encrypt_former(self, interview_id: str) -> int:
        with explained(self.root):
            key = self.key_of(interview_id)
            assert key is not None, "there are keys"
            former = self._former(interview_id)
            for path in former:
                with suppress(FileNotFoundError):  # removed meanwhile
                    encrypt_former(path, key, self.changing)
            return len(former)

    def _former(self, interview_id: str) -> list[Path]:
        """What lies in the interview's folder in plain; one that was written to meanwhile still does."""
        with explained(self.root):
            return [path for path in map(Path, _files_of(self._place(interview_id))) if _is_former(path)]

    def free_bytes(self) -> int:
        """How much may still be written to the disk, in bytes."""
        with explained(self.root):
            self.root.mkdir(mode=0o700, parents=True, exist_ok=True)
        return free_bytes(self.root)

    def _place(self, interview_id: str) -> Path:
        place = self.root / checked_name(_ID, interview_id)
        if place.is_symlink():
            raise StorageError(_LINK, path=place)
        return place


def _entries_of(folder: Path | str) -> list[os.DirEntry[str]]:
    """What lies in a folder, as of now; nothing where it is not there, or not any more."""
    try:
        with os.scandir(folder) as entries:  # a Path for each of a hundred thousand would take its time
            return list(entries)
    except FileNotFoundError:
        return []


def _files_of(folder: Path) -> Iterator[str]:
    """The files in one interview's folder, without what is a link."""
    return (entry.path for entry in _entries_of(folder) if entry.is_file(follow_symlinks=False))


def _is_former(path: Path) -> bool:
    try:
        return is_former(path)
    except FileNotFoundError:  # removed meanwhile
        return False


def _sweep(folder: str, before_ns: int) -> None:
    """Remove what is left over in one interview's folder, while others may write there or remove it."""
    for entry in _entries_of(folder):
        if _LEFT_OVER.fullmatch(entry.name):
            with suppress(FileNotFoundError):
                if entry.stat(follow_symlinks=False).st_mtime_ns < before_ns:
                    Path(entry).unlink()


def _put_back(trash: Path, folder: Path) -> None:
    with suppress(OSError):  # the disk is told of by what led here, and the next start puts it back
        trash.rename(folder)
