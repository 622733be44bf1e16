"""The structural rules of the W3C data model: what a credential or presentation must look like before anything else.

Source: VCDM 2.0 §4 (and VCDM 1.1 §4 and §5 where it differs). Not checked here: that terms are defined
(``securing.json_ld``), any signature, any date against the clock.
"""

from datetime import datetime

from assay.science.errors import MalformedDocument
from assay.science.instants import ValidityPeriod, parse_timestamp
from assay.science.securing.strict_json import JsonObject, JsonValue, listed, pointer
from assay.science.vocabulary.kinds import Model
from assay.science.vocabulary.members import identified, objects, text, texts, url

# Each property whose objects must say what type they are, and whether they must have an id too.
_TYPED = {
    "credentialStatus": (False, "VCDM 2.0 §4.10"),
    "credentialSchema": (True, "VCDM 2.0 §4.11"),
    "refreshService": (False, "VCDM 2.0 §5.4"),
    "termsOfUse": (False, "VCDM 2.0 §5.5"),
    "evidence": (False, "VCDM 2.0 §5.6"),
    "proof": (False, "VCDM 2.0 §4.12"),
}
_LANGUAGE_VALUE = {"@value", "@language", "@direction"}
_LANGUAGE_CLAUSE = "VCDM 2.0 §11.1"


def check_credential(document: JsonObject, model: Model) -> None:
    """Raise ``MalformedDocument`` at the first structural fault of a verifiable credential."""
    _check_names(document, "")
    url(document, "id", where="", clause="VCDM 2.0 §4.4")
    issuer_of(document)
    issuer = document["issuer"]
    if isinstance(issuer, dict):
        _check_names(issuer, "/issuer")
    subjects = list(objects(document, "credentialSubject", where="", clause="VCDM 2.0 §4.8"))
    if not subjects:
        raise MalformedDocument("a credential without a subject", where="/credentialSubject", clause="VCDM 2.0 §4.8")
    for where, subject in subjects:
        if not subject:
            raise MalformedDocument("a subject about which nothing is said", where=where, clause="VCDM 2.0 §4.8")
        url(subject, "id", where=where, clause="VCDM 2.0 §4.4")
    validity_of(document, model)
    for name, (needs_id, clause) in _TYPED.items():
        for where, node in objects(document, name, where="", clause=clause):
            _check_typed(node, where, clause, needs_id=needs_id)
    _check_related(document)


def check_presentation(document: JsonObject) -> None:
    """Raise ``MalformedDocument`` at the first structural fault of a presentation. Source: VCDM 2.0 §4.13."""
    clause = "VCDM 2.0 §4.13"
    url(document, "id", where="", clause="VCDM 2.0 §4.4")
    identified(document, "holder", where="", clause=clause)
    for where, node in objects(document, "proof", where="", clause="VCDM 2.0 §4.12"):
        _check_typed(node, where, "VCDM 2.0 §4.12", needs_id=False)
    for where, credential in objects(document, "verifiableCredential", where="", clause=clause):
        types = texts(credential, "type", where=where, clause=clause)
        if "@context" not in credential or not {"VerifiableCredential", "EnvelopedVerifiableCredential"} & set(types):
            raise MalformedDocument("not a verifiable credential", where=where, clause=clause)


def issuer_of(document: JsonObject) -> str:
    """The issuer's identifier. Raises ``MalformedDocument`` when there is none. Source: VCDM 2.0 §4.7."""
    issuer = identified(document, "issuer", where="", clause="VCDM 2.0 §4.7")
    if issuer is None:
        raise MalformedDocument("a credential without an issuer", where="/issuer", clause="VCDM 2.0 §4.7")
    return issuer


def validity_of(document: JsonObject, model: Model) -> ValidityPeriod:
    """The validity period, from the names that the document's model uses. Source: VCDM 2.0 §4.9, VCDM 1.1 §4.6."""
    if model is Model.VCDM_2:
        both = [_instant(document, name) if name in document else None for name in ("validFrom", "validUntil")]
        return ValidityPeriod(*both)
    if "issuanceDate" not in document:
        raise MalformedDocument("no issuanceDate", where="/issuanceDate", clause="VCDM 1.1 §4.5")
    # VCDM 1.1 §4.6 announced the later names, and some issuers wrote both: whichever is stricter counts.
    starts = max(_instant(document, name) for name in ("issuanceDate", "validFrom") if name in document)
    ends = [_instant(document, name) for name in ("expirationDate", "validUntil") if name in document]
    if ends and min(ends) < starts:
        raise MalformedDocument("ends before it starts", where="/expirationDate", clause="VCDM 1.1 §4.6")
    return ValidityPeriod(starts, min(ends, default=None))


def _instant(document: JsonObject, name: str) -> datetime:
    return parse_timestamp(document[name], where=pointer(name))


def _check_typed(node: JsonObject, where: str, clause: str, *, needs_id: bool) -> None:
    if not texts(node, "type", where=where, clause=clause):
        raise MalformedDocument("this object must say its type", where=where + "/type", clause=clause)
    url(node, "id", where=where, clause=clause, required=needs_id)


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


def _check_related(document: JsonObject) -> None:
    clause = "VCDM 2.0 §5.3"
    seen: set[str] = set()
    for where, resource in objects(document, "relatedResource", where="", clause=clause):
        identifier = str(url(resource, "id", where=where, clause=clause, required=True))
        if identifier in seen:
            raise MalformedDocument("the same related resource twice", where=where + "/id", clause=clause)
        seen.add(identifier)
        if not texts(resource, "digestSRI", where=where, clause=clause) and not text(
            resource, "digestMultibase", where=where, clause=clause
        ):
            raise MalformedDocument("a related resource without a digest", where=where, clause=clause)
