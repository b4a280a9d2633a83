"""The exam's own wordings: in the notation of the lessons' ones, and none of them."""

from __future__ import annotations

from collections.abc import Mapping

UNSEEN: Mapping[str, tuple[str, ...]] = {
    "still": (
        "The {frame} shows {A}.", "{A} can be found here.", "This is a picture of {A}.",
        "Look, {A}!", "A film about {A}.", "{A} in a calm place.",
    ),
    "together": (
        "The {frame} shows {A} and {B}.", "A film about {A} and {B}.", "{A} near {B}.",
        "This is a picture of {A} and {B}.", "Look, {A} and {B}!", "{A}, and also {B}.",
    ),
    "first half": (
        "While the first half lasts, {A} can be seen; afterwards not any more.",
        "{A} {is} seen during the first half of the {frame2}.",
        "A {frame2} in which {A} <appear> in the first half only.",
        "{A} {is} present at the start of the {frame2} and <disappear> halfway.",
    ),
    "second half": (
        "Nothing is seen for the first half, then {A} <appear>.",
        "{A} {is} seen during the second half of the {frame2}.",
        "A {frame2} in which {A} <appear> in the second half only.",
        "{A} {is} absent at the start of the {frame2} and <appear> halfway.",
    ),
    "cross": (
        "A {frame2} of {A} {Ving} from the {opp} to the {way}.",
        "Starting on the {opp}, {A} {V} over to the {way}.",
        "{A} {V} from the {opp} hand side to the {way} hand side.",
        "{A} <make> a trip from {opp} to {way}.",
        "Watch {A} {Vp} from {opp} to {way}.",
        "{A} <begin> on the {opp} side and <finish> on the {way} side.",
    ),
    "to": (
        "{A} {is} on the way to the {way}.", "{A} {V} in the direction of the {way}.",
        "Watch {A} {Vp} to the {way}.", "A {frame2} of {A} {Ving} to the {way}.",
        "{A} <keep> {Ving} to the {way}.", "{A} {V} and {V} towards the {way} side.",
    ),
    "rise up": (
        "Watch {A} {Vp} upwards.", "A {frame2} of {A} {Ving} upwards.", "{A} <climb> skyward.",
        "{A} <travel> from the lower edge to the upper edge.", "{A} <leave> the ground and <rise>.",
        "{A} <keep> {Ving} up.",
    ),
    "rise down": (
        "Watch {A} {Vp} downwards.", "A {frame2} of {A} {Ving} downwards.", "{A} <come> down.",
        "{A} <travel> from the upper edge to the lower edge.", "{A} <sink> to the ground.",
        "{A} <keep> {Ving} down.",
    ),
    "sequence": (
        "A {frame2} in which {A} {is} {p1} at the beginning, {p2} in between and {p3} at the end.",
        "In the beginning {A} {is} {p1}. After that {they} {is} {p2}. In the end {they} {is} {p3}.",
        "{A}: first {p1}, next {p2}, last {p3}.",
        "{A} <appear> {p1} to begin with, a moment later {p2} and in the end {p3}.",
        "{A} <wander> from {n1} over to {n2} and on to {n3}.",
    ),
    "beside left": (
        "{A} {is} placed to the left of {B}.", "{A}, with {B} on its right.",
        "You find {A} left of {B}.", "A {frame} with {A} to the left of {B}.",
    ),
    "beside right": (
        "{A} {is} placed to the right of {B}.", "{A}, with {B} on its left.",
        "You find {A} right of {B}.", "A {frame} with {A} to the right of {B}.",
    ),
    "beside above": (
        "{A} {is} placed above {B}.", "You find {A} above {B}.", "A {frame} with {A} above {B}.",
        "{A} somewhere over {B}.",
    ),
    "beside below": (
        "{A} {is} placed below {B}.", "You find {A} underneath {B}.",
        "A {frame} with {A} below {B}.", "{A} somewhere under {B}.",
    ),
    "beside on": (
        "{A} {is} placed on {B}.", "You find {A} on top of {B}.", "A {frame} with {A} on {B}.",
        "{B} carries {A} on top.",
    ),
    "beside behind": (
        "{A} {is} placed behind {B}.", "You find {A} behind {B}.",
        "A {frame} with {A} behind {B}.", "{A}, partly covered by {B}, <stand> behind it.",
    ),
    "bigger": (
        "{A} looks bigger than {B}.", "Compared with {B}, {A} {is} bigger.",
        "A {frame} with {A} that is larger than {B}.", "{A} <tower> over {B}, which is smaller.",
    ),
    "same size": (
        "{A} looks as big as {B}.", "Compared with {B}, {A} {is} the same size.",
        "A {frame} with {A} that is as large as {B}.", "{A} and {B} have the same size.",
    ),
}  # fmt: skip

DOES = (  # what somebody of a story does, said of a name, a pronoun or a description
    "{A} {V}.", "{A} {V} for a long time.", "Soon {A} {V}.", "After that {A} {V}.",
    "{A} {is} {Ving} now.", "Again {A} {V}.", "Quietly {A} {V}.", "{A} {V}, because it is late.",
)  # fmt: skip
