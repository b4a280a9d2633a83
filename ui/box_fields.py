"""Where the subject is in the current shot: its box at this moment, when it comes and goes, what it
does there.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial
from typing import Any

from PySide6.QtWidgets import QWidget

from storyboard import deeds, layout, poses, puppets
from storyboard.board import Acting, Board, Box, Shot, Subject
from storyboard.edits import boxes
from ui import forms
from ui.fields import Choice, Completing, NumberField
from ui.film import Film
from ui.labels import Above, Beside

STEP = 0.01  # of the frame
FURTHEST = 2.0  # frames beyond the frame
SMALLEST = 0.01
FACES = (("As it goes", None), ("Left", "left"), ("Right", "right"))
EDGES = {"X": "x0", "Y": "y0", "W": "width", "H": "height"}
TIPS = {
    "X": "Left edge", "Y": "Upper edge", "W": "Width", "H": "Height",
}  # fmt: skip

Target = tuple[str, str, int]  # shot, subject, moment


class BoxFields(QWidget):
    """The box of the film's current subject at the moment of the playhead."""

    def __init__(self, film: Film) -> None:
        super().__init__()
        self._film = film
        self.title = forms.label("", 12, 600)
        self.of = forms.label("", 11, 400, "t3")
        self.numbers = {letter: self._number(letter) for letter in EDGES}
        self.everywhere = forms.button("Copy to all moments", self.copy_to_all)
        self.everywhere.setToolTip("The same box at every moment: it stands still")
        self.mirror = forms.button("Mirror", self.mirror_path)
        self.mirror.setToolTip("Its whole way on the other side of the frame, facing the other way")
        self.absent = forms.label("", 12, 400, "t2")
        self.absent.setWordWrap(True)
        self.put = forms.button("Put it there", self.put_there)
        self.put.setToolTip("Give it a box at this moment")
        rows = {letter: Beside(letter, field) for letter, field in self.numbers.items()}
        self._present, self._missing = QWidget(), QWidget()
        acts = forms.row(self.everywhere, self.mirror, gap=6)
        acts.setStretch(0, 3)
        acts.setStretch(1, 2)
        self._present.setLayout(
            forms.column(
                forms.columns(rows["X"], rows["Y"]), forms.columns(rows["W"], rows["H"]), 2, acts,
                gap=6,
            )
        )  # fmt: skip
        self._missing.setLayout(forms.column(self.absent, forms.row(self.put, None), gap=6))
        self.setLayout(
            forms.column(forms.row(self.title, None, self.of), 8, self._present, self._missing)
        )

    def _number(self, letter: str) -> NumberField:
        size = letter in "WH"
        found = NumberField(
            TIPS[letter], partial(self._set, EDGES[letter]), partial(_read_share, size),
            lambda share: f"{share:.2f}", STEP, SMALLEST if size else -FURTHEST, 1 + FURTHEST,
        )  # fmt: skip
        found.setToolTip(f"{TIPS[letter]}; 1 is the whole frame. Up and Down change it by 0.01")
        found.ended.connect(self._film.session.settle)
        return found

    @property
    def box(self) -> Box | None:
        """The box at this moment."""
        shot, subject = self._film.shot, self._film.subject_id
        if shot is None or not subject:
            return None
        row = layout.boxes_of(shot.layout, subject)
        return row[min(self._film.moment, len(row) - 1)] if row else None

    def renew(self) -> None:
        """Read the box of this moment."""
        film, shot = self._film, self._film.shot
        if shot is None or not film.subject_id:
            return
        moment, box = film.moment, self.box
        self.title.setText(f"Box at moment {moment + 1}")
        self.of.setText(f"of {shot.layout.moments}")
        target = (shot.id, film.subject_id, moment)
        if box is not None:
            for letter, field in self.numbers.items():
                field.show_value(getattr(box, EDGES[letter]), target)
        else:
            self.absent.setText(f"Not there at moment {moment + 1} of {film.labels[shot.id]}.")
        if self._present.isHidden() == (box is not None):
            self._present.setVisible(box is not None)
        if self._missing.isHidden() == (box is None):
            self._missing.setVisible(box is None)

    # Changing ------------------------------------------------------------------------------------

    def _edit(self, verb: str, function: Callable[[Board], Board], merge: str = "") -> bool:
        film = self._film
        name = film.board.subject(film.subject_id).name
        return film.edit(verb.format(name), function, merge)

    def _set(self, edge: str, target: Target, value: float, merge: str) -> bool:
        shot_id, subject, moment = target
        shot = self._film.shots.get(shot_id)
        row = layout.boxes_of(shot.layout, subject) if shot else ()
        box = row[moment] if moment < len(row) else None
        if box is None:
            return False
        changed = {
            "x0": lambda: layout.shift(box, value - box.x0, 0),
            "y0": lambda: layout.shift(box, 0, value - box.y0),
            "width": lambda: replace(box, x1=box.x0 + value),
            "height": lambda: replace(box, y1=box.y0 + value),
        }[edge]()
        verb = "Move box of {}" if edge in ("x0", "y0") else "Resize box of {}"
        return self._edit(
            verb, lambda b: boxes.set_box(b, shot_id, subject, moment, changed), merge
        )

    def copy_to_all(self) -> None:
        shot, subject, moment = self._film.shot, self._film.subject_id, self._film.moment
        if shot and subject:
            others = range(shot.layout.moments)
            self._edit(
                "Copy box of {} to all moments",
                lambda b: boxes.copy_box(b, shot.id, subject, moment, others),
            )

    def mirror_path(self) -> None:
        shot, subject = self._film.shot, self._film.subject_id
        if shot and subject:
            self._edit("Mirror {}", lambda b: boxes.mirror_path(b, shot.id, subject))

    def put_there(self) -> None:
        """A box at this moment: where it was last or will be next, else where there is room."""
        shot, subject, moment = self._film.shot, self._film.subject_id, self._film.moment
        if shot is None or not subject:
            return
        row = layout.boxes_of(shot.layout, subject)
        near = [box for box in (*row[moment::-1], *row[moment + 1 :]) if box]
        if near:
            self._edit(
                "Put {} there", lambda b: boxes.set_box(b, shot.id, subject, moment, near[0])
            )
        else:
            self._edit("Put {} there", lambda b: boxes.add_subject(b, shot.id, subject))


class ActingFields(QWidget):
    """What the subject does in the current shot, and when it comes and goes."""

    def __init__(self, film: Film) -> None:
        super().__init__()
        self._film = film
        self.action = Completing("Action", self._act, (), self._read_action)
        self.action.setToolTip("What it does: walk, run, wave; Down lists what its puppet can do")
        self.facing = Choice("Facing", self._setter("facing"), FACES)
        self.facing.setToolTip("Which way it looks")
        self.order = NumberField(
            "Order", self._setter("order"), _read_order, lambda n: f"{n:d}", 1, -99, 99
        )
        self.order.setToolTip("Who is nearer to the camera: higher is in front")
        self.order.ended.connect(film.session.settle)
        self.on = Choice("On", self._setter("on"))
        self.on.setToolTip("What it sits or stands on")
        self.enters = Choice("Enters", partial(self._stay, 0))
        self.leaves = Choice("Leaves", partial(self._stay, 1))
        self.enters.setToolTip("When it comes into the shot")
        self.leaves.setToolTip("When it is gone")
        self.motion = QWidget()
        self.motion.setLayout(
            forms.column(
                12, forms.rule(), 10, forms.label("Motion", 12, 600), 8,
                Beside("Enters", self.enters, 58), 6, Beside("Leaves", self.leaves, 58),
            )
        )  # fmt: skip
        self.setLayout(
            forms.column(
                12, forms.rule(), 10, forms.label("Acting", 12, 600), 8,
                forms.columns(Above("Does", self.action), Above("Faces", self.facing)), 8,
                forms.columns(Above("Order", self.order), Above("On", self.on)), self.motion,
            )
        )  # fmt: skip

    def show_subject(self, shot: Shot, subject: Subject) -> None:
        """How it acts in this shot."""
        board = self._film.board
        acting = shot.acting.get(subject.id, Acting())
        target = (shot.id, subject.id)
        rig = puppets.find(
            puppets.playing(subject.puppet, subject.kind or subject.name, subject.pronoun)
        ).rig
        self.action.set_options(tuple(sorted(poses.actions(rig))))
        self.action.show_value(acting.action, target)
        self.facing.show_value(acting.facing, target)
        self.order.show_value(acting.order, target)
        names = {s.id: s.name for s in board.cast}
        others = [(names[id], id) for id in shot.subjects if id != subject.id and id in names]
        self.on.set_options([("The ground", ""), *others])
        self.on.show_value(acting.on, target)
        row = layout.boxes_of(shot.layout, subject.id)
        there = [at for at, box in enumerate(row) if box]
        if self.motion.isHidden() == bool(there):
            self.motion.setVisible(bool(there))
        if not there:
            return
        last = len(row) - 1
        self.enters.set_options(
            [
                (f"At moment {at + 1}" if at else "There from the start", at)
                for at in range(last + 1)
            ]
        )
        self.leaves.set_options(
            [
                (f"After moment {at + 1}" if at < last else "Stays to the end", at)
                for at in range(last + 1)
            ]
        )
        self.enters.show_value(there[0], target)
        self.leaves.show_value(there[-1], target)

    def _setter(self, field: str) -> Any:
        said = {"on": "seat"}.get(field, field)

        def set_it(target: tuple[str, str], value: Any, merge: str) -> bool:
            return self._edit(f"Change the {said} of", target, {field: value}, merge)

        return set_it

    def _act(self, target: tuple[str, str], value: str, merge: str) -> bool:
        meant = deeds.meant().get(value, value)
        words = value if meant != value else ""
        values = {"action": meant, "words": words}
        return self._edit("Change the action of", target, values, merge)

    def _edit(
        self, what: str, target: tuple[str, str], values: dict[str, Any], merge: str = ""
    ) -> bool:
        shot_id, subject = target
        film = self._film
        name = f"{what} {film.board.subject(subject).name}"
        return film.edit(name, lambda b: boxes.set_acting(b, shot_id, subject, **values), merge)

    def _stay(self, end: int, target: tuple[str, str], value: int, merge: str) -> bool:
        shot_id, subject = target
        film = self._film
        row = layout.boxes_of(film.shots[shot_id].layout, subject)
        there = [at for at, box in enumerate(row) if box]
        span = [there[0], there[-1]]
        span[end] = value
        first, last = min(span), max(span)
        verb = "Let {} leave at another moment" if end else "Let {} enter at another moment"
        name = verb.format(film.board.subject(subject).name)
        return film.edit(name, lambda b: boxes.stay(b, shot_id, subject, first, last))

    def _read_action(self, text: str) -> str:
        said = " ".join(text.lower().split())
        known = deeds.spoken().keys() | deeds.meant().keys() | set(self._all_actions())
        if said in known or (said and all(word in known for word in said.split())):
            return said
        raise ValueError(f"No puppet can do {text.strip()!r}. Type walk, run, sit or wave.")

    @staticmethod
    def _all_actions() -> Sequence[str]:
        return [action for rig in poses.rigs() for action in poses.actions(rig)]


def _read_share(size: bool, text: str) -> float:
    said = text.strip().replace(",", ".")
    whole = 100 if said.endswith("%") else 1
    try:
        value = float(said.removesuffix("%")) / whole
    except ValueError:
        raise ValueError(f"{text!r} is not a number: type 0.5 or 50 %.") from None
    least = SMALLEST if size else -FURTHEST
    if not least <= value <= 1 + FURTHEST:
        raise ValueError(f"Type {least:g} to {1 + FURTHEST:g}; 1 is the whole frame.")
    return round(value, 4)


def _read_order(text: str) -> int:
    try:
        value = int(text.strip())
    except ValueError:
        raise ValueError("An order is a whole number: 0, 1, -1.") from None
    if not -99 <= value <= 99:
        raise ValueError("An order goes from -99 to 99.")
    return value
