"""The fast path with a bug in it: copies of its modules, in which a line is altered.

The real modules stay as they are. A line that is not found exactly once is an error, so that no alteration outlives
the code that it alters.
"""

import builtins
import inspect
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from importlib import import_module
from pathlib import Path
from types import ModuleType
from typing import Any

from assay.science import securing

PACKAGE = securing.__name__
# Copies and originals are given the same values, so the modules that define these are not copied.
_SHARED = frozenset({"__init__", "keys", "rdf", "strict_json", "suites"})
COPIED = frozenset(
    f"{PACKAGE}.{path.stem}" for path in Path(*securing.__path__).glob("*.py") if path.stem not in _SHARED
)


@contextmanager
def altered(*changes: tuple[str, str], door: str = "shapes") -> Iterator[Any]:
    """A copy of a module on copies of those below it; a change is what stands in one of them, and what shall.

    Nothing changes if both are the same. Raises ``AssertionError`` unless what is to go stands in them once.
    """
    sources = {name: inspect.getsource(import_module(name)) for name in COPIED}
    for old, new in changes:
        places = [name for name in sorted(COPIED) for _ in range(sources[name].count(old))]
        assert len(places) == 1, f"{old!r} stands {len(places)} times, in {places}"
        sources[places[0]] = sources[places[0]].replace(old, new)
    copies = _Copies(sources)
    try:
        yield copies.copy(f"{PACKAGE}.{door}")
    finally:
        for copy in copies.made.values():
            sys.modules.pop(copy.__name__, None)


class _Copies:
    """Modules made anew from their sources; where one imports another of them, it gets the copy."""

    def __init__(self, sources: Mapping[str, str]) -> None:
        self.made: dict[str, ModuleType] = {}
        self._sources = sources

    def copy(self, name: str) -> ModuleType:
        if name in self.made:
            return self.made[name]
        copy = self.made[name] = ModuleType(f"altered.{id(self)}.{name}")
        sys.modules[copy.__name__] = copy  # where dataclasses look for the names in annotations
        copy.__dict__["__builtins__"] = {**vars(builtins), "__import__": self._import}
        code = compile(self._sources[name], f"<{name}, altered>", "exec")
        exec(code, copy.__dict__)  # noqa: S102 -- our own source, altered by us
        return copy

    def _import(
        self,
        name: str,
        globals: Mapping[str, object] | None = None,
        locals: Mapping[str, object] | None = None,
        fromlist: Sequence[str] | None = (),
        level: int = 0,
    ) -> ModuleType:
        if name in COPIED and fromlist:
            return self.copy(name)
        found = __import__(name, globals, locals, fromlist, level)
        copied = [each for each in fromlist or () if f"{name}.{each}" in COPIED]
        if not copied:
            return found
        package = ModuleType(name)
        package.__dict__.update(vars(found))
        for each in copied:
            setattr(package, each, self.copy(f"{name}.{each}"))
        return package
