"""Sign a composed credential, and refuse to let out what we ourselves would not accept."""

import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from assay.science.errors import Refused
from assay.science.securing import data_integrity, vc_jwt
from assay.science.securing.contexts import ContextLibrary, bundled
from assay.science.securing.keys import KeyKind
from assay.science.securing.signer import Signer
from assay.science.securing.strict_json import JsonObject
from assay.science.verification.asking import drive
from assay.science.verification.report import AT_ISSUE
from assay.science.verification.verify import verification
from assay.science.vocabulary.kinds import CREDENTIALS, Kind
from assay.science.vocabulary.reading import read

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

    Deterministic in its arguments. (1) Sign. (2) Read and verify our own output like a stranger's, under ``AT_ISSUE``.
    Raises ``Refused`` when our own verification would not accept it, so a fault is found before anybody holds it.
    """
    chosen = suite or DEFAULT_SUITES.get(issuer.signer.public_key.kind)
    if chosen is None:
        raise Refused(f"Assay does not issue with {issuer.signer.public_key.kind.value} keys")
    library = contexts or bundled()
    if chosen == VC_JWT:
        signed = vc_jwt.secure_as_jwt(credential, signer=issuer.signer, kid=issuer.method)  # (1)
    else:
        secured = data_integrity.secure(
            credential, signer=issuer.signer, method=issuer.method, created=at, suite=chosen, contexts=library
        )
        signed = json.dumps(secured, ensure_ascii=False, indent=2)
    report = drive(verification(read(signed, expecting=_ISSUED), at=at, contexts=library), issuer.own_documents)  # (2)
    report.accept(AT_ISSUE)
    return signed
