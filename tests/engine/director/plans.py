"""What tests of plans share: a scene planned by a model, and everything that a plan must be."""

from collections.abc import Sequence
from typing import Any, get_args

from engine.api import CancelJob, Plan, Progress, ScenePlanned
from engine.director import checks, numbered, predicates
from engine.director.llama import Model
from engine.director.plan import plan_scene
from engine.director.prompts import actions
from storyboard.board import Angle, Maker, Movement, Shot, Size, Subject


def run(
    model: Model, request: Plan, stop_at: int = 0
) -> tuple[list[ScenePlanned], list[Progress], dict[str, Any]]:
    events: list[ScenePlanned] = []
    reports: list[Progress] = []

    def report(progress: Progress) -> None:
        if progress.note != "0 tokens":  # those come by the clock while a prompt is read
            reports.append(progress)
        if stop_at and len(reports) == stop_at:
            raise CancelJob

    facts = plan_scene(request, model, report, events.append)
    return events, reports, facts


def valid(event: ScenePlanned, request: Plan) -> None:
    """Everything that a plan must be, whatever the model said."""
    scene, cast = event.scene, event.cast
    known = {one.id for one in cast}
    assert len(known) == len(cast)
    assert {one.id for one in request.cast} <= known
    assert len({shot.id for shot in scene.shots}) == len(scene.shots)
    for shot in scene.shots:
        assert set(shot.subjects) <= known
        assert len(set(shot.subjects)) == len(shot.subjects)
        assert set(shot.layout.boxes) == set(shot.subjects)
        assert shot.size in get_args(Size)
        assert shot.angle in get_args(Angle)
        assert shot.movement in get_args(Movement)
        assert {act.action for act in shot.acting.values()} <= set(actions())
        assert shot.length >= 48
        assert set(shot.made_by.values()) <= set(get_args(Maker))
        for path in shot.layout.boxes.values():
            assert len(path) == shot.layout.moments
            assert any(path)
            assert all(predicates.sound(box) for box in path if box)
        assert all(predicates.sound_rect(rect) for rect in shot.camera.rects)
    sentences = numbered.sentences(request.text, request.scene, cast)
    found = [at for shot in scene.shots for at in numbered.covered(sentences, shot)]
    assert found == list(range(len(sentences)))
    said = " ".join(one.text for shot in scene.shots for one in shot.dialogue)
    assert said == " ".join(one.line.text for one in sentences if one.line)


def faults(shot: Shot, cast: Sequence[Subject], before: str = "") -> int:
    return len(checks.about_layout(shot, cast, shot.action, before))
