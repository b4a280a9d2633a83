"""Words that are not art: numbers, pronouns, names, sides and relations, verbs, sizes, the camera.

The words for puppets, places, actions and colours live with the art in ``assets``. Tables are
plain lists of words (``tables``), so that a reader can add one: "meaning: word, word". The
director's lessons and exam draw from these words; what only the breakdown knows lies with it
(``breakdown/people``, ``breakdown/verbs``).
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from typing import Literal

import assets
from storyboard.inflection import forms
from storyboard.inflection import plural as plural
from storyboard.inflection import singular as singular
from storyboard.naming import FEMALE as FEMALE
from storyboard.naming import MALE as MALE
from storyboard.naming import TITLES as TITLES
from storyboard.tables import factors as factors
from storyboard.tables import listed as listed
from storyboard.tables import phrases as phrases
from storyboard.tables import told as told

Motion = Literal[
    "stay", "travel", "enter", "exit", "up", "down", "approach", "retreat", "follow", "carry",
    "send", "show", "hide", "face",
]  # fmt: skip


def _numbers(text: str) -> dict[str, int]:
    return {word: int(number) for word, number in told(text).items()}


NUMBERS: Mapping[str, int] = _numbers(
    "0: zero; 1: one, single, lone, solitary, total; 2: two, pair, couple, duo, twin; 3: three, "
    "trio, threesome, several, few, some, number, lot, variety; 4: four, quartet, foursome, "
    "group, bunch, pack, row, line, family, team, gang, cluster, handful, band, fleet; 5: five, "
    "quintet, many, flock, herd, school, shoal; 6: six, half-dozen, crowd, swarm; 7: seven; 8: "
    "eight; 9: nine; 10: ten; 11: eleven; 12: twelve, dozen"
)
GROUPS = listed(
    "pair couple duo trio quartet quintet group bunch crowd flock herd pack school swarm row line "
    "family team gang cluster total number lot variety handful band dozen shoal fleet"
)
ORDINALS: Mapping[str, int] = _numbers(
    "1: first; 2: second; 3: third; 4: fourth; 5: fifth; 6: sixth; 7: seventh; 8: eighth; 9: "
    "ninth; 10: tenth"
)

DETERMINERS = listed("a an the this that these those another other each every any no such")
POSSESSIVES: Mapping[str, str] = told(
    "he: his; she: her; it: its; they: their; i: my; we: our; you: your"
)
PRONOUNS: Mapping[str, str] = told(
    "he: he, him, himself; she: she, herself, hers; it: it, itself; they: they, them, themselves, "
    "both; all: everyone, everybody, all"
)
CONJUNCTIONS = listed("and or but so yet plus")
SEQUENCE = listed(
    "then next afterwards afterward later finally lastly eventually subsequently after"
)
TOGETHER = listed("while as when whilst meanwhile simultaneously")
AUXILIARIES = listed(
    "is are was were be been being am has have had do does did can could will would may might "
    "must shall should isn't aren't doesn't don't won't can't cannot 's 're"
)
NEGATIONS = listed("not never no isn't aren't doesn't don't won't can't cannot n't")
PREPOSITIONS = listed(
    "at in on by to from of with for into onto over under above below behind beneath underneath "
    "beside besides near across through along past around round about against toward towards "
    "between among amongst up down off out inside outside within without upon before after during "
    "until since like as alongside atop beyond via than per"
)
SENSES = listed("see watch hear notice find spot observe catch let make help feel discover reveal")

# Which part of the picture a word names: x, then y, in frame widths and heights; None = not said.
SIDES: Mapping[str, tuple[float | None, float | None]] = {
    "left": (0.18, None), "right": (0.82, None), "center": (0.5, None), "centre": (0.5, None),
    "middle": (0.5, None), "top": (None, 0.2), "upper": (None, 0.2), "bottom": (None, 0.8),
    "lower": (None, 0.8),
}  # fmt: skip
# A relation's name, and how it is said: "a REL b".
RELATIONS: Mapping[str, str] = told(
    "left: left of, to the left of, on the left of, left from, on the left side of, to the left "
    "side of, at the left of, at the left side of; right: right of, to the right of, on the right "
    "of, right from, on the right side of, to the right side of, at the right of, at the right "
    "side of; above: above, over, higher than, high above, up above; below: below, lower than; "
    "under: underneath, beneath, under; on: on, on top of, atop, upon, onto; behind: behind, in "
    "back of, at the back of; front: in front of, before; ahead: ahead of; beside: next to, "
    "beside, besides, near, by, close to, alongside, by the side of, at, against, with, along "
    "with, together with, among, around, at the side of, adjacent to, not far from, nearby, "
    "round; between: between, in between; in: in, inside, inside of, within; into: into; "
    "opposite: opposite, across from, facing; to: to, toward, towards, up to, over to, in the "
    "direction of, back to, straight to, straight for; for: for; after: after; from: from; away: "
    "away from; off: off, off of; out: out of, out from, out from behind, from behind; past: "
    "past; through: through; across: across; along: along; about: about; like: like; than: than; "
    "as: as; of: of; without: without"
)

# Parts of the picture and not things in it.
PICTURE = listed(
    "photo photograph drawing painting frame screen picture image scene shot view stage video "
    "canvas window clip camera foreground "
    "background distance horizon way side corner edge half part middle center centre left right "
    "top bottom sequence film footage movie moment time while end beginning start second seconds "
    "minute minutes front back rear direction"
)

# Verbs by what they do to a box; irregular forms follow a verb after a slash.
_MOTIONS = (
    "travel: walk run/ran jog stroll wander march stride/strode/stridden trot gallop race dash "
    "rush hurry sprint skip hop crawl creep/crept sneak tiptoe limp stagger shuffle pace roam "
    "ride/rode/ridden cycle pedal sail row drift float glide slide/slid skate ski roll "
    "swim/swam/swum fly/flew/flown flutter speed/sped zoom move go/went/gone head wade parade "
    "scamper scurry bound bolt charge hike trek hover cruise steer cross pass travel traverse "
    "journey tumble waddle prance drive/drove/driven trudge plod amble saunter slither whoosh "
    "whizz hurtle rumble chug trundle roar sweep/swept stream patrol circle weave/wove flit flap "
    "coast paddle bike scuttle lope canter toddle swoop proceed advance progress shift meander "
    "mosey strut traipse tramp lumber stomp rocket streak scoot motor make/made shoot/shot "
    "migrate navigate orbit wriggle slip venture; enter: enter arrive emerge come/came return "
    "burst; exit: exit leave/left depart flee/fled escape; show: appear materialise materialize "
    "pop; hide: disappear vanish fade; up: climb rise/rose/risen ascend soar lift raise hoist "
    "heave launch clamber scale; down: fall/fell/fallen drop sink/sank/sunk descend dive/dove "
    "land plunge collapse plummet parachute crash topple lower; approach: approach reach "
    "join meet/met near visit "
    "greet hug kiss embrace confront surround; retreat: retreat withdraw/withdrew recoil back; "
    "follow: follow chase pursue trail tail hunt shadow; carry: carry hold/held push pull drag "
    "bring/brought take/took hug cradle haul tow grip clutch wear/wore/worn lead/led; send: "
    "throw/threw/thrown toss kick hurl fling/flung pitch bat launch; face: turn face look gaze "
    "stare glance peer watch see/saw/seen notice spot observe admire eye examine study inspect "
    "point; stay: be stand/stood sit/sat/seated lie/lay/lain sleep/slept wait rest wave talk "
    "speak/spoke/spoken say/said tell/told ask answer reply shout whisper laugh smile grin "
    "cry/cried weep/wept sob sing/sang/sung dance eat/ate/eaten drink/drank/drunk read/read "
    "write/wrote/written cook paint play work think/thought dream listen hear/heard feel/felt "
    "breathe sigh nod shake/shook/shaken shrug clap cheer bow kneel/knelt crouch lean bend/bent "
    "stretch yawn sneeze cough bark meow purr growl howl roar moo neigh chirp tweet quack hoot "
    "buzz ring/rang/rung glow shine/shone burn flicker blink sparkle twinkle grow/grew/grown "
    "bloom open close shut knock hit/hit dig/dug build/built plant water pour stir cut/cut chop "
    "knit sew fish hunt fight/fought wrestle jump leap/leapt bounce spin/spun rotate swing/swung "
    "sway rock tremble shiver freeze/froze/frozen stop halt pause hesitate remain stay keep/kept "
    "hide/hid/hidden perch hang/hung rattle snore wake/woke/woken celebrate juggle salute beckon "
    "gesture show/showed/shown explain call yell scream gasp giggle chuckle frown wink pet stroke "
    "scratch lick sniff chew nibble graze peck wag feed/fed clean wash peek tower "
    "shove/shoved nudge sweep wipe fix repair pick "
    "grab catch/caught give/gave/given hand pass put/put place set/set offer receive buy/bought "
    "sell/sold pay/paid find/found lose/lost search try/tried want need love like know/knew "
    "remember forget/forgot mean/meant let/let help become/became get/got have/had begin/began "
    "start finish continue snow rain blow/blew/blown crash break/broke/broken explode unfold "
    "unwrap squint nap doze relax pose float hover watch wonder decide realise realize own live "
    "seem exist occur happen feature contain include depict consist shelter balance bury gather "
    "huddle line fill cover crack steam twirl sneer wrap tie press ring lock unlock type dial "
    "discover reveal shade fold settle dangle linger stare grasp join point snatch scoop swallow "
    "gulp sip taste drop strum hum whistle end squeeze tug plead beg argue poke tap slap "
    "pat crumple"
)
# Verbs of that list that name a thing more often than a deed.
NOUNLIKE = listed(
    "head row line bat launch trail tail shadow eye point face hand place set water plant fish "
    "ring call work play help rock pet show start end watch drink cook paint dream sleep rest "
    "dance walk run ride drive race drop fall rise turn look smile wave talk laugh cry sigh bow "
    "bark burn crash break light cover stream coast motor rocket scale pitch bike paddle train "
    "streak stage circle pass cross land near flower shade fold hum press type tap pat stroke cut "
    "catch kick toss throw swing spin jump leap hop skip march parade hike trek dash charge bound "
    "bolt cruise speed journey travel return visit meet hug kiss chase hunt haul bear lead wear "
    "gaze stare glance study knock fight clap cheer stretch yawn sneeze cough growl howl buzz "
    "glow flicker blink sparkle crack steam lock wonder love need like float nap pose tow fix "
    "lean search offer wash sweep wipe feed gesture salute halt pause stop stay sway gasp wink "
    "whisper shout scream whistle tug slip shift orbit venture shelter balance drift slide roll "
    "lift back pop shoot gather bend lap"
)
FAST = listed(
    "run race dash rush hurry sprint gallop charge bolt flee chase zoom speed bound scamper "
    "scurry escape pursue hurtle rocket whizz whoosh streak"
)
SPEECH = listed(
    "say shout whisper ask answer reply call yell scream mutter murmur tell cry sigh laugh "
    "exclaim add announce explain declare whine growl sing gasp begin continue beg plead hiss "
    "bark snap repeat agree admit"
)

# Sizes as factors of a height.
SIZES: Mapping[str, float] = factors(
    "0.55: tiny; 0.5: minuscule, miniature; 0.72: small; 0.75: little; 0.8: short, compact; 0.6: "
    "baby, mini; 0.7: wee; 1: medium; 1.3: big, large, great; 1.25: tall; 1.55: huge; 1.7: giant, "
    "gigantic, colossal; 1.65: enormous; 1.6: massive; 1.5: towering, vast, oversized; 1.15: long"
)
COMPARED: Mapping[str, float] = factors(
    "1.5: bigger, larger, taller, greater, higher; 1.7: huger; 0.667: smaller, shorter, littler, "
    "lower; 0.55: tinier"
)
AGES: Mapping[str, str] = told(
    "old: old, elderly, aged, ancient, grey-haired, white-haired; young: young, youthful, little, "
    "teenage"
)
BUILDS: Mapping[str, str] = told(
    "fat: fat, plump, chubby, stout, round; thin: thin, skinny, slim, lanky, slender"
)
HATS = listed("hat cap bonnet helmet beanie beret crown sombrero fez")
# The role of a puppet's paper that a garment's colour goes to.
GARMENTS: Mapping[str, str] = told(
    "dress: dress, gown, skirt, frock; coat: coat, jacket, raincoat, uniform, suit, overalls; "
    "cape: cloak, cape; robe: robe; shirt: shirt, t-shirt, sweater, jumper, blouse, vest; scarf: "
    "scarf; band: collar; shorts: shorts; legs: trousers, pants, jeans; shoe: shoes, boots, shoe; "
    "cap: cap; hair: hair; apron: apron; fur: fur; roof: roof; sail: sail, sails"
)
BODY = listed(
    "hand hands arm arms head face eye eyes hair nose mouth ear ears leg legs foot feet finger "
    "fingers shoulder shoulders back chest neck lip lips tail wing wings paw paws fist knee knees "
    "cheek cheeks heart breath voice smile gaze grin tongue teeth brow chin lap hip hips palm "
    "thumb toe toes body mind stomach belly snout beak fur mane trunk whiskers throat skin bone "
    "bones forehead eyebrow eyebrows elbow wrist feather feathers tears tear attention name way "
    "pace time balance turn step steps expression look side life"
)
# Nouns that stand for nobody: abstract, weather, parts of places.
NOT_SUBJECTS = PICTURE | listed(
    "air sky ground floor wall walls ceiling grass sand snow rain wind storm sun-light sunlight "
    "moonlight light lights darkness dark shadow shadows silence sound noise music song day night "
    "morning evening afternoon dawn dusk noon midnight sunset sunrise dust smoke mist fog steam "
    "fire heat cold thunder lightning weather world earth water sea ocean lake river pond wave "
    "waves shore beach coast coastline surf tide forest woods wood jungle street road path trail "
    "lane sidewalk pavement track meadow field valley hill hills mountain mountains desert park "
    "garden city town village kitchen room bedroom living-room hall hallway corridor office shop "
    "store cafe restaurant school classroom space seabed reef yard backyard country place spot "
    "area land landscape home indoors outdoors everything nothing something anything someone "
    "somebody nobody anyone thing things word words idea thought thoughts memory moments circle "
    "circles line row times hour hours years week month joy fear anger love peace hope surprise "
    "laughter tears speed care pace rhythm tempo effort delight excitement sadness happiness "
    "day's lot bit piece kind sort type number rest story step steps game trick dance work "
    "conversation talk look sleep dream walk run ride swim flight jump trip journey adventure fun "
    "breakfast lunch dinner supper puddle puddles stream bank breeze current depth depths surface "
    "slope clearing crossroads ice hillside platform deck stairs staircase porch doorway entrance "
    "exit roof rooftop counter shade foot everybody everyone fall realistic lively else stop halt "
    "standstill glance angle"
)
# People and the pronoun that their noun tells.
_PEOPLE: Mapping[str, str] = told(
    "he: man, boy, guy, gentleman, father, dad, grandfather, grandpa, uncle, brother, son, king, "
    "prince, husband, wizard, lad, waiter, fisherman, policeman, fireman, farmer, sailor, knight, "
    "monk, cowboy, grandson, nephew, salesman, fellow, gramps, captain, soldier, mailman, "
    "postman, papa, daddy, actor, duke, emperor; she: woman, girl, lady, mother, mom, mum, "
    "grandmother, grandma, granny, aunt, sister, daughter, queen, princess, wife, witch, "
    "waitress, actress, policewoman, granddaughter, niece, nun, mama, mommy, mermaid, lass, maid, "
    "ballerina, businesswoman, duchess, empress, heroine; anyone: nurse, child, kid, baby, "
    "toddler, person, friend, teacher, doctor, student, chef, cook, baker, driver, pilot, "
    "astronaut, dancer, singer, painter, artist, clown, thief, pirate, officer, neighbour, "
    "neighbor, stranger, teenager, player, adult, hiker, cyclist, gardener, detective, customer, "
    "passenger, worker, runner, rider, scientist, explorer, hunter, musician, magician, "
    "traveller, traveler, villager, shopkeeper, librarian, guard, lifeguard, skater, surfer, "
    "swimmer, jogger, boss, skier, builder, cousin, parent, tourist, photographer, engineer, "
    "mechanic, ranger; it: robot, ghost"
)
PEOPLE: Mapping[str, str] = {
    word: "" if pronoun == "anyone" else pronoun for word, pronoun in _PEOPLE.items()
}
ADJECTIVES = listed(
    "happy sad angry tired sleepy hungry brave kind quiet loud bright dark warm cold hot new "
    "fresh good bad nice pretty beautiful lovely ugly clever wise strange odd funny serious "
    "gentle wild calm lonely proud shy curious nervous excited surprised frightened scared wet "
    "dry clean dirty dusty rusty broken empty full heavy light soft hard wooden metal golden "
    "silver shiny striped spotted fluffy furry hairy woolly smooth rough sharp flat round square "
    "high low deep wide narrow fast slow quick early late same different own only last next whole "
    "main favourite favorite fellow lost distant nearby close far busy rich poor sick healthy "
    "strong weak young old modern grumpy cheerful playful friendly lazy majestic elegant graceful "
    "handsome paper plastic glass stone brick magic magical mysterious haunted abandoned sunny "
    "rainy snowy windy cloudy starry foggy realistic lively orange"
)

# What is asked of the camera, in the board's names.
SIZE_WORDS: Mapping[str, str] = told(
    "ECU: extreme close-up, extreme close up, extreme closeup, ecu, macro shot; MCU: medium "
    "close-up, medium close up, mcu; CU: close-up, close up, closeup, close on, closer on, tight "
    "on, insert, cu, close shot; MS: medium shot, mid shot, waist shot, two shot, two-shot, over "
    "the shoulder; FS: full shot, full body shot; WS: long shot, wide shot, wide on, wide angle, "
    "wider; EWS: extreme wide shot, extreme long shot, very wide shot, ews, aerial shot, aerial "
    "view, panorama, establishing shot, establishing"
)
MOVEMENT_WORDS: Mapping[str, str] = told(
    "pan left: camera pans left, camera pans to the left, we pan left, we pan to the left, slow "
    "pan left, slow pan to the left, pan left, pans left, panning left, pan to the left, pans to "
    "the left, panning to the left; pan right: camera pans right, camera pans to the right, pan "
    "right, pans right, panning right, pan to the right, pans to the right, panning to the right, "
    "pan across, pans across, pan over, pans over, pan along, camera pans, we pan, panning, slow "
    "pan; tilt up: tilt up, tilts up, tilting up, crane up, cranes up, camera rises; tilt down: "
    "tilt down, tilts down, tilting down, crane down, cranes down, camera lowers; push: push in, "
    "pushes in, pushing in, push on, zoom in, zooms in, zooming in, dolly in, dollies in, move in "
    "on, moves in on, we move in, camera moves in, camera moves closer, move closer, pushes "
    "slowly in, push slowly in, slowly push in; pull: pull back, pulls back, pulling back, pull "
    "out, pulls out, zoom out, zooms out, zooming out, dolly out, dolly back, camera retreats, "
    "pulls slowly back; follow: camera follows, we follow, tracking shot, track with, tracks "
    "with, tracking, camera tracks, following shot, steadicam, moving with, dolly with, "
    "travelling shot, traveling shot, we track, camera moves with"
)
ANGLE_WORDS: Mapping[str, str] = told(
    "high: high angle, from above; low: low angle, from below, worm's eye; overhead: overhead, "
    "bird's eye, bird's-eye, top shot; dutch: dutch angle, canted"
)

DAYTIMES: Mapping[str, str] = told(
    "dawn: dawn, sunrise, daybreak, early morning, first light; day: morning, noon, midday, day, "
    "afternoon, daytime, midmorning; dusk: evening, dusk, sunset, twilight, golden hour, magic "
    "hour, late afternoon, nightfall, sundown; night: night, midnight, late night, nighttime, "
    "moonlight, moonlit, starry"
)
SAME_TIME = (
    "continuous",
    "moments later",
    "same",
    "later",
    "a moment later",
    "minutes later",
    "seconds later",
    "same time",
)
WEATHERS: Mapping[str, str] = told(
    "rain: rain, rains, raining, rainy, storm, stormy, thunderstorm, downpour, drizzle, "
    "drizzling, pouring, raindrops, rainstorm; snow: snow, snows, snowing, snowy, blizzard, "
    "snowfall, snowflakes, snowstorm"
)


def _verbs() -> tuple[dict[str, tuple[str, str]], dict[str, Motion]]:
    """Every form of a verb -> (lemma, form), and every lemma's motion."""
    table: dict[str, tuple[str, str]] = {}
    motions: dict[str, Motion] = {}
    for entry in _MOTIONS.split("; "):
        motion, _, verbs = entry.partition(": ")
        for verb in verbs.split():
            lemma, *irregular = verb.split("/")
            motions.setdefault(lemma, motion)  # type: ignore[arg-type]
            for form, name in forms(lemma, irregular).items():
                table.setdefault(form, (lemma, name))
    table |= {"lay": ("lie", "past"), "lying": ("lie", "ing"), "seated": ("sit", "past")}
    return table, motions


VERBS, MOTIONS = _verbs()


def _learn() -> None:
    """The art's own verbs beyond these lists: "prowls" moves, "nestles" does not."""
    rows = tomllib.loads(assets.path("actions.toml").read_text("utf-8"))["actions"]
    endings = {"ing": "ing", "ed": "past", "s": "s"}
    for row in rows.values():
        for word in row.get("words", ()):
            if " " in word or word in VERBS or singular(word) in NOT_SUBJECTS | PEOPLE.keys():
                continue
            form = next((name for end, name in endings.items() if word.endswith(end)), "")
            if form:
                VERBS[word] = (word, form)
                MOTIONS[word] = "travel" if row.get("moves") else "stay"


_learn()
