"""What every racer is handed before the race, as one JSON file: keys, contexts, and the badges of each row.

``contexts`` maps URLs to documents, ``rows`` the name of a row to what ``_row`` puts together.
"""

import json
from typing import Any

from assay.science.issuing.issue import VC_JWT
from assay.science.securing import data_integrity, json_ld, rdf_canonical
from assay.science.securing.contexts import bundled
from benchmarks.racers.fixture import ROWS, STATUS_LIST, Json, Row, signed, status_list

# A new shape has 2^16 forms: those that we issue begin at 0, those that are verified here, so that none comes twice.
FIRST_NEW = 1 << 15
# Canonical forms for the limit: hashing does not get faster with a second look at the same bytes.
_HASHED = 16


def handed_out(pool: int) -> Json:
    """The file for ``pool`` badges of each row."""
    contexts = {url: json.loads(source) for url, source in bundled().sources.items()}
    return {"contexts": contexts, "rows": {name: _row(row, pool) for name, row in ROWS.items()}}


def fresh(name: str, numbers: range) -> list[str]:
    """Signed badges of a row whose shapes were never seen, each with its own."""
    return [_for_all(signed(ROWS[name], number)) for number in numbers]


def described() -> str:
    """The ordinary badge in figures."""
    row = ROWS["eddsa-rdfc-2022"]
    unsigned = row.award(0).composed(row.issuer)
    size = len(json.dumps(unsigned, ensure_ascii=False, separators=(",", ":")).encode())
    canonical = rdf_canonical.canonicalize(json_ld.to_rdf(unsigned, bundled()))
    return (
        f"the badge: {size:,} bytes unsigned, {len(_for_all(signed(row, 0)).encode()):,} signed; "
        f"{canonical.count(chr(10))} statements, {len(canonical.encode()):,} bytes canonical"
    )


def _row(row: Row, pool: int) -> Json:
    """The key, the badges to sign, the signed ones as text, the status list, and the bytes that a signature covers."""
    first = FIRST_NEW if row.always_new else 0
    count = min(pool, _HASHED) if row.always_new else pool
    texts = [signed(row, number) for number in range(first, first + count)]
    issuer, secret = row.issuer, row.issuer.signer
    handed: Json = {
        "suite": row.suite,
        "kind": row.key,
        "key": row.multibase,
        "did": issuer.id,
        "method": issuer.method,
        "unsigned": [row.award(number).composed(issuer) for number in range(first, first + count)],
        "signed": [_for_all(text) for text in texts],
        "published": {STATUS_LIST: status_list(row).decode()},
        "hashed": [],
    }
    for text in texts[:_HASHED]:
        if row.suite == VC_JWT:
            handed["hashed"].append({"options": "", "document": "", "token": text.rpartition(".")[0]})
            continue
        document = json.loads(text)
        (proof,) = document.pop("proof")
        del proof["proofValue"]
        data = data_integrity.hash_data(document, proof, key=secret.public_key, contexts=bundled())
        handed["hashed"].append({"options": data.options.decode(), "document": data.document.decode(), "token": ""})
        handed["options"] = proof
    return handed


def _for_all(text: str) -> str:
    """The badge with its one proof as an object, which some peers insist on. A signature does not cover that."""
    if not text.startswith("{"):
        return text
    document: dict[str, Any] = json.loads(text)
    (document["proof"],) = document["proof"]
    return json.dumps(document, ensure_ascii=False, separators=(",", ":"))
