"""Validity: plans of scripts without end, each looked at: can it be filmed as it is?

Every plan is of a scene of its own with dialogue, pronouns, numbers, other alphabets, long and
empty paragraphs; the model is the bundled one, any other, or one of random weights. A run that was
stopped goes on where it was: its marks are kept in a file, a line a plan.
"""

from __future__ import annotations

import argparse
import json
import random
import shutil
import sys
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, get_args

import assets
from engine.api import Plan, Progress, ScenePlanned
from engine.director import numbered, predicates
from engine.director.interview import Speaker
from engine.director.plan import plan_scene
from engine.director.prompts import actions
from storyboard import breakdown
from storyboard.board import Angle, Maker, Movement, Size

RATE = 24
_NAMES = ("Mara", "O'Neil", "Zoë", "Jean-Luc", "Dr. Lee", "Иван", "R2", "Old Tom", "Æsa", "Li")
_NOUNS = ("dog", "pizza", "elephant", "lighthouse", "quux", "Zeppelin", "grandmother", "ships")
_DEEDS = (
    "{a} walks from left to right.", "{a} enters from the left and {b} leaves on the right.",
    "Two {n}s sit behind {a}.", "He looks at her. She smiles.", "{a} is bigger than the {n}.",
    "A {n} appears, vanishes, and appears again.", "CLOSE ON {a}'s hand.", "PAN LEFT to the {n}.",
    "First {a} stands on the left, then in the middle, then on the right.", "Nothing happens.",
    "They run! Five {n}s follow them -- \"faster\", somebody says.", "The {n} falls on {b}.",
    "It is dark; {a} (40, tired) waits, sits, weeps.", "¿Qué? 猫 sleeps under the {n}.",
    "{a} gives the {n} to {b}, who throws it up. It comes down.", "[[a note]] {a} waves /* no */.",
    "In the second half {a} is gone.", "{b} carries {a}. " * 6, "\\ \" { } ] [ < |im_end|> {n}",
)  # fmt: skip


@dataclass
class Count:
    """Plans so far, those that are valid, and what was wrong with the others."""

    plans: int = 0
    valid: int = 0
    shots: int = 0
    asked_again: int = 0
    makers: Counter[str] = field(default_factory=Counter)
    wrong: list[str] = field(default_factory=list)

    def add(self, row: Mapping[str, Any], at: int) -> None:
        """One plan more."""
        self.plans += 1
        self.valid += not row["wrong"]
        self.shots += row["shots"]
        self.asked_again += row["asked_again"]
        self.makers.update(row["makers"])
        self.wrong += [f"scene {at}: {words}" for words in row["wrong"]]


def script(number: int) -> str:
    """A scene to plan; the same for the same number."""
    dice = random.Random(number)
    lines = [f"{dice.choice(('INT.', 'EXT.'))} PLACE {number % 7} - {dice.choice('DAY NIGHT')}", ""]
    for _ in range(dice.choice((1, 1, 2, 3, 5))):
        told = dice.choice(_DEEDS)
        for slot, words in (("{a}", _NAMES), ("{b}", _NAMES), ("{n}", _NOUNS)):
            told = told.replace(slot, dice.choice(words))
        if dice.random() < 0.3:
            said = "Yes. " * dice.choice((1, 4, 60))
            lines += [dice.choice(_NAMES).upper(), *(["(softly)"] * dice.choice((0, 1))), said, ""]
        lines += [told, ""]
    return "\n".join(lines)


def count(
    model: Speaker,
    number: int,
    temperature: float,
    notes: Path | None = None,
    heard: Callable[[Count], None] = lambda count: None,
) -> Count:
    """Plan ``number`` scenes and look at each. ``notes`` is a file that keeps what was found, so
    that a stopped run goes on; ``heard`` after each plan.
    """
    kept = list(_kept(notes))
    found = Count()
    for at in range(number):
        row = kept[at] if at < len(kept) else _planned(model, at, temperature)
        if at >= len(kept) and notes is not None:
            with notes.open("a", encoding="utf-8") as out:
                out.write(json.dumps(row) + "\n")
        found.add(row, at)
        heard(found)
    return found


def _kept(notes: Path | None) -> Iterator[dict[str, Any]]:
    """The rows of a stopped run; a row that was cut is made again."""
    if notes is None or not notes.exists():
        return
    whole, cut, _ = notes.read_text("utf-8").rpartition("\n")
    notes.write_text(whole + cut, "utf-8")
    yield from map(json.loads, whole.splitlines())


def _planned(model: Speaker, number: int, temperature: float) -> dict[str, Any]:
    text = script(number)
    board = breakdown.board(text, seed=number + 1)
    found: dict[str, Any] = {"wrong": [], "shots": 0, "asked_again": 0, "makers": {}}
    if not board.scenes:
        return found
    scene = board.scenes[0]
    at = scene.stretch
    told = board.script[at.start : at.end] if at else text
    request = Plan(
        "valid", told, scene, board.cast, board.places, "", RATE, seed=number + 1,
        temperature=temperature,
    )  # fmt: skip
    events: list[ScenePlanned] = []
    facts = plan_scene(request, model, _silent, events.append)
    made = {name[8:]: n for name, n in facts.items() if name.startswith("made_by_")}
    wrong = faults(request, events)
    return {"wrong": wrong, "shots": facts["shots"], "asked_again": facts["asked_again"],
            "makers": made}  # fmt: skip


def faults(request: Plan, events: Sequence[ScenePlanned]) -> list[str]:
    """Why a plan cannot be filmed as it is; nothing when it can. Every event is looked at, since
    every one was on the board; words and lines are counted in the last.
    """
    if not events or [one.final for one in events] != [False] * (len(events) - 1) + [True]:
        return ["the last word is not the last"]
    return list(dict.fromkeys(words for event in events for words in _faults(request, event)))


def _faults(request: Plan, event: ScenePlanned) -> Iterator[str]:
    known = {one.id for one in event.cast}
    if len(known) != len(event.cast) or not {one.id for one in request.cast} <= known:
        yield "the cast is not whole"
    if len({shot.id for shot in event.scene.shots}) != len(event.scene.shots):
        yield "two shots have one id"
    for shot in event.scene.shots:
        if not set(shot.subjects) <= known or len(set(shot.subjects)) != len(shot.subjects):
            yield "somebody in a shot is not in the cast"
        if set(shot.layout.boxes) != set(shot.subjects):
            yield "boxes and subjects differ"
        for path in shot.layout.boxes.values():
            if len(path) != shot.layout.moments or not any(path):
                yield "somebody is nowhere"
            if not all(predicates.sound(box) for box in path if box):
                yield "a box is none"
        if not shot.camera.rects or not all(map(predicates.sound_rect, shot.camera.rects)):
            yield "the camera shows nothing"
        if not (
            shot.size in get_args(Size)
            and shot.angle in get_args(Angle)
            and shot.movement in get_args(Movement)
            and {act.action for act in shot.acting.values()} <= set(actions())
            and set(shot.made_by.values()) <= set(get_args(Maker))
        ):
            yield "a word is none of the board's"
        if shot.length < 2 * request.rate:
            yield "a shot is too short"
    if not event.final:
        return  # until then the board keeps what is not reached yet
    sentences = numbered.sentences(request.text, request.scene, event.cast)
    covered = [at for shot in event.scene.shots for at in numbered.covered(sentences, shot)]
    if covered != list(range(len(sentences))):
        yield "sentences are lost, doubled or out of order"
    said = [line.text for shot in event.scene.shots for line in shot.dialogue]
    if said != [one.line.text for one in sentences if one.line]:
        yield "a line is lost"


def _silent(progress: Progress) -> None:
    pass


# The command ------------------------------------------------------------------------------------


def examine(given: argparse.Namespace) -> int:
    """``longtake bench director --valid N [--random] [--temperature T]``: 0 when all are valid."""
    from engine.director.llama import Model

    bundled = assets.ROOT / "director" / "director.gguf"
    folder = Path("build/bench/valid")
    folder.mkdir(parents=True, exist_ok=True)
    file = Path(given.model or bundled)
    if given.random:
        file = scrambled(bundled, folder / "random.gguf", seed=7)
    size = file.stat()
    name = f"{file.stem}-{size.st_size}-{int(0 if given.random else size.st_mtime)}"
    notes = folder / f"{name}-{given.temperature:g}.jsonl"
    threads = getattr(given, "threads", 0)
    model = Model(str(file), 1024, threads)

    def heard(found: Count) -> None:
        if sys.stderr.isatty() or found.plans % 100 == 0:
            end = "" if sys.stderr.isatty() else "\n"
            start = "\r" if sys.stderr.isatty() else ""
            words = f"{start}{found.valid} of {found.plans} plans are valid"
            print(words, end=end, file=sys.stderr, flush=True)

    found = count(model, given.valid, given.temperature, notes, heard)
    print(*found.wrong, sep="\n" if found.wrong else "")
    told = {
        "model": "random weights" if given.random else file.name,
        "temperature": given.temperature,
        "plans": found.plans,
        "valid": found.valid / max(found.plans, 1),
        "shots": found.shots,
        "asked_again": found.asked_again,
        "made_by": dict(sorted(found.makers.items())),
        "kept_in": str(notes),
    }
    print(json.dumps(told, indent=1))
    return 0 if found.valid == found.plans else 1


def scrambled(source: Path, target: Path, seed: int) -> Path:
    """A model as ``source`` whose weights are dice: it knows its letters and nothing else."""
    import gguf
    import numpy as np

    dice = np.random.default_rng(seed)
    shutil.copyfile(source, target)
    with target.open("r+b") as file:
        for tensor in gguf.GGUFReader(str(source)).tensors:
            if tensor.data.dtype != np.float16:
                continue  # the norms stay: without them there is noise and no answer
            file.seek(tensor.data_offset)
            values = dice.standard_normal(tensor.data.size) * 0.4
            file.write(values.astype(np.float16).tobytes())
    return target
