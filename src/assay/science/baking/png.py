"""Credentials in PNG pictures: one uncompressed ``iTXt`` chunk, found by our own walk over the chunks.

    signature · IHDR · iTXt "openbadgecredential" NUL 0 0 NUL NUL credential · … · IDAT · … · IEND

Image libraries differ on which of two equal keywords wins and unpack whatever is compressed, so none is asked.
Open Badges 2.0 pictures (``iTXt`` or, older, a URL in ``tEXt``, keyword ``openbadges``) are read, never written.

Not checked: the pixels. Nothing is decompressed, so a picture may still be a bomb for whoever draws it.
Source: OB 3.0 §5.3.1; OB 2.0 Baking, "PNGs"; PNG (third edition) §5 and §11.3.3.
"""

import zlib
from dataclasses import dataclass

from assay.science.baking.carried_text import decoded, encoded, refuse_large_image
from assay.science.errors import Code, MalformedDocument, Refused

SIGNATURE = b"\x89PNG\r\n\x1a\n"
OB3_KEYWORD = b"openbadgecredential"
OB2_KEYWORD = b"openbadges"

_HEADER_BYTES = 13
# Length (4), type (4) and CRC (4) surround the data of every chunk.
_CHUNK_FRAME = 12
# Encoders cut pixels into chunks of 8 KiB or more: a thousand for the largest picture. This stops floods of empty ones.
_MAX_CHUNKS = 1 << 16
_TEXT_KINDS = (b"iTXt", b"tEXt", b"zTXt")
_LAYOUT = "PNG §5.3"
_ORDER = "PNG §5.6"
_BAKING = "OB 3.0 §5.3.1.1"


@dataclass(frozen=True, slots=True)
class _Chunk:
    kind: bytes
    data: bytes

    @property
    def wire(self) -> bytes:
        return len(self.data).to_bytes(4, "big") + self.kind + self.data + self.crc.to_bytes(4, "big")

    @property
    def crc(self) -> int:
        return zlib.crc32(self.data, zlib.crc32(self.kind))

    @property
    def carries_a_credential(self) -> bool:
        keyword, _, _ = self.data.partition(b"\0")
        return self.kind in _TEXT_KINDS and keyword in (OB3_KEYWORD, OB2_KEYWORD)


def unbake_png(image: bytes) -> str:
    """The credential in a PNG, as it was baked: JSON text, a compact JWS, or (Open Badges 1 and 2) a URL.

    Raises ``MalformedDocument``: with ``WRONG_TYPE`` for a sound picture that carries none; for a broken picture,
    a compressed credential, or more than one. The standard would have the first of two win, other readers take
    the last; a picture that shows each reader another credential is refused. Source: OB 3.0 §5.3.1.2.
    """
    carriers = [chunk for chunk in _chunks(image) if chunk.carries_a_credential]
    if not carriers:
        raise MalformedDocument("a PNG without a credential in it", clause="OB 3.0 §5.3.1.2", code=Code.WRONG_TYPE)
    if len(carriers) > 1:
        raise MalformedDocument("a PNG with more than one credential in it", clause=_BAKING)
    return _credential(carriers[0])


def bake_png(image: bytes, credential: str, *, replace: bool = False) -> bytes:
    """The same picture with the credential right after IHDR; every other chunk stays byte for byte.

    Raises ``Refused`` if the picture already carries a credential, unless ``replace`` takes all of them out;
    ``MalformedDocument`` if the picture is broken or the text cannot travel. Source: OB 3.0 §5.3.1.1.
    """
    header, *rest = _chunks(image)
    others = [chunk for chunk in rest if not chunk.carries_a_credential]
    if len(others) < len(rest) and not replace:
        raise Refused("this PNG already carries a credential; ask to replace it, or bake a clean copy", clause=_BAKING)
    # Flag and method of compression, then the language tag and the translated keyword, which have no meaning here.
    baked = _Chunk(b"iTXt", OB3_KEYWORD + b"\0" + b"\0\0" + b"\0" + b"\0" + encoded(credential))
    picture = SIGNATURE + b"".join(chunk.wire for chunk in (header, baked, *others))
    refuse_large_image(picture)
    return picture


def _chunks(image: bytes) -> list[_Chunk]:
    refuse_large_image(image)
    if not image.startswith(SIGNATURE):
        raise MalformedDocument("not a PNG", clause="PNG §5.2")
    chunks: list[_Chunk] = []
    position = len(SIGNATURE)
    while not chunks or chunks[-1].kind != b"IEND":
        if len(chunks) == _MAX_CHUNKS:
            raise MalformedDocument(f"a PNG of more than {_MAX_CHUNKS} chunks", code=Code.TOO_LARGE)
        chunk = _chunk_at(image, position)
        chunks.append(chunk)
        position += _CHUNK_FRAME + len(chunk.data)
    if position != len(image):
        raise MalformedDocument("bytes after the end of the PNG", clause=_ORDER)
    _refuse_disorder(chunks)
    return chunks


def _chunk_at(image: bytes, position: int) -> _Chunk:
    length = int.from_bytes(image[position : position + 4], "big")
    end = position + _CHUNK_FRAME + length
    if end > len(image):
        raise MalformedDocument("a PNG that is cut short", clause=_LAYOUT)
    chunk = _Chunk(image[position + 4 : position + 8], image[position + 8 : end - 4])
    if not chunk.kind.isalpha():
        raise MalformedDocument("a PNG chunk whose type is not four letters", clause=_LAYOUT)
    if image[end - 4 : end] != chunk.crc.to_bytes(4, "big"):
        raise MalformedDocument(f"a damaged PNG: the checksum of {chunk.kind.decode()} is wrong", clause="PNG §5.5")
    return chunk


def _refuse_disorder(chunks: list[_Chunk]) -> None:
    """IHDR once and first, one unbroken run of IDAT, an empty IEND (the walk has already ended there)."""
    kinds = [chunk.kind for chunk in chunks]
    if kinds[0] != b"IHDR" or kinds.count(b"IHDR") > 1 or len(chunks[0].data) != _HEADER_BYTES:
        raise MalformedDocument("a PNG that does not begin with its one header", clause=_ORDER)
    if b"IDAT" not in kinds:
        raise MalformedDocument("a PNG without pixels", clause=_ORDER)
    first, count = kinds.index(b"IDAT"), kinds.count(b"IDAT")
    if kinds[first : first + count].count(b"IDAT") != count:
        raise MalformedDocument("a PNG whose pixels are interrupted", clause=_ORDER)
    if chunks[-1].data:
        raise MalformedDocument("a PNG whose end chunk is not empty", clause="PNG §11.2.4")


def _credential(chunk: _Chunk) -> str:
    keyword, _, rest = chunk.data.partition(b"\0")
    if chunk.kind == b"iTXt":
        return decoded(_international_text(rest))
    if chunk.kind == b"zTXt":
        raise MalformedDocument("a compressed credential", clause=_BAKING)
    if keyword == OB3_KEYWORD:
        raise MalformedDocument("a credential in a tEXt chunk, which cannot hold UTF-8", clause=_BAKING)
    if not rest.isascii():
        raise MalformedDocument("a tEXt chunk whose text is not a URL", clause='OB 2.0 Baking, "Legacy PNGs"')
    return decoded(rest)


def _international_text(fields: bytes) -> bytes:
    """The text of ``flag · method · language tag NUL translated keyword NUL text``. Source: PNG §11.3.3.4."""
    if fields[:1] != b"\0":
        raise MalformedDocument("a compressed credential", clause=_BAKING)
    # The method is ignored when the flag says "not compressed", as the standard tells decoders to.
    _language, first, rest = fields[2:].partition(b"\0")
    _translated_keyword, second, text = rest.partition(b"\0")
    if not (first and second):
        raise MalformedDocument("an iTXt chunk without its language fields", clause="PNG §11.3.3.4")
    return text
