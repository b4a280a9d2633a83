"""Lessons of the bundled director: random boards and the words that tell them, without end.

``words`` draws nouns and names (as wild as the world's), ``blocking`` says where and how everyone
moves, ``wordings`` tells each deed in many ways, ``stories`` and ``patterns`` make shots of them,
``tales`` scenes, ``pairs`` turns a scene into the two questions of ``prompts`` with their right
answers. Nothing here is read from anywhere: the project makes all of it, from its own tables and a
seed.
"""
