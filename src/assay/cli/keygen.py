"""Make a signing key, in a file that only you can read.

The issuer is did:key (the key itself) unless --did names a did:web; then publish the did.json that is written beside.
"""

import argparse
import json
from pathlib import Path

from assay.adapters.key_file import StoredKey, store
from assay.adapters.new_key import SIZES, new_key
from assay.cli.exit_codes import ExitCode
from assay.cli.files import write_new
from assay.cli.terminal import say
from assay.science.dids.did_web import did_web_url
from assay.science.dids.publishing import compose_document, method_id
from assay.science.errors import AssayError, Refused
from assay.science.securing import multikey
from assay.science.securing.keys import KeyKind


def configure(parser: argparse.ArgumentParser) -> None:
    """Declare the command's arguments."""
    parser.add_argument("--out", type=Path, required=True, metavar="FILE", help="the key file to write")
    parser.add_argument(
        "--kind", choices=[kind.value for kind in SIZES], default=KeyKind.ED25519.value, help="default: Ed25519"
    )
    parser.add_argument("--did", metavar="DID", help="the did:web that it signs for, such as did:web:brunel.example")
    parser.add_argument(
        "--did-document", type=Path, metavar="FILE", help="with --did: where to write the did.json (default: did.json)"
    )


def run(args: argparse.Namespace) -> int:
    """Make the key, write it with its document or not at all, and say what to do next."""
    if args.did_document and not args.did:
        raise Refused("--did-document writes the document of a did:web; name that with --did")
    url = did_web_url(args.did) if args.did else None
    key = new_key(KeyKind(args.kind))
    public = multikey.encode_public(key.public_key)
    issuer = args.did or f"did:key:{public}"
    path = args.did_document or Path("did.json")
    if url is not None:
        document = compose_document(issuer, {method_id(issuer, key.public_key): key.public_key})
        write_new(path, json.dumps(document, indent=2).encode() + b"\n")
    try:
        store(args.out, StoredKey(issuer, key))
    except AssayError:
        if url is not None:
            path.unlink()
        raise
    say(f"issuer  {issuer}")
    say(f"key     {args.out} (keep it safe: whoever has it signs in your name)")
    if url is not None:
        say(f"next    publish {path} at {url}")
    return ExitCode.VALID
