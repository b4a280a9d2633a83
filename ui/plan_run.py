"""A plan on its way: by rules between two turns of the window, then by the director."""

from __future__ import annotations

import time
from collections.abc import Callable

from PySide6.QtCore import QObject, QTimer, Signal

from storyboard import scope as scopes
from storyboard.scope import Scope
from studio import directors, plan
from studio.directors import Director
from studio.jobs import Order
from studio.rules import Rules
from ui.film import FAULTS, Film

SMALL = 0.012  # seconds in which a plan by rules is done at once


class PlanRun(QObject):
    """``moved`` tells that it went on or ended; ``refused`` carries a sentence."""

    moved = Signal()
    refused = Signal(str)

    def __init__(self, film: Film) -> None:
        super().__init__(film)
        self.film = film
        self.rules: Rules | None = None
        self.began = 0.0
        self._group = self._name = ""
        self._then: Callable[[], object] | None = None
        self._turn = QTimer(self)
        self._turn.setInterval(0)
        self._turn.timeout.connect(self._step)

    @property
    def is_busy(self) -> bool:
        return self.rules is not None or self.order() is not None

    def order(self) -> Order | None:
        """The plan of a director that runs or comes next."""
        orders = [one for one in self.film.session.queue.orders() if one.kind == plan.KIND]
        return next((o for o in orders if o.state == "running"), orders[0] if orders else None)

    def plan(self, scope: Scope, director: Director, note: str = "") -> None:
        """Plan a scope. The rules' shots come before a model's where the script has gone on; all
        of it is one step of undo.
        """
        self.stop()
        session, model = self.film.session, director.model
        if not model:
            self.begin(scope)
            return
        if not self.attempt(lambda: directors.checked(model)):
            return
        before, group = session.board, plan.new_group()

        def ask() -> None:
            plan.ask(session, scopes.renewed(session.board, scope, before), model, note, group)
            self.film.resume()

        if scopes.is_behind(session.board, scope):
            self.begin(scope, group, then=ask)
        else:
            self.attempt(ask)

    def begin(
        self,
        scope: Scope,
        group: str = "",
        name: str = "",
        then: Callable[[], object] | None = None,
    ) -> None:
        """Plan by rules, a scene a turn; a small scope at once."""
        self._group, self._name, self._then = group, name, then
        self.began = time.monotonic()
        if not self.attempt(lambda: self._start(scope)):
            self.stop()

    def _start(self, scope: Scope) -> None:
        self.rules = Rules(self.film.session, scope)
        while time.monotonic() < self.began + SMALL:
            if not self.rules.step():
                self._end()
                return
        self._turn.start()
        self.moved.emit()

    def _step(self) -> None:
        rules = self.rules
        if rules is None or not self.attempt(lambda: self._go_on(rules)):
            self.stop()

    def _go_on(self, rules: Rules) -> None:
        if rules.step():
            self.moved.emit()
        else:
            self._end()

    def _end(self) -> None:
        """All scenes are planned: lay them on the board, and go on with the director."""
        rules, then = self.rules, self._then
        self.stop()
        if rules is not None:
            rules.lay(self._group, self._name)
        if then is not None:
            then()
        self.moved.emit()

    def cancel(self) -> None:
        """End what goes on; what is planned stays."""
        if self.rules is not None:
            self.stop()
        elif order := self.order():
            self.film.cancel(order)

    def stop(self) -> None:
        """No more by rules."""
        self.rules = self._then = None
        self._turn.stop()
        self.moved.emit()

    def attempt(self, act: Callable[[], object]) -> bool:
        """Do it; what the world does not allow is a sentence. Whether it went well."""
        try:
            act()
        except FAULTS as fault:
            self.refused.emit(str(fault))
            return False
        except KeyError as fault:
            self.refused.emit(str(fault.args[0]))
            return False
        return True
