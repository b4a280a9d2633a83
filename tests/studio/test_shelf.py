"""Whole checkpoints: what of a repository comes, what counts elsewhere, what is let alone."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from engine.hub import folder as checkpoint
from studio import catalogue, licences, models, settings
from studio.errors import StudioError
from tests.studio.loopback_hub import COMMIT, KLEIN, TREE, Hub


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


def test_weights_of_one_variant_come_and_pickled_parts_are_named(
    hub: Hub, klein: catalogue.Model
) -> None:
    only = "transformer/diffusion_pytorch_model.fp16.safetensors"
    hub.files[KLEIN] = {k: v for k, v in TREE.items() if ".safetensors" not in k} | {only: b"h"}
    place = checkpoint.place(models.pull(klein.name))
    assert place is not None
    assert (place / only).is_file()  # there is no other
    models.remove(klein.name)
    hub.files[KLEIN] = {**TREE, "vae/config.json": b"{}", "vae/model.bin": b"pickle"}
    with pytest.raises(StudioError, match=r"does not hold vae of FLUX\.2 klein 4B in a form"):
        models.pull(klein.name)


def test_a_part_that_may_be_missing_does_not_stop_the_others(hub: Hub) -> None:
    model = catalogue.find("sdxl")
    optional = [part.repo for part in model.parts.values() if part.optional]
    assert optional
    for part in model.parts.values():
        if not part.optional:
            plain = {p: b"x" * 2000 for p in part.files if "*" not in p and p != "model_index.json"}
            hub.files[part.repo] = plain | (dict(TREE) if "model_index.json" in part.files else {})
    licences.accept(model)
    home = models.pull(model.name)
    assert models.state(model).kind == "here"
    assert checkpoint.place(home, "faces") is None
    assert checkpoint.place(home, "control") is not None


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
