"""What learners and assessors are called where their names would sway somebody: in the queue, and in the record."""

import hashlib

from assay.campus.assessing.models import Submission
from assay.campus.people.models import Organisation, Person

_LETTERS = "ABCDEFGHJKLMNPQRSTUVWXYZ"  # without I and O, which look like digits


def learner_of(submission: Submission) -> str:
    """``K-1041``: the same through all attempts of a submission, another one for the learner's next submission.

    Made from the submission's random public id, so it tells nothing. Two in one queue may share it, once in a while.
    """
    number = int(submission.public_id[:12], 16)
    return f"{_LETTERS[number % len(_LETTERS)]}-{number // len(_LETTERS) % 10_000:04}"


def assessor_of(person: Person, organisation: Organisation) -> str:
    """``assessor 4F2A91``: the same in all of an organisation's records, another one in the next organisation's.

    Both ids are 128 random bits, so nobody finds the person by trying.
    """
    digest = hashlib.sha256(f"{organisation.public_id}:{person.public_id}".encode()).hexdigest()
    return f"assessor {digest[:6].upper()}"
