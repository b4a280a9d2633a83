"""Endings: what a stage was doing when it ended, of what it ended, and what to do, in words."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from engine.api import FindRig, Look, Plan, Render, Request, Warm

ACCESS_VIOLATION = 0xC0000005  # how Windows calls a segmentation fault


def stripped(request: Request) -> Request:
    """The request without what differs when it is asked again."""
    if isinstance(request, Render):
        return replace(request, job="", folder="")
    return replace(request, job="")


def task(request: Request) -> str:
    match request:
        case Render(windows=windows, family=name):
            count = "a window" if len(windows) == 1 else f"{len(windows)} windows"
            return f"rendering {count} with {name}"
        case Plan(model=model):
            return f"planning a scene with {Path(model).name}"
        case Look():
            return "looking at finished pictures"
        case FindRig():
            return "finding the limbs of a drawing"
        case Warm(family=name):
            return f"opening {name}"


def way_out(request: Request) -> str:
    if isinstance(request, Plan):
        return "If it happens again, choose another model for the director."
    return "If it happens again, choose other weights, or smaller ones."


def ending(code: int | None) -> str:
    """How a process ended, from its exit code: negative is a signal, large a fault of Windows."""
    if code == -9:
        return "The system ended the stage, most likely because memory ran out,"
    if code in (-11, -7, ACCESS_VIOLATION):
        return "The stage crashed in a model's native code"
    if code == -6:
        return "The stage was aborted by a model's native code"
    return f"The stage ended (exit code {code})"


def disk(error: OSError) -> str:
    """What the drive would not do."""
    where = f" {error.filename}" if error.filename else ""
    reason = error.strerror or "the drive failed"
    return f"The file{where} could not be used: {reason}. Look at the drive, then try again."
