"""Issuing by template: one signed credential stands for all that differ from it in a few texts.

    template = compile_template(signed, vary=frozenset({"/id", "/credentialSubject/id"}), contexts=bundled())
    filled = template.fill(["urn:uuid:…", "did:example:ada"], created=at)
    text = template.sign(filled, signer)

A template is a shape (``shapes``) in which only what varies is a slot: all else, the achievement above all, is folded
into its programs as constants, so that most blank nodes have their hashes and most lines their places beforehand. What
comes out is, byte for byte, what ``data_integrity.secure`` and ``as_text`` make of the same document.

Not checked here: that the texts mean what they should (``issuing.batch`` does), and that the sample verifies.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from assay.science.errors import MalformedDocument
from assay.science.instants import format_timestamp
from assay.science.securing import multibase, stencil
from assay.science.securing.contexts import ContextLibrary
from assay.science.securing.data_integrity import as_text, hash_recognised
from assay.science.securing.markers import cut_at_markers
from assay.science.securing.recognised import Recognised
from assay.science.securing.signer import Signer
from assay.science.securing.stencil import Stencil
from assay.science.securing.strict_json import JsonObject
from assay.science.securing.weaving import Weave

_CREATED, _SIGNATURE = "/proof/0/created", "/proof/0/proofValue"


@dataclass(frozen=True, eq=False)
class Template:
    """A signed credential with holes. ``vary`` are their pointers, in the order in which ``fill`` takes the texts."""

    vary: tuple[str, ...]
    _stencil: Stencil
    _text: Weave

    def fill(self, texts: Sequence[str], *, created: datetime) -> Recognised | None:
        """The document of these texts, not signed yet; ``None`` as ``Stencil.fill`` gives it."""
        return self._stencil.fill((*texts, format_timestamp(created), ""))

    def sign(self, filled: Recognised, signer: Signer) -> str | None:
        """The signed credential as text; ``None`` at a tie."""
        data = hash_recognised(filled, signer.public_key)
        if data is None:
            return None
        return self._text.text([*filled.json_texts[:-1], multibase.encode(signer.sign(data.signed))])


def compile_template(signed: JsonObject, *, vary: Collection[str], contexts: ContextLibrary) -> Template | None:
    """The template of a credential with one proof, in a list, that was issued by the generic path.

    ``None`` if it is of a kind that is never compiled. Raises ``MalformedDocument`` when a pointer leads to no text, to
    one that steers what other words mean, such as a type, or to one after the instant of the proof.
    """
    drawn = stencil.drafted(signed, frozenset({*vary, _CREATED, _SIGNATURE}), contexts)
    if drawn.places[-2:] != [_CREATED, _SIGNATURE]:  # ``fill`` and ``sign`` put them after all others
        raise MalformedDocument("nothing may vary after the instant of the proof but its value", where="/proof")
    found = stencil.cut(drawn, contexts)
    if found is None:
        return None
    text = Weave(cut_at_markers(as_text(found.shape.marked)))
    return Template(found.shape.places[:-2], found, text)
