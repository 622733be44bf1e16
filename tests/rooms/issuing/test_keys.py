"""An issuer's keys: one in use for each purpose, retired ones published for ever."""

import json
from typing import Any

import pytest

from assay.campus.issuing.documents import did_document, fetch_for
from assay.campus.issuing.keys import key_in_use, keys_of, rotate, signer_of
from assay.campus.issuing.models import IssuerKey, KeyPurpose, PendingLeaf
from assay.campus.people.models import Event, Organisation
from assay.science.errors import Code, Refused
from assay.science.securing import multikey
from assay.science.verification.asking import drive
from assay.science.verification.report import Verdict
from assay.science.verification.verify import verify
from tests.rooms.issuing.earned import awarded, studio
from tests.rooms.town import Town

CREDENTIALS, STATUS = KeyPurpose.CREDENTIALS, KeyPurpose.STATUS


def in_use(town: Town, purpose: KeyPurpose = CREDENTIALS, organisation: Organisation | None = None) -> IssuerKey:
    return key_in_use(organisation or town.northgate, purpose, at=town.tools.now(), tools=town.tools)


def published(town: Town) -> dict[str, Any]:
    raw = did_document(town.northgate.public_id, tools=town.tools)
    assert raw is not None
    found: dict[str, Any] = json.loads(raw)
    return found


def test_the_first_use_makes_a_key_and_the_next_uses_it(town: Town) -> None:
    first, again = in_use(town), in_use(town)

    assert first == again
    assert first.multikey.startswith("z6Mk")
    assert PendingLeaf.objects.filter(kind="key-add").count() == 1


def test_each_organisation_and_each_purpose_has_a_key_of_its_own(town: Town) -> None:
    keys = {
        in_use(town, purpose, organisation).multikey
        for purpose in (CREDENTIALS, STATUS)
        for organisation in (town.northgate, town.cloudvane)
    }

    assert len(keys) == 4


def test_the_secret_half_opens_for_its_organisation_and_purpose_only(town: Town) -> None:
    key = in_use(town)

    assert multikey.encode_public(signer_of(key, tools=town.tools).public_key) == key.multikey
    with pytest.raises(Refused):
        town.tools.keys.signer(key.multikey, tenant=f"organisation:{town.cloudvane.id}", purpose=CREDENTIALS)
    with pytest.raises(Refused):
        town.tools.keys.signer(key.multikey, tenant=f"organisation:{town.northgate.id}", purpose=STATUS)


def test_the_did_document_lists_all_keys_for_signing_and_for_nothing_else(town: Town) -> None:
    old = in_use(town)
    new = rotate(old, actor=town.nadia, at=town.tools.now(), tools=town.tools)

    document = published(town)

    did = f"did:web:testserver.example:issuers:{town.northgate.public_id}"
    methods = [f"{did}#{key.multikey}" for key in (old, new)]
    assert document["id"] == did
    assert [each["id"] for each in document["verificationMethod"]] == methods
    assert document["assertionMethod"] == methods
    assert "authentication" not in document


def test_after_a_rotation_old_credentials_verify_and_new_ones_have_the_new_key(town: Town) -> None:
    version = studio(town)
    old = awarded(town, version=version)
    new_key = rotate(old.issuer_key, actor=town.nadia, at=town.tools.now(), tools=town.tools)

    new = awarded(town, learner=town.priya, version=version)

    assert old.issuer_key.multikey in old.signed
    assert new_key.multikey in new.signed
    for credential in (old, new):
        report = drive(verify(credential.signed.encode(), at=town.tools.now()), fetch_for(town.tools))
        assert report.verdict is Verdict.VALID


def test_rotating_the_same_key_twice_is_rotating_it_once(town: Town) -> None:
    old = in_use(town)

    first = rotate(old, actor=town.nadia, at=town.tools.now(), tools=town.tools)
    again = rotate(old, actor=town.nadia, at=town.tools.now(), tools=town.tools)

    assert first == again
    assert [key.retired_at is None for key in keys_of(town.northgate)] == [False, True]
    assert Event.objects.filter(action="issuing.retire_key", subject=str(old.id), actor=town.nadia).count() == 1


@pytest.mark.parametrize(("name", "code"), [("ruth", Code.NOT_ALLOWED), ("otto", Code.NOT_FOUND)])
def test_only_an_administrator_rotates(town: Town, name: str, code: Code) -> None:
    key = in_use(town)

    with pytest.raises(Refused) as told:
        rotate(key, actor=getattr(town, name), at=town.tools.now(), tools=town.tools)

    assert told.value.code is code
    assert in_use(town) == key


def test_an_organisation_that_never_issued_has_no_did_document(town: Town) -> None:
    assert did_document(town.northgate.public_id, tools=town.tools) is None
    assert did_document("0" * 32, tools=town.tools) is None
