"""Every single vector of a Wycheproof file as a parameter of its own, so that a failure names the vector."""

import json
from dataclasses import dataclass
from typing import Any

import pytest
from _pytest.mark.structures import ParameterSet

from tests.vectors import vector_files


@dataclass(frozen=True)
class Vector:
    """One test of a file, and the group that holds its key."""

    group: dict[str, Any]
    test: dict[str, Any]

    @property
    def number(self) -> int:
        return int(self.test["tcId"])

    @property
    def is_valid(self) -> bool:
        return bool(self.test["result"] == "valid")

    @property
    def message(self) -> bytes:
        return bytes.fromhex(self.test["msg"])

    @property
    def signature(self) -> bytes:
        return bytes.fromhex(self.test["sig"])


def wycheproof(name: str) -> list[ParameterSet]:
    """All vectors of a file; without the file, one parameter that is skipped in plain sight."""
    [file] = vector_files(f"wycheproof/{name}")
    path: Any = file.values[0]
    if not path.is_file():
        return [file]
    groups = json.loads(path.read_text("utf-8"))["testGroups"]
    vectors = [Vector(group, test) for group in groups for test in group["tests"]]
    return [pytest.param(vector, id=f"tc{vector.number}", marks=pytest.mark.vectors) for vector in vectors]
