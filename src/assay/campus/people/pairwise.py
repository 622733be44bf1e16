"""What an organisation's credentials call a person: a did:key for each pair, its secret half sealed for the holder."""

from django.db import IntegrityError, transaction

from assay.campus.people.models import Organisation, PairwiseIdentity, Person
from assay.campus.people.tools import Tools
from assay.science.securing import multikey

PURPOSE = "holder"


def tenant_of(person: Person) -> str:
    """Under which name the person's keys are sealed: hers, not the organisation's, so that leaving loses nothing."""
    return f"person:{person.id}"


def subject_of(person: Person, organisation: Organisation, *, tools: Tools) -> str:
    """The person's DID towards that organisation; the same one every time. Made at the first use.

    Call it outside a transaction: it writes a key file. Two first uses at once agree on one of the two keys.
    """
    known = PairwiseIdentity.objects.filter(person=person, organisation=organisation).first()
    if known is None:
        key = multikey.encode_public(tools.keys.create(tenant=tenant_of(person), purpose=PURPOSE))
        try:
            with transaction.atomic():
                known = PairwiseIdentity.objects.create(person=person, organisation=organisation, multikey=key)
        except IntegrityError:
            known = PairwiseIdentity.objects.get(person=person, organisation=organisation)
    return f"did:key:{known.multikey}"
