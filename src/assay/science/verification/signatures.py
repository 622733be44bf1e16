"""Is it unaltered, and did the issuer sign it? Two questions, answered apart.

Every proof of a known suite is checked and reported. At least one must be the issuer's own; a proof by somebody else
that verifies is a co-signature, told and not counted; a proof that does not verify spoils the document.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime

from assay.science.dids.did_document import ControllerDocument, VerificationMethod
from assay.science.dids.resolution import split_did_url
from assay.science.errors import AssayError, Code, MalformedDocument, Refused
from assay.science.instants import ValidityPeriod
from assay.science.securing import data_integrity, jwk, proofs, vc_jwt
from assay.science.securing.contexts import ContextLibrary
from assay.science.securing.jws import verify_compact
from assay.science.securing.keys import PublicKey
from assay.science.securing.known import remembered
from assay.science.securing.proofs import Proof, UnknownProof
from assay.science.securing.recognised import Recognised
from assay.science.securing.strict_json import JsonObject, listed, walk
from assay.science.securing.vc_jwt import TokenEnvelope, TokenKind
from assay.science.verification.asking import Asking
from assay.science.verification.authority import controller_document
from assay.science.verification.report import Check, Finding, Outcome, faulty, holds, not_applicable
from assay.science.vocabulary.credential import UnverifiedCredential

# Each proof costs a walk through the whole document, some 6 µs a value: this is half a second.
MAX_WORK = 80_000
# The same for what is looked at beside a credential, its endorsements and status lists, of which there may be many.
MAX_WORK_BESIDE = 4_000


@dataclass(frozen=True, slots=True)
class Signing:
    """Who is expected to have signed, for what purpose, as of when, and with which contexts known.

    ``max_work`` bounds the number of values in a document times the number of proofs over it.
    """

    signer: str
    purpose: str
    at: datetime
    contexts: ContextLibrary
    max_work: int = MAX_WORK


@dataclass(frozen=True, slots=True)
class _Pair:
    """The two findings about one signature."""

    proof: Finding
    issuer: Finding


def check_signature(credential: UnverifiedCredential, signing: Signing) -> Asking[tuple[Finding, ...]]:
    """Check however it is signed: the token it came in, the proofs embedded in it, or both."""
    findings: tuple[Finding, ...] = ()
    if credential.token is not None:
        findings = yield from check_token(credential.token, signing, period=credential.validity)
        if "proof" not in credential.only("proof"):
            return findings
    document = credential.only("@context", "proof")
    embedded = yield from check_embedded(document, signing, recognised=credential.recognised)
    return findings + embedded


def check_embedded(
    document: JsonObject, signing: Signing, *, recognised: Recognised | None = None
) -> Asking[tuple[Finding, ...]]:
    """Check every embedded proof. Source: Data Integrity 1.0 §4.4 and §4.5.

    ``recognised`` is the same document, where its shape is known: then it is not expanded for any proof, and of
    ``document`` only the proofs and the contexts are looked at.
    """
    try:
        found = proofs.read_proofs(document)
        known = [proof for proof in found if isinstance(proof, Proof)]
        size = recognised.shape.size if recognised else sum(1 for _ in walk(document))
        if len(known) * size > signing.max_work:
            raise MalformedDocument("too many proofs over so large a document", code=Code.TOO_LARGE)
    except AssayError as error:
        return (faulty(Check.PROOF, error),)
    unread = [proof for proof in found if isinstance(proof, UnknownProof)]
    if not known:
        return (_nothing_to_check(unread),)
    pairs: list[_Pair] = []
    for proof in known:
        pairs += [(yield from _check_proof(document, proof, found, signing, recognised))]
        if pairs[-1].proof.code is Code.WORK_BUDGET:
            break  # the document is too much work, and would be again for each further proof
    notes = (
        not_applicable(Check.PROOF, f"a proof of a kind not read here: {proof.kind!r:.80}", code=Code.PROOF_UNSUPPORTED)
        for proof in unread
    )
    return (*_told(pairs, signing), *notes)


def check_token(token: TokenEnvelope, signing: Signing, *, period: ValidityPeriod) -> Asking[tuple[Finding, ...]]:
    """Check the signature of a JWT and that its claims agree with the document inside.

    The header names a key by ``kid``, inside the issuer's document. A ``jwk`` in the header is good for one thing: to
    find that same key in the issuer's document when there is no ``kid``. Source: OB 3.0 §8.2, VC-JOSE-COSE §3.1.
    """
    try:
        vc_jwt.check_claims(token, kind=TokenKind.CREDENTIAL)
        if token.expires is not None and token.expires < signing.at and period.contains(signing.at):
            raise Refused("the signature has run out", code=Code.PROOF_EXPIRED, clause="VC-JOSE-COSE §3.1.3")
        choose, identifier = _named_key(token, signing)
    except AssayError as error:
        return (faulty(Check.PROOF, error),)
    pair = yield from _check_key(identifier, choose, lambda key: verify_compact(token.jws, key), signing)
    return _told([pair], signing)


def _nothing_to_check(unread: list[UnknownProof]) -> Finding:
    if not unread:
        return faulty(Check.PROOF, Refused("there is no proof: anybody could have written this", code=Code.NO_PROOF))
    kinds = sorted({proof.kind for proof in unread})
    reason = f"its proof is of a kind not read here: {kinds!r:.160}"
    return faulty(Check.PROOF, Refused(reason, code=Code.PROOF_UNSUPPORTED))


def _check_proof(
    document: JsonObject,
    proof: Proof,
    among: tuple[Proof | UnknownProof, ...],
    signing: Signing,
    recognised: Recognised | None,
) -> Asking[_Pair]:
    method_id = proof.verification_method
    try:
        if proof.purpose != signing.purpose:
            reason = f"signed for {proof.purpose!r:.40}, not for {signing.purpose}"
            raise Refused(reason, code=Code.PURPOSE_MISMATCH, clause="Data Integrity 1.0 §2.1")
        if proof.expires is not None and proof.expires < signing.at:
            raise Refused("the proof has run out", code=Code.PROOF_EXPIRED, clause="Data Integrity 1.0 §2.1")
        identifier, _ = split_did_url(method_id)
    except AssayError as error:
        return _Pair(faulty(Check.PROOF, error), _untold(error))

    def choose(authority: ControllerDocument) -> VerificationMethod:
        return authority.method_for(method_id, purpose=signing.purpose, at=signing.at)

    def verify(key: PublicKey) -> None:
        data_integrity.verify(document, proof, among, key=key, contexts=signing.contexts, recognised=recognised)
        # The suites let contexts be added for later proofs; nobody signed what these make of the words before them.
        if listed(proof.raw.get("@context", document.get("@context", []))) != listed(document.get("@context", [])):
            reason = "contexts were added after this was signed"
            raise Refused(reason, code=Code.CONTEXT_REFUSED, clause="EdDSA Cryptosuites 1.0 §3.3.2")

    return (yield from _check_key(identifier, choose, verify, signing))


def _named_key(
    token: TokenEnvelope, signing: Signing
) -> tuple[Callable[[ControllerDocument], VerificationMethod], str]:
    """How the token's header picks a key, and of whose document."""
    kid, hint = token.jws.kid, token.jws.header.get("jwk")
    if isinstance(kid, str):
        # RFC 7515 §4.1.4 leaves the form of kid open; a short name is one inside the issuer's own document.
        method_id = kid if ":" in kid else f"{signing.signer}#{kid.removeprefix('#')}"
        identifier, _ = split_did_url(method_id)
        return lambda authority: authority.method_for(method_id, purpose=signing.purpose, at=signing.at), identifier
    if not isinstance(hint, dict):
        raise MalformedDocument(
            "the header does not say which key signed", clause="OB 3.0 §8.2", code=Code.PROOF_MALFORMED
        )
    wanted = jwk.public_key_from_jwk(hint)

    def choose(authority: ControllerDocument) -> VerificationMethod:
        same = [method.id for method in authority.methods.values() if method.key == wanted]
        if len(same) != 1:
            reason = f"the document of {authority.id} does not have the token's key exactly once"
            raise Refused(reason, code=Code.METHOD_NOT_FOUND, clause="OB 3.0 §8.2")
        return authority.method_for(same[0], purpose=signing.purpose, at=signing.at)

    return choose, signing.signer


def _check_key(
    identifier: str,
    choose: Callable[[ControllerDocument], VerificationMethod],
    verify: Callable[[PublicKey], None],
    signing: Signing,
) -> Asking[_Pair]:
    """The same for every kind of signature: (1) whose key, (2) its document, (3) the key in it, (4) the signature."""
    # (1) Somebody else's key is looked up only where that asks nobody: a stranger must not choose what we fetch.
    foreign = None
    if identifier != signing.signer:
        reason = f"signed by {identifier}, which is not {signing.signer}"
        foreign = Refused(reason, code=Code.ISSUER_MISMATCH)
    if foreign and not identifier.startswith("did:key:"):
        return _Pair(replace(faulty(Check.PROOF, foreign), outcome=Outcome.UNKNOWN), faulty(Check.ISSUER, foreign))
    try:
        authority = yield from controller_document(identifier)  # (2)
        method = choose(authority)  # (3)
    except AssayError as error:
        return _Pair(_untold(error, Check.PROOF), faulty(Check.ISSUER, foreign or error))
    try:
        verify(method.key)  # (4)
    except AssayError as error:
        return _Pair(faulty(Check.PROOF, error), faulty(Check.ISSUER, foreign) if foreign else _untold(error))
    proof, issuer = _both_hold(method.id, identifier, signing.purpose)
    return _Pair(proof, faulty(Check.ISSUER, foreign) if foreign else issuer)


@remembered
def _both_hold(method_id: str, identifier: str, purpose: str) -> tuple[Finding, Finding]:
    proof = holds(Check.PROOF, f"unaltered since it was signed with the key {method_id}", "Data Integrity 1.0 §4.4")
    return proof, holds(Check.ISSUER, f"{identifier} lists the key that signed it under {purpose}", "CID 1.0 §3.3")


def _told(pairs: list[_Pair], signing: Signing) -> tuple[Finding, ...]:
    """Both findings of each signature; signatures of others are notes once the issuer's own is there."""
    if len(pairs) == 1:
        return pairs[0].proof, pairs[0].issuer
    own = any(pair.issuer.outcome is Outcome.HOLDS for pair in pairs)
    findings: list[Finding] = []
    for pair in pairs:
        if own and pair.issuer.code is Code.ISSUER_MISMATCH:
            note = not_applicable(
                Check.ISSUER, f"also {pair.issuer.reason}: a co-signature beside {signing.signer}'s own"
            )
            looked_up = pair.proof.code is not Code.ISSUER_MISMATCH
            findings += [pair.proof if looked_up else replace(note, check=Check.PROOF), note]
        else:
            findings += [pair.proof, pair.issuer]
    return tuple(findings)


def _untold(error: AssayError, check: Check = Check.ISSUER) -> Finding:
    """The other question of a pair, which could not be answered because this one went wrong."""
    return replace(faulty(check, error), outcome=Outcome.UNKNOWN)
