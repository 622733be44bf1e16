"""Whatever somebody sends, the answer is a report: no exception, no endless work, no endless asking."""

import json
import time
from collections.abc import Callable
from random import Random
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assay.science.errors import Code, Refused
from assay.science.securing import vc_jwt
from assay.science.verification.asking import MAX_NEEDS, Asking, Need, drive, sparingly
from assay.science.verification.report import Check, Outcome, Report, Verdict
from assay.science.verification.verify import verify
from tests.cast import ADA, BRUNEL, CHEMISTRY, NORTHGATE, NOW, WELDING_BASICS, Institution
from tests.fuzz.mutations import any_json
from tests.world import Json, World, signed

OWN_SITE = "https://robots.example/assertions/1"
HOSTED: Json = {
    "@context": "https://w3id.org/openbadges/v2",
    "type": "Assertion",
    "id": OWN_SITE,
    "recipient": {"type": "email", "identity": "a@b.example"},
    "badge": {"id": "https://robots.example/badge", "issuer": "https://robots.example/issuer"},
    "issuedOn": "2016-12-31T23:59:59Z",
    "verification": {"type": "HostedBadge"},
}
WORLD = World().with_issuer(BRUNEL).with_issuer(NORTHGATE).publishing(OWN_SITE, HOSTED)
GRADE: Json = {"result:Grade": "A"}
UNSIGNED = WORLD.composed(CHEMISTRY, to=ADA, credits="1.5", **GRADE)
ENDORSEMENT = {
    "@context": UNSIGNED["@context"],
    "id": "urn:uuid:6a3c9a1e-0b57-4c7e-9a52-5a3f6d0c1e11",
    "type": ["VerifiableCredential", "EndorsementCredential"],
    "issuer": {"id": NORTHGATE.id, "type": ["Profile"]},
    "validFrom": "2026-01-01T00:00:00Z",
    "credentialSubject": {"id": UNSIGNED["credentialSubject"]["achievement"]["id"], "type": ["EndorsementSubject"]},
}


def with_achievement(**members: Any) -> Json:
    subject = UNSIGNED["credentialSubject"]
    return {**UNSIGNED, "credentialSubject": {**subject, "achievement": {**subject["achievement"], **members}}}


SEEDS = [
    json.dumps(document).encode()
    for document in (
        signed(UNSIGNED),
        signed(UNSIGNED, suite="eddsa-jcs-2022"),
        signed(with_achievement(endorsement=[signed(ENDORSEMENT, by=NORTHGATE)])),
        signed({**UNSIGNED, "issuer": NORTHGATE.id}, by=NORTHGATE),
        signed({**UNSIGNED, "relatedResource": [{"id": "urn:x:1", "digestSRI": "sha256-AA"}]}),
        HOSTED,
    )
]


def told(raw: bytes | str, world: World = WORLD) -> Report:
    """Verify, and check what holds for every report."""
    report, asked = world.verify_and_watch(raw)
    told = report.as_json()
    json.dumps(told)
    assert len(asked) == len(set(asked)) <= MAX_NEEDS + 1
    assert all(finding.reason.isprintable() for finding in report.findings)
    assert (report.credential is None) == (report.outcome(Check.READING) is Outcome.FAILS)
    return report


ORIGINALS = [told(seed) for seed in SEEDS]


def essence(report: Report) -> object:
    """What somebody who relies on a credential reads in it."""
    credential = report.credential
    assert credential is not None
    status = credential.document.get("credentialStatus")
    entry = status[0] if isinstance(status, list) else status
    index = entry.get("statusListIndex") if isinstance(entry, dict) else None
    return credential.kind, credential.issuer, credential.validity, index, credential.summary()


@settings(max_examples=400)
@given(st.integers(min_value=0))
def test_a_mutated_credential_gives_a_report_and_never_a_valid_one_that_says_something_else(number: int) -> None:
    dice = Random(number)  # noqa: S311 -- nothing is secret here
    chosen = dice.randrange(len(SEEDS))
    raw, world = SEEDS[chosen], WORLD
    for _ in range(dice.choice((1, 1, 1, 2, 4))):
        if dice.random() < 0.8:
            raw = any_json(raw, dice)
        else:
            url = dice.choice(sorted(world.documents))
            world = world.publishing(url, any_json(world.documents[url], dice))

    report = told(raw, world)

    if report.verdict is Verdict.VALID:
        assert essence(report) == essence(ORIGINALS[chosen])


@given(st.binary(max_size=300) | st.text(max_size=300))
def test_bytes_and_texts_of_any_kind_give_a_report(raw: bytes | str) -> None:
    assert told(raw).verdict is Verdict.INVALID


JSON = st.recursive(
    st.none()
    | st.booleans()
    | st.floats()
    | st.integers()
    | st.text(max_size=5)
    | st.sampled_from(["urn:x:1", "did:key:z6"]),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(sorted(UNSIGNED)), inner, max_size=4),
    max_leaves=8,
)


@given(member=st.sampled_from([*sorted(UNSIGNED), "proof", "evidence", "endorsement", "relatedResource"]), value=JSON)
def test_any_value_anywhere_in_a_credential_gives_a_report(member: str, value: Any) -> None:
    told(json.dumps({**signed(UNSIGNED), member: value}))


@given(
    st.sampled_from(
        ["/issuer", "/credentialSubject", "/credentialStatus", "/proof/0", "/credentialSubject/achievement"]
    ),
    JSON,
)
def test_any_value_inside_its_parts_gives_a_report(place: str, value: Any) -> None:
    document = json.loads(json.dumps(signed(UNSIGNED)))
    node = document
    for step in place.split("/")[1:]:
        node = node[int(step) if step.isdigit() else step]
    for name in [*node]:
        before, node[name] = node[name], value
        told(json.dumps(document))
        node[name] = before


# --- endless work ----------------------------------------------------------------------------------------------------

GOOD = signed(UNSIGNED)
BIG = 150_000


def spoken(**members: Any) -> str:
    return json.dumps({**GOOD, **members})


FLOODS: dict[str, Callable[[], str | bytes]] = {
    "objects": lambda: spoken(x=[{}] * BIG),
    "lists": lambda: spoken(x=[[]] * BIG),
    "texts": lambda: spoken(x=["a"] * BIG),
    "members": lambda: spoken(**{f"a{each}": 1 for each in range(BIG // 3)}),
    "one member twice among many": lambda: spoken(**{f"a{each}": 1 for each in range(BIG // 3)})[:-1] + ',"z":1,"z":2}',
    "types": lambda: spoken(type=["VerifiableCredential", *["X"] * BIG]),
    "contexts": lambda: spoken(**{"@context": GOOD["@context"] * (BIG // 20)}),
    "proofs": lambda: spoken(proof=GOOD["proof"] * 2000),
    "kinds of proof": lambda: spoken(proof=[{"type": "x" * 50_000}] * 16),
    "endorsements": lambda: spoken(endorsement=[""] * (BIG // 3), x=[{}] * (BIG // 10)),
    "places for endorsements": lambda: spoken(x=[{"endorsement": {}}] * (BIG // 5)),
    "related documents": lambda: spoken(
        relatedResource=[{"id": f"urn:x:{i}", "digestSRI": "a-b"} for i in range(BIG // 10)]
    ),
    "schemas": lambda: spoken(credentialSchema=[{"id": f"urn:x:{i}", "type": "X"} for i in range(BIG // 10)]),
    "statuses": lambda: spoken(credentialStatus=[{"id": f"urn:x:{i}", "type": "X"} for i in range(BIG // 10)]),
    "depth in breadth": lambda: spoken(x=[json.loads('{"a":' * 50 + "1" + "}" * 50)] * 2500),
    "a long proof": lambda: spoken(proof={**GOOD["proof"][0], "proofValue": "z" + "2" * 6 * BIG}),
    "a long did:key": lambda: spoken(issuer="did:key:z" + "6" * 6 * BIG),
    "a long did:web": lambda: spoken(issuer="did:web:" + "a." * 3 * BIG + "b"),
    "a long did:web path": lambda: spoken(issuer="did:web:a.example" + ":a" * 3 * BIG),
    "a long URL": lambda: spoken(issuer="https://a.example/" + "%41" * 2 * BIG),
    "a long date": lambda: spoken(validFrom="2" * 6 * BIG),
    "a long index": lambda: spoken(credentialStatus={**GOOD["credentialStatus"], "statusListIndex": "1" * 6 * BIG}),
    "brackets": lambda: "[" * 6 * BIG,
    "quotes": lambda: '"' * 6 * BIG,
    "backslashes": lambda: '{"a":"' + "\\" * 6 * BIG,
    "digits": lambda: '{"a":' + "9" * 6 * BIG + "}",
    "an exponent": lambda: '{"a":1e' + "9" * 6 * BIG + "}",
    "dots": lambda: "." * 6 * BIG,
    "letters of a token": lambda: "A" * 6 * BIG + ".A.A",
    "attributes": lambda: b"<svg " + b"a='b' " * BIG + b"/>",
    "elements": lambda: b"<svg>" + b"<a>" * BIG,
}


@pytest.mark.parametrize("name", FLOODS)
def test_attack_a_flood_is_refused_in_little_time(name: str) -> None:
    raw = FLOODS[name]()
    before = time.process_time()

    report = told(raw)

    # A second on the slowest machine we know; without the bounds some of these took minutes.
    assert time.process_time() - before < 5
    assert report.verdict is not Verdict.VALID


def test_attack_14_a_graph_made_to_be_canonicalised_for_ever_is_given_up_and_not_tried_again_for_each_proof() -> None:
    """A long name with many things said about it: eighty kilobytes of JSON, thirty megabytes of statements."""
    flood = with_achievement(id="https://x.example/" + "a" * 6_000, tag=[f"{each}" for each in range(5_000)])
    before = time.process_time()

    report = told(json.dumps({**flood, "proof": GOOD["proof"] * 8}))

    assert time.process_time() - before < 5
    assert [each.code for each in report.findings if each.check is Check.PROOF] == [Code.WORK_BUDGET]


# --- endless asking --------------------------------------------------------------------------------------------------


def test_attack_one_credential_cannot_make_us_ask_the_whole_world() -> None:
    """Ten endorsements, each by another issuer with eight status lists, each list by that issuer."""
    endorsements = []
    for each in range(10):
        issuer = Institution("", f"did:web:flood-{each}.example", "", NORTHGATE.key, "")
        status = [
            {
                "type": "BitstringStatusListEntry",
                "statusPurpose": "revocation",
                "statusListIndex": "1",
                "statusListCredential": f"https://flood-{each}.example/status/{number}",
            }
            for number in range(8)
        ]
        document = {**ENDORSEMENT, "id": f"urn:uuid:{each}", "issuer": issuer.id, "credentialStatus": status}
        endorsements.append(signed(document, by=issuer))

    report, asked = WORLD.verify_and_watch(signed(with_achievement(endorsement=endorsements)))

    assert len(asked) == MAX_NEEDS
    assert len(set(asked)) == MAX_NEEDS
    assert report.verdict is Verdict.VALID  # endorsements decide nothing


def test_a_story_is_answered_from_what_it_asked_before() -> None:
    def story() -> Asking[list[bytes | None]]:
        return [(yield Need("a")), (yield Need("b")), (yield Need("a")), (yield Need("c"))]

    asked: list[str] = []

    def fetch(url: str) -> bytes | None:
        asked.append(url)
        return None if url == "b" else url.encode()

    assert drive(sparingly(story(), most=2), fetch) == [b"a", None, b"a", None]
    assert asked == ["a", "b"]


def test_a_story_that_asks_nothing_is_told_at_once() -> None:
    def story() -> Asking[int]:
        yield from ()
        return 7

    assert drive(sparingly(story()), WORLD.documents.get) == 7


# --- work that is allowed --------------------------------------------------------------------------------------------


@pytest.mark.parametrize("proofs", [1, 8])
def test_a_large_honest_credential_is_read(proofs: int) -> None:
    alignments = [
        {"type": ["Alignment"], "targetName": f"Skill {each}", "targetUrl": f"https://skills.example/{each}"}
        for each in range(500)
    ]
    credential = signed(with_achievement(alignment=alignments))

    report = told(json.dumps({**credential, "proof": credential["proof"] * proofs}))

    assert report.verdict is Verdict.VALID


def test_a_credential_in_a_token_is_read_like_any_other() -> None:
    token = vc_jwt.secure_as_jwt(WORLD.composed(WELDING_BASICS, to=ADA), signer=BRUNEL.key, kid=BRUNEL.method)

    assert told(token).verdict is Verdict.VALID
    assert told(token.encode()).verdict is Verdict.VALID
    assert told(token[:-4] + "AAAA").verdict is Verdict.INVALID


def test_an_instant_without_a_zone_is_refused_whatever_the_input() -> None:
    for raw in ("{}", WORLD.issued(WELDING_BASICS, to=ADA)):
        with pytest.raises(Refused, match="with a zone"):
            drive(verify(raw, at=NOW.replace(tzinfo=None)), WORLD.documents.get)
