"""The API keeps its own description, whatever it is sent: no 500, no answer that is not described.

Schemathesis makes requests from the OpenAPI document, valid and not; signed in, so that they reach behind the door.
"""

from collections.abc import Iterator
from typing import Any

import pytest
import schemathesis
from django.core.cache import cache
from django.core.signals import request_finished, request_started
from django.db import close_old_connections
from django.test import Client
from hypothesis import HealthCheck, Phase, settings
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import content_type_conformance, status_code_conformance

from assay.campus.site.wsgi import application
from tests.rooms.town import Town

HOST = {"Host": "testserver.example"}
schema = schemathesis.openapi.from_wsgi("/api/v1/openapi.json", application, headers=HOST)


@pytest.fixture
def connected() -> Iterator[None]:
    """The test's own database connection, left open between requests as Django's test client leaves it."""
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    yield
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


@pytest.fixture
def signed_in(town: Town) -> dict[str, str]:
    """The headers of a browser in which somebody with every role in Cloudvane has signed in."""
    assert town.cloudvane
    client = Client(headers={"host": "testserver.example"})
    client.force_login(town.otto, backend="allauth.account.auth_backends.AuthenticationBackend")
    token = "a" * 32  # the cookie and the header agree: that is all a browser proves
    return {**HOST, "Cookie": f"assay={client.cookies['assay'].value}; csrf={token}", "X-CSRFToken": token}


@pytest.mark.django_db
@schema.parametrize()
@settings(
    max_examples=40,
    deadline=None,
    phases=[Phase.explicit, Phase.generate],  # a failure is told as it came; shrinking it takes minutes
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow, HealthCheck.filter_too_much],
)
def test_no_request_makes_a_server_error(
    case: "schemathesis.Case[Any]", signed_in: dict[str, str], connected: None
) -> None:
    cache.clear()  # the limits per minute have tests of their own

    response = case.call(headers=signed_in)

    case.validate_response(response, checks=[not_a_server_error, status_code_conformance, content_type_conformance])
