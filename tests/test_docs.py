"""The documents keep step with the code: commands, options and keys that exist are told, and no others."""

from __future__ import annotations

import re
from pathlib import Path

import click
import pytest

from bot.cli import cuttings

ROOT = Path(__file__).parent.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")
MAKEFILE = (ROOT / "Makefile").read_text(encoding="utf-8")
COMMANDS = sorted(cuttings.commands)


@pytest.mark.parametrize("name", COMMANDS)
def test_readme_tells_every_command(name: str) -> None:
    assert f"`cuttings {name}" in README


@pytest.mark.parametrize("name", COMMANDS)
def test_readme_tells_every_option_of_a_command(name: str) -> None:
    options = [
        option
        for parameter in cuttings.commands[name].params
        if isinstance(parameter, click.Option)
        for option in parameter.opts
        if option.startswith("--")
    ]
    assert not [option for option in options if option not in README]


def test_readme_tells_no_command_that_does_not_exist() -> None:
    told = set(re.findall(r"`cuttings ([a-z]+)", README))
    assert told <= set(COMMANDS)


def test_every_command_and_option_has_help() -> None:
    for name, command in cuttings.commands.items():
        assert command.help, name
        for parameter in command.params:
            if isinstance(parameter, click.Option):
                assert parameter.help, f"{name} {parameter.name}"


def test_every_chore_of_the_makefile_is_told_by_make_help() -> None:
    phony = re.search(r"^\.PHONY: (.*)$", MAKEFILE, re.MULTILINE)
    assert phony
    told = set(re.findall(r"@echo \"make ([a-z-]+)", MAKEFILE))
    assert set(phony.group(1).split()) - {"help", "lint", "types"} <= told


def test_the_chores_that_readme_names_exist() -> None:
    targets = set(re.findall(r"^([a-z-]+):", MAKEFILE, re.MULTILINE))
    assert set(re.findall(r"(?:`|\$ )make ([a-z-]+)", README)) <= targets


def test_files_that_readme_links_to_exist() -> None:
    links = re.findall(r"\]\((?!https?://|#)([^)#]+)", README)
    assert links
    assert not [link for link in links if not (ROOT / link).exists()]
