"""Files as people and attackers send them, made here byte by byte or by the libraries that make them in the world."""

import struct
import zipfile
import zlib
from collections.abc import Mapping
from io import BytesIO
from typing import Any

import typst
from PIL import Image, ImageCms

MIME = "application/vnd.oasis.opendocument."
CONTENT_TYPES = b'<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>'
DOCX = {"[Content_Types].xml": CONTENT_TYPES, "_rels/.rels": b"<Relationships/>", "word/document.xml": b"<document/>"}
SCRIPT = b"<script>alert(document.domain)</script>"


def picture(kind: str, size: tuple[int, int] = (40, 30), mode: str = "RGB", **options: Any) -> bytes:
    """A picture that is red on its left half and blue on its right; never of one colour, so that turning shows."""
    canvas = Image.new("RGB", size, (220, 20, 20))
    canvas.paste((20, 20, 220), (size[0] // 2, 0, *size))
    written = BytesIO()
    canvas.convert(mode).save(written, kind, **options)
    return written.getvalue()


def opened(data: bytes) -> Image.Image:
    with Image.open(BytesIO(data)) as found:
        found.load()
        return found


def photograph(*, orientation: int = 1) -> bytes:
    """A JPEG with what a telephone notes: where (51.5326, -0.4733), when, and by which device."""
    exif = Image.Exif()
    exif[0x010F], exif[0x0110], exif[0x0112], exif[0x0132] = "Pear", "Pear 17", orientation, "2026:11:22 09:00:00"
    exif.get_ifd(0x8825).update({1: "N", 2: (51.0, 31.0, 57.36), 3: "W", 4: (0.0, 28.0, 23.88)})
    return picture("JPEG", exif=exif, comment=b"taken at home", xmp=b"<x:xmpmeta><GPS>51.5326</GPS></x:xmpmeta>")


def wide_photograph() -> bytes:
    """A JPEG whose profile swaps red and green, so that a profile that is merely dropped shows at once."""
    profile = bytearray(ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes())
    tags = {profile[at : at + 4].decode(): at for at in range(132, 132 + 12 * profile[131], 12)}
    red, green = tags["rXYZ"], tags["gXYZ"]
    profile[red + 4 : red + 12], profile[green + 4 : green + 12] = (
        profile[green + 4 : green + 12],
        profile[red + 4 : red + 12],
    )
    start = struct.unpack(">I", profile[tags["desc"] + 4 : tags["desc"] + 8])[0]
    renamed = bytes(profile[:start]) + bytes(profile[start:]).replace(
        "sRGB".encode("utf-16-be"), "swap".encode("utf-16-be")
    )
    return picture("JPEG", icc_profile=renamed, quality=95)


def png_chunk(name: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))


def png_with(name: bytes, data: bytes) -> bytes:
    """A PNG with one more chunk before its pixels."""
    plain = picture("PNG")
    at = plain.index(b"IDAT") - 4
    return plain[:at] + png_chunk(name, data) + plain[at:]


def pixel_bomb(width: int, height: int) -> bytes:
    """A PNG of one bit a pixel, all the same: small in bytes, large in memory."""
    row = b"\0" + b"\0" * ((width + 7) // 8)
    packer = zlib.compressobj(9)
    packed = b"".join(packer.compress(row) for _ in range(height)) + packer.flush()
    header = png_chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 1, 0, 0, 0, 0))
    return b"\x89PNG\r\n\x1a\n" + header + png_chunk(b"IDAT", packed) + png_chunk(b"IEND", b"")


def scan_bomb(scans: int = 20_000) -> bytes:
    """A progressive JPEG of 49 million pixels that says its last refinement again and again, 100 bytes a time."""
    written = BytesIO()
    Image.new("RGB", (7000, 7000), (200, 30, 30)).save(written, "JPEG", progressive=True)
    plain = written.getvalue()
    last = plain.rindex(b"\xff\xc4", 0, plain.rindex(b"\xff\xda"))  # its code table, then the scan
    return plain[:-2] + plain[last:-2] * scans + b"\xff\xd9"


def memory_bomb() -> bytes:
    """JSON within the size that is taken, which becomes forty times larger when it is read."""
    return b"[" + b'{"":{}},' * 3_200_000 + '"😀"]'.encode()


def zipped(members: Mapping[str, bytes], *, method: int = zipfile.ZIP_DEFLATED) -> bytes:
    written = BytesIO()
    with zipfile.ZipFile(written, "w", method) as package:
        for name, data in members.items():
            package.writestr(name, data)
    return written.getvalue()


def open_document(kind: str, **more: bytes) -> bytes:
    return zipped({"mimetype": f"{MIME}{kind}".encode(), "content.xml": b"<office/>", **more})


def overlapping_zip() -> bytes:
    """Many names for the same packed bytes, after David Fifield's bomb that needs no nesting."""
    plain = zipped({**DOCX, "word/000.xml": b"\0" * 900_000})
    end = plain.rindex(b"PK\x05\x06")
    entry = plain[plain.rindex(b"PK\x01\x02") : end]
    count, size, offset = struct.unpack("<HII", plain[end + 10 : end + 20])
    entries = [entry.replace(b"word/000.xml", b"word/%03d.xml" % number) for number in range(1, 200)]
    size, count = size + sum(map(len, entries)), count + len(entries)
    return (
        plain[:end] + b"".join(entries) + struct.pack("<4sHHHHIIH", b"PK\x05\x06", 0, 0, count, count, size, offset, 0)
    )


def lying_zip() -> bytes:
    """A member that declares one byte and unpacks to a million."""
    plain = zipped({**DOCX, "word/media.xml": b"\0" * 1_000_000})
    return plain.replace(struct.pack("<I", 1_000_000), struct.pack("<I", 1))


def pdf(body: str = "= Evidence\nA weld, cut and polished.") -> bytes:
    return typst.compile(body.encode())


def hand_made_pdf(*objects: bytes) -> bytes:
    """A small PDF of these objects, the first of which is its catalogue."""
    parts, places = [b"%PDF-1.7\n"], []
    for number, body in enumerate(objects, start=1):
        places.append(sum(map(len, parts)))
        parts.append(b"%d 0 obj\n%s\nendobj\n" % (number, body))
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    start = sum(map(len, parts))
    trailer = b"trailer\n<</Size %d /Root 1 0 R>>\nstartxref\n%d\n%%%%EOF\n" % (len(objects) + 1, start)
    return b"".join([*parts, b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1), table, trailer])


def flate_stream(data: bytes, dictionary: bytes = b"") -> bytes:
    packed = zlib.compress(data)
    return b"<</Length %d /Filter /FlateDecode %s>>\nstream\n%s\nendstream" % (len(packed), dictionary, packed)


def mp3(frames: int = 3, *, tag: bytes = b"") -> bytes:
    """Silence: MPEG 1 layer III, 128 kbit/s, 44.1 kHz, so 417 bytes a frame (144 × 128000 / 44100)."""
    frame = b"\xff\xfb\x90\x64" + b"\0" * 413
    header = b"ID3\x04\0\0" + bytes([0, 0, len(tag) >> 7, len(tag) & 0x7F]) + tag if tag else b""
    return header + frame * frames


def mp4(brand: bytes = b"isom") -> bytes:
    return struct.pack(">I", 24) + b"ftyp" + brand + b"\0\0\2\0" + brand + b"mp41" + struct.pack(">I", 8) + b"mdat"


def webm(doc_type: bytes = b"webm") -> bytes:
    return b"\x1a\x45\xdf\xa3\x93\x42\x86\x81\x01\x42\x82" + bytes([0x80 | len(doc_type)]) + doc_type + b"\0" * 40
