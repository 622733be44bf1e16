"""The dashboards, reports and drawings that learners of the demo world hand in."""

import math
from random import Random

from assay.campus.demo.drawing import INK, PALE, Box, Sheet, as_pdf

_WEEKS = {0: "January", 13: "April", 26: "July", 39: "October", 51: "December"}
_NOT_COUNTED = (22, 25)  # weeks 23 to 25, as the learner's text tells


def newsletters(*, with_caveats: bool) -> bytes:
    """Samantha's first dashboard. Without caveats three uncounted weeks look like a collapse; with them, like a gap."""
    numbers = Random("newsletters")  # noqa: S311 -- invented figures, the same each time

    def year(level: float, swing: float) -> list[float | None]:
        found: list[float | None] = []
        for week in range(52):
            usual = level + swing * math.sin((week - 9) / 52 * 2 * math.pi) + numbers.gauss(0, 0.35)
            uncounted = _NOT_COUNTED[0] <= week < _NOT_COUNTED[1]
            found.append(round(max(usual, 0.2), 1) if not uncounted else None if with_caveats else 0.3)
        return found

    series = {"Weekend walks": year(7.6, 1.4), "New in the shops": year(4.2, 0.5), "Repair tips": year(2.1, 0.9)}
    sheet = Sheet(
        "Which newsletter brings orders?",
        "Orders within seven days of a click, for each 1 000 mails, last year. For: head of marketing, monthly budget",
    )
    gap = (*_NOT_COUNTED, "clicks not\nrecorded") if with_caveats else None
    box = Box(90, 160, 1060, 500)
    sheet.lines(box, series, top=10, unit="orders per 1 000 mails", ticks=_WEEKS, gap=gap)
    means = [
        (name, (round(sum(filter(None, each)) / len(list(filter(None, each))), 1),)) for name, each in series.items()
    ]
    sheet.text((40, 566), "Mean of the year", size=18, bold=True)
    sheet.bars(Box(190, 600, 520, 740), means, top=10, unit="")
    if with_caveats:
        sheet.note(
            Box(620, 566, 1240, 760),
            "What it shows, and what it cannot",
            "“Weekend walks” brings about twice the orders of any other, all year round.\n"
            "How sure: a week moves by about 0.7 by chance; the distance is five times that.\n"
            "Weeks 23 to 25 were not recorded (consent banner). There was no collapse in June.\n"
            "It cannot show who would have ordered without a mail, and nothing about the\n"
            "shops: whoever reads a mail and buys over the counter is not in it.",
        )
    else:
        sheet.note(
            Box(620, 566, 1240, 700),
            "What it shows",
            "“Weekend walks” brings about twice the orders of any other.\nAll newsletters collapsed in June.",
        )
    sheet.source("sending log and shop orders, January to December, as of 7 January.")
    return sheet.png()


def booking_form(*, with_caveats: bool) -> bytes:
    """Samantha's second dashboard: how many reach each step of a form."""
    rows = [
        ("1 Choose a walk", (100.0, 100.0)),
        ("2 Choose a day", (88.0, 81.0)),
        ("3 How many people", (84.0, 76.0)),
        ("4 Names of all", (79.0, 47.0)),
        ("5 Pay", (71.0, 40.0)),
        ("6 Confirmed", (67.0, 36.0)),
    ]
    sheet = Sheet(
        "At which step do visitors leave the booking form?",
        "Of 100 visitors who begin, so many reach each step. For: the two people who look after the form",
    )
    sheet.key((200, 122), ("on a computer", "on a telephone"))
    sheet.bars(Box(200, 160, 1060, 560), rows, top=100, unit="")
    if with_caveats:
        sheet.note(
            Box(40, 600, 1240, 750),
            "What it shows, and what it cannot",
            "On telephones three in ten leave at step 4, where all names have to be typed: rebuild this step first.\n"
            "How sure: 3 140 visits on computers and 5 022 on telephones; each bar could be off by one or two.\n"
            "It cannot show why they leave, nor who came back later on another device: such a person is counted twice.",
        )
    else:
        sheet.note(
            Box(40, 600, 1240, 690),
            "What it shows",
            "On telephones three in ten leave at step 4. Rebuild this step first.",
        )
    sheet.source("counts of the form, March to May; visits under two seconds left out.")
    return sheet.png()


def admissions() -> bytes:
    """Chloe's first dashboard: how many come, and how long they stay, week by week."""
    numbers = Random("ward")  # noqa: S311 -- invented figures, the same each time
    closed = {30, 31}
    came: list[float | None] = []
    stayed: list[float | None] = []
    for week in range(52):
        came.append(None if week in closed else round(31 + numbers.gauss(0, 2.2)))
        stayed.append(None if week in closed else round(5.1 + 1.6 * week / 52 + numbers.gauss(0, 0.35), 1))
    sheet = Sheet(
        "Are we full because more come, or because they stay longer?",
        "One ward with 28 beds, a year. For: the monthly bed meeting",
    )
    gap = (30, 32, "ward\nclosed")
    sheet.text((40, 118), "Admitted each week", size=17, bold=True)
    sheet.lines(Box(90, 178, 1080, 380), {"people": came}, top=40, unit="people", ticks=_WEEKS, gap=gap)
    sheet.text((40, 430), "Half of those who left that week had stayed longer than this", size=17, bold=True)
    sheet.lines(Box(90, 490, 1080, 680), {"days": stayed}, top=8, unit="days", ticks=_WEEKS, gap=gap)
    sheet.text(
        (40, 728),
        "No more people come than a year ago; they stay about a day and a half longer. Nine stays above 60 days were\n"
        "waits for a place in a home; the median hardly moves with them. It cannot show why people stay longer.",
        size=14,
    )
    sheet.source("admissions book of the ward, copied without names or diagnoses.")
    return sheet.png()


def discharges() -> bytes:
    """Chloe's second dashboard, in one colour for the printer of the staff room."""
    counts = {"8 to 10": 31, "10 to 12": 118, "12 to 14": 204, "14 to 16": 161, "16 to 18": 66, "after 18": 17}
    sheet = Sheet("At which hour do people go home?", "597 discharges, March to May. For: colleagues, staff room")
    sheet.bars(Box(160, 140, 1000, 560), [(hour, (count,)) for hour, count in counts.items()], top=220, unit="")
    sheet.note(
        Box(40, 600, 1240, 750),
        "What it shows, and what it cannot",
        "One in four goes home before noon. If those between 12 and 14 went two hours earlier: six in ten.\n"
        "Fourteen discharges had no hour and are not in the picture.\n"
        "It cannot show what they waited for: letters, medicines and lifts home are not written down with a time.",
    )
    return sheet.png()


def reminder_report() -> bytes:
    """Samantha's report: two pages for somebody who has no statistics."""
    first = Sheet(
        "Do reminders fill empty places?",
        "912 bookings, September to November. For: the head of guided walks",
    )
    first.text((40, 130), "Places that stayed empty without notice, of 100", size=18, bold=True)
    first.bars(Box(240, 170, 1000, 340), [("no reminder", (20.0,)), ("reminder", (12.7,))], top=25, unit="")
    first.note(
        Box(40, 390, 1240, 560),
        "Recommendation",
        "Send a reminder the day before, in all four towns, from January on.\n"
        "Of 100 bookings about 7 more people come or give their place back. It could be as few as 3 or as many as 12.\n"
        "At 3 it still pays: a message costs 6 pence, an empty place 11 pounds.",
    )
    first.note(
        Box(40, 590, 1240, 740),
        "What speaks against it",
        "We know nothing about those without a telephone number, one booking in nine.\n"
        "Some people may give wrong numbers once they know that we use them.",
    )
    second = Sheet("How we know", "For those who would like to check")
    towns = [("Ashby", (20.0, 12.1)), ("Corve", (20.0, 13.6)), ("Linton", (20.2, 11.3)), ("Marle", (20.0, 13.7))]
    second.key((240, 122), ("no reminder", "reminder"))
    second.bars(Box(240, 160, 1000, 460), towns, top=25, unit="")
    second.note(
        Box(40, 500, 1240, 720),
        "Drawn by lot, town by town",
        "The booking system drew who got a reminder, so the two groups differ by chance alone.\n"
        "In all four towns the difference points the same way.\n"
        "A place given back in time is not counted as empty; cancellations rose from 4 to 6 in 100.\n"
        "More exact would be a whole year: winter is missing here. It would cost nothing but time.",
    )
    return as_pdf([first, second])


def short_report(title: str, question: str, rows: list[tuple[str, tuple[float, ...]]], conclusion: str) -> bytes:
    """A report of one page: one picture and what follows from it."""
    sheet = Sheet(title, question)
    most = max(max(values) for _name, values in rows)
    sheet.bars(Box(300, 150, 1040, 460), rows, top=most * 1.15, unit="%")
    sheet.note(Box(40, 520, 1240, 740), "What follows", conclusion)
    return as_pdf([sheet])


# From the table that has a key to the one that it refers to.
_KEYS = (
    ((480, 240), (330, 240)),
    ((880, 240), (730, 240)),
    ((605, 500), (605, 330)),
    ((330, 570), (480, 570)),
    ((1005, 330), (1005, 500)),
)


def schema_map(owner: str) -> bytes:
    """The map of a database: the tables that were used and their keys."""
    sheet = Sheet(
        "The tables that I used",
        f"Practice database, from {owner}; an arrow points to what a key refers to",
    )
    tables = {
        "customers": (80, 170, "customer_no  key\nregion\njoined_on"),
        "orders": (480, 170, "order_no  key\ncustomer_no\nordered_on\nstatus"),
        "order_lines": (880, 170, "order_no, line_no  key\nproduct_no\nquantity\nprice"),
        "invoices": (480, 500, "invoice_no  key\norder_no\ndue_on\npaid_on"),
        "reminders": (80, 500, "invoice_no\nsent_on\n(no key: found by reading)"),
        "products": (880, 500, "product_no  key\ngroup_no\nname"),
    }
    for arrow in _KEYS:
        sheet.arrow(*arrow)
    for name, (left, top, columns) in tables.items():
        sheet.frame(Box(left, top, left + 250, top + 160), PALE)
        sheet.text((left + 16, top + 12), name, size=18, bold=True, colour=INK)
        sheet.text((left + 16, top + 44), columns, size=15)
    sheet.text(
        (40, 720),
        "orders to order_lines: one to many, never none. customers to orders: one to many, 312 have none.",
        size=15,
    )
    sheet.text((40, 750), "A fault: reminders has no key, so one that was sent twice cannot be told from two.", size=15)
    return sheet.png()
