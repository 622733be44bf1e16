"""What the public sees: only through a link, only while it lasts, and with the status of this moment."""

import io
from datetime import timedelta

import pytest
from django.test import Client
from PIL import Image

from assay.campus.issuing.correct import correct
from assay.campus.issuing.models import Credential, RevocationReason
from assay.campus.issuing.revoke import ask
from assay.campus.issuing.status_lists import publish_changed
from assay.campus.wallet.answer import decline
from assay.campus.wallet.models import Share, ShareOpening
from assay.campus.wallet.share import revoke_share
from assay.science.baking.badge_file import unbake
from tests.rooms.conftest import Clock
from tests.rooms.town import Town
from tests.rooms.wallet.kept import A_WEEK, held, later, offer_of, page_of, shared

PARTS = ("", "/credential.json", "/badge.svg", "/record.json", "/embed", "/preview.png", "/certificate.pdf")


def test_a_link_shows_the_credential_verified_now(town: Town, client: Client) -> None:
    share = shared(town)

    page = client.get(f"/s/{share.token}").content.decode()

    assert 'data-verdict="VALID"' in page
    for said in ("Samantha Okafor", "Data Visualisation Studio", "Northgate University", "testserver.example"):
        assert said in page


def test_nobody_has_to_be_signed_in_and_no_cookie_is_set(town: Town, client: Client) -> None:
    share = shared(town, with_record=True)

    for part in PARTS:
        answer = client.get(f"/s/{share.token}{part}")
        assert (part, answer.status_code) == (part, 200)
        assert not answer.cookies


def test_no_part_is_kept_listed_or_told_to_other_sites(town: Town, client: Client) -> None:
    share = shared(town, with_record=True)

    for part in PARTS:
        headers = client.get(f"/s/{share.token}{part}").headers
        assert headers["Cache-Control"] == "no-store"
        assert "noindex" in headers["X-Robots-Tag"]
        assert headers["Referrer-Policy"] == "no-referrer"


@pytest.mark.parametrize("part", PARTS)
def test_every_part_of_a_revoked_link_is_gone(town: Town, client: Client, part: str) -> None:
    share = shared(town, with_record=True)
    revoke_share(share, actor=town.samantha, at=town.tools.now())

    answer = client.get(f"/s/{share.token}{part}")

    assert answer.status_code == 410
    assert answer["Cache-Control"] == "no-store"
    assert "Okafor" not in answer.content.decode()


@pytest.mark.parametrize("part", PARTS)
def test_every_part_of_a_link_that_has_run_out_is_gone(town: Town, client: Client, clock: Clock, part: str) -> None:
    share = shared(town, with_record=True, expires_at=town.tools.now() + A_WEEK)
    later(town, clock, A_WEEK)

    assert client.get(f"/s/{share.token}{part}").status_code == 410


@pytest.mark.parametrize("part", PARTS)
def test_an_unknown_link_is_not_found(town: Town, client: Client, part: str) -> None:
    shared(town)

    assert client.get(f"/s/{'x' * 32}{part}").status_code == 404


def test_a_credential_has_no_public_page_of_its_own(town: Town, client: Client) -> None:
    holding = held(town)

    for secret in (holding.public_id, holding.credential.public_id, holding.credential.uri.removeprefix("urn:uuid:")):
        for place in ("s", "credentials", "achievements", "issuers", "status", "me/credentials"):
            assert client.get(f"/{place}/{secret}").status_code in {302, 404}
            assert b"Okafor" not in client.get(f"/{place}/{secret}").content


def test_the_record_is_there_only_if_its_holder_shows_it(town: Town, client: Client) -> None:
    holding = held(town)
    with_it, without = shared(town, holding, with_record=True), shared(town, holding)

    assert client.get(f"/s/{with_it.token}/record.json").content.decode() == holding.credential.record
    assert client.get(f"/s/{without.token}/record.json").status_code == 404
    assert "How it was assessed" in client.get(f"/s/{with_it.token}").content.decode()
    assert "How it was assessed" not in client.get(f"/s/{without.token}").content.decode()


def test_a_shown_record_is_compared_with_what_was_signed(town: Town, client: Client) -> None:
    share = shared(town, with_record=True)

    assert "has the digest that was signed" in client.get(f"/s/{share.token}").content.decode()


def test_each_look_at_the_page_counts_once_and_its_parts_do_not(town: Town, client: Client) -> None:
    share = shared(town, with_record=True)

    for part in PARTS:
        client.get(f"/s/{share.token}{part}")
    assert ShareOpening.objects.count() == 1

    client.get(f"/s/{share.token}")
    assert ShareOpening.objects.count() == 2


def test_looking_ahead_does_not_count(town: Town, client: Client) -> None:
    share = shared(town)

    client.head(f"/s/{share.token}")
    client.get(f"/s/{share.token}", headers={"sec-purpose": "prefetch;prerender"})

    assert not ShareOpening.objects.exists()


def test_a_revoked_credential_shows_as_invalid_with_the_reason(town: Town, client: Client) -> None:
    share = shared(town)
    credential, at = share.holding.credential, town.tools.now()
    ask(credential, RevocationReason.INTEGRITY, "Not her work, says X.", actor=town.ruth, at=at, tools=town.tools)

    page = client.get(f"/s/{share.token}").content.decode()

    assert 'data-verdict="INVALID"' in page
    assert "Northgate University revoked this" in page
    assert "Reason: academic integrity" in page
    assert "says X" not in page  # the note is for the holder
    assert 'data-verdict="INVALID"' in client.get(f"/s/{share.token}/embed").content.decode()


def test_a_link_follows_a_correction_and_says_so(town: Town, client: Client, clock: Clock) -> None:
    share = shared(town)
    made = _corrected(town, share, clock)

    page = client.get(f"/s/{share.token}").content.decode()

    assert 'data-verdict="VALID"' in page
    assert "Samantha Lind" in page
    assert "Corrected since it was shared" in page
    assert client.get(f"/s/{share.token}/credential.json").content.decode() == made.signed


def test_a_link_stays_with_the_earlier_one_if_its_holder_declines_the_correction(
    town: Town, client: Client, clock: Clock
) -> None:
    share = shared(town)
    made = _corrected(town, share, clock)
    decline(offer_of(made), person=town.samantha, at=town.tools.now())

    page = client.get(f"/s/{share.token}").content.decode()

    assert 'data-verdict="INVALID"' in page
    assert "Northgate University replaced this" in page
    assert "Samantha Lind" not in page


def test_an_expired_credential_is_shown_as_what_it_is(town: Town, client: Client, clock: Clock) -> None:
    share = shared(town)
    at = later(town, clock, timedelta(days=4 * 365))  # it counts for three years
    publish_changed(at=at, tools=town.tools)

    assert 'data-verdict="INVALID"' in client.get(f"/s/{share.token}").content.decode()


def test_the_embed_alone_may_be_framed_by_other_sites(town: Town, client: Client) -> None:
    share = shared(town, with_record=True)

    for part in PARTS:
        answer = client.get(f"/s/{share.token}{part}")
        wanted = "frame-ancestors *" if part == "/embed" else "frame-ancestors 'none'"
        assert wanted in answer["Content-Security-Policy"], part
    assert "frame-ancestors 'none'" in client.get("/me/credentials")["Content-Security-Policy"]


def test_the_embed_of_a_revoked_link_says_so_in_the_frame(town: Town, client: Client) -> None:
    share = shared(town)
    revoke_share(share, actor=town.samantha, at=town.tools.now())

    answer = client.get(f"/s/{share.token}/embed")

    assert (answer.status_code, "frame-ancestors *" in answer["Content-Security-Policy"]) == (410, True)
    assert "No longer shared" in answer.content.decode()


@pytest.mark.parametrize("with_name", [True, False])
def test_previews_name_the_holder_only_if_she_wants_it(town: Town, client: Client, *, with_name: bool) -> None:
    share = shared(town, with_name=with_name)

    head = client.get(f"/s/{share.token}").content.decode().partition("</head>")[0]

    assert ("Okafor" in head) is with_name
    for said in (
        f'<meta property="og:url" content="http://testserver.example/s/{share.token}">',
        f'<meta property="og:image" content="http://testserver.example/s/{share.token}/preview.png">',
        '<meta property="og:title" content="Data Visualisation Studio',
    ):
        assert said in head


def test_the_preview_picture_has_the_size_that_other_sites_ask_for(town: Town, client: Client) -> None:
    answer = client.get(f"/s/{shared(town).token}/preview.png")

    picture = Image.open(io.BytesIO(answer.content))

    assert (picture.format, picture.size) == ("PNG", (1200, 630))
    assert answer["Cross-Origin-Resource-Policy"] == "cross-origin"


def test_the_preview_picture_is_another_one_with_the_name(town: Town, client: Client) -> None:
    holding = held(town)
    with_name, without = shared(town, holding, with_name=True), shared(town, holding)

    assert (
        client.get(f"/s/{with_name.token}/preview.png").content != client.get(f"/s/{without.token}/preview.png").content
    )


def test_the_shared_files_are_the_signed_bytes(town: Town, client: Client) -> None:
    share = shared(town)
    signed = share.holding.credential.signed

    assert client.get(f"/s/{share.token}/credential.json").content.decode() == signed
    assert unbake(client.get(f"/s/{share.token}/badge.svg").content) == signed


def test_the_page_costs_few_queries_however_often_it_was_opened(
    town: Town, client: Client, django_assert_max_num_queries: object
) -> None:
    share = shared(town)
    for _ in range(5):
        client.get(f"/s/{share.token}")

    with django_assert_max_num_queries(8):  # type: ignore[operator]  # a fixture of pytest-django
        client.get(f"/s/{share.token}")


def test_one_visitor_cannot_ask_without_end(town: Town, client: Client) -> None:
    share = shared(town)

    answers = [client.get(f"/s/{share.token}/credential.json").status_code for _ in range(121)]

    assert answers == [200] * 120 + [429]


def test_the_holder_finds_all_that_the_public_has_opened(town: Town, client: Client) -> None:
    share = shared(town, label="For Leo")
    client.get(f"/s/{share.token}")
    client.force_login(town.samantha, backend="allauth.account.auth_backends.AuthenticationBackend")

    page = client.get(page_of(share.holding)).content.decode()

    assert "For Leo" in page
    assert "opened once, on 22 November 2026, 09:00 UTC" in page


def test_the_public_never_reads_for_whom_a_link_was_made(town: Town, client: Client) -> None:
    share = shared(town, label="Second choice after Harbour Bank", with_record=True)

    for part in PARTS:
        assert b"Harbour Bank" not in client.get(f"/s/{share.token}{part}").content


def _corrected(town: Town, share: Share, clock: Clock) -> Credential:
    at = later(town, clock, timedelta(hours=1))
    return correct(share.holding.credential, recipient_name="Samantha Lind", actor=town.ruth, at=at, tools=town.tools)
