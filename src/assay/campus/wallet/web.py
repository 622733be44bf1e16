"""Offers and the list of what is held."""

from django.contrib import messages
from django.contrib.auth import login
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from assay.campus.catalogue.reading import design_of
from assay.campus.issuing.models import Offer
from assay.campus.issuing.offers import offer_by_token
from assay.campus.people.models import Person
from assay.campus.people.request import CampusRequest, signed_in
from assay.campus.wallet.accept_by_letter import accept_by_letter
from assay.campus.wallet.answer import accept, decline, is_for
from assay.campus.wallet.find import badge_path, find_offer, title_of, wallet_of
from assay.campus.wallet.models import Answer, Holding
from assay.campus.wallet.responses import SeeOther
from assay.science.errors import Code, Refused

# A sign-in by the letter is one by our own rules; allauth's record of it stays empty, so that whatever asks to prove
# oneself again still does.
_BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def offer(request: CampusRequest, token: str) -> HttpResponse:
    """The page that a letter's link opens: what is offered, and accepting it. Looking at it changes nothing.

    It needs no password, and is the same whether or not the letter's address has an account.
    """
    if request.method == "POST":
        response = _accepted(request, token)
    else:
        found = offer_by_token(token, at=request.tools.now())
        response = _offered(request, found)
    response.headers["X-Robots-Tag"] = "noindex, nofollow"
    return response


def _offered(request: CampusRequest, found: Offer) -> HttpResponse:
    person = request.user if isinstance(request.user, Person) else None
    is_mine = person is not None and is_for(found, person)
    if found.answered_at is not None:
        if person is None or not is_mine:
            raise _used()
        return redirect("wallet:credentials")
    version = found.credential.award.version
    facts = {
        "offer": found,
        "design": design_of(version),
        "badge": badge_path(found.credential),
        "is_assessed": found.credential.award.decision_id is not None,
        "is_signed_in": person is not None,
        "is_mine": is_mine,
    }
    return render(request, "wallet/offer.html", facts)


def _accepted(request: CampusRequest, token: str) -> HttpResponse:
    at = request.tools.now()
    if isinstance(request.user, Person):
        found = offer_by_token(token, at=at)
        if not is_for(found, request.user):
            return _offered(request, found)
        return _kept(request, accept(found, person=request.user, at=at))
    try:
        holding = accept_by_letter(token, at=at)
    except Refused as refusal:
        if refusal.code is not Code.NOT_ALLOWED:
            raise
        messages.info(request, _("Sign in, then accept the credential."))
        return SeeOther(f"{reverse('account_login')}?{urlencode({'next': request.path})}")
    login(request, holding.person, backend=_BACKEND)
    return _kept(request, holding)


@never_cache
@require_GET
@signed_in
def credentials(request: CampusRequest) -> HttpResponse:
    """Everything that the person holds: what waits for an answer first."""
    wallet = wallet_of(request.user, at=request.tools.now())
    offers = [
        {
            "offer": each,
            "badge": badge_path(each.credential),
            "title": title_of(each.credential),
            "description": design_of(each.credential.award.version).description,
        }
        for each in wallet.offers
    ]
    return render(request, "wallet/credentials.html", {"wallet": wallet, "offers": offers})


@require_POST
@signed_in
def accept_offer(request: CampusRequest, public_id: str) -> HttpResponse:
    """Accept, from the list."""
    found = find_offer(request.user, public_id)
    return _kept(request, accept(found, person=request.user, at=request.tools.now()))


@require_POST
@signed_in
def decline_offer(request: CampusRequest, public_id: str) -> HttpResponse:
    """Decline, from the list; it stays there, to be taken after all while the offer lasts."""
    found = find_offer(request.user, public_id)
    holding = decline(found, person=request.user, at=request.tools.now())
    if holding.answer == Answer.DECLINED:
        messages.info(request, _("Declined. You can change your mind below while the offer lasts."))
    return SeeOther(reverse("wallet:credentials"))


def _kept(request: CampusRequest, holding: Holding) -> HttpResponse:
    messages.success(request, _("It is in your wallet. Nobody sees it unless you share it."))
    return SeeOther(reverse("wallet:credential", args=[holding.public_id]))


def _used() -> Refused:
    reason = _("this link was used before; sign in, and find the credential under My credentials")
    return Refused(reason, code=Code.GONE)
