"""Updates of models that are here: to the newest that the Hub has, or away from it again.

What is here serves until all of the other is. An update that was stopped goes on when it is asked
for again; or what came of it is let go of.
"""

from __future__ import annotations

from studio import catalogue, fetch, models, pull_notes
from studio.errors import StudioError
from studio.models import SHORT, Heard


def update(name: str, heard: Heard = lambda done, of, note: None) -> str:
    """Fetch what is newer of a model, or go on with that. A sentence of what became of it.

    Raises StudioError, as a pull does, and for a model that Longtake did not fetch.
    """
    model = catalogue.find(name)
    state = models.state(model)
    if state.kind != "here":
        raise StudioError(f"{model.title} is not on this machine. Fetch it first.")
    if state.foreign:
        raise StudioError(
            f"{model.title} lies in {state.where}, where Longtake did not put it. Update it there."
        )
    models.pull(name, heard, update=True)
    now = models.state(model).commit
    if now == state.commit:
        return f"{model.title} is the newest that there is, at commit {now[:SHORT]}."
    return f"{model.title} went from commit {state.commit[:SHORT]} to {now[:SHORT]}."


def stay(name: str) -> int:
    """Let go of what came of an update that was stopped; how many bytes became free. Where it had
    come to its end already, of what it replaced.
    """
    model = catalogue.find(name)
    new = pull_notes.written(model)
    if not pull_notes.before(model):
        return 0
    with (
        fetch.disk(model.title, new[0].root),
        models.locked(pull_notes.home(model) / "pull", model),
    ):
        old, serving = pull_notes.before(model), set(pull_notes.places(model).values())
        if serving <= {wanted.tree for wanted in new}:
            old, new = new, old
        freed = models.let_go(model, new, old)
        pull_notes.keep(model, old, [])
    return freed
