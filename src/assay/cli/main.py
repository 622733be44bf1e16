"""``assay COMMAND …``: picks the command, turns errors into one line and an exit code.

A command is a module of this package with ``configure(parser)`` and ``run(args) -> int``.
"""

import argparse
import sys
from collections.abc import Sequence
from importlib import import_module
from typing import NoReturn

from assay.cli.exit_codes import ExitCode, exit_code_of
from assay.cli.terminal import complain, give_up_output, prepare_output
from assay.science.errors import AssayError

# In the order in which one meets them.
COMMANDS = {
    "demo": "build a world of people, organisations and credentials, and serve it on this machine",
    "tour": "issue a small cohort's badges and verify them, here in the terminal",
    "keygen": "make a signing key",
    "issue": "sign credentials for everybody in a table",
    "bake": "put a credential into a PNG or SVG image",
    "unbake": "take the credential out of an image",
    "verify": "say whether badge files are genuine and current",
    "revoke": "withdraw credentials and sign their status list anew",
    "serve": "serve the platform: pages, API and the work behind them",
    "work": "do the platform's work that nobody waits for, apart from serve",
    "backup": "write the platform's data into one file, without the key-encryption key",
    "restore": "make a data directory from such a file",
    "manage": "Django's commands and the platform's: migrate, check, release-hold",
    "vc-api": "serve the W3C test suites on this machine (testing only)",
}


class _Parser(argparse.ArgumentParser):
    """Leaves with 64, because 2 means INDETERMINATE here."""

    def error(self, message: str) -> NoReturn:
        self.print_usage(sys.stderr)
        complain(message)
        sys.exit(ExitCode.USAGE)


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command and return its exit code. Whatever stops it, no code but 0 says VALID, and only 1 INVALID."""
    prepare_output()
    try:
        code = _run(list(sys.argv[1:] if arguments is None else arguments))
        sys.stdout.flush()  # here, and not on the way out: what could not be written has to be told
    except AssayError as error:
        complain(str(error))
        return exit_code_of(error)
    except KeyboardInterrupt:
        complain("stopped")
        return ExitCode.INTERRUPTED
    except BrokenPipeError:  # whoever reads our output has had enough
        give_up_output()
        return ExitCode.NOBODY_READS
    except OSError as error:
        give_up_output()
        complain(f"the output could not be written: {error.strerror or error}")
        return ExitCode.UNAVAILABLE
    return code


def _run(words: list[str]) -> int:
    if not words or words[0] in {"-h", "--help", "help"}:
        print(_overview())
        return ExitCode.VALID
    name = words[0]
    if name not in COMMANDS:
        complain(f"there is no command {name!r}; there are: {', '.join(COMMANDS)}")
        return ExitCode.USAGE
    command = import_module(f"assay.cli.{name.replace('-', '_')}")
    parser = _Parser(
        prog=f"assay {name}",
        description=command.__doc__,
        formatter_class=argparse.RawTextHelpFormatter,
        allow_abbrev=False,  # --off must not come to mean something else when an option is added
    )
    command.configure(parser)
    try:
        args = parser.parse_args(words[1:])
    except SystemExit as left:  # it has shown its help, or a mistake
        return int(left.code or 0)
    code: int = command.run(args)
    return code


def _overview() -> str:
    width = max(map(len, COMMANDS))
    lines = [f"  {name:<{width}}  {what}" for name, what in COMMANDS.items()]
    return "\n".join(["assay COMMAND [options]", "", *lines, "", "assay COMMAND --help tells the options of one."])
