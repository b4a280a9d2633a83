"""Boards in the file: exact, shared, bounded, and checked for flipped bits."""

from __future__ import annotations

import hashlib
import json
import zlib
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from storyboard import breakdown, link
from storyboard.board import Board, Box, Layout, Scene, Shot, Subject
from studio.boards import KEPT, SLACK, Boards
from studio.errors import DamagedProject
from studio.project import Project


@pytest.fixture
def project(tmp_path: Path) -> Iterator[Project]:
    project = Project.new(tmp_path / "film.longtake")
    yield project
    project.close()


def film(scenes: int = 3, shots: int = 4) -> Board:
    layout = Layout({"dog": (Box(0.1, 0.2, 0.3, 0.4), None, *[Box(0.5, 0.2, 0.7, 0.4)] * 7)})
    return Board(
        title="Film",
        script="INT. KITCHEN – DAY\r\n\r\nA dog \ud800 waits.",
        cast=(Subject("dog", "Dog", attributes={"colour": "brown"}),),
        scenes=tuple(
            Scene(
                f"s{n}",
                shots=tuple(
                    Shot(f"s{n}h{m}", subjects=("dog",), layout=layout) for m in range(shots)
                ),
            )
            for n in range(scenes)
        ),
    )


def count(project: Project, table: str) -> int:
    return int(project.rows(f"SELECT COUNT(*) AS n FROM {table}")[0]["n"])


def test_a_board_comes_back_exactly_as_it_was(project: Project) -> None:
    board = film()
    Boards(project).push("Plan", board)
    assert Boards(project).load() == board
    assert Boards(project).names() == [(1, "Plan")]


def test_a_project_without_a_board_has_an_empty_one(project: Project) -> None:
    assert Boards(project).load() == Board()


def test_an_edit_of_one_shot_writes_one_scene(project: Project) -> None:
    boards = Boards(project)
    board = film(scenes=10)
    boards.push("Plan", board)
    assert count(project, "parts") == 11  # ten scenes and the script
    scene = board.scenes[4]
    changed = replace(scene, shots=(replace(scene.shots[0], notes="closer"), *scene.shots[1:]))
    boards.push("Note", replace(board, scenes=(*board.scenes[:4], changed, *board.scenes[5:])))
    assert count(project, "parts") == 12


def scripted(scenes: int = 4) -> Board:
    """A scene a line, a shot in each."""
    script = "".join(
        f"EXT. PLACE {n} - DAY\n\nA dog waits at stone {n}.\n\n" for n in range(scenes)
    )
    return breakdown.board(script)


def behind(board: Board, words: str, before: str) -> Board:
    """The board after these words were written into its script."""
    return link.relink(board, board.script.replace(before, words + before))


def test_scenes_that_words_before_them_moved_are_not_written_again(project: Project) -> None:
    boards = Boards(project)
    first = scripted()
    boards.push("Plan", first)
    assert count(project, "parts") == 5
    second = behind(first, "Somewhere. ", "A dog waits at stone 1.")
    boards.push("Write", second)
    assert count(project, "parts") == 7  # the script and the scene of those words
    third = behind(second, "Slowly: ", "EXT. PLACE 0")
    boards.push("Write", third)
    assert count(project, "parts") == 9
    for position, board in ((3, third), (1, first), (2, second), (3, third)):
        assert Boards(project).read(position) == board
        assert boards.read(position) == board


def test_scenes_that_no_board_shows_any_more_are_let_go_of(
    project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("studio.boards.HELD", 20)
    project.db.execute("PRAGMA synchronous = OFF")
    boards = Boards(project)
    board = scripted()
    boards.push("Plan", board)
    made = [board]
    for n in range(30):
        board = behind(board, f"{n} ", "EXT. PLACE 0")
        boards.push("Write", board)
        made.append(board)
        assert len(boards._scenes) <= 24
    for position, one in enumerate(made, 1):
        assert boards.read(position) == one
        assert len(boards._scenes) <= 24


def test_after_a_reopening_moved_scenes_are_known_again(project: Project) -> None:
    Boards(project).push("Plan", scripted())
    boards = Boards(project)
    moved = behind(boards.load(), "Slowly: ", "EXT. PLACE 0")
    boards.push("Write", moved)
    assert count(project, "parts") <= 7
    assert Boards(project).load() == moved


def test_a_moved_scene_with_another_word_is_written(project: Project) -> None:
    boards = Boards(project)
    first = scripted()
    boards.push("Plan", first)
    moved = behind(first, "Slowly: ", "EXT. PLACE 0")
    scene = moved.scenes[3]
    noted = replace(scene, shots=(replace(scene.shots[0], notes="closer"), *scene.shots[1:]))
    moved = replace(moved, scenes=(*moved.scenes[:3], noted))
    boards.push("Write", moved)
    assert Boards(project).load() == moved


def test_boards_of_the_first_format_are_read(project: Project) -> None:
    board = scripted()
    Boards(project).push("Plan", board)
    row = project.rows("SELECT body FROM boards")[0]
    plain = json.loads(zlib.decompress(row["body"]))
    del plain["moved"]
    body = json.dumps(plain).encode()
    hash = hashlib.sha256(body).hexdigest()
    project.db.execute("UPDATE boards SET body = ?, hash = ?", [zlib.compress(body), hash])
    assert Boards(project).load() == board


def test_boards_in_memory_share_what_is_unchanged(project: Project) -> None:
    Boards(project).push("Plan", film())
    boards = Boards(project)
    board = boards.load()
    boards.push("Title", replace(board, title="New"))
    older = boards.read(1)
    assert older.title == "Film"
    assert all(a is b for a, b in zip(older.scenes, board.scenes))


def test_a_scene_that_is_gone_never_lends_its_hash_to_another(project: Project) -> None:
    boards = Boards(project)
    project.db.execute("PRAGMA synchronous = OFF")
    for n in range(300):
        boards.push("Scene", Board(scenes=(Scene("s"), Scene("s"), Scene(f"new {n}"))))
        assert boards.read(boards.present).scenes[2].id == f"new {n}"
    assert Boards(project).load().scenes == (Scene("s"), Scene("s"), Scene("new 299"))


def test_a_new_edit_forgets_what_was_undone(project: Project) -> None:
    boards = Boards(project)
    for n in range(4):
        boards.push(f"Edit {n}", Board(title=str(n)))
    boards.stand(2)
    assert Boards(project).load().title == "1"
    boards.push("Another way", Board(title="x"))
    assert boards.names() == [(1, "Edit 0"), (2, "Edit 1"), (3, "Another way")]


def test_amending_takes_the_place_of_the_present_and_keeps_the_future(project: Project) -> None:
    boards = Boards(project)
    for n in range(3):
        boards.push(f"Edit {n}", Board(title=str(n)))
    boards.stand(2)
    boards.amend(Board(title="amended"))
    assert boards.names() == [(1, "Edit 0"), (2, "Edit 1"), (3, "Edit 2")]
    assert Boards(project).load().title == "amended"
    assert boards.read(3).title == "2"


def test_undo_is_bounded_and_so_is_the_file(project: Project) -> None:
    boards = Boards(project)
    project.db.execute("PRAGMA synchronous = OFF")  # ten thousand syncs test the disk, not us
    board = film(scenes=2)
    sizes = []
    for n in range(10_000):
        shots = (replace(board.scenes[0].shots[0], notes=str(n)), *board.scenes[0].shots[1:])
        board = replace(board, scenes=(replace(board.scenes[0], shots=shots), board.scenes[1]))
        boards.push("Note", board)
        if n in (1000, 9999):
            sizes.append(project.path.stat().st_size)
    assert sizes[1] < sizes[0] * 1.1
    assert KEPT <= count(project, "boards") <= KEPT + SLACK
    assert count(project, "parts") <= KEPT + SLACK + 2
    reader = Boards(project)
    assert reader.load() == board
    assert reader.read(reader.present - KEPT + 1).scenes[1] == board.scenes[1]


def test_a_flipped_bit_in_the_present_is_noticed_and_the_newest_whole_board_shown(
    project: Project,
) -> None:
    boards = Boards(project)
    boards.push("Plan", film())
    boards.push("Title", replace(film(), title="Lost", scenes=(Scene("new"),)))
    part = project.rows("SELECT hash, body FROM parts ORDER BY rowid DESC")[0]
    text = bytearray(zlib.decompress(part["body"]))
    text[10] ^= 1
    change = "UPDATE parts SET body = ? WHERE hash = ?"
    project.db.execute(change, [zlib.compress(bytes(text)), part["hash"]])
    reader = Boards(project)
    assert reader.load() == film()
    (notice,) = project.notices
    assert "is damaged on the disk" in notice
    assert "the newest that is whole" in notice
    assert reader.present == 1


def test_when_no_board_is_whole_that_is_a_sentence(project: Project) -> None:
    Boards(project).push("Plan", film())
    for wrong in (b"", b"torn", zlib.compress(b"{}")):
        project.db.execute("UPDATE boards SET body = ?", [wrong])
        with pytest.raises(DamagedProject, match="A board is damaged on the disk"):
            Boards(project).load()
    project.db.execute("UPDATE boards SET body = ?, hash = ?", [b"", "0"])
    project.db.execute("DELETE FROM parts")
    with pytest.raises(DamagedProject):
        Boards(project).load()


def test_a_part_that_unpacks_without_end_is_refused(
    project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    Boards(project).push("Plan", film())
    monkeypatch.setattr("studio.boards.LARGEST", 100)
    with pytest.raises(DamagedProject):
        Boards(project).load()
