"""What a fuzz target is, and where its seeds lie."""

import importlib
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from random import Random

from tests.vectors import VECTORS

NAMES = ("png", "reading", "status_list", "svg", "vc_jwt")
HERE = Path(__file__).parent
# What one input may measure: above the chunk and header sizes that matter, small enough for thousands a second.
MAX_BYTES = 1 << 16


@dataclass(frozen=True, slots=True)
class Target:
    """A parser under attack.

    ``run`` hands it one input and may check the answer; it raises ``AssayError`` for a refusal, anything else is a
    crash. ``mutate`` knows the format, so that changes get past checksums and encodings. ``tokens`` are its words.
    ``vectors`` are patterns of official files that serve as seeds where they are at hand.
    """

    run: Callable[[bytes], None]
    mutate: Callable[[bytes, Random], bytes]
    tokens: tuple[bytes, ...]
    vectors: tuple[str, ...] = ()


def load(name: str) -> Target:
    """Import ``tests.fuzz.targets.NAME`` and, through it, the parser."""
    target: Target = importlib.import_module(f"tests.fuzz.targets.{name}").TARGET
    return target


def corpus(name: str) -> list[Path]:
    """List the committed seeds: small files, made for this."""
    return sorted((HERE / "corpus" / name).iterdir())


def official_seeds(target: Target) -> list[Path]:
    """List the official files that fit, if ``../shared/vectors`` is there."""
    found = (path for pattern in target.vectors for path in sorted(VECTORS.glob(pattern)))
    return [path for path in found if path.is_file() and path.stat().st_size <= MAX_BYTES]
