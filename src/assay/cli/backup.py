"""Write the platform's data into one file: database, evidence, sealed keys, host. It may be running meanwhile.

Not in it: the key-encryption key (ASSAY_KEK_FILE). Keep that elsewhere: without it the backup cannot sign, and whoever
has only the backup cannot either.
"""

import argparse
from pathlib import Path

from assay.adapters import clock
from assay.cli.exit_codes import ExitCode
from assay.cli.terminal import complain, say


def configure(parser: argparse.ArgumentParser) -> None:
    """Declare the command's arguments."""
    parser.add_argument("file", type=Path, metavar="FILE", help="a new file, such as assay-2026-11-22.tar.gz")


def run(args: argparse.Namespace) -> int:
    """Write it. Ends with 65 when evidence was found damaged: the file is complete, the damage is in it."""
    from assay.campus.site.back_up import back_up
    from assay.campus.site.configuration import Configuration

    configuration = Configuration.read()
    manifest = back_up(configuration, args.file, at=clock.now())
    say(f"{args.file}: {len(manifest.files)} files of {manifest.host}, sealed by the key {manifest.sealed_by}")
    say(f"The key-encryption key is not in it. Keep {configuration.kek_file} safe, elsewhere.")
    for name in manifest.damaged:
        complain(f"{name} was damaged before the backup; an older backup may have it whole")
    return ExitCode.MALFORMED_INPUT if manifest.damaged else ExitCode.VALID
