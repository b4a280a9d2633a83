"""The rig of a person's own drawing: which of its bits move, and about which joints.

A small network looks at a cut-out drawing (``network``) and tells for every pixel which part it is,
for every part what of it other parts hide, where the joints are and what kind of body it is.
``finding`` makes a puppet of that (``storyboard.rigs``), which the same pose tables move. It learns
from the bundled puppets, varied at random (``figures``) and drawn in other hands (``hands``).
"""
