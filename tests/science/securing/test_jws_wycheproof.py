"""Wycheproof's 401 JWS vectors. What we refuse although it is valid stands here, number by number."""

import pytest

from assay.science.errors import Code, MalformedDocument, Refused
from assay.science.securing.jwk import public_key_from_jwk
from assay.science.securing.jws import read_compact, verify_compact
from tests.science.securing.wycheproof import Vector, wycheproof

# Documented refusals: the algorithm is none of EdDSA, ES256, ES384 and RS256, so the key is not read at all. 372 and
# 373 are valid by Wycheproof although a part of them is not base64url.
REFUSED_THOUGH_VALID = {
    "HS256": {1, 348, 352, 357, 358, 359, 372, 373, 376, 377},
    "RS384": {264, 265, 266, 267},
    "RS512": {268, 269, 270, 271},
    "PS256": {272, 273, 274, 275, 287, 288, 346, 350},  # 346 and 350 are PS384 under a key that says PS256
    "PS384": {320, 321, 322, 323},
    "PS512": {325, 326, 327, 328},
    "ES512": {347, 351},
}
ACCEPTED = {18, 33, 259, 260, 261, 262, 263, 345, 349, 378}
VECTORS = wycheproof("json_web_signature_test.json")


@pytest.mark.parametrize("vector", VECTORS)
def test_each_jws_vector_of_wycheproof_ends_as_given_or_is_a_documented_refusal(vector: Vector) -> None:
    jwk = vector.group.get("public") or vector.group["private"]
    refused = {number for numbers in REFUSED_THOUGH_VALID.values() for number in numbers}

    if vector.is_valid and vector.number not in refused:
        assert vector.number in ACCEPTED
        verify_compact(read_compact(vector.test["jws"]), public_key_from_jwk(jwk))
        return
    with pytest.raises((Refused, MalformedDocument)) as caught:
        verify_compact(read_compact(vector.test["jws"]), public_key_from_jwk(jwk))
    if vector.is_valid and vector.number not in {372, 373}:
        assert caught.value.code in {Code.KEY_REFUSED, Code.ALGORITHM_REFUSED}


def test_ten_vectors_are_accepted_and_thirty_six_valid_ones_refused() -> None:
    assert len(ACCEPTED) == 10
    assert sum(len(numbers) for numbers in REFUSED_THOUGH_VALID.values()) == 36
