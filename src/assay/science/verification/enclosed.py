"""What a credential brings along or points to: related documents, schemas, a refresh service.

None of it is fetched. A digest that was signed is compared with what is at hand; the rest is said, not passed over.
"""

import base64
import hashlib
from collections.abc import Mapping

from assay.science.errors import AssayError, Code, MalformedDocument, Refused
from assay.science.securing import multibase
from assay.science.securing.contexts import ContextLibrary
from assay.science.securing.strict_json import JsonObject
from assay.science.verification.report import Check, Finding, Outcome, faulty, holds, not_applicable
from assay.science.vocabulary.credential import UnverifiedCredential
from assay.science.vocabulary.kinds import Model
from assay.science.vocabulary.members import objects, text, texts

_RELATED = "VCDM 2.0 §5.3"
# What is told of most credentials, made once.
_NO_RESOURCES = (not_applicable(Check.RESOURCES, "it refers to no other document", _RELATED),)
_NO_REFRESH = not_applicable(Check.REFRESH, "it names no place for newer versions", "VCDM 2.0 §5.4")
_NO_SCHEMA = not_applicable(Check.SCHEMA, "it names no schema", "VCDM 2.0 §4.11")
# Each leaves a line in the report.
MAX_RESOURCES = 64
# SRI digests by name; the multihash codes of the same functions, with the length that follows them.
_SRI = {"sha256": hashlib.sha256, "sha384": hashlib.sha384, "sha512": hashlib.sha512}
_MULTIHASH = {b"\x12\x20": hashlib.sha256, b"\x20\x30": hashlib.sha384, b"\x13\x40": hashlib.sha512}


def check_resources(
    credential: UnverifiedCredential, contexts: ContextLibrary, at_hand: Mapping[str, bytes]
) -> tuple[Finding, ...]:
    """Compare the digest of each related resource that is at hand, by its id: what came along, the bundled contexts."""
    findings = []
    resources = list(objects(_members(credential, "relatedResource"), "relatedResource", where="", clause=_RELATED))
    if len(resources) > MAX_RESOURCES:
        flood = MalformedDocument(f"more than {MAX_RESOURCES} related documents", code=Code.TOO_LARGE)
        return (faulty(Check.RESOURCES, flood),)
    for where, resource in resources:
        url = str(resource["id"])
        source = at_hand[url] if url in at_hand else contexts.sources.get(url)
        if source is None:
            reason = f"{url} was not at hand, so its digest was not compared"
            findings.append(not_applicable(Check.RESOURCES, reason, _RELATED, Code.RESOURCE_NOT_CHECKED))
            continue
        try:
            _compare(resource, source, where)
        except AssayError as error:
            findings.append(faulty(Check.RESOURCES, error))
        else:
            findings.append(holds(Check.RESOURCES, f"{url} has the digest that was signed", _RELATED))
    return tuple(findings) or _NO_RESOURCES


def check_refresh(credential: UnverifiedCredential) -> Finding:
    """A refresh service is told and not called: asking it would tell the issuer who is looking at whose credential."""
    if "refreshService" not in _members(credential, "refreshService"):
        return _NO_REFRESH
    reason = "it names a place for newer versions; asking there would tell the issuer who is looking"
    return Finding(Check.REFRESH, Outcome.UNKNOWN, Code.REFRESH_NOT_ASKED, reason, "VCDM 2.0 §5.4")


def check_schema(credential: UnverifiedCredential) -> Finding:
    """The rules of Open Badges are checked on reading; schemas that a document names beside them are not fetched."""
    clause = "VCDM 2.0 §4.11"
    schemas = objects(_members(credential, "credentialSchema"), "credentialSchema", where="", clause=clause)
    named = [str(schema["id"]) for _, schema in schemas]
    if not named:
        return _NO_SCHEMA
    reason = f"not fetched and not checked: {', '.join(named):.300}"
    return Finding(Check.SCHEMA, Outcome.UNKNOWN, Code.SCHEMA_NOT_CHECKED, reason, clause)


def _members(credential: UnverifiedCredential, name: str) -> JsonObject:
    """The member, its shape checked on reading. In Open Badges 2.0 such members say nothing and may be anything."""
    return {} if credential.model is Model.OB_2 else credential.only(name)


def _compare(resource: JsonObject, source: bytes, where: str) -> None:
    matches = [
        _sri_matches(digest, source, where) for digest in texts(resource, "digestSRI", where=where, clause=_RELATED)
    ]
    multihash = text(resource, "digestMultibase", where=where, clause=_RELATED)
    if multihash is not None:
        matches.append(_multihash_matches(multibase.decode(multihash), source, where))
    if not all(matches):
        reason = f"{resource['id']} does not have the digest that was signed"
        raise Refused(reason, code=Code.RESOURCE_MISMATCH, clause=_RELATED)


def _sri_matches(text_value: str, source: bytes, where: str) -> bool:
    """SRI §3.3: ``sha256-`` and base64, several separated by blanks; there the strongest counts, here all of them."""
    items = text_value.split()
    if not items:
        raise MalformedDocument("a digest that is none", where=where, clause="SRI §3.3")
    for item in items:
        name, _, encoded = item.partition("-")
        if name not in _SRI:
            raise MalformedDocument("a digest that is not sha256, sha384 or sha512", where=where, clause="SRI §3.3")
        if base64.b64encode(_SRI[name](source).digest()).decode() != encoded:
            return False
    return True


def _multihash_matches(multihash: bytes, source: bytes, where: str) -> bool:
    function = _MULTIHASH.get(multihash[:2])
    if function is None:
        raise MalformedDocument("a multihash that is not of SHA-2", where=where, clause="CID 1.0 §2.5")
    return function(source).digest() == multihash[2:]
