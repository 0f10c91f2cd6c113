"""Where things lie: the user's data, the settings, the bundled resources."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

import platformdirs

RESOURCES = Path(__file__).resolve().parent.parent / "resources"
DOCS = RESOURCES.parent / "docs"  # the user guide lies beside the resources, in a checkout and where it is installed
DATA_VARIABLE = "SCREENING_APP_HOME"


@dataclass(frozen=True, slots=True)
class Server:
    """Where a clinic with several seats keeps what all of them work with."""

    address: str  # of its database, such as "postgresql://clinic@server/screening"
    folder: Path  # on a network drive

    @property
    def name(self) -> str:
        """The server and its database, without who signs in there and how."""
        parts = urlsplit(self.address)
        return f"{parts.hostname}{parts.path}"


@dataclass(frozen=True, slots=True)
class AppPaths:
    """All places below one data folder, which is this seat's own, and what it shares with others where there are any.

    Where there is no server, all lies in the data folder.
    """

    data: Path
    server: Server | None = None

    @property
    def shared(self) -> Path:
        """The folder of what all seats work with."""
        return self.server.folder if self.server else self.data

    @property
    def database(self) -> Path:
        """The SQLite file; with a server, what copies of its database are named after."""
        return self.data / "screening.sqlite3"

    @property
    def audit_head(self) -> Path:
        """How long the record of actions is and how it ends, as this seat knows it, so that a cut is found."""
        return self.data / "audit-head.json"

    @property
    def media(self) -> Path:
        """One folder for each interview."""
        return self.shared / "media"

    @property
    def reports(self) -> Path:
        """Reports and charts that the user exports, unless another place is chosen."""
        return self.data / "reports"

    @property
    def clinician_voice(self) -> Path:
        """What tells the clinician's voice from others."""
        return self.shared / "clinician-voice.json"

    @property
    def scripts(self) -> Path:
        """Interview scripts that the clinic imported."""
        return self.shared / "scripts"

    @property
    def models(self) -> Path:
        """The clinic's own models, a folder each."""
        return self.shared / "models"

    @property
    def training(self) -> Path:
        """A training that is under way, and what the text encoder made of the words of sessions."""
        return self.shared / "training"

    @property
    def settings(self) -> Path:
        """The settings file."""
        return self.data / "settings.toml"

    @property
    def keyring(self) -> Path:
        """Who can sign in: for each user what only the passphrase opens. Read before the database is."""
        return self.shared / "keyring.json"

    @property
    def sign_in(self) -> Path:
        """Who signed in last, and passphrases that did not fit."""
        return self.data / "sign-in.json"

    @property
    def backup_key(self) -> Path:
        """Where backups go, and the key that they are encrypted with."""
        return self.shared / "backup-key.json"

    @property
    def window_state(self) -> Path:
        """What the window remembers from one start to the next."""
        return self.data / "window.json"

    @property
    def logs(self) -> Path:
        """Log files; they never hold what a patient said."""
        return self.data / "logs"

    @property
    def lock(self) -> Path:
        """Held by the running app, so that two copies do not share one database."""
        return self.data / "app.lock"

    @property
    def opened(self) -> Path:
        """Changed when the app was opened and nobody else had what all seats share, by the clock of its disk."""
        return self.shared / "opened" if self.server else self.lock


def default_paths() -> AppPaths:
    """The folder named by SCREENING_APP_HOME, else the user's data folder."""
    named = os.environ.get(DATA_VARIABLE)
    return AppPaths(Path(named) if named else Path(platformdirs.user_data_dir("selfmm-screening", appauthor=False)))
