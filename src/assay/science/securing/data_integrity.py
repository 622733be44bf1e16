"""Data Integrity proofs: what is hashed, how it is signed, how it is checked.

Every suite here does the same three things and differs in a row of ``suites``: it brings document and proof options
into a canonical form, hashes both, and signs hash(options) ‖ hash(document).

Source: Data Integrity 1.0 §4; EdDSA Cryptosuites 1.0 §3.2 and §3.3; ECDSA Cryptosuites 1.0 §3.2 and §3.3;
Ed25519Signature2020 (W3C CCG report), which is read and never issued.
"""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from types import MappingProxyType

from assay.science.errors import Code, Refused
from assay.science.instants import format_timestamp
from assay.science.securing import jcs, json_ld, multibase, proofs, rdf_canonical
from assay.science.securing.contexts import ContextLibrary
from assay.science.securing.keys import KeyKind, PublicKey
from assay.science.securing.proofs import Proof, UnknownProof
from assay.science.securing.recognised import Recognised
from assay.science.securing.signer import Signer
from assay.science.securing.strict_json import JsonObject, JsonValue
from assay.science.securing.suites import DATA_INTEGRITY, Form, Suite, suite_of


@dataclass(frozen=True, slots=True)
class HashData:
    """The two canonical forms and the bytes that are signed. Kept apart so that each can be held against a vector."""

    options: bytes
    document: bytes
    signed: bytes


def secure(
    document: JsonObject,
    *,
    signer: Signer,
    method: str,
    created: datetime | None,
    suite: str,
    contexts: ContextLibrary,
    more: Mapping[str, JsonValue] = MappingProxyType({}),
    purpose: str = "assertionMethod",
) -> JsonObject:
    """The document with one more proof by ``signer`` at the end of its ``proof`` array.

    ``method`` is the URL of the verification method; ``more`` holds further proof members such as ``id``,
    ``previousProof``, ``challenge`` and ``domain``. Deterministic: the same arguments give the same bytes.
    Raises ``Refused`` for a suite that Assay does not issue or a key that does not fit it, and
    ``MalformedDocument`` for a document that no proof could cover.
    """
    options = options_for(document, method=method, created=created, suite=suite, more=more, purpose=purpose)
    existing = proofs.read_proofs(document)
    earlier = proofs.chain_before(options, existing)
    data = hash_data(document, options, earlier=earlier, key=signer.public_key, contexts=contexts)
    signature = signer.sign(data.signed)
    before = document.get("proof", [])
    kept = before if isinstance(before, list) else [before]
    secured: JsonObject = {**document, "proof": [*kept, {**options, "proofValue": multibase.encode(signature)}]}
    proofs.read_proofs(secured)  # a second proof of the same id, or one too many, would spoil the others
    return secured


def as_text(secured: JsonObject) -> str:
    """A secured document as we hand it out. Nothing signed depends on it; who fills in a template writes it alike."""
    return json.dumps(secured, ensure_ascii=False, indent=2)


def options_for(
    document: JsonObject,
    *,
    method: str,
    created: datetime | None,
    suite: str,
    more: Mapping[str, JsonValue] = MappingProxyType({}),
    purpose: str = "assertionMethod",
) -> JsonObject:
    """What a new proof over the document says beside its signature. Raises ``Refused`` for an unknown suite."""
    options: JsonObject = {"type": DATA_INTEGRITY, "cryptosuite": suite}
    if created is not None:
        options["created"] = format_timestamp(created)
    options |= {"verificationMethod": method, "proofPurpose": purpose, **more}
    if _suite(options).form is Form.JCS and "@context" in document:
        options["@context"] = document["@context"]
    return options


def verify(
    document: JsonObject,
    proof: Proof,
    among: tuple[Proof | UnknownProof, ...],
    *,
    key: PublicKey,
    contexts: ContextLibrary,
    recognised: Recognised | None = None,
) -> None:
    """Raise unless ``key`` made ``proof`` over ``document``. ``among`` are all proofs of the document, for chains.

    ``recognised`` is the same document, where its shape is known to ``contexts``: then it need not be expanded, and
    ``document`` may lack what is not proof.

    Raises ``Refused`` with ``PROOF_INVALID``, ``ALGORITHM_REFUSED``, ``PROOF_CHAIN_BROKEN``, ``CONTEXT_UNKNOWN`` or
    ``WORK_BUDGET``, and ``MalformedDocument`` with ``DATA_LOSS``, ``CONTEXT_REFUSED`` or ``PROOF_MALFORMED``.
    Not checked here: whose key it is, what it may be used for, and any date.
    """
    data = hash_recognised(recognised, key) if recognised is not None else None
    if data is None:
        options = proof.options()
        document = recognised.document if recognised is not None else document
        data = hash_data(document, options, earlier=proofs.chain_before(options, among), key=key, contexts=contexts)
    key.verify(proof.signature, data.signed)


def hash_data(
    document: JsonObject,
    options: JsonObject,
    *,
    earlier: tuple[Proof, ...] = (),
    key: PublicKey,
    contexts: ContextLibrary,
) -> HashData:
    """What a proof with these options signs, on top of the ``earlier`` proofs. Raises as ``verify`` does."""
    suite = _suite(options)
    if key.kind not in suite.keys:
        reason = f"{suite.name} does not use {key.kind.value} keys"
        raise Refused(reason, code=Code.ALGORITHM_REFUSED, clause=suite.source)
    options, unsecured = proofs.covered(document, options, suite, earlier)
    if suite.form is Form.JCS:
        canonical_options, canonical_document = jcs.canonicalize(options), jcs.canonicalize(unsecured)
    else:
        hash_name = _hash_name(key)
        canonical_options = _canonical_rdf(options, contexts, hash_name)
        canonical_document = _canonical_rdf(unsecured, contexts, hash_name)
    return _hashed(canonical_options, canonical_document, key)


def hash_recognised(recognised: Recognised, key: PublicKey) -> HashData | None:
    """The same for the one proof of a document whose shape is known; ``None`` where ``hash_data`` has to decide."""
    suite = recognised.shape.suite
    if suite is None or key.kind not in suite.keys:
        return None
    forms = recognised.canonical_forms(_hash_name(key))
    return None if forms is None else _hashed(*forms, key)


def _hashed(canonical_options: bytes, canonical_document: bytes, key: PublicKey) -> HashData:
    digest = hashlib.sha384 if key.kind is KeyKind.P384 else hashlib.sha256
    signed = digest(canonical_options).digest() + digest(canonical_document).digest()
    return HashData(canonical_options, canonical_document, signed)


def _suite(options: JsonObject) -> Suite:
    suite = suite_of(options)
    if suite is None:
        reason = f"the suite {options.get('cryptosuite')!r:.60} is not one that Assay knows"
        raise Refused(reason, code=Code.PROOF_UNSUPPORTED)
    return suite


def _hash_name(key: PublicKey) -> str:
    """ECDSA Cryptosuites 1.0 §3.2.3: a P-384 key brings SHA-384 with it, into the canonicalisation too."""
    return "sha384" if key.kind is KeyKind.P384 else "sha256"


def _canonical_rdf(document: JsonObject, contexts: ContextLibrary, hash_name: str) -> bytes:
    return rdf_canonical.canonicalize(json_ld.to_rdf(document, contexts), hash_name=hash_name).encode("utf-8")
