"""Checks: everything that is wrong with a planned shot.

Pure functions over the board's types. Every finding names the field that it blames, so that a plan
can keep what is right and give back what is not: the choices of a shot (``choices``), its layout
and camera (``layouts``).
"""

from __future__ import annotations

from collections.abc import Sequence

from engine.director.choices import about_choice, asked_camera
from engine.director.findings import Field, Finding, Kind
from engine.director.layouts import about_layout
from storyboard.board import Shot, Subject

__all__ = ["Field", "Finding", "Kind", "about_choice", "about_layout", "asked_camera", "findings"]


def findings(
    shot: Shot, cast: Sequence[Subject], text: str, before: str = "", rate: int = 24
) -> tuple[Finding, ...]:
    """Everything that is wrong with this shot. ``text`` is the stretch it shows, ``before`` what
    was told earlier in the scene.
    """
    return (*about_choice(shot, cast, text, rate), *about_layout(shot, cast, text, before))
