"""The engine with a scripted Whisper, and (slow) with the real one."""

from __future__ import annotations

import os
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import soundfile

from selfmm.errors import WeightsError
from selfmm.media import SAMPLE_RATE, waveform_blocks
from selfmm.transcription.whisper_engine import SPOKEN_MANDARIN, WhisperEngine

SPEECH = Path(__file__).parents[2] / "resources" / "speech_en.flac"
SAID = "i slept badly last week today i walked to the river with my sister and that was good"


@dataclass
class Piece:
    word: str
    start: float
    end: float
    probability: float = 0.9


@dataclass
class Segment:
    words: list[Piece]
    compression_ratio: float = 1.0
    avg_logprob: float = -0.2
    no_speech_prob: float = 0.05


@dataclass
class ScriptedWhisper:
    """Says what it is told, one answer a call, and remembers how it was called."""

    script: list[list[Segment]]
    calls: list[dict[str, Any]] = field(default_factory=list)

    def transcribe(self, samples: Any, **options: Any) -> tuple[list[Segment], None]:
        self.calls.append({"seconds": len(samples) / SAMPLE_RATE, **options})
        return (self.script.pop(0) if self.script else []), None


def engine_with(*script: list[Segment], language: str = "en") -> tuple[WhisperEngine, ScriptedWhisper]:
    engine = WhisperEngine(threads=1)
    whisper = ScriptedWhisper(list(script))
    engine._pipeline = whisper
    engine.languages = lambda chunk: {language: 0.9, "ja": 0.1}  # type: ignore[method-assign]
    return engine, whisper


def spread(*words: str) -> list[Piece]:
    """Pieces over the whole of the six seconds of speech."""
    step = 6.0 / len(words)
    return [Piece(word, 0.2 + k * step, 0.2 + (k + 1) * step) for k, word in enumerate(words)]


def test_pieces_become_words() -> None:
    pieces = spread(" A", " well", "-known", " U", ".S.", " fact", "…", " I", "'d", " say", "!")
    engine, _ = engine_with([Segment(pieces)])
    transcript = engine.transcribe(SPEECH, "en")
    assert [word.text for word in transcript.words] == ["A", "well-known", "U.S.", "fact…", "I'd", "say!"]
    assert transcript.text == "A well-known U.S. fact… I'd say!"
    times = [time for word in transcript.words for time in (word.start, word.end)]
    assert times == sorted(times)


def test_mandarin_is_told_in_simplified_characters_with_its_punctuation() -> None:
    engine, _ = engine_with(
        [Segment(spread("我", "覺", "得", "頭", "髮", "，", "後", "來", "A", "PP", "。"))], language="zh"
    )
    transcript = engine.transcribe(SPEECH, "auto")
    assert transcript.language == "zh"
    assert [word.text for word in transcript.words] == ["我", "觉", "得", "头", "发，", "后", "来", "APP。"]
    assert transcript.text == "我觉得头发，后来APP。"


def test_another_language_is_named_and_not_hidden() -> None:
    engine, whisper = engine_with([Segment(spread(" Guten", " Morgen"))], language="de")
    assert engine.transcribe(SPEECH, "auto").language == "de"
    assert whisper.calls[0]["language"] == "de"


def test_a_language_named_wrongly_is_obeyed_and_told() -> None:
    engine, whisper = engine_with([Segment(spread("Gu", "ten"))], language="de")
    transcript = engine.transcribe(SPEECH, "zh")
    assert (transcript.language, transcript.heard_language) == ("zh", "de")
    assert whisper.calls[0]["language"] == "zh"


def test_english_is_written_in_english_though_chinese_was_named() -> None:
    engine, whisper = engine_with([Segment(spread(" Good", " morning"))], language="en")
    transcript = engine.transcribe(SPEECH, "zh")
    assert (transcript.language, transcript.heard_language) == ("zh", "en")
    assert (whisper.calls[0]["language"], transcript.text) == ("en", "Good morning")
    engine, _ = engine_with([Segment(spread(" Good", " morning"))], language="en")
    assert engine.transcribe(SPEECH, "en").heard_language is None


def test_an_endless_repetition_is_asked_again_and_then_dropped() -> None:
    endless = Segment(spread(*[" no"] * 40), compression_ratio=9.0)
    engine, whisper = engine_with([endless], [Segment(spread(" no,", " never", " at", " any", " time"))])
    assert engine.transcribe(SPEECH, "en").text == "no, never at any time"
    assert [call.get("no_repeat_ngram_size") for call in whisper.calls] == [0, 3]
    engine, _ = engine_with([endless], [endless])
    assert engine.transcribe(SPEECH, "en").answers == ()


def test_doubtful_words_where_nobody_speaks_are_dropped() -> None:
    engine, _ = engine_with([Segment(spread(" Thanks", " for", " watching"), avg_logprob=-1.4, no_speech_prob=0.8)])
    assert engine.transcribe(SPEECH, "en").answers == ()


def test_words_that_are_hardly_sure_are_no_speech() -> None:
    engine, _ = engine_with([Segment([Piece(" you", 0.0, 5.0, probability=0.2)])])
    assert engine.transcribe(SPEECH, "en").answers == ()
    engine, _ = engine_with([Segment([Piece(" you", 0.0, 5.0, probability=0.3)])])
    assert engine.transcribe(SPEECH, "en").text == "you"


def test_doubtful_words_that_are_not_sure_either_are_no_speech() -> None:
    """What Whisper hears in breath, on some processors; somebody who mumbles is surer, or not doubtful."""
    said = " I", " don't", " know."
    for least, probability, kept in ((-1.6, 0.31, False), (-1.6, 0.5, True), (-0.8, 0.31, True)):
        pieces = [Piece(text, place, place + 1.0, probability) for place, text in enumerate(said)]
        engine, _ = engine_with([Segment(pieces, avg_logprob=least)], [])
        assert bool(engine.transcribe(SPEECH, "en").answers) is kept


def test_mandarin_is_asked_for_after_an_example_and_where_that_fails_without_it() -> None:
    engine, whisper = engine_with([Segment(spread("好"))], language="zh")
    engine.transcribe(SPEECH, "zh")
    assert whisper.calls[0]["initial_prompt"] == SPOKEN_MANDARIN
    doubtful = Segment(spread("嗯"), avg_logprob=-1.4, no_speech_prob=0.8)
    engine, whisper = engine_with([doubtful], [Segment(spread("好"))], language="zh")
    assert engine.transcribe(SPEECH, "zh").text == "好"
    assert [call["initial_prompt"] for call in whisper.calls[:2]] == [SPOKEN_MANDARIN, None]
    engine, whisper = engine_with([Segment(spread(" yes"))])
    engine.transcribe(SPEECH, "en")
    assert whisper.calls[0]["initial_prompt"] is None


def test_tokens_are_bounded_by_the_length() -> None:
    engine, whisper = engine_with([Segment(spread(" yes"))])
    engine.transcribe(SPEECH, "en")
    call = whisper.calls[0]
    assert call["max_new_tokens"] < 20 + 12 * 7
    assert call["clip_timestamps"] == [{"start": 0.0, "end": call["seconds"]}]


def test_what_was_skipped_is_asked_for_alone() -> None:
    first = [Piece(" I", 0.2, 0.6), Piece(" slept", 0.6, 1.0)]
    engine, whisper = engine_with([Segment(first)], [Segment([Piece(" badly", 0.1, 2.6), Piece(" then", 3.9, 4.4)])])
    transcript = engine.transcribe(SPEECH, "en")
    assert transcript.text == "I slept badly then"
    assert whisper.calls[1]["seconds"] == pytest.approx(whisper.calls[0]["seconds"] - 1.0, abs=0.05)
    assert transcript.words[2].start == pytest.approx(1.1, abs=0.1)


def test_progress_rises_and_a_report_that_raises_stops_the_work() -> None:
    told: list[tuple[str, float]] = []
    engine, whisper = engine_with([Segment(spread(" yes"))])
    engine.transcribe(SPEECH, "en", lambda step, fraction: told.append((step, fraction)))
    fractions = [fraction for _, fraction in told]
    assert {step for step, _ in told} == {"transcribing"}
    assert fractions == sorted(fractions)
    assert (fractions[0], fractions[-1]) == (0.0, 1.0)

    class Stopped(Exception):
        """As the app's Cancelled."""

    def stop(step: str, fraction: float) -> None:
        raise Stopped

    engine, whisper = engine_with()
    with pytest.raises(Stopped):
        engine.transcribe(SPEECH, "en", stop)
    assert whisper.calls == []


@pytest.mark.parametrize("language", ["en", "zh", "auto"])
def test_silence_gives_no_answers_and_loads_no_model(tmp_path: Path, language: str) -> None:
    soundfile.write(tmp_path / "silence.wav", np.zeros(5 * SAMPLE_RATE), SAMPLE_RATE)
    engine = WhisperEngine(model_folder=tmp_path / "none")
    transcript = engine.transcribe(tmp_path / "silence.wav", language)
    assert transcript.answers == ()
    assert transcript.language == {"auto": "en"}.get(language, language)


def test_a_speech_model_with_a_damaged_tokenizer_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    import faster_whisper

    class Damaged:
        def __init__(self, *_: object, **__: object) -> None:
            raise Exception("stream did not contain valid UTF-8")  # as its tokenizer does

    monkeypatch.setattr(faster_whisper, "WhisperModel", Damaged)
    for name in ("model.bin", "config.json", "tokenizer.json", "vocabulary.txt"):
        (tmp_path / name).touch()
    with pytest.raises(WeightsError, match="is damaged or of another kind"):
        WhisperEngine(model_folder=tmp_path).transcribe(SPEECH, "en")


def test_a_folder_without_a_model_is_refused(tmp_path: Path) -> None:
    with pytest.raises(WeightsError):
        WhisperEngine(model_folder=tmp_path / "none").transcribe(SPEECH, "en")
    for name in ("model.bin", "config.json", "tokenizer.json", "vocabulary.txt"):
        (tmp_path / name).write_text("{}")
    with pytest.raises(WeightsError):
        WhisperEngine(model_folder=tmp_path).transcribe(SPEECH, "en")


def plain(text: str) -> str:
    return "".join(character for character in text.lower() if character.isalnum() or character == " ").strip()


@pytest.fixture(scope="module")
def whisper_base() -> WhisperEngine:
    return WhisperEngine(threads=1)


@pytest.mark.slow
def test_real_speech_is_understood_and_timed(whisper_base: WhisperEngine, tmp_path: Path) -> None:
    speech = np.concatenate(list(waveform_blocks(SPEECH)))
    hiss = np.random.default_rng(0).normal(0, 1e-4, 5 * SAMPLE_RATE).astype(np.float32)
    path = tmp_path / "twice.flac"
    soundfile.write(path, np.concatenate([hiss, speech, hiss, speech, hiss]), SAMPLE_RATE)
    transcript = whisper_base.transcribe(path, "auto")
    assert transcript.language == "en"
    assert [plain(answer.text) for answer in transcript.answers] == [SAID, SAID]
    length = len(speech) / SAMPLE_RATE
    assert [answer.start for answer in transcript.answers] == pytest.approx([5.0, 10.0 + length], abs=0.4)
    assert [answer.end for answer in transcript.answers] == pytest.approx([5.0 + length, 10.0 + 2 * length], abs=0.8)
    assert np.mean([word.confidence for word in transcript.words]) > 0.7


@pytest.mark.slow
def test_memory_does_not_grow_with_the_length(whisper_base: WhisperEngine, tmp_path: Path) -> None:
    """An hour of quiet with a minute of speech at its end needs no more than that minute."""
    import resource

    speech = np.concatenate(list(waveform_blocks(SPEECH)))
    whisper_base.transcribe(SPEECH, "en")
    with soundfile.SoundFile(tmp_path / "hour.flac", "w", SAMPLE_RATE, 1) as file:
        for _ in range(60):
            file.write(np.zeros(60 * SAMPLE_RATE, np.float32))
        file.write(speech)
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    transcript = whisper_base.transcribe(tmp_path / "hour.flac", "en")
    assert transcript.answers[0].start == pytest.approx(3600.0, abs=0.5)
    grown = (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) / 1024
    assert grown < 100  # MiB; the waveform alone would be 230


@pytest.mark.skipif(os.cpu_count() is None, reason="the number of processors is not known here")
def test_threads_are_as_many_as_asked_for_or_few() -> None:
    assert WhisperEngine(threads=3)._threads == 3
    assert 1 <= WhisperEngine()._threads <= 4
