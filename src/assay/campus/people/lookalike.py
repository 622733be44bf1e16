"""Names that look alike: what a reader sees, whatever letters it is written with.

The idea of Unicode's skeletons (UTS 39 §4), on purpose coarser: case, accents, spaces and punctuation do not make
another name either. A name that is held wrongly costs a look; an imitation that issues costs trust.
Not covered: letters outside the table below, logos, translations, and names that only mean the same.
"""

# ruff: noqa: RUF001, RUF002 -- letters that pass for others are its subject

import unicodedata
from typing import Final
from urllib.parse import urlsplit

# Letter and what it passes for, after lower-casing. Source: UTS 39 confusables.txt, what people write names with.
_PASSES_FOR: Final = (
    # Cyrillic
    "аa вb еe кk мm нh оo рp сc тt уy хx ѕs іi јj ԁd ԛq ԝw һh ӏl үy ѵv гr пn ьb зe "
    # Greek
    "αa βb γy εe ηn ιi κk νv οo ρp τt υu χx ωw ϲc ϳj "
    # Latin letters that differ from a plain one by a stroke, a hook or a missing dot; small capitals
    "ıi ɩi ɑa ɡg øo đd ħh łl ŧt ſs ɪi ʟl ɴn ʀr ᴀa ᴄc ᴇe ᴊj ᴋk ᴍm ᴏo ᴘp ᴛt ᴜu ᴠv ᴡw ᴢz "
    # Digits and signs that pass for letters
    "0o 1l 3e 5s |l !l $s @a"
)
_ALIKE: Final = {ord(pair[0]): pair[1] for pair in _PASSES_FOR.split()}
# Pairs that are read as one letter in most typefaces.
_PAIRS: Final = (("rn", "m"), ("vv", "w"))
_ALPHABETS: Final = ("LATIN", "CYRILLIC", "GREEK")


def skeleton(name: str) -> str:
    """What a name looks like: equal for two names exactly when a hurried reader could take one for the other."""
    letters = unicodedata.normalize("NFKD", unicodedata.normalize("NFKC", name).casefold())
    plain = "".join(each for each in letters if not unicodedata.category(each).startswith("M")).translate(_ALIKE)
    looked_at = "".join(each for each in plain if each.isalnum()).replace("i", "l")  # i, l, 1 and I are one stroke
    for pair, read_as in _PAIRS:
        looked_at = looked_at.replace(pair, read_as)
    # A name in signs alone still looks like something.
    return looked_at or letters


def mixed_word(name: str) -> str | None:
    """The first word that mixes alphabets (``Оxford`` with a Cyrillic О), or ``None``. Honest names do not."""
    for word in name.split():
        alphabets = {alphabet for letter in word for alphabet in _ALPHABETS if _is_of(letter, alphabet)}
        if len(alphabets) > 1:
            return word
    return None


def in_punycode(text: str) -> str:
    """The words with other than ASCII letters as a domain would carry them: ``Оxford`` is ``xn--xford-iye``."""
    return " ".join(
        word if word.isascii() else "xn--" + word.lower().encode("punycode").decode("ascii") for word in text.split()
    )


def plain_domain(url: str) -> str:
    """The host of an address as browsers ask for it, in ASCII letters; "" if there is none."""
    host = urlsplit(url).hostname or ""
    return ".".join(in_punycode(label) for label in host.split("."))


def _is_of(letter: str, alphabet: str) -> bool:
    return letter.isalpha() and unicodedata.name(letter, "").startswith(alphabet)
