"""The acts of the timeline, and which of them a right click offers."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from storyboard.board import Join
from ui.acts import Act
from ui.cutting import STEP
from ui.hits import SOUNDS, Hit

if TYPE_CHECKING:
    from ui.timeline import Timeline

MENU = "Timeline"
JOINS: tuple[tuple[Join, str], ...] = (
    ("cut", "Cut"),
    ("dissolve", "Dissolve"),
    ("continuous", "Continuous, without a break"),
    ("bridge", "Bridge, made between the two"),
)


def acts(pane: Timeline) -> list[Act]:
    """All of them; most are about the picked sound or marker, else the shot at the playhead."""
    return [*_tools(pane), *_cuts(pane), *_markers(pane), *_sounds(pane)]


def marks(pane: Timeline) -> list[Act]:
    """In and out, which the player offers to menus and keys, for a right click here."""
    cut, film = pane.lanes.cutting, pane.film
    shot = cut.no_shot
    return [
        Act("mark.in", "Mark in", cut.mark_in, key="I", plain=True, why_not=shot),
        Act("mark.out", "Mark out", cut.mark_out, key="O", plain=True, why_not=shot),
        Act("mark.shot", "Mark what is chosen", cut.mark_shot, key="X", plain=True, why_not=shot),
        Act("mark.clear", "Clear in and out", partial(film.mark, None, None),
            key="Ctrl+Shift+X", why_not=cut.no_stretch),
    ]  # fmt: skip


def _tools(pane: Timeline) -> list[Act]:
    lanes, zoom = pane.lanes, 0.08
    return [
        Act("timeline.select", "Select", partial(pane.use, "select"), MENU, "V", True,
            checked=lambda: lanes.tool == "select"),
        Act("timeline.trim", "Trim and roll", partial(pane.use, "trim"), MENU, "T", True,
            checked=lambda: lanes.tool == "trim"),
        Act("timeline.snap", "Snap", pane.magnetise, MENU, "S", True,
            checked=lambda: lanes.snap.on),
        Act("timeline.in", "Zoom in", partial(pane.zoom, zoom), MENU, ("+", "="), True, rule=True),
        Act("timeline.out", "Zoom out", partial(pane.zoom, -zoom), MENU, "-", True),
        Act("timeline.fit", "Show the whole film", pane.fit, MENU, "Shift+Z", True),
        Act("timeline.fit_chosen", "Show what is chosen", pane.fit_chosen, MENU, "Z", True),
    ]  # fmt: skip


def _cuts(pane: Timeline) -> list[Act]:
    cut, film = pane.lanes.cutting, pane.film

    def is_joined(how: Join) -> bool:
        return film.shot is not None and film.shot.join == how

    shot = cut.no_shot
    return [
        Act("timeline.split", "Split at the playhead", cut.split, MENU, "Ctrl+K",
            why_not=cut.no_split, rule=True),
        Act("timeline.trim_start", "Begin at the playhead", cut.trim_start, MENU, "[", True,
            why_not=shot),
        Act("timeline.trim_end", "End at the playhead", cut.trim_end, MENU, "]", True,
            why_not=shot),
        Act("timeline.ripple_start", "Cut away what is before the playhead", cut.ripple_start,
            MENU, "Q", True, why_not=shot),
        Act("timeline.ripple_end", "Cut away what is after the playhead", cut.ripple_end,
            MENU, "W", True, why_not=shot),
        Act("timeline.longer", "A frame longer", partial(cut.lengthen, 1), MENU, "Ctrl+Alt+Right",
            why_not=shot),
        Act("timeline.shorter", "A frame shorter", partial(cut.lengthen, -1), MENU,
            "Ctrl+Alt+Left", why_not=shot),
        Act("timeline.earlier", "Earlier", partial(cut.shift, -1), MENU, "Alt+Left",
            why_not=shot),
        Act("timeline.later", "Later", partial(cut.shift, 1), MENU, "Alt+Right", why_not=shot),
        Act("timeline.previous", "Previous clip", partial(cut.choose, -1), MENU, "Up", True,
            why_not=shot, rule=True),
        Act("timeline.next", "Next clip", partial(cut.choose, 1), MENU, "Down", True,
            why_not=shot),
        Act("timeline.previous_too", "Previous clip too", partial(cut.choose, -1, True), "",
            "Shift+Up", True, why_not=shot),
        Act("timeline.next_too", "Next clip too", partial(cut.choose, 1, True), "",
            "Shift+Down", True, why_not=shot),
        Act("timeline.track_up", "Track above", partial(cut.change_track, -1), MENU, "Alt+Up"),
        Act("timeline.track_down", "Track below", partial(cut.change_track, 1), MENU, "Alt+Down"),
        Act("timeline.delete", "Delete", cut.delete, MENU, ("Del", "Backspace"), True,
            why_not=shot),
        Act("timeline.continue", "New shot that goes on from the last frame", pane.continue_shot,
            MENU, "Ctrl+Alt+N", why_not=shot),
        Act("timeline.keyframe", "Add a keyframe here", pane.ask_keyframe, "", why_not=shot),
        *(Act(f"join.{how}", said, partial(pane.join, how), "", why_not=shot,
              checked=partial(is_joined, how))
          for how, said in JOINS),
    ]  # fmt: skip


def _markers(pane: Timeline) -> list[Act]:
    cut = pane.lanes.cutting
    shot, marker = cut.no_shot, cut.no_marker
    return [
        Act("timeline.marker", "Add a marker", cut.add_marker, MENU, "M", True, why_not=shot,
            rule=True),
        Act("timeline.marker_next", "Next marker", partial(cut.to_marker, 1), MENU, "Shift+M",
            True),
        Act("timeline.marker_previous", "Previous marker", partial(cut.to_marker, -1), MENU,
            "Alt+M"),
        Act("timeline.rename", "Name the sound or marker", pane.rename, MENU, "F2",
            why_not=lambda: cut.no_sound() and marker()),
    ]  # fmt: skip


def _sounds(pane: Timeline) -> list[Act]:
    cut = pane.lanes.cutting
    sound = cut.no_sound

    return [
        Act("sound.import", "Import sound…", pane.import_sounds, MENU, "Ctrl+Shift+I",
            why_not=cut.no_shot, rule=True),
        Act("sound.mute", "Mute", cut.mute, MENU, "Shift+S", True, why_not=sound,
            checked=lambda: bool(cut.clip and cut.clip.sound.muted)),
        Act("sound.louder", "Louder", partial(cut.louder, STEP), MENU, "Ctrl+Alt+Up",
            why_not=sound),
        Act("sound.softer", "Softer", partial(cut.louder, -STEP), MENU, "Ctrl+Alt+Down",
            why_not=sound),
        Act("sound.fade_in", "Fade in", partial(cut.fade, True), MENU, why_not=sound,
            checked=lambda: bool(cut.clip and cut.clip.sound.fade_in)),
        Act("sound.fade_out", "Fade out", partial(cut.fade, False), MENU, why_not=sound,
            checked=lambda: bool(cut.clip and cut.clip.sound.fade_out)),
    ]  # fmt: skip


def menu_for(hit: Hit) -> tuple[str, ...]:
    """Names of the acts that a right click offers; empty ones are rules."""
    joins = tuple(f"join.{how}" for how, _ in JOINS)
    stretch = ("mark.in", "mark.out", "mark.shot", "mark.clear", "", "timeline.marker")
    if hit.what == "seam":
        return joins
    if hit.what in ("shot", "start", "end", "roll", "line"):
        return (
            "timeline.split", "timeline.ripple_start", "timeline.ripple_end", "",
            "timeline.longer", "timeline.shorter", "", *joins, "", "timeline.continue",
            "timeline.keyframe", "mark.shot",
            "timeline.marker", "timeline.fit_chosen", "", "timeline.delete",
        )  # fmt: skip
    if hit.what == "marker":
        return (
            "timeline.rename", "timeline.marker_previous", "timeline.marker_next", "",
            "timeline.delete",
        )  # fmt: skip
    if hit.what in SOUNDS:
        return (
            "timeline.split", "timeline.trim_start", "timeline.trim_end", "",
            "sound.mute", "sound.louder", "sound.softer", "sound.fade_in", "sound.fade_out", "",
            "timeline.rename", "timeline.delete",
        )  # fmt: skip
    if hit.what in ("ruler", "in", "out"):
        return (*stretch, "", "timeline.fit", "timeline.fit_chosen")
    return ("sound.import", "", *stretch, "", "timeline.fit")
