"""A pull in a process of its own: ``python -m studio.pull_job pull NAME`` writes lines of JSON.

The window stays free and pauses a pull by ending this process, at whatever moment.
"""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Callable
from typing import Any

from studio import models, updates
from studio.errors import StudioError

SPACING = 0.2  # seconds between two lines


def main() -> int:
    """``pull``, ``check``, ``update``, ``stay`` or ``remove``, and NAME. Answers: how far it is,
    then the end.
    """
    verb, name = sys.argv[1:3]
    try:
        if verb == "pull":
            models.pull(name, _hearer())
        elif verb == "check":
            tell(said=models.check(name, _hearer()))
        elif verb == "update":
            tell(said=updates.update(name, _hearer()))
        elif verb == "stay":
            updates.stay(name)
        else:
            models.remove(name)
    except StudioError as fault:
        tell(fault=str(fault))
        return 1
    except BrokenPipeError:  # the window is gone; what came is kept
        return 1
    return 0


def _hearer() -> Callable[[int, int, str], None]:
    told = [0.0]

    def hear(done: int, of: int, note: str) -> None:
        now = time.monotonic()
        if now - told[0] >= SPACING:
            told[0] = now
            tell(done=done, of=of, note=note)

    return hear


def tell(**facts: Any) -> None:
    print(json.dumps(facts), flush=True)


if __name__ == "__main__":
    sys.exit(main())
