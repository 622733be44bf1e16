"""The others who learn: work that waits, work that is being marked, and what was decided before."""

from assay.campus.assessing.models import Route
from assay.campus.demo import dashboards, tables
from assay.campus.demo.cast import email_of
from assay.campus.demo.timeline import Story
from assay.campus.demo.world import Link, World, marks, pdf, png, table, written
from assay.campus.issuing.award import award_directly
from assay.campus.issuing.correct import correct
from assay.campus.issuing.models import RevocationReason
from assay.campus.issuing.revoke import ask, confirm


def michael(world: World) -> Story:
    """SQL in Practice; the decision released it."""
    ago = world.calendar.ago
    yield ago(780, "12:10")
    attempt = world.start("michael", "sql")
    world.save(
        attempt,
        {
            "map": png("schema", dashboards.schema_map("an evening")),
            "queries": Link("https://notebooks.example/ten-queries"),
            "checks": written("michael-sql-checks"),
            "tuning": written("michael-sql-tuning"),
        },
    )
    yield ago(771, "08:30")
    world.hand_in(attempt)
    yield ago(769, "16:00")
    world.take(attempt, assessor="otto")
    world.mark(
        attempt,
        marks({"c1": 4, "c2": 3, "c3": 3, "c4": 4}, c1="You found that reminders has no key."),
        assessor="otto",
    )
    decision = world.decide(attempt, assessor="otto")
    credential = world.release(decision, issuer=None)
    yield ago(768, "09:10")
    world.accept(credential, holder="michael")


def alice(world: World) -> Story:
    """Telehealth Consultation, at the hospital where she works."""
    ago = world.calendar.ago
    yield ago(230, "14:00")
    attempt = world.start("alice", "telehealth")
    world.save(
        attempt,
        {"simulation": written("alice-telehealth-statement"), "reflection": written("alice-telehealth-reflection")},
    )
    yield ago(221, "06:50")
    world.hand_in(attempt)
    yield ago(218, "13:25")
    world.take(attempt, assessor="helen")
    world.mark(attempt, marks({"c1": 2, "c2": 3, "c3": 2}, c2="Eleven seconds. Well borne."), assessor="helen")
    decision = world.decide(attempt, assessor="helen")
    credential = world.release(decision, issuer="helen")
    yield ago(217, "20:30")
    world.accept(credential, holder="alice")


def jonas(world: World) -> Story:
    """Under version 1 of Data Cleaning Essentials, which asked for less."""
    ago = world.calendar.ago
    yield ago(470, "10:00")
    attempt = world.start("jonas", "cleaning")
    world.save(attempt, {"table": table("members-cleaned", tables.members()), "log": written("jonas-cleaning-log")})
    world.hand_in(attempt)
    yield ago(461, "11:35")
    world.take(attempt, assessor="grace")
    world.mark(attempt, marks({"c1": 3, "c2": 3, "c3": 4}, c3="You asked the treasurer."), assessor="grace")
    decision = world.decide(attempt, assessor="grace")
    yield ago(460, "09:00")
    credential = world.release(decision, issuer="ines")
    yield ago(459, "12:00")
    world.accept(credential, holder="jonas")


def tom(world: World) -> Story:
    """Statistics for Decisions, revoked later: two issuers agreed that the work was not his own."""
    ago = world.calendar.ago
    yield ago(600, "18:00")
    attempt = world.start("tom", "statistics")
    report = dashboards.short_report(
        "Do parcels that come in time bring people back?",
        "2 140 first orders. For: the head of the shop",
        [("in time", (31.0,)), ("late", (27.0,))],
        "The difference is four points, 0.3 to 7.9. Within goods and region it is 2.6, from 1.4 below nought to 6.6.\n"
        "Do not pay for the faster carrier on this ground.",
    )
    world.save(
        attempt,
        {
            "plan": written("tom-statistics-plan"),
            "analysis": table("parcels", tables.parcels()),
            "report": pdf("parcels-report", report),
            "defence": Link("https://video.northgate.example/answers/19c2"),
        },
    )
    world.hand_in(attempt)
    yield ago(590, "10:30")
    world.take(attempt, assessor="ana")
    world.mark(attempt, marks({"c1": 3, "c2": 3, "c3": 3, "c4": 3}), assessor="ana")
    decision = world.decide(attempt, assessor="ana")
    yield ago(588, "15:00")
    credential = world.release(decision, issuer="tomasz")
    yield ago(587, "08:15")
    world.accept(credential, holder="tom")
    yield ago(415, "11:20")
    asked = ask(
        credential,
        RevocationReason.INTEGRITY,
        "The report was handed in by another student two years before. You were heard on it; you may appeal until the"
        " end of the month.",
        actor=world.person("ruth"),
        at=world.now,
        tools=world.tools,
    )
    yield ago(414, "09:45")
    confirm(asked, actor=world.person("tomasz"), at=world.now, tools=world.tools)
    world.say("Two issuers of Northgate University revoke a credential for academic integrity")


def jose(world: World) -> Story:
    """Critical Thinking at Work; his name had lost its accents, and was corrected."""
    ago = world.calendar.ago
    yield ago(180, "21:00")
    attempt = world.start("jose", "thinking")
    world.save(attempt, {"analysis": written("jose-critical-analysis")})
    world.hand_in(attempt)
    yield ago(172, "14:40")
    world.take(attempt, assessor="cy")
    world.mark(attempt, marks({"c1": 2, "c2": 3, "c3": 3}), assessor="cy")
    decision = world.decide(attempt, assessor="cy")
    yield ago(171, "10:00")
    first = world.release(decision, issuer="ruth")
    yield ago(170, "22:10")
    world.accept(first, holder="jose")
    yield ago(160, "09:30")
    corrected = correct(
        first, recipient_name="José Álvarez", actor=world.person("ruth"), at=world.now, tools=world.tools
    )
    world.say("Northgate University corrects a name")
    yield ago(159, "20:45")
    world.accept(corrected, holder="jose")


def lena(world: World) -> Story:
    """Not yet, and not handed in again so far."""
    ago = world.calendar.ago
    yield ago(90, "12:00")
    attempt = world.start("lena", "thinking")
    world.save(attempt, {"analysis": written("lena-critical-analysis")})
    world.hand_in(attempt)
    yield ago(83, "10:10")
    world.take(attempt, assessor="cy")
    world.mark(
        attempt,
        marks(
            {"c1": 2, "c2": 2, "c3": 1},
            c3="Your colleague would not recognise himself: put his case so that he would nod. What does he save, and"
            " what could he use instead of the survey? Then say what would change your mind.",
        ),
        assessor="cy",
    )
    world.decide(attempt, assessor="cy")


def amara(world: World) -> Story:
    """Met yesterday: the decision waits for somebody who issues."""
    ago = world.calendar.ago
    yield ago(20, "16:30")
    attempt = world.start("amara", "thinking")
    world.save(attempt, {"analysis": written("amara-critical-analysis")})
    world.hand_in(attempt)
    yield ago(1, "11:05")
    world.take(attempt, assessor="ana")
    world.mark(
        attempt,
        marks({"c1": 3, "c2": 3, "c3": 2}, c2="The box beside the canteen: a test that settles it."),
        assessor="ana",
    )
    world.decide(attempt, assessor="ana")


def chloe(world: World) -> Story:
    """Data Visualisation Studio: handed in, and waiting for an assessor."""
    ago = world.calendar.ago
    yield ago(75, "05:40")
    attempt = world.start("chloe", "studio")
    world.save(attempt, {"context": written("chloe-studio-context")})
    yield ago(2, "21:15")
    world.save(
        attempt,
        {
            "dashboard-1": png("admissions", dashboards.admissions()),
            "dashboard-2": png("discharges", dashboards.discharges()),
            "reflection": written("chloe-studio-reflection"),
        },
    )
    world.hand_in(attempt)


def ben(world: World) -> Story:
    """Statistics for Decisions: Cy is in the middle of marking it."""
    ago = world.calendar.ago
    yield ago(110, "13:10")
    attempt = world.start("ben", "statistics")
    report = dashboards.short_report(
        "Do shorter night shifts lead to fewer mistakes with medicines?",
        "1 104 rounds on four wards, and the same months of last year. For: nursing management",
        [
            ("changed wards, last year", (8.1,)),
            ("changed wards, this year", (5.0,)),
            ("other wards, last year", (7.9,)),
            ("other wards, this year", (7.6,)),
        ],
        "The changed wards improved by 2.8 points more than the others (between 0.7 worse and 6.3 better).\n"
        "Change one more ward, drawn by lot, and count again in three months.",
    )
    world.save(
        attempt,
        {
            "plan": written("ben-statistics-plan"),
            "analysis": table("night-rounds", tables.night_rounds()),
            "report": pdf("night-shifts-report", report),
            "defence": Link("https://video.northgate.example/answers/c04d"),
        },
    )
    yield ago(9, "22:05")
    world.hand_in(attempt)
    yield world.calendar.hours_ago(3)
    world.take(attempt, assessor="cy")
    world.mark(
        attempt,
        marks({"c1": 3, "c2": 3}, c1="You name the weakest point yourself and build the comparison around it."),
        assessor="cy",
    )


def priya(world: World) -> Story:
    """Eight years of SQL at work: she asks for recognition of it, and has not finished writing."""
    yield world.calendar.ago(5, "19:00")
    attempt = world.start("priya", "sql", route=Route.PRIOR_LEARNING)
    world.save(
        attempt,
        {
            "map": png("ledger-schema", dashboards.schema_map("my notebook at work")),
            "queries": Link("https://notebooks.example/month-end"),
            "checks": written("priya-sql-checks"),
        },
    )


def neighbours(world: World) -> Story:
    """The co-op attests for those who came to its evenings; most have no account here."""
    for days, name, key in (
        (480, "Ewa Kowalska", "ewa"),
        (480, "Desmond Clarke", "desmond"),
        (300, "Nguyễn Thị Minh", "minh"),
        (122, "محمد الخوارزمي", "mohammed"),
        (121, "Siobhán O’Neill", "siobhan"),
    ):
        yield world.calendar.ago(days, "20:30")
        award_directly(
            world.versions["neighbours"],
            name=name,
            email=email_of(key),
            because="Showed a list of members and a cash book on two evenings, to Yusuf and to a second trainer.",
            actor=world.person("yusuf"),
            at=world.now,
            tools=world.tools,
        )
        world.say("City Skills Co-op attests Spreadsheets for Neighbours")


def transfers(world: World) -> Story:
    """Northgate attests what was earned before it came here: the registrar has seen the transcripts."""
    for days, key, name in (
        (640, "hannah", "Hannah Brooks"),
        (640, "kwame", "Kwame Mensah"),
        (505, "sofia", "Sofia Rossi"),
    ):
        yield world.calendar.ago(days, "10:20")
        award_directly(
            world.versions["thinking"],
            name=name,
            email=email_of(key),
            because="Passed the course of the same content and criteria in 2022; transcript seen by the registrar.",
            actor=world.person("ruth"),
            at=world.now,
            tools=world.tools,
        )
        world.say("Northgate University attests Critical Thinking at Work")
