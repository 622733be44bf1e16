"""The ring of an issuer: drawn from the SHA-256 of its identifier, and from nothing else."""

from assay.science.marking.drawing import number
from assay.science.marking.issuer_ring import issuer_ring


def test_a_ring_follows_the_digest_of_the_identifier() -> None:
    # printf did:web:brunel.example | sha256sum  ->  56a595a6ac0ec297 1e6b78774b8355c9 38c0…
    ring = issuer_ring("did:web:brunel.example")

    assert ring.ink == "#33502c"  # 0x56 % 6 == 2
    assert ring.lobes == 14  # 9 + 0xa5 % 16
    assert ring.strands == 4  # 2 + 0x95 % 3
    assert ring.overtone == 2  # 2 + 0xa6 % 2
    assert ring.overtone_share == 0.0  # 0xac % 4
    # The last bits of 0x…55c9, lowest first: 9 is 1001, c is 1100, 5 is 0101.
    assert ring.reeds[:12] == (True, False, False, True, False, False, True, True, True, False, True, False)
    assert len(ring.reeds) == 60


def test_another_identifier_has_another_ring() -> None:
    # printf did:web:northgate.example:issuers:7 | sha256sum  ->  e5d827bc60db…
    ring = issuer_ring("did:web:northgate.example:issuers:7")

    assert (ring.ink, ring.lobes, ring.strands) == ("#1b3d63", 17, 2)
    assert ring != issuer_ring("did:web:brunel.example")


def test_numbers_are_short_and_never_minus_zero() -> None:
    assert [number(value) for value in (12.0, 12.54, -0.04, -3.25)] == ["12", "12.5", "0", "-3.2"]
