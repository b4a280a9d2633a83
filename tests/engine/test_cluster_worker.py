"""The worker of a cluster, without one: what it takes, and from whom."""

from __future__ import annotations

import os
import time
from dataclasses import replace
from pathlib import Path

import pytest

from engine import cluster_parcels, cluster_worker, families
from engine.api import Finished
from tests.engine import stages, toy_family

CARDS = {**families.CARDS, "toy": toy_family.CARD}


def test_a_worker_of_another_longtake_makes_no_pictures() -> None:
    mine = cluster_worker.build()
    for name in ("version", "code", "torch"):
        assert mine.differs(replace(mine, **{name: "other"}))
    assert mine.differs(replace(mine, host="other", pid=1)) == ""


def test_a_worker_takes_only_the_weights_that_it_is_told(tmp_path: Path) -> None:
    worker = cluster_worker.Worker({"toy": toy_family.CARD}, 1)
    try:
        request = stages.render(tmp_path / "out", "a")
        told = cluster_parcels.Packing().parcel(request, CARDS)
        other = replace(told, weights=cluster_parcels.Weights("", "another"))
        assert worker.take(other).startswith("The Toy of ")
        with pytest.raises(ValueError, match="no name of a weights file"):
            worker.take_weights("print", cluster_parcels.Chunk("../../out.json", 0, b""))
        assert worker.take(replace(told, weights=cluster_parcels.Weights("none", "x"))) == "weights"
    finally:
        worker.close()
    assert not worker.folder.exists()


def test_a_worker_gives_pictures_as_bytes_and_keeps_none(tmp_path: Path) -> None:
    worker = cluster_worker.Worker({"toy": toy_family.CARD}, 1)
    try:
        told = cluster_parcels.Packing().parcel(stages.render(tmp_path / "out", "a"), CARDS)
        assert worker.take(told) == ""
        heard: list[cluster_parcels.Said] = []
        until = time.monotonic() + 60
        while not (heard and isinstance(heard[-1].event, Finished)) and time.monotonic() < until:
            heard += worker.poll(0.05)
        (pictures,) = [said.pictures for said in heard if said.pictures]
        assert sorted(pictures) == [0, 1, 2]
        assert all(content.startswith(b"\x89PNG") for content in pictures.values())
        assert not list(worker.folder.rglob("*.png"))
    finally:
        worker.close()


def test_what_a_killed_process_left_is_removed(tmp_path: Path) -> None:
    gone = cluster_worker.own_folder("longtake-test-")
    dead = gone.with_name("longtake-test-4194305-x")  # no process has so high a number
    dead.mkdir()
    mine = cluster_worker.own_folder("longtake-test-")
    assert gone.is_dir()
    assert mine.is_dir()
    assert not dead.exists()
    assert mine.name.startswith(f"longtake-test-{os.getpid()}-")
    for folder in (gone, mine):
        folder.rmdir()
