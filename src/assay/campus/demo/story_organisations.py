"""How the organisations of the demo world came here, and what they offer."""

from assay.campus.demo.designs import design, without_criterion
from assay.campus.demo.timeline import Story
from assay.campus.demo.world import World


def northgate(world: World) -> Story:
    """Three definitions that people earn, and one that Dr Weiss has not finished."""
    ago = world.calendar.ago
    yield ago(1090, "09:05")
    world.found("northgate")
    yield ago(1062, "14:20")
    statistics = world.draft("northgate", design("statistics-for-decisions"), designer="weiss")
    yield ago(1049, "10:40")
    world.publish("statistics", statistics, designer="weiss")
    yield ago(700, "11:15")
    thinking = world.draft("northgate", design("critical-thinking-at-work"), designer="weiss")
    world.publish("thinking", thinking, designer="weiss")
    yield ago(420, "15:30")
    studio = world.draft("northgate", design("data-visualisation-studio"), designer="weiss")
    yield ago(398, "09:50")
    world.publish("studio", studio, designer="weiss")
    yield ago(3, "16:25")
    world.draft("northgate", design("data-ethics-draft"), designer="weiss")
    world.say("Dr Weiss begins a draft on data ethics")


def cloudvane(world: World) -> Story:
    """A vendor, whose met decisions release by themselves."""
    ago = world.calendar.ago
    yield ago(1010, "16:00")
    world.found("cloudvane")
    yield ago(985, "17:10")
    world.publish("sql", world.draft("cloudvane", design("sql-in-practice"), designer="otto"), designer="otto")


def institute(world: World) -> Story:
    """A professional body. Its second version asks for the log of changes as a criterion of its own."""
    ago = world.calendar.ago
    yield ago(960, "08:45")
    world.found("institute")
    yield ago(941, "13:00")
    whole = design("data-cleaning-essentials")
    first = world.draft("institute", without_criterion(whole, "c4"), designer="ines")
    world.publish("cleaning", first, designer="ines")
    yield ago(310, "10:05")
    world.publish_next("cleaning", whole, designer="ines")


def meridale(world: World) -> Story:
    """A hospital that certifies its own staff."""
    ago = world.calendar.ago
    yield ago(640, "07:55")
    world.found("meridale")
    yield ago(610, "12:30")
    draft = world.draft("meridale", design("telehealth-consultation"), designer="helen")
    world.publish("telehealth", draft, designer="helen")


def sprintlab(world: World) -> Story:
    """A bootcamp that says openly that nobody looks over its shoulder."""
    ago = world.calendar.ago
    yield ago(905, "10:10")
    world.found("sprintlab")
    yield ago(890, "10:30")
    draft = world.draft("sprintlab", design("spreadsheet-sprint"), designer="dana")
    world.publish("sprint", draft, designer="dana")


def coop(world: World) -> Story:
    """Volunteers."""
    ago = world.calendar.ago
    yield ago(520, "19:15")
    world.found("coop")
    yield ago(505, "19:40")
    draft = world.draft("coop", design("spreadsheets-for-neighbours"), designer="yusuf")
    world.publish("neighbours", draft, designer="yusuf")


def harbour(world: World) -> Story:
    """A bank that issues nothing, and the recruiter who verifies what applicants show."""
    yield world.calendar.ago(120, "11:00")
    world.found("harbour")
    world.person("leo")
