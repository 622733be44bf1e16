"""What stands under our own host for verifiers: DID documents, status lists, achievements. The same bytes for all.

A document under our own host is answered here and never fetched: the demo's localhost cannot be fetched, and no
verifier should need the network to check what lies in its own database.
"""

import json
import re

from assay.campus.catalogue.addresses import issuer_did
from assay.campus.catalogue.documents import achievement_bytes
from assay.campus.catalogue.find import published
from assay.campus.issuing.keys import keys_of
from assay.campus.issuing.models import StatusList
from assay.campus.people.models import Organisation
from assay.campus.people.tenancy import across_tenants
from assay.campus.people.tools import Tools
from assay.science.dids.publishing import compose_document, method_id
from assay.science.errors import Refused
from assay.science.ports import Fetch
from assay.science.securing import multikey

_DID = re.compile(r"/issuers/(?P<id>[0-9a-f]{32})/did\.json\Z")
_STATUS = re.compile(r"/status/(?P<id>[0-9a-f]{32})\Z")
_ACHIEVEMENT = re.compile(r"/achievements/(?P<id>[0-9a-f]{32})/v/(?P<number>[0-9]{1,6})(\.json)?\Z")
# Issuers sign credentials; they do not sign in anywhere with these keys (security row 19: one purpose a key).
_PURPOSES = ("assertionMethod",)


def did_document(public_id: str, *, tools: Tools) -> bytes | None:
    """The DID document of an organisation with all its keys, or ``None`` while it has none."""
    organisation = Organisation.objects.filter(public_id=public_id).first()
    keys = [] if organisation is None else keys_of(organisation)
    if organisation is None or not keys:
        return None
    did = issuer_did(organisation, tools)
    public = [multikey.decode_public(key.multikey) for key in keys]
    document = compose_document(did, {method_id(did, key): key for key in public}, purposes=_PURPOSES)
    return json.dumps(document, indent=2).encode() + b"\n"


def status_list(public_id: str) -> bytes | None:
    """A status list as it was last signed, or ``None``."""
    with across_tenants():
        found = StatusList.objects.filter(public_id=public_id).exclude(document="").values_list("document", flat=True)
        document = found.first()
    return None if document is None else document.encode()


def own_document(url: str, *, tools: Tools) -> bytes | None:
    """The bytes that we publish at this address of ours, or ``None`` for any other address."""
    base = tools.address("")
    path = url.removeprefix(base)
    if path == url:
        return None
    if match := _DID.match(path):
        return did_document(match["id"], tools=tools)
    if match := _STATUS.match(path):
        return status_list(match["id"])
    if match := _ACHIEVEMENT.match(path):
        return _achievement(match["id"], int(match["number"]))
    return None


def _achievement(public_id: str, number: int) -> bytes | None:
    try:
        return achievement_bytes(published(public_id, number))
    except Refused:
        return None


def fetch_for(tools: Tools) -> Fetch:
    """A fetcher for one verification: our own host is answered here, everything else over the network."""
    ours = tools.address("/")
    outside: list[Fetch] = []

    def fetch(url: str, /) -> bytes | None:
        if url.startswith(ours):
            return own_document(url, tools=tools)
        if not outside:
            outside.append(tools.fetch())
        return outside[0](url)

    return fetch
