"""A report for people: the verdict in a sentence, then one line a check.

A key's long name is shortened in the lines; the issuer's stands in full under "it says", and all are in ``--json``.
"""

import re
from collections.abc import Mapping

from assay.cli.folding import fold, screen_width
from assay.cli.terminal import brief, word
from assay.science.instants import format_timestamp
from assay.science.verification.report import Check, Finding, Outcome, Report, Verdict

_SENTENCES = {
    Verdict.VALID: "This {kind} is genuine and current as of {as_of}.",
    Verdict.INVALID: "Do not rely on this {kind}: {reason}.",
    Verdict.INDETERMINATE: "It could not be told whether this {kind} is genuine and current: {reason}.",
}
# A public key (Ed25519, P-256, P-384) in base58, and perhaps once more as a fragment: did:key:z6Mk…#z6Mk…
_KEY = re.compile(r"(z(?:6Mk|Dn|82)[1-9A-HJ-NP-Za-km-z]{40,})(?:#\1)?")
# Longer than any honest name, URL or reason; a stranger may write a megabyte.
_NAME, _CLAIM, _REASON = 120, 300, 600


def as_text(name: str, report: Report, failures: Mapping[str, str]) -> str:
    """The report on the file ``name``. ``failures`` tells why a document could not be had, by its URL."""
    width = screen_width()
    verdict = report.verdict.value
    sentence = fold(shortened(_sentence(report)), indent=len(verdict) + 2, width=width)
    lines = [fold(brief(name, _CLAIM), indent=2, width=width), f"{word(verdict)}  {sentence}"]
    lines += [f"  it says: {fold(claim, indent=11, width=width)}" for claim in _about(report)]
    lines += ["", *(_line(finding, width) for finding in report.findings)]
    away = [f"(not had: {brief(url, _CLAIM)}: {brief(reason, _CLAIM)})" for url, reason in failures.items()]
    lines += [f"  {fold(each, indent=2, width=width)}" for each in away]
    return "\n".join([*lines, ""])


def shortened(reason: str) -> str:
    """A reason for one line: safe, not endless, and keys as ``z6MkmptfYY2g…XzixUs``, enough to tell them apart."""
    return _KEY.sub(lambda key: f"{key[1][:12]}…{key[1][-6:]}", brief(reason, _REASON))


def _sentence(report: Report) -> str:
    kind = report.credential.kind.value if report.credential else "file"
    said = _SENTENCES[report.verdict].format(kind=kind, as_of=format_timestamp(report.as_of), reason=report.grounds)
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
    named = brief(str(name or "no name given"), _NAME)
    ends = f"until {stated['validUntil']}" if stated["validUntil"] else "and states no end"
    claims = {
        "name": stated["name"],
        "issuer": f"{named} <{report.credential.issuer or 'not stated'}>",
        "subject": report.credential.subject.get("id"),
        "valid": f"from {stated['validFrom'] or 'a time that it does not state'} {ends}",
    }
    return [brief(f"{label} {value}", _CLAIM) for label, value in claims.items() if value]


def _line(finding: Finding, width: int | None) -> str:
    outcome = word(finding.outcome.value.replace("_", " "), 14)
    code = "" if finding.outcome in (Outcome.HOLDS, Outcome.NOT_APPLICABLE) else f" [{finding.code.value}]"
    clause = f" ({finding.clause})" if finding.clause else ""
    start = f"{finding.check.label:<12}  "
    return f"  {outcome}  {start}{fold(shortened(finding.reason) + code + clause, indent=32, width=width)}"
