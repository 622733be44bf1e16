"""The pages of issuers: what they show, what they do, and to whom they are not there."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from assay.campus.assessing.panels import panels_for as learning_panels
from assay.campus.issuing.models import Award, Credential, Revocation, RevocationReason
from assay.campus.issuing.panels import to_issuers, to_learner
from assay.campus.issuing.revoke import ask
from assay.campus.people.grant import end_membership, grant
from assay.campus.people.models import Membership, Person
from assay.campus.people.roles import Role
from assay.campus.people.tenancy import scope
from tests.rooms.issuing.earned import awarded, count, decided, met, studio
from tests.rooms.issuing.test_attested import attest
from tests.rooms.town import Town

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


def browser(person: Person) -> Client:
    made = Client(headers={"host": "testserver.example"})
    made.force_login(person, backend=BACKEND)
    return made


def text_of(answer: Any) -> str:
    """What a reader sees."""
    body = re.sub(r"<(script|style)\b.*?</\1>", "", answer.content.decode(), flags=re.DOTALL)
    return " ".join(re.sub(r"<[^>]+>", " ", body).split())


def org(town: Town, path: str = "credentials") -> str:
    return f"/org/{town.northgate.slug}/{path}"


def page_of(town: Town, credential: Credential, step: str = "") -> str:
    return org(town, f"credentials/{credential.public_id}{step}")


def asked(town: Town, credential: Credential) -> None:
    grant(town.weiss, Role.ISSUER, organisation=town.northgate, actor=town.nadia, at=town.tools.now())
    at, tools = town.tools.now(), town.tools
    ask(credential, RevocationReason.FRAUD, "Bought, not earned.", actor=town.ruth, at=at, tools=tools)


def test_whoever_has_met_it_waits_in_the_list(town: Town) -> None:
    met(town)

    answer = browser(town.ruth).get(org(town))

    assert answer.status_code == 200
    assert "Samantha Okafor" in text_of(answer)
    assert "Look and release" in text_of(answer)


def test_what_decides_itself_and_what_is_not_yet_met_waits_for_nobody(town: Town) -> None:
    decided(town, studio(town, release="decision"), town.samantha)
    decided(town, studio(town), town.priya, levels=(2, 2))

    text = text_of(browser(town.ruth).get(org(town)))

    assert "Nobody waits for a credential" in text
    assert "Samantha" not in text


def test_the_release_page_shows_what_will_be_signed(town: Town) -> None:
    decision = met(town)

    text = text_of(browser(town.ruth).get(org(town, f"decisions/{decision.public_id}/release")))

    for shown in ("Samantha Okafor", "Chart choice", "Excellent", "4 of 4", "Caveats", "Open", "Context", "assessor "):
        assert shown in text
    assert "Ana Silva" not in text, "assessors are named by a pseudonym"
    assert count(Award) == 0, "looking at it releases nothing"


def test_releasing_leads_to_the_credential_and_empties_the_list(town: Town) -> None:
    decision = met(town)
    ruth = browser(town.ruth)

    answer = ruth.post(org(town, f"decisions/{decision.public_id}/release"), follow=True)

    (path, status) = answer.redirect_chain[0]
    assert status == 302
    assert path.startswith(org(town, "credentials/"))
    assert "Samantha Okafor has been sent the offer" in text_of(answer)
    assert "Nobody waits" in text_of(ruth.get(org(town)))
    assert "Samantha Okafor" in text_of(ruth.get(org(town) + "?show=released"))


def test_releasing_twice_leads_to_the_same_credential(town: Town) -> None:
    decision = met(town)
    ruth = browser(town.ruth)
    path = org(town, f"decisions/{decision.public_id}/release")

    first, again = ruth.post(path), ruth.post(path)

    assert first["Location"] == again["Location"]
    assert count(Credential) == 1


def test_a_refused_release_says_why_and_releases_nothing(town: Town) -> None:
    decision = met(town, learner=town.ruth)
    ruth = browser(town.ruth)
    path = org(town, f"decisions/{decision.public_id}/release")

    shown, answer = ruth.get(path), ruth.post(path)

    assert "Sign and release" not in text_of(shown)
    assert answer.status_code == 422
    assert "Nobody awards a credential to themselves; ask a colleague" in text_of(answer)
    assert count(Award) == 0


def test_a_held_organisation_is_told_so_on_the_release_page(town: Town) -> None:
    decision = met(town)
    town.northgate.held_because = "it reads like another organisation's name"
    town.northgate.save()

    answer = browser(town.ruth).post(org(town, f"decisions/{decision.public_id}/release"))

    assert answer.status_code == 422
    assert "until its name was reviewed" in text_of(answer)
    assert count(Award) == 0


def award_form(town: Town, **changes: str) -> dict[str, str]:
    with scope(organisation=town.northgate):
        version = studio(town)
    facts = {
        "version": version.definition.public_id,
        "name": "Ada Byron",
        "email": "ada@byron.example",
        "because": "I saw it.",
    }
    return facts | changes


def test_the_award_page_says_that_it_is_attested_and_by_whom(town: Town) -> None:
    studio(town)

    text = text_of(browser(town.ruth).get(org(town, "award")))

    assert "The credential says that it is attested" in text
    assert "Ruth Keller" in text
    assert "Data Visualisation Studio (version 1)" in text


def test_awarding_on_ones_word_leads_to_the_credential(town: Town) -> None:
    answer = browser(town.ruth).post(org(town, "award"), award_form(town), follow=True)

    text = text_of(answer)
    assert "Ada Byron has been sent the offer" in text
    assert "Attested by Ruth Keller, not assessed here" in text


def test_awarding_the_same_again_says_that_it_is_there_already(town: Town, clock: Any) -> None:
    form, ruth = award_form(town), browser(town.ruth)
    ruth.post(org(town, "award"), form)
    clock.time = clock.time.replace(hour=12)

    answer = ruth.post(org(town, "award"), form, follow=True)

    assert "nothing new was made" in text_of(answer)
    assert count(Credential) == 1


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({"email": "nobody"}, "valid email address"),
        ({"because": ""}, "This field is required"),
        ({"version": "0192"}, "Select a valid choice"),
        ({"because": "Good\x07work"}, "control character"),
        ({"email": "ruth.keller@people.example"}, "to themselves"),
    ],
)
def test_a_form_that_is_refused_keeps_what_was_typed(town: Town, changes: dict[str, str], told: str) -> None:
    answer = browser(town.ruth).post(org(town, "award"), award_form(town, **changes))

    assert answer.status_code == 422
    assert told.lower() in text_of(answer).lower()
    assert 'value="Ada Byron"' in answer.content.decode()
    assert count(Award) == 0


def test_the_credential_page_tells_its_facts_its_offer_and_its_history(town: Town) -> None:
    credential = awarded(town)

    text = text_of(browser(town.ruth).get(page_of(town, credential)))

    for shown in (
        "Data Visualisation Studio for Samantha Okafor",
        "In force",
        credential.uri,
        "By letter on 22 November 2026",
        "Awarded 22 November 2026, 09:00 UTC Ruth Keller",
        "Released and offered to its holder 22 November 2026, 09:00 UTC the platform",
    ):
        assert shown in text


def test_whether_the_holder_accepted_is_not_the_issuers_to_know(town: Town) -> None:
    credential = awarded(town)
    page = page_of(town, credential)
    before = text_of(browser(town.ruth).get(page))
    with scope(organisation=town.northgate):
        credential.offer.answered_at = town.tools.now()
        credential.offer.save()

    assert text_of(browser(town.ruth).get(page)) == before


def test_a_single_issuer_revokes_on_a_page_that_names_the_consequence(town: Town) -> None:
    credential = awarded(town)
    ruth = browser(town.ruth)

    shown = text_of(ruth.get(page_of(town, credential, "/revoke")))
    answer = ruth.post(
        page_of(town, credential, "/revoke"), {"reason": "fraud", "note": "Bought, not earned."}, follow=True
    )

    assert "It cannot be undone" in shown
    assert "replaced by a corrected credential" not in shown
    assert "Revoked. Whoever verifies it" in text_of(answer)
    assert "Samantha Okafor" in text_of(ruth.get(org(town) + "?show=revoked"))
    assert "Samantha Okafor" not in text_of(ruth.get(org(town) + "?show=released"))


def test_a_second_issuer_confirms(town: Town) -> None:
    credential = awarded(town)
    asked(town, credential)
    ruth, weiss = browser(town.ruth), browser(town.weiss)

    mine, theirs = (text_of(each.get(page_of(town, credential))) for each in (ruth, weiss))
    refused = ruth.post(page_of(town, credential, "/confirm"))
    answer = weiss.post(page_of(town, credential, "/confirm"), follow=True)

    assert "another issuer confirms it" in mine
    assert "Look and confirm" not in mine
    assert "Look and confirm" in theirs
    assert "Bought, not earned." in theirs
    assert refused.status_code == 409
    assert "Asked for by Ruth Keller, confirmed by Dr Weiss." in text_of(answer)


def test_a_request_to_revoke_is_dropped_by_a_button(town: Town) -> None:
    credential = awarded(town)
    asked(town, credential)

    answer = browser(town.weiss).post(page_of(town, credential, "/drop"), follow=True)

    assert "stays in force" in text_of(answer)
    assert count(Revocation) == 0


def test_a_revocation_without_a_reason_keeps_what_was_typed(town: Town) -> None:
    credential = awarded(town)

    answer = browser(town.ruth).post(page_of(town, credential, "/revoke"), {"note": "Bought, not earned."})

    assert answer.status_code == 422
    assert "Bought, not earned." in answer.content.decode()
    assert count(Revocation) == 0


def test_the_name_is_corrected_on_a_page_that_names_the_consequence(town: Town) -> None:
    credential = awarded(town)
    ruth = browser(town.ruth)

    shown = text_of(ruth.get(page_of(town, credential, "/correct")))
    answer = ruth.post(page_of(town, credential, "/correct"), {"recipient_name": "Samantha Lind"}, follow=True)
    old = text_of(ruth.get(page_of(town, credential)))

    assert "the earlier one stops counting" in shown
    assert "Data Visualisation Studio for Samantha Lind" in text_of(answer)
    assert "A correction replaces this one" in old
    assert "Corrected: another document replaces this one" in old
    assert "Samantha Okafor" not in text_of(ruth.get(org(town) + "?show=released"))


def test_a_correction_to_the_same_name_is_refused_at_its_field(town: Town) -> None:
    credential = awarded(town)

    answer = browser(town.ruth).post(page_of(town, credential, "/correct"), {"recipient_name": "Samantha Okafor"})

    assert answer.status_code == 422
    assert 'id="id_recipient_name_error"' in answer.content.decode()
    assert count(Credential) == 1


def test_an_unreadable_filter_or_page_number_shows_the_first_page(town: Town) -> None:
    met(town)

    for query in ("?show=nothing", "?page=9999", "?page=x", "?show=waiting&page=-1"):
        assert browser(town.ruth).get(org(town) + query).status_code == 200


def test_a_long_list_has_pages_and_costs_as_few_queries_as_a_short_one(town: Town) -> None:
    version = studio(town)
    for number in range(3):
        attest(town, version=version, email=f"learner{number}@people.example", name=f"Learner {number}")
    ruth = browser(town.ruth)
    with CaptureQueriesContext(connection) as few:
        ruth.get(org(town) + "?show=released")
    for number in range(3, 27):
        attest(town, version=version, email=f"learner{number}@people.example", name=f"Learner {number}")

    with CaptureQueriesContext(connection) as many:
        answer = ruth.get(org(town) + "?show=released")

    assert len(many) <= len(few)
    assert "Page 1 of 2" in text_of(answer)
    assert "Learner 26" in text_of(answer), "the newest first"
    assert "Learner 0" in text_of(ruth.get(org(town) + "?show=released&page=2"))


def every_page(town: Town) -> list[tuple[str, str]]:
    """Every page of the room that belongs to an organisation, with the method that acts on it."""
    version = studio(town)
    credential = awarded(town, version=version)
    waiting = met(town, learner=town.priya, version=version)
    asked(town, awarded(town, learner=town.stranger, version=version))
    with scope(organisation=town.northgate):
        pending = Credential.objects.get(revocation__isnull=False)
    return [
        ("get", org(town)),
        ("get", org(town) + "?show=released"),
        ("get", org(town, "award")),
        ("post", org(town, "award")),
        ("get", org(town, f"decisions/{waiting.public_id}/release")),
        ("post", org(town, f"decisions/{waiting.public_id}/release")),
        ("get", page_of(town, credential)),
        ("get", page_of(town, credential, "/revoke")),
        ("post", page_of(town, credential, "/revoke")),
        ("get", page_of(town, credential, "/correct")),
        ("post", page_of(town, credential, "/correct")),
        ("get", page_of(town, pending, "/confirm")),
        ("post", page_of(town, pending, "/confirm")),
        ("post", page_of(town, pending, "/drop")),
    ]


def everything(town: Town) -> list[object]:
    with scope(organisation=town.northgate):
        rows = list(Credential.objects.order_by("id").values_list("id", "state", "replaced_by_id"))
        return [*rows, *Revocation.objects.values_list("id", "confirmed_at"), Award.objects.count()]


@pytest.mark.parametrize(
    ("who", "status"),
    [
        (lambda town: town.ana, 403),
        (lambda town: town.nadia, 403),
        (lambda town: town.otto, 404),
        (lambda town: town.samantha, 404),
    ],
    ids=["assessor", "administrator", "issuer elsewhere", "the holder herself"],
)
def test_to_everybody_but_its_issuers_these_pages_are_closed(
    town: Town, who: Callable[[Town], Person], status: int
) -> None:
    pages = every_page(town)
    town.cloudvane  # noqa: B018 -- makes OTTO an issuer, elsewhere
    before = everything(town)

    answers = {(method, page): getattr(browser(who(town)), method)(page).status_code for method, page in pages}

    assert set(answers.values()) == {status}, answers
    assert everything(town) == before


def test_without_signing_in_they_lead_to_signing_in(town: Town, client: Client) -> None:
    before = everything(town)
    for method, page in every_page(town):
        before = everything(town)
        answer = getattr(client, method)(page)
        assert (answer.status_code, answer.url.partition("?")[0]) == (302, "/account/login/")
        assert everything(town) == before


def test_objects_of_another_organisation_are_not_there_under_ones_own_address(town: Town) -> None:
    """OTTO issues at Cloudvane and knows the public ids of Northgate's credentials and decisions."""
    pages = every_page(town)
    slug = town.cloudvane.slug
    otto = browser(town.otto)
    before = everything(town)

    for method, page in pages:
        theirs = page.replace(f"/org/{town.northgate.slug}/", f"/org/{slug}/")
        if theirs.count("/") > 3:
            assert getattr(otto, method)(theirs).status_code == 404, theirs

    assert everything(town) == before


def test_a_role_that_ended_while_the_page_was_open_does_nothing_any_more(town: Town) -> None:
    decision = met(town)
    ruth = browser(town.ruth)
    path = org(town, f"decisions/{decision.public_id}/release")
    assert ruth.get(path).status_code == 200
    ended = Membership.objects.get(person=town.ruth, role=Role.ISSUER)
    end_membership(ended, actor=town.nadia, at=town.tools.now())

    assert ruth.post(path).status_code == 404
    assert count(Award) == 0


def test_every_button_needs_its_token(town: Town) -> None:
    pages = every_page(town)
    ruth = Client(headers={"host": "testserver.example"}, enforce_csrf_checks=True)
    ruth.force_login(town.ruth, backend=BACKEND)
    before = everything(town)

    assert {ruth.post(page).status_code for method, page in pages if method == "post"} == {403}
    assert everything(town) == before


def test_issuers_see_on_the_first_page_what_waits(town: Town) -> None:
    met(town)

    with scope(organisation=town.northgate):
        panel = to_issuers(town.northgate, town.ruth)

    assert (panel.count, panel.waits) == (1, True)
    assert panel.url == org(town) + "?show=waiting"
    text = text_of(browser(town.ruth).get(f"/org/{town.northgate.slug}/"))
    assert "Release credentials" in text


def test_a_revocation_to_confirm_waits_for_the_other_issuer_only(town: Town) -> None:
    asked(town, awarded(town))

    with scope(organisation=town.northgate):
        mine, theirs = (to_issuers(town.northgate, person) for person in (town.ruth, town.weiss))

    assert not mine.waits
    assert (theirs.waits, theirs.url) == (True, org(town) + "?show=asked")


def test_the_learner_sees_that_it_is_coming_until_it_is_there(town: Town) -> None:
    decision = met(town)
    submission = decision.attempt.submission
    not_yet = decided(town, studio(town), town.priya, levels=(2, 2)).attempt.submission

    coming = to_learner(submission, town.samantha)
    assert to_learner(not_yet, town.priya) is None
    browser(town.ruth).post(org(town, f"decisions/{decision.public_id}/release"))

    assert coming is not None
    assert coming.context["by_person"]
    assert to_learner(submission, town.samantha) is None
    shown = [each.template for each in learning_panels("submission", submission, town.samantha)]
    assert coming.template not in shown
