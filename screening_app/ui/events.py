"""What happens in the app, so that pages hear of it without knowing each other."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal


class Events(QObject):
    """A signal for each thing that happens, and for each place that the user wants to go to."""

    patient_changed = Signal(str)  # id of a patient who was added, edited or removed; "" for several at once
    interview_changed = Signal(str)  # id of an interview that was added, corrected or removed
    assessment_added = Signal(str)  # id of the patient whose history has a new point
    settings_changed = Signal(object)  # the new Settings
    lock_changed = Signal(bool)  # whether the screen is locked now
    recording_changed = Signal(bool)  # whether an interview is being recorded now
    due_changed = Signal()  # something was deleted by the rules for keeping
    backups_changed = Signal()  # one was made or removed, or they go elsewhere now

    session_wanted = Signal(str)  # id of the patient to hold a new session with; "" to choose one there
    interview_wanted = Signal(str)  # id of an interview to continue with
    history_wanted = Signal(str)  # id of the patient whose history to show
    settings_wanted = Signal()
    due_wanted = Signal()  # what the rules for keeping would delete, in the settings
    training_wanted = Signal()  # below the settings
    tour_wanted = Signal()  # through the window
    emergency_wanted = Signal()  # patients are to be shown to somebody whose role does not
    moving_wanted = Signal()  # the data are to move to a server
    joining_wanted = Signal()  # this computer is to work with a clinic's server
    lock_wanted = Signal()  # the screen is to be locked
    shortcuts_wanted = Signal()  # the overview of all keys

    is_recording = False  # whether an interview is being recorded now, for pages that are made meanwhile

    def tell_recording(self, is_recording: bool) -> None:
        """Say that the recording of an interview has begun or ended."""
        self.is_recording = is_recording
        self.recording_changed.emit(is_recording)
