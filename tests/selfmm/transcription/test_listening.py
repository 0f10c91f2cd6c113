"""A recording that still grows is heard while it grows, and as it is heard when it is whole."""

from __future__ import annotations

import math
from dataclasses import dataclass, field, replace
from itertools import accumulate, pairwise
from pathlib import Path
from typing import TYPE_CHECKING

import av
import numpy as np
import pytest

from selfmm.media import SAMPLE_RATE, GrowingFile, MediaInfo, opening, waveform_blocks
from selfmm.transcription import listening, speech_chunks
from selfmm.transcription.listening import listen
from selfmm.transcription.words import Piece

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from numpy.typing import NDArray

    from selfmm.transcription.speech_chunks import Chunk
    from selfmm.types import Transcript, Word

SPEECH = Path(__file__).parents[2] / "resources" / "speech_en.flac"
NAME = Path("a recording")


@dataclass
class Recording:
    """Stands in for a file that is being written: blocks come one by one, and it counts them."""

    samples: NDArray[np.float32]
    growing: bool
    read: float = 0.0  # seconds

    def blocks(self, path: Path, *, block_seconds: float) -> Iterator[NDArray[np.float32]]:
        size = round(block_seconds * SAMPLE_RATE)
        for first in range(0, len(self.samples), size):
            block = self.samples[first : first + size]
            self.read += len(block) / SAMPLE_RATE
            yield block

    @property
    def seconds(self) -> float:
        return len(self.samples) / SAMPLE_RATE

    def info(self, path: Path) -> MediaInfo:
        return MediaInfo(path, math.inf if self.growing else self.seconds, has_sound=True, has_picture=False)


@dataclass
class Counting:
    """A speech model that hears a word in each span, where it begins, and remembers when it was asked."""

    recording: Recording
    spoken: str = "en"
    asked_after: list[float] = field(default_factory=list)

    def languages(self, chunk: Chunk) -> dict[str, float]:
        return {self.spoken: 0.9, "de": 0.1}

    def pieces(self, chunk: Chunk, language: str) -> list[Piece]:
        self.asked_after.append(self.recording.read)
        ends = [0.0, *accumulate(end - begin for begin, end in chunk.heard)]
        return [
            Piece(f" {span[0]:.0f}", begin, end, 0.9)
            for span, begin, end in zip(chunk.spans, ends[:-1], ends[1:], strict=True)
        ]


def interview(answers: int) -> NDArray[np.float32]:
    speech = np.concatenate(list(waveform_blocks(SPEECH)))
    return np.concatenate([part for _ in range(answers) for part in (np.zeros(4 * SAMPLE_RATE, np.float32), speech)])


def play(monkeypatch: pytest.MonkeyPatch, recording: Recording) -> None:
    """Let every source be this recording."""
    monkeypatch.setattr(speech_chunks, "waveform_blocks", recording.blocks)
    monkeypatch.setattr(listening, "open_media", recording.info)
    monkeypatch.setattr(opening, "open_media", recording.info)


def heard(
    monkeypatch: pytest.MonkeyPatch,
    recording: Recording,
    told: list[float] | None = None,
) -> tuple[Transcript, Counting]:
    play(monkeypatch, recording)
    model = Counting(recording)
    seen = [] if told is None else told
    return listen(lambda: model, NAME, "auto", lambda _, fraction: seen.append(fraction)), model


def test_all_but_the_last_chunk_is_done_when_the_last_second_has_been_read(monkeypatch: pytest.MonkeyPatch) -> None:
    recording = Recording(interview(15), growing=True)
    _, model = heard(monkeypatch, recording)
    assert len(model.asked_after) >= 3
    assert model.asked_after[0] < 60
    assert sum(after >= recording.seconds for after in model.asked_after) == 1


def test_a_growing_recording_is_heard_as_a_whole_one(monkeypatch: pytest.MonkeyPatch) -> None:
    growing, whole = (Recording(interview(9), growing) for growing in (True, False))
    assert heard(monkeypatch, growing)[0] == heard(monkeypatch, whole)[0]


def test_who_reads_along_is_told_all_words_so_far(monkeypatch: pytest.MonkeyPatch) -> None:
    recording = Recording(interview(9), growing=True)
    play(monkeypatch, recording)
    told: list[tuple[tuple[Word, ...], float]] = []

    def read(words: Sequence[Word], language: str) -> None:
        assert language == "en"
        told.append((tuple(words), recording.read))

    made = listen(lambda: Counting(recording), NAME, "auto", on_words=read)
    assert len(told) >= 2
    assert told[0][1] < recording.seconds
    for (before, _), (after, _) in pairwise(told):
        assert before[:-1] == after[: len(before) - 1]  # the last one may end earlier once it is known what follows
    assert told[-1][0] == made.words


@pytest.mark.parametrize("growing", [True, False])
def test_progress_rises_from_nothing_to_all(monkeypatch: pytest.MonkeyPatch, growing: bool) -> None:
    told: list[float] = []
    heard(monkeypatch, Recording(interview(9), growing), told)
    assert told == sorted(told)
    assert (told[0], told[-1]) == (0.0, 1.0)
    assert (len(set(told)) > 4) != growing


def test_the_language_is_told_by_ten_seconds_of_speech(monkeypatch: pytest.MonkeyPatch) -> None:
    lengths = []

    class Listening(Counting):
        def languages(self, chunk: Chunk) -> dict[str, float]:
            lengths.append(chunk.seconds)
            return {"de": 0.99, "en": 0.01}

    recording = Recording(interview(4), growing=False)
    play(monkeypatch, recording)
    transcript = listen(lambda: Listening(recording), NAME, "en")
    assert (transcript.language, transcript.heard_language) == ("en", "de")
    assert lengths[0] == pytest.approx(10.0, abs=0.01)
    assert listen(lambda: Listening(recording), NAME, "auto").language == "de"


@dataclass
class Bilingual(Counting):
    """A model for recordings that are in Chinese in their first `until` seconds and in English then."""

    until: float = 0.0

    def languages(self, chunk: Chunk) -> dict[str, float]:
        return {"zh": 0.9, "en": 0.05} if chunk.heard[0][0] < self.until else {"zh": 0.05, "en": 0.9}

    def pieces(self, chunk: Chunk, language: str) -> list[Piece]:
        return [replace(piece, text=f" {language}") for piece in super().pieces(chunk, language)]


@pytest.mark.parametrize(
    ("until", "language", "told"),
    [(12.0, "zh", "zh"), (12.0, "en", "en"), (12.0, "auto", "en"), (33.0, "auto", "zh"), (33.0, "en", "en")],
)
def test_each_part_is_written_in_its_own_language(
    monkeypatch: pytest.MonkeyPatch, until: float, language: str, told: str
) -> None:
    """Four answers of six seconds begin at 4, 14.6, 25.2 and 35.8 seconds."""
    recording = Recording(interview(4), growing=False)
    play(monkeypatch, recording)
    transcript = listen(lambda: Bilingual(recording, until=until), NAME, language)
    chinese = 1 if until < 20 else 3
    assert [word.text for word in transcript.words] == ["zh"] * chinese + ["en"] * (4 - chinese)
    assert transcript.language == told


class HearsShort(Counting):
    """A model that hears nothing in more than one span at once."""

    def pieces(self, chunk: Chunk, language: str) -> list[Piece]:
        heard = super().pieces(chunk, language)
        return heard if len(chunk.spans) == 1 else []


class Deaf(Counting):
    def pieces(self, chunk: Chunk, language: str) -> list[Piece]:
        super().pieces(chunk, language)
        return []


@pytest.mark.parametrize(("kind", "words"), [(HearsShort, 4), (Deaf, 0)])
def test_what_is_not_heard_as_a_whole_is_asked_for_in_parts_but_not_for_ever(
    monkeypatch: pytest.MonkeyPatch, kind: type[Counting], words: int
) -> None:
    recording = Recording(interview(4), growing=False)
    play(monkeypatch, recording)
    model = kind(recording)
    assert len(listen(lambda: model, NAME, "en").words) == words
    assert len(model.asked_after) == 7


def test_a_matroska_file_that_grows_is_heard_as_when_it_is_whole(tmp_path: Path) -> None:
    path, looks = tmp_path / "recording.mkv", iter(range(4))
    speech = interview(3)
    with av.open(str(path), "w") as container:
        stream = container.add_stream("pcm_s16le", rate=SAMPLE_RATE, layout="mono")
        frame = av.AudioFrame.from_ndarray((speech[None] * 32767).astype(np.int16), "s16", "mono")
        frame.sample_rate = SAMPLE_RATE
        container.mux([*stream.encode(frame), *stream.encode()])
    growing = GrowingFile(path, lambda: next(looks, None) is None)
    grown, whole = (listen(lambda: Counting(Recording(speech, True)), source, "auto") for source in (growing, path))
    assert grown == whole
    assert len(whole.words) == 3
    assert next(looks, None) is None  # it was asked until it said that there is no more
