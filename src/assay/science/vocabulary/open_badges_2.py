"""Open Badges 2.0 assertions, read and never written.

Source: Open Badges 2.0, "Data Classes" (Assertion, VerificationObject, IdentityObject). Not checked here: that the
hosted copy agrees; see ``assay.science.verification.hosted``.
"""

from datetime import datetime

from assay.science.errors import MalformedDocument
from assay.science.instants import ValidityPeriod, parse_timestamp
from assay.science.securing.strict_json import JsonObject, pointer
from assay.science.vocabulary.members import identified, text, texts, url

_CLAUSE = "OB 2.0 Assertion"
HOSTED = frozenset({"HostedBadge", "hosted"})


def check_assertion(document: JsonObject) -> None:
    """Raise ``MalformedDocument`` at the first structural fault of an assertion."""
    url(document, "id", where="", clause=_CLAUSE, required=True)
    recipient = _object(document, "recipient")
    for name in ("type", "identity"):
        if text(recipient, name, where="/recipient", clause=_CLAUSE) is None:
            raise MalformedDocument(f"the recipient's {name} is missing", where=f"/recipient/{name}", clause=_CLAUSE)
    if identified(document, "badge", where="", clause=_CLAUSE) is None:
        raise MalformedDocument("the badge is missing", where="/badge", clause=_CLAUSE)
    if not verification_types(document):
        raise MalformedDocument("no way to verify it is named", where="/verification/type", clause=_CLAUSE)
    validity_of(document)


def validity_of(document: JsonObject) -> ValidityPeriod:
    """``issuedOn`` to ``expires``."""
    starts, ends = _instant(document, "issuedOn"), _instant(document, "expires")
    if starts and ends and ends < starts:
        raise MalformedDocument("ends before it starts", where="/expires", clause=_CLAUSE)
    return ValidityPeriod(starts, ends)


def verification_types(document: JsonObject) -> tuple[str, ...]:
    """How the assertion says it is verified: ``HostedBadge`` or ``SignedBadge``, in old spellings too."""
    where = "/verification" if "verification" in document else "/verify"
    return texts(_object(document, where[1:]), "type", where=where, clause=_CLAUSE)


def issuer_of(document: JsonObject) -> str | None:
    """The issuer's URL if the badge class stands inside the assertion; ``None`` if it is behind the badge's URL."""
    badge = document.get("badge")
    return identified(badge, "issuer", where="/badge", clause=_CLAUSE) if isinstance(badge, dict) else None


def _object(document: JsonObject, name: str) -> JsonObject:
    value = document.get(name)
    if not isinstance(value, dict):
        raise MalformedDocument(f"{name} is an object", where=pointer(name), clause=_CLAUSE)
    return value


def _instant(document: JsonObject, name: str) -> datetime | None:
    return parse_timestamp(document[name], where=pointer(name)) if name in document else None
