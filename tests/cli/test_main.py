"""``assay``: commands, help, mistakes, and what the shell is told at the end."""

import io
import sys

import pytest

from assay.cli.exit_codes import ExitCode, exit_code_of, worst
from assay.cli.main import COMMANDS, main
from assay.science.errors import AssayError, MalformedDocument, Refused, Unavailable
from assay.science.verification.report import Verdict
from tests.cli.college import Assay

OPTIONS = {
    "demo": ["--port", "--tls", "--fresh", "--check"],
    "tour": ["--out"],
    "keygen": ["--out", "--kind", "--did", "--did-document"],
    "issue": ["--definition", "--recipients", "--key", "--out", "--suite", "--status-list", "--with-email", "--now"],
    "bake": ["IMAGE", "CREDENTIAL", "--out", "--replace"],
    "unbake": ["IMAGE", "--out"],
    "verify": ["FILE", "--offline", "--trust", "--now", "--json", "--resolve", "--ca"],
    "revoke": ["CREDENTIAL", "--list", "--key", "--did-document", "--now"],
    "serve": ["--port", "--tls", "--ca-out", "--only"],
    "work": ["--only", "--once"],
    "backup": ["FILE"],
    "restore": ["FILE"],
    "manage": ["COMMAND"],
    "vc-api": ["--port", "--tls", "--ca-out", "--context", "--now", "--seed"],
}


@pytest.mark.parametrize("words", [[], ["--help"], ["-h"], ["help"]])
def test_without_a_command_all_commands_are_told(assay: Assay, words: list[str]) -> None:
    said = assay(*words)

    assert said.code == 0
    assert all(f"  {name} " in said.out for name in OPTIONS)
    assert set(COMMANDS) == set(OPTIONS)


@pytest.mark.parametrize("command", OPTIONS)
def test_the_help_of_a_command_tells_all_its_options(assay: Assay, command: str) -> None:
    said = assay(command, "--help")

    assert said.code == 0
    assert [option for option in OPTIONS[command] if f"\n  {option}" not in said.out] == []
    assert said.err == ""


@pytest.mark.parametrize("name", ["vrfy", "--version", "verify.py", "../verify", "main", "terminal"])
def test_a_command_that_is_none_is_a_mistake_with_advice(assay: Assay, name: str) -> None:
    said = assay(name)

    assert (said.code, said.out) == (64, "")
    assert f"there are: {', '.join(OPTIONS)}" in said.err


@pytest.mark.parametrize(
    "words",
    [
        ["verify"],
        ["verify", "x.json", "--strict"],
        ["verify", "x.json", "--off"],
        ["issue", "--out", "x"],
        ["keygen", "--out", "x", "--kind", "RSA"],
    ],
    ids=["nothing to verify", "no such option", "an abbreviation", "options missing", "no such choice"],
)
def test_wrong_words_are_64_with_the_usage_and_nothing_on_standard_output(assay: Assay, words: list[str]) -> None:
    said = assay(*words)

    assert (said.code, said.out) == (64, "")
    assert said.err.startswith(f"usage: assay {words[0]}")
    assert "\nassay: " in said.err


def test_terminal_escapes_in_the_words_of_a_command_do_not_reach_the_terminal(assay: Assay) -> None:
    for words in (["\x1b[2J\u202e"], ["verify", "--\x1b]0;x\x07", "y"]):
        said = assay(*words)

        assert said.code == 64
        assert not set("\x1b\x07\u202e") & set(said.err)


@pytest.mark.parametrize(
    ("error", "code"),
    [
        (MalformedDocument("nonsense"), 65),
        (Unavailable("https://brunel.example", "down"), 69),
        (Refused("no"), 77),
    ],
)
def test_an_error_has_the_exit_code_of_its_family(error: AssayError, code: int) -> None:
    assert exit_code_of(error) == code


@pytest.mark.parametrize(
    ("verdicts", "code"),
    [
        ([Verdict.VALID], 0),
        ([Verdict.INVALID], 1),
        ([Verdict.INDETERMINATE], 2),
        ([Verdict.INDETERMINATE, Verdict.INVALID, Verdict.VALID], 1),
        ([Verdict.VALID, Verdict.INDETERMINATE], 2),
    ],
)
def test_of_several_verdicts_the_worst_is_the_exit_code(verdicts: list[Verdict], code: int) -> None:
    assert worst(verdicts) == code


class _Closed(io.StringIO):
    """Standard output whose reader has gone, or whose disk is full."""

    def __init__(self, error: OSError) -> None:
        super().__init__()
        self._error = error

    def flush(self) -> None:
        raise self._error


@pytest.mark.parametrize(
    ("error", "code"),
    [(BrokenPipeError(32, "Broken pipe"), ExitCode.NOBODY_READS), (OSError(28, "No space left"), ExitCode.UNAVAILABLE)],
)
def test_output_that_cannot_be_written_never_ends_as_valid(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], error: OSError, code: ExitCode
) -> None:
    monkeypatch.setattr(sys, "stdout", _Closed(error))

    assert main([]) == code
    assert "Traceback" not in capsys.readouterr().err


def test_letters_that_the_terminal_lacks_are_spelled_out(monkeypatch: pytest.MonkeyPatch) -> None:
    letters = io.BytesIO()
    stream = io.TextIOWrapper(letters, encoding="ascii")
    monkeypatch.setattr(sys, "stdout", stream)
    monkeypatch.setattr(sys, "argv", ["assay"])

    assert main() == 0
    stream.write("محمد\n")

    stream.flush()
    assert letters.getvalue().endswith(b"\\u0645\\u062d\\u0645\\u062f\n")


def test_streams_that_the_shell_closed_are_made_up_for(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdout", None)
    monkeypatch.setattr(sys, "stderr", None)

    assert main([]) == 0
    assert main(["vrfy"]) == 64


class _CtrlC(io.RawIOBase):
    """Standard input at which somebody presses Ctrl-C."""

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: object) -> int:
        raise KeyboardInterrupt


def test_ctrl_c_ends_a_command_with_130_and_a_word(assay: Assay, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BufferedReader(_CtrlC())))

    said = assay("verify", "-")

    assert (said.code, said.out, said.err) == (130, "", "assay: stopped\n")
