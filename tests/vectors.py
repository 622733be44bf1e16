"""The official test vectors, which lie beside the project and not in it: ``../shared/vectors``, each with its origin.

Without them the tests that need them are skipped, and say so; with ``ASSAY_REQUIRE_VECTORS=1`` (CI) they fail.
"""

import os
from pathlib import Path

import pytest

VECTORS = Path(__file__).resolve().parents[2] / "shared" / "vectors"


def vectors(*parts: str) -> Path:
    """Give the file or folder of that name, or skip (in CI: fail) the test that asks.

    >>> vectors("w3c-vc-di-eddsa", "TestVectors")  # doctest: +SKIP
    """
    path = VECTORS.joinpath(*parts)
    if not path.exists():
        _fail_where_required(path)
        pytest.skip("no vectors")
    return path


def vector_files(pattern: str) -> list[pytest.ParameterSet]:
    """List the files that match a glob, as ``@pytest.mark.parametrize`` wants them; each carries the mark ``vectors``.

    >>> @pytest.mark.parametrize("path", vector_files("wycheproof/ed25519*.json"))  # doctest: +SKIP

    None found: one parameter that is skipped in plain sight, for an empty list would let the test vanish. In CI the
    file that asks fails to be collected.
    """
    found = [
        pytest.param(path, id=path.relative_to(VECTORS).as_posix(), marks=pytest.mark.vectors)
        for path in sorted(VECTORS.glob(pattern))
        if path.is_file()
    ]
    if not found:
        missing = VECTORS / pattern
        _fail_where_required(missing)
        skipped = pytest.mark.skip(reason="no vectors")
        found = [pytest.param(missing, id="no vectors", marks=[pytest.mark.vectors, skipped])]
    return found


def _fail_where_required(path: Path) -> None:
    if os.environ.get("ASSAY_REQUIRE_VECTORS") == "1":
        pytest.fail(f"no vectors: {path}", pytrace=False)
