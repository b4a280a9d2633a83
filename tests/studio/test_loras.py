"""LoRAs of the person: what is taken in, what is refused, and the command."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest
from safetensors.numpy import save_file

from studio import cli, loras
from studio.bin import Bin
from studio.errors import StudioError
from studio.session import Session
from tests.studio.toy_films import staged


@pytest.fixture
def file(tmp_path: Path) -> Path:
    found = tmp_path / "mia_high_noise.safetensors"
    parts = {f"transformer.a.lora_{side}.weight": np.ones((2, 2), np.float32) for side in "AB"}
    save_file(parts, found)
    return found


@pytest.fixture
def film(tmp_path: Path) -> Path:
    path = tmp_path / "film.longtake"
    Session.new(path, staged(2, 20)).close()
    return path


def test_a_lora_is_kept_under_its_content_and_the_childs_answer_says_so(
    file: Path, tmp_path: Path, capsys, monkeypatch
) -> None:
    bin = Bin(tmp_path / "film.bin")
    _, *rest = loras.child(bin, file)
    monkeypatch.setattr("sys.argv", rest[1:])
    assert rest[0] == "-m"
    assert loras.main() == 0
    brought = loras.answer(capsys.readouterr().out)
    assert brought == loras.bring(bin, file)
    path = bin.path(brought.hash)
    assert path is not None
    assert path.read_bytes() == file.read_bytes()
    with pytest.raises(StudioError, match="could not be read"):
        loras.answer("")


@pytest.mark.parametrize(
    ("name", "content", "why"),
    [
        ("mia.pt", b"x", "can hold programs"),
        ("mia.safetensors", b"", "damaged or no safetensors"),
        ("mia.safetensors", b"\xff" * 64, "damaged or no safetensors"),
        ("mia.safetensors", None, "cannot be read"),
        ("torn.safetensors", b"torn", "damaged or no safetensors"),
        ("whole.safetensors", b"whole", "holds no LoRA but other weights"),
    ],
)
def test_what_is_no_lora_is_refused_with_a_way_out(
    tmp_path: Path, file: Path, name: str, content: bytes | None, why: str
) -> None:
    wrong = tmp_path / name
    if content == b"torn":
        wrong.write_bytes(file.read_bytes()[:-3])
    elif content == b"whole":
        save_file({"a.weight": np.ones(4, np.float32)}, wrong)
    elif content is not None:
        wrong.write_bytes(content)
    with pytest.raises(StudioError, match=why):
        loras.bring(Bin(tmp_path / "film.bin"), wrong)


def test_the_command_gives_changes_lists_and_takes_off(film: Path, file: Path, capsys) -> None:
    def told(*words: str, status: int = 0) -> dict[str, str]:
        assert cli.main(["lora", str(film), *words, "--json"]) == status
        found: dict[str, str] = json.loads(capsys.readouterr().out)
        return found

    assert "none" in told()["LoRAs"]
    assert "Say which model" in told(str(file), status=1)["error"]
    assert "Did you mean sdxl" in told(str(file), "--for", "sdxk", status=1)["error"]
    given = told(str(file), "--for", "wan2.2-i2v-a14b", "--subject", "ann", "--words", "ohwx")
    (line,) = given.values()
    assert line == ("of ann, for Wan2.2 I2V A14B, weight 1, the high-noise half, called by “ohwx”")
    assert "weight 0.5" in told("mia_high_noise", "--weight", "0.5")[file.name]
    assert "weighs -2 to 2" in told(file.name, "--weight", "3", status=1)["error"]
    assert "no LoRA 'mio'" in told("mio", "--off", status=1)["error"]
    assert "none" in told("mia_high_noise", "--off")["LoRAs"]
