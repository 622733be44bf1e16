"""Documents of very many forms, as they might be issued, and some as nobody would issue them.

``base(random)`` draws one from all the families. ``tests.…differential.variants`` makes others from it.
"""

from collections.abc import Callable
from dataclasses import dataclass
from random import Random
from typing import Any, Final

from assay.science.securing import contexts
from assay.science.securing.contexts import ContextLibrary
from assay.science.securing.strict_json import JsonObject, JsonValue
from assay.science.vocabulary.open_badges import CLASSES, UNTYPED
from tests.science.securing.badges import DOCUMENTS
from tests.science.securing.differential import exotic, texts
from tests.science.securing.differential.issued import alignment, issued
from tests.science.securing.differential.variants import retold

Json = dict[str, Any]

_SINGLE_TYPE = frozenset({"Image", "IdentityObject", "IdentifierEntry", "GeoCoordinates"})
# Classes that have nothing inside them end every nesting.
_INNER: Final = {name: [m for m, each in members.items() if each.kind in CLASSES] for name, members in CLASSES.items()}


@dataclass(frozen=True)
class Base:
    """A document, the family that it comes from, and the contexts that it is read with."""

    family: str
    document: JsonObject
    library: ContextLibrary


def base(random: Random) -> Base:
    """A document of any family, in half of all cases with a proof."""
    family = random.choice(tuple(FAMILIES))
    document = FAMILIES[family](random)
    if random.random() < 0.5 and "proof" not in document:
        document = {**document, "proof": proof(random)}
    return Base(family, document, library_of(family))


def library_of(family: str) -> ContextLibrary:
    """The contexts that documents of a family are read with."""
    return exotic.library() if family == "exotic" else contexts.bundled()


def proof(random: Random) -> JsonValue:
    """What has the form of a proof; seldom of several."""
    one: JsonObject = {
        "type": "DataIntegrityProof",
        "cryptosuite": random.choice(("eddsa-rdfc-2022", "eddsa-rdfc-2022", "ecdsa-rdfc-2019", "eddsa-jcs-2022")),
        "created": texts.instant(random),
        "verificationMethod": texts.address(random),
        "proofPurpose": "assertionMethod",
        "proofValue": texts.proof_value(random),
    }
    for name, value in {
        "id": texts.address(random),
        "expires": texts.instant(random),
        "domain": texts.ordinary(random),
        "challenge": texts.ordinary(random),
        "nonce": texts.ordinary(random),
    }.items():
        if random.random() < 0.1:
            one[name] = value
    several = [one] if random.random() < 0.9 else [one, {**one, "proofValue": texts.proof_value(random)}]
    return one if random.random() < 0.3 else [*several]


# ---- what others may issue -------------------------------------------------------------------------------------------


def by_hand(random: Random, *, named: float = 0.8) -> JsonObject:
    """A credential with any members of any class of Open Badges, whether or not a reader would miss one."""
    chance = random.choice((0.1, 0.25, 0.5))
    found: Json = {
        "@context": random.choice(
            ([contexts.VC_2, contexts.OB_3],) * 6
            + ([contexts.VC_2, contexts.OB_3, contexts.CLR_2], [contexts.VC_1, max(contexts.OB_3_ALL)])
        ),
        "id": texts.address(random),
        "type": ["VerifiableCredential", random.choice(("OpenBadgeCredential", "AchievementCredential"))],
        "issuer": _thing(random, "Profile", 2, chance=chance, named=named)
        if random.random() < 0.8
        else texts.address(random),
        "credentialSubject": _one_or_several(random, "AchievementSubject", 3, chance=chance, named=named),
    }
    optional: Json = {
        "name": texts.ordinary(random),
        "description": {"@value": texts.ordinary(random), "@language": "en"}
        if random.random() < 0.1
        else texts.ordinary(random),
        "image": _thing(random, "Image", 0, chance=chance, named=1),
        "awardedDate": texts.instant(random),
        "validFrom": texts.instant(random),
        "validUntil": texts.instant(random),
        "evidence": _one_or_several(random, "Evidence", 0, chance=0.4, named=named),
        "credentialStatus": _listed(random, _status),
        "credentialSchema": _listed(random, lambda _: {"id": texts.address(random), "type": "JsonSchema"}),
        "refreshService": {"id": texts.address(random), "type": "https://brunel.example/terms#Refresh"},
        "termsOfUse": {"type": "https://brunel.example/terms#Policy"},
    }
    found |= {name: member for name, member in optional.items() if random.random() < 0.35}
    members = list(found.items())
    random.shuffle(members)
    return dict(members)


def blank_heavy(random: Random) -> JsonObject:
    """A document of things without ids, one to four deep, among them equal and nearly equal siblings."""
    depth = random.randrange(1, 5)
    found: JsonObject = {
        "@context": [contexts.VC_2, contexts.OB_3],
        "type": ["VerifiableCredential", "OpenBadgeCredential"],
        "credentialSubject": _one_or_several(random, "AchievementSubject", depth, chance=0.3, named=0.1),
    }
    if random.random() < 0.5:
        found["id"] = texts.address(random)
    if random.random() < 0.5:
        found["issuer"] = _thing(random, "Profile", depth, chance=0.3, named=0.1)
    if random.random() < 0.3:
        found["evidence"] = _siblings(random, "Evidence", 0, chance=0.3, named=0)
    if random.random() < 0.3:
        found["credentialStatus"] = _listed(random, _status)
    return found


def bare(random: Random) -> JsonObject:
    """One thing and what is in it, so small that two of its statements soon look alike."""
    name = random.choice(("Profile", "Achievement", "ResultDescription", "Result", "AchievementSubject"))
    found = _thing(random, name, 2, chance=0.25, named=0.2)
    if random.random() < 0.5:
        inner = random.choice(_INNER[name])
        found[inner] = _siblings(random, CLASSES[name][inner].kind, 1, chance=0.2, named=0.1)
    return {"@context": [contexts.VC_2, contexts.OB_3], **found}


def _thing(random: Random, name: str, depth: int, *, chance: float, named: float) -> JsonObject:
    found: JsonObject = {}
    if "id" in CLASSES[name] and random.random() < named:
        found["id"] = texts.address(random)
    if name not in UNTYPED and random.random() < 0.95:
        found["type"] = name if name in _SINGLE_TYPE else [name]
    for member, kind in CLASSES[name].items():
        inside = kind.kind in CLASSES
        likely = max(chance, 0.6) if inside and depth else chance
        if member in {"id", "endorsementJwt"} or (inside and not depth) or random.random() > likely:
            continue
        if inside:
            how = _one_or_several if kind.repeats else _thing
            found[member] = how(random, kind.kind, depth - 1, chance=chance, named=named)
        else:
            found[member] = _scalar(random, kind.kind, repeats=kind.repeats)
    said = [member for member, kind in CLASSES[name].items() if kind.kind == "text"]
    if said and not set(said) & set(found) and random.random() < 0.9:
        # Things of which nothing is said are soon equal, and a document with equal ones is never compiled.
        found[random.choice(said)] = texts.ordinary(random)
    return found


def _scalar(random: Random, kind: str, *, repeats: bool) -> JsonValue:
    if repeats and random.random() < 0.7:
        return [texts.ordinary(random) for _ in range(random.choice((1, 2, 2, 3, 5)))]
    if random.random() < 0.03:
        return random.choice((None, [], True, 7))
    if kind == "number":
        return random.choice((0, 1, 3, 1.5, 0.1, -2.25, 51.532774, 1e21))
    if kind == "flag":
        return random.random() < 0.5
    if kind == "instant":
        return texts.instant(random)
    return texts.address(random) if kind == "url" else texts.ordinary(random)


def _one_or_several(random: Random, name: str, depth: int, *, chance: float, named: float) -> JsonValue:
    if random.random() < 0.4:
        return _thing(random, name, depth, chance=chance, named=named)
    return _siblings(random, name, depth, chance=chance, named=named)


def _siblings(random: Random, name: str, depth: int, *, chance: float, named: float) -> list[JsonValue]:
    """Things in one list: each on its own, or copies of one that differ in some texts or in none."""
    number = random.choice((1, 2, 2, 3, 4, 12 if depth == 0 else 2))
    first = _thing(random, name, depth, chance=chance, named=named)
    way = random.random()
    if way < 0.4:
        return [first, *(_thing(random, name, depth, chance=chance, named=named) for _ in range(number - 1))]
    if way < 0.7:
        return [first, *(retold(first, random, "parted") for _ in range(number - 1))]
    return [first, *(retold(first, random, "nearly") for _ in range(number - 1))]


def _listed(random: Random, make: Callable[[Random], JsonObject]) -> JsonValue:
    return make(random) if random.random() < 0.5 else [make(random) for _ in range(random.choice((1, 2)))]


def _status(random: Random) -> JsonObject:
    found: JsonObject = {"id": texts.address(random)} if random.random() < 0.6 else {}
    return found | {
        "type": "BitstringStatusListEntry",
        "statusPurpose": random.choice(("revocation", "suspension")),
        "statusListIndex": str(random.randrange(131_072)),
        "statusListCredential": texts.address(random),
    }


# ---- what has its parts in common ------------------------------------------------------------------------------------


def repeated(random: Random) -> JsonObject:
    """Equal tags, equal texts in neighbouring members, one URL in several members."""
    return retold(random.choice((issued, by_hand, bare))(random), random, "collapsed")


def shared_ids(random: Random) -> JsonObject:
    """Things that have one id: criteria at the achievement's address, the creator who is the issuer, and others."""
    found: Json = random.choice((issued, by_hand))(random)
    subject = found["credentialSubject"]
    subject = subject[0] if isinstance(subject, list) else subject
    achievement = subject.setdefault("achievement", {"id": texts.address(random), "type": ["Achievement"]})
    achievement.setdefault("id", texts.address(random))
    issuer = found["issuer"]
    ways: list[Callable[[], object]] = [
        lambda: achievement.update(criteria={"id": achievement["id"], "narrative": texts.ordinary(random)}),
        lambda: achievement.update(creator=issuer),
        lambda: subject.update(source=issuer),
        lambda: subject.update(id=issuer["id"] if isinstance(issuer, dict) and "id" in issuer else issuer),
        lambda: achievement.update(image={"id": achievement["id"], "type": "Image"}),
        lambda: achievement.update(related=[{"id": achievement["id"], "type": ["Related"]}]),
        lambda: found.update(image={"id": achievement["id"], "type": "Image", "caption": texts.ordinary(random)}),
        lambda: found.update(evidence=[{"id": found["id"], "type": ["Evidence"]}, {"type": ["Evidence"]}]),
        lambda: found.update(evidence=[{"id": achievement["id"], "type": ["Evidence"], "name": "n"}] * 2),
        lambda: found.update(credentialStatus=_status(random) | {"id": found["id"] + "#1"}),
        lambda: achievement.update(alignment=[{**alignment(random), "type": ["Alignment"]}] * 2),
        lambda: achievement.update(id=found["id"]),
    ]
    for way in random.sample(ways, random.randrange(1, 5)):
        way()
    return found


def other_kinds(random: Random) -> JsonObject:
    """Documents that are no badges of one learner: presentations, endorsements, lists, controllers, multikeys."""
    return retold(random.choice(_OTHERS), random, random.choice(("fresh", "renamed")))


_DID: Final = "did:web:brunel.example"
_OTHERS: Final[list[JsonObject]] = [
    *DOCUMENTS.values(),
    {
        "@context": ["https://www.w3.org/ns/did/v1", "https://w3id.org/security/multikey/v1"],
        "id": _DID,
        "alsoKnownAs": ["https://brunel.example/"],
        "verificationMethod": [
            {"id": f"{_DID}#1", "type": "Multikey", "controller": _DID, "publicKeyMultibase": "z6Mka"},
            {"id": f"{_DID}#2", "type": "Multikey", "controller": _DID, "publicKeyMultibase": "z6Mkb"},
        ],
        "assertionMethod": [f"{_DID}#1", f"{_DID}#2"],
    },
    {
        "@context": [contexts.VC_2],
        "id": "https://brunel.example/status/3",
        "type": ["VerifiableCredential", "BitstringStatusListCredential"],
        "issuer": _DID,
        "validFrom": "2026-11-22T09:00:00Z",
        "credentialSubject": {
            "id": "https://brunel.example/status/3#list",
            "type": "BitstringStatusList",
            "statusPurpose": "revocation",
            "encodedList": "uH4sIAAAAAAAAA-3BMQEAAADCoPVPbQwfoAAAAAAAAAAAAAAAAAAAAIC3AYbSVKsAQAAA",
        },
    },
    {
        "@context": [contexts.VC_1, "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.2.json"],
        "id": "urn:uuid:1",
        "type": ["VerifiableCredential", "OpenBadgeCredential"],
        "issuer": {"id": _DID, "type": ["Profile"], "name": "Brunel College"},
        "issuanceDate": "2026-11-22T09:00:00Z",
        "credentialSubject": {"id": "did:example:ada", "type": ["AchievementSubject"]},
    },
]

FAMILIES: Final[dict[str, Callable[[Random], JsonObject]]] = {
    "issued": issued,
    "by hand": by_hand,
    "blank-heavy": blank_heavy,
    "bare": bare,
    "repeated": repeated,
    "shared ids": shared_ids,
    "exotic": exotic.document,
    "other kinds": other_kinds,
}
