"""Documents of every kind that Assay reads, as JSON and as tokens."""

from random import Random

from assay.science.errors import AssayError
from assay.science.vocabulary.kinds import Kind
from assay.science.vocabulary.presentation import read_presentation
from assay.science.vocabulary.reading import read
from tests.fuzz.mutations import any_json
from tests.fuzz.target import Target

_EVERY_KIND = frozenset(Kind)
_TOKENS = (
    b'"@context":["https://www.w3.org/ns/credentials/v2"],',
    b'"@context":["https://www.w3.org/2018/credentials/v1"],',
    b'"@context":"https://w3id.org/openbadges/v2",',
    b'"type":["VerifiableCredential","OpenBadgeCredential"],',
    b'"type":"EnvelopedVerifiableCredential","id":"data:application/vc+jwt,',
    b'"issuer":',
    b'"validFrom":"2026-01-01T00:00:00Z",',
    b'"credentialSubject":',
    b'"proof":',
    b"NaN",
    b"-0",
    b"1e999",
    b"9007199254740993",
    b"\\ud83c",
    b"\\u0000",
    b"\xed\xa0\x80",
    b"[" * 65,
    b'{"":' * 65,
    b"\xef\xbb\xbf",
)


def _run(data: bytes) -> None:
    try:
        read_presentation(data)
    except AssayError:
        read(data, expecting=_EVERY_KIND)


def _mutate(data: bytes, random: Random) -> bytes:
    return any_json(data, random, _TOKENS)


TARGET = Target(
    _run,
    _mutate,
    _TOKENS,
    vectors=("1edtech-validator/ob*/*.json", "1edtech-validator/ob*/*.jwt", "1edtech-validator/clr20/*.json"),
)
