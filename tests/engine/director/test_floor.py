"""The floor: what the rules are sure of binds a model; what they guess does not."""

from __future__ import annotations

import random
from dataclasses import replace

import pytest

from engine.director import checks, floor, moments, numbered, predicates, repair, shots
from engine.director.claims import Claim
from engine.director.lessons import tales
from engine.director.lessons.blocking import Blocking
from engine.director.lessons.stories import figures
from storyboard import breakdown
from storyboard.board import Acting, Board, Box, Layout, Scene, Shot, Stretch, Subject


def board(text: str) -> Board:
    return breakdown.board(text)


def ids(made: Board, *names: str) -> tuple[str, ...]:
    return tuple(next(one.id for one in made.cast if one.name == name) for name in names)


def heard(text: str) -> tuple[Board, floor.Accounts, shots.Told]:
    made = board(text)
    scene = made.scenes[0]
    accounts = floor.Accounts(numbered.sentences(text, scene, made.cast))
    return made, accounts, shots.Told(text, scene, 24, "", accounts)


def shot_of(text: str, sentence: str, subjects: tuple[str, ...]) -> Shot:
    start = text.index(sentence)
    stretch = Stretch(start, start + len(sentence), sentence)
    made = dict.fromkeys(shots.CHOSEN, "director")
    return Shot("x", sentence, subjects, stretch=stretch, made_by=made, length=96)  # type: ignore[arg-type]


SCENE = """INT. HALL - DAY

TOM, a boy, sits. ANNA, a girl, stands.

He yawns. She waves. A cat runs to the left. It hisses at her.
"""


def test_a_pronoun_of_one_of_those_present_is_sure() -> None:
    made, accounts, _ = heard(SCENE)
    tom, anna, cat = ids(made, "Tom", "Anna", "cat")
    for sentence, who in (("He yawns.", tom), ("She waves.", anna), ("It hisses at her.", cat)):
        (one,) = accounts.of(shot_of(SCENE, sentence, ()), made.cast)
        assert (one.sure, one.doers) == (True, (who,)), sentence


def test_whoever_is_meant_and_not_seen_is_found_and_put_right_by_the_rules() -> None:
    made, _, told = heard(SCENE)
    tom, anna = ids(made, "Tom", "Anna")
    wrong = shot_of(SCENE, "He yawns.", (anna,))
    found = shots.faults(wrong, made.cast, told)
    assert {(one.kind, one.subject) for one in found} == {("meant", tom), ("stranger", anna)}
    assert all(one.words.endswith(".") for one in found)
    right = shots.settled(wrong, made.cast, replace(told, scene=replace(told.scene, shots=())))
    assert right.subjects == (tom,)
    assert right.made_by["subjects"] == "rules"


def test_whoever_the_words_name_is_no_stranger() -> None:
    text = "INT. HALL - DAY\n\nHere is a green hare, and here is a pink flask.\n"
    made, accounts, told = heard(text)
    hare, flask = ids(made, "hare", "flask")
    sentence = "Here is a green hare, and here is a pink flask."
    shot = shot_of(text, sentence, (hare, flask))
    (one,) = accounts.of(shot, made.cast)
    assert one.doers == (hare, flask)
    assert shots.faults(shot, made.cast, told) == ()
    deaf = replace(one, subjects=(hare,), doers=(hare,))
    assert checks.about_choice(shot, made.cast, sentence, accounts=(deaf,)) == ()


def test_who_listens_may_be_seen_and_a_new_one_of_the_models_too() -> None:
    text = "INT. HALL - DAY\n\nTom sits.\n\nTOM\nHello, dear.\n\nANNA\nHello.\n"
    made, _, told = heard(text)
    tom, anna = ids(made, "Tom", "Anna")
    two = shot_of(text, "TOM\nHello, dear.", (tom, anna))
    assert shots.faults(replace(two, action=""), made.cast, told) == ()


def test_a_guess_binds_only_a_model_that_was_caught_wrong() -> None:
    text = "Zelvira sits. Quorbin stands. She yawns. He sleeps. Quorbin waves."
    made, accounts, _ = heard(text)
    one = shot_of(text, "She yawns.", ())
    assert [account.sure for account in accounts.of(one, made.cast)] == [False]
    assert [account.sure for account in accounts.of(one, made.cast, guesses=True)] == [True]


@pytest.mark.parametrize(
    ("text", "claims"),
    [
        ("A crow flies up.", [Claim("moves", "crow", "up")]),
        ("A crow walks to the left.", [Claim("moves", "crow", "left")]),
        ("A crow hops.", []),  # nobody says which way
        ("A crow sits left of a cat.", [Claim("beside", "crow", "left", "cat")]),
        ("A crow is bigger than a cat.", [Claim("bigger", "crow", other="cat")]),
        ("A crow is seen only in the second half.", [Claim("second half", "crow")]),
        (
            "A crow is first on the left, then in the middle and finally on the right.",
            [Claim("order", "crow", "left, centre, right")],
        ),
    ],
)
def test_what_the_words_fix_is_claimed_and_nothing_else(text: str, claims: list[Claim]) -> None:
    made, _, told = heard(text)
    shot = replace(made.shots[0], size="WS")
    ground = shots.ground_of(shot, made.cast, told)
    assert [one for one in ground.sure if one.what != "grounded"] == claims
    assert ground.shot is not None
    kept = [one.kind for one in checks.about_layout(ground.shot, made.cast, "", sure=ground.sure)]
    assert set(kept) <= {"order"}


@pytest.mark.parametrize(
    ("text", "claim"),
    [
        ("At the start a crow is there; by the end it is not.", Claim("first half", "crow")),
        ("For the first half nobody, then a crow.", Claim("second half", "crow")),
        ("Up to the middle of the film a crow is in sight.", Claim("first half", "crow")),
        (
            "A crow leaves the left for the right, and the right for the middle.",
            Claim("order", "crow", "left, right, centre"),
        ),
        (
            "A crow is in the lower left, soon at the top right, and before long in the top left.",
            Claim("order", "crow", "bottom left, top right, top left"),
        ),
        ("A crow dwarfs a cat.", Claim("bigger", "crow", other="cat")),
    ],
)
def test_times_and_stations_are_claimed_as_the_rules_read_them(text: str, claim: Claim) -> None:
    made, _, told = heard(text)
    sure = shots.ground_of(made.shots[0], made.cast, told).sure
    assert [one for one in sure if one.what != "grounded"] == [claim]


def test_hardly_a_true_lesson_is_blamed() -> None:
    """A right answer that is blamed is asked again, then spoilt."""
    seen, blamed = 0, []
    for seed in range(100):
        told = tales.story(random.Random(f"floor {seed}"))
        cast = {
            one.id: Subject(one.id, one.name, one.kind, pronoun=one.pronoun)  # type: ignore[arg-type]
            for one in told.cast
        }
        for beat in told.beats:
            if beat.speaker is not None or not beat.deeds:
                continue
            keys = Blocking(beat.size, figures(beat), beat.deeds).play()
            letters = {id.upper(): cast[id] for id in keys}
            rows = {id.upper(): row for id, row in keys.items()}
            layout, camera = moments.read({**rows, "camera": [[50, 50, 100]]}, letters)
            words = " ".join(beat.sentences)
            shot = Shot("x", words, tuple(keys), size=beat.size, layout=layout, camera=camera)  # type: ignore[arg-type]
            shot = replace(shot, stretch=Stretch(0, len(words), words))
            sure = shots.ground_of(
                shot, list(cast.values()), shots.Told(words, Scene("s"), 24)
            ).sure
            found = checks.about_layout(shot, list(cast.values()), words, "", sure)
            seen += 1
            blamed += [words] if any(one.claim for one in found) else []
    assert seen > 100
    assert len(blamed) <= seen * 0.02, blamed


def test_a_layout_against_the_words_is_found_though_no_claim_of_its_own_reads_them() -> None:
    text = "A crow climbs skyward."
    made, _, told = heard(text)
    shot = made.shots[0]
    ground = shots.ground_of(shot, made.cast, told)
    down = {id: path[::-1] for id, path in shot.layout.boxes.items()}
    wrong = replace(shot, layout=Layout(down))
    assert "direction" in {
        one.kind for one in checks.about_layout(wrong, made.cast, text, "", ground.sure)
    }


def test_a_dog_of_the_cast_is_staged_as_that_dog() -> None:
    made = board("A dog runs to the right. A cat sits.")
    staged = breakdown.shot("A dog runs to the right.", cast=made.cast, size="FS").staged
    assert staged.subjects == ids(made, "dog")
    two = breakdown.shot("A dog sits. A dog runs.", cast=made.cast[:1])
    assert len(two.staged.subjects) == 2  # the second is another one


def test_spots_in_turn_share_the_time() -> None:
    path = made_path(0.2, 0.5, 0.8)
    assert predicates.in_turn(path, ["left", "centre", "right"])
    assert not predicates.in_turn(path[::-1], ["left", "centre", "right"])
    assert not predicates.in_turn((None,) * 9, ["left", "right"])


def made_path(*xs: float) -> predicates.Path:
    rows = [xs[min(at * len(xs) // 9, len(xs) - 1)] for at in range(9)]
    return tuple(predicates.Box(x - 0.05, 0.5, x + 0.05, 0.8) for x in rows)


def test_who_comes_and_goes_more_often_than_the_rules_follow_is_somewhere() -> None:
    made = board("A crow appears, vanishes, and appears again.")
    assert all(any(path) for shot in made.shots for path in shot.layout.boxes.values())


def test_a_first_word_with_what_it_is_behind_it_is_a_name() -> None:
    made = board("Zelda, a nurse, sits. A goat stands. She waits.")
    assert [(one.name, one.kind) for one in made.cast] == [("Zelda", "nurse"), ("goat", "goat")]
    assert made.subject("zelda").pronoun == "she"
    assert [one.name for one in board("Outside, a dog barks, a cat runs.").cast] == ["dog", "cat"]


def test_the_rules_acting_holds_where_they_are_sure_who_does_what() -> None:
    text = "INT. HALL - DAY\n\nTOM sits. A whale swims to the left.\n"
    made, _, told = heard(text)
    whale, tom = ids(made, "whale", "Tom")
    shot = replace(
        shot_of(text, "A whale swims to the left.", (whale, tom)),
        acting={whale: Acting("sail"), tom: Acting("wave")},
    )
    settled = shots.settled(shot, made.cast, told)
    assert settled.acting[whale].action == "swim"
    assert settled.made_by["acting"] == "rules"
    kept = replace(told.scene.shots[-1], locked=frozenset({"acting"}))
    locked = replace(told, scene=replace(told.scene, shots=(*told.scene.shots[:-1], kept)))
    same = replace(shot, stretch=kept.stretch)
    assert shots.settled(same, made.cast, locked).acting[whale] == kept.acting[whale]


TURNS = "A kite is at the top left. Then it is on the right. Finally it is at the bottom."


def cut_after(made: Board, *counts: int) -> list[Shot]:
    """Shots of so many sentences each."""
    told = numbered.sentences(made.script, made.scenes[0], made.cast)
    found, at = [], 0
    for number, count in enumerate(counts):
        own = told[at : at + count]
        start, end, at = own[0].start, own[-1].end, at + count
        stretch = Stretch(start, end, made.script[start:end])
        action = " ".join(one.text for one in own)
        found.append(Shot(f"x{number}", action, ids(made, "kite"), stretch=stretch))
    return found


@pytest.mark.parametrize(("counts", "cut"), [((3,), False), ((1, 2), True), ((1, 1, 1), True)])
def test_places_in_turn_are_one_shot(counts: tuple[int, ...], cut: bool) -> None:
    made, _, told = heard(TURNS)
    said = shots.torn(cut_after(made, *counts), made.cast, told)
    assert bool(said) == cut
    assert all("places in turn" in words for words in said)


def test_other_sentences_may_be_cut_apart() -> None:
    made, _, told = heard("A kite flies. It sinks. It lies on the grass.")
    assert shots.torn(cut_after(made, 1, 2), made.cast, told) == ()


@pytest.mark.parametrize(
    ("text", "thing", "bearer"),
    [
        ("TOM, a boy, carries a lantern in from the right.", "lantern", "Tom"),
        ("TOM, a boy, holds a balloon.", "balloon", "Tom"),
    ],
)
def test_what_is_in_hand_stays_with_whoever_has_it(text: str, thing: str, bearer: str) -> None:
    made, _, told = heard(text)
    held, one = ids(made, thing, bearer)
    shot = made.scenes[0].shots[0]
    ground = shots.ground_of(shot, made.cast, told)
    assert Claim("beside", held, "with", one) in ground.sure
    assert not checks.about_layout(shot, made.cast, text, sure=ground.sure)

    away = tuple(box and replace(box, x0=box.x0 + 0.5, x1=box.x1 + 0.5) for box in
                 shot.layout.boxes[one])  # fmt: skip
    left = replace(shot, layout=Layout({**shot.layout.boxes, held: away}, shot.layout.moments))
    (found,) = [
        one
        for one in checks.about_layout(left, made.cast, text, sure=ground.sure)
        if one.claim and one.claim.way == "with"
    ]
    assert found.words == f"{thing} must be in the hands of {bearer}."

    def faults(shot: Shot) -> tuple[checks.Finding, ...]:
        return checks.about_layout(shot, made.cast, text, sure=ground.sure)

    mended = repair.layout(left, faults)
    assert "relation" not in {one.kind for one in faults(mended)}


def test_who_goes_after_somebody_is_behind() -> None:
    made, _, told = heard(
        "ANNA, a girl, sits. REX, a dog, sits.\n\n"
        "Anna runs from left to right, and Rex runs after her."
    )
    anna, rex = ids(made, "Anna", "Rex")
    shot = made.scenes[0].shots[-1]
    sure = shots.ground_of(shot, made.cast, told).sure
    assert Claim("follows", rex, other=anna) in sure

    boxes = shot.layout.boxes
    swapped = Layout({anna: boxes[rex], rex: boxes[anna]}, shot.layout.moments)
    wrong = replace(shot, layout=swapped)

    def faults(shot: Shot) -> tuple[checks.Finding, ...]:
        return checks.about_layout(shot, made.cast, "", sure=sure)

    assert "Rex must stay behind Anna on the way." in {one.words for one in faults(wrong)}
    assert "follows" not in {one.kind for one in faults(repair.layout(wrong, faults))}


@pytest.mark.parametrize(
    ("between", "found"),
    [
        ((0.5, 0.5), "first"),  # who only stands there has changed nothing
        ((0.1, 0.9), "middle"),  # who was seen to go may stand anywhere
    ],
)
def test_sides_are_kept_from_the_last_shot_that_told_them(
    between: tuple[float, float], found: str
) -> None:
    def box(x: float) -> Box:
        return Box(x - 0.1, 0.4, x + 0.1, 0.9)

    first = Shot("first", subjects=("a", "b"), layout=Layout({"a": (box(0.2),), "b": (box(0.8),)}))
    start, end = (box(x) for x in between)
    middle = Shot("middle", subjects=("a",), layout=Layout({"a": (start, end)}, 2))
    third = Shot("third", subjects=("a", "b"))
    seen = shots.seen_before(third, [first, middle])
    assert seen is not None
    assert seen.id == found
    assert shots.seen_before(third, []) is None


def test_who_does_several_things_comes_first_and_goes_at_last() -> None:
    made, _, told = heard("A kite floats up and drifts away to the right.")
    sure = shots.ground_of(made.scenes[0].shots[0], made.cast, told).sure
    assert {Claim("moves", "kite", "up"), Claim("leaves", "kite", "right")} <= set(sure)


def test_a_relation_to_somebody_who_moves_holds_on_the_way() -> None:
    made, _, told = heard("A whale swims in from the right, and a kite floats above the whale.")
    sure = shots.ground_of(made.scenes[0].shots[0], made.cast, told).sure
    assert Claim("beside", "kite", "above", "whale") in sure


@pytest.mark.parametrize(
    ("text", "held"), [("TOM, a boy, laughs.", True), ("A crow flies.", False)]
)
def test_who_stands_is_not_laid_into_the_air(text: str, held: bool) -> None:
    made, _, told = heard(text)
    shot = made.scenes[0].shots[0]
    (one,) = shot.subjects
    sure = shots.ground_of(shot, made.cast, told).sure
    high = tuple(box and replace(box, y0=0.05, y1=0.45) for box in shot.layout.boxes[one])
    lifted = replace(shot, layout=Layout({one: high}, shot.layout.moments))

    def faults(shot: Shot) -> tuple[checks.Finding, ...]:
        return checks.about_layout(shot, made.cast, text, sure=sure)

    assert ("grounded" in {one.kind for one in faults(lifted)}) == held
    mended = repair.layout(lifted, faults).layout.boxes[one]
    assert all((box is not None and box.y1 > 0.8) == held for box in mended)
