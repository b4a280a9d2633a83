"""Idioms: how one family of pipelines is asked, a few lines each.

A module for stills has ``still(runner, ask) -> Image`` and ``passes(card, ask) -> int``: how often
it calls a pipeline for one ask. A module for spans has ``span(runner, ask) -> list of Images``. The
card names its module.
"""
