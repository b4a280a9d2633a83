"""Edits: everything that a hand or a plan does to a board, as pure functions ``Board -> Board``.

``shots`` their fields, order, lengths, locks, keyframes, takes; ``pieces`` parts and sums of shots;
``joins`` bridges between two shots and shots that continue one; ``cuts`` trims and rolls;
``copies`` what is pasted; ``markers`` notes on the timeline; ``sounds`` what lies under the film;
``ties`` how both hold on to their shots; ``boxes`` layouts and cameras; ``cast`` subjects and
places; ``names`` names in texts; ``scenes`` scenes and the film's own fields; ``plan`` a plan laid
over what is there; ``ids`` new ids and finding things.

An edit that changes nothing gives the very same board back, so the caller sees at once that there
is nothing to undo. What a hand sets is recorded in ``made_by`` as the user's. Unknown ids raise
KeyError, impossible values ValueError, both with a sentence in ``args[0]``. A new thing's id is
``new_id(board, prefix)`` of the board before the edit.
"""
