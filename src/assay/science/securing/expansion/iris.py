"""Names as JSON-LD writes them: keywords, IRIs, and references that need a base.

Source: JSON-LD 1.1 §1.7 (keywords), RFC 3986 §5.2 and §5.3 (references).
"""

import re
from typing import Final

KEYWORDS: Final = frozenset(
    {"@base", "@context", "@import", "@propagate", "@protected", "@version", "@vocab"}
    | {"@container", "@json", "@nest", "@none", "@prefix"}
    | {"@graph", "@id", "@included", "@index", "@list", "@reverse", "@set", "@type"}
    | {"@direction", "@language", "@value"}
)

_LIKE_KEYWORD = re.compile(r"@[a-zA-Z]+\Z")
_IRI = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:\S*\Z")
_IRI_OR_BLANK = re.compile(r"(?:[A-Za-z][A-Za-z0-9+.-]*|_):\S*\Z")
# RFC 3986 appendix B, which reads every text.
_PARTS = re.compile(r"(?:([^:/?#]+):)?(?://([^/?#]*))?([^?#]*)(?:\?([^#]*))?(?:#(.*))?\Z", re.DOTALL)


def like_keyword(name: str) -> bool:
    """Whether a name has the form of a keyword. One that is none is kept for later versions, and ignored."""
    return name[:1] == "@" and _LIKE_KEYWORD.match(name) is not None


def is_iri(name: str) -> bool:
    """Whether a name has the form of an IRI, as far as the standard looks: a scheme, a colon, no white space."""
    return _IRI.match(name) is not None


def is_iri_or_blank(name: str) -> bool:
    """The same for names that may also be those of a blank node."""
    return _IRI_OR_BLANK.match(name) is not None


def resolve(reference: str, base: str) -> str:
    """The IRI that a reference means beside ``base``. Source: RFC 3986 §5.2.2, strict."""
    scheme, authority, path, query, fragment = _parts(reference)
    base_scheme, base_authority, base_path, base_query, _ = _parts(base)
    if scheme is None:
        scheme = base_scheme
        if authority is None:
            authority = base_authority
            if not path:
                # The path of the base stays as it is written, dots and all.
                query = base_query if query is None else query
                return _composed(scheme, authority, base_path, query, fragment)
            if not path.startswith("/"):
                path = _merged(base_path, path, rooted=base_authority is not None)
    return _composed(scheme, authority, _without_dots(path), query, fragment)


def _parts(text: str) -> tuple[str | None, str | None, str, str | None, str | None]:
    found = _PARTS.match(text)
    assert found is not None  # noqa: S101 -- each part may be empty and the last takes what is left
    return found[1], found[2], found[3], found[4], found[5]


def _merged(base_path: str, path: str, *, rooted: bool) -> str:
    if rooted and not base_path:
        return f"/{path}"
    return base_path[: base_path.rfind("/") + 1] + path


def _without_dots(path: str) -> str:
    """The path without its ``.`` and ``..``. Source: RFC 3986 §5.2.4, told by segments."""
    if "/." not in path and not path.startswith("."):
        return path
    root = "/" if path.startswith("/") else ""
    *inner, last = path.removeprefix("/").split("/")
    kept: list[str] = []
    for segment in [*inner, last]:
        if segment == "..":
            del kept[-1:]
        elif segment != ".":
            kept.append(segment)
    ends_in_folder = last in {".", ".."} and bool(kept)
    return root + "/".join(kept) + ("/" if ends_in_folder else "")


def _composed(scheme: str | None, authority: str | None, path: str, query: str | None, fragment: str | None) -> str:
    text = "" if scheme is None else f"{scheme}:"
    text += "" if authority is None else f"//{authority}"
    text += path
    text += "" if query is None else f"?{query}"
    return text if fragment is None else f"{text}#{fragment}"
