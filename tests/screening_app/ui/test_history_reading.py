"""A long history is read away from the window; only what was wished for last is shown."""

from __future__ import annotations

import threading

from PySide6.QtWidgets import QWidget

from screening_app.services import patient_history
from screening_app.ui import history_reading
from screening_app.ui.history_reading import HistoryReading


def test_a_short_history_is_there_at_once(qtbot, app_services, scored_patient):
    patient, _ = scored_patient(40.0, 50.0)
    seen = []
    keeper = QWidget()
    qtbot.addWidget(keeper)
    HistoryReading(app_services, (seen.append, seen.append), seen.append, keeper).show(patient.id)
    assert [len(history.sessions) for history in seen] == [2, 2]
    assert {series.code for series in seen[0].series} == {"SDS"}


def test_a_long_one_is_read_in_another_thread_and_the_newest_wish_is_shown(
    qtbot, app_services, scored_patient, monkeypatch
):
    (one, _), (other, _) = scored_patient(40.0, 50.0), scored_patient(60.0)
    threads = []

    def read(workspace, patient_id):
        threads.append(threading.get_ident())
        return patient_history.read_history(workspace, patient_id)

    monkeypatch.setattr(history_reading, "is_long", lambda *_: True)
    monkeypatch.setattr(history_reading, "read_history", read)
    seen, errors, keeper = [], [], QWidget()
    qtbot.addWidget(keeper)
    reading = HistoryReading(app_services, (seen.append,), errors.append, keeper)
    reading.show(one.id)
    reading.show(other.id)
    qtbot.waitUntil(lambda: len(seen) == 1, timeout=5000)
    qtbot.wait(50)
    assert [len(history.sessions) for history in seen] == [1]
    assert threading.get_ident() not in threads
    assert errors == []
    assert keeper.updatesEnabled()
