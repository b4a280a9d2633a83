from __future__ import annotations

from dataclasses import replace

from storyboard import staging, telling
from tests.storyboard import films

BOARD = films.film()


def shot(**values: object):
    """The first shot of the film, changed, and the film with it."""
    scene = BOARD.scenes[0]
    new = replace(scene.shots[0], **values)  # type: ignore[arg-type]
    scenes = (replace(scene, shots=(new, *scene.shots[1:])), *BOARD.scenes[1:])
    return new, replace(BOARD, scenes=scenes)


def test_names_are_told_as_what_they_are_and_the_camera_is_left_out() -> None:
    who = replace(BOARD.cast[0], name="Mia", kind="girl", aliases=("the kid",))
    one, board = shot(
        action="MIA, a girl in a yellow dress, runs. The camera tilts up. Then the kid waves."
    )
    board = replace(board, cast=(who, *BOARD.cast[1:]))
    assert telling.action(board, one) == "The girl runs. Then the girl waves."


def test_a_framing_is_size_and_angle() -> None:
    one, _ = shot(size="CU", angle="low")
    assert telling.framing(one) == "Close-up, low angle"
    one, _ = shot(size="WS", angle="eye level")
    assert telling.framing(one) == "Wide shot"


def test_cues_that_are_told_differ_only_in_words() -> None:
    one, board = shot(action="Somebody runs.")
    plain = staging.cues(board, one.id, (0, 10))
    told = telling.told(board, one.id, plain)
    bare = [
        replace(
            cue, look="", action="", framing="",
            subjects=tuple(replace(s, look="") for s in cue.subjects),
        )
        for cue in told
    ]  # fmt: skip
    assert tuple(bare) == plain
    assert told[0].action == "Somebody runs."
