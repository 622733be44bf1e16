"""What a holder takes along: the signed bytes, pictures with them inside, the certificate, the assessment record.

All of it comes from the one signed document and the frozen version that it names (M33).
"""

from dataclasses import dataclass
from datetime import datetime

from django.utils.text import slugify
from django.utils.translation import gettext as _

from assay.adapters.certificate import Certificate, CertificateWords, certificate_pdf
from assay.adapters.pictures import png_of
from assay.adapters.share_picture import share_picture
from assay.campus.catalogue.reading import design_of
from assay.campus.issuing.models import Credential
from assay.campus.issuing.standing import StandingWord, standing_of
from assay.campus.people.permission import not_found
from assay.campus.verifying.meaning import Meaning, meaning_of
from assay.campus.wallet.find import title_of
from assay.science.baking.badge_file import bake
from assay.science.designing.criteria_text import credit_text
from assay.science.errors import Code, Refused
from assay.science.securing.strict_json import JsonObject, parse_object
from assay.science.vocabulary.reading import read

# Sharp in a profile and on a slide, and still a small file.
_BADGE_PIXELS = 600


@dataclass(frozen=True, slots=True)
class Paper:
    """A file to download. ``name`` is what it is called on the holder's disk."""

    content: bytes
    media_type: str
    name: str


def meaning(credential: Credential) -> Meaning:
    """What the signed bytes say, read like anybody's."""
    return meaning_of(read(credential.signed))


def credential_json(credential: Credential) -> Paper:
    """The signed bytes, exactly."""
    return Paper(credential.signed.encode(), "application/vc", _named(credential, "json"))


def badge_svg(credential: Credential) -> Paper:
    """The mark as a drawing with the signed bytes inside. Source: OB 3.0 §5.3."""
    drawing = credential.award.version.badge_svg.encode()
    return Paper(bake(drawing, credential.signed), "image/svg+xml", _named(credential, "svg"))


def badge_png(credential: Credential) -> Paper:
    """The mark as a picture with the signed bytes inside. Source: OB 3.0 §5.3."""
    picture = png_of(credential.award.version.badge_svg, width=_BADGE_PIXELS)
    return Paper(bake(picture, credential.signed), "image/png", _named(credential, "png"))


def assessment_record(credential: Credential) -> Paper:
    """The record as the credential's digest counts it. Raises ``Refused`` NOT_FOUND where nothing was assessed here."""
    if not credential.record:
        not_found()
    return Paper(credential.record.encode(), "application/json", _named(credential, "record.json"))


def record_facts(credential: Credential) -> JsonObject | None:
    """The same as a value, for a page; ``None`` where nothing was assessed here."""
    return parse_object(credential.record.encode()) if credential.record else None


def certificate(credential: Credential, *, check_at: str, made_at: datetime) -> Paper:
    """The sheet to print, PDF/UA. ``check_at`` is what its QR code says: a share, so that its holder can end it.

    Raises ``Refused`` CONFLICT for a revoked credential: paper cannot take back what it says.
    """
    if standing_of(credential, at=made_at).word is StandingWord.REVOKED:
        raise Refused("this credential is revoked, so no certificate is printed of it any more", code=Code.CONFLICT)
    design, said = design_of(credential.award.version), meaning(credential)
    sheet = Certificate(
        holder_name=said.holder,
        title=said.name,
        issuer_name=said.issuer_name,
        issuer_domain=said.issuer_domain,
        description=said.description,
        criteria=[(each.criterion, each.reached) for each in said.results],
        awarded_on=credential.valid_from.date(),
        valid_until=credential.valid_until.date() if credential.valid_until else None,
        credit=credit_text(design.credit) if design.credit else None,
        level=f"{design.level.unit} {design.level.value}" if design.level else None,
        workload=_("%(hours)s hours") % {"hours": design.workload_hours} if design.workload_hours else None,
        skills=[each.name for each in said.skills],
        credential_id=_("%(id)s · Rubric SHA-256 %(digest)s")
        % {"id": credential.uri, "digest": credential.award.version.rubric_digest},
        verify_url=check_at,
        badge_svg=credential.award.version.badge_svg,
        language=design.language or "en",
        made_at=made_at,
        words=_words(is_assessed=credential.award.decision_id is not None),
    )
    return Paper(certificate_pdf(sheet), "application/pdf", _named(credential, "pdf"))


def preview(credential: Credential, *, with_name: bool) -> Paper:
    """The picture beside a shared link; the holder's name only if she wants it there."""
    said = meaning(credential)
    picture = share_picture(
        title=said.name,
        issuer_name=said.issuer_name,
        holder_name=said.holder if with_name else None,
        badge_svg=credential.award.version.badge_svg,
    )
    return Paper(picture, "image/png", _named(credential, "preview.png"))


def _words(*, is_assessed: bool) -> CertificateWords:
    return CertificateWords(
        certifies=_("certifies that"),
        has_met=_("has met every criterion of") if is_assessed else _("has been awarded"),
        awarded=_("Awarded"),
        valid_until=_("Valid until"),
        no_end=_("No end date"),
        level=_("Level"),
        credit=_("Credit"),
        workload=_("Workload"),
        criteria=_("Criteria"),
        criterion=_("Criterion"),
        reached=_("Level reached"),
        skills=_("Skills"),
        check=_("Check this certificate"),
        credential=_("Credential"),
        proof=_("The signed credential is the proof, this sheet is its picture. Scan the code or open the address."),
        mark=_("Mark of"),
        qr=_("QR code of the address"),
    )


def _named(credential: Credential, ending: str) -> str:
    return f"{slugify(title_of(credential)) or 'credential'}.{ending}"
