"""An organisation as Open Badges tell of it."""

from assay.campus.catalogue.addresses import issuer_did, issuer_path
from assay.campus.people.models import Organisation
from assay.campus.people.tools import Tools
from assay.science.securing.strict_json import JsonObject


def issuer_profile(organisation: Organisation, tools: Tools) -> JsonObject:
    """The organisation as a ``Profile``, without what it does not state. Source: OB 3.0 §B.1 Profile."""
    said: JsonObject = {
        "id": issuer_did(organisation, tools),
        "type": ["Profile"],
        "name": organisation.name,
        "url": organisation.url or tools.address(issuer_path(organisation)),
        "description": organisation.description,
        "email": organisation.email,
    }
    return {name: value for name, value in said.items() if value}
