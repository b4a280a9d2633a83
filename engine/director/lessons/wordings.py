"""Wordings: every deed told in many ways.

In a wording, ``{A}``, ``{B}``, ``{C}`` are whoever it is about, ``{V}`` and ``{Ving}`` its verb,
``<start>`` any verb that agrees with ``{A}``, ``{is}`` likewise; ``{way}``, ``{opp}`` a direction
and its opposite, ``{side}`` a side, ``{p1}`` ``{p2}`` ``{p3}`` places, ``{frame}`` a word for the
picture. The exam has wordings of its own that are not here.
"""

from __future__ import annotations

from collections.abc import Mapping

FRAMES = ("frame", "screen", "picture", "image", "scene", "shot", "stage")

PLACED: Mapping[str, tuple[str, ...]] = {
    "left": (
        "on the left", "at the left", "to the left", "on the left side", "on the far left",
        "on the left of the {frame}", "on the left side of the {frame}", "in the left half",
        "at the left edge of the {frame}", "at left", "in the left part of the {frame}",
    ),
    "right": (
        "on the right", "at the right", "to the right", "on the right side", "on the far right",
        "on the right of the {frame}", "on the right side of the {frame}", "in the right half",
        "at the right edge of the {frame}", "at right", "in the right part of the {frame}",
    ),
    "centre": (
        "in the middle", "in the centre", "in the center", "at the center of the {frame}",
        "in the middle of the {frame}", "in the centre of the {frame}", "dead centre", "halfway",
    ),
    "middle": (
        "in the very middle", "in the exact centre of the {frame}", "in the exact middle",
    ),
    "top": (
        "at the top", "in the upper part of the {frame}", "at the top of the {frame}", "high up",
        "in the top half", "up high", "near the top", "at the top edge", "in the upper half",
    ),
    "bottom": (
        "at the bottom", "in the lower part of the {frame}", "at the bottom of the {frame}",
        "down low", "in the bottom half", "near the bottom", "at the lower edge",
        "in the lower half",
    ),
    "top left": (
        "in the upper left", "in the top left corner", "at the top left",
        "in the upper left corner",
        "at the upper left of the {frame}", "in the top left of the {frame}",
    ),
    "top right": (
        "in the upper right", "in the top right corner", "at the top right",
        "in the upper right corner", "at the upper right of the {frame}",
        "in the top right of the {frame}",
    ),
    "bottom left": (
        "in the lower left", "in the bottom left corner", "at the bottom left",
        "in the lower left corner", "at the lower left of the {frame}",
        "in the bottom left of the {frame}",
    ),
    "bottom right": (
        "in the lower right", "in the bottom right corner", "at the bottom right",
        "in the lower right corner", "at the lower right of the {frame}",
        "in the bottom right of the {frame}",
    ),
}  # fmt: skip

TOLD: Mapping[str, tuple[str, ...]] = {
    "cross": (
        "{A} {V} from {opp} to {way}.", "{A} {V} from the {opp} to the {way}.",
        "{A} {V} from the {opp} side of the {frame} to the {way} side.",
        "{A} {V} across the {frame} from the {opp} to the {way}.",
        "{A} {V} across the {frame}, {opp} to {way}.", "From {opp} to {way}, {A} {V}.",
        "{A} {is} {Ving} from the {opp} to the {way}.", "{A} {is} {Ving} from {opp} to {way}.",
        "{A} <start> on the {opp} and <end> up on the {way}.",
        "{A} <start> at the {opp} of the {frame} and {V} all the way to the {way}.",
        "{A} <cross> the {frame} from {opp} to {way}.", "{A} {V} slowly from {opp} to {way}.",
        "{A} <move> from the {opp} edge to the {way} edge.", "{A} <go> from {opp} to {way}.",
        "{A} <come> from the {opp} and {V} to the {way}.", "We see {A} {Ving} from {opp} to {way}.",
        "{A}, {Ving} from the {opp} to the {way}.", "{A} <travel> from {opp} to {way}.",
    ),
    "to": (
        "{A} {V} to the {way}.", "{A} {V} towards the {way}.", "{A} {V} toward the {way}.",
        "{A} {V} {way}wards.", "{A} {V} {way}ward.", "{A} {V} off to the {way} side.",
        "{A} {is} {Ving} to the {way}.", "{A} {is} {Ving} towards the {way}.",
        "{A} {V} over to the {way}.", "{A} <move> to the {way}.", "{A} <head> {way}.",
        "{A} {V} on, always to the {way}.", "To the {way} {V} {A}.", "{A} <go> {way}.",
        "Slowly {A} {V} to the {way}.", "{A} <turn> and {V} to the {way}.",
    ),
    "rise up": (
        "{A} {V} up.", "{A} {V} upwards.", "{A} {V} into the air.", "{A} {V} up into the sky.",
        "{A} {is} {Ving} up.", "{A} {V} from the bottom to the top.", "{A} <go> up.",
        "{A} {V} from the bottom of the {frame} to the top.", "{A} <move> upwards.", "Up {V} {A}.",
        "{A} <move> from bottom to top.", "{A} {V} higher and higher.", "{A} <move> up.",
        "{A} <drift> upward.", "{A} <start> low and <end> high.",
    ),
    "rise down": (
        "{A} {V} down.", "{A} {V} downwards.", "{A} {V} down from the sky.",
        "{A} {is} {Ving} down.", "{A} {V} from the top to the bottom.", "{A} <go> down.",
        "{A} {V} from the top of the {frame} to the bottom.", "{A} <move> downwards.",
        "Down {V} {A}.", "{A} <move> from top to bottom.", "{A} {V} lower and lower.",
        "{A} <move> down.", "{A} <drift> downward.", "{A} <start> high and <end> low.",
    ),
    "enter": (
        "{A} <enter> from the {side}.", "{A} {V} in from the {side}.", "{A} <enter> {side}.",
        "{A} {V} into the {frame} from the {side}.", "{A} <come> in from the {side}.",
        "From the {side}, {A} {V} in.", "{A} <arrive> from the {side}.",
        "{A} {is} {Ving} in from the {side}.", "{A} {V} into view from the {side}.",
        "{A} {V} in on the {side}.", "In from the {side} {V} {A}.", "{A} <enter> on the {side}.",
        "{A} <enter> the {frame} from the {side} side.", "Then {A} {V} in from the {side}.",
    ),
    "enter any": (
        "{A} <enter>.", "{A} {V} in.", "{A} <come> in.", "{A} {V} into the {frame}.",
        "{A} <arrive>.", "{A} {V} into view.", "{A} {V} into the room.", "In {V} {A}.",
    ),
    "leave": (
        "{A} <leave> to the {side}.", "{A} {V} off to the {side}.", "{A} <exit> {side}.",
        "{A} {V} out of the {frame} to the {side}.", "{A} <leave> on the {side}.",
        "{A} <exit> to the {side}.", "{A} {V} away to the {side} and <leave> the {frame}.",
        "{A} <go> off on the {side}.", "{A} {V} out on the {side}.",
        "{A} <leave> the {frame} on the {side} side.", "{A} {is} {Ving} off to the {side}.",
        "{A} <disappear> off the {side} edge.",
    ),
    "leave any": (
        "{A} <leave>.", "{A} {V} off.", "{A} {V} out.", "{A} {V} out of the {frame}.",
        "{A} <exit>.", "{A} <go> away.", "{A} {V} away.", "{A} {V} out of sight.",
    ),
    "through": (
        "{A} {V} through the {frame} from {opp} to {way}.", "{A} <enter> {opp} and <exit> {way}.",
        "{A} {V} in from the {opp} and out on the {way}.", "{A} <pass> by, {opp} to {way}.",
        "{A} <come> in from the {opp}, <cross> the {frame} and <leave> on the {way}.",
        "{A} {V} past from {opp} to {way} and {is} gone.",
    ),
    "visit": (
        "{A} {V} in from the {side}, <stop>, and <leave> again to the {other}.",
        "{A} <enter> from the {side}, <wait> a moment, then {V} off to the {other}.",
        "{A} <come> in from the {side}. Then {they} <leave> to the {other}.",
    ),
    "stop": (
        "{A} {V} in from the {side} and <stop> {p1}.",
        "{A} <enter> from the {side} and <halt> {p1}.",
        "{A} <come> in from the {side}. {They} <stop> {p1}.",
        "From the {side} {A} {V} in, then <stand> still {p1}.",
    ),
    "appear": (
        "{A} <appear>.", "Suddenly {A} <appear>.", "{A} <appear> out of nowhere.",
        "After a while {A} <appear>.", "{A} <pop> up.", "Then {A} <appear> {p1}.",
        "{A} suddenly <appear> {p1}.", "{A} <materialise> {p1}.", "{A} <fade> in.",
    ),
    "vanish": (
        "{A} <vanish>.", "{A} <disappear>.", "Suddenly {A} <vanish>.",
        "{A} <disappear> from {p1n}.",
        "{A} {is} there, then {they} <vanish>.", "{A} <fade> away.", "{A} <fade> out.",
        "After a moment {A} <disappear>.",
    ),
    "first half": (
        "{A} <appear> only in the first half.", "In the first half, {A} {is} {p1}.",
        "{A} {is} there in the first half of the {frame2} only.",
        "{A} can be seen in the first half and not in the second.",
        "Only during the first half of the {frame2} do we see {A}.",
        "{A} {is} visible in the first half of the {frame2}.",
        "{A} <stay> until the middle and <vanish>.",
        "At first there {is} {A}; in the second half {they} {is} gone.",
        "{A} {is} in the {frame2} at the beginning and gone at the end.",
    ),
    "second half": (
        "{A} <appear> only in the second half.", "In the second half, {A} {is} {p1}.",
        "{A} {is} there in the second half of the {frame2} only.",
        "{A} can be seen in the second half and not in the first.",
        "Only during the second half of the {frame2} do we see {A}.",
        "{A} {is} visible in the second half of the {frame2}.",
        "{A} <appear> halfway through.",
        "At first there {is} nothing; in the second half {A} <appear>.",
        "{A} {is} missing at the beginning and there at the end.",
    ),
    "flash": (
        "{A} <appear> and then <disappear> again.", "For a moment {A} {is} there, then gone.",
        "{A} <flicker> into view and <vanish>.", "{A} briefly <appear> {p1}.",
    ),
    "at": (
        "{A} {is} {p1}.", "{A} {V} {p1}.", "{P1} {is} {A}.", "There {is} {A} {p1}.",
        "{P1} {V} {A}.", "{P1}, {A} {V}.", "{A} can be seen {p1}.", "We see {A} {p1}.",
        "{A} {is} {Ving} {p1}.", "{P1} there {is} {A}.", "{A}, {Ving} {p1}.",
    ),
    "sequence": (
        "{A} {is} first {p1}, then {p2}.", "{A} <appear> {p1}, then {p2}, and finally {p3}.",
        "{A} {is} {p1}. Then {they} {is} {p2}. Finally {they} {is} {p3}.",
        "First {A} <appear> {p1}. Then {they} <move> to {n2}. At last {they} {is} {p3}.",
        "{A} <move> from {n1} to {n2} and then to {n3}.",
        "At first {A} {is} {p1}, later {p2}, and at the end {p3}.",
        "{A} <start> {p1}, <go> to {n2}, then to {n3}.",
        "{A} <begin> {p1} and <finish> {p2}.",
        "Initially, {A} {is} {p1}; afterwards {p2}; lastly {p3}.",
        "{A} <go> from {n1} to {n2}.", "{A} {V} from {n1} to {n2}, then to {n3}.",
        "{A} <appear> {p1}, then <move> {p2}.",
    ),
    "nearer near": (
        "{A} <come> closer.", "{A} {V} towards us.", "{A} {V} towards the camera.",
        "{A} <get> nearer and nearer.", "{A} <grow> larger.", "{A} <come> nearer.",
    ),
    "nearer far": (
        "{A} {V} into the distance.", "{A} {V} away from us.", "{A} {V} away from the camera.",
        "{A} <get> smaller and smaller.", "{A} <shrink>.", "{A} {V} far away into the distance.",
    ),
    "beside left": (
        "{A} {is} to the left of {B}.", "{A} {V} to the left of {B}.", "{A} {is} left of {B}.",
        "{A} {is} on the left of {B}.", "To the left of {B} {is} {A}.", "{A}, left of {B}.",
        "{A} {V} on the left side of {B}.", "{B} has {A} on the left.",
    ),
    "beside right": (
        "{A} {is} to the right of {B}.", "{A} {V} to the right of {B}.", "{A} {is} right of {B}.",
        "{A} {is} on the right of {B}.", "To the right of {B} {is} {A}.", "{A}, right of {B}.",
        "{A} {V} on the right side of {B}.", "{B} has {A} on the right.",
    ),
    "beside above": (
        "{A} {is} above {B}.", "{A} <hover> above {B}.", "Above {B} {is} {A}.",
        "{A} <float> over {B}.", "{A} {is} over {B}.", "{A} <hang> above {B}.",
        "{A} {is} higher than {B}.",
    ),
    "beside below": (
        "{A} {is} below {B}.", "{A} {is} under {B}.", "Below {B} {is} {A}.", "{A} {V} under {B}.",
        "{A} {is} beneath {B}.", "{A} {is} underneath {B}.", "{A} {is} lower than {B}.",
    ),
    "beside on": (
        "{A} {is} on {B}.", "{A} {V} on {B}.", "{A} {is} on top of {B}.", "On {B} {is} {A}.",
        "{A} {V} on top of {B}.", "{A} <sit> atop {B}.", "{A} <rest> upon {B}.",
        "{B} has {A} on top.", "{B} with {A} on it.",
    ),
    "beside behind": (
        "{A} {is} behind {B}.", "{A} {V} behind {B}.", "Behind {B} {is} {A}.",
        "{A} {is} half hidden behind {B}.", "{A} <hide> behind {B}.",
        "{A} {is} at the back of {B}.",
    ),
    "beside front": (
        "{A} {is} in front of {B}.", "{A} {V} in front of {B}.", "In front of {B} {is} {A}.",
        "{A} {is} before {B}, nearer to us.", "{A} <pose> in front of {B}.",
    ),
    "beside beside": (
        "{A} {is} next to {B}.", "{A} {V} next to {B}.", "{A} {is} beside {B}.",
        "{A} {V} beside {B}.", "Beside {B} {is} {A}.", "{A} {V} by {B}.",
        "{A} and {B} {V} side by side.",
        "{A} {is} close to {B}.", "{A} {V} alongside {B}.",
    ),
    "between": (
        "{A} {is} between {B} and {C}.", "{A} {V} between {B} and {C}.",
        "Between {B} and {C} {is} {A}.", "{B} and {C} have {A} between them.",
    ),
    "bigger": (
        "{A} {is} bigger than {B}.", "{A} {is} larger than {B}.", "{A} {is} taller than {B}.",
        "{A} {is} much bigger than {B}.", "{B} {isb} smaller than {A}.",
        "{B} {isb} shorter than {A}.",
        "{A}, bigger than {B}.", "Next to {A}, {B} {isb} small.", "{A} {is} twice as big as {B}.",
    ),
    "same size": (
        "{A} {is} as big as {B}.", "{A} {is} as tall as {B}.", "{A} {is} the same size as {B}.",
        "{A} and {B} are the same size.", "{A} and {B} are equally big.",
        "{A} {is} exactly as large as {B}.",
    ),
    "follow": (
        "{A} <follow> {B}.", "{A} <chase> {B}.", "{A} {V} after {B}.", "{A} <run> after {B}.",
        "{B} {isb} chased by {A}.", "{B} {isb} followed by {A}.",
    ),
    "follow way": (
        "{A} <follow> {B} to the {way}.", "{A} <chase> {B} from {opp} to {way}.",
        "{A} <run> after {B} to the {way}.", "{B} {isb} chased to the {way} by {A}.",
        "{A} <chase> {B} towards the {way}.", "{B} {isb} followed by {A} to the {way}.",
    ),
    "approach": (
        "{A} {V} up to {B}.", "{A} {V} towards {B}.", "{A} <approach> {B}.", "{A} {V} over to {B}.",
        "{A} <come> to {B}.", "{A} {V} to {B}.", "{B} {isb} approached by {A}.",
        "{A} {is} {Ving} towards {B}.", "{A} <go> over to {B}.",
    ),
    "retreat": (
        "{A} {V} away from {B}.", "{A} <back> away from {B}.", "{A} {is} {Ving} away from {B}.",
        "{A} <leave> {B} behind and {V} off.",
    ),
    "meet": (
        "{A} and {B} {Vp} towards each other.", "{A} <meet> {B} in the middle.",
        "{A} and {B} meet.", "From the left comes {A}, from the right {B}; they meet.",
        "{A} and {B} {Vp} up to each other.",
    ),
    "send": (
        "{A} {V} {B} to the {way}.", "{A} {V} {B} towards the {way}.", "{A} {V} {B} {way}wards.",
        "{B} {isb} kicked to the {way} by {A}.", "{B} {isb} thrown to the {way} by {A}.",
        "{A} {V} {B} from {opp} to {way}.", "{A} {V} {B} off to the {way}.",
    ),
    "carry": (
        "{A} {V} {B}.", "{A} {is} {Ving} {B}.", "{A} <hold> {B}.", "{B} {isb} held by {A}.",
        "{B} {isb} carried by {A}.", "{A} <have> {B} in hand.", "{A} with {B}.",
    ),
    "carry way": (
        "{A} {V} {B} from {opp} to {way}.", "{A} <carry> {B} to the {way}.",
        "{B} {isb} carried to the {way} by {A}.", "{A} <walk> to the {way} with {B}.",
        "{A}, {Ving} {B}, <walk> from {opp} to {way}.",
    ),
    "ride": ("{A} <ride> {B}.", "{A} <sit> on {B} and <ride>.", "{A} {is} riding {B}."),
    "ride way": (
        "{A} <ride> {B} from {opp} to {way}.", "{A} <ride> {B} to the {way}.",
        "{A} on {B} <ride> from {opp} to {way}.",
    ),
    "still": (
        "{A} {V}.", "{A} {is} {Ving}.", "There {is} {A}.", "{A} {V} quietly.", "We see {A}.",
        "{A} {V} for a while.", "{A}.", "Here {is} {A}.", "{A} {V} alone.", "{A} just {V}.",
        "{A} {V}, smiling.", "{A} {V} and looks around.", "Now {A} {V}.", "{A} {V} again.",
        "A view of {A}.", "{A} {is} {Ving} happily.",
    ),
    "look": (
        "{A} <look> at {B}.", "{A} <watch> {B}.", "{A} {V} at {B}.", "{A} <see> {B}.",
        "{A} <talk> to {B}.", "{A} <wave> to {B}.", "{A} <smile> at {B}.", "{B} {isb} seen by {A}.",
        "{A} <greet> {B}.", "{A} <call> {B}.", "{A} <point> at {B}.",
    ),
    "together": (
        "{A} and {B}.", "{A} and {B} {Vp}.", "There are {A} and {B}.", "We see {A} and {B}.",
        "{A} {V}, and {B} <wait>.", "{A} with {B}.", "{A} {V} while {B} <sleep>.",
    ),
}  # fmt: skip

SPOKEN = (
    "Hello.", "Where are you going?", "I have been looking for you all day.", "Come here.",
    "Not today.", "Look at that!", "We should go home before it rains.", "Do you see it?",
    "I will wait.", "That is mine.", "Who is there?", "Run!", "It is so quiet.",
    "Help me with this.",
    "I knew you would come back one day.", "Nobody told me anything about it.", "Goodbye, then.",
)  # fmt: skip
CAMERA = {
    "size": (
        "{Words} of {A}.", "{Words}: {A}.", "{WORDS} - {A}.", "{Words} on {A}.", "{WORDS}. {A}.",
    ),
    "move": (
        "The camera {words}.", "We {words}.", "Camera {words}.", "{Words}.", "{WORDS}.",
        "Slowly the camera {words}.",
    ),
    "angle": ("{Words}.", "{WORDS}.", "Seen in {words}.", "{Words}: {A}."),
}  # fmt: skip
