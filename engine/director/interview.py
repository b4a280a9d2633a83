"""The interview: one question to the model, asked again with the checker's words, and the best of
its answers.

Every answer follows a grammar. A form that the vocabulary cannot spell is refused before it is
asked, since a grammar without a next letter is a dead end for llama.cpp.
"""

from __future__ import annotations

import json
import re
import zlib
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Protocol

from engine.api import EngineError
from engine.director import prompts
from engine.director.grammar import Cover, Form, Record, alphabet, grammar, mismatch
from engine.director.mending import begun, mended, spoken, value_in

REPAIRS = 2  # times that a question is asked again
AGAIN = 0.7  # temperature then, at least: a model that is cold repeats what was wrong
ROOM = 1.15  # tokens that an answer may take beyond its usual spelling


@dataclass(frozen=True, slots=True)
class Answer:
    """What a model said. ``whole`` is false when it was cut, at ``longest`` tokens or otherwise."""

    text: str
    whole: bool
    tokens: int
    prompt_tokens: int
    seconds: float


class Speaker(Protocol):
    """What planning needs of a language model (``llama.Model``, ``remote.Remote``)."""

    context: int

    @property
    def name(self) -> str: ...
    def forget(self) -> None: ...
    def count(self, text: str) -> int: ...
    def prompt_tokens(self, messages: Sequence[Mapping[str, str]]) -> Sequence[int]: ...
    def can_spell(self, characters: frozenset[str]) -> bool: ...
    def answer(
        self,
        messages: Sequence[Mapping[str, str]],
        grammar: str | None,
        *,
        longest: int,
        temperature: float,
        seed: int,
        heard: Callable[[str, int], None],
    ) -> Answer: ...


@dataclass(slots=True)
class Tally:
    """Figures of one plan, for the log and the benchmark of the director."""

    questions: int = 0
    asked_again: int = 0
    tokens: int = 0
    prompt_tokens: int = 0
    first_shot_seconds: float = 0.0
    seconds: float = 0.0
    shots: int = 0
    makers: Counter[str] = field(default_factory=Counter)

    def facts(self) -> dict[str, Any]:
        """As the facts of ``Finished``."""
        plain = {name: getattr(self, name) for name in self.__slots__ if name != "makers"}
        return plain | {f"made_by_{maker}": count for maker, count in sorted(self.makers.items())}


@dataclass(frozen=True, slots=True)
class Reply:
    """The best answer to a question; ``value`` None when none was whole, ``text`` what it was.

    ``by_code``: what was said was not of the form, and code made it so.
    """

    value: Any
    text: str
    faults: int
    by_code: bool = False


SILENCE = Reply(None, "", 0)


class Interview:
    """Questions to one model about one scene. ``name`` and ``seed`` make the answers the same every
    time.
    """

    def __init__(
        self, model: Speaker, name: str, seed: int, temperature: float, notes: bool
    ) -> None:
        self.model = model
        self.name = name
        self.seed = seed
        self.temperature = temperature
        self.notes = notes
        self.tally = Tally()
        model.forget()

    def room(self, answer: str, times: int = 1) -> int:
        """Tokens to keep free for an answer that is at most ``answer``, ``times`` over."""
        tokens = self.model.count(answer) * times
        return round(tokens * ROOM) + 16 + (prompts.NOTES if self.notes else 0)

    def left(self, messages: Sequence[Mapping[str, str]]) -> int:
        """Tokens of the context that a question leaves for its answer."""
        return self.model.context - len(self.model.prompt_tokens(messages))

    def spellable(self, words: Sequence[str]) -> tuple[str, ...]:
        """The words that the model's vocabulary can spell."""
        return tuple(word for word in words if self.model.can_spell(frozenset(word)))

    def ask(
        self,
        messages: list[prompts.Message],
        form: Form,
        longest: int,
        about: str,
        judge: Callable[[Any], list[str]],
        heard: Callable[[str, int], None],
    ) -> Reply:
        """The best of at most three answers: the one in which the checker finds least."""
        if not self.model.can_spell(alphabet(form)):
            raise EngineError(
                f"{self.model.name} cannot write a plan: its vocabulary lacks letters; "
                "choose another model."
            )
        rules, question = grammar(form), messages
        best: Reply | None = None
        for attempt in range(1 + REPAIRS):
            if self.left(messages) < longest:
                break
            answer = self.model.answer(
                messages,
                rules,
                longest=longest,
                temperature=max(self.temperature, AGAIN) if attempt else self.temperature,
                seed=self._seed(about, attempt),
                heard=heard,
            )
            self.tally.questions += 1
            self.tally.asked_again += attempt > 0
            self.tally.tokens += answer.tokens
            self.tally.prompt_tokens += answer.prompt_tokens
            reply, said = _read(answer, form, judge)
            value = reply.value
            if best is None or (best.value is None, best.faults) > (value is None, reply.faults):
                best = reply
            if not said:
                break
            messages = prompts.again(question, spoken(answer.text) or "{}", said)
            if self.left(messages) < longest:
                messages = question  # no room for what was wrong: other dice
        return best or SILENCE

    def _seed(self, about: str, attempt: int) -> int:
        words = f"{self.seed}/{self.name}/{self.tally.questions}/{about}/{attempt}"
        return zlib.crc32(words.encode())


def records_in(text: str, form: Form) -> list[dict[str, Any]]:
    """The whole records at the start of an unfinished answer, of the form that was asked for."""
    opening = _OPENING.search(text)
    cover = dict(form.fields).get("shots") if isinstance(form, Record) else None
    if opening is None or not isinstance(cover, Cover):
        return []
    reader, found, at = json.JSONDecoder(), [], opening.end()
    while (start := _RECORD.match(text, at)) is not None:
        try:
            record, at = reader.raw_decode(text, start.end() - 1)
        except ValueError:
            break
        found.append(record)
    return begun(cover, found)


_OPENING = re.compile(r'"shots"\s*:\s*\[')
_RECORD = re.compile(r"[\s,]*\{")


def _read(answer: Answer, form: Form, judge: Callable[[Any], list[str]]) -> tuple[Reply, list[str]]:
    """An answer as a reply, and what is wrong with it."""
    if not answer.whole:
        return Reply(None, answer.text, 1), ["The answer is too long."]
    value = value_in(answer.text)
    if isinstance(value, dict) and isinstance(form, Record) and form.fields[0][0] == "notes":
        value = {"notes": "", **value}  # who needs no notes to think need not take any
    wrong = mismatch(form, value)
    if not wrong:
        said = judge(value)
        return Reply(value, answer.text, len(said)), said
    made = mended(form, value)
    said = [wrong, *(judge(made) if made is not None else ())]
    return Reply(made, answer.text, len(said), by_code=True), said
