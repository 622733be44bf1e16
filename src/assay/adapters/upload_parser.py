"""``python -m assay.adapters.upload_parser``: read one hostile file in a process that may do nothing else, and end.

Started fresh for each file by ``uploads``. Before it sees a byte it gives up, for ever: more than a few seconds and a
bounded memory, dumping core, starting processes, writing files, and opening anything at all, so also the network.
A library that is tricked into running the sender's code holds this one file and two pipes.

    arguments   CPU seconds, bytes of memory, ending of the name, declared type
    input       the file
    output      b"R" when it is ready; then an answer, as ``upload_answer`` tells

Not protected: the kernel itself. There is no filter of system calls, and the process has its parent's user.
"""

import codecs
import resource
import sys
from dataclasses import dataclass
from io import BytesIO
from typing import Final

import puremagic
from PIL import ExifTags, Image, ImageCms, MpoImagePlugin, TiffImagePlugin, WebPImagePlugin

from assay.adapters.upload_answer import refused, taken
from assay.adapters.upload_kinds import PICTURES, ZIP_START, Kind, known_by_its_bytes
from assay.adapters.upload_office import check_office
from assay.adapters.upload_pdf import check_pdf
from assay.adapters.upload_pictures import written_anew
from assay.adapters.upload_text import check_text
from assay.science.errors import Code, MalformedDocument, Refused

READY: Final = b"R"
_TOO_MUCH: Final = "this file takes more memory to read than Assay gives one file; send a smaller one"
_TAKEN: Final = (
    "PNG, JPEG, GIF and WebP pictures, PDF, text, Word, Excel, PowerPoint and OpenDocument, MP4, WebM and MP3"
)
# What people send most that is not taken, by what puremagic calls it, and what to send instead.
_ADVICE: Final = {
    ".heif": "a HEIC photograph; send it as JPEG",
    ".heic": "a HEIC photograph; send it as JPEG",
    ".avif": "an AVIF picture; send it as JPEG or PNG",
    ".tiff": "a TIFF picture; send it as PNG or PDF",
    ".tif": "a TIFF picture; send it as PNG or PDF",
    ".bmp": "a bitmap; send it as PNG",
    ".mov": "a QuickTime video; send it as MP4",
    ".avi": "an AVI video; send it as MP4",
    ".wav": "a WAV recording; send it as MP3",
    ".doc": "an old Office document; save it as .docx, .xlsx or .pptx, or as PDF",
    ".exe": "a program; send a PDF, a picture or a video that shows what it does",
    ".gz": "an archive; send the files in it one by one",
    ".7z": "an archive; send the files in it one by one",
    ".rar": "an archive; send the files in it one by one",
}


@dataclass(frozen=True, slots=True)
class Parsed:
    """What a file is. ``rewritten`` is a picture's new bytes; other kinds are kept as they were sent."""

    kind: Kind
    rewritten: bytes | None
    notes: tuple[str, ...]


def parse(data: bytes, *, ending: str, claimed_type: str) -> Parsed:
    """What a file truly is. Raises ``Refused`` or ``MalformedDocument``, and whatever Pillow raises."""
    if not data:
        raise MalformedDocument("this file is empty; it may have been cut off on its way: send it again")
    kind = known_by_its_bytes(data)
    if kind in PICTURES:
        return Parsed(kind, *written_anew(data, kind))
    if kind is Kind.PDF:
        return Parsed(kind, None, check_pdf(data))
    if kind is not None:
        return Parsed(kind, None, ("kept as it is: places and times that the recording holds stay inside",))
    if data.startswith(ZIP_START):
        kind, notes = check_office(data)
        return Parsed(kind, None, notes)
    text = check_text(data, ending, claimed_type)
    if text is None:
        raise _not_taken(data)
    return Parsed(text[0], None, text[1])


def main(arguments: list[str]) -> None:
    """Give up what is not needed, read the file, and say what it is."""
    cpu_s, memory_bytes, ending, claimed_type = arguments
    _rehearse()
    _give_up(int(cpu_s), int(memory_bytes))
    sys.stdout.buffer.write(READY)
    sys.stdout.buffer.flush()
    try:
        parsed = parse(sys.stdin.buffer.read(), ending=ending, claimed_type=claimed_type)
        answer = taken(parsed.kind, parsed.notes, parsed.rewritten or b"")
    except (Refused, MalformedDocument) as error:
        answer = refused(error.code, error.reason)
    except MemoryError:
        answer = refused(Code.TOO_LARGE, _TOO_MUCH)
    sys.stdout.buffer.write(answer)
    sys.stdout.buffer.flush()


def _rehearse() -> None:
    """Read a harmless picture of each kind: libraries import more when they first need it, and soon nothing opens."""
    codecs.lookup("cp437")  # zipfile: names that are not UTF-8
    Image.init()
    _ = MpoImagePlugin, TiffImagePlugin, WebPImagePlugin  # photographs with two views, EXIF
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    for kind in PICTURES:
        picture, exif = BytesIO(), Image.Exif()
        exif[ExifTags.Base.Orientation] = 6
        Image.new("RGB", (2, 3)).save(picture, kind.name, icc_profile=profile, exif=exif)
        parse(picture.getvalue(), ending="", claimed_type="")


def _give_up(cpu_s: int, memory_bytes: int) -> None:
    limits = {
        resource.RLIMIT_CPU: cpu_s,
        resource.RLIMIT_AS: memory_bytes,
        resource.RLIMIT_CORE: 0,
        resource.RLIMIT_FSIZE: 0,
        resource.RLIMIT_NPROC: 0,
        resource.RLIMIT_NOFILE: 0,
    }
    for limit, most in limits.items():
        resource.setrlimit(limit, (most, most))


def _not_taken(data: bytes) -> Refused:
    """What it seems to be, in words, and what to send instead. A second opinion, which decides nothing."""
    try:
        found = puremagic.magic_string(data)
    except (puremagic.PureError, ValueError):
        found = []
    for match in found:
        if match.extension.lower() in _ADVICE:
            return Refused(f"Assay does not take {_ADVICE[match.extension.lower()]}", code=Code.UNSUPPORTED_MEDIA)
    seems = f" (it looks like: {found[0].name})" if found else ""
    reason = f"Assay does not take this kind of file{seems}; send one of {_TAKEN}. Text must be UTF-8"
    return Refused(reason, code=Code.UNSUPPORTED_MEDIA)


if __name__ == "__main__":
    main(sys.argv[1:])
