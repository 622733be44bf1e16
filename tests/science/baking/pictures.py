"""Small pictures to bake in, made from bytes, and texts that are hard to carry."""

import struct
import zlib

SIGNATURE = bytes.fromhex("89504e470d0a1a0a")
JWS = "eyJhbGciOiJFZERTQSJ9.eyJpZCI6IvCfj4UifQ.c2lnbmF0dXJl-_"
AWKWARD_JSON = (
    '{\r\n\t"name": "Welding® 🏅 \\"level 2\\"",\n "he": "תג מיומנות", "ar": "شارة", "x": "]]> &amp; <b/>"\r}\n'
)
CREDENTIALS = {
    "token": JWS,
    "unsigned token": "eyJhbGciOiJub25lIn0.e30.",
    "json": '{"id":"urn:uuid:1"}',
    "awkward json": AWKWARD_JSON,
    "white space around": " \n{}\n ",
    "section ends": "]]>]]>>]]]>]]",
    "carriage returns": "\r\r\n\n\r",
    "single letter": "x",
}


def chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def international(keyword: bytes, text: bytes, *, head: bytes = b"\0\0", language: bytes = b"\0\0") -> bytes:
    return chunk(b"iTXt", keyword + b"\0" + head + language + text)


HEADER = chunk(b"IHDR", struct.pack(">IIBBBBB", 3, 2, 8, 2, 0, 0, 0))
PIXELS = chunk(b"IDAT", zlib.compress(b"\0" + bytes(range(9)) + b"\0" + bytes(range(9, 18))))
END = chunk(b"IEND", b"")
GAMMA = chunk(b"gAMA", struct.pack(">I", 45455))


def png(*before_pixels: bytes, after_pixels: bytes = b"") -> bytes:
    """A sound picture of three by two pixels, with these chunks around the pixels."""
    return SIGNATURE + HEADER + b"".join(before_pixels) + PIXELS + after_pixels + END


def svg(*children: str, root: str = "", before: str = "") -> bytes:
    """A sound picture of one square, with these elements before the square, attributes on the root, and prolog."""
    inside = "".join(children) + '<rect width="8" height="8"/>'
    return f'{before}<svg xmlns="http://www.w3.org/2000/svg"{root}>{inside}</svg>'.encode()
