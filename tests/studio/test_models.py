"""Models are fetched whole or not at all, go on after any interruption, and are checked.

The Hub is a small server of this machine that answers as the Hub does, and misbehaves.
"""

from __future__ import annotations

import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from engine.hub import folder as checkpoint
from studio import catalogue, fetch, licences, models, pull_notes, settings
from studio.errors import StudioError
from tests.studio import loopback_hub
from tests.studio.loopback_hub import COMMIT, Hub, Trouble

BODY = bytes(range(256)) * 12_000  # three megabytes: several pieces
NAME, REPO = "somebody/model/fine.gguf", "somebody/model"


@pytest.fixture
def hub(monkeypatch: pytest.MonkeyPatch) -> Iterator[Hub]:
    monkeypatch.setattr(fetch, "WAITS", (0.01, 0.01, 0.01))
    for name in ("HF_HUB_OFFLINE", "HF_TOKEN", "HF_HOME", "HF_HUB_CACHE", "HF_TOKEN_PATH"):
        monkeypatch.delenv(name, raising=False)
    with loopback_hub.opened() as found:
        monkeypatch.setenv("HF_ENDPOINT", found.url)
        found.files[REPO] = {"fine.gguf": BODY}
        yield found


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


# Troubles ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "trouble",
    [
        Trouble("fine.gguf", cut=1_000_000),
        Trouble("fine.gguf", cut=0, times=2),
        Trouble("fine.gguf", cut=2_000_000, stall=0.6),
        Trouble("fine.gguf", status=503),
        Trouble("fine.gguf", status=429, headers={"Retry-After": "0"}),
        Trouble("/main", status=502),
    ],
    ids=["drops", "drops at once", "stalls", "503", "429", "502 for the list"],
)
def test_a_short_trouble_passes_without_a_word(
    hub: Hub, trouble: Trouble, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("studio.hub.PATIENCE", 0.3)
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


def test_another_file_than_the_hub_names_is_thrown_away(hub: Hub) -> None:
    hub.lies["fine.gguf"] = "0" * 64
    with pytest.raises(StudioError, match="is not the file that the Hub names"):
        own()
    assert models.state(catalogue.find(NAME)).have == 0


def test_a_size_that_is_a_lie_ends_with_a_sentence(hub: Hub) -> None:
    hub.sizes["fine.gguf"] = len(BODY) + 5
    with pytest.raises(StudioError, match="nothing of it was kept"):
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
        Hub, "listing", lambda self, repo: {"html": "Log in to the train's network"}
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


# A checkpoint of many files ----------------------------------------------------------------------

KLEIN = "black-forest-labs/FLUX.2-klein-4B"
INDEX = (
    b'{"_class_name": "P", "transformer": ["diffusers", "T"], "tokenizer": ["transformers", "K"]}'
)
TREE = {
    "model_index.json": INDEX,
    "README.md": b"words",
    "flux-2-klein.safetensors": b"s" * 5000,
    "transformer/config.json": b"{}",
    "transformer/diffusion_pytorch_model.safetensors": b"w" * 200_000,
    "transformer/diffusion_pytorch_model.fp16.safetensors": b"h" * 100_000,
    "transformer/diffusion_pytorch_model.bin": b"p" * 100_000,
    "transformer/model.py": b"import os",
    "tokenizer/merges.txt": b"a b",
    "tokenizer/deep/down.json": b"{}",
}


@pytest.fixture
def klein(hub: Hub) -> catalogue.Model:
    hub.files[KLEIN] = dict(TREE)
    model = catalogue.find("flux2-klein-4b")
    licences.accept(model)
    return model


def test_of_a_repository_only_what_is_needed_and_safe_comes(
    hub: Hub, klein: catalogue.Model
) -> None:
    home = models.pull(klein.name)
    place = checkpoint.place(home)
    assert place is not None
    came = {str(file.relative_to(place)) for file in place.rglob("*") if file.is_file()}
    assert came == {
        "model_index.json", "transformer/config.json", "tokenizer/merges.txt",
        "transformer/diffusion_pytorch_model.safetensors",
    }  # fmt: skip
    checkpoint.check(place, klein.title)
    assert hub.asked[-1][0].endswith("model_index.json")  # what tells that all is there comes last
    assert models.state(klein).kind == "here"


def test_a_damaged_file_is_found_and_only_it_comes_again(hub: Hub, klein: catalogue.Model) -> None:
    place = checkpoint.place(models.pull(klein.name))
    assert place is not None
    weights = place / "transformer/diffusion_pytorch_model.safetensors"
    weights.write_bytes(b"w" * 199_999 + b"x")
    assert "is damaged (transformer/diff" in models.check(klein.name)
    assert models.state(klein).kind == "begun"
    hub.asked.clear()
    models.pull(klein.name)
    assert [path.rsplit("/", 1)[1] for path, _, _ in hub.asked] == [weights.name]
    assert "is whole" in models.check(klein.name)


def test_a_repository_of_pickles_is_not_fetched(hub: Hub, klein: catalogue.Model) -> None:
    hub.files[KLEIN] = {k: v for k, v in TREE.items() if not k.endswith(".safetensors")}
    with pytest.raises(StudioError, match="in a form that is safe to open"):
        models.pull(klein.name)


@pytest.mark.parametrize("layout", ["cache", "owner/name", "name", "itself"])
def test_a_linked_folder_is_used_and_stays_untouched(
    hub: Hub, klein: catalogue.Model, tmp_path: Path, layout: str
) -> None:
    linked = tmp_path / ("FLUX.2-klein-4B" if layout == "itself" else "mine")
    inside = {
        "cache": f"models--{KLEIN.replace('/', '--')}/snapshots/{COMMIT}",
        "owner/name": KLEIN,
        "name": KLEIN.split("/")[1],
        "itself": ".",
    }[layout]
    for path, body in TREE.items():
        file = linked / inside / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(body)
    before = _snapshot(linked)
    for place in linked.rglob("*"):
        place.chmod(0o555 if place.is_dir() else 0o444)
    settings.save(settings.Settings(links=(str(linked),)))
    assert models.state(klein).foreign
    assert checkpoint.place(models.pull(klein.name)) == (linked / inside).resolve()
    assert "Longtake did not fetch it" in models.check(klein.name)
    with pytest.raises(StudioError, match="where Longtake did not put it"):
        models.remove(klein.name)
    assert hub.asked == []
    assert _snapshot(linked) == before
    settings.save(settings.Settings())
    shutil.rmtree(linked)
    assert models.state(klein).kind == "away"


def _snapshot(folder: Path) -> dict[str, tuple[int, bytes]]:
    return {
        str(file): (file.stat().st_mtime_ns, file.read_bytes() if file.is_file() else b"")
        for file in sorted(folder.rglob("*"))
    }


def test_a_linked_folder_that_lacks_a_shard_does_not_count(
    klein: catalogue.Model, tmp_path: Path
) -> None:
    for path, body in TREE.items():
        file = tmp_path / KLEIN / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(body)
    settings.save(settings.Settings(links=(str(tmp_path),)))
    assert models.state(klein).kind == "here"
    index = tmp_path / KLEIN / "transformer/diffusion_pytorch_model.safetensors.index.json"
    index.write_text('{"weight_map": {"a": "gone-00001-of-00002.safetensors"}}')
    assert models.state(klein).kind == "away"


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
