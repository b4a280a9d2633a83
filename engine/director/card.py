"""The bundled director's card: what it is, what it learned from, how good it is."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

from engine.director import bundle as files
from engine.director.exam import marking, questions, report
from engine.director.interview import AGAIN
from engine.director.lessons import words
from engine.director.llama import Model

FILE = "director.gguf"
NUMBER = 100  # tasks of each skill


def publish(folder: Path, target: Path, say: Callable[[str], None]) -> None:
    """Write a training folder's last checkpoint to ``target`` as GGUF, examine it, and write the
    card with what it showed. Raises FileNotFoundError when nothing was trained.
    """
    files.write(folder, target / FILE)
    model = Model(str(target / FILE), 1024)
    say("Examining it; this takes some minutes.")
    marks = marking.mark(questions.all_tasks(NUMBER, 4 * NUMBER), model)
    found = report.figures(marks) | report.pace(model)
    log = [json.loads(line) for line in (folder / "log.jsonl").read_text("utf-8").splitlines()]
    state = {"bytes": (target / FILE).stat().st_size, "log": log, "figures": found}
    (target / "README.md").write_text(_card(state, report.table(marks)), "utf-8")
    say(report.table(marks))


def _card(state: dict[str, Any], table: str) -> str:
    log, figures = state["log"], state["figures"]
    last = log[-1]
    return f"""# The bundled director

A small Llama that answers the director's two questions (`engine/director/prompts.py`): a scene's
sentences to shots, and a shot's words to boxes and a camera. It copies what it does not know:
subjects are letters that the application gives, and words of the text that the grammar offers. What
words mean is marked in the question as far as the rules can look it up: the action of a verb, whom
a pronoun means (as a guess where it is one), the sides and times that a phrase names, how large
everyone usually is. Who does which of it, when and where, and in which shot, is the model's own.

- Parameters: 5.1 M, six layers, 256 wide, byte pairs (1,024 tokens), context 1,024
- File: GGUF, half floats, {state["bytes"] / 1e6:.1f} MB
- Licence: Apache-2.0, like the program. Trained from scratch for it.

## What it learned from

Stories that the project tells itself (`engine/director/lessons`): random scenes whose words, boxes
and cast are true by construction. {len(words.nouns()):,} real nouns and {len(words.names()):,}
names, and made-up ones without end; {len(words.nouns(True)):,} nouns and {len(words.names(True)):,}
names are kept for the exam. Trained {last["minutes"]} minutes on one core of a processor, beside
other work: {last["step"]:,} steps, {last["pairs"]:,} questions with their answers.

| step | questions | minutes | held-out loss | held-out answers right word for word |
|---|---|---|---|---|
{_rows(log)}

Lessons changed while it was trained (names marked with letters from step 1,429, boxes on a grid
from 1,635, pronouns that reach back by gender from 3,951, twice as many wordings from 4,591, usual
sizes told from 5,112, verbs marked with their action from 5,850, pronouns with whom they mean from
10,571, sides and times from 11,087, sizes and shots in disguise from 17,903, places numbered from
19,852, absence from 20,369; from 23,170 halves of a shot and places in turn put together from
parts, ways to a place, and corrections of wrong boxes): early and late rows do not
compare. The command: `longtake train director`.

## How good it is

`longtake bench director` (one thread of the machine that trained it). Half of the wordings and all
of the nouns and names were never taught. "Own" counts an answer only where every field that the
task asks about is the model's: what rules or repair made is wrong there. Its first answer is the
likeliest one; where the checkers find faults it is asked again, at most twice, with other dice
(temperature {AGAIN}); for boxes it also hears what was wrong with the last ones, which is what the
rules read of the words ("must be in turn top, left, right"): such boxes are its own, their meaning
was told. "First" counts only tasks in which nothing was asked again. The marks in its questions are
the rules' reading, too, and wrong where they misread. "Coref" counts whole stories of five to eight
sentences, "each subject" their sentences.

{table}

Valid plans {100 * figures["valid"]:.1f} %. First shot after {figures["first_shot_s"]:.2f} s
(median; 95 % within {figures["first_shot_p95_s"]:.2f} s), {figures["shot_s"]:.2f} s a shot. A token
takes {figures["token_ms"]:.2f} ms with the grammar and {figures["token_free_ms"]:.2f} ms without.

## What it cannot do

It has read templates, not books: a sentence that is built like none of its lessons may be laid out
as something else. The checkers (`engine/director/choices.py`, `layouts.py`, `floor.py`) then ask
again, and what is still wrong is laid out by rules and marked. Its shots have no style of their
own: sizes and cuts follow a few plain habits. For more than that, choose a general instruct model
in the preferences.
"""


def _rows(log: list[dict[str, Any]]) -> str:
    """Seven checkpoints over the whole training, the last one among them."""
    some = log[: -1 : max(1, len(log) // 6)]
    return "\n".join(
        f"| {row['step']:,} | {row['pairs']:,} | {row['minutes']} | {row['held']} | "
        f"{100 * row['exact']:.1f} % |"
        for row in [*some, log[-1]]
    )
