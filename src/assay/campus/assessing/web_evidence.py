"""Single pieces of evidence: saving a text as it is written, removing one, and reading a file."""

from pathlib import PurePosixPath

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from assay.campus.assessing import pseudonyms
from assay.campus.assessing.asked import requirement_of
from assay.campus.assessing.evidence import remove, save_text
from assay.campus.assessing.find import item_to_read, my_item, my_submission
from assay.campus.assessing.journey import journey_of
from assay.campus.assessing.models import EvidenceItem
from assay.campus.assessing.web import collecting, see
from assay.campus.people.models import Person
from assay.campus.people.permission import not_found
from assay.campus.people.request import CampusRequest, signed_in


@require_POST
@signed_in
def autosave(request: CampusRequest, public_id: str, requirement_id: str) -> HttpResponse:
    """Save one text while it is written. Answers with the parts of the page that it changes."""
    mine = my_submission(public_id, person=request.user)
    typed = request.POST.get(f"text-{requirement_id}")
    if typed is None:
        not_found()
    attempt = journey_of(mine).attempt
    save_text(attempt, requirement_id, typed, actor=request.user, at=request.tools.now(), tools=request.tools)
    context = collecting(journey_of(mine))
    section = next(each for each in context["sections"] if each.requirement.id == requirement_id)
    return render(request, "assessing/_autosaved.html", {**context, "section": section})


@require_http_methods(["GET", "POST"])
@signed_in
def remove_page(request: CampusRequest, public_id: str) -> HttpResponse:
    """Take a piece out of a draft, after asking once."""
    item = my_item(public_id, person=request.user)
    submission = item.attempt.submission
    if request.method == "POST":
        remove(item, actor=request.user, at=request.tools.now())
        messages.success(request, _("Removed."))
        return see("assessing:submission", submission.public_id, part=f"#{item.requirement}")
    requirement = requirement_of(submission.version, item.requirement)
    context = {"item": item, "requirement": requirement, "submission": submission}
    return render(request, "assessing/remove.html", context)


@require_GET
@signed_in
def evidence_file(request: CampusRequest, public_id: str) -> HttpResponse:
    """The bytes of a file, for whoever may read it: to keep, or with ``?inline`` a picture to show in a page.

    Whatever it is, it runs nothing here: it is named by its true type, in a sandbox without an origin, and no proxy
    keeps a copy.
    """
    item = item_to_read(public_id, person=request.user)
    if not item.blob_digest:
        not_found()
    inline = "inline" in request.GET and item.is_picture
    response = HttpResponse(request.tools.blobs.get(item.blob_digest), content_type=item.media_type)
    disposition = content_disposition_header(as_attachment=not inline, filename=_name_for(item, request.user))
    response["Content-Disposition"] = disposition or "attachment"
    response["Content-Security-Policy"] = "sandbox; default-src 'none'; frame-ancestors 'none'"
    response["X-Content-Type-Options"] = "nosniff"
    response["Cross-Origin-Resource-Policy"] = "same-origin"
    response["Cache-Control"] = "private, no-store"
    return response


def _name_for(item: EvidenceItem, reader: Person) -> str:
    """The learner's own name for it; to everybody else one that does not tell who she is."""
    submission = item.attempt.submission
    if submission.learner_id == reader.id:
        return item.file_name
    ending = PurePosixPath(item.file_name).suffix
    return f"{pseudonyms.learner_of(submission)}-{item.requirement}-{item.public_id[:6]}{ending}"
