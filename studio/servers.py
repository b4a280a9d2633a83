"""Model servers of this machine: which run, and what they offer.

``python -m studio.servers [ADDRESS]`` prints it as JSON, for the window, which waits for nobody.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Sequence

from engine import servers
from engine.api import EngineError


def offered(where: str) -> dict[str, list[str]]:
    """Address -> the models there, as one names them to a plan (``ADDRESS#MODEL``).

    Raises EngineError with a sentence when nobody answers there, or the address is not of this
    machine nor of the net at home.
    """
    server = servers.read(where.partition("#")[0])
    names = servers.offers(server)
    if not names:
        raise EngineError(f"{server.where} has no model yet; load one there, then look again.")
    return {server.where: [f"{server}#{name}" for name in names]}


def running() -> dict[str, list[str]]:
    """The same of every server at one of the usual addresses that answers."""
    found: dict[str, list[str]] = {}
    for name in servers.PORTS:
        try:
            found |= offered(name)
        except EngineError:
            continue  # none there, or none that has a model: the next
    return found


def main(arguments: Sequence[str]) -> int:
    try:
        found = offered(arguments[0]) if arguments else running()
    except EngineError as fault:
        print(json.dumps({"error": str(fault)}))
        return 1
    print(json.dumps(found))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
