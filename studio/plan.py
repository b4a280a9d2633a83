"""Plan: scripts become boards - by rules at once, then scene by scene by the director, if there is
one.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import partial
from pathlib import Path

from engine import api
from storyboard import breakdown, link
from storyboard.board import Board, Scene
from storyboard.edits import plan as plans
from studio.errors import StudioError
from studio.jobs import Job, Order
from studio.queue import Task
from studio.session import Session

KIND = "plan"


@contextmanager
def told() -> Iterator[None]:
    """What an edit will not do - it raises KeyError or ValueError with a sentence - is the world's
    fault.
    """
    try:
        yield
    except (KeyError, ValueError) as error:
        raise StudioError(str(error.args[0]) if error.args else str(error)) from error


def by_rules(text: str, title: str = "", seed: int = 1) -> Board:
    """The board of a script without any model. Raises StudioError when nothing in it can be
    filmed.
    """
    board = breakdown.board(text, title=title, seed=seed)
    if not board.shots:
        raise StudioError(
            "This script holds nothing to film: no action and no dialogue. Write what happens, one "
            "paragraph a shot."
        )
    return board


def again(session: Session, text: str) -> Board:
    """Plan an edited script by rules: what is locked stays, shots that are the same stay the
    same. Raises StudioError.
    """
    planned = by_rules(text, session.board.title, session.board.seed)
    with told():
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
) -> Order:
    """Ask the director in the GGUF file ``model`` for scenes (all without), or for one shot of a
    scene.
    """
    file = Path(model)
    if not file.is_file():
        raise StudioError(f"There is no model file {file}. Choose a GGUF file of a director.")
    board = session.board
    asked = [scene.id for scene in board.scenes if scenes is None or scene.id in scenes]
    if shot:
        asked = [scene.id for scene in board.scenes if shot in (s.id for s in scene.shots)]
        if not asked:
            raise StudioError("This shot is not in the film any more; choose another to plan.")
    if not asked:
        raise StudioError("There are no scenes to plan. Open a script first.")
    what = {"scenes": asked, "model": str(file.absolute()), "note": note, "only": shot}
    return session.queue.order(KIND, what, f"{len(asked)} scenes" if len(asked) > 1 else "1 scene")


class Planning:
    """The program of one plan order (``queue.Program``): scene after scene, with the cast as
    memory.
    """

    def __init__(self, session: Session, order: Order) -> None:
        self._session = session
        self._what: Mapping[str, str] = order.what
        done = {job.id for job in session.queue.jobs.jobs("done", order_id=order.id)}
        asked = list(order.what["scenes"])
        self._todo = [id for id in asked if f"{order.id}-{_task(id)}" not in done]
        self._of = len(asked)
        self._running = ""

    def next(self, looking: Sequence[str]) -> Task | None:
        board = self._session.board
        known = {scene.id: scene for scene in board.scenes}
        self._todo = [id for id in self._todo if id in known]
        if self._running or not self._todo:
            return None
        shots = set(looking)
        self._todo.sort(key=lambda id: shots.isdisjoint(s.id for s in known[id].shots))
        scene = known[self._todo.pop(0)]
        self._running = scene.id
        request = api.Plan(
            job="",
            text=_text(board, scene),
            scene=scene,
            cast=board.cast,
            places=board.places,
            model=self._what["model"],
            rate=board.rate,
            seed=board.seed,
            note=self._what["note"],
            only=self._what["only"],
        )
        return Task(_task(scene.id), request, f"scene {_number(board, scene)}")

    def heard(self, job: Job, event: api.Event) -> None:
        """Lay what the director has so far over the board, all of it one step of undo.

        Words about a scene that was deleted meanwhile are let go. A model that fails at one scene
        for the world's reasons fails at the others: they keep the plan that they have.
        """
        if isinstance(event, api.ScenePlanned) and event.scene.id == self._running:
            if any(scene.id == self._running for scene in self._session.board.scenes):
                self._lay(job, event)
        elif isinstance(event, api.Finished | api.Failed | api.Cancelled):
            self._running = ""
            if isinstance(event, api.Failed) and not event.ours:
                self._todo = []

    def _lay(self, job: Job, event: api.ScenePlanned) -> None:
        apply = partial(
            plans.merge_plan,
            scene_id=self._running,
            planned=event.scene,
            cast=event.cast,
            places=event.places,
            final=event.final,
        )
        name = f"Plan scene {_number(self._session.board, event.scene)}"
        with told():
            self._session.edit(name, apply, merge=f"plan {job.id}")

    def progress(self) -> tuple[int, int]:
        return self._of - len(self._todo) - bool(self._running), self._of


def _task(scene: str) -> str:
    return f"plan-{scene}"


def _text(board: Board, scene: Scene) -> str:
    if scene.stretch is None:
        return "\n\n".join(shot.action for shot in scene.shots)
    return board.script[scene.stretch.start : scene.stretch.end]


def _number(board: Board, scene: Scene) -> int:
    return next((i for i, one in enumerate(board.scenes, 1) if one.id == scene.id), 0)
