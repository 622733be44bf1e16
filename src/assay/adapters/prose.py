"""Markdown that somebody wrote, as HTML that cannot act: no script, picture or form; http(s) and mail addresses only.

Two filters one after the other: markdown-it without raw HTML, then nh3's allow-list over what came out. Letters that
turn the reading direction are taken out, so that nothing reads otherwise than it was typed.
"""

import re

import nh3
from markdown_it import MarkdownIt

_MARKDOWN = MarkdownIt("commonmark", {"html": False, "linkify": False})
_TAGS = {"a", "blockquote", "br", "code", "em", "h3", "h4", "hr", "li", "ol", "p", "pre", "strong", "ul"}
# U+202A–U+202E and U+2066–U+2069 embed and override the direction; the page isolates each text instead.
_BIDI = re.compile("[\u202a-\u202e\u2066-\u2069]")
# A heading inside a text must not outrank the page's own.
_HEADING = re.compile(r"<(/?)h[12]>")
_LONGEST = 50_000


def as_html(text: str) -> str:
    """The text as clean HTML. Longer than 50,000 characters is cut: nobody reads it, and it would cost us."""
    rendered = _MARKDOWN.render(_BIDI.sub("", text[:_LONGEST]))
    return nh3.clean(
        _HEADING.sub(r"<\1h3>", rendered),
        tags=_TAGS,
        attributes={"a": {"href"}},
        url_schemes={"http", "https", "mailto"},
        link_rel="nofollow noopener noreferrer",
    )
