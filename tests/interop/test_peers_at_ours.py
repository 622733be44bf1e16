"""What every peer issues, at Assay: the good is accepted, the bad is refused, and for the right reason."""

import pytest

from assay import Code, Verdict
from tests.interop import ourselves
from tests.interop.brunel import Brunel, altered
from tests.interop.matrix import CASES, Cell, Matrix, Outcome
from tests.interop.peer_process import Peers
from tests.interop.questions import ASKED, Asking, Question

pytestmark = pytest.mark.interop

# Why a case should be refused, as Assay tells it.
REASONS = {
    "tampered": {Code.PROOF_INVALID},
    "member added": {Code.DATA_LOSS},
    "another's key": {Code.ISSUER_MISMATCH, Code.METHOD_NOT_FOUND},  # the second for a token that brings its own key
    "expired": {Code.EXPIRED},
    "not yet valid": {Code.NOT_YET_VALID},
    "revoked": {Code.REVOKED},
    "suspended": {Code.SUSPENDED},
    "forged list": {Code.STATUS_INVALID},
    "old list": {Code.STATUS_STALE},
    "no list": {Code.STATUS_UNREACHABLE},
}
# A list that cannot be relied on says nothing: neither that it is revoked, nor that it is not.
INCONCLUSIVE = {"forged list", "old list", "no list"}


@pytest.mark.parametrize("asking", ASKED, ids=" ".join)
def test_we_judge_what_peers_issue_as_it_should_be_judged(peers: Peers, interop_matrix: Matrix, asking: Asking) -> None:
    question = asking.question(peers.signing(asking.issuer))
    should_be_accepted = CASES[asking.case].accepted

    report = ourselves.judged(question)

    cell = Cell(asking.issuer, asking.label, asking.case, "assay")
    outcome = interop_matrix.record(cell, ourselves.reply(report))
    found = {finding.code for finding in report.findings if finding.check.decides}
    if asking.issuer == "openvc-core" and "jcs" in asking.suite:
        # It signs the @context without writing it into the proof; EdDSA and ECDSA Cryptosuites 1.0 §3.3.1, step 2.
        assert outcome is (Outcome.REFUSED if should_be_accepted else Outcome.AGREED)
        assert report.verdict is Verdict.INVALID
        assert found & {Code.PROOF_INVALID, Code.ISSUER_MISMATCH}
        return
    assert outcome is Outcome.AGREED
    if not should_be_accepted:
        assert report.verdict is (Verdict.INDETERMINATE if asking.case in INCONCLUSIVE else Verdict.INVALID)
        assert found & REASONS[asking.case]


@pytest.mark.parametrize(("suite", "kind"), [("eddsa-rdfc-2022", "Ed25519"), ("ecdsa-rdfc-2019", "P-384")])
def test_which_way_a_name_reads_cannot_be_turned_round_after_signing(peers: Peers, suite: str, kind: str) -> None:
    name = {"@value": "لحام أساسي", "@language": "ar", "@direction": "rtl"}
    brunel = Brunel(suite, kind, peers.signing("db-vc"))
    document = brunel.issues(brunel.badge(name=name))

    signed = ourselves.judged(Question(document))
    turned = ourselves.judged(Question(altered(document, name=name | {"@direction": "ltr"})))

    assert signed.verdict is Verdict.VALID
    assert turned.verdict is Verdict.INVALID
