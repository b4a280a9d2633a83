"""Verbs: every form -> its lemma, and what each does to a box.

The lexicon's, from which the director's lessons and exam draw as well, and more that scripts use.
"""

from __future__ import annotations

from collections.abc import Mapping

from storyboard import lexicon
from storyboard.inflection import forms
from storyboard.lexicon import Motion, listed

_MORE = (
    "show: reappear; hide: evaporate dematerialise dematerialize; "
    "travel: step stalk swagger waltz inch dart lurch skid stumble whirl; "
    "up: vault; approach: pounce lunge attack; retreat: duck dodge; carry: yank lug; "
    "send: fire spit/spat; face: glare scowl aim; "
    "stay: kneel/knelt mount dismount pack slam spill/spilt bite/bit/bitten "
    "boil drip smash glimpse pant polish pound pray rub scrub smell smoke splash spray squat stack "
    "stick/stuck strike/struck/stricken sweat tickle tilt trip twist untie wobble curtsy flip hiss "
    "jerk peel perform rummage scrape slouch slump spark swat tackle thrust toast totter touch "
    "tremble wince zip draw/drew/drawn fold raise shut switch crumble blush pretend practise "
    "practice rehearse measure count solve inhale exhale swear/swore/sworn promise apologise "
    "apologize insist refuse enjoy admire steal/stole/stolen rob sharpen load bang blow chat "
    "mumble stammer groan moan sniffle snarl spread wind/wound buckle button comb brush shave tuck "
    "dust iron mop rinse wipe squirm fidget doodle sketch carve hammer saw drill mend stitch "
    "croak quack oink bleat coo cluck crow whinny screech squawk squeal squeak whimper chatter "
    "share scribble "
    "spoon slurp munch crunch gobble devour carry"
)


def _table() -> tuple[dict[str, tuple[str, str]], dict[str, Motion]]:
    verbs, motions = dict(lexicon.VERBS), dict(lexicon.MOTIONS)
    for entry in _MORE.split("; "):
        motion, _, told = entry.partition(": ")
        for verb in told.split():
            lemma, *irregular = verb.split("/")
            if lemma in motions:
                continue
            motions[lemma] = motion  # type: ignore[assignment]
            for form, name in forms(lemma, irregular).items():
                verbs.setdefault(form, (lemma, name))
    more = {"taken": ("take", "past"), "laid": ("put", "past"), "lays": ("put", "s")}
    return verbs | more, motions


VERBS: Mapping[str, tuple[str, str]]
MOTIONS: Mapping[str, Motion]
VERBS, MOTIONS = _table()
# Verbs that name a thing more often than a deed
NOUNLIKE = lexicon.NOUNLIKE | listed(
    "step smoke spark stack pack pound toast touch draw wind duck fire spit spray count button "
    "comb brush iron mop saw drill hammer spoon load stick bite strike trip smell saw attack zip "
    "vault inch waltz dart bang blow chat groan moan dust"
)
