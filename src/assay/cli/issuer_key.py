"""The issuer behind a key file: what commands that sign have in common."""

import json
from pathlib import Path

from assay.adapters import key_file
from assay.cli.files import naming
from assay.science.dids.publishing import compose_document, method_id
from assay.science.dids.resolution import FetchFrom, locate
from assay.science.issuing.issue import Issuer
from assay.science.securing import multikey


def issuer_of(path: Path) -> Issuer:
    """Load a key file as the issuer that it signs for; a file that names none signs for its own did:key."""
    with naming(path):
        stored = key_file.load(path)
    key = stored.secret.public_key
    issuer = stored.controller or f"did:key:{multikey.encode_public(key)}"
    method = method_id(issuer, key)
    published: dict[str, bytes] = {}
    location = locate(issuer)
    if isinstance(location, FetchFrom):
        published[location.url] = json.dumps(compose_document(issuer, {method: key})).encode()
    return Issuer(issuer, method, stored.secret, published.get)
