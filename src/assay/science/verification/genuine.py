"""Whether it is genuine: its words have a known meaning, it is unaltered, and the issuer signed it."""

from datetime import datetime

from assay.science.errors import AssayError
from assay.science.securing import json_ld
from assay.science.securing.contexts import ContextLibrary
from assay.science.securing.strict_json import JsonObject
from assay.science.verification.asking import Asking
from assay.science.verification.hosted import check_hosted
from assay.science.verification.report import Check, Finding, faulty, holds, not_applicable
from assay.science.verification.signatures import MAX_WORK, Signing, check_signature
from assay.science.vocabulary.credential import UnverifiedCredential
from assay.science.vocabulary.kinds import Model

_DEFINED = holds(
    Check.CONTEXT, "every word in it is defined by contexts that are pinned here", "Data Integrity 1.0 §4.2"
)


def check_context(document: JsonObject, contexts: ContextLibrary) -> Finding:
    """Do all the words of a JSON-LD document have a known meaning? Its proofs are looked at with the proofs."""
    try:
        json_ld.to_rdf({name: member for name, member in document.items() if name != "proof"}, contexts)
    except AssayError as error:
        return faulty(Check.CONTEXT, error)
    return _DEFINED


def check_genuine(
    credential: UnverifiedCredential, *, at: datetime, contexts: ContextLibrary, max_work: int = MAX_WORK
) -> Asking[list[Finding]]:
    """The findings of context, proof and issuer; for an Open Badges 2.0 assertion, those of its hosted copy."""
    if credential.model is Model.OB_2:
        plain = not_applicable(
            Check.CONTEXT, "Open Badges 2.0 is read as plain JSON: nothing is signed over its meaning"
        )
        return [plain, *(yield from check_hosted(credential))]
    signing = Signing(str(credential.issuer), "assertionMethod", at, contexts, max_work)
    signatures = yield from check_signature(credential, signing)
    context = _DEFINED if credential.recognised else check_context(credential.document, contexts)
    return [context, *signatures]
