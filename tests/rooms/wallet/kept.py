"""What the tests of the wallet begin with: a credential that SAMANTHA holds, and a link to it."""

import json
from datetime import datetime, timedelta
from typing import Any

from django.test import Client

from assay.campus.issuing.award import award_directly
from assay.campus.issuing.models import Credential, Offer
from assay.campus.issuing.offers import offers_to
from assay.campus.people.models import Person
from assay.campus.people.tenancy import across_tenants
from assay.campus.wallet.answer import accept
from assay.campus.wallet.models import Holding, Share
from assay.campus.wallet.share import make_share
from tests.rooms.issuing.earned import awarded, offer_letters, studio, token_of
from tests.rooms.town import Town

A_WEEK = timedelta(days=7)
BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
GRACE = "grace@elsewhere.example"


def offer_of(credential: Credential) -> Offer:
    with across_tenants():
        return Offer.objects.select_related("organisation", "person", "credential").get(credential=credential)


def held(town: Town, **changes: Any) -> Holding:
    """Data Visualisation Studio, assessed, issued, and accepted by SAMANTHA."""
    awarded(town, version=studio(town, **changes))
    return accept(offers_to(town.samantha)[0], person=town.samantha, at=town.tools.now())


def shared(town: Town, holding: Holding | None = None, **changes: Any) -> Share:
    """A link of SAMANTHA's without an end, unless asked for otherwise."""
    facts: dict[str, Any] = {"label": "", "expires_at": None, "with_record": False, "with_name": False}
    return make_share(holding or held(town), actor=town.samantha, at=town.tools.now(), **(facts | changes))


def attested(town: Town, *, name: str = "Grace Nwosu", email: str = GRACE, title: str = "Chart reading") -> Credential:
    """A credential for an address, on the word of RUTH."""
    version = studio(town, title=title)
    facts = {"name": name, "email": email, "because": "She led the workshop."}
    return award_directly(version, **facts, actor=town.ruth, at=town.tools.now(), tools=town.tools)


def newest_token() -> str:
    """Out of the letter that was written last."""
    return token_of(offer_letters()[-1])


def signed_in(client: Client, person: Person) -> Client:
    client.force_login(person, backend=BACKEND)
    return client


def page_of(holding: Holding, ending: str = "") -> str:
    return f"/me/credentials/{holding.public_id}{ending}"


def told(raw: bytes) -> Any:
    return json.loads(raw)


def later(town: Town, clock: Any, by: timedelta) -> datetime:
    """Move the clock."""
    clock.time = town.tools.now() + by
    moved: datetime = clock.time
    return moved
