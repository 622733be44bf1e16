"""What our credentials state on the fast path, and what Digital Bazaar's expansion and canonicalisation make of them.

The credentials are issued by templates and recognised by their shapes, so neither their statements nor their signatures
come from the path that issued the first of each kind.
"""

import json
from collections.abc import Iterator
from typing import NamedTuple

import pytest

from assay.science.securing import contexts, data_integrity, shapes, templates
from assay.science.securing.strict_json import JsonObject, parse_object, walk
from tests.interop.brunel import BRUNEL_WEB, ISSUED, Json
from tests.interop.ourselves import College, instant
from tests.interop.peer_process import Peer, Peers
from tests.interop.questions import LOOKED_AT, Question
from tests.science.securing.differential import texts
from tests.science.securing.differential.issued import issued
from tests.science.securing.differential.variants import KEPT, retold

pytestmark = pytest.mark.interop

BRUNEL = College("eddsa-rdfc-2022", "Ed25519", on_the_web=True)
KINDS = 160


class Sample(NamedTuple):
    """A signed credential; what its document and the options of its proof state, in canonical N-Quads."""

    text: str
    document: str
    options: str


@pytest.fixture(scope="module")
def samples() -> list[Sample]:
    """More than two hundred credentials of dozens of shapes, signed and canonicalised on the fast path."""
    return list(_samples())


def _samples() -> Iterator[Sample]:
    library = contexts.bundled()
    for number in range(KINDS):
        random = texts.dice(f"statements {number}")
        first = _signed(_badge(issued(random)))
        varying = [where for where, value in walk(first) if isinstance(value, str) and _may_vary(where)]
        template = templates.compile_template(first, vary=varying, contexts=library)
        if template is None or not shapes.learn(_written(first), first, library):
            continue
        for way in ("fresh", "renamed", "wild", "collapsed"):
            again = dict(walk(_badge(retold(first, random, way))))
            filled = template.fill([str(again[where]) for where in template.vary], created=instant(ISSUED))
            text = filled and template.sign(filled, BRUNEL.issuer.signer)
            found = shapes.recognise(text, library) if text else None
            stated = found and (found.canonical_document(), found.canonical_options())
            if text and stated and stated[0] and stated[1] and _is_common_ground(text):
                yield Sample(text, stated[0].decode(), stated[1].decode())
    shapes.forget(library)


def _signed(document: JsonObject) -> JsonObject:
    """By the generic path."""
    issuer, library = BRUNEL.issuer, contexts.bundled()
    at, suite = instant(ISSUED), BRUNEL.suite
    return data_integrity.secure(
        document, signer=issuer.signer, method=issuer.method, created=at, suite=suite, contexts=library
    )


def _badge(document: JsonObject) -> JsonObject:
    """With Brunel College for an issuer, and without an end or a status list that somebody would have to look at."""
    issuer = document["issuer"]
    assert isinstance(issuer, dict)
    kept = {name: member for name, member in document.items() if name not in {"credentialStatus", "validUntil"}}
    return {**kept, "issuer": {**issuer, "id": BRUNEL_WEB}, "validFrom": ISSUED}


def _may_vary(where: str) -> bool:
    kept = {*KEPT, "proof", "validFrom"}
    return where != "/issuer/id" and kept.isdisjoint(where.split("/"))


def _written(document: JsonObject) -> str:
    return json.dumps(document, ensure_ascii=False, indent=2)


def _is_common_ground(text: str) -> bool:
    """jsonld.js sorts lines by UTF-16 code units, not by code points; and it does not escape U+FFFE and U+FFFF."""
    late = {each for each in text if "\ue000" <= each <= "\uffff"}
    return not late & {"\ufffe", "\uffff"} and (not late or max(text) <= "\uffff")


def test_jsonld_js_states_the_same_in_the_same_words(node_peer: Peer, samples: list[Sample]) -> None:
    assert len(samples) >= 200
    assert len({sample.document for sample in samples}) == len(samples)
    for sample in samples:
        document: Json = parse_object(sample.text)
        [options] = document.pop("proof")
        options = {**options, "@context": document["@context"]}
        del options["proofValue"]

        assert node_peer.ask({"op": "statements", "document": document})["nquads"] == sample.document
        assert node_peer.ask({"op": "statements", "document": options})["nquads"] == sample.options


def test_a_document_that_loses_a_word_on_the_way_has_no_statements(node_peer: Peer) -> None:
    reply = node_peer.ask(
        {"op": "statements", "document": {"@context": [contexts.VC_2], "id": "urn:x:1", "grade": "A"}}
    )

    assert not reply["ok"]
    assert "nquads" not in reply


def test_digital_bazaar_verifies_what_templates_signed(peers: Peers, samples: list[Sample]) -> None:
    for sample in samples[::10]:
        reply = peers.verdict("db-vc", Question(parse_object(sample.text), BRUNEL.documents, LOOKED_AT))

        assert reply["ok"], reply["detail"]
