import threading

import pytest
from pytestqt.qtbot import QtBot

from screening_app.ui.main_thread import MainThread


@pytest.mark.usefixtures("qapp")
def test_what_another_thread_posts_runs_on_this_one_in_order(qtbot: QtBot) -> None:
    bridge = MainThread()
    ran: list[tuple[int, int]] = []

    def post() -> None:
        for number in range(3):
            bridge.post(lambda number=number: ran.append((number, threading.get_ident())))

    thread = threading.Thread(target=post)
    thread.start()
    thread.join()

    qtbot.waitUntil(lambda: len(ran) == 3)
    assert ran == [(number, threading.get_ident()) for number in range(3)]
