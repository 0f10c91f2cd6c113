"""Recordings of people who do not exist: a made voice and a drawn face that hang on how a session is rated.

Who is rated high speaks lower, softer, more evenly and with longer pauses, and looks down with the corners of the mouth
down; who is rated low does the opposite. People differ, as they do, by more than chance from session to session. That
is caricature, not medicine: it is there for a model to find. Nobody says the words of the transcript in the sound.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from screening_app.capture.muxer import Muxer
from screening_app.domain import Source
from screening_app.services.interviews import (
    begin_recording,
    finish_recording,
    removed_on_failure,
    split_text,
    start_interview,
)
from screening_app.services.samples import prepare_interview
from screening_app.storage.disk import explained
from selfmm.data.drawn_face import DrawnFace, Look, read_drawn_face
from selfmm.data.files import write_transcript
from selfmm.data.made_voice import Manner, made_voice
from selfmm.media import SAMPLE_RATE
from selfmm.types import Answer, Transcript

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime
    from pathlib import Path

    from numpy.random import Generator
    from numpy.typing import NDArray

    from screening_app.capture.muxer import NewFile
    from screening_app.domain import Interview, Patient
    from screening_app.services.workspace import Workspace
    from screening_app.settings import Settings

_ANSWER_SECONDS, _PAUSE_SECONDS = 2.0, 0.3  # just enough voice for a session to be scored
_PICTURES_A_SECOND = 3
_SIDE = 256  # pixels
_FACE_WIDTH = 130.0  # pixels, as its owner sits; the tracker finds it at the first glance
_SHOWN = 8  # different pictures a session, shown over and over: to draw one takes longer than to look at it
_LOUDEST = 32767


@dataclass(frozen=True, slots=True)
class Build:
    """What somebody is like in all sessions, whatever the rating."""

    pitch: float  # hertz
    decibels: float  # of full scale, while speaking
    face_width: float  # pixels
    yaw: float  # degrees


class Studio:
    """Where sessions are recorded and prepared, without a microphone and a camera, but else as the app does it."""

    def __init__(self, workspace: Workspace, settings: Settings, draw: Generator) -> None:
        """`settings` say by which recipe voice and face are measured. Raises `WeightsError` where these are missing."""
        self._workspace, self._settings, self._draw = workspace, settings, draw
        self._face = read_drawn_face()

    def meet(self, *, is_female: bool) -> Build:
        """Somebody's voice and face."""
        draw = self._draw
        return Build(
            pitch=(205.0 if is_female else 120.0) * 2 ** (draw.normal(0, 1.0) / 12),
            decibels=-22.0 + draw.normal(0, 1.5),
            face_width=_FACE_WIDTH + draw.normal(0, 6.0),
            yaw=draw.normal(0, 4.0),
        )

    def hold(
        self, patient: Patient, text: str, language: str, held_at: datetime, burden: float, build: Build
    ) -> Interview:
        """A session in which `text` is the transcript, an answer a paragraph, and voice and face show `burden`.

        Nothing stays behind where that fails. Raises as `finish_recording` and `prepare_interview` do.
        """
        workspace, answers = self._workspace, split_text(text, language)
        interview = start_interview(workspace, patient, Source.RECORDED, language, held_at=held_at)
        with removed_on_failure(workspace, interview):
            file = begin_recording(workspace, interview)
            _record(file, len(answers), burden, build, self._face, self._draw)
            interview = finish_recording(workspace, interview)
            with explained(workspace.media.root):
                stored = workspace.media.stored(workspace.media.transcript_path(interview.id))
                write_transcript(stored, Transcript(_timed(answers), language))
            prepare_interview(workspace, interview, self._settings)
        return interview


def _timed(answers: Sequence[Answer]) -> tuple[Answer, ...]:
    """The answers with the times at which they stand in a recording."""
    step = _ANSWER_SECONDS + _PAUSE_SECONDS
    return tuple(
        replace(answer, start=number * step, end=number * step + _ANSWER_SECONDS)
        for number, answer in enumerate(answers)
    )


def _record(file: Path | NewFile, answers: int, burden: float, build: Build, face: DrawnFace, draw: Generator) -> None:
    """Write a recording of so many answers; `burden` in [0, 1] is what voice and face show.

    Raises `CaptureError` where it cannot be written.
    """
    sound = np.concatenate([_answer(burden, build, draw) for _ in range(answers)])
    pictures = _pictures(burden, build, face, draw)
    muxer = Muxer(file, with_sound=True, picture_size=(_SIDE, _SIDE), frames_per_second=_PICTURES_A_SECOND)
    step = SAMPLE_RATE // _PICTURES_A_SECOND
    for number, start in enumerate(range(0, len(sound), step)):
        muxer.write_sound(sound[start : start + step])
        muxer.write_picture(pictures[number % len(pictures)], start)
    muxer.close()


def _answer(burden: float, build: Build, draw: Generator) -> NDArray[np.int16]:
    """One answer and the pause after it: (samples,)."""
    shift = 0.5 - burden  # from -0.5 to 0.5
    manner = Manner(
        pitch=build.pitch * 2 ** (shift * 5 / 12),
        melody=2.5 + 3 * shift,
        decibels=build.decibels + 12 * shift + float(draw.normal(0, 1.0)),
        pause_share=0.25 - 0.3 * shift,
    )
    voice = made_voice(manner, _ANSWER_SECONDS, draw)
    room = 1e-4 * draw.standard_normal(round(_PAUSE_SECONDS * SAMPLE_RATE))
    samples: NDArray[np.int16] = np.round(np.concatenate([voice, room]) * _LOUDEST).astype(np.int16)
    return samples


def _pictures(burden: float, build: Build, face: DrawnFace, draw: Generator) -> list[NDArray[np.uint8]]:
    """The face as it moves a little, each (side, side, 3) BGR."""
    shift = 0.5 - burden
    looks = (
        Look(
            pitch=float(draw.normal(-10 * shift, 2.0)),
            yaw=float(draw.normal(build.yaw, 2.0)),
            roll=float(draw.normal(0, 1.5)),
            smile=float(draw.normal(1.6 * shift, 0.2)),
        )
        for _ in range(_SHOWN)
    )
    return [np.ascontiguousarray(face.draw(look, side=_SIDE, width=build.face_width)[:, :, ::-1]) for look in looks]
