"""The pointer over the board: what it is on, what a click, a double and a right click do there."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QPointF, QRectF, Qt
from PySide6.QtGui import QContextMenuEvent, QHelpEvent, QMouseEvent
from PySide6.QtWidgets import QToolTip

from ui import strokes
from ui.grid import EDGE
from ui.menus import menu

if TYPE_CHECKING:
    from ui.board import BoardView

FOLD = 18  # pixels of a heading that fold it


class Pointer(QObject):
    """``shot`` is under it, ``scrub`` of its picture across (-1 off it); ``scene`` a heading."""

    def __init__(self, view: BoardView) -> None:
        super().__init__(view)
        self._view = view
        self.shot, self.scrub, self.scene = "", -1.0, ""

    # Where it is ---------------------------------------------------------------------------------

    def hover(self, where: QPointF) -> None:
        """Paint anew what it came to and what it left."""
        view = self._view
        shot = view.shot_at(where) if not view.hand.is_busy else ""
        scrub, box = -1.0, view.place_of(shot)
        if shot and where.y() < box.top() + view.grid.picture:
            scrub = min(1.0, max(0.0, (where.x() - box.left()) / max(1.0, box.width())))
        band = view.grid.head_at(view.spot(where)) if where.y() >= 0 else None
        scene = band.scene.id if band else ""
        before = self.shot, self.scrub, self.scene
        self.shot, self.scrub, self.scene = shot, scrub, scene
        if shot != before[0]:
            view.touch(before[0])
            view.touch(shot)
        elif scrub != before[1]:
            view.touch_picture(shot)
        for id in {before[2], scene} if before[2] != scene else ():
            view.viewport().update(view.place_of_scene(id).toAlignedRect())

    def leave(self) -> None:
        self.hover(QPointF(-1, -1))

    # Clicks --------------------------------------------------------------------------------------

    def press(self, event: QMouseEvent) -> None:
        view, spot = self._view, self._view.spot(event.position())
        if event.button() != Qt.MouseButton.LeftButton:
            return
        band = view.grid.head_at(spot)
        if band is None:
            view.hand.press(event, view.grid.shot_at(spot))
        elif spot.x() < EDGE + FOLD:
            view.scenes.toggle(band.scene.id)
        else:
            view.scenes.scene_id = band.scene.id
            view.scenes.all()

    def release(self, event: QMouseEvent) -> None:
        if event.button() != Qt.MouseButton.LeftButton:
            return
        shot = self._chip_of(event.position())
        if shot in self._view.film.failed and not self._view.hand.is_busy:
            self._retry(shot)
        self._view.hand.release()

    def double(self, event: QMouseEvent) -> None:
        view = self._view
        band = view.grid.head_at(view.spot(event.position()))
        if band is not None:
            view.rename(band.scene.id)
        elif shot := view.shot_at(event.position()):
            view.film.select(shot)
            view.shots.open()

    def menu(self, event: QContextMenuEvent) -> None:
        """The acts of what is under it; by key, of the current shot."""
        view, where = self._view, QPointF(event.pos())
        if event.reason() == QContextMenuEvent.Reason.Keyboard:
            where = view.place_of(view.film.shot_id).center()
        band, shot = view.grid.head_at(view.spot(where)), view.shot_at(where)
        if band is not None:
            view.scenes.scene_id = band.scene.id
            acts = view.scenes.acts()
        else:
            if shot and shot not in view.film.chosen:
                view.film.select(shot)
            acts = view.shots.acts() if shot else view.acts()
        menu(acts, view).popup(view.viewport().mapToGlobal(where.toPoint()))

    # Chips and tips ------------------------------------------------------------------------------

    def _chip_of(self, where: QPointF) -> str:
        """The shot on whose chip it is."""
        view = self._view
        shot = view.shot_at(where)
        chip = view.marks.chip(view.film.shots[shot]) if shot else None
        if chip is None:
            return ""
        box = view.place_of(shot)
        wide = min(box.width() - 12, strokes.chip_width(chip.said, chip.icon))
        low = box.top() + view.grid.picture - 6
        on = QRectF(box.left() + 6, low - strokes.HIGH, wide, strokes.HIGH).contains(where)
        return shot if on else ""

    def _retry(self, shot: str) -> None:
        """A failed shot is asked for once more."""
        film = self._view.film
        queue = film.session.queue
        failed = [
            order for order in queue.jobs.orders("failed") if shot in order.what.get("shots", ())
        ]
        if failed and film.try_out(lambda: queue.retry(failed[-1].id)):
            film.resume()

    def tell(self, event: QHelpEvent) -> None:
        """What a chip means, what a heading does, all of an action that is shortened."""
        view, where = self._view, QPointF(event.pos())
        said = ""
        if shot := self._chip_of(where):
            chip = view.marks.chip(view.film.shots[shot])
            said = chip.sentence if chip else ""
        elif view.grid.head_at(view.spot(where)):
            said = "Click: choose the scene's shots. Double click: rename it (F2)"
        elif shot := view.shot_at(where):
            said = view.film.shots[shot].action
        QToolTip.showText(event.globalPos(), said, view.viewport())
