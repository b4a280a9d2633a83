"""Plans by rules: a whole script at once, or a scope of it scene after scene."""

from __future__ import annotations

from collections.abc import Generator, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from functools import partial

from storyboard import breakdown, link
from storyboard import script as scripts
from storyboard.board import Board, Place, Scene, Stretch, Subject
from storyboard.edits import plan as plans
from storyboard.scope import Scope
from studio.errors import StudioError
from studio.session import Session

NOTHING = (
    "This script holds nothing to film: no action and no dialogue. Write what happens, one "
    "paragraph a shot."
)
Work = Generator[tuple[int, int], None, dict[str, Board]]  # scene -> what it is planned as


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
    return _filmed(breakdown.board(text, title=title, seed=seed))


def reread(board: Board, text: str) -> Board:
    """The board of a script as it is now, read as the person's cast sheet says. Raises
    StudioError.
    """
    work = _whole(replace(board, script=text))
    while True:
        try:
            next(work)
        except StopIteration as end:
            planned: Board = end.value[""]
            return planned


class Rules:
    """A scope planned by rules: ``step`` until it says no more, then ``lay``.

    A step is one scene. What is locked stays, shots that are the same stay the same. When the
    script is edited between two steps, the plan begins anew.
    """

    def __init__(self, session: Session, scope: Scope) -> None:
        self._session = session
        self.scope = scope
        self.done, self.of = 0, max(1, len(scope.scenes))
        self._planned: dict[str, Board] | None = None
        self._board = session.board
        self._work = self._begin()

    def step(self) -> bool:
        """Plan one scene more. Whether there are others. Raises StudioError."""
        if self._session.board.script != self._board.script:
            self._work = self._begin()
        try:
            with told():
                self.done, self.of = next(self._work)
        except StopIteration as end:
            self._planned, self.done = end.value, self.of
            return False
        return True

    def lay(self, merge: str = "", name: str = "") -> Board:
        """Put the plan on the board, as one step of undo. Raises StudioError."""
        planned = self._planned
        if planned is None or self._session.board.script != self._board.script:
            while self.step():
                pass
            planned = self._planned
        assert planned is not None
        apply = partial(_laid, planned=planned, scope=self.scope)
        name = name or _name(self._session.board, self.scope)
        with told():
            return self._session.edit(name, apply, merge)

    def _begin(self) -> Work:
        self._board = board = self._session.board
        self._planned = None
        if self.scope.kind == "film":
            return _whole(board)
        return _scenes(board, self.scope)


def _whole(board: Board) -> Work:
    planned = yield from breakdown.steps(
        board.script,
        title=board.title,
        seed=board.seed,
        cast=[one for one in board.cast if one.made_by == "user"],
        places=[one for one in board.places if one.made_by == "user"],
    )
    return {"": _filmed(planned)}


def _scenes(board: Board, scope: Scope) -> Work:
    """The scenes of a scope, each as the one or more that its words are now."""
    cast, places = board.cast, board.places
    planned: dict[str, Board] = {}
    for n, id in enumerate(scope.scenes):
        yield n, len(scope.scenes)
        scene = next((one for one in board.scenes if one.id == id), None)
        if scene is not None:
            _check(board, scene, scope)
        elif id:
            raise StudioError("This scene is not in the film any more; choose another to plan.")
        found, cast, places = _scene(board, scene or _opening(board), cast, places)
        planned[id] = Board(cast=cast, places=places, scenes=tuple(found))
    if scope.kind != "changes" and not any(part.shots for part in planned.values()):
        raise StudioError(NOTHING)
    return planned


def _opening(board: Board) -> Scene:
    """What stands before the first scene, as one."""
    end = min((s.stretch.start for s in board.scenes if s.stretch), default=len(board.script))
    start = scripts.body(board.script)
    return Scene("", stretch=Stretch(min(start, end), end))


def _check(board: Board, scene: Scene, scope: Scope) -> None:
    """Raises StudioError where there are no words to plan from."""
    stretch = link.extent(board, scene)
    if stretch is None or not link.words(board, stretch).strip():
        raise StudioError(
            "This scene is not in the script, so there are no words to plan it from. "
            "Write it into the script."
        )
    if scope.kind != "shot":
        return
    if not scope.parts:
        raise StudioError(
            "This shot was put in by hand, so there are no words in the script to plan it from. "
            "Write it into the script."
        )
    if not link.words(board, scope.parts[0]).strip():
        raise StudioError(
            "The words of this shot are deleted from the script. Delete the shot too, or write "
            "it again."
        )


def _scene(
    board: Board, scene: Scene, cast: tuple[Subject, ...], places: tuple[Place, ...]
) -> tuple[list[Scene], tuple[Subject, ...], tuple[Place, ...]]:
    """One scene from its words; more than one where headings were put in."""
    stretch = link.extent(board, scene) if scene.id else scene.stretch
    assert stretch is not None
    text, start = link.words(board, stretch), stretch.start
    cuts = [one.start for one in scripts.read("!\n\n" + text).elements if one.kind == "heading"]
    ends = [at - 3 for at in cuts if text[: at - 3].strip()]
    at = next((n for n, one in enumerate(board.scenes) if one is scene), 0)
    before = board.scenes[at - 1] if at else None
    found: list[Scene] = []
    for first, last in zip([0, *ends], [*ends, len(text)], strict=True):
        part = text[first:last]
        lead = len(part) - len(part.lstrip())
        plan = breakdown.scene(
            part[lead:],
            id=scene.id if scene.id and not found else f"{scene.id or 's0'}_{len(found) + 1}",
            start=start + first + lead,
            cast=cast,
            places=places,
            before=before,
            aspect=board.aspect,
            rate=board.rate,
        )
        before, cast, places = plan.scene, plan.cast, plan.places
        found.append(plan.scene)
    return found, cast, places


def _laid(board: Board, planned: Mapping[str, Board], scope: Scope) -> Board:
    for id, part in planned.items():
        only = None if scope.kind == "film" else (id,)
        board = plans.merge_film(board, part, only, scope.parts)
    return board


def _name(board: Board, scope: Scope) -> str:
    if scope.kind == "film":
        return "Plan the script"
    if scope.kind == "scene":
        number = next((n for n, s in enumerate(board.scenes, 1) if s.id in scope.scenes), 0)
        return f"Plan scene {number}"
    return {"shot": "Plan a shot", "selection": "Plan the selection"}.get(
        scope.kind, "Plan what changed"
    )


def _filmed(board: Board) -> Board:
    if not board.shots:
        raise StudioError(NOTHING)
    return board
