"""What a stranger may make us hold: bodies, counters, probes."""

import threading
from pathlib import Path

import pytest
from django.core.cache import cache
from django.test import Client

from assay.campus.site import health
from tests.rooms.issuing.earned import studio
from tests.rooms.town import Town

MIB = 1 << 20


class Unread:
    """A body that nobody may begin to read."""

    def read(self, *_sizes: int) -> bytes:
        raise AssertionError("the body was read")

    readline = readlines = __iter__ = read


def sent(client: Client, path: str, mib: int) -> int:
    headers = {"CONTENT_LENGTH": str(mib * MIB), "wsgi.input": Unread()}
    answer = client.generic("POST", path, b"", "multipart/form-data; boundary=x", **headers)  # type: ignore[arg-type]
    status: int = answer.status_code
    return status


@pytest.mark.parametrize("path", ["/verify", "/account/login/", "/", "/nowhere", "/api/v1/verify"])
def test_attack_a_stranger_cannot_fill_the_disk_with_a_form(client: Client, town: Town, path: str) -> None:
    assert sent(client, path, 7) == 413


def test_attack_nor_can_somebody_who_has_signed_in_where_no_files_are_taken(client: Client, town: Town) -> None:
    client.force_login(town.samantha, backend="allauth.account.auth_backends.AuthenticationBackend")

    assert sent(client, "/me/account", 7) == 413
    assert sent(client, "/me/submissions/" + "0" * 32, 105) == 413


def test_evidence_may_be_larger_for_whoever_has_signed_in_and_for_nobody_else(client: Client, town: Town) -> None:
    path = "/me/submissions/" + "0" * 32

    assert sent(client, path, 7) == 413
    client.force_login(town.samantha, backend="allauth.account.auth_backends.AuthenticationBackend")
    assert sent(client, path, 100) == 404  # none of hers; read it was not


def test_a_body_that_is_too_large_for_the_api_is_told_as_a_problem(client: Client, town: Town) -> None:
    answer = client.post("/api/v1/organisations/x/awards", b" " * (7 * MIB), content_type="application/json")

    assert (answer.status_code, answer.json()["code"]) == (413, "TOO_LARGE")


def test_attack_many_visitors_do_not_make_us_forget_how_often_one_has_tried(db: None) -> None:
    cache.clear()
    cache.set("tries:one", 5)

    for number in range(2000):
        cache.set(f"tries:{number}", 1)

    assert cache.get("tries:one") == 5


def test_attack_probes_at_the_same_time_do_not_make_each_other_fail(tmp_path: Path) -> None:
    words: set[str] = set()

    def probe() -> None:
        words.update(health._writable(tmp_path) for _ in range(200))  # noqa: SLF001 -- the step that writes

    probes = [threading.Thread(target=probe) for _ in range(4)]
    for each in probes:
        each.start()
    for each in probes:
        each.join()

    assert words == {"ok"}
    assert list(tmp_path.iterdir()) == []


def test_the_largest_design_still_fits(town: Town) -> None:
    assert len(str(studio(town).design)) < 6 * MIB
