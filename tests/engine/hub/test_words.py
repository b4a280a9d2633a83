from __future__ import annotations

from dataclasses import replace

from engine.hub import words
from storyboard.board import Box
from storyboard.cue import FrameCue, SubjectCue

GIRL = SubjectCue(
    "mia", "girl", Box(0.1, 0.2, 0.25, 0.95), look="yellow dress", action="carry walk"
)
DOG = SubjectCue("dog", "dog", Box(0.8, 0.6, 0.95, 0.95), look="small ginger dog", action="run")
CUE = FrameCue(
    "s", 0, 0.0, "beach", daytime="dusk", weather="rain", subjects=(GIRL, DOG),
    words="Old pier dusk rain", action="The girl runs.", framing="Wide shot, low angle",
)  # fmt: skip


def test_a_prompt_says_framing_action_everyone_and_the_place_in_its_light() -> None:
    assert words.prompt(CUE) == (
        "Wide shot, low angle. The girl runs. "
        "A girl with yellow dress, carrying and walking at the far left. "
        "A small ginger dog, running at the far right. "
        "Old pier, at dusk, in fading golden light, in the rain."
    )


def test_a_short_prompt_keeps_the_place_and_leaves_out_where_everyone_is() -> None:
    assert words.short(CUE) == (
        "Wide shot, low angle. Old pier, at dusk, in fading golden light, in the rain. "
        "a small ginger dog, running; a girl with yellow dress, carrying and walking"
    )


def test_who_stands_is_only_said_to_be_there_and_attributes_stand_in_for_a_look() -> None:
    boat = SubjectCue("b", "boat", Box(0.4, 0.4, 0.6, 0.6), attributes={"colour": "blue"})
    assert words.doing(boat) == "a blue boat"
    hatted = replace(boat, kind="owl", attributes={"hat": "yes", "vary": "7"})
    assert words.doing(hatted) == "an owl with a hat"


def test_the_framing_comes_from_the_figures_where_nobody_said_it() -> None:
    near = replace(CUE, framing="", camera=Box(0.1, 0.2, 0.5, 0.6))
    assert words.framing(near) == "Extreme close-up"
    assert words.framing(replace(CUE, framing="", subjects=())) == "Wide shot"
