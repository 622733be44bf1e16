"""Put a credential into a PNG or SVG image, which then is the badge. The picture itself stays as it is."""

import argparse
from pathlib import Path

from assay.cli.exit_codes import ExitCode
from assay.cli.files import read_file, write_new
from assay.science.baking.badge_file import bake
from assay.science.vocabulary.reading import read


def configure(parser: argparse.ArgumentParser) -> None:
    """Declare the command's arguments."""
    parser.add_argument("image", type=Path, metavar="IMAGE", help="a PNG or SVG file")
    parser.add_argument("credential", type=Path, metavar="CREDENTIAL", help="a credential, JSON or JWT")
    parser.add_argument("--out", type=Path, required=True, metavar="FILE", help="the badge to write")
    parser.add_argument("--replace", action="store_true", help="replace a credential that is in the image already")


def run(args: argparse.Namespace) -> int:
    """Read the credential, so that nothing else gets into an image, and bake it."""
    raw = read_file(args.credential).strip()
    read(raw)  # refuses what is not UTF-8, too
    write_new(args.out, bake(read_file(args.image), raw.decode("utf-8"), replace=args.replace))
    print(f"wrote {args.out}")
    return ExitCode.VALID
