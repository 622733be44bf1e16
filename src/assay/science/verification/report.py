"""What a verification found, and what one may conclude from it.

Four outcomes: HOLDS, FAILS, UNKNOWN, NOT_APPLICABLE. Three verdicts: any FAILS makes INVALID; else any UNKNOWN that
matters makes INDETERMINATE; else VALID. Missing information never makes anything VALID, and never makes it forged.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import Enum, StrEnum
from types import MappingProxyType

from assay.science.errors import AssayError, Code, MalformedDocument, Refused
from assay.science.instants import format_timestamp
from assay.science.securing.strict_json import JsonValue
from assay.science.vocabulary.credential import UnverifiedCredential, VerifiedCredential


class Outcome(StrEnum):
    """How one check ended."""

    HOLDS = "HOLDS"
    FAILS = "FAILS"
    UNKNOWN = "UNKNOWN"
    NOT_APPLICABLE = "NOT_APPLICABLE"


class Verdict(StrEnum):
    """What a relying party may conclude about genuineness and currency, and nothing else."""

    VALID = "VALID"
    INVALID = "INVALID"
    INDETERMINATE = "INDETERMINATE"


class Check(Enum):
    """The checks, in the order of the story, with the question each answers.

    ``decides`` is false for the lines that inform and never change the verdict: what others say about the credential,
    and who its issuer is.
    """

    READING = "reading", True, "Can it be read as what it claims to be?"
    CONTEXT = "context", True, "Do all its words have a known meaning?"
    PROOF = "proof", True, "Is it unaltered since it was signed?"
    ISSUER = "issuer", True, "Did the issuer it names sign it?"
    VALIDITY = "validity", True, "Is it inside its validity period?"
    STATUS = "status", True, "Has the issuer withdrawn it?"
    HOLDER = "holder", True, "Is whoever shows it the one it is about?"
    RESOURCES = "resources", True, "Are the documents it refers to the ones that were signed?"
    LOG = "log", True, "Is it in the transparency log?"
    ENDORSEMENTS = "endorsements", False, "Do the endorsements inside it verify?"
    RECORDS = "records", False, "Do the credentials that it is made of verify?"
    REFRESH = "refresh", False, "Could there be a newer version?"
    SCHEMA = "schema", False, "Does it follow the schema it names?"
    STANDING = "standing", False, "Who is the issuer?"

    def __init__(self, label: str, decides: bool, question: str) -> None:  # noqa: FBT001 -- a row of the table above
        self.label = label
        self.decides = decides
        self.question = question


# Codes that say "could not be told", where all others say "is wrong".
INCONCLUSIVE = frozenset(
    {
        Code.CONTEXT_UNKNOWN,
        Code.DID_METHOD_UNSUPPORTED,
        Code.ISSUER_UNREACHABLE,
        Code.PROOF_UNSUPPORTED,
        Code.STATUS_UNREACHABLE,
        Code.STATUS_STALE,
        Code.STATUS_UNSUPPORTED,
        Code.LOG_UNREACHABLE,
        Code.HOLDER_NOT_NAMED,
        Code.UNAVAILABLE,
    }
)


@dataclass(frozen=True, slots=True)
class Finding:
    """One line of a report: a check, how it ended, the code, a sentence for people, the clause it comes from."""

    check: Check
    outcome: Outcome
    code: Code
    reason: str
    clause: str = ""

    def as_json(self) -> dict[str, JsonValue]:
        """The finding as the command line and the API give it."""
        return {
            "name": self.check.label,
            "outcome": self.outcome.value,
            "code": self.code.value,
            "reason": self.reason,
            "clause": self.clause,
        }


def holds(check: Check, reason: str, clause: str = "", code: Code = Code.OK) -> Finding:
    """A finding that the check holds."""
    return Finding(check, Outcome.HOLDS, code, reason, clause)


def not_applicable(check: Check, reason: str, clause: str = "", code: Code = Code.NOT_PRESENT) -> Finding:
    """A finding that there was nothing for the check to look at."""
    return Finding(check, Outcome.NOT_APPLICABLE, code, reason, clause)


def faulty(check: Check, error: AssayError) -> Finding:
    """An error as a finding: UNKNOWN when its code only says that something could not be told, else FAILS."""
    outcome = Outcome.UNKNOWN if error.code in INCONCLUSIVE else Outcome.FAILS
    clause = error.clause if isinstance(error, MalformedDocument | Refused) else ""
    place = error.where if isinstance(error, MalformedDocument) else ""
    # A pointer is made of names that a stranger chose: those that would act on a page or a terminal are spelled out.
    shown = place if place.isprintable() else repr(place)
    return Finding(check, outcome, error.code, error.reason + (f", at {shown:.200}" if place else ""), clause)


def any_failed(findings: Iterable[Finding]) -> bool:
    """Whether one of the findings is that a check fails."""
    return Outcome.FAILS in [finding.outcome for finding in findings]


@dataclass(frozen=True, slots=True)
class Policy:
    """What a relying party insists on: these checks must hold, and these codes it is prepared to overlook."""

    name: str
    must_hold: frozenset[Check]
    overlooks: frozenset[Code] = frozenset()

    def __post_init__(self) -> None:
        """Refuse a policy that asks for nothing: it would accept anything."""
        if Check.PROOF not in self.must_hold:
            raise Refused("a policy must at least ask for the proof to hold")

    def forbids(self, finding: Finding) -> bool:
        """Whether nothing of which this was found can be accepted."""
        insists = finding.check in self.must_hold
        bad = finding.outcome is Outcome.FAILS or (finding.outcome is Outcome.UNKNOWN and insists)
        return bad and (insists or finding.check.decides) and finding.code not in self.overlooks


_CORE = frozenset({Check.READING, Check.CONTEXT, Check.PROOF, Check.ISSUER})
# Our own output on its way out: its status list may not be published yet.
AT_ISSUE = Policy("AT_ISSUE", _CORE, frozenset({Code.STATUS_UNREACHABLE, Code.NOT_YET_VALID, Code.LOG_UNREACHABLE}))
STRICT = Policy("STRICT", _CORE | {Check.VALIDITY, Check.STATUS, Check.RESOURCES, Check.LOG, Check.STANDING})
CURRENT = Policy("CURRENT", _CORE | {Check.VALIDITY, Check.STATUS, Check.RESOURCES, Check.LOG})
# It was once true: for records of the past, where an end date is no fault. A revocation still is.
HISTORICAL = Policy("HISTORICAL", _CORE | {Check.STATUS}, frozenset({Code.EXPIRED}))
POLICIES: Mapping[str, Policy] = MappingProxyType({each.name: each for each in (AT_ISSUE, STRICT, CURRENT, HISTORICAL)})


@dataclass(frozen=True, slots=True)
class Report:
    """Everything one verification found, as of one instant. ``credential`` is ``None`` when nothing could be read."""

    credential: UnverifiedCredential | None
    as_of: datetime
    findings: tuple[Finding, ...]

    @property
    def verdict(self) -> Verdict:
        """INVALID, INDETERMINATE or VALID, from the findings that decide. No findings are no grounds for VALID."""
        outcomes = {finding.outcome for finding in self.findings if finding.check.decides}
        if Outcome.FAILS in outcomes:
            return Verdict.INVALID
        if Outcome.UNKNOWN in outcomes or self.outcome(Check.PROOF) is not Outcome.HOLDS:
            return Verdict.INDETERMINATE
        return Verdict.VALID

    @property
    def grounds(self) -> str:
        """Why the verdict is not VALID: the first check that failed, or could not be told. "" when it is."""
        verdict = self.verdict
        if verdict is Verdict.VALID:
            return ""
        wanted = Outcome.FAILS if verdict is Verdict.INVALID else Outcome.UNKNOWN
        reasons = (each.reason for each in self.findings if each.check.decides and each.outcome is wanted)
        return next(reasons, "the checks are incomplete")

    def outcome(self, check: Check) -> Outcome:
        """The worst outcome among the findings of one check; UNKNOWN when it was not made."""
        found = {finding.outcome for finding in self.findings if finding.check is check}
        order = (Outcome.FAILS, Outcome.UNKNOWN, Outcome.HOLDS, Outcome.NOT_APPLICABLE)
        return next((outcome for outcome in order if outcome in found), Outcome.UNKNOWN)

    def accept(self, policy: Policy) -> VerifiedCredential:
        """The credential as a verified one. Raises ``Refused`` with the first finding that the policy forbids."""
        if self.credential is None:
            raise Refused("nothing was read, so nothing can be accepted", code=Code.MALFORMED)
        for finding in self.findings:
            if policy.forbids(finding):
                reason = f"the policy {policy.name} does not accept it: {finding.check.label}: {finding.reason}"
                raise Refused(reason, code=finding.code, clause=finding.clause)
        unmade = [check.label for check in policy.must_hold if not any(f.check is check for f in self.findings)]
        if unmade:
            raise Refused(f"the policy {policy.name} asks for checks that were not made: {', '.join(sorted(unmade))}")
        if self.outcome(Check.PROOF) is not Outcome.HOLDS:
            raise Refused(f"the policy {policy.name} does not accept what nothing proves", code=Code.NO_PROOF)
        return VerifiedCredential(self.credential, self.as_of, policy.name)

    def as_json(self) -> dict[str, JsonValue]:
        """The report as the command line and the API give it; the shape is a public contract."""
        return {
            "verdict": self.verdict.value,
            "as_of": format_timestamp(self.as_of),
            "checks": [finding.as_json() for finding in self.findings],
            "credential": self.credential.summary() if self.credential else None,
        }
