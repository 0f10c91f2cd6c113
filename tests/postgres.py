"""A PostgreSQL server of the tests' own, in a folder of theirs, on this computer alone and with a certificate."""

from __future__ import annotations

import os
import re
import shutil
import socket
import subprocess
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from ipaddress import ip_address
from pathlib import Path
from typing import TYPE_CHECKING, Any

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

if TYPE_CHECKING:
    from collections.abc import Iterator

    import psycopg

HOST = "127.0.0.1"
USER = "clinic"
_WHO_MAY = f"local all all trust\nhostssl all {USER} {HOST}/32 trust\n"  # and over the network nobody without TLS
_ADMINISTRATOR = "postgres"
_NOBODY = 65534
_PLACES = (  # where no PATH leads
    *("usr/lib/postgresql/*", "usr/pgsql-*"),  # Debian; PostgreSQL's own RPMs
    *("opt/homebrew/opt/postgresql@*", "usr/local/opt/postgresql@*"),  # Homebrew
)


@dataclass(frozen=True, slots=True)
class Server:
    """A server that runs."""

    programs: Path
    data: Path
    port: int
    authority: Path  # the certificate that its own is signed with

    def address(self, database: str) -> str:
        """As it stands in the settings."""
        return f"postgresql://{USER}@{HOST}:{self.port}/{database}?sslrootcert={self.authority}"

    def make(self, database: str, template: str = "template0") -> None:
        """A new database."""
        self.say(f"CREATE DATABASE {database} TEMPLATE {template} OWNER {USER}")

    def drop(self, database: str) -> None:
        """Away with it, whoever is connected."""
        self.say(f"DROP DATABASE {database} WITH (FORCE)")

    def say(self, statement: str, database: str = "postgres") -> Any:
        """What the server's administrator gets for it: the first column of the first row, where there are rows."""
        with self.administrator(database) as connection:
            cursor = connection.execute(statement)
            row = cursor.fetchone() if cursor.description else None
        return None if row is None else row[0]

    def administrator(self, database: str) -> psycopg.Connection:
        """A connection that may do everything, over the socket that lies with the data."""
        import psycopg

        where = {"host": str(self.data), "port": self.port, "user": _ADMINISTRATOR, "dbname": database}
        return psycopg.connect(**where, options="-c lock_timeout=10s", autocommit=True)

    def stop(self) -> None:
        """End it at once."""
        _run(self.programs, "pg_ctl", "stop", "-D", self.data, "-m", "immediate", "-w")

    def start(self) -> None:
        """Begin, or go on."""
        _run(self.programs, "pg_ctl", "start", "-D", self.data, "-l", self.data / "log", "-w", "-o", f"-p {self.port}")


def programs() -> Path | None:
    """Where the server's programs are; None where it is not installed, or they cannot be started."""
    if not hasattr(os, "getuid") or (_is_root() and shutil.which("setpriv") is None):
        return None
    if which := shutil.which("initdb"):
        return Path(which).resolve().parent
    found = [path.parent for place in _PLACES for path in Path("/").glob(f"{place}/bin/initdb")]
    return max(found, key=lambda path: int(re.findall(r"\d+", str(path))[0]), default=None)  # the newest


def serve(programs: Path, folder: Path) -> Iterator[Server]:
    """A server in `folder`, which nobody else may use, until the generator is closed."""
    data = folder / "data"
    folder.chmod(0o755)
    data.mkdir(mode=0o700)
    _hand_over(data)
    _run(programs, "initdb", "-D", data, "-A", "trust", "-U", _ADMINISTRATOR, "-E", "UTF8", "-N")
    authority = _certify(folder, data)
    settings = (
        f"listen_addresses = '{HOST}'\nunix_socket_directories = '{data}'\nssl = on\nmax_connections = 60\n"
        "ssl_cert_file = 'server.crt'\nssl_key_file = 'server.key'\n"
        "fsync = off\nfull_page_writes = off\n"  # nothing here has to outlive the computer
    )
    with (data / "postgresql.conf").open("a", encoding="utf-8") as file:
        file.write(settings)
    (data / "pg_hba.conf").write_text(_WHO_MAY, encoding="utf-8")
    server = Server(programs, data, _free_port(), authority)
    server.start()
    try:
        server.say(f"CREATE ROLE {USER} LOGIN")
        yield server
    finally:
        server.stop()


def _is_root() -> bool:
    return os.getuid() == 0


def _hand_over(path: Path) -> None:
    """The server does not run as root, so root's tests let it run as nobody."""
    if _is_root():
        os.chown(path, _NOBODY, _NOBODY)


def _run(programs: Path, program: str, *arguments: str | Path) -> str:
    as_server = ["setpriv", f"--reuid={_NOBODY}", f"--regid={_NOBODY}", "--clear-groups"] if _is_root() else []
    words = [*as_server, programs / program, *arguments]
    environment = {"PATH": os.environ["PATH"], "LC_ALL": "C.UTF-8"}
    done = subprocess.run(words, capture_output=True, text=True, env=environment, cwd="/", timeout=60, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout.strip()


def _free_port() -> int:
    with socket.socket() as listening:
        listening.bind((HOST, 0))
        port: int = listening.getsockname()[1]
        return port


def _certify(folder: Path, data: Path) -> Path:
    """A certificate for the server, and beside it the authority that vouches for it."""
    authority_key, key = (ec.generate_private_key(ec.SECP256R1()) for _ in range(2))
    authority = _certificate("authority", authority_key, None, authority_key)
    certificate = _certificate(HOST, key, authority, authority_key)
    path = folder / "authority.crt"
    path.write_bytes(authority.public_bytes(serialization.Encoding.PEM))
    (data / "server.crt").write_bytes(certificate.public_bytes(serialization.Encoding.PEM))
    (data / "server.key").write_bytes(
        key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    )
    (data / "server.key").chmod(0o600)
    for name in ("server.crt", "server.key"):
        _hand_over(data / name)
    return path


def _certificate(
    name: str,
    key: ec.EllipticCurvePrivateKey,
    issuer: x509.Certificate | None,
    signer: ec.EllipticCurvePrivateKey,
) -> x509.Certificate:
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
    now = datetime.now(UTC)
    builder = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(subject if issuer is None else issuer.subject)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=2))
        .add_extension(x509.BasicConstraints(ca=issuer is None, path_length=None), critical=True)
    )
    if issuer is not None:
        builder = builder.add_extension(x509.SubjectAlternativeName([x509.IPAddress(ip_address(name))]), critical=False)
    return builder.sign(signer, hashes.SHA256())
