"""Looks: a bundled puppet, a file, a frame of the film, a drawing; a place's plate."""

from __future__ import annotations

from pathlib import Path

import pytest
from PIL import Image, ImageDraw
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest

from tests.studio.test_cutout import BALL, beach
from ui import portraits
from ui.cast import CastPane
from ui.film import Film
from ui.looks import LookWindow
from ui.pictures import Pictures
from ui.places import PlacesPane

LEFT, NONE = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
# said by the platform without a screen whenever a window floats over another
pytestmark = pytest.mark.qt_log_ignore("does not support")


@pytest.fixture
def film(sample_film: Film) -> Film:
    return sample_film


@pytest.fixture
def look(qtbot, film: Film) -> LookWindow:  # type: ignore[no-untyped-def]
    """The look of the dog, opened from the cast with Enter."""
    pane = CastPane(film, Pictures(film))
    qtbot.addWidget(pane)
    pane.show()
    film.pick(dog(film))
    pane.roll.setFocus()
    QTest.keyClick(pane.roll, Qt.Key.Key_Return)
    assert pane.looks is not None
    pane.looks.pane = pane  # type: ignore[attr-defined]  # kept as long as its window
    return pane.looks


def dog(film: Film) -> str:
    return next(one.id for one in film.board.cast if one.name == "Biscuit")


def saved(image: Image.Image, file: Path) -> str:
    image.save(file)
    return str(file)


def sheet(film: Film) -> Image.Image:
    with Image.open(film.session.bin.path(film.board.subject(dog(film)).sheet)) as image:
        return image.copy()


def click(widget, x: int, y: int) -> None:  # type: ignore[no-untyped-def]
    QTest.mouseClick(widget, LEFT, NONE, QPoint(x, y))


def test_a_bundled_puppet_is_found_by_any_word_for_it_and_holds_at_once(film, look):
    assert look.isVisible()
    assert look.name.text() == "Biscuit"
    assert len(look.bundled.small.tiles) == 133
    assert look.bundled.small.used == "dog"
    QTest.keyClicks(look.bundled.field, "kitty")
    assert [tile.id for tile in look.bundled.small.tiles] == ["cat"]
    box = look.bundled.small.place_of(0).center()
    click(look.bundled.small.viewport(), box.x(), box.y())
    assert film.board.subject(dog(film)).puppet == "cat"
    assert film.session.undo_name == "Let a cat play Biscuit"
    assert look.bundled.small.used == "cat"
    film.undo()
    assert look.told.text() == "Bundled puppet: dog"


def test_the_keys_go_over_the_grid_and_enter_takes(film, look):
    tiles = look.bundled.small
    tiles.setFocus()
    QTest.keyClick(tiles, Qt.Key.Key_Right)
    QTest.keyClick(tiles, Qt.Key.Key_Down)
    wanted = tiles.tiles[tiles.current].id
    assert wanted != "dog"
    QTest.keyClick(tiles, Qt.Key.Key_Return)
    assert film.board.subject(dog(film)).puppet == wanted


def test_words_that_no_puppet_has_say_what_to_try(look):
    QTest.keyClicks(look.bundled.field, "quaternion")
    assert look.bundled.small.tiles == ()
    assert "broader word" in look.bundled.small.empty


def test_chips_colour_and_dress_the_puppet(film, look):
    dress = look.bundled.dress
    before = portraits.of_subject(film.board.subject(dog(film)))
    QTest.mouseClick(dress.spots["plum"], LEFT)
    assert film.board.subject(dog(film)).attributes["colour"] == "plum"
    assert portraits.of_subject(film.board.subject(dog(film))) != before
    assert dress.spots["plum"].isChecked()
    look.bundled.take("man")
    QTest.mouseClick(dress.traits["hat yes"], LEFT)
    assert film.board.subject(dog(film)).attributes["hat"] == "yes"
    QTest.mouseClick(dress.parts["hair"], LEFT)
    QTest.mouseClick(dress.spots["rust"], LEFT)
    assert film.board.subject(dog(film)).attributes["hair"] == "rust"
    QTest.mouseClick(dress.traits["hat yes"], LEFT)
    assert "hat" not in film.board.subject(dog(film)).attributes
    QTest.mouseClick(dress.other, LEFT)
    assert film.board.subject(dog(film)).attributes["vary"] == "1"


def test_a_picture_with_a_background_of_its_own_is_taken_as_it_is(film, look, tmp_path):
    figure = Image.new("RGBA", (200, 160))
    ImageDraw.Draw(figure).ellipse((40, 20, 160, 140), fill=(*BALL, 255))
    look.take_file(saved(figure, tmp_path / "ball.png"))
    assert sheet(film).getchannel("A").getextrema() == (0, 255)
    assert film.session.undo_name == "Give Biscuit a sheet"
    assert not look.is_cutting
    assert [tile.said for tile in look.file.small.tiles] == ["ball.png"]
    QTest.mouseClick(look.plain_button, LEFT)
    assert film.board.subject(dog(film)).sheet == ""
    look.show_page(1)
    box = look.file.small.place_of(0).center()
    click(look.file.small.viewport(), box.x(), box.y())
    assert film.board.subject(dog(film)).sheet


def test_a_photograph_is_cut_out_first(qtbot, film, look, tmp_path):
    look.take_file(saved(beach(), tmp_path / "beach.png"))
    assert look.is_cutting
    canvas = look.cutter.canvas
    for place in ((20, 20), (20, 160)):
        where = canvas.to_window(*place).toPoint()
        click(canvas, where.x(), where.y())
        qtbot.waitUntil(lambda: not canvas.busy, timeout=10000)
    QTest.mouseClick(look.cutter.done, LEFT)
    assert not look.is_cutting
    cut = sheet(film)
    assert cut.width == pytest.approx(100, abs=8)
    assert cut.getchannel("A").getextrema()[0] == 0
    face = portraits.of_subject(film.board.subject(dog(film)))
    assert face.picture == film.board.subject(dog(film)).sheet
    QTest.mouseClick(look.cut_button, LEFT)
    assert look.is_cutting
    QTest.keyClick(look, Qt.Key.Key_Escape)
    assert not look.is_cutting
    assert look.isVisible()


def test_a_picture_of_which_nothing_is_cut_is_told_of_and_can_be_used_whole(film, look, tmp_path):
    look.take_file(saved(beach(), tmp_path / "beach.png"))
    QTest.mouseClick(look.cutter.done, LEFT)
    assert look.whole.isVisible()
    assert "like a card" in look.whole.words.text()
    assert film.board.subject(dog(film)).sheet == ""
    QTest.mouseClick(look.whole.button, LEFT)
    assert sheet(film).size == (320, 180)


def test_files_that_are_no_look_say_why_and_change_nothing(film, look, tmp_path):
    look.take_file(saved(Image.new("RGB", (20, 20)), tmp_path / "dot.png"))
    assert "dot.png measures 20 x 20" in look.fault.words.text()
    (tmp_path / "song.png").write_bytes(b"no picture at all")
    look.take_file(str(tmp_path / "song.png"))
    assert "is not a picture that Longtake reads" in look.fault.words.text()
    look.take_file(str(tmp_path / "gone.png"))
    assert "cannot be read" in look.fault.words.text()
    assert film.board.subject(dog(film)).sheet == ""
    assert not look.is_cutting


def test_a_drawing_becomes_the_sheet(qtbot, film, look):
    look.show_page(3)
    page = look.pad.page
    assert not look.pad.done.isEnabled()
    qtbot.waitUntil(lambda: not page.ghost.isNull(), timeout=10000)
    QTest.mouseClick(look.pad.spots["red"], LEFT)
    middle = page.frame().center().toPoint()
    QTest.mousePress(page, LEFT, NONE, middle)
    QTest.mouseMove(page, middle + QPoint(60, 40))
    QTest.mouseRelease(page, LEFT, NONE, middle + QPoint(60, 40))
    assert page.steps == 1
    QTest.mouseClick(look.pad.done, LEFT)
    drawn = sheet(film)
    red = [drawn.getpixel((x, y)) for x in range(0, 640, 8) for y in range(0, 640, 8)]
    assert any(p[3] > 200 and p[0] > 180 and p[1] < 100 for p in red)
    assert drawn.getchannel("A").getextrema() == (0, 255)
    assert page.steps == 0


def test_the_pad_erases_undoes_clears_and_starts_from_what_there_is(qtbot, look):
    look.show_page(3)
    qtbot.waitUntil(look.pad.start_button.isEnabled, timeout=10000)
    page, middle = look.pad.page, look.pad.page.frame().center().toPoint()
    click(page, middle.x(), middle.y())
    inked = page.image.pixelColor(320, 320)
    QTest.keyClick(page, Qt.Key.Key_E)
    click(page, middle.x(), middle.y())
    assert inked.alpha() > 200
    assert page.image.pixelColor(320, 320).alpha() == 0
    QTest.keyClick(page, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert page.image.pixelColor(320, 320) == inked
    QTest.mouseClick(look.pad.start_button, LEFT)
    assert sum(page.image.pixelColor(x, y).alpha() > 0 for x in range(0, 640, 20)
               for y in range(0, 640, 20)) > 50  # fmt: skip
    QTest.mouseClick(look.pad.clear_button, LEFT)
    assert page.image.pixelColor(320, 320).alpha() == 0


def test_a_drawing_without_a_line_is_refused(film, look):
    look.show_page(3)
    QTest.keyClick(look.pad.page, Qt.Key.Key_E)
    middle = look.pad.page.frame().center().toPoint()
    click(look.pad.page, middle.x(), middle.y())
    QTest.mouseClick(look.pad.done, LEFT)
    assert "nothing on the picture" in look.fault.words.text()
    assert film.board.subject(dog(film)).sheet == ""


def test_a_frame_of_a_take_or_a_keyframe_can_be_cut_out(qtbot, film, look, tmp_path):
    look.show_page(2)
    assert look.frames.tiles.tiles == ()
    assert "Render it" in look.frames.tiles.empty
    shot = film.board.shots[1].id
    film.select(shot)
    film.session.pin_keyframe(shot, 0, saved(beach(), tmp_path / "key.png"))
    frames = {}
    for tick in range(3):
        picture = tmp_path / f"{tick}.png"
        beach(noise=tick + 1).save(picture)
        frames[tick] = film.session.bin.put_bytes(picture.read_bytes(), ".png")
    film.session.add_take(shot, 1, frames, {"family": "papercut", "seed": 1})
    look.frames.renew()
    said = [tile.said for tile in look.frames.tiles.tiles]
    assert said == ["Keyframe 1", "Take 1, frame 1", "Take 1, frame 3", "Take 1, frame 5"]
    box = look.frames.tiles.place_of(1).center()
    click(look.frames.tiles.viewport(), box.x(), box.y())
    assert look.is_cutting
    assert look.tabs.current == "Film"


def test_a_place_takes_a_picture_whole_and_draws_on_paper(qtbot, film, tmp_path):
    pane = PlacesPane(film, Pictures(film))
    qtbot.addWidget(pane)
    pane.show()
    place = film.board.places[0].id
    pane.open_look(place, saved(beach(), tmp_path / "beach.jpg"))
    look = pane.looks
    assert film.board.place(place).plate
    assert not look.is_cutting
    assert not look.cut_button.isVisible()
    assert len(look.bundled.broad.tiles) == 24
    look.show_page(0)
    QTest.keyClicks(look.bundled.field, "wood")
    QTest.keyClick(look.bundled.field, Qt.Key.Key_Return)
    assert (film.board.place(place).backdrop, film.board.place(place).plate) == ("forest", "")
    look.show_page(3)
    assert look.pad.page.image.pixelColor(4, 4).alpha() == 255
    look.close()


def test_the_fields_of_a_place_hold_at_once(qtbot, film):
    pane = PlacesPane(film, Pictures(film))
    qtbot.addWidget(pane)
    pane.show()
    place = film.board.places[0].id
    pane.open_look(place)
    fields = pane.looks.fields
    fields.look.setFocus()
    QTest.keyClicks(fields.look, "Old houses by the sea")
    QTest.keyClick(fields.look, Qt.Key.Key_Return)
    fields.aliases.setFocus()
    QTest.keyClicks(fields.aliases, "High Street, the lane")
    QTest.keyClick(fields.aliases, Qt.Key.Key_Return)
    QTest.mouseClick(fields.indoors, LEFT, NONE, QPoint(8, fields.indoors.height() // 2))
    known = film.board.place(place)
    assert known.look == "Old houses by the sea"
    assert "the lane" in known.aliases
    assert known.interior
    assert film.session.undo_name == f"Change the walls of {known.name}"
    pane.looks.close()


def test_the_window_follows_the_picked_subject_and_goes_with_its_film(film, look):
    mia = next(one.id for one in film.board.cast if one.name == "Mia")
    film.pick(mia)
    assert look.name.text() == "Mia"
    look.pane.close()
    assert not look.isVisible()
    look.open(dog(film))
    look.pane.roll.choose(dog(film))
    look.pane.remove()
    assert not look.isVisible()


def test_the_plus_of_the_inspector_opens_the_look_too(qtbot, window):
    film = window.film
    film.pick(film.board.cast[0].id)
    window.inspector.show_tab("subject")
    QTest.mouseClick(window.inspector.subject.pictures.more, LEFT)
    assert window.cast.looks is not None
    assert window.cast.looks.thing == film.board.cast[0]
    window.cast.looks.close()
