from __future__ import annotations

from engine.hub import happenings
from storyboard.board import FRAME, Box
from storyboard.cue import FrameCue, SubjectCue


def dog(x: float, action: str = "walk") -> SubjectCue:
    return SubjectCue("d", "dog", Box(x, 0.4, x + 0.2, 0.9), "dog", action=action)


def cue(*subjects: SubjectCue, frame: int = 0, camera: Box = FRAME) -> FrameCue:
    return FrameCue(
        "s", frame, frame / 24, "beach", subjects=subjects, camera=camera, words="Beach day"
    )


def test_who_crosses_the_frame_comes_in_or_leaves_is_told() -> None:
    across = happenings.told([cue(dog(0.1)), cue(dog(0.4)), cue(dog(0.7))])
    assert "A dog moves to the right." in across
    assert "comes in" not in across
    assert "A dog comes in." in happenings.told([cue(), cue(dog(0.1))])
    assert "A dog leaves." in happenings.told([cue(dog(0.1)), cue()])
    still = happenings.told([cue(dog(0.1)), cue(dog(0.12))])
    assert "moves" not in still


def test_what_is_done_later_is_told_once_and_in_order() -> None:
    cues = [cue(dog(0.1)), cue(dog(0.1, "run")), cue(dog(0.1, "run")), cue(dog(0.1, "sit"))]
    told = happenings.told(cues)
    assert told.count("Then a dog, running.") == 1
    assert told.index("running") < told.index("sitting")


def test_the_camera_is_told_when_it_moves() -> None:
    def way(x0: float, y0: float, x1: float, y1: float) -> str:
        return happenings.camera(cue(), cue(camera=Box(x0, y0, x1, y1)))

    assert way(0, 0, 1, 1) == ""
    assert way(0.3, 0, 1.3, 1) == "The camera pans to the right."
    assert way(0, -0.2, 1, 0.8) == "The camera tilts up."
    assert way(0.25, 0.25, 0.75, 0.75) == "The camera slowly moves in."
    assert way(-0.5, -0.5, 1.5, 1.5) == "The camera slowly pulls back."


def test_a_panning_camera_does_not_move_the_dog_that_it_follows() -> None:
    followed = happenings.told([cue(dog(0.4)), cue(dog(0.8), camera=Box(0.4, 0, 1.4, 1))])
    assert "A dog moves" not in followed
    assert "The camera pans to the right." in followed
