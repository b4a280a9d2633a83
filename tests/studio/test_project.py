"""The project file survives kills, refuses what is not its own, and leaves a refused file alone."""

from __future__ import annotations

import hashlib
import shutil
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest
from sqlite_utils import Database

from studio import schema
from studio.errors import DiskTrouble, StudioError
from studio.lock import ProjectInUse
from studio.project import Project

COUNTING = """
import sys
from studio.project import Project
project = Project.open(sys.argv[1])
print("open", flush=True)
for n in range(int(project.fact("count", "0")) + 1, 1_000_000):
    with project.transaction():
        project.set_fact("count", str(n))
        project.set_fact(f"row {n % 50}", str(n) * 500)
    print(n, flush=True)
"""


@pytest.fixture
def film(tmp_path: Path) -> Path:
    """A closed project with one fact in it."""
    project = Project.new(tmp_path / "film.longtake")
    project.set_fact("id", "a film")
    project.close()
    return project.path


def content(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def rigged(path: Path, *statements: str) -> Path:
    """``path`` after somebody else's program has worked on it."""
    with sqlite3.connect(path) as conn:
        for statement in statements:
            conn.execute(statement)
    conn.close()
    return path


def test_a_project_is_one_file_that_says_whose_it_is(film: Path) -> None:
    assert [path.name for path in film.parent.iterdir()] == ["film.longtake"]
    head = film.read_bytes()[:100]
    assert head[68:72] == b"LTAK"
    assert int.from_bytes(head[60:64], "big") == schema.newest() == 2000


def test_what_was_written_is_there_after_reopening(film: Path) -> None:
    project = Project.open(film)
    assert project.fact("id") == "a film"
    assert project.notices == []
    project.close()


def test_the_suffix_is_added_and_a_file_that_is_there_is_never_replaced(tmp_path: Path) -> None:
    Project.new(tmp_path / "my film").close()
    before = content(tmp_path / "my film.longtake")
    with pytest.raises(StudioError, match=r"my film\.longtake is there already"):
        Project.new(tmp_path / "my film")
    assert content(tmp_path / "my film.longtake") == before


def test_a_project_in_a_folder_that_is_not_there_is_a_sentence(tmp_path: Path) -> None:
    with pytest.raises(StudioError, match="no folder"):
        Project.new(tmp_path / "nowhere" / "film.longtake")
    with pytest.raises(StudioError, match=r"no project film\.longtake"):
        Project.open(tmp_path / "film.longtake")


def test_a_failed_transaction_leaves_nothing_behind(film: Path) -> None:
    project = Project.open(film)
    with pytest.raises(KeyError), project.transaction():  # noqa: PT012 - the point is the rollback
        project.set_fact("id", "another")
        raise KeyError
    assert project.fact("id") == "a film"
    project.close()


# Two at once ---------------------------------------------------------------------------------


def test_a_second_opener_is_told_who_has_it_and_may_look(film: Path) -> None:
    first = Project.open(film)
    with pytest.raises(ProjectInUse, match=r"film\.longtake is open in another Longtake \(process"):
        Project.open(film)
    second = Project.open(film, read_only=True)
    assert second.read_only
    assert second.fact("id") == "a film"
    with pytest.raises(StudioError, match="to look at only"):
        second.set_fact("id", "mine")
    first.set_fact("id", "newer")
    assert second.fact("id") == "newer"
    second.close()
    first.close()
    Project.open(film).close()


# Files that are not ours, or not whole -------------------------------------------------------


def spoil(film: Path, how: str) -> None:
    whole = film.read_bytes()
    match how:
        case "empty":
            film.write_bytes(b"")
        case "words":
            film.write_bytes(b"INT. KITCHEN - DAY\n" * 50)
        case "short":
            film.write_bytes(whole[:60])
        case "cut":
            film.write_bytes(whole[: len(whole) // 2])
        case "zeroed":
            film.write_bytes(whole[:4096] + bytes(8192) + whole[12288:])
        case "garbage":
            film.write_bytes(whole[:100] + bytes(range(256)) * (len(whole) // 256))
        case "foreign":
            film.unlink()
            rigged(film, "CREATE TABLE songs (id)")
        case "newer":
            rigged(film, "PRAGMA user_version = 3000")
        case "lacking":
            rigged(film, "DROP TABLE takes")
        case "trigger":
            drop = "CREATE TRIGGER t AFTER UPDATE ON facts BEGIN DELETE FROM boards; END"
            rigged(film, drop)
        case "view":
            endless = "WITH RECURSIVE n(x) AS (SELECT 1 UNION ALL SELECT x FROM n) SELECT x FROM n"
            rigged(film, f"CREATE VIEW endless AS {endless}")
        case "stranger":
            rigged(film, "CREATE TABLE songs (id)")
        case "virtual":
            rigged(film, "CREATE VIRTUAL TABLE facts_2 USING fts5(x)")


@pytest.mark.parametrize(
    ("how", "sentence"),
    [
        ("empty", "is empty"),
        ("words", "is not a Longtake project"),
        ("short", "is not a Longtake project"),
        ("cut", "is cut off"),
        ("zeroed", "is damaged"),
        ("garbage", "is damaged"),
        ("foreign", "belongs to another program"),
        ("newer", r"made by a newer Longtake \(format 3.0; this one reads up to 2\)"),
        ("lacking", r"lacks takes\."),
        ("trigger", "holds a trigger named t"),
        ("view", "holds a view named endless"),
        ("stranger", "holds a table named songs"),
        ("virtual", "holds a virtual table named facts_2"),
    ],
)
def test_a_file_that_is_not_ours_or_not_whole_is_refused_and_left_as_it_was(
    film: Path, how: str, sentence: str
) -> None:
    spoil(film, how)
    before = content(film)
    for read_only in (False, True):
        with pytest.raises(StudioError, match=sentence):
            Project.open(film, read_only=read_only)
    assert content(film) == before
    assert [path.name for path in film.parent.iterdir()] == ["film.longtake"]


def test_a_folder_is_no_project(tmp_path: Path) -> None:
    (tmp_path / "film.longtake").mkdir()
    with pytest.raises(StudioError, match="is a folder"):
        Project.open(tmp_path / "film.longtake")


def test_a_newer_minor_format_opens(film: Path) -> None:
    rigged(film, "CREATE TABLE music (id)", "PRAGMA user_version = 2001")
    project = Project.open(film)
    assert project.fact("id") == "a film"
    project.close()


def test_a_file_in_wal_mode_goes_back_to_one_file(film: Path) -> None:
    rigged(film, "PRAGMA journal_mode = WAL")
    project = Project.open(film)
    project.set_fact("id", "again")
    project.close()
    assert [path.name for path in film.parent.iterdir()] == ["film.longtake"]
    assert film.read_bytes()[18:20] == b"\x01\x01"


# Formats -------------------------------------------------------------------------------------


def second(db: Database) -> None:
    db.execute("ALTER TABLE takes ADD COLUMN rating INTEGER NOT NULL DEFAULT 0")


def broken(db: Database) -> None:
    db.execute("DELETE FROM facts")
    db.execute("ALTER TABLE takes ADD COLUMN id TEXT")


def test_an_older_format_is_brought_up_to_date_on_a_copy_and_kept(film: Path) -> None:
    steps = (*schema.STEPS, (3000, second))
    before = content(film)
    project = Project.open(film, steps=steps)
    assert project.notices == [
        "film.longtake is in the newest format now; the old is film.v2.0.bak."
    ]
    assert "rating" in schema.shape(project.db)["takes"]
    assert project.fact("id") == "a film"
    project.close()
    assert sorted(path.name for path in film.parent.iterdir()) == [
        "film.longtake",
        "film.v2.0.bak",
    ]
    assert content(film) != before
    with pytest.raises(StudioError, match="newer Longtake"):
        Project.open(film)
    shutil.copy(film.with_name("film.v2.0.bak"), film)
    Project.open(film).close()


def test_an_older_format_that_is_only_looked_at_is_not_touched(film: Path) -> None:
    before = content(film)
    project = Project.open(film, read_only=True, steps=(*schema.STEPS, (3000, second)))
    assert "rating" in schema.shape(project.db)["takes"]
    project.close()
    assert content(film) == before
    assert [path.name for path in film.parent.iterdir()] == ["film.longtake"]


def test_a_step_that_fails_leaves_the_file_as_it_was(film: Path) -> None:
    before = content(film)
    with pytest.raises(sqlite3.OperationalError, match="duplicate column"):
        Project.open(film, steps=(*schema.STEPS, (3000, broken)))
    assert content(film) == before
    assert [path.name for path in film.parent.iterdir()] == ["film.longtake"]
    Project.open(film).close()


# The machine ---------------------------------------------------------------------------------


def test_killed_at_random_moments_every_acknowledged_commit_is_there(film: Path) -> None:
    spoken = 0
    for round in range(10):
        child = subprocess.Popen(
            [sys.executable, "-c", COUNTING, str(film)], stdout=subprocess.PIPE, text=True
        )
        assert child.stdout is not None
        with child.stdout:
            assert child.stdout.readline() == "open\n"
            for _ in range(round):
                spoken = int(child.stdout.readline())
            child.kill()
            said = [int(line) for line in child.stdout if line.endswith("\n")]
        child.wait()
        spoken = max([spoken, *said])
        project = Project.open(film)
        count = int(project.fact("count", "0"))
        assert count in (spoken, spoken + 1)
        assert project.db.execute("PRAGMA integrity_check").fetchone()[0] == "ok"
        if count:
            assert project.fact(f"row {count % 50}") == str(count) * 500
        spoken = count
        project.close()
    assert spoken >= 45


LIMITED = """
import resource, sys
from studio.errors import DiskTrouble
from studio.project import Project
project = Project.open(sys.argv[1])
size = project.path.stat().st_size
resource.setrlimit(resource.RLIMIT_FSIZE, (size + 100_000, resource.RLIM_INFINITY))
n = 0
try:
    while n < 1000:
        project.set_fact(f"row {n}", "x" * 5000)
        n += 1
except DiskTrouble as fault:
    print(n, fault)
resource.setrlimit(resource.RLIMIT_FSIZE, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))
project.set_fact("after", "there is space again")
project.close()
"""


@pytest.mark.skipif(sys.platform == "win32", reason="file sizes are not limited there")
def test_a_full_disk_is_a_sentence_and_what_was_there_stays(film: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-c", LIMITED, str(film)], capture_output=True, text=True, check=True
    )
    kept, sentence = done.stdout.split(" ", 1)
    assert "keeps its last whole state" in sentence
    project = Project.open(film)
    rows = project.rows("SELECT COUNT(*) AS n FROM facts WHERE key LIKE 'row %'")
    assert rows == [{"n": int(kept)}]
    assert int(kept) > 5
    assert project.fact("after") == "there is space again"
    project.close()


def test_a_commit_that_finds_no_page_left_can_be_asked_again(film: Path) -> None:
    project = Project.open(film)
    pages = project.db.execute("PRAGMA page_count").fetchone()[0]
    project.db.execute(f"PRAGMA max_page_count = {pages + 1}")
    with pytest.raises(DiskTrouble, match=r"The disk is full, so film\.longtake keeps"):
        project.set_fact("large", "x" * 50_000)
    assert project.fact("id") == "a film"
    project.db.execute(f"PRAGMA max_page_count = {pages + 100}")
    project.set_fact("large", "x" * 50_000)
    assert len(project.fact("large")) == 50_000
    project.close()


def test_what_a_kill_left_over_beside_the_file_is_swept(film: Path) -> None:
    film.with_name(f".{film.name}.123.part").write_bytes(b"half a copy")
    Project.open(film).close()
    assert [path.name for path in film.parent.iterdir()] == ["film.longtake"]


def test_a_file_that_was_taken_away_is_noticed_before_anything_is_lost(film: Path) -> None:
    project = Project.open(film)
    film.rename(film.with_name("elsewhere.longtake"))
    with pytest.raises(DiskTrouble, match="no longer there"):
        project.set_fact("id", "lost")
    film.with_name("elsewhere.longtake").rename(film)
    project.set_fact("id", "kept")
    project.close()
    project = Project.open(film)
    assert project.fact("id") == "kept"
    project.close()


def test_a_copy_is_whole_and_replaces_nothing(film: Path) -> None:
    project = Project.open(film)
    copy = project.save_copy(film.with_name("copy"))
    with pytest.raises(StudioError, match="there already"):
        project.save_copy(copy)
    project.close()
    other = Project.open(copy)
    assert other.fact("id") == "a film"
    other.close()
    assert sorted(path.name for path in film.parent.iterdir()) == ["copy.longtake", "film.longtake"]
