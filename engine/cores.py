"""Cores: how many of the processor's a model may use, and how many all stages share.

Threads share sums out, so their number shapes the last bit of some networks' frames. Such a network
works with as many threads however many stages there are: with the whole, not with a share of it.
"""

from __future__ import annotations

import os

WHOLE = "LONGTAKE_CORES"  # in the environment of a stage: what it shares with others


def here() -> int:
    """The cores that this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def whole() -> int:
    """What all stages share: as the one who started this one said, else as the environment says,
    else all.
    """
    for name in (WHOLE, "OMP_NUM_THREADS"):
        told = os.environ.get(name, "")
        if told.isdigit() and int(told):
            return int(told)
    return here()
