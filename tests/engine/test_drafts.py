"""The animatic as a family: cues in, the painter's pictures out."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from engine import api, drafts
from storyboard import animatic, staging
from tests.studio.toy_films import staged


def request(folder: Path, known: dict[int, str] | None = None) -> api.Render:
    cues = staging.cues(staged(1), "s0", (0, 2, 40))
    return api.Render("job", (api.Window("key", 0, cues, known or {}),), str(folder), "animatic")


def test_every_wanted_frame_is_painted_and_told(tmp_path: Path) -> None:
    told: list[api.Progress] = []
    events: list[api.Event] = []
    drafts.Family(device="cpu").render(request(tmp_path), told.append, events.append)
    (done,) = events
    assert isinstance(done, api.WindowDone)
    assert (done.key, done.level, sorted(done.frames)) == ("key", 0, [0, 1, 2])
    assert [(p.done, p.of) for p in told] == [(1, 1)]
    pictures = [np.asarray(Image.open(file)) for file in done.frames.values()]
    assert {picture.shape for picture in pictures} == {(360, 640, 3)}
    assert not np.array_equal(pictures[0], pictures[2])  # she walks
    painted = drafts.Painter(drafts.SIZE, "cpu").paint(
        [animatic.display(staging.cue(staged(1), "s0", 0))]
    )
    whole = (painted[0] * 255).round().byte().numpy()
    assert np.array_equal(pictures[0], whole if whole.shape[-1] == 3 else whole.transpose(1, 2, 0))


def test_known_frames_are_left_alone_and_a_cancel_keeps_what_was_told(tmp_path: Path) -> None:
    events: list[api.Event] = []

    def cancel(progress: api.Progress) -> None:
        raise api.CancelJob

    family = drafts.Family(device="cpu")
    family.render(request(tmp_path, {0: "a.png"}), lambda told: None, events.append)
    assert [sorted(e.frames) for e in events if isinstance(e, api.WindowDone)] == [[1, 2]]
    with pytest.raises(api.CancelJob):
        family.render(request(tmp_path), cancel, events.append)
    assert len(events) == 1
