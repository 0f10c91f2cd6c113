"""The clinic's own models in the database: what they are, what they learnt from, and which was active when."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from sqlalchemy import Select, select, update

from screening_app.domain import Activation, Lesson, ModelOrigin, TrainedModel
from screening_app.errors import StorageError
from screening_app.storage.tables import ActivationRow, LessonRow, TrainedModelRow

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from screening_app.storage.database import Database

_GONE = "This model is not in the list of models. Open the list again."


class TrainedModelRepository:
    """All models but the one that comes with the app; every call is one short transaction."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def add(self, model: TrainedModel, lessons: Iterable[Lesson] = ()) -> None:
        """Store a model with what it has learnt from, in the place of an entry of the same id that was deleted."""
        with self._database.writing() as session:
            session.merge(_row(model))
            for lesson in lessons:
                session.merge(
                    LessonRow(model_id=model.id, interview_id=lesson.interview_id, patient_id=lesson.patient_id)
                )

    def find(self, model_id: str) -> TrainedModel | None:
        """The model, a deleted one too; None where there never was one."""
        with self._database.reading() as session:
            row = session.get(TrainedModelRow, model_id)
            return None if row is None else _model(row)

    def all(self) -> tuple[TrainedModel, ...]:
        """All models, deleted ones too, the newest first."""
        return self._found(select(TrainedModelRow))

    def confirm(self, model_id: str, by: str, when: datetime) -> TrainedModel:
        """Say that the model may be trusted. Raises `StorageError` where there is none."""
        return self._set(model_id, confirmed_by=by, confirmed_at=when)

    def delete(self, model_id: str, by: str, when: datetime) -> TrainedModel:
        """Mark the model as deleted. Raises `StorageError` where there is none."""
        return self._set(model_id, deleted_by=by, deleted_at=when)

    def lessons_of(self, model_id: str) -> tuple[Lesson, ...]:
        """The sessions that the model itself has learnt from, not those of the models that it began from."""
        query = select(LessonRow).where(LessonRow.model_id == model_id).order_by(LessonRow.interview_id)
        with self._database.reading() as session:
            return tuple(Lesson(row.interview_id, row.patient_id) for row in session.scalars(query))

    def learnt_from_interview(self, interview_id: str) -> tuple[TrainedModel, ...]:
        """The models that have learnt from this session themselves, deleted ones too, the newest first."""
        query = select(TrainedModelRow).join(LessonRow, LessonRow.model_id == TrainedModelRow.id)
        return self._found(query.where(LessonRow.interview_id == interview_id))

    def learnt_from_patient(self, patient_id: str) -> tuple[TrainedModel, ...]:
        """The models that have learnt from a session of this patient themselves, the newest first."""
        learnt = select(LessonRow.model_id).where(LessonRow.patient_id == patient_id)
        return self._found(select(TrainedModelRow).where(TrainedModelRow.id.in_(learnt)))

    def add_activation(self, activation: Activation) -> None:
        """Keep that a model was made the one that scores."""
        row = ActivationRow(
            model_id=activation.model_id,
            is_default=activation.is_default,
            activated_by=activation.activated_by,
            activated_at=activation.activated_at,
        )
        with self._database.writing() as session:
            session.add(row)

    def activations(self) -> tuple[Activation, ...]:
        """Which model was made active when, the newest first."""
        with self._database.reading() as session:
            return tuple(
                Activation(row.model_id, row.is_default, row.activated_by, row.activated_at)
                for row in session.scalars(select(ActivationRow).order_by(ActivationRow.number.desc()))
            )

    def _set(self, model_id: str, **values: object) -> TrainedModel:
        change = update(TrainedModelRow).where(TrainedModelRow.id == model_id).values(**values)
        with self._database.writing() as session:
            row = session.scalar(change.returning(TrainedModelRow))
            if row is None:
                raise StorageError(_GONE)
            return _model(row)

    def _found(self, query: Select[TrainedModelRow]) -> tuple[TrainedModel, ...]:
        order = (TrainedModelRow.made_at.desc(), TrainedModelRow.id)
        with self._database.reading() as session:
            return tuple(_model(row) for row in session.scalars(query.order_by(*order)))


def _row(model: TrainedModel) -> TrainedModelRow:
    return TrainedModelRow(
        id=model.id,
        name=model.name,
        folder=model.folder,
        origin=model.origin.value,
        parent=model.parent,
        scale=model.scale,
        depth=model.depth,
        made_by=model.made_by,
        made_at=model.made_at,
        summary=json.dumps(dict(model.summary), ensure_ascii=False, allow_nan=False),
        verdict=model.verdict,
        comparison=json.dumps(dict(model.comparison), ensure_ascii=False, allow_nan=False),
        confirmed_by=model.confirmed_by,
        confirmed_at=model.confirmed_at,
        deleted_by=model.deleted_by,
        deleted_at=model.deleted_at,
    )


def _model(row: TrainedModelRow) -> TrainedModel:
    return TrainedModel(
        id=row.id,
        name=row.name,
        folder=row.folder,
        origin=ModelOrigin(row.origin),
        parent=row.parent,
        scale=row.scale,
        depth=row.depth,
        made_by=row.made_by,
        made_at=row.made_at,
        summary=json.loads(row.summary),
        verdict=row.verdict,
        comparison=json.loads(row.comparison),
        confirmed_by=row.confirmed_by,
        confirmed_at=row.confirmed_at,
        deleted_by=row.deleted_by,
        deleted_at=row.deleted_at,
    )
