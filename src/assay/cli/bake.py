"""Put a credential into a PNG or SVG image, which then is the badge. The picture itself stays as it is."""

import argparse
from pathlib import Path

from assay.cli.exit_codes import ExitCode
from assay.cli.files import read_as, write_new
from assay.cli.terminal import say
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
    credential = read_as(args.credential, _text)
    badge = read_as(args.image, lambda image: bake(image, credential, replace=args.replace))
    write_new(args.out, badge)
    say(f"wrote {args.out}")
    return ExitCode.VALID


def _text(raw: bytes) -> str:
    text = raw.strip()
    read(text)  # refuses what is not UTF-8, too
    return text.decode("utf-8")
