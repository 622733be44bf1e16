"""A report for people: the verdict in a sentence, then one line a check."""

from collections.abc import Mapping

from assay.cli.terminal import safe, word
from assay.science.instants import format_timestamp
from assay.science.verification.report import Check, Finding, Outcome, Report, Verdict

_SENTENCES = {
    Verdict.VALID: "This {kind} is genuine and current as of {as_of}.",
    Verdict.INVALID: "Do not rely on this {kind}: {reason}.",
    Verdict.INDETERMINATE: "It could not be told whether this {kind} is genuine and current: {reason}.",
}


def as_text(name: str, report: Report, failures: Mapping[str, str]) -> str:
    """The report on the file ``name``. ``failures`` tells why a document could not be had, by its URL."""
    lines = [f"{safe(name)}", f"{word(report.verdict.value)}  {safe(_sentence(report))}", *_about(report), ""]
    lines += [_line(finding) for finding in report.findings]
    lines += [f"  (not had: {safe(url)}: {safe(reason)})" for url, reason in failures.items()]
    return "\n".join([*lines, ""])


def _sentence(report: Report) -> str:
    kind = report.credential.kind.value if report.credential else "file"
    wanted = Outcome.FAILS if report.verdict is Verdict.INVALID else Outcome.UNKNOWN
    reasons = [each.reason for each in report.findings if each.check.decides and each.outcome is wanted]
    said = _SENTENCES[report.verdict].format(
        kind=kind, as_of=format_timestamp(report.as_of), reason=reasons[0] if reasons else "the checks are incomplete"
    )
    standing = next((each.reason for each in report.findings if each.check is Check.STANDING), None)
    if report.verdict is Verdict.VALID and standing:
        said += f" {standing[0].upper()}{standing[1:]}."
    return said


def _about(report: Report) -> list[str]:
    """What the document claims, marked as such."""
    if report.credential is None:
        return []
    stated = report.credential.summary()
    issuer = stated["issuer"]
    name = issuer.get("name") if isinstance(issuer, dict) else None
    claims = {
        "name": stated["name"],
        "issuer": f"{name or 'no name given'} <{report.credential.issuer or 'not stated'}>",
        "subject": report.credential.subject.get("id"),
        "valid": f"from {stated['validFrom'] or 'not stated'} until {stated['validUntil'] or 'no end stated'}",
    }
    return [f"  it says: {label} {safe(str(value))}" for label, value in claims.items() if value]


def _line(finding: Finding) -> str:
    outcome = word(finding.outcome.value.replace("_", " "), 14)
    code = "" if finding.outcome in (Outcome.HOLDS, Outcome.NOT_APPLICABLE) else f" [{finding.code.value}]"
    clause = f" ({finding.clause})" if finding.clause else ""
    return f"  {outcome}  {finding.check.label:<12}  {safe(finding.reason)}{code}{clause}"
