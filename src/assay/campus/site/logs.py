"""The log: one line an event, for people (``text``) or for programs (``json``), on standard error.

What must not be in a log is taken out at the end of the road, whatever let it in: e-mail addresses, query strings,
the secret part of an address, and the values of names that mean secrets. A public id or a row's key may stand there.
"""

import logging
import re
import sys
from collections.abc import Iterable
from typing import Any

import structlog
from structlog.typing import EventDict, Processor, WrappedLogger

_ADDRESS = re.compile(r"[^\s@<>\"'(),;:=\[\]]+@[^\s@<>\"'(),;:=\[\]]+")
_QUERY = re.compile(r"\?[^\s\"'<>?]+")
# The three kinds of address whose last part is a key to something.
_SECRET_PATH = re.compile(r"/(s|offers|invitations)/[^/\s\"'?#<>]+")
_SECRET_NAME = re.compile(
    r"pass|token|secret|code$|cookie|session|authori[sz]ation|credential|^key$|e?mail", re.IGNORECASE
)
# 40 letters and digits without a space: no word, and longer than a public id (32) or a row's key (36 with its dashes).
# 64 hexadecimal digits are a digest, which one needs to find a file.
_LONG_TOKEN = re.compile(r"(?<![\w-])(?![0-9a-f]{64}(?![\w-]))(?=[\w-]*\d)(?=[\w-]*[A-Za-z])[\w-]{40,}")
_GONE = "…"


def configure_logs(shape: str) -> None:
    """Send our log and Django's to standard error in one ``shape``: ``text`` or ``json``. Safe to repeat."""
    shared: list[Processor] = [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_log_level,
        structlog.stdlib.add_logger_name,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
    ]
    structlog.configure(
        processors=[*shared, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
        cache_logger_on_first_use=False,
    )
    render: Processor = (
        structlog.processors.JSONRenderer(ensure_ascii=False)
        if shape == "json"
        else structlog.dev.ConsoleRenderer(
            colors=sys.stderr.isatty(), exception_formatter=structlog.dev.plain_traceback
        )
    )
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=[*shared, plainly_said],
            processors=[
                structlog.stdlib.ProcessorFormatter.remove_processors_meta,
                structlog.processors.format_exc_info,
                without_secrets,
                render,
            ],
        )
    )
    root = logging.getLogger()
    root.handlers = [handler]
    root.setLevel(logging.INFO)
    # It would say each 404 and 403 again, with the path. Its errors (an exception in a page) we want.
    logging.getLogger("django.request").setLevel(logging.ERROR)


def plainly_said(_logger: WrappedLogger, _method: str, event: EventDict) -> EventDict:
    """Django tells a failed request by its path; the route tells as much and holds nobody's token."""
    record: logging.LogRecord | None = event.get("_record")
    request = getattr(record, "request", None)
    if record is not None and request is not None:
        match = getattr(request, "resolver_match", None)
        event["event"] = "a page failed"
        event["route"] = match.route if match else ""
    return event


def without_secrets(_logger: WrappedLogger, _method: str, event: EventDict) -> EventDict:
    """The event with everything taken out that a log must not keep."""
    return {name: _GONE if _SECRET_NAME.search(name) else _clean(value) for name, value in event.items()}


def redacted(text: str) -> str:
    """A text without e-mail addresses, query strings, tokens in addresses and long random words."""
    for pattern, instead in (
        (_SECRET_PATH, rf"/\1/{_GONE}"),
        (_QUERY, f"?{_GONE}"),
        (_ADDRESS, f"{_GONE}@{_GONE}"),
        (_LONG_TOKEN, _GONE),
    ):
        text = pattern.sub(instead, text)
    return text


def _clean(value: Any) -> Any:  # noqa: ANN401 -- whatever somebody logs
    if isinstance(value, str):
        return redacted(value)
    if isinstance(value, dict):
        return {name: _GONE if _SECRET_NAME.search(str(name)) else _clean(inner) for name, inner in value.items()}
    if isinstance(value, Iterable) and not isinstance(value, bytes):
        return [_clean(inner) for inner in value]
    if isinstance(value, int | float | bool) or value is None:
        return value
    return redacted(str(value))
