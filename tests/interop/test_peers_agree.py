"""The peers among themselves: what one issues, the others accept or refuse as they should.

It shows that the peers are set up as their makers mean them, before anybody asks what they think of Assay.
"""

import pytest

from tests.interop.brunel import BRUNEL_DID_JSON, BRUNEL_WEB, MALLORYS_KEYS, Brunel, Json, did_document, multikey
from tests.interop.matrix import CASES, PARTIES, Cell, Matrix, Outcome
from tests.interop.peer_process import Peer, PeerFailure, Peers
from tests.interop.questions import ASKED, LOOKED_AT, Asking, by_did_web, with_status

pytestmark = pytest.mark.interop

VERIFIERS = ["db-vc", "dcc-verifier-core", "openvc-core", "openbadgeslib"]


def expected(asking: Asking, verifier: str, reads: dict[str, Json]) -> Outcome:
    """What is known of the peers: they agree, but for what one does not read and for what peers/README.md tells."""
    issuer, suite, kind, case = asking
    if kind not in reads[verifier].get(suite, []):
        return Outcome.UNSUPPORTED
    if case == "proof array" and verifier == "openvc-core":
        return Outcome.UNSUPPORTED  # it reads a proof that is an object
    if suite == "vc-jwt" and issuer != verifier:
        return Outcome.UNSUPPORTED  # one has the credential in the claim vc (VCDM 1.1), the other in the payload
    if suite == "eddsa-jcs-2022" and (issuer, verifier) == ("openvc-core", "db-vc"):
        return Outcome.REFUSED if CASES[case].accepted else Outcome.AGREED  # one has @context in the proof
    if case == "coordinates" and verifier == "openvc-core" and "rdfc" in suite:
        return Outcome.REFUSED  # its compaction names the type of the coordinates by another term
    return Outcome.AGREED


@pytest.mark.parametrize("asking", ASKED, ids=" ".join)
def test_what_one_peer_issues_the_others_judge_alike(
    peers: Peers, reads: dict[str, Json], interop_matrix: Matrix, asking: Asking
) -> None:
    question = asking.question(peers.signing(asking.issuer))

    replies = {verifier: peers.verdict(verifier, question) for verifier in VERIFIERS}

    for verifier, reply in replies.items():
        cell = Cell(asking.issuer, asking.label, asking.case, verifier)
        assert interop_matrix.record(cell, reply) is expected(asking, verifier, reads), reply


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
    rotated = {BRUNEL_DID_JSON: did_document(BRUNEL_WEB, multikey(MALLORYS_KEYS["Ed25519"][1]))}
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
