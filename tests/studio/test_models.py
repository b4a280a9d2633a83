"""Models are fetched whole or not at all, go on after any interruption, and are checked.

The Hub is a small server of this machine that answers as the Hub does, and misbehaves.
"""

from __future__ import annotations

import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from studio import catalogue, licences, models, pull_notes
from studio.errors import StudioError
from studio.recipes import Recipe
from tests.studio.loopback_hub import BODY, KLEIN, REPO, Hub, Trouble

NAME = "somebody/model/fine.gguf"


def own(name: str = NAME) -> Path:
    """Fetch with the licence accepted; the director's file."""
    model = catalogue.find(name)
    licences.accept(model)
    models.pull(name)
    found = models.place(model)
    assert found is not None
    return found


def test_a_model_is_fetched_checked_and_removed(hub: Hub) -> None:
    licences.accept(catalogue.find(NAME))
    told: list[tuple[int, int, str]] = []
    models.pull(NAME, lambda *what: told.append(what))
    file = models.place(catalogue.find(NAME))
    assert file is not None
    assert file.read_bytes() == BODY
    assert file in models.installed()
    assert told[-1][:2] == (len(BODY), len(BODY))
    assert "is whole" in models.check(NAME)
    assert own() == file
    assert len(hub.ranges("fine.gguf")) == 1  # what is there is not fetched again
    assert models.remove(NAME) == len(BODY)
    assert models.installed() == []
    assert list(models.folder().rglob("*")) == []


def test_nothing_comes_before_the_licence_is_accepted(hub: Hub) -> None:
    with pytest.raises(licences.LicenceNotAccepted, match="--accept-licence"):
        models.pull(NAME)
    assert hub.asked == []
    own()
    assert "T" in licences.accepted(catalogue.find(NAME))


def test_the_shared_cache_is_laid_out_as_the_hubs_own_programs_expect_it(hub: Hub) -> None:
    from huggingface_hub import scan_cache_dir, try_to_load_from_cache

    own()
    root = models.folder()
    assert try_to_load_from_cache(REPO, "fine.gguf", cache_dir=root) is not None
    found = scan_cache_dir(root)
    assert not found.warnings
    assert [repo.size_on_disk for repo in found.repos] == [len(BODY)]


def test_a_pinned_model_comes_at_its_pin_and_says_so(hub: Hub, klein: catalogue.Model) -> None:
    models.pull(klein.name)
    pin = klein.parts["model"].commit
    assert len(pin) == 40
    assert models.state(klein).commit == pin
    assert f"at commit {pin[:7]}." in models.check(klein.name)
    by = Recipe(klein.name)
    assert by.stills.slate["commit"] == pin
    assert by.said.startswith(f"Keyframes by FLUX.2 klein 4B, commit {pin[:7]}; the time")


def test_where_a_pin_is_gone_the_newest_comes_and_is_kept_to(
    hub: Hub, klein: catalogue.Model
) -> None:
    pin, notes = klein.parts["model"].commit, list[str]()
    hub.troubles.append(Trouble(pin, 1, 404, {"X-Error-Code": "RevisionNotFound"}))
    models.pull(klein.name, lambda done, of, note: notes.append(note))
    assert any(f"has no commit {pin[:7]} any more" in note for note in notes)
    assert models.state(klein).commit == hub.main
    assert f"at commit {hub.main[:7]}." in models.check(klein.name)


def test_a_model_stays_at_its_commit_until_an_update_is_asked_for(hub: Hub) -> None:
    model, first, newer = catalogue.find(NAME), hub.main, "d" * 40
    own()
    assert models.state(model).commit == first
    hub.main, hub.files[REPO] = newer, {"fine.gguf": b"new" + BODY}
    models.pull(NAME)
    assert models.state(model).commit == first
    hub.troubles.append(Trouble("fine.gguf", 1, cut=1_500_000))

    def stop(done: int, of: int, note: str) -> None:
        if done > 1_000_000:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        models.pull(NAME, stop, update=True)
    state = models.state(model)
    assert (state.kind, state.commit, state.foreign) == ("here", first, False)  # it serves on
    assert own().read_bytes() == BODY
    assert f"commit {first[:7]}" in models.check(NAME)
    models.pull(NAME, update=True)
    assert models.state(model).commit == newer
    assert own().read_bytes() == b"new" + BODY
    assert len(list(models.folder().rglob("snapshots/*"))) == 1  # the old one is let go of
    hub.asked.clear()
    models.pull(NAME, update=True)
    assert hub.ranges("fine.gguf") == []  # it is the newest
    assert models.remove(NAME) == len(BODY) + 3
    assert list(models.folder().rglob("*")) == []


# Troubles ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "trouble",
    [
        Trouble("fine.gguf", cut=1_000_000),
        Trouble("fine.gguf", cut=0, times=2),
        Trouble("fine.gguf", cut=2_000_000, stall=3.0),
        Trouble("fine.gguf", status=503),
        Trouble("fine.gguf", status=429, headers={"Retry-After": "0"}),
        Trouble("/main", status=502),
    ],
    ids=["drops", "drops at once", "stalls", "503", "429", "502 for the list"],
)
def test_a_short_trouble_passes_without_a_word(
    hub: Hub, trouble: Trouble, monkeypatch: pytest.MonkeyPatch
) -> None:
    if trouble.stall:
        monkeypatch.setattr("studio.hub.PATIENCE", trouble.stall / 2)
    hub.troubles.append(trouble)
    assert own().read_bytes() == BODY


def test_a_fetch_goes_on_where_it_was_cut(hub: Hub) -> None:
    hub.troubles.append(Trouble("fine.gguf", cut=1_000_000))
    own()
    assert hub.ranges("fine.gguf") == ["", "bytes=1000000-"]


def test_a_server_that_knows_no_ranges_begins_again(hub: Hub) -> None:
    hub.troubles += [Trouble("fine.gguf", cut=1_000_000), Trouble("fine.gguf", whole=True)]
    assert own().read_bytes() == BODY


def test_a_long_trouble_is_told_and_what_came_is_kept(hub: Hub) -> None:
    hub.troubles += [Trouble("fine.gguf", cut=1_500_000), Trouble("fine.gguf", 99, status=500)]
    with pytest.raises(StudioError, match=r"stopped at 1\.5 MB of 3\.1 MB: it answers 500.*go on"):
        own()
    found = models.state(catalogue.find(NAME))
    assert (found.kind, found.have, found.of) == ("begun", 1_500_000, len(BODY))
    hub.troubles.clear()
    assert own().read_bytes() == BODY
    assert hub.ranges("fine.gguf")[-1] == "bytes=1500000-"


@pytest.mark.parametrize(
    ("trouble", "sentence"),
    [
        (Trouble("/main", status=401, headers={"X-Error-Code": "GatedRepo"}), "accept.*hf auth"),
        (Trouble("/main", status=403), "given to people who accepted its licence"),
        (Trouble("/main", status=401), "gone, or private"),
        (Trouble("/main", status=404, headers={"X-Error-Code": "RepoNotFound"}), "gone, or privat"),
        (Trouble("/main", status=429, headers={"Retry-After": "900"}), "15 minutes of quiet"),
        (Trouble("fine.gguf", status=404), "does not hold what Longtake asked for"),
        (Trouble("fine.gguf", more=400), "names 3.1 MB for fine.gguf and sends 3.1 MB"),
    ],
)
def test_a_refusal_says_what_to_do(hub: Hub, trouble: Trouble, sentence: str) -> None:
    hub.troubles.append(trouble)
    with pytest.raises(StudioError, match=sentence):
        own()


@pytest.mark.parametrize(
    ("lies", "sizes", "sentence"),
    [
        ({"fine.gguf": "0" * 64}, {}, "is not the file that the Hub names"),
        ({}, {"fine.gguf": len(BODY) + 5}, "nothing of it was kept"),
    ],
)
def test_another_file_than_the_hub_names_or_of_another_size_is_thrown_away(
    hub: Hub, lies: dict[str, str], sizes: dict[str, int], sentence: str
) -> None:
    hub.lies, hub.sizes = lies, sizes
    with pytest.raises(StudioError, match=sentence):
        own()
    assert models.state(catalogue.find(NAME)).have == 0


def test_a_part_that_was_damaged_meanwhile_is_fetched_again_from_its_start(hub: Hub) -> None:
    hub.troubles += [Trouble("fine.gguf", cut=1_500_000), Trouble("fine.gguf", 99, status=500)]
    with pytest.raises(StudioError):
        own()
    hub.troubles.clear()
    (part,) = models.folder().rglob("*.longtake")
    part.write_bytes(b"\0" * 1_500_000)
    assert own().read_bytes() == BODY


def test_a_captive_page_is_not_taken_for_the_hub(hub: Hub, monkeypatch: pytest.MonkeyPatch) -> None:
    hub.files["page"] = {}
    monkeypatch.setattr(
        Hub, "listing", lambda self, repo, revision: {"html": "Log in to the train's network"}
    )
    with pytest.raises(StudioError, match="login page"):
        own()


@pytest.mark.parametrize(
    ("path", "hash"),
    [("../../fine.gguf", ""), ("/etc/fine.gguf", ""), ("fine.gguf", "../" * 21 + "x")],
)
def test_no_listing_can_name_a_place_outside(hub: Hub, path: str, hash: str) -> None:
    hub.files[REPO] = {path: BODY}
    hub.lies[path] = hash or "a" * 64
    with pytest.raises(StudioError):
        own()
    assert not hub.ranges(".gguf")
    assert not models.folder().exists() or not list(models.folder().rglob("*.gguf"))


def test_a_full_disk_is_told_before_anything_is_fetched(
    hub: Hub, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    usage = shutil.disk_usage(tmp_path)._replace(free=1_000_000)
    monkeypatch.setattr("shutil.disk_usage", lambda folder: usage)
    with pytest.raises(StudioError, match="Make room"):
        own()
    assert hub.ranges("fine.gguf") == []


def test_without_a_network_a_sentence_comes_and_the_list_works(
    hub: Hub, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HF_ENDPOINT", "http://127.0.0.1:9")
    with pytest.raises(StudioError, match="online, or link a folder"):
        own()
    assert {models.state(model).kind for model in catalogue.known().values()} == {"away"}
    monkeypatch.setenv("HF_HUB_OFFLINE", "1")
    with pytest.raises(StudioError, match="HF_HUB_OFFLINE is set"):
        own()


# Tokens ------------------------------------------------------------------------------------------


@pytest.mark.parametrize("where", ["environment", "login"])
def test_a_token_opens_a_gated_model_and_goes_to_the_hub_alone(
    hub: Hub, where: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    hub.gated[REPO], hub.elsewhere = "hf_mine", True
    monkeypatch.setenv("HF_HOME", str(tmp_path))
    with pytest.raises(StudioError, match="log in here with `hf auth login`"):
        own()
    if where == "login":
        (tmp_path / "token").write_text("hf_mine\n")
    else:
        monkeypatch.setenv("HF_TOKEN", "hf_mine")
    assert own().read_bytes() == BODY
    given = {path.split("/")[1]: token for path, _, token in hub.asked[-3:]}
    assert given == {"api": "hf_mine", "somebody": "hf_mine", "cdn": ""} or given["cdn"] == ""
    assert any(path.startswith("/cdn/") for path, _, _ in hub.asked)


# Kills -------------------------------------------------------------------------------------------


def test_a_pull_that_is_killed_again_and_again_ends_whole(
    hub: Hub, klein: catalogue.Model, tmp_path: Path
) -> None:
    hub.files[KLEIN]["transformer/diffusion_pytorch_model.safetensors"] = BODY
    hub.troubles.append(Trouble(".safetensors", 99, pace=2_500_000))
    kills = 0
    for wait in (0.05, 0.4, 0.7):
        process = _started(klein.name)
        _until(lambda: bool(hub.asked) and hub.asked[-1][0].endswith(".safetensors"), process)
        time.sleep(wait)
        if process.poll() is None:
            process.send_signal(signal.SIGKILL)
            kills += 1
        process.communicate()
        hub.asked.clear()
        if models.state(klein).kind == "here":
            break
    assert kills >= 2
    process = _started(klein.name)
    out, _ = process.communicate(timeout=60)
    assert process.returncode == 0, out
    assert "is whole" in models.check(klein.name)
    starts = [int(span[6:-1]) for span in hub.ranges(".safetensors") if span]
    assert all(start > 0 for start in starts)  # none began again
    assert not list(models.folder().rglob("*.longtake"))


def test_two_pulls_of_one_model_do_not_meet(hub: Hub, klein: catalogue.Model) -> None:
    hub.files[KLEIN]["transformer/diffusion_pytorch_model.safetensors"] = BODY
    hub.troubles.append(Trouble(".safetensors", 1, pace=1_000_000))
    process = _started(klein.name)
    _until(lambda: bool(hub.asked) and hub.asked[-1][0].endswith(".safetensors"), process)
    with pytest.raises(StudioError, match="being fetched by another Longtake"):
        models.pull(klein.name)
    process.kill()
    process.communicate()
    models.pull(klein.name)


def _started(name: str) -> subprocess.Popen[bytes]:
    words = [sys.executable, "-m", "studio.pull_job", "pull", name]
    return subprocess.Popen(words, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)


def _until(true: Callable[[], bool], process: subprocess.Popen[bytes]) -> None:
    until = time.monotonic() + 60
    while not true() and process.poll() is None and time.monotonic() < until:
        time.sleep(0.01)


# Names -------------------------------------------------------------------------------------------


def test_a_wrong_name_is_answered_with_a_way_out(hub: Hub) -> None:
    with pytest.raises(StudioError, match=r"Did you mean qwen3-4b\?"):
        models.pull("qwen3-4")
    with pytest.raises(StudioError, match=r"does not hold gone\.gguf"):
        own("somebody/model/gone.gguf")


def test_notes_that_are_damaged_count_as_none(hub: Hub, klein: catalogue.Model) -> None:
    models.pull(klein.name)
    for name in (pull_notes.PULL, pull_notes.PARTS):
        (pull_notes.home(klein) / name).write_text('{"parts": [{"files": 3}]')
    assert models.state(klein).foreign
    hub.asked.clear()
    models.pull(klein.name)
    assert hub.asked == []


def test_every_model_of_the_list_tells_all_that_one_must_know() -> None:
    for model in catalogue.known().values():
        assert model.licence.name
        assert model.what
        assert model.rows
        for part in model.parts.values():
            assert part.repo.count("/") == 1
            assert not any(p.endswith((".py", ".bin", ".pt", ".ckpt", ".pth")) for p in part.files)
        if model.kind == "directors":
            assert model.file.endswith(".gguf")
            assert 0 < model.gb < model.rows[0].ram
