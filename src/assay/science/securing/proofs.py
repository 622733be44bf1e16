"""Embedded proofs as values: read strictly, in sets and in chains.

Source: Data Integrity 1.0 §2.1 (proofs), §2.1.1 (sets), §2.1.2 (chains). Not checked here: any signature.
"""

from dataclasses import dataclass
from datetime import datetime

from assay.science.errors import Code, MalformedDocument, Refused
from assay.science.instants import parse_timestamp
from assay.science.securing import multibase
from assay.science.securing.strict_json import JsonObject, JsonValue, listed
from assay.science.securing.suites import Form, Suite, suite_of

# More proofs than any document has a reason for; each costs a canonicalisation and a signature check.
MAX_PROOFS = 16
_CLAUSE = "Data Integrity 1.0 §2.1"


@dataclass(frozen=True, slots=True)
class Proof:
    """One proof of a suite that Assay reads, with its place in the document."""

    where: str
    raw: JsonObject
    suite: Suite
    id: str | None
    verification_method: str
    purpose: str
    created: datetime | None
    expires: datetime | None
    domain: tuple[str, ...]
    challenge: str | None
    previous: tuple[str, ...]
    signature: bytes

    def options(self) -> JsonObject:
        """The proof without its signature: what is hashed beside the document."""
        return without_value(self.raw)


@dataclass(frozen=True, slots=True)
class UnknownProof:
    """A proof of a kind that Assay does not read. Reported, never counted."""

    where: str
    kind: str


def read_proofs(document: JsonObject) -> tuple[Proof | UnknownProof, ...]:
    """The document's proofs in their order; empty when there are none.

    Raises ``MalformedDocument`` with ``PROOF_MALFORMED`` for a proof that breaks the rules of its own kind.
    """
    found = document.get("proof", [])
    proofs = found if isinstance(found, list) else [found]
    if len(proofs) > MAX_PROOFS:
        raise MalformedDocument(f"more than {MAX_PROOFS} proofs", where="/proof", code=Code.TOO_LARGE)
    single = not isinstance(found, list)
    read = tuple(_read(proof, "/proof" if single else f"/proof/{index}") for index, proof in enumerate(proofs))
    ids = [proof.id for proof in read if isinstance(proof, Proof) and proof.id is not None]
    if len(ids) != len(set(ids)):
        raise _malformed("two proofs with one id", "/proof")
    return read


def without_value(proof: JsonObject) -> JsonObject:
    """A proof's options: all of it but the signature."""
    return {name: member for name, member in proof.items() if name != "proofValue"}


def covered(
    document: JsonObject, options: JsonObject, suite: Suite, earlier: tuple[Proof, ...] = ()
) -> tuple[JsonObject, JsonObject]:
    """What a proof with these options is made over, options and document, before they are made canonical.

    Raises ``MalformedDocument`` with ``PROOF_MALFORMED`` when the contexts of a proof are not those that the document
    begins with. Source: EdDSA Cryptosuites 1.0 §3.2.5 and §3.3.5, Data Integrity 1.0 §4.5 (``earlier``).
    """
    unsecured = {name: member for name, member in document.items() if name != "proof"}
    if earlier:
        unsecured["proof"] = [each.raw for each in earlier]
    if suite.form is Form.JCS:
        return options, _with_signed_context(unsecured, options, suite)
    return {**options, "@context": document.get("@context", [])}, unsecured


def _with_signed_context(document: JsonObject, options: JsonObject, suite: Suite) -> JsonObject:
    """The context that was signed is the proof's; the document's may go on after it, but not begin before it."""
    if "@context" not in options:
        return document
    signed, found = listed(options["@context"]), listed(document.get("@context", []))
    if found[: len(signed)] != signed:
        reason = "the document's contexts do not begin with those of the proof"
        raise MalformedDocument(reason, where="/@context", clause=suite.source, code=Code.PROOF_MALFORMED)
    return {**document, "@context": options["@context"]}


def chain_before(options: JsonObject, among: tuple[Proof | UnknownProof, ...]) -> tuple[Proof, ...]:
    """The proofs that a proof with these options is made on top of, in document order.

    Raises ``Refused`` with ``PROOF_CHAIN_BROKEN`` when one is missing or the chain runs in a circle.
    Source: Data Integrity 1.0 §4.5, "matching proofs".
    """
    by_id = {each.id: each for each in among if isinstance(each, Proof) and each.id is not None}
    previous = _texts(options, "previousProof", "/proof")
    seen: set[str] = set()
    waiting = list(previous)
    while waiting:
        wanted = waiting.pop()
        if wanted not in by_id or wanted == options.get("id"):
            raise _broken(f"the proof names an earlier proof {wanted!r:.80} that is missing or is itself")
        if wanted not in seen:
            seen.add(wanted)
            waiting += by_id[wanted].previous
    made: set[str] = set()
    while found := {each for each in seen - made if made.issuperset(by_id[each].previous)}:
        made |= found
    if made != seen:
        raise _broken("the earlier proofs are each made on top of the other")
    return tuple(each for each in by_id.values() if each.id in previous)


def _read(proof: JsonValue, where: str) -> Proof | UnknownProof:
    if not isinstance(proof, dict):
        raise _malformed("a proof is an object", where)
    kind = proof.get("type")
    if not isinstance(kind, str) or not kind:
        raise _malformed("a proof without a type", where)
    suite = suite_of(proof)
    if suite is None:
        return UnknownProof(where, f"{kind} {proof.get('cryptosuite', '')}".strip())
    return _read_known(proof, where, suite)


def _read_known(proof: JsonObject, where: str, suite: Suite) -> Proof:
    return Proof(
        where=where,
        raw=proof,
        suite=suite,
        id=_text(proof, "id", where) if "id" in proof else None,
        verification_method=_text(proof, "verificationMethod", where),
        purpose=_text(proof, "proofPurpose", where),
        created=_instant(proof, "created", where),
        expires=_instant(proof, "expires", where),
        domain=_texts(proof, "domain", where),
        challenge=_text(proof, "challenge", where) if "challenge" in proof else None,
        previous=_texts(proof, "previousProof", where),
        signature=_signature(proof, where, suite),
    )


def _text(proof: JsonObject, name: str, where: str) -> str:
    text = proof.get(name)
    if not isinstance(text, str) or not text:
        raise _malformed(f"the proof's {name} is missing or not text", f"{where}/{name}")
    return text


def _texts(proof: JsonObject, name: str, where: str) -> tuple[str, ...]:
    if name not in proof:
        return ()
    found = proof[name]
    texts = found if isinstance(found, list) else [found]
    if not all(isinstance(text, str) and text for text in texts):
        raise _malformed(f"the proof's {name} is not text or a list of texts", f"{where}/{name}")
    return tuple(str(text) for text in texts)


def _instant(proof: JsonObject, name: str, where: str) -> datetime | None:
    if name not in proof:
        return None
    try:
        return parse_timestamp(proof[name], where=f"{where}/{name}")
    except MalformedDocument as error:
        raise _malformed(error.reason, error.where) from error


def _signature(proof: JsonObject, where: str, suite: Suite) -> bytes:
    text = _text(proof, "proofValue", where)
    if not text.startswith("z"):
        raise _malformed("the proof's value is not base58btc multibase", where + "/proofValue")
    try:
        signature = multibase.decode(text)
    except MalformedDocument as error:
        raise _malformed(error.reason, where + "/proofValue") from error
    if len(signature) not in suite.signature_lengths:
        raise _malformed(f"{len(signature)} bytes are no signature of {suite.name}", where + "/proofValue")
    return signature


def _broken(reason: str) -> Refused:
    return Refused(reason, code=Code.PROOF_CHAIN_BROKEN, clause="Data Integrity 1.0 §2.1.2")


def _malformed(reason: str, where: str) -> MalformedDocument:
    return MalformedDocument(reason, where=where, clause=_CLAUSE, code=Code.PROOF_MALFORMED)
