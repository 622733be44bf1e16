"""Take the credential out of a PNG or SVG badge, byte for byte as it was put in. Does not verify it."""

import argparse
import sys
from pathlib import Path

from assay.cli.exit_codes import ExitCode
from assay.cli.files import read_file, write_new
from assay.science.baking.badge_file import unbake


def configure(parser: argparse.ArgumentParser) -> None:
    """Declare the command's arguments."""
    parser.add_argument("image", type=Path, metavar="IMAGE", help="a PNG or SVG badge")
    parser.add_argument("--out", type=Path, metavar="FILE", help="where to write it (default: standard output)")


def run(args: argparse.Namespace) -> int:
    """Print the credential or write it to a file."""
    credential = unbake(read_file(args.image)).encode("utf-8")
    if args.out is None:
        sys.stdout.buffer.write(credential)
    else:
        write_new(args.out, credential)
        print(f"wrote {args.out}")
    return ExitCode.VALID
