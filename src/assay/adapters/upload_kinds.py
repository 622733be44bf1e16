"""The kinds of file that Assay takes as evidence, and how each is known by its first bytes.

An allow-list: what is not here is refused. A name or a declared type is never believed over the bytes.
"""

import re
from dataclasses import dataclass
from enum import Enum
from typing import Final


@dataclass(frozen=True, slots=True)
class MediaKind:
    """A media type and the endings of its names; the first is given to a file whose own does not fit."""

    media_type: str
    endings: tuple[str, ...]


class Kind(Enum):
    """What an uploaded file may be."""

    PNG = MediaKind("image/png", (".png",))
    JPEG = MediaKind("image/jpeg", (".jpg", ".jpeg"))
    GIF = MediaKind("image/gif", (".gif",))
    WEBP = MediaKind("image/webp", (".webp",))
    PDF = MediaKind("application/pdf", (".pdf",))
    TEXT = MediaKind("text/plain", (".txt",))
    CSV = MediaKind("text/csv", (".csv",))
    MARKDOWN = MediaKind("text/markdown", (".md", ".markdown"))
    JSON = MediaKind("application/json", (".json",))
    NOTEBOOK = MediaKind("application/x-ipynb+json", (".ipynb",))
    DOCX = MediaKind("application/vnd.openxmlformats-officedocument.wordprocessingml.document", (".docx",))
    XLSX = MediaKind("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", (".xlsx",))
    PPTX = MediaKind("application/vnd.openxmlformats-officedocument.presentationml.presentation", (".pptx",))
    ODT = MediaKind("application/vnd.oasis.opendocument.text", (".odt",))
    ODS = MediaKind("application/vnd.oasis.opendocument.spreadsheet", (".ods",))
    ODP = MediaKind("application/vnd.oasis.opendocument.presentation", (".odp",))
    MP4 = MediaKind("video/mp4", (".mp4", ".m4v"))
    WEBM = MediaKind("video/webm", (".webm",))
    MP3 = MediaKind("audio/mpeg", (".mp3",))

    @property
    def media_type(self) -> str:
        return self.value.media_type

    @property
    def endings(self) -> tuple[str, ...]:
        return self.value.endings


PICTURES: Final = frozenset({Kind.PNG, Kind.JPEG, Kind.GIF, Kind.WEBP})
# The first bytes decide; of ZIP, only that it is one: which document it holds is told by its members.
ZIP_START: Final = b"PK\x03\x04"
_STARTS: Final = {
    b"\x89PNG\r\n\x1a\n": Kind.PNG,
    b"\xff\xd8\xff": Kind.JPEG,
    b"GIF87a": Kind.GIF,
    b"GIF89a": Kind.GIF,
    b"%PDF-": Kind.PDF,
}
# ISO base media files that browsers play as MP4. HEIC and QuickTime have the same form and other brands.
_MP4_BRANDS: Final = frozenset(
    {b"isom", b"iso2", b"iso4", b"iso5", b"iso6", b"mp41", b"mp42", b"avc1", b"M4V ", b"dash"}
)
_EBML: Final = b"\x1a\x45\xdf\xa3"
_WEBM: Final = re.compile(rb"\x42\x82[\x80-\xff]webm")  # DocType (0x4282), its length, its value
# ISO 11172-3 §2.4.2.3 and 13818-3: kbit/s and Hz of layer III by their indices, for MPEG 1 and for MPEG 2 and 2.5.
_KBITS: Final = {
    True: (0, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320, 0),
    False: (0, 8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160, 0),
}
_HERTZ: Final = {3: (44100, 48000, 32000), 2: (22050, 24000, 16000), 0: (11025, 12000, 8000)}


def known_by_its_bytes(data: bytes) -> Kind | None:
    """The kind that the first bytes tell, or ``None`` for text, for ZIP and for all that is not taken.

    Not checked: that the rest is what the start promises.
    """
    for start, kind in _STARTS.items():
        if data.startswith(start):
            return kind
    if data[:4] == b"RIFF" and data[8:12] == b"WEBP":
        return Kind.WEBP
    if data[4:8] == b"ftyp" and data[8:12] in _MP4_BRANDS:
        return Kind.MP4
    if data.startswith(_EBML) and _WEBM.search(data, 0, 64):
        return Kind.WEBM
    return Kind.MP3 if _is_mp3(data) else None


def _is_mp3(data: bytes) -> bool:
    """Whether two frames of layer III follow each other: one header alone is eleven bits, which many files have."""
    start = 0
    if data.startswith(b"ID3"):
        # ID3v2.4 §3.1: ten bytes, the last four of which give the length in seven bits each.
        start = 10 + sum((byte & 0x7F) << shift for byte, shift in zip(data[6:10], (21, 14, 7, 0), strict=False))
    length = _frame_length(data[start : start + 4])
    return length is not None and _frame_length(data[start + length : start + length + 4]) is not None


def _frame_length(header: bytes) -> int | None:
    """The bytes of the layer III frame that a header of four bytes starts, or ``None``."""
    bits = int.from_bytes(header, "big")
    version, layer, rate, hertz = bits >> 19 & 3, bits >> 17 & 3, bits >> 12 & 15, bits >> 10 & 3
    if len(header) != 4 or bits >> 21 != 0x7FF or version not in _HERTZ or layer != 1 or hertz == 3:  # noqa: PLR2004 # fields of the header
        return None
    kbits = _KBITS[version == 3][rate]  # noqa: PLR2004 # MPEG 1
    samples = 144 if version == 3 else 72  # noqa: PLR2004 # the same
    return samples * kbits * 1000 // _HERTZ[version][hertz] + (bits >> 9 & 1) if kbits else None
