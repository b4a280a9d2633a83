import pytest

from engine.director.claims import Claim, claims, together
from storyboard.board import Subject

CAST = (
    Subject("anna", "ANNA", "girl", pronoun="she"),
    Subject("tom", "TOM", "boy", pronoun="he", aliases=("the kid",)),
    Subject("rex", "REX", "dog", pronoun="it"),
    Subject("ball", "ball", "ball", pronoun="it"),
    Subject("tree", "tree", "tree", pronoun="it"),
)


def told(text: str, before: str = "") -> list[Claim]:
    return list(claims(text, CAST, before))


@pytest.mark.parametrize(
    ("text", "who", "way"),
    [
        ("Anna walks from left to right.", "anna", "right"),
        ("Tom runs from the right side of the frame to the left side.", "tom", "left"),
        ("The dog trots to the left.", "rex", "left"),
        ("Rex runs towards the right side of the screen.", "rex", "right"),
        ("The ball rolls rightwards.", "ball", "right"),
        ("The ball rises.", "ball", "up"),
        ("The ball sinks slowly.", "ball", "down"),
        ("The ball drifts upward.", "ball", "up"),
        ("The ball floats from the top of the frame to the bottom.", "ball", "down"),
        ("THE DOG walks left to right.", "rex", "right"),
    ],
)
def test_a_movement_has_a_subject_and_a_way(text: str, who: str, way: str) -> None:
    assert Claim("moves", who, way) in told(text)


@pytest.mark.parametrize(
    "text",
    [
        "Anna does not walk to the left.",
        "Anna never runs from left to right.",
        "Tom looks to the left.",
        "Tom throws the ball to the left.",
        "Anna is to the left of the tree.",
        "Somebody walks to the left.",
        "Tom walks left of the tree.",
        "Anna sits.",
        "",
    ],
)
def test_what_is_not_surely_a_movement_is_not_claimed(text: str) -> None:
    assert [claim for claim in told(text) if claim.what == "moves"] == []


def test_a_pronoun_means_the_last_one_who_fits() -> None:
    assert told("Tom waves at Anna. He walks to the left. She walks to the right.") == [
        Claim("moves", "tom", "left"),
        Claim("moves", "anna", "right"),
    ]


def test_a_pronoun_reaches_back_to_what_was_told_before() -> None:
    assert told("He walks to the left.", before="Tom sits.") == [Claim("moves", "tom", "left")]
    assert told("He walks to the left.") == []


def test_two_clauses_are_two_claims() -> None:
    assert told("Anna walks to the left and the dog runs to the right.") == [
        Claim("moves", "anna", "left"),
        Claim("moves", "rex", "right"),
    ]
    assert told("Tom enters from the left while Anna exits right.") == [
        Claim("enters", "tom", "left"),
        Claim("leaves", "anna", "right"),
    ]


@pytest.mark.parametrize(
    ("text", "claim"),
    [
        ("Anna enters.", Claim("enters", "anna")),
        ("Anna enters from the right.", Claim("enters", "anna", "right")),
        ("Anna walks in from the left.", Claim("enters", "anna", "left")),
        ("The dog quickly runs in.", Claim("enters", "rex")),
        ("Tom runs off on the right.", Claim("leaves", "tom", "right")),
        ("Tom walks slowly out of the frame.", Claim("leaves", "tom")),
        ("Rex leaves on the left.", Claim("leaves", "rex", "left")),
        ("Rex exits right.", Claim("leaves", "rex", "right")),
        ("The ball appears.", Claim("appears", "ball")),
        ("The ball vanishes.", Claim("vanishes", "ball")),
        ("The ball is visible in the second half.", Claim("second half", "ball")),
        ("The ball appears only in the first half of the video.", Claim("first half", "ball")),
        ("Tom sits on the left.", Claim("stands", "tom", "left")),
        ("The kid stands on the right side.", Claim("stands", "tom", "right")),
    ],
)
def test_coming_going_and_standing(text: str, claim: Claim) -> None:
    assert told(text) == [claim]


@pytest.mark.parametrize(
    ("text", "claim"),
    [
        ("The ball is to the left of the tree.", Claim("beside", "ball", "left", "tree")),
        ("Tom stands right of the tree.", Claim("beside", "tom", "right", "tree")),
        ("The ball hangs above the dog.", Claim("beside", "ball", "above", "rex")),
        ("Rex sleeps under the tree.", Claim("beside", "rex", "below", "tree")),
        ("Anna stands behind the tall tree.", Claim("beside", "anna", "behind", "tree")),
        ("Anna sits on top of the tree.", Claim("beside", "anna", "on", "tree")),
        ("The dog sits next to Tom.", Claim("beside", "rex", "beside", "tom")),
        ("The dog is bigger than the ball.", Claim("bigger", "rex", other="ball")),
        ("The ball is smaller than Rex.", Claim("bigger", "rex", other="ball")),
        ("The ball is as big as the dog.", Claim("same size", "ball", other="rex")),
    ],
)
def test_relations_have_an_order(text: str, claim: Claim) -> None:
    assert told(text) == [claim]


def test_a_way_is_no_standing() -> None:
    assert [one for one in told("Tom walks under the tree.") if one.what == "beside"] == []
    assert [one for one in told("Rex runs out from behind the tree.") if one.what == "beside"] == []


@pytest.mark.parametrize(
    "text",
    [
        "At the beginning Anna is there; by the end she is not.",
        "Anna is missing at the beginning and there at the end.",
        "Tom stands in the lower left, then stands at the upper right.",
        "First Tom is on the left. Then he moves to the right. At last he is in the middle.",
        "Anna, first on the right, walks until she is on the left.",
        "Rex leaves the right for the left, and the left for the middle.",
        "Rex sets out at the right and reaches the left.",
        "Tom walks in from the left and out on the right.",
        "Anna briefly appears on the left.",
        "The ball is no bigger and no smaller than Rex.",
        "The ball is small next to Rex.",
        "The ball flickers into view and vanishes.",
        "Tom starts on the left and ends up on the right.",
    ],
)
def test_nothing_is_claimed_where_the_words_tell_of_several_times_or_leave_it_open(
    text: str,
) -> None:
    assert told(text) == []


def test_a_side_that_is_left_is_where_one_goes_on_from() -> None:
    text = "Rex leaves the left side and runs to the right side."
    assert told(text) == [Claim("moves", "rex", "right")]


def test_an_opening_word_is_no_order() -> None:
    assert told("Then Anna walks to the left.") == [Claim("moves", "anna", "left")]


def test_who_fades_in_appears() -> None:
    assert told("The ball fades in.") == [Claim("appears", "ball")]
    assert told("The ball fades away.") == [Claim("vanishes", "ball")]


@pytest.mark.parametrize(
    ("text", "kind", "number"),
    [
        ("Three dogs bark.", "dog", 3),
        ("There are two small red balls here.", "ball", 2),
        ("Five girls and two boys dance.", "girl", 5),
    ],
)
def test_number_words_count_kinds(text: str, kind: str, number: int) -> None:
    assert Claim("count", kind, number=number) in told(text)


def test_a_number_of_something_else_counts_nothing() -> None:
    assert told("Anna waits two minutes. One dog barks.") == []


def test_a_word_of_two_subjects_means_neither() -> None:
    dogs = (Subject("a", "REX", "dog"), Subject("b", "BELLA", "dog"))
    assert claims("The dog runs to the left.", dogs) == ()
    assert claims("Bella runs to the left.", dogs) == (Claim("moves", "b", "left"),)


def test_words_that_bring_two_together_are_known() -> None:
    def pairs(text: str) -> set[frozenset[str]]:
        return set(together(text, CAST))

    assert pairs("Anna sits on the ball.") == {frozenset(("anna", "ball"))}
    assert pairs("Tom carries Rex.") == {frozenset(("tom", "rex"))}
    assert pairs("She waves.") == set()
    assert pairs("Anna and Tom wave.") == set()
    assert pairs("Anna jumps. Tom sits on the ball.") == {frozenset(("tom", "ball"))}
