"""The assessor's pages: the queue, the review side by side, the outcome before it is decided, my reviews."""

from datetime import datetime
from typing import Any

from django.contrib import messages
from django.core.paginator import Page as Leaf
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpResponse, QueryDict
from django.shortcuts import render
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from assay.campus.assessing import pseudonyms
from assay.campus.assessing.decide import decide, outcome_of, results_of
from assay.campus.assessing.find import attempt_for_review
from assay.campus.assessing.journey import decision_on
from assay.campus.assessing.mark import Mark, judged, save_marks
from assay.campus.assessing.models import Attempt, AttemptState, Judgement, Outcome
from assay.campus.assessing.queue import decided_by, in_hand, queue_of
from assay.campus.assessing.sections import handed_in_sections
from assay.campus.assessing.take import put_back, take
from assay.campus.assessing.web import see
from assay.campus.catalogue.addresses import version_path
from assay.campus.catalogue.reading import design_of
from assay.campus.people.permission import not_found, roles_of
from assay.campus.people.request import CampusRequest, in_organisation
from assay.campus.people.roles import Role
from assay.science.assessment.rubric import Criterion, Rubric
from assay.science.errors import AssayError, Code, MalformedDocument, Refused

_A_PAGE = 25


@require_GET
@in_organisation(Role.ASSESSOR)
def queue(request: CampusRequest) -> HttpResponse:
    """What waits, the longest waiting first, and what I have in hand."""
    leaf = _leaf(request, queue_of(request.organisation, assessor=request.user))
    context = {
        "leaf": leaf,
        "rows": _named(leaf),
        "in_hand": _named(in_hand(request.organisation, assessor=request.user)),
        "organisation": request.organisation,
        "now": request.tools.now(),
    }
    return render(request, "assessing/queue.html", context)


@require_GET
@in_organisation(Role.ASSESSOR)
def reviews(request: CampusRequest) -> HttpResponse:
    """What I have in hand and what I have decided."""
    leaf = _leaf(request, decided_by(request.organisation, assessor=request.user))
    context = {
        "leaf": leaf,
        "rows": _named(leaf),
        "in_hand": _named(in_hand(request.organisation, assessor=request.user)),
        "organisation": request.organisation,
        "now": request.tools.now(),
    }
    return render(request, "assessing/reviews.html", context)


def _leaf(request: CampusRequest, attempts: QuerySet[Attempt]) -> Leaf[Attempt]:
    return Paginator(attempts, _A_PAGE).get_page(request.GET.get("page"))


def _named(attempts: Leaf[Attempt] | QuerySet[Attempt]) -> list[tuple[str, Attempt]]:
    return [(pseudonyms.learner_of(attempt.submission), attempt) for attempt in attempts]


@require_POST
@in_organisation(Role.ASSESSOR)
def take_now(request: CampusRequest, public_id: str) -> HttpResponse:
    """Take it and go to it; back to the queue when somebody was faster."""
    attempt = Attempt.objects.select_related("submission", "organisation").filter(public_id=public_id).first()
    if attempt is None:  # another organisation's, or none at all
        not_found()
    try:
        take(attempt, actor=request.user, at=request.tools.now())
    except Refused as refused:
        if refused.code not in {Code.CONFLICT, Code.NOT_FOUND}:
            raise
        messages.warning(request, _("This no longer waits: somebody has taken it, or its learner took it back."))
        return see("assessing:queue", request.organisation.slug)
    return see("assessing:review", request.organisation.slug, attempt.public_id)


@require_POST
@in_organisation(Role.ASSESSOR)
def put_back_now(request: CampusRequest, public_id: str) -> HttpResponse:
    """Let somebody else review it."""
    attempt = attempt_for_review(public_id, organisation=request.organisation)
    put_back(attempt, actor=request.user, at=request.tools.now())
    messages.success(request, _("Put back. It keeps its place in the queue, and your marks are kept for you."))
    return see("assessing:queue", request.organisation.slug)


@require_http_methods(["GET", "POST"])
@in_organisation(Role.ASSESSOR, Role.ISSUER)
def review(request: CampusRequest, public_id: str) -> HttpResponse:
    """Evidence on one side, the rubric on the other: to mark for whoever has taken it, to read for colleagues."""
    attempt = _colleagues_work(request, public_id)
    if request.method == "GET":
        return render(request, "assessing/review.html", _reviewing(request, attempt))
    marks = read_marks(request.POST, design_of(attempt.submission.version).rubric)
    try:
        save_marks(attempt, marks, actor=request.user, at=request.tools.now())
    except (MalformedDocument, Refused) as error:
        if error.code in {Code.NOT_FOUND, Code.NOT_ALLOWED}:
            raise
        return _not_saved(request, attempt, marks, error)
    if request.headers.get("HX-Request"):
        return render(request, "assessing/_marked.html", _reviewing(request, attempt))
    if request.POST.get("then") == "decide":
        return see("assessing:decide", request.organisation.slug, attempt.public_id)
    messages.success(request, _("Saved."))
    return see("assessing:review", request.organisation.slug, attempt.public_id, part="#rubric")


def _colleagues_work(request: CampusRequest, public_id: str) -> Attempt:
    attempt = attempt_for_review(public_id, organisation=request.organisation)
    if attempt.submission.learner_id == request.user.id:
        raise Refused(_("this is your own work; another assessor reviews it"), code=Code.NOT_ALLOWED)
    return attempt


def _not_saved(request: CampusRequest, attempt: Attempt, marks: dict[str, Mark], error: AssayError) -> HttpResponse:
    """Everything that was chosen and typed, and why it could not be saved."""
    conflict = error.code is Code.CONFLICT
    context = {**_reviewing(request, attempt, typed=marks), "error": error.reason, "unsaved": conflict and marks}
    return render(request, "assessing/review.html", context, status=409 if conflict else 422)


def read_marks(form: QueryDict, rubric: Rubric) -> dict[str, Mark]:
    """The marks of a form: ``level-c1`` and ``feedback-c1``. What is no number goes on as a level that there is not."""
    marks: dict[str, Mark] = {}
    for criterion in rubric.criteria:
        level, feedback = form.get(f"level-{criterion.id}", ""), form.get(f"feedback-{criterion.id}")
        if feedback is None and not level:
            continue
        number = int(level) if level.isascii() and level.isdigit() and len(level) <= 2 else -1 if level else None  # noqa: PLR2004 -- levels end at 20
        marks[criterion.id] = {"level": number, "feedback": (feedback or "").replace("\r\n", "\n")}
    return marks


def _reviewing(request: CampusRequest, attempt: Attempt, *, typed: dict[str, Mark] | None = None) -> dict[str, Any]:
    attempt = attempt_for_review(attempt.public_id, organisation=request.organisation)  # as it is now
    mine = attempt.assessor_id == request.user.id
    judgement = _judgement(request, attempt)
    marks: dict[str, Mark] = {**(judgement.scores if judgement else {}), **(typed or {})}
    decision = decision_on(attempt)
    design = design_of(attempt.submission.version)
    is_assessor = Role.ASSESSOR in roles_of(request.user, request.organisation)
    criteria = design.rubric.criteria
    rows = [_row(criterion, marks.get(criterion.id)) for criterion in criteria]
    return {
        "attempt": attempt,
        "pseudonym": pseudonyms.learner_of(attempt.submission),
        "design": design,
        "version_url": version_path(attempt.submission.version),
        "organisation": request.organisation,
        "sections": handed_in_sections(attempt),
        "is_assessor": is_assessor,
        "marking": mine and is_assessor and attempt.state == AttemptState.MARKING,
        "can_take": is_assessor and attempt.state == AttemptState.SUBMITTED,
        "rows": rows,
        "chosen": sum(row["level"] is not None for row in rows),
        "decision": decision,
        "results": results_of(decision).results if decision else (),
        "now": request.tools.now(),
    }


def _judgement(request: CampusRequest, attempt: Attempt) -> Judgement | None:
    return Judgement.objects.filter(attempt=attempt, assessor=request.user).first()


def _row(criterion: Criterion, mark: Mark | None) -> dict[str, Any]:
    return {
        "criterion": criterion,
        "required": criterion.at(criterion.required_level),
        "level": mark["level"] if mark else None,
        "feedback": mark["feedback"] if mark else "",
    }


@require_http_methods(["GET", "POST"])
@in_organisation(Role.ASSESSOR)
def decide_page(request: CampusRequest, public_id: str) -> HttpResponse:
    """The outcome that follows from the marks, before it is decided; then deciding."""
    attempt = _colleagues_work(request, public_id)
    error, status = "", 200
    if request.method == "POST":
        try:
            decision = decide(attempt, actor=request.user, at=request.tools.now(), seen=_seen(request))
        except Refused as refused:
            if refused.code in {Code.NOT_FOUND, Code.NOT_ALLOWED}:
                raise
            error, status = refused.reason, 409 if refused.code is Code.CONFLICT else 422
            attempt = attempt_for_review(public_id, organisation=request.organisation)
        else:
            met = decision.outcome == Outcome.MET
            messages.success(request, _("Decided: met.") if met else _("Decided: not yet. The learner can try again."))
            return see("assessing:review", request.organisation.slug, attempt.public_id)
    judgement = _judgement(request, attempt)
    if attempt.state != AttemptState.MARKING or attempt.assessor_id != request.user.id or judgement is None:
        return see("assessing:review", request.organisation.slug, attempt.public_id)
    context = {**_reviewing(request, attempt), **_preview(judgement, attempt), "judgement": judgement, "error": error}
    return render(request, "assessing/decide.html", context, status=status)


def _preview(judgement: Judgement, attempt: Attempt) -> dict[str, Any]:
    """What would be decided, or what is still to do."""
    version = attempt.submission.version
    lacks = judged(judgement.scores, version).lacks
    if lacks:
        return {"lacking": [lack.reason for lack in lacks]}
    decided = outcome_of(judgement, version)
    return {"outcome": decided.outcome.value, "results": decided.results, "unmet": len(decided.unmet)}


def _seen(request: CampusRequest) -> datetime | None:
    """When the marks were saved that the page showed. Raises ``Refused`` for a form without it."""
    try:
        seen = parse_datetime(request.POST.get("seen", ""))
    except ValueError:
        seen = None
    if seen is None or seen.tzinfo is None:
        raise Refused(_("this form is not whole; look at the outcome again"), code=Code.CONFLICT)
    return seen
