"""Django's own commands and the platform's, for whoever runs it: migrate, check, release-hold, shell.

./run manage help lists them; ./run manage COMMAND --help tells the options of one.
"""

import argparse

from assay.cli.exit_codes import ExitCode
from assay.cli.platform import set_up


def configure(parser: argparse.ArgumentParser) -> None:
    """Declare the command's arguments: all that follow are the inner command's."""
    parser.add_argument("words", nargs=argparse.REMAINDER, metavar="COMMAND …", help="the inner command, its options")


def run(args: argparse.Namespace) -> int:
    """Run one. Its own mistakes end with 77, because 1 says INVALID here."""
    set_up()
    from django.core.management import execute_from_command_line

    words = list(args.words) or ["help"]
    words[0] = words[0].replace("-", "_") if words[0].strip("-") else words[0]
    try:
        if words == ["migrate"]:
            # With the table of the cache, which Django's migrations leave out.
            from assay.campus.site.start_up import migrate

            migrate()
        else:
            execute_from_command_line(["./run manage", *words])
    except SystemExit as left:
        return ExitCode.VALID if not left.code else ExitCode.REFUSED
    return ExitCode.VALID
