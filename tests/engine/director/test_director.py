import subprocess
import sys
from pathlib import Path

import pytest

from engine.api import CancelJob, EngineError, Progress, ScenePlanned
from engine.director import Director
from tests import gguf_models
from tests.engine.director.scenes import plan


def test_a_director_plans_is_cancelled_plans_again_and_is_put_away(tmp_path: Path) -> None:
    path = gguf_models.build(tmp_path / "tiny.gguf", template=gguf_models.LAST_WORDS)
    director = Director(str(path), context=4096, threads=1)
    events: list[ScenePlanned] = []
    facts = director.plan(plan(path), lambda progress: None, events.append)
    assert events[-1].final
    assert facts["tokens"] > 100
    assert facts["seconds"] >= facts["first_shot_seconds"] > 0

    def stop(progress: Progress) -> None:
        raise CancelJob

    with pytest.raises(CancelJob):
        director.plan(plan(path), stop, events.append)
    again: list[ScenePlanned] = []
    director.plan(plan(path), lambda progress: None, again.append)
    assert again[-1] == next(event for event in events if event.final)
    director.unload()
    with pytest.raises(EngineError, match="was put away"):
        director.plan(plan(path), lambda progress: None, events.append)


def test_a_file_that_is_not_there_is_a_sentence(tmp_path: Path) -> None:
    with pytest.raises(EngineError, match="is not at"):
        Director(str(tmp_path / "none.gguf"))


def test_llama_is_loaded_with_the_first_model_and_not_before() -> None:
    code = "import sys, engine.director, engine.director.plan; print('llama_cpp' in sys.modules)"
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert run.stdout.strip() == "False"
