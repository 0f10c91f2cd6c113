from dataclasses import replace

import pytest
from PySide6.QtWidgets import QApplication

from screening_app.errors import StorageError
from screening_app.ui import messages
from screening_app.ui.translation import Translation
from selfmm.errors import MediaError
from selfmm.quality_limits import answer_warnings, quality_reasons, quality_warnings
from selfmm.scales import SDS
from selfmm.types import NOTICE, Modality, Quality

pytestmark = pytest.mark.usefixtures("qapp")


def test_our_errors_say_their_own_sentence_filled_in(qapp: QApplication) -> None:
    assert messages.say(MediaError("{name} is empty.", name="a.wav")) == "a.wav is empty."
    assert messages.say(StorageError("No room.")) == "No room."


def test_a_bug_says_nothing_of_its_content() -> None:
    said = messages.say(ValueError("what the patient said"))

    assert "patient" not in said
    assert "logs" in said


def test_errors_are_said_in_the_language_in_force(translation: Translation) -> None:
    translation.use("zh")

    said = messages.say(MediaError("{name} is empty. Choose another file, or record again.", name="a.wav"))

    assert "a.wav" in said
    assert "空" in said


def test_every_code_of_the_scoring_has_words() -> None:
    bad = Quality(words=0, voiced_seconds=1.0, signal_to_noise=-5.0, face_share=0.0, several_faces_share=1.0)
    so_so = Quality(words=50, voiced_seconds=31.0, signal_to_noise=8.0, face_share=0.1)
    codes = {*quality_reasons(bad, has_answers=False), *quality_reasons(bad, has_answers=True)}
    for quality in (bad, so_so, Quality(words=50)):
        codes |= {*quality_warnings(quality, language="fr", trained=("zh",))}
    codes.add("interval_spans_cutoff")

    assert len(codes) >= 10
    assert not [code for code in codes if messages.reason(code) == code.replace("_", " ")]


@pytest.mark.parametrize("band", [*(band.name for band in SDS.bands), "indeterminate"])
def test_every_band_has_words(band: str) -> None:
    assert messages.band_name(band)[0].isupper()


def test_modalities_have_words() -> None:
    assert len({messages.modality_name(code) for code in [*Modality, "fusion"]}) == 4


def test_an_unknown_code_stands_for_itself() -> None:
    assert messages.step_name("doing_something_new") == "doing something new"


def test_a_language_that_was_heard_is_named() -> None:
    assert messages.language_name("fr") == "français"
    assert messages.language_name("zh") == "Chinese"


@pytest.mark.parametrize(
    ("seconds", "words"),
    [(0.2, "about 5 s left"), (33, "about 30 s left"), (55, "about 1 min left"), (130, "about 2 min left")],
)
def test_time_left_is_told_roughly(seconds: float, words: str) -> None:
    assert messages.time_left(seconds) == words


def test_the_notice_is_there() -> None:
    assert messages.notice() == NOTICE


def test_every_warning_of_an_answer_has_a_sentence_of_its_own() -> None:
    bad = Quality(
        words=1,
        voiced_seconds=1.0,
        signal_to_noise=1.0,
        clipped_share=0.5,
        confidence=0.1,
        brightness=0.01,
        sharpness=0.1,
        face_share=0.1,
        several_faces_share=1.0,
    )
    codes = {*answer_warnings(bad), *answer_warnings(replace(bad, brightness=1.0, face_share=0.0))}

    assert {"clipped", "words_unsure", "dark", "too_bright", "blurred"} <= codes
    sentences = {code: messages.answer_reason(code) for code in codes}
    assert len(set(sentences.values())) == len(codes)
    assert all(sentence.count(".") >= 2 or ":" in sentence for sentence in sentences.values())  # with its remedy
    assert "15 seconds" in sentences["little_voice"]
    assert "90 seconds" in messages.reason("little_voice")
