"""The W3C's vectors for Data Integrity, byte for byte: each of their files is used, or it is said why not.

The folders of a suite have nine files: the canonical document, the proof's configuration and its canonical form, the
hashes of both, the two together, the signature in hex and in base58, and the signed document.
"""

import hashlib
import json
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from assay.science.securing import data_integrity, json_ld, multibase, multikey, rdf_canonical
from assay.science.securing.data_integrity import hash_data, secure
from assay.science.securing.keys import SecretKey
from assay.science.securing.proofs import Proof, chain_before, read_proofs
from assay.science.securing.strict_json import JsonObject
from tests.science.securing.badges import w3c_library
from tests.vectors import vectors

pytestmark = pytest.mark.vectors

EDDSA = "w3c-vc-di-eddsa"
ECDSA = "w3c-vc-di-ecdsa"
DOCUMENT = "unsigned.json"
EMPLOYMENT = "employmentAuth.json"


@dataclass(frozen=True)
class Folder:
    """One suite, key and document; ``ending`` is how its nine files end."""

    source: str
    path: str
    ending: str
    document: str
    key: str
    hash: str = "sha256"

    def __str__(self) -> str:
        return f"{self.source}/{self.path}"


FOLDERS = [
    Folder(EDDSA, "Ed25519Signature2020", "EdSig", DOCUMENT, "keyPair.json"),
    Folder(EDDSA, "eddsa-jcs-2022", "JCS", DOCUMENT, "keyPair.json"),
    Folder(EDDSA, "eddsa-rdfc-2022", "DataInt", DOCUMENT, "keyPair.json"),
    Folder(EDDSA, "eddsa-rdfc-2022/employ", "DataInt", EMPLOYMENT, "keyPair.json"),
    Folder(ECDSA, "ecdsa-jcs-2019-p256", "JCSECDSAP256", DOCUMENT, "p256KeyPair.json"),
    Folder(ECDSA, "ecdsa-jcs-2019-p384", "JCSECDSAP384", DOCUMENT, "p384KeyPair.json", "sha384"),
    Folder(ECDSA, "ecdsa-rdfc-2019-p256", "ECDSAP256", DOCUMENT, "p256KeyPair.json"),
    Folder(ECDSA, "ecdsa-rdfc-2019-p256/employ", "ECDSAP256", EMPLOYMENT, "p256KeyPair.json"),
    Folder(ECDSA, "ecdsa-rdfc-2019-p384", "ECDSAP384", DOCUMENT, "p384KeyPair.json", "sha384"),
    Folder(ECDSA, "ecdsa-rdfc-2019-p384/employ", "ECDSAP384", EMPLOYMENT, "p384KeyPair.json", "sha384"),
]
OF_A_SUITE = (
    "canonDoc{}.txt",
    "proofConfig{}.json",
    "proofCanon{}.txt",
    "docHash{}.txt",
    "proofHash{}.txt",
    "combinedHash{}.txt",
    "sigHex{}.txt",
    "sigBTC58{}.txt",
    "signed{}.json",
)
SETS_AND_CHAINS = {
    "multiKeyPairs.json",
    "unsigned.json",
    "proofSetConfig1.json",
    "proofSetConfig2.json",
    "proofSetConfigSigned1.json",
    "proofSetConfigSigned2.json",
    "signedProofSet1.json",
    "signedProofSet2.json",
    "proofChainConfig1.json",
    "proofChainConfig2.json",
    "proofChainTempDoc1.json",
    "proofChainTempDoc2.json",
    "proofChainConfigSigned1.json",
    "proofChainConfigSigned2.json",
    "signedProofChain1.json",
    "signedProofChain2.json",
}
# Selective disclosure is neither issued nor read here. What its vectors share with other suites is used all the same:
# two documents and their canonical form, a proof's configuration and its canonical form and hash.
SELECTIVE = {
    f"ecdsa-sd-2023/{example}/{name}"
    for example in ("employ", "prc")
    for name in (
        "addSignedSDBase.json",
        "addBaseDocCanon.json",
        "addProofConfig.json",
        "addProofConfigCanon.txt",
        "addHashData.json",
    )
}
NOT_USED = {
    f"ecdsa-sd-2023/{example}/{name}.json"
    for example in ("employ", "prc")
    for name in (
        "addBaseDocHMACCanon",
        "addBaseTransform",
        "addPointerValues",
        "addRawBaseSignatureInfo",
        "derivedAdjMandatoryIndexes",
        "derivedAdjSignatures",
        "derivedAllGroupData",
        "derivedDisclosureData",
        "derivedGroupIndexes",
        "derivedRecoveredBaseData",
        "derivedRevealDocument",
        "derivedUnsignedReveal",
        "verifyCreateVerifyData",
        "verifyDerivedProofValue",
        "verifyNQuads",
    )
} | {
    "ecdsa-sd-2023/SDKeyMaterial.json",
    "employMandatory.json",
    "employSelective.json",
    "prCredMandatory.json",
    "prCredSelective.json",
    "prCredUnsigned.json",  # another description than the document that was signed
}


def path(source: str, name: str) -> Path:
    return vectors(source, "TestVectors", *name.split("/"))


def text(source: str, name: str) -> str:
    return path(source, name).read_text(encoding="utf-8")


def read(source: str, name: str) -> Any:
    return json.loads(text(source, name))


def of(folder: Folder, name: str) -> str:
    return text(folder.source, f"{folder.path}/{name.format(folder.ending)}")


def secret_key(pair: dict[str, str]) -> SecretKey:
    key = multikey.decode_secret(pair.get("secretKeyMultibase") or pair["privateKeyMultibase"])
    assert multikey.encode_public(key.public_key) == pair["publicKeyMultibase"]
    return key


def issued(document: JsonObject, config: JsonObject, key: SecretKey) -> JsonObject:
    """The document secured with a proof as the configuration has it."""
    usual = {"type", "cryptosuite", "created", "verificationMethod", "proofPurpose", "@context"}
    return secure(
        document,
        signer=key,
        method=str(config["verificationMethod"]),
        created=datetime.strptime(str(config["created"]), "%Y-%m-%dT%H:%M:%SZ").replace(tzinfo=UTC),
        suite=str(config["cryptosuite"]),
        contexts=w3c_library(),
        more={name: member for name, member in config.items() if name not in usual},
        purpose=str(config["proofPurpose"]),
    )


@pytest.mark.parametrize("source", [EDDSA, ECDSA])
def test_every_file_of_the_vectors_has_its_place_here(source: str) -> None:
    folder = vectors(source, "TestVectors")
    found = {file.relative_to(folder).as_posix() for file in folder.rglob("*") if file.is_file()}

    folders = [each for each in FOLDERS if each.source == source]
    claimed = {f"{each.path}/{name.format(each.ending)}" for each in folders for name in OF_A_SUITE}
    claimed |= {name for each in folders for name in (each.document, each.key)}
    if source == EDDSA:
        claimed |= {f"proof-set-chain/{name}" for name in SETS_AND_CHAINS}
    else:
        claimed |= SELECTIVE | NOT_USED

    assert found == claimed


@pytest.mark.parametrize("folder", FOLDERS, ids=str)
def test_canonical_forms_hashes_and_signature_are_the_w3c_s_byte_for_byte(folder: Folder) -> None:
    key = secret_key(read(folder.source, folder.key))
    config: JsonObject = json.loads(of(folder, "proofConfig{}.json"))
    document = {**read(folder.source, folder.document), "@context": config["@context"]}
    # The suites over RDF take the document's contexts for the proof; those over JSON keep them in it.
    options = config if "jcs" in folder.path else {name: config[name] for name in config if name != "@context"}

    data = hash_data(document, options, key=key.public_key, contexts=w3c_library())

    assert data.document == of(folder, "canonDoc{}.txt").encode()
    assert data.options == of(folder, "proofCanon{}.txt").encode()
    assert hashlib.new(folder.hash, data.document).hexdigest() == of(folder, "docHash{}.txt")
    assert hashlib.new(folder.hash, data.options).hexdigest() == of(folder, "proofHash{}.txt")
    assert data.signed.hex() == of(folder, "combinedHash{}.txt")
    # ECDSA as well: the vectors were made with the nonces of RFC 6979.
    assert key.sign(data.signed).hex() == of(folder, "sigHex{}.txt")
    assert multibase.encode(key.sign(data.signed)) == of(folder, "sigBTC58{}.txt")


@pytest.mark.parametrize("folder", FOLDERS, ids=str)
def test_the_signed_documents_of_the_w3c_verify(folder: Folder) -> None:
    key = secret_key(read(folder.source, folder.key)).public_key
    document: JsonObject = json.loads(of(folder, "signed{}.json"))

    [proof] = found = read_proofs(document)

    assert isinstance(proof, Proof)
    data_integrity.verify(document, proof, found, key=key, contexts=w3c_library())


@pytest.mark.parametrize("folder", [each for each in FOLDERS if each.path != "Ed25519Signature2020"], ids=str)
def test_issued_again_with_the_same_key_a_document_is_the_signed_one(folder: Folder) -> None:
    key = secret_key(read(folder.source, folder.key))
    signed = json.loads(of(folder, "signed{}.json"))

    secured = issued(read(folder.source, folder.document), json.loads(of(folder, "proofConfig{}.json")), key)

    # They write one proof without brackets; we write a list, as Open Badges 3.0 asks for.
    assert secured == {**signed, "proof": [signed["proof"]]}


# Sets and chains.


def in_chain(name: str) -> Any:
    assert name in SETS_AND_CHAINS
    return read(EDDSA, f"proof-set-chain/{name}")


def chain_key(number: int) -> SecretKey:
    return secret_key(in_chain("multiKeyPairs.json")[f"keyPair{number}"])


def test_a_set_of_two_proofs_is_made_as_the_w3c_made_it() -> None:
    once = issued(in_chain("unsigned.json"), in_chain("proofSetConfig1.json"), chain_key(1))
    twice = issued(once, in_chain("proofSetConfig2.json"), chain_key(2))

    first, second = in_chain("proofSetConfigSigned1.json"), in_chain("proofSetConfigSigned2.json")
    assert once == {**in_chain("unsigned.json"), "proof": [first]}
    assert once["proof"] == [in_chain("signedProofSet1.json")["proof"]]
    assert twice == in_chain("signedProofSet2.json")
    assert twice["proof"] == [first, second]


def test_a_chain_of_proofs_is_made_as_the_w3c_made_it() -> None:
    third = issued(in_chain("signedProofSet2.json"), in_chain("proofChainConfig1.json"), chain_key(3))
    fourth = issued(third, in_chain("proofChainConfig2.json"), chain_key(4))

    assert third == in_chain("signedProofChain1.json")
    assert fourth == in_chain("signedProofChain2.json")
    assert [in_chain("proofChainConfigSigned1.json"), in_chain("proofChainConfigSigned2.json")] == fourth["proof"][2:]  # type: ignore[index]


@pytest.mark.parametrize("number", [1, 2])
def test_a_proof_in_a_chain_is_made_over_the_document_with_the_proofs_before_it(number: int) -> None:
    key = chain_key(number + 2).public_key
    options = in_chain(f"proofChainConfig{number}.json")
    before = in_chain("signedProofSet2.json" if number == 1 else "signedProofChain1.json")
    temporary = in_chain(f"proofChainTempDoc{number}.json")

    earlier = chain_before(options, read_proofs(before))
    data = hash_data(before, options, earlier=earlier, key=key, contexts=w3c_library())

    assert temporary == {**in_chain("unsigned.json"), "proof": [each.raw for each in earlier]}
    over_theirs = rdf_canonical.canonicalize(json_ld.to_rdf(temporary, w3c_library()))
    assert data.document.decode() == over_theirs


@pytest.mark.parametrize(
    ("name", "count"),
    [
        ("signedProofSet1.json", 1),
        ("signedProofSet2.json", 2),
        ("signedProofChain1.json", 3),
        ("signedProofChain2.json", 4),
    ],
)
def test_every_proof_of_the_w3c_s_sets_and_chains_verifies(name: str, count: int) -> None:
    document = in_chain(name)

    found = read_proofs(document)

    assert len(found) == count
    for number, proof in enumerate(found, start=1):
        assert isinstance(proof, Proof)
        data_integrity.verify(document, proof, found, key=chain_key(number).public_key, contexts=w3c_library())


# Of selective disclosure, what is common ground.


@pytest.mark.parametrize("example", ["employ", "prc"])
def test_the_documents_of_selective_disclosure_have_the_w3c_s_canonical_form(example: str) -> None:
    signed = read(ECDSA, f"ecdsa-sd-2023/{example}/addSignedSDBase.json")
    document = {name: member for name, member in signed.items() if name != "proof"}

    canonical = rdf_canonical.canonicalize(json_ld.to_rdf(document, w3c_library()))

    assert canonical.splitlines(keepends=True) == sorted(read(ECDSA, f"ecdsa-sd-2023/{example}/addBaseDocCanon.json"))


@pytest.mark.parametrize("example", ["employ", "prc"])
def test_the_proof_options_of_selective_disclosure_have_the_w3c_s_canonical_form_and_hash(example: str) -> None:
    quads = json_ld.to_rdf(read(ECDSA, f"ecdsa-sd-2023/{example}/addProofConfig.json"), w3c_library())

    canonical = rdf_canonical.canonicalize(quads)

    assert canonical == text(ECDSA, f"ecdsa-sd-2023/{example}/addProofConfigCanon.txt")
    expected = read(ECDSA, f"ecdsa-sd-2023/{example}/addHashData.json")["proofHash"]
    assert hashlib.sha256(canonical.encode()).hexdigest() == expected
