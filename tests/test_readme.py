"""README tells the truth: every command in it is one that the program understands, and none is left
out.
"""

import re
import shlex
from pathlib import Path

import pytest

from studio.cli import build

ROOT = Path(__file__).parents[1]
README = (ROOT / "README.md").read_text("utf-8")
COMMANDS = re.findall(r"^(?:\$ )?longtake (.+)$", README, re.MULTILINE)


@pytest.mark.parametrize("line", COMMANDS)
def test_a_command_in_the_readme_is_understood(line):
    words = shlex.split(line, comments=True)
    given = build().parse_args(words)
    assert callable(given.run)


def test_every_command_of_the_program_is_in_the_readme():
    told = {shlex.split(line)[0] for line in COMMANDS}
    verbs = next(
        action for action in build()._actions if action.dest == "==SUPPRESS==" or action.choices
    )
    assert set(verbs.choices) <= told


def test_every_make_target_in_the_readme_exists():
    makefile = (ROOT / "Makefile").read_text("utf-8")
    targets = set(re.findall(r"^([a-z-]+):", makefile, re.MULTILINE))
    named = set(re.findall(r"^make ([a-z-]+)", README, re.MULTILINE))
    assert named
    assert named <= targets


def test_files_named_in_the_house_exist():
    for name in re.findall(r"^([a-z]+/) ", README, re.MULTILINE):
        assert (ROOT / name).is_dir(), name
