"""Where things of the catalogue stand for ever: in signed documents, so they never change."""

from urllib.parse import quote

from assay.campus.catalogue.models import DefinitionVersion
from assay.campus.people.models import Organisation
from assay.campus.people.tools import Tools


def version_path(version: DefinitionVersion) -> str:
    """``/achievements/<public id>/v/<number>``. Its definition is read, so load it along (``select_related``)."""
    return f"/achievements/{version.definition.public_id}/v/{version.number}"


def version_url(version: DefinitionVersion, tools: Tools) -> str:
    """The version's address as it stands in signed documents."""
    return tools.address(version_path(version))


def issuer_path(organisation: Organisation) -> str:
    """The public page of an organisation."""
    return f"/issuers/{organisation.public_id}"


def issuer_did(organisation: Organisation, tools: Tools) -> str:
    """``did:web:HOST:issuers:<public id>``; the colon before a port is percent-encoded. Source: did:web Method §2.3."""
    return f"did:web:{quote(tools.host, safe='.-')}:issuers:{organisation.public_id}"
