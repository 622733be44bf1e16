"""Amounts as designers type them: hours and credits with at most two decimals, elapsed times such as ``P6W``."""

import re
from decimal import Decimal

_DECIMAL = re.compile(r"\d{1,6}(?:\.\d{1,2})?\Z", re.ASCII)
_ELAPSED = re.compile(
    r"P(?=[\dT])(?:(?P<years>\d{1,3})Y)?(?:(?P<months>\d{1,3})M)?(?:(?P<weeks>\d{1,4})W)?(?:(?P<days>\d{1,4})D)?"
    r"(?:T(?=\d)(?:(?P<hours>\d{1,4})H)?(?:(?P<minutes>\d{1,4})M)?)?\Z",
    re.ASCII,
)
# Only to compare with hours of work, so an average year and month will do.
_DAYS = {
    "years": Decimal("365.25"),
    "months": Decimal("30.44"),
    "weeks": Decimal(7),
    "days": Decimal(1),
    "hours": Decimal(1) / 24,
    "minutes": Decimal(1) / 1440,
}


def amount(text: str) -> Decimal | None:
    """A number such as ``60`` or ``1.5``, or ``None`` when it is none above zero."""
    number = Decimal(text) if _DECIMAL.match(text) else Decimal(0)
    return number or None


def elapsed_days(text: str) -> Decimal | None:
    """About how many days an elapsed time has, or ``None`` when it is none. Source: ISO 8601-1 §5.5.2."""
    match = _ELAPSED.match(text)
    days = sum((int(count or 0) * _DAYS[name] for name, count in match.groupdict().items()), Decimal(0)) if match else 0
    return Decimal(days) or None
