"""What a holder takes along: byte for byte what was signed."""

import io
import json
import shutil
import subprocess
from datetime import timedelta
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pypdf
import pytest
from django.test import Client
from PIL import Image

from assay.campus.issuing.models import Credential, RevocationReason
from assay.campus.issuing.revoke import ask
from assay.campus.verifying.verify import verify_bytes
from assay.campus.wallet import papers
from assay.campus.wallet.answer import accept
from assay.campus.wallet.models import Share
from assay.campus.wallet.profile_link import add_to_profile
from assay.campus.wallet.share import revoke_share
from assay.science.baking.badge_file import unbake
from assay.science.errors import Code, Refused
from assay.science.verification.report import Verdict
from tests.rooms.conftest import Clock
from tests.rooms.town import Town
from tests.rooms.wallet.kept import attested, held, offer_of, page_of, signed_in

_JSQR = Path(papers.__file__).parents[1] / "verifying" / "static" / "verifying" / "jsqr.js"
# Reads grey pixels from stdin: "width height" on the first line, then a byte each.
_READ_QR = """
const raw = require("fs").readFileSync(0);
const end = raw.indexOf(10);
const [width, height] = raw.subarray(0, end).toString().split(" ").map(Number);
const rgba = new Uint8ClampedArray(width * height * 4);
for (let i = 0; i < width * height; i++) rgba.fill(raw[end + 1 + i], 4 * i, 4 * i + 3);
process.stdout.write((require(process.argv[1])(rgba, width, height) ?? {data: "no code found"}).data);
"""


def test_the_json_is_exactly_what_was_signed(town: Town, client: Client) -> None:
    holding = held(town)

    answer = signed_in(client, town.samantha).get(page_of(holding, ".json"))

    assert answer.content.decode() == holding.credential.signed
    assert answer["Content-Type"] == "application/vc"
    assert answer["Content-Disposition"] == 'attachment; filename="data-visualisation-studio.json"'


@pytest.mark.parametrize("ending", [".png", ".svg"])
def test_the_badge_has_exactly_what_was_signed_inside(town: Town, client: Client, ending: str) -> None:
    holding = held(town)

    picture = signed_in(client, town.samantha).get(page_of(holding, ending)).content

    assert unbake(picture) == holding.credential.signed
    assert verify_bytes(picture, at=town.tools.now(), tools=town.tools).report.verdict is Verdict.VALID


def test_the_badge_is_a_picture_that_others_can_open(town: Town, client: Client) -> None:
    content = signed_in(client, town.samantha).get(page_of(held(town), ".png")).content

    picture = Image.open(io.BytesIO(content))
    picture.load()

    assert (picture.format, picture.width) == ("PNG", 600)


def test_the_record_is_the_one_that_the_credential_binds(town: Town, client: Client) -> None:
    holding = held(town)

    content = signed_in(client, town.samantha).get(page_of(holding, "/record.json")).content

    assert content.decode() == holding.credential.record
    bound = json.loads(holding.credential.signed)["relatedResource"]
    report = verify_bytes(
        holding.credential.signed.encode(),
        at=town.tools.now(),
        tools=town.tools,
        at_hand={bound[0]["id"] if isinstance(bound, list) else bound["id"]: content},
    ).report
    assert "has the digest that was signed" in " ".join(each.reason for each in report.findings)


def test_what_was_not_assessed_here_has_no_record(town: Town, client: Client) -> None:
    credential = attested(town, name="Samantha Okafor", email=str(town.samantha.email))
    holding = accept(offer_of(credential), person=town.samantha, at=town.tools.now())

    assert signed_in(client, town.samantha).get(page_of(holding, "/record.json")).status_code == 404


def test_page_certificate_and_json_name_the_same_rubric(town: Town, client: Client) -> None:
    # M33: three forms, one source.
    holding = held(town)
    digest = holding.credential.award.version.rubric_digest
    signed_in(client, town.samantha).post(page_of(holding, "/certificate"))

    page = client.get(page_of(holding)).content.decode()
    sheet = _text(client.get(page_of(holding, ".pdf")).content)
    record = json.loads(client.get(page_of(holding, "/record.json")).content)

    assert len(digest) == 64
    assert digest in page
    assert digest in sheet
    assert record["rubric"]["digest"] == digest


def test_looking_for_the_certificate_makes_no_link(town: Town, client: Client) -> None:
    holding = held(town)

    answer = signed_in(client, town.samantha).get(page_of(holding, ".pdf"))

    assert (answer.status_code, answer["Location"]) == (302, page_of(holding) + "#take-along")
    assert not Share.objects.exists()


def test_making_the_certificate_makes_one_link_that_its_holder_sees(town: Town, client: Client) -> None:
    holding = held(town)
    signed_in(client, town.samantha)

    for _ in range(2):
        made = client.post(page_of(holding, "/certificate"))
        assert (made.status_code, made["Location"]) == (303, page_of(holding, ".pdf"))

    share = Share.objects.get()
    assert (share.label, share.expires_at, share.is_certificate) == ("Certificate", None, True)
    assert f"/s/{share.token}" in client.get(page_of(holding)).content.decode()


def test_the_same_certificate_is_the_same_bytes(town: Town, client: Client, clock: Clock) -> None:
    holding = held(town)
    clock.time += timedelta(microseconds=1234)  # as real clocks tell it
    signed_in(client, town.samantha).post(page_of(holding, "/certificate"))

    first = client.get(page_of(holding, ".pdf"))
    assert (first.status_code, first["Content-Type"]) == (200, "application/pdf")
    assert client.get(page_of(holding, ".pdf")).content == first.content


def test_the_certificate_says_who_met_what_and_where_to_check_it(town: Town, client: Client) -> None:
    holding = held(town)
    signed_in(client, town.samantha).post(page_of(holding, "/certificate"))
    link = f"http://testserver.example/s/{Share.objects.get().token}"

    content = client.get(page_of(holding, ".pdf")).content

    text = _text(content)
    for said in (
        "Samantha Okafor",
        "Data Visualisation Studio",
        "Northgate University",
        "has met every criterion of",
        "90 hours",
        "2 US semester credits",
        "Excellent",
        holding.credential.uri,
        link,
    ):
        assert said.replace(" ", "") in text
    sheet: Any = pypdf.PdfReader(io.BytesIO(content)).pages[0]
    annotations = [each.get_object() for each in sheet["/Annots"]]
    assert [each["/A"]["/URI"] for each in annotations if "/A" in each] == [link]


def test_the_code_on_the_certificate_leads_to_the_link(town: Town, client: Client, tmp_path: Path) -> None:
    if shutil.which("pdftoppm") is None or shutil.which("node") is None:
        pytest.skip("pdftoppm (poppler-utils) or node is not here")
    holding = held(town)
    signed_in(client, town.samantha).post(page_of(holding, "/certificate"))
    (tmp_path / "sheet.pdf").write_bytes(client.get(page_of(holding, ".pdf")).content)
    subprocess.run(
        ["pdftoppm", "-gray", "-r", "200", "-singlefile", tmp_path / "sheet.pdf", tmp_path / "sheet"], check=True
    )

    grey = Image.open(tmp_path / "sheet.pgm").convert("L")
    pixels = f"{grey.width} {grey.height}\n".encode() + grey.tobytes()
    read = subprocess.run(["node", "-e", _READ_QR, str(_JSQR)], input=pixels, capture_output=True, check=True)

    assert read.stdout.decode() == f"http://testserver.example/s/{Share.objects.get().token}"


def test_a_revoked_code_leads_nowhere_and_the_next_certificate_has_another(town: Town, client: Client) -> None:
    holding = held(town)
    signed_in(client, town.samantha).post(page_of(holding, "/certificate"))
    first = Share.objects.get()

    revoke_share(first, actor=town.samantha, at=town.tools.now())
    client.post(page_of(holding, "/certificate"))

    assert client.get(f"/s/{first.token}").status_code == 410
    assert client.get(f"/s/{Share.objects.get(revoked_at__isnull=True).token}").status_code == 200


def test_no_certificate_is_printed_of_what_was_revoked(town: Town, client: Client) -> None:
    holding = held(town)
    signed_in(client, town.samantha).post(page_of(holding, "/certificate"))
    at = town.tools.now()
    ask(holding.credential, RevocationReason.ERROR, "Wrong person.", actor=town.ruth, at=at, tools=town.tools)

    assert client.get(page_of(holding, ".pdf")).status_code == 409
    assert client.get(f"/s/{Share.objects.get().token}/certificate.pdf").status_code == 409
    with pytest.raises(Refused) as refusal:
        papers.certificate(_fresh(holding.credential), check_at="https://a.example/", made_at=at)
    assert refusal.value.code is Code.CONFLICT


def test_a_name_cannot_reach_out_of_the_certificate(town: Town, client: Client) -> None:
    # Attack 43.
    name = '<img src=file:///etc/passwd> #read("/etc/passwd")'
    credential = attested(town, name=name, email=str(town.samantha.email))
    holding = accept(offer_of(credential), person=town.samantha, at=town.tools.now())
    signed_in(client, town.samantha).post(page_of(holding, "/certificate"))

    text = _text(client.get(page_of(holding, ".pdf")).content)

    assert "<imgsrc=file:///etc/passwd>" in text
    assert "root:" not in text


def test_an_attested_certificate_does_not_claim_an_assessment(town: Town, client: Client) -> None:
    credential = attested(town, name="Samantha Okafor", email=str(town.samantha.email))
    holding = accept(offer_of(credential), person=town.samantha, at=town.tools.now())
    signed_in(client, town.samantha).post(page_of(holding, "/certificate"))

    text = _text(client.get(page_of(holding, ".pdf")).content)

    assert "hasbeenawarded" in text
    assert "hasmeteverycriterion" not in text


def test_the_profile_form_is_filled_with_what_the_credential_says(town: Town) -> None:
    holding = held(town)

    address = urlsplit(add_to_profile(holding.credential, share_url="https://assay.example/s/abc"))

    assert (address.scheme, address.netloc, address.path) == ("https", "www.linkedin.com", "/profile/add")
    assert {name: values[0] for name, values in parse_qs(address.query).items()} == {
        "startTask": "CERTIFICATION_NAME",
        "name": "Data Visualisation Studio",
        "organizationName": "Northgate University",
        "issueYear": "2026",
        "issueMonth": "11",
        "expirationYear": "2029",
        "expirationMonth": "11",
        "certUrl": "https://assay.example/s/abc",
        "certId": holding.credential.uri,
    }


def _text(pdf: bytes) -> str:
    """All letters of the sheet, without the blanks and places to break between them."""
    pages = "".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(pdf)).pages)
    return "".join(pages.replace("\u200b", "").split())


def _fresh(credential: Credential) -> Credential:
    return Credential._base_manager.select_related("award__version", "revocation").get(id=credential.id)  # noqa: SLF001 -- Django documents it
