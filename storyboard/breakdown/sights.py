"""Sights: words for coming into view and going out of it - "is lost from view", "becomes visible".

Read as turns of phrase: a plain verb, or that somebody is there or not, or that nobody is.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from storyboard.breakdown.turns import Plain, verbs

_VIEW = r"(?:shot|frame|view|sight|picture|vision|scene|image)"
_IN_VIEW = rf"(?:the\s+|our\s+)?{_VIEW}"
_BECOMES = f"{verbs('turn become go get grow')}|went|gone|got|grew|became|becoming"
_BE = r"(?:is|are|was|were|be|been|'s|'re)"
_STAYS = f"{_BE}|{verbs('stay remain')}"
_IT = r"(?:it|him|her|them)"
_FOUND = r"to\s+be\s+(?:seen|found)"
# What may come after a phrase that is whole
_THEN = (
    r"(?=\s*(?:[.,;:]|$|\b(?:in|on|at|for|from|until|till|to|and|but|up|by|only|when|while|during|"
    r"throughout|once|after|before|again|then|as|halfway|midway|never)\b))"
)
_TIMED = (
    r"(?=\s*(?:[.,;]|$)|\s+(?:half-?way|midway|then|when|once|by\s+the|at\s+(?:the\s+)?(?:mid|half)|"
    r"(?:in|for)\s+the\s+[a-z]+\s+half|from\s+(?:then|the\s+(?:mid|half)))\b)"
)
_NOUGHT = (
    r"(?:(?:in)?to\s+(?:nothing(?:ness)?|(?:thin|the)\s+air|the\s+void)|"
    r"out\s+of\s+(?:existence|being))"
)
_FADES = f"{verbs('vanish disappear fade melt dissolve blink wink dwindle evaporate pop turn')}"
_COMES = f"{verbs('fade pop flash blink wink spring flicker swim flare dissolve')}|sprang|swam"
_TAKEN = (
    r"(?:removed|wiped(?:\s+(?:away|out|off))?|erased|deleted|whisked\s+away|blanked\s+out|"
    r"edited\s+out|taken\s+(?:away|out))(?!\s+by\b)"
)
_GIVEN = r"(?:revealed|unveiled|added|introduced|(?:brought|faded|put)\s+in|first\s+(?:seen|shown))"
_VANISH: Plain = (("verb", "vanish", "s"),)
_APPEAR: Plain = (("verb", "appear", "s"),)
_IS: Plain = (("be", "be", "is"),)
_PRESENT: Plain = (("how", "present", ""),)
_THERE: Plain = (*_IS, *_PRESENT)
_AWAY: Plain = (*_IS, ("how", "absent", ""))
_WITHOUT: Plain = (("verb", "have", "s"), ("not", "no", ""))
_NOBODY: Plain = (("not", "nobody", ""),)
_SWAP: Plain = (("verb", "swap", "s"), ("rel", "to", "to"))
_SIGHTS: tuple[tuple[str, Plain], ...] = (
    (
        r"nothing\s+(?:is\s+left|remains)\s+of(?=\s+(?:an?|the)\b)|"
        r"(?:you|we|one)\s+(?:will\s+)?looks?\s+for(?=[^.;]*\bin\s+vain)",
        (("not", "not", ""),),
    ),
    # nobody is there
    (
        rf"(?:{_STAYS}|{verbs('lie keep stand')}|left)\s+(?:still\s+|quite\s+|all\s+|totally\s+|"
        rf"completely\s+)?(?:empty|deserted|bare|blank|vacant|unoccupied){_THEN}",
        (*_IS, *_NOBODY),
    ),
    (
        r"(?:nobody|nothing|no\s+one|not\s+a\s+soul)\s+(?:is|was|can\s+be|to\s+be|happens|shows|"
        r"appears|to\s+see|to\s+look\s+at)(?:\s+left(?:\s+of\s+(?:it|him|her|them))?)?(?:\s+(?:there|here|seen|visible|to\s+be\s+seen|at\s+all|on\s+(?:screen|camera|"
        rf"stage|view|display)|in\s+{_IN_VIEW}))?",
        _NOBODY,
    ),
    (r"without\s+(?:anyone|anybody|anything)(?:\s+(?:in\s+it|there))?", _NOBODY),
    (r"we\s+are\s+(?:left\s+)?alone|(?:no\s+one|nobody|nothing)\s+at\s+all", _NOBODY),
    (
        r"(?:^|(?<=half: )|(?<=half : )|(?<=half, )|(?<=half , )|(?<=then )|(?<=first ))empty"
        r"(?=\s*(?:[.,;]|$))",
        _NOBODY,
    ),
    # who goes out of sight
    (rf"(?:{_FADES})\s+(?:away\s+|off\s+)?{_NOUGHT}", _VANISH),
    (rf"(?:{verbs('melt dissolve')})(?:\s+away)?{_THEN}", _VANISH),
    (rf"{_BE}\s+lost\s+(?:from|to)\s+{_IN_VIEW}|lost\s+from\s+{_VIEW}", _VANISH),
    (r"(?:leaves?|left|leaving)\s+(?:our\s+|the\s+|my\s+)?(?:sight|view)(?!\s+of\b)", _VANISH),
    (rf"(?:leaves?|left)\s+us{_TIMED}", _VANISH),
    (rf"(?:{_BECOMES})\s+(?:completely\s+|quite\s+)?(?:invisible|unseen)", _VANISH),
    (
        rf"(?:{verbs('cease stop')})\s+(?:to\s+be|being)\s+(?:there|here|seen|visible|present)|"
        rf"(?:{verbs('cease')})\s+to\s+exist",
        _VANISH,
    ),
    (rf"(?:{verbs('end finish')})\s+(?:its|his|her|their)\s+(?:stay|visit|appearance)", _VANISH),
    (
        rf"(?:{_BE}|{verbs('get')}|got)\s+(?:then\s+)?{_TAKEN}"
        rf"(?:\s+(?:from|out\s+of)\s+{_IN_VIEW})?",
        _VANISH,
    ),
    (rf"(?:{verbs('get')}|got)\s+lost{_TIMED}", _VANISH),
    (rf"(?:remove|erase|delete|hide|take\s+(?:out|away))\s+{_IT}(?:\s+(?:away|out))?", _VANISH),
    (r"the\s+last\s+(?:that\s+)?(?:we|you|one)\s+sees?\s+of", (("verb", "lose", "s"),)),
    (rf"take\s+{_IT}\s+(?:away|out)", _VANISH),
    # who is not there
    (
        r"(?:does|do|did)(?:\s+not|n't)\s+(?:make\s+it|last|stay|remain|survive|live)"
        r"(?=\s+(?:past|beyond|longer|into|after)\b)",
        (*_IS, ("not", "not", "")),
    ),
    (
        rf"(?:{verbs('skip miss')}|(?:{verbs('sit wait')}|sat)\s+out)"
        r"(?=\s+(?:the|its)\s+(?:first|opening|second|last)\s+half)",
        _AWAY,
    ),
    (r"(?<=half )(?:lacks|misses|is\s+missing)(?=\s+(?:an?|the)\b)", _WITHOUT),
    (r"no\s+(?:trace|sign|sight|hint|glimpse)\s+(?:is\s+there\s+)?of", (("not", "not", ""),)),
    (rf"(?:{_STAYS})\s+(?:all\s+|still\s+)?nowhere(?:\s+{_FOUND})?", _AWAY),
    (rf"{_BE}\s+(?:not|no\s+longer|no\s+more|never)\s+{_FOUND}", _AWAY),
    (r"(?:has|have|had)\s+yet\s+to\s+(?:appear|be\s+seen|come\s+into\s+view|show\s+up)", _AWAY),
    (rf"{_BE}\s+no\s+more(?=\s*(?:[.,;]|$))", _AWAY),
    (
        rf"{_BE}\s+(?:withheld|held\s+back|kept\s+(?:hidden|away|back|from\s+(?:us|view)|out\s+of\s+"
        rf"{_IN_VIEW}))",
        _AWAY,
    ),
    # who is there
    (rf"{_BE}\s+(?:only\s+)?{_FOUND}{_THEN}(?!\s+(?:in|on|at)\s+(?!the\s+[a-z]+\s+half))", _THERE),
    (rf"(?:{_STAYS})\s+with\s+us{_THEN}", _THERE),
    (rf"(?:{verbs('keep')}|kept)\s+us\s+company", _THERE),
    (r"(?:gets?|got)\s+to\s+see", (("verb", "see", "s"),)),
    (rf"(?<!close )(?:before\s+us|on\s+stage){_THEN}", _PRESENT),
    (rf"{_BE}\s+left(?=\s*(?:[.,;]|$)|\s+(?:in|for)\s+the\s+[a-z]+\s+half\b)", _THERE),
    # who comes into sight
    (rf"(?:{_BECOMES})\s+(?:clearly\s+|suddenly\s+|fully\s+)?visible", _APPEAR),
    (rf"(?:{verbs('come start begin')}|came)\s+to\s+be\s+(?:seen|visible|there)", _APPEAR),
    (
        rf"(?:{_COMES})\s+(?:up\s+|in\s+)?(?:into\s+(?:our\s+|the\s+)?(?:view|sight|being|existence)"
        r"|out\s+of\s+(?:nowhere|nothing|thin\s+air)|from\s+(?:nowhere|nothing))",
        _APPEAR,
    ),
    (rf"(?:{verbs('fade flash blink flicker dissolve')})\s+in{_TIMED}", _APPEAR),
    (
        rf"(?:{verbs('make')}|made)\s+(?:an?|its|his|her|their)\s+(?:(?:first|sudden|late|only|grand)"
        r"\s+)?(?:appearance|entrance|entry)",
        _APPEAR,
    ),
    (
        rf"{_BE}\s+(?:then\s+|suddenly\s+)?{_GIVEN}(?:\s+(?:in)?to\s+{_IN_VIEW})?{_THEN}",
        _APPEAR,
    ),
    (rf"first\s+(?:{verbs('appear')}|(?:{verbs('show')})\s+up)", _APPEAR),
    (r"the\s+first\s+(?:that\s+)?(?:we|you|one)\s+sees?\s+of", _APPEAR),
    (rf"(?:{verbs('show')})\s+(?:it|him|her|them)sel(?:f|ves)", _APPEAR),
    # who is there instead
    (rf"(?:{verbs('give make')}|gave|made)\s+(?:way|room|place)\s+(?:to|for)", _SWAP),
    (
        rf"(?:{_BE}|{verbs('get')})\s+(?:then\s+)?(?:replaced|relieved|supplanted|succeeded)\s+by|"
        rf"{_BE}\s+(?:swapped|exchanged)\s+for",
        _SWAP,
    ),
    (
        rf"(?:{verbs('take')}|took)\s+(?:(?:its|his|her|their|the)\s+place|over){_TIMED}|"
        rf"(?:{verbs('replace')})\s+{_IT}|"
        r"in\s+(?:its|his|her|their)\s+place(?=\s+(?:there|is|are|an?)\b)",
        (("verb", "instead", "s"),),
    ),
)
# "Nobody is there until a dog appears": until then
_UNTIL = re.compile(
    r"(?<![\w'])(?:until|till)(?=\s+(?:an?|the|his|her|its|it|he|she|they)\b(?:\s+[\w-]+){0,3}?\s+(?:"
    rf"{verbs('appear emerge arrive vanish disappear fade dissolve')}|turns\s+up|shows\s+up|"
    r"pops\s+up|comes|leaves|is\s+(?:gone|there|seen))\b)"
)
_FINDERS = tuple(
    (re.compile(rf"(?<![\w'])(?:{pattern})(?![\w'])"), plain) for pattern, plain in _SIGHTS
)
# What only says the same of the rest of the time: "a cat that had been there all along"
_ECHOES = re.compile(
    r"(?<![\w'])(?:"
    r"(?:,\s*)?(?:that|which|who)\s+(?:is|was|were|had\s+been|has\s+been)\s+(?:(?:not|never|nowhere)\s+)?"
    r"(?:there|here|visible|seen|present|in\s+sight)"
    r"\s+(?:before|all\s+along|so\s+far|until\s+then|till\s+then|at\s+first|earlier)(?:\s*,)?|"
    r"(?:where|which)\s+(?:(?:there|it)\s+)?(?:was|were)\s+(?:nothing|nobody|not|nowhere)"
    r"(?:\s+(?:there|before|until\s+then|earlier|at\s+first|to\s+(?:begin|start)\s+with|"
    r"in\s+the\s+(?:first|opening)\s+half))*|"
    r"in\s+which\s+(?:nobody|no\s+one|nothing)\s+(?:is|was|can\s+be)\s+(?:seen|there|visible)|"
    r"(?:,\s*)?(?:that|which|who)\s+(?:was|were|had\s+been)\s+(?:there|here|seen|visible|present)\s+(?:at|in|"
    r"from|during)\s+the\s+(?:start|beginning|outset|(?:first|opening)\s+half)(?:\s*,)?|"
    r"(?:and\s+)?(?:there|then)\s+(?:alone|only)(?=\s*[,.;])|"
    r"(?:and|but)\s+(?:not|no)\s+(?:before|earlier|sooner|until\s+then)"
    r"(?=\s*(?:[.;]|$|,(?!\s*(?:the\s+)?(?:mid|half))))|"
    r"never\s+to\s+(?:return|come\s+back|be\s+seen\s+again)|for\s+good|once\s+and\s+for\s+all|"
    r"any\s*(?:more|longer)|the\s+(?:whole|entire)\s+time|all\s+(?:along|through|the\s+time)|"
    r"(?<!for )(?<!after )(?<!until )(?<!till )(?<!by )(?<!before )(?<!with )(?<!once )(?<!when )"
    r"(?:half|most|some|much)\s+of\s+the\s+time(?=\s+(?:an?|the|his|her|its|it|he|she)\b)"
    r")(?![\w'])"
)


def sights(low: str) -> Iterator[tuple[int, int, Plain]]:
    """Every such turn of a lower-case sentence: its stretch and the plain words for it."""
    for finder, plain in _FINDERS:
        for match in finder.finditer(low):
            yield match.start(), match.end(), plain
    for match in _UNTIL.finditer(low):
        yield match.start(), match.end(), (("then", "then", ""),)


def echoes(low: str) -> Iterator[tuple[int, int]]:
    """Every stretch that tells nothing new of who is seen when."""
    for match in _ECHOES.finditer(low):
        yield match.start(), match.end()
