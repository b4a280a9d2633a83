import pytest
import torch
from PIL import Image

from engine.papercut.shown import SHEET, Show, deed, own_sheet
from storyboard import animatic
from storyboard.board import FRAME, Box
from storyboard.cue import FrameCue, SubjectCue
from storyboard.layout import iou

DOG = SubjectCue("d", "dog", Box(0.3, 0.5, 0.6, 0.9), "dog", action="stand")


def cue(*subjects: SubjectCue, frame: int = 0, camera: Box = FRAME) -> FrameCue:
    return FrameCue("s", frame, 0.0, "kitchen", camera=camera, subjects=subjects)


@pytest.fixture(scope="module")
def show() -> Show:
    return Show((320, 180), 5)


def inked(canvas: torch.Tensor) -> Box:
    rows = (canvas[3] > 0.5).any(1).nonzero()[:, 0]
    columns = (canvas[3] > 0.5).any(0).nonzero()[:, 0]
    return Box(
        columns[0].item() / 320, rows[0].item() / 180,
        (columns[-1].item() + 1) / 320, (rows[-1].item() + 1) / 180,
    )  # fmt: skip


@pytest.mark.parametrize("facing", [1, -1])
@pytest.mark.parametrize("camera", [FRAME, Box(0.2, 0.3, 0.8, 0.9)])
def test_a_standing_sheet_lies_where_the_puppet_stands(show, facing, camera):
    subject = SubjectCue("d", "dog", DOG.box, "dog", facing=facing)
    seen = show.window([cue(subject, camera=camera)])
    drawn = animatic.subject_box(subject)
    on_screen = Box(
        (drawn.x0 - camera.x0) / camera.width, (drawn.y0 - camera.y0) / camera.height,
        (drawn.x1 - camera.x0) / camera.width, (drawn.y1 - camera.y0) / camera.height,
    )  # fmt: skip
    assert iou(inked(seen.canvas[0, 1]), on_screen) > 0.85


def test_neighbours_in_depth_lie_on_different_canvases(show):
    near = SubjectCue("n", "cat", DOG.box, "cat", order=1)
    seen = show.window([cue(DOG, near)])
    assert seen.canvas[0, 0, 3].sum() > 0
    assert seen.canvas[0, 1, 3].sum() > 0
    assert seen.owner[0, 1].sum(dim=(1, 2)).argmax() == 1  # the nearer one's tokens on canvas 1


def test_the_plate_follows_the_camera_and_holds_no_subject(show):
    plain, pushed = (
        show.window([cue(DOG, camera=c)]).plate[0] for c in (FRAME, Box(0.3, 0.3, 0.7, 0.7))
    )
    assert not torch.allclose(plain, pushed, atol=0.1)
    assert torch.equal(plain, show.window([cue()]).plate[0])


def test_absent_subjects_leave_their_frame_empty(show):
    seen = show.window([cue(DOG), cue(frame=2)])
    assert seen.canvas[1].abs().sum() == 0
    assert seen.maps[1].abs().sum() == 0


def test_a_persons_cutout_stands_with_its_feet_on_the_sheets_ground():
    picture = torch.zeros(4, 50, 50)
    picture[:, 10:40, 20:30] = 1
    sheet = own_sheet(picture)
    rows = (sheet[3] > 0.5).any(1).nonzero()[:, 0]
    assert abs(rows[-1].item() + 1 - round(0.94 * SHEET)) <= 1
    assert abs((rows[-1] - rows[0]).item() + 1 - round(0.88 * SHEET)) <= 2


@pytest.mark.parametrize("shape", [(60, 200), (200, 200), (200, 60)])
@pytest.mark.parametrize("action", ["stand", "sit", "walk"])
def test_a_persons_drawing_appears_in_its_box_whatever_its_shape(tmp_path, shape, action):
    file = tmp_path / "sheet.png"
    Image.new("RGBA", shape, (230, 30, 220, 255)).save(file)
    show = Show((320, 180), 5, {"h": str(file)})
    subject = SubjectCue("d", "dog", DOG.box, "dog", sheet="h", action=action, phase=0.4)
    lies, box = inked(show.window([cue(subject)]).canvas[0, 1]), DOG.box
    assert lies.centre[0] == pytest.approx(box.centre[0], abs=0.01)
    assert lies.y1 == pytest.approx(box.y1, abs=0.03)  # a step lifts it a little
    assert lies.height <= box.height + 0.02
    assert lies.height == pytest.approx(box.height, abs=0.03) or lies.width > box.width


def test_a_persons_plate_covers_the_stage(tmp_path):
    file = tmp_path / "plate.png"
    picture = Image.new("RGB", (160, 90), (0, 0, 255))
    picture.paste((255, 0, 0), (0, 0, 80, 90))
    picture.save(file)
    show = Show((320, 180), 5, {"h": str(file)})
    frame = FrameCue("s", 0, 0.0, plate="h")
    plate = show.window([frame]).plate[0]
    assert plate[0, 90, 20] > 0.9
    assert plate[2, 90, 300] > 0.9


def test_a_persons_plate_keeps_its_proportions_and_rain_falls_before_it(tmp_path):
    file = tmp_path / "plate.png"
    picture = Image.new("RGB", (200, 200), (0, 0, 255))
    picture.paste((255, 0, 0), (50, 50, 150, 150))
    picture.save(file)
    show = Show((320, 180), 5, {"h": str(file)})
    dry, wet = (
        show.window([FrameCue("s", 0, 0.0, plate="h", weather=w)]) for w in ("clear", "rain")
    )
    red = dry.plate[0, 0] > 0.5
    assert red[90].sum() == pytest.approx(160, abs=3)
    assert red[:, 160].sum() == pytest.approx(160, abs=3)
    assert dry.front.sum() == 0 < wet.front.sum()


def test_a_deed_says_who_does_what_in_the_scripts_own_words():
    assert deed(SubjectCue("d", "dog", DOG.box, action="run", words="dashes")) == "dog run dashes"


def test_other_words_for_a_frame_change_no_place_and_no_pose(show):
    runs = [cue(SubjectCue("d", "dog", DOG.box, "dog", action="run", phase=0.3))]
    retold = [cue(SubjectCue("d", "hound", DOG.box, "dog", action="", words="dashes"))]
    plain, other = show.window(runs), show.window(runs, retold)
    assert torch.equal(plain.canvas, other.canvas)
    assert torch.equal(plain.hinges, other.hinges)
    assert not torch.equal(plain.phrases, other.phrases)
    assert plain.hinges[:, :, :2].abs().max() > 0.02  # a running leg is not where it stands
