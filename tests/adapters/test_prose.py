"""Attack 32: Markdown, HTML and bidirectional text in what strangers wrote are inert."""

import pytest

from assay.adapters.prose import as_html


@pytest.mark.parametrize(
    "text",
    [
        "[x](javascript:alert(1))",
        "[x](JaVaScRiPt:alert(1))",
        "[x](data:text/html;base64,PHNjcmlwdD4=)",
        "<script>alert(1)</script>",
        "<img src=x onerror=alert(1)>",
        "![x](https://tracker.example/pixel.png)",
        "<svg onload=alert(1)>",
        "<iframe src='https://evil.example'></iframe>",
        "<a href='javascript:alert(1)'>x</a>",
        "<style>body{display:none}</style>",
        "<form action='https://evil.example'><input name=p></form>",
        '[x](https://good.example "onmouseover=alert(1)")',
    ],
)
def test_attack_32_markup_in_a_narrative_is_inert(text: str) -> None:
    shown = as_html(text)

    lowered = shown.lower()
    assert "<script" not in lowered
    assert "<img" not in lowered
    assert "<svg" not in lowered
    assert "<iframe" not in lowered
    assert "<style" not in lowered
    assert "<form" not in lowered
    assert 'href="javascript:' not in lowered
    assert 'href="data:' not in lowered
    assert " onmouseover" not in lowered


def test_attack_32_letters_that_turn_the_reading_direction_are_taken_out() -> None:
    assert as_html("paid \u202eEUR 001\u202c only") == "<p>paid EUR 001 only</p>\n"


def test_markdown_becomes_html_and_a_heading_stays_below_the_page_own() -> None:
    shown = as_html("# Criteria\n\n- **chooses** a chart\n- see [the guide](https://northgate.example/guide)")

    assert shown == (
        "<h3>Criteria</h3>\n<ul>\n<li><strong>chooses</strong> a chart</li>\n"
        '<li>see <a href="https://northgate.example/guide" rel="nofollow noopener noreferrer">the guide</a></li>\n'
        "</ul>\n"
    )


def test_an_endless_text_is_cut() -> None:
    assert len(as_html("a" * 1_000_000)) < 60_000
