"""The kinds of argument that commands share, each refused with a sentence that says how to write it."""

import argparse
import re
from datetime import datetime

from assay.science.errors import MalformedDocument
from assay.science.identifiers import HttpsUrl
from assay.science.instants import parse_timestamp

_PORT = re.compile(r"[0-9]{1,5}\Z")
# Credentials are younger, and the longest that one can count must not lead out of the calendar.
_YEARS = range(1970, 8000)


def instant(text: str) -> datetime:
    """``2026-11-22T09:00:00Z``."""
    try:
        moment = parse_timestamp(text, where="")
    except MalformedDocument as error:
        raise argparse.ArgumentTypeError(f"{error.reason}; write 2026-11-22T09:00:00Z") from error
    if moment.year not in _YEARS:
        raise argparse.ArgumentTypeError(f"{text!r} is in no year from {_YEARS.start} to {_YEARS.stop - 1}")
    return moment


def public_address(text: str) -> str:
    """``https://brunel.example/status/1``: where a document will be published."""
    try:
        HttpsUrl.from_text(text)
    except MalformedDocument as error:
        raise argparse.ArgumentTypeError(f"{error.reason}; write https://HOST/PATH") from error
    if "?" in text:
        raise argparse.ArgumentTypeError(f"{text!r}: a document is published at an address without a query")
    return text


def pair_of_addresses(text: str) -> tuple[str, tuple[str, int]]:
    """``HOST=IP:PORT``: connect to IP:PORT whenever a document is at HOST."""
    host, equals, target = text.partition("=")
    address, colon, port = target.rpartition(":")
    if not host or not equals or not address or not colon or not _PORT.match(port):
        raise argparse.ArgumentTypeError(f"{text!r:.100}: write HOST=IP:PORT, such as uni.example=127.0.0.1:8443")
    return host, (address.strip("[]"), int(port))
