"""Runs a program and tells what it sent and which files it wrote, from what strace saw of it and of its children."""

from __future__ import annotations

import ipaddress
import re
import shutil
import subprocess
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

_INTERNET = re.compile(
    r"\b(?P<call>connect|sendto|sendmsg|sendmmsg|bind)\(.*?"
    r"sa_family=AF_INET6?, sin6?_port=htons\((?P<port>\d+)\).*?"
    r'(?:inet_addr\(|inet_pton\(AF_INET6, )"(?P<address>[^"]+)"'
)
_WRITTEN = re.compile(
    r'\b(?:open|openat|creat)\(.*?"(?P<path>(?:[^"\\]|\\.)*)", (?:[^)]*\|)?O_(?:WRONLY|RDWR)[^)]*\) = \d'
)
_RENAMED = re.compile(r'\brename(?:at2?)?\(.*"(?P<path>(?:[^"\\]|\\.)*)"(?:, [A-Z_0-9]+)?\) = 0')
_DNS = {53, 853}
_CALLS = "network,open,openat,creat,rename,renameat,renameat2"


@dataclass(frozen=True, slots=True)
class Contact:
    """An address on some network that a program turned to, or waited for others at."""

    call: str
    address: str
    port: int

    @property
    def is_outside(self) -> bool:
        """Whether it leads away from this machine; to ask for a name does, even by way of a resolver here."""
        return not ipaddress.ip_address(self.address).is_loopback or self.port in _DNS


def contacts(trace: str) -> list[Contact]:
    """All that stand in a trace."""
    found = (_INTERNET.search(line) for line in trace.splitlines())
    return [Contact(match["call"], match["address"], int(match["port"])) for match in found if match]


def written(trace: str) -> set[Path]:
    """The files that were opened to be written, or got their name, as far as they are still there."""
    found = (match for line in trace.splitlines() if (match := _WRITTEN.search(line) or _RENAMED.search(line)))
    paths = (Path(match["path"].encode().decode("unicode_escape").encode("latin-1").decode()) for match in found)
    return {path for path in paths if path.is_absolute() and path.is_file()}


@cache
def can_trace() -> bool:
    """Whether strace is here and may look at other programs."""
    return shutil.which("strace") is not None and _works("strace", "-f", "-o", "/dev/null", "true")


@cache
def can_unplug() -> bool:
    """Whether a program can be given a network with nobody in it."""
    return shutil.which("unshare") is not None and _works("unshare", "--map-root-user", "--net", "true")


def _works(*command: str) -> bool:
    return subprocess.run(command, capture_output=True, check=False, timeout=30).returncode == 0


def run_traced(
    command: Sequence[str | Path], trace: Path, environment: Mapping[str, str], timeout: float
) -> tuple[subprocess.CompletedProcess[str], str]:
    """The program's end, and its trace."""
    strace = ["strace", "-f", "--seccomp-bpf", "-e", f"trace={_CALLS}", "-s", "4096", "-o", trace]
    ended = subprocess.run(
        [*strace, *command], env=environment, capture_output=True, text=True, check=False, timeout=timeout
    )
    return ended, trace.read_text(encoding="utf-8", errors="replace")
