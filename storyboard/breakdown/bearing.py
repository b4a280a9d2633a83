"""Bearing: what somebody wears and what they have in hand; neither stands beside them."""

from __future__ import annotations

from storyboard import lexicon
from storyboard.breakdown import verbs
from storyboard.breakdown.apposition import SAME
from storyboard.breakdown.joints import Joints
from storyboard.breakdown.phrases import Noun
from storyboard.breakdown.syntax import animate, worn

_HELD = ("in", "under", "over", "on", "between", "around")

_HANDS = lexicon.listed(
    "hand arm mouth paw lap shoulder back head beak fist tooth teeth jaw jaws finger nose belt "
    "pocket trunk tongue knee claw"
)


class Bearing(Joints):
    """Tells clothes and things in hand from things in the picture."""

    def _described(self, noun: Noun) -> bool:
        """Clothes and colours after "in", "with", "wearing" describe; they do not stand in the
        picture."""
        relation = self.relation
        if relation is None or relation.raw not in ("in", "with") or relation.nouns:
            return False
        if not worn(noun):
            return False
        bearers = self.now.objects or self.now.subjects
        bearer = bearers[-1] if bearers else None
        for other in self.now.relations[:-1]:
            if other.nouns and other.name != "of":
                bearer = other.nouns[-1]
        back = 3 if self.at > 2 and self.chunks[self.at - 2].raw == SAME else 2
        before = self.chunks[self.at - back].noun if self.at >= back else None
        if before is not None and animate(before):
            bearer = before  # "behind Tom, a man in a red cap"
        if bearer is None or (relation.raw == "in" and noun.head in ("bed",)):
            return False
        self.now.about.append((bearer, noun))
        self.now.relations.remove(relation)
        self.relation = None
        return True

    def _in_hand(self, noun: Noun) -> bool:
        """ "A wet umbrella in her hand", "a stick in its mouth": who is told of has it there."""
        relation, now = self.relation, self.now
        if relation is None or relation.raw not in _HELD or noun.head not in _HANDS:
            return False
        held = self.chunks[self.at - 2].noun if self.at > 1 else None
        if held is None or relation.nouns or not (noun.owner or not noun.article):
            return False
        if held in now.objects and verbs.MOTIONS.get(now.verb) == "carry":
            now.relations.remove(relation)
        elif held in now.objects or (held in now.subjects and not now.verb):
            (now.objects if held in now.objects else now.subjects).remove(held)
            now.relations.remove(relation)
            now.carried.append(held)
            now.inherits = now.inherits or not now.subjects
        elif any(held in one.nouns and one.raw == "with" for one in now.relations):
            now.relations = [one for one in now.relations if held not in one.nouns]
            now.relations.remove(relation)
            now.carried.append(held)
        else:
            return False
        self.relation = None
        return True

    def _also_worn(self, noun: Noun) -> bool:
        """ "A yellow dress and a red hat": the hat is worn like the dress before it."""
        before = self.chunks[self.at - 2] if self.at > 1 else None
        return worn(noun) and before is not None and before.noun is self.now.about[-1][1]
