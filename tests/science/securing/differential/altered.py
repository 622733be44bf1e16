"""The fast path with a bug in it: copies of its modules, of which one is altered by a line.

The real modules stay as they are. A line that is not found exactly once is an error, so that no alteration outlives
the code that it alters.
"""

import builtins
import inspect
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from importlib import import_module
from types import ModuleType
from typing import Any

PACKAGE = "assay.science.securing"
# All that decides what the fast path answers. What they stand on (terms, errors, contexts, JSON) is not copied, so that
# copies and originals can be given the same values.
COPIED = frozenset(
    f"{PACKAGE}.{name}"
    for name in (
        "cutting",
        "json_ld",
        "known",
        "markers",
        "programs",
        "shape",
        "shapes",
        "steering",
        "templates",
        "weaving",
    )
)


@contextmanager
def altered(*changes: tuple[str, str, str], door: str = "shapes") -> Iterator[Any]:
    """A copy of ``shapes`` on copies of the others; a change is a module's name, what stands there, and what shall.

    Nothing changes if both are the same. Raises ``AssertionError`` unless what is to go stands there once.
    """
    copies = _Copies(changes)
    try:
        yield copies.copy(f"{PACKAGE}.{door}")
    finally:
        for copy in copies.made.values():
            sys.modules.pop(copy.__name__, None)


class _Copies:
    """Modules made anew from their sources; where one imports another of them, it gets the copy."""

    def __init__(self, changes: Sequence[tuple[str, str, str]]) -> None:
        self.made: dict[str, ModuleType] = {}
        self._changes = changes

    def copy(self, name: str) -> ModuleType:
        if name in self.made:
            return self.made[name]
        source = inspect.getsource(import_module(name))
        for old, new in [(old, new) for module, old, new in self._changes if f"{PACKAGE}.{module}" == name]:
            assert source.count(old) == 1, f"{old!r} stands {source.count(old)} times in {name}"
            source = source.replace(old, new)
        copy = self.made[name] = ModuleType(f"altered.{id(self)}.{name}")
        sys.modules[copy.__name__] = copy  # where dataclasses look for the names in annotations
        copy.__dict__["__builtins__"] = {**vars(builtins), "__import__": self._import}
        exec(compile(source, f"<{name}, altered>", "exec"), copy.__dict__)  # noqa: S102 -- our own source, altered by us
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
