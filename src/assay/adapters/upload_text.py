"""Text: UTF-8 in one of five kinds, told apart by the ending of the name, because their bytes cannot tell.

Refused is text that a browser would take for a page or a system for a program, under whatever name: MIME Sniffing §7.1
lists how a page begins. Not checked: what the text says, and what a spreadsheet program makes of a cell.
"""

import codecs
import json
import re
from typing import Final, NoReturn

from assay.adapters.upload_kinds import Kind
from assay.science.errors import Code, MalformedDocument, Refused

_TEXTS: Final = (Kind.TEXT, Kind.CSV, Kind.MARKDOWN, Kind.JSON, Kind.NOTEBOOK)
_CONTROL: Final = re.compile("[\x00-\x08\x0b\x0e-\x1a\x1c-\x1f\x7f]")
_SVG: Final = re.compile(
    r"\s*(<\?xml[^>]*>)?\s*(<!--.*?-->\s*)*(<!doctype svg[^>]*>)?\s*<svg[\s>]", re.IGNORECASE | re.DOTALL
)
# MIME Sniffing §7.1, and XML.
_PAGE: Final = re.compile(
    r"\s*<(!doctype html|html|head|script|iframe|h1|div|font|table|a|style|title|b|body|br|p|!--|\?xml)(?=[\s>/-]|$)",
    re.IGNORECASE,
)
# A cell that begins so is a formula, and one that spreadsheet programs have run commands from.
_FORMULA: Final = re.compile(r'(?:^|[,;\t])\s*"?[=+@-](?![\d.,]*"?\s*(?:[,;\t\r\n]|$))', re.MULTILINE)


def check_text(data: bytes, ending: str, claimed_type: str) -> tuple[Kind, tuple[str, ...]] | None:
    """Which kind of text this is and what a person should know about it, or ``None`` if it is no text at all.

    ``claimed_type`` counts only where the name has no ending. Raises ``Refused`` with ``UNSUPPORTED_MEDIA``,
    ``MalformedDocument`` for JSON that is none.
    """
    try:
        text = data.removeprefix(codecs.BOM_UTF8).decode()
    except UnicodeDecodeError:
        return None
    if _CONTROL.search(text):
        return None
    _refuse_what_acts(text)
    kind = _kind(ending, claimed_type)
    if kind in {Kind.JSON, Kind.NOTEBOOK}:
        _check_json(text, kind)
    if kind is Kind.CSV and _FORMULA.search(text):
        return kind, ("some cells begin like formulas; in a spreadsheet program, open it as text",)
    return kind, ()


def _refuse_what_acts(text: str) -> None:
    if _SVG.match(text):
        raise _refused("SVG, which can hold a program; send the picture as PNG")
    page = _PAGE.match(text)
    if page is not None:
        raise _refused(f"a file that begins with {page[0].strip()}, as a web page does; print it to PDF and send that")
    if text.startswith("#!"):
        raise _refused("a script that a system would run; take away its first line (#!) and send it as .txt")


def _kind(ending: str, claimed_type: str) -> Kind:
    if not ending:
        return next((kind for kind in _TEXTS if kind.media_type == claimed_type), Kind.TEXT)
    for kind in _TEXTS:
        if ending in kind.endings:
            return kind
    raise _refused(f"text under a name that ends in {ending}; send it as .txt, .md, .csv, .json or .ipynb, or as PDF")


def _check_json(text: str, kind: Kind) -> None:
    try:
        document = json.loads(text, parse_constant=_not_json)
    except (ValueError, RecursionError) as error:
        raise MalformedDocument(f"this file is named {kind.endings[0]} and is not JSON") from error
    if kind is Kind.NOTEBOOK and not (
        isinstance(document, dict)
        and isinstance(document.get("nbformat"), int)
        and isinstance(document.get("cells"), list)
    ):
        raise MalformedDocument("this file is named .ipynb and is no notebook of format 4")


def _not_json(constant: str) -> NoReturn:
    raise ValueError(constant)


def _refused(what: str) -> Refused:
    return Refused(f"Assay does not take {what}", code=Code.UNSUPPORTED_MEDIA)
