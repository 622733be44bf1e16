"""Which kind of document this is, told by its exact types together with its contexts.

A signed status list, an endorsement and an achievement are all verifiable credentials; taking one for another is
how a genuine signature is made to say something it never said.
"""

from enum import StrEnum

from assay.science.errors import Code, MalformedDocument
from assay.science.securing import contexts
from assay.science.securing.strict_json import JsonObject, listed
from assay.science.vocabulary.members import texts


class Kind(StrEnum):
    """The kinds of document that Assay tells apart."""

    ACHIEVEMENT = "achievement credential"
    ENDORSEMENT = "endorsement credential"
    CLR = "comprehensive learner record"
    STATUS_LIST = "status list credential"
    PRESENTATION = "presentation"
    OTHER_CREDENTIAL = "verifiable credential of another kind"
    OB2_ASSERTION = "Open Badges 2.0 assertion"


class Model(StrEnum):
    """The data model a document is written in. Only the first is ever issued."""

    VCDM_2 = "VCDM 2.0"
    VCDM_1 = "VCDM 1.1"
    OB_2 = "OB 2.0"


# Badges that the world can rely on by themselves; a status list or a presentation is neither.
CREDENTIALS = frozenset({Kind.ACHIEVEMENT, Kind.ENDORSEMENT, Kind.CLR, Kind.OTHER_CREDENTIAL, Kind.OB2_ASSERTION})

_BY_TYPE = {
    "AchievementCredential": Kind.ACHIEVEMENT,
    "OpenBadgeCredential": Kind.ACHIEVEMENT,
    "EndorsementCredential": Kind.ENDORSEMENT,
    "ClrCredential": Kind.CLR,
    "BitstringStatusListCredential": Kind.STATUS_LIST,
    "StatusList2021Credential": Kind.STATUS_LIST,
    "VerifiablePresentation": Kind.PRESENTATION,
}
_OPEN_BADGES = frozenset({Kind.ACHIEVEMENT, Kind.ENDORSEMENT})
_OB2_CONTEXT = "https://w3id.org/openbadges/v2"


def model_of(document: JsonObject) -> Model:
    """The data model, told by the first context. Raises ``MalformedDocument`` when it is none that Assay reads."""
    found = document.get("@context")
    first = listed(found)[0] if found else None
    if first == contexts.VC_2:
        return Model.VCDM_2
    if first == contexts.VC_1:
        return Model.VCDM_1
    if first == _OB2_CONTEXT:
        return Model.OB_2
    reason = "the first context is not that of a verifiable credential (or of an Open Badges 2.0 assertion)"
    raise MalformedDocument(reason, where="/@context", clause="VCDM 2.0 §4.3")


def kind_of(document: JsonObject) -> Kind:
    """The kind of a document. Raises ``MalformedDocument`` with ``WRONG_TYPE`` for none, or for two kinds at once."""
    names = texts(document, "type", where="", clause="VCDM 2.0 §4.5")
    if model_of(document) is Model.OB_2:
        if names == ("Assertion",):
            return Kind.OB2_ASSERTION
        raise _wrong("an Open Badges 2.0 document that is no assertion")
    kinds = {_BY_TYPE[name] for name in names if name in _BY_TYPE}
    if len(kinds) > 1:
        raise _wrong(f"it claims to be several kinds of document at once: {', '.join(sorted(kinds))}")
    kind = kinds.pop() if kinds else Kind.OTHER_CREDENTIAL
    if kind is not Kind.PRESENTATION and "VerifiableCredential" not in names:
        raise _wrong("its type does not include VerifiableCredential or VerifiablePresentation")
    if kind in _OPEN_BADGES and not contexts.OB_3_ALL.intersection(map(str, listed(document["@context"]))):
        # The word means what Open Badges says only under an Open Badges context.
        return Kind.OTHER_CREDENTIAL
    return kind


def _wrong(reason: str) -> MalformedDocument:
    return MalformedDocument(reason, where="/type", clause="VCDM 2.0 §4.5", code=Code.WRONG_TYPE)
