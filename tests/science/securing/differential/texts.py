"""Texts to put into documents: ordinary ones, and those that have fooled one processor or another.

All is drawn from the dice that are passed in: the same dice give the same texts.
"""

from random import Random
from typing import Final

from assay.science.securing import multibase

WORDS: Final = ("steel", "joint", "Ada", "Brunel", "welding", "été", "مهارة", "焊接", "naïve", "Ωmega", "level", "one")

# What JSON, N-Quads and the order of lines each treat in a way of their own.
WILD: Final = (
    "",
    " ",
    '"',
    "\\",
    '\\"',
    '"\\',
    "\\\\",
    "\\u0041",
    "\\n",
    "/",
    "a\tb\nc\rd",
    "\b\f\v",
    "\x00",
    "\x1f\x7f\x80\x9f",
    "\u2028\u2029\u0085\u00a0\ufeff",
    "\ufffe\uffff",
    "\ue000",
    "\uffee",
    "\U00010000",
    "\U0001f525 🏅👩‍🏭",
    "\U0010ffff",
    "لحام \u202eأساسي\u202c",  # noqa: RUF001 -- right to left is its point
    "e\u0301 é",
    "\u017ftrange ıİ K",
    "'><script>&amp;{}[]",
    '","type":"x',
    '": "',
    '" .\n<urn:a> <urn:b> "c',
    "@en",
    "^^<http://www.w3.org/2001/XMLSchema#date>",
    "x" * 300,
)
# What means something elsewhere, and nothing where a literal stands.
LOOK_ALIKES: Final = (
    "@type",
    "@id",
    "@context",
    "@none",
    "_:b0",
    "_:c14n0",
    "_:a",
    "_:z",
    "a:b",
    "id",
    "type",
    "Profile",
    "https://brunel.example/achievements/welding",
    "<urn:a>",
    "did:example:ada",
    "x-assay-slot:0.",
    "x-assay-slot:1.",
    "x-assay-slot:1",
    "x-assay-relative://document/",
    "0",
    "1",
    "1.0",
    "true",
    "null",
    "2026-11-22T09:00:00Z",
    "schema:name",
    "%s {} {0} %(a)s",
)
# Each names a thing; no scheme of theirs is a term of any context.
ADDRESSES: Final = (
    "https://brunel.example/{}",
    "https://brunel.example/achievements/{}#level-2",
    "http://data.europa.eu/esco/skill/{}",
    "https://brunel.example:8443/a?b={}&c=%22d%22",
    "did:example:{}",
    "did:web:brunel.example:{}",
    "did:key:z6Mk{}",
    "urn:uuid:0d9b9a3e-4f0e-4b39-9d52-{}",
    "urn:x:é{}",
    "urn:x:\U0001f525{}",
    "urn:x:\uffee{}",
    "urn:x:/../{}",
    "urn:x:'{}'",
    "mailto:{}@brunel.example",
)
# What no thing may be called, or what is called otherwise than it looks; and a few that are sound but seldom.
ODD_ADDRESSES: Final = (
    "",
    "ada",
    "#ada",
    "?q",
    ".",
    "..",
    "/a",
    "//h/p",
    "//brunel.example/achievements/welding",
    "///",
    "_:x",
    "_:b0",
    "_:",
    ":",
    ":a",
    "@id",
    "@type",
    "@none",
    "@vocab",
    "id",
    "type",
    "Profile",
    "name:x",
    "name://x",
    "id:x",
    "type:x",
    "@type:x",
    "cred:x",
    "xsd:string",
    "Achievement:x",
    "proof:x",
    "schema:name",
    "x-assay-relative://document/a",
    "x-assay-relative:a",
    "x-assay-slot:1",
    "tag:brunel.example,2026:a",
    "HTTPS://brunel.example/a",
    "Urn:X:a",
    "DID:example:ada",
    "urn:x:a b",
    "urn:x:a\tb",
    "urn:x:a\u00a0b",
    "urn:x:a\u2028b",
    "urn:x:a\u0085b",
    "urn:x:a\ufeffb",
    "urn:x:a\x7fb",
    "urn:x:a\x00b",
    "urn:x:a\ufffeb",
    "urn:x:\uffff",
    "did:example:\ufffe",
    "https://brunel.example/\uffff",
    " urn:x:a",
    "urn:x:a ",
    "urn:x:a\n",
    "urn:x:<a>",
    'urn:x:"a"',
    "urn:x:\\a",
    "urn:x:{a}",
    "urn:x:|a",
    "urn:x:^a",
    "urn:x:`a",
    "urn:x:a> <urn:b> <urn:c> .\n<urn:d",
    "urn:",
    "a:",
    "a:b",
    "a:b:c",
    "1a:b",
    "é:b",
    "a_b:c",
    "a%20b:c",
    "https:",
    "https://",
    "https:brunel",
    "https:///a",
    "https://brunel.example/a/../b/./c",
    "did:",
)
# Not even text: JSON can spell them, and RFC 7493 §2.1 forbids it.
NO_TEXTS: Final = ("\ud800", "a\udfffb", "\udd25\ud83d")


def dice(seed: str) -> Random:
    """Dice that fall alike for the same seed, whatever else was drawn before."""
    return Random(seed)  # noqa: S311 -- reproducible, not secret


def ordinary(random: Random) -> str:
    """A text that hardly occurs a second time."""
    return f"{random.choice(WORDS)} {random.randrange(10**6)}"


def wild(random: Random) -> str:
    """A text that something between JSON and a signature might spell or sort in a way of its own."""
    text = random.choice(random.choice((WILD, WILD, LOOK_ALIKES)))
    way = random.randrange(5)
    if way == 0:
        return text + random.choice(WILD)
    if way == 1:
        return f"{random.choice(WORDS)}{text}{random.randrange(100)}"
    if way == 2:
        return "".join(random.choice(WILD)[:2] for _ in range(random.randrange(6)))
    return text


def address(random: Random) -> str:
    """An absolute IRI without tricks."""
    return random.choice(ADDRESSES).format(random.randrange(10**6))


def no_text(random: Random) -> str:
    """A text that nobody may send."""
    return random.choice(NO_TEXTS)


def odd_address(random: Random) -> str:
    """What might be taken for an IRI, or for a plain one."""
    return random.choice(ODD_ADDRESSES)


def instant(random: Random) -> str:
    """A time as credentials have it."""
    return f"20{random.randrange(10, 99)}-{random.randrange(1, 13):02}-{random.randrange(1, 29):02}T09:00:00Z"


def proof_value(random: Random) -> str:
    """What has the form of a signature; nobody looks at it here."""
    return multibase.encode(random.randbytes(64))
