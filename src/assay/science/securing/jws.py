"""Compact JWS, strictly: three base64url parts, one algorithm a key, and nothing in the header that could choose.

    eyJhbGciOiJFZERTQSJ9.eyJ…fQ.hZk…
    header              payload signature over "header.payload"

The key comes from the caller, who has it from the issuer's own document; what a header says of keys is the attacker's
as long as nothing is verified. ``jku``, ``x5u`` and ``x5c`` are passed over. ``jwk`` is no key here either:
``verification.signatures`` uses it only to find the same key in the issuer's document. Source: RFC 7515, RFC 8725.

Not checked here: whose key it is, ``typ`` and the claims (``vc_jwt``), any time.
"""

from dataclasses import dataclass
from typing import Final

from assay.science.errors import Code, MalformedDocument, Refused
from assay.science.securing import base64url, jcs, strict_json
from assay.science.securing.keys import KeyKind, PublicKey
from assay.science.securing.known import remembered
from assay.science.securing.signer import Signer
from assay.science.securing.strict_json import JsonObject, pointer

# The name that we write, then others for the same: RFC 9864 §2.2 calls EdDSA with Ed25519 just Ed25519.
ALGORITHMS: Final = {
    KeyKind.ED25519: ("EdDSA", "Ed25519"),
    KeyKind.P256: ("ES256",),
    KeyKind.P384: ("ES384",),
    KeyKind.RSA: ("RS256",),
}
# A token is a credential and a third; one mebibyte is what we read of any document.
MAX_LETTERS: Final = strict_json.MAX_BYTES
# They change what is signed or demand to be understood, and no credential needs them (RFC 7515 §4.1.11, RFC 7797).
_REFUSED_MEMBERS: Final = ("crit", "b64")


@dataclass(frozen=True, slots=True)
class CompactJws:
    """A JWS as it was read: nothing in it is verified. ``signing_input`` are the very bytes that were signed."""

    header: JsonObject
    payload: bytes
    signing_input: bytes
    signature: bytes

    @property
    def algorithm(self) -> str:
        """The header's ``alg``, which must equal what the key does; it never chooses."""
        return str(self.header["alg"])

    @property
    def kid(self) -> str | None:
        """Which of the issuer's keys to look for. A hint: it counts only inside the issuer's own document."""
        kid = self.header.get("kid")
        return kid if isinstance(kid, str) else None


def read_compact(text: str) -> CompactJws:
    """Split and decode a compact JWS, without white space around it.

    Raises ``MalformedDocument`` when it is none or too large (RFC 7515 §7.1), and ``Refused`` with
    ``ALGORITHM_REFUSED`` when its header has ``crit`` or ``b64``.
    """
    if len(text) > MAX_LETTERS:
        raise MalformedDocument(f"a token of more than {MAX_LETTERS} letters", code=Code.TOO_LARGE)
    try:
        header, payload, signature = text.split(".")
    except ValueError as error:
        raise MalformedDocument("not a compact JWS of three parts", clause="RFC 7515 §7.1") from error
    return CompactJws(
        header=_decoded_header(header),
        payload=base64url.decode(payload),
        signing_input=f"{header}.{payload}".encode("ascii"),
        signature=base64url.decode(signature),
    )


def verify_compact(jws: CompactJws, key: PublicKey) -> None:
    """Raise ``Refused`` unless ``jws`` is signed by ``key``, with the one algorithm that a key of its kind does.

    ``ALGORITHM_REFUSED`` when the header names another, ``PROOF_INVALID`` when the signature does not match.
    """
    if jws.algorithm not in ALGORITHMS[key.kind]:
        reason = f"the token's alg is {jws.algorithm[:20]!r}, and the key does {ALGORITHMS[key.kind][0]} only"
        raise Refused(reason, code=Code.ALGORITHM_REFUSED, clause="RFC 8725 §3.1")
    key.verify(jws.signature, jws.signing_input)


def sign_compact(payload: bytes, *, header: JsonObject, signer: Signer) -> str:
    """Sign ``payload`` as a compact JWS with EdDSA, ES256 or ES384, whichever the signer's key does.

    ``header`` has the other members (``typ``, ``kid``); ``alg`` is written here, and may be given only as what it is.
    The same arguments give the same text. Raises ``Refused`` with ``ALGORITHM_REFUSED`` for an RSA key, another
    ``alg``, ``crit`` or ``b64``; ``MalformedDocument`` for a header that is not I-JSON, or a payload too large.
    """
    signing_input = f"{header_part(header, signer.public_key.kind)}.{base64url.encode(payload)}"
    signature = signer.sign(signing_input.encode("ascii"))
    text = f"{signing_input}.{base64url.encode(signature)}"
    # Never hand out what we would refuse: a signer may be far away, or hold another key than it says.
    verify_compact(read_compact(text), signer.public_key)
    return text


def header_part(header: JsonObject, kind: KeyKind) -> str:
    """How a token begins that is signed with a key of this kind. Raises as ``sign_compact`` does for its header."""
    if kind is KeyKind.RSA:
        reason = "RSA verifies old tokens; sign with Ed25519, P-256 or P-384"
        raise Refused(reason, code=Code.ALGORITHM_REFUSED, clause="RFC 8725 §3.2")
    names = ALGORITHMS[kind]
    if header.get("alg", names[0]) not in names:
        raise Refused(f"the signer does {names[0]} only", code=Code.ALGORITHM_REFUSED, clause="RFC 8725 §3.1")
    protected = jcs.canonicalize({"alg": names[0], **header})
    _read_header(protected)
    return base64url.encode(protected)


@remembered
def _decoded_header(text: str) -> JsonObject:
    """The tokens of an issuer have one header, of some 200 letters. Nobody alters it."""
    return _read_header(base64url.decode(text))


def _read_header(raw: bytes) -> JsonObject:
    header = strict_json.parse_object(raw)
    for name in _REFUSED_MEMBERS:
        if name in header:
            reason = f"the header's {name!r} changes how a token is read; none is understood here"
            raise Refused(reason, code=Code.ALGORITHM_REFUSED, clause="RFC 7515 §4.1.11")
    for name in ("alg", "kid", "typ", "cty"):
        if (name == "alg" or name in header) and not isinstance(header.get(name), str):
            raise MalformedDocument(f"the header's {name} is not text", where=pointer(name), clause="RFC 7515 §4.1")
    return header
