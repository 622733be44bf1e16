"""What Django refuses before it has looked at anything gets an answer like all else, and no server error."""

import pytest
from django.test import Client

from assay.campus.people.tools import Tools


@pytest.fixture
def stranger(db: None, tools: Tools) -> Client:
    """A client that asks us for somebody else's host, and is shown what a visitor would be."""
    return Client(headers={"host": "evil.example"}, raise_request_exception=False)


@pytest.mark.parametrize("path", ["/", "/achievements", "/verify", "/account/login/", "/nothing"])
def test_a_request_for_another_host_is_a_bad_request_and_says_so(stranger: Client, path: str) -> None:
    answer = stranger.get(path)

    assert answer.status_code == 400
    assert b"This request could not be read" in answer.content


def test_to_a_program_it_is_a_problem(stranger: Client) -> None:
    answer = stranger.get("/api/v1/achievements")

    assert (answer.status_code, answer.headers["Content-Type"]) == (400, "application/problem+json")
    assert answer.json()["code"] == "MALFORMED"
