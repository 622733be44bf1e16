"""Programs of statements written by hand: slots are markers, and runs take their texts."""

import hashlib
from collections.abc import Callable
from typing import Any

from assay.science.securing.markers import marker
from assay.science.securing.programs import Program, compile_program
from assay.science.securing.rdf import Term

NewHash = Callable[[bytes], Any]
ROOT = "<urn:x:root>"
HAS, SAYS, TAKES = "<urn:x:has>", "<urn:x:says>", "<urn:x:takes>"


def iri(slot: int) -> Term:
    """An IRI that is known when the program runs."""
    return f"<{marker(slot)}>"


def text(slot: int, more: str = "") -> Term:
    """A literal that is known when the program runs."""
    return f'"{marker(slot)}"{more}'


def program(*statements: tuple[Term, Term, Term]) -> Program:
    return compile_program([(*statement, "") for statement in statements])


def run(compiled: Program, *values: str, by: NewHash = hashlib.sha256) -> str | None:
    return compiled.run([*values, ""], by)
