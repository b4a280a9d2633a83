"""What the player lets the person do, by name."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from ui.acts import Act

if TYPE_CHECKING:
    from ui.player import Player

PLAY = "Play"
NOTHING = "The film has no shots yet."
UNMARKED = "Set an in or an out first (I, O)."


def acts(player: Player) -> list[Act]:
    """Playing, stepping, marking, looping, hearing, full screen."""
    film = player.film

    def empty() -> str:
        return "" if film.length else NOTHING

    def unmarked() -> str:
        return "" if film.stretch else UNMARKED

    def act(name: str, said: str, do: object, key: str = "", **more: object) -> Act:
        values = {"menu": PLAY, "why_not": empty, "plain": "Ctrl" not in key, **more}
        return Act(f"player.{name}", said, do, key=key, **values)  # type: ignore[arg-type]

    return [
        act("play", "Play or pause", player.toggle, "Space"),
        act("shot", "Play from the start of the shot", player.play_shot, "Shift+Space"),
        act("around", "Play around the playhead", player.play_around, "Shift+K"),
        act("stretch", "Play in to out", player.play_stretch, "Alt+K", plain=False),
        act("backwards", "Backwards, twice as fast each time", partial(player.faster, -1), "J",
            rule=True),
        act("rest", "Rest", partial(player.shuttle, 0), "K"),
        act("forwards", "Forwards, twice as fast each time", partial(player.faster, 1), "L"),
        act("slow_back", "Slowly backwards", partial(player.slowly, -1), "Shift+J"),
        act("slow", "Slowly forwards", partial(player.slowly, 1), "Shift+L"),
        act("back", "One frame back", partial(player.step, -1), "Left", rule=True),
        act("on", "One frame on", partial(player.step, 1), "Right"),
        act("back_more", "Ten frames back", partial(player.step, -10), "Shift+Left", menu=""),
        act("on_more", "Ten frames on", partial(player.step, 10), "Shift+Right", menu=""),
        act("cut_before", "To the cut before", partial(player.cut, -1), "PgUp"),
        act("cut_after", "To the next cut", partial(player.cut, 1), "PgDown"),
        act("start", "To the start of the film", partial(player.go_to, 0), "Home"),
        act("end", "To the end of the film", lambda: player.go_to(film.length - 1), "End"),
        act("in", "Mark in", player.mark_in, "I", rule=True),
        act("out", "Mark out", player.mark_out, "O"),
        act("mark_shot", "Mark the chosen shots", player.mark_shot, "X"),
        act("to_in", "Go to in", player.go_in, "Shift+I", why_not=unmarked),
        act("to_out", "Go to out", player.go_out, "Shift+O", why_not=unmarked),
        act("unmark", "Clear in and out", partial(film.mark, None, None), "Ctrl+Shift+X",
            why_not=unmarked),
        act("loop", "Loop in to out, or the film", player.toggle_loop, "Ctrl+Shift+L", rule=True,
            checked=lambda: player.loops == "film"),
        act("loop_shot", "Loop the shot", player.toggle_loop_shot, "",
            checked=lambda: player.loops == "shot"),
        act("captions", "Captions", player.toggle_captions, "C", why_not=None,
            checked=lambda: player.subtitles),
        act("mute", "Mute", player.toggle_mute, "Ctrl+Shift+M", why_not=None,
            checked=lambda: player.speaker.muted),
        act("louder", "Louder", partial(player.louder, 10), "Ctrl+Shift+Up", why_not=None),
        act("quieter", "Quieter", partial(player.louder, -10), "Ctrl+Shift+Down", why_not=None),
        act("full", "Full screen", player.toggle_full, "F", rule=True,
            checked=lambda: player.theatre is not None),
    ]  # fmt: skip
