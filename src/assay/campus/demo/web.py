"""The button of the demo bar. Its address exists in demo mode only."""

from django.http import HttpResponse, HttpResponseRedirect
from django.views.decorators.http import require_POST

from assay.campus.demo.sign_in_as import sign_in_as
from assay.campus.people.request import CampusRequest

_SEE_OTHER = 303


@require_POST
def sign_in_as_page(request: CampusRequest) -> HttpResponse:
    """Become the person whose button was pressed."""
    return HttpResponseRedirect(sign_in_as(request, request.POST.get("person", "")), status=_SEE_OTHER)
