"""Every command and option is told of in the documentation, and every option told of exists."""

import argparse
import re
from importlib import import_module

import pytest

from assay.cli.main import COMMANDS
from tests.docs.pages import page

TOLD = "\n".join(page(name) for name in ("README.md", "docs/issuing.md", "docs/verifying.md", "docs/operations.md"))


def options(command: str) -> set[str]:
    parser = argparse.ArgumentParser(add_help=False)
    import_module(f"assay.cli.{command.replace('-', '_')}").configure(parser)
    return {option for action in parser._actions for option in action.option_strings}  # noqa: SLF001 -- no other way


@pytest.mark.parametrize("command", COMMANDS)
def test_a_command_and_its_options_are_told_of(command: str) -> None:
    assert f"./run {command}" in TOLD
    assert [option for option in options(command) if not re.search(rf"{option}\b(?!-)", TOLD)] == []


def test_every_option_told_of_exists() -> None:
    there_are = {option for command in COMMANDS for option in options(command)}

    ours = re.sub(r"^    curl .*$", "", TOLD, flags=re.MULTILINE)
    assert set(re.findall(r"(?<![\w-])--[a-z][a-z-]*", ours)) - there_are == set()
