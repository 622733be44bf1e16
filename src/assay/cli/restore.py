"""Make the data directory (ASSAY_DATA, empty or not there) from a file that ./run backup has written."""

import argparse
from pathlib import Path

from assay.cli.exit_codes import ExitCode
from assay.cli.terminal import complain, say


def configure(parser: argparse.ArgumentParser) -> None:
    """Declare the command's arguments."""
    parser.add_argument("file", type=Path, metavar="FILE", help="the backup")


def run(args: argparse.Namespace) -> int:
    """Restore it, or leave everything as it was."""
    from assay.campus.site.configuration import Configuration
    from assay.campus.site.restore import restore

    configuration = Configuration.read()
    manifest = restore(configuration, args.file)
    say(f"{configuration.data}: {len(manifest.files)} files of {manifest.host}, as of {manifest.made}")
    say(f"Put the key-encryption key {manifest.sealed_by} at {configuration.kek_file}, then ./run serve.")
    for name in manifest.damaged:
        complain(f"{name} was damaged when the backup was made")
    return ExitCode.VALID
