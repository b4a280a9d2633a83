"""Deeds on the stage: what is done to boxes, camera and keyframes of the current shot."""

from __future__ import annotations

import tempfile
from dataclasses import replace
from functools import partial
from pathlib import Path

from PySide6.QtGui import QImage

from engine.api import EngineError
from storyboard import layout
from storyboard.board import Board, Box, Keyframe, Movement
from storyboard.edits import boxes, shots
from studio import redo
from studio.errors import StudioError
from ui.drags import called, copied, join
from ui.easel import Easel


class Deeds:
    """Each is one edit with its name; none does anything when there is nothing to do it to."""

    def __init__(self, easel: Easel) -> None:
        self.easel, self.film = easel, easel.film
        self.kept: tuple[str, tuple[Box | None, ...]] | None = None  # a copied path and whose

    # Boxes ---------------------------------------------------------------------------------------

    @property
    def name(self) -> str:
        """The picked subject's."""
        subject = self.film.subject_id
        return self.film.board.subject(subject).name if subject else ""

    def at_moment(self) -> int:
        """The moment that an edit changes; the playhead goes there."""
        moment = self.film.moment
        self.film.go_to_moment(moment)
        return moment

    def box(self, subject: str, moment: int) -> Box | None:
        shot = self.film.shot
        return layout.boxes_of(shot.layout, subject)[moment] if shot else None

    def why_no_box(self) -> str:
        """Why nothing can be done to the picked subject's box; empty when it can."""
        shot, subject = self.film.shot, self.film.subject_id
        if shot is None:
            return "There is no shot yet."
        if not subject:
            return "Click a subject on the stage first."
        if not any(layout.boxes_of(shot.layout, subject)):
            return f"{self.name} has no box in {self.easel.number}."
        return ""

    def remove(self, altogether: bool = False) -> None:
        """The picked subject away from this moment, or out of the shot."""
        shot, subject, name = self.film.shot, self.film.subject_id, self.name
        if shot is None or not subject:
            return
        if altogether:
            away = partial(boxes.remove_subject, shot_id=shot.id, subject=subject)
            if self.easel.commit(f"Remove {name} from {self.easel.number}", away):
                self.film.pick("")
        else:
            moment = self.at_moment()
            gone = partial(boxes.set_box, shot_id=shot.id, subject=subject, moment=moment, box=None)
            self.easel.commit(f"Remove box of {name}", gone)

    def bring_back(self, subject: str) -> None:
        """An absent subject, where it was last."""
        shot, box = self.film.shot, self.easel.absent().get(subject)
        if shot is None or box is None:
            return
        moment = self.at_moment()
        name = self.film.board.subject(subject).name
        there = partial(boxes.set_box, shot_id=shot.id, subject=subject, moment=moment, box=box)
        self.easel.commit(f"Bring {name} back", there)

    def add(self) -> None:
        """Whoever the hand holds, where there is room."""
        newcomer, shot = self.easel.newcomer, self.film.shot
        if newcomer and shot:
            come = partial(join, shot_id=shot.id, newcomer=newcomer, box=None)
            self.easel.commit(f"Add {called(self.easel, newcomer)}", come)
            self.joined()

    def joined(self) -> None:
        """Who was added is picked, and the hand is free again."""
        newcomer, cast = self.easel.newcomer, self.film.board.cast
        self.easel.hold("select")
        if newcomer:
            self.film.pick(newcomer.subject or (cast[-1].id if cast else ""))

    def copy_to_all(self, later: bool = False) -> None:
        """The picked subject's box of this moment at all the others, or at those that follow."""
        shot, subject = self.film.shot, self.film.subject_id
        if shot and subject:
            moment = self.at_moment()
            others = range(moment if later else 0, shot.layout.moments)
            spread = partial(
                copied, shot_id=shot.id, subjects=[subject], moment=moment, others=others
            )
            which = "later" if later else "all"
            self.easel.commit(f"Copy box of {self.name} to {which} moments", spread)

    def make_again(self) -> None:
        """The picked subject once more inside its box, on the take that plays."""
        film = self.film

        def ask() -> None:
            order = redo.order(film.session, film.shot_id, film.subject_id)
            film.session.queue.bring_forward(order.id)
            film.resume()

        if not self.why_not_again():
            film.session.queue.look_at(film.shot_id)
            film.try_out(ask)

    def why_not_again(self) -> str:
        shot, subject = self.film.shot, self.film.subject_id
        if why := self.why_no_box():
            return why
        try:
            return redo.why_not(self.film.session, shot.id, subject) if shot else ""
        except EngineError as fault:
            return str(fault)

    def mirror(self) -> None:
        shot, subject = self.film.shot, self.film.subject_id
        if shot and subject:
            turned = partial(boxes.mirror_path, shot_id=shot.id, subject=subject)
            self.easel.commit(f"Mirror path of {self.name}", turned)

    def keep_path(self) -> None:
        """Copy the picked subject's path, for another shot."""
        shot, subject = self.film.shot, self.film.subject_id
        if shot and subject:
            self.kept = subject, layout.boxes_of(shot.layout, subject)

    def why_no_path(self) -> str:
        if self.film.shot is None:
            return "There is no shot yet."
        return "" if self.kept else "Copy a path first."

    def lay_path(self) -> None:
        """The copied path for the picked subject, else for the one that it came from."""
        shot = self.film.shot
        if shot and self.kept:
            owner, row = self.kept
            subject = self.film.subject_id or owner
            if not any(one.id == subject for one in self.film.board.cast):
                self.film.said.emit("Whoever had this path has left the cast. Copy another path.")
                return
            name = self.film.board.subject(subject).name
            laid = partial(boxes.set_path, shot_id=shot.id, subject=subject, boxes=row)
            if self.easel.commit(f"Paste path of {name}", laid):
                self.film.pick(subject)

    # Camera --------------------------------------------------------------------------------------

    def move_camera(self, movement: Movement) -> None:
        """A movement and its usual camera; "follow" goes with the picked subject."""
        shot = self.film.shot
        if shot:
            subject = self.film.subject_id if movement == "follow" else ""
            moved = partial(boxes.move_camera, shot_id=shot.id, movement=movement, subject=subject)
            self.easel.commit(f"Camera of {self.easel.number}: {movement}", moved)

    def why_no_follow(self) -> str:
        shot = self.film.shot
        if shot is None:
            return "There is no shot yet."
        return "" if shot.subjects else "Add a subject first, so that the camera can follow it."

    # Pictures ------------------------------------------------------------------------------------

    def pin_image(self, image: QImage, shot: str, frame: int) -> bool:
        """Pin what was drawn; the engine keeps it in the frames around."""
        with tempfile.TemporaryDirectory() as folder:
            file = Path(folder) / "sketch.png"
            if not image.save(str(file)):
                self.film.said.emit(
                    "The sketch could not be written to the disk. Make room and pin it again."
                )
                return False
            return self._pin(file, Keyframe(frame, "", "drawn"), shot, "Draw a keyframe")

    def import_keyframe(self, file: Path) -> bool:
        """A picture from anywhere, pinned at the playhead."""
        pin = Keyframe(self.easel.frame, "", "import")
        return self._pin(file, pin, self.film.shot_id, f"Pin {file.name}")

    def import_sheet(self, file: Path) -> bool:
        """A picture as the picked subject's sheet."""
        subject = self.film.subject_id
        return bool(subject) and self.film.try_out(
            lambda: self.film.session.set_sheet(subject, file)
        )

    def import_plate(self, file: Path) -> bool:
        """A picture as the plate of the place where the shot is."""
        place = self.place
        return bool(place) and self.film.try_out(lambda: self.film.session.set_plate(place, file))

    @property
    def place(self) -> str:
        """The place of the shot; empty when its scene has none."""
        shot = self.film.shot
        return self.film.board.scene_of(shot.id).place if shot else ""

    def why_no_sheet(self) -> str:
        return "" if self.film.subject_id else "Click a subject on the stage first."

    def why_no_plate(self) -> str:
        return "" if self.place else "The scene of this shot has no place. Choose one first."

    def _pin(self, file: Path, pin: Keyframe, shot: str, name: str) -> bool:
        if shot not in self.film.shots:
            return False
        try:
            hash = self.film.session.import_picture(file, "keyframe")
        except StudioError as fault:
            self.film.said.emit(str(fault))
            return False

        def pinned(board: Board) -> Board:
            return shots.set_keyframe(board, shot, replace(pin, picture=hash))

        return self.easel.commit(f"{name} of {self.film.labels[shot]}", pinned)
