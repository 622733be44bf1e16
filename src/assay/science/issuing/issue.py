"""Sign a composed credential, and refuse to let out what we ourselves would not accept."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from assay.science.errors import Refused
from assay.science.securing import data_integrity, multibase, shapes, vc_jwt
from assay.science.securing.contexts import ContextLibrary, bundled
from assay.science.securing.keys import KeyKind
from assay.science.securing.signer import Signer
from assay.science.securing.strict_json import JsonObject
from assay.science.verification.asking import drive
from assay.science.verification.first_sight import always, at_first_sight
from assay.science.verification.report import AT_ISSUE
from assay.science.verification.verify import verification
from assay.science.vocabulary.by_shape import read_known
from assay.science.vocabulary.kinds import CREDENTIALS, Kind

VC_JWT = "vc-jwt"
# The suite that 1EdTech certification names, and the one for hardware keys.
DEFAULT_SUITES = {
    KeyKind.ED25519: "eddsa-rdfc-2022",
    KeyKind.P256: "ecdsa-rdfc-2019",
    KeyKind.P384: "ecdsa-rdfc-2019",
}

_ISSUED = CREDENTIALS | {Kind.STATUS_LIST}


@dataclass(frozen=True, slots=True)
class Issuer:
    """Who signs: the identifier that credentials name, the verification method's URL, the key itself.

    ``own_documents`` answers for our own published documents (the DID document), so that what we sign can be checked
    before anybody has published it.
    """

    id: str
    method: str
    signer: Signer
    own_documents: Callable[[str], bytes | None]


def issue(
    credential: JsonObject,
    issuer: Issuer,
    *,
    at: datetime,
    suite: str | None = None,
    contexts: ContextLibrary | None = None,
) -> str:
    """The signed credential as text: JSON with an embedded proof, or a compact JWT when ``suite`` is ``vc-jwt``.

    Deterministic in its arguments: whether the shape of the credential is known decides how long it takes, and nothing
    else. (1) Sign. (2) Read and verify our own output like a stranger's, under ``AT_ISSUE``. A shape that was new is
    signed the long way and verified by what was compiled for it, so that the two are held against each other.
    Raises ``Refused`` when our own verification would not accept it, so a fault is found before anybody holds it.
    ``batch`` issues many of a few forms in less time.
    """
    chosen = suite or DEFAULT_SUITES.get(issuer.signer.public_key.kind)
    if chosen is None:
        raise Refused(f"Assay does not issue with {issuer.signer.public_key.kind.value} keys")
    library = contexts or bundled()
    if chosen == VC_JWT:
        signed = vc_jwt.secure_as_jwt(credential, signer=issuer.signer, kid=issuer.method)  # (1)
    else:
        options = data_integrity.options_for(credential, method=issuer.method, created=at, suite=chosen)
        signed = _signed_by_shape(credential, options, issuer, library) or data_integrity.as_text(
            data_integrity.secure(
                credential, signer=issuer.signer, method=issuer.method, created=at, suite=chosen, contexts=library
            )
        )
    unverified = read_known(signed, library, expecting=_ISSUED)  # (2)
    unverified, keep = at_first_sight(signed, unverified, library, always)
    drive(verification(unverified, at=at, contexts=library), issuer.own_documents).accept(AT_ISSUE)
    if keep is not None:
        keep()
    return signed


def _signed_by_shape(
    credential: JsonObject, options: JsonObject, issuer: Issuer, library: ContextLibrary
) -> str | None:
    """The same text, where its shape is known; ``None`` when it is not, or at any doubt."""
    if "proof" in credential:
        return None
    without_value: JsonObject = {**credential, "proof": [{**options, "proofValue": ""}]}
    unsigned = data_integrity.as_text(without_value)
    recognised = shapes.recognise(unsigned, library)
    data = None if recognised is None else data_integrity.hash_recognised(recognised, issuer.signer.public_key)
    if data is None:
        return None
    # The value of the proof is the last string of the text, and the only one that is empty there.
    before, _, after = unsigned.rpartition('""')
    return f'{before}"{multibase.encode(issuer.signer.sign(data.signed))}"{after}'
