"""What reading demands of each text: all of it, and nothing about reading depends on a text in any other way."""

import json
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assay.science.errors import AssayError, Code, MalformedDocument
from assay.science.instants import ValidityPeriod
from assay.science.securing.contexts import OB_3, VC_1, VC_2
from assay.science.securing.strict_json import pointer, walk
from assay.science.vocabulary import kinds, reading
from assay.science.vocabulary.demands import Demand, Form, checked, demand, demand_instant
from assay.science.vocabulary.kinds import Kind, Model
from tests.vectors import vectors

Json = dict[str, Any]

# Every kind of member that the tables have, and every place where a text stands that nobody looks at.
RICH: Json = {
    "@context": [VC_2, OB_3],
    "id": "urn:uuid:5f3c",
    "type": ["VerifiableCredential", "OpenBadgeCredential"],
    "name": [{"@value": "Welding", "@language": "en"}, {"@value": "لحام", "@language": "ar", "@direction": "rtl"}],
    "description": "Six joints",
    "image": {"id": "https://brunel.example/welding.png", "type": "Image", "caption": "A spark"},
    "awardedDate": "2026-11-20T16:00:00+01:00",
    "issuer": {
        "id": "did:web:brunel.example",
        "type": ["Profile"],
        "name": "Brunel College",
        "url": "https://brunel.example/",
        "address": {"type": ["Address"], "id": "not looked at", "addressCountry": "Utopia"},
        "parentOrg": {"id": "https://northgate.example/", "type": ["Profile"]},
        "endorsementJwt": ["e30.e30.c2ln", "e30.e30.bW9y"],
    },
    "validFrom": "2026-11-22T09:00:00Z",
    "validUntil": "2030-11-22T09:00:00+01:00",
    "credentialSubject": {
        "id": "did:example:ada",
        "type": ["AchievementSubject"],
        "activityStartDate": "2026-09-01T00:00:00Z",
        "creditsEarned": 1.5,
        "narrative": "Welds.",
        "identifier": [
            {"type": "IdentityObject", "hashed": False, "identityHash": "student-17", "identityType": "studentId"}
        ],
        "result": [{"type": ["Result"], "resultDescription": "urn:x:result", "achievedLevel": "urn:x:2", "value": "B"}],
        "achievement": {
            "id": "https://brunel.example/achievements/welding",
            "type": ["Achievement"],
            "name": {"@value": "Welding", "@language": "en"},
            "description": "Can weld.",
            "criteria": {"id": "https://brunel.example/criteria", "narrative": "A joint that holds."},
            "tag": ["welding", "steel"],
            "alignment": [{"type": ["Alignment"], "targetName": "weld", "targetUrl": "http://data.example/esco/1"}],
            "resultDescription": [
                {
                    "id": "urn:x:result",
                    "type": ["ResultDescription"],
                    "name": "Grade",
                    "resultType": "LetterGrade",
                    "requiredLevel": "urn:x:2",
                    "rubricCriterionLevel": [{"id": "urn:x:2", "type": ["RubricCriterionLevel"], "name": "Sound"}],
                }
            ],
        },
    },
    "evidence": [{"id": "https://brunel.example/evidence/1", "type": ["Evidence"], "narrative": "Photographs"}],
    "credentialStatus": {"id": "urn:x:status", "type": "BitstringStatusListEntry", "statusListIndex": "94567"},
    "credentialSchema": [{"id": "https://schema.example/ob3.json", "type": "1EdTechJsonSchemaValidator2019"}],
    "refreshService": {"id": "https://brunel.example/refresh", "type": "1EdTechCredentialRefresh"},
    "termsOfUse": [{"type": "Policy"}],
    "relatedResource": [
        {"id": "https://brunel.example/record.json", "digestMultibase": "zQm"},
        {"id": "https://brunel.example/record.pdf", "digestSRI": ["sha256-a", "sha384-b"]},
    ],
    "proof": {"id": "urn:x:proof", "type": "DataIntegrityProof", "created": "2026-11-22T09:00:00Z", "proofValue": "z1"},
}
_ACHIEVEMENT = "/credentialSubject/achievement"
# Written by hand from OB 3.0 appendix B and VCDM 2.0 §4 and §5, not taken from the code.
FORMS = {
    **dict.fromkeys(
        [
            "/id",
            "/image/id",
            "/issuer/id",
            "/issuer/url",
            "/issuer/parentOrg/id",
            "/credentialSubject/id",
            "/credentialSubject/result/0/resultDescription",
            "/credentialSubject/result/0/achievedLevel",
            f"{_ACHIEVEMENT}/id",
            f"{_ACHIEVEMENT}/criteria/id",
            f"{_ACHIEVEMENT}/alignment/0/targetUrl",
            f"{_ACHIEVEMENT}/resultDescription/0/id",
            f"{_ACHIEVEMENT}/resultDescription/0/requiredLevel",
            f"{_ACHIEVEMENT}/resultDescription/0/rubricCriterionLevel/0/id",
            "/evidence/0/id",
            "/credentialStatus/id",
            "/credentialSchema/0/id",
            "/refreshService/id",
            "/relatedResource/0/id",
            "/relatedResource/1/id",
            "/proof/id",
        ],
        Form.URL,
    ),
    **dict.fromkeys(["/validFrom", "/validUntil", "/credentialSubject/activityStartDate"], Form.INSTANT),
    **dict.fromkeys(["/issuer/endorsementJwt/0", "/issuer/endorsementJwt/1"], Form.TOKEN),
    "/relatedResource/0/digestMultibase": Form.NON_EMPTY,
    "/relatedResource/1/digestSRI/0": Form.NON_EMPTY,
    "/relatedResource/1/digestSRI/1": Form.NON_EMPTY,
}
FITTING = {
    Form.NON_EMPTY: ["x", " ", "\N{NULL}"],
    Form.URL: ["urn:x:1", "https://brunel.example", "did:web:brunel.example", "mailto:ada@x.example", "urn:é"],
    Form.INSTANT: ["2026-01-01T00:00:00Z", "2024-02-29T23:59:59.123456789-14:00"],
    Form.TOKEN: ["a.b.c", "e30..", ".."],
}
UNFIT = {
    Form.NON_EMPTY: [""],
    Form.URL: ["", "x", "/x", "https:", "http://?x", "urn:x: y", "urn:x:\n", "urn:x:<y>", "urn:#a#b", "1rn:x", "_:b"],
    Form.INSTANT: ["", "2026-01-01", "2026-01-01T00:00:00", "2026-02-30T00:00:00Z", "0001-01-01T00:00:00+14:00"],
    Form.TOKEN: ["", "a", "a.b", "a.b.c.d"],
}
NO_TEXTS: list[Any] = [None, True, 7, [], ["x"], {}, {"@value": "x"}]


def each(table: dict[Form, list[str]]) -> list[Any]:
    return [pytest.param(form, text, id=f"{form.name}-{text!r}") for form, texts in table.items() for text in texts]


@pytest.mark.parametrize(("form", "text"), each(FITTING))
def test_a_text_has_its_form(form: Form, text: str) -> None:
    assert form.fits(text)

    Demand("/here", text, form, "not so", "a clause").check()


@pytest.mark.parametrize(("form", "text"), each(UNFIT))
def test_a_text_that_lacks_its_form_is_refused_with_its_place(form: Form, text: str) -> None:
    assert not form.fits(text)

    with pytest.raises(MalformedDocument) as refused:
        Demand("/here", text, form, "not so", "a clause").check()

    assert refused.value.where == "/here"
    assert form is Form.INSTANT or (refused.value.reason, refused.value.clause) == ("not so", "a clause")


def test_a_list_that_is_refused_as_a_whole_is_told_as_a_whole() -> None:
    with pytest.raises(MalformedDocument) as refused:
        Demand("/list/1", "", Form.NON_EMPTY, "not so", "a clause", told_at="/list").check()

    assert refused.value.where == "/list"


@pytest.mark.parametrize("form", Form)
@pytest.mark.parametrize("value", NO_TEXTS, ids=repr)
def test_what_is_no_text_is_a_fault_of_structure_and_told_at_once(form: Form, value: Any) -> None:
    assert not form.fits(value)

    with pytest.raises(MalformedDocument):
        demand(value, form, where="/here", reason="not so", clause="a clause")


def test_the_texts_of_demands_that_hold_are_given_in_order_and_none_is_asked_for_after_a_fault() -> None:
    def one_after_the_other() -> Iterator[Demand]:
        yield demand_instant("2026-01-01T00:00:00Z", where="/a")
        yield demand_instant("2026-02-30T00:00:00Z", where="/b")
        pytest.fail("asked for after a fault")

    with pytest.raises(MalformedDocument, match="no such moment") as refused:
        checked(one_after_the_other())

    assert refused.value.where == "/b"
    assert checked(demand(text, Form.URL, where="", reason="", clause="") for text in ("a:1", "b:2")) == ("a:1", "b:2")


# --- the rule --------------------------------------------------------------------------------------------------------


def demands_of(document: Json) -> Iterator[Demand]:
    return reading.demands(document, kinds.model_of(document), kinds.kind_of(document))


def texts_of(document: Json) -> dict[str, str]:
    """Every text that is not under ``type`` or ``@context``, by its place."""
    return {
        where: value
        for where, value in walk(document)
        if isinstance(value, str) and not {"type", "@context"}.intersection(where.split("/"))
    }


def with_texts(value: Any, texts: Mapping[str, str], where: str = "") -> Any:
    """A copy with other texts at some places."""
    if isinstance(value, dict):
        return {name: with_texts(member, texts, where + pointer(name)) for name, member in value.items()}
    if isinstance(value, list):
        return [with_texts(item, texts, where + pointer(index)) for index, item in enumerate(value)]
    return texts.get(where, value)


def test_what_a_rich_credential_demands_is_what_the_standards_say() -> None:
    assert {each.where: each.form for each in demands_of(RICH)} == FORMS


MOMENTS = st.datetimes(datetime(1900, 1, 1), datetime(2100, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001 -- the zone is drawn beside it
STRANGE = {
    Form.URL: st.text("aZ09-._~:/?@!$&'()*+,;=%é字"),
    Form.INSTANT: MOMENTS.map(datetime.isoformat),
    Form.TOKEN: st.tuples(*[st.text("aZ09-_")] * 3).map(".".join),
    Form.NON_EMPTY: st.text(min_size=1),
}


def strange_text(where: str) -> st.SearchStrategy[str]:
    """Any text that meets what is demanded at a place of RICH. Which ids are equal matters, so each names its place."""
    form = FORMS.get(where)
    if form is None:
        return st.text()
    return STRANGE[form].map(lambda text: f"urn:x:{where}:{text}" if form is Form.URL else text)


@given(st.fixed_dictionaries({where: strange_text(where) for where in texts_of(RICH)}), MOMENTS, MOMENTS)
def test_any_texts_that_meet_the_demands_are_read(texts: dict[str, str], moment: datetime, other: datetime) -> None:
    starts, ends = sorted([moment, other])
    texts |= {"/validFrom": starts.isoformat(), "/validUntil": ends.isoformat()}

    credential = reading.read_document(with_texts(RICH, texts))

    assert credential.kind is Kind.ACHIEVEMENT
    assert (credential.id, credential.issuer) == (texts["/id"], texts["/issuer/id"])
    assert credential.validity == ValidityPeriod(starts, ends)


@pytest.mark.parametrize("where", FORMS)
def test_a_text_that_does_not_meet_its_demand_is_refused_with_its_place(where: str) -> None:
    told_at = "/relatedResource/1/digestSRI" if "digestSRI" in where else where
    for unfit in UNFIT[FORMS[where]]:
        with pytest.raises(MalformedDocument) as refused:
            reading.read_document(with_texts(RICH, {where: unfit}))

        assert (refused.value.where, refused.value.code) == (told_at, Code.MALFORMED)


def test_the_older_model_demands_instants_of_all_its_dates() -> None:
    old = {
        "@context": [VC_1],
        "type": ["VerifiableCredential"],
        "issuer": "did:web:brunel.example",
        "credentialSubject": {"name": "Ada"},
        **dict.fromkeys(["validFrom", "validUntil", "issuanceDate", "expirationDate"], "2026-01-01T00:00:00Z"),
    }

    assert {each.where: each.form for each in demands_of(old)} == {
        "/issuer": Form.URL,
        **dict.fromkeys(["/issuanceDate", "/validFrom", "/expirationDate", "/validUntil"], Form.INSTANT),
    }


def test_an_endorsement_demands_the_id_of_what_it_endorses() -> None:
    endorsement = {
        "@context": [VC_2, OB_3],
        "id": "urn:x:1",
        "type": ["VerifiableCredential", "EndorsementCredential"],
        "issuer": "did:web:northgate.example",
        "credentialSubject": {"id": "urn:x:2", "type": "EndorsementSubject", "endorsementComment": "Sound."},
    }

    assert {each.where for each in demands_of(endorsement)} == {"/id", "/issuer", "/credentialSubject/id"}


@pytest.mark.vectors
def test_texts_that_no_demand_names_decide_nothing_in_any_official_document() -> None:
    read, refused = 0, 0
    for document in official_credentials():
        named: set[str] = set()
        try:
            for each in demands_of(document):
                named.add(each.where)
                each.check()
        except AssayError:
            refused += 1
        else:
            read += 1

        # Different texts stay different. What stands after the first fault was not asked about, and must not matter.
        others = {where: f"?{text}" for where, text in texts_of(document).items() if where not in named}
        strange = with_texts(document, others)

        assert outcome(strange) == outcome(document)
    assert read > 100
    assert refused > 20


def official_credentials() -> Iterator[Json]:
    """The documents of the vectors, and those inside them, that say they are credentials of VCDM 2.0 or 1.1."""
    for path in sorted(vectors().rglob("*.json")):
        try:
            inside = [json.loads(path.read_bytes())]
        except ValueError:
            continue
        while inside:
            value = inside.pop()
            inside += value.values() if isinstance(value, dict) else value if isinstance(value, list) else []
            if isinstance(value, dict) and _is_credential(value):
                yield value


def _is_credential(document: Json) -> bool:
    try:
        return kinds.model_of(document) is not Model.OB_2 and kinds.kind_of(document) in kinds.CREDENTIALS
    except AssayError:
        return False


def outcome(document: Json) -> tuple[Any, ...]:
    try:
        credential = reading.read_document(document)
    except MalformedDocument as error:
        return (error.code, error.where, error.clause)
    return (credential.kind, credential.model, credential.issuer, credential.validity)
