"""The learner's pages: my learning, starting, the submission, handing in, waiting, the decision."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from assay.campus.assessing.decide import results_of
from assay.campus.assessing.find import my_submission
from assay.campus.assessing.journey import Journey, Stage, ahead_of, decision_on, journey_of
from assay.campus.assessing.journey import my_learning as learning_of
from assay.campus.assessing.models import AttemptState, Route, Submission
from assay.campus.assessing.panels import Panel, panels_for
from assay.campus.assessing.queue import desks_of
from assay.campus.assessing.resubmit import resubmit
from assay.campus.assessing.save_form import Outcome, save_form
from assay.campus.assessing.sections import Sent, handed_in_sections, present, sections_of
from assay.campus.assessing.start import begun, start
from assay.campus.assessing.steps import COLLECT, PICK, SUBMIT, steps_of, steps_on
from assay.campus.assessing.submit import submit, take_back
from assay.campus.assessing.timeline import timeline
from assay.campus.assessing.withdraw import take_up, withdraw
from assay.campus.catalogue import find as catalogue
from assay.campus.catalogue.addresses import version_path
from assay.campus.catalogue.reading import design_of
from assay.campus.people.request import CampusRequest, signed_in
from assay.science.errors import Code, Refused

SEE_OTHER = 303


def see(name: str, *args: str, part: str = "") -> HttpResponseRedirect:
    """Go there with GET, after a POST."""
    return HttpResponseRedirect(reverse(name, args=args) + part, status=SEE_OTHER)


@require_GET
@signed_in
def my_learning(request: CampusRequest) -> HttpResponse:
    """Home, for somebody who has signed in: what is going on, and what to do next."""
    journeys = learning_of(request.user)
    going_on = [each for each in journeys if each.stage not in {Stage.MET, Stage.ASIDE}]
    context = {
        "going_on": sorted(going_on, key=lambda each: each.stage in {Stage.WAITING, Stage.MARKING}),  # mine to do first
        "met": [each for each in journeys if each.stage is Stage.MET],
        "aside": [each for each in journeys if each.stage is Stage.ASIDE],
        "desks": desks_of(request.user),
        "now": request.tools.now(),
    }
    return render(request, "assessing/my_learning.html", context)


@require_http_methods(["GET", "POST"])
@signed_in
def start_page(request: CampusRequest, public_id: str, number: int) -> HttpResponse:
    """What awaits the learner, and the two ways to begin: from the start, or with evidence that is there."""
    version = catalogue.published(public_id, number)
    if request.method == "POST":
        route = Route.PRIOR_LEARNING if request.POST.get("route") == Route.PRIOR_LEARNING else Route.ASSESSMENT
        submission = start(version, learner=request.user, at=request.tools.now(), route=route)
        return see("assessing:submission", submission.public_id)
    started = begun(version, learner=request.user)
    if started is not None:
        return see("assessing:submission", started.public_id)
    steps = steps_of(None, here=PICK, pick_url=version_path(version))
    context = {
        "version": version,
        "design": design_of(version),
        "steps": steps,
        "version_url": version_path(version),
        "is_open": version.definition.retired_at is None and catalogue.latest(public_id).number == number,
    }
    return render(request, "assessing/start.html", context)


@require_http_methods(["GET", "POST"])
@signed_in
def submission(request: CampusRequest, public_id: str) -> HttpResponse:
    """The learner's own submission: collecting while it is a draft, then what has become of it."""
    mine = my_submission(public_id, person=request.user)
    if request.method == "POST":
        saved = save_form(request, mine, at=request.tools.now())
        if saved.errors:
            return _show(request, mine, sent=saved.sent, status=saved.status, problem=saved.problem)
        return _after_saving(request, mine, saved)
    return _show(request, mine)


def _after_saving(request: CampusRequest, mine: Submission, saved: Outcome) -> HttpResponse:
    for note in saved.notes:
        messages.info(request, note)
    if request.POST.get("then") == "submit":
        return see("assessing:submit", mine.public_id)
    messages.success(request, _("Saved."))
    part = request.POST.get("section", "")
    known = {each.id for each in design_of(mine.version).evidence}
    return see("assessing:submission", mine.public_id, part=f"#{part}" if part in known else "")


def _show(
    request: CampusRequest,
    mine: Submission,
    *,
    sent: Sent | None = None,
    status: int = 200,
    problem: str = "",
) -> HttpResponse:
    journey = journey_of(mine)
    panels = panels_for("submission", journey.submission, request.user)
    share_url = next((panel.share_url for panel in panels if panel.share_url), "")
    context = {
        **_about(journey, request),
        "steps": steps_on(journey, here=COLLECT if journey.is_open else None, share_url=share_url),
        "panels": [_drawn(panel, request) for panel in panels],
        "problem": problem,
    }
    if journey.is_open:
        return render(request, "assessing/collect.html", {**context, **collecting(journey, sent)}, status=status)
    if journey.stage is Stage.WAITING:
        context["ahead"] = ahead_of(journey.attempt)
    context["sections"] = handed_in_sections(journey.attempt)
    context["unsaved"] = sent and _unsaved(journey, sent)
    return render(request, "assessing/submission.html", context, status=status)


def _about(journey: Journey, request: CampusRequest) -> dict[str, Any]:
    """What every page about a submission shows."""
    earlier = [each for each in journey.attempts if decision_on(each) is not None]
    decided = [(each, decision_on(each), results_of(decision)) for each in earlier if (decision := decision_on(each))]
    newest_is_decided = bool(decided) and decided[-1][0] == journey.attempt
    return {
        "journey": journey,
        "submission": journey.submission,
        "attempt": journey.attempt,
        "version": journey.submission.version,
        "version_url": version_path(journey.submission.version),
        "design": design_of(journey.submission.version),
        "organisation": journey.submission.organisation,
        "timeline": timeline(journey),
        "latest_decision": decided[-1] if decided else None,
        "earlier_decisions": decided[:-1] if newest_is_decided else decided,
        "now": request.tools.now(),
    }


def collecting(journey: Journey, sent: Sent | None = None) -> dict[str, Any]:
    """What the page for collecting shows, whole or in parts."""
    sections = sections_of(journey, sent)
    there, asked = present(sections)
    faulty = [each for each in sections if each.errors]
    return {"sections": sections, "faulty": faulty, "there": there, "asked": asked, "submission": journey.submission}


def _unsaved(journey: Journey, sent: Sent) -> list[tuple[str, str]]:
    """What was typed for an attempt that can no longer be changed: shown, so that it can be copied."""
    titles = {each.id: each.title for each in design_of(journey.submission.version).evidence}
    return [(titles[name], text) for name, text in (*sent.texts.items(), *sent.links.items()) if name in titles]


def _drawn(panel: Panel, request: HttpRequest) -> str:
    return render_to_string(panel.template, panel.context, request)


@require_http_methods(["GET", "POST"])
@signed_in
def submit_page(request: CampusRequest, public_id: str) -> HttpResponse:
    """The last look before handing in, and handing in."""
    mine = my_submission(public_id, person=request.user)
    journey = journey_of(mine)
    error, status = "", 200
    if request.method == "POST":
        try:
            submit(
                journey.attempt,
                actor=request.user,
                declared_own_work=request.POST.get("own_work") == "yes",
                at=request.tools.now(),
            )
        except Refused as refused:
            if refused.code is not Code.REFUSED:
                raise
            error, status = refused.reason, 422
            journey = journey_of(mine)
        else:
            messages.success(request, _("Handed in. You can take it back as long as nobody has begun to review it."))
            return see("assessing:submission", mine.public_id)
    if not journey.is_open:
        return see("assessing:submission", mine.public_id)
    context = {
        **_about(journey, request),
        **collecting(journey),
        "steps": steps_on(journey, here=SUBMIT),
        "error": error,
    }
    return render(request, "assessing/submit.html", context, status=status)


@require_POST
@signed_in
def take_back_now(request: CampusRequest, public_id: str) -> HttpResponse:
    """Make it a draft again."""
    mine = my_submission(public_id, person=request.user)
    take_back(journey_of(mine).attempt, actor=request.user, at=request.tools.now())
    messages.success(request, _("You have taken it back. Change what you like and hand it in again."))
    return see("assessing:submission", mine.public_id)


@require_POST
@signed_in
def resubmit_now(request: CampusRequest, public_id: str) -> HttpResponse:
    """Begin the next attempt."""
    mine = my_submission(public_id, person=request.user)
    attempt = resubmit(mine, actor=request.user, at=request.tools.now())
    if attempt.state == AttemptState.DRAFT:
        messages.success(request, _("Your evidence is here again. Change what the feedback asks for."))
    return see("assessing:submission", mine.public_id)


@require_http_methods(["GET", "POST"])
@signed_in
def withdraw_page(request: CampusRequest, public_id: str) -> HttpResponse:
    """Put it aside, after asking once."""
    mine = my_submission(public_id, person=request.user)
    journey = journey_of(mine)
    if request.method == "POST":
        withdraw(mine, actor=request.user, at=request.tools.now())
        messages.success(request, _("Put aside. Everything in it is kept; take it up again whenever you like."))
        return see("assessing:my_learning")
    if not journey.is_open:
        return see("assessing:submission", mine.public_id)
    return render(request, "assessing/withdraw.html", _about(journey, request))


@require_POST
@signed_in
def take_up_now(request: CampusRequest, public_id: str) -> HttpResponse:
    """Go on with what was put aside."""
    mine = my_submission(public_id, person=request.user)
    take_up(mine, actor=request.user, at=request.tools.now())
    return see("assessing:submission", mine.public_id)
