"""Reading a credential whose shape is known: the same rules, and no parser.

What reading demands of a document's structure was checked when its shape was learned. What it demands of the texts in
the slots (``demands``) is noted once for each shape, as a plan, and checked by that. A text that meets none of this is
read the other way, and that tells what is wrong with it.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache

from assay.science.errors import AssayError, MalformedDocument
from assay.science.instants import parse_timestamp
from assay.science.securing import shapes, token_dates
from assay.science.securing.contexts import ContextLibrary
from assay.science.securing.jws import read_compact
from assay.science.securing.known import Known
from assay.science.securing.recognised import Recognised
from assay.science.securing.strict_json import JsonObject
from assay.science.securing.vc_jwt import REPEATED, TokenEnvelope
from assay.science.securing.weaving import Pick, picker
from assay.science.vocabulary import kinds, vcdm
from assay.science.vocabulary.credential import UnverifiedCredential
from assay.science.vocabulary.demands import Form
from assay.science.vocabulary.kinds import Kind, Model
from assay.science.vocabulary.reading import demands, read, read_document

# How the header of every token begins: {" in base64url.
_HEADER = "eyJ"
# A batch has one instant, a class some.
_instant = lru_cache(maxsize=1_024)(lambda text: parse_timestamp(text, where=""))
_period = lru_cache(maxsize=1_024)(vcdm.period_of)

_KNOWN = {form: Known(form.fits) for form in Form}


@dataclass(frozen=True, eq=False)
class _Plan:
    """What reading asks of the texts of one shape, by slot, and where it finds what a credential is known by."""

    kind: Kind
    model: Model
    issuer: int | str  # what is the same in all documents of the shape stands here itself
    starts: tuple[int | datetime, ...]
    ends: tuple[int | datetime, ...]
    instants: Pick
    forms: tuple[tuple[Callable[[Iterable[str]], bool], Pick], ...]

    def read(self, recognised: Recognised, token: TokenEnvelope | None) -> UnverifiedCredential | None:
        """The credential, or ``None`` when a demand does not hold."""
        texts = recognised.values
        if not all(holds_for(pick(texts)) for holds_for, pick in self.forms):
            return None
        try:
            for text in self.instants(texts):
                _instant(text)
            period = _period(_dates(self.starts, texts), _dates(self.ends, texts), self.model)
        except MalformedDocument:
            return None
        issuer = self.issuer if isinstance(self.issuer, str) else texts[self.issuer]
        return UnverifiedCredential(recognised, self.kind, self.model, issuer, period, token)


def read_known(
    raw: bytes | str, contexts: ContextLibrary, *, expecting: frozenset[Kind] = kinds.CREDENTIALS
) -> UnverifiedCredential:
    """As ``reading.read``, and raising as it does; without a parser where ``contexts`` have learned the shape."""
    found = None
    if len(raw) <= shapes.MAX_TEXT:
        try:
            text = raw if isinstance(raw, str) else raw.decode("ascii" if raw.startswith(_HEADER.encode()) else "utf-8")
        except UnicodeDecodeError:
            text = ""  # neither a token nor JSON; reading says so
        found = _known_token(text, contexts) if text.startswith(_HEADER) else _known_json(text, contexts)
    return found if found is not None and found.kind in expecting else read(raw, expecting=expecting)


def _known_json(text: str, contexts: ContextLibrary) -> UnverifiedCredential | None:
    recognised = shapes.recognise(text, contexts)
    return None if recognised is None or recognised.shape.beside else read_recognised(recognised)


def _known_token(text: str, contexts: ContextLibrary) -> UnverifiedCredential | None:
    """The credential in a token whose payload is the document with claims beside it."""
    try:
        jws = read_compact(text.strip())
        payload, dates = token_dates.taken_out(jws.payload.decode())
    except (AssayError, UnicodeDecodeError):
        return None
    recognised = shapes.recognise(payload, contexts)
    # A date was the token's where that is so in the shape, and not where the document was learned by itself.
    if recognised is None or not dates.keys() <= recognised.shape.beside.keys():
        return None
    claims: JsonObject = {**recognised.beside, **dates}
    return read_recognised(recognised, token=TokenEnvelope(jws, claims, _repeatable(recognised), "payload"))


def _repeatable(recognised: Recognised) -> JsonObject:
    """Of the document what a token's claims may repeat: making all of a subject takes longer than the rest here."""
    shape = recognised.shape
    if not isinstance(shape.marked.get("credentialSubject"), dict):
        return recognised.document
    slot = shape.slot.get("/credentialSubject/id")
    subject: JsonObject = {} if slot is None else {"id": recognised.values[slot]}
    return {**recognised.only(*REPEATED), "credentialSubject": subject}


def read_recognised(recognised: Recognised, *, token: TokenEnvelope | None = None) -> UnverifiedCredential | None:
    """The credential in a text of a known shape; ``None`` where ``reading`` has to say what it is, or what is wrong.

    ``token`` is what the text came in.
    """
    plan = recognised.shape.notes.get(_Plan)
    if plan is None:
        try:
            plan = _planned(recognised)
        except AssayError:
            return None
        recognised.shape.notes[_Plan] = plan
    return plan.read(recognised, token)


def _planned(recognised: Recognised) -> _Plan:
    """The plan of a shape, from the first document of it that is read. Raises as ``reading`` does."""
    document, shape = recognised.document, recognised.shape
    credential = read_document(document, expecting=frozenset(Kind))
    if credential.source is not document or credential.model is Model.OB_2:
        raise MalformedDocument("an envelope, or of a model whose demands are not told apart")
    place = shape.slot
    wanted: dict[Form, list[int]] = {form: [] for form in Form}
    for demand in demands(document, credential.model, credential.kind):
        slot = place.get(demand.where)  # a text without a slot is the same in all of them, and has been checked
        # An identifier is a URL, or it would not have been recognised.
        if slot is not None and not (demand.form is Form.URL and slot in shape.identifiers):
            wanted[demand.form].append(slot)
    instants = wanted.pop(Form.INSTANT)
    marks = vcdm.landmarks(document, credential.model)
    return _Plan(
        kind=credential.kind,
        model=credential.model,
        issuer=place.get(marks.issuer, str(credential.issuer)),
        starts=_noted(marks.starts, place, document),
        ends=_noted(marks.ends, place, document),
        instants=picker(instants),
        forms=tuple((_KNOWN[form].holds_for, picker(slots)) for form, slots in wanted.items() if slots),
    )


def _noted(pointers: tuple[str, ...], place: Mapping[str, int], document: JsonObject) -> tuple[int | datetime, ...]:
    return tuple(place[where] if where in place else _instant(str(document[where[1:]])) for where in pointers)


def _dates(noted: tuple[int | datetime, ...], texts: Sequence[str]) -> tuple[datetime, ...]:
    return tuple([_instant(texts[each]) if isinstance(each, int) else each for each in noted])
