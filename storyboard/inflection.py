"""Inflection: the plurals of English nouns and the forms of English verbs."""

from __future__ import annotations


def plural(noun: str) -> str:
    """The usual plural of an English noun."""
    if noun in _PLURALS:
        return _PLURALS[noun]
    if noun.endswith(("s", "x", "z", "ch", "sh")):
        return noun + "es"
    if noun.endswith("y") and noun[-2:-1] not in "aeiou":
        return noun[:-1] + "ies"
    if noun.endswith("man"):
        return noun[:-3] + "men"
    return noun + "s"


def singular(noun: str) -> str:
    """The usual singular of an English plural; a singular comes back as it is."""
    if noun in _SINGULARS:
        return _SINGULARS[noun]
    if noun.endswith("men") and len(noun) > 3:
        return noun[:-3] + "man"
    if noun.endswith("ies") and len(noun) > 4:
        return noun[:-3] + "y"
    if noun.endswith(("sses", "xes", "ches", "shes", "zzes")):
        return noun[:-2]
    if noun.endswith("s") and not noun.endswith(("ss", "us", "is")) and len(noun) > 2:
        return noun[:-1]
    return noun


def _pairs(text: str) -> dict[str, str]:
    return dict(pair.split("/") for pair in text.split())


_PLURALS = _pairs(
    "man/men woman/women child/children person/people mouse/mice goose/geese foot/feet "
    "tooth/teeth sheep/sheep fish/fish deer/deer wolf/wolves leaf/leaves knife/knives calf/calves "
    "ox/oxen loaf/loaves shelf/shelves thief/thieves wife/wives life/lives scarf/scarves "
    "elf/elves half/halves tomato/tomatoes potato/potatoes hero/heroes bus/buses "
    "spacecraft/spacecraft aircraft/aircraft cactus/cacti octopus/octopuses moose/moose"
)
_SINGULARS = {many: one for one, many in _PLURALS.items()} | _pairs(
    "pants/pants shorts/shorts glasses/glasses scissors/scissors binoculars/binoculars "
    "jeans/jeans trousers/trousers clothes/clothes horses/horse houses/house vases/vase "
    "roses/rose cactuses/cactus bus/bus lens/lens folks/person folk/person peoples/person "
    "canoes/canoe shoes/shoe gas/gas news/news always/always circus/circus movies/movie "
    "cookies/cookie zombies/zombie pies/pie ties/tie"
)


def forms(lemma: str, irregular: list[str]) -> dict[str, str]:
    """Every form of a verb -> which form it is: base, s, ing, past."""
    ends_in_e = lemma.endswith("e") and not lemma.endswith(("ee", "oe", "ye"))
    ends_in_y = lemma.endswith("y") and lemma[-2:-1] not in "aeiou"
    # one vowel between consonants doubles the last one: "stopping", but not "opening"
    doubles = ("mit", "fer", "ap", "op", "ug", "ip", "ag", "ub", "ot")
    closed = len(lemma) >= 3 and lemma[-1] not in "aeiouwxy" and lemma[-2] in "aeiou"
    short = closed and lemma[-3] not in "aeiou" and (len(lemma) <= 4 or lemma.endswith(doubles))
    if lemma == "be":
        return {
            "is": "s",
            "are": "base",
            "was": "past",
            "were": "past",
            "be": "base",
            "being": "ing",
            "been": "past",
        }
    stem = lemma + lemma[-1] if short else lemma[:-1] if ends_in_e else lemma
    third = (
        lemma[:-1] + "ies"
        if ends_in_y
        else lemma + ("es" if lemma.endswith(("s", "x", "z", "ch", "sh", "o")) else "s")
    )
    gerund = lemma[:-2] + "ying" if lemma.endswith("ie") else stem + "ing"
    past = lemma[:-1] + "ied" if ends_in_y else stem + "ed"
    forms = {lemma: "base", third: "s", gerund: "ing", past: "past"}
    if lemma == "have":
        forms = {"have": "base", "has": "s", "having": "ing"}
    if short:  # British and American spellings differ: travelling, traveling
        forms |= {lemma + "ing": "ing", lemma + "ed": "past"}
    elif lemma.endswith("l"):
        forms |= {lemma + "ling": "ing", lemma + "led": "past"}
    forms |= {form: "past" for form in irregular if form not in forms}
    return forms
