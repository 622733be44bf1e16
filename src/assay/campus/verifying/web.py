"""The public verify page: no account, nothing stored."""

from functools import partial
from urllib.parse import urlsplit

from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from assay.campus.people.request import CampusRequest
from assay.campus.verifying.forms import VerifyForm
from assay.campus.verifying.rate import may_learn, spend
from assay.campus.verifying.verify import verify_bytes
from assay.science.errors import MalformedDocument
from assay.science.identifiers import HttpsUrl


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def verify_page(request: CampusRequest) -> HttpResponse:
    """Ask for a file, a text or an address; then say whether it is genuine and what it means."""
    if request.method != "POST":
        # ?address= comes from links and QR readers. It fills the form and asks nobody: a link must not make us fetch.
        form = VerifyForm(initial={"address": request.GET.get("address")})
        return render(request, "verifying/ask.html", {"form": form})
    form = VerifyForm(request.POST, request.FILES)
    if not form.is_valid():
        return render(request, "verifying/ask.html", {"form": form}, status=422)
    content = _content(request, form)
    if isinstance(content, HttpResponse):
        return content
    spend(request, "verify")
    learn = partial(may_learn, request)
    verified = verify_bytes(content, at=request.tools.now(), tools=request.tools, may_learn=learn)
    return render(request, "verifying/result.html", {"verified": verified}, status=200 if verified.meaning else 422)


def _content(request: CampusRequest, form: VerifyForm) -> bytes | HttpResponse:
    """The bytes to verify; an address is verified too: the science asks for what is there."""
    if form.cleaned_data["file"]:
        found: bytes = form.cleaned_data["file"].read()
        return found
    if form.cleaned_data["text"]:
        return str(form.cleaned_data["text"]).encode()
    address: str = form.cleaned_data["address"].strip()
    parts = urlsplit(address)
    if parts.netloc.lower() == request.tools.host and parts.path.startswith("/s/"):
        # A share of our own: its page verifies and shows what its holder chose. The host is ours, so the path is too.
        return HttpResponseRedirect(f"/s/{parts.path.removeprefix('/s/').strip('/').split('/')[0]}")
    try:
        HttpsUrl.from_text(address)
    except MalformedDocument:
        form.add_error("address", _("Not an address that can be asked: it starts with https:// and names a host."))
        return render(request, "verifying/ask.html", {"form": form}, status=422)
    return address.encode()
