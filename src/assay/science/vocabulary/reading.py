"""The one door for documents that somebody else wrote: bytes in, a typed value out, or a refusal that says why.

Read: Open Badges 3.0 and CLR 2.0 on VCDM 2.0; the same on VCDM 1.1 and Open Badges 2.0 assertions, which are never
issued; each as JSON or as a compact JWT. Baked images are opened by ``assay.science.baking`` first.
"""

from collections.abc import Iterator

from assay.science.errors import Code, MalformedDocument
from assay.science.securing import strict_json
from assay.science.securing.strict_json import JsonObject, listed
from assay.science.securing.vc_jwt import TokenEnvelope, read_token
from assay.science.vocabulary import kinds, open_badges, open_badges_2, vcdm
from assay.science.vocabulary.credential import UnverifiedCredential
from assay.science.vocabulary.demands import Demand, checked
from assay.science.vocabulary.kinds import Kind, Model

_ENVELOPE_PREFIX = "data:application/vc+jwt,"
_CLAUSE = "VCDM 2.0 §4.13.1"


def read(raw: bytes | str, *, expecting: frozenset[Kind] = kinds.CREDENTIALS) -> UnverifiedCredential:
    """Read one credential.

    Raises ``MalformedDocument`` (reason, JSON pointer, clause): with ``WRONG_TYPE`` when it is a well-formed document
    of a kind that is not among ``expecting``, with ``DUPLICATE_KEY``, ``TOO_LARGE`` or ``MALFORMED`` otherwise; and
    ``Refused`` for a token that is put together in a way that could be read as two different documents.
    Not checked: whether the contexts are known, any signature, date or status. That is ``assay.science.verification``.
    """
    if len(raw) > strict_json.MAX_BYTES:
        raise MalformedDocument(f"larger than {strict_json.MAX_BYTES} bytes", code=Code.TOO_LARGE)
    start = raw.lstrip()[:1]
    if not start:
        raise MalformedDocument("it is empty: there is no credential in it", clause="OB 3.0 §5")
    if start in (b"{", b"[", "{", "["):
        return read_document(strict_json.parse_object(raw), expecting=expecting)
    return _read_jwt(raw if isinstance(raw, str) else _ascii(raw), expecting)


def read_document(
    document: JsonObject, *, expecting: frozenset[Kind] = kinds.CREDENTIALS, token: TokenEnvelope | None = None
) -> UnverifiedCredential:
    """Read a credential whose JSON was parsed strictly before. Raises as ``read`` does."""
    if token is None and "EnvelopedVerifiableCredential" in listed(document.get("type", [])):
        return _read_envelope(document, expecting)
    model = kinds.model_of(document)
    kind = kinds.kind_of(document)
    if kind not in expecting:
        wanted = " or ".join(sorted(each.value for each in expecting))
        article = "an" if kind.value[0] in "aeO" else "a"
        raise MalformedDocument(
            f"this is {article} {kind.value}; expected: {wanted}", where="/type", code=Code.WRONG_TYPE
        )
    if kind is Kind.OB2_ASSERTION:
        open_badges_2.check_assertion(document)
        validity = open_badges_2.validity_of(document)
        return UnverifiedCredential(document, kind, model, open_badges_2.issuer_of(document), validity, token)
    checked(demands(document, model, kind))
    return UnverifiedCredential(
        document, kind, model, vcdm.issuer_of(document), vcdm.validity_of(document, model), token
    )


def demands(document: JsonObject, model: Model, kind: Kind) -> Iterator[Demand]:
    """What reading demands of the texts of a credential of VCDM 2.0 or 1.1: see ``vocabulary.demands`` for the rule.

    Raises ``MalformedDocument`` at a fault of structure.
    """
    yield from vcdm.demands(document, model)
    yield from open_badges.demands(document, kind)


def _read_jwt(text: str, expecting: frozenset[Kind]) -> UnverifiedCredential:
    token = read_token(text.strip())
    return read_document(token.document, expecting=expecting, token=token)


def _read_envelope(document: JsonObject, expecting: frozenset[Kind]) -> UnverifiedCredential:
    if kinds.model_of(document) is not Model.VCDM_2:
        raise MalformedDocument("envelopes belong to VCDM 2.0", where="/@context", clause=_CLAUSE)
    url = document.get("id")
    if not isinstance(url, str) or not url.startswith(_ENVELOPE_PREFIX):
        raise MalformedDocument(f"an envelope's id starts with {_ENVELOPE_PREFIX}", where="/id", clause=_CLAUSE)
    return _read_jwt(url.removeprefix(_ENVELOPE_PREFIX), expecting)


def _ascii(raw: bytes) -> str:
    try:
        return raw.decode("ascii")
    except UnicodeDecodeError as error:
        raise MalformedDocument("neither a JSON object nor a compact JWT", clause="OB 3.0 §5") from error
