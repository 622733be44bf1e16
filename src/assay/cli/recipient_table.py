"""The table of recipients, as a spreadsheet saves it: CSV in UTF-8, the first line naming the columns.

Cells are taken as they are: ``=HYPERLINK(…)`` is a strange name and nothing else, for no table is ever written.
"""

import csv
import io
from collections.abc import Iterator, Mapping

from assay.science.errors import MalformedDocument
from assay.science.issuing.definition import refuse_controls
from assay.science.issuing.recipient import Recipient, check_columns, read_recipient
from assay.science.status.bitstring import LIST_LENGTH

# Enough to see what is wrong with a table; nobody reads a thousand.
_FAULTS_SHOWN = 10


def read_recipients(raw: bytes) -> dict[int, Recipient]:
    """The recipients by the line where each begins. Raises ``MalformedDocument`` naming lines and columns at fault."""
    try:
        text = raw.decode("utf-8-sig")  # spreadsheets like to begin with a byte order mark
    except UnicodeDecodeError as error:
        raise MalformedDocument("the table is not UTF-8; save it as CSV UTF-8") from error
    rows = list(_rows(text))
    if len(rows) < 2:  # noqa: PLR2004 -- a header and one row
        raise MalformedDocument("the table needs a first line with the columns' names and a line for each recipient")
    if len(rows) > LIST_LENGTH + 1:
        raise MalformedDocument(f"more than {LIST_LENGTH} recipients; issue them in several tables")
    (_, header), *others = rows
    columns = [cell.strip() for cell in header]
    if len(columns) == 1 and (";" in columns[0] or "\t" in columns[0]):
        raise MalformedDocument("the columns are not separated by commas; save the table with commas between them")
    check_columns(columns)
    recipients: dict[int, Recipient] = {}
    faults: list[str] = []
    for line, row in others:
        try:
            recipients[line] = _recipient(columns, row, line)
        except MalformedDocument as error:
            faults.append(error.reason)
    faults += _repeated(recipients)
    if faults:
        more = f"; and {len(faults) - _FAULTS_SHOWN} more" if len(faults) > _FAULTS_SHOWN else ""
        raise MalformedDocument("; ".join(faults[:_FAULTS_SHOWN]) + more)
    return recipients


def _rows(text: str) -> Iterator[tuple[int, list[str]]]:
    """Every row that is not empty, with the line where it begins: a quoted cell may go on over several."""
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    lines_before = 0
    try:
        for row in reader:
            if any(cell.strip() for cell in row):
                yield lines_before + 1, row
            lines_before = reader.line_num
    except csv.Error as error:
        raise MalformedDocument(f"line {lines_before + 1}: not CSV: {error}") from error


def _recipient(columns: list[str], row: list[str], line: int) -> Recipient:
    if len(row) > len(columns):
        reason = f"line {line} has {len(row)} cells and the first line {len(columns)} columns; quote a cell with commas"
        raise MalformedDocument(reason)
    cells = dict(zip(columns, row, strict=False))  # cells left out at the end are empty ones
    try:
        refuse_controls({column: cell.strip() for column, cell in cells.items()})
        return read_recipient(cells, line=line)
    except MalformedDocument as error:
        column = error.where.rpartition("/")[2]
        place = f"line {line}, column {column}: "
        raise MalformedDocument(place + error.reason.removeprefix(place)) from error


def _repeated(recipients: Mapping[int, Recipient]) -> Iterator[str]:
    """An id twice is one person twice, and both would get a badge."""
    first: dict[str, int] = {}
    for line, recipient in recipients.items():
        if recipient.id is None:
            continue
        before = first.setdefault(recipient.id, line)
        if before != line:
            yield f"line {line}, column id: the same id as in line {before}"
