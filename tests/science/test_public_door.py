"""``from assay import …`` gives what it names, and importing the package alone reads next to nothing."""

import subprocess
import sys

import pytest

import assay
from assay.science.verification.verify import verify


@pytest.mark.parametrize("name", assay.__all__)
def test_every_name_of_the_public_door_is_there(name: str) -> None:
    assert getattr(assay, name) is not None


def test_a_name_is_the_one_of_its_home() -> None:
    assert assay.verify is verify


def test_another_name_is_an_attribute_error() -> None:
    with pytest.raises(AttributeError, match="'assay' has no attribute 'secure'"):
        _ = assay.secure  # type: ignore[attr-defined]  # the point


def test_importing_the_package_does_not_read_the_science() -> None:
    code = "import sys, assay; print(sorted(name for name in sys.modules if name.startswith(('assay.', 'pyld'))))"

    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)

    assert done.stdout.strip() == "[]"
