"""What is planned together: free runs of sentences, shots with locked fields by themselves, and
shots that stay.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from engine.api import EngineError, Plan
from engine.director.numbered import Sentence, covered
from storyboard.board import Shot


@dataclass(frozen=True, slots=True)
class Part:
    """Sentences that are planned together: a free run of them, or those of one shot (``shot``)."""

    sentences: tuple[Sentence, ...]
    shot: Shot | None = None


def parts(request: Plan, sentences: Sequence[Sentence]) -> list[Part | Shot]:
    """The scene in order. Raises EngineError when ``request.only`` is no shot of the scene."""
    scene, only = request.scene, request.only
    if only and all(shot.id != only for shot in scene.shots):
        raise EngineError(
            f"This scene has no shot {only!r} to plan; choose a shot that is on the board."
        )
    owner: dict[int, Shot] = {}
    for shot in scene.shots:
        if only or shot.locked:
            owner.update((at, shot) for at in covered(sentences, shot) if at not in owner)
    found: list[Part | Shot] = []
    placed: set[str] = set()
    run: list[Sentence] = []
    for at, sentence in enumerate(sentences):
        its = owner.get(at)
        if its is None:
            if not only:
                run.append(sentence)
        elif its.id not in placed:
            if run:
                found.append(Part(tuple(run)))
                run = []
            placed.add(its.id)
            found.append(_fixed(request, its, [sentences[i] for i in owner if owner[i] is its]))
    if run:
        found.append(Part(tuple(run)))
    return _with_loose(request, sentences, found, placed, owner)


def _with_loose(
    request: Plan,
    sentences: Sequence[Sentence],
    found: list[Part | Shot],
    placed: set[str],
    owner: Mapping[int, Shot],
) -> list[Part | Shot]:
    """Also the shots that stay though no sentence is theirs: each after the shot or sentence that
    comes before it.
    """
    only, all_shots = request.only, request.scene.shots
    for number, shot in enumerate(all_shots):
        own = set(covered(sentences, shot))
        loose = shot.stretch is None or shot.locked or only or (own and own <= set(owner))
        if shot.id in placed or not loose:
            continue
        placed.add(shot.id)
        ahead = {one.id for one in all_shots[:number]}
        behind = max((one.stretch.end for one in all_shots[:number] if one.stretch), default=-1)
        at = sum(1 for part in found if _begins(part, ahead, behind))
        told = [Sentence(-1, -1, shot.action)] if shot.action else []
        found.insert(at, _fixed(request, shot, told) if shot.id == only else shot)
    return found


def _fixed(request: Plan, shot: Shot, own: Sequence[Sentence]) -> Part | Shot:
    """A shot whose stretch may not change: kept whole, or planned by itself."""
    wanted = not request.only or request.only == shot.id
    if not wanted or "*" in shot.locked or not own:
        return shot
    return Part(tuple(own), shot)


def _begins(part: Part | Shot, ahead: set[str], behind: int) -> bool:
    """Whether a part comes before a shot that follows the shots ``ahead``, the last of which ends
    at ``behind``.
    """
    if isinstance(part, Shot):
        return part.id in ahead
    if part.shot is not None:
        return part.shot.id in ahead
    return part.sentences[0].start < behind
