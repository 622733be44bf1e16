"""The tables that learners of the demo world hand in, as CSV. Each has exactly the counts that their texts tell."""

import csv
from collections.abc import Iterable
from datetime import date, timedelta
from io import StringIO
from random import Random

_BEGAN = date(2025, 9, 1)


def bookings() -> bytes:
    """912 bookings: 91 of 454 without a reminder stayed empty, 58 of 458 with one."""
    chance = Random("bookings")  # noqa: S311 -- invented figures, the same each time
    rows: list[tuple[str, int, str, str]] = []
    # town, reminder, bookings, of which empty
    for town, reminder, count, empty in (
        ("Ashby", "no", 130, 26),
        ("Ashby", "yes", 132, 16),
        ("Corve", "no", 120, 24),
        ("Corve", "yes", 118, 16),
        ("Linton", "no", 104, 21),
        ("Linton", "yes", 106, 12),
        ("Marle", "no", 100, 20),
        ("Marle", "yes", 102, 14),
    ):
        rows += [
            (town, chance.choice((1, 1, 2, 2, 2, 3, 4, 5)), reminder, "yes" if number < empty else "no")
            for number in range(count)
        ]
    chance.shuffle(rows)
    return _written(("town", "people", "reminder", "stayed_empty"), rows)


def path_counts() -> bytes:
    """2 254 counts of walkers on paths, 53 of them flagged."""
    chance = Random("paths")  # noqa: S311 -- invented figures, the same each time
    flags = ["date"] * 9 + ["estimated"] * 33 + ["missing"] * 8 + ["total"] * 3 + [""] * (2254 - 53)
    chance.shuffle(flags)
    rows = []
    for number, flag in enumerate(flags):
        day = _BEGAN - timedelta(days=number % 205)
        walkers = "" if flag == "missing" else chance.randint(5002, 9100) if flag == "total" else chance.randint(3, 640)
        rows.append(("" if flag == "date" else day.isoformat(), f"post {number % 11 + 1}", walkers, flag))
    return _written(("day", "post", "walkers", "flag"), rows)


def members() -> bytes:
    """797 members of a club, 51 of them flagged."""
    chance = Random("members")  # noqa: S311 -- invented figures, the same each time
    flags = ["double?"] * 5 + ["fee unknown"] * 6 + ["joined later than now"] * 3 + ["joined unknown"] * 37
    flags += [""] * (797 - len(flags))
    chance.shuffle(flags)
    sections = ("athletics", "chess", "football", "gymnastics", "rowing", "swimming", "tennis", "walking")
    rows = []
    for number, flag in enumerate(flags, start=1):
        year = {"joined unknown": "", "joined later than now": 2103}.get(flag, chance.randint(2009, 2025))
        fee = "" if flag == "fee unknown" else chance.choice((0, 60, 90, 120))
        rows.append((number, chance.choice(sections), year, fee, flag))
    return _written(("member", "section", "joined", "fee", "flag"), rows)


def night_rounds() -> bytes:
    """1 104 rounds with medicines at night on four wards, this year and last."""
    chance = Random("rounds")  # noqa: S311 -- invented figures, the same each time
    rows = [
        (ward, year, night, chance.choices(("no", "yes"), (95, 5) if ward in "AB" and year == "this" else (92, 8))[0])
        for year in ("last", "this")
        for ward in "ABCD"
        for night in range(1, 139)
    ]
    return _written(("ward", "year", "round", "mistake"), rows)


def parcels() -> bytes:
    """2 140 first orders: was the parcel on time, and did the customer order again within 90 days."""
    chance = Random("parcels")  # noqa: S311 -- invented figures, the same each time
    rows = []
    for number in range(1, 2141):
        on_time = chance.random() < 0.8  # noqa: PLR2004 -- four in five, as the plan says
        again = chance.random() < (0.31 if on_time else 0.27)
        rows.append((number, chance.choice(("small", "bulky")), "yes" if on_time else "no", "yes" if again else "no"))
    return _written(("order", "goods", "on_time", "ordered_again"), rows)


def _written(header: tuple[str, ...], rows: Iterable[tuple[object, ...]]) -> bytes:
    text = StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(header)
    writer.writerows(rows)
    return text.getvalue().encode()
