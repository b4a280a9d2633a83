"""Idioms: how one family of pipelines is asked, a few lines each. The card names its module.

A module for stills has ``still(runner, ask) -> Image`` and ``calls(card, boxes, steps) -> int``:
how often it calls the network for an ask with so many boxes. A module for spans has
``span(runner, ask) -> list of Images`` and, where it is not just the steps, ``calls(card, steps)``
for one clip. ``prepare(runner)``, where there is one, is called whenever
the checkpoint was opened.
"""
