"""What the commands return to the shell.

The first four are a public contract. Those from 65 are those of sysexits.h, those from 130 are the shell's own.
"""

from enum import IntEnum

from assay.science.errors import AssayError, MalformedDocument, Unavailable
from assay.science.verification.report import Verdict


class ExitCode(IntEnum):
    """Exit codes of all commands."""

    VALID = 0
    INVALID = 1
    INDETERMINATE = 2
    USAGE = 64
    MALFORMED_INPUT = 65
    UNAVAILABLE = 69
    OUR_FAULT = 70
    REFUSED = 77
    INTERRUPTED = 130
    NOBODY_READS = 141


_BY_VERDICT = {
    Verdict.VALID: ExitCode.VALID,
    Verdict.INDETERMINATE: ExitCode.INDETERMINATE,
    Verdict.INVALID: ExitCode.INVALID,
}
# From good to bad, which is not the order of the numbers.
_WORSE = (Verdict.VALID, Verdict.INDETERMINATE, Verdict.INVALID)


def exit_code_of(error: AssayError) -> ExitCode:
    """The exit code for an error that ended a command."""
    if isinstance(error, MalformedDocument):
        return ExitCode.MALFORMED_INPUT
    return ExitCode.UNAVAILABLE if isinstance(error, Unavailable) else ExitCode.REFUSED


def worst(verdicts: list[Verdict]) -> ExitCode:
    """The exit code for several verdicts: that of the worst."""
    return _BY_VERDICT[max(verdicts, key=_WORSE.index)]
