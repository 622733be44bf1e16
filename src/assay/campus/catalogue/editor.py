"""The editor's fields, from what was typed and what is wrong with it. Templates draw them, one include a field."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from assay.campus.catalogue.kinds import KINDS
from assay.campus.catalogue.places import anchor_of, label_of
from assay.campus.catalogue.typed import ASSESSMENT_TYPES, Typed, elapsed_parts
from assay.science.assessment.evidence import EvidenceKind
from assay.science.designing.design import Release
from assay.science.errors import MalformedDocument

Choices = Sequence[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class Field:
    """One field: where it stands, what it asks, what was typed, what is wrong with it.

    ``shape`` is ``line``, ``text``, ``choice``, ``radio``, ``checks`` or ``elapsed``; ``suggestions`` is the id of a
    datalist. ``value`` is a text, for ``checks`` the chosen ones, for ``elapsed`` number and unit. ``beside`` is a
    short field that belongs to this one and stands in the same line.
    """

    where: str
    label: str
    value: Any
    shape: str = "line"
    hint: str = ""
    error: str = ""
    choices: Choices = ()
    suggestions: str = ""
    numeric: bool = False
    beside: "Field | None" = None

    @property
    def id(self) -> str:
        """Its anchor and its name."""
        return anchor_of(self.where)

    @property
    def described_by(self) -> str:
        """The ids of hint and error, for ``aria-describedby``."""
        there = [f"{self.id}_helptext"] * bool(self.hint) + [f"{self.id}_error"] * bool(self.error)
        return " ".join(there)


@dataclass(frozen=True, slots=True)
class Row:
    """A row that can be taken out: an outcome, a skill, a criterion, a level, something to hand in."""

    where: str
    label: str
    id: str
    fields: tuple[Field, ...]
    levels: tuple["Row", ...] | None = None

    @property
    def question(self) -> str:
        """What to ask before it is taken out; "" while nobody has written into it."""
        written = any(field.value for field in self.fields if field.shape in {"line", "text"})
        return _("Remove %(row)s with everything in it?") % {"row": self.label} if written else ""

    @property
    def levels_place(self) -> str:
        """Where a level is added."""
        return f"{self.where}/levels"

    @property
    def anchor(self) -> str:
        """Its id in the page."""
        return anchor_of(self.where)

    @property
    def is_first(self) -> bool:
        """Whether nothing stands above it."""
        return self.where.endswith("/0")


class Editor:
    """Everything that the template of the editor draws."""

    def __init__(self, typed: Typed, error: MalformedDocument | None = None) -> None:
        self._typed = typed
        self._error = error

    @property
    def about(self) -> list[Field]:
        """What it is."""
        kinds = [(word, str(label)) for word, label in KINDS.items()]
        if self._typed["kind"] not in KINDS:
            kinds.append((self._typed["kind"], self._typed["kind"] or _("Choose a kind")))
        return [
            self._field("/title", hint=_("As it will stand on the credential.")),
            self._field("/kind", shape="choice", choices=kinds),
            self._field("/description", shape="text", hint=_("One or two sentences. They are in every credential.")),
            self._field("/purpose", shape="text", hint=_("What people can go on to do with it.")),
            self._field("/audience", shape="text"),
            self._field("/field_of_study", hint=_("For example: data analysis.")),
            self._field("/tags", hint=_("Words that people search for, with commas between them.")),
            self._field("/language", hint=_("The code of the language it is taught and judged in: en, pt-BR.")),
        ]

    @property
    def outcomes(self) -> list[Row]:
        """What somebody can do who has earned it."""
        hint = _("Begin with a verb that can be seen: chooses, builds, explains.")
        return [
            self._row(
                "/outcomes",
                index,
                each,
                [self._field(f"/outcomes/{index}/text", _("What somebody can do"), shape="text", hint=hint)],
            )
            for index, each in enumerate(self._typed["outcomes"])
        ]

    @property
    def skills(self) -> list[Row]:
        """The skills that it shows, by which it is found."""
        return [
            self._row(
                "/skills",
                index,
                each,
                [
                    self._field(
                        f"/skills/{index}/name",
                        _("Name of the skill"),
                        suggestions="known-skills",
                        hint=_("Begin to type, and choose."),
                        beside=self._field(
                            f"/skills/{index}/framework", _("Framework"), hint=_("ESCO, another, or none.")
                        ),
                    ),
                    self._field(
                        f"/skills/{index}/uri",
                        _("Its address"),
                        hint=_("For a skill from the list it is filled in when you save."),
                    ),
                ],
            )
            for index, each in enumerate(self._typed["skills"])
        ]

    @property
    def criteria(self) -> list[Row]:
        """What is judged, each with its levels."""
        return [self._criterion(index, each) for index, each in enumerate(self._typed["rubric"]["criteria"])]

    @property
    def evidence(self) -> list[Row]:
        """What a learner hands in."""
        return [self._evidence(index, each) for index, each in enumerate(self._typed["evidence"])]

    @property
    def effort(self) -> list[Field]:
        """How much work it is, and what that counts for."""
        return [
            self._field(
                "/workload_hours", _("Hours of learning"), hint=_("All of them, with assessment."), numeric=True
            ),
            self._elapsed("/duration", _("Duration"), _("From the first day to the last.")),
            self._field(
                "/credit/value",
                _("Credit"),
                hint=_("Leave empty when it carries none."),
                numeric=True,
                beside=self._field(
                    "/credit/unit",
                    _("Credit unit"),
                    suggestions="credit-units",
                    hint=_("Credit means nothing without it."),
                ),
            ),
            self._field(
                "/level/framework",
                _("Framework of the level"),
                suggestions="level-frameworks",
                hint=_("Leave empty when it has none."),
                beside=self._field("/level/value", _("Level"), hint=_("In the EQF, 1 to 8.")),
            ),
        ]

    @property
    def assessment(self) -> list[Field]:
        """How it is judged and who answers for it."""
        words = assessment_words()
        types = [(each, words[each]) for each in ASSESSMENT_TYPES]
        return [
            self._field("/assessment/types", _("How it is assessed"), shape="checks", choices=types),
            self._field("/assessment/other", _("Other kinds of assessment"), hint=_("With commas between them.")),
            self._field(
                "/assessment/supervision",
                _("Supervision"),
                suggestions="supervisions",
                hint=_("Who is there, and whether identity is checked."),
            ),
            self._field("/participation", suggestions="participations", hint=_("Online, on site, or both.")),
            self._field(
                "/quality_assurance", shape="text", hint=_("Who assures it and how. If nobody outside does, say that.")
            ),
            self._field("/prerequisites", shape="text", hint=_("What somebody needs before; nothing when it is open.")),
        ]

    @property
    def validity(self) -> list[Field]:
        """How long a credential counts, and who lets it out."""
        chosen = "yes" if self._typed["validity"]["lifetime"] else "no"
        ways = [("no", _("For a period")), ("yes", _("For life"))]
        releases = [
            (Release.PERSON.value, _("A person with the role issuer releases each credential")),
            (Release.DECISION.value, _("The decision that all criteria are met releases it")),
        ]
        return [
            self._field("/validity/lifetime", _("How long it counts"), shape="radio", choices=ways, value=chosen),
            self._elapsed("/validity/period", _("Period"), ""),
            self._field(
                "/validity/rationale",
                _("Why it counts for life"),
                shape="text",
                hint=_("Only for life: why what was learned never goes out of date."),
            ),
            self._field("/release", _("Who releases credentials"), shape="radio", choices=releases),
        ]

    def _criterion(self, index: int, typed: Typed) -> Row:
        where = f"/rubric/criteria/{index}"
        outcomes = [
            (each["id"], each["text"] or label_of(f"/outcomes/{number}"))
            for number, each in enumerate(self._typed["outcomes"])
        ]
        steps = [
            (str(number), f"{number}. {each['label']}".rstrip(". "))
            for number, each in enumerate(typed["levels"], start=1)
        ]
        fields = [
            self._field(f"{where}/name", _("Name")),
            self._field(f"{where}/description", _("What is looked at"), shape="text"),
            self._field(f"{where}/outcomes", _("Outcomes that it shows"), shape="checks", choices=outcomes),
            self._field(
                f"{where}/required_level",
                _("Level that is enough"),
                shape="choice",
                choices=[("", _("Choose a level")), *steps],
                hint=_("Every criterion has to be met."),
            ),
        ]
        levels = tuple(self._level(f"{where}/levels", number) for number in range(len(typed["levels"])))
        return self._row("/rubric/criteria", index, typed, fields, levels)

    def _level(self, where: str, index: int) -> Row:
        number = index + 1
        fields = [
            self._field(f"{where}/{index}/label", _("Name of level %(number)d") % {"number": number}),
            self._field(
                f"{where}/{index}/descriptor",
                _("How work on level %(number)d looks") % {"number": number},
                shape="text",
            ),
        ]
        label = _("Level %(number)d") % {"number": number}
        return Row(f"{where}/{index}", label, "", tuple(fields))

    def _evidence(self, index: int, typed: Typed) -> Row:
        where = f"/evidence/{index}"
        kinds = [(each.value, evidence_word(each)) for each in EvidenceKind]
        fields = [
            self._field(
                f"{where}/title",
                _("Title"),
                beside=self._field(f"{where}/kind", _("Form"), shape="choice", choices=kinds),
            ),
            self._field(f"{where}/instructions", _("What to hand in"), shape="text"),
            self._field(
                f"{where}/required",
                _("Who hands it in"),
                shape="radio",
                choices=[("yes", _("Everybody")), ("", _("Whoever wants to"))],
                value="yes" if typed["required"] else "",
            ),
            self._field(
                f"{where}/min_words",
                _("Fewest words"),
                hint=_("Of a text only."),
                numeric=True,
                beside=self._field(f"{where}/max_words", _("Most words"), hint=_("Of a text only."), numeric=True),
            ),
        ]
        return self._row("/evidence", index, typed, fields)

    def _row(
        self, place: str, index: int, typed: Typed, fields: list[Field], levels: tuple[Row, ...] | None = None
    ) -> Row:
        where = f"{place}/{index}"
        return Row(where, label_of(where), typed.get("id", ""), tuple(fields), levels)

    def _elapsed(self, where: str, label: str, hint: str) -> Field:
        units = [("D", _("days")), ("W", _("weeks")), ("M", _("months")), ("Y", _("years")), ("", _("as ISO 8601"))]
        if where == "/validity/period":
            units = [unit for unit in units if unit[0] != "W"]  # credentials count years, months and days
        return self._field(
            where, label, shape="elapsed", hint=hint, choices=units, value=elapsed_parts(self._value(where))
        )

    def _field(self, where: str, label: str = "", *, value: Any = None, **facts: Any) -> Field:  # noqa: ANN401 -- see Field
        return Field(
            where=where,
            label=label or label_of(where),
            value=self._value(where) if value is None else value,
            error=self._error.reason if self._error is not None and self._is_at(where) else "",
            **facts,
        )

    def _is_at(self, where: str) -> bool:
        """Whether the error is about this field: at it, or inside it where it holds a list."""
        return self._error is not None and (self._error.where == where or self._error.where.startswith(f"{where}/"))

    def _value(self, where: str) -> Any:  # noqa: ANN401 -- see Field
        node: Any = self._typed
        for step in where.split("/")[1:]:
            node = node[int(step)] if isinstance(node, list) else node[step]
        return node


def evidence_word(kind: EvidenceKind) -> str:
    """The form of a piece of evidence in plain words."""
    return {
        EvidenceKind.TEXT: _("A text written here"),
        EvidenceKind.FILE: _("A file"),
        EvidenceKind.LINK: _("A link"),
        EvidenceKind.VIDEO: _("A video, as a file or a link"),
        EvidenceKind.ATTESTATION: _("A statement by somebody who saw it"),
    }[kind]


def assessment_words() -> dict[str, str]:
    """The kinds of assessment that the editor offers, in the reader's language; designs keep the English word."""
    return {
        "portfolio": _("portfolio"),
        "project": _("project"),
        "practical task": _("practical task"),
        "written examination": _("written examination"),
        "oral examination": _("oral examination"),
        "observation": _("observation"),
        "case study": _("case study"),
        "attendance": _("attendance (alone, it is no assessment)"),
    }
