"""Meters: what a picture, a shot, a film is worth, in figures that need no downloaded weights.

Each meter says its definition and its source where it is computed:

- ``similarity``: PSNR, SSIM against the painter's true frame
- ``steadiness``: temporal flicker (VBench's formula), jumps at seams, sharpness and colour drift
- ``ground``, ``namer``, ``sight``: figures in a picture with their boxes, found by taking the empty
  place away, and their kinds and colours, named by our own small network; the error of both is
  measured (``examination``) and stands on the card
- ``boxes``: seen boxes against asked ones - IoU, kind, colour, direction of movement
- ``looks``: how alike two crops of a subject are
- ``film``: all of them over the takes of a film, for ``longtake score``

This package's ``request`` and ``kinds`` are free of torch, so that the application may import them;
the rest runs in a process of its own.
"""
