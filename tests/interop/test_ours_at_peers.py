"""What Assay issues, at every peer: the good is accepted, the bad is refused."""

import pytest

from assay.science.errors import Code, MalformedDocument, Refused
from assay.science.issuing.issue import issue
from tests.interop import ourselves
from tests.interop.brunel import ISSUED, Json
from tests.interop.matrix import CASES, Cell, Matrix, Outcome
from tests.interop.ourselves import OUR_QUESTIONS, College
from tests.interop.peer_process import Peers
from tests.interop.questions import Asking, can_ask

pytestmark = pytest.mark.interop

VERIFIERS = ["db-vc", "dcc-verifier-core", "openvc-core", "openbadgeslib"]
OURS = [
    ("eddsa-rdfc-2022", "Ed25519"),
    ("ecdsa-rdfc-2019", "P-256"),
    ("ecdsa-rdfc-2019", "P-384"),
    ("eddsa-jcs-2022", "Ed25519"),
    ("ecdsa-jcs-2019", "P-256"),
    ("ecdsa-jcs-2019", "P-384"),
    ("vc-jwt", "Ed25519"),
    ("vc-jwt", "P-256"),
    ("vc-jwt", "P-384"),
]
ASKED = [
    Asking("assay", suite, kind, case)
    for suite, kind in OURS
    for case in OUR_QUESTIONS
    if can_ask(case, "assay", suite)
]


def expected(asking: Asking, verifier: str, reads: dict[str, Json]) -> Outcome:
    """Agreement, but for what a peer does not read; and for two differences, told in peers/README.md."""
    _, suite, kind, case = asking
    if kind not in reads[verifier].get(suite, []):
        return Outcome.UNSUPPORTED
    if verifier != "openvc-core":
        return Outcome.AGREED
    if suite == "vc-jwt" or case == "proof array":
        return Outcome.UNSUPPORTED
    differs = (suite, kind) == ("ecdsa-rdfc-2019", "P-384") or (case == "coordinates" and "rdfc" in suite)
    return Outcome.REFUSED if differs and CASES[case].accepted else Outcome.AGREED


def _as_an_object(verifier: str, case: str) -> bool:
    return verifier == "openvc-core" and case != "proof array"


@pytest.mark.parametrize("asking", ASKED, ids=" ".join)
def test_peers_judge_what_we_issue_as_it_should_be_judged(
    peers: Peers, reads: dict[str, Json], interop_matrix: Matrix, asking: Asking
) -> None:
    question = OUR_QUESTIONS[asking.case](College(asking.suite, asking.kind))

    replies = {
        verifier: peers.verdict(verifier, question, unwrap_proof=_as_an_object(verifier, asking.case))
        for verifier in VERIFIERS
    }

    for verifier, reply in replies.items():
        cell = Cell("assay", asking.label, asking.case, verifier)
        assert interop_matrix.record(cell, reply) is expected(asking, verifier, reads), reply


@pytest.mark.parametrize("asking", ASKED, ids=" ".join)
def test_we_judge_what_we_issue_as_it_should_be_judged(interop_matrix: Matrix, asking: Asking) -> None:
    report = ourselves.judged(OUR_QUESTIONS[asking.case](College(asking.suite, asking.kind)))

    cell = Cell("assay", asking.label, asking.case, "assay")
    assert interop_matrix.record(cell, ourselves.reply(report)) is Outcome.AGREED


# ---- what peers read in different ways is not issued -----------------------------------------------------------------


@pytest.mark.parametrize(
    "achievement",
    [
        {"name": "Welding\x7f"},
        {"name": "Welding\x07"},
        {"creditsAvailable": 1e-7},
        {"creditsAvailable": 5e-324},
        {"name": {"@value": "لحام أساسي", "@language": "ar", "@direction": "rtl"}},
        {"name": {"@value": "Welding", "@language": "en-GB"}},
    ],
    ids=str,
)
def test_we_do_not_issue_what_peers_disagree_about(achievement: Json) -> None:
    with pytest.raises(MalformedDocument):
        College("eddsa-rdfc-2022", "Ed25519").composed(achievement=achievement)


@pytest.mark.parametrize("row", [{"name": "Ada\x7f"}, {"credits": "0.0000001"}, {"credits": "1e-7"}], ids=str)
def test_we_do_not_issue_it_from_a_row_of_the_table_either(row: dict[str, str]) -> None:
    with pytest.raises(MalformedDocument):
        College("eddsa-rdfc-2022", "Ed25519").composed(row=row)


@pytest.mark.parametrize(("suite", "kind"), OURS)
def test_we_do_not_sign_in_the_name_of_another(suite: str, kind: str) -> None:
    brunel = College(suite, kind)

    with pytest.raises(Refused) as refused:
        issue(brunel.composed(), brunel.mallory, at=ourselves.instant(ISSUED), suite=suite)

    assert refused.value.code is Code.ISSUER_MISMATCH
