"""The credential that ``./run browser`` has issued, accepted and downloaded, at every peer.

The walk leaves it in .ci/out/issued with the documents that its server publishes: its DID document, its status list.
"""

import json
import os
from pathlib import Path

import pytest

from tests.interop.peer_process import Peers
from tests.interop.questions import Question

pytestmark = pytest.mark.interop

ISSUED = Path(__file__).parents[2] / ".ci" / "out" / "issued"


@pytest.fixture
def issued() -> Question:
    """What the walk left, to be looked at a minute after it was issued."""
    if not (ISSUED / "credential.json").exists():
        if os.environ.get("CI") == "true":
            pytest.fail("no credential from the browser; .ci/run walks first")
        pytest.skip("no credential from the browser: ./run browser first")
    return Question(
        json.loads((ISSUED / "credential.json").read_text("utf-8")),
        json.loads((ISSUED / "documents.json").read_text("utf-8")),
        (ISSUED / "now").read_text("ascii"),
    )


@pytest.mark.parametrize("verifier", ["db-vc", "dcc-verifier-core", "openvc-core", "openbadgeslib"])
def test_a_credential_that_was_issued_in_the_browser_is_valid_at_a_peer(
    peers: Peers, issued: Question, verifier: str
) -> None:
    reply = peers.verdict(verifier, issued, unwrap_proof=verifier == "openvc-core")

    assert reply["ok"], reply


@pytest.mark.parametrize("verifier", ["db-vc", "dcc-verifier-core", "openvc-core", "openbadgeslib"])
def test_with_one_word_changed_it_is_not(peers: Peers, issued: Question, verifier: str) -> None:
    changed = {**issued.document, "name": "Something grander"}

    reply = peers.verdict(
        verifier, Question(changed, issued.documents, issued.now), unwrap_proof=verifier == "openvc-core"
    )

    assert not reply["ok"], reply
