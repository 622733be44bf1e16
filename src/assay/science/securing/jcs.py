"""JSON Canonicalization Scheme: one spelling for each JSON value. Source: RFC 8785.

Not changed: strings are taken as they are, without Unicode normalisation (RFC 8785 §3.1).
"""

import math
from json.encoder import encode_basestring

from assay.science.errors import MalformedDocument
from assay.science.securing.strict_json import MAX_INTEGER, JsonValue

_CLAUSE = "RFC 8785 §3.2"
# ECMA-262 §6.1.6.1.20: numbers are written without an exponent from 1e-6 up to 1e21.
_PLAIN_UP_TO = 21
_PLAIN_DOWN_TO = -6


def canonicalize(value: JsonValue) -> bytes:
    """The canonical UTF-8 bytes of a JSON value.

    Raises ``MalformedDocument`` for what I-JSON cannot carry: NaN, infinities, integers beyond 2^53 - 1, half pairs of
    surrogates.
    """
    try:
        return "".join(_pieces(value)).encode("utf-8")
    except UnicodeEncodeError as error:
        raise MalformedDocument("half a surrogate pair", clause=_CLAUSE) from error


def _pieces(value: JsonValue) -> list[str]:
    pieces: list[str] = []
    _write(value, pieces)
    return pieces


def _write(value: JsonValue, pieces: list[str]) -> None:
    if isinstance(value, str):
        pieces.append(string(value))
    elif value is None or isinstance(value, bool):
        pieces.append({None: "null", True: "true", False: "false"}[value])
    elif isinstance(value, int | float):
        pieces.append(_number(value))
    elif isinstance(value, dict):
        _write_object(value, pieces)
    else:
        separator = "["
        for item in value:
            pieces.append(separator)
            _write(item, pieces)
            separator = ","
        pieces.append("]" if value else "[]")


def _write_object(value: dict[str, JsonValue], pieces: list[str]) -> None:
    separator = "{"
    # §3.2.3 sorts by UTF-16 code units, which differs from code points beyond U+FFFF.
    for name in sorted(value, key=lambda text: text.encode("utf-16-be", "surrogatepass")):
        pieces += (separator, string(name), ":")
        _write(value[name], pieces)
        separator = ","
    pieces.append("}" if value else "{}")


def string(text: str) -> str:
    """A text between quotation marks, half pairs of surrogates as they are."""
    # Python's encoder writes just the escapes of §3.2.2.2: the short ones, \u00xx for other controls, nothing else.
    return encode_basestring(text)


def _number(number: float) -> str:
    """§3.2.2.3: as ECMAScript writes it, that is the shortest digits that read back the same."""
    if isinstance(number, int):
        if abs(number) > MAX_INTEGER:
            raise MalformedDocument("an integer too large to be exact", clause=_CLAUSE)
        return str(number)
    if not math.isfinite(number):
        raise MalformedDocument("a number that is not finite", clause=_CLAUSE)
    if number == 0:
        return "0"
    sign = "-" if number < 0 else ""
    # repr gives the shortest digits; only their layout differs between the two languages.
    mantissa, _, exponent = repr(abs(number)).partition("e")
    whole, _, fraction = mantissa.partition(".")
    fraction = "" if fraction == "0" else fraction
    point = len(whole) + int(exponent or 0)
    digits = (whole + fraction).lstrip("0")
    point -= len(whole + fraction) - len(digits)
    digits = digits.rstrip("0")
    return sign + _layout(digits, point)


def _layout(digits: str, point: int) -> str:
    """ECMA-262 Number::toString: where the decimal point goes, for ``0.DIGITS × 10^point``."""
    if len(digits) <= point <= _PLAIN_UP_TO:
        return digits + "0" * (point - len(digits))
    if 0 < point <= _PLAIN_UP_TO:
        return f"{digits[:point]}.{digits[point:]}"
    if _PLAIN_DOWN_TO < point <= 0:
        return "0." + "0" * -point + digits
    exponent = point - 1
    mantissa = digits if len(digits) == 1 else f"{digits[0]}.{digits[1:]}"
    return f"{mantissa}e{'+' if exponent > 0 else '-'}{abs(exponent)}"
