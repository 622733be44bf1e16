"""The peers among themselves: what one issues, the others accept or refuse as they should.

It shows that the peers are set up as their makers mean them, before anybody asks what they think of Assay.
"""

from typing import Any

import pytest

from tests.interop.matrix import CASES, PARTIES, Cell, Matrix, Outcome
from tests.interop.peer_process import Peer, PeerFailure, Peers
from tests.interop.questions import (
    ANOTHER_PUBLIC_KEY,
    BRUNEL_DID_JSON,
    BRUNEL_WEB,
    LOOKED_AT,
    QUESTIONS,
    Brunel,
    by_did_web,
    did_document,
    with_status,
)

pytestmark = pytest.mark.interop

Json = dict[str, Any]

ISSUING = [
    ("db-vc", "eddsa-rdfc-2022", "Ed25519"),
    ("db-vc", "ecdsa-rdfc-2019", "P-256"),
    ("db-vc", "ecdsa-rdfc-2019", "P-384"),
    ("db-vc", "eddsa-jcs-2022", "Ed25519"),
    ("openvc-core", "eddsa-rdfc-2022", "Ed25519"),
    ("openvc-core", "ecdsa-rdfc-2019", "P-256"),
    ("openvc-core", "ecdsa-rdfc-2019", "P-384"),
    ("openvc-core", "eddsa-jcs-2022", "Ed25519"),
    ("openvc-core", "vc-jwt", "Ed25519"),
    ("openvc-core", "vc-jwt", "P-256"),
    ("openvc-core", "vc-jwt", "P-384"),
    ("openbadgeslib", "eddsa-rdfc-2022", "Ed25519"),
    ("openbadgeslib", "vc-jwt", "Ed25519"),
    ("openbadgeslib", "vc-jwt", "P-256"),
]
VERIFIERS = ["db-vc", "dcc-verifier-core", "openvc-core", "openbadgeslib"]
LABELS = {
    ("ecdsa-rdfc-2019", "P-256"): "ecdsa-rdfc-2019 P-256",
    ("ecdsa-rdfc-2019", "P-384"): "ecdsa-rdfc-2019 P-384",
    ("vc-jwt", "Ed25519"): "vc-jwt EdDSA",
    ("vc-jwt", "P-256"): "vc-jwt ES256",
    ("vc-jwt", "P-384"): "vc-jwt ES384",
}


def expected(cell: Cell, suite: str, kind: str, reads: dict[str, Json]) -> Outcome:
    """What is known of the peers: they agree, but for the suites and shapes that one of them does not read."""
    if kind not in reads[cell.verifier].get(suite, []):
        return Outcome.UNSUPPORTED
    if cell.case == "proof array" and cell.verifier == "openvc-core":
        return Outcome.UNSUPPORTED  # it reads a proof that is an object
    if suite == "vc-jwt" and cell.issuer != cell.verifier:
        return Outcome.UNSUPPORTED  # one has the credential in the claim vc (VCDM 1.1), the other in the payload
    if suite == "eddsa-jcs-2022" and (cell.issuer, cell.verifier) == ("openvc-core", "db-vc"):
        return Outcome.REFUSED if CASES[cell.case].accepted else Outcome.AGREED  # one has @context in the proof
    return Outcome.AGREED


@pytest.fixture(scope="session")
def reads(node_peer: Peer, python_peer: Peer) -> dict[str, Json]:
    """The suites and kinds of key that each peer says it verifies."""
    described = node_peer.ask({"op": "info"})["peers"] | python_peer.ask({"op": "info"})["peers"]
    return {name: peer["verify"] for name, peer in described.items()}


@pytest.mark.parametrize("case", QUESTIONS)
@pytest.mark.parametrize("issuing", ISSUING, ids=" ".join)
def test_what_one_peer_issues_the_others_judge_alike(
    peers: Peers, reads: dict[str, Json], interop_matrix: Matrix, issuing: tuple[str, str, str], case: str
) -> None:
    issuer, suite, kind = issuing
    if case == "proof array" and suite == "vc-jwt":
        return  # a token has no proof member
    question = QUESTIONS[case](Brunel(suite, kind, peers.signing(issuer)))
    label = LABELS.get((suite, kind), suite)
    asked = {
        "format": "jwt" if suite == "vc-jwt" else "ldp",
        "document": question.document,
        "documents": question.documents,
        "now": question.now,
    }

    replies = {verifier: peers.ask("verify", verifier, **asked) for verifier in VERIFIERS}

    for verifier, reply in replies.items():
        outcome = interop_matrix.record(issuer=issuer, suite=label, case=case, verifier=verifier, reply=reply)
        assert outcome is expected(Cell(issuer, label, case, verifier), suite, kind, reads), reply


# ---- the peers as processes ------------------------------------------------------------------------------------------


def test_the_page_names_the_versions_that_run(node_peer: Peer, python_peer: Peer) -> None:
    described = node_peer.ask({"op": "info"})["peers"] | python_peer.ask({"op": "info"})["peers"]

    packages = {name: next(iter(peer["versions"].items())) for name, peer in described.items()}

    assert set(described) == set(PARTIES) - {"assay"}
    for name, (package, version) in packages.items():
        assert f"{package} {version}" in PARTIES[name].package


@pytest.mark.parametrize("verifier", VERIFIERS)
def test_a_peer_says_which_document_it_was_not_given(peers: Peers, verifier: str) -> None:
    question = by_did_web(Brunel("eddsa-rdfc-2022", "Ed25519", peers.signing("db-vc")))

    reply = peers.ask("verify", verifier, format="ldp", document=question.document, now=LOOKED_AT)

    assert not reply["ok"]
    assert BRUNEL_DID_JSON in reply["missing"]
    assert BRUNEL_DID_JSON in reply["detail"]


@pytest.mark.parametrize("verifier", VERIFIERS)
def test_a_did_document_of_one_request_is_forgotten_in_the_next(peers: Peers, verifier: str) -> None:
    question = by_did_web(Brunel("eddsa-rdfc-2022", "Ed25519", peers.signing("db-vc")))
    rotated = {BRUNEL_DID_JSON: did_document(BRUNEL_WEB, ANOTHER_PUBLIC_KEY)}
    asked = {"format": "ldp", "document": question.document, "now": LOOKED_AT}

    first = peers.ask("verify", verifier, **asked, documents=question.documents)
    second = peers.ask("verify", verifier, **asked, documents=rotated)

    assert first["ok"]
    assert not second["ok"]


def test_an_array_of_one_proof_can_be_unwrapped_for_a_peer_that_reads_objects(peers: Peers) -> None:
    question = with_status(Brunel("eddsa-rdfc-2022", "Ed25519", peers.signing("openvc-core")))
    lists = {url: each | {"proof": [each["proof"]]} for url, each in question.documents.items()}
    document = question.document | {"proof": [question.document["proof"]]}
    asked = {"format": "ldp", "document": document, "documents": lists, "now": LOOKED_AT}

    as_it_is = peers.ask("verify", "openvc-core", **asked)
    unwrapped = peers.ask("verify", "openvc-core", **asked, unwrapProof=True)

    assert as_it_is["unsupported"]
    assert unwrapped["ok"]


@pytest.mark.parametrize("name", ["db-vc", "openvc-core"])
def test_a_bad_request_is_an_error_and_the_next_is_answered(peers: Peers, name: str) -> None:
    with pytest.raises(PeerFailure, match="no-such-operation"):
        peers.ask("no-such-operation", name)

    assert peers.processes[name].ask({"op": "info"})["ok"]
