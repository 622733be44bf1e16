"""Hand a holder her secret key: only to somebody who has proved a moment ago that it is she.

By password or second factor where the account has one. An account with neither proves itself by a code to its address,
which is signing in anew; a session that a letter's link has opened is no such proof.
"""

import time

from allauth.account import app_settings
from allauth.account.adapter import get_adapter
from allauth.account.internal.flows.login import get_authentication_records
from allauth.account.internal.flows.reauthentication import did_recently_reauthenticate
from django.contrib import messages
from django.contrib.auth import logout
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from assay.campus.people.request import CampusRequest, signed_in
from assay.campus.wallet.find import find_holding, title_of
from assay.campus.wallet.key_export import export_key, key_of
from assay.campus.wallet.papers import Paper
from assay.campus.wallet.responses import SeeOther, attached


@never_cache
@require_http_methods(["GET", "POST"])
@signed_in
def key(request: CampusRequest, public_id: str) -> HttpResponse:
    """Say what the key is for; then hand it over."""
    holding = find_holding(request.user, public_id)
    ways = get_adapter(request).get_reauthentication_methods(request.user)
    if not (did_recently_reauthenticate(request) if ways else _signed_in_lately(request)):
        if not ways and request.method == "GET":  # it means signing out, which no link may do
            return render(request, "wallet/key_sign_in.html", {"holding": holding})
        return _prove_again(request, ways)
    if request.method == "POST":
        content = export_key(holding, actor=request.user, at=request.tools.now(), tools=request.tools)
        return attached(Paper(content, "application/json", "holder-key.json"))
    facts = {"holding": holding, "credential": holding.credential, "identity": key_of(holding)}
    return render(request, "wallet/key.html", facts | {"title": title_of(holding.credential)})


def _signed_in_lately(request: CampusRequest) -> bool:
    """By allauth's record of this very session."""
    records = get_authentication_records(request, request.user)
    return any(time.time() - each["at"] < app_settings.REAUTHENTICATION_TIMEOUT for each in records)


def _prove_again(request: CampusRequest, ways: list[dict[str, str]]) -> HttpResponse:
    """To the page where one proves it, and back. What was sent is not kept: it is one button."""
    where = ways[0]["url"] if ways else reverse("account_request_login_code")
    if not ways:
        logout(request)
        messages.info(request, _("To hand out a secret key we have to know that it is you. Sign in once more."))
    return SeeOther(f"{where}?{urlencode({'next': request.path})}")
