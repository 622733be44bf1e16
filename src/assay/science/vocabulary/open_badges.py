"""The classes of Open Badges 3.0, as one table, and the check that a credential follows them.

A row names a class and its members as ``name:kind``. The kind is ``text``, ``url``, ``number``, ``flag``, ``instant``,
``token`` (a compact JWS) or another class; ``!`` marks a member that must be there and ``*`` one that may repeat.
Members that the table does not name are left to ``securing.json_ld``, which refuses those without a meaning.

Source: Open Badges 3.0 appendix B (data models). Read more widely than it is written: one value may stand without
brackets where the schema wants a list, because widely used issuers write it so.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from assay.science.errors import MalformedDocument
from assay.science.identifiers import is_absolute_url
from assay.science.instants import parse_timestamp
from assay.science.securing.strict_json import JsonObject, JsonValue, listed, pointer
from assay.science.vocabulary.members import plain

_ROWS = {
    "AchievementSubject": """
        id:url achievement:Achievement! identifier:IdentityObject* activityStartDate:instant activityEndDate:instant
        creditsEarned:number image:Image licenseNumber:text narrative:text result:Result* role:text source:Profile
        term:text""",
    "EndorsementSubject": "id:url! endorsementComment:text",
    "Achievement": """
        id:url! name:text! description:text! criteria:Criteria! achievementType:text alignment:Alignment*
        creator:Profile creditsAvailable:number fieldOfStudy:text humanCode:text image:Image inLanguage:text
        otherIdentifier:IdentifierEntry* related:Related* resultDescription:ResultDescription* specialization:text
        tag:text* version:text endorsementJwt:token*""",
    "Alignment": """
        targetName:text! targetUrl:url! targetCode:text targetDescription:text targetFramework:text
        targetType:text""",
    "Criteria": "id:url narrative:text",
    "Evidence": "id:url narrative:text name:text description:text genre:text audience:text",
    "IdentifierEntry": "identifier:text! identifierType:text!",
    "IdentityObject": "hashed:flag! identityHash:text! identityType:text! salt:text",
    "Image": "id:url! caption:text",
    "Profile": """
        id:url! name:text url:url phone:text description:text image:Image email:text address:Address
        otherIdentifier:IdentifierEntry* official:text parentOrg:Profile familyName:text givenName:text
        additionalName:text patronymicName:text honorificPrefix:text honorificSuffix:text familyNamePrefix:text
        dateOfBirth:text endorsementJwt:token*""",
    "Address": """
        addressCountry:text addressCountryCode:text addressRegion:text addressLocality:text streetAddress:text
        postOfficeBoxNumber:text postalCode:text geo:GeoCoordinates""",
    "GeoCoordinates": "latitude:number! longitude:number!",
    "Related": "id:url! inLanguage:text version:text",
    "Result": "achievedLevel:url alignment:Alignment* resultDescription:url status:text value:text",
    "ResultDescription": """
        id:url! name:text! resultType:text! alignment:Alignment* allowedValue:text* requiredLevel:url
        requiredValue:text rubricCriterionLevel:RubricCriterionLevel* valueMax:text valueMin:text""",
    "RubricCriterionLevel": "id:url! name:text! alignment:Alignment* description:text level:text points:text",
}
# Endorsements are credentials, which ``verification.inner_credentials`` reads; these classes may carry them.
_BESIDE = dict.fromkeys(("Achievement", "Profile"), frozenset({"type", "endorsement"}))
# Criteria is the one class whose objects do not say their type.
UNTYPED = frozenset({"Criteria"})


@dataclass(frozen=True, slots=True)
class _Member:
    kind: str
    required: bool
    repeats: bool


def _parsed(row: str) -> dict[str, _Member]:
    members = {}
    for item in row.split():
        name, kind = item.split(":")
        members[name] = _Member(kind.rstrip("!*"), required="!" in kind, repeats="*" in kind)
    return members


CLASSES: dict[str, dict[str, _Member]] = {name: _parsed(row) for name, row in _ROWS.items()}


def check_achievement_credential(document: JsonObject) -> None:
    """Raise ``MalformedDocument`` at the first fault of an achievement credential. Source: OB 3.0 §B.1.1."""
    _check_envelope(document, "AchievementSubject")
    for index, subject in enumerate(listed(document["credentialSubject"])):
        if isinstance(subject, dict) and "id" not in subject and not subject.get("identifier"):
            where = "/credentialSubject" + (f"/{index}" if isinstance(document["credentialSubject"], list) else "")
            raise MalformedDocument(
                "neither an id nor an identifier says whose it is", where=where, clause="OB 3.0 §8.1"
            )


def check_endorsement_credential(document: JsonObject) -> None:
    """Raise ``MalformedDocument`` at the first fault of an endorsement credential. Source: OB 3.0 §B.1.9."""
    _check_envelope(document, "EndorsementSubject")


def _check_envelope(document: JsonObject, subject_class: str) -> None:
    if "id" not in document:
        raise MalformedDocument("Open Badges give every credential an id", where="/id", clause="OB 3.0 §B.1.1")
    _check_member(
        document, "credentialSubject", _Member(subject_class, required=True, repeats=False), "", "OB 3.0 §B.1"
    )
    issuer = document.get("issuer")
    if isinstance(issuer, dict):
        check_object(issuer, "Profile", "/issuer")
    _check_member(document, "evidence", _Member("Evidence", required=False, repeats=True), "", "OB 3.0 §B.1.1")
    _check_member(document, "image", _Member("Image", required=False, repeats=False), "", "OB 3.0 §B.1.1")
    _check_shared_ids(document, subject_class)


def _check_shared_ids(document: JsonObject, subject_class: str) -> None:
    """Where two objects have one id, each may have only the members of its own class.

    Criteria are often found at the achievement's own address. In RDF the two are then one thing, so that a member moved
    from the one to the other leaves every signature intact, and nobody who reads the JSON finds it.
    """
    found: dict[str, list[tuple[str, str, JsonObject]]] = {}
    roots = [(subject_class, "credentialSubject"), ("Profile", "issuer"), ("Evidence", "evidence"), ("Image", "image")]
    for name, member in roots:
        for node in listed(document.get(member, [])):
            for class_name, where, part in _parts(node, name, pointer(member)):
                if isinstance(part.get("id"), str):
                    found.setdefault(str(part["id"]), []).append((class_name, where, part))
    for sharing in found.values():
        if len({class_name for class_name, _, _ in sharing}) > 1:
            for class_name, where, part in sharing:
                for stray in sorted(set(part) - set(CLASSES[class_name]) - _BESIDE.get(class_name, {"type"})):
                    reason = f"{stray!r:.40} is not a member of {class_name}, and another object has the same id"
                    raise MalformedDocument(reason, where=where + pointer(stray), clause=f"OB 3.0 §B.1 {class_name}")


def _parts(node: JsonValue, name: str, where: str) -> Iterator[tuple[str, str, JsonObject]]:
    """An object and those inside it that the table knows, each with its class and place."""
    if not isinstance(node, dict):
        return
    yield name, where, node
    for member_name, member in CLASSES[name].items():
        if member.kind in CLASSES:
            for item in listed(node.get(member_name, [])):
                yield from _parts(item, member.kind, where + pointer(member_name))


def check_object(node: JsonValue, name: str, where: str) -> None:
    """Raise ``MalformedDocument`` at the first fault of an object that should be of the class ``name``."""
    clause = f"OB 3.0 §B.1 {name}"
    if not isinstance(node, dict):
        raise MalformedDocument(f"expected an object of type {name}", where=where, clause=clause)
    if name not in UNTYPED and name not in listed(node.get("type", [])):
        raise MalformedDocument(f"its type must include {name}", where=where + "/type", clause=clause)
    for member_name, member in CLASSES[name].items():
        _check_member(node, member_name, member, where, clause)


def _check_member(node: JsonObject, name: str, member: _Member, where: str, clause: str) -> None:
    place = where + pointer(name)
    if name not in node:
        if member.required:
            raise MalformedDocument(f"{name} is missing", where=place, clause=clause)
        return
    value = node[name]
    if not isinstance(value, list):
        _check_value(value, member.kind, place, clause)
        return
    if not member.repeats and len(value) != 1:
        raise MalformedDocument(f"{name} has one value", where=place, clause=clause)
    for index, item in enumerate(value):
        _check_value(item, member.kind, f"{place}/{index}", clause)


def _check_value(value: JsonValue, kind: str, where: str, clause: str) -> None:
    if kind in CLASSES:
        check_object(value, kind, where)
    elif kind == "instant":
        parse_timestamp(value, where=where)
    elif not _IS[kind](value):
        raise MalformedDocument(f"not a {kind}", where=where, clause=clause)


# Header, payload, signature: RFC 7515 §7.1.
_TOKEN_PARTS = 3
_IS = {
    "text": lambda value: plain(value) is not None,
    "token": lambda value: isinstance(value, str) and len(value.split(".")) == _TOKEN_PARTS,
    "url": lambda value: isinstance(value, str) and is_absolute_url(value),
    "number": lambda value: isinstance(value, int | float) and not isinstance(value, bool),
    "flag": lambda value: isinstance(value, bool),
}
