"""A certificate to print: one sheet of A4 as PDF/UA-1, that a screen reader reads as well as an eye.

The sheet is a picture of a credential, not the proof; its QR code leads to where the credential is checked. Names and
titles come from strangers: they reach the typesetter as data, never as markup, and it has no file but its own
template (attack 43: a name that is ``<img src=file:///etc/passwd>`` is printed like that).
Source: ISO 14289-1 (PDF/UA-1); the typesetter refuses to write what does not conform.
"""

import base64
import json
import re
from dataclasses import asdict, dataclass, field
from datetime import UTC, date, datetime
from functools import cache
from importlib import resources
from typing import Literal

import typst

from assay.adapters.fonts import font_files
from assay.adapters.pictures import png_of, qr_svg
from assay.adapters.svg_guard import refuse_unsafe_svg
from assay.science.errors import MalformedDocument, Refused
from assay.science.marking.drawing import printable
from assay.science.securing.strict_json import JsonValue

_SHEETS = resources.files("assay.adapters") / "sheets"
# Longer words get places to break, or they would run off the sheet. No name on record is one word of 28 letters.
_ENDLESS = re.compile(r"\S{28,}")
_LANGUAGE = re.compile(r"([a-z]{2,3})(?:-[A-Z][a-z]{3})?(?:-([A-Z]{2}|[0-9]{3}))?\Z")
# Is the mark drawn as pixels, are the machine's fonts asked? In this order, until PDF/UA is content: it refuses some
# Arabic that is set along an arc, and every letter that no font has. Our own fonts make the same sheet everywhere.
_ATTEMPTS = ((False, False), (True, False), (True, True))
# The mark is 46 mm high.
_MARK_PIXELS = 1024
# A letter set apart from its neighbours no longer joins them.
_JOINED_SCRIPTS = frozenset({"ar", "fa", "ur", "ps", "ckb", "sd", "ug", "hi", "mr", "ne"})
_MONTHS = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)


@dataclass(frozen=True, slots=True)
class CertificateWords:
    """What the sheet says of itself, in the language of the certificate. The platform fills it by gettext."""

    certifies: str = "certifies that"
    has_met: str = "has met every criterion of"
    awarded: str = "Awarded"
    valid_until: str = "Valid until"
    no_end: str = "No end date"
    level: str = "Level"
    credit: str = "Credit"
    workload: str = "Workload"
    criteria: str = "Criteria"
    criterion: str = "Criterion"
    reached: str = "Level reached"
    skills: str = "Skills"
    check: str = "Check this certificate"
    credential: str = "Credential"
    proof: str = "The signed credential is the proof, this sheet is its picture. Scan the code or open the address."
    mark: str = "Mark of"
    qr: str = "QR code of the address"


@dataclass(frozen=True, slots=True)
class Certificate:
    """All that a sheet shows. ``criteria`` are pairs of a criterion's name and the level reached.

    ``language`` is a tag such as ``pl`` or ``pt-BR``. ``made_at`` becomes the document's date, so that the same
    certificate is the same bytes. Raises ``MalformedDocument`` for a naive time, another kind of language or an
    address that is not http(s), ``Refused`` for a mark that is not safe to draw.
    """

    holder_name: str
    title: str
    issuer_name: str
    issuer_domain: str
    description: str
    criteria: list[tuple[str, str]]
    awarded_on: date
    valid_until: date | None
    credit: str | None
    level: str | None
    workload: str | None
    skills: list[str]
    credential_id: str
    verify_url: str
    badge_svg: str
    language: str
    made_at: datetime
    words: CertificateWords = field(default_factory=CertificateWords)

    def __post_init__(self) -> None:
        if self.made_at.tzinfo is None:
            raise MalformedDocument("a time without a zone", where="/made_at")
        if not _LANGUAGE.match(self.language):
            raise MalformedDocument(f"not a language tag such as en or pt-BR: {self.language!r:.40}", clause="BCP 47")
        if not self.verify_url.startswith(("https://", "http://")):
            raise MalformedDocument("an address to check at that is not http(s)", where="/verify_url")
        refuse_unsafe_svg(self.badge_svg.encode("utf-8", "surrogatepass"))


def certificate_pdf(certificate: Certificate) -> bytes:
    """The sheet as PDF/UA-1. Raises ``Refused`` if no font at hand has a letter of it, rather than print a gap."""
    return _typeset(certificate, "pdf")


def certificate_png(certificate: Certificate, *, pixels_per_inch: int = 96) -> bytes:
    """The first page as a PNG, to look at before it is issued."""
    return _typeset(certificate, "png", pixels_per_inch=pixels_per_inch)


def _typeset(certificate: Certificate, format: Literal["pdf", "png"], *, pixels_per_inch: int = 96) -> bytes:
    reason = ""
    for pixels, system_fonts in _ATTEMPTS:
        try:
            made = typst.compile(
                str(_SHEETS / "certificate.typ"),
                root=str(_SHEETS),  # nothing but the template is there to be read
                font_paths=_fonts(system_fonts=system_fonts),
                format=format,
                ppi=pixels_per_inch,
                sys_inputs={"certificate": json.dumps(_as_data(certificate, mark_as_pixels=pixels))},
                pdf_standards=["ua-1"] if format == "pdf" else [],
                timestamp=certificate.made_at.astimezone(UTC).replace(microsecond=0),  # it takes whole seconds
            )
        except typst.TypstError as error:
            reason = error.message
        else:
            return made[0] if isinstance(made, list) else made
    raise Refused(
        f"this certificate cannot be printed: {reason}; if it has letters of a script that no font here has, "
        "install one, for example a fontpkg-noto-sans-… package, and make it again"
    )


@cache
def _fonts(*, system_fonts: bool) -> typst.Fonts:
    folders = sorted({str(file.parent) for file in font_files()})
    return typst.Fonts(include_system_fonts=system_fonts, include_embedded_fonts=True, font_paths=folders)


def _as_data(c: Certificate, *, mark_as_pixels: bool) -> dict[str, JsonValue]:
    words = c.words
    lang, region = _LANGUAGE.match(c.language).groups()  # type: ignore[union-attr]  # checked when it was made
    facts = [
        (words.awarded, _written(c.awarded_on, lang)),
        (words.valid_until, words.no_end if c.valid_until is None else _written(c.valid_until, lang)),
        (words.level, c.level),
        (words.credit, c.credit),
        (words.workload, c.workload),
    ]
    return {
        "lang": lang,
        "region": region if region and region.isalpha() else None,
        "spaced": lang not in _JOINED_SCRIPTS,
        "document_title": f"{c.title} – {c.holder_name}",
        "summary": f"{c.issuer_name} {words.certifies} {c.holder_name} {words.has_met} {c.title}.",
        "holder_name": _breakable(c.holder_name),
        "title": _breakable(c.title),
        "issuer_name": _breakable(c.issuer_name),
        "issuer_domain": _breakable(c.issuer_domain),
        "description": _breakable(c.description),
        "criteria": [[_breakable(name), _breakable(level)] for name, level in c.criteria],
        "facts": [[name, _breakable(value)] for name, value in facts if value is not None],
        "skills": [_breakable(skill) for skill in c.skills],
        "badge_svg": _as_pixels(c.badge_svg) if mark_as_pixels else c.badge_svg,
        "mark_alt": f"{words.mark} {c.title}",
        "qr_svg": qr_svg(c.verify_url, quiet_zone=0),  # the paper around it is white
        "qr_alt": f"{words.qr} {c.verify_url}",
        "verify_url": c.verify_url,
        "verify_url_shown": _breakable(c.verify_url),
        "credential_line": f"{words.credential} {_breakable(c.credential_id)}",
        "words": asdict(words),
    }


def _as_pixels(svg: str) -> str:
    """The mark as one picture, 600 pixels to the inch in print."""
    picture = base64.b64encode(png_of(svg, width=_MARK_PIXELS)).decode("ascii")
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{_MARK_PIXELS}" height="{_MARK_PIXELS}">'
        f'<image width="{_MARK_PIXELS}" height="{_MARK_PIXELS}" href="data:image/png;base64,{picture}"/></svg>'
    )


def _written(day: date, lang: str) -> str:
    """In English with the month's name; elsewhere as ISO 8601, which nobody reads as another day."""
    return f"{day.day} {_MONTHS[day.month - 1]} {day.year}" if lang == "en" else day.isoformat()


def _breakable(text: str) -> str:
    """One line, without controls, and with a place to break (U+200B) in words that no line could hold."""
    plain = printable(text)
    return _ENDLESS.sub(lambda word: "\u200b".join(re.findall(r".{1,10}", word[0])), plain)
