"""Words for what the rest of the app says in codes: errors, steps, bands, reasons, warnings.

The tables hold the English words; `QT_TRANSLATE_NOOP` marks them for the translators.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QT_TRANSLATE_NOOP, QCoreApplication, QLocale

from selfmm.errors import KnownError
from selfmm.types import NOTICE

if TYPE_CHECKING:
    from collections.abc import Mapping

_STEPS = {
    "copying": QT_TRANSLATE_NOOP("steps", "Copying the file"),
    "transcribing": QT_TRANSLATE_NOOP("steps", "Writing down what is said"),
    "hearing": QT_TRANSLATE_NOOP("steps", "Listening to the voice"),
    "seeing": QT_TRANSLATE_NOOP("steps", "Looking at the face"),
    "telling_apart": QT_TRANSLATE_NOOP("steps", "Telling the voices apart"),
    "scoring": QT_TRANSLATE_NOOP("steps", "Scoring"),
    "loading_model": QT_TRANSLATE_NOOP("steps", "Loading the model"),
    "preparing": QT_TRANSLATE_NOOP("steps", "Preparing"),
    "checking": QT_TRANSLATE_NOOP("steps", "Reading entry after entry"),
    "exporting": QT_TRANSLATE_NOOP("steps", "Writing the export"),
    "importing": QT_TRANSLATE_NOOP("steps", "Reading and checking the file"),
    "reading": QT_TRANSLATE_NOOP("steps", "Reading the sessions"),
    "validating": QT_TRANSLATE_NOOP("steps", "Trying what is learnt on people held out"),
    "training": QT_TRANSLATE_NOOP("steps", "Making the new model"),
    "judging": QT_TRANSLATE_NOOP("steps", "Comparing it with the model in use"),
    "registering": QT_TRANSLATE_NOOP("steps", "Adding it to the list of models"),
    "backing_up": QT_TRANSLATE_NOOP("steps", "Encrypting and writing the backup"),
    "checking_backup": QT_TRANSLATE_NOOP("steps", "Reading the backup and comparing it"),
    "restoring": QT_TRANSLATE_NOOP("steps", "Bringing the backup back"),
    "encrypting": QT_TRANSLATE_NOOP("steps", "Encrypting"),
    "moving": QT_TRANSLATE_NOOP("steps", "Copying and comparing"),
    "looking": QT_TRANSLATE_NOOP("steps", "Looking through sessions and files"),
    "deleting": QT_TRANSLATE_NOOP("steps", "Deleting one after the other"),
    "encrypting_database": QT_TRANSLATE_NOOP("steps", "Writing the database anew, encrypted"),
    "comparing_databases": QT_TRANSLATE_NOOP("steps", "Comparing it with the one before, row by row"),
    "wrapping_keys": QT_TRANSLATE_NOOP("steps", "Wrapping the sessions' keys anew"),
    "paused": QT_TRANSLATE_NOOP("steps", "Paused"),
}

_BANDS = {
    "below_cutoff": QT_TRANSLATE_NOOP("bands", "Below the cut-off"),
    "at_or_above_cutoff": QT_TRANSLATE_NOOP("bands", "At or above the cut-off"),
    "indeterminate": QT_TRANSLATE_NOOP("bands", "Indeterminate"),
    "minimal": QT_TRANSLATE_NOOP("bands", "Minimal"),
    "mild": QT_TRANSLATE_NOOP("bands", "Mild"),
    "moderate": QT_TRANSLATE_NOOP("bands", "Moderate"),
    "moderately_severe": QT_TRANSLATE_NOOP("bands", "Moderately severe"),
    "severe": QT_TRANSLATE_NOOP("bands", "Severe"),
}

# Why a score is indeterminate, or less sure: what is the matter, then the remedy.
_REASONS = {
    "too_little_voice": QT_TRANSLATE_NOOP(
        "reasons", "Too little was said. Repeat the session and let the person speak for at least 90 seconds in all."
    ),
    "too_few_words": QT_TRANSLATE_NOOP(
        "reasons", "There are too few words. Repeat the session with longer answers, or add to the transcript."
    ),
    "too_noisy": QT_TRANSLATE_NOOP(
        "reasons", "The recording is noisy. Repeat it in a quiet room with the microphone closer to the person."
    ),
    "no_face": QT_TRANSLATE_NOOP(
        "reasons", "No face was seen, so the picture does not count. Point the camera at the person’s face."
    ),
    "several_faces": QT_TRANSLATE_NOOP(
        "reasons", "Several faces were seen. Repeat the recording with only the person in the picture."
    ),
    "face_seldom_seen": QT_TRANSLATE_NOOP(
        "reasons", "The face was seldom seen. Seat the person in front of the camera with light on the face."
    ),
    "unknown_language": QT_TRANSLATE_NOOP(
        "reasons", "The language was not recognised as English or Chinese. Choose the language and score again."
    ),
    "interval_spans_cutoff": QT_TRANSLATE_NOOP(
        "reasons", "The cut-off lies within the measurement error, so the score does not say on which side it is."
    ),
    "language_not_trained": QT_TRANSLATE_NOOP(
        "reasons", "The model did not learn from people who speak this language. Take the score with more caution."
    ),
    "no_sound": QT_TRANSLATE_NOOP(
        "reasons", "There is no sound, so the voice does not count. Record the next session with a microphone."
    ),
    "little_voice": QT_TRANSLATE_NOOP(
        "reasons", "Less than 90 seconds of voice were heard. Let the person speak longer in the next session."
    ),
    "noisy": QT_TRANSLATE_NOOP(
        "reasons", "The recording is somewhat noisy. Record the next session in a quieter room."
    ),
    "unlike_training": QT_TRANSLATE_NOOP(
        "reasons",
        "What was said is unlike what the people said whom the model knows, so the score is less sure. "
        "Rely on the interview itself.",
    ),
    "another_language": QT_TRANSLATE_NOOP(
        "reasons",
        "Another language was heard than the one that was named. Have it written down again in the right language.",
    ),
    "truncated": QT_TRANSLATE_NOOP(
        "reasons", "The file ends before its stated end; only what is there was used. Look for a complete copy."
    ),
    "no_speech": QT_TRANSLATE_NOOP(
        "reasons", "No speech was heard. Check the microphone, then repeat the recording or type the text."
    ),
    "clipped": QT_TRANSLATE_NOOP(
        "reasons", "The sound is overloaded. Turn the microphone down, or move it further from the mouth."
    ),
    "words_unsure": QT_TRANSLATE_NOOP(
        "reasons", "Many words were hard to make out. Read the transcript and correct it, then score again."
    ),
    "dark": QT_TRANSLATE_NOOP("reasons", "The picture is dark. Put a lamp in front of the person, behind the camera."),
    "too_bright": QT_TRANSLATE_NOOP(
        "reasons",
        "The picture is too bright. Turn the lamp down, point the camera away from the window, or close the blinds.",
    ),
    "blurred": QT_TRANSLATE_NOOP(
        "reasons", "The picture is blurred. Clean the lens, let the camera focus on the face, and add light."
    ),
}

# What is the matter with one answer, where the sentence for a whole interview would be wrong.
_ANSWER_REASONS = {
    "little_voice": QT_TRANSLATE_NOOP(
        "reasons", "Less than 15 seconds of voice: a short answer says less. Let the person speak on in the next one."
    ),
}

_MODALITIES = {
    "fusion": QT_TRANSLATE_NOOP("modalities", "All together"),
    "text": QT_TRANSLATE_NOOP("modalities", "Words"),
    "audio": QT_TRANSLATE_NOOP("modalities", "Voice"),
    "vision": QT_TRANSLATE_NOOP("modalities", "Face"),
}

_SOURCES = {
    "recorded": QT_TRANSLATE_NOOP("sources", "Recorded"),
    "imported": QT_TRANSLATE_NOOP("sources", "Imported file"),
    "typed": QT_TRANSLATE_NOOP("sources", "Typed text"),
}

_SEXES = {
    "female": QT_TRANSLATE_NOOP("sexes", "Female"),
    "male": QT_TRANSLATE_NOOP("sexes", "Male"),
    "other": QT_TRANSLATE_NOOP("sexes", "Other"),
    "unknown": QT_TRANSLATE_NOOP("sexes", "Not stated"),
}

_LANGUAGES = {
    "en": QT_TRANSLATE_NOOP("languages", "English"),
    "zh": QT_TRANSLATE_NOOP("languages", "Chinese"),
    "auto": QT_TRANSLATE_NOOP("languages", "Detect automatically"),
}


def say(error: BaseException) -> str:
    """What went wrong, in the user's language; of a bug only that it happened and where to look."""
    if isinstance(error, KnownError):
        return QCoreApplication.translate("errors", error.template).format(**error.values)
    return QCoreApplication.translate(
        "messages",
        "Something went wrong inside the program; nothing that was saved is lost. Try again. If it happens again, "
        "send the newest file in the “logs” folder of the data folder to whoever maintains this program.",
    )


def notice() -> str:
    """What the product says of itself, everywhere it matters."""
    return QCoreApplication.translate("notice", NOTICE)


def step_name(code: str) -> str:
    """A step of a job, such as "transcribing"."""
    return _word("steps", _STEPS, code)


def band_name(code: str) -> str:
    """A band of a scale, such as "below_cutoff"."""
    return _word("bands", _BANDS, code)


def reason(code: str) -> str:
    """A sentence for one of a score's reasons or warnings, with its remedy."""
    return _word("reasons", _REASONS, code)


def answer_reason(code: str) -> str:
    """A sentence for what is the matter with one answer, with its remedy."""
    return _word("reasons", _REASONS | _ANSWER_REASONS, code)


def modality_name(code: str) -> str:
    """A modality, or "fusion" for all of them together."""
    return _word("modalities", _MODALITIES, code)


def source_name(code: str) -> str:
    """Where an interview's words come from."""
    return _word("sources", _SOURCES, code)


def sex_name(code: str) -> str:
    """Sex as recorded by the clinic."""
    return _word("sexes", _SEXES, code)


def language_name(code: str) -> str:
    """A language that is spoken, or "auto"; an unknown code gets its name from Qt, in that language."""
    if code in _LANGUAGES or not code:
        return _word("languages", _LANGUAGES, code)
    return QLocale(code).nativeLanguageName() or code


def time_left(seconds: float) -> str:
    """How long a job still takes, roughly."""
    if seconds < 50:
        step = 5 if seconds < 20 else 10
        rounded = max(step, round(seconds / step) * step)
        return QCoreApplication.translate("messages", "about {seconds} s left").format(seconds=rounded)
    return QCoreApplication.translate("messages", "about {minutes} min left").format(
        minutes=max(1, round(seconds / 60))
    )


def _word(context: str, table: Mapping[str, object], code: str) -> str:
    """The translated word for a code; an unknown code stands for itself, in readable form."""
    return QCoreApplication.translate(context, str(table[code])) if code in table else code.replace("_", " ")
