"""The settings of one installation, read once from ``ASSAY_*`` and checked. docs/operations.md tells each of them.

Reading changes nothing on disk; ``wiring`` makes what is missing at the first start.
"""

import os
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from ipaddress import ip_address
from pathlib import Path
from typing import Self
from urllib.parse import urlsplit

from assay.science.errors import Refused


class Mode(StrEnum):
    """How strict start-up is."""

    DEMO = "demo"  # the demo world, with one-click signing in
    EMBEDDED = "embedded"  # one machine, SQLite, files
    PRODUCTION = "production"  # refuses what would lose data or keys


@dataclass(frozen=True, slots=True)
class Configuration:
    """Every setting, typed. ``host`` is derived: the authority of ``origin``."""

    mode: Mode
    origin: str
    data: Path
    kek_file: Path
    database: str
    listen: tuple[str, int]
    mail: str
    mail_from: str
    log: str
    behind_proxy: bool
    workers: int

    @property
    def host(self) -> str:
        """The authority in all that is signed: ``assay.example`` or ``localhost:8000``."""
        return urlsplit(self.origin).netloc

    @property
    def is_https(self) -> bool:
        """Whether browsers reach us over TLS."""
        return self.origin.startswith("https://")

    @classmethod
    def read(cls, environment: Mapping[str, str] = os.environ) -> Self:
        """Read the environment. Raises ``Refused`` that names the setting and what it may be."""
        port = _number(environment, "ASSAY_PORT", 8000, 1, 65535)
        data = Path(environment.get("ASSAY_DATA", "var")).absolute()
        return cls(
            mode=_mode(environment.get("ASSAY_MODE", "embedded")),
            origin=_origin(environment.get("ASSAY_ORIGIN", f"http://localhost:{port}")),
            data=data,
            kek_file=Path(environment.get("ASSAY_KEK_FILE", str(data / "kek"))).absolute(),
            database=environment.get("ASSAY_DATABASE", ""),
            listen=(_address(environment.get("ASSAY_LISTEN", "127.0.0.1")), port),
            mail=_one_of(environment, "ASSAY_MAIL", "file", ("file", "console", "smtp:", "smtps:")),
            mail_from=environment.get("ASSAY_MAIL_FROM", "Assay <no-reply@localhost>"),
            log=_one_of(environment, "ASSAY_LOG", "text", ("text", "json")),
            behind_proxy=_switch(environment, "ASSAY_BEHIND_PROXY"),
            workers=_number(environment, "ASSAY_WORKERS", 1, 1, 64),
        )


def _mode(text: str) -> Mode:
    try:
        return Mode(text)
    except ValueError as error:
        raise Refused(f"ASSAY_MODE is {text!r:.40}; it may be {', '.join(Mode)}") from error


def _origin(text: str) -> str:
    """Scheme and authority, and nothing that a signed document could not carry."""
    try:
        parts = urlsplit(text)
        sound = parts.scheme in {"http", "https"} and parts.hostname and parts.port != 0
    except ValueError:  # a port that is none
        sound = False
    if not sound or parts.path not in {"", "/"} or parts.query or parts.fragment or "@" in parts.netloc:
        raise Refused(f"ASSAY_ORIGIN is {text!r:.100}; write what browsers ask, such as https://assay.example")
    return f"{parts.scheme}://{parts.netloc.lower()}"


def _address(text: str) -> str:
    try:
        return str(ip_address(text))
    except ValueError as error:
        raise Refused(
            f"ASSAY_LISTEN is {text!r:.60}; it may be an IP address such as 127.0.0.1, 0.0.0.0, ::1"
        ) from error


def _switch(environment: Mapping[str, str], name: str) -> bool:
    text = environment.get(name, "")
    if text not in {"", "0", "1"}:
        raise Refused(f"{name} is {text!r:.20}; it may be 1 or empty")
    return text == "1"


def _number(environment: Mapping[str, str], name: str, default: int, least: int, most: int) -> int:
    text = environment.get(name, str(default))
    if not text.isascii() or not text.isdigit() or not least <= int(text) <= most:
        raise Refused(f"{name} is {text!r:.40}; it may be a number from {least} to {most}")
    return int(text)


def _one_of(environment: Mapping[str, str], name: str, default: str, choices: tuple[str, ...]) -> str:
    """A word of the list, or where the list has ``word:`` an address that begins like it."""
    text = environment.get(name, default)
    if not any(text == each or (each.endswith(":") and text.startswith(each + "//")) for each in choices):
        shown = ", ".join(f"{each}//user:password@host:port" if each.endswith(":") else each for each in choices)
        # Not what was written: it may hold a password.
        raise Refused(f"{name} is something else than it may be: {shown}")
    return text
