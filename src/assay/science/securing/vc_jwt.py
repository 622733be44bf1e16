"""Credentials secured as JSON Web Tokens, in the two layouts there are.

``vc-claim``, VCDM 1.1 §6.3.1: the document is the claim ``vc``, and the claims beside it may stand for members it
lacks::

    {"iss": "did:web:a.example", "nbf": 1262304000, "jti": "urn:uuid:…", "vc": {"@context": […], "type": […], …}}

``payload``, VC-JOSE-COSE and Open Badges 3.0: the document is the claims set, with registered claims among it::

    {"@context": […], "id": "urn:uuid:…", "issuer": "did:web:a.example", …, "iss": "did:web:a.example", "jti": …}

The document is what counts. Claims repeat it for readers who know JWT only, so a claim that says another thing than
the document would give two readers two truths, and is refused.

Not checked: the signature (``jws.verify_compact``), whose key it is, and any time: a caller compares ``expires`` with
its own clock, as the end of the proof.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import Enum
from typing import Final, Literal, TypeAlias

from assay.science.errors import Code, Refused
from assay.science.instants import format_timestamp, parse_timestamp
from assay.science.securing import contexts, jcs, strict_json
from assay.science.securing.jws import CompactJws, read_compact, sign_compact
from assay.science.securing.signer import Signer
from assay.science.securing.strict_json import JsonObject, JsonValue, listed, pointer

Layout: TypeAlias = Literal["vc-claim", "payload"]

# RFC 7519 §4.1, OpenID Connect's nonce and RFC 7800's cnf: in a payload, they are the token's and not the document's.
REGISTERED: Final = frozenset({"iss", "sub", "jti", "nbf", "exp", "iat", "aud", "nonce", "cnf"})
_DATES_2: Final = {"nbf": "validFrom", "exp": "validUntil"}
_DATES_1: Final = {"nbf": "issuanceDate", "exp": "expirationDate"}
# What ``check_claims`` looks at in a document, beside the id of its subject.
REPEATED: Final = ("@context", "id", "issuer", *_DATES_2.values(), *_DATES_1.values())
_EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)
_SECOND: Final = timedelta(seconds=1)


class TokenKind(Enum):
    """What a token is presented as. A token of another kind is refused, whatever is in it."""

    CREDENTIAL = "vc"
    PRESENTATION = "vp"


@dataclass(frozen=True, slots=True)
class TokenEnvelope:
    """A token and the document in it, as they were read: nothing in it is verified.

    ``document`` is the credential or presentation without the token's own claims.
    """

    jws: CompactJws
    claims: JsonObject
    document: JsonObject
    layout: Layout

    @property
    def expires(self) -> datetime | None:
        """When the token says that it ends: ``exp``. Raises ``Refused`` when that is no number."""
        return _numeric_date(self.claims, "exp")


def read_token(text: str) -> TokenEnvelope:
    """Read a token and take the document out of it.

    Raises as ``jws.read_compact`` and ``strict_json.parse_object`` do, and ``Refused``: ``WRONG_TYPE`` when there is
    no document in it, ``CLAIMS_MISMATCH`` when there are two.
    """
    jws = read_compact(text)
    claims = strict_json.parse_object(jws.payload)
    if "@context" in claims:
        if "vc" in claims or "vp" in claims:
            reason = "a document beside a claim vc or vp, which could hold another one"
            raise Refused(reason, code=Code.CLAIMS_MISMATCH, clause="VC-JOSE-COSE §1.1.2.1")
        document = {name: value for name, value in claims.items() if name not in REGISTERED}
        return TokenEnvelope(jws, claims, document, "payload")
    inner = claims.get("vc")
    if not isinstance(inner, dict) or "vp" in claims:
        reason = "a token with no credential in it: neither a document nor a claim vc"
        raise Refused(reason, code=Code.WRONG_TYPE, clause="VCDM 1.1 §6.3.1")
    return TokenEnvelope(jws, claims, _filled_in(inner, claims), "vc-claim")


def check_claims(token: TokenEnvelope, *, kind: TokenKind) -> None:
    """Raise ``Refused`` unless the token is of the kind asked for and says what its document says.

    ``ALGORITHM_REFUSED`` for a ``typ`` or ``cty`` of something else (an access token, say); ``CLAIMS_MISMATCH`` when a
    claim differs from the document, or when ``nbf`` or ``exp`` is no number. A claim that is absent is fine. Raises
    ``MalformedDocument`` when a date of the document is none.

    ``iss`` is issuer.id (or holder), ``jti`` is id, ``sub`` is credentialSubject.id, ``nbf`` and ``exp`` are the
    validity period. Two are left alone: ``exp`` of a ``vc+jwt`` or a presentation, which is the end of the signature
    and not of the document (VC-JOSE-COSE §3.1.3), and ``aud`` and ``nonce``, which only a caller can know.
    """
    typ = _check_type(token, kind)
    expected: dict[str, str | datetime | None] = dict(_names(token.document, kind))
    if kind is TokenKind.CREDENTIAL:
        expected |= _dates(token.document)
    if typ == "vc+jwt":
        del expected["exp"]
    for name, value in expected.items():
        if name not in token.claims:
            continue
        if isinstance(value, datetime):
            _check_date(token.claims, name, value)
        elif value is None or token.claims[name] != value:
            raise _mismatch(f"the claim {name} differs from the document")
    for name in ("nbf", "exp"):
        if not isinstance(expected.get(name), datetime):  # else it was read just now
            _numeric_date(token.claims, name)


def secure_as_jwt(document: JsonObject, *, signer: Signer, kid: str, typ: Literal["vc+jwt"] | None = None) -> str:
    """Sign a credential of VCDM 2.0 as a token in the layout ``payload``. The same arguments give the same text.

    Without ``typ`` it is what Open Badges 3.0 asks for; with it, what VC-JOSE-COSE does (``cty`` is then ``vc``).
    ``nbf`` is written in both, because Open Badges demands it and a badge is what we issue. Raises ``Refused`` for a
    document of VCDM 1.1, which we read and never write, or one that has a token's claims among its members.
    """
    header: JsonObject = {"kid": kid}
    if typ is not None:
        header |= {"typ": typ, "cty": TokenKind.CREDENTIAL.value}
    return sign_compact(jcs.canonicalize(claims_set(document)), header=header, signer=signer)


def claims_set(document: JsonObject) -> JsonObject:
    """What ``secure_as_jwt`` signs: the document, and the claims that repeat it. Raises as it does."""
    if not _is_vcdm_2(document):
        raise Refused("only credentials of VCDM 2.0 are issued", clause="VCDM 2.0 §4.3")
    taken = sorted(name for name in document if name in REGISTERED | {"vc", "vp"})
    if taken:
        raise Refused(f"the member {taken[0]!r} would be read as a claim of the token", clause="RFC 7519 §4")
    claims: JsonObject = {name: value for name, value in _names(document, TokenKind.CREDENTIAL).items() if value}
    dates = _dates(document)
    claims |= {name: numeric_date(moment) for name, moment in dates.items() if moment is not None}
    return {**document, **claims}


def numeric_date(moment: datetime) -> int:
    """RFC 7519 §2: whole seconds since 1970, a fraction cut off."""
    return (moment - _EPOCH) // _SECOND


def _filled_in(document: JsonObject, claims: JsonObject) -> JsonObject:
    """VCDM 1.1 §6.3.1: what the document leaves to the claims. A member that is there stays as it is."""
    filled = dict(document)
    for claim, member in (("jti", "id"), ("iss", "issuer")):
        if claim in claims:
            filled.setdefault(member, claims[claim])
    for claim, member in date_members(document).items():
        moment = _numeric_date(claims, claim)
        if moment is not None:
            filled.setdefault(member, format_timestamp(moment))
    for claim, member in (("iss", "issuer"), ("sub", "credentialSubject")):
        inner = filled.get(member)
        if claim in claims and isinstance(inner, dict):
            filled[member] = {"id": claims[claim], **inner}
    return filled


def _check_type(token: TokenEnvelope, kind: TokenKind) -> str:
    """RFC 7515 §4.1.9: a media type, in any case of letters, whose ``application/`` may be left out.

    ``JWT`` or nothing is what Open Badges 3.0 and VCDM 1.1 write; ``vc+jwt`` promises a document without a claim vc.
    """
    typ, cty = _media_type(token, "typ"), _media_type(token, "cty")
    own = f"{kind.value}+jwt"
    if typ not in (("", "jwt", own) if token.layout == "payload" else ("", "jwt")):
        reason = f"the token is typed {typ[:40]!r}, which is not a {own} of this layout"
        raise Refused(reason, code=Code.ALGORITHM_REFUSED, clause="RFC 8725 §3.11")
    if cty not in ("", kind.value):
        reason = f"the token's content is typed {cty[:40]!r}, which is not {kind.value}"
        raise Refused(reason, code=Code.ALGORITHM_REFUSED, clause="VC-JOSE-COSE §3.1")
    return typ


def _media_type(token: TokenEnvelope, name: str) -> str:
    return str(token.jws.header[name]).lower().removeprefix("application/") if name in token.jws.header else ""


def _names(document: JsonObject, kind: TokenKind) -> dict[str, str | None]:
    """What each naming claim must repeat; ``None`` where the document has no such name."""
    names = {"iss": _id_of(document.get("issuer" if kind is TokenKind.CREDENTIAL else "holder"))}
    names["jti"] = _id_of(document)
    if kind is TokenKind.CREDENTIAL:
        subjects = document.get("credentialSubject")
        only = subjects[0] if isinstance(subjects, list) and len(subjects) == 1 else subjects
        names["sub"] = _id_of(only) if isinstance(only, dict) else None
    return names


def _id_of(value: JsonValue) -> str | None:
    named = value.get("id") if isinstance(value, dict) else value
    return named if isinstance(named, str) else None


def _dates(document: JsonObject) -> dict[str, datetime | None]:
    """What ``nbf`` and ``exp`` must repeat."""
    return {
        claim: parse_timestamp(document[member], where=pointer(member)) if member in document else None
        for claim, member in date_members(document).items()
    }


def date_members(document: JsonObject) -> Mapping[str, str]:
    """Which members ``nbf`` and ``exp`` repeat. VCDM 2.0 §4.9 and VCDM 1.1 §4.6 and §4.7 name them differently."""
    return _DATES_2 if _is_vcdm_2(document) else _DATES_1


def _is_vcdm_2(document: JsonObject) -> bool:
    return listed(document.get("@context"))[:1] == [contexts.VC_2]


def _check_date(claims: JsonObject, name: str, stated: datetime) -> None:
    claimed = _numeric_date(claims, name)
    # Claims are whole seconds where documents may have fractions: cut or rounded, they are less than one apart.
    if claimed is None or abs(claimed - stated) >= _SECOND:
        raise _mismatch(f"the claim {name} is another moment than the document's")


def _numeric_date(claims: JsonObject, name: str) -> datetime | None:
    """RFC 7519 §2: seconds since 1970. Text is refused rather than read; ``iat`` is used for nothing and not read."""
    if name not in claims:
        return None
    seconds = claims[name]
    if not isinstance(seconds, int | float) or isinstance(seconds, bool):
        raise _mismatch(f"the claim {name} is not a number of seconds")
    try:
        return _EPOCH + timedelta(seconds=seconds)
    except OverflowError as error:
        raise _mismatch(f"the claim {name} lies outside the calendar") from error


def _mismatch(reason: str) -> Refused:
    return Refused(reason, code=Code.CLAIMS_MISMATCH, clause="VCDM 1.1 §6.3.1, Open Badges 3.0 §8.2.4.1")
