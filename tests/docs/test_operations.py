"""docs/operations.md tells every setting that is read, and no other, with its true default."""

import re
from pathlib import Path

import pytest

from assay.campus.site.configuration import Configuration
from tests.docs.pages import ROOT, page, section, table

TOLD = page("docs/operations.md")
SETTINGS = {row[0]: row[1].strip("`") for row in table(section(TOLD, "## Settings"))}


class _Watched(dict[str, str]):
    """An environment that remembers what it was asked for."""

    def __init__(self) -> None:
        super().__init__()
        self.asked: set[str] = set()

    def get(self, name: str, default: object = None) -> object:  # type: ignore[override]  # a dict's, and it remembers
        self.asked.add(name)
        return super().get(name, default)


def test_the_settings_that_are_read_are_those_that_are_told() -> None:
    environment = _Watched()
    Configuration.read(environment)

    assert environment.asked == set(SETTINGS)


def test_no_setting_is_read_anywhere_else() -> None:
    named = set()
    for path in (ROOT / "src" / "assay" / "campus").rglob("*.py"):
        named |= set(re.findall(r"ASSAY_[A-Z_]*[A-Z]", path.read_text("utf-8")))

    assert named - set(SETTINGS) - {"ASSAY_PARENT"} == set()


def test_the_defaults_are_as_told(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.chdir(tmp_path)
    found = Configuration.read({})

    told = {name: SETTINGS[name] for name in ("ASSAY_MODE", "ASSAY_LISTEN", "ASSAY_PORT", "ASSAY_WORKERS", "ASSAY_LOG")}
    assert told == {
        "ASSAY_MODE": found.mode.value,
        "ASSAY_LISTEN": found.listen[0],
        "ASSAY_PORT": str(found.listen[1]),
        "ASSAY_WORKERS": str(found.workers),
        "ASSAY_LOG": found.log,
    }
    assert (found.mail, found.mail_from) == (SETTINGS["ASSAY_MAIL"], SETTINGS["ASSAY_MAIL_FROM"])
    assert found.data == tmp_path / SETTINGS["ASSAY_DATA"]
    assert found.origin == SETTINGS["ASSAY_ORIGIN"].replace("PORT", "8000")
    assert found.kek_file == found.data / "kek"
    assert not found.behind_proxy
    assert found.database == ""


@pytest.mark.parametrize("loop", ["mail", "status", "resume", "tidy"])
def test_every_loop_is_told(loop: str) -> None:
    assert f"`{loop}`" in TOLD or f"`--only {loop}`" in TOLD
