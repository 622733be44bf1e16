"""``assay verify`` with a real server on loopback: whom it asks, where, and what it makes of the answers."""

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.adapters.https_host import CertificateAuthority, listening
from tests.cli.college import AT, STATUS_URL, Assay, College
from tests.cli.website import Website, serving
from tests.science.baking.pictures import chunk, international, png

pytestmark = pytest.mark.enable_socket

DID = "did:web:brunel.example"
HOST = "brunel.example"
DID_JSON = "/.well-known/did.json"
ASSERTION = "https://badges.brunel.example/assertions/1"


@pytest.fixture(scope="module")
def authority(tmp_path_factory: pytest.TempPathFactory) -> CertificateAuthority:
    return CertificateAuthority(tmp_path_factory.mktemp("ca"))


@pytest.fixture(scope="module")
def certificate(authority: CertificateAuthority) -> Path:
    return authority.certify(HOST, "badges.brunel.example")


@pytest.fixture
def web_college(college: College, assay: Assay) -> College:
    """The college with a domain, a published key, revocable badges, all by the commands alone."""
    college.key.unlink()
    assay("keygen", "--out", college.key, "--did", DID, "--did-document", college.folder / "did.json")
    assert assay(*college.to_issue("--status-list", STATUS_URL)).code == 0
    return college


@pytest.fixture
def site(web_college: College, certificate: Path) -> Iterator[Website]:
    pages = {
        DID_JSON: (web_college.folder / "did.json").read_bytes(),
        "/status/1": web_college.status_list.read_bytes(),
    }
    with serving(certificate, pages) as found:
        yield found


def verified(assay: Assay, authority: CertificateAuthority, site: Website, path: Path, *more: str) -> Any:
    words = ["--now", AT, "--json", *site.resolve(HOST, "badges.brunel.example"), *more]
    said = assay("verify", "--ca", authority.ca_file, *words, path)
    report = json.loads(said.out)
    assert said.code == {"VALID": 0, "INVALID": 1, "INDETERMINATE": 2}[report["verdict"]]
    return report


def codes(report: Any) -> dict[str, str]:
    return {check["name"]: check["code"] for check in report["checks"]}


def test_a_did_web_badge_with_a_status_list_is_valid_when_both_are_published(
    assay: Assay, authority: CertificateAuthority, site: Website, web_college: College
) -> None:
    report = verified(assay, authority, site, web_college.badge())

    assert report["verdict"] == "VALID"
    assert (codes(report)["issuer"], codes(report)["status"]) == ("OK", "OK")
    assert sorted(set(site.asked)) == [f"{HOST}{DID_JSON}", f"{HOST}/status/1"]


def test_a_withdrawn_badge_is_invalid_once_the_list_is_published_and_the_others_stay_valid(
    assay: Assay, authority: CertificateAuthority, site: Website, web_college: College
) -> None:
    words = ("--list", web_college.status_list, "--key", web_college.key, "--now", AT)
    assert assay("revoke", web_college.badge(2), *words).code == 0
    site.pages["/status/1"] = web_college.status_list.read_bytes()

    assert codes(verified(assay, authority, site, web_college.badge(2)))["status"] == "REVOKED"
    assert verified(assay, authority, site, web_college.badge(1))["verdict"] == "VALID"
    assert verified(assay, authority, site, web_college.badge(3))["verdict"] == "VALID"


def test_a_redirect_is_not_followed_and_leaves_it_indeterminate(
    assay: Assay, authority: CertificateAuthority, site: Website, web_college: College
) -> None:
    site.moved[DID_JSON] = "https://brunel.example/elsewhere.json"
    site.pages["/elsewhere.json"] = site.pages[DID_JSON]

    report = verified(assay, authority, site, web_college.badge())

    assert report["verdict"] == "INDETERMINATE"
    assert codes(report)["issuer"] == "ISSUER_UNREACHABLE"
    assert f"{HOST}/elsewhere.json" not in site.asked


def test_the_text_report_says_why_a_document_could_not_be_had(
    assay: Assay, authority: CertificateAuthority, site: Website, web_college: College
) -> None:
    site.moved["/status/1"] = "/status/2"

    words = ["--now", AT, "--ca", authority.ca_file, *site.resolve(HOST)]
    said = assay("verify", *words, web_college.badge())

    assert said.code == 2
    assert f"(not had: {STATUS_URL}: redirects are not followed (status 302); name the final URL)" in said.out


@pytest.mark.parametrize("content", [None, b"", b"<html>404</html>", b"{}"])
def test_a_host_that_serves_nothing_of_use_never_makes_it_valid(
    assay: Assay, authority: CertificateAuthority, site: Website, web_college: College, content: bytes | None
) -> None:
    good = dict(site.pages)
    verdicts = {}
    for page in good:
        site.pages = (
            {**good, page: content} if content is not None else {each: good[each] for each in good if each != page}
        )
        verdicts[page] = verified(assay, authority, site, web_college.badge())["verdict"]

    assert verdicts["/status/1"] == "INDETERMINATE"
    assert verdicts[DID_JSON] != "VALID"


def test_a_stranger_key_at_the_domain_does_not_make_the_badge_genuine(
    assay: Assay, authority: CertificateAuthority, site: Website, web_college: College
) -> None:
    other = web_college.folder / "other.json"
    assay("keygen", "--out", web_college.folder / "other.key", "--did", DID, "--did-document", other)
    site.pages[DID_JSON] = other.read_bytes()

    report = verified(assay, authority, site, web_college.badge())

    assert report["verdict"] == "INVALID"
    assert codes(report)["issuer"] == "METHOD_NOT_FOUND"


def test_the_same_host_with_another_certificate_is_not_believed(
    assay: Assay, site: Website, web_college: College, tmp_path: Path
) -> None:
    stranger = CertificateAuthority(tmp_path, "Stranger")

    report = verified(assay, stranger, site, web_college.badge())

    assert report["verdict"] == "INDETERMINATE"
    assert site.asked == []


def test_a_pair_may_name_one_port_of_a_host(
    assay: Assay, authority: CertificateAuthority, site: Website, web_college: College
) -> None:
    words = ("--now", AT, "--ca", authority.ca_file)

    to_443 = assay("verify", *words, "--resolve", f"{HOST}:443=127.0.0.1:{site.port}", web_college.badge())
    to_8443 = assay("verify", *words, "--resolve", f"{HOST}:8443=127.0.0.1:{site.port}", web_college.badge())

    assert (to_443.code, to_8443.code) == (0, 2)


@pytest.mark.parametrize(
    "url",
    [
        "https://localhost:{port}/status/1",
        "https://127.0.0.1:{port}/status/1",
        "https://127.1:{port}/status/1",
        "https://2130706433:{port}/status/1",
        "https://0x7f.1:{port}/status/1",
        "https://[::1]:{port}/status/1",
        "https://[::ffff:127.0.0.1]:{port}/status/1",
        "http://localhost:{port}/status/1",
        "https://user@localhost:{port}/status/1",
        "file:///etc/passwd",
    ],
)
def test_attack_a_badge_cannot_make_us_connect_to_our_own_machine(
    assay: Assay, authority: CertificateAuthority, web_college: College, url: str
) -> None:
    """28: the host is not in ``--resolve``, so the guard is on; the listener sees nobody."""
    with listening() as bystander:
        address = url.format(port=bystander.port)
        badge = web_college.folder / "ssrf.json"
        text = web_college.badge().read_text("utf-8")
        badge.write_text(
            text.replace(STATUS_URL, address).replace(DID, f"did:web:localhost%3A{bystander.port}"), "utf-8"
        )
        picture = web_college.folder / "ssrf.png"
        picture.write_bytes(png(international(b"openbadges", address.encode())))

        for path in (badge, picture):
            said = assay("verify", "--now", AT, "--ca", authority.ca_file, path)
            assert said.code in (1, 2)

        assert bystander.connections == 0


def test_offline_never_connects_even_where_a_host_is_given(
    assay: Assay, authority: CertificateAuthority, site: Website, web_college: College
) -> None:
    report = verified(assay, authority, site, web_college.badge(), "--offline")

    assert report["verdict"] == "INDETERMINATE"
    assert site.asked == []


# --- Open Badges 2.0 --------------------------------------------------------------------------------------------------


def an_assertion() -> dict[str, Any]:
    return {
        "@context": "https://w3id.org/openbadges/v2",
        "type": "Assertion",
        "id": ASSERTION,
        "recipient": {"type": "email", "hashed": True, "salt": "s", "identity": "sha256$" + "0" * 64},
        "badge": {
            "type": "BadgeClass",
            "id": "https://badges.brunel.example/classes/1",
            "name": "Welding basics",
            "issuer": {"type": "Profile", "id": "https://badges.brunel.example/issuer", "name": "Brunel College"},
        },
        "issuedOn": "2019-05-01T00:00:00Z",
        "verification": {"type": "HostedBadge"},
    }


@pytest.mark.parametrize(
    "carrier",
    [chunk(b"tEXt", b"openbadges\0" + ASSERTION.encode()), international(b"openbadges", ASSERTION.encode())],
    ids=["tEXt", "iTXt"],
)
def test_an_old_picture_whose_text_is_an_address_is_verified_at_that_address(
    assay: Assay, authority: CertificateAuthority, site: Website, tmp_path: Path, carrier: bytes
) -> None:
    badge = an_assertion()["badge"]
    published = {"/assertions/1": an_assertion(), "/classes/1": badge, "/issuer": badge["issuer"]}
    site.pages.update({path: json.dumps(document).encode() for path, document in published.items()})
    picture = tmp_path / "old.png"
    picture.write_bytes(png(carrier))

    report = verified(assay, authority, site, picture)

    assert report["verdict"] == "VALID"
    assert report["credential"]["model"] == "OB 2.0"
    assert set(site.asked) == {f"badges.brunel.example{path}" for path in published}


def test_an_old_assertion_that_its_host_has_withdrawn_is_invalid(
    assay: Assay, authority: CertificateAuthority, site: Website, tmp_path: Path
) -> None:
    site.pages["/assertions/1"] = json.dumps({**an_assertion(), "revoked": True}).encode()
    path = tmp_path / "old.json"
    path.write_text(json.dumps(an_assertion()), "utf-8")

    assert codes(verified(assay, authority, site, path))["proof"] == "REVOKED"


def test_a_did_document_can_be_published_as_keygen_wrote_it(web_college: College) -> None:
    document = json.loads((web_college.folder / "did.json").read_text("utf-8"))

    (method,) = document["verificationMethod"]
    assert document["id"] == method["controller"] == DID
    assert re.fullmatch(rf"{DID}#z6Mk\w+", method["id"])
    assert document["assertionMethod"] == document["authentication"] == [method["id"]]
