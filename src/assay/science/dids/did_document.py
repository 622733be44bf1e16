"""Controller documents: which keys may sign for an identifier, and for which purpose.

One reader serves DID documents (``did:web``) and plain https controlled identifier documents:

    {"id": "did:web:uni.example",
     "verificationMethod": [{"id": "#key-1", "type": "Multikey", "controller": "did:web:uni.example",
                             "publicKeyMultibase": "z6Mk…"}],
     "assertionMethod": ["#key-1"]}

A signature counts only if the key was found here, under its exact id, for the purpose at hand: a verifier that
takes a key from the signature itself, or from any other place, lets everybody sign as anybody.
Source: Controlled Identifiers 1.0 (CID) §2 and §3.3, DID Core 1.0 §5.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from functools import lru_cache
from types import MappingProxyType

from assay.science.errors import AssayError, Code, MalformedDocument, Refused
from assay.science.identifiers import is_absolute_url
from assay.science.instants import parse_timestamp
from assay.science.securing import jwk, multikey
from assay.science.securing.keys import KeyKind, PublicKey
from assay.science.securing.strict_json import JsonObject, JsonValue, parse_object, pointer

# CID 1.0 §2.3.
PURPOSES = ("authentication", "assertionMethod", "keyAgreement", "capabilityInvocation", "capabilityDelegation")
_MULTIBASE_TYPES = ("Multikey", "Ed25519VerificationKey2020")
_JWK_TYPES = ("JsonWebKey", "JsonWebKey2020")
_PUBLIC_MATERIAL = ("publicKeyMultibase", "publicKeyJwk")
_SECRET_MATERIAL = ("secretKeyMultibase", "secretKeyJwk", "privateKeyMultibase", "privateKeyJwk", "privateKeyBase58")
# Issuers keep retired keys listed so that old signatures still verify; at one a month that is forty years. Each
# key is decoded, so a document of a mebibyte must not hold thousands.
MAX_METHODS = 512
# The last documents read are kept, as those of an issuer come byte for byte again. One of this size has some thirty
# keys. Each "#1" in it becomes an id with the document's own in front, and so a hostile one might hold fifty times its
# bytes: 50 MB in all.
_KEPT_DOCUMENTS = 128
_MAX_KEPT_BYTES = 8 * 1024
_MAX_KEPT_ID = 200


@dataclass(frozen=True, slots=True)
class VerificationMethod:
    """One key of a controller document. ``id`` is absolute; from ``expires`` or ``revoked`` on it verifies nothing."""

    id: str
    controller: str
    key: PublicKey
    expires: datetime | None = None
    revoked: datetime | None = None


@dataclass(frozen=True, slots=True)
class ControllerDocument:
    """The keys of one identifier.

    ``methods`` by absolute id; ``relationships`` from purpose to the ids listed under it; ``unreadable`` from the
    id of a method that Assay cannot use to the reason, so that one foreign key does not spoil the others.
    None of the three can be altered: verifications share a document.
    """

    id: str
    methods: Mapping[str, VerificationMethod]
    relationships: Mapping[str, frozenset[str]]
    unreadable: Mapping[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Take copies that nobody can write to."""
        for name in ("methods", "relationships", "unreadable"):
            object.__setattr__(self, name, MappingProxyType(dict(getattr(self, name))))

    def method_for(self, method_id: str, *, purpose: str, at: datetime) -> VerificationMethod:
        """The one method with exactly this id, if it may be used for ``purpose`` at ``at``.

        Raises ``Refused``: ``METHOD_NOT_FOUND`` (not here, or the id is not absolute), ``KEY_REFUSED`` (here, but no
        key that Assay reads), ``ISSUER_MISMATCH`` (listed here, but it is somebody else's key), ``PURPOSE_MISMATCH``,
        ``METHOD_REVOKED`` (at or after ``expires`` or ``revoked``). Source: CID 1.0 §3.3 and §2.2.
        Not checked: whether this document was the identifier's at ``at``; it is the one that was fetched.
        """
        if method_id in self.unreadable:
            reason = f"the key {method_id} cannot be used: {self.unreadable[method_id]}"
            raise Refused(reason, code=Code.KEY_REFUSED, clause="CID 1.0 §2.2")
        method = self.methods.get(method_id)
        if method is None:
            reason = f"the document of {self.id} has no key {method_id!r:.200}"
            raise Refused(reason, code=Code.METHOD_NOT_FOUND, clause="CID 1.0 §3.3")
        if method.controller != self.id or not method.id.startswith(f"{self.id}#"):
            reason = f"the key {method_id} belongs to {method.controller}, not to {self.id}"
            raise Refused(reason, code=Code.ISSUER_MISMATCH, clause="CID 1.0 §3.3")
        if method_id not in self.relationships.get(purpose, frozenset()):
            reason = f"{self.id} does not list the key {method_id} under {purpose}"
            raise Refused(reason, code=Code.PURPOSE_MISMATCH, clause="CID 1.0 §2.3")
        for word, end in (("expired", method.expires), ("was revoked", method.revoked)):
            if end is not None and at >= end:
                reason = f"the key {method_id} {word} at {end.isoformat()}"
                raise Refused(reason, code=Code.METHOD_REVOKED, clause="CID 1.0 §2.2")
        return method


def read_controller_document(raw: bytes, *, expected_id: str) -> ControllerDocument:
    """Read what was found at an identifier's address.

    Raises ``MalformedDocument``: ``DID_INVALID`` if the document calls itself something other than ``expected_id``
    (letter by letter), names a method twice, or lacks what every method must have; ``TOO_LARGE`` for more than 512
    methods; and as ``strict_json.parse_object`` does. A single unusable key does not raise, see ``unreadable``.
    Not checked: ``@context`` (it is read as plain JSON, DID Core 1.0 §6.2), services, ``controller`` and
    ``alsoKnownAs`` of the document, methods that are only referenced here and kept elsewhere.
    """
    is_small = len(raw) <= _MAX_KEPT_BYTES and len(expected_id) <= _MAX_KEPT_ID
    return _read_and_keep(raw, expected_id) if is_small else _read(raw, expected_id)


def _read(raw: bytes, expected_id: str) -> ControllerDocument:
    document = parse_object(raw)
    if document.get("id") != expected_id:
        raise _invalid(f"the document of {expected_id} calls itself {document.get('id')!r:.200}", "/id", "§2.1.1")
    methods: dict[str, VerificationMethod] = {}
    unreadable: dict[str, str] = {}
    relationships: dict[str, frozenset[str]] = {}
    for purpose in ("verificationMethod", *PURPOSES):
        listed = set()
        for where, entry in _entries(document, purpose):
            if isinstance(entry, str) and purpose in PURPOSES:
                listed.add(_absolute(entry, expected_id, where))
                continue
            method_id, controller, method = _definition(entry, expected_id, where)
            if method_id in methods or method_id in unreadable:
                raise _invalid(f"two methods are called {method_id}", where, "§3.3")
            if len(methods) + len(unreadable) == MAX_METHODS:
                raise MalformedDocument(f"more than {MAX_METHODS} keys", where=where, code=Code.TOO_LARGE)
            listed.add(method_id)
            try:
                methods[method_id] = _read_method(method, method_id, controller, where)
            except AssayError as error:
                unreadable[method_id] = str(error)
        relationships[purpose] = frozenset(listed)
    del relationships["verificationMethod"]  # being defined is not being allowed
    return ControllerDocument(expected_id, methods, relationships, unreadable)


_read_and_keep = lru_cache(maxsize=_KEPT_DOCUMENTS)(_read)


def _entries(document: JsonObject, member: str) -> Iterator[tuple[str, JsonValue]]:
    entries = document.get(member, [])
    if not isinstance(entries, list):
        raise _invalid(f"{member} is not a list", pointer(member), "§2.1")
    for index, entry in enumerate(entries):
        yield pointer(member, index), entry


def _definition(entry: JsonValue, base: str, where: str) -> tuple[str, str, JsonObject]:
    """What every method must have, whatever its type: an id, a type and a controller."""
    if not isinstance(entry, dict):
        raise _invalid("not a verification method", where, "§2.2")
    method_id, controller = entry.get("id"), entry.get("controller")
    if not isinstance(method_id, str) or not isinstance(entry.get("type"), str):
        raise _invalid("a verification method without an id or a type", where, "§2.2")
    if not is_absolute_url(controller):
        raise _invalid("a verification method without a controller", where, "§2.2")
    return _absolute(method_id, base, where), controller, entry


def _absolute(reference: str, base: str, where: str) -> str:
    """``#key-1`` means the key-1 of this document; every other spelling must be absolute.

    Source: DID Core 1.0 §3.2.2 (the base is the document's id), CID 1.0 §3.4.
    """
    absolute = base + reference if reference.startswith("#") else reference
    if not is_absolute_url(absolute) or absolute.endswith("#"):
        raise _invalid(f"not the id of a verification method: {reference!r:.200}", where, "§2.2")
    return absolute


def _read_method(method: JsonObject, method_id: str, controller: str, where: str) -> VerificationMethod:
    """Whatever is wrong from here on concerns this one key."""
    if any(name in method for name in _SECRET_MATERIAL):
        raise Refused("its secret is published, so anybody can sign with it", code=Code.KEY_REFUSED)
    if all(name in method for name in _PUBLIC_MATERIAL):
        raise _invalid("the same key in two formats", where, "§2.2.1")
    return VerificationMethod(
        id=method_id,
        controller=controller,
        key=_read_key(method, where),
        expires=_read_instant(method, "expires", where),
        revoked=_read_instant(method, "revoked", where),
    )


def _read_key(method: JsonObject, where: str) -> PublicKey:
    kind = method["type"]
    multibase, key_map = (method.get(name) for name in _PUBLIC_MATERIAL)
    if kind in _MULTIBASE_TYPES and isinstance(multibase, str):
        key = multikey.decode_public(multibase)
        if kind == "Ed25519VerificationKey2020" and key.kind is not KeyKind.ED25519:
            raise _invalid(f"a key of kind {key.kind.value} in an {kind}", where, "§2.2.2")
        return key
    if kind in _JWK_TYPES and isinstance(key_map, dict):
        return jwk.public_key_from_jwk(key_map)
    raise Refused(f"no key that Assay reads in a method of type {kind!r:.60}", code=Code.KEY_REFUSED)


def _read_instant(method: JsonObject, name: str, where: str) -> datetime | None:
    return parse_timestamp(method[name], where=where + pointer(name)) if name in method else None


def _invalid(reason: str, where: str, section: str) -> MalformedDocument:
    return MalformedDocument(reason, where=where, clause=f"CID 1.0 {section}", code=Code.DID_INVALID)
