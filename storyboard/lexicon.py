"""Words that are not art: numbers, pronouns, names, sides and relations, verbs and how they move, sizes, cameras.

The words for puppets, places, actions and colours live with the art in ``assets``; ``breakdown.props`` reads them.
Tables are written as plain lists of words, so that a translator or a reader can add one.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from typing import Literal

import assets

Motion = Literal[
    "stay", "travel", "enter", "exit", "up", "down", "approach", "retreat", "follow", "carry",
    "send", "show", "hide", "face",
]  # fmt: skip

NUMBERS: Mapping[str, int] = {
    word: number
    for number, words in enumerate(
        "zero|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve".split("|")
    )
    for word in words.split()
} | {
    "single": 1, "lone": 1, "solitary": 1, "pair": 2, "couple": 2, "duo": 2, "twin": 2, "trio": 3,
    "threesome": 3, "quartet": 4, "foursome": 4, "quintet": 5, "dozen": 12, "half-dozen": 6,
    "several": 3, "few": 3, "some": 3, "many": 5, "group": 4, "bunch": 4, "crowd": 6, "flock": 5, "herd": 5,
    "pack": 4, "school": 5, "swarm": 6, "row": 4, "line": 4, "family": 4, "team": 4, "gang": 4,
    "cluster": 4, "total": 1, "number": 3, "lot": 3, "variety": 3, "handful": 4, "band": 4, "shoal": 5, "fleet": 4,
}  # fmt: skip
GROUPS = frozenset(
    "pair couple duo trio quartet quintet group bunch crowd flock herd pack school swarm row line "
    "family team gang cluster total number lot variety handful band dozen shoal fleet".split()
)
ORDINALS: Mapping[str, int] = {
    word: number
    for number, word in enumerate(
        "first second third fourth fifth sixth seventh eighth ninth tenth".split(), 1
    )
}

DETERMINERS = frozenset(
    "a an the this that these those another other each every any no such".split()
)
POSSESSIVES: Mapping[str, str] = {
    "his": "he",
    "her": "she",
    "its": "it",
    "their": "they",
    "my": "i",
    "our": "we",
    "your": "you",
}
PRONOUNS: Mapping[str, str] = {
    "he": "he", "him": "he", "himself": "he", "she": "she", "herself": "she", "hers": "she",
    "it": "it", "itself": "it", "they": "they", "them": "they", "themselves": "they", "both": "they",
    "everyone": "all", "everybody": "all", "all": "all",
}  # fmt: skip
OTHERS = frozenset("other others another one ones".split())

CONJUNCTIONS = frozenset("and or but so yet plus".split())
SEQUENCE = frozenset(
    "then next afterwards afterward later finally lastly eventually subsequently after".split()
)
TOGETHER = frozenset("while as when whilst meanwhile simultaneously".split())
AUXILIARIES = frozenset(
    "is are was were be been being am has have had do does did can could will would may might must shall should "
    "isn't aren't doesn't don't won't can't cannot 's 're".split()
)
NEGATIONS = frozenset("not never no isn't aren't doesn't don't won't can't cannot n't".split())
PREPOSITIONS = frozenset(
    "at in on by to from of with for into onto over under above below behind beneath underneath beside besides near "
    "across through along past around round about against toward towards between among amongst up down off out inside "
    "outside within without upon before after during until since like as alongside atop beyond via than per".split()
)
STARTERS = frozenset(
    "start starts started starting begin begins began beginning continue continues continued try tries tried".split()
)
SENSES = frozenset(
    "see watch hear notice find spot observe catch let make help feel discover reveal".split()
)

# Which side a word names: x, then y, in frame widths and heights; None = not said.
SIDES: Mapping[str, tuple[float | None, float | None]] = {
    "left": (0.18, None), "right": (0.82, None), "center": (0.5, None), "centre": (0.5, None),
    "middle": (0.5, None), "top": (None, 0.2), "upper": (None, 0.2), "bottom": (None, 0.8), "lower": (None, 0.8),
}  # fmt: skip

# A relation's word -> its canonical name; "a REL b".
RELATIONS: Mapping[str, str] = {
    "left of": "left", "to the left of": "left", "on the left of": "left", "left from": "left",
    "on the left side of": "left", "to the left side of": "left", "at the left of": "left", "at the left side of": "left",
    "right of": "right", "to the right of": "right", "on the right of": "right", "right from": "right",
    "on the right side of": "right", "to the right side of": "right", "at the right of": "right", "at the right side of": "right",
    "above": "above", "over": "above", "higher than": "above", "high above": "above", "up above": "above",
    "below": "below", "lower than": "below", "underneath": "under", "beneath": "under", "under": "under",
    "on": "on", "on top of": "on", "atop": "on", "upon": "on", "onto": "on",
    "behind": "behind", "in back of": "behind", "at the back of": "behind",
    "in front of": "front", "before": "front", "ahead of": "ahead",
    "next to": "beside", "beside": "beside", "besides": "beside", "near": "beside", "by": "beside", "close to": "beside",
    "alongside": "beside", "by the side of": "beside", "at": "beside", "against": "beside", "with": "beside",
    "along with": "beside", "together with": "beside", "among": "beside", "around": "beside",
    "at the side of": "beside", "adjacent to": "beside", "not far from": "beside", "nearby": "beside",
    "between": "between", "in between": "between",
    "in": "in", "inside": "in", "inside of": "in", "within": "in", "into": "into",
    "opposite": "opposite", "across from": "opposite", "facing": "opposite",
    "to": "to", "toward": "to", "towards": "to", "up to": "to", "over to": "to", "in the direction of": "to",
    "back to": "to", "straight to": "to", "straight for": "to", "for": "for", "after": "after",
    "from": "from", "away from": "away", "off": "off", "out of": "out", "off of": "off", "out from": "out",
    "out from behind": "out", "from behind": "out", "past": "past", "through": "through", "across": "across", "along": "along",
    "round": "beside", "about": "about", "like": "like", "than": "than", "as": "as", "of": "of", "without": "without",
}  # fmt: skip

# Place words that are parts of the picture and not things in it.
PICTURE = frozenset(
    "frame screen picture image scene shot view stage video canvas window clip camera foreground background "
    "distance horizon way side corner edge half part middle center centre left right top bottom sequence film "
    "footage movie moment time while end beginning start second seconds minute minutes front back rear direction".split()
)

# Verbs by what they do to a box. The first form is the lemma; irregular forms follow after a slash.
_MOTIONS: Mapping[Motion, str] = {
    "travel": (
        "walk run/ran jog stroll wander march stride/strode/stridden trot gallop race dash rush hurry sprint skip hop "
        "crawl creep/crept sneak tiptoe limp stagger shuffle pace roam ride/rode/ridden cycle pedal sail row drift "
        "float glide slide/slid skate ski roll swim/swam/swum fly/flew/flown flutter speed/sped zoom move go/went/gone "
        "head wade parade scamper scurry bound bolt charge hike trek hover cruise steer cross pass travel traverse "
        "journey tumble waddle prance drive/drove/driven trudge plod amble saunter slither whoosh whizz hurtle rumble "
        "chug trundle roar sweep/swept stream patrol circle weave/wove flit flap coast paddle bike scuttle lope canter toddle swoop "
        "proceed advance progress shift meander mosey strut traipse tramp lumber stomp rocket streak scoot motor "
        "make/made shoot/shot migrate navigate orbit wriggle slip venture"
    ),
    "enter": "enter arrive emerge come/came return burst",
    "exit": "exit leave/left depart flee/fled escape",
    "show": "appear materialise materialize pop",
    "hide": "disappear vanish fade",
    "up": "climb rise/rose/risen ascend soar lift raise hoist heave launch clamber scale",
    "down": "fall/fell/fallen drop sink/sank/sunk descend dive/dove land plunge collapse plummet topple lower",
    "approach": "approach reach join meet/met near visit greet hug kiss embrace confront surround",
    "retreat": "retreat withdraw/withdrew recoil back",
    "follow": "follow chase pursue trail tail hunt shadow",
    "carry": "carry hold/held push pull drag bring/brought take/took hug cradle haul tow grip clutch wear/wore/worn lead/led",
    "send": "throw/threw/thrown toss kick hurl fling/flung pitch bat launch",
    "face": "turn face look gaze stare glance peer watch see/saw/seen notice spot observe admire eye examine study inspect point",
    "stay": (
        "be stand/stood sit/sat/seated lie/lay/lain sleep/slept wait rest wave talk speak/spoke/spoken say/said tell/told ask "
        "answer reply shout whisper laugh smile grin cry/cried weep/wept sob sing/sang/sung dance eat/ate/eaten "
        "drink/drank/drunk read/read write/wrote/written cook paint play work think/thought dream listen hear/heard "
        "feel/felt breathe sigh nod shake/shook/shaken shrug clap cheer bow kneel/knelt crouch lean bend/bent stretch "
        "yawn sneeze cough bark meow purr growl howl roar moo neigh chirp tweet quack hoot buzz ring/rang/rung glow "
        "shine/shone burn flicker blink sparkle twinkle grow/grew/grown bloom open close shut knock hit/hit dig/dug build/built "
        "plant water pour stir cut/cut chop knit sew fish hunt fight/fought wrestle jump leap/leapt bounce spin/spun "
        "rotate swing/swung sway rock tremble shiver freeze/froze/frozen stop halt pause hesitate remain stay keep/kept "
        "hide/hid/hidden perch hang/hung rattle snore wake/woke/woken celebrate juggle salute beckon gesture show/showed/shown "
        "explain call yell scream gasp giggle chuckle frown wink pet stroke scratch lick sniff chew nibble graze peck "
        "wag feed/fed clean wash sweep wipe fix repair pick grab catch/caught give/gave/given hand pass put/put place set/set "
        "offer receive buy/bought sell/sold pay/paid find/found lose/lost search try/tried want need love like know/knew "
        "remember forget/forgot mean/meant let/let help become/became get/got have/had begin/began start finish continue "
        "snow rain blow/blew/blown crash break/broke/broken explode unfold unwrap squint nap doze relax "
        "pose float hover watch wonder decide realise realize own live seem exist occur happen feature contain include depict "
        "consist shelter balance bury gather huddle line fill cover crack steam twirl sneer "
        "wrap tie press ring lock unlock type dial discover reveal shade fold settle dangle linger stare grasp "
        "join point snatch scoop swallow gulp sip taste drop strum hum whistle "
        "end squeeze tug plead beg argue nudge poke tap slap pat crumple"
    ),
}
# Words of the lists above that are names of things far more often than deeds unless a person does them.
NOUNLIKE = frozenset(
    "head row line bat launch trail tail shadow eye point face hand place set water plant fish ring call work play help "
    "rock pet show start end watch drink cook paint dream sleep rest dance walk run ride drive race drop fall rise turn look smile "
    "wave talk laugh cry sigh bow bark burn crash break light cover stream coast motor rocket scale pitch bike paddle train "
    "streak stage circle pass cross land near flower shade fold hum press type tap pat stroke cut catch kick toss throw "
    "swing spin jump leap hop skip march parade hike trek dash charge bound bolt cruise speed journey travel return visit "
    "meet hug kiss chase hunt haul bear lead wear gaze stare glance study knock fight clap cheer stretch yawn "
    "sneeze cough growl howl buzz glow flicker blink sparkle crack steam lock wonder love need like float nap pose tow "
    "fix lean search offer wash sweep wipe feed gesture salute halt pause stop stay sway gasp wink whisper shout "
    "scream whistle tug slip shift orbit venture shelter balance drift slide roll lift back pop shoot gather bend lap".split()
)

# A verb that says where it goes all by itself.
LEANING: Mapping[str, str] = {
    "cross": "across",
    "traverse": "across",
    "pass": "across",
    "soar": "up",
    "rise": "up",
    "swoop": "down",
}
FAST = frozenset(
    "run race dash rush hurry sprint gallop charge bolt flee chase zoom speed bound scamper scurry escape pursue hurtle rocket "
    "whizz whoosh streak bolt".split()
)
SPEECH = frozenset(
    "say shout whisper ask answer reply call yell scream mutter murmur tell cry sigh laugh exclaim add announce explain "
    "declare whine growl sing gasp begin continue beg plead hiss bark snap repeat agree admit".split()
)

SIZES: Mapping[str, float] = {
    "tiny": 0.55, "minuscule": 0.5, "miniature": 0.5, "small": 0.72, "little": 0.75, "short": 0.8, "baby": 0.6,
    "wee": 0.7, "mini": 0.6, "compact": 0.8, "medium": 1.0, "big": 1.3, "large": 1.3, "great": 1.3, "tall": 1.25, "huge": 1.55,
    "giant": 1.7, "enormous": 1.65, "gigantic": 1.7, "massive": 1.6, "colossal": 1.7, "towering": 1.5, "vast": 1.5,
    "oversized": 1.5, "long": 1.15,
}  # fmt: skip
COMPARED: Mapping[str, float] = {
    "bigger": 1.5, "larger": 1.5, "taller": 1.5, "greater": 1.5, "huger": 1.7, "higher": 1.5, "smaller": 1 / 1.5,
    "shorter": 1 / 1.5, "tinier": 1 / 1.8, "littler": 1 / 1.5, "lower": 1 / 1.5,
}  # fmt: skip
AGES: Mapping[str, str] = {
    "old": "old",
    "elderly": "old",
    "aged": "old",
    "ancient": "old",
    "grey-haired": "old",
    "white-haired": "old",
    "young": "young",
    "youthful": "young",
    "little": "young",
    "teenage": "young",
}
BUILDS: Mapping[str, str] = {
    "fat": "fat",
    "plump": "fat",
    "chubby": "fat",
    "stout": "fat",
    "round": "fat",
    "thin": "thin",
    "skinny": "thin",
    "slim": "thin",
    "lanky": "thin",
    "slender": "thin",
}
HATS = frozenset("hat cap bonnet helmet beanie beret crown sombrero fez".split())
GARMENTS: Mapping[str, str] = {
    "dress": "dress", "gown": "dress", "skirt": "dress", "frock": "dress", "coat": "coat", "jacket": "coat",
    "raincoat": "coat", "cloak": "cape", "cape": "cape", "robe": "robe", "shirt": "shirt", "t-shirt": "shirt", "sweater": "shirt",
    "jumper": "shirt", "blouse": "shirt", "scarf": "scarf", "collar": "band", "shorts": "shorts", "trousers": "legs", "pants": "legs",
    "jeans": "legs", "shoes": "shoe", "boots": "shoe", "shoe": "shoe", "cap": "cap", "hair": "hair", "apron": "apron",
    "uniform": "coat", "suit": "coat", "vest": "shirt", "overalls": "coat", "fur": "fur", "roof": "roof", "sail": "sail", "sails": "sail",
}  # fmt: skip
BODY = frozenset(
    "hand hands arm arms head face eye eyes hair nose mouth ear ears leg legs foot feet finger fingers shoulder "
    "shoulders back chest neck lip lips tail wing wings paw paws fist knee knees cheek cheeks heart breath voice smile gaze "
    "grin tongue teeth brow chin lap hip hips palm thumb toe toes body mind stomach belly snout beak fur mane trunk whiskers "
    "throat skin bone bones forehead eyebrow eyebrows elbow wrist feather feathers tears tear attention name way pace time "
    "balance turn step steps expression look side life".split()
)
# Nouns that never become subjects: abstract, weather, parts of places, parts of the picture.
NOT_SUBJECTS = PICTURE | frozenset(
    "air sky ground floor wall walls ceiling grass sand snow rain wind storm sun-light sunlight moonlight light lights "
    "darkness dark shadow shadows silence sound noise music song day night morning evening afternoon dawn dusk noon "
    "midnight sunset sunrise dust smoke mist fog steam fire heat cold thunder lightning weather world earth "
    "water sea ocean lake river pond wave waves shore beach coast coastline surf tide forest woods wood jungle street road path trail lane "
    "sidewalk pavement track meadow field valley hill hills mountain mountains desert park garden city town village kitchen room bedroom "
    "living-room hall hallway corridor office shop store cafe restaurant school classroom space seabed reef yard backyard "
    "country place spot area land landscape distance home indoors outdoors everything nothing something anything "
    "someone somebody nobody anyone thing things word words idea thought thoughts memory moment moments circle circles "
    "line row time times hour hours minutes years week month joy fear anger love peace hope surprise laughter tears speed care "
    "pace rhythm tempo effort delight excitement sadness happiness day's lot bit piece kind sort type number rest story "
    "step steps game trick dance work conversation talk look sleep dream walk run ride swim flight jump "
    "trip journey adventure fun breakfast lunch dinner supper puddle puddles stream bank breeze current depth depths surface "
    "slope clearing crossroads corner stage ice hillside horizon platform deck stairs step staircase porch doorway entrance exit "
    "roof rooftop counter shade front back middle foot top bottom background foreground everybody everyone fall "
    "realistic lively camera else stop halt standstill glance angle run".split()
)
# Everyday nouns beyond the puppets: so that a bare plural or a noun after another is known to be one.
PEOPLE: Mapping[str, str] = {
    "man": "he", "boy": "he", "guy": "he", "gentleman": "he", "father": "he", "dad": "he", "grandfather": "he", "grandpa": "he",
    "uncle": "he", "brother": "he", "son": "he", "king": "he", "prince": "he", "husband": "he", "wizard": "he", "lad": "he",
    "waiter": "he", "fisherman": "he", "policeman": "he", "fireman": "he", "farmer": "he", "sailor": "he", "knight": "he",
    "monk": "he", "cowboy": "he", "grandson": "he", "nephew": "he", "salesman": "he", "fellow": "he", "gramps": "he", "captain": "he",
    "soldier": "he", "mailman": "he", "postman": "he", "papa": "he", "daddy": "he", "actor": "he", "duke": "he", "emperor": "he",
    "woman": "she", "girl": "she", "lady": "she", "mother": "she", "mom": "she", "mum": "she", "grandmother": "she",
    "grandma": "she", "granny": "she", "aunt": "she", "sister": "she", "daughter": "she", "queen": "she", "princess": "she", "wife": "she",
    "witch": "she", "waitress": "she", "actress": "she", "policewoman": "she", "granddaughter": "she", "niece": "she", "nun": "she",
    "mama": "she", "mommy": "she", "mermaid": "she", "lass": "she", "maid": "she", "ballerina": "she", "businesswoman": "she",
    "duchess": "she", "empress": "she", "heroine": "she", "nurse": "",
    "child": "", "kid": "", "baby": "", "toddler": "", "person": "", "friend": "", "teacher": "", "doctor": "", "student": "", "chef": "", "cook": "",
    "baker": "", "driver": "", "pilot": "", "astronaut": "", "dancer": "", "singer": "", "painter": "", "artist": "", "clown": "", "thief": "", "pirate": "",
    "officer": "", "neighbour": "", "neighbor": "", "stranger": "", "robot": "it", "ghost": "it", "teenager": "", "player": "", "adult": "",
    "hiker": "", "cyclist": "", "gardener": "", "detective": "", "customer": "", "passenger": "", "worker": "", "runner": "", "rider": "",
    "scientist": "", "explorer": "", "hunter": "", "musician": "", "magician": "", "traveller": "", "traveler": "", "villager": "",
    "shopkeeper": "", "librarian": "", "guard": "", "lifeguard": "", "skater": "", "surfer": "", "swimmer": "", "jogger": "", "boss": "",
    "skier": "", "builder": "", "cousin": "", "parent": "", "tourist": "", "photographer": "", "engineer": "", "mechanic": "", "ranger": "",
}  # fmt: skip
ADJECTIVES = frozenset(
    "happy sad angry tired sleepy hungry brave kind quiet loud bright dark warm cold hot new fresh good bad nice pretty "
    "beautiful lovely ugly clever wise strange odd funny serious gentle wild calm lonely proud shy curious nervous "
    "excited surprised frightened scared wet dry clean dirty dusty rusty broken empty full heavy light soft hard wooden metal "
    "golden silver shiny striped spotted fluffy furry hairy woolly smooth rough sharp flat round square high low deep wide narrow "
    "fast slow quick early late same different own only last next whole main favourite favorite fellow lost distant "
    "nearby close far busy rich poor sick healthy strong weak young old modern grumpy cheerful playful friendly lazy majestic "
    "elegant graceful handsome paper plastic glass stone brick magic magical mysterious haunted abandoned sunny rainy "
    "snowy windy cloudy starry foggy realistic lively orange".split()
)

FEMALE = frozenset(
    "mia anna ana emma olivia ava sophia sofia isabella charlotte amelia ella grace lily zoe chloe nora hannah "
    "lucy alice ruby rose ivy eva eve clara julia maria mary sarah sara jane jenny kate katie emily elena lena luna ada "
    "ida iris ines nina tina rita lisa laura linda susan helen betty martha margaret rosa stella violet daisy poppy "
    "molly holly sally penny amy ruth rachel rebecca leah maya mila naomi nadia natasha olga irina vera tanya yuki "
    "sakura mei lin fatima aisha leila layla zara priya anya freya greta heidi ingrid astrid sigrid marie claire "
    "camille juliette sophie manon louise elise agnes beatrice bea edith elsie mabel hazel june joan joy joyce judy "
    "carmen lucia paula gloria diana dora flora frida gina tess tessa wendy wanda willa kim kira lara megan nell "
    "nelly peggy polly robin sadie sandra suki thea trudy ursula yara yasmin zelda dorothy matilda tilly pearl opal "
    "ellen audrey abby abigail madison harper evelyn scarlett aria eleanor maeve fiona bridget siobhan niamh".split()
)
MALE = frozenset(
    "tom thomas john jack james jim jimmy bob bobby robert ben benjamin sam samuel max oliver noah liam leo lucas luke "
    "henry harry george charlie charles william will bill billy david dave daniel dan danny michael mike mark matt "
    "matthew peter paul pete simon adam alex andrew andy anton arthur otto oscar hugo felix finn fred frank franz hans "
    "karl carl kurt lars nils olaf omar ali ahmed hassan ivan igor boris vlad dmitri yuri kenji hiro takeshi wei raj "
    "ravi arjun jose juan carlos diego miguel pedro pablo luis marco mario luigi paolo giovanni pierre jean jacques "
    "louis marcel rene emil erik eric gus gustav ian isaac jacob jake jason joe joseph josh kevin larry martin "
    "nathan ned nick nicholas patrick phil ralph ray richard rick rob roger ron ross roy ryan scott sean silas stan "
    "stefan steve ted theo tim toby tony victor vincent walter zach ezra elias ethan elijah mason logan aiden "
    "caleb dylan gabriel julian edward eddie edgar ernest ellis otis rufus basil cyril cedric amos abel kofi kwame jonas".split()
)
TITLES = frozenset(
    "mr mrs ms miss dr captain old young aunt uncle professor sir lady lord king queen prince princess officer grandma grandpa madame chef".split()
)

# Camera language: words -> size, movement, angle (board's names).
SIZE_WORDS: Mapping[str, str] = {
    "extreme close-up": "ECU", "extreme close up": "ECU", "extreme closeup": "ECU", "ecu": "ECU", "macro shot": "ECU",
    "medium close-up": "MCU", "medium close up": "MCU", "mcu": "MCU", "close-up": "CU", "close up": "CU", "closeup": "CU", "close on": "CU",
    "closer on": "CU", "tight on": "CU", "insert": "CU", "cu": "CU", "close shot": "CU",
    "medium shot": "MS", "mid shot": "MS", "waist shot": "MS", "two shot": "MS", "two-shot": "MS", "over the shoulder": "MS",
    "full shot": "FS", "full body shot": "FS", "long shot": "WS", "wide shot": "WS", "wide on": "WS", "wide angle": "WS", "wide:": "WS", "wider": "WS",
    "extreme wide shot": "EWS", "extreme long shot": "EWS", "very wide shot": "EWS", "ews": "EWS", "aerial shot": "EWS", "aerial view": "EWS", "panorama": "EWS",
    "establishing shot": "EWS", "establishing": "EWS",
}  # fmt: skip
MOVEMENT_WORDS: Mapping[str, str] = {
    "pan left": "pan left", "pans left": "pan left", "panning left": "pan left", "pan to the left": "pan left", "pans to the left": "pan left",
    "pan right": "pan right", "pans right": "pan right", "panning right": "pan right", "pan to the right": "pan right",
    "pans to the right": "pan right", "panning to the left": "pan left", "panning to the right": "pan right",
    "pan across": "pan right", "pans across": "pan right", "pan over": "pan right", "pans over": "pan right", "pan along": "pan right",
    "camera pans": "pan right", "we pan": "pan right", "panning": "pan right", "slow pan": "pan right",
    "tilt up": "tilt up", "tilts up": "tilt up", "tilting up": "tilt up", "crane up": "tilt up", "cranes up": "tilt up",
    "camera rises": "tilt up", "tilt down": "tilt down", "tilts down": "tilt down", "tilting down": "tilt down", "crane down": "tilt down",
    "cranes down": "tilt down", "camera lowers": "tilt down",
    "push in": "push", "pushes in": "push", "pushing in": "push", "push on": "push", "zoom in": "push", "zooms in": "push", "zooming in": "push",
    "dolly in": "push", "dollies in": "push", "move in on": "push", "moves in on": "push", "we move in": "push", "camera moves in": "push",
    "camera moves closer": "push", "move closer": "push", "pushes slowly in": "push", "push slowly in": "push", "slowly push in": "push",
    "pull back": "pull", "pulls back": "pull", "pulling back": "pull", "pull out": "pull", "pulls out": "pull", "zoom out": "pull", "zooms out": "pull",
    "zooming out": "pull", "dolly out": "pull", "dolly back": "pull", "camera retreats": "pull", "pulls slowly back": "pull",
    "camera follows": "follow", "we follow": "follow", "tracking shot": "follow", "track with": "follow", "tracks with": "follow",
    "tracking": "follow", "camera tracks": "follow", "following shot": "follow", "steadicam": "follow", "moving with": "follow",
    "dolly with": "follow", "travelling shot": "follow", "traveling shot": "follow", "we track": "follow", "camera moves with": "follow",
}  # fmt: skip
ANGLE_WORDS: Mapping[str, str] = {
    "high angle": "high", "from above": "high", "low angle": "low", "from below": "low", "worm's eye": "low",
    "overhead": "overhead", "bird's eye": "overhead", "bird's-eye": "overhead", "top shot": "overhead", "dutch angle": "dutch",
    "canted": "dutch",
}  # fmt: skip

DAYTIMES: Mapping[str, str] = {
    "dawn": "dawn", "sunrise": "dawn", "daybreak": "dawn", "early morning": "dawn", "first light": "dawn",
    "morning": "day", "noon": "day", "midday": "day", "day": "day", "afternoon": "day", "daytime": "day", "midmorning": "day",
    "evening": "dusk", "dusk": "dusk", "sunset": "dusk", "twilight": "dusk", "golden hour": "dusk", "magic hour": "dusk", "late afternoon": "dusk",
    "nightfall": "dusk", "sundown": "dusk", "night": "night", "midnight": "night", "late night": "night", "nighttime": "night",
    "moonlight": "night", "moonlit": "night", "starry": "night",
}  # fmt: skip
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
WEATHERS: Mapping[str, str] = {
    "rain": "rain", "rains": "rain", "raining": "rain", "rainy": "rain", "storm": "rain", "stormy": "rain", "thunderstorm": "rain",
    "downpour": "rain", "drizzle": "rain", "drizzling": "rain", "pouring": "rain", "raindrops": "rain", "rainstorm": "rain",
    "snow": "snow", "snows": "snow", "snowing": "snow", "snowy": "snow", "blizzard": "snow", "snowfall": "snow", "snowflakes": "snow",
    "snowstorm": "snow",
}  # fmt: skip


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


_PLURALS = {
    "man": "men", "woman": "women", "child": "children", "person": "people", "mouse": "mice", "goose": "geese", "foot": "feet",
    "tooth": "teeth", "sheep": "sheep", "fish": "fish", "deer": "deer", "wolf": "wolves", "leaf": "leaves", "knife": "knives",
    "calf": "calves", "ox": "oxen", "loaf": "loaves", "shelf": "shelves", "thief": "thieves", "wife": "wives", "life": "lives",
    "scarf": "scarves", "elf": "elves", "half": "halves", "tomato": "tomatoes", "potato": "potatoes", "hero": "heroes",
    "bus": "buses", "spacecraft": "spacecraft", "aircraft": "aircraft", "cactus": "cacti", "octopus": "octopuses", "moose": "moose",
}  # fmt: skip
_SINGULARS = {many: one for one, many in _PLURALS.items()} | {
    "pants": "pants", "shorts": "shorts", "glasses": "glasses", "scissors": "scissors", "binoculars": "binoculars", "jeans": "jeans",
    "trousers": "trousers", "clothes": "clothes", "horses": "horse", "houses": "house", "vases": "vase", "roses": "rose",
    "cactuses": "cactus", "bus": "bus", "octopuses": "octopus", "lens": "lens", "folks": "person", "folk": "person", "peoples": "person",
    "canoes": "canoe", "shoes": "shoe", "gas": "gas", "news": "news", "always": "always", "circus": "circus", "movies": "movie", "cookies": "cookie",
    "zombies": "zombie", "pies": "pie", "ties": "tie", "wolves": "wolf",
}  # fmt: skip


def _forms(lemma: str, irregular: list[str]) -> dict[str, str]:
    """Every form of a verb -> which form it is: base, s, ing, past."""
    ends_in_e = lemma.endswith("e") and not lemma.endswith(("ee", "oe", "ye"))
    ends_in_y = lemma.endswith("y") and lemma[-2:-1] not in "aeiou"
    short = (
        len(lemma) >= 3 and lemma[-1] not in "aeiouwxy" and lemma[-2] in "aeiou" and lemma[-3] not in "aeiou"
        and (len(lemma) <= 4 or lemma.endswith(("mit", "fer", "ap", "op", "ug", "ip", "ag", "ub", "ot")))
    )  # fmt: skip
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


def _verbs() -> tuple[dict[str, tuple[str, str]], dict[str, Motion]]:
    forms: dict[str, tuple[str, str]] = {}
    motions: dict[str, Motion] = {}
    for motion, words in _MOTIONS.items():
        for entry in words.split():
            lemma, *irregular = entry.split("/")
            motions.setdefault(lemma, motion)
            for form, name in _forms(lemma, irregular).items():
                forms.setdefault(form, (lemma, name))
    forms["lay"] = ("lie", "past")
    forms["lying"] = ("lie", "ing")
    forms["seated"] = ("sit", "past")
    return forms, motions


VERBS, MOTIONS = _verbs()


def _learn() -> None:
    """The art's own verbs beyond these lists: "prowls" moves, "nestles" does not."""
    rows = tomllib.loads(assets.path("actions.toml").read_text("utf-8"))["actions"]
    for row in rows.values():
        for word in row.get("words", ()):
            if " " in word or word in VERBS or singular(word) in NOT_SUBJECTS | PEOPLE.keys():
                continue
            form = "ing" if word.endswith("ing") else "past" if word.endswith("ed") else "s" if word.endswith("s") else ""
            if form:
                VERBS[word] = (word, form)
                MOTIONS[word] = "travel" if row.get("moves") else "stay"


_learn()
