"""A document of a new shape: compiled before it is verified, and its shape kept if it turns out to be signed."""

from collections.abc import Callable
from dataclasses import replace
from typing import TypeAlias

from assay.science.securing import shapes, token_dates
from assay.science.securing.contexts import ContextLibrary
from assay.science.securing.strict_json import JsonObject
from assay.science.securing.vc_jwt import REGISTERED
from assay.science.vocabulary.credential import UnverifiedCredential
from assay.science.vocabulary.kinds import Model

# Asked before a shape is compiled. A server counts by it how many a client may bring.
MayLearn: TypeAlias = Callable[[], bool]


def always() -> bool:
    """For documents that nobody chose to cost us work."""
    return True


def never() -> bool:
    """For documents of strangers, where nobody counts them."""
    return False


def at_first_sight(
    raw: bytes | str, credential: UnverifiedCredential, contexts: ContextLibrary, may_learn: MayLearn
) -> tuple[UnverifiedCredential, Callable[[], None] | None]:
    """The credential as one of its shape, and what keeps the shape: call that when its issuer has signed it.

    ``raw`` is what it was read from. Without a shape to keep, and unchanged, are those of a known shape, tokens with a
    claim vc, Open Badges 2.0 and long ones, about none of which ``may_learn`` is asked; and those whose shape cannot be
    compiled.
    """
    token = credential.token
    unfit = credential.model is Model.OB_2 or (token is not None and token.layout != "payload")
    if credential.recognised or unfit or len(raw) > shapes.MAX_TEXT or not may_learn():
        return credential, None
    if token is None:
        fresh = shapes.compiled(raw if isinstance(raw, str) else raw.decode(), credential.document, contexts)
    else:
        if not token_dates.stand_alone(token.claims):
            return credential, None
        payload, dates = token_dates.taken_out(token.jws.payload.decode())
        claims: JsonObject = {**token.claims, **dict.fromkeys(dates, 0)}
        fresh = shapes.compiled(payload, claims, contexts, beside=REGISTERED)
    return (credential, None) if fresh is None else (replace(credential, source=fresh.recognised), fresh.keep)
