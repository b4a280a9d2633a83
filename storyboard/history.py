"""Undo, as a list of boards: past, present, future, and the name of each edit.

Boards share what an edit did not touch, so two hundred of them cost little more than one.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from storyboard.board import Board

KEPT = 200  # boards of undo


@dataclass(frozen=True, slots=True)
class Step:
    """A board and the edit that made it ("move box of Biscuit"); ``group`` marks one drag."""

    board: Board
    name: str = ""
    group: str = ""


@dataclass(frozen=True, slots=True)
class History:
    """The boards before, the board now, the boards that were undone; the newest undone first."""

    present: Step = field(default_factory=lambda: Step(Board()))
    past: tuple[Step, ...] = ()
    future: tuple[Step, ...] = ()
    kept: int = KEPT

    @property
    def board(self) -> Board:
        """The board now."""
        return self.present.board

    @property
    def undo_name(self) -> str:
        """The edit that undo would take back; empty when there is none."""
        return self.present.name if self.past else ""

    @property
    def redo_name(self) -> str:
        """The edit that redo would do again; empty when there is none."""
        return self.future[0].name if self.future else ""

    @property
    def can_undo(self) -> bool:
        return bool(self.past)

    @property
    def can_redo(self) -> bool:
        return bool(self.future)


def begin(board: Board, kept: int = KEPT) -> History:
    """A history in which nothing has been done yet."""
    return History(Step(board), kept=kept)


def do(history: History, board: Board, name: str, group: str = "") -> History:
    """The history after an edit. The very same board changes nothing; what was undone is forgotten.

    Edits of the same ``group``, one right after the other, are one undo: a drag, a slider.
    """
    if board is history.board:
        return history
    step = Step(board, name, group)
    if group and group == history.present.group and history.past and not history.future:
        return replace(history, present=step)
    past = (*history.past, history.present)[-history.kept :]
    return replace(history, present=step, past=past, future=())


def undo(history: History) -> History:
    """The history with the last edit undone; unchanged when there is none."""
    if not history.past:
        return history
    return replace(
        history,
        present=replace(history.past[-1], group=""),
        past=history.past[:-1],
        future=(history.present, *history.future),
    )


def redo(history: History) -> History:
    """The history with the last undone edit done again; unchanged when there is none."""
    if not history.future:
        return history
    return replace(
        history,
        present=replace(history.future[0], group=""),
        past=(*history.past, history.present)[-history.kept :],
        future=history.future[1:],
    )


def amend(history: History, board: Board) -> History:
    """The board now, changed without a step of undo: a take that arrived, a mark."""
    return (
        history
        if board is history.board
        else replace(history, present=replace(history.present, board=board))
    )


def settle(history: History) -> History:
    """The drag is over: the next edit is a step of its own, whatever its group."""
    return replace(history, present=replace(history.present, group=""))
