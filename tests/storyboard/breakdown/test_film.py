"""Whole scripts: scenes, places, shots, lengths, stretches; any text, in time."""

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import assets
from storyboard import timing
from storyboard.board import MOMENTS
from storyboard.breakdown import board, scene
from storyboard.script import LONGEST_LINE

FILM = """Title: The Net

EXT. BEACH - DAWN

MIA (9), a girl in a yellow dress, walks along the shore from left to right. A brown dog, BISCUIT,
runs after her.

An OLD MAN sits in a red boat. He waves at Mia.

MIA
Good morning!

OLD MAN
(smiling)
You are late. The tide does not wait.

Mia runs to the boat and climbs in.

DISSOLVE TO:

INT. KITCHEN - NIGHT #7#

The old man cooks. CLOSE ON Biscuit. He sleeps under the table.

The camera pushes in on the old man. It rains outside.

OLD MAN (V.O.)
Soup is ready.
"""


def test_a_script_becomes_scenes_with_place_time_and_number():
    made = board(FILM, seed=5)
    assert (made.title, made.script, made.seed) == ("The Net", FILM, 5)
    first, second = made.scenes
    assert (first.heading, first.daytime, first.weather) == ("EXT. BEACH - DAWN", "dawn", "clear")
    assert (second.daytime, second.label) == ("night", "7")
    assert [(place.backdrop, place.interior) for place in made.places] == [
        ("beach", False),
        ("kitchen", True),
    ]
    assert first.shots[-1].join == "dissolve"


def test_every_planned_field_is_the_rules():
    for shot in board(FILM).shots:
        assert set(shot.made_by.values()) == {"rules"}
        assert {"action", "layout", "camera", "length", "size", "subjects"} <= set(shot.made_by)


def test_stretches_are_the_scripts_own_words_in_order():
    made = board(FILM)
    at = 0
    for planned in made.scenes:
        assert FILM[planned.stretch.start : planned.stretch.end] == planned.stretch.text
        for shot in planned.shots:
            assert FILM[shot.stretch.start : shot.stretch.end] == shot.stretch.text
            assert shot.stretch.start >= at
            assert (
                planned.stretch.start
                <= shot.stretch.start
                < shot.stretch.end
                <= planned.stretch.end
            )
            at = shot.stretch.start


def test_lengths_sizes_and_cameras_follow_the_words():
    made = board(FILM)
    first, second = made.scenes
    assert first.shots[0].size == "WS"
    assert all(shot.length >= timing.shot_length(shot.action, shot.dialogue) for shot in made.shots)
    speech = next(shot for shot in first.shots if shot.dialogue)
    assert speech.dialogue[0].speaker == "mia"
    assert [line.how for shot in first.shots for line in shot.dialogue] == ["", "smiling"]
    assert [shot.size for shot in second.shots if "CLOSE ON" in shot.action] == ["CU"]
    push = next(shot for shot in second.shots if "pushes in" in shot.action)
    assert push.movement == "push"
    assert push.camera.rects[-1].width < push.camera.rects[0].width
    assert second.shots[-1].dialogue[-1].text == "Soup is ready."


def test_layouts_have_all_moments_and_only_the_cast():
    made = board(FILM)
    known = {subject.id for subject in made.cast}
    for shot in made.shots:
        assert set(shot.layout.boxes) == set(shot.subjects) == set(shot.acting)
        assert set(shot.subjects) <= known
        for path in shot.layout.boxes.values():
            assert len(path) == MOMENTS
            assert all(box is None or (box.width > 0 and box.height > 0) for box in path)


def test_two_who_talk_keep_their_sides():
    text = "INT. ROOM - DAY\n\nMia and Tom sit at a table.\n\n" + "MIA\nHello.\n\nTOM\nHi.\n\n" * 4
    left = {}
    for shot in board(text).shots:
        x = {
            id: shot.layout.boxes[id][0].centre[0]
            for id in ("mia", "tom")
            if id in shot.layout.boxes
        }
        if len(x) == 2:
            left[shot.id] = x["mia"] < x["tom"]
        elif shot.dialogue:
            (id,) = x
            assert shot.acting[id].facing in (None, "left", "right")
    assert len(set(left.values())) == 1


def test_the_same_script_makes_the_same_board():
    assert board(FILM) == board(FILM)


def test_one_scene_planned_alone_is_the_scene_of_the_film():
    made = board(FILM)
    first, second = made.scenes
    start, end = second.stretch.start, second.stretch.end
    plan = scene(
        FILM[start:end], id="s2", start=start, cast=made.cast, places=made.places, before=first
    )
    assert plan.scene.place == second.place
    assert [shot.id for shot in plan.scene.shots] == [shot.id for shot in second.shots]
    assert [shot.stretch for shot in plan.scene.shots] == [shot.stretch for shot in second.shots]
    assert [shot.subjects for shot in plan.scene.shots] == [shot.subjects for shot in second.shots]
    assert plan.cast == made.cast
    assert plan.places == made.places


@pytest.mark.parametrize(
    ("name", "scenes", "shots", "cast"), [("sample", 4, 10, 3), ("short", 2, 4, 2)]
)
def test_the_bundled_scripts_make_whole_films(name, scenes, shots, cast):
    text = assets.path(f"scripts/{name}.fountain").read_text("utf-8")
    made = board(text)
    assert len(made.scenes) >= min(scenes, 2)
    assert len(made.shots) >= shots
    assert len({planned.place for planned in made.scenes}) >= min(3, scenes)
    often = [s for s in made.cast if sum(s.id in shot.subjects for shot in made.shots) > 1]
    assert len(often) >= cast
    assert all(shot.layout.boxes for shot in made.shots)


def test_prose_changes_scene_with_its_places_and_times():
    made = board(assets.path("scripts/prose.txt").read_text("utf-8"))
    assert len(made.scenes) >= 3
    assert {"day", "dusk", "night"} <= {planned.daytime for planned in made.scenes}
    assert any(shot.dialogue for shot in made.shots)


def test_speech_in_prose_belongs_to_who_says_it():
    made = board('Tom and Mia sit in the kitchen. "Good night, Mia," says Tom. She laughs.')
    assert [line.speaker for shot in made.shots for line in shot.dialogue] == ["tom"]


@pytest.mark.parametrize(
    "text", ["", " \n\n", "Title: X\n", "Title: X\nAuthor: Y\n\n", "FADE IN:\n", "[[note]]\n"]
)
def test_nothing_to_film_is_an_empty_board(text):
    made = board(text)
    assert made.shots == ()
    assert made.script == text


@pytest.mark.parametrize(
    "text",
    [
        "INT. HOUSE - DAY\n\nMia runs [[a note\n\nShe stops /* and\n\nBOB\nHi.\n",
        "INT. ДОМ - DAY\n\nМИЯ идёт по берегу.\n\nМИЯ\nПривет!\n\n@小明\n你好\n\nسارة تمشي.\n",
        "INT. HOUSE - DAY\n\nMIA\nHi!\n\nBOB ^\nHello!\n",
        ".FLASHBACK #1A#\n\n!MIA RUNS\n\n@McBob\nHello\n\n>CUT TO:\n\n>THE END<\n\n~la la\n\n===\n",
        "INT. X - DAY\n\nMi\x00a \x1b runs\u202e left.\n",
        "INT. X\n\nHe it they them his her both all of the others. One of them. Another. Each.\n",
        "A" * LONGEST_LINE,
        "Mia, " * 3000,
        "Mia walks and Tom runs and a dog barks " * 200,
        "(" * 5000 + "\n\n" + ")" * 5000,
    ],
)
def test_odd_scripts_are_planned_in_time(text):
    begin = time.process_time()
    made = board(text)
    assert time.process_time() - begin < 10
    assert made.script == text


def test_a_line_without_end_is_refused_with_a_sentence():
    with pytest.raises(ValueError, match="Line 1"):
        board("Mia runs. " * 500_000)


def test_a_feature_is_planned_in_linear_time():
    body = FILM.split("\n\n", 1)[1].replace("#7#", "")

    def seconds(times):
        begin = time.process_time()
        board(body * times)
        return time.process_time() - begin

    seconds(2)
    few, many = seconds(5), seconds(20)
    assert many < 12 * few
    assert many < 10


PIECES = (
    "INT. A - DAY\n\n|EXT. SEA\n\n|MIA\nHello.\n\n|Mia |Tom |a dog |the |two birds |They |he |it "
    "|runs |sits |is |to the left |from the right |of |behind |on |and |then |while |, |. |\n\n"
    "|on top of |bigger than |in the second half |not |who |which |carries |a box |throws |'s "
    "|both "
    "|'Hi,' says |one of them |\"Hi,\" says "
)


@given(st.lists(st.sampled_from(PIECES.split("|")), max_size=40))
@settings(max_examples=60, deadline=None)
def test_any_words_make_a_valid_board(parts):
    text = "".join(parts)
    made = board(text)
    known = {subject.id for subject in made.cast}
    for shot in made.shots:
        assert set(shot.subjects) <= known
        assert {line.speaker for line in shot.dialogue} <= known | {""}
        assert text[shot.stretch.start : shot.stretch.end] == shot.stretch.text
        for path in shot.layout.boxes.values():
            assert all(box is None or (box.x1 > box.x0 and box.y1 > box.y0) for box in path)
