"""Killed at every step, and started again: nothing lost, nothing twice, the same bytes (invariants I1, I2, I5, I6).

On SQLite, and on PostgreSQL where the tests run on it.
"""

import hashlib
import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Self

import pytest
import rfc8785

from assay.adapters.failpoints import armed, failpoint
from assay.campus.issuing.steps import Step
from assay.campus.site.start_up import prepare
from assay.science.errors import Refused

pytestmark = pytest.mark.process

ROOT = Path(__file__).parents[3]
_SIGNING = [Step.SIGN_AFTER_SIGNATURE, Step.SIGN_IN_RECORDED, Step.SIGN_AFTER_RECORDED]
_RELEASING = [Step.RELEASE_BEFORE, Step.RELEASE_IN, Step.RELEASE_AFTER]
_PUBLISHING = [step for step in Step if step.name.startswith("STATUS_")]
AWARDING = [
    Step.KEY_MADE,
    Step.KEY_RECORDED,
    Step.AWARD_BEFORE_INTENDED,
    Step.AWARD_IN_INTENDED,
    Step.AWARD_AFTER_INTENDED,
    *_SIGNING,
    *_PUBLISHING,
    *_RELEASING,
]
REVOKING = [Step.REVOKE_BEFORE, Step.REVOKE_IN, Step.REVOKE_AFTER, *_PUBLISHING]
CORRECTING = [
    Step.CORRECT_BEFORE_INTENDED,
    Step.CORRECT_IN_INTENDED,
    Step.CORRECT_AFTER_INTENDED,
    *_SIGNING,
    *_PUBLISHING,
    *_RELEASING,
]
ROTATING = [Step.KEY_MADE, Step.KEY_ROTATED]
REPLYING = [Step.REPLY_CLAIMED, Step.REPLY_BEFORE_KEPT, Step.REPLY_AFTER_KEPT]


class Laboratory:
    """The process of ``crashing``: one case at a time."""

    def __init__(self, folder: Path) -> None:
        environment = {
            **os.environ,
            "ASSAY_DATA": str(folder / "data"),
            "PYTHONPATH": f"{ROOT / 'src'}:{ROOT}",
            "DJANGO_SETTINGS_MODULE": "tests.rooms.settings",
        }
        command = [sys.executable, "-m", "tests.rooms.issuing.crashing", str(folder)]
        self._known: dict[tuple[str, str, Step], dict[str, Any]] = {}
        self._process = subprocess.Popen(
            command, cwd=ROOT, env=environment, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_error: object) -> None:
        assert self._process.stdin is not None
        self._process.stdin.close()
        self._process.wait(timeout=30)
        assert self._process.stdout is not None
        self._process.stdout.close()

    def crash(self, base: str, deed: str, step: Step) -> dict[str, Any]:
        """Do the deed, killed at the step; then start again. Fails where the step was never reached."""
        case = (base, deed, step)
        if case not in self._known:
            self._known[case] = self._ask(base, deed, step)
        return self._known[case]

    def _ask(self, base: str, deed: str, step: Step) -> dict[str, Any]:
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.write(json.dumps({"base": base, "deed": deed, "step": step.value}) + "\n")
        self._process.stdin.flush()
        line = self._process.stdout.readline()
        assert line, "the laboratory has stopped; its error is above"
        told: dict[str, Any] = json.loads(line)
        assert told["killed"], f"{deed} never came to {step}"
        return told


@pytest.fixture(scope="module")
def laboratory(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Laboratory]:
    with Laboratory(tmp_path_factory.mktemp("crashes")) as running:
        yield running


def commitment(credential: dict[str, Any]) -> str:
    """The leaf as docs/decisions tell it, by another library's JCS."""
    digest = hashlib.sha256(rfc8785.dumps(json.loads(credential["signed"]))).digest()
    return hashlib.sha256(b"assay-leaf-v1" + bytes.fromhex(credential["salt"]) + digest).hexdigest()


def unchanged(told: dict[str, Any]) -> None:
    """What was stored when it died is stored still, byte for byte; and nothing was half stored."""
    kept = {each["unsigned"]: each for each in told["found"]["credentials"]}
    for each in told["left"]["credentials"]:
        assert each["unsigned"] in kept, "an intended credential was lost"
        after = kept[each["unsigned"]]
        assert after["salt"] == each["salt"]
        assert each["signed"] in ("", after["signed"])
        assert bool(each["signed"]) == (each["state"] != "intended")
    assert told["left"]["leaves"] == sorted(commitment(each) for each in told["left"]["credentials"] if each["signed"])


def counts(found: dict[str, Any], number: int) -> None:
    """So many credentials with everything that belongs to each, once."""
    assert len(found["credentials"]) == number
    assert (found["awards"], found["salts"], found["places"]) == (1, number, number)
    assert (found["offers"], found["offer_letters"]) == (number, number)
    assert found["leaves"] == sorted(commitment(each) for each in found["credentials"])
    assert {each["state"] for each in found["credentials"]} == {"released"}
    assert found["keys_in_use"] == 2, "one for credentials, one for lists"
    assert found["lists_behind"] == 0


@pytest.mark.parametrize("step", AWARDING)
def test_killed_while_awarding(laboratory: Laboratory, step: Step) -> None:
    told = laboratory.crash("met", "award", step)

    unchanged(told)
    counts(told["found"], 1)
    (credential,) = told["found"]["credentials"]
    assert told["found"]["answers"] == [credential["signed"], credential["signed"]]
    assert credential["verdict"] == "VALID"


@pytest.mark.parametrize("step", AWARDING[AWARDING.index(Step.AWARD_AFTER_INTENDED) :])
def test_what_was_intended_reaches_its_holder_without_anybody_asking_again(laboratory: Laboratory, step: Step) -> None:
    told = laboratory.crash("met", "award", step)

    counts(told["found"]["resumed"], 1)


@pytest.mark.parametrize("step", REVOKING)
def test_killed_while_revoking(laboratory: Laboratory, step: Step) -> None:
    told = laboratory.crash("awarded", "revoke", step)

    unchanged(told)
    counts(told["found"], 1)
    assert told["found"]["credentials"][0]["verdict"] == "INVALID"
    assert (told["found"]["revocations"], told["found"]["revocation_letters"]) == (1, 1)
    if step not in (Step.REVOKE_BEFORE, Step.REVOKE_IN):
        assert told["left"]["revocations"] == 1
        assert told["found"]["resumed"]["credentials"][0]["verdict"] == "INVALID", "the loop publishes by itself"


@pytest.mark.parametrize("step", CORRECTING)
def test_killed_while_correcting(laboratory: Laboratory, step: Step) -> None:
    told = laboratory.crash("awarded", "correct", step)

    unchanged(told)
    counts(told["found"], 2)
    before, after = told["found"]["credentials"]
    assert before["uri"] == after["uri"]
    assert (before["verdict"], after["verdict"]) == ("INVALID", "VALID")
    assert told["found"]["answers"] == [after["signed"], after["signed"]]
    assert told["found"]["revocations"] == 1
    assert told["found"]["revocation_letters"] == 0, "a correction is told as one"
    assert told["left"]["credentials"][0]["verdict"] == "VALID" or len(told["left"]["credentials"]) == 2, (
        "the earlier one counts until the correction is released"
    )


@pytest.mark.parametrize("step", ROTATING)
def test_killed_while_rotating_a_key(laboratory: Laboratory, step: Step) -> None:
    told = laboratory.crash("awarded", "rotate", step)

    found = told["found"]
    counts(found, 1)
    assert found["answers"][0] == found["answers"][1]
    assert len(found["keys"]) == 3
    assert found["key_leaves"] == 3
    assert all(key in found["did"] for key in found["keys"])
    assert found["credentials"][0]["verdict"] == "VALID", "what the retired key signed still verifies"


@pytest.mark.parametrize("step", REPLYING)
def test_killed_while_answering_a_request_with_a_key_of_its_own(laboratory: Laboratory, step: Step) -> None:
    told = laboratory.crash("met", "reply", step)

    counts(told["found"], 1)
    first, again = told["found"]["answers"]
    assert first == again == json.dumps(told["found"]["credentials"][0]["signed"])
    assert told["found"]["replies"] == [201]


def test_every_step_is_killed_at() -> None:
    assert {*AWARDING, *REVOKING, *CORRECTING, *ROTATING, *REPLYING} == set(Step)


def test_a_failpoint_does_nothing_unless_it_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ASSAY_ALLOW_FAILPOINTS", "1")
    monkeypatch.setenv("ASSAY_FAILPOINT", "another-step:kill")

    failpoint("award-before-intended")

    assert armed() == "another-step"


def test_a_failpoint_that_nobody_allowed_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("ASSAY_ALLOW_FAILPOINTS", raising=False)
    monkeypatch.setenv("ASSAY_FAILPOINT", "award-before-intended:kill")

    with pytest.raises(Refused, match="ASSAY_ALLOW_FAILPOINTS"):
        failpoint("award-before-intended")


def test_a_platform_with_a_failpoint_that_nobody_allowed_does_not_start(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("ASSAY_ALLOW_FAILPOINTS", raising=False)
    monkeypatch.setenv("ASSAY_FAILPOINT", "award-before-intended:kill")

    with pytest.raises(Refused, match="ASSAY_ALLOW_FAILPOINTS"):
        prepare()


@pytest.mark.parametrize("setting", ["", "award", "award:stop", "Award:kill", "award:kill:2"])
def test_a_failpoint_is_written_as_a_name_and_kill(setting: str) -> None:
    with pytest.raises(Refused, match="name of a step"):
        armed({"ASSAY_ALLOW_FAILPOINTS": "1", "ASSAY_FAILPOINT": setting})
