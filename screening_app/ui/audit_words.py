"""The record of actions in words: what was done, and what a check has found."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QT_TRANSLATE_NOOP, QCoreApplication

from screening_app.domain import Action
from screening_app.services.audit_check import Flaw
from screening_app.ui.formats import format_count

if TYPE_CHECKING:
    from screening_app.services.audit_check import AuditReport

ACTIONS = {
    Action.PROGRAM_STARTED: QT_TRANSLATE_NOOP("audit", "Program started"),
    Action.PROGRAM_ENDED: QT_TRANSLATE_NOOP("audit", "Program ended"),
    Action.PATIENT_ADDED: QT_TRANSLATE_NOOP("audit", "Patient added"),
    Action.PATIENT_VIEWED: QT_TRANSLATE_NOOP("audit", "Patient looked at"),
    Action.PATIENT_CHANGED: QT_TRANSLATE_NOOP("audit", "Patient changed"),
    Action.PATIENT_ARCHIVED: QT_TRANSLATE_NOOP("audit", "Patient archived"),
    Action.PATIENT_RESTORED: QT_TRANSLATE_NOOP("audit", "Patient brought back from the archive"),
    Action.PATIENT_REMOVED: QT_TRANSLATE_NOOP("audit", "Patient removed"),
    Action.TREATMENT_ADDED: QT_TRANSLATE_NOOP("audit", "Change of treatment added"),
    Action.TREATMENT_REMOVED: QT_TRANSLATE_NOOP("audit", "Change of treatment removed"),
    Action.SESSION_BEGUN: QT_TRANSLATE_NOOP("audit", "Session begun"),
    Action.SESSION_VIEWED: QT_TRANSLATE_NOOP("audit", "Session looked at"),
    Action.SESSION_RECORDED: QT_TRANSLATE_NOOP("audit", "Session recorded"),
    Action.SESSION_IMPORTED: QT_TRANSLATE_NOOP("audit", "Recording imported"),
    Action.SESSION_TYPED: QT_TRANSLATE_NOOP("audit", "Text of a session typed"),
    Action.SESSION_SCORED: QT_TRANSLATE_NOOP("audit", "Session scored"),
    Action.SESSION_SIGNED: QT_TRANSLATE_NOOP("audit", "Session signed off"),
    Action.SESSION_REMOVED: QT_TRANSLATE_NOOP("audit", "Session removed"),
    Action.ADDENDUM_ADDED: QT_TRANSLATE_NOOP("audit", "Addendum added"),
    Action.NOTES_CHANGED: QT_TRANSLATE_NOOP("audit", "Notes changed"),
    Action.BOOKMARK_ADDED: QT_TRANSLATE_NOOP("audit", "Bookmark added"),
    Action.BOOKMARK_CHANGED: QT_TRANSLATE_NOOP("audit", "Bookmark changed"),
    Action.BOOKMARK_REMOVED: QT_TRANSLATE_NOOP("audit", "Bookmark removed"),
    Action.CONSENT_GIVEN: QT_TRANSLATE_NOOP("audit", "Consent given"),
    Action.CONSENT_WITHDRAWN: QT_TRANSLATE_NOOP("audit", "Consent withdrawn"),
    Action.RECORDING_REMOVED: QT_TRANSLATE_NOOP("audit", "Recording removed"),
    Action.TRANSCRIPT_CORRECTED: QT_TRANSLATE_NOOP("audit", "Transcript corrected"),
    Action.TRANSCRIPT_RESTORED: QT_TRANSLATE_NOOP("audit", "Corrections taken back"),
    Action.TRANSCRIPT_DISCARDED: QT_TRANSLATE_NOOP("audit", "Transcript to be written down again"),
    Action.RATING_ADDED: QT_TRANSLATE_NOOP("audit", "Questionnaire or total added"),
    Action.SAFETY_OPENED: QT_TRANSLATE_NOOP("audit", "Safety review opened"),
    Action.SAFETY_REVIEWED: QT_TRANSLATE_NOOP("audit", "Safety review completed"),
    Action.REPORT_SAVED: QT_TRANSLATE_NOOP("audit", "Report saved"),
    Action.REPORT_PRINTED: QT_TRANSLATE_NOOP("audit", "Report printed"),
    Action.PICTURE_SAVED: QT_TRANSLATE_NOOP("audit", "Picture of the history saved"),
    Action.DATA_EXPORTED: QT_TRANSLATE_NOOP("audit", "Sessions exported"),
    Action.RESEARCH_EXPORTED: QT_TRANSLATE_NOOP("audit", "Sessions exported for research"),
    Action.TRAINING_STARTED: QT_TRANSLATE_NOOP("audit", "Training started"),
    Action.TRAINING_FINISHED: QT_TRANSLATE_NOOP("audit", "Training finished"),
    Action.TRAINING_DISCARDED: QT_TRANSLATE_NOOP("audit", "Training thrown away"),
    Action.MODEL_ACTIVATED: QT_TRANSLATE_NOOP("audit", "Model activated"),
    Action.MODEL_CONFIRMED: QT_TRANSLATE_NOOP("audit", "Imported model confirmed"),
    Action.MODEL_EXPORTED: QT_TRANSLATE_NOOP("audit", "Model saved as a file"),
    Action.MODEL_IMPORTED: QT_TRANSLATE_NOOP("audit", "Model imported"),
    Action.MODEL_REMOVED: QT_TRANSLATE_NOOP("audit", "Model deleted"),
    Action.SETTINGS_CHANGED: QT_TRANSLATE_NOOP("audit", "Settings changed"),
    Action.VOICE_ENROLLED: QT_TRANSLATE_NOOP("audit", "Clinician’s voice enrolled"),
    Action.VOICE_FORGOTTEN: QT_TRANSLATE_NOOP("audit", "Clinician’s voice forgotten"),
    Action.SCRIPT_IMPORTED: QT_TRANSLATE_NOOP("audit", "Script imported"),
    Action.SCRIPT_REMOVED: QT_TRANSLATE_NOOP("audit", "Script removed"),
    Action.AUDIT_EXPORTED: QT_TRANSLATE_NOOP("audit", "Record of actions exported"),
    Action.BACKUPS_SET_UP: QT_TRANSLATE_NOOP("audit", "Backups set up"),
    Action.BACKUPS_STOPPED: QT_TRANSLATE_NOOP("audit", "Backups stopped"),
    Action.BACKUP_MADE: QT_TRANSLATE_NOOP("audit", "Backup made"),
    Action.BACKUPS_REMOVED: QT_TRANSLATE_NOOP("audit", "Backups thinned out"),
    Action.BACKUP_RESTORED: QT_TRANSLATE_NOOP("audit", "Backup brought back"),
    Action.DATA_MOVED: QT_TRANSLATE_NOOP("audit", "Data moved to a server"),
    Action.FORMER_DATA_REMOVED: QT_TRANSLATE_NOOP("audit", "Former data deleted"),
    Action.LOG_REMOVED: QT_TRANSLATE_NOOP("audit", "Log deleted"),
    Action.PATIENT_HELD: QT_TRANSLATE_NOOP("audit", "Patient put on hold against deletion"),
    Action.PATIENT_RELEASED: QT_TRANSLATE_NOOP("audit", "Hold against deletion ended"),
    Action.MEASUREMENTS_REMOVED: QT_TRANSLATE_NOOP("audit", "Measurements deleted"),
    Action.REPORT_REMOVED: QT_TRANSLATE_NOOP("audit", "Saved report deleted"),
    Action.AUDIT_CHECKED: QT_TRANSLATE_NOOP("audit", "Record of actions checked"),
    Action.AUDIT_BROKEN: QT_TRANSLATE_NOOP("audit", "Record of actions found cut or replaced"),
    Action.SIGNED_IN: QT_TRANSLATE_NOOP("audit", "Signed in"),
    Action.SIGN_IN_FAILED: QT_TRANSLATE_NOOP("audit", "Passphrases that did not fit"),
    Action.USER_ADDED: QT_TRANSLATE_NOOP("audit", "User added"),
    Action.USER_CHANGED: QT_TRANSLATE_NOOP("audit", "User’s role changed"),
    Action.USER_SHUT_OUT: QT_TRANSLATE_NOOP("audit", "User shut out"),
    Action.USER_BROUGHT_BACK: QT_TRANSLATE_NOOP("audit", "User brought back"),
    Action.PASSPHRASE_CHANGED: QT_TRANSLATE_NOOP("audit", "Own passphrase changed"),
    Action.PASSPHRASE_RESET: QT_TRANSLATE_NOOP("audit", "User given another passphrase"),
    Action.MASTER_KEY_CHANGED: QT_TRANSLATE_NOOP("audit", "Another master key"),
    Action.EMERGENCY_ACCESS: QT_TRANSLATE_NOOP("audit", "Emergency access to patients"),
    Action.LOCKED: QT_TRANSLATE_NOOP("audit", "Screen locked"),
    Action.UNLOCKED: QT_TRANSLATE_NOOP("audit", "Screen unlocked"),
    Action.PIN_CHANGED: QT_TRANSLATE_NOOP("audit", "Own PIN set or taken away"),
    Action.RECOVERY_USED: QT_TRANSLATE_NOOP("audit", "Signed in with the recovery key"),
}
_WHOLE = QT_TRANSLATE_NOOP("audit", "The record is whole: {count} entries, each as it was written and in its place.")
_FLAWS = {
    Flaw.CHANGED: QT_TRANSLATE_NOOP("audit", "Entry {number} was changed after it was written."),
    Flaw.REMOVED: QT_TRANSLATE_NOOP("audit", "Entry {number} was removed, and perhaps others after it."),
    Flaw.REORDERED: QT_TRANSLATE_NOOP("audit", "Entry {number} stands in another place than it was written in."),
    Flaw.INSERTED: QT_TRANSLATE_NOOP("audit", "Entry {number} was put in later."),
    Flaw.CUT: QT_TRANSLATE_NOOP("audit", "The newest entries are missing: {missing} from entry {number} on."),
    Flaw.REPLACED: QT_TRANSLATE_NOOP(
        "audit", "Entry {number} is not the one that the program left at the end: the record was replaced."
    ),
    Flaw.NO_END: QT_TRANSLATE_NOOP(
        "audit",
        "The file audit-head.json, which says how the record ends, is missing or damaged. Of the {count} entries none "
        "was changed, but newer ones may be missing.",
    ),
    Flaw.BROKEN_BEFORE: QT_TRANSLATE_NOOP(
        "audit",
        "The record is whole since entry {number}, but the program found then that entries before it were missing.",
    ),
}


def action_name(code: str) -> str:
    """What was done; an action of a newer version by its code."""
    known = {action.value: name for action, name in ACTIONS.items()}
    return QCoreApplication.translate("audit", str(known[code])) if code in known else code


def finding(report: AuditReport) -> str:
    """What a check has found, in a sentence."""
    sentence = _WHOLE if report.flaw is None else _FLAWS[report.flaw]
    numbers = {name: format_count(getattr(report, name)) for name in ("count", "number", "missing")}
    return QCoreApplication.translate("audit", str(sentence)).format(**numbers)
