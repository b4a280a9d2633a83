"""Asides: words of order and manner that tell of nobody - "at last", "that night", "on tiptoe".

Read as adverbs, so that no noun of theirs is taken for somebody to see, and no "it" of the weather
for somebody who was told of.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Literal

Kind = Literal["then", "how"]

# What comes after something else
_ON = r"(?:\s+on(?!\s+(?:the|an?|his|her|its)\b))?"
_NEXT = (
    r"at\s+(?:long\s+)?last|last\s+of\s+all|first\s+of\s+all|before\s+(?:very\s+)?long|"
    r"after\s+(?:that|this|which)|whereupon|"
    r"from\s+(?:there|then|that\s+(?:moment|point))(?:\s+on(?:wards?)?)?|thereafter|after\s+which|"
    r"(?:and\s+)?soon(?:\s+after(?:wards?)?)?|in\s+due\s+course|by\s+and\s+by|"
    r"(?:a|some|one)\s+(?:(?:little|short|few)\s+)?(?:while|moments?|time|minutes?|seconds?|beat|bit)?"
    rf"\s*later{_ON}|later\s+on(?!\s+(?:the|an?|his|her|its)\b)|after\s+(?:a|some)\s+(?:(?:little|short)\s+)?(?:while|moment|time|"
    r"bit|pause|beat)"
)
# How something is done
_PACES = (
    "ease|leisure|rest|once|length|speed|full speed|top speed|a run|a trot|a gallop|a walk|a crawl|"
    "walking pace|random|will"
)
_MOODS = (
    "silence|haste|fear|joy|pain|time|slow motion|a hurry|wonder|secret|peace|triumph|despair|vain|"
    "earnest|a circle|circles|single file|unison"
)
_FEELINGS = (
    "care|joy|ease|delight|pride|caution|effort|difficulty|pleasure|glee|dignity|grace|purpose|"
    "confidence|determination|hesitation|smile|grin|sigh|laugh|shrug|nod|frown|jolt|jerk|bounce|"
    "flourish|vengeance|start|limp|yawn|giggle|gasp|bang|crash|thud|splash|pop|click|clatter|roar|"
    "hiss|whoosh|thump|rattle|squeak|cry|shout|scream|squeal|whistle|snort|groan|wave|wink|swish"
)
_DAYS = "night|day|morning|evening|afternoon|noon|time|moment|week|year|winter|summer|spring"
_MANNERS = (
    r"(?P<same>(?!side\b)[a-z]+)\s+by\s+(?P=same)|(?P<limb>hand|arm|face|nose|cheek|toe)\s+(?:in|to)\s+(?P=limb)|on\s+(?:tip-?toes?|foot|all\s+fours|hands\s+and\s+knees)|"
    rf"at\s+(?:{_PACES})|in\s+(?:{_MOODS})|(?:with|without)\s+(?:(?:a|an|any|much|great|some|his|her|"
    rf"its|their)\s+)?(?:(?!and\b)[a-z]+\s+)?(?:{_FEELINGS})|without\s+(?:a|any|one)\s+(?:word|sound|"
    r"pause|break|look|backward\s+glance)|(?:(?:at|on|in)\s+)?(?:that|this|one|the\s+next|the\s+same|every|each|some)\s+"
    rf"(?:{_DAYS})|once\s+(?:more|again)|all\s+alone|all\s+(?:the\s+)?(?:while|day|night)(?:\s+long)?|"
    r"over\s+(?:his|her|its|their|one)\s+shoulders?|"
    r"all\s+(?:at\s+once|of\s+a\s+sudden|together|told|in\s+all)|back\s+and\s+forth|to\s+and\s+fro|"
    r"here\s+and\s+there|now\s+and\s+(?:then|again)|upside\s+down|inside\s+out|head\s+over\s+heels|"
    r"(?:long|(?:[a-z]+\s+)?(?:moments?|seconds|minutes|hours|days|weeks|months|years|ages))\s+ago|"
    r"much\s+to\s+(?:his|her|its|their|the|[a-z]+'s)\s+(?:[a-z]+\s+)?[a-z]+|out\s+of\s+(?:nowhere|nothing|thin\s+air|the\s+blue|"
    r"breath|reach|order|control|curiosity)|from\s+(?:nowhere|nothing)|from\s+(?:time\s+to\s+time|now\s+on|head\s+to\s+(?:toe|foot))|"
    r"in\s+(?:fact|the\s+(?:blink\s+of\s+an\s+eye|nick\s+of\s+time|dead\s+of\s+(?:the\s+)?night|meantime)|a\s+flash|"
    r"no\s+time)|as\s+well(?!\s+as\b)|at\s+(?:close\s+range|a\s+distance|full\s+tilt|the\s+crack\s+of\s+dawn)|"
    r"(?:a|one|two|three)[\s-](?:thirds?|quarters?|half|halves)\s+of\s+(?:the\s+way(?:\s+(?:up|down|across|along|"
    r"through))?|(?=(?:a|an|the|his|her|its|their)\s))|"
    r"half-?way\s+(?:up|down|across|along|through|between|into|over|to)\s+(?:the|an?|his|her|its|"
    r"their)\s+[a-z]+|of\s+course|all\s+the\s+way|for\s+a\s+(?:while|moment|time|second|minute|beat)|as\s+(?:if|though)\b[^,.;:]*?"
    r"(?=\s*(?:[,.;:]|$)|\s+(?:to|from|towards?|on|at)\s)"
)
# The "it" of weather, time and distance
_BARE_IT = (
    r"(?:(?:because|as|since|for|though|although|while|when|until|till|if|so|and)\s+)?it\s*"
    r"(?:is|was|'s|gets|grows|becomes|starts\s+to|begins\s+to)\s+(?:(?:so|very|too|getting|growing|"
    r"still|quite|already|almost|nearly|not)\s+)?(?:cold|warm|hot|cool|late|early|dark|light|bright|"
    r"far|time|over|night|day|dawn|dusk|noon|midnight|morning|evening|winter|summer|spring|autumn|"
    r"raining|snowing|rain|snow|windy|stormy|foggy|sunny|cloudy|quiet|silent|christmas|sunday)\b"
    r"(?:\s+(?:in\s+the\s+(?:day|morning|evening|afternoon|night)|to\s+(?:go|leave|sleep|eat|rest)|"
    r"(?:for|to)\s+bed|out(?:side)?|here|there|now|today))*|"
    r"(?:(?:because|as|since|for|though|although|while|when|until|till|if|and)\s+)?it\s+"
    r"(?:rains|snows|thunders|pours|drizzles|hails)"
)
_FINDERS: tuple[tuple[Kind, re.Pattern[str]], ...] = (
    ("how", re.compile(rf"\b(?:{_BARE_IT})\b")),
    ("then", re.compile(rf"\b(?:{_NEXT})\b")),
    ("how", re.compile(rf"\b(?:{_MANNERS})(?![\w'])")),
)


def asides(low: str) -> Iterator[tuple[int, int, Kind]]:
    """Every such phrase of a lower-case sentence: its stretch, and whether it tells an order."""
    taken: list[tuple[int, int]] = []
    for kind, finder in _FINDERS:
        for match in finder.finditer(low):
            if not any(match.start() < high and low_ < match.end() for low_, high in taken):
                taken.append((match.start(), match.end()))
                yield match.start(), match.end(), kind
