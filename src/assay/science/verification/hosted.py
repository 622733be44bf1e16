"""Open Badges 2.0: a hosted badge is genuine when its issuer's site serves the same assertion at its address.

Source: Open Badges 2.0, "Badge verification", hosted. Not read: signed assertions, which stay INDETERMINATE.
"""

import re

from assay.science.errors import AssayError, Code, MalformedDocument, Refused
from assay.science.identifiers import HttpsUrl
from assay.science.securing import jcs, strict_json
from assay.science.verification.asking import Asking, Need
from assay.science.verification.report import Check, Finding, faulty, holds
from assay.science.vocabulary import open_badges_2
from assay.science.vocabulary.credential import UnverifiedCredential

_CLAUSE = "OB 2.0 Badge Verification"


def check_hosted(credential: UnverifiedCredential) -> Asking[tuple[Finding, ...]]:
    """Ask (1) whether it is hosted, (2) whether the copy there is the same, (3) whether the site is the issuer's."""
    document, address = credential.document, str(credential.id)
    if not open_badges_2.HOSTED.intersection(open_badges_2.verification_types(document)):  # (1)
        signed = Refused("signed Open Badges 2.0 assertions are not read", code=Code.PROOF_UNSUPPORTED, clause=_CLAUSE)
        return (faulty(Check.PROOF, signed),)
    if not address.startswith("https:") or _site(address) is None:
        unsafe = Refused(
            "its address is not https, so nobody can vouch for what is there", code=Code.ISSUER_UNREACHABLE
        )
        return (faulty(Check.PROOF, unsafe),)
    raw = yield Need(address)
    if raw is None:
        away = Refused(f"the hosted copy at {address} could not be had", code=Code.ISSUER_UNREACHABLE, clause=_CLAUSE)
        return (faulty(Check.PROOF, away),)
    try:
        hosted = strict_json.parse_object(raw)
        if hosted.get("revoked") is True:
            raise Refused("the issuer has withdrawn it", code=Code.REVOKED, clause=_CLAUSE)
        if jcs.canonicalize(hosted) != jcs.canonicalize(document):  # (2)
            raise Refused("the hosted copy says something else", code=Code.HOST_MISMATCH, clause=_CLAUSE)
    except AssayError as error:
        return (faulty(Check.PROOF, error),)
    return (holds(Check.PROOF, f"the same as the copy hosted at {address}", _CLAUSE), _scope(credential, address))


def _scope(credential: UnverifiedCredential, address: str) -> Finding:
    if credential.issuer is None:
        reason = "its badge class and issuer stand behind another address, which was not followed"
        return faulty(Check.ISSUER, Refused(reason, code=Code.ISSUER_UNREACHABLE, clause=_CLAUSE))
    if _site(credential.issuer) != _site(address):  # (3)
        reason = f"it is hosted on another site than that of its issuer, {credential.issuer}"
        return faulty(Check.ISSUER, Refused(reason, code=Code.HOST_MISMATCH, clause=_CLAUSE))
    return holds(Check.ISSUER, f"hosted on the site of its issuer, {credential.issuer}", _CLAUSE)


def _site(url: str) -> tuple[str, int | None] | None:
    """Host and port. Old issuers name themselves by http; ``None`` for what is no address of the web at all."""
    try:
        found = HttpsUrl.from_text(re.sub("^http:", "https:", url))
    except MalformedDocument:
        return None
    return found.host, found.port
