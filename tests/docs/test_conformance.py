"""docs/conformance.md: its tables are those of the code, and every function and test that it names exists."""

import ast
import json
import re
from functools import cache
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest

from assay.cli.exit_codes import ExitCode
from assay.science.errors import Code
from assay.science.verification.report import Check
from tests.docs.pages import ROOT, page, section, table, ticked
from tests.vectors import vectors

TEXT = page("docs/conformance.md")
VERIFYING = page("docs/verifying.md")
FLOORS = "adapters|campus|cli"
SUBJECTS = (
    "assessment|baking|designing|dids|errors|identifiers|instants|issuing|marking|ports|securing|status|trust|"
    "verification|vocabulary"
)
# Codes of commands, adapters and the platform: they end a command or a request and are in no report.
OUTSIDE = {
    Code.UNSUPPORTED_MEDIA,
    Code.REFUSED,
    Code.NOT_FOUND,
    Code.NOT_ALLOWED,
    Code.CONFLICT,
    Code.GONE,
    Code.TOO_MANY,
    Code.UNAVAILABLE,
}


def test_the_reason_codes_are_those_of_the_code_in_their_order() -> None:
    told = table(section(TEXT, "## Reason codes"))

    assert told == [[code.value, code.meaning] for code in Code]


def test_the_exit_codes_are_those_of_the_code() -> None:
    told = table(section(TEXT, "## Exit codes"))

    assert {int(number): name for number, name, _ in told} == {code.value: code.name for code in ExitCode}


def test_the_checks_are_those_of_the_code_in_their_order() -> None:
    told = table(section(VERIFYING, "## The checks"))

    assert told == [[check.label, "yes" if check.decides else "no", check.question] for check in Check]


def test_every_check_tells_its_codes_and_every_code_is_told_with_a_check() -> None:
    checks = section(VERIFYING, "## The checks")
    headings = " ".join(re.findall(r"^### (.+)$", checks, re.MULTILINE))
    told = {word for word in ticked(checks) if re.fullmatch(r"[A-Z][A-Z_]+", word)}

    assert [check.label for check in Check] == [word for word in headings.split() if word != "and"]
    assert told - {"UNKNOWN"} <= {code.value for code in Code}
    assert {code for code in Code if code.value not in told} <= OUTSIDE


def test_every_function_that_is_named_exists() -> None:
    named = [word for word in ticked(TEXT) if re.fullmatch(rf"(?:{FLOORS}|{SUBJECTS})(?:\.\w+)+", word)]

    assert named
    for word in named:
        assert _exists(word), word


def test_every_test_that_is_named_exists() -> None:
    functions, files = _tests()
    named = [word for word in ticked(TEXT) if re.search(r"\btest_\w+", word)]

    assert named
    for word in named:
        if word.endswith(".py"):
            assert [file.endswith(f"/{word}") for file in files].count(True) == 1, word
        else:
            assert word in functions, word


@pytest.mark.vectors
def test_the_official_vectors_are_as_many_as_the_page_says() -> None:
    told = {name: int(count) for name, count, *_ in table(section(TEXT, "## Official vectors"))}
    ecdsa = vectors("w3c-vc-di-ecdsa", "TestVectors").glob("ecdsa-*-2019-*")

    assert told == {
        "w3c/rdf-canon": len(_json("w3c-rdf-canon", "manifest.jsonld")["entries"]),
        "w3c/vc-di-eddsa, all": _files(vectors("w3c-vc-di-eddsa", "TestVectors")),
        "w3c/vc-di-ecdsa, rdfc and jcs": sum(map(_files, ecdsa)),
        "w3c/vc-data-model-2.0-test-suite, inputs": _files(vectors("w3c-vcdm2-inputs", "input")),
        "w3c/vc-jose-cose-test-suite, JOSE": len(_json("w3c-vc-jose-cose", "mapping.json")["JOSE"]),
        "1EdTech validator, Open Badges 3.0": len(_json("1edtech-validator", "expected.json")),
        "C2SP/wycheproof, JWS": _wycheproof("json_web_signature_test"),
        "C2SP/wycheproof, JWK": _wycheproof("json_web_key_test"),
        "C2SP/wycheproof, Ed25519": _wycheproof("ed25519_test"),
        "C2SP/wycheproof, ECDSA P-256 P1363": _wycheproof("ecdsa_secp256r1_sha256_p1363_test"),
        "C2SP/wycheproof, ECDSA P-384 P1363": _wycheproof("ecdsa_secp384r1_sha384_p1363_test"),
        "C2SP/CCTV, Ed25519 edge cases": len(_json("c2sp-cctv-ed25519", "ed25519", "ed25519vectors.json")),
    }


def _json(*parts: str) -> Any:
    return json.loads(vectors(*parts).read_text("utf-8"))


def _wycheproof(name: str) -> int:
    return int(_json("wycheproof", f"{name}.json")["numberOfTests"])


def _files(folder: Path) -> int:
    return sum(path.is_file() for path in folder.rglob("*"))


def _exists(word: str) -> bool:
    """Whether ``securing.keys.PublicKey.verify`` can be reached: modules first, then their members."""
    root = "assay" if re.match(FLOORS, word) else "assay.science"
    steps = word.split(".")
    found: object = None
    for index, step in enumerate(steps):
        try:
            found = import_module(".".join([root, *steps[: index + 1]]))
        except ModuleNotFoundError:
            if not hasattr(found, step):
                return False
            found = getattr(found, step)
    return found is not None


@cache
def _tests() -> tuple[frozenset[str], frozenset[str]]:
    """The names of all tests, and the files that they are in."""
    files = list((ROOT / "tests").rglob("test_*.py"))
    functions = {
        node.name
        for path in files
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.FunctionDef)
    }
    return frozenset(functions), frozenset(path.as_posix() for path in files)
