"""Tokens: what is read is what was signed, and its claims can be compared."""

from random import Random

from assay.science.securing.vc_jwt import TokenKind, check_claims, read_token
from tests.fuzz.mutations import any_base64url, any_bytes, any_json
from tests.fuzz.target import Target

_TOKENS = (b".", b"..", b"=", b"eyJ", b"e30", b"eyJhbGciOiJub25lIn0", b"\n", b"\xc3\xa9")
_JSON_TOKENS = (
    b'"alg":"none",',
    b'"crit":["b64"],"b64":false,',
    b'"typ":"vc+jwt",',
    b'"vc":{},',
    b'"vp":{},',
    b'"exp":1e308,',
    b'"nbf":-62135596801,',
    b'"iat":true,',
)


def _run(data: bytes) -> None:
    text = data.decode("utf-8", "replace")
    token = read_token(text)
    assert text.startswith(token.jws.signing_input.decode("ascii") + ".")
    assert token.expires is None or token.expires.tzinfo is not None
    check_claims(token, kind=TokenKind.CREDENTIAL)


def _mutate(data: bytes, random: Random) -> bytes:
    parts = data.split(b".")
    if random.random() < 0.1:
        return any_bytes(data, random, _TOKENS)
    place = random.randrange(len(parts))
    parts[place] = any_base64url(parts[place], random, lambda decoded: any_json(decoded, random, _JSON_TOKENS))
    return b".".join(parts)


TARGET = Target(_run, _mutate, _TOKENS, vectors=("1edtech-validator/ob*/*.jwt",))
