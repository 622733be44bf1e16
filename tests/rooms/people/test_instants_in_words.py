"""Instants inside a sentence."""

import pytest
from django.utils import timezone

from assay.campus.people.templatetags.instants import instants_in_words


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("in force, until 2031-07-19T14:10:00Z", "in force, until 19 July 2031, 14:10 UTC"),
        (
            "from 2026-01-02T03:04:05Z to 2026-02-03T04:05:06Z",
            "from 2 January 2026, 03:04 UTC to 3 February 2026, 04:05 UTC",
        ),
        ("on 2026-02-30T00:00:00Z", "on 2026-02-30T00:00:00Z"),
        ("no instant here", "no instant here"),
    ],
)
def test_an_instant_in_a_sentence_is_written_as_people_write_it(written: str, read: str) -> None:
    assert instants_in_words(written) == read


def test_it_names_the_zone_of_the_reader() -> None:
    with timezone.override("Europe/Lisbon"):
        assert instants_in_words("until 2031-07-19T14:10:00Z") == "until 19 July 2031, 15:10 WEST"
