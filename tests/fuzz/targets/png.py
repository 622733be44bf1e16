"""PNG pictures: whatever is taken out can be put in again, and comes out the same."""

from random import Random

from assay.science.baking.png import bake_png, unbake_png
from tests.fuzz.mutations import any_png
from tests.fuzz.target import Target

_TOKENS = (b"openbadgecredential", b"openbadges", b"iTXt", b"tEXt", b"zTXt", b"IHDR", b"IDAT", b"IEND", b"\0\0\0\0\0")


def _run(data: bytes) -> None:
    credential = unbake_png(data)
    again = bake_png(data, credential, replace=True)
    assert unbake_png(again) == credential


def _mutate(data: bytes, random: Random) -> bytes:
    return any_png(data, random, _TOKENS)


TARGET = Target(_run, _mutate, _TOKENS, vectors=("1edtech-validator/ob*/*.png",))
