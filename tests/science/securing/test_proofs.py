"""Proofs as values: what each needs, and how they hang together in sets and chains."""

from datetime import UTC, datetime, timedelta, timezone
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assay.science.errors import Code, MalformedDocument, Refused
from assay.science.securing import proofs, suites
from assay.science.securing.keys import KeyKind
from assay.science.securing.multibase import encode
from assay.science.securing.proofs import Proof, UnknownProof, chain_before, read_proofs
from assay.science.securing.strict_json import JsonObject
from assay.science.securing.suites import CRYPTOSUITES, Form, suite_of

SIGNATURE = encode(bytes(range(64)))
PROOF: JsonObject = {
    "type": "DataIntegrityProof",
    "cryptosuite": "eddsa-rdfc-2022",
    "created": "2026-11-22T09:00:00Z",
    "verificationMethod": "did:web:brunel.example#key-1",
    "proofPurpose": "assertionMethod",
    "proofValue": SIGNATURE,
}


def proof(**members: Any) -> JsonObject:
    return {name: member for name, member in (PROOF | members).items() if member is not ...}


def linked(name: str, *previous: str) -> JsonObject:
    return proof(id=f"urn:{name}", previousProof=[f"urn:{each}" for each in previous])


def read_one(found: Any) -> Proof:
    [only] = read_proofs({"proof": found})
    assert isinstance(only, Proof)
    return only


def fault(found: Any) -> MalformedDocument:
    with pytest.raises(MalformedDocument) as caught:
        read_proofs({"proof": found})
    return caught.value


# Reading.


def test_a_proof_is_read_with_all_its_parts() -> None:
    raw = proof(
        id="urn:uuid:1",
        expires="2027-11-22T09:00:00Z",
        challenge="c-1",
        domain=["a.example", "b.example"],
        previousProof="urn:uuid:0",
        created="2026-11-22T10:00:00+01:00",
    )

    found = read_one(raw)

    nine = datetime(2026, 11, 22, 9, tzinfo=UTC)
    assert found == Proof(
        where="/proof",
        raw=raw,
        suite=CRYPTOSUITES["eddsa-rdfc-2022"],
        id="urn:uuid:1",
        verification_method="did:web:brunel.example#key-1",
        purpose="assertionMethod",
        created=nine,
        expires=nine.replace(year=2027),
        domain=("a.example", "b.example"),
        challenge="c-1",
        previous=("urn:uuid:0",),
        signature=bytes(range(64)),
    )


def test_what_a_proof_may_lack_is_none_or_empty() -> None:
    found = read_one(proof(created=...))

    assert (found.id, found.created, found.expires, found.challenge) == (None, None, None, None)
    assert found.domain == found.previous == ()


def test_one_domain_or_earlier_proof_may_stand_without_brackets() -> None:
    found = read_one(proof(domain="a.example", previousProof="urn:uuid:0"))

    assert (found.domain, found.previous) == (("a.example",), ("urn:uuid:0",))


def test_a_time_in_another_zone_is_the_same_instant() -> None:
    found = read_one(proof(created="2026-11-22T23:00:00+14:00"))

    assert found.created == datetime(2026, 11, 22, 23, tzinfo=timezone(timedelta(hours=14)))


def test_the_options_are_the_proof_without_its_signature() -> None:
    raw = proof(id="urn:uuid:1", unheard="of")

    assert read_one(raw).options() == {name: raw[name] for name in raw if name != "proofValue"}
    assert raw["proofValue"] == SIGNATURE


def test_proofs_are_read_in_their_order_with_their_places() -> None:
    document: JsonObject = {"proof": [proof(), {"type": "FutureProof"}, proof(cryptosuite="eddsa-jcs-2022")]}

    found = read_proofs(document)

    assert [each.where for each in found] == ["/proof/0", "/proof/1", "/proof/2"]
    assert [type(each) for each in found] == [Proof, UnknownProof, Proof]
    assert read_one([proof()]).where == "/proof/0"
    assert read_one(proof()).where == "/proof"


def test_attack_17_no_proof_and_an_empty_list_are_no_proof() -> None:
    assert read_proofs({}) == read_proofs({"proof": []}) == ()


@pytest.mark.parametrize(
    ("raw", "kind"),
    [
        ({"type": "FutureProof"}, "FutureProof"),
        ({"type": "DataIntegrityProof"}, "DataIntegrityProof"),
        ({"type": "DataIntegrityProof", "cryptosuite": "bbs-2023"}, "DataIntegrityProof bbs-2023"),
        ({"type": "DataIntegrityProof", "cryptosuite": "ecdsa-sd-2023"}, "DataIntegrityProof ecdsa-sd-2023"),
        ({"type": "DataIntegrityProof", "cryptosuite": "EDDSA-rdfc-2022"}, "DataIntegrityProof EDDSA-rdfc-2022"),
        (
            {"type": "DataIntegrityProof", "cryptosuite": "Ed25519Signature2020"},
            "DataIntegrityProof Ed25519Signature2020",
        ),
        ({"type": "DataIntegrityProof", "cryptosuite": ["eddsa-rdfc-2022"]}, "DataIntegrityProof ['eddsa-rdfc-2022']"),
        ({"type": "Ed25519Signature2018", "jws": "e30..x"}, "Ed25519Signature2018"),
        ({"type": "eddsa-rdfc-2022"}, "eddsa-rdfc-2022"),
        ({"type": "https://w3id.org/security#DataIntegrityProof"}, "https://w3id.org/security#DataIntegrityProof"),
    ],
)
def test_a_proof_of_another_kind_is_told_and_not_read(raw: JsonObject, kind: str) -> None:
    assert read_proofs({"proof": raw}) == (UnknownProof("/proof", kind),)


@pytest.mark.parametrize("raw", [None, "z2YwC8", 7, True, [None], ["z2YwC8"], [[PROOF]], [PROOF, 7]])
def test_a_proof_is_an_object(raw: Any) -> None:
    found = fault(raw)

    assert (found.code, found.reason) == (Code.PROOF_MALFORMED, "a proof is an object")


@pytest.mark.parametrize("kind", [..., None, "", 7, ["DataIntegrityProof"], {}])
def test_a_proof_has_one_type(kind: Any) -> None:
    found = fault([PROOF, proof(type=kind)])

    assert (found.code, found.where) == (Code.PROOF_MALFORMED, "/proof/1")


@pytest.mark.parametrize("name", ["verificationMethod", "proofPurpose", "proofValue"])
@pytest.mark.parametrize("value", [..., None, "", 7, ["did:web:brunel.example#key-1"], {"id": "did:web:a"}])
def test_a_proof_says_by_which_key_for_what_and_with_what_signature(name: str, value: Any) -> None:
    found = fault(proof(**{name: value}))

    assert (found.code, found.where) == (Code.PROOF_MALFORMED, f"/proof/{name}")


@pytest.mark.parametrize("name", ["id", "challenge"])
@pytest.mark.parametrize("value", [None, "", 7, ["urn:a"], {"@value": "a"}])
def test_an_id_and_a_challenge_are_text_if_they_are_there(name: str, value: Any) -> None:
    found = fault([proof(**{name: value})])

    assert (found.code, found.where) == (Code.PROOF_MALFORMED, f"/proof/0/{name}")


@pytest.mark.parametrize("name", ["domain", "previousProof"])
@pytest.mark.parametrize("value", [None, "", 7, {}, [""], [None], ["urn:a", 7], [["urn:a"]]])
def test_domains_and_earlier_proofs_are_texts(name: str, value: Any) -> None:
    found = fault(proof(**{name: value}))

    assert (found.code, found.where) == (Code.PROOF_MALFORMED, f"/proof/{name}")


@pytest.mark.parametrize("name", ["created", "expires"])
@pytest.mark.parametrize("value", [None, "", "2026-11-22", "2026-11-22T09:00:00", "2026-02-30T09:00:00Z", 7, ["x"]])
def test_times_have_a_zone_and_exist(name: str, value: Any) -> None:
    found = fault(proof(**{name: value}))

    assert (found.code, found.where) == (Code.PROOF_MALFORMED, f"/proof/{name}")


@pytest.mark.parametrize(
    "value",
    [
        pytest.param("u" + "A" * 86, id="base64url, which these suites do not use"),
        pytest.param("m" + "A" * 86, id="base64"),
        pytest.param("f" + "00" * 64, id="hex"),
        pytest.param(SIGNATURE.removeprefix("z"), id="no letter for the alphabet"),
        pytest.param(f" {SIGNATURE}", id="a blank"),
        pytest.param(f"{SIGNATURE}\n", id="a line break"),
        pytest.param("z0OIl", id="letters that base58 leaves out"),
        pytest.param("z", id="nothing"),
        pytest.param(encode(bytes(range(63))), id="a byte too few"),
        pytest.param(encode(bytes(65)), id="a byte too many"),
        pytest.param(encode(bytes(range(96))), id="a signature of P-384"),
        pytest.param("z" + "1" * 100_000, id="far too long"),
    ],
)
def test_a_signature_is_base58_of_its_suite_s_length(value: str) -> None:
    found = fault(proof(proofValue=value))

    assert (found.code, found.where) == (Code.PROOF_MALFORMED, "/proof/proofValue")


@pytest.mark.parametrize("suite", ["ecdsa-rdfc-2019", "ecdsa-jcs-2019"])
def test_signatures_of_both_curves_are_read(suite: str) -> None:
    for length in (64, 96):
        found = read_one(proof(cryptosuite=suite, proofValue=encode(bytes(range(length)))))
        assert found.signature == bytes(range(length))

    assert fault(proof(cryptosuite=suite, proofValue=encode(bytes(range(80))))).where == "/proof/proofValue"


def test_sixteen_proofs_are_read_and_no_more() -> None:
    assert len(read_proofs({"proof": [PROOF] * 16})) == proofs.MAX_PROOFS == 16
    assert fault([PROOF] * 17).code is Code.TOO_LARGE
    assert fault([{"type": "FutureProof"}] * 17).code is Code.TOO_LARGE


def test_attack_17_no_two_proofs_have_one_id() -> None:
    found = fault([proof(id="urn:a"), proof(), proof(id="urn:a", created="2026-11-22T10:00:00Z")])

    assert (found.code, found.reason) == (Code.PROOF_MALFORMED, "two proofs with one id")
    assert len(read_proofs({"proof": [proof(id="urn:a"), proof(id="urn:b"), proof(), proof()]})) == 4


# Chains.


def before(options: JsonObject, *among: JsonObject) -> list[str | None]:
    return [each.id for each in chain_before(options, read_proofs({"proof": list(among)}))]


def broken(options: JsonObject, *among: JsonObject) -> bool:
    with pytest.raises(Refused) as caught:
        before(options, *among)
    return (caught.value.code, caught.value.clause) == (Code.PROOF_CHAIN_BROKEN, "Data Integrity 1.0 §2.1.2")


def test_a_proof_that_names_none_is_made_on_top_of_none() -> None:
    assert before({}, linked("a"), linked("b")) == []
    assert before({"previousProof": []}, linked("a")) == []
    assert before({}) == []


def test_earlier_proofs_come_in_the_order_of_the_document() -> None:
    options: JsonObject = {"previousProof": ["urn:c", "urn:a", "urn:c"]}

    assert before(options, linked("a"), linked("b"), linked("c")) == ["urn:a", "urn:c"]
    assert before({"previousProof": "urn:b"}, linked("a"), linked("b")) == ["urn:b"]


def test_only_the_proofs_it_names_belong_to_a_proof_not_those_that_they_name() -> None:
    assert before({"previousProof": "urn:b"}, linked("a"), linked("b", "a")) == ["urn:b"]


def test_a_chain_may_fork_and_meet_again() -> None:
    among = [linked("a"), linked("b", "a"), linked("c", "a"), linked("d", "b", "c")]

    assert before({"previousProof": "urn:d"}, *among) == ["urn:d"]


def test_attack_17_a_proof_on_top_of_one_that_is_missing_is_refused() -> None:
    assert broken({"previousProof": "urn:a"})
    assert broken({"previousProof": "urn:x"}, linked("a"))
    assert broken({"previousProof": ["urn:a", "urn:x"]}, linked("a"))
    assert broken({"previousProof": "urn:a"}, linked("a", "x"))
    assert broken({"previousProof": "urn:a"}, proof())


def test_attack_17_a_proof_on_top_of_one_that_cannot_be_read_is_refused() -> None:
    assert broken({"previousProof": "urn:a"}, {"type": "FutureProof", "id": "urn:a"})


def test_attack_17_a_proof_on_top_of_itself_is_refused() -> None:
    assert broken({"id": "urn:a", "previousProof": "urn:a"}, linked("a"))
    assert broken({"id": "urn:a", "previousProof": "urn:b"}, linked("a", "b"), linked("b", "a"))
    assert broken({"id": "urn:a", "previousProof": "urn:b"}, linked("b", "c"), linked("c", "a"), linked("a"))


def test_attack_17_proofs_that_run_in_a_circle_are_refused_also_from_outside_of_it() -> None:
    assert broken({"previousProof": "urn:a"}, linked("a", "b"), linked("b", "a"))
    assert broken({"previousProof": "urn:a"}, linked("a", "a"))
    assert broken({"id": "urn:d", "previousProof": "urn:a"}, linked("a", "b"), linked("b", "c"), linked("c", "b"))
    assert broken({"previousProof": "urn:a"}, linked("a", "b", "c"), linked("b"), linked("c", "a"))


@pytest.mark.parametrize("previous", [None, 7, {}, [""], [None]])
def test_a_proof_to_be_made_names_earlier_ones_by_text(previous: Any) -> None:
    with pytest.raises(MalformedDocument) as caught:
        before({"previousProof": previous}, linked("a"))

    assert (caught.value.code, caught.value.where) == (Code.PROOF_MALFORMED, "/proof/previousProof")


NAMES = "abcdefgh"


@given(st.dictionaries(st.sampled_from(NAMES), st.sets(st.sampled_from(NAMES)), min_size=1))
def test_a_chain_holds_just_if_it_can_be_followed_to_its_ends(links: dict[str, set[str]]) -> None:
    def ends(name: str, path: str = "") -> bool:
        return name in links and name not in path and all(ends(each, path + name) for each in links[name])

    among = [linked(name, *previous) for name, previous in links.items()]
    for name in links:
        options: JsonObject = {"previousProof": f"urn:{name}"}
        if ends(name):
            assert before(options, *among) == [f"urn:{name}"]
        else:
            assert broken(options, *among)


# The table of suites.


def test_these_suites_are_read_and_no_others() -> None:
    ed, ec = frozenset({KeyKind.ED25519}), frozenset({KeyKind.P256, KeyKind.P384})

    assert {name: (suite.form, suite.keys, set(suite.signature_lengths)) for name, suite in CRYPTOSUITES.items()} == {
        "eddsa-rdfc-2022": (Form.RDFC, ed, {64}),
        "eddsa-jcs-2022": (Form.JCS, ed, {64}),
        "ecdsa-rdfc-2019": (Form.RDFC, ec, {64, 96}),
        "ecdsa-jcs-2019": (Form.JCS, ec, {64, 96}),
    }
    assert all(suite.name == name for name, suite in CRYPTOSUITES.items())


def test_a_suite_is_named_by_its_cryptosuite_or_in_the_older_form_by_its_type() -> None:
    older = suite_of({"type": "Ed25519Signature2020"})

    assert older is not None
    assert (older.name, older.form, older.keys) == (suites.ED25519_2020, Form.RDFC, frozenset({KeyKind.ED25519}))
    assert suite_of(PROOF) is CRYPTOSUITES["eddsa-rdfc-2022"]
    assert suite_of({"cryptosuite": "eddsa-rdfc-2022"}) is None
    assert suite_of({"type": "DataIntegrityProof", "cryptosuite": None}) is None
    assert suite_of({}) is None
