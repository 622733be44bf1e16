"""Issuing tokens by template: a payload with holes, for credentials that differ in a few texts.

    template = compile_token_template(credential, vary=("/id", "/validFrom"), kid=method, kind=key.kind, contexts=…)
    filled = template.fill(["urn:uuid:…", "2026-11-22T09:00:00Z"], created=at)
    token = template.sign(filled, signer)

What comes out is, byte for byte, what ``vc_jwt.secure_as_jwt`` makes of the same credential. The claims that repeat its
names are holes for the same texts; its dates are numbers there, and worked out for each.

Not checked here: that the texts mean what they should (``issuing.batch`` does), and the signature.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache

from assay.science.instants import parse_timestamp
from assay.science.securing import base64url, jcs, stencil, vc_jwt
from assay.science.securing.contexts import ContextLibrary
from assay.science.securing.jws import header_part
from assay.science.securing.keys import KeyKind
from assay.science.securing.markers import cut_at_markers, marker
from assay.science.securing.recognised import Recognised
from assay.science.securing.shape import Build
from assay.science.securing.signer import Signer
from assay.science.securing.stencil import Stencil
from assay.science.securing.strict_json import JsonObject
from assay.science.securing.weaving import Weave


@dataclass(frozen=True, eq=False)
class TokenTemplate:
    """A token with holes. ``vary`` are their pointers in the document, in the order in which ``fill`` takes texts."""

    vary: tuple[str, ...]
    _stencil: Stencil
    _header: str
    _payload: Weave
    _dates: tuple[Build, ...]

    def fill(self, texts: Sequence[str], *, created: datetime) -> Recognised | None:  # noqa: ARG002 -- as ``Template``
        """The document of these texts, not signed yet; ``None`` as ``Stencil.fill`` gives it."""
        return self._stencil.fill(texts)

    def sign(self, filled: Recognised, signer: Signer) -> str:
        """The token. Raises ``MalformedDocument`` when a date of the document is none."""
        dates = [_seconds(date(filled.values)) for date in self._dates]
        payload = self._payload.text([*filled.json_texts, *dates])
        signing_input = f"{self._header}.{base64url.encode(payload.encode())}"
        return f"{signing_input}.{base64url.encode(signer.sign(signing_input.encode()))}"


def compile_token_template(
    credential: JsonObject, *, vary: Collection[str], kid: str, kind: KeyKind, contexts: ContextLibrary
) -> TokenTemplate | None:
    """The template of the tokens of a credential, for a key of this kind that is named ``kid``.

    ``None`` if it is of a kind that is never compiled, or has a proof of its own. Raises ``MalformedDocument`` as
    ``compile_template`` does, and ``Refused`` as ``secure_as_jwt`` does.
    """
    header = header_part({"kid": kid}, kind)
    found = stencil.cut(stencil.drafted(credential, frozenset(vary), contexts), contexts)
    if found is None or "proof" in credential:
        return None
    shape = found.shape
    dates = {claim: member for claim, member in vc_jwt.date_members(credential).items() if member in credential}
    # A number has no quotation marks around it, and so its marker must not have any.
    numbers = {claim: marker(len(shape.places) + place) for place, claim in enumerate(dates)}
    with_dates = {**shape.marked, **{member: credential[member] for member in dates.values()}}
    payload = jcs.canonicalize({**vc_jwt.claims_set(with_dates), **shape.marked, **numbers}).decode()
    for number in numbers.values():
        payload = payload.replace(f'"{number}"', number)
    builds = tuple(shape.members[member] for member in dates.values())
    return TokenTemplate(shape.places, found, header, Weave(cut_at_markers(payload)), builds)


@lru_cache(maxsize=1_024)
def _seconds(instant: str) -> str:
    """A batch has one instant, a class some."""
    return str(vc_jwt.numeric_date(parse_timestamp(instant, where="")))
