"""A text of a known shape: its document and its canonical forms, without parsing or expanding it."""

import hashlib
import re
from collections.abc import Sequence
from typing import Final

from assay.science.securing import jcs, rdf
from assay.science.securing.programs import Program
from assay.science.securing.shape import Shape
from assay.science.securing.strict_json import JsonObject

# Far below what ``rdf_canonical`` refuses, so that it need not be asked.
MAX_CANONICAL: Final = 1 << 20
# All that RFC 8785 §3.2.2.2 and RDFC-1.0 §A do not escape alike: the short escapes are the same.
_DIFFERS: Final = re.compile("[\x00-\x07\x0b\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")
_HASHES: Final = {"sha256": hashlib.sha256, "sha384": hashlib.sha384}


class Recognised:
    """A shape with texts in its slots. Made by ``shapes``, which has made every check that rests on the shape.

    ``values`` are the texts by slot; ``plain`` says that none of them holds what JSON or N-Quads would escape.
    """

    __slots__ = ("_document", "_json", "_plain", "_texts", "shape", "values")

    def __init__(self, shape: Shape, values: tuple[str, ...], *, plain: bool) -> None:
        self.shape = shape
        self.values = values
        self._plain = plain
        self._document: JsonObject | None = None
        self._json: list[str] | None = None
        self._texts: list[str] | None = None  # as N-Quads have them, and what ``Program.run`` wants after them

    @property
    def document(self) -> JsonObject:
        """The document as the parser would give it."""
        if self._document is None:
            self._document = self.only(*self.shape.members)
        return self._document

    def only(self, *names: str) -> JsonObject:
        """The document with these members, as far as it has them, and no other."""
        members = self.shape.members
        return {name: members[name](self.values) for name in names if name in members}

    @property
    def beside(self) -> JsonObject:
        """The members of the text that are not the document's: the claims of a token."""
        return {name: build(self.values) for name, build in self.shape.beside.items()}

    @property
    def json_texts(self) -> Sequence[str]:
        """The texts of the slots as JSON has them between quotation marks, in the one way of RFC 8785."""
        if self._plain:
            return self.values
        if self._json is None:
            self._json = [jcs.string(text)[1:-1] for text in self.values]
        return self._json

    def canonical_document(self, hash_name: str = "sha256") -> bytes | None:
        """The canonical N-Quads of the document without its proof, or ``None`` at a tie."""
        return self._run(self.shape.document, hash_name)

    def canonical_options(self, hash_name: str = "sha256") -> bytes | None:
        """The canonical N-Quads of its proof's options; ``None`` at a tie, or if it has no proof of an RDFC suite."""
        return None if self.shape.options is None else self._run(self.shape.options, hash_name)

    def canonical_forms(self, hash_name: str) -> tuple[bytes, bytes] | None:
        """What its one proof signs: options and document in the canonical form of its suite; ``None`` as above."""
        if self.shape.jcs is not None:
            options, document = self.shape.jcs
            texts = self.json_texts
            return options.text(texts).encode(), document.text(texts).encode()
        first, second = self.canonical_options(hash_name), self.canonical_document(hash_name)
        return None if first is None or second is None else (first, second)

    def _run(self, program: Program, hash_name: str) -> bytes | None:
        if self._texts is None:
            self._texts = [*self._nquads_texts(), ""]
        found = program.run(self._texts, _HASHES[hash_name])
        return None if found is None or len(found) > MAX_CANONICAL else found.encode()

    def _nquads_texts(self) -> Sequence[str]:
        if self._plain or not _DIFFERS.search("".join(self.values)):
            return self.json_texts
        return [rdf.escaped(text) for text in self.values]
