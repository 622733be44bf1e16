"""The classes of Open Badges 3.0, as one table, and the check that a credential follows them.

A row names a class and its members as ``name:kind``. The kind is ``text``, ``url``, ``number``, ``flag``, ``instant``,
``token`` (a compact JWS) or another class; ``!`` marks a member that must be there and ``*`` one that may repeat.
Members that the table does not name are left to ``securing.json_ld``, which refuses those without a meaning.

Source: Open Badges 3.0 appendix B (data models). Read more widely than it is written: one value may stand without
brackets where the schema wants a list, because widely used issuers write it so.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from itertools import chain

from assay.science.errors import MalformedDocument
from assay.science.securing.strict_json import JsonObject, JsonValue, listed, pointer
from assay.science.vocabulary.demands import Demand, Form, checked, demand, demand_instant
from assay.science.vocabulary.kinds import Kind
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

_SUBJECTS = {Kind.ACHIEVEMENT: "AchievementSubject", Kind.ENDORSEMENT: "EndorsementSubject"}
_EVIDENCE = _Member("Evidence", required=False, repeats=True)
_IMAGE = _Member("Image", required=False, repeats=False)


def demands(document: JsonObject, kind: Kind) -> Iterator[Demand]:
    """What Open Badges demand of the texts of an achievement or an endorsement credential; of other kinds, nothing.

    Raises ``MalformedDocument`` at a fault of structure. Source: OB 3.0 §B.1.1 and §B.1.9.
    """
    if kind not in _SUBJECTS:
        return
    if "id" not in document:
        raise MalformedDocument("Open Badges give every credential an id", where="/id", clause="OB 3.0 §B.1.1")
    subject = _Member(_SUBJECTS[kind], required=True, repeats=False)
    yield from _demand_member(document, "credentialSubject", subject, "", "OB 3.0 §B.1")
    if isinstance(document.get("issuer"), dict):
        yield from demand_object(document["issuer"], "Profile", "/issuer")
    yield from _demand_member(document, "evidence", _EVIDENCE, "", "OB 3.0 §B.1.1")
    yield from _demand_member(document, "image", _IMAGE, "", "OB 3.0 §B.1.1")
    _check_shared_ids(document, subject.kind)
    if kind is Kind.ACHIEVEMENT:
        _check_recipient(document)


def _check_recipient(document: JsonObject) -> None:
    for index, subject in enumerate(listed(document["credentialSubject"])):
        if isinstance(subject, dict) and "id" not in subject and not subject.get("identifier"):
            where = "/credentialSubject" + (f"/{index}" if isinstance(document["credentialSubject"], list) else "")
            raise MalformedDocument(
                "neither an id nor an identifier says whose it is", where=where, clause="OB 3.0 §8.1"
            )


def _check_shared_ids(document: JsonObject, subject_class: str) -> None:
    """Where two objects have one id, each may have only the members of its own class.

    Criteria are often found at the achievement's own address. In RDF the two are then one thing, so that a member moved
    from the one to the other leaves every signature intact, and nobody who reads the JSON finds it.
    """
    found: dict[str, list[tuple[str, str, JsonObject]]] = {}
    roots = [(subject_class, "credentialSubject"), ("Profile", "issuer"), ("Evidence", "evidence"), ("Image", "image")]
    for name, member in roots:
        for node in listed(document.get(member, [])):
            for class_name, where, part in _parts(node, name, f"/{member}"):
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
        if member.kind in CLASSES and member_name in node:
            for item in listed(node[member_name]):
                yield from _parts(item, member.kind, f"{where}/{member_name}")


def check_object(node: JsonValue, name: str, where: str) -> None:
    """Raise ``MalformedDocument`` at the first fault of an object that should be of the class ``name``."""
    checked(demand_object(node, name, where))


def demand_object(node: JsonValue, name: str, where: str) -> Iterator[Demand]:
    """What an object of the class ``name`` demands of its texts. Raises at a fault of structure."""
    clause = f"OB 3.0 §B.1 {name}"
    if not isinstance(node, dict):
        raise MalformedDocument(f"expected an object of type {name}", where=where, clause=clause)
    if name not in UNTYPED and name not in listed(node.get("type", [])):
        raise MalformedDocument(f"its type must include {name}", where=where + "/type", clause=clause)
    for member_name, member in CLASSES[name].items():
        if member_name in node or member.required:
            yield from _demand_member(node, member_name, member, where, clause)


def _demand_member(node: JsonObject, name: str, member: _Member, where: str, clause: str) -> Iterable[Demand]:
    place = f"{where}/{name}"  # a name of the table has nothing that a pointer escapes
    if name not in node:
        if member.required:
            raise MalformedDocument(f"{name} is missing", where=place, clause=clause)
        return ()
    value = node[name]
    if not isinstance(value, list):
        return _demand_value(value, member.kind, place, clause)
    if not member.repeats and len(value) != 1:
        raise MalformedDocument(f"{name} has one value", where=place, clause=clause)
    # One after the other: a fault in the structure of the second is told after one in a text of the first.
    items = (_demand_value(item, member.kind, f"{place}/{index}", clause) for index, item in enumerate(value))
    return chain.from_iterable(items)


def _demand_value(value: JsonValue, kind: str, where: str, clause: str) -> Iterable[Demand]:
    if kind in _IS:
        if not _IS[kind](value):
            raise MalformedDocument(f"not a {kind}", where=where, clause=clause)
        return ()
    if kind in _FORMS:
        return (demand(value, _FORMS[kind], where=where, reason=f"not a {kind}", clause=clause),)
    if kind == "instant":
        return (demand_instant(value, where=where),)
    return demand_object(value, kind, where)


# What the structure decides, and what the content of a text does.
_IS: dict[str, Callable[[JsonValue], bool]] = {
    "text": lambda value: plain(value) is not None,
    "number": lambda value: isinstance(value, int | float) and not isinstance(value, bool),
    "flag": lambda value: isinstance(value, bool),
}
_FORMS = {"url": Form.URL, "token": Form.TOKEN}
