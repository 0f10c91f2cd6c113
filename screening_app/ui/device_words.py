"""Words for how a microphone sounds and what a camera sees, each with what to do."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QT_TRANSLATE_NOOP, QCoreApplication

from screening_app.capture import sound_check

if TYPE_CHECKING:
    from screening_app.capture.sound_check import Verdict

_VERDICTS = {
    sound_check.GOOD: QT_TRANSLATE_NOOP("devices", "Good: the voice is clear."),
    sound_check.QUIET: QT_TRANSLATE_NOOP(
        "devices", "Too quiet. Move the microphone closer, or turn it up in the system’s settings."
    ),
    sound_check.LOUD: QT_TRANSLATE_NOOP(
        "devices", "Too loud. Move the microphone further away, or turn it down in the system’s settings."
    ),
    sound_check.NOISY: QT_TRANSLATE_NOOP(
        "devices", "Noisy: the voice hardly stands out. Close windows, turn fans off, or move the microphone closer."
    ),
    sound_check.SILENT: QT_TRANSLATE_NOOP(
        "devices", "Nothing was heard. Check that the microphone is the right one and not muted, then test again."
    ),
}


def verdict_words(verdict: Verdict) -> str:
    """How a few seconds of speech sound."""
    return QCoreApplication.translate("devices", str(_VERDICTS[verdict.code]))
