"""Hub families: the best open picture models through diffusers, behind the engine's one call.

A card (``assets/families/NAME.toml``, ``hub.card``) tells what a checkpoint is; ``hub.runner``
loads and drives it; ``hub.stills`` and ``hub.spans`` turn windows of cues into calls; an idiom of a
few lines (``hub.idioms``) knows how one family of pipelines is asked.
"""
