"""The structural rules of the W3C data model: what a credential or presentation must look like before anything else.

Source: VCDM 2.0 §4 (and VCDM 1.1 §4 and §5 where it differs). Not checked here: that terms are defined
(``securing.json_ld``), any signature, any date against the clock.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import chain

from assay.science.errors import MalformedDocument
from assay.science.instants import ValidityPeriod, parse_timestamp
from assay.science.securing.strict_json import JsonObject, JsonValue, listed, pointer
from assay.science.vocabulary.demands import (
    Demand,
    checked,
    demand_identified,
    demand_instant,
    demand_text,
    demand_texts,
    demand_url,
)
from assay.science.vocabulary.kinds import Model
from assay.science.vocabulary.members import identified, objects, texts, url

# Each property whose objects must say what type they are, and whether they must have an id too.
_TYPED = {
    "credentialStatus": (False, "VCDM 2.0 §4.10"),
    "credentialSchema": (True, "VCDM 2.0 §4.11"),
    "refreshService": (False, "VCDM 2.0 §5.4"),
    "termsOfUse": (False, "VCDM 2.0 §5.5"),
    "evidence": (False, "VCDM 2.0 §5.6"),
    "proof": (False, "VCDM 2.0 §4.12"),
}
# When it starts to count and when it ends, in the order in which they are read.
_DATES = {
    Model.VCDM_2: (("validFrom",), ("validUntil",)),
    Model.VCDM_1: (("issuanceDate", "validFrom"), ("expirationDate", "validUntil")),
}
_LANGUAGE_VALUE = {"@value", "@language", "@direction"}
_LANGUAGE_CLAUSE = "VCDM 2.0 §11.1"


@dataclass(frozen=True, slots=True)
class Landmarks:
    """Where in a credential the texts stand that are needed to verify it: JSON pointers.

    ``starts`` and ``ends`` may be none, and in VCDM 1.1 several: see ``period_of``.
    """

    id: str | None
    issuer: str
    starts: tuple[str, ...]
    ends: tuple[str, ...]


def demands(document: JsonObject, model: Model) -> Iterator[Demand]:
    """What a verifiable credential demands of its texts. Raises ``MalformedDocument`` at a fault of structure."""
    _check_names(document, "")
    yield from demand_url(document, "id", where="", clause="VCDM 2.0 §4.4")
    yield _demand_issuer(document)
    issuer = document["issuer"]
    if isinstance(issuer, dict):
        _check_names(issuer, "/issuer")
    subjects = list(objects(document, "credentialSubject", where="", clause="VCDM 2.0 §4.8"))
    if not subjects:
        raise MalformedDocument("a credential without a subject", where="/credentialSubject", clause="VCDM 2.0 §4.8")
    for where, subject in subjects:
        if not subject:
            raise MalformedDocument("a subject about which nothing is said", where=where, clause="VCDM 2.0 §4.8")
        yield from demand_url(subject, "id", where=where, clause="VCDM 2.0 §4.4")
    for name in chain(*_dates(document, model)):
        yield demand_instant(document[name], where=pointer(name))
    validity_of(document, model)  # each is an instant, and together they are a period
    for name, (needs_id, clause) in _TYPED.items():
        for where, node in objects(document, name, where="", clause=clause):
            yield from _demand_typed(node, where, clause, needs_id=needs_id)
    yield from _demand_related(document)


def check_presentation(document: JsonObject) -> None:
    """Raise ``MalformedDocument`` at the first structural fault of a presentation. Source: VCDM 2.0 §4.13."""
    clause = "VCDM 2.0 §4.13"
    url(document, "id", where="", clause="VCDM 2.0 §4.4")
    identified(document, "holder", where="", clause=clause)
    for where, node in objects(document, "proof", where="", clause="VCDM 2.0 §4.12"):
        checked(_demand_typed(node, where, "VCDM 2.0 §4.12", needs_id=False))
    for where, credential in objects(document, "verifiableCredential", where="", clause=clause):
        types = texts(credential, "type", where=where, clause=clause)
        if "@context" not in credential or not {"VerifiableCredential", "EnvelopedVerifiableCredential"} & set(types):
            raise MalformedDocument("not a verifiable credential", where=where, clause=clause)


def landmarks(document: JsonObject, model: Model) -> Landmarks:
    """Where a credential says who issued it and when it counts. Raises ``MalformedDocument`` when it does not."""
    starts, ends = _dates(document, model)
    return Landmarks(
        id="/id" if "id" in document else None,
        issuer=_demand_issuer(document).where,
        starts=tuple(pointer(name) for name in starts),
        ends=tuple(pointer(name) for name in ends),
    )


def issuer_of(document: JsonObject) -> str:
    """The issuer's identifier. Raises ``MalformedDocument`` when there is none. Source: VCDM 2.0 §4.7."""
    return checked([_demand_issuer(document)])[0]


def validity_of(document: JsonObject, model: Model) -> ValidityPeriod:
    """The validity period, from the names that the document's model uses. Source: VCDM 2.0 §4.9, VCDM 1.1 §4.6."""
    starts, ends = _dates(document, model)
    return period_of(
        [parse_timestamp(document[name], where=pointer(name)) for name in starts],
        [parse_timestamp(document[name], where=pointer(name)) for name in ends],
        model,
    )


def period_of(starts: Sequence[datetime], ends: Sequence[datetime], model: Model) -> ValidityPeriod:
    """The period that all the dates of a credential leave open. Raises ``MalformedDocument`` when it is none."""
    # VCDM 1.1 §4.6 announced the later names, and some issuers wrote both: whichever is stricter counts.
    start, end = max(starts, default=None), min(ends, default=None)
    if model is Model.VCDM_1 and start and end and end < start:
        raise MalformedDocument("ends before it starts", where="/expirationDate", clause="VCDM 1.1 §4.6")
    return ValidityPeriod(start, end)


def _demand_issuer(document: JsonObject) -> Demand:
    found = demand_identified(document, "issuer", where="", clause="VCDM 2.0 §4.7")
    if not found:
        raise MalformedDocument("a credential without an issuer", where="/issuer", clause="VCDM 2.0 §4.7")
    return found[0]


def _dates(document: JsonObject, model: Model) -> tuple[list[str], list[str]]:
    """The members that say when it starts to count and when it ends."""
    if model is Model.VCDM_1 and "issuanceDate" not in document:
        raise MalformedDocument("no issuanceDate", where="/issuanceDate", clause="VCDM 1.1 §4.5")
    starts, ends = _DATES[model]
    return [name for name in starts if name in document], [name for name in ends if name in document]


def _demand_typed(node: JsonObject, where: str, clause: str, *, needs_id: bool) -> tuple[Demand, ...]:
    if not texts(node, "type", where=where, clause=clause):
        raise MalformedDocument("this object must say its type", where=where + "/type", clause=clause)
    return demand_url(node, "id", where=where, clause=clause, required=needs_id)


def _check_names(node: JsonObject, where: str) -> None:
    for name in ("name", "description"):
        if name in node:
            _check_language_value(node[name], where + pointer(name))


def _check_language_value(value: JsonValue, where: str) -> None:
    """Text, or objects of a text with its language and direction and nothing else."""
    if isinstance(value, str):
        return
    for each in listed(value):
        if not isinstance(each, dict) or not set(each) <= _LANGUAGE_VALUE or not isinstance(each.get("@value"), str):
            raise MalformedDocument("neither text nor a language value", where=where, clause=_LANGUAGE_CLAUSE)


def _demand_related(document: JsonObject) -> Iterator[Demand]:
    clause = "VCDM 2.0 §5.3"
    seen: set[str] = set()
    for where, resource in objects(document, "relatedResource", where="", clause=clause):
        for identifier in demand_url(resource, "id", where=where, clause=clause, required=True):
            yield identifier
            if str(identifier.value) in seen:
                raise MalformedDocument("the same related resource twice", where=where + "/id", clause=clause)
            seen.add(str(identifier.value))
        digests = demand_texts(resource, "digestSRI", where=where, clause=clause) or demand_text(
            resource, "digestMultibase", where=where, clause=clause
        )
        if not digests:
            raise MalformedDocument("a related resource without a digest", where=where, clause=clause)
        yield from digests
