"""What is done in ``crashing``, each safe to repeat; what a restart does; and what is found afterwards."""

import json
import os
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

from assay.adapters.blob_store import BlobStore
from assay.adapters.sealed_keys import SealedKeys, load_kek
from assay.adapters.uploads import Uploads
from assay.campus.assessing.models import Decision
from assay.campus.issuing.award import award_decision
from assay.campus.issuing.correct import correct
from assay.campus.issuing.documents import did_document, fetch_for
from assay.campus.issuing.keys import keys_of, rotate
from assay.campus.issuing.models import (
    Award,
    Credential,
    IdempotentReply,
    IssuerKey,
    KeyPurpose,
    Offer,
    PendingLeaf,
    Revocation,
    RevocationReason,
    Salt,
    StatusList,
    StatusPlace,
)
from assay.campus.issuing.replies import Reply, replied
from assay.campus.issuing.resume import finish_unfinished
from assay.campus.issuing.revoke import ask
from assay.campus.issuing.status_lists import publish_changed
from assay.campus.people.models import Letter, Organisation, Person
from assay.campus.people.tenancy import across_tenants, scope
from assay.campus.people.tools import Tools
from assay.science.verification.asking import drive
from assay.science.verification.verify import verify
from tests.cast import NOW
from tests.rooms.issuing.earned import met
from tests.rooms.town import Town

# An award happens NOW, everything after it LATER: two dates of one credential are at least a second apart.
LATER = NOW + timedelta(hours=1)
MARRIED = "Samantha Okafor-Lind"
KEY = "9f0c2f1e"


def tools() -> Tools:
    files = Path(os.environ["CRASHING_FILES"])
    return Tools(
        host="testserver.example",
        origin="http://testserver.example",
        keys=SealedKeys(files / "keys", load_kek(files / "kek")),
        blobs=BlobStore(files / "blobs"),
        uploads=Uploads(),
        fetch=lambda: lambda _url, /: None,
        now=lambda: NOW,
    )


def ruth() -> Person:
    return Person.objects.get(name="Ruth Keller")


def northgate() -> Organisation:
    return Organisation.objects.get(name="Northgate University")


def first() -> Credential:
    with across_tenants():
        return Credential.objects.select_related("organisation").order_by("id")[0]


def award() -> str:
    with across_tenants():
        related = ("organisation", "attempt__submission__learner", "attempt__submission__version__organisation")
        decision = Decision.objects.select_related(*related).get()
    with scope(organisation=northgate()):
        return award_decision(decision, actor=ruth(), at=NOW, tools=tools()).signed


def revoke() -> str:
    ask(first(), RevocationReason.ERROR, "Wrong person.", actor=ruth(), at=LATER, tools=tools())
    return first().signed


def amend() -> str:
    return correct(first(), recipient_name=MARRIED, actor=ruth(), at=LATER, tools=tools()).signed


def turn_key() -> str:
    with across_tenants():
        old = IssuerKey.objects.filter(purpose=KeyPurpose.CREDENTIALS).select_related("organisation").order_by("id")[0]
    return rotate(old, actor=Person.objects.get(name="Nadia Haddad"), at=LATER, tools=tools()).multikey


def reply() -> str:
    told = replied(northgate(), KEY, b"POST\n/awards\n{}", at=NOW, answer=lambda: Reply(201, json.dumps(award())))
    return told.body


def with_a_decision() -> None:
    met(Town(tools()))


def with_a_credential() -> None:
    with_a_decision()
    award()


BASES: dict[str, Callable[[], None]] = {"met": with_a_decision, "awarded": with_a_credential}
DEEDS: dict[str, Callable[[], str]] = {
    "award": award,
    "revoke": revoke,
    "correct": amend,
    "rotate": turn_key,
    "reply": reply,
}


def restart(deed: Callable[[], str]) -> dict[str, Any]:
    """What the loops do after a start, without anybody asking; then the same deed twice."""
    finish_unfinished(at=LATER, tools=tools())
    publish_changed(at=LATER, tools=tools())
    resumed = left()
    answers = [deed(), deed()]
    return {"resumed": resumed, "answers": answers, **left()}


def left() -> dict[str, Any]:
    """What there is now, told from the rows."""
    with across_tenants():
        credentials = list(Credential.objects.order_by("id").select_related("salt", "status_place"))
        report = {
            "awards": Award.objects.count(),
            "salts": Salt.objects.count(),
            "places": StatusPlace.objects.count(),
            "offers": Offer.objects.count(),
            "revocations": Revocation.objects.count(),
            "keys_in_use": IssuerKey.objects.filter(retired_at__isnull=True).count(),
            "replies": list(IdempotentReply.objects.values_list("status", flat=True)),
            "lists_behind": StatusList.objects.filter(changed=True).count(),
        }
    report |= {
        "offer_letters": Letter.objects.filter(body__contains="/offers/").count(),
        "revocation_letters": Letter.objects.filter(body__contains="told that it no longer counts").count(),
        "key_leaves": PendingLeaf.objects.filter(kind="key-add").count(),
        "leaves": sorted(PendingLeaf.objects.filter(kind="issue").values_list("commitment", flat=True)),
        "credentials": [
            {
                "state": each.state,
                "uri": each.uri,
                "unsigned": each.unsigned,
                "signed": each.signed,
                "salt": bytes(each.salt.value).hex(),
                "verdict": verdict(each),
            }
            for each in credentials
        ],
        "keys": [key.multikey for key in keys_of(northgate())],
        "did": (did_document(northgate().public_id, tools=tools()) or b"").decode(),
    }
    return report


def verdict(credential: Credential) -> str:
    if not credential.signed:
        return ""
    return drive(verify(credential.signed.encode(), at=LATER), fetch_for(tools())).verdict.value
