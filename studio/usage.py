"""Wrong words on the command line, answered by one sentence, and the version that is installed."""

from __future__ import annotations

import argparse
import re
import sys
from collections.abc import Iterator
from importlib.metadata import PackageNotFoundError, version
from typing import Any, NoReturn

from studio.errors import nearest

_CHOICE = re.compile(r"argument (.+): invalid choice: '?(.*?)'? \(choose from (.*)\)")
_KIND = re.compile(r"argument (.+): invalid (\w+) value: '(.*)'")
_LACKING = re.compile(r"argument (.+): expected (?:one|at least one) argument")
_REQUIRED = re.compile(r"the following arguments are required: (.*)")
_STRANGE = re.compile(r"unrecognized arguments: (.*)")
_TWO = re.compile(r"argument (.+): not allowed with argument (.+)")
QUALITIES, FILES = ("draft", "fine"), ("web", "master", "pngs")  # of pictures, of a file
KINDS = {"int": "a whole number", "float": "a number", "Path": "a file"}


class Parser(argparse.ArgumentParser):
    """Says what is wrong in one sentence; the whole usage is what ``--help`` is for."""

    def error(self, message: str) -> NoReturn:
        print(f"{self.prog}: {self.sentence(message)}", file=sys.stderr)
        self.exit(2)

    def sentence(self, message: str) -> str:
        """What argparse found, in the person's words."""
        more = f" `{self.prog} --help` tells what there is."
        if found := _CHOICE.fullmatch(message):
            name, told, listed = found.groups()
            choices = [choice.strip(" '") for choice in listed.split(",")]
            if name == "COMMAND":
                return f"There is no command {told!r}.{nearest(told, choices)}{more}"
            return f"{_name(name)} is {_either(choices)}, not {told!r}.{nearest(told, choices)}"
        if found := _KIND.fullmatch(message):
            name, kind, told = found.groups()
            return f"{_name(name)} is {KINDS.get(kind, kind)}; {told!r} is not."
        if found := _LACKING.fullmatch(message):
            return f"{_name(found[1])} needs a value behind it."
        if found := _REQUIRED.fullmatch(message):
            return f"It needs {self._needed(found[1].split(', '))}.{more}"
        if found := _STRANGE.fullmatch(message):
            return self._strange(found[1].split()[0]) + more
        if found := _TWO.fullmatch(message):
            return f"{_name(found[1])} and {_name(found[2])} exclude each other; say one of them."
        return f"{message[:1].upper()}{message[1:].rstrip('.')}.{more}"

    def _needed(self, names: list[str]) -> str:
        """What is lacking: its name, or what it can be."""
        by_name = {action.dest: action for action in self._actions if not action.option_strings}
        told = []
        for name in names:
            action = by_name.get(name)
            if action is None or action.nargs != argparse.REMAINDER:
                told.append(_either(list(action.choices)) if action and action.choices else name)
        return " and ".join(told)

    def _strange(self, told: str) -> str:
        if not told.startswith("-"):
            return f"{told!r} is one word too many."
        option = told.partition("=")[0]
        return f"There is no option {option}.{nearest(option, self._options())}"

    def _options(self) -> Iterator[str]:
        """Its own, and those of its commands: argparse asks the outermost about strange words."""
        for action in self._actions:
            yield from action.option_strings
            if isinstance(action, argparse._SubParsersAction):
                for parser in action.choices.values():
                    yield from parser._options()


class Preset(argparse.Action):
    """Of pictures or of the file, each in a field of its own."""

    def __call__(self, parser: Any, namespace: Any, values: Any, option: Any = None) -> None:
        setattr(namespace, "quality" if values in QUALITIES else "preset", values)


def release() -> str:
    """The version that is installed; in words where it was never installed."""
    try:
        return version("longtake")
    except PackageNotFoundError:
        return "a copy of the source"


def _name(argument: str) -> str:
    """An argument as it is called: its longest name."""
    return max(argument.split("/"), key=len)


def _either(choices: list[str]) -> str:
    return f"{', '.join(choices[:-1])} or {choices[-1]}" if len(choices) > 1 else choices[0]
