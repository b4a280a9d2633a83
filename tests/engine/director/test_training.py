"""The bundled director learns, goes on where it stopped, and runs the same in llama.cpp."""

from __future__ import annotations

import itertools
import json
from pathlib import Path

import pytest
import torch

from engine.director import bundle, prompts, tokens, training
from engine.director.lessons import pairs
from engine.director.llama import Model
from engine.director.network import Network, Shape
from engine.director.training import Recipe, Student

SMALL = {"width": 64, "inner": 96, "layers": 2, "heads": 2}


@pytest.fixture(scope="module")
def table(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("table") / "tokens.json"
    rows = itertools.islice(pairs.endless(0), 300)
    tokens.learn((row.question + row.answer for row in rows), 400).save(str(path))
    return path


@pytest.fixture
def folder(table: Path, tmp_path: Path) -> Path:
    (tmp_path / "tokens.json").write_bytes(table.read_bytes())
    return tmp_path


def batches(table: Path, number: int) -> list[training.Batch]:
    words = tokens.load(table)
    rows = [training.encoded(words, words, row) for row in itertools.islice(pairs.endless(5), 60)]
    return list(itertools.islice(training.batched(rows, 2000), number))


def test_only_answers_are_learned(table: Path) -> None:
    words = tokens.load(table)
    row = next(pairs.endless(5))
    ids, start = training.encoded(words, words, row)
    batch = next(training.batched([(ids, start)], 1000))
    learned = [id for id, mark in zip(ids, batch.learned[0].tolist(), strict=True) if mark]
    assert words.decode(learned) == row.answer


def test_the_loss_falls_and_a_second_run_goes_on(folder: Path, table: Path) -> None:
    shape = Shape(vocabulary=400, **SMALL)
    student = Student(folder, shape)
    first, *_ = batch = batches(table, 4)
    losses = [student.learn(first, 3e-3) for _ in range(12)]
    assert losses[-1] < 0.7 * losses[0]
    student.keep({**student.row(), **student.measure(batch)}, Recipe())
    again = Student(folder, Shape(vocabulary=400))
    assert (again.step, again.shape) == (12, shape)
    assert again.learn(first, 0.0) == pytest.approx(student.learn(first, 0.0), rel=1e-3)
    assert json.loads((folder / "log.jsonl").read_text("utf-8"))["step"] == 12


def test_a_token_sees_nothing_of_what_follows() -> None:
    network = Network(Shape(vocabulary=50, **SMALL)).eval()
    one = torch.randint(0, 50, (1, 12))
    two = one.clone()
    two[0, 8:] = torch.randint(0, 50, (4,))
    assert torch.allclose(network(one)[:, :8], network(two)[:, :8], atol=1e-5)


def test_llama_cpp_cuts_and_says_the_same_as_the_network(folder: Path, table: Path) -> None:
    student = Student(folder, Shape(vocabulary=400, **SMALL))
    for batch in batches(table, 6):
        student.learn(batch, 3e-3)
    student.keep(student.row(), Recipe())
    bundle.write(folder, folder / "director.gguf")
    model, words = Model(str(folder / "director.gguf"), 512, 1), tokens.load(table)
    for row in itertools.islice(pairs.endless(9), 3):
        ids = [tokens.special(words, tokens.START), *words.encode(row.question + "\n").ids]
        message = [{"role": "system", "content": "x"}, {"role": "user", "content": row.question}]
        assert model.prompt_tokens(message) == ids
        said = model.answer(
            message, None, longest=8, temperature=0.0, seed=1, heard=lambda text, tokens: None
        )
        assert said.text == words.decode(_greedy(student.master, ids, said.tokens))
        for cue, heard in (("Boxes:", True), ("Shots:", False)):
            asked = [message[0], {"role": "user", "content": f"Who?\n{cue}"}]
            again = prompts.again(asked, "{}", ["Tom is late."])
            told = f"Who?\n{cue}\n"
            told += "{}\n" + again[-1]["content"] + "\n" if heard else ""
            assert model.prompt_tokens(again) == [ids[0], *words.encode(told).ids]


@torch.no_grad()
def _greedy(network: Network, ids: list[int], number: int) -> list[int]:
    row = list(ids)
    for _ in range(number):
        row.append(int(network.logits(network(torch.tensor([row]))[0, -1:])[0].argmax()))
    return row[len(ids) :]
