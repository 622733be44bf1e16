"""A document is judged the same whether its shape is known or not: verdict, every finding, what it says, whom we ask.

The long way is the reference: it parses, expands and canonicalises each document, and others' software agrees with it
(``tests/interop``). ``ASSAY_VERDICTS=20`` changes twenty times as much.
"""

import json
import os
from collections.abc import Iterator
from contextlib import suppress
from datetime import timedelta
from random import Random
from typing import Any, TypeGuard

import pytest

from assay.science.errors import AssayError
from assay.science.securing import data_integrity, shapes, strict_json
from assay.science.securing.strict_json import JsonObject, JsonValue
from tests.both_ways import BothWays, as_text, places, with_text
from tests.cast import BRUNEL, GRACE, MALLORY, NORTHGATE
from tests.fuzz.mutations import any_json
from tests.science.securing.badges import w3c_library
from tests.science.securing.differential.texts import LOOK_ALIKES, ODD_ADDRESSES, WILD
from tests.signed_documents import NEVER_COMPILED, REVOCATIONS, SUITES, UNSIGNED, WORLD, issued, said, token
from tests.vectors import vectors
from tests.world import A_DAY, AN_HOUR, AN_ID, AN_INDEX, Json, changed, signed

pytestmark = pytest.mark.campaign

EFFORT = int(os.environ.get("ASSAY_VERDICTS", "1"))
FORGED_LIST = WORLD.with_status(BRUNEL, signed_by=MALLORY).documents[BRUNEL.status_url]
WORLDS = {
    "at hand": WORLD,
    "revoked": WORLD.with_status(BRUNEL, set_bits=(AN_INDEX,)),
    "list missing": WORLD.offline(BRUNEL.status_url, REVOCATIONS),
    "list forged": WORLD.publishing(BRUNEL.status_url, FORGED_LIST),
    "list without a signature": WORLD.publishing(
        BRUNEL.status_url, changed(WORLD.published(BRUNEL.status_url), proof=None)
    ),
    "everything missing": WORLD.offline(),
}
# A credential of WORLD counts from NOW for three years, its status list from an hour before for a day.
INSTANTS = {
    "before": WORLD.at - timedelta(microseconds=1),
    "at the first moment": WORLD.at,
    "inside": WORLD.at + AN_HOUR,
    "with an old list": WORLD.at + 2 * A_DAY,
    "after": WORLD.at + timedelta(days=5 * 365),
}
OTHER_DATES = ("2031-01-01T00:00:00Z", "1999-12-31T23:59:59Z", "2026-11-22T09:00:00", "2026-13-01T00:00:00Z")
OTHER_NAMES = (MALLORY.id, NORTHGATE.id, "did:example:nobody", "not a URL", "https://brunel.example/status/2", AN_ID)
ODD = (*WILD, *LOOK_ALIKES, *ODD_ADDRESSES)


def test_what_is_issued_is_judged_the_same_at_any_instant_whatever_is_at_hand() -> None:
    both = BothWays()
    known = {name: both.learn(raw) is not None for name, raw in issued().items()}

    for raw in issued().values():
        for situation, world in WORLDS.items():
            for at in INSTANTS.values():
                both.compare(raw, world.on(at), situation)

    assert not both.faults, both.faults[0]
    assert both.learned_nothing_by_the_long_way()
    assert {name for name, is_known in known.items() if not is_known} <= NEVER_COMPILED
    assert set(both.verdicts) == {"VALID", "INVALID", "INDETERMINATE"}


# --- changed afterwards, or changed and signed ------------------------------------------------------------------------


def others(dice: Random, *, of: int) -> list[str]:
    """Texts to put in the place of another: one of each sort, ``of`` them."""
    sorts = ["", dice.choice(OTHER_DATES), dice.choice(OTHER_NAMES), dice.choice(ODD), dice.choice(ODD)]
    return dice.sample(sorts, of)


def rewritten(document: JsonObject, dice: Random, *, of: int) -> Iterator[Json]:
    """Copies, in each of which one text is another one."""
    for place, text in places(document):
        for other in (text + "x", *others(dice, of=of)):
            yield with_text(document, place, other)


def test_what_was_changed_after_it_was_signed_is_judged_the_same() -> None:
    both, dice = BothWays(), Random("changed")  # noqa: S311 -- nothing is secret here
    for raw in issued().values():
        both.learn(raw)

    for name in ("plain, eddsa-rdfc-2022", "older, eddsa-jcs-2022", "not signed"):
        for document in rewritten(json.loads(issued()[name]), dice, of=4):
            both.compare(as_text(document), WORLD.on(dice.choice(list(INSTANTS.values()))), "small")
    for name in (
        "full, eddsa-rdfc-2022",
        "wild, eddsa-jcs-2022",
        "annotated, eddsa-rdfc-2022",
        "record, eddsa-jcs-2022",
    ):
        among = list(rewritten(json.loads(issued()[name]), dice, of=1))
        for document in dice.sample(among, min(len(among), 100 * EFFORT)):
            both.compare(as_text(document), WORLD, "large")

    agreed(both)


def test_what_an_issuer_signed_is_judged_the_same_whatever_stands_in_it() -> None:
    """A fault that anybody finds by the signature alone says little of the other checks."""
    both, dice = BothWays(), Random("signed")  # noqa: S311 -- nothing is secret here
    for raw in issued().values():
        both.learn(raw)

    for name, document in UNSIGNED.items():
        among = list(rewritten(document, dice, of=3))
        for rewrite in dice.sample(among, min(len(among), 120 * EFFORT)):
            situation, at = dice.choice(list(WORLDS.values())), dice.choice(list(INSTANTS.values()))
            both.compare(said(rewrite), situation.on(at), name)

    agreed(both)


def entry(**changes: Any) -> Json:
    plain = UNSIGNED["plain"]
    return {**plain, "credentialStatus": changed(plain["credentialStatus"], **changes)}


def proof(**changes: Any) -> str:
    secured = signed(UNSIGNED["plain"])
    return as_text({**secured, "proof": [changed(secured["proof"][0], **changes)]})


def about(**changes: Any) -> str:
    return said({**UNSIGNED["plain"], **changes})


def spelled(text: str, old: str, new: str) -> str:
    assert text.count(old) == 1
    return text.replace(old, new)


def told_apart() -> dict[str, str]:
    """What each check has to notice, most of it signed by the issuer."""
    plain = UNSIGNED["plain"]
    secured = issued()["plain, eddsa-rdfc-2022"]
    value = json.loads(secured)["proof"][0]["proofValue"]
    return {
        "an index that is revoked": said(entry(statusListIndex=str(AN_INDEX + 1))),
        "an index outside the list": said(entry(statusListIndex="131072")),
        "an index that is none": said(entry(statusListIndex="01")),
        "an index below zero": said(entry(statusListIndex="-1")),
        "no index": said(entry(statusListIndex="")),
        "another list": said(entry(statusListCredential="https://brunel.example/status/2")),
        "a list of somebody else": said(entry(statusListCredential=NORTHGATE.status_url)),
        "a list that nobody may ask for": said(entry(statusListCredential="http://brunel.example/status/1")),
        "a list at a DID": said(entry(statusListCredential=BRUNEL.id)),
        "a status whose id is its list": said(entry(id=BRUNEL.status_url)),
        "another purpose": said(entry(statusPurpose="suspension")),
        "no purpose": said(entry(statusPurpose="")),
        "a kind of status nobody knows": said(entry(type="https://brunel.example/types#Status")),
        "an end before the start": about(validUntil="2026-11-22T08:59:59Z"),
        "an end that is the start": about(validUntil="2026-11-22T09:00:00Z"),
        "an end in another zone": about(validUntil="2026-11-22T12:00:00.5+02:00"),
        "a start tomorrow": about(validFrom="2026-11-23T09:00:00Z"),
        "a start without a zone": about(validFrom="2026-11-22T09:00:00"),
        "a start on no day": about(validFrom="2026-02-30T09:00:00Z"),
        "a start in the year 0": about(validFrom="0000-01-01T00:00:00Z"),
        "a leap second": about(validUntil="2026-12-31T23:59:60Z"),
        "another issuer": about(issuer={**plain["issuer"], "id": NORTHGATE.id}),
        "another issuer, by his key": as_text(
            signed({**plain, "issuer": {**plain["issuer"], "id": MALLORY.id}}, by=MALLORY)
        ),
        "an issuer that is no URL": about(issuer={**plain["issuer"], "id": "x"}),
        "an issuer of a method nobody knows": as_text(
            signed(
                {**plain, "issuer": {**plain["issuer"], "id": "did:example:nobody"}}, method="did:example:nobody#key"
            )
        ),
        "an id that is no URL": about(id="badge 1"),
        "an id that is relative": about(id="badges/1"),
        "an id of a blank node": about(id="_:b0"),
        "the id of the achievement": about(id=plain["credentialSubject"]["achievement"]["id"]),
        "for another purpose": proof(proofPurpose="authentication"),
        "with another key": proof(verificationMethod=f"{BRUNEL.id}#another"),
        "with a stranger's key": proof(verificationMethod=MALLORY.method),
        "with a key that is no URL": proof(verificationMethod="key-1"),
        "made at another time": proof(created="2026-11-22T09:00:01Z"),
        "made at no time": proof(created="yesterday"),
        "another suite": proof(cryptosuite="eddsa-jcs-2022"),
        "a suite nobody knows": proof(cryptosuite="eddsa-rdfc-2099"),
        "another proof": proof(proofValue=json.loads(issued()["full, eddsa-rdfc-2022"])["proof"][0]["proofValue"]),
        "a proof with another letter": proof(proofValue=value[:-1] + ("1" if value[-1] != "1" else "2")),
        "a proof cut short": proof(proofValue=value[:-1]),
        "a proof in another base": proof(proofValue="u" + value[1:]),
        "an empty proof": proof(proofValue=""),
        "a proof that has run out": as_text(signed(plain, expires="2026-11-22T09:00:00Z")),
        "a proof that runs out on no day": proof(expires="2026-02-30T09:00:00Z"),
        "two names for one member": spelled(secured, '{"@context":', '{"name": "x", "@context":'),
        "a member's name escaped": spelled(secured, '"validUntil"', '"valid\\u0055ntil"'),
        "a text escaped": spelled(secured, f'"{AN_ID}"', f'"\\u0075{AN_ID[1:]}"'),
        "an escape that is none": spelled(secured, f'"{AN_ID}"', f'"\\x75{AN_ID[1:]}"'),
        "half a letter": spelled(secured, f'"{AN_ID}"', f'"{AN_ID}\\ud83c"'),
        "a letter that JSON wants escaped": spelled(secured, f'"{AN_ID}"', f'"{AN_ID}\n"'),
        "a line that breaks inside a text": spelled(secured, "mild steel", "mild\nsteel"),
        "a comma too many": secured[:-1] + ",}",
        "something behind it": secured + "{}",
        "white space around it": f"\n {secured}\t",
        "a mark before it": "\ufeff" + secured,
        "a token dated otherwise": token(plain, nbf=1_795_338_001),
        "a token without a date": token(plain, nbf=None),
        "a token that ends otherwise": token(plain, exp=1_795_338_001),
        "a token with a date that is a text": token(plain, nbf="1795338000"),
        "a token with a date that is a fraction": token(plain, nbf=1_795_338_000.5),
        "a token made at some time": token(plain, iat=1_795_338_000),
        "a token of another issuer": token(plain, iss=NORTHGATE.id),
        "a token about somebody else": token(plain, sub=GRACE.id),
        "a token with another name": token(plain, jti="urn:x:1"),
        "a token for somebody": token(plain, aud=NORTHGATE.id),
        "a token with a credential beside it": token(plain, vc=plain),
        "a token with a word of its own": token(plain, colour="red"),
        "a token with a date inside": token(plain, credentialSubject={**plain["credentialSubject"], "nbf": 1}),
    }


def test_what_a_check_has_to_notice_is_noticed_either_way() -> None:
    both = BothWays()
    for raw in issued().values():
        both.learn(raw)
    worlds = [*WORLDS.values(), WORLD.with_status(BRUNEL, set_bits=(AN_INDEX + 1,))]
    situations = [world.on(INSTANTS["inside"]) for world in worlds] + [WORLD.on(at) for at in INSTANTS.values()]

    for what, raw in told_apart().items():
        for situation in situations:
            both.compare(raw, situation, what)

    agreed(both)
    noticed = "REVOKED EXPIRED NOT_YET_VALID STATUS_UNREACHABLE STATUS_INVALID STATUS_RANGE STATUS_STALE "
    noticed += "STATUS_UNSUPPORTED PROOF_INVALID PROOF_EXPIRED ISSUER_MISMATCH ISSUER_UNREACHABLE METHOD_NOT_FOUND "
    noticed += "DID_METHOD_UNSUPPORTED CLAIMS_MISMATCH"
    assert set(noticed.split()) <= set(both.codes)


def test_what_comes_of_chance_is_judged_the_same() -> None:
    """Trees and bytes of the text are changed, by those who break readers."""
    both = BothWays()
    for raw in issued().values():
        both.learn(raw)
    originals = [raw.encode() for raw in issued().values()]

    for number in range(1_500 * EFFORT):
        dice = Random(number)  # noqa: S311 -- nothing is secret here
        both.compare(any_json(dice.choice(originals), dice), WORLD, "by chance")

    agreed(both, share=0.02)


def test_a_list_of_a_known_shape_says_what_it_says_read_the_long_way() -> None:
    """The list is signed as well, and whoever serves it may have changed it."""
    both, dice = BothWays(), Random("lists")  # noqa: S311 -- nothing is secret here
    credential, listing = issued()["plain, eddsa-rdfc-2022"], WORLD.published(BRUNEL.status_url)
    both.learn(credential)
    both.compare(credential, WORLD)
    known = []

    for rewrite in rewritten(listing, dice, of=4):
        for text in (as_text(rewrite), said(changed(rewrite, proof=None))):
            known.append(shapes.recognise(text, both.quick) is not None)
            both.compare(credential, WORLD.publishing(BRUNEL.status_url, text))

    agreed(both)
    assert known.count(True) >= 30


# --- the official vectors ---------------------------------------------------------------------------------------------


def vector_documents() -> Iterator[bytes | str]:
    """Whatever may be a credential in the vectors: each file by itself, and each document inside a JSON file."""
    for path in sorted(vectors().rglob("*")):
        if path.suffix not in (".json", ".jsonld", ".jwt", ".txt", ".png", ".svg") or not path.is_file():
            continue
        raw = path.read_bytes()
        yield raw
        try:
            value = strict_json.parse_object(raw)
        except AssayError:
            continue
        yield from (as_text(found) for _, found in strict_json.walk(value) if is_document(found))


def is_document(value: JsonValue) -> TypeGuard[JsonObject]:
    return isinstance(value, dict) and "@context" in value and "type" in value


def by_mallory(raw: bytes | str) -> str | None:
    """The document as one that can be verified to the end: of somebody with a did:key, signed by her."""
    with suppress(AssayError):
        found = strict_json.parse_object(raw)
        issuer = found.get("issuer")
        named: JsonValue = {**issuer, "id": MALLORY.id} if isinstance(issuer, dict) else MALLORY.id
        unsigned = changed({**found, "issuer": named}, proof=None)
        for suite in SUITES:
            with suppress(AssayError):
                return as_text(
                    data_integrity.secure(
                        unsigned,
                        signer=MALLORY.key,
                        method=MALLORY.method,
                        created=WORLD.at,
                        suite=suite,
                        contexts=w3c_library(),
                    )
                )
    return None


@pytest.mark.vectors
def test_the_official_vectors_are_judged_the_same() -> None:
    both, dice = BothWays(w3c_library()), Random("vectors")  # noqa: S311 -- nothing is secret here
    documents = list(dict.fromkeys(vector_documents()))
    by_her = [again for raw in documents if (again := by_mallory(raw)) is not None]

    for raw in [*documents, *by_her]:
        times = (0, -9_999, 9_999) if both.learn(raw) is not None else (0,)
        for days in times:
            both.compare(raw, WORLD.on(WORLD.at + days * A_DAY), "as it is")
    for raw in documents:
        if isinstance(raw, str) and both.known(raw):
            among = list(rewritten(strict_json.parse_object(raw), dice, of=1))
            for rewrite in dice.sample(among, min(len(among), 4 * EFFORT)):
                both.compare(as_text(rewrite), WORLD, "changed")
                both.compare(by_mallory(as_text(rewrite)) or "", WORLD, "changed and signed")

    agreed(both, share=0.2)
    assert both.share("changed", "changed and signed") >= 0.5
    assert both.verdicts["VALID"] >= 100


def agreed(both: BothWays, *, share: float = 0.3) -> None:
    """Nothing differs, and so much of it was read by its shape that this says something."""
    assert not both.faults, both.faults[0]
    assert both.learned_nothing_by_the_long_way()
    assert both.share() >= share, (both.recognised, both.compared)
