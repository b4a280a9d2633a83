"""Where the tracks of the timeline lie below each other."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QRectF

from ui.ruler import HIGH

LINE = 17  # number, icons and length below the thumbnails
FOOT = 14  # the cells, with a pixel above and below
DIALOGUE = 24
SOUND, TALL = 26, 44  # a sound track; where there is room
LEAST, MOST = 40, 92  # of the thumbnails
TOP, BETWEEN = 6, 5


@dataclass(frozen=True)
class Tracks:
    """``thumb`` is the height of the pictures, ``top`` what is scrolled away of the tracks."""

    thumb: float = 52.0
    sound: float = SOUND
    count: int = 1  # sound tracks, at least one to drop on
    top: int = 0

    @property
    def shots(self) -> tuple[float, float]:
        """Upper edge and height of the shots."""
        return HIGH + TOP - self.top, self.thumb + LINE + FOOT

    @property
    def dialogue(self) -> tuple[float, float]:
        y, high = self.shots
        return y + high + TOP, DIALOGUE

    def track(self, at: int) -> tuple[float, float]:
        """Upper edge and height of a sound track."""
        y, high = self.dialogue
        return y + high + TOP + at * (self.sound + BETWEEN), self.sound

    @property
    def whole(self) -> float:
        """Height of all of them with the ruler."""
        y, _ = self.track(self.count)
        return y + self.top + 3

    def track_at(self, y: float) -> int:
        """The sound track at a height; below the last a new one."""
        first, high = self.track(0)
        return max(0, min(self.count, int((y - first) // (high + BETWEEN))))

    def box(self, row: tuple[float, float], left: float, right: float) -> QRectF:
        return QRectF(left, row[0], right - left, row[1])


def laid(height: float, count: int, top: int) -> Tracks:
    """Tracks for a view of this height: pictures take what the others leave."""
    count = max(1, count)
    sound = TALL if height > 300 else SOUND
    rest = HIGH + TOP + LINE + FOOT + TOP + DIALOGUE + TOP + count * (sound + BETWEEN) + 12
    return Tracks(float(max(LEAST, min(MOST, height - rest))), float(sound), count, top)
