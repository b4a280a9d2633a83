"""What a drag in time holds on to: cuts, the playhead, in and out, markers, ends of sounds."""

from __future__ import annotations

from collections.abc import Collection, Iterable

from storyboard.edits import markers
from ui.film import Film

NEAR = 8  # pixels within which it holds


class Snap:
    """``on`` is the magnet; ``line`` the frame that the last drag holds on to, for painting."""

    def __init__(self, film: Film) -> None:
        self.film = film
        self.on = True
        self.line: int | None = None

    def points(self, without: Collection[str] = ()) -> list[int]:
        """All frames to hold on to; not those of the sounds, shots and markers ``without``."""
        film = self.film
        found = {0, film.length, *film.starts.values()}
        found.add(film.frame)
        if film.stretch:
            found.update(film.stretch)
        for frame, marker in markers.frames(film.board, film.starts):
            if marker.id not in without:
                found.add(frame)
        for sound in film.board.sounds:
            if sound.id not in without:
                start = film.starts.get(sound.shot, 0) + sound.start
                found.update((start, start + sound.length))
        return sorted(found)

    def pull(
        self,
        moment: float,
        pixels: float,
        points: Iterable[int],
        edges: Collection[int] = (0,),
        free: bool = False,
    ) -> int:
        """The whole frame nearest to a moment, or one that holds it or one of its ``edges``.

        ``edges`` lie so many frames after it; ``pixels`` is a frame's width; ``free``: do not hold.
        """
        frame = round(moment)
        self.line = None
        if not self.on or free:
            return frame
        best, reach = frame, NEAR / pixels
        for point in points:
            for edge in edges:
                away = abs(moment + edge - point)
                if away <= reach:
                    best, reach, self.line = point - edge, away, point
        return best

    def let_go(self) -> None:
        self.line = None
