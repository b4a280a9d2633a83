"""Model servers: what they offer, and a film planned by one from the command line."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from engine.api import EngineError
from studio import plan, servers
from studio.cli import main
from studio.session import Session
from tests.engine.model_servers import Script, serving

SCRIPT = "INT. HALL - DAY\n\nTOM sits. ANNA reads.\n"
LOOK = {"size": "FS", "angle": "low", "move": "hold", "time": "long"}
SHOT = {"notes": "", "shots": [{"to": 2, "who": [["A", "sit"], ["B", "read"]], **LOOK}]}
BOXES = {
    "A": [[20, 20, 40, 92]], "B": [[60, 20, 80, 92]], "camera": [[50, 50, 100]]
}  # fmt: skip


def answers(question: dict[str, Any]) -> str:
    last = question["messages"][-1]["content"]
    return json.dumps(SHOT if last.endswith("Shots:") else {"notes": "apart", **BOXES})


def test_what_a_server_offers_is_named_as_a_plan_is_asked_for_it(capsys) -> None:  # type: ignore[no-untyped-def]
    with serving(Script(models=("a:1b", "b"))) as there:
        where = f"localhost:{there.port}"
        names = [f"http://{where}/v1#a:1b", f"http://{where}/v1#b"]
        assert servers.offered(there.address) == {where: names}
        assert servers.main([there.address]) == 0
        assert json.loads(capsys.readouterr().out) == {where: names}
    assert servers.main([there.address]) == 1
    assert "Nobody answers" in json.loads(capsys.readouterr().out)["error"]
    with serving(Script(models=())) as there, pytest.raises(EngineError, match="no model yet"):
        servers.offered(there.address)


def test_a_film_is_planned_by_a_server_and_one_that_is_away_costs_a_sentence(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    film = tmp_path / "film.longtake"
    Session.new(film, plan.by_rules(SCRIPT)).close()
    with serving(Script(answers, models=("tiny:1b",))) as there:
        command = ["plan", str(film), "--model", f"{there.address}#tiny:1b", "--quiet"]
        assert main(command) == 0
        assert there.asked
    with Session.open(film) as session:
        (shot,) = session.board.shots
        assert (shot.size, shot.angle, shot.made_by["size"]) == ("FS", "low", "director")
        assert shot.made_by["layout"] == "director"
    assert main(command) == 1
    said = capsys.readouterr().err
    assert f"Nobody answers at localhost:{there.port}" in said
    assert "The shots in film.longtake are kept." in said
