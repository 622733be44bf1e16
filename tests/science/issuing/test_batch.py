"""A batch gives what issuing each by itself gives: the same bytes, the same refusals, in a fraction of the time."""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import timedelta

import pytest

from assay.science.errors import AssayError, Code, Refused
from assay.science.identifiers import StatusIndex
from assay.science.issuing.batch import MAX_FORMS, Batch
from assay.science.issuing.compose import StatusPlace, compose
from assay.science.issuing.issue import Issuer, issue
from assay.science.issuing.recipient import read_recipient
from assay.science.securing import shapes
from assay.science.securing.contexts import ContextLibrary
from assay.science.securing.keys import PublicKey, SecretKey
from assay.science.securing.strict_json import walk
from assay.science.vocabulary.kinds import Kind
from assay.science.vocabulary.reading import read
from tests.cast import BRUNEL, MALLORY, NOW, Institution
from tests.science.issuing.many import DEFINITIONS, DIGEST, NAMES, SUITES, badge, cohort, fresh, issuer_of, the_long_way
from tests.world import Json, World, signed

SECOND = timedelta(seconds=1)
ONE_OF_EACH_KIND = [SUITES[0], SUITES[1], SUITES[2], SUITES[3]]


@dataclass(frozen=True)
class Watched:
    """A signer that notes how often it signed, and may sign otherwise from some time on."""

    key: SecretKey
    falls_back_to: SecretKey | None = None
    calls: list[bytes] = field(default_factory=list)
    good: int = 1_000_000

    @property
    def public_key(self) -> PublicKey:
        return self.key.public_key

    def sign(self, message: bytes) -> bytes:
        self.calls.append(message)
        key = self.key if len(self.calls) <= self.good or self.falls_back_to is None else self.falls_back_to
        return key.sign(message)


@dataclass(frozen=True)
class Counting:
    """What an issuer publishes, and how often it was asked for its own controller document: once for each ``issue``."""

    documents: dict[str, bytes]
    asked: list[str] = field(default_factory=list)

    def __call__(self, url: str) -> bytes | None:
        self.asked.append(url)
        return self.documents.get(url)


def watched(by: Institution) -> tuple[Issuer, Callable[[], int]]:
    """An issuer, and a function that tells how many credentials went the whole way through ``issue`` so far."""
    counting = Counting({})
    issuer = issuer_of(by)
    counting.documents.update({by.document_url: issuer.own_documents(by.document_url) or b""})
    return replace(issuer, own_documents=counting), lambda: counting.asked.count(by.document_url)


def refusal(act: Callable[[], object]) -> tuple[type, str, Code]:
    with pytest.raises(AssayError) as raised:
        act()
    return type(raised.value), str(raised.value), raised.value.code


# --- the same bytes --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("by", "suite"), SUITES)
def test_a_cohort_of_many_forms_is_signed_byte_for_byte_as_one_by_one(by: Institution, suite: str) -> None:
    issuer, issued_in_full = watched(by)
    batch = Batch(issuer, suite, fresh())
    badges = list(cohort(7, 100, by))

    texts = [batch.issue(each, at=NOW) for each in badges]

    assert texts == [the_long_way(each, issuer, suite) for each in badges]
    assert issued_in_full() < 50


def test_more_than_five_hundred_badges_of_many_forms_are_what_the_long_way_makes_of_them() -> None:
    issuer, issued_in_full = watched(BRUNEL)
    batch = Batch(issuer, contexts=fresh())
    badges = list(cohort(20_261_122, 600, BRUNEL))

    texts = [batch.issue(each, at=NOW) for each in badges]

    assert texts == [the_long_way(each, issuer, "eddsa-rdfc-2022") for each in badges]
    assert issued_in_full() < 80


@pytest.mark.parametrize(("by", "suite"), ONE_OF_EACH_KIND)
def test_of_one_form_only_the_first_two_go_the_whole_way(by: Institution, suite: str) -> None:
    issuer, issued_in_full = watched(by)
    batch = Batch(issuer, suite, fresh())
    badges = [badge(number, by, narrative=f"{name} {number}") for number, name in enumerate(NAMES * 3, start=1)]

    texts = [batch.issue(each, at=NOW) for each in badges]

    assert texts == [the_long_way(each, issuer, suite) for each in badges]
    assert issued_in_full() == 2


def test_without_a_suite_it_is_the_one_of_the_key_and_the_contexts_are_ours() -> None:
    issuer = issuer_of(BRUNEL)
    batch = Batch(issuer)

    texts = [batch.issue(badge(number), at=NOW) for number in (1, 2, 3)]

    assert texts == [the_long_way(badge(number), issuer, "eddsa-rdfc-2022") for number in (1, 2, 3)]


def test_another_instant_is_signed_as_of_that_instant() -> None:
    issuer, issued_in_full = watched(BRUNEL)
    batch = Batch(issuer, contexts=fresh())
    instants = [NOW, NOW, NOW + SECOND, NOW + SECOND, NOW]

    texts = [batch.issue(badge(number), at=at) for number, at in enumerate(instants, start=1)]

    assert texts == [
        the_long_way(badge(number), issuer, "eddsa-rdfc-2022", at=at) for number, at in enumerate(instants, start=1)
    ]
    # Whether the key may sign is asked for each instant anew.
    assert issued_in_full() == 4


def test_a_badge_parsed_anew_is_like_one_that_was_composed_with_the_others() -> None:
    issuer, issued_in_full = watched(BRUNEL)
    batch = Batch(issuer, contexts=fresh())
    composed = [badge(1), badge(2), compose_anew(badge(3))]

    texts = [batch.issue(each, at=NOW) for each in composed]

    assert texts[2] == the_long_way(composed[2], issuer, "eddsa-rdfc-2022")
    assert issued_in_full() == 2


def compose_anew(document: Json) -> Json:
    parsed = read(the_long_way(document, issuer_of(BRUNEL), "eddsa-rdfc-2022")).document
    return {name: member for name, member in parsed.items() if name != "proof"}


def test_an_object_in_another_order_or_a_number_in_another_type_is_another_form() -> None:
    issuer, issued_in_full = watched(BRUNEL)
    batch = Batch(issuer, contexts=fresh())
    first = badge(1, credits="1")
    turned = {name: first[name] for name in reversed(first)}
    fraction = first | {"credentialSubject": first["credentialSubject"] | {"creditsEarned": 1.5}}

    texts = [batch.issue(each, at=NOW) for each in (first, first, first, turned, fraction)]

    assert texts[2:] == [the_long_way(each, issuer, "eddsa-rdfc-2022") for each in (first, turned, fraction)]
    assert issued_in_full() == 4


# --- the same refusals -----------------------------------------------------------------------------------------------

WITH_AN_END = badge(1, narrative="One") | {"validUntil": "2027-01-01T00:00:00Z"}
A_RESOURCE: Json = {"id": "urn:uuid:1", "mediaType": "application/json", "digestSRI": DIGEST}
RELATED = WITH_AN_END | {"relatedResource": [A_RESOURCE]}
TWO = WITH_AN_END | {"relatedResource": [A_RESOURCE, A_RESOURCE | {"id": "urn:uuid:2"}]}
BAD: dict[str, tuple[Json, Json]] = {
    "it ends before it starts": (WITH_AN_END, {"validUntil": "2026-01-01T00:00:00Z"}),
    "it has ended": (WITH_AN_END, {"validFrom": "2020-01-01T00:00:00Z", "validUntil": "2026-11-22T08:59:59Z"}),
    "its end is no instant": (WITH_AN_END, {"validUntil": "2027"}),
    "its id is no URL": (WITH_AN_END, {"id": "no url"}),
    "its id is empty": (WITH_AN_END, {"id": ""}),
    "its id is relative": (WITH_AN_END, {"id": "badges/1"}),
    "its subject's id is no URL": (WITH_AN_END, {"credentialSubject": {"id": "did:example:a b"}}),
    "its index is none": (WITH_AN_END, {"credentialStatus": {"statusListIndex": "-1"}}),
    "its status has the list's own id": (WITH_AN_END, {"credentialStatus": {"id": BRUNEL.status_url}}),
    "its list is no URL": (WITH_AN_END, {"credentialStatus": {"statusListCredential": "list 3"}}),
    "a digest of what we carry is another": (RELATED, {"relatedResource": [{"id": "https://www.w3.org/ns/did/v1"}]}),
    "two related documents are one": (TWO, {"relatedResource": [{}, {"id": "urn:uuid:1"}]}),
    "half a pair of surrogates": (WITH_AN_END, {"evidence": [{"narrative": "\ud800"}]}),
}


def merged(document: Json, changes: Json) -> Json:
    """The document with other texts, wherever the changes have some."""
    result = dict(document)
    for name, change in changes.items():
        if isinstance(change, dict):
            result[name] = merged(document[name], change)
        elif isinstance(change, list):
            result[name] = [merged(old, new) for old, new in zip(document[name], change, strict=True)]
        else:
            result[name] = change
    return result


@pytest.mark.parametrize("suite", ["eddsa-rdfc-2022", "eddsa-jcs-2022", "vc-jwt"])
@pytest.mark.parametrize("why", BAD)
def test_what_issue_refuses_a_batch_refuses_with_the_same_words(why: str, suite: str) -> None:
    good, changes = BAD[why]
    bad, issuer = merged(good, changes), issuer_of(BRUNEL)
    batch = Batch(issuer, suite, fresh())
    for _ in range(3):
        batch.issue(good, at=NOW)

    told = refusal(lambda: batch.issue(bad, at=NOW))

    assert told == refusal(lambda: issue(bad, issuer, at=NOW, suite=suite, contexts=fresh()))
    assert batch.issue(good, at=NOW) == the_long_way(good, issuer, suite)


@pytest.mark.parametrize("suite", ["eddsa-rdfc-2022", "vc-jwt"])
def test_a_badge_that_ends_within_this_second_is_judged_by_issue(suite: str) -> None:
    issuer = issuer_of(BRUNEL)
    batch = Batch(issuer, suite, fresh())
    for _ in range(3):
        batch.issue(WITH_AN_END, at=NOW + SECOND / 4)
    ending = WITH_AN_END | {"validUntil": "2026-11-22T09:00:00.5Z"}

    def by_batch() -> str:
        return batch.issue(ending, at=NOW + SECOND / 4)

    if suite == "vc-jwt":  # a token's exp has no fraction, so that its signature has run out
        assert refusal(by_batch)[2] is Code.PROOF_EXPIRED
    else:
        assert by_batch() == the_long_way(ending, issuer, suite, at=NOW + SECOND / 4)


def test_the_first_of_a_form_is_refused_as_issue_refuses_it() -> None:
    issuer = issuer_of(BRUNEL)
    bad = badge(1) | {"id": "no url"}

    assert refusal(lambda: Batch(issuer).issue(bad, at=NOW)) == refusal(lambda: issue(bad, issuer, at=NOW))


def test_an_index_that_is_revoked_already_is_refused() -> None:
    world = World().with_issuer(BRUNEL).with_status(BRUNEL, set_bits=(3,))
    issuer = replace(issuer_of(BRUNEL), own_documents=world.documents.get)
    batch = Batch(issuer, contexts=fresh())
    texts = [batch.issue(badge(number), at=NOW) for number in (1, 2)]

    told = refusal(lambda: batch.issue(badge(3), at=NOW))

    assert told[2] is Code.REVOKED
    assert texts == [the_long_way(badge(number), issuer, "eddsa-rdfc-2022") for number in (1, 2)]


def test_a_status_of_a_kind_not_read_here_is_no_reason_to_refuse() -> None:
    issuer, issued_in_full = watched(BRUNEL)
    batch = Batch(issuer, contexts=fresh())
    badges = [
        merged(badge(number), {"credentialStatus": {"statusListCredential": f"http://brunel.example/{number}"}})
        for number in (1, 2, 3)
    ]

    texts = [batch.issue(each, at=NOW) for each in badges]

    assert texts == [the_long_way(each, issuer, "eddsa-rdfc-2022") for each in badges]
    assert issued_in_full() == 2


def test_a_key_that_its_owner_revokes_from_an_instant_on_signs_nothing_as_of_it() -> None:
    world = World().with_issuer(BRUNEL)
    document = world.published(BRUNEL.document_url)
    document["verificationMethod"][0]["revoked"] = "2026-11-22T09:00:01Z"
    revoked = world.publishing(BRUNEL.document_url, document).offline(BRUNEL.status_url)
    issuer = replace(issuer_of(BRUNEL), own_documents=revoked.documents.get)
    batch = Batch(issuer, contexts=fresh())
    for number in (1, 2, 3):
        batch.issue(badge(number), at=NOW)

    assert refusal(lambda: batch.issue(badge(4), at=NOW + SECOND))[2] is Code.METHOD_REVOKED


# --- who is who ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "collides_with", [BRUNEL.id, "urn:uuid:1", BRUNEL.status_url, "https://skills.example/welding"]
)
@pytest.mark.parametrize("suite", ["eddsa-rdfc-2022", "eddsa-jcs-2022", "vc-jwt"])
def test_a_recipient_with_the_id_of_something_else_is_issued_or_refused_as_issue_does(
    collides_with: str, suite: str
) -> None:
    issuer = issuer_of(BRUNEL)
    batch = Batch(issuer, suite, fresh())
    for number in (1, 2, 3):
        batch.issue(badge(number), at=NOW)
    odd = badge(4, id=collides_with) | {"id": "urn:uuid:1"}

    def outcome(act: Callable[[], str]) -> object:
        try:
            return act()
        except AssayError as error:
            return type(error), str(error), error.code

    by_issue = outcome(lambda: issue(odd, issuer, at=NOW, suite=suite, contexts=fresh()))

    assert outcome(lambda: batch.issue(odd, at=NOW)) == by_issue


def test_two_objects_that_only_a_long_look_tells_apart_are_signed_all_the_same() -> None:
    issuer, issued_in_full = watched(BRUNEL)
    batch = Batch(issuer, contexts=fresh())

    def with_evidence(*narratives: str) -> Json:
        recipient = read_recipient({"name": "Ada"}, line=2)
        shown: list[Json] = [{"narrative": narrative} for narrative in narratives]
        place = StatusPlace(BRUNEL.status_url, StatusIndex(1))
        return compose(
            DEFINITIONS[0], recipient, id="urn:uuid:1", issuer=BRUNEL.id, at=NOW, status=place, evidence=shown
        )

    pairs = [("One", "Two"), ("Three", "Four"), ("Same", "Same"), ("Five", "Six")]
    badges = [with_evidence(*pair) for pair in pairs]
    texts = [batch.issue(each, at=NOW) for each in badges]

    assert texts == [the_long_way(each, issuer, "eddsa-rdfc-2022") for each in badges]
    assert issued_in_full() == 3  # the first two, and the tie


@pytest.mark.parametrize(("suite", "other"), [("eddsa-rdfc-2022", MALLORY), ("vc-jwt", BRUNEL)])
def test_a_proof_that_it_has_already_is_verified_each_time(suite: str, other: Institution) -> None:
    issuer, issued_in_full = watched(BRUNEL)
    batch = Batch(issuer, suite, fresh())
    countersigned = signed(badge(1), by=other)

    texts = [batch.issue(countersigned, at=NOW) for _ in range(2)]

    assert texts == [the_long_way(countersigned, issuer, suite)] * 2
    assert issued_in_full() >= 2
    assert refusal(lambda: batch.issue(countersigned | {"id": "urn:uuid:2"}, at=NOW))[2] is Code.PROOF_INVALID


def test_what_is_too_long_to_be_looked_at_by_shape_is_issued_by_issue() -> None:
    issuer, issued_in_full = watched(BRUNEL)
    batch = Batch(issuer, contexts=fresh())
    badges = [badge(1, narrative="one"), badge(2, narrative="two"), badge(3, narrative="long " * shapes.MAX_TEXT)]

    texts = [batch.issue(each, at=NOW) for each in badges]

    assert texts == [the_long_way(each, issuer, "eddsa-rdfc-2022") for each in badges]
    assert issued_in_full() == 3


def test_a_status_list_is_issued_in_a_batch_as_well() -> None:
    issuer = issuer_of(BRUNEL)
    unsigned = World().with_issuer(BRUNEL).published(BRUNEL.status_url)
    del unsigned["proof"]
    batch = Batch(issuer, contexts=fresh())

    texts = [batch.issue(unsigned | {"id": f"https://brunel.example/status/{number}"}, at=NOW) for number in (1, 2, 3)]

    assert [read(text, expecting=frozenset({Kind.STATUS_LIST})).id for text in texts] == [
        "https://brunel.example/status/1",
        "https://brunel.example/status/2",
        "https://brunel.example/status/3",
    ]


# --- signers ---------------------------------------------------------------------------------------------------------


def test_each_credential_is_signed_once() -> None:
    signer = Watched(BRUNEL.key)
    batch = Batch(replace(issuer_of(BRUNEL), signer=signer), contexts=fresh())

    for number in range(1, 6):
        batch.issue(badge(number), at=NOW)

    assert len(signer.calls) == 5


@pytest.mark.parametrize("suite", ["eddsa-rdfc-2022", "vc-jwt"])
def test_a_signer_that_fails_in_between_is_found_out_when_each_signature_is_checked(suite: str) -> None:
    signer = Watched(BRUNEL.key, falls_back_to=MALLORY.key, good=3)
    batch = Batch(replace(issuer_of(BRUNEL), signer=signer), suite, fresh(), check_each=True)
    texts = [batch.issue(badge(number), at=NOW) for number in (1, 2, 3)]

    told = refusal(lambda: batch.issue(badge(4), at=NOW))

    assert told[2] is Code.PROOF_INVALID
    assert texts == [the_long_way(badge(number), issuer_of(BRUNEL), suite) for number in (1, 2, 3)]


def test_a_suite_that_does_not_go_with_the_key_is_refused() -> None:
    with pytest.raises(Refused) as raised:
        Batch(issuer_of(BRUNEL), "ecdsa-rdfc-2019").issue(badge(1), at=NOW)

    assert raised.value.code is Code.ALGORITHM_REFUSED


# --- what is kept ----------------------------------------------------------------------------------------------------


def test_forms_are_kept_as_long_as_there_is_room_and_those_in_use_stay() -> None:
    issuer, issued_in_full = watched(BRUNEL)
    library = fresh()
    batch = Batch(issuer, contexts=library)
    batch.issue(badge(1), at=NOW)
    for number in range(1, MAX_FORMS):
        batch.issue(badge(1), at=NOW)
        batch.issue(badge(1, credits=str(number)), at=NOW)
    before = issued_in_full()

    batch.issue(badge(2, credits=str(MAX_FORMS)), at=NOW)  # the oldest one, of one credit, has to go
    batch.issue(badge(2), at=NOW)
    assert issued_in_full() == before + 1
    for number in (2, 3):
        batch.issue(badge(number, credits="2"), at=NOW)
    assert issued_in_full() == before + 2
    texts = [batch.issue(badge(number, credits="1"), at=NOW) for number in (2, 3)]

    assert issued_in_full() == before + 4
    assert texts == [the_long_way(badge(number, credits="1"), issuer, "eddsa-rdfc-2022") for number in (2, 3)]


def test_what_cannot_be_compiled_is_issued_each_time_and_tried_once() -> None:
    library = ContextLibrary(fresh().documents, fresh().sources, inline_allowed=True)
    issuer, issued_in_full = watched(BRUNEL)
    batch = Batch(issuer, contexts=library)
    badges = []
    for number in (1, 2, 3):
        inline = badge(number)
        inline["@context"] = [*inline["@context"], {"mood": "https://brunel.example/terms#mood"}]
        badges.append(inline | {"mood": "glad"})

    texts = [batch.issue(each, at=NOW) for each in badges]

    assert [read(text).id for text in texts] == [each["id"] for each in badges]
    assert issued_in_full() == 3


def test_no_document_that_was_handed_in_is_altered() -> None:
    batch = Batch(issuer_of(BRUNEL), contexts=fresh())
    badges = [badge(number, narrative="Two T joints") for number in (1, 2, 3)]
    before = [list(walk(each)) for each in badges]

    for each in badges:
        batch.issue(each, at=NOW)

    assert [list(walk(each)) for each in badges] == before
