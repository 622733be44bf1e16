"""Rows by the public ids of addresses, for those who may see them; to everybody else they are not there."""

from assay.campus.assessing.models import Attempt, AttemptState, EvidenceItem, Submission
from assay.campus.people.models import Organisation, Person
from assay.campus.people.permission import not_found, roles_of
from assay.campus.people.roles import Role
from assay.campus.people.tenancy import across_tenants, scope


def my_submission(public_id: str, *, person: Person) -> Submission:
    """The person's own submission, put aside or not. Raises ``Refused`` (404)."""
    with across_tenants():
        mine = Submission.objects.filter(public_id=public_id, learner=person)
        found = mine.select_related("version__definition", "organisation").first()
    if found is None:
        not_found()
    return found


def my_item(public_id: str, *, person: Person) -> EvidenceItem:
    """A piece of the person's own evidence. Raises ``Refused`` (404)."""
    with across_tenants():
        mine = EvidenceItem.objects.filter(public_id=public_id, attempt__submission__learner=person)
        found = mine.select_related("attempt__submission__version__definition", "attempt__organisation").first()
    if found is None:
        not_found()
    return found


def attempt_for_review(public_id: str, *, organisation: Organisation) -> Attempt:
    """An attempt that was handed in to this organisation; a draft is its learner's alone. Raises ``Refused`` (404)."""
    with scope(organisation=organisation):
        handed_in = Attempt.objects.filter(public_id=public_id).exclude(state=AttemptState.DRAFT)
        found = handed_in.select_related(
            "submission__version__definition", "submission__organisation", "organisation", "decision"
        ).first()
    if found is None:
        not_found()
    return found


def item_to_read(public_id: str, *, person: Person) -> EvidenceItem:
    """A piece of evidence for its learner, and once handed in for the organisation's assessors and issuers.

    Raises ``Refused`` (404) for everybody else, administrators and designers included.
    """
    with across_tenants():
        item = (
            EvidenceItem.objects.filter(public_id=public_id)
            .select_related("attempt__submission", "attempt__organisation")
            .first()
        )
    if item is None:
        not_found()
    if item.attempt.submission.learner_id == person.id:
        return item
    roles = roles_of(person, item.attempt.organisation)
    if item.attempt.state == AttemptState.DRAFT or not roles & {Role.ASSESSOR, Role.ISSUER}:
        not_found()
    return item
