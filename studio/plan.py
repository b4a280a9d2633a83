"""Plan: scripts become boards - by rules at once, then scene by scene by the director, if there is
one.
"""

from __future__ import annotations

import secrets
from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any

from engine import api
from storyboard import link
from storyboard import scope as scopes
from storyboard.board import Board, Scene
from storyboard.edits import plan as plans
from storyboard.scope import Scope
from studio import directors
from studio.errors import StudioError
from studio.jobs import Job, Order
from studio.queue import Task
from studio.rules import Rules, reread, told
from studio.rules import by_rules as by_rules  # for whoever starts a film
from studio.session import Session

KIND = "plan"


def again(session: Session, text: str) -> Board:
    """Plan an edited script by rules: what is locked stays, shots that are the same stay the
    same. Raises StudioError.
    """
    with told():
        planned = reread(session.board, text)
        return session.edit("Plan the script", lambda board: plans.merge_film(board, planned))


def set_script(
    session: Session, text: str, name: str = "Edit the script", merge: str = "script"
) -> Board:
    """Change the script: shots keep their stretch of it, touched ones turn stale. Raises
    StudioError.
    """
    with told():
        return session.edit(name, lambda board: link.relink(board, text), merge=merge)


def serve(session: Session) -> None:
    """Let this session's queue take plan orders."""
    session.queue.programs[KIND] = partial(Planning, session)


def order(
    session: Session,
    model: str | Path,
    scenes: Collection[str] | None = None,
    shot: str = "",
    note: str = "",
    shots: Collection[str] | None = None,
    seed: int | None = None,
    group: str = "",
) -> Order:
    """Ask a director, in a GGUF file or on a server, for scenes (all without), for one shot of a
    scene, or for ``shots`` of scenes: the others stay. Another ``seed`` than the film's gives
    another plan. Edits of one ``group`` are one step of undo.
    """
    model = directors.checked(str(model))
    board = session.board
    asked = [scene.id for scene in board.scenes if scenes is None or scene.id in scenes]
    if shot:
        asked = [scene.id for scene in board.scenes if shot in (s.id for s in scene.shots)]
        if not asked:
            raise StudioError("This shot is not in the film any more; choose another to plan.")
    if not asked:
        raise StudioError("There are no scenes to plan. Open a script first.")
    what: dict[str, Any] = {"scenes": asked, "model": model, "note": note}
    what |= {"only": shot, "seed": session.board.seed if seed is None else seed}
    if group:
        what["group"] = group
    if shots is not None:
        what["shots"] = list(shots)
    return session.queue.order(KIND, what, f"{len(asked)} scenes" if len(asked) > 1 else "1 scene")


def ask(
    session: Session, scope: Scope, model: str | Path, note: str = "", group: str = ""
) -> Order:
    """Ask a director for a scope. Where the script has gone on since, the rules' shots come first,
    and with the director's they are one step of undo. Asked a second time, it plans otherwise.

    Raises StudioError.
    """
    directors.checked(str(model))
    group = group or new_group()
    if scopes.is_behind(session.board, scope):
        before, rules = session.board, Rules(session, scope)
        while rules.step():
            pass
        with told():
            scope = scopes.renewed(rules.lay(group), scope, before)
    times = sum(one.kind == KIND for one in session.queue.jobs.orders())
    shot = scope.shots[0] if scope.kind == "shot" else ""
    partial = None if scope.is_whole or shot else scope.shots
    seed = session.board.seed + times
    return order(session, model, scope.scenes, shot, note, partial, seed, group)


def unfinished(
    session: Session, model: str, scenes: Collection[str] | None = None, note: str = ""
) -> Order | None:
    """The order of a plan that was stopped half-way, if just that is asked for again: what it has
    planned stays. Raises StudioError when there is no such model.
    """
    wanted = directors.checked(model)
    there = {scene.id for scene in session.board.scenes}
    asked = there if scenes is None else set(scenes)
    for one in session.queue.orders():
        what = one.what
        same = (what.get("model"), what.get("note"), what.get("only")) == (wanted, note, "")
        if one.kind == KIND and same and set(what["scenes"]) & there == asked:
            return one
    return None


def new_group() -> str:
    """A name for edits that shall be one step of undo."""
    return f"plan {secrets.token_hex(4)}"


class Planning:
    """The program of one plan order (``queue.Program``): scene after scene, with the cast as
    memory.
    """

    def __init__(self, session: Session, order: Order) -> None:
        self._session = session
        self._what: Mapping[str, Any] = order.what
        self._group = order.what.get("group") or f"plan {order.id}"
        done = {job.id for job in session.queue.jobs.jobs("done", order_id=order.id)}
        asked = list(order.what["scenes"])
        self._todo = [id for id in asked if f"{order.id}-{_task(id)}" not in done]
        self._of = len(asked)
        self._asked: Scene | None = None  # as the director was given it
        self._script = ""  # and the script of that time

    def next(self, looking: Sequence[str]) -> Task | None:
        board = self._session.board
        known = {scene.id: scene for scene in board.scenes}
        self._todo = [id for id in self._todo if id in known]
        if self._asked or not self._todo:
            return None
        shots = set(looking)
        self._todo.sort(key=lambda id: shots.isdisjoint(s.id for s in known[id].shots))
        scene = _others_locked(known[self._todo.pop(0)], self._what.get("shots"))
        self._asked, self._script = scene, board.script
        request = api.Plan(
            job="",
            text=_text(board, scene),
            scene=scene,
            cast=board.cast,
            places=board.places,
            model=self._what["model"],
            rate=board.rate,
            seed=self._what.get("seed", board.seed),
            note=self._what["note"],
            only=self._what["only"],
        )
        only = self._what["only"]
        shot_ids = tuple(
            s.id for s in scene.shots if "*" not in s.locked and (not only or s.id == only)
        )
        return Task(_task(scene.id), request, f"scene {_number(board, scene)}", shot_ids)

    def heard(self, job: Job, event: api.Event) -> None:
        """Lay what the director has so far over the board, all of it one step of undo.

        Words about a scene that was deleted meanwhile are let go. A model that fails at one scene
        for the world's reasons fails at the others: they keep the plan that they have.
        """
        asked = self._asked
        if isinstance(event, api.ScenePlanned) and asked and event.scene.id == asked.id:
            if any(scene.id == asked.id for scene in self._session.board.scenes):
                self._lay(asked, event)
        elif isinstance(event, api.Finished | api.Failed | api.Cancelled):
            self._asked = None
            if isinstance(event, api.Failed) and not event.ours:
                self._todo = []

    def _lay(self, asked: Scene, event: api.ScenePlanned) -> None:
        board = self._session.board
        apply = partial(
            plans.merge_plan,
            scene_id=asked.id,
            planned=_as_of_now(board, asked, event.scene, self._script),
            cast=event.cast,
            places=event.places,
            final=event.final,
        )
        name = f"Plan scene {_number(board, asked)}"
        with told():
            self._session.edit(name, apply, merge=self._group)

    def progress(self) -> tuple[int, int]:
        return self._of - len(self._todo) - bool(self._asked), self._of


def _others_locked(scene: Scene, shots: Collection[str] | None) -> Scene:
    """The scene with all but these shots locked, so that the director passes them over."""
    if shots is None:
        return scene
    held = frozenset({"*"})
    row = tuple(s if s.id in shots else replace(s, locked=held) for s in scene.shots)
    return replace(scene, shots=row)


def _as_of_now(board: Board, asked: Scene, planned: Scene, script: str) -> Scene:
    """What was planned, for the board of now: words may have moved since, and shots that the
    director left as they were are whatever the person made of them meanwhile.
    """
    now = {shot.id: shot for scene in board.scenes for shot in scene.shots}
    left = {shot.id for shot in planned.shots if shot in asked.shots}
    if board.script != script:
        then = replace(board, script=script, scenes=(planned,))
        planned = link.relink(then, board.script).scenes[0]
    shots = (now.get(shot.id) if shot.id in left else shot for shot in planned.shots)
    return replace(planned, shots=tuple(shot for shot in shots if shot is not None))


def _task(scene: str) -> str:
    return f"plan-{scene}"


def _text(board: Board, scene: Scene) -> str:
    if scene.stretch is None:
        return "\n\n".join(shot.action for shot in scene.shots)
    return board.script[scene.stretch.start : scene.stretch.end]


def _number(board: Board, scene: Scene) -> int:
    return next((i for i, one in enumerate(board.scenes, 1) if one.id == scene.id), 0)
