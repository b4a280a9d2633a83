"""Cutting by key and menu: what the acts of the timeline do to shots, sounds and markers."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING

from storyboard.board import Board, Join, Shot
from storyboard.edits import cuts, joins, markers, shots, sounds, ties
from storyboard.edits.ids import new_id
from ui.sound_lane import Clip

if TYPE_CHECKING:
    from ui.lanes import Lanes

STEP = 1.0  # decibels a key


class Cutting:
    """The picked sound or marker comes first, else the shot that the playhead is in."""

    def __init__(self, lanes: Lanes) -> None:
        self.lanes, self.film = lanes, lanes.film

    @property
    def clip(self) -> Clip | None:
        """The picked sound."""
        return self.lanes.sounds.clip(self.lanes.sound_id) if self.lanes.sound_id else None

    def here(self) -> tuple[Shot, int] | None:
        """The shot at the playhead, and the playhead's frame of it."""
        return self.film.at(self.film.frame)

    # Why not -------------------------------------------------------------------------------------

    def no_shot(self) -> str:
        return "" if self.film.shots else "There are no shots yet."

    def no_sound(self) -> str:
        return "" if self.clip else "Click a sound on the timeline first."

    def no_marker(self) -> str:
        return "" if self.lanes.marker_id else "Click a marker on the ruler first."

    def no_stretch(self) -> str:
        return "" if self.film.stretch else "Neither in nor out is set."

    def no_split(self) -> str:
        if clip := self.clip:
            inside = clip.start < self.film.frame < clip.end
            return "" if inside else "The playhead is not within the sound."
        found = self.here()
        if found is None:
            return "There are no shots yet."
        return "" if found[1] else "The playhead is at a cut already."

    # Shots and sounds at the playhead ------------------------------------------------------------

    def split(self) -> None:
        frame = self.film.frame
        if clip := self.clip:
            self._sound(f"Split {clip.sound.name}", sounds.split_sound, frame)
        elif found := self.here():
            shot, at = found
            label = self.film.labels[shot.id]
            self.film.edit(f"Split shot {label}", lambda b: shots.split_shot(b, shot.id, at))

    def trim_start(self) -> None:
        """What is picked begins at the playhead."""
        if clip := self.clip:
            self._sound(f"Trim {clip.sound.name}", sounds.trim_sound, self.film.frame, clip.end)
        else:
            self.ripple_start()

    def trim_end(self) -> None:
        """What is picked ends at the playhead."""
        if clip := self.clip:
            self._sound(f"Trim {clip.sound.name}", sounds.trim_sound, clip.start, self.film.frame)
        else:
            self.ripple_end()

    def ripple_start(self) -> None:
        """The shot begins with the picture under the playhead, which stays in sight."""
        found = self.here()
        if found and found[1]:
            shot, at = found
            name = f"Trim shot {self.film.labels[shot.id]}"
            if self.film.edit(name, lambda board: cuts.trim_start(board, shot.id, at)):
                self.film.seek(self.film.starts[shot.id])

    def ripple_end(self) -> None:
        """The shot ends before the playhead, which then is at the next one."""
        found = self.here()
        if found and found[1]:
            shot, at = found
            name = f"Trim shot {self.film.labels[shot.id]}"
            self.film.edit(name, lambda b: cuts.trim_end(b, shot.id, at - shot.length))

    def shift(self, way: int) -> None:
        """The picked sound or marker a frame on; the chosen shots past their neighbour."""
        if clip := self.clip:
            frame = max(0, clip.start + way)
            self._sound(f"Move {clip.sound.name}", sounds.move_sound, frame)
        elif self.lanes.marker_id:
            self.move_marker(way)
        elif ids := self.film.chosen:
            row, places = self.lanes.shots.row, self.lanes.shots.places
            at = places[ids[0]] - 1 if way < 0 else places[ids[-1]] + 1
            if not 0 <= at < len(row):
                return
            scene = self.film.board.scene_of(row[at].id)
            here = [shot.id for shot in scene.shots]
            place = here.index(row[at].id) + (way > 0)
            before = here[place] if place < len(here) else ""
            many = f"{len(ids)} shots" if len(ids) > 1 else f"shot {self.film.labels[ids[0]]}"
            self.film.edit(f"Move {many}", lambda b: shots.move_shots(b, ids, scene.id, before))

    def lengthen(self, by: int) -> None:
        """The end of the current shot some frames later."""
        shot = self.film.shot
        if shot and shot.length + by >= 1:
            name = f"Trim shot {self.film.labels[shot.id]}"
            merge = f"lengthen {shot.id}"
            self.film.edit(name, lambda board: cuts.trim_end(board, shot.id, by), merge)

    def delete(self) -> None:
        """The picked sound or marker, else the chosen shots."""
        if clip := self.clip:
            self._sound(f"Delete {clip.sound.name}", sounds.remove_sound)
        elif self.lanes.marker_id:
            id, name = self.lanes.marker_id, "Delete the marker"
            self.lanes.pick()
            self.film.edit(name, lambda board: markers.remove_marker(board, id))
        else:
            ids = self.film.chosen
            many = f"{len(ids)} shots" if len(ids) > 1 else f"shot {self.film.labels[ids[0]]}"
            self.film.edit(f"Delete {many}", lambda board: shots.delete_shots(board, ids))

    def set_join(self, shot: str, join: Join) -> None:
        name = f"Join {self.film.labels[shot]} by {join}"
        self.film.edit(name, lambda board: joins.set_join(board, shot, join))

    # Sounds --------------------------------------------------------------------------------------

    def mute(self) -> None:
        if clip := self.clip:
            muted = not clip.sound.muted
            name = f"{'Mute' if muted else 'Hear'} {clip.sound.name}"
            self.film.edit(name, lambda b: sounds.set_sound(b, clip.sound.id, muted=muted))

    def mute_track(self, track: int) -> None:
        """Mute or hear all sounds of a track."""
        muted = not self.lanes.is_muted(track)

        def changed(board: Board) -> Board:
            row = (
                replace(sound, muted=muted) if sound.track == track else sound
                for sound in board.sounds
            )
            return replace(board, sounds=tuple(row))

        self.film.edit(f"{'Mute' if muted else 'Hear'} sound {track + 1}", changed)

    def louder(self, by: float) -> None:
        if clip := self.clip:
            gain = min(sounds.LOUDEST, max(sounds.QUIETEST, clip.sound.gain + by))
            name = f"Set the level of {clip.sound.name}"
            merge = f"level {clip.sound.id}"
            self.film.edit(name, lambda b: sounds.set_sound(b, clip.sound.id, gain=gain), merge)

    def fade(self, comes_in: bool) -> None:
        """From the sound's end to the playhead; away, if there is one."""
        clip = self.clip
        if clip is None:
            return
        name = "fade_in" if comes_in else "fade_out"
        other = clip.sound.fade_out if comes_in else clip.sound.fade_in
        frames = self.film.frame - clip.start if comes_in else clip.end - self.film.frame
        if not 0 < frames < clip.sound.length:
            frames = self.film.board.rate
        frames = 0 if getattr(clip.sound, name) else min(frames, clip.sound.length - other)
        said = f"Fade {clip.sound.name} {'in' if comes_in else 'out'}"
        self.film.edit(said, lambda b: sounds.set_sound(b, clip.sound.id, **{name: frames}))

    def rename_sound(self, id: str, name: str) -> None:
        self.film.edit("Rename the sound", lambda b: sounds.set_sound(b, id, name=name.strip()))

    def _sound(self, name: str, edit: Callable[..., Board], *values: int) -> None:
        id = self.lanes.sound_id
        self.film.edit(name, lambda board: edit(board, id, *values))

    # Markers -------------------------------------------------------------------------------------

    def add_marker(self) -> None:
        """At the playhead; where one is already, it is picked."""
        board = self.film.board
        shot, start = ties.tie(board, self.film.frame)
        there = [one for one in board.markers if (one.shot, one.start) == (shot, start)]
        id = there[0].id if there else new_id(board, markers.PREFIX)
        if not there:
            self.film.edit("Add a marker", lambda b: markers.add_marker(b, shot, start))
        self.lanes.pick(marker=id)

    def move_marker(self, by: int) -> None:
        id, row = self.lanes.marker_id, markers.frames(self.film.board, self.film.starts)
        frame, marker = next(placed for placed in row if placed[1].id == id)
        to = min(max(0, frame + by), max(0, self.film.length - 1))
        shot, start = ties.tie(self.film.board, to)
        name = f"Move marker {marker.name}".strip()
        self.film.edit(name, lambda b: markers.move_marker(b, id, shot, start))

    def rename_marker(self, id: str, name: str) -> None:
        self.film.edit("Name the marker", lambda board: markers.rename_marker(board, id, name))

    def to_marker(self, way: int) -> None:
        """To the next marker, or to the one before."""
        row = markers.frames(self.film.board, self.film.starts)
        frames = [frame for frame, _ in row]
        here = self.film.frame
        at = bisect_right(frames, here) if way > 0 else bisect_left(frames, here) - 1
        if 0 <= at < len(row):
            self.film.seek(frames[at])
            self.lanes.pick(marker=row[at][1].id)

    # In, out and choosing ------------------------------------------------------------------------

    def mark_in(self) -> None:
        end = self.film.stretch[1] if self.film.stretch else self.film.length
        frame = self.film.frame
        self.film.mark(frame, end if end > frame else self.film.length)

    def mark_out(self) -> None:
        start = self.film.stretch[0] if self.film.stretch else 0
        end = self.film.frame + 1
        self.film.mark(start if start < end else 0, end)

    def mark_shot(self) -> None:
        """In and out around the chosen shots."""
        ids = self.film.chosen
        if ids:
            last = ids[-1]
            end = self.film.starts[last] + self.film.shots[last].length
            self.film.mark(self.film.starts[ids[0]], end)

    def choose(self, way: int, more: bool = False) -> None:
        """The next clip, or the one before: of the picked sound's track, else a shot."""
        clip, film = self.clip, self.film
        if clip:
            row = [c for c in self.lanes.sounds.clips if c.sound.track == clip.sound.track]
            at = row.index(clip) + way
            if 0 <= at < len(row):
                self.lanes.pick(sound=row[at].sound.id)
                self.lanes.reveal(row[at].start)
            return
        places, shots_row = self.lanes.shots.places, self.lanes.shots.row
        at = places.get(film.shot_id, 0) + way
        if 0 <= at < len(shots_row):
            id = shots_row[at].id
            if more:
                film.choose({*film.chosen, id}, id)
            else:
                film.select(id)
            self.lanes.reveal(film.starts[id])

    def change_track(self, way: int) -> None:
        """From the shots down to the sounds, nearest to the playhead, and up again."""
        clip = self.clip
        track = (clip.sound.track if clip else -1) + way
        row = [c for c in self.lanes.sounds.clips if c.sound.track == track]
        if track < 0:
            self.lanes.pick()
        elif row:
            here = self.film.frame
            nearest = min(row, key=lambda c: max(c.start - here, here - c.end, 0))
            self.lanes.pick(sound=nearest.sound.id)
