"""The name under which an uploaded file is kept."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assay.adapters.upload_kinds import Kind
from assay.adapters.upload_name import ending, kept_name


@pytest.mark.parametrize(
    ("claimed", "kind", "kept"),
    [
        ("weld.png", Kind.PNG, "weld.png"),
        ("Weld 3.JPG", Kind.JPEG, "Weld 3.jpg"),
        ("weld.jpeg", Kind.JPEG, "weld.jpeg"),
        ("weld.jpg", Kind.PNG, "weld.jpg.png"),
        ("weld", Kind.PNG, "weld.png"),
        ("report.final.v2", Kind.PDF, "report.final.v2.pdf"),
        ("Zeugnis für Ayşe.pdf", Kind.PDF, "Zeugnis für Ayşe.pdf"),
        ("شهادة.pdf", Kind.PDF, "شهادة.pdf"),
        ("می\u200cخواهم.pdf", Kind.PDF, "می\u200cخواهم.pdf"),  # noqa: RUF001 # Persian
        ("C:\\Users\\ada\\weld.png", Kind.PNG, "weld.png"),
        ("../../etc/passwd", Kind.TEXT, "passwd.txt"),
        ("..", Kind.TEXT, "file.txt"),
        ("", Kind.PDF, "file.pdf"),
        (".htaccess", Kind.TEXT, "htaccess.txt"),
        (".png", Kind.PNG, "png.png"),
        ("nul.txt", Kind.TEXT, "_nul.txt"),
        ("com1.tar.txt", Kind.TEXT, "_com1.tar.txt"),
        ("a\0b\r\nSet-Cookie: x.txt", Kind.TEXT, "abSet-Cookie_ x.txt"),
        ('a";filename="b.html', Kind.PNG, "a__filename=_b.html.png"),
        ("photo\u202egnp.exe", Kind.PNG, "photognp.exe.png"),
        ("a\u200b\u2066b\ufeff.txt", Kind.TEXT, "ab.txt"),
        ("e\u0301.txt", Kind.TEXT, "é.txt"),
        ("weld.png. ", Kind.PNG, "weld.png.png"),
        ("a   b\t.txt", Kind.TEXT, "a b.txt"),
    ],
)
def test_a_name_is_made_harmless_and_ends_in_what_the_file_is(claimed: str, kind: Kind, kept: str) -> None:
    assert kept_name(claimed, kind) == kept


@given(st.text(max_size=400), st.sampled_from(Kind))
def test_whatever_the_name_no_path_no_hidden_character_and_no_other_ending_is_left(claimed: str, kind: Kind) -> None:
    name = kept_name(claimed, kind)

    assert name.endswith(kind.endings)
    assert not name.startswith((".", " "))
    assert not set(name) & set('/\\\0\r\n\t"<>:|?*;%\u202e\u2066\u200b')
    assert len(name) <= 110
    assert len(name.encode()) <= 210
    assert name.isprintable() or "\u200c" in name or "\u200d" in name or any(c.isspace() for c in name)


@pytest.mark.parametrize(
    ("claimed", "given"),
    [
        ("a.PNG", ".png"),
        ("a", ""),
        (".png", ""),
        ("a.tar.gz", ".gz"),
        ("a.b c", ""),
        ("a.\u202epng", ".png"),
        ("a..", ""),
    ],
)
def test_the_ending_is_the_last_part_in_small_letters(claimed: str, given: str) -> None:
    assert ending(claimed) == given
