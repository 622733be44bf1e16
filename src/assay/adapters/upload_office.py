"""Documents that are ZIP files inside (Word, Excel, PowerPoint, OpenDocument): kept as sent, unless they hide more.

Every member is unpacked once, to count it. Source: ISO 29500-2 (the parts of a package), OpenDocument 1.3 part 2 §3.
Not checked: the XML inside, links to pictures elsewhere, what lies between the members. So they are only ever offered
as attachments.
"""

import re
import zipfile
from io import BytesIO
from typing import Final

from assay.adapters.upload_kinds import Kind
from assay.science.errors import Code, MalformedDocument, Refused

MAX_UNPACKED: Final = 256 * 1024 * 1024
MAX_MEMBERS: Final = 5000
# XML of a large table packs 30 to 1; Deflate's utmost is 1032 to 1.
MAX_RATIO: Final = 200
_STEP: Final = 1024 * 1024
_MAIN_PARTS: Final = {
    "word/document.xml": Kind.DOCX,
    "xl/workbook.xml": Kind.XLSX,
    "ppt/presentation.xml": Kind.PPTX,
}
_OPEN_DOCUMENTS: Final = {kind.media_type: kind for kind in (Kind.ODT, Kind.ODS, Kind.ODP)}
_PROGRAMS: Final = re.compile(
    r"(^|/)vbaproject\.bin$|(^|/)vbadata\.xml$|/macrosheets/|/activex/|/embeddings/[^/]*\.bin$|^basic/|^scripts/"
)
_ESCAPING: Final = re.compile(r"^/|\\|\x00|^[A-Za-z]:|(^|/)\.\.(/|$)")


def check_office(data: bytes) -> tuple[Kind, tuple[str, ...]]:
    """Which document a ZIP file is, and what a person should know about it.

    Raises ``Refused``: ``UNSUPPORTED_MEDIA`` for other ZIP files, for macros, embedded programs, passwords and names
    that lead out of the folder, ``TOO_LARGE`` for a bomb; ``MalformedDocument`` if it does not unpack.
    """
    try:
        with zipfile.ZipFile(BytesIO(data)) as package:
            members = package.infolist()
            kind = _kind(package)
            _refuse_members(members, len(data))
            _refuse_bombs(package, members)
            _refuse_what_acts(package)
    except (zipfile.BadZipFile, zipfile.LargeZipFile, NotImplementedError, EOFError, ValueError) as error:
        raise MalformedDocument("this document is damaged; open it, save it again and send that") from error
    return kind, ("kept as it is: the names, dates and places that it holds stay inside",)


def _kind(package: zipfile.ZipFile) -> Kind:
    names = set(package.namelist())
    if "mimetype" in names:
        with package.open("mimetype") as member:
            declared = member.read(100).decode("ascii", errors="replace")
        if declared in _OPEN_DOCUMENTS:
            return _OPEN_DOCUMENTS[declared]
    main = [kind for part, kind in _MAIN_PARTS.items() if part in names and "[Content_Types].xml" in names]
    if len(main) != 1:
        raise _refused("an archive; send the files in it one by one")
    return main[0]


def _refuse_members(members: list[zipfile.ZipInfo], size: int) -> None:
    names = [member.filename.lower() for member in members]
    if len(names) > MAX_MEMBERS:
        raise Refused("this document has more parts than Assay looks through", code=Code.TOO_LARGE)
    # Readers disagree about which of two counts; ours must not look at another than theirs.
    if len(set(names)) != len(names):
        raise _refused("a document that names a part twice; open it, save it again and send that")
    if any(_ESCAPING.search(member.orig_filename) for member in members):
        raise _refused("a package whose parts lead out of its folder; open it, save it again and send that")
    if any(_PROGRAMS.search(name) for name in names):
        raise _refused("a document with a program inside; save it without macros and embedded objects, or as PDF")
    if any(member.flag_bits & 1 for member in members):
        raise _refused("a document with a password; take the password away and send it again")
    # Members that share their bytes: the bomb that needs no nesting.
    if sum(member.compress_size for member in members) > size:
        raise _bomb()


def _refuse_bombs(package: zipfile.ZipFile, members: list[zipfile.ZipInfo]) -> None:
    """Unpack all and count, because the sizes that a member declares are its sender's word."""
    unpacked = 0
    for member in members:
        declared, member.file_size = member.file_size, MAX_UNPACKED + 1  # so that reading goes on to the true end
        true = 0
        with package.open(member) as part:
            while piece := part.read(_STEP):
                true += len(piece)
                unpacked += len(piece)
                if unpacked > MAX_UNPACKED or true > MAX_RATIO * max(member.compress_size, _STEP // MAX_RATIO):
                    raise _bomb()
        if true != declared:
            raise zipfile.BadZipFile
        member.file_size = declared


def _refuse_what_acts(package: zipfile.ZipFile) -> None:
    for name in package.namelist():
        lower = name.lower()
        if lower == "[content_types].xml" and b"macroEnabled" in package.read(name):
            raise _refused("a document with macros; save it without them, as .docx, .xlsx or .pptx")
        # Template injection: Word fetches and runs the template of a document when it is opened.
        if lower.endswith(".rels") and re.search(
            rb"attachedTemplate[^>]*External|External[^>]*attachedTemplate", package.read(name)
        ):
            raise _refused("a document that fetches its template from elsewhere; save it as PDF")
        if lower == "meta-inf/manifest.xml" and b"encryption-data" in package.read(name):
            raise _refused("a document with a password; take the password away and send it again")


def _refused(what: str) -> Refused:
    return Refused(f"Assay does not take {what}", code=Code.UNSUPPORTED_MEDIA)


def _bomb() -> Refused:
    return Refused("this document unpacks to far more than it holds; save it as PDF", code=Code.TOO_LARGE)
