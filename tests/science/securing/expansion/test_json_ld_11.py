"""Our expansion by the W3C's own tests of JSON-LD 1.1: of ``expand`` and ``toRdf``, all that PyLD passes as well.

Left out: the manifests ``html`` (JSON-LD inside pages) and ``remote-doc`` (HTTP headers), for Assay reads neither.
"""

import json
from collections.abc import Callable

import pytest
from pyld import jsonld

from assay.science.errors import MalformedDocument, Refused
from assay.science.securing import rdf_canonical
from tests.science.securing.expansion.json_ld_tests import (
    Entry,
    entries,
    error_of,
    expanded,
    expanded_by_pyld,
    nquads,
    nquads_by_pyld,
    same,
    text,
)
from tests.science.securing.nquads import parse_nquads

EXPAND = {entry.id: entry for entry in entries("expand")}
TO_RDF = {entry.id: entry for entry in entries("toRdf")}

_NO_FILE = "a context of this test is not in the package"
_DAMAGED = "what is expected was damaged on its way into the package: its text is not UTF-8 any more"
_BY_PYLD = "PyLD writes RDF otherwise than is expected, whoever expanded"
_FILES_NOT_HELD = dict.fromkeys(
    ["#tc031", "#tc034", "#ter05", "#tso05", "#tso06", "#tso07", "#tso08", "#tso09", "#tso10", "#tso11", "#tso13"],
    _NO_FILE,
)
# Held neither by us nor by PyLD; see the last tests here.
EXPAND_NOT_HELD = _FILES_NOT_HELD | dict.fromkeys(["#t0126", "#t0127", "#t0128"], _NO_FILE)
TO_RDF_NOT_HELD = (
    _FILES_NOT_HELD
    | dict.fromkeys(["#te126", "#te127", "#te128"], _NO_FILE)
    | dict.fromkeys(["#t0005", "#tjs11", "#tjs12", "#tjs13"], _DAMAGED)
    | dict.fromkeys(["#te111", "#te112", "#te122", "#tli12", "#tli14", "#twf05"], _BY_PYLD)
)


def of_11(held: dict[str, Entry]) -> list[Entry]:
    return [entry for entry in held.values() if not entry.is_of_json_ld_10]


def without(not_held: dict[str, str], held: dict[str, Entry]) -> list[Entry]:
    return [entry for entry in of_11(held) if entry.id not in not_held]


def expands_as_expected(entry: Entry, found: object) -> bool:
    return entry.expect is not None and same(found, json.loads(text(entry.expect)), ordered=False)


def means_what_is_expected(entry: Entry, found: str) -> bool:
    # Without anything to compare, the test asks only that nothing goes wrong.
    if entry.expect is None:
        return entry.error is None
    return canonical(found) == canonical(text(entry.expect)) is not None


def canonical(statements: str) -> str | None:
    """The one form of a dataset; none for what is no N-Quads, which PyLD writes where it should write nothing."""
    try:
        return rdf_canonical.canonicalize(parse_nquads(statements))
    except MalformedDocument:
        return None


@pytest.mark.parametrize("entry", without(EXPAND_NOT_HELD, EXPAND), ids=lambda entry: entry.id)
def test_a_document_expands_as_the_standard_expects(entry: Entry) -> None:
    if entry.error is None:
        assert expands_as_expected(entry, expanded(entry))
    else:
        with pytest.raises((MalformedDocument, Refused)) as caught:
            expanded(entry)
        assert error_of(caught.value) == entry.error


@pytest.mark.parametrize("entry", without(TO_RDF_NOT_HELD, TO_RDF), ids=lambda entry: entry.id)
def test_a_document_has_the_meaning_that_the_standard_expects(entry: Entry) -> None:
    if entry.error is None:
        assert means_what_is_expected(entry, nquads(entry))
    else:
        with pytest.raises((MalformedDocument, Refused)) as caught:
            nquads(entry)
        assert error_of(caught.value) == entry.error


def test_no_test_of_the_standard_is_left_out_in_silence() -> None:
    assert (len(entries("expand")), len(EXPAND), len(of_11(EXPAND))) == (385, 385, 367)
    assert (len(entries("toRdf")), len(TO_RDF), len(of_11(TO_RDF))) == (467, 467, 448)
    assert (len(without(EXPAND_NOT_HELD, EXPAND)), len(without(TO_RDF_NOT_HELD, TO_RDF))) == (353, 424)
    assert (len(entries("html")), len(entries("remote-doc"))) == (50, 18)


@pytest.mark.parametrize("id", EXPAND_NOT_HELD)
def test_what_we_do_not_expand_as_expected_pyld_does_not_either(id: str) -> None:
    found = come_of(expanded_by_pyld, EXPAND[id])

    assert found != EXPAND[id].error
    assert not expands_as_expected(EXPAND[id], found)


@pytest.mark.parametrize("id", TO_RDF_NOT_HELD)
def test_what_we_do_not_give_the_expected_meaning_pyld_does_not_either(id: str) -> None:
    found = come_of(nquads_by_pyld, TO_RDF[id])

    assert found != TO_RDF[id].error
    assert not means_what_is_expected(TO_RDF[id], str(found))


def come_of(run: Callable[[Entry], object], entry: Entry) -> object:
    """What PyLD makes of a test, or the name of its error."""
    try:
        return run(entry)
    except (jsonld.JsonLdError, TypeError, AttributeError) as error:
        return error_of(error)
