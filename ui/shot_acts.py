"""What can be done to the chosen shots, by name: menus, keys and the right click list the same."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QByteArray, QMimeData
from PySide6.QtGui import QGuiApplication

from storyboard import codec
from storyboard.board import Board, Scene, Shot
from storyboard.edits import copies, scenes, shots
from ui.acts import Act
from ui.film import Film

MIME = "application/x-longtake-shots"
NONE = "There are no shots yet; plan the script, or put in a new shot."


class ShotActs:
    """Acts on ``film.chosen``; several shots are one step of undo."""

    def __init__(self, film: Film) -> None:
        self.film = film

    def acts(self) -> list[Act]:
        film, shot = self.film, self._no_shot
        return [
            Act("shot.cut", "Cut", self.cut, "Edit", "Ctrl+X", why_not=shot, rule=True),
            Act("shot.copy", "Copy", self.copy, "Edit", "Ctrl+C", why_not=shot),
            Act("shot.paste", "Paste after", self.paste, "Edit", "Ctrl+V", why_not=self._no_paste),
            Act("shot.all", "Select all shots", self.all, "Edit", "Ctrl+A", why_not=shot),
            Act("shot.open", "Show on the stage", self.open, "Shot", why_not=shot),
            Act("shot.after", "New shot after", self.insert_after, "Shot", "N", True, rule=True),
            Act("shot.before", "New shot before", self.insert_before, "Shot", "Shift+N", True),
            Act("shot.duplicate", "Duplicate", self.duplicate, "Shot", "Ctrl+D", why_not=shot),
            Act(
                "shot.split", "Split at the playhead", self.split, "Shot", "Ctrl+K",
                why_not=self._no_split, rule=True,
            ),
            Act(
                "shot.join", "Join with the next", self.join, "Shot", "Ctrl+J",
                why_not=self._no_join,
            ),
            Act(
                "shot.earlier", "Move earlier", lambda: self.shift(-1), "Shot", "Alt+Left",
                why_not=shot, rule=True,
            ),
            Act(
                "shot.later", "Move later", lambda: self.shift(1), "Shot", "Alt+Right",
                why_not=shot,
            ),
            Act(
                "shot.lock", "Lock against plans", self.lock, "Shot", "Ctrl+L",
                why_not=shot, checked=lambda: bool(film.chosen) and self._are_locked(), rule=True,
            ),
            Act(
                "shot.delete", "Delete", self.delete, "Shot",
                ("Del", "Backspace", "Ctrl+Backspace"), plain=True, why_not=shot, rule=True,
            ),
        ]  # fmt: skip

    # What is chosen ------------------------------------------------------------------------------

    @property
    def chosen(self) -> list[Shot]:
        """The chosen shots, in film order."""
        return [self.film.shots[id] for id in self.film.chosen if id in self.film.shots]

    def said(self, chosen: list[Shot] | None = None) -> str:
        """What the chosen shots are called: "shot 2A", "3 shots"."""
        row = self.chosen if chosen is None else chosen
        return f"shot {self.film.labels[row[0].id]}" if len(row) == 1 else f"{len(row)} shots"

    def _no_shot(self) -> str:
        return "" if self.film.chosen else NONE

    def _are_locked(self) -> bool:
        return all(shots.is_locked(shot) for shot in self.chosen)

    # New and gone --------------------------------------------------------------------------------

    def insert_after(self) -> None:
        """A new empty shot after the current one, in a new scene when there is none."""
        film, scene = self.film, self.film.scene_of(self.film.shot_id)
        if scene is None:
            self._put("New shot", _first_shot)
            return
        row = [shot.id for shot in scene.shots]
        at = row.index(film.shot_id) + 1
        self._insert(scene.id, row[at] if at < len(row) else "")

    def insert_before(self) -> None:
        scene = self.film.scene_of(self.film.shot_id)
        if scene is None:
            self.insert_after()
        else:
            self._insert(scene.id, self.film.shot_id)

    def _insert(self, scene: str, before: str) -> None:
        self._put("New shot", lambda board: shots.insert_shot(board, scene, before))

    def duplicate(self) -> None:
        ids = self.film.chosen
        self._put(f"Duplicate {self.said()}", lambda board: shots.duplicate_shots(board, ids))

    def delete(self) -> None:
        """Gone, and the shot after them is current; undo brings them back."""
        film, gone = self.film, set(self.film.chosen)
        row = list(film.shots)
        last = max((at for at, id in enumerate(row) if id in gone), default=-1)
        rest = [id for id in row[last + 1 :] if id not in gone] or [
            id for id in reversed(row[:last]) if id not in gone
        ]
        if film.edit(f"Delete {self.said()}", lambda board: shots.delete_shots(board, gone)):
            film.select(rest[0] if rest else "")

    def _put(self, name: str, function: Callable[[Board], Board]) -> None:
        """Do what brings new shots, and choose those."""
        before = set(self.film.shots)
        if self.film.edit(name, function):
            self.film.choose([id for id in self.film.shots if id not in before])

    # Parts ---------------------------------------------------------------------------------------

    def split(self) -> None:
        """The current shot in two where the playhead is."""
        found = self.film.at(self.film.frame)
        if found:
            shot, frame = found
            name = f"Split shot {self.film.labels[shot.id]}"
            self._put(name, lambda board: shots.split_shot(board, shot.id, frame))

    def _no_split(self) -> str:
        found = self.film.at(self.film.frame)
        if found is None:
            return NONE
        if found[1] == 0:
            return "The playhead is at the start of the shot; move it to where the cut should be."
        return ""

    def join(self) -> None:
        """The chosen shots as one, or the current one with the next."""
        row = self.chosen
        first, number = row[0].id, max(1, len(row) - 1)
        said = self.said() if len(row) > 1 else f"{self.said()} with the next"

        def joined(board: Board) -> Board:
            for _ in range(number):
                board = shots.join_shots(board, first)
            return board

        if self.film.edit(f"Join {said}", joined):
            self.film.select(first)

    def _no_join(self) -> str:
        row = self.film.chosen
        scene = self.film.scene_of(row[0]) if row else None
        if scene is None:
            return NONE
        ids = [shot.id for shot in scene.shots]
        at = ids.index(row[0])
        if len(row) > 1 and tuple(ids[at : at + len(row)]) != row:
            return "Only shots of one scene that follow each other can be joined."
        if len(row) == 1 and at + 1 == len(ids):
            return "This shot is the last of its scene: there is no next one to join it to."
        return ""

    def lock(self) -> None:
        """No plan changes the chosen shots; all of them free again when all are locked."""
        ids = self.film.chosen
        if self._are_locked():
            self.film.edit(f"Unlock {self.said()}", lambda board: shots.unlock(board, ids))
        else:
            self.film.edit(f"Lock {self.said()}", lambda board: shots.lock(board, ids))

    # Order ---------------------------------------------------------------------------------------

    def move(self, scene: str, before: str) -> None:
        """The chosen shots before another one, or to a scene's end."""
        ids, current = self.film.chosen, self.film.shot_id
        name = f"Move {self.said()}"
        if self.film.edit(name, lambda board: shots.move_shots(board, ids, scene, before)):
            self.film.choose(set(ids), current)

    def shift(self, way: int) -> None:
        """The chosen shots one place earlier or later, over a scene's edge into the next one."""
        board, ids = self.film.board, set(self.film.chosen)
        where = self._neighbour(board.scenes, ids, way)
        if where is not None:
            self.move(*where)

    def _neighbour(
        self, scenes: tuple[Scene, ...], ids: set[str], way: int
    ) -> tuple[str, str] | None:
        """Scene and the shot before which shots stand one place on; None at the film's ends."""
        edge = self.film.chosen[0 if way < 0 else -1]
        number = next(n for n, scene in enumerate(scenes) if edge in (s.id for s in scene.shots))
        row = [shot.id for shot in scenes[number].shots]
        at = row.index(edge)
        if way < 0:
            before = [id for id in row[:at] if id not in ids]
            if before:
                return scenes[number].id, before[-1]
            return (scenes[number - 1].id, "") if number else None
        after = [id for id in row[at + 1 :] if id not in ids]
        if after:
            return scenes[number].id, after[1] if len(after) > 1 else ""
        if number + 1 == len(scenes):
            return None
        following = scenes[number + 1].shots
        return scenes[number + 1].id, following[0].id if following else ""

    # Cut, copy, paste ----------------------------------------------------------------------------

    def copy(self) -> None:
        """The chosen shots to the clipboard, for this film; their actions as text for others."""
        row = tuple(self.chosen)
        plain = codec.encode(Board(scenes=(Scene("", shots=row),)))
        kept = {"film": str(self.film.session.path), "board": plain}
        mime = QMimeData()
        mime.setData(MIME, QByteArray(json.dumps(kept).encode()))
        mime.setText("\n\n".join(shot.action for shot in row))
        QGuiApplication.clipboard().setMimeData(mime)

    def cut(self) -> None:
        self.copy()
        self.delete()

    def paste(self) -> None:
        """What was copied, after the last of the chosen shots."""
        self.film.try_out(self._paste)

    def _paste(self) -> None:
        board, kept = self.film.board, _held()
        row = codec.decode(kept["board"]).shots
        last = self.film.chosen[-1] if self.film.chosen else ""
        scene = self.film.scene_of(last) or board.scenes[-1]
        ids = [shot.id for shot in scene.shots]
        at = ids.index(last) + 1 if last in ids else len(ids)
        before = ids[at] if at < len(ids) else ""
        said = "shot" if len(row) == 1 else f"{len(row)} shots"
        self._put(f"Paste {said}", lambda b: copies.paste_shots(b, row, scene.id, before))

    def _no_paste(self) -> str:
        kept = _held()
        if not kept:
            return "No shots were copied yet."
        if not self.film.board.scenes:
            return "There is no scene to paste into; plan the script first."
        if kept["film"] != str(self.film.session.path):
            return "The copied shots are of another film, with another cast."
        return ""

    # Choice --------------------------------------------------------------------------------------

    def all(self) -> None:
        self.film.choose(set(self.film.shots), self.film.shot_id)

    def open(self) -> None:
        self.film.show_view("stage")


def _held() -> dict[str, Any]:
    """What lies on the clipboard, if it is shots."""
    mime = QGuiApplication.clipboard().mimeData()
    if mime is None or not mime.hasFormat(MIME):
        return {}
    found: dict[str, Any] = json.loads(bytes(mime.data(MIME).data()))
    return found


def _first_shot(board: Board) -> Board:
    if not board.scenes:
        board = scenes.insert_scene(board, heading="Scene 1")
    return shots.insert_shot(board, board.scenes[-1].id)
