"""A link that opens LinkedIn's form for a certification, filled in. A plain address: nothing of theirs runs here."""

from urllib.parse import urlencode

from assay.campus.issuing.models import Credential
from assay.campus.wallet.find import title_of

_FORM = "https://www.linkedin.com/profile/add"


def add_to_profile(credential: Credential, *, share_url: str) -> str:
    """The address. Their site learns of the credential only when its holder opens it, and then what stands in it."""
    facts = {
        "startTask": "CERTIFICATION_NAME",
        "name": title_of(credential),
        "organizationName": credential.organisation.name,
        "issueYear": credential.valid_from.year,
        "issueMonth": credential.valid_from.month,
        "certUrl": share_url,
        "certId": credential.uri,
    }
    if credential.valid_until is not None:
        facts |= {"expirationYear": credential.valid_until.year, "expirationMonth": credential.valid_until.month}
    return f"{_FORM}?{urlencode(facts)}"
