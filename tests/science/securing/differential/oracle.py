"""Second opinions on a document: ours without any short cut, PyLD's expansion, and oxigraph altogether."""

import json
from dataclasses import dataclass
from typing import Any

import pyoxigraph
import rfc8785
from pyld import jsonld

from assay.science.errors import AssayError, MalformedDocument
from assay.science.securing import json_ld, rdf, rdf_canonical, strict_json
from assay.science.securing.contexts import ContextLibrary
from assay.science.securing.rdf import Quad, Term
from assay.science.securing.strict_json import JsonObject, JsonValue
from assay.science.securing.suites import Form, suite_of
from tests.science.securing.nquads import parse_nquads


@dataclass(frozen=True)
class Opinion:
    """What a text says: its JSON, and what its proof covers; an error in the place of each that is refused.

    ``options`` are those of the one proof over statements, ``jcs`` what the one proof over JSON is made over.
    """

    document: JsonObject | AssayError
    statements: bytes | AssayError
    options: bytes | AssayError | None
    jcs: tuple[bytes, bytes] | AssayError | None


def generic(text: str, library: ContextLibrary, hash_name: str) -> Opinion:
    """Strict JSON, the guards, expansion and canonicalisation, each in full; JSON made canonical by rfc8785.

    Not checked: what ``proofs.read_proofs`` checks of single texts. That is another's task, before or after.
    """
    try:
        document = strict_json.parse_object(text)
    except AssayError as error:
        return Opinion(error, error, error, error)
    statements = _canonical(unsecured(document), library, hash_name)
    options, form = options_of(document)
    if form is Form.JCS:
        return Opinion(document, statements, None, _by_rfc8785(options, unsecured(document)))
    if form is None:
        return Opinion(document, statements, None, None)
    about = {**options, "@context": document.get("@context", [])}
    return Opinion(document, statements, _canonical(about, library, hash_name), None)


def unsecured(document: JsonObject) -> JsonObject:
    """The document without its proof."""
    return {name: member for name, member in document.items() if name != "proof"}


def options_of(document: JsonObject) -> tuple[JsonObject, Form | None]:
    """The one proof without its signature, and the form that its suite hashes; ``None`` where there is not one."""
    found = strict_json.listed(document.get("proof", []))
    proof = found[0] if len(found) == 1 else None
    suite = suite_of(proof) if isinstance(proof, dict) else None
    if not isinstance(proof, dict) or suite is None:
        return {}, None
    return {name: member for name, member in proof.items() if name != "proofValue"}, suite.form


def _by_rfc8785(options: JsonObject, document: JsonObject) -> tuple[bytes, bytes] | AssayError:
    if "@context" in options:
        # EdDSA Cryptosuites 1.0 §3.3.2: the document's contexts begin with the proof's, which are the ones signed.
        signed = strict_json.listed(options["@context"])
        if strict_json.listed(document.get("@context", []))[: len(signed)] != signed:
            return MalformedDocument("the contexts of the proof are others")
        document = {**document, "@context": options["@context"]}
    return rfc8785.dumps(options), rfc8785.dumps(document)


def _canonical(document: JsonObject, library: ContextLibrary, hash_name: str) -> bytes | AssayError:
    try:
        return rdf_canonical.canonicalize(json_ld.to_rdf(document, library), hash_name=hash_name).encode()
    except AssayError as error:
        return error


# ---- other people's code ---------------------------------------------------------------------------------------------


def pyld_spells_alike(text: str) -> bool:
    """PyLD writes a text of datatype xsd:double anew; in the contexts of these tests one term has that datatype."""
    return '"exact"' not in text


def by_pyld(document: JsonObject, library: ContextLibrary, hash_name: str) -> bytes:
    """Expansion and statements by PyLD, with nothing between it and the contexts; its URDNA2015 does not escape."""

    def load(url: str, _options: object) -> dict[str, Any]:
        return {"contextUrl": None, "documentUrl": url, "document": library.document(url), "tag": "static"}

    expanded = jsonld.expand(document, {"documentLoader": load, "base": ""})
    dataset = jsonld.to_rdf(expanded, {"rdfDirection": "i18n-datatype", "documentLoader": load})
    quads: list[Quad] = []
    for graph, statements in dataset.items():
        name = "" if graph == "@default" else _node(graph)
        for each in statements:
            subject, predicate = _node(each["subject"]["value"]), _node(each["predicate"]["value"])
            quads.append((subject, predicate, _object(each["object"]), name))
    return rdf_canonical.canonicalize(quads, hash_name=hash_name).encode()


def _node(value: str) -> Term:
    return value if value.startswith("_:") else f"<{value}>"


def _object(found: dict[str, str]) -> Term:
    if found["type"] != "literal":
        return _node(found["value"])
    if "language" in found:
        return rdf.literal(found["value"], language=found["language"])
    return rdf.literal(found["value"], datatype=found["datatype"])


def by_oxigraph(document: JsonObject, library: ContextLibrary) -> bytes:
    """JSON-LD, statements and RDFC-1.0 (SHA-256) by oxigraph, which is given contexts in the place of their URLs.

    Of no use where graphs have names (it counts statements once that PyLD and ours count twice), for a text with a
    direction, or where an IRI is relative: it drops both.
    """
    written = json.dumps(_inlined(document, library)).encode()
    dataset = pyoxigraph.Dataset(pyoxigraph.parse(written, format=pyoxigraph.RdfFormat.JSON_LD))
    dataset.canonicalize(pyoxigraph.CanonicalizationAlgorithm.RDFC_1_0_SHA_256)
    lines = pyoxigraph.serialize(dataset, format=pyoxigraph.RdfFormat.N_QUADS) or b""
    return "".join(sorted(map(rdf.nquad, parse_nquads(lines.decode())))).encode()


def _inlined(value: JsonValue, library: ContextLibrary) -> JsonValue:
    if isinstance(value, dict):
        found: JsonObject = {name: _inlined(member, library) for name, member in value.items() if name != "@context"}
        if "@context" in value:
            found["@context"] = [
                library.document(str(url))["@context"] for url in strict_json.listed(value["@context"])
            ]
        return found
    return [_inlined(item, library) for item in value] if isinstance(value, list) else value
