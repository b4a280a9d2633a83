"""``python -m engine.director``: train the bundled director, bundle it, or examine a model."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Sequence
from pathlib import Path

import assets
from engine.api import EngineError


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(
        prog="longtake train director",
        description="Train the bundled director on stories that it tells itself. Run it again and "
        "it goes on.",
    )
    parser.add_argument("--minutes", type=float, default=60.0, help="how long, by the clock")
    parser.add_argument("--folder", type=Path, default=Path("build/train/director"))
    parser.add_argument("--threads", type=int, default=0, help="0 = as many as torch takes")
    parser.add_argument("--rate", type=float, default=2.5e-3, help="the highest learning rate")
    parser.add_argument(
        "--rest", type=float, default=0.3, help="last part of the run, in which the rate falls"
    )
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument(
        "--compiled", action="store_true", help="half as fast again after the first minute (C++)"
    )
    parser.add_argument("--bundle", action="store_true", help="only write assets/director")
    parser.add_argument("--exam", action="store_true", help="only examine a model")
    parser.add_argument("--model", type=Path, help="a GGUF file; the bundled one without")
    parser.add_argument("--rules", action="store_true", help="examine the rules, without a model")
    parser.add_argument("--number", type=int, default=100, help="tasks of each skill")
    parser.add_argument("--temperature", type=float, default=0.0)
    parser.add_argument("--out", type=Path, help="write the figures there, as JSON")
    parser.add_argument("--wrong", action="store_true", help="also print what was answered wrong")
    parser.add_argument("--valid", type=int, default=0, help="look at so many plans: valid?")
    parser.add_argument("--random", action="store_true", help="of a model of random weights")
    given = parser.parse_args(arguments)
    try:
        if given.valid:
            from engine.director import validity

            return validity.examine(given)
        if given.exam:
            return _examine(given)
        if given.bundle:
            return _bundle(given)
    except EngineError as fault:
        print(fault, file=sys.stderr)
        return 1
    from engine.director.training import Recipe, train  # torch only where it is trained

    recipe = Recipe(
        given.minutes,
        given.threads,
        rate=given.rate,
        rest=given.rest,
        seed=given.seed,
        compiled=given.compiled,
    )
    train(given.folder, recipe, say=lambda text: print(text, flush=True))
    return 0


def _bundle(given: argparse.Namespace) -> int:
    from engine.director import card

    target = assets.ROOT / "director"
    card.publish(given.folder, target, say=lambda text: print(text, flush=True))
    print(f"Bundled {given.folder} as {target}")
    return 0


def _examine(given: argparse.Namespace) -> int:
    from engine.director.exam import marking, questions, report

    model = None
    if not given.rules:
        from engine.director.llama import Model

        model = Model(str(given.model or assets.ROOT / "director" / "director.gguf"), 1024)
    exam = list(questions.all_tasks(given.number, 4 * given.number))

    def heard(marks: marking.Marks) -> None:
        done = sum(marks.number.values())
        if sys.stderr.isatty():
            print(f"\r{done} of {len(exam)} plans", end="", file=sys.stderr, flush=True)

    marks = marking.mark(exam, model, given.temperature, heard)
    found = report.figures(marks) | (report.pace(model) if model else {})
    print(report.table(marks))
    print(json.dumps({name: round(value, 4) for name, value in found.items()}))
    if given.wrong:
        for skill, texts in marks.wrong.items():
            print(*(f"{skill}: {text}" for text in texts), sep="\n")
    if given.out:
        given.out.parent.mkdir(parents=True, exist_ok=True)
        given.out.write_text(json.dumps(found, indent=1))
    return 0


if __name__ == "__main__":
    sys.exit(main())
