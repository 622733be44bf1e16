"""Open Badges 2.0: a hosted badge is genuine when its issuer's site serves the same assertion at its address.

Source: Open Badges 2.0, "Badge verification", hosted. Not read: signed assertions, which stay INDETERMINATE.
"""

import re

from assay.science.errors import AssayError, Code, MalformedDocument, Refused
from assay.science.identifiers import HttpsUrl
from assay.science.securing import jcs, strict_json
from assay.science.securing.strict_json import JsonObject
from assay.science.verification.asking import Asking, Need
from assay.science.verification.report import Check, Finding, faulty, holds
from assay.science.vocabulary import open_badges_2
from assay.science.vocabulary.credential import UnverifiedCredential
from assay.science.vocabulary.members import identified, texts

_CLAUSE = "OB 2.0 Badge Verification"
_DOTS = re.compile(r"/(?:\.|%2e){1,2}(?:[/?]|\Z)", re.IGNORECASE)  # RFC 3986 §3.3


def check_hosted(credential: UnverifiedCredential) -> Asking[tuple[Finding, ...]]:
    """Ask (1) whether it is hosted, (2) whether the copy there is the same, (3) whether the site is the issuer's."""
    document, address = credential.document, str(credential.id)
    in_token = credential.token is not None
    if in_token or not open_badges_2.HOSTED.intersection(open_badges_2.verification_types(document)):  # (1)
        signed = Refused("signed Open Badges 2.0 assertions are not read", code=Code.PROOF_UNSUPPORTED, clause=_CLAUSE)
        return (faulty(Check.PROOF, signed),)
    if not address.startswith("https:") or _site(address) is None:
        unsafe = Refused(
            "its address is not https, so nobody can vouch for what is there", code=Code.ISSUER_UNREACHABLE
        )
        return (faulty(Check.PROOF, unsafe),)
    raw = yield Need(address)
    if raw is None:
        away = Refused(f"the hosted copy at {address} could not be had", code=Code.ISSUER_UNREACHABLE, clause=_CLAUSE)
        return (faulty(Check.PROOF, away),)
    try:
        hosted = strict_json.parse_object(raw)
        if hosted.get("revoked") is True:
            raise Refused("the issuer has withdrawn it", code=Code.REVOKED, clause=_CLAUSE)
        if jcs.canonicalize(hosted) != jcs.canonicalize(document):  # (2)
            raise Refused("the hosted copy says something else", code=Code.HOST_MISMATCH, clause=_CLAUSE)
    except AssayError as error:
        return (faulty(Check.PROOF, error),)
    same = holds(Check.PROOF, f"the same as the copy hosted at {address}", _CLAUSE)
    try:
        return same, (yield from _scope(credential, address))
    except AssayError as error:
        return same, faulty(Check.ISSUER, error)


def _scope(credential: UnverifiedCredential, address: str) -> Asking[Finding]:
    """(3) The issuer's profile says which addresses are its own. Source: OB 2.0, VerificationObject.

    Without a rule it is everything on its own site. The profile is asked for even there: many share a site, and each of
    them can put the name of another into a badge.
    """
    issuer = yield from _issuer(credential.document)
    if _site(issuer) is None:
        raise Refused(f"its issuer, {issuer}, has no site on which a badge could be hosted", code=Code.HOST_MISMATCH)
    profile = yield from _linked(issuer, "the issuer's profile")
    if not _allows(profile, address, _site(issuer)):
        reason = f"it is hosted at an address that its issuer, {issuer}, does not name as its own"
        raise Refused(reason, code=Code.HOST_MISMATCH, clause=_CLAUSE)
    return holds(Check.ISSUER, f"hosted at an address that its issuer, {issuer}, names as its own", _CLAUSE)


def _issuer(assertion: JsonObject) -> Asking[str]:
    """The issuer of the badge class, as the class itself is published; what the assertion says of it has to agree."""
    url = str(identified(assertion, "badge", where="", clause=_CLAUSE))
    badge = yield from _linked(url, "the badge class")
    issuer = identified(badge, "issuer", where="", clause="OB 2.0 BadgeClass")
    if issuer is None:
        raise MalformedDocument("a badge class without an issuer", where="/issuer", clause="OB 2.0 BadgeClass")
    told = assertion["badge"] if isinstance(assertion["badge"], dict) else {}
    other = any(badge.get(name) != member for name, member in told.items() if name not in ("@context", "issuer"))
    if other or identified(told, "issuer", where="/badge", clause=_CLAUSE) not in (None, issuer):
        raise Refused(f"the badge class at {url} says something else", code=Code.HOST_MISMATCH, clause=_CLAUSE)
    return issuer


def _linked(url: str, what: str) -> Asking[JsonObject]:
    """What an assertion links to: found at an https address, and calling itself by that address.

    Old issuers name things by http; they are asked for by https all the same.
    """
    secure = re.sub("^http:", "https:", url)
    raw = (yield Need(secure)) if _site(secure) is not None else None
    if raw is None:
        raise Refused(f"{what} at {url} could not be had", code=Code.ISSUER_UNREACHABLE, clause=_CLAUSE)
    document = strict_json.parse_object(raw)
    if document.get("id") not in (url, secure):
        raise Refused(f"{what} at {url} calls itself something else", code=Code.HOST_MISMATCH, clause=_CLAUSE)
    return document


def _allows(profile: JsonObject, address: str, own: tuple[str, int | None] | None) -> bool:
    """``allowedOrigins`` names hosts, ``startsWith`` beginnings of addresses; each that is given has to fit."""
    found = profile.get("verification")
    rules = found if isinstance(found, dict) else {}
    site = _site(address)
    origins = texts(rules, "allowedOrigins", where="/verification", clause=_CLAUSE)
    starts = texts(rules, "startsWith", where="/verification", clause=_CLAUSE)
    if not origins and not starts:
        return site == own
    named = not origins or (site is not None and site[0] in origins)
    # A beginning that ends inside a host name would let robots.example.evil.example pass for robots.example.
    begun = not starts or any(address.startswith(start) and _site(start) == site for start in starts)
    # Some servers find /mine/../yours in another place than its beginning says.
    return named and begun and not (starts and _DOTS.search(address))


def _site(url: str) -> tuple[str, int | None] | None:
    """Host and port. Old issuers name themselves by http; ``None`` for what is no address of the web at all."""
    try:
        found = HttpsUrl.from_text(re.sub("^http:", "https:", url))
    except MalformedDocument:
        return None
    return found.host, found.port
