"""The Shot tab: every field of the shots that are chosen, applied at once to all of them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import reduce
from typing import Any, get_args

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QScrollArea, QWidget

from storyboard import timing
from storyboard.board import Angle, Board, Join, Movement, Shot, Size
from storyboard.edits import boxes, joins, shots
from ui import forms
from ui.chips import CastChips
from ui.dialogue_fields import DialogueFields
from ui.fields import Choice, LineField, NumberField, Words
from ui.film import Film
from ui.findings import FindingList
from ui.labels import Above
from ui.scene_fields import SceneFields
from ui.takes import TakeStrip, counted

SIZES = {
    "EWS": "Extreme wide", "WS": "Wide shot", "FS": "Full shot", "MS": "Medium shot",
    "MCU": "Medium close", "CU": "Close-up", "ECU": "Extreme close",
}  # fmt: skip
WORDS: dict[str, tuple[str, Any]] = {
    "size": ("How much of the subjects the picture shows", Size),
    "angle": ("From where the camera looks", Angle),
    "movement": ("What the camera does; it is set to the usual way of it", Movement),
    "join": ("How this shot meets the next one", Join),
}
MADE_BY = {
    "director": "Set by the director.", "repair": "Repaired after the director: look at it.",
    "rules": "Set by the rules.", "user": "Set by you.",
}  # fmt: skip
NAMES = {"subjects": "cast", "dialogue": "lines", "acting": "acting"}
LONGEST_LENS, SHORTEST_LENS = 300, 8

Ids = tuple[str, ...]


class ShotFields(QWidget):
    """Fields of the film's chosen shots. ``compared`` carries two takes to lay side by side."""

    compared = Signal(str, str)

    def __init__(self, film: Film) -> None:
        super().__init__()
        self.film = film
        self.number = forms.label("", 15, 600)
        self.place = forms.label("", 11, 400, "t3")
        self.action = Words("Action", self._setter("action"))
        self.action.setToolTip("What happens in the shot (Enter takes it in)")
        self.chips = CastChips(film)
        self.chips.dropped.connect(self._drop)
        self.chips.added.connect(self._add)
        self.dialogue = DialogueFields(film)
        self.choices = {name: self._choice(name, *WORDS[name]) for name in WORDS}
        self.length = NumberField(
            "Length", self._set_length, self._read_length, self._write_length, 1, 1
        )
        self.lens = NumberField(
            "Lens", self._setter("lens"), _read_lens, lambda mm: f"{mm} mm", 1,
            SHORTEST_LENS, LONGEST_LENS,
        )  # fmt: skip
        self.length.setToolTip("4, 4s, 96f or 00:04:00; Up and Down change it, Shift by ten frames")
        self.lens.setToolTip("Focal length of the lens; Up and Down change it, Shift by ten")
        for field in (self.length, self.lens):
            field.ended.connect(film.session.settle)
        self.frames = forms.label("", 11, 400, "t3")
        self.takes = TakeStrip(film, columns=3)
        self.takes.asked.connect(self.compared)
        self.take_count = forms.label("", 11, 400, "t3")
        self.scene = SceneFields(film)
        self.own_number = LineField("Number", self._set_number)
        self.own_number.setToolTip("The shot's number; empty: it is counted")
        self.notes = Words("Notes", self._setter("notes"), paragraphs=True, least=2)
        self.notes.setToolTip("Notes of your own; no picture is made from them")
        self.findings = FindingList(film)
        self._lay()

    def _lay(self) -> None:
        self.rows = {
            "action": Above("Action", self.action, False),
            "subjects": Above("Cast", self.chips, False),
            "dialogue": Above("Dialogue", self.dialogue, False, self.dialogue.add),
            "size": Above("Size", self.choices["size"], False),
            "angle": Above("Angle", self.choices["angle"], False),
            "movement": Above("Movement", self.choices["movement"], False),
            "lens": Above("Lens", self.lens, False),
            "length": Above("Length", self.length, False),
            "join": Above("Join to the next", self.choices["join"], False),
        }
        for name, row in self.rows.items():
            row.label.asked.connect(lambda name=name: self.toggle_lock(name))
        self.fault = self.rows["length"].fault
        rows = self.rows
        self.one_only = [
            rows["dialogue"],
            section(forms.row(forms.label("Takes", 12, 600), None, self.take_count), 6, self.takes),
            section(self.findings),
        ]
        camera = section(
            forms.row(forms.label("Camera and time", 12, 600), None, self.frames), 8,
            forms.columns(rows["size"], rows["angle"]), 8,
            forms.columns(rows["movement"], rows["lens"]), 8,
            forms.columns(rows["length"], rows["join"]),
        )  # fmt: skip
        number = Above("Number", self.own_number)
        self.number_row = number
        last = section(
            self.scene, 8, forms.columns(number, forms.column()), 8, Above("Notes", self.notes)
        )
        inside = QWidget()
        inside.setLayout(
            forms.column(
                forms.row(self.number, self.place, None), 8, rows["action"], 8, rows["subjects"],
                8, self.one_only[0], 6, camera, self.one_only[1], self.one_only[2], last, None,
                edge=(12, 10, 12, 12),
            )
        )  # fmt: skip
        self.setLayout(forms.column(scrolled(inside)))

    def _choice(self, name: str, tip: str, kind: Any) -> Choice:
        said = SIZES if name == "size" else {}
        options = [(said.get(value, value.capitalize()), value) for value in get_args(kind)]
        taken = self._move if name == "movement" else self._setter(name)
        found = Choice(name.capitalize(), taken, options)
        found.setToolTip(tip)
        return found

    # Showing -------------------------------------------------------------------------------------

    def renew(self) -> None:
        """Read all fields from the board; what is being typed is left alone."""
        film = self.film
        row = [film.shots[id] for id in film.chosen if id in film.shots]
        if not row:
            return
        shot, ids = film.shot or row[-1], tuple(one.id for one in row)
        self._head(row, shot)
        self.action.show_value(common(row, "action"), ids)
        for name, box in self.choices.items():
            box.show_value(common(row, name), ids)
        self.length.show_value(common(row, "length"), ids)
        self.lens.show_value(common(row, "lens"), ids)
        self.notes.show_value(common(row, "notes"), ids)
        whole = sum(one.length for one in row)
        self.frames.setText(f"{whole} frames")
        everybody = list(dict.fromkeys(id for one in row for id in one.subjects))
        everywhere = set.intersection(*(set(one.subjects) for one in row))
        self.chips.show_cast(everybody, everywhere, can_add=True)
        self.scene.show_shots(ids)
        for part in self.one_only:
            if part.isHidden() == (len(row) == 1):
                part.setVisible(len(row) == 1)
        self.number_row.setVisible(len(row) == 1)
        if len(row) == 1:
            self.dialogue.show_shot(shot)
            self.takes.show_shot(shot)
            self.take_count.setText(counted(shot))
            self.own_number.show_value(film.labels[shot.id], shot.id)
            self.findings.renew()
        for name, part in self.rows.items():
            part.label.set_locked(all(shots.is_locked(one, name) for one in row))
            maker = common(row, "made_by").get(name, "") if len(row) == 1 else ""
            part.label.setToolTip(MADE_BY.get(maker, ""))

    def _head(self, row: Sequence[Shot], shot: Shot) -> None:
        film = self.film
        if len(row) > 1:
            self.number.setText(f"{len(row)} shots")
            first, last = film.labels[row[0].id], film.labels[row[-1].id]
            self.place.setText(f"{first} to {last}")
        else:
            scene = film.scene_of(shot.id)
            board = film.board
            place = next((p.name for p in board.places if scene and p.id == scene.place), "")
            self.number.setText(f"Shot {film.labels[shot.id]}")
            daytime = scene.daytime if scene else ""
            self.place.setText(" · ".join(part for part in (place, daytime) if part))

    def take_in(self) -> None:
        """Apply what is being typed."""
        fields = (self.action, self.length, self.lens, self.own_number, self.notes, self.dialogue)
        for field in fields:
            field.take_in()

    # Changing ------------------------------------------------------------------------------------

    def whom(self, ids: Ids) -> str:
        """What an edit of these shots is of, in its name."""
        known = [id for id in ids if id in self.film.labels]
        return self.film.labels[known[0]] if len(known) == 1 else f"{len(known)} shots"

    def _setter(self, name: str) -> Callable[[Ids, Any, str], bool]:
        def set_it(ids: Ids, value: Any, merge: str) -> bool:
            return self._edit(f"Change the {name} of", ids, merge, **{name: value})

        return set_it

    def _edit(self, what: str, ids: Ids, merge: str = "", **values: Any) -> bool:
        known = [id for id in ids if id in self.film.shots]
        name = f"{what} {self.whom(ids)}"
        if join := values.get("join"):
            return self.film.edit(name, lambda board: joins.set_joins(board, known, join), merge)
        return self.film.edit(name, lambda board: shots.set_shots(board, known, **values), merge)

    def _set_length(self, ids: Ids, value: int, merge: str) -> bool:
        return self._edit("Change the length of", ids, merge, length=value)

    def _read_length(self, text: str) -> int:
        length = timing.parse(text, self.film.board.rate)
        if length < 1:
            raise ValueError("A shot is at least one frame long. Type 1f or more.")
        return length

    def _write_length(self, length: int) -> str:
        rate = self.film.board.rate
        return timing.seconds(length, rate)

    def _move(self, ids: Ids, movement: Movement, merge: str) -> bool:
        known = [id for id in ids if id in self.film.shots]

        def moved(board: Board) -> Board:
            return reduce(lambda b, id: boxes.move_camera(b, id, movement), known, board)

        return self.film.edit(f"Change the movement of {self.whom(ids)}", moved, merge)

    def _set_number(self, shot_id: str, number: str, merge: str) -> bool:
        film = self.film
        owner = next((id for id, said in film.labels.items() if said == number), "")
        if owner and owner != shot_id and owner in film.shots:
            film.said.emit(f"There is a shot {number} already. Type a number that is free.")
            return False
        old = film.labels.get(shot_id, "")
        name = f"Number {old} as {number}" if number else f"Count the number of {old}"
        return film.edit(name, lambda board: shots.set_shot(board, shot_id, label=number))

    def _drop(self, subject: str) -> None:
        ids = [id for id in self.film.chosen if subject in self.film.shots[id].subjects]

        def dropped(board: Board) -> Board:
            return reduce(lambda b, id: boxes.remove_subject(b, id, subject), ids, board)

        name = self.film.board.subject(subject).name
        self.film.edit(f"Take {name} out of {self.whom(tuple(ids))}", dropped)

    def _add(self, subject: str) -> None:
        ids = [id for id in self.film.chosen if subject not in self.film.shots[id].subjects]

        def added(board: Board) -> Board:
            return reduce(lambda b, id: boxes.add_subject(b, id, subject), ids, board)

        name = self.film.board.subject(subject).name
        self.film.edit(f"Add {name} to {self.whom(tuple(ids))}", added)

    def toggle_lock(self, name: str = "*") -> None:
        """Lock a field of the chosen shots against plans, or let it go; "*" is all of them."""
        film = self.film
        ids = [id for id in film.chosen if id in film.shots]
        if not ids:
            return
        what = f"the {NAMES.get(name, name)} of " if name != "*" else ""
        row = [film.shots[id] for id in ids]
        held = (
            any(one.locked for one in row)
            if name == "*"
            else all(shots.is_locked(one, name) for one in row)
        )
        act = shots.unlock if held else shots.lock
        verb = "Unlock" if held else "Lock"
        film.edit(f"{verb} {what}{self.whom(tuple(ids))}", lambda b: act(b, ids, (name,)))


def common(row: Sequence[Shot], name: str) -> Any:
    """What these shots have in a field, None when they differ."""
    first = getattr(row[0], name)
    return first if all(getattr(one, name) == first for one in row[1:]) else None


def section(*parts: forms.Part) -> QWidget:
    """A part of a tab, with a hairline above."""
    found = QWidget()
    found.setLayout(forms.column(12, forms.rule(), 10, *parts))
    return found


def scrolled(inside: QWidget) -> QScrollArea:
    """A tab that scrolls when the pane is too low for it."""
    area = QScrollArea()
    area.setFrameShape(QFrame.Shape.NoFrame)
    area.setWidgetResizable(True)
    area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    area.setWidget(inside)
    return area


def _read_lens(text: str) -> int:
    words = text.strip().lower().removesuffix("mm").strip()
    if not words.isdigit() or not SHORTEST_LENS <= int(words) <= LONGEST_LENS:
        raise ValueError(f"A lens has {SHORTEST_LENS} to {LONGEST_LENS} mm. Type 35.")
    return int(words)
