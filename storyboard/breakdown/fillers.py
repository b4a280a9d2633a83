"""Words that stand where a noun may stand and name nobody - "much", "where", "a beat" - and nouns
that name somebody else: those behind their "of" ("the shadow of a cat"), those of a crowd.
"""

from __future__ import annotations

from collections.abc import Mapping

from storyboard.lexicon import BODY, PICTURE, listed

# Never a noun, whatever stands around them
NAMELESS = listed(
    "much more most less least where what why how whoever whatever wherever whichever whenever "
    "whether whose either neither nor none both except despite unlike because although though "
    "unless instead apart enough thanks according forth fro upside asleep afraid alone awake "
    "aware alive absent unseen aloft adrift aside askew ashore abroad astride worth ago else "
    "plenty owing due regarding throughout visible invisible nowhere oh ah hey hello yes okay "
    "please able ready likely sure glad unable eager overhead midair anymore aloud forward "
    "upright sideways backwards forwards everywhere somewhere anywhere elsewhere whereas wherein "
    "whereby upstairs downstairs further farther closer nearer"
)
# Before an adjective they only tell how much
DEGREES = listed("very most least rather quite so too really extremely fairly pretty")
# Nouns that nobody can see: sounds, pauses, measures, what one thinks
UNSEEN = listed(
    "hole beat pause scream shriek knock bang crash thud click crack creak roar whisper echo voice "
    "soul sight figure silhouette outline reflection size colour color shape height length width "
    "weight range deal portion number amount majority minority percent fortune secret truth "
    "reason chance luck trouble danger mistake question answer order command plan purpose rule "
    "law right wrong former latter heel heels tiptoe surprise delight horror dismay amazement "
    "relief moment instant blink flash gust breath glimpse hint trace scent smell taste twenty "
    "thirty forty fifty sixty seventy eighty ninety hundred footstep footsteps alarm siren touch "
    "feel mood atmosphere tension stillness quiet calm chaos panic applause cheer cheers "
    "nothingness emptiness presence absence appearance disappearance arrival departure attempt "
    "effort try use view views habit custom age fifties forties thirties sixties twenties teens "
    "first second third fourth fifth stop spotlight lightbeam speck dot middle-age death life "
    "birth war news gossip ray"
)
# Weather and water: the picture's light and ground, unless they are told of as one thing of several
LOOSE = listed("mist fog storm smoke steam wave puddle lake pond river hill mountain shadow")
# Stand for what follows their "of": "the shadow of a cat", "a slice of bread"
ONTO = (PICTURE | BODY) - {
    "window",
    "camera",
    "photo",
    "photograph",
    "painting",
    "drawing",
} | listed(
    "group edge foot roof rest leader shadow silhouette figure outline reflection sight sound "
    "noise size colour color shape top tip surface smell scent image likeness appearance form "
    "presence weight height length width pile heap stack slice piece chunk lump scrap ray beam "
    "puff gust flash burst bolt drop patch pool sheet ribbon cry voice song howl roar bulk "
    "majority remains remainder inside outside interior view glimpse"
)
# "A tower of plates", "a sea of flowers": many of what follows
HEAPS = listed("tower mountain sea wall forest carpet ocean hill river army")
# How many a crowd is on a paper stage, and of what
CROWDS: Mapping[str, tuple[str, int]] = {
    "crowd": ("person", 6), "audience": ("person", 6), "mob": ("person", 6),
    "couple": ("person", 2), "family": ("person", 4), "queue": ("person", 4),
    "group": ("person", 4), "team": ("person", 4), "gang": ("person", 4),
    "choir": ("singer", 5), "orchestra": ("musician", 6), "band": ("musician", 4),
    "crew": ("sailor", 4), "troop": ("soldier", 5), "patrol": ("soldier", 4),
    "flock": ("bird", 5), "herd": ("cow", 5), "swarm": ("bee", 6), "pack": ("wolf", 4),
    "fleet": ("boat", 4), "convoy": ("truck", 4),
}  # fmt: skip
# Which puppets draw people who are told of by no more than that, and in which colours
FACES: Mapping[str, tuple[str, ...]] = {
    "family": ("man", "woman", "girl", "boy"),
    "": ("man", "woman", "old_man", "woman", "man", "old_woman"),
}
COATS = ("", "red", "", "green", "ochre", "plum")
