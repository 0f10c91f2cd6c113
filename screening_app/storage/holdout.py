"""The people who are locked away to judge the clinic's models, in the database: chosen once, never changed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import exists, select

from screening_app.errors import StorageError
from screening_app.storage.tables import HoldoutRow

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from screening_app.storage.database import Database

_CHOSEN = "The people who judge new models were chosen before. They stay the same, or models could not be compared."


class HoldoutRepository:
    """The site's hold-out; every call is one short transaction."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def lock(self, patient_ids: Iterable[str], when: datetime) -> None:
        """Lock these patients away. Raises `StorageError` where some were before."""
        with self._database.writing() as session:
            if session.scalar(select(exists(HoldoutRow))):
                raise StorageError(_CHOSEN)
            session.add_all(HoldoutRow(patient_id=patient_id, locked_at=when) for patient_id in patient_ids)

    def patients(self) -> frozenset[str]:
        """Ids of the patients who are locked away; nobody while there are too few people to lock any away."""
        with self._database.reading() as session:
            return frozenset(session.scalars(select(HoldoutRow.patient_id)))
