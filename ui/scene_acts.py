"""What can be done to the scene of the current shot: fold, rename, move, insert, part, delete."""

from __future__ import annotations

from collections.abc import Callable

from storyboard import link
from storyboard.board import Board
from storyboard.edits import scenes
from storyboard.edits.ids import new_id
from ui.acts import Act
from ui.film import Film

NONE = "There is no scene yet; plan the script first."


class SceneActs:
    """Acts on one scene. ``folded`` are those of which the board shows only the heading."""

    def __init__(
        self, film: Film, laid: Callable[[], object], rename: Callable[[str], object]
    ) -> None:
        self.film = film
        self.folded: set[str] = set()
        self.scene_id = ""  # of the heading that was clicked last, until a shot is
        self._laid, self._rename = laid, rename
        film.selected.connect(self._leave)

    def acts(self) -> list[Act]:
        none = self._no_scene
        return [
            Act("scene.all", "Select the scene's shots", self.all, "Shot", why_not=none, rule=True),
            Act(
                "scene.fold", "Fold the scene", self.fold, "Shot", "Ctrl+.",
                why_not=none, checked=lambda: self.current in self.folded,
            ),
            Act("scene.rename", "Rename the scene", self.rename, "Shot", "F2", why_not=none),
            Act("scene.insert", "New scene after", self.insert, "Shot", "Ctrl+Shift+N"),
            Act(
                "scene.part", "New scene from this shot on", self.part, "Shot",
                why_not=self._no_part,
            ),
            Act(
                "scene.up", "Move the scene up", lambda: self.move(-1), "Shot", "Alt+Shift+Up",
                why_not=lambda: self._no_move(-1),
            ),
            Act(
                "scene.down", "Move the scene down", lambda: self.move(1), "Shot",
                "Alt+Shift+Down", why_not=lambda: self._no_move(1),
            ),
            Act("scene.delete", "Delete the scene", self.delete, "Shot", why_not=none),
        ]  # fmt: skip

    @property
    def current(self) -> str:
        """The scene whose heading was clicked, else that of the current shot."""
        row = [scene.id for scene in self.film.board.scenes]
        if self.scene_id in row:
            return self.scene_id
        scene = self.film.scene_of(self.film.shot_id)
        return scene.id if scene else row[-1] if row else ""

    def _leave(self, shot: str) -> None:
        self.scene_id = ""

    def _no_scene(self) -> str:
        return "" if self.film.board.scenes else NONE

    def _name(self, scene: str) -> str:
        return f"scene {self.film.labels[scene]}"

    # Looking -------------------------------------------------------------------------------------

    def all(self) -> None:
        """All shots of the scene are chosen."""
        id = self.current
        scene = next(scene for scene in self.film.board.scenes if scene.id == id)
        if not scene.shots:
            self.scene_id = id
            return
        row = [shot.id for shot in scene.shots]
        self.film.choose(set(row), self.film.shot_id if self.film.shot_id in row else row[0])
        self.scene_id = id

    def fold(self) -> None:
        self.toggle(self.current)

    def toggle(self, scene: str) -> None:
        """Show only the heading, or everything again."""
        self.folded ^= {scene}
        self._laid()

    def unfold(self, shot: str) -> None:
        """What is looked at must be seen."""
        scene = self.film.scene_of(shot)
        if scene and scene.id in self.folded:
            self.toggle(scene.id)

    # Changing ------------------------------------------------------------------------------------

    def rename(self) -> None:
        self._rename(self.current)

    def set_heading(self, scene: str, heading: str) -> None:
        """Another heading, in the script too."""
        name = f"Rename {self._name(scene)}"
        self.film.edit(name, lambda board: with_heading(board, scene, heading))

    def insert(self) -> None:
        """An empty scene after this one."""
        row = [scene.id for scene in self.film.board.scenes]
        at = row.index(self.current) + 1 if row else 0
        before = row[at] if at < len(row) else ""
        new = new_id(self.film.board, "sc")
        heading = "New scene"
        if self.film.edit(
            "New scene", lambda board: scenes.insert_scene(board, before, heading=heading)
        ):
            self.scene_id = new
            self._rename(new)

    def part(self) -> None:
        """The current shot and those after it become a scene of their own."""
        shot = self.film.shot_id
        name = f"Part {self._name(self.current)}"
        self.film.edit(name, lambda board: scenes.split_scene(board, shot))

    def _no_part(self) -> str:
        scene = self.film.scene_of(self.film.shot_id)
        if scene is None:
            return NONE
        first = scene.shots[0].id == self.film.shot_id
        return "The shot is the first of its scene already." if first else ""

    def move(self, way: int) -> None:
        """The scene with its shots one place up or down."""
        row, id = [scene.id for scene in self.film.board.scenes], self.current
        rest = [one for one in row if one != id]
        at = row.index(id) + way
        if not 0 <= at <= len(rest):
            return
        before = rest[at] if at < len(rest) else ""
        name = f"Move {self._name(id)}"
        if self.film.edit(name, lambda board: scenes.move_scene(board, id, before)):
            self.scene_id = id

    def _no_move(self, way: int) -> str:
        row = [scene.id for scene in self.film.board.scenes]
        if not row:
            return NONE
        at = row.index(self.current) + way
        if at < 0:
            return "The scene is the first already."
        return "" if at < len(row) else "The scene is the last already."

    def delete(self) -> None:
        id = self.current
        self.film.edit(f"Delete {self._name(id)}", lambda board: scenes.delete_scene(board, id))


def with_heading(board: Board, scene_id: str, heading: str) -> Board:
    """The scene under another heading, which stands in the script as well."""
    scene = next(scene for scene in board.scenes if scene.id == scene_id)
    start = scene.stretch.start if scene.stretch else -1
    if start >= 0 and scene.heading and board.script.startswith(scene.heading, start):
        script = board.script[:start] + heading + board.script[start + len(scene.heading) :]
        board = link.relink(board, script)
    return scenes.set_scene(board, scene_id, heading=heading)
