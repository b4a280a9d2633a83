"""An open project: edits are saved as they happen, undo outlives the program, nothing is lost."""

from __future__ import annotations

import json
import random
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from storyboard import codec, link
from storyboard.board import Board, Keyframe, Place, Scene, Shot, Subject
from studio import settings
from studio.errors import DamagedProject, DiskTrouble, StudioError
from studio.lock import ProjectInUse
from studio.session import Session

EDITING = """
import sys
from dataclasses import replace
from studio.session import Session
session = Session.open(sys.argv[1])
print("open", flush=True)
for n in range(int(session.board.title) + 1, 1_000_000):
    session.edit(f"Title {n}", lambda board: replace(board, title=str(n), script=str(n) * 99))
    print(n, flush=True)
    if n % 7 == 3:
        session.undo()
        session.redo()
"""


def titled(title: str) -> Any:
    return lambda board: replace(board, title=title)


def one_shot(board: Board) -> Board:
    return replace(board, scenes=(Scene("s1", "INT. KITCHEN - DAY", shots=(Shot("a"), Shot("b"))),))


@pytest.fixture
def session(tmp_path: Path) -> Iterator[Session]:
    with Session.new(tmp_path / "film") as session:
        yield session


def reopened(session: Session) -> Session:
    session.close()
    return Session.open(session.path)


def test_a_new_project_has_a_board_with_its_name_and_nothing_to_undo(session: Session) -> None:
    assert session.path.name == "film.longtake"
    assert session.board == Board(title="film")
    assert (session.undo_name, session.redo_name) == ("", "")
    assert session.undo() == session.redo() == ""


def test_an_edit_is_saved_at_once(session: Session) -> None:
    heard: list[tuple[str, Any]] = []
    session.listeners.append(lambda name, what: heard.append((name, what)))
    assert session.edit("Rename the film", titled("Rain")).title == "Rain"
    assert heard == [("board_changed", "Rename the film")]
    with Session.open(session.path, read_only=True) as other:
        assert other.board.title == "Rain"


def test_an_edit_that_changes_nothing_is_no_step(session: Session) -> None:
    session.edit("Nothing", lambda board: board)
    session.edit("The same", titled("film"))
    assert session.undo_name == ""


def test_an_edit_that_fails_changes_nothing(session: Session) -> None:
    def fails(board: Board) -> Board:
        raise KeyError("There is no shot x.")

    with pytest.raises(KeyError):
        session.edit("Fail", fails)
    assert session.board.title == "film"


def test_undo_and_redo_go_by_name_through_a_restart(session: Session) -> None:
    for title in ("one", "two", "three"):
        session.edit(f"Call it {title}", titled(title))
    assert session.undo() == "Call it three"
    assert session.undo() == "Call it two"
    assert (session.board.title, session.undo_name, session.redo_name) == (
        "one",
        "Call it one",
        "Call it two",
    )
    session = reopened(session)
    assert (session.board.title, session.undo_name, session.redo_name) == (
        "one",
        "Call it one",
        "Call it two",
    )
    assert [session.redo(), session.redo(), session.redo()] == ["Call it two", "Call it three", ""]
    session = reopened(session)
    undone = [session.undo() for _ in range(4)]
    assert undone == ["Call it three", "Call it two", "Call it one", ""]
    assert session.board.title == "film"
    assert session.edits() == [
        ("New project", False),
        ("Call it one", True),
        ("Call it two", True),
        ("Call it three", True),
    ]
    session.edit("Another way", titled("four"))
    assert session.redo_name == ""
    session = reopened(session)
    assert session.undo() == "Another way"
    session.close()


def test_a_drag_is_one_step_until_it_is_settled(session: Session) -> None:
    for n in range(5):
        session.edit("Drag the dog", titled(f"drag {n}"), merge="dog")
    session.settle()
    session.edit("Drag the dog", titled("again"), merge="dog")
    assert [name for name, _ in session.edits()] == ["New project", "Drag the dog", "Drag the dog"]
    session.undo()
    assert session.board.title == "drag 4"
    session.edit("Drag the dog", titled("after undo"), merge="dog")
    session = reopened(session)
    session.undo()
    assert session.board.title == "drag 4"
    session.undo()
    assert session.board.title == "film"
    session.close()


def test_a_take_is_no_step_and_no_undo_takes_it_away(session: Session) -> None:
    session.edit("Plan", one_shot)
    session.edit("Rename the film", titled("Rain"))
    take = session.add_take("a", 1, {0: "11" * 32}, {"seed": 1})
    assert session.board.shot("a").takes == (take.id,)
    assert session.undo() == "Rename the film"
    assert session.board.shot("a").takes == (take.id,)
    session.edit("Delete all", lambda board: replace(board, scenes=()))
    session = reopened(session)
    session.undo()
    assert session.board.shot("a").takes == (take.id,)
    assert session.takes.take(take.id).frames == {0: "11" * 32}
    session.close()


def test_imported_pictures_are_in_the_bin_also_after_undo(session: Session, tmp_path: Path) -> None:
    Image.new("RGB", (30, 20), "blue").save(tmp_path / "dog.png")
    hash = session.import_picture(tmp_path / "dog.png", "sheet")
    session.edit("Plan", one_shot)
    session.undo()
    session = reopened(session)
    assert session.bin.is_whole(hash)
    assert [picture.name for picture in session.media.all("sheet")] == ["dog.png"]
    session.close()


def test_a_copy_lives_on_its_own(session: Session, tmp_path: Path) -> None:
    session.edit("Rename the film", titled("Rain"))
    hash = session.bin.put_bytes(b"a frame", ".png")
    copy = session.save_copy(tmp_path / "copy")
    session.edit("Rename the film", titled("Snow"))
    with Session.open(copy) as other:
        assert other.board.title == "Rain"
        assert other.bin.read(hash) == b"a frame"
        assert other.undo() == "Rename the film"
    with pytest.raises(StudioError, match="there already"):
        session.save_copy(copy)


def test_the_words_can_be_had_as_plain_text(session: Session, tmp_path: Path) -> None:
    text = "INT. KITCHEN - DAY\r\n\r\nA dog – Бим – waits.\r\n"
    session.edit("Write", lambda board: replace(board, script=text))
    script, plan = session.export_text(tmp_path / "words")
    assert script.read_bytes().decode() == text
    assert codec.decode(json.loads(plan.read_text("utf-8"))) == session.board


def test_a_second_window_may_look_and_not_touch(session: Session) -> None:
    session.edit("Plan", one_shot)
    with pytest.raises(ProjectInUse):
        Session.open(session.path)
    with Session.open(session.path, read_only=True) as other:
        assert len(other.board.shots) == 2
        with pytest.raises(StudioError, match="to look at only"):
            other.edit("Rename the film", titled("mine"))
        assert other.board.title == "film"
    assert session.bin.folder.parent == session.path.parent


def test_when_the_drive_is_gone_the_edit_is_kept_on_the_computer(session: Session) -> None:
    session.path.rename(session.path.with_name("unplugged"))
    with pytest.raises(DiskTrouble, match="The board with this edit is kept as"):
        session.edit("Rename the film", titled("Rain"))
    (rescued,) = (settings.data_folder() / "rescued").iterdir()
    assert codec.decode(json.loads(rescued.read_text("utf-8"))).title == "Rain"
    assert session.board.title == "film"
    session.path.with_name("unplugged").rename(session.path)
    session.edit("Rename the film", titled("Rain"))
    session = reopened(session)
    assert session.board.title == "Rain"
    session.close()


def test_killed_while_editing_every_acknowledged_edit_and_its_undo_are_there(
    tmp_path: Path,
) -> None:
    with Session.new(tmp_path / "film", Board(title="0")) as session:
        path = session.path
    chance = random.Random(7)
    spoken = 0
    for _ in range(10):
        child = subprocess.Popen(
            [sys.executable, "-c", EDITING, str(path)], stdout=subprocess.PIPE, text=True
        )
        assert child.stdout is not None
        with child.stdout:
            assert child.stdout.readline() == "open\n"
            for _ in range(chance.randrange(6)):
                spoken = int(child.stdout.readline())
            child.kill()
            said = [int(line) for line in child.stdout if line.endswith("\n")]
        child.wait()
        spoken = max([spoken, *said])
        with Session.open(path) as session:
            # an edit whose acknowledgement was cut off may stand; one may just have been undone
            number = int(session.board.title)
            assert number in (spoken - 1, spoken, spoken + 1)
            assert session.board.script == (str(number) * 99 if number else "")
            if number < spoken:
                assert session.redo() == f"Title {spoken}"
            spoken = int(session.board.title)
            assert session.project.db.execute("PRAGMA integrity_check").fetchone()[0] == "ok"
            if spoken:
                assert session.undo() == f"Title {spoken}"
                assert session.board.title == str(spoken - 1)
                session.redo()
    assert spoken >= 20


def test_a_sheet_a_plate_and_a_keyframe_are_steps_of_undo(session: Session, tmp_path: Path) -> None:
    picture = tmp_path / "picture.png"
    Image.new("RGB", (30, 20), "blue").save(picture)
    session.edit(
        "Plan",
        lambda board: replace(
            one_shot(board), cast=(Subject("dog", "Biscuit"),), places=(Place("p", "Kitchen"),)
        ),
    )
    sheet = session.set_sheet("dog", picture)
    plate = session.set_plate("p", picture)
    keyframe = session.pin_keyframe("b", 6, picture)
    assert session.board.subject("dog").sheet == sheet
    assert session.board.place("p").plate == plate
    assert session.board.shot("b").keyframes == (Keyframe(6, keyframe),)
    assert set(session.pictures()) == {sheet, plate, keyframe}
    assert all(Path(file).is_file() for file in session.pictures().values())
    undone = [session.undo() for _ in range(3)]
    assert undone == ["Pin a keyframe", "Give Kitchen a plate", "Give Biscuit a sheet"]
    assert session.pictures() == {}


def test_a_damaged_project_names_its_newest_snapshot(session: Session) -> None:
    session.edit("Rename the film", titled("Rain"))
    session.close()
    whole = session.path.read_bytes()
    session.path.write_bytes(whole[:5000])
    with pytest.raises(DamagedProject, match="The newest snapshot is ") as told:
        Session.open(session.path)
    snapshot = Path(str(told.value).rsplit("The newest snapshot is ", 1)[1].removesuffix("."))
    session.path.write_bytes(snapshot.read_bytes())
    with Session.open(session.path) as again:
        assert again.board.title == "Rain"


def test_a_film_of_the_first_format_opens(tmp_path: Path) -> None:
    stored = Path(__file__).parents[1] / "projects" / "v1.longtake"
    path = tmp_path / "v1.longtake"
    path.write_bytes(stored.read_bytes())
    with Session.open(path) as session:
        assert session.notices == [
            "v1.longtake is in the newest format now; the old is v1.v1.0.bak."
        ]
        assert session.board.title == "The Lighthouse"
        assert [shot.id for shot in session.board.shots] == ["sh1", "sh2", "sh3"]
        assert session.board.shot("sh1").layout.boxes["dog"][1] is None
        assert session.board.script.startswith("INT. LIGHTHOUSE - NIGHT\r\n")
        (take,) = session.takes.of_shot("sh1")
        assert session.board.shot("sh1").takes == (take.id,)
        assert take.slate == {"family": "papercut", "seed": 1}
        assert session.undo() == "Note"
        assert session.undo() == "Plan"
        assert session.redo() == "Plan"
        (order,) = session.queue.orders()
        assert order.what == {"shots": ["sh1", "sh2"], "level": 2}
        window = session.project.rows("SELECT key, level FROM windows")
        assert window == [{"key": "0123456789abcdef", "level": 1}]
    assert path.with_suffix(".v1.0.bak").is_file()
    with Session.open(path) as session:
        assert session.notices == []


def test_a_film_of_the_second_format_opens_with_its_moved_scenes(tmp_path: Path) -> None:
    stored = Path(__file__).parents[1] / "projects" / "v2.longtake"
    path = tmp_path / "v2.longtake"
    path.write_bytes(stored.read_bytes())
    with Session.open(path) as session:
        assert session.notices == []
        for script, told in (
            ("FADE IN SLOWLY:\n\nEXT. BEACH", "MIA runs to the right."),
            ("FADE IN:\n\nEXT. BEACH", "MIA runs to the right."),
            ("EXT. BEACH", "MIA runs to the right."),
        ):
            board = session.board
            assert board.script.startswith(script)
            last = board.scenes[-1]
            assert link.words(board, last.stretch).startswith("INT. KITCHEN - NIGHT")
            assert link.words(board, last.shots[0].stretch) == told
            session.undo()
    assert not list(tmp_path.glob("*.bak"))


def test_whatever_bytes_are_wrong_opening_is_a_film_or_a_sentence(tmp_path: Path) -> None:
    stored = (Path(__file__).parents[1] / "projects" / "v1.longtake").read_bytes()
    chance = random.Random(3)
    opened = 0
    sentences = []
    for n in range(60):
        content = bytearray(stored)
        at = chance.randrange(len(content) - 64)
        if n % 2:
            content[at] ^= 1 << chance.randrange(8)
        else:
            content[at : at + 64] = chance.randbytes(64)
        path = tmp_path / f"{n}.longtake"
        path.write_bytes(content)
        try:
            with Session.open(path, read_only=True) as session:
                opened += 1
                session.edits()
                session.queue.jobs.jobs()
                session.media.all()
                session.windows.find("0123456789abcdef")
                session.takes.of_shot("sh1")
        except StudioError as fault:
            sentences.append(str(fault))
        assert path.read_bytes() == content
    assert 10 < opened < 60
    assert all(sentence.endswith(".") for sentence in sentences)
