"""Words for stories: nouns, names, colours, verbs - and words that no dictionary has.

Real nouns are parted by a hash: what `held_out` says is kept for the exam and never taught. Made-up
nouns and names teach to copy: they are spelled as wildly as the world's.
"""

from __future__ import annotations

import random
import zlib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, lru_cache

from engine.director.sizes import LARGE, SMALL, TINY, build
from storyboard import deeds, lexicon, puppets
from storyboard.inflection import forms

COLOURS = (
    "red", "blue", "green", "yellow", "orange", "purple", "pink", "brown", "black", "white",
    "grey", "gray", "golden", "silver", "turquoise", "violet", "scarlet", "crimson", "teal",
    "beige", "navy", "olive", "amber", "ivory",
)  # fmt: skip
TRAITS = (
    "old", "young", "happy", "sad", "wooden", "fluffy", "tired", "shiny", "round", "broken",
    "wet", "quiet", "strange", "fat", "thin", "striped", "furry", "lonely", "rusty", "brave",
    "dusty", "angry", "gentle", "spotted", "lost", "proud", "paper", "kind", "sleepy", "hungry",
)  # fmt: skip
SMALLER = ("small", "little", "tiny")
LARGER = ("big", "large", "huge", "giant")
NUMBERS = ("zero", "one", "two", "three", "four", "five")
PLACES = (
    "Park", "Kitchen", "Street", "Beach", "Forest", "Garden", "Room", "Attic", "Harbour", "School",
    "Market", "Bridge", "Moon", "Desert", "Library", "Station", "Roof", "Cave", "Farm", "Office",
)  # fmt: skip

_KEPT = 0.2  # share of real nouns and names that only the exam knows
_EXAM = lexicon.listed("elephant pizza guitar")  # words that an early trial misspelled


@dataclass(frozen=True, slots=True)
class Noun:
    """A kind of thing: ``word``, its ``pronoun`` ("" not told), and its ``build``."""

    word: str
    pronoun: str = ""
    build: str = "thing"


@dataclass(frozen=True, slots=True)
class Verb:
    """A verb's forms and its motion (``lexicon.MOTIONS``)."""

    base: str
    third: str
    ing: str
    past: str
    motion: str


def held_out(word: str) -> bool:
    """Whether a real word belongs to the exam and may not be taught."""
    low = word.casefold()
    return low in _EXAM or zlib.crc32(f"exam {low}".encode()) % 1000 < _KEPT * 1000


@cache
def nouns(exam: bool = False) -> tuple[Noun, ...]:
    """Real nouns of the lessons, or those that only the exam knows."""
    words = {word for word in puppets.words() if word.isalpha() and word.isascii()}
    words |= SMALL | LARGE | TINY | frozenset(lexicon.PEOPLE)
    words = {word for word in words if word == lexicon.singular(word) and 2 < len(word) < 14}
    words -= (
        lexicon.PICTURE
        | lexicon.AUXILIARIES
        | lexicon.PREPOSITIONS
        | set(lexicon.VERBS)
        | set(COLOURS)
        | set(TRAITS)
    )
    chosen = sorted(word for word in words if held_out(word) == exam)
    return tuple(Noun(word, _pronoun(word), build(word)) for word in chosen)


def _pronoun(word: str) -> str:
    if word in lexicon.PEOPLE:
        return str(lexicon.PEOPLE[word])
    return "" if word in SMALL or word in LARGE else "it"


@cache
def names(exam: bool = False) -> tuple[tuple[str, str], ...]:
    """Real first names with their pronoun."""
    found = [(name, "she") for name in lexicon.FEMALE] + [(name, "he") for name in lexicon.MALE]
    both = lexicon.FEMALE & lexicon.MALE
    kept = [
        (name.capitalize(), pronoun)
        for name, pronoun in found
        if name not in both and len(name) > 2 and held_out(name) == exam
    ]
    return tuple(sorted(kept))


@lru_cache(maxsize=8)
def verbs(motion: str) -> tuple[Verb, ...]:
    """Every verb of this motion; of those that stay, such as the puppets know."""
    meant, found = deeds.meant(), []
    for lemma, kind in lexicon.MOTIONS.items():
        if kind != motion or lemma in _UNFIT or lexicon.VERBS.get(lemma) != (lemma, "base"):
            continue
        table = {name: form for form, (one, name) in lexicon.VERBS.items() if one == lemma} | {
            name: form for form, name in _regular(lemma).items()
        }
        if motion == "stay" and meant.keys().isdisjoint(table.values()):
            continue
        if {"base", "s", "ing", "past"} <= table.keys():
            forms_of = (table["base"], table["s"], table["ing"], table["past"])
            found.append(Verb(*forms_of, motion))
    return tuple(found)


_UNFIT = lexicon.listed(
    "be have make head cover pass put give set seem like know want need try lose mean let become "
    "get begin start finish continue live exist occur happen contain include depict consist end "
    "type wear hand back row shot line press snow rain migrate"
)


def _regular(lemma: str) -> Mapping[str, str]:
    """Form -> name, the best spelling of each name last."""
    made = forms(lemma, [])
    best: dict[str, str] = {}
    for form, name in made.items():
        if name not in best:
            best[name] = form
    return {form: name for name, form in best.items()}


# Made-up words
# -------------------------------------------------------------------------------------------

_STARTS = sorted(
    lexicon.listed(
        "b bl br c ch cl cr d dr f fl fr g gl gr h j k kl kn l m n p ph pl pr qu r s sc sh sk sl "
        "sm sn sp spr squ st str sw t th tr tw v w wh y z zh x"
    )
)
_MIDDLES = sorted(lexicon.listed("a e i o u ai au ea ee ei ia ie io oa oo ou ue y oi eu"))
_ENDS = sorted(
    lexicon.listed(
        "b ck d ff g k l ll m mp n nd ng nk nt p r rd rk rm rn rt s sh sk sp ss st t tch th x z "
        "le er on in ar el et ow us ix ant ola ito ard ine ade ump azz"
    )
)


def made_up(dice: random.Random) -> str:
    """A noun that no dictionary has, one to four syllables."""
    parts = []
    for _ in range(dice.choice((1, 1, 1, 2, 2, 3))):
        parts.append(dice.choice(_STARTS) + dice.choice(_MIDDLES))
        if dice.random() < 0.35:
            parts.append(dice.choice(_ENDS))
    word = "".join(parts) + (dice.choice(_ENDS) if dice.random() < 0.8 else "")
    return word if 3 <= len(word) <= 14 else made_up(dice)


_PLAIN = frozenset().union(
    lexicon.VERBS,
    lexicon.AUXILIARIES,
    lexicon.PREPOSITIONS,
    lexicon.PRONOUNS,
    lexicon.DETERMINERS,
    lexicon.POSSESSIVES,
    lexicon.CONJUNCTIONS,
    lexicon.NUMBERS,
    lexicon.ORDINALS,
    lexicon.GROUPS,
    lexicon.ADJECTIVES,
    lexicon.SIZES,
    lexicon.COMPARED,
    ("who", "whom", "why", "what", "will"),
)  # fmt: skip  - words of the language, which a made-up one must not be


def noun(dice: random.Random, wild: float = 0.3) -> Noun:
    """A noun of the lessons: ``wild`` is the share of made-up ones."""
    if dice.random() < wild:
        word = made_up(dice)
        if word not in _PLAIN and build(word) == "thing":
            return Noun(word, dice.choice(("", "", "it")))
    return dice.choice(nouns())


def name(dice: random.Random, wild: float = 0.25) -> tuple[str, str]:
    """A person's name and pronoun."""
    if dice.random() < wild:
        return made_up(dice).capitalize(), dice.choice(("he", "she"))
    return dice.choice(names())


def adjective(dice: random.Random, *, sized: bool = False) -> str:
    """A colour, a trait, or a size where the story says so."""
    if sized:
        return dice.choice(SMALLER + LARGER)
    return dice.choice(COLOURS if dice.random() < 0.7 else TRAITS)


def article(words: str) -> str:
    """ "a" or "an" before these words."""
    return "an" if words[:1].casefold() in "aeiou" and not words.casefold().startswith("u") else "a"
