"""A holder's own pages about one credential: what it says, does it verify, who can see it, what she takes along."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.html import escape
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from assay.adapters.pictures import qr_svg
from assay.campus.catalogue.addresses import version_path
from assay.campus.catalogue.kinds import kind_label
from assay.campus.catalogue.reading import design_of
from assay.campus.issuing.standing import revocation_of, standing_of
from assay.campus.people.permission import not_found
from assay.campus.people.request import CampusRequest, signed_in
from assay.campus.people.tools import Tools
from assay.campus.wallet import papers
from assay.campus.wallet.find import badge_path, find_holding, find_successor, shares_of, title_of
from assay.campus.wallet.forms import ShareForm
from assay.campus.wallet.key_export import key_of
from assay.campus.wallet.models import Holding, Share
from assay.campus.wallet.profile_link import add_to_profile
from assay.campus.wallet.responses import SeeOther, attached
from assay.campus.wallet.share import certificate_share, find_certificate_share, is_live, make_share, revoke_share
from assay.campus.wallet.shown import newest, verified
from assay.science.designing.criteria_text import credit_text

_REJECTED = 422


@never_cache
@require_GET
@signed_in
def credential(request: CampusRequest, public_id: str) -> HttpResponse:
    """What it says, where it stands, who can see it. ``?verify`` checks it now."""
    holding = find_holding(request.user, public_id)
    return render(request, "wallet/credential.html", _facts(request, holding, ShareForm()))


@require_POST
@signed_in
def share(request: CampusRequest, public_id: str) -> HttpResponse:
    """Make a link."""
    holding, at = find_holding(request.user, public_id), request.tools.now()
    form = ShareForm(request.POST)
    if not form.is_valid():
        facts = _facts(request, holding, form)
        return render(request, "wallet/credential.html", facts, status=_REJECTED)
    make_share(
        holding,
        actor=request.user,
        label=form.cleaned_data["label"],
        expires_at=form.expires_at(at),
        with_record=form.cleaned_data["with_record"],
        with_name=form.cleaned_data["with_name"],
        at=at,
    )
    messages.success(request, _("The link is below. Whoever has it sees this credential."))
    return SeeOther(f"{_path(holding)}#share")


@require_POST
@signed_in
def revoke(request: CampusRequest, public_id: str, share_id: str) -> HttpResponse:
    """End a link."""
    holding = find_holding(request.user, public_id)
    found = holding.shares.filter(public_id=share_id).select_related("holding").first() or not_found()
    revoke_share(found, actor=request.user, at=request.tools.now())
    messages.success(request, _("Revoked. Whoever opens the link is told that it is gone."))
    return SeeOther(f"{_path(holding)}#share")


@never_cache
@require_GET
@signed_in
def download(request: CampusRequest, public_id: str, kind: str) -> HttpResponse:
    """The credential as a file: exact bytes, or a picture with them inside."""
    made = {"json": papers.credential_json, "png": papers.badge_png, "svg": papers.badge_svg}[kind]
    return attached(made(find_holding(request.user, public_id).credential))


@never_cache
@require_GET
@signed_in
def record(request: CampusRequest, public_id: str) -> HttpResponse:
    """How it was assessed, as the credential's digest counts it."""
    return attached(papers.assessment_record(find_holding(request.user, public_id).credential))


@require_POST
@signed_in
def make_certificate(request: CampusRequest, public_id: str) -> HttpResponse:
    """Make the link that the certificate's QR code leads to, on purpose; then the certificate."""
    holding = find_holding(request.user, public_id)
    certificate_share(holding, actor=request.user, label=_("Certificate"), at=request.tools.now())
    return SeeOther(reverse("wallet:certificate", args=[public_id]))


@never_cache
@require_GET
@signed_in
def certificate(request: CampusRequest, public_id: str) -> HttpResponse:
    """The sheet to print. Looking for it makes no link: without one, the page says how to get it."""
    holding = find_holding(request.user, public_id)
    found = find_certificate_share(holding)
    if found is None:
        messages.info(request, _("The certificate has a QR code, which is a link that you can revoke. Make it here."))
        return redirect(f"{_path(holding)}#take-along")
    link = request.tools.link(share_path(found))
    return attached(papers.certificate(newest(holding), check_at=link, made_at=found.made_at))


def share_path(share: Share) -> str:
    """Where a share stands."""
    return reverse("wallet:share", args=[share.token])


def _path(holding: Holding) -> str:
    return reverse("wallet:credential", args=[holding.public_id])


def _facts(request: CampusRequest, holding: Holding, form: ShareForm) -> dict[str, Any]:
    tools, at, held = request.tools, request.tools.now(), holding.credential
    design = design_of(held.award.version)
    shares = [_link(each, holding, tools=tools) for each in shares_of(holding)]
    on_paper = next((each for each in shares if each["live"] and each["share"].is_certificate), None)
    revocation = revocation_of(held)
    return {
        "crumbs": [
            {"label": _("My credentials"), "url": reverse("wallet:credentials")},
            {"label": title_of(held), "url": ""},
        ],
        "holding": holding,
        "credential": held,
        "design": design,
        "credit": credit_text(design.credit) if design.credit else "",
        "version": held.award.version,
        "definition_path": version_path(held.award.version),
        "kind": kind_label(design.kind),
        "is_assessed": held.award.decision_id is not None,
        "badge": badge_path(held),
        "meaning": papers.meaning(held),
        "standing": standing_of(held, at=at),
        "revocation": revocation if revocation is not None and revocation.confirmed_at is not None else None,
        "successor": find_successor(holding) if held.replaced_by_id else None,
        "verified": verified(held, with_record=True, at=at, tools=tools) if "verify" in request.GET else None,
        "form": form,
        "shares": [each for each in shares if each["live"]],
        "past_shares": [each for each in shares if not each["live"]],
        "on_paper": on_paper,
        # Safe: drawn by ourselves, of an address of ours.
        "qr": mark_safe(qr_svg(on_paper["link"])) if on_paper else "",  # noqa: S308 -- as said above
        "has_key": key_of(holding) is not None,
    }


def _link(share: Share, holding: Holding, *, tools: Tools) -> dict[str, Any]:
    """One share as its row on the page shows it."""
    link = tools.link(share_path(share))
    frame = tools.link(reverse("wallet:embed", args=[share.token]))
    title = title_of(holding.credential)
    return {
        "share": share,
        "live": is_live(share, at=tools.now()),
        "link": link,
        "embed": f'<iframe src="{escape(frame)}" title="{escape(title)}" width="360" height="180"></iframe>',
        "profile": add_to_profile(holding.credential, share_url=link),
    }
