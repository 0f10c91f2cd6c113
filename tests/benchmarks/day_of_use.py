"""24 hours of a clinic's work in some minutes: does the program's process grow with the sessions that are held?

    PYTHONPATH=.:tests:tests/screening_app/ui xvfb-run -a python tests/benchmarks/day_of_use.py [SESSIONS]

60 sessions unless another number is given, each with all that is opened beside it; one in ten is recorded from a
microphone of software (needs PulseAudio), heard and scored, and after it follow a backup and a change of theme and
language. After each session it is counted what the process holds. By how much that rises with a session says a straight
line through all but the first ones; the run fails where that is more than what is allowed for, which is said beside it.
"""

from __future__ import annotations

import os
import sys
import tempfile
import time
import wave
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from backed_up import set_up
from PySide6.QtWidgets import QApplication
from virtual_devices import MICROPHONE, RATE, VirtualMicrophone, played
from working_day import Day, Held, growth, held, kinds

from screening_app import settings as settings_file
from screening_app.app import Screening
from screening_app.jobs.memory import give_back_memory
from screening_app.paths import RESOURCES, AppPaths
from screening_app.services.sign_in import keep_first_user, make_first_user
from screening_app.settings import NO_DEVICE, Settings
from selfmm.media import waveform_blocks

if TYPE_CHECKING:
    from collections import Counter

SESSIONS, EVERY = 60, 10
PASSPHRASE = "seven lamps under the quiet harbour"
WARM_UP = 1 / 3  # of the sessions: until then pages are made, and caches filled
SPEECH = RESOURCES / "demo" / "session-1.opus"
ALLOWED = {
    "windows": 0.02,
    "widgets": 0.5,
    "Qt objects": 2.0,
    "timers that run": 0.02,
    "threads": 0.05,
    "files": 0.05,
    "child processes": 0.02,
    # the patients' page holds those that it has read, one more with each session up to 100; and whatever Qt object is
    # counted has an object of Python from then on, of which some stay when it goes
    "Python objects": 80.0,
    # 0.25 MB a session are 15 MB in a day of 60
    "MB": 0.25,
    "MB in use": 0.25,
}


def main(sessions: int) -> None:
    with tempfile.TemporaryDirectory() as folder:
        microphone = VirtualMicrophone(played(speech_in(Path(folder))))
        os.environ["PULSE_SERVER"] = microphone.server
        try:
            found, more = work(Path(folder), sessions)
        finally:
            microphone.close()
    told = [tell(name, [one[name] for one in found[round(WARM_UP * sessions) :]]) for name in ALLOWED]
    print("\nObjects that are more than after the warm-up:")
    for kind, count in more.most_common(12):
        print(f"  {count} {kind}")
    sys.exit(not all(told))


def speech_in(folder: Path) -> Path:
    """The demonstration's spoken English as a WAV file."""
    path = folder / "speech.wav"
    samples = np.concatenate(list(waveform_blocks(SPEECH)))
    with wave.open(str(path), "wb") as file:
        file.setparams((1, 2, RATE, 0, "NONE", ""))
        file.writeframes((samples * 32767).astype("<i2").tobytes())
    return path


def work(folder: Path, sessions: int) -> tuple[list[Held], Counter[str]]:
    """What the process held after each session, and what it held more in the end than after the warm-up."""
    qt = QApplication([])
    paths, chosen = AppPaths(folder / "data"), {"microphone": MICROPHONE, "camera": NO_DEVICE}
    settings_file.save(paths.settings, Settings(language="en", theme="light", **chosen))
    screening = Screening(qt, paths, keep_first_user(paths, make_first_user("Dr. Lin", PASSPHRASE, sees_patients=True)))
    window = screening.open_window()
    set_up(screening.workspace, folder / "disk")
    day, found = Day(screening, qt), []
    print(f"load before: {os.getloadavg()[0]:.1f}\nsession, seconds, " + ", ".join(ALLOWED), flush=True)
    for number in range(sessions):
        begun = time.monotonic()
        day.hold_session(number, recorded=number % EVERY == EVERY - 1)
        day.look_around()
        if number % EVERY == EVERY - 1:
            day.change_looks()
            day.back_up()
        day.settle()
        found.append(held())
        if number == round(WARM_UP * sessions):
            before = kinds()
        numbers = ", ".join(f"{found[-1][name]:.6g}" for name in ALLOWED)
        print(f"{number + 1}, {time.monotonic() - begun:.1f}, {numbers}", flush=True)
    more = kinds() - before
    give_back_memory()
    print(f"resident once all holes are given back: {held()['MB']:.0f} MB")
    window.close()
    screening.close()
    return found, more


def tell(name: str, numbers: list[float]) -> bool:
    """Say by how much something grows with a session; whether that is within what is allowed for."""
    rise = growth(numbers)
    is_fine = rise <= ALLOWED[name]
    print(f"{name}: {rise:+.3f} a session, {'at most' if is_fine else 'MORE THAN'} {ALLOWED[name]}")
    return is_fine


if __name__ == "__main__":
    main(int(sys.argv[1]) if sys.argv[1:] else SESSIONS)
