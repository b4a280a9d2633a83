from dataclasses import replace
from pathlib import Path

import pytest
import torch
from PIL import Image

from engine.api import CancelJob, EngineError, Progress, Render, Window, WindowDone
from engine.papercut.family import Family
from storyboard.board import Box
from storyboard.cue import FrameCue, SubjectCue
from tests.engine.papercut.windows import tiny


@pytest.fixture(scope="module")
def family(tmp_path_factory) -> Family:
    folder = tmp_path_factory.mktemp("weights")
    tiny().half().save_pretrained(folder)
    return Family(str(folder), "cpu")


def cues(count: int = 4, shot: str = "a") -> tuple[FrameCue, ...]:
    return tuple(
        FrameCue(
            shot, 2 * i, i / 12, "beach", daytime="dusk", words="beach dusk",
            subjects=(
                SubjectCue("d", "dog", Box(0.2 + 0.05 * i, 0.5, 0.5 + 0.05 * i, 0.9), "dog",
                           action="walk", phase=i / 8),
            ),
        )
        for i in range(count)
    )  # fmt: skip


def made(family: Family, folder: Path, *windows: Window, report=lambda progress: None) -> dict:
    events: list[WindowDone] = []
    folder.mkdir(exist_ok=True)
    request = Render("j", windows, str(folder), seed=3, steps=2)
    family.render(request, report, events.append)
    return {
        (event.key, at): Path(file).read_bytes()
        for event in events
        for at, file in event.frames.items()
    }


def test_a_window_becomes_pictures_of_twice_the_networks_size(family, tmp_path):
    frames = made(family, tmp_path, Window("k", 1, cues()))
    assert sorted(at for _, at in frames) == [0, 1, 2, 3]
    with Image.open(tmp_path / "k-0.png") as picture:
        assert picture.size == (80, 40)
        assert picture.mode == "RGB"


def test_known_frames_are_not_made_again_but_shape_the_others(family, tmp_path):
    given = tmp_path / "given.png"
    Image.new("RGB", (80, 40), (200, 40, 40)).save(given)
    free = made(family, tmp_path / "one", Window("k", 2, cues()))
    held = made(family, tmp_path / "two", Window("k", 2, cues(), {0: str(given)}))
    assert sorted(at for _, at in held) == [1, 2, 3]
    assert held["k", 1] != free["k", 1]


def test_a_window_is_the_same_alone_and_after_another(family, tmp_path):
    one, two = Window("one", 1, cues(shot="a")), Window("two", 1, cues(shot="b"))
    alone = made(family, tmp_path / "alone", two)
    after = made(family, tmp_path / "after", one, two)
    assert all(after[name] == picture for name, picture in alone.items())


def test_progress_counts_every_step_and_a_cancel_leaves_the_family_usable(family, tmp_path):
    seen: list[Progress] = []
    made(family, tmp_path / "all", Window("k", 1, cues()), report=seen.append)
    assert [(p.done, p.of) for p in seen] == [(1, 2), (2, 2)]

    def stop(progress: Progress) -> None:
        raise CancelJob

    with pytest.raises(CancelJob):
        made(family, tmp_path / "cut", Window("k", 1, cues()), report=stop)
    assert not list((tmp_path / "cut").iterdir())
    again = made(family, tmp_path / "again", Window("k", 1, cues()))
    assert again == made(family, tmp_path / "all", Window("k", 1, cues()))


def test_a_persons_drawing_takes_the_puppets_part(family, tmp_path):
    drawing = tmp_path / "mine.png"
    Image.new("RGBA", (30, 60), (10, 200, 10, 255)).save(drawing)
    own = tuple(replace(c, subjects=(replace(c.subjects[0], sheet="abc"),)) for c in cues())
    plain = made(family, tmp_path / "plain", Window("k", 1, cues()))
    request = Render(
        "j", (Window("o", 1, own),), str(tmp_path), seed=3, steps=2, pictures={"abc": str(drawing)}
    )
    events: list[WindowDone] = []
    family.render(request, lambda progress: None, events.append)
    assert Path(events[0].frames[1]).read_bytes() != plain["k", 1]


def test_missing_pictures_and_weights_are_told_in_a_sentence(family, tmp_path):
    lost = Window("k", 1, cues(), {0: str(tmp_path / "gone.png")})
    with pytest.raises(EngineError, match="cannot be read"):
        made(family, tmp_path, lost)
    own = tuple(replace(c, plate="nowhere") for c in cues())
    with pytest.raises(EngineError, match="Import it again"):
        made(family, tmp_path, Window("p", 1, own))
    with pytest.raises(EngineError, match="cannot be loaded"):
        Family(str(tmp_path / "nothing"))


def test_the_same_weights_give_the_same_frames_in_another_family(tmp_path):
    tiny().half().save_pretrained(tmp_path / "w")
    with torch.random.fork_rng():
        torch.manual_seed(1)
        one = made(Family(str(tmp_path / "w")), tmp_path / "1", Window("k", 1, cues()))
        torch.manual_seed(2)
        two = made(Family(str(tmp_path / "w")), tmp_path / "2", Window("k", 1, cues()))
    assert one == two
