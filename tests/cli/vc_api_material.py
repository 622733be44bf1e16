"""What the tests of the VC-API hand over: the W3C's documents, and ways to spoil one that was signed."""

import copy
import json
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from http import HTTPStatus
from pathlib import Path
from typing import Any

from assay.cli.vc_api_mode.endpoints import Answer, Endpoints
from assay.cli.vc_api_mode.issuing import Issuer, issuers_from
from assay.science.securing import data_integrity
from assay.science.securing.contexts import ContextLibrary, bundled
from assay.science.securing.strict_json import JsonObject
from tests.vectors import VECTORS, vector_files

Json = dict[str, Any]

NOW = datetime(2026, 11, 22, 9, tzinfo=UTC)
SEED = bytes(range(16))
VC_2 = "https://www.w3.org/ns/credentials/v2"
EXAMPLES = "https://www.w3.org/ns/credentials/examples/v2"

SIGNED = (
    vector_files("w3c-vc-di-eddsa/TestVectors/**/signed*.json")
    + vector_files("w3c-vc-di-eddsa/TestVectors/proof-set-chain/proofChainTempDoc1.json")
    + vector_files("w3c-vc-di-ecdsa/TestVectors/ecdsa-*/**/signed*.json")
)
SUITE_INPUTS = vector_files("w3c-vcdm2-inputs/input/**/*.json")

# Contexts that W3C's documents use and Assay does not carry. Without the vectors, no test asks for the first.
CONTEXT_FILES = {
    EXAMPLES: VECTORS / "w3c-contexts" / "credentials-examples-v2.jsonld",
    "https://w3id.org/citizenship/v4rc1": Path(__file__).parents[1] / "data" / "contexts" / "citizenship-v4rc1.json",
}


def library() -> ContextLibrary:
    more = {url: file.read_bytes() for url, file in CONTEXT_FILES.items() if file.exists()}
    return bundled().extended(more, inline_allowed=True)


def endpoints(published: Mapping[str, bytes] | None = None, *, at: datetime = NOW) -> Endpoints:
    """The endpoints on a quiet day in 2026; all that they can fetch is in ``published``."""
    return Endpoints(issuers=issuers_from(SEED), contexts=library(), clock=lambda: at, fetch=(published or {}).get)


SERVED = endpoints()


def post(served: Endpoints, path: str, body: object) -> Answer:
    return served.answer("POST", path, json.dumps(body).encode())


def codes(answer: Answer) -> set[Any]:
    problems: Any = answer.body["problemDetails"]
    return {problem["code"] for problem in problems}


def credential(issuer: Issuer, /, **members: object) -> Json:
    """A credential that says next to nothing, by ``issuer``."""
    return {
        "@context": [VC_2],
        "type": ["VerifiableCredential"],
        "issuer": issuer.id,
        "credentialSubject": {"id": "did:example:ada"},
        **members,
    }


def issued(served: Endpoints, issuer: Issuer, /, **members: object) -> Json:
    answer = post(served, f"/{issuer.path}/credentials/issue", {"credential": credential(issuer, **members)})
    assert answer.status is HTTPStatus.CREATED, answer.body
    return answer.body


def presented(signer: Issuer, *credentials: object, options: JsonObject | None = None, **members: object) -> Json:
    """A presentation that ``signer`` signed, for ``options`` (challenge and domain)."""
    presentation: Json = {"@context": [VC_2], "type": ["VerifiablePresentation"], **members}
    if credentials:
        presentation["verifiableCredential"] = list(credentials)
    return signed_by(signer, presentation, purpose="authentication", more=options or {})


def signed_by(signer: Issuer, document: Json, **how: Any) -> Json:
    """The document with a proof by ``signer``, whoever it says that it is from."""
    return data_integrity.secure(
        document,
        signer=signer.signer,
        method=signer.method,
        created=NOW,
        suite=signer.suite,
        contexts=SERVED.contexts,
        **how,
    )


def as_the_suite_sends_it(path: Path, issuer_id: str) -> Json:
    """An input file, completed as the W3C suite does it: the issuer's id, dates around today.

    The file about a missing issuer is sent as it is.
    """
    text = path.read_text("utf-8").replace("PAST DATE", "2025-11-22T09:00:00Z")
    document: Json = json.loads(text.replace("FUTURE DATE", "2027-11-22T09:00:00Z"))
    if path.name == "credential-no-issuer-fail.json":
        return document
    issuer = document.setdefault("issuer", issuer_id)
    if isinstance(issuer, dict):
        issuer.setdefault("id", issuer_id)
    return document


def _proofs(document: Json) -> list[Json]:
    found: list[Json] = document["proof"] if isinstance(document["proof"], list) else [document["proof"]]
    return found


def _change_a_letter(document: Json) -> None:
    document["name"] = document["name"].replace("A", "B")


def _add_a_claim(document: Json) -> None:
    document["credentialSubject"]["name"] = "Mallory"


def _add_a_word_without_a_meaning(document: Json) -> None:
    document["no such word"] = "at all"


def _drop_a_date(document: Json) -> None:
    del document["validFrom"]


def _give_it_another_issuer(document: Json) -> None:
    document["issuer"] = "https://mallory.example/"


def _drop_the_proof(document: Json) -> None:
    del document["proof"]


def _change_the_signature(document: Json) -> None:
    value = _proofs(document)[-1]["proofValue"]
    _proofs(document)[-1]["proofValue"] = value[:20] + ("2" if value[20] == "1" else "1") + value[21:]


def _shorten_the_signature(document: Json) -> None:
    _proofs(document)[0]["proofValue"] = _proofs(document)[0]["proofValue"][:-2]


def _respell_the_signature(document: Json) -> None:
    _proofs(document)[0]["proofValue"] = "u" + _proofs(document)[0]["proofValue"][1:]


def _move_the_proof_in_time(document: Json) -> None:
    _proofs(document)[-1]["created"] = "2024-02-29T23:36:38Z"


def _say_it_was_made_at_no_time(document: Json) -> None:
    _proofs(document)[0]["created"] = "yesterday"


def _let_the_proof_run_out(document: Json) -> None:
    _proofs(document)[0]["expires"] = "2024-02-29T23:36:38Z"


def _name_another_key(document: Json) -> None:
    _proofs(document)[0]["verificationMethod"] = issuers_from(SEED)[0].method


def _name_no_key_of_the_document(document: Json) -> None:
    _proofs(document)[0]["verificationMethod"] = _proofs(document)[0]["verificationMethod"].partition("#")[0] + "#key-1"


def _name_no_key_at_all(document: Json) -> None:
    del _proofs(document)[0]["verificationMethod"]


def _claim_another_purpose(document: Json) -> None:
    _proofs(document)[0]["proofPurpose"] = "authentication"


def _claim_another_suite(document: Json) -> None:
    first = _proofs(document)[0]
    jcs_for = {"eddsa-rdfc-2022": "eddsa-jcs-2022", "ecdsa-rdfc-2019": "ecdsa-jcs-2019"}
    rdfc_for = {jcs: rdfc for rdfc, jcs in jcs_for.items()}
    first["cryptosuite"] = (jcs_for | rdfc_for).get(first.get("cryptosuite", ""), "eddsa-rdfc-2022")
    first["type"] = "DataIntegrityProof"


def _claim_an_unknown_suite(document: Json) -> None:
    _proofs(document)[0].update(type="DataIntegrityProof", cryptosuite="rot13-2026")
    del _proofs(document)[1:]


def _add_a_word_to_the_proof(document: Json) -> None:
    _proofs(document)[-1]["domain"] = "https://mallory.example/"


def _point_to_a_proof_that_is_not_there(document: Json) -> None:
    _proofs(document)[-1]["previousProof"] = "urn:uuid:00000000-0000-4000-8000-000000000000"


def _say_it_in_another_context(document: Json) -> None:
    document["@context"] = [*document["@context"][:1], {"@vocab": "https://mallory.example/"}]


TAMPERINGS: dict[str, Callable[[Json], None]] = {
    tampering.__name__.strip("_"): tampering
    for tampering in (
        _change_a_letter,
        _add_a_claim,
        _add_a_word_without_a_meaning,
        _drop_a_date,
        _give_it_another_issuer,
        _drop_the_proof,
        _change_the_signature,
        _shorten_the_signature,
        _respell_the_signature,
        _move_the_proof_in_time,
        _say_it_was_made_at_no_time,
        _let_the_proof_run_out,
        _name_another_key,
        _name_no_key_of_the_document,
        _name_no_key_at_all,
        _claim_another_purpose,
        _claim_another_suite,
        _claim_an_unknown_suite,
        _add_a_word_to_the_proof,
        _point_to_a_proof_that_is_not_there,
        _say_it_in_another_context,
    )
}


def tampered(document: Json, how: str) -> Json:
    copied = copy.deepcopy(document)
    TAMPERINGS[how](copied)
    assert copied != document
    return copied
