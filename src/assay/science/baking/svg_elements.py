"""One pass over an SVG text: where its root is, and which elements carry credentials.

The parser (expat) is told of no handler that could fetch, and raises on everything that could hide or repeat
content: a document type of its own, a foreign encoding, depth, floods, elements inside the credential.

Not checked: whether one credential was found, and what it says. See ``assay.science.baking.svg``.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from xml.parsers import expat

from assay.science.errors import Code, MalformedDocument

OB3_NAMESPACE = "https://purl.imsglobal.org/ob/v3p0"
# Names as the parser gives them: namespace, a space, local name.
OB3_CREDENTIAL = f"{OB3_NAMESPACE} credential"
OB2_ASSERTION = "http://openbadges.org assertion"
WHITE_SPACE = " \t\r\n"

_SVG = "http://www.w3.org/2000/svg svg"
# Drawing programs nest groups some twenty deep; renderers recurse, so a deeper file is aimed at somebody.
_MAX_DEPTH = 128
# A detailed badge has some thousand elements.
_MAX_ELEMENTS = 100_000
# A tag that the parser has accepted: everything up to the first ">" outside quotes.
_START_TAG = re.compile(rb"""(?:[^"'>]|"[^"]*"|'[^']*')*+>""")


@dataclass(frozen=True, slots=True)
class CarrierElement:
    """One element that holds a credential: its bytes ``start:end``, its ``verify`` attribute, its text."""

    name: str
    start: int
    end: int
    verify: str | None
    body: str


@dataclass(frozen=True, slots=True)
class SvgElements:
    """What one pass found: every carrier in order, and the root.

    ``root_start`` is the byte index of the root's "<", ``root_prefixes`` the namespaces bound on that tag.
    """

    root_start: int
    root_prefixes: Mapping[str | None, str]
    carriers: tuple[CarrierElement, ...]


def read_elements(text: bytes) -> SvgElements:
    """Go once over a whole SVG. Raises ``MalformedDocument``: with ``WRONG_TYPE`` for XML that is no SVG."""
    reading = _Pass(text)
    try:
        reading.parser.Parse(text, True)  # noqa: FBT003  # the parser's own signature
    except expat.ExpatError as error:
        raise MalformedDocument(f"not well-formed XML: {error}", clause="XML 1.0 §2.1") from error
    return SvgElements(reading.root_start, reading.root_prefixes, tuple(reading.carriers))


def start_tag(image: bytes, start: int) -> bytes:
    """The bytes of the start tag that begins at ``start`` in a text already found well-formed."""
    return _START_TAG.match(image, start)[0]  # type: ignore[index]  # well-formed, so it ends


class _Pass:
    def __init__(self, text: bytes) -> None:
        self.text = text
        self.root_start = 0
        self.root_prefixes: dict[str | None, str] = {}
        self.carriers: list[CarrierElement] = []
        self.open: _OpenCarrier | None = None
        self.depth = 0
        self.count = 0
        self.parser = expat.ParserCreate("utf-8", " ")
        self.parser.buffer_text = True
        self.parser.XmlDeclHandler = self._declaration
        self.parser.StartDoctypeDeclHandler = self._doctype
        self.parser.StartNamespaceDeclHandler = self._prefix
        self.parser.StartElementHandler = self._start
        self.parser.EndElementHandler = self._end
        self.parser.CharacterDataHandler = self._characters
        self.parser.StartCdataSectionHandler = self._section_start
        self.parser.EndCdataSectionHandler = self._section_end
        self.parser.CommentHandler = self.parser.ProcessingInstructionHandler = self._interruption

    def _declaration(self, version: str, encoding: str | None, _standalone: int) -> None:
        promised = (encoding or "UTF-8").upper()
        kept = promised == "UTF-8" or (promised in ("US-ASCII", "ASCII") and self.text.isascii())
        if version != "1.0" or not kept:
            raise MalformedDocument("not XML 1.0 in UTF-8", clause="OB 3.0 §5")

    def _doctype(self, *_: object) -> None:
        raise MalformedDocument("a document type", clause="XML 1.0 §2.8")

    def _prefix(self, prefix: str | None, namespace: str) -> None:
        if self.count == 0:
            self.root_prefixes[prefix] = namespace

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        if self.open is not None:
            raise MalformedDocument("an element inside the credential", clause="OB 3.0 §5.3.2.1")
        if self.count == 0:
            if name != _SVG:
                raise MalformedDocument("XML, but not an SVG", clause="SVG 1.1 §5.1.2", code=Code.WRONG_TYPE)
            self.root_start = self.parser.CurrentByteIndex
        self.count += 1
        self.depth += 1
        if self.depth > _MAX_DEPTH or self.count > _MAX_ELEMENTS:
            reason = f"an SVG of more than {_MAX_ELEMENTS} elements or {_MAX_DEPTH} levels"
            raise MalformedDocument(reason, code=Code.TOO_LARGE)
        if name in (OB3_CREDENTIAL, OB2_ASSERTION):
            self.open = _OpenCarrier(name, self.parser.CurrentByteIndex, attributes.get("verify"))

    def _end(self, _name: str) -> None:
        self.depth -= 1
        if self.open is not None:
            opening = start_tag(self.text, self.open.start)
            end = self.open.start + len(opening)
            if not opening.endswith(b"/>"):
                end = self.text.index(b">", self.parser.CurrentByteIndex) + 1
            self.carriers.append(self.open.closed(end))
            self.open = None

    def _characters(self, text: str) -> None:
        if self.open is not None:
            self.open.pieces.append(text)

    def _interruption(self, *_: str) -> None:
        # Some readers take the first piece of text alone, and would find another credential than we do.
        if self.open is not None:
            raise MalformedDocument("a comment or an instruction inside the credential", clause="OB 3.0 §5.3.2.1")

    def _section_start(self) -> None:
        if self.open is not None:
            self.open.section_start()

    def _section_end(self) -> None:
        if self.open is not None:
            self.open.section_end()


@dataclass(slots=True)
class _OpenCarrier:
    """A carrier whose end tag has not come: its text in pieces, and where among them CDATA sections stand."""

    name: str
    start: int
    verify: str | None
    pieces: list[str] = field(default_factory=list)
    first_section: int | None = None
    after_sections: int = 0

    def section_start(self) -> None:
        if self.first_section is None:
            self.first_section = len(self.pieces)

    def section_end(self) -> None:
        self.after_sections = len(self.pieces)

    def closed(self, end: int) -> CarrierElement:
        return CarrierElement(self.name, self.start, end, self.verify, self._body())

    def _body(self) -> str:
        """From the first CDATA section to the last, exactly; white space around them is layout."""
        if self.first_section is None:
            return "".join(self.pieces).strip(WHITE_SPACE)
        around = self.pieces[: self.first_section] + self.pieces[self.after_sections :]
        if "".join(around).strip(WHITE_SPACE):
            raise MalformedDocument("text beside the credential's CDATA section", clause="OB 3.0 §5.3.2.1")
        return "".join(self.pieces[self.first_section : self.after_sections])
