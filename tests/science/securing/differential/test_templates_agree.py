"""What a template makes of some texts is, byte for byte, what signing the whole document by the generic path makes.

Which texts vary is drawn, so that constants stand beside holes everywhere: equal ones, and ones that a text may equal.
"""

import json
import os
from collections import Counter
from random import Random

import pytest

from assay.science.errors import AssayError
from assay.science.instants import parse_timestamp
from assay.science.securing import data_integrity, templates
from assay.science.securing.contexts import ContextLibrary
from assay.science.securing.keys import KeyKind, SecretKey
from assay.science.securing.strict_json import JsonObject, walk
from tests.science.securing.badges import changed
from tests.science.securing.differential import generators, texts
from tests.science.securing.differential.altered import altered
from tests.science.securing.differential.variants import KEPT, WAYS, retold

pytestmark = pytest.mark.campaign

DOCUMENTS = int(os.environ.get("ASSAY_DIFFERENTIAL_CASES", "1200")) // 10
KEYS = {
    "eddsa-rdfc-2022": SecretKey(KeyKind.ED25519, bytes(range(32))),
    "ecdsa-rdfc-2019": SecretKey(KeyKind.P256, bytes(range(1, 33))),
    "eddsa-jcs-2022": SecretKey(KeyKind.ED25519, bytes(range(32))),
}
LATER = parse_timestamp("2027-01-01T00:00:00Z", where="")


def secured(document: JsonObject, suite: str, library: ContextLibrary) -> JsonObject | None:
    """The document signed by the generic path, or ``None`` if it refuses."""
    try:
        return data_integrity.secure(
            document,
            signer=KEYS[suite],
            method="did:web:brunel.example#key-1",
            created=LATER,
            suite=suite,
            contexts=library,
        )
    except AssayError:
        return None


def campaign(seed: str, documents: int, compile_template: object = templates.compile_template) -> Counter[str]:
    """How many texts were signed, left to the generic path, or signed otherwise than there; that is the end."""
    assert callable(compile_template)
    count: Counter[str] = Counter()
    for number in range(documents):
        random = texts.dice(f"{seed}:{number}")
        family = random.choice(("issued", "issued", "by hand", "blank-heavy", "bare", "repeated", "shared ids"))
        document, library = generators.FAMILIES[family](random), generators.library_of(family)
        suite = random.choice(("eddsa-rdfc-2022", "eddsa-rdfc-2022", "ecdsa-rdfc-2019", "eddsa-jcs-2022"))
        signed = secured(document, suite, library)
        if signed is None or secured(document, "eddsa-rdfc-2022", library) is None:
            continue  # a suite over JSON would sign what states nothing
        vary = _some_texts(document, random)
        template = compile_template(signed, vary=vary, contexts=library)
        count["compiled" if template else "not compiled"] += 1
        if template is None:
            continue
        for way in (*WAYS, "fresh", "collapsed"):
            again = dict(walk(retold(document, random, way)))
            values = [str(again[where]) for where in template.vary]
            filled = template.fill(values, created=LATER)
            text = None if filled is None else template.sign(filled, KEYS[suite])
            if text is None:
                count[f"left {way}"] += 1
                continue
            other = document
            for where, value in zip(template.vary, values, strict=True):
                other = changed(other, where, value)
            expected = secured(other, suite, library)
            same = expected is not None and text == json.dumps(expected, ensure_ascii=False, indent=2)
            count[f"signed {way}" if same else "otherwise"] += 1
        if count["otherwise"]:
            break
    return count


def _some_texts(document: JsonObject, random: Random) -> frozenset[str]:
    places = [where for where, value in walk(document) if isinstance(value, str) and not _is_kept(where)]
    return frozenset(random.sample(places, random.randint(0, min(len(places), random.choice((2, 5, 100))))))


def _is_kept(where: str) -> bool:
    return not KEPT.isdisjoint(where.split("/"))


@pytest.mark.parametrize("seed", ["north", "south"])
def test_what_a_template_signs_is_what_the_generic_path_signs(seed: str) -> None:
    count = campaign(seed, DOCUMENTS)

    assert count["otherwise"] == 0, count
    assert count["compiled"] >= DOCUMENTS * 0.3, count
    # Silence agrees with everything.
    signed, left = (sum(count[f"{each} {way}"] for way in ("fresh", "renamed", "wild")) for each in ("signed", "left"))
    assert signed >= 0.6 * (signed + left), count
    assert count["signed collapsed"] > 0 < count["left collapsed"], count


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("if len(set(keys)) < len(keys):", "if False:"),  # (c): a text equals a constant beside it
        ('lines.append(f"_:z {self._incoming', 'lines.insert(0, f"_:z {self._incoming'),  # (a)
        ("and last[0] == texts", ""),  # a hash that is kept is taken for that of other texts
    ],
)
def test_a_bug_in_templates_is_found_within_seconds(old: str, new: str) -> None:
    with altered((old, new), door="templates") as module:
        assert campaign("bugs", 400, module.compile_template)["otherwise"] > 0
