"""Award a credential: for a met decision, or on the word of a named issuer.

(1) Fix what is to be signed, under the constraints. (2) Sign it. (3) Release it to the holder. Safe to repeat: whoever
asks for the same award again, at any point, gets the first credential byte for byte.
"""

from datetime import datetime

from assay.campus.assessing.models import Decision
from assay.campus.catalogue.models import DefinitionVersion
from assay.campus.catalogue.reading import design_of
from assay.campus.issuing.finish import finish
from assay.campus.issuing.grounds import Grounds, attested, grounds_of, refuse_self_award
from assay.campus.issuing.intend import intend
from assay.campus.issuing.models import Credential
from assay.campus.people.models import Organisation, Person
from assay.campus.people.permission import require
from assay.campus.people.roles import Role
from assay.campus.people.tenancy import scope
from assay.campus.people.tools import Tools
from assay.science.designing.design import Release
from assay.science.errors import Code, Refused


def award_decision(decision: Decision, *, actor: Person | None, at: datetime, tools: Tools) -> Credential:
    """Issue and release what a met decision has earned.

    ``actor`` is an issuer of the organisation; ``None`` is the clockwork, where the design says that the decision
    itself releases. Raises ``Refused`` as ``grounds_of`` does, for somebody awarding herself, and while the
    organisation's name is held for review.
    """
    organisation = decision.organisation
    if actor is not None:
        require(actor, organisation, Role.ISSUER)
    with scope(organisation=organisation):
        grounds = grounds_of(decision)
        if actor is None and design_of(grounds.version).release is not Release.DECISION:
            reason = "the design of this micro-credential asks for a named person to release it"
            raise Refused(reason, code=Code.NOT_ALLOWED)
        return _award(grounds, actor=actor, at=at, tools=tools)


def award_directly(
    version: DefinitionVersion,
    *,
    name: str,
    email: str,
    because: str,
    actor: Person,
    at: datetime,
    tools: Tools,
    award_key: str = "",
) -> Credential:
    """Issue and release a credential that the issuer attests, without an assessment on this platform.

    The credential says so, and by whom and why. ``award_key`` tells a renewal from a first award. Raises
    ``MalformedDocument`` and ``Refused`` as ``attested`` does, and as ``award_decision``.
    """
    require(actor, version.organisation, Role.ISSUER)
    with scope(organisation=version.organisation):
        grounds = attested(version, name=name, email=email, because=because, award_key=award_key, actor=actor)
        return _award(grounds, actor=actor, at=at, tools=tools)


def _award(grounds: Grounds, *, actor: Person | None, at: datetime, tools: Tools) -> Credential:
    refuse_held(grounds.version.organisation)
    if actor is not None:
        refuse_self_award(grounds, actor)
    return finish(intend(grounds, actor=actor, at=at, tools=tools), at=at, tools=tools)


def refuse_held(organisation: Organisation) -> None:
    """Raise ``Refused`` while the organisation's name waits for a person to look at it (look-alikes, row 41)."""
    if organisation.held_because:
        reason = f"{organisation.name} cannot issue until its name was reviewed: {organisation.held_because}"
        raise Refused(reason, code=Code.NOT_ALLOWED)
