"""What lies beside interviews' folders and is encrypted by now, so that a plain file there is somebody else's."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING

from screening_app.storage.tables import EncryptedPlaceRow

if TYPE_CHECKING:
    from screening_app.storage.database import Database


class Place(StrEnum):
    """What has a key of its own, derived from the master key."""

    VOICE = "voice"
    TRAINING = "training"


class EncryptedPlaces:
    """Which places take no plain file any more; every call is one short transaction."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def takes_plain(self, place: Place) -> bool:
        """Whether plain files are still taken there, from before there were users."""
        with self._database.reading() as session:
            return session.get(EncryptedPlaceRow, place.value) is None

    def take_no_plain(self, place: Place) -> None:
        """Take no plain file there any more: what lies there is encrypted."""
        with self._database.writing() as session:
            session.merge(EncryptedPlaceRow(place=place.value))
