"""The open film as the window sees it: one session, one selection, one playhead, one stage.

Panes hold no state of their own about the film; they read it here and hear of changes by signals.
"""

from __future__ import annotations

import time
from bisect import bisect_right
from collections.abc import Callable, Collection
from typing import Any, Literal

from PySide6.QtCore import QObject, QTimer, Signal

from engine.api import EngineError
from storyboard import numbering
from storyboard.board import Board, Scene, Shot
from studio import plan, render, troupe
from studio.errors import StudioError
from studio.jobs import Job, Order
from studio.pace import Paces
from studio.session import Session
from studio.troupe import Troupe
from ui.prints import PRINTS

View = Literal["board", "stage"]

TURN = 20  # milliseconds between two turns of the queue
RUN, FEW = 0.25, 3  # more shots than a few in so many seconds fly by
LATE = 80  # milliseconds after which the panes follow a playhead over them
FAULTS = (StudioError, EngineError, ValueError)  # the world's, and what a field will not take


class Film(QObject):
    """``said`` carries sentences for the person; ``worked`` that orders or jobs moved on;
    ``plan_failed`` an order of a director that failed.

    ``selected`` names the current shot, ``chose`` tells that the set of chosen shots is another,
    ``picked`` names the current subject, ``marked`` that in or out moved, ``viewed`` the view.
    ``closing`` tells that children of the window must end now.
    """

    changed = Signal(str)
    selected = Signal(str)
    chose = Signal()
    picked = Signal(str)
    moved = Signal(int)
    marked = Signal()
    viewed = Signal(str)
    took = Signal(str)
    worked = Signal()
    said = Signal(str)
    gave_up = Signal(object)
    plan_failed = Signal(object)
    closing = Signal()

    def __init__(self, session: Session, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.session = session
        self.shot_id = ""
        self.chosen: tuple[str, ...] = ()  # in film order; always holds the current shot
        self.subject_id = ""
        self.view: View = "board"
        self.stretch: tuple[int, int] | None = None  # in and out, half-open, frames of the film
        self.frame = 0
        self.turned = 0  # how often another shot was chosen
        self.saved = time.time()
        self.running: dict[str, Job] = {}
        self.failed: dict[str, str] = {}  # shot -> why its last render failed
        self._planned: tuple[str, str] | None = None  # scene and action the director is at
        self._numbered: Any = None  # what the numbers were counted from
        self.paces = Paces()
        self.troupe: Troupe | None = None
        self._turn = QTimer(self, interval=TURN)
        self._turn.timeout.connect(self._pump)
        self._passed: list[float] = []  # when the playhead last came into other shots
        self._late = QTimer(self, interval=LATE, singleShot=True)
        self._late.timeout.connect(self._catch_up)
        self._measure()
        PRINTS.look_in(session.bin)
        session.listeners += [self.paces.hear, self._hear]
        render.serve(session)
        plan.serve(session)
        if session.queue.orders():
            session.queue.pause("Work from the last time waits.")
        if self.board.shots:
            self.shot_id = self.board.shots[0].id
            self.chosen = (self.shot_id,)

    # What there is -------------------------------------------------------------------------------

    @property
    def board(self) -> Board:
        return self.session.board

    @property
    def shot(self) -> Shot | None:
        """The selected shot."""
        return self.shots.get(self.shot_id)

    def at(self, frame: int) -> tuple[Shot, int] | None:
        """The shot at a frame of the film, and the frame of the shot."""
        row = self.board.shots
        if not row:
            return None
        place = max(0, bisect_right(self._starts, frame) - 1)
        shot = row[min(place, len(row) - 1)]
        return shot, min(shot.length - 1, max(0, frame - self.starts[shot.id]))

    def level(self, shot: str) -> int:
        """What there is of a shot: 0 only its layout, 1 animatic, 2 keyframes, 3 final."""
        take = self.session.takes.best(self.board, shot)
        if take is None:
            return 0
        return {0: 1, 1: 2}.get(take.level, 3)

    def is_outdated(self, shot: str) -> bool:
        """Whether the take that plays shows something else than the board asks for now."""
        take = self.session.takes.best(self.board, shot)
        return take is not None and not self.session.takes.fits(self.board, take)

    def scene_of(self, shot: str) -> Scene | None:
        """The scene that holds a shot."""
        return self._scenes.get(shot)

    @property
    def planning(self) -> frozenset[str]:
        """The shot that the director writes at this moment."""
        if self._planned is None:
            return frozenset()
        scene, action = self._planned
        row = next((one.shots for one in self.board.scenes if one.id == scene), ())
        return frozenset([shot.id for shot in row if shot.action == action][-1:])

    def _measure(self) -> None:
        """Numbers, starts and shots by id, once for every board."""
        board = self.board
        row = tuple((s.id, s.label, tuple((o.id, o.label) for o in s.shots)) for s in board.scenes)
        counted = board.numbering, board.numbers_locked, row
        if counted != self._numbered:
            self.labels, self._numbered = numbering.labels(board), counted
        self.shots = {shot.id: shot for shot in board.shots}
        self._scenes = {shot.id: scene for scene in board.scenes for shot in scene.shots}
        self.starts: dict[str, int] = {}
        at = 0
        for shot in board.shots:
            self.starts[shot.id] = at
            at += shot.length
        self._starts = list(self.starts.values())
        self.length = at

    # What the person does ------------------------------------------------------------------------

    def edit(self, name: str, function: Callable[[Board], Board], merge: str = "") -> bool:
        """Change the board through the session; a refused edit is said. Whether it was taken."""
        return self.try_out(lambda: self.session.edit(name, function, merge))

    def try_out(self, act: Callable[[], object]) -> bool:
        """Do it; the world's faults become sentences. Whether it went well."""
        try:
            act()
        except FAULTS as fault:
            self.said.emit(str(fault))
            return False
        except KeyError as fault:
            self.said.emit(str(fault.args[0]))
            return False
        return True

    def undo(self) -> None:
        self.try_out(self.session.undo)

    def redo(self) -> None:
        self.try_out(self.session.redo)

    def select(self, shot: str) -> None:
        """This shot everywhere; the playhead goes to its start unless it is in it."""
        if shot not in self.shots:
            return
        start = self.starts[shot]
        if not start <= self.frame < start + self.shots[shot].length:
            self.frame = start
            self.moved.emit(start)
        self._choose(shot)

    def seek(self, frame: int) -> None:
        """The playhead to a frame of the film; the shot that lies there is the selected one."""
        frame = min(max(0, frame), max(0, self.length - 1))
        if frame != self.frame:
            self.frame = frame
            self.moved.emit(frame)
        if found := self.at(frame):
            self._pass(found[0].id)

    def _pass(self, shot: str) -> None:
        """The shot under the playhead is the current one; where shots fly by, a moment later.

        Every pane shows the current shot: to do so at each move of a scrub over the whole film
        would hold up the playhead itself.
        """
        now = time.monotonic()
        if shot == self.shot_id:
            self._late.stop()
        else:
            self._passed = [*(at for at in self._passed[-FEW:] if now - at < RUN), now]
        if len(self._passed) > FEW and shot != self.shot_id:
            if not self._late.isActive():
                self._late.start()
            return
        self._choose(shot)

    def _catch_up(self) -> None:
        if found := self.at(self.frame):
            self._choose(found[0].id)

    def choose(self, shots: Collection[str], current: str = "") -> None:
        """These shots, one of them current (the last without ``current``); for acts on many."""
        row = tuple(id for id in self.shots if id in shots)
        if not row:
            return
        current = current if current in row else row[-1]
        self.select(current)
        if row != self.chosen:
            self.chosen = row
            self.chose.emit()

    def pick(self, subject: str) -> None:
        """This subject everywhere; empty for none."""
        if subject != self.subject_id and (not subject or self._is_cast(subject)):
            self.subject_id = subject
            self.picked.emit(subject)

    def mark(self, start: int | None, end: int | None) -> None:
        """In and out of the stretch that loops and exports; half-open, None for the film's end."""
        if start is None and end is None:
            stretch = None
        else:
            first = max(0, start or 0)
            last = self.length if end is None else min(end, self.length)
            stretch = (first, last) if first < last else None
        if stretch != self.stretch:
            self.stretch = stretch
            self.marked.emit()

    def show_view(self, view: View) -> None:
        """The board, or the current shot large."""
        if view != self.view:
            self.view = view
            self.viewed.emit(view)

    @property
    def moment(self) -> int:
        """The layout moment of the current shot that lies nearest to the playhead."""
        shot = self.shot
        if shot is None or shot.length < 2:
            return 0
        frame = min(max(0, self.frame - self.starts[shot.id]), shot.length - 1)
        return round(frame * (shot.layout.moments - 1) / (shot.length - 1))

    def go_to_moment(self, moment: int) -> None:
        """The playhead to a layout moment of the current shot."""
        if shot := self.shot:
            share = moment / max(1, shot.layout.moments - 1)
            self.seek(self.starts[shot.id] + round(share * (shot.length - 1)))

    def _is_cast(self, subject: str) -> bool:
        return any(one.id == subject for one in self.board.cast)

    def _choose(self, shot: str) -> None:
        self._late.stop()
        if shot != self.shot_id:
            self.shot_id = shot
            self.turned += 1
            self.session.queue.look_at(shot)
            self.selected.emit(shot)
        if self.chosen != ((shot,) if shot else ()):
            self.chosen = (shot,) if shot else ()
            self.chose.emit()

    # The work ------------------------------------------------------------------------------------

    def render(self, shots: Collection[str] | None, level: str, ahead: bool = False) -> bool:
        """Ask for shots (all without) up to a level, ``ahead`` of all that waits. The stage starts
        when it is first needed.
        """

        def ask() -> None:
            self.session.queue.look_at(self.shot_id)
            order = render.order(self.session, shots, level)
            if ahead and order.state in ("queued", "running"):
                self.session.queue.bring_forward(order.id)
            self.resume()

        return self.try_out(ask)

    def resume(self) -> None:
        """Let the queue go on, by the stages that the settings ask for now."""
        if self.try_out(self._assemble):
            self._turn.start()
            self.session.queue.resume()

    def _assemble(self) -> None:
        self.troupe = troupe.assembled(self.session, self.troupe, bool(self.running))

    @property
    def connected(self) -> str:
        """Which stages there are now, as a sentence; empty before the first work."""
        return self.troupe.said if self.troupe else ""

    def again(self, order: str) -> bool:
        """Ask for a failed order once more."""

        def ask() -> None:
            self.session.queue.retry(order)
            self.resume()

        return self.try_out(ask)

    def pause(self) -> None:
        self.session.queue.pause()

    def cancel(self, order: Order) -> None:
        self.try_out(lambda: self.session.queue.cancel(order.id))

    def _pump(self) -> None:
        self._turn.stop()  # a fault of ours must not come back fifty times a second
        try:
            if self.troupe is not None and (fault := self.troupe.hear()):
                self.said.emit(fault)  # plans go on
                self.worked.emit()
            self.session.pump()
        except (StudioError, EngineError) as fault:
            if self.troupe is None or not self.troupe.fault:  # else it is heard of in a moment
                self.session.queue.pause("The work stopped; its reason is above.")
                self.said.emit(str(fault))
        self._turn.start()

    def close(self) -> None:
        """Stop the stage and let go of the file; finished windows are kept."""
        self.closing.emit()
        self._turn.stop()
        self._late.stop()
        self._turn.timeout.disconnect(self._pump)
        if self.troupe is not None:
            self.troupe.close(wait=False)
        self.session.close()

    # What the session tells ----------------------------------------------------------------------

    def _hear(self, name: str, what: Any) -> None:
        if name == "board_changed":
            self.saved = time.time()
            self._measure()
            if self.shot_id not in self.shots:
                found = self.at(self.frame)
                self.shot_id = found[0].id if found else ""
                self.selected.emit(self.shot_id)
            kept = tuple(id for id in self.shots if id in self.chosen or id == self.shot_id)
            if kept != self.chosen:
                self.chosen = kept
                self.chose.emit()
            if not self._is_cast(self.subject_id):
                self.pick("")
            if self.stretch:
                self.mark(*self.stretch)
            self.frame = min(self.frame, max(0, self.length - 1))
            self.changed.emit(what)
        elif name == "scene_planned":
            last = what.scene.shots[-1:]
            self._planned = None if what.final or not last else (what.scene.id, last[0].action)
        elif name == "take_added":
            self.took.emit(what.shot)
        elif name == "job_changed":
            if what.state == "running":
                self.running[what.id] = what
            else:
                self.running.pop(what.id, None)
                if what.kind == plan.KIND:
                    self._planned = None
            self.worked.emit()
        elif name == "stage_left":
            self.said.emit(what)
        elif name in ("order_changed", "paused"):
            if name == "order_changed":
                self._follow(what)
            self.worked.emit()

    def _follow(self, order: Order) -> None:
        shots = order.what.get("shots", ())
        if order.state == "failed" and order.kind == plan.KIND:
            self.plan_failed.emit(order)  # said beside the script
        elif order.state == "failed":
            sentence = order.sentence or "The work failed; ask for it again."
            self.failed.update(dict.fromkeys(shots, sentence))
            self.gave_up.emit(order)  # said with the way to ask again
        else:
            for shot in shots:
                self.failed.pop(shot, None)
