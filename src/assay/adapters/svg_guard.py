"""What no SVG may have before we draw it or serve it: code, links out of itself, and more than it seems to be.

Renderers read local files through ``<image href="/etc/passwd">``, browsers run handlers, and ten groups that use each
other ten times are ten thousand million shapes. The whole is refused; nothing is repaired here (see ``clean_svg``).
Source: SVG 2 §16 (linking); the attacks are the tests, one each.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from xml.parsers import expat

from assay.science.errors import Code, MalformedDocument, Refused

# A detailed badge has some hundred kilobytes.
MAX_SVG_BYTES = 1 << 20
_MAX_DEPTH = 64
# Elements as drawn, with everything that is used counted each time it is used.
_MAX_DRAWN = 100_000

_SVG = "http://www.w3.org/2000/svg"
_ACTIVE = frozenset({"script", "foreignobject", "iframe", "object", "embed", "audio", "video", "handler", "listener"})
_PICTURE = re.compile(r"data:image/(?:png|jpeg|gif|webp);base64,[A-Za-z0-9+/=\s]*\Z")
_FRAGMENT = re.compile(r"#[\w.:-]*\Z")
_URL = re.compile(r"""url\s*\(\s*["']?([^)"']*)""", re.IGNORECASE)
# In CSS a backslash can spell any of the words that are looked for here.
_CSS = re.compile(r"@import|@font-face|\\|expression\s*\(|script:|behavior\s*:|-moz-binding", re.IGNORECASE)
_ANIMATED = frozenset({"to", "from", "by", "values"})
# A style sheet may point every one of these at a pattern or a mask; the others are parts of such.
_DRAWS = frozenset({"path", "rect", "circle", "ellipse", "line", "polyline", "polygon", "text", "use", "image", "g"})


def refuse_unsafe_svg(raw: bytes) -> None:
    """Raise ``Refused`` for code, for any link that is not ``#…`` or a picture as ``data:``, and for recursion.

    Raises ``MalformedDocument`` for what is no SVG 1.1 or 2 in UTF-8, has a document type, or is too large.
    Not checked: the pixels of pictures inside.
    """
    if len(raw) > MAX_SVG_BYTES:
        raise MalformedDocument(f"an SVG larger than {MAX_SVG_BYTES} bytes", code=Code.TOO_LARGE)
    reading = _Pass()
    try:
        reading.parser.Parse(raw, True)  # noqa: FBT003  # the parser's own signature
    except expat.ExpatError as error:
        raise MalformedDocument(f"not well-formed XML: {error}", clause="XML 1.0 §2.1") from error
    reading.refuse_recursion()


@dataclass(slots=True, eq=False)
class _Element:
    """An element, and the ids that it draws by reference."""

    name: str
    references: list[str] = field(default_factory=list)
    children: list["_Element"] = field(default_factory=list)
    drawn: int | None = None


class _Pass:
    def __init__(self) -> None:
        self.root = _Element("")
        self.open = [self.root]
        self.by_id: dict[str, _Element] = {}
        self.of_styles: list[str] = []
        self.parser = expat.ParserCreate("utf-8", " ")
        self.parser.buffer_text = True
        self.parser.StartDoctypeDeclHandler = self._doctype
        self.parser.ProcessingInstructionHandler = self._instruction
        self.parser.StartElementHandler = self._start
        self.parser.EndElementHandler = self._end
        self.parser.CharacterDataHandler = self._characters

    def _doctype(self, *_: object) -> None:
        raise MalformedDocument("a document type, which could hide or repeat anything", clause="XML 1.0 §2.8")

    def _instruction(self, *_: str) -> None:
        raise Refused("an SVG with a processing instruction, which could name a style sheet; take it out")

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        if len(self.open) == 1 and name != f"{_SVG} svg":
            raise MalformedDocument("XML, but not an SVG", clause="SVG 1.1 §5.1.2", code=Code.WRONG_TYPE)
        if len(self.open) > _MAX_DEPTH:
            raise MalformedDocument(f"an SVG of more than {_MAX_DEPTH} levels", code=Code.TOO_LARGE)
        local = _local(name)
        if local.lower() in _ACTIVE:
            raise Refused(f"an SVG with <{local}>; a badge is a picture and nothing else")
        element = _Element(local)
        for attribute, value in attributes.items():
            element.references += _references(_local(attribute).lower(), value)
        self.open[-1].children.append(element)
        self.open.append(element)
        self.by_id.setdefault(attributes.get("id", ""), element)

    def _end(self, _name: str) -> None:
        self.open.pop()

    def _characters(self, text: str) -> None:
        if self.open[-1].name.lower() == "style":
            self.of_styles += _css_references(text)

    def refuse_recursion(self) -> None:
        """Raise ``Refused`` if the picture uses itself, or unfolds into more than anybody needs."""
        if self._drawn(self.root, ()) > _MAX_DRAWN:
            raise Refused(f"an SVG that unfolds into more than {_MAX_DRAWN} elements; make a simpler one")

    def _drawn(self, element: _Element, inside: tuple[_Element, ...]) -> int:
        if element in inside or len(inside) > 4 * _MAX_DEPTH:
            raise Refused("an SVG that uses itself; take the circular reference out")
        if element.drawn is None:
            styled = self.of_styles if element.name in _DRAWS else []
            used = (self.by_id[part] for part in (*element.references, *styled) if part in self.by_id)
            element.drawn = 1 + sum(self._drawn(part, (*inside, element)) for part in (*element.children, *used))
        return element.drawn


def _local(name: str) -> str:
    return name.rpartition(" ")[2].rpartition(":")[2]


def _references(attribute: str, value: str) -> Iterator[str]:
    if attribute.startswith("on"):
        raise Refused(f"an SVG with a handler ({attribute}); a badge is a picture and nothing else")
    if attribute == "base":
        raise Refused("an SVG with xml:base, which would change where its links lead; take it out")
    if attribute == "attributename" and _animates_a_link(value):
        raise Refused(f"an SVG that animates {value!r:.40}; take the animation out")
    if attribute in ("href", "src"):
        yield from _link(value.strip())
    if attribute in _ANIMATED and "script:" in re.sub(r"\s", "", value.lower()):
        raise Refused("an SVG that animates something into a script; take the animation out")
    yield from _css_references(value) if attribute == "style" else _painted_with(value)


def _animates_a_link(target: str) -> bool:
    return _local(target.strip().lower()) in ("href", "src", "style") or target.strip().lower().startswith("on")


def _link(target: str) -> Iterator[str]:
    if _FRAGMENT.match(target):
        yield target[1:]
    elif not _PICTURE.match(target):
        raise Refused(f"an SVG with a link to {target!r:.60}; only #parts and data:image pictures may stand in one")


def _css_references(text: str) -> Iterator[str]:
    found = _CSS.search(text)
    if found is not None:
        raise Refused(f"an SVG whose style says {found[0]!r}; use plain attributes")
    yield from _painted_with(text)


def _painted_with(text: str) -> Iterator[str]:
    for target in _URL.findall(text):
        yield from _link(target.strip())
