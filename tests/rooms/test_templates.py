"""What holds for every template: each word can be translated, nothing runs or is styled inline."""

import re
from pathlib import Path

import pytest

CAMPUS = Path(__file__).parents[2] / "src" / "assay" / "campus"
TEMPLATES = sorted(CAMPUS.rglob("templates/**/*.html"))
# What stands for itself in every language.
NAMES = {"Assay", "ESCO", "JSON", "JWT", "LinkedIn", "PDF", "PNG", "SVG", "UTC", "sha"}


def names(path: Path) -> str:
    return path.relative_to(CAMPUS).as_posix()


def visible_text(source: str) -> str:
    """What a reader would see that no gettext call has touched."""
    source = re.sub(r"{%\s*comment.*?endcomment\s*%}", " ", source, flags=re.DOTALL)
    source = re.sub(r"{#.*?#}", " ", source, flags=re.DOTALL)
    # Blocks that hold class names.
    source = re.sub(r"{%\s*block \w+_class\s*%}.*?{%\s*endblock\s*%}", " ", source, flags=re.DOTALL)
    source = re.sub(r"{%\s*blocktrans(?:late)?\b.*?{%\s*endblocktrans(?:late)?\s*%}", " ", source, flags=re.DOTALL)
    source = re.sub(r"{%.*?%}|{{.*?}}", " ", source, flags=re.DOTALL)
    source = re.sub(r"<!--.*?-->|<script\b.*?</script>|<style\b.*?</style>", " ", source, flags=re.DOTALL)
    source = re.sub(r"<[^>]*>", " ", source, flags=re.DOTALL)
    return re.sub(r"&[a-z#0-9]+;", " ", source)


@pytest.mark.parametrize("path", TEMPLATES, ids=names)
def test_every_word_goes_through_gettext(path: Path) -> None:
    words = re.findall(r"[^\W\d_]{2,}", visible_text(path.read_text("utf-8")))

    assert [word for word in words if word not in NAMES] == []


@pytest.mark.parametrize("path", TEMPLATES, ids=names)
def test_every_attribute_that_is_read_aloud_goes_through_gettext(path: Path) -> None:
    source = re.sub(
        r"{%\s*comment.*?endcomment\s*%}|{%\s*blocktrans.*?endblocktrans(?:late)?\s*%}", "", path.read_text("utf-8")
    )
    source = re.sub(r"{#.*?#}|{%.*?%}|{{.*?}}", "", source, flags=re.DOTALL)
    spoken = re.findall(r'\b(?:alt|aria-label|placeholder|title|data-confirm)="([^"]*)"', source)

    assert [text for text in spoken if re.search(r"[^\W\d_]{2,}", text)] == []


@pytest.mark.parametrize("path", TEMPLATES, ids=names)
def test_nothing_runs_inline_and_nothing_is_styled_inline(path: Path) -> None:
    source = path.read_text("utf-8")

    assert re.findall(r"<[^>]*\sstyle=", source) == []
    assert re.findall(r"<[^>]*\son[a-z]+=", source) == []
    assert re.findall(r"<style\b", source) == []
    scripts = re.findall(r"<script\b([^>]*)>", source)
    assert [each for each in scripts if "src=" not in each and 'type="application/json"' not in each] == []


def test_there_are_templates_to_look_at() -> None:
    assert len(TEMPLATES) > 20
