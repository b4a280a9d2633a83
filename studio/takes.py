"""Takes, as rows: finished results of shots that nothing changes, each with its slate.

A take's id comes from its frames and what they were made for, so the same result published twice
is one take. Which take is circled is said on the board, where it can be undone; a take cannot.
"""

from __future__ import annotations

import hashlib
import json
import time
import zlib
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from engine.schedule import Division
from storyboard.board import Board, Scene, Shot
from studio import wishes
from studio.errors import StudioError
from studio.project import Project


@dataclass(frozen=True)
class Take:
    """``frames``: tick -> content hash (tick k is frame 2k); ``clip`` the same as a film.

    ``slate`` is what it was made from: model, fingerprint, seed, steps, seconds, sheets, plates;
    ``division`` of its shot into windows; of a bridge the pictures at its ``ends``; ``redo`` who
    was made again, in which take;
    ``health`` what a look at its pictures found.
    """

    id: str
    shot: str
    level: int
    frames: Mapping[int, str]
    clip: str = ""
    slate: Mapping[str, Any] = field(default_factory=dict)
    made_at: float = 0.0

    @property
    def division(self) -> Division:
        """How its shot was divided into windows; takes of before it was written: as usual."""
        return Division(*self.slate.get("division", ()))


class Takes:
    """The takes of one project."""

    def __init__(self, project: Project) -> None:
        self._project = project
        self._by_shot: dict[str, list[str]] = {}
        self._read: dict[str, Take] = {}
        self._board: Board | None = None  # the one that these three are of
        self._row: list[tuple[Scene, Shot]] = []
        self._places: dict[str, int] = {}
        self._best: dict[str, Take | None] = {}
        self._fits: dict[str, tuple[Any, str, bool]] = {}  # take -> its shot's shape, whether
        for row in project.rows("SELECT id, shot FROM takes ORDER BY made_at, rowid"):
            self._by_shot.setdefault(row["shot"], []).append(row["id"])

    def add(
        self,
        shot: str,
        level: int,
        frames: Mapping[int, str],
        slate: Mapping[str, Any],
        clip: str = "",
    ) -> Take:
        """Publish a take; the same frames made for the same wish give the take that is there."""
        wish = [slate[name] for name in ("shot_key", "ends", "redo") if slate.get(name)]
        names = json.dumps([shot, level, sorted(frames.items()), *wish]).encode()
        id = hashlib.sha256(names).hexdigest()[:12]
        if id in self._by_shot.get(shot, ()):
            return self.take(id)
        take = Take(id, shot, level, dict(frames), clip, dict(slate), time.time())
        with self._project.transaction() as db:
            db.execute(
                "INSERT INTO takes (id, shot, level, frames, clip, slate, made_at) "
                "VALUES (?, ?, ?, ?, ?, ?, ?)",
                [
                    id,
                    shot,
                    level,
                    zlib.compress(json.dumps(take.frames).encode()),
                    clip,
                    json.dumps(take.slate, default=str),
                    take.made_at,
                ],
            )
        self._by_shot.setdefault(shot, []).append(id)
        self._read[id] = take
        self._best.pop(shot, None)
        return take

    def take(self, id: str) -> Take:
        """Raises StudioError when there is none."""
        if id not in self._read:
            found = self._project.rows("SELECT * FROM takes WHERE id = ?", [id])
            if not found:
                raise StudioError(f"There is no take {id} in {self._project.path.name}.")
            self._read[id] = _take(found[0])
        return self._read[id]

    def of_shot(self, shot: str) -> list[Take]:
        """All takes of a shot, oldest first."""
        return [self.take(id) for id in self._by_shot.get(shot, ())]

    def add_clip(self, id: str, clip: str) -> Take:
        """The take's clip was made. A take has one; it is not made again."""
        take = self.take(id)
        if take.clip:
            return take
        with self._project.transaction() as db:
            db.execute("UPDATE takes SET clip = ? WHERE id = ?", [clip, id])
        self._read[id] = replace(take, clip=clip)
        self._best.pop(take.shot, None)
        return self._read[id]

    def note(self, id: str, **told: Any) -> Take:
        """Keep what was found out about a take, in its slate; what is told there already stays."""
        take = self.take(id)
        slate = {**told, **take.slate}
        with self._project.transaction() as db:
            db.execute(
                "UPDATE takes SET slate = ? WHERE id = ?", [json.dumps(slate, default=str), id]
            )
        self._read[id] = replace(take, slate=slate)
        self._best.pop(take.shot, None)
        return self._read[id]

    def best(self, board: Board, shot: str) -> Take | None:
        """What plays for this shot: the circled take, else one that is what the board asks for,
        else any; of several the highest level, then the newest. An animatic only for want of more.

        Raises KeyError for an unknown shot.
        """
        self._stand_on(board)
        if shot not in self._best:
            self._best[shot] = self._find_best(board, self._row[self._places[shot]][1])
        return self._best[shot]

    def _find_best(self, board: Board, shot: Shot) -> Take | None:
        if shot.circled in self._by_shot.get(shot.id, ()):
            return self.take(shot.circled)
        # the first that fits is the best that fits, so that most often one is looked at
        takes = sorted(
            self.of_shot(shot.id),
            key=lambda t: (
                "redo" not in t.slate,
                t.level > 0,
                t.level,
                "preset" not in t.slate,
                t.made_at,
            ),
            reverse=True,
        )  # what was made again in a box plays only while it is circled; a draft for want of more
        if len(takes) < 2:
            return takes[0] if takes else None
        made = [take for take in takes if take.level > 0] or takes
        return next((take for take in made if self.fits(board, take)), made[0])

    def fits(self, board: Board, take: Take) -> bool:
        """Whether a take is what the board asks of the model that made it; False without its shot.

        Asked again for a shot that nothing changed, it costs next to nothing.
        """
        self._stand_on(board)
        if take.shot not in self._places:
            return False
        now = wishes.shape(board, self._row, self._places[take.shot])
        known = self._fits.get(take.id)
        if known is not None and known[0] == now:
            return known[2] and self._meets(board, take)
        digest = wishes.digest(now, bool(take.slate.get("told")))
        if known is not None and known[1] == digest:
            good = known[2]
        elif digest == take.slate.get("shape"):
            good = True
        else:
            good = wishes.answers(board, take.shot, take.slate, take.frames)
        self._fits[take.id] = (now, digest, good)
        return good and self._meets(board, take)

    def _meets(self, board: Board, take: Take) -> bool:
        """Whether a bridge begins and ends with what its neighbours play now."""
        for shot, tick, picture in take.slate.get("ends", ()):
            near = self.best(board, shot) if shot in self._places else None
            if near is not None and near.level > 0 and near.frames.get(tick, picture) != picture:
                return False
        return True

    def digest(self, board: Board, shot: str, by_words: bool = False) -> str:
        """What a shot of this board is made from, for the slate of its take. Raises KeyError."""
        self._stand_on(board)
        return wishes.digest(wishes.shape(board, self._row, self._places[shot]), by_words)

    def _stand_on(self, board: Board) -> None:
        if board is not self._board:
            self._board = board
            self._row = [(scene, shot) for scene in board.scenes for shot in scene.shots]
            self._places = {shot.id: at for at, (_, shot) in enumerate(self._row)}
            self._best.clear()

    def onto(self, board: Board) -> Board:
        """``board`` with every take in its shot's list: going back to an older board loses none."""
        scenes = []
        for scene in board.scenes:
            shots = []
            for shot in scene.shots:
                lost = [id for id in self._by_shot.get(shot.id, ()) if id not in shot.takes]
                shots.append(replace(shot, takes=(*shot.takes, *lost)) if lost else shot)
            same = all(old is new for old, new in zip(scene.shots, shots))
            scenes.append(scene if same else replace(scene, shots=tuple(shots)))
        same = all(old is new for old, new in zip(board.scenes, scenes))
        return board if same else replace(board, scenes=tuple(scenes))


def _take(row: dict[str, Any]) -> Take:
    try:
        stored = json.loads(zlib.decompress(row["frames"]))
        slate = json.loads(row["slate"])
    except (zlib.error, ValueError) as error:
        raise StudioError(f"Take {row['id']} is damaged on the disk; render it again.") from error
    frames = {int(tick): hash for tick, hash in stored.items()}
    return Take(**{**row, "frames": frames, "slate": slate})
