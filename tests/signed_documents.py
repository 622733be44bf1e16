"""Signed documents of every kind that is read: badges, records, tokens; by several issuers; whole and spoilt."""

import json
from functools import cache
from typing import Any

from assay.science.errors import MalformedDocument
from assay.science.securing import contexts, jws, strict_json, vc_jwt
from assay.science.securing.strict_json import JsonObject, JsonValue
from tests.both_ways import as_text
from tests.cast import ADA, BRUNEL, CHEMISTRY, FIRST_AID, GRACE, MALLORY, MERIDIAN, MUHAMMAD, NORTHGATE, WELDING_BASICS
from tests.world import Json, World, changed, signed

GRADE: Json = {"result:Grade": "A"}
REVOCATIONS = "https://brunel.example/revocations"
WORLD = (
    World()
    .with_issuer(BRUNEL)
    .with_issuer(NORTHGATE)
    .with_issuer(MERIDIAN)
    .publishing(REVOCATIONS, {"id": REVOCATIONS, "issuer": BRUNEL.id, "revokedCredential": ["urn:uuid:other"]})
)


def listed(**changes: Any) -> Json:
    """A badge whose status is on a list of ids."""
    unsigned = WORLD.composed(WELDING_BASICS, to=ADA)
    words = [*unsigned["@context"], "https://purl.imsglobal.org/spec/ob/v3p0/extensions.json"]
    status = {"id": REVOCATIONS, "type": "1EdTechRevocationList"}
    return {**unsigned, "@context": words, "credentialStatus": status, **changes}


def endorsed() -> Json:
    """A badge with an endorsement of its achievement inside."""
    unsigned = WORLD.composed(WELDING_BASICS, to=ADA)
    subject = unsigned["credentialSubject"]
    endorsement = {
        "@context": unsigned["@context"],
        "id": "urn:uuid:6a3c9a1e-0b57-4c7e-9a52-5a3f6d0c1e11",
        "type": ["VerifiableCredential", "EndorsementCredential"],
        "issuer": {"id": NORTHGATE.id, "type": ["Profile"]},
        "validFrom": "2026-01-01T00:00:00Z",
        "credentialSubject": {"id": subject["achievement"]["id"], "type": ["EndorsementSubject"]},
    }
    achievement = {**subject["achievement"], "endorsement": [signed(endorsement, by=NORTHGATE)]}
    return {**unsigned, "credentialSubject": {**subject, "achievement": achievement}}


def record() -> Json:
    """A learner record of two badges."""
    inside = [json.loads(WORLD.issued(WELDING_BASICS, to=ADA)), json.loads(WORLD.issued(FIRST_AID, to=ADA))]
    return {
        "@context": [contexts.VC_2, contexts.CLR_2, contexts.OB_3],
        "id": "urn:uuid:0b1c9a1e-0b57-4c7e-9a52-5a3f6d0c1e77",
        "type": ["VerifiableCredential", "ClrCredential"],
        "issuer": {"id": BRUNEL.id, "type": ["Profile"], "name": BRUNEL.name},
        "validFrom": "2026-01-01T00:00:00Z",
        "credentialSubject": {"id": ADA.id, "type": ["ClrSubject"], "verifiableCredential": inside},
    }


def annotated(**members: Any) -> Json:
    """A badge with what it may bring along."""
    unsigned = WORLD.composed(CHEMISTRY, to=MUHAMMAD, credits="1.5", **GRADE)
    resource = {
        "id": contexts.OB_3,
        "digestSRI": "sha256-PTT01O8bzmkRBuY3mL6157hiuoQUI/XuHlOrfd87yoQ=",
    }
    schema = {"id": "https://brunel.example/schema.json", "type": "1EdTechJsonSchemaValidator2019"}
    refresh = {"id": "https://brunel.example/newer", "type": "1EdTechCredentialRefresh"}
    words = [*unsigned["@context"], "https://purl.imsglobal.org/spec/ob/v3p0/extensions.json"]
    beside = {"relatedResource": [resource], "credentialSchema": [schema], "refreshService": refresh}
    return {**unsigned, "@context": words, **beside, **members}


def older() -> Json:
    """A badge of VCDM 1.1."""
    unsigned = WORLD.composed(WELDING_BASICS, to=ADA, revocable=False)
    dates = {"issuanceDate": unsigned["validFrom"], "expirationDate": unsigned["validUntil"]}
    words = [contexts.VC_1, contexts.OB_3, contexts.DATA_INTEGRITY_2]
    return changed(unsigned, validFrom=None, validUntil=None, name=None, **{"@context": words}, **dates)


UNSIGNED: dict[str, Json] = {
    "plain": WORLD.composed(WELDING_BASICS, to=ADA),
    "full": WORLD.composed(CHEMISTRY, to=GRACE, credits="1.5", **GRADE),
    "wild": {
        **WORLD.composed(WELDING_BASICS, to=MUHAMMAD),
        "name": 'The "A\\B" badge\n🏅 \u2028 \u202e',
        "description": "",
    },
    "on a list of ids": listed(),
    "endorsed": endorsed(),
    "record": record(),
    "annotated": annotated(),
    "older": older(),
}
SUITES = ("eddsa-rdfc-2022", "eddsa-jcs-2022")
# Credentials inside credentials are graphs of their own, and several proofs are rare.
NEVER_COMPILED = {*(f"{name}, {suite}" for name in ("endorsed", "record") for suite in SUITES), "signed by two"}


@cache
def issued() -> dict[str, str]:
    """Signed documents as text, by what is special about them."""
    found = {
        f"{name}, {suite}": as_text(signed(each, suite=suite)) for name, each in UNSIGNED.items() for suite in SUITES
    }
    plain = UNSIGNED["plain"]
    proved = signed(plain)
    found["pretty"] = json.dumps(proved, indent=2)
    found["in ASCII"] = json.dumps(signed(UNSIGNED["wild"]))
    found["P-256"] = WORLD.issued(WELDING_BASICS, to=ADA, by=NORTHGATE)
    found["P-384"] = WORLD.issued(WELDING_BASICS, to=ADA, by=MERIDIAN)
    found["a did:key"] = WORLD.issued(WELDING_BASICS, to=ADA, by=MALLORY, revocable=False)
    found["signed by a stranger"] = as_text(signed(plain, by=MALLORY))
    found["signed by two"] = as_text(signed(proved, by=NORTHGATE))
    found["signed to log in"] = as_text(signed(plain, purpose="authentication"))
    found["signed for a day"] = as_text(signed(plain, expires="2026-11-23T09:00:00Z"))
    found["not signed"] = as_text(plain)
    found["token"] = token(plain)
    found["vc+jwt"] = vc_jwt.secure_as_jwt(plain, signer=BRUNEL.key, kid=BRUNEL.method, typ="vc+jwt")
    found["token of P-256"] = vc_jwt.secure_as_jwt(
        {**plain, "issuer": NORTHGATE.id}, signer=NORTHGATE.key, kid=NORTHGATE.method
    )
    found["token by a stranger"] = vc_jwt.secure_as_jwt(plain, signer=MALLORY.key, kid=MALLORY.method)
    found["token and proof"] = vc_jwt.secure_as_jwt(proved, signer=BRUNEL.key, kid=BRUNEL.method)
    return found


def token(document: JsonObject, **claims: JsonValue) -> str:
    """A token, with these claims after it has been composed; ``None`` takes one away."""
    composed = vc_jwt.secure_as_jwt(document, signer=BRUNEL.key, kid=BRUNEL.method)
    payload = changed(strict_json.parse_object(jws.read_compact(composed).payload), **claims)
    return jws.sign_compact(
        as_text(payload).replace('": ', '":').encode(), header={"kid": BRUNEL.method}, signer=BRUNEL.key
    )


def said(document: JsonObject) -> str:
    """Signed by its issuer; what has no meaning in JSON-LD, as plain JSON."""
    try:
        return as_text(signed(document))
    except MalformedDocument:
        return as_text(signed(document, suite="eddsa-jcs-2022"))
