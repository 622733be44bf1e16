"""Encoded status lists: what is decoded can be looked up to its last bit, encoded, and decoded to the same."""

import zlib
from random import Random

from assay.science.status.bitstring import decode_bitstring, encode_bitstring, get
from tests.fuzz.mutations import any_base64url, any_bytes
from tests.fuzz.target import Target

_TOKENS = (b"u", b"H4sIA", b"=", b"\n", b"AAAA", b"____")
_ONLY_GZIP = zlib.MAX_WBITS + 16


def _run(data: bytes) -> None:
    bits = decode_bitstring(data.decode("utf-8", "replace"), where="/credentialSubject/encodedList")
    if bits:
        assert get(bits, len(bits) * 8 - 1) == bits[-1] & 1
    assert decode_bitstring(encode_bitstring(bits), where="") == bits


def _mutate(data: bytes, random: Random) -> bytes:
    return data[:1] + any_base64url(data[1:], random, lambda member: _changed_member(member, random))


def _changed_member(member: bytes, random: Random) -> bytes:
    """Change the compressed bytes, or what they hold: then the checksum is right again."""
    if random.random() < 0.5:
        return any_bytes(member, random)
    try:
        # No seed holds more; a bomb made by chance is only unpacked this far.
        bits = zlib.decompressobj(_ONLY_GZIP).decompress(member, 1 << 20)
    except zlib.error:
        return any_bytes(member, random)
    squeeze = zlib.compressobj(random.randint(0, 9), zlib.DEFLATED, _ONLY_GZIP)
    return squeeze.compress(any_bytes(bits, random)) + squeeze.flush()


TARGET = Target(_run, _mutate, _TOKENS)
