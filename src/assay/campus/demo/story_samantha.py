"""Samantha Okafor: from marketing to data analysis, in three years."""

from datetime import timedelta

from assay.campus.assessing.resubmit import resubmit
from assay.campus.demo import dashboards, tables
from assay.campus.demo.timeline import Story
from assay.campus.demo.world import Link, World, marks, notes, pdf, png, table, written
from assay.campus.wallet.share import make_share, open_share


def sprint(world: World) -> Story:
    """Her first credential, of a bootcamp. It counted for a year, and that year is over."""
    ago = world.calendar.ago
    yield ago(842, "19:30")
    attempt = world.start("samantha", "sprint")
    world.save(
        attempt,
        {
            "sheet": Link("https://sheets.example/spreadsheet-sprint-4711"),
            "answers": written("samantha-sprint-answers"),
        },
    )
    yield ago(838, "20:05")
    world.hand_in(attempt)
    yield ago(836, "10:20")
    world.take(attempt, assessor="dana")
    world.mark(
        attempt, marks({"c1": 2, "c2": 3}, c2="You divided turnover by orders. Most people do not."), assessor="dana"
    )
    decision = world.decide(attempt, assessor="dana")
    credential = world.release(decision, issuer=None)
    yield ago(836, "18:45")
    world.accept(credential, holder="samantha")


def statistics(world: World) -> Story:
    """Met at the first attempt."""
    ago = world.calendar.ago
    yield ago(330, "20:10")
    attempt = world.start("samantha", "statistics")
    world.save(attempt, {"plan": written("samantha-statistics-plan")})
    yield ago(262, "21:30")
    world.save(
        attempt,
        {
            "analysis": (
                table("bookings", tables.bookings()),
                notes("steps", written("samantha-statistics-analysis")),
            ),
            "report": pdf("reminders-report", dashboards.reminder_report()),
            "defence": Link("https://video.northgate.example/answers/7f3a"),
        },
    )
    yield ago(261, "18:50")
    world.hand_in(attempt)
    yield ago(255, "09:20")
    world.take(attempt, assessor="ana")
    world.mark(
        attempt,
        marks(
            {"c1": 4, "c2": 3, "c3": 3, "c4": 4},
            c1="You say who is not in the study and what follows from it, and why it is so large. Nothing is missing.",
            c2="Every step can be repeated from your notes. An exact test would have been a second technique.",
            c3="The intervals are read rightly. Step 7 is close to level 4: show it as a range, not for one case only.",
            c4="One recommendation, what it pays, what speaks against it, and what more exact would cost. Very clear.",
        ),
        assessor="ana",
    )
    decision = world.decide(attempt, assessor="ana")
    yield ago(254, "11:00")
    credential = world.release(decision, issuer="ruth")
    yield ago(253, "19:15")
    world.accept(credential, holder="samantha")


def studio(world: World) -> Story:
    """Not yet at the first attempt, met at the second; shared with a recruiter."""
    ago = world.calendar.ago
    yield ago(190, "20:40")
    attempt = world.start("samantha", "studio")
    world.save(attempt, {"context": written("samantha-studio-context")})
    yield ago(152, "17:05")
    world.save(
        attempt,
        {
            "dashboard-1": png("newsletters", dashboards.newsletters(with_caveats=False)),
            "dashboard-2": png("booking-form", dashboards.booking_form(with_caveats=False)),
            "reflection": written("samantha-studio-reflection"),
        },
    )
    yield ago(151, "21:10")
    world.hand_in(attempt)
    yield ago(146, "10:15")
    world.take(attempt, assessor="ana")
    world.mark(
        attempt,
        marks(
            {"c1": 4, "c2": 3, "c3": 3, "c4": 2, "c5": 4},
            c1="Both questions are ones that somebody will decide by, and you tell how you found them.",
            c2="Lines with their names beside them read well. The second chart could show what is lost at each step.",
            c3="Sources, doubles and robots are told. Good that you left weeks 23 to 25 alone instead of guessing.",
            c4="“All newsletters collapsed in June” is not what happened: your own context says that clicks were not"
            " recorded for three weeks. Somebody who sees only the picture would stop a newsletter for it. Say in the"
            " chart that these weeks are missing, and write below each dashboard how sure one can be and at least one"
            " thing that it cannot show. Everything that you need for it is in your context already.",
            c5="Two flaws, what a reader would believe, a repaired chart, and which of them matters more. Excellent.",
        ),
        assessor="ana",
    )
    world.decide(attempt, assessor="ana")
    yield ago(143, "20:20")
    again = resubmit(attempt.submission, actor=world.person("samantha"), at=world.now)
    yield ago(131, "19:35")
    world.replace_file(again, "dashboard-1", png("newsletters", dashboards.newsletters(with_caveats=True)))
    world.replace_file(again, "dashboard-2", png("booking-form", dashboards.booking_form(with_caveats=True)))
    world.hand_in(again)
    yield ago(127, "09:40")
    world.take(again, assessor="cy")
    world.mark(
        again,
        marks(
            {"c1": 4, "c2": 3, "c3": 3, "c4": 3, "c5": 4},
            c4="The gap is now a gap, and both notes say what cannot be concluded. For level 4, try the notes on"
            " somebody who has seen the picture only, and tell what changed in what they read.",
        ),
        assessor="cy",
    )
    decision = world.decide(again, assessor="cy")
    yield ago(126, "14:10")
    credential = world.release(decision, issuer="ruth")
    yield ago(125, "07:50")
    holding = world.accept(credential, holder="samantha")
    yield ago(40, "18:30")
    share = make_share(
        holding,
        actor=world.person("samantha"),
        label="LinkedIn, recruiter at Harbour Bank",
        expires_at=world.calendar.now + timedelta(days=365),
        with_record=True,
        with_name=True,
        at=world.now,
    )
    world.say("Samantha Okafor shares Data Visualisation Studio with a recruiter")
    for days, hour in ((39, "09:05"), (39, "09:40"), (33, "14:20")):
        yield ago(days, hour)
        open_share(share.token, at=world.now)


def cleaning(world: World) -> Story:
    """Met last week; the offer waits for her answer."""
    ago = world.calendar.ago
    yield ago(64, "20:00")
    attempt = world.start("samantha", "cleaning")
    yield ago(19, "19:25")
    world.save(
        attempt, {"table": table("path-counts-cleaned", tables.path_counts()), "log": written("samantha-cleaning-log")}
    )
    world.hand_in(attempt)
    yield ago(6, "15:45")
    world.take(attempt, assessor="grace")
    world.mark(
        attempt,
        marks(
            {"c1": 4, "c2": 3, "c3": 3, "c4": 2},
            c1="You asked how the counts came to be, and found the marathon and the bridge by it.",
            c3="“An empty cell is not nought”: many lose that one.",
        ),
        assessor="grace",
    )
    decision = world.decide(attempt, assessor="grace")
    yield ago(4, "10:30")
    world.release(decision, issuer="ines")


def thinking(world: World) -> Story:
    """Begun, and put aside for a week."""
    ago = world.calendar.ago
    yield ago(11, "20:15")
    attempt = world.start("samantha", "thinking")
    world.save(attempt, {"analysis": written("samantha-critical-draft")})
