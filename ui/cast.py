"""The cast: who is in this shot, who else is in the film, how they look and where they are."""

from __future__ import annotations

from functools import partial
from typing import Literal, get_args

from PySide6.QtWidgets import QWidget

from storyboard import puppets, rigs
from storyboard.board import Place, Subject
from storyboard.edits import boxes
from storyboard.edits import cast as edits
from storyboard.edits.ids import new_id
from ui import limbs, portraits, theme
from ui.acts import Act
from ui.counts import Counts, many, place_row
from ui.entries import Entry, Section
from ui.film import Film
from ui.pictures import Pictures
from ui.roll_pane import RollPane

HINT = (
    "Nobody yet\nPlan the script, or add a subject with the plus above: "
    "a person, an animal, a thing that must look the same in every shot."
)


class CastPane(RollPane):
    """Who is in the film; the picked subject is the whole window's."""

    noun, title = "subject", "Cast"

    def __init__(self, film: Film, pictures: Pictures, parent: QWidget | None = None) -> None:
        super().__init__(film, HINT, parent)
        self.counts = Counts()
        self.roll.chosen.connect(self._pick)
        self.roll.went.connect(lambda id: self.next_shot())
        film.selected.connect(lambda shot: self.renew())
        film.picked.connect(self.roll.choose)
        self.renew()
        self.roll.choose(film.subject_id)

    # What is shown -------------------------------------------------------------------------------

    def sections(self) -> list[Section]:
        board, shot = self.film.board, self.film.shot
        if not board.cast:
            return []
        hues, counts = theme.hues(board), self.counts.of(board.scenes)
        here = (set(shot.subjects) | set(shot.layout.boxes)) if shot else set()
        rows = {
            one.id: Entry(
                one.id, one.name, summary(one), many(counts[one.id]), portraits.of_subject(one),
                hues[one.id], " ".join((one.name, one.look, one.kind, one.puppet, *one.aliases)),
            )
            for one in board.cast
        }  # fmt: skip
        inside = tuple(row for id, row in rows.items() if id in here)
        outside = tuple(row for id, row in rows.items() if id not in here)
        found = [Section("In this shot", inside, "Nobody.")] if shot else []
        if outside:
            found.append(Section("Elsewhere in the film" if shot else "In the film", outside))
        here_id = board.scene_of(shot.id).place if shot else ""
        if place := next((one for one in board.places if one.id == here_id), None):
            row = place_row(board, place, counts)
            found.append(Section("Place", (row,), counted=False))
        return found

    @property
    def subject(self) -> Subject | None:
        """Who is picked."""
        return next((one for one in self.film.board.cast if one.id == self.roll.current), None)

    def _pick(self, id: str) -> None:
        if self.subject:
            self.film.pick(id)

    # What one does -------------------------------------------------------------------------------

    def admit(self, name: str) -> None:
        """Someone new, played by the puppet that the name brings to mind."""
        id = new_id(self.film.board, "su")
        known = puppets.nearest(name)
        if self.film.edit(
            f"Add {name} to the cast",
            lambda board: edits.add_to_cast(board, name, kind=name.lower() if known else ""),
        ):
            self.film.pick(id)
            self.roll.choose(id)

    def call(self, id: str, name: str) -> None:
        board = self.film.board
        where = any(place.id == id for place in board.places)
        old = (board.place(id) if where else board.subject(id)).name
        rename = edits.rename_place if where else edits.rename_subject
        if name != old:
            self.film.edit(f"Rename {old} to {name}", lambda board: rename(board, id, name))

    def merge(self, kept: str, gone: str) -> None:
        board = self.film.board
        if not {kept, gone} <= {one.id for one in board.cast}:
            return
        stays, goes = board.subject(kept).name, board.subject(gone).name
        shots = len(edits.uses(board, gone))
        if self.film.edit(
            f"Merge {goes} into {stays}", lambda board: edits.merge_subjects(board, kept, gone)
        ):
            self.film.pick(kept)
            self.tell(f"{goes} is {stays} now, in {many(shots)} more.")

    def remove(self) -> None:
        one = self.subject
        if one is None:
            return
        told = touched(self.film, one)
        if self.film.edit(
            f"Delete {one.name}", lambda board: edits.remove_from_cast(board, one.id)
        ):
            self.tell(f"Deleted {one.name}: {told}.")

    def next_shot(self) -> None:
        """The next shot that the picked one is in; after the last the first again."""
        uses = edits.uses(self.film.board, self.roll.current)
        if uses:
            order = list(self.film.shots)
            now = order.index(self.film.shot_id) if self.film.shot_id in order else -1
            after = [id for id in uses if order.index(id) > now]
            self.film.select((after or uses)[0])

    def add_to_shot(self) -> None:
        one, shot = self.subject, self.film.shot
        if one and shot:
            self.film.edit(
                f"Add {one.name} to {self.film.labels[shot.id]}",
                lambda board: boxes.add_subject(board, shot.id, one.id),
            )

    def take_from_shot(self) -> None:
        one, shot = self.subject, self.film.shot
        if one and shot:
            self.film.edit(
                f"Take {one.name} out of {self.film.labels[shot.id]}",
                lambda board: boxes.remove_subject(board, shot.id, one.id),
            )

    def set_pronoun(self, pronoun: str) -> None:
        one = self.subject
        if one:
            self.film.edit(
                f"Call {one.name} {pronoun or 'by name only'}",
                lambda board: edits.set_subject(board, one.id, pronoun=pronoun),
            )

    # Acts ----------------------------------------------------------------------------------------

    def acts(self) -> list[Act]:
        act = partial(Act, menu="Cast")
        words = get_args(Literal["he", "she", "it", "they"])
        return [
            act("cast.add", "Add a subject", self.add),
            act("cast.search", "Search the cast", self.begin_search),
            act("cast.next", "Next shot with it", self.next_shot, why_not=self._nowhere, rule=True),
            act("cast.add_to_shot", "Add to this shot", self.add_to_shot, why_not=self._inside),
            act(
                "cast.take_from_shot", "Take out of this shot", self.take_from_shot,
                why_not=self._outside,
            ),
            act("cast.look", "Look…", self.open_look, why_not=self._nobody, rule=True),
            act(
                "cast.limbs", "Moves its limbs", self.turn_limbs, why_not=self._limbless,
                checked=self._has_limbs,
            ),
            act("cast.rename", "Rename", self.rename, key="F2", why_not=self._nobody),
            act("cast.called", "Also called…", self.open_callings, why_not=self._nobody),
            *(
                act(
                    f"cast.{word}", f"Pronoun: {word}", partial(self.set_pronoun, word),
                    why_not=self._nobody, checked=partial(self._is_called, word), rule=word == "he",
                )
                for word in words
            ),
            act("cast.merge", "Merge with…", self.ask_merge, why_not=self._alone, rule=True),
            act("cast.delete", "Delete from the film", self.remove, why_not=self._nobody),
        ]  # fmt: skip

    def turn_limbs(self) -> None:
        """A drawing of one's own moves its limbs, or as one piece."""
        if self.subject:
            limbs.turn(self.film, self.subject)

    def _limbless(self) -> str:
        return limbs.why_not(self.film, self.subject)

    def _has_limbs(self) -> bool:
        one = self.subject
        return one is not None and bool(one.sheet) and one.rig != rigs.WHOLE

    def _nobody(self) -> str:
        return "" if self.subject else "Pick a subject first."

    def _nowhere(self) -> str:
        uses = edits.uses(self.film.board, self.roll.current)
        return self._nobody() or ("" if uses else f"{self._name} is in no shot yet.")

    def _inside(self) -> str:
        shot = self.film.shot
        if self._nobody() or shot is None:
            return self._nobody() or "Select a shot first."
        there = self.roll.current in shot.subjects or self.roll.current in shot.layout.boxes
        return f"{self._name} is in this shot already." if there else ""

    def _outside(self) -> str:
        if self._nobody() or self.film.shot is None:
            return self._nobody() or "Select a shot first."
        return "" if self._inside() else f"{self._name} is not in this shot."

    def _alone(self) -> str:
        others = len(self.film.board.cast) > 1
        return self._nobody() or ("" if others else "There is nobody else to merge with.")

    def _is_called(self, word: str) -> bool:
        return self.subject is not None and self.subject.pronoun == word

    @property
    def _name(self) -> str:
        return self.subject.name if self.subject else ""


def summary(one: Subject) -> str:
    """A subject's look in a line, and what else it is called."""
    also = f", also {', '.join(one.aliases)}" if one.aliases else ""
    return _look(one) + also


def _look(one: Subject) -> str:
    if one.look:
        return one.look[:1].upper() + one.look[1:].rstrip(".")
    worn = [value for name, value in one.attributes.items() if name == "colour"]
    kind = " ".join((*worn, one.kind or one.puppet.replace("_", " "))).strip()
    return kind[:1].upper() + kind[1:] if kind else "No look yet"


def touched(film: Film, one: Subject | Place) -> str:
    """What goes with it, in words."""
    uses = edits.uses(film.board, one.id)
    told = f"its boxes in {many(len(uses))}" if uses else "it was in no shot"
    lines = sum(line.speaker == one.id for id in uses for line in film.shots[id].dialogue)
    lines += sum(
        line.speaker == one.id
        for shot in film.board.shots
        if shot.id not in uses
        for line in shot.dialogue
    )
    if lines:
        told += f"; {lines} lines are nobody’s now" if lines > 1 else "; 1 line is nobody’s now"
    return told
