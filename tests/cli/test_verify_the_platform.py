"""A credential that a running platform has issued, verified by the command over TLS with the platform's did:web."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from tests.cli.platform_process import environment, free_port, ran, served

pytestmark = pytest.mark.process

ROOT = Path(__file__).parents[2]
# The real verbs, in a process beside the server: a definition, an award that its issuer attests, and its revocation.
AWARD = """
import django; django.setup()
from datetime import UTC, datetime
from tests.browser.school import open_school
from assay.campus.catalogue.find import published
from assay.campus.issuing.award import award_directly
from assay.campus.people.models import Person
from assay.campus.site.wiring import tools
_, _, public_id, _, number = open_school().split("/")
made = award_directly(
    published(public_id, int(number)), name="Ada Byron", email="ada@people.example", because="seen at work",
    actor=Person.objects.get(name="Ruth Keller"), at=datetime.now(UTC), tools=tools(),
)
print(made.signed)
"""
REVOKE = """
import django; django.setup()
from datetime import UTC, datetime
from assay.campus.issuing.models import Credential, RevocationReason
from assay.campus.issuing.revoke import ask
from assay.campus.people.models import Person
from assay.campus.people.tenancy import across_tenants
from assay.campus.site.wiring import tools
with across_tenants():
    made = Credential.objects.select_related("organisation", "award").get()
ruth = Person.objects.get(name="Ruth Keller")
ask(made, RevocationReason.ERROR, "the wrong Ada", actor=ruth, at=datetime.now(UTC), tools=tools())
"""


def beside_the_server(code: str, settings: dict[str, str]) -> str:
    known = {**settings, "DJANGO_SETTINGS_MODULE": "assay.campus.site.settings"}
    known["PYTHONPATH"] = f"{ROOT / 'src'}:{ROOT}"
    done = subprocess.run([sys.executable, "-c", code], env=known, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout


@pytest.mark.enable_socket
def test_the_command_verifies_over_tls_what_the_platform_has_issued_and_sees_it_revoked(tmp_path: Path) -> None:
    port, authority, badge = free_port(), tmp_path / "ca.pem", tmp_path / "badge.json"
    host = f"issuer.example:{port}"
    settings = environment(tmp_path / "data", port, {"ASSAY_ORIGIN": f"https://{host}"})
    verify = ["verify", "--json", "--ca", authority, "--resolve", f"{host}=127.0.0.1:{port}", badge]

    with served(settings, "--tls", "--ca-out", authority):
        badge.write_text(beside_the_server(AWARD, settings), "utf-8")
        genuine = ran(verify, settings)
        beside_the_server(REVOKE, settings)
        revoked = ran(verify, settings)

    report = json.loads(genuine.stdout)
    assert (genuine.returncode, report["verdict"]) == (0, "VALID"), genuine.stdout
    assert report["credential"]["issuer"]["id"].startswith(f"did:web:issuer.example%3A{port}:issuers:")
    outcomes = {check["name"]: check["outcome"] for check in report["checks"]}
    assert {outcomes[name] for name in ("proof", "issuer", "validity", "status")} == {"HOLDS"}
    told = {check["name"]: check["code"] for check in json.loads(revoked.stdout)["checks"]}
    assert (revoked.returncode, told["status"]) == (1, "REVOKED")
