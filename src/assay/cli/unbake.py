"""Take the credential out of a PNG or SVG badge, byte for byte as it was put in. Does not verify it."""

import argparse
import sys
from pathlib import Path

from assay.cli.exit_codes import ExitCode
from assay.cli.files import read_as, write_new
from assay.cli.terminal import say
from assay.science.baking.badge_file import unbake


def configure(parser: argparse.ArgumentParser) -> None:
    """Declare the command's arguments."""
    parser.add_argument("image", type=Path, metavar="IMAGE", help="a PNG or SVG badge")
    parser.add_argument("--out", type=Path, metavar="FILE", help="where to write it (default: standard output)")


def run(args: argparse.Namespace) -> int:
    """Print the credential or write it to a file."""
    credential = read_as(args.image, unbake)
    if args.out is not None:
        write_new(args.out, credential.encode("utf-8"))
        say(f"wrote {args.out}")
    elif sys.stdout.isatty():  # a stranger wrote it, and a screen obeys what it shows
        for line in credential.splitlines():
            say(line.expandtabs())
    else:
        sys.stdout.buffer.write(credential.encode("utf-8"))
    return ExitCode.VALID
