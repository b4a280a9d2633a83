"""The places of the film: how each looks, at which hour and in which weather, in how many shots."""

from __future__ import annotations

from functools import partial

from PySide6.QtWidgets import QWidget

from storyboard import backdrops
from storyboard.board import Place
from storyboard.edits import cast as edits
from storyboard.edits import scenes
from storyboard.edits.ids import new_id
from ui.acts import Act
from ui.counts import Counts, many, place_row
from ui.entries import Section
from ui.film import Film
from ui.pictures import Pictures
from ui.roll_pane import RollPane

HINT = "No places yet\nPlan the script, or add a place with the plus above."


class PlacesPane(RollPane):
    """Where the film is."""

    noun, title = "place", "Places"

    def __init__(self, film: Film, pictures: Pictures, parent: QWidget | None = None) -> None:
        super().__init__(film, HINT, parent)
        self.counts = Counts()
        self.roll.went.connect(lambda id: self.next_shot())
        film.selected.connect(lambda shot: self._follow())
        self._follow()

    # What is shown -------------------------------------------------------------------------------

    def sections(self) -> list[Section]:
        board = self.film.board
        counts = self.counts.of(board.scenes)
        here = self._here()
        rows = [place_row(board, one, counts) for one in board.places]
        inside = tuple(row for row in rows if row.id == here)
        outside = tuple(row for row in rows if row.id != here)
        found = [Section("In this shot", inside, counted=False)] if inside else []
        if outside:
            said = "Elsewhere in the film" if inside else "In the film"
            found.append(Section(said, outside))
        return found

    @property
    def place(self) -> Place | None:
        """Which is chosen here."""
        return next((one for one in self.film.board.places if one.id == self.roll.current), None)

    def _here(self) -> str:
        return self.film.board.scene_of(self.film.shot_id).place if self.film.shot else ""

    def _follow(self) -> None:
        """The place of the shot is the chosen one."""
        self.renew()
        if here := self._here():
            self.roll.choose(here)

    # What one does -------------------------------------------------------------------------------

    def admit(self, name: str) -> None:
        """A new place, drawn by the bundled one that the name brings to mind."""
        id = new_id(self.film.board, "pl")
        drawn = backdrops.words().get(name.lower(), "")
        if self.film.edit(
            f"Add the place {name}", lambda board: edits.add_place(board, name, backdrop=drawn)
        ):
            self.roll.choose(id)

    def call(self, id: str, name: str) -> None:
        old = self.film.board.place(id).name
        if name != old:
            self.film.edit(
                f"Rename {old} to {name}", lambda board: edits.rename_place(board, id, name)
            )

    def merge(self, kept: str, gone: str) -> None:
        board = self.film.board
        stays, goes = board.place(kept).name, board.place(gone).name
        shots = len(edits.uses(board, gone))
        if self.film.edit(
            f"Merge {goes} into {stays}", lambda board: edits.merge_places(board, kept, gone)
        ):
            self.roll.choose(kept)
            self.tell(f"{goes} is {stays} now, in {many(shots)} more.")

    def remove(self) -> None:
        one = self.place
        if one is None:
            return
        uses = len(edits.uses(self.film.board, one.id))
        if self.film.edit(f"Delete {one.name}", lambda board: edits.remove_place(board, one.id)):
            told = f"{many(uses)} now play nowhere in particular" if uses else "no shot was there"
            self.tell(f"Deleted {one.name}: {told}.")

    def next_shot(self) -> None:
        """The next shot at this place; after the last the first again."""
        uses = edits.uses(self.film.board, self.roll.current)
        if uses:
            chosen, order = self.roll.current, list(self.film.shots)
            now = order.index(self.film.shot_id) if self.film.shot_id in order else -1
            after = [id for id in uses if order.index(id) > now]
            self.film.select((after or uses)[0])
            self.roll.choose(chosen)

    def play_scene_here(self) -> None:
        """The scene of the selected shot is at this place."""
        one, shot = self.place, self.film.shot
        if one and shot:
            scene = self.film.board.scene_of(shot.id)
            self.film.edit(
                f"Play the scene at {one.name}",
                lambda board: scenes.set_scene(board, scene.id, place=one.id),
            )

    # Acts ----------------------------------------------------------------------------------------

    def acts(self) -> list[Act]:
        act = partial(Act, menu="Cast")
        return [
            act("places.add", "Add a place", self.add, rule=True),
            act("places.search", "Search the places", self.begin_search),
            act("places.next", "Next shot at this place", self.next_shot, why_not=self._nowhere),
            act("places.here", "Play this scene here", self.play_scene_here, why_not=self._there),
            act("places.look", "Look of this place…", self.open_look, why_not=self._none),
            act("places.rename", "Rename this place", self.rename, key="F2", why_not=self._none),
            act("places.called", "Place also called…", self.open_callings, why_not=self._none),
            act("places.merge", "Merge this place with…", self.ask_merge, why_not=self._alone),
            act("places.delete", "Delete this place", self.remove, why_not=self._none),
        ]

    def _none(self) -> str:
        return "" if self.place else "Choose a place first."

    def _nowhere(self) -> str:
        uses = edits.uses(self.film.board, self.roll.current)
        return self._none() or ("" if uses else f"No shot is at {self._name} yet.")

    def _there(self) -> str:
        if self._none() or self.film.shot is None:
            return self._none() or "Select a shot first."
        here = self._here() == self.roll.current
        return f"The scene is at {self._name} already." if here else ""

    def _alone(self) -> str:
        others = len(self.film.board.places) > 1
        return self._none() or ("" if others else "There is no other place to merge with.")

    @property
    def _name(self) -> str:
        return self.place.name if self.place else ""
