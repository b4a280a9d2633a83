"""Turns of phrase that say how two stand to each other or how large they are: "A dwarfs B".

Each is read as the plain words that it stands for: "is bigger than".
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from storyboard.breakdown.phrases import ChunkKind
from storyboard.inflection import forms
from storyboard.lexicon import listed

Plain = tuple[tuple[ChunkKind, str, str], ...]  # chunks: kind, word, as it is said


def verbs(lemmas: str) -> str:
    """Every form of some verbs, as a pattern."""
    return "|".join(sorted({form for verb in listed(lemmas) for form in forms(verb, [])}))


_HIDES = verbs("hide cover conceal")
_BESIDE = r"(?:next\s+to|beside|compared\s+(?:to|with)|by\s+the\s+side\s+of|against)"
_THAN: tuple[ChunkKind, str, str] = ("rel", "than", "than")
_IS: tuple[ChunkKind, str, str] = ("be", "be", "is")
_PICTURED = (
    r"(?!\s+(?:the\s+|this\s+|our\s+)?(?:frame|screen|picture|image|scene|shot|view|stage|video|canvas|"
    r"window|film)\b)"
)
_IN_VIEW = r"(?:shot|frame|view|sight|picture|vision)"
_TURNS: tuple[tuple[str, Plain], ...] = (
    (r"(?:is|are|was|were)\s+on\s+the\s+(?:rise|up)", (("verb", "rise", "s"),)),
    (
        r"(?:takes?|took|taking)\s+off(?=\s*(?:[.,;]|$|\b(?:into|from|to|towards?|and|at|in)\b))",
        (("verb", "rise", "s"),),
    ),
    (
        rf"(?:{verbs('come')}|came)\s+to\s+(?:a|its|his|her)\s+(?:(?:full|dead|sudden|complete|short|"
        r"final|gentle|slow|abrupt)\s+)?(?:stop|halt|standstill|rest)",
        (("verb", "stop", "s"),),
    ),
    (rf"(?:{verbs('come')}|came)\s+to\s+(?:rest|lie|stand|sit)", (("verb", "rest", "s"),)),
    (
        rf"(?:{verbs('come')}|came)\s+(?:back\s+)?to\s+(?:life|(?:its|his|her|their)\s+senses)",
        (("verb", "wake", "s"),),
    ),
    (
        rf"(?:{verbs('come')}|came)\s+to\s+(?:an?\s+(?:end|close)|nothing|terms)",
        (("verb", "end", "s"),),
    ),
    (r"(?:goes|went|go|going|gone)\s+missing", (("verb", "vanish", "s"),)),
    (
        rf"(?:{verbs('drop fade pass slip melt')}|goes|went|fell|falls)\s+(?:out\s+of|from)\s+"
        rf"(?:the\s+|our\s+)?{_IN_VIEW}",
        (("verb", "vanish", "s"),),
    ),
    (
        rf"(?:{verbs('stay remain keep wait linger lurk')}|kept)\s+(?:away(?!\s+from)|"
        rf"hidden(?!\s+(?:by|behind|in|under|among|from))|unseen|invisible|out\s+of\s+(?:the\s+)?{_IN_VIEW}|"
        r"off[\s-]?(?:screen|camera|stage))",
        (_IS, ("how", "absent", "")),
    ),
    (
        r"(?:is|are|was|were)\s+off[\s-]?(?:screen|camera|stage)",
        (_IS, ("how", "absent", "")),
    ),
    (
        rf"(?:(?<=and )|(?<=but )|(?<=then ))(?:off[\s-]?screen|out\s+of\s+{_IN_VIEW})"
        r"(?=\s+(?:in|during|for)\s+the\s|\s*(?:[.,;]|$))",
        (("how", "absent", ""),),
    ),
    (
        rf"(?<!close )(?:in\s+{_IN_VIEW}|on\s+(?:screen|view|camera))(?=\s*(?:[.,;]|$|\b(?:in|at|"
        r"for|from|until|till|only|and|but|up|when|while|during|throughout|once|after|before|the)\b))",
        (("how", "present", ""),),
    ),
    (r"(?:is|are)\s+without", (("verb", "have", "s"), ("not", "no", ""))),
    (r"(?<=half )(?:is|stays|remains)\s+(?:empty|deserted)", (("not", "nobody", ""),)),
    (
        r"(?:nobody|nothing|no\s+one)\s+(?:is|can\s+be)\s+(?:there|here|seen|visible|to\s+be\s+seen)",
        (("not", "nobody", ""),),
    ),
    (r"(?:is|are|was|were)\s+(?:fast\s+|sound\s+|still\s+)?asleep", (("verb", "sleep", "s"),)),
    (r"(?:is|are|was|were)\s+on\s+(?:its|his|her|their|the)\s+way", (("verb", "go", "goes"),)),
    (
        r"(?:is|are|was|were)\s+(?:dwarfed|outsized|outgrown)\s+by",
        (_IS, ("more", "smaller", ""), _THAN),
    ),
    (
        rf"(?:{verbs('dwarf outgrow outsize')}|(?:{verbs('tower loom')})\s+(?:high\s+)?over)",
        (_IS, ("more", "bigger", ""), _THAN),
    ),
    (r"(?:is|are|was|were)\s+(?:supported|held\s+up|borne)\s+by", (_IS, ("rel", "on", "on"))),
    (
        rf"(?:{verbs('gain')})\s+(?:height|altitude)|(?:{verbs('get go grow')}|got)\s+(?:ever\s+|"
        r"even\s+)?higher(?:\s+and\s+higher)?",
        (("verb", "rise", "gains"),),
    ),
    (
        rf"(?:{verbs('get go grow')}|got)\s+(?:ever\s+|even\s+)?lower(?:\s+and\s+lower)?|"
        rf"(?:{verbs('lose')}|lost)\s+(?:height|altitude)|(?:{verbs('lower')})\s+(?:it|him|her|"
        r"them)sel(?:f|ves)",
        (("verb", "sink", "loses"),),
    ),
    (rf"(?:tiny|small|little|minute|minuscule)\s+{_BESIDE}", (("more", "smaller", ""), _THAN)),
    (
        rf"(?:huge|big|large|tall|enormous|gigantic|giant|massive)\s+{_BESIDE}",
        (("more", "bigger", ""), _THAN),
    ),
    (
        rf"(?:{verbs('match equal')})\b(?=[^.]*\bin\s+(?:size|height))",
        (_IS, ("more", "same", ""), _THAN),
    ),
    (r"(?:alike|equal|level)\s+in\s+(?:size|height)", (("more", "same", ""),)),
    (r"(?:has|have)\s+the\s+(?:same\s+)?(?:size|height)\s+of", (_IS, ("more", "same", ""), _THAN)),
    (
        rf"(?:{verbs('exceed surpass')})(?=[^.]*\bin\s+(?:size|height))",
        (_IS, ("more", "bigger", ""), _THAN),
    ),
    (r"no\s+difference\s+(?:in|of)\s+(?:size|height)\s+between", (("more", "same", ""),)),
    (
        r"(?:no|neither|not)\s+(?:bigger|larger|taller)\s+(?:and|or|nor)\s+(?:no\s+|not\s+)?"
        r"(?:smaller|shorter)\s+than",
        (("more", "same", ""), _THAN),
    ),
    (rf"(?:{verbs('support')}|(?:holds?|holding|held)\s+up)", (_IS, ("rel", "bears", "bears"))),
    (
        r"(?:at|on|to)\s+the\s+left[\s-]hand\s+(?:side\s+)?of\b" + _PICTURED,
        (("rel", "left", "to the left of"),),
    ),
    (
        r"(?:at|on|to)\s+the\s+right[\s-]hand\s+(?:side\s+)?of\b" + _PICTURED,
        (("rel", "right", "to the right of"),),
    ),
    (
        r"(?:nearer|closer)\s+(?:to\s+(?:us|the\s+(?:camera|viewer|lens))\s+)?than",
        (("rel", "front", "in front of"),),
    ),
    (r"(?:farther|further)\s+(?:back|away|off)\s+than", (("rel", "behind", "behind"),)),
    (
        r"(?:(?:half|partly|partially|almost)[\s-]+)?hidden\s+(?:by|behind)",
        (("rel", "behind", "behind"),),
    ),
    (
        rf"(?:half|partly)[\s-]+(?:{_HIDES})|(?:{_HIDES})"
        r"(?=[^.,;]*\b(?:in\s+part|partly|partially|half\s+of\s+(?:it|him|her|them))\b)",
        (_IS, ("rel", "front", "in front of")),
    ),
)
_FINDERS = tuple((re.compile(rf"\b(?:{pattern})\b"), plain) for pattern, plain in _TURNS)


def turns(low: str) -> Iterator[tuple[int, int, Plain]]:
    """Every such turn of a lower-case sentence: its stretch and the plain words for it."""
    for finder, plain in _FINDERS:
        for match in finder.finditer(low):
            yield match.start(), match.end(), plain
