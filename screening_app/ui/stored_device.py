"""A recording that does not lie on the disk as it is, for Qt's player: decrypted piece by piece as it is played."""

from __future__ import annotations

import io
import logging
from typing import TYPE_CHECKING, BinaryIO

from PySide6.QtCore import QIODevice, QObject

from screening_app.errors import ScreeningError

if TYPE_CHECKING:
    from selfmm.stored_file import StoredFile

_log = logging.getLogger(__name__)


class StoredDevice(QIODevice):
    """The bytes of a stored file, opened where they are wanted first: on the player's own thread.

    A file that cannot be read is as an empty one, which the player tells of. At a place that is damaged it ends. What
    the file's keeper says of that is the `trouble`.
    """

    def __init__(self, stored: StoredFile, parent: QObject) -> None:
        super().__init__(parent)
        self._stored = stored
        self._content: BinaryIO | None = None
        self._size = 0
        self._has_ended = False  # at a place that is damaged
        self.trouble: ScreeningError | None = None
        self.open(QIODevice.OpenModeFlag.ReadOnly | QIODevice.OpenModeFlag.Unbuffered)  # the stored file has a buffer

    def size(self) -> int:
        """How many bytes there are."""
        self._opened()
        return self._size

    def seek(self, pos: int) -> bool:
        """Go to a place."""
        try:
            self._opened().seek(pos)
        except OSError:
            return False
        self._has_ended = False
        return super().seek(pos)

    def atEnd(self) -> bool:  # noqa: N802 - Qt's name
        """Whether nothing more can be read here: without it the player would ask for ever."""
        return self._has_ended or super().atEnd()

    def readData(self, maxlen: int) -> bytes:  # noqa: N802 - Qt's name
        """The next bytes, none where they cannot be read."""
        try:
            return self._opened().read(maxlen)
        except (OSError, ScreeningError) as error:
            self._keep(error, "a recording that is played is damaged")
            self._has_ended = True
            return b""

    def close(self) -> None:
        """Let go of the file."""
        super().close()
        if self._content is not None:
            self._content.close()

    def _opened(self) -> BinaryIO:
        if self._content is None:
            try:
                content = self._stored.open()
                self._size = content.seek(0, io.SEEK_END)
                content.seek(0)
                self._content = content
            except (OSError, ScreeningError) as error:
                self._keep(error, "a recording that is to be played cannot be opened")
                self._content = io.BytesIO()
        return self._content

    def _keep(self, error: OSError | ScreeningError, what: str) -> None:
        if self.trouble is None:
            _log.warning(what)
            self.trouble = error if isinstance(error, ScreeningError) else None
