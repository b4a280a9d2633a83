"""The breakdown: a script becomes a board by rules, without any model. It is the director's floor.

Four steps, each of its own module: sentences are cut into chunks and clauses (``phrases``,
``clauses``), with what is found whole (sides in ``spans``, ``times``, ``depths``, ``asides``,
``turns``) and tours from place to place (``stations``); their nouns and pronouns are resolved to
the cast (``cast``) and their verbs to deeds (``deeds``; ``mounts`` carry their riders, ``order``
tells what comes first); deeds are staged as boxes (``boxes``, ``distance``, ``staging``);
paragraphs and speeches become shots (``shots``), and ``board`` puts the scenes together.
"""

from storyboard.breakdown.film import Plan, board, scene, shot, steps

__all__ = ["Plan", "board", "scene", "shot", "steps"]
