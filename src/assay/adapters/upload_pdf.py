"""PDF: kept as it is sent, unless it holds something that acts.

Looked through: the bytes of the file, and all that unpacks from its Flate streams, object streams included, for the
names of actions that run, send or hide things, also spelled with #xx. Source: ISO 32000-1 §7.3.5, §12.6.4, §7.11.4.
A heading that speaks of /JavaScript is refused as well: telling text from names takes a whole reader of PDF.
Not checked: streams packed otherwise (LZW, ASCII85, chains of filters, predictors), faults of viewers. So a PDF is only
ever offered as an attachment, never shown from our pages.
"""

import re
import zlib
from collections.abc import Iterator
from typing import Final

from assay.science.errors import Code, MalformedDocument, Refused

# Pictures in a PDF unpack to much more than the file; beyond this it is a bomb.
MAX_UNPACKED: Final = 512 * 1024 * 1024
_STEP: Final = 64 * 1024
_CHUNK: Final = 1024 * 1024
_END: Final = 2048  # readers look for %%EOF in the last kilobyte; some writers add a line or two
_ADVICE: Final = "; print it to a new PDF and send that"
_REFUSED: Final = {
    b"JavaScript": "it holds a program (JavaScript)",
    b"Launch": "it can start a program",
    b"EmbeddedFile": "another file is packed inside; send that file by itself",
    b"EmbeddedFiles": "another file is packed inside; send that file by itself",
    b"RichMedia": "it holds a film or a program",
    b"XFA": "it holds a form of a kind that can run programs",
    b"SubmitForm": "it can send data away",
    b"ImportData": "it can read other files",
    b"Encrypt": "it is protected, so Assay cannot look inside",
}


def _spelled(name: bytes) -> bytes:
    """A pattern for a name in all its spellings: /JavaScript is also /J#61vaScript."""
    return b"".join(b"(?:%c|#(?i:%02x))" % (letter, letter) for letter in name)


# A name ends where white space or a delimiter begins: three random letters of a picture's bytes are no name.
_ACTS: Final = re.compile(
    b"/(?:" + b"|".join(b"(%s)" % _spelled(name) for name in _REFUSED) + rb")(?=[\0\t\n\f\r ()<>\[\]/%]|\Z)"
)
_OVERLAP: Final = 3 * max(map(len, _REFUSED)) + 2
_STREAM: Final = re.compile(rb"(?<!end)stream(?:\r\n|\n|\r)")


def check_pdf(data: bytes) -> tuple[str, ...]:
    """What a person should know about a PDF that may be kept.

    Raises ``MalformedDocument`` if it does not end as a PDF does, ``Refused`` with ``UNSUPPORTED_MEDIA`` if it can act,
    with ``TOO_LARGE`` if it unpacks to more than 512 MiB.
    """
    if b"%%EOF" not in data[-_END:]:
        raise MalformedDocument("this PDF has no end; it may have been cut off on its way: send it again")
    _refuse_what_acts(data)
    unpacked = 0
    for start in _STREAM.finditer(data):
        for chunk in _unpacked(memoryview(data), start.end()):
            _refuse_what_acts(chunk)
            unpacked += len(chunk)
            if unpacked > MAX_UNPACKED:
                raise Refused("this PDF unpacks to more than Assay looks through" + _ADVICE, code=Code.TOO_LARGE)
    return ("kept as it is: the names, dates and places that it holds stay inside",)


def _refuse_what_acts(data: bytes) -> None:
    found = _ACTS.search(data)
    if found is not None:
        reason = list(_REFUSED.values())[(found.lastindex or 1) - 1]
        raise Refused(f"Assay does not take this PDF: {reason}{_ADVICE}", code=Code.UNSUPPORTED_MEDIA)


def _unpacked(data: memoryview, start: int) -> Iterator[bytes]:
    """The bytes of one Flate stream as far as it unpacks, in pieces that overlap by the length of a name."""
    stream, tail = zlib.decompressobj(), b""
    for begin in range(start, len(data), _STEP):
        packed = bytes(data[begin : begin + _STEP])
        while packed and not stream.eof:
            try:
                chunk = stream.decompress(packed, _CHUNK)
            except zlib.error:
                return  # packed otherwise, or damaged; a viewer stops here as well
            yield tail + chunk
            tail, packed = (tail + chunk)[-_OVERLAP:], stream.unconsumed_tail
        if stream.eof:
            return
