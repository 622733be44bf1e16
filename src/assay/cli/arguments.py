"""The kinds of argument that commands share, each refused with a sentence that says how to write it."""

import argparse
from datetime import datetime

from assay.science.errors import MalformedDocument
from assay.science.instants import parse_timestamp


def instant(text: str) -> datetime:
    """``2026-11-22T09:00:00Z``."""
    try:
        return parse_timestamp(text, where="")
    except MalformedDocument as error:
        raise argparse.ArgumentTypeError(f"{error.reason}; write 2026-11-22T09:00:00Z") from error


def pair_of_addresses(text: str) -> tuple[str, tuple[str, int]]:
    """``HOST=IP:PORT``: connect to IP:PORT whenever a document is at HOST."""
    host, equals, target = text.partition("=")
    address, colon, port = target.rpartition(":")
    if not host or not equals or not address or not colon or not port.isascii() or not port.isdigit():
        raise argparse.ArgumentTypeError(f"{text!r}: write HOST=IP:PORT, such as uni.example=127.0.0.1:8443")
    return host, (address.strip("[]"), int(port))
