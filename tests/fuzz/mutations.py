"""Changes to inputs: of bytes, and of the structures that parsers first have to believe in.

Every function takes the input and the dice and gives a new input, seldom a valid one.
"""

import base64
import json
import re
import zlib
from collections.abc import Callable, Sequence
from random import Random
from typing import Any

_MOST_REPEATS = 200
_DEEP = 70
_ODD_BYTES = (0x00, 0x01, 0x0A, 0x22, 0x3C, 0x5C, 0x7F, 0x80, 0xC0, 0xED, 0xFF)
_ODD_LENGTHS = (0, 1, 0x7FFFFFFF, 0x80000000, 0xFFFFFFFF, 0xFFFFFFF4)
_ODD_VALUES: tuple[Any, ...] = (
    None, True, False, 0, -1, 1.5, 1e308, 2**53, 2**53 - 1, -(2**70), "", " ", "\0", "\ud800", "\u202e", "é",
    "a" * 300, "urn:", "https://", "https://[", "https://a:99999999", "did:web:", "did:key:z",
    "data:application/vc+jwt,a.b.c", "2026-02-30T00:00:00Z", "0001-01-01T00:00:00+14:00", "9999-12-31T23:59:60Z",
    [], {}, [[]], [None], [{}], {"": {}}, {"id": {}}, {"@value": 1}, {"@id": "x", "@type": []},
    ["VerifiableCredential"], "VerifiablePresentation",
    "OpenBadgeCredential", "EndorsementCredential", "Assertion", "https://www.w3.org/ns/credentials/v2",
    "https://www.w3.org/2018/credentials/v1", "https://w3id.org/openbadges/v2",
)  # fmt: skip


def any_bytes(data: bytes, random: Random, tokens: Sequence[bytes] = ()) -> bytes:
    """Change bytes anywhere: flip, set, cut, double, repeat, swap, put in a word of the format."""
    start = random.randint(0, len(data))
    end = min(len(data), start + random.choice((1, 1, 2, 4, 16, 256)))
    before, piece, after = data[:start], data[start:end], data[end:]
    replacements: list[Callable[[], bytes]] = [
        lambda: bytes([byte ^ 1 << random.randrange(8) for byte in piece[:1]]) + piece[1:],
        lambda: bytes([random.choice(_ODD_BYTES)]) + piece[1:],
        lambda: b"",
        lambda: piece * 2,
        lambda: piece * random.randint(2, _MOST_REPEATS),
        lambda: piece[::-1],
        lambda: piece + random.randbytes(random.choice((1, 4, 32))),
        lambda: random.choice(_ODD_LENGTHS).to_bytes(4, "big"),
        lambda: random.choice(tokens) if tokens else b"",
        lambda: piece + random.choice(tokens) if tokens else b"",
    ]
    return before + random.choice(replacements)() + after


def any_json(data: bytes, random: Random, tokens: Sequence[bytes] = ()) -> bytes:
    """Change a JSON text as a tree: replace, drop, rename, wrap; now and then as bytes, or with a doubled member."""
    try:
        value = json.loads(data)
    except (ValueError, RecursionError):
        return any_bytes(data, random, tokens)
    if random.random() < 0.2:
        return any_bytes(data, random, tokens)
    nodes = list(_containers(value))
    if not nodes:
        return json.dumps(random.choice(_ODD_VALUES)).encode()
    _change(random.choice(nodes), random)
    text = json.dumps(value, ensure_ascii=random.random() < 0.5, indent=random.choice((None, 1)))
    if random.random() < 0.05:
        text = text.replace("{", '{"id":"urn:uuid:1","id":"urn:uuid:2",', 1)
    return text.encode("utf-8", "surrogatepass")


def any_base64url(text: bytes, random: Random, change: Callable[[bytes], bytes]) -> bytes:
    """Change what a base64url text encodes; now and then the letters, the padding or the unused bits."""
    if random.random() < 0.2:
        return any_bytes(text, random, (b"=", b"==", b"+", b"/", b"-", b"_", b"A", b"."))
    try:
        decoded = base64.urlsafe_b64decode(text + b"==")
    except ValueError:
        return any_bytes(text, random)
    return base64.urlsafe_b64encode(change(decoded)).rstrip(b"=")


def any_png(data: bytes, random: Random, tokens: Sequence[bytes]) -> bytes:
    """Change a PNG as a row of chunks, with lengths and checksums made right again, most of the time."""
    if random.random() < 0.2:
        return any_bytes(data, random, tokens)
    chunks = _chunks(data)
    if not chunks:
        return any_bytes(data, random, tokens)
    place = random.randrange(len(chunks))
    kind, body = chunks[place]
    change = random.randrange(6)
    if change == 0:
        chunks[place] = (kind, any_bytes(body, random, tokens))
    elif change == 1:
        chunks[place] = (random.choice((b"iTXt", b"tEXt", b"zTXt", b"IDAT", b"IEND", b"IHDR", b"tIME")), body)
    elif change == 2:
        del chunks[place]
    elif change == 3:
        chunks.insert(random.randint(0, len(chunks)), (kind, body))
    elif change == 4:
        other = random.randrange(len(chunks))
        chunks[place], chunks[other] = chunks[other], chunks[place]
    else:
        head = random.choice((b"\0\0\0\0\0", b"\0\0\x01\0\0", b"\0\0\0en\0x\0", b"\0", b"\0\0"))
        text = head + random.choice((b"{}", b"a.b.c", b"", b"\0", zlib.compress(b"{}"), b"\xff"))
        chunks.insert(place, (random.choice((b"iTXt", b"tEXt", b"zTXt")), random.choice(tokens) + text))
    whole = data[:8] + b"".join(_chunk(*chunk) for chunk in chunks)
    return whole if random.random() < 0.9 else any_bytes(whole, random, tokens)


def any_elements(data: bytes, random: Random, tokens: Sequence[bytes]) -> bytes:
    """Change a text with tags: put words in between tags, take a tag out, double or move a stretch from tag to tag."""
    borders = [tag.start() for tag in re.finditer(b"<", data)]
    if len(borders) < 2 or random.random() < 0.4:
        return any_bytes(data, random, tokens)
    start, end = sorted(random.sample(borders, 2))
    piece = data[start:end]
    change = random.randrange(4)
    if change == 0:
        return data[:start] + random.choice(tokens) + data[start:]
    if change == 1:
        return data[:start] + data[end:]
    if change == 2:
        return data[:start] + piece * random.randint(2, 30) + data[end:]
    place = random.choice(borders)
    return data[:place] + piece + data[place:]


def _containers(value: Any) -> list[Any]:
    found = [value] if isinstance(value, dict | list) and value else []
    inner = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    for each in inner:
        found += _containers(each)
    return found


def _change(node: Any, random: Random) -> None:
    keys = list(node) if isinstance(node, dict) else list(range(len(node)))
    key = random.choice(keys)
    change = random.randrange(6)
    if change == 0:
        del node[key]
    elif change == 1:
        node[key] = [node[key]]
    elif change == 2 and isinstance(node, dict):
        node[random.choice(("id", "type", "@context", "issuer", "vc", "proof", "\u0130d", ""))] = node.pop(key)
    elif change == 3:
        node[key] = node[random.choice(keys)]
    elif change == 4 and random.random() < 0.1:
        for _ in range(_DEEP):
            node[key] = [node[key]]
    else:
        node[key] = random.choice(_ODD_VALUES)


def _chunks(data: bytes) -> list[tuple[bytes, bytes]]:
    found = []
    place = 8
    while place + 12 <= len(data):
        length = int.from_bytes(data[place : place + 4], "big")
        found.append((data[place + 4 : place + 8], data[place + 8 : place + 8 + length]))
        place += 12 + length
    return found


def _chunk(kind: bytes, body: bytes) -> bytes:
    return len(body).to_bytes(4, "big") + kind + body + zlib.crc32(kind + body).to_bytes(4, "big")
