"""Clauses as data, and what a phrase is good for in one."""

from __future__ import annotations

from dataclasses import dataclass, field

from storyboard import lexicon
from storyboard.breakdown.fillers import CROWDS
from storyboard.breakdown.phrases import Noun
from storyboard.breakdown.props import props
from storyboard.breakdown.spans import Side
from storyboard.breakdown.times import When

ABSENT = lexicon.listed("gone absent invisible hidden missing offscreen")
PRESENT = lexicon.listed("there here present visible")


@dataclass(slots=True)
class Relation:
    """A preposition with its nouns: ``name`` canonical, ``raw`` as written."""

    name: str
    raw: str
    nouns: list[Noun] = field(default_factory=list)


@dataclass(slots=True)
class Clause:
    """One deed as the words tell it.

    ``later``: after the one before; ``together``: at the same time.

    ``about`` are pairs of phrases of which the second describes the first. ``compared`` is the
    word of a comparison with the nouns of ``than``. ``depth``: near, far, large, small, fore, back.
    ``nobody``: it tells that nobody is there; ``instead``: who is there in place of others.
    """

    subjects: list[Noun] = field(default_factory=list)
    verb: str = ""
    form: str = ""
    objects: list[Noun] = field(default_factory=list)
    carried: list[Noun] = field(default_factory=list)  # what somebody has in hand meanwhile
    relations: list[Relation] = field(default_factory=list)
    sides: list[Side] = field(default_factory=list)
    whens: list[When] = field(default_factory=list)
    hows: list[str] = field(default_factory=list)
    about: list[tuple[Noun, Noun]] = field(default_factory=list)
    compared: str = ""
    depth: str = ""
    negated: bool = False
    intent: bool = False
    passive: bool = False
    existential: bool = False
    inherits: bool = False
    later: bool = False
    together: bool = False
    nobody: bool = False
    instead: bool = False
    start: int = 0
    end: int = 0
    words: str = ""

    @property
    def empty(self) -> bool:
        """Whether nothing was said."""
        return not (
            self.subjects
            or self.verb
            or self.objects
            or self.sides
            or self.relations
            or self.whens
            or self.carried
        )

    @property
    def verb_or_shown(self) -> bool:
        """Whether it tells of somebody: by a verb, or as what "we see"."""
        return bool(self.verb or (self.existential and self.subjects))


def animate(noun: Noun) -> bool:
    """Whether a phrase names someone or something that does deeds."""
    if noun.name or noun.pronoun in ("he", "she", "they") or noun.head in CROWDS:
        return True
    if noun.head in lexicon.NOT_SUBJECTS or noun.head in lexicon.BODY:
        return False
    kind = props().kind(noun.head)
    return props().person(noun.head) or (kind is not None and kind.rig not in ("thing", "plant"))


_WORN = lexicon.listed(
    "nightgown nightdress pyjama pyjamas costume bathrobe tuxedo kimono armour armor tutu swimsuit "
    "bikini poncho veil glove gloves sandal sandals slipper slippers sock socks apron "
    "beard moustache mustache wig mohawk ponytail braid pigtail plait headphone earring necklace "
    "glasses spectacles stripe spot dot collar ribbon bow belt tie sunglasses uniform mask cane"
)


def worn(noun: Noun) -> bool:
    """Whether a phrase names clothes, hair, a colour alone."""
    head, many = noun.head, lexicon.plural(noun.head)
    tables = (lexicon.GARMENTS, lexicon.HATS, lexicon.BODY, props().colours, _WORN)
    return many in lexicon.GARMENTS or any(head in table for table in tables)
