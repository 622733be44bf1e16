"""Credentials in SVG pictures: one element, found and inserted without changing another byte.

    <svg xmlns="http://www.w3.org/2000/svg" xmlns:openbadges="https://purl.imsglobal.org/ob/v3p0">
      <openbadges:credential verify="header.payload.signature"></openbadges:credential>      (a compact JWS)
      <openbadges:credential><![CDATA[{"@context": …}]]></openbadges:credential>             (JSON)

Open Badges 2.0 pictures (``assertion`` in ``http://openbadges.org``) are read, never written. The file is XML from
a stranger: one pass of a parser that builds nothing, over a text in which no entity can be declared.

Not checked: what the picture draws. It may hold scripts and links; nothing here runs, follows or removes them.
Source: OB 3.0 §5.3.2; OB 2.0 Baking, "SVGs"; XML 1.0 (fifth edition); Namespaces in XML 1.0.
"""

import re

from assay.science.baking.carried_text import decoded, encoded, refuse_large_image
from assay.science.baking.svg_elements import (
    OB3_CREDENTIAL,
    OB3_NAMESPACE,
    WHITE_SPACE,
    CarrierElement,
    SvgElements,
    read_elements,
    start_tag,
)
from assay.science.errors import Code, MalformedDocument, Refused

_BAKING = "OB 3.0 §5.3.2.1"
_PROLOG = re.compile(rb"(?:\xef\xbb\xbf)?(?:[ \t\r\n]++|<!--.*?-->|<\?.*?\?>)*+", re.DOTALL)
# Only the form without an internal subset: a name and where its definition could be had.
_LITERAL = rb"""[ \t\r\n]+(?:"[^"]*"|'[^']*')"""
_DOCTYPE = re.compile(
    rb"<!DOCTYPE[ \t\r\n]+[\w:.-]+(?:[ \t\r\n]+(?:PUBLIC%b|SYSTEM)%b)?[ \t\r\n]*>" % (_LITERAL, _LITERAL)
)
_NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_COMPACT_JWS = re.compile(r"[\w-]+\.[\w-]*\.[\w-]*", re.ASCII)
_TAG_NAME = re.compile(rb"<[^ \t\r\n/>]+")
_BINDING = f' xmlns:openbadges="{OB3_NAMESPACE}"'


def unbake_svg(image: bytes) -> str:
    """The credential in an SVG, as it was baked: JSON text, a compact JWS, or (Open Badges 2.0) a URL.

    Raises ``MalformedDocument``: with ``WRONG_TYPE`` for a sound picture that carries none; for anything that is
    not well-formed SVG in UTF-8 or that declares entities; for more than one credential, or one given two ways.
    """
    carriers = _elements(image).carriers
    if not carriers:
        raise MalformedDocument("an SVG without a credential in it", clause="OB 3.0 §5.3.2.2", code=Code.WRONG_TYPE)
    if len(carriers) > 1:
        raise MalformedDocument("an SVG with more than one credential in it", clause=_BAKING)
    return decoded(_credential(carriers[0]).encode("utf-8"))


def bake_svg(image: bytes, credential: str, *, replace: bool = False) -> bytes:
    """The same picture with the credential right after the root's start tag; every other byte stays.

    The namespace is declared on the root, as the standard asks, unless the root uses that prefix for something
    else. Raises ``Refused`` if the picture already carries a credential, unless ``replace`` takes all of them out;
    ``MalformedDocument`` if the picture is not sound or XML cannot hold the text. Source: OB 3.0 §5.3.2.1.
    """
    encoded(credential)
    if _NOT_XML.search(credential):
        raise MalformedDocument("a credential with a character that XML cannot hold", clause="XML 1.0 §2.2")
    elements = _elements(image)
    if elements.carriers and not replace:
        raise Refused("this SVG already carries a credential; ask to replace it, or bake a clean copy", clause=_BAKING)
    baked = _with_credential(_without_carriers(image, elements), elements, credential)
    # A picture that declares US-ASCII cannot take every text; better no picture than one that nobody can read.
    unbake_svg(baked)
    return baked


def _elements(image: bytes) -> SvgElements:
    refuse_large_image(image)
    # The parser would take UTF-16 for what it is, whatever it is told; every UTF-16 text in XML has a zero byte.
    if b"\0" in image:
        raise MalformedDocument("not an SVG in UTF-8", clause="OB 3.0 §5")
    return read_elements(_without_doctype(image))


def _without_doctype(image: bytes) -> bytes:
    """The text with its document type blanked out, so that an entity nobody declared is an error, not a gap.

    A document type that declares anything itself is refused before the parser sees it: the parser cannot be
    stopped half-way, and a kilobyte of nested entities unfolds into gigabytes.
    """
    start = _end_of_prolog(image)
    doctype = _DOCTYPE.match(image, start)
    if doctype is not None:
        image = image[:start] + re.sub(rb"[^\n]", b" ", doctype[0]) + image[doctype.end() :]
    if image.startswith(b"<!DOCTYPE", _end_of_prolog(image)):
        raise MalformedDocument("a document type that declares something of its own", clause="XML 1.0 §2.8")
    return image


def _end_of_prolog(image: bytes) -> int:
    return _PROLOG.match(image).end()  # type: ignore[union-attr]  # the pattern matches the empty text too


def _credential(carrier: CarrierElement) -> str:
    """Which of the two places holds the credential. An Open Badges 2.0 body stands beside a URL in ``verify``."""
    token = (carrier.verify or "").strip(WHITE_SPACE)
    if token and carrier.body and carrier.name == OB3_CREDENTIAL:
        raise MalformedDocument("a credential given both as a token and as text", clause=_BAKING)
    return carrier.body or token


def _without_carriers(image: bytes, elements: SvgElements) -> bytes:
    starts = (carrier.start for carrier in elements.carriers)
    ends = (carrier.end for carrier in elements.carriers)
    return b"".join(image[end:start] for end, start in zip((0, *ends), (*starts, len(image)), strict=True))


def _with_credential(image: bytes, elements: SvgElements, credential: str) -> bytes:
    prefix = elements.root_prefixes.get("openbadges")
    on_root = _BINDING if prefix is None else ""
    on_element = "" if prefix in (None, OB3_NAMESPACE) else _BINDING
    element = f"<openbadges:credential{on_element}{_content(credential)}</openbadges:credential>".encode()
    start = elements.root_start
    root = start_tag(image, start)
    name = _TAG_NAME.match(root)[0]  # type: ignore[index]  # every tag has one
    attributes = root[len(name) :]
    end = b""
    if root.endswith(b"/>"):
        attributes = attributes[:-2] + b">"
        end = b"</" + name[1:] + b">"
    return image[:start] + name + on_root.encode() + attributes + element + end + image[start + len(root) :]


def _content(credential: str) -> str:
    if _COMPACT_JWS.fullmatch(credential):
        return f' verify="{credential}">'
    # "]]>" would end the section, and a parser turns every carriage return it sees into a line feed (XML 1.0 §2.11).
    text = credential.replace("]]>", "]]]]><![CDATA[>").replace("\r", "]]>&#13;<![CDATA[")
    return f"><![CDATA[{text}]]>"
