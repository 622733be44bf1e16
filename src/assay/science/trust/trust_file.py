"""A relying party's own word on whom it trusts, as a small JSON file.

    {"anchors": ["did:web:register.example"],
     "recognitions": [{"from": "did:web:register.example", "to": "did:web:uni.example", "validUntil": "…"}],
     "logs": []}

An anchor is trusted by itself. A recognition passes trust on from one issuer to another while it is valid. What the
file says bears on the line "who is the issuer", never on whether a signature is genuine.
"""

from dataclasses import dataclass
from datetime import datetime

from assay.science.errors import MalformedDocument
from assay.science.instants import ValidityPeriod, parse_timestamp
from assay.science.securing import strict_json
from assay.science.securing.strict_json import JsonObject, JsonValue, pointer

# More steps than any register of registers has; a bound keeps a hostile file from costing anything.
MAX_STEPS = 8


@dataclass(frozen=True, slots=True)
class Recognition:
    """``source`` recognises ``target`` while ``period`` lasts."""

    source: str
    target: str
    period: ValidityPeriod


@dataclass(frozen=True, slots=True)
class TrustFile:
    """Anchors, recognitions, and the logs in which the relying party wants credentials to be found."""

    anchors: tuple[str, ...] = ()
    recognitions: tuple[Recognition, ...] = ()
    logs: tuple[str, ...] = ()

    def path_to(self, issuer: str, *, at: datetime) -> tuple[str, ...] | None:
        """The shortest chain of identifiers from an anchor to ``issuer``, or ``None`` when there is none at ``at``."""
        paths: list[tuple[str, ...]] = [(anchor,) for anchor in self.anchors]
        seen = set(self.anchors)
        for _ in range(MAX_STEPS if paths else 0):
            for path in paths:
                if path[-1] == issuer:
                    return path
            longer: list[tuple[str, ...]] = []
            for path in paths:
                for step in self.recognitions:
                    if step.source == path[-1] and step.target not in seen and step.period.contains(at):
                        seen.add(step.target)  # at once: else the ways to it multiply at every step
                        longer.append((*path, step.target))
            paths = longer
        return None


def read_trust_file(raw: bytes) -> TrustFile:
    """Read a trust file. Raises ``MalformedDocument`` with the place of the first fault; unknown members are faults."""
    document = strict_json.parse_object(raw)
    _known(document, {"anchors", "recognitions", "logs"}, "")
    return TrustFile(
        anchors=tuple(_anchor(value, where) for where, value in _items(document, "anchors")),
        recognitions=tuple(_recognition(value, where) for where, value in _items(document, "recognitions")),
        logs=tuple(_log(value, where) for where, value in _items(document, "logs")),
    )


def _items(document: JsonObject, name: str) -> list[tuple[str, JsonValue]]:
    values = document.get(name, [])
    if not isinstance(values, list):
        raise MalformedDocument(f"{name} is a list", where=pointer(name))
    return [(pointer(name, index), value) for index, value in enumerate(values)]


def _anchor(value: JsonValue, where: str) -> str:
    return _text(_known({"id": value} if isinstance(value, str) else value, {"id"}, where), "id", where)


def _recognition(value: JsonValue, where: str) -> Recognition:
    step = _known(value, {"from", "to", "validFrom", "validUntil"}, where)
    period = ValidityPeriod(_instant(step, "validFrom", where), _instant(step, "validUntil", where))
    return Recognition(_text(step, "from", where), _text(step, "to", where), period)


def _log(value: JsonValue, where: str) -> str:
    log = _known(value, {"origin", "key", "witnesses", "quorum"}, where)
    _text(log, "key", where)
    return _text(log, "origin", where)


def _known(value: JsonValue, names: set[str], where: str) -> JsonObject:
    """The object, all of whose members are known: a misspelt ``validUntil`` must not trust somebody for ever."""
    if not isinstance(value, dict):
        raise MalformedDocument("expected an object", where=where)
    unknown = sorted(set(value) - names)
    if unknown:
        raise MalformedDocument(f"there is {', '.join(sorted(names))} here", where=where + pointer(unknown[0]))
    return value


def _text(value: JsonObject, name: str, where: str) -> str:
    found = value.get(name)
    if not isinstance(found, str) or not found:
        raise MalformedDocument(f"{name} is missing or not text", where=where + pointer(name))
    return found


def _instant(value: JsonObject, name: str, where: str) -> datetime | None:
    return parse_timestamp(value[name], where=where + pointer(name)) if name in value else None
