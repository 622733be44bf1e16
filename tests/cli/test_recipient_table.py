"""The table of recipients: what spreadsheets save, and every fault with its line and column."""

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assay.cli.recipient_table import read_recipients
from assay.science.errors import MalformedDocument
from tests.cast import ADA, GRACE


def fault(table: str | bytes) -> str:
    with pytest.raises(MalformedDocument) as caught:
        read_recipients(table.encode() if isinstance(table, str) else table)
    return str(caught.value)


def names(table: str) -> dict[int, str | None]:
    return {line: recipient.name for line, recipient in read_recipients(table.encode()).items()}


def test_every_column_ends_up_where_it_belongs() -> None:
    table = (
        "valid_from,result: T joint,credits,narrative,evidence,email,id,name\n"
        f"2026-09-01T08:00:00Z,No undercut,1.5,A frame,https://brunel.example/w,ada@x.example,{ADA.id},Ada\n"
    )

    (ada,) = read_recipients(table.encode()).values()

    assert (ada.name, ada.id, ada.email, ada.evidence) == ("Ada", ADA.id, "ada@x.example", "https://brunel.example/w")
    assert (ada.narrative, ada.credits, dict(ada.results)) == ("A frame", 1.5, {"T joint": "No undercut"})
    assert ada.valid_from is not None
    assert ada.valid_from.isoformat() == "2026-09-01T08:00:00+00:00"


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_the_line_ends_of_all_systems_are_read(end: str) -> None:
    assert names(f"name{end}Ada{end}Grace{end}") == {2: "Ada", 3: "Grace"}


def test_a_byte_order_mark_empty_lines_and_spaces_do_no_harm() -> None:
    assert names("\ufeff name , id \n\n  Ada  ,\n , \n\n\nGrace\n") == {3: "Ada", 7: "Grace"}


def test_quoted_cells_hold_commas_quotes_and_lines_and_lines_are_counted_as_an_editor_does() -> None:
    table = 'name,narrative\n"Byron, Ada","says ""yes"",\nthen ""no"""\nGrace,x\n'

    found = read_recipients(table.encode())

    assert {line: recipient.name for line, recipient in found.items()} == {2: "Byron, Ada", 4: "Grace"}
    assert found[2].narrative == 'says "yes",\nthen "no"'


@pytest.mark.parametrize(
    "name", ['=HYPERLINK("https://evil.example","Ada")', "+1", "-1", "@SUM(A1)", "'=1", "\u200dAda"]
)
def test_attack_formulas_are_names_letter_for_letter(name: str) -> None:
    """33: nothing here writes a table, so nothing has to be neutralised, and nobody's name is changed."""
    written = io.StringIO()
    csv.writer(written).writerows([["name"], [name]])

    assert names(written.getvalue()) == {2: name}


@pytest.mark.parametrize(
    ("table", "said"),
    [
        ("", "the table needs a first line"),
        ("\n \n,,\n", "the table needs a first line"),
        ("name\n", "the table needs a first line"),
        ("name;id\nAda;x\n", "save the table with commas"),
        ("name\tid\nAda\tx\n", "save the table with commas"),
        ("nom\nAda\n", "the column 'nom' is not known; there are name, id, email"),
        ("Ada Byron\nGrace Hopper\n", "the column 'Ada Byron' is not known"),
        ("name,\nAda,\n", "the column '' is not known"),
        ("name,name\nAda,Ada\n", "the column 'name' stands twice"),
        ("name,result:\nAda,x\n", "result:"),
        ("name\nAda,Byron\n", "line 2 has 2 cells and the first line 1 columns; quote a cell with commas"),
        ("name,id\nAda,\n,\n,\n\n ,ada\n", "line 6, column id: an id is a DID or another absolute URL"),
        ("email,name\nx@y,\n", "line 2, column name: a recipient needs a name or an id"),
        ("name,email\nAda,ada\n", "line 2, column email: not an e-mail address"),
        ("name,evidence\nAda,here\n", "line 2, column evidence: evidence is given by its URL"),
        ("name,credits\nAda,1,5\n", "line 2 has 3 cells"),
        ('name,credits\nAda,"1,5"\n', "line 2, column credits: credits are a number such as 3 or 1.5"),
        ("name,credits\nAda,-1\n", "line 2, column credits"),
        ("name,credits\nAda,٣\n", "line 2, column credits"),
        ("name,credits\nAda,NaN\n", "line 2, column credits"),
        ("name,valid_from\nAda,2026-09-01\n", "line 2, column valid_from: not a date and time with a zone"),
        ("name\nA\x00da\n", "line 2, column name: a control character"),
        ("name\nA\x1b[2Jda\n", "line 2, column name: a control character"),
        ("name,result: T joint\nAda,a\x85b\n", "line 2, column result: T joint: a control character"),
        ('name\nAda\n"Grace\nHopper', "line 3: not CSV: unexpected end of data"),
        ('name\n"Ada" Byron\n', "line 2: not CSV: ',' expected after '\"'"),
        ("name\n" + "x" * 131_073, "line 2: not CSV: field larger than field limit"),
    ],
)
def test_a_fault_is_told_with_its_line_and_column(table: str, said: str) -> None:
    assert said in fault(table)


@pytest.mark.parametrize(
    "raw", ["name\nAda".encode("utf-16"), "name\nGünther".encode("latin-1"), b"PK\x03\x04\xff\xfe"]
)
def test_another_encoding_is_told_with_what_to_do(raw: bytes) -> None:
    assert fault(raw) == "the table is not UTF-8; save it as CSV UTF-8"


def test_all_faults_are_told_at_once_but_no_more_than_one_can_read() -> None:
    three = fault("name,credits\nAda,x\nGrace,2\nLin,y\n,3\n")
    many = fault("name,credits\n" + "Ada,x\n" * 13)

    assert three.count("; line ") == 2
    assert [f"line {line}, column" in three for line in (2, 3, 4, 5)] == [True, False, True, True]
    assert many.count("column credits") == 10
    assert many.endswith("; and 3 more")


def test_an_id_twice_is_refused_naming_both_lines() -> None:
    table = f"name,id\nAda,{ADA.id}\nGrace,{GRACE.id}\nAda Byron, {ADA.id} \nAda again,{ADA.id}\n"

    assert fault(table) == ("line 4, column id: the same id as in line 2; line 5, column id: the same id as in line 2")


def test_two_people_of_one_name_are_two_people() -> None:
    assert names("name\nAda\nAda\n") == {2: "Ada", 3: "Ada"}


def test_more_recipients_than_a_status_list_has_places_are_refused() -> None:
    assert "more than 131072 recipients" in fault("name\n" + "A\n" * 131_073)


@given(st.lists(st.text(st.characters(exclude_categories=("Cc", "Cs")), min_size=1).filter(str.strip), min_size=1))
def test_what_a_spreadsheet_writes_comes_back(written: list[str]) -> None:
    table = io.StringIO()
    csv.writer(table).writerows([["name"], *([name] for name in written)])

    assert list(names(table.getvalue()).values()) == [name.strip() for name in written]


@given(st.binary(max_size=200))
def test_whatever_the_bytes_the_answer_is_recipients_or_a_refusal(raw: bytes) -> None:
    for start in (b"", b"name,id\n", b"\xef\xbb\xbfname\r\n"):
        try:
            found = read_recipients(start + raw)
        except MalformedDocument:
            continue
        assert found
