"""What each command does: sessions opened, orders given, the queue served until it is idle."""

from __future__ import annotations

import argparse
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Literal

import assets
from engine.api import Progress
from storyboard import numbering, timing
from storyboard import scope as scopes
from storyboard.board import Board
from storyboard.edits import scenes as scene_edits
from studio import (
    checkup,
    directors,
    interchange,
    recipes,
    scripts,
    seats,
    settings,
    take_sounds,
    work,
)
from studio import export as exporting
from studio import plan as planning
from studio import render as rendering
from studio.console import Console, Watch, many
from studio.errors import StudioError, nearest
from studio.project import SUFFIX
from studio.session import Session
from studio.windows import FinishedWindow

Facts = dict[str, Any]
Preset = Literal["web", "master", "pngs"]
ENDINGS: dict[Preset, str] = {"web": ".mp4", "master": ".mov", "pngs": ""}


# Films -------------------------------------------------------------------------------------------


def new(given: argparse.Namespace, console: Console) -> Facts:
    """``longtake new``"""
    text, name = read(given.script)
    out = given.out or Path(name + SUFFIX)
    if out.suffix.lower() in ENDINGS.values():
        raise StudioError(
            f"`longtake new` makes a project, {out.stem}{SUFFIX}; `longtake film` writes "
            f"{out.name}."
        )
    board = planning.by_rules(text, _title(given, text, name), given.seed or 1)
    with Session.new(out, board) as session:
        direct(session, given.model, console)
        return summary(session)


def plan(given: argparse.Namespace, console: Console) -> Facts:
    """``longtake plan``"""
    with Session.open(given.project) as session:
        if given.script:
            text, _ = read(given.script)
            planning.set_script(session, text)
        if given.model or directors.chosen(settings.load()).model:
            scenes = [_scene(session.board, number) for number in given.scene or ()] or None
            changed = scopes.changes(session.board) if given.script and not scenes else None
            direct(session, given.model, console, scenes, given.note, changed)
        elif given.note or given.scene:
            raise StudioError(
                "Planning one scene or with a note needs a director: name a GGUF file or a server "
                "of this machine with --model."
            )
        else:
            planning.again(session, session.board.script)
        return summary(session)


def render(given: argparse.Namespace, console: Console) -> Facts:
    """``longtake render``"""
    with Session.open(given.project) as session:
        shots = _shots(session.board, given.shots)
        by = chosen_recipe(given)
        if given.dry:
            cost = rendering.estimate(session, shots, given.level, by)
            return {
                "windows to make": cost.windows,
                "windows found": cost.found,
                "shots to render": cost.shots,
                "shots that stand": cost.standing,
                "seconds": None if cost.seconds is None else round(cost.seconds, 1),
                "disk MB": round(cost.bytes / 1e6, 1),
                **({"GPU GB, memory GB": cost.memory} if cost.memory else {}),
            }
        facts = make(session, shots, given.level, by, console, **seats.crew(given))
        return {**summary(session), **facts}


def export(given: argparse.Namespace, console: Console) -> Facts:
    """``longtake export``"""
    with Session.open(given.project) as session:
        out = given.out or session.path.with_suffix(ENDINGS.get(given.preset, ".mp4"))
        if out.suffix.lower() in interchange.FORMATS:
            notes = interchange.write(session.board, out, work.clips(session), session.bin.path)
            return {"written": str(out), **_notes(notes)}
        wanted = _wanted(session.board, out, given)
        if given.draft and (shots := _unmade(session)):
            make(session, shots, "layout", rendering.recipe("layout"), console)
        return _export(session, wanted, console)


def film(given: argparse.Namespace, console: Console) -> Facts:
    """``longtake film``: script to film, with a table of what it took."""
    began = time.monotonic()
    times: dict[str, float] = {}
    text, name = read(given.script)
    console.say(f"Reading {name}")
    with _project(given, text, name) as (session, fresh):
        wanted = _wanted(session.board, given.out, given)
        by = chosen_recipe(given)
        if fresh or any(order.kind == planning.KIND for order in session.queue.orders()):
            direct(session, given.model, console)
        board = session.board
        console.say(
            f"Planned {many(len(board.scenes), 'scene')}, {many(len(board.shots), 'shot')}, "
            f"{board.length / board.rate:.1f} s"
        )
        times["plan"] = time.monotonic() - began
        made = make(session, None, given.level, by, console, **seats.crew(given))
        times["render"] = time.monotonic() - began - sum(times.values())
        written = _export(session, wanted, console, given.level)
        times["export"] = time.monotonic() - began - sum(times.values())
        return {
            **summary(session),
            **made,
            **written,
            **{f"seconds to {phase}": round(took, 1) for phase, took in times.items()},
            "seconds in all": round(time.monotonic() - began, 1),
            "to open the window on it": f"longtake-app {session.path}",
        }


@contextmanager
def _project(given: argparse.Namespace, text: str, name: str) -> Iterator[tuple[Session, bool]]:
    """The project beside the film, and whether its script is new to it."""
    path = given.out.with_suffix(SUFFIX)
    if not path.exists():
        board = planning.by_rules(text, _title(given, text, name), given.seed or 1)
        given.out.absolute().parent.mkdir(parents=True, exist_ok=True)
        with Session.new(path, board) as session:
            yield session, True
        return
    with Session.open(path) as session:
        fresh = session.board.script != text
        if fresh:
            planning.set_script(session, text)
            planning.again(session, text)
        asked = {"title": given.title, "seed": given.seed}
        changes = {name: value for name, value in asked.items() if value}
        session.edit("Name the film", lambda board: scene_edits.set_board(board, **changes))
        yield session, fresh


# Looking -----------------------------------------------------------------------------------------


def info(given: argparse.Namespace, console: Console) -> Facts:
    """``longtake info``"""
    with Session.open(given.project, read_only=True) as session:
        board = session.board
        labels = numbering.labels(board)
        shots = [
            {
                "shot": labels[shot.id],
                "seconds": round(shot.length / board.rate, 2),
                "size": shot.size,
                "action": shot.action,
                "takes": len(session.takes.of_shot(shot.id)),
                "level": best.slate.get("level", "")
                if (best := session.takes.best(board, shot.id))
                else "none",
                "stale": shot.stale,
                "health": _health(session, shot.id),
            }
            for shot in board.shots
        ]
        found = [
            {
                "shot": labels[shot.id],
                "frame": gap.frame + 1,
                "score": gap.score,
                "what": gap.sentence,
            }
            for shot in board.shots
            for gap in checkup.wrong(board, session.takes.best(board, shot.id))
        ]
        return {**summary(session), "shot list": shots, **({"to look at": found} if found else {})}


def _health(session: Session, shot: str) -> str:
    """The worst of a shot's gaps, in figures; empty where nobody looked yet."""
    found = checkup.gaps(session.board, session.takes.best(session.board, shot))
    return f"health {min(gap.score for gap in found):.2f}" if found else ""


# Parts -------------------------------------------------------------------------------------------


def read(script: str) -> tuple[str, str]:
    """The text of a script file or of a bundled script, and its name. Raises StudioError."""
    if not Path(script).exists() and script in ("sample", "short"):
        return scripts.read(assets.path(f"scripts/{script}.fountain")), script
    return scripts.read(Path(script)), Path(script).stem


def _title(given: argparse.Namespace, text: str, name: str) -> str:
    """What the command says, else the script, else the file's name."""
    return given.title or scripts.parsed(text).title or name


def make(
    session: Session,
    shots: set[str] | None,
    level: str,
    by: rendering.Recipe,
    console: Console,
    **crew: Any,
) -> Facts:
    """Render by these stages; how many windows had to be made, and from what they are."""
    made: list[FinishedWindow] = []
    notes: list[str] = []  # what befell the models: said once

    def hear(name: str, what: Any) -> None:
        if name == "window_done":
            made.append(what)
        elif name == "job_changed":
            for note in what.facts.get("notes", ()):
                if note not in notes:
                    notes.append(note)
                    console.say(note)

    if by.said:
        console.say(by.said)
    session.listeners.append(hear)
    try:
        with work.staged(session, rendering.serve, **crew), Watch(session, console, "Rendering"):
            work.until_done(session, rendering.order(session, shots, level, by))
    finally:
        session.listeners.remove(hear)
    facts = {"windows made": len(made), "frames made": sum(len(window.frames) for window in made)}
    if "sound" in by.extras.split(","):
        asked = [shot.id for shot in session.board.shots if shots is None or shot.id in shots]
        facts["shots with sound laid"] = take_sounds.lay(session, asked)
    return facts


def direct(
    session: Session,
    model: str,
    console: Console,
    scenes: list[str] | None = None,
    note: str = "",
    changed: scopes.Scope | None = None,
) -> None:
    """Let the director plan, if one is named here or in the settings. Without it the rules' board
    stands, and when it fails too. A plan that was stopped half-way goes on; with ``changed`` only
    those parts of the script are planned, and all other shots stay.
    """
    chosen = model or directors.chosen(settings.load()).model
    if not chosen:
        return
    try:
        with work.staged(session, planning.serve), Watch(session, console, "Planning"):
            order = planning.unfinished(session, chosen, scenes, note)
            if order is None and changed is not None and changed.parts:
                order = planning.ask(session, changed, chosen, note)
            order = order or planning.order(session, chosen, scenes, note=note)
            work.until_done(session, order)
    except StudioError as fault:
        raise StudioError(f"{fault} The shots in {session.path.name} are kept.") from fault


def _unmade(session: Session) -> set[str]:
    """Shots that the export has no pictures of."""
    pictures = work.pictures(session)
    return {shot.id for shot in session.board.shots if pictures(shot.id, 0) is None}


def _wanted(board: Board, out: Path, given: argparse.Namespace) -> exporting.Settings:
    """What the export shall be; wrong sizes and ranges are said before anything is made."""
    width, height = _size(given.size)
    start, end = _range(getattr(given, "range", ""), board)
    endings = {ending: preset for preset, ending in ENDINGS.items()}
    return exporting.Settings(
        path=str(out),
        width=width,
        height=height,
        preset=given.preset or endings.get(out.suffix.lower(), "web"),
        start=start,
        end=end,
        burn=given.captions or settings.load().captions,
    )


def _export(
    session: Session, wanted: exporting.Settings, console: Console, level: str = "final"
) -> Facts:
    def report(progress: Progress) -> None:
        console.status(f"Exporting: frame {progress.done} of {progress.of}, {progress.note}")

    done = exporting.export(
        session.board, work.pictures(session, level), wanted, report, sounds=session.bin.path
    )
    console.say(f"Exported {Path(done.path).name}")
    return {
        "film": done.path,
        "frames": done.frames,
        "size": f"{done.width}x{done.height}",
        "MB": round(done.bytes / 1e6, 1),
        **_notes(done.notes),
    }


def _notes(notes: Sequence[str]) -> Facts:
    return {"notes": "; ".join(notes)} if notes else {}


def chosen_recipe(given: argparse.Namespace) -> rendering.Recipe:
    """The person's settings, and what the command says otherwise."""
    chosen = settings.load()
    if given.family not in ("", chosen.family):  # the folder of weights is the other family's
        chosen = chosen.model_copy(update={"weights": ""})
    for name in ("family", "inbetween", "steps", "device", "quality"):
        if value := getattr(given, name, ""):
            setting = "preset" if name == "quality" else name
            chosen = settings.changed(chosen, setting, str(value))
    if memory := getattr(given, "memory", 0.0):
        chosen = settings.changed(chosen, "memory_gb", str(memory))
    if told := getattr(given, "extras", ""):
        chosen = chosen.model_copy(update={"extras": recipes.extras(told)})
    return rendering.recipe(getattr(given, "level", "final"), chosen)


def _shots(board: Board, numbers: str) -> set[str] | None:
    if not numbers:
        return None
    labels = numbering.labels(board)
    ids = {label.lower(): id for id, label in labels.items()}
    wanted = [number.strip().lower() for number in numbers.split(",") if number.strip()]
    for number in wanted:
        if number not in ids:
            raise StudioError(
                f"There is no shot {number.upper()}.{nearest(number, labels.values())}"
            )
    return {ids[number] for number in wanted}


def _scene(board: Board, number: int) -> str:
    if not 1 <= number <= len(board.scenes):
        raise StudioError(f"There is no scene {number}: this film has {len(board.scenes)}.")
    return board.scenes[number - 1].id


def _size(text: str) -> tuple[int, int]:
    parts = text.lower().split("x")
    if len(parts) != 2 or not all(part.isdigit() for part in parts):
        raise StudioError(f"A size is width x height, as 1280x720; {text!r} is not.")
    width, height = int(parts[0]), int(parts[1])
    if width % 2 or height % 2 or not 16 <= min(width, height) <= max(width, height) <= 8192:
        raise StudioError(
            f"A film cannot be {text}: both sides must be even and between 16 and 8192."
        )
    return width, height


def _range(text: str, board: Board) -> tuple[int, int | None]:
    if not text:
        return 0, None
    start, _, end = text.partition("-") if "-" in text else text.rpartition(":")
    try:
        return timing.parse(start, board.rate), timing.parse(end, board.rate)
    except ValueError as error:
        raise StudioError(f"{error} Write a range as 4s-12s.") from error


def summary(session: Session) -> Facts:
    board = session.board
    return {
        "project": str(session.path),
        "title": board.title,
        "scenes": len(board.scenes),
        "shots": len(board.shots),
        "cast": ", ".join(subject.name for subject in board.cast),
        "places": ", ".join(place.name for place in board.places),
        "seconds": round(board.length / board.rate, 1),
    }
