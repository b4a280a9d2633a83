"""The director: a language model that turns a scene into shots and each shot into a layout.

``Director`` loads any GGUF, or finds a model on a server nearby (``remote``), and plans scenes with
it (``plan``): two questions under a grammar
(``prompts``, ``grammar``), sentences by number and subjects by letter (``numbered``), answers
checked against what the words claim (``checks``, ``claims``) and what the rules are sure of
(``floor``), the rules' breakdown as the ground (``shots``, ``moments``) and repairs by code
(``repair``, ``mending``). Only ``llama`` knows llama.cpp; it is
loaded with the first model.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from engine import servers
from engine.api import EngineError, Plan, Progress, ScenePlanned
from engine.director.plan import plan_scene
from engine.director.remote import Remote

__all__ = ["Director"]


class Director:
    """One loaded language model. Lives in the stage process; not for two threads."""

    def __init__(self, path: str, context: int = 4096, threads: int = 0) -> None:
        """Load a GGUF file, or find the model of a server (``engine.servers``). ``context`` in
        tokens; ``threads`` 0 = all cores but one.

        Raises EngineError when there is no such model. A hostile file can end the process.
        """
        self.path = path
        self._model: Any = _opened(path, context, threads)

    def plan(
        self,
        request: Plan,
        report: Callable[[Progress], None],
        emit: Callable[[ScenePlanned], None],
    ) -> dict[str, Any]:
        """Plan one scene; ``emit`` gets it as it grows, the last time with ``final``. Returns
        figures for ``Finished``.

        ``report`` may raise CancelJob at any token; the director can plan again afterwards. Raises
        EngineError.
        """
        if self._model is None:
            raise EngineError("The director's model was put away; open it again.")
        return plan_scene(request, self._model, report, emit, notes=self._model.large)

    def unload(self) -> None:
        """Free the model's memory."""
        if self._model is not None:
            self._model.unload()
            self._model = None


def _opened(path: str, context: int, threads: int) -> Any:
    if servers.is_server(path):
        return Remote(path, context)
    from engine.director.llama import Model  # llama.cpp only where a model is loaded

    return Model(path, context, threads)
