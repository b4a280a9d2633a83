"""The exam as a table, and as flat figures for a file."""

from __future__ import annotations

import time
from collections.abc import Sequence

from engine.director import prompts
from engine.director.exam.marking import SUBJECTS, Marks
from engine.director.exam.questions import SKILLS
from engine.director.grammar import grammar
from engine.director.interview import Speaker
from engine.director.lessons import pairs

ROWS = (*SKILLS, "overall", "direction", "relations", SUBJECTS, "coref")


def overall(shares: dict[str, float]) -> dict[str, float]:
    """The shares with the mean of the five skills."""
    five = [shares[skill] for skill in SKILLS if skill in shares]
    return {**shares, **({"overall": sum(five) / len(five)} if five else {})}


def figures(marks: Marks) -> dict[str, float]:
    """Flat figures: the model's own answers where there is a model, else the rules'."""
    plans = sum(marks.number.values())
    asked = bool(marks.facts)
    found = overall(marks.shares("own" if asked else "rules"))
    if asked:
        found["valid"] = marks.valid / plans
    return {**found, **{name: value for name, value in marks.facts.items() if name != "shots"}}


def table(marks: Marks) -> str:
    """Percent right: rules, the model's first answers, its own when asked again where the checkers
    find faults, its own in wordings never taught, what is shown.
    """
    named = ("rules", "first", "own", "unseen", "shown") if marks.facts else ("rules",)
    shares = {which: overall(marks.shares(which)) for which in named}
    lines = ["| skill | n | " + " | ".join(TITLES[which] for which in named) + " |"]
    lines.append("|---|---|" + "---|" * len(named))
    for skill in ROWS:
        if skill in shares["rules"]:
            number = marks.number[skill] or sum(marks.number[one] for one in SKILLS)
            number = marks.subjects["told"] if skill == SUBJECTS else number
            cells = (
                f"{100 * shares[which][skill]:.1f}" if skill in shares[which] else ""
                for which in named
            )
            lines.append(f"| {skill} | {number} | " + " | ".join(cells) + " |")
    return "\n".join(lines)


TITLES = {
    "rules": "rules alone", "first": "the model's first answers",
    "own": "the model's own, asked again at most twice",
    "unseen": "own, wordings never taught",
    "shown": "what is shown",
}  # fmt: skip


def pace(model: Speaker, questions: int = 24, longest: int = 48) -> dict[str, float]:
    """Seconds a token with the grammar and without, on the same questions in one run."""
    told = pairs.endless(31)
    rows: Sequence[pairs.Pair] = [next(told) for _ in range(questions)]
    spent = {"grammar": 0.0, "free": 0.0}
    count = {"grammar": 0, "free": 0}
    for row in rows:
        letters = [line[0] for line in row.question.splitlines() if line[1:2] == " "]
        letters = [letter for letter in letters if letter in prompts.LETTERS] or ["A"]
        if row.question.endswith("Shots:"):
            last = sum(line[:1].isdigit() for line in row.question.splitlines())
            rules = grammar(prompts.scene_form(letters, ("thing",), last))
        else:
            rules = grammar(prompts.layout_form(letters))
        message = [{"role": "user", "content": row.question}]
        for name, wanted in (("grammar", rules), ("free", None)):
            first = [0.0, 0]

            def heard(text: str, tokens: int, first: list[float] = first) -> None:
                if tokens == 1:
                    first[0] = time.monotonic()

            answer = model.answer(
                message, wanted, longest=longest, temperature=0.0, seed=1, heard=heard
            )
            if answer.tokens > 1:
                spent[name] += time.monotonic() - first[0]
                count[name] += answer.tokens - 1
    each = {name: spent[name] / max(count[name], 1) for name in spent}
    return {
        "token_ms": 1000 * each["grammar"],
        "token_free_ms": 1000 * each["free"],
        "grammar_overhead": each["grammar"] / max(each["free"], 1e-9) - 1,
    }
