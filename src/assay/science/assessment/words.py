"""How many words a text has, in whatever script it is written.

Between spaces, a piece with at least one letter or digit is a word. Chinese and Japanese put no spaces: each of their
characters counts, as in the word processors used there. Thai, Lao, Khmer and Burmese put none either, and only a
dictionary could tell: every four letters count as one word, an approximation.
"""

import re

# White space, the zero-width space, and the strokes that stand between words without one: a—b, either/or.
_BETWEEN = re.compile(r"[\s\u200b\u2012-\u2015/]+")
# Kana, bopomofo and Han: each character counts.
_ONE_EACH = re.compile(
    "[\u3005-\u3007\u3041-\u3096\u309d-\u309f\u30a1-\u30fa\u30fc-\u312f\u31f0-\u31ff\u3400-\u4dbf\u4e00-\u9fff"
    "\uf900-\ufaff\uff66-\uff9d\U00020000-\U000323af]"
)
# Thai, Lao, Burmese, Khmer, with their marks.
_UNSPACED = re.compile("[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u19e0-\u19ff]+")
_LETTERS_A_WORD = 4


def word_count(text: str) -> int:
    """The number of words, 0 for a text of blanks and punctuation."""
    spaced, characters = _ONE_EACH.subn(" ", text)
    unspaced = 0
    for run in _UNSPACED.findall(spaced):
        letters = sum(character.isalnum() for character in run)
        unspaced += -(-letters // _LETTERS_A_WORD)
    pieces = _BETWEEN.split(_UNSPACED.sub(" ", spaced))
    return characters + unspaced + sum(any(map(str.isalnum, piece)) for piece in pieces)
