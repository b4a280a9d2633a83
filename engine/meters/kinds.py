"""Kinds and colours: the words that the namer answers with."""

from __future__ import annotations

from collections.abc import Mapping

from storyboard import light, puppets, wardrobe

# props of the bundled places, which are background there: never an answer
DRESSING = frozenset(
    {"starfish", "shell", "fern", "kelp", "coral", "pot_plant", "street_lamp", "star"}
)
KINDS: tuple[str, ...] = tuple(sorted(set(puppets.names()) - DRESSING))
ANOTHER = "another"  # a figure, but none that the namer knows

# English colours and the papers that count as them; neighbours that people call by one name are one
COLOURS: Mapping[str, tuple[str, ...]] = {
    "red": ("red", "rust"),
    "orange": ("orange",),
    "yellow": ("yellow", "ochre", "brass"),
    "green": ("green", "olive", "pine"),
    "turquoise": ("teal", "aqua", "sky"),
    "blue": ("blue", "navy"),
    "purple": ("plum",),
    "pink": ("pink", "rose"),
    "brown": ("brown", "tan"),
    "white": ("white", "cream", "sand"),
    "grey": ("grey", "slate"),
    "black": ("ink",),
}
NAMES: tuple[str, ...] = tuple(COLOURS)


def paper_of(puppet: str, attributes: Mapping[str, str]) -> light.Colour:
    """The colour that a subject's main paper has by day, RGB in 0..1; grey for one without."""
    figure = wardrobe.figure(puppet, attributes)
    return wardrobe.colour(figure, figure.main, attributes) if figure.main else (0.5, 0.5, 0.5)


def colour_of(puppet: str, attributes: Mapping[str, str]) -> str:
    """``paper_of`` as one of NAMES: that of the nearest paper (Euclidean in RGB)."""
    own = paper_of(puppet, attributes)
    papers = [(word, light.paper(paper)) for word, row in COLOURS.items() for paper in row]
    return min(papers, key=lambda one: sum((a - b) ** 2 for a, b in zip(own, one[1])))[0]


def named(word: str) -> str:
    """A paper or any English colour word as one of NAMES; "" for none that is known."""
    paper = word if word in light.papers() else light.colour_words().get(word.lower(), "")
    return next((name for name, row in COLOURS.items() if paper in row), "")
