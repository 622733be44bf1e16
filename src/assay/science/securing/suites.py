"""The cryptographic suites, one row each. A proof of any other suite is reported and never counted."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum
from types import MappingProxyType

from assay.science.securing.keys import KeyKind
from assay.science.securing.strict_json import JsonObject

DATA_INTEGRITY = "DataIntegrityProof"
# A proof type of its own in older documents: read, never issued.
ED25519_2020 = "Ed25519Signature2020"


class Form(Enum):
    """Which canonical form a suite hashes."""

    RDFC = "RDFC-1.0"
    JCS = "RFC 8785"


@dataclass(frozen=True, slots=True)
class Suite:
    """One suite: its canonical form, the keys it takes, its signatures' lengths in bytes, its source."""

    name: str
    form: Form
    keys: frozenset[KeyKind]
    signature_lengths: frozenset[int]
    source: str


_ED = frozenset({KeyKind.ED25519})
_EC = frozenset({KeyKind.P256, KeyKind.P384})
_64 = frozenset({64})
_64_OR_96 = frozenset({64, 96})
CRYPTOSUITES: Mapping[str, Suite] = MappingProxyType(
    {
        suite.name: suite
        for suite in (
            Suite("eddsa-rdfc-2022", Form.RDFC, _ED, _64, "EdDSA Cryptosuites 1.0 §3.2"),
            Suite("eddsa-jcs-2022", Form.JCS, _ED, _64, "EdDSA Cryptosuites 1.0 §3.3"),
            Suite("ecdsa-rdfc-2019", Form.RDFC, _EC, _64_OR_96, "ECDSA Cryptosuites 1.0 §3.2"),
            Suite("ecdsa-jcs-2019", Form.JCS, _EC, _64_OR_96, "ECDSA Cryptosuites 1.0 §3.3"),
        )
    }
)
_OLDER = Suite(ED25519_2020, Form.RDFC, _ED, _64, "Ed25519Signature2020 §3")


def suite_of(proof: JsonObject) -> Suite | None:
    """The suite that a proof names, by its cryptosuite or, in the older form, by its type; ``None`` for any other."""
    if proof.get("type") == ED25519_2020:
        return _OLDER
    name = proof.get("cryptosuite")
    return CRYPTOSUITES.get(name) if proof.get("type") == DATA_INTEGRITY and isinstance(name, str) else None
