"""What browsing looks through: a version's words in one spelling, each found by how it begins.

"nanodegree", "Nano-Degree" and "nano degree" are one word; "degree" is not found in it, because a micro-credential is
none. Accents and case do not matter.
"""

import re
import unicodedata

from assay.campus.catalogue.kinds import SYNONYMS
from assay.science.designing.design import Design

# Written in two words as often as in one.
_ONE_WORD = re.compile(r"\b(micro|nano)[\s-]+(?=credential|degree|certif)")
_SHORT = 3  # "bus", "gas": the s is theirs
_MOST_WORDS = 12  # of a query; more than that is no search, and each costs a comparison a row


def words_of(design: Design) -> str:
    """The words of a design, each with a space before it. A published version keeps them in its row."""
    texts = (
        *(design.title, design.description, design.field_of_study, *design.tags),
        *(skill.name for skill in design.skills),
        *(design.kind, *SYNONYMS.get(design.kind, ())),
    )
    return "".join(f" {word}" for word in dict.fromkeys(word for text in texts for word in _words(text)))


def wanted_words(query: str) -> list[str]:
    """The beginnings of words that somebody looks for, as ``words_of`` spells them: one badge is found by "badges"."""
    singular = (word.removesuffix("s") if len(word) > _SHORT else word for word in _words(query))
    return list(dict.fromkeys(singular))[:_MOST_WORDS]


def _words(text: str) -> list[str]:
    plain = "".join(each for each in unicodedata.normalize("NFKD", text) if not unicodedata.combining(each)).casefold()
    return re.findall(r"\w+", _ONE_WORD.sub(r"\1", plain))
