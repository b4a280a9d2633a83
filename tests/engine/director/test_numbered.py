from collections.abc import Mapping, Sequence
from dataclasses import replace

from engine.director import numbered
from engine.director.numbered import Sentence, covered, letters, new_subjects, unknown_words
from storyboard.board import Scene, Shot, Stretch, Subject
from storyboard.breakdown.witness import Meant
from tests.engine.director.scenes import ANNA, CAST, REX, RULES, SCENE, TEXT


def marked(text: str, letters: Mapping[str, Subject], meant: Sequence[Meant] = ()) -> str:
    return numbered.marked(text, numbered.marks(text, letters, meant))


def test_sentences_and_speeches_are_numbered_and_the_heading_is_not() -> None:
    found = numbered.sentences(TEXT, SCENE, CAST)
    assert [one.text for one in found] == [
        "Anna walks from left to right.",
        "The dog sleeps.",
        "Hello, Rex.",
        "Rex leaves on the right.",
        "Anna waves.",
    ]
    assert [one.line.speaker if one.line else "" for one in found] == ["", "", "anna", "", ""]
    assert found[2].line is not None
    assert found[2].line.how == "softly"
    assert TEXT[found[2].start :].startswith("ANNA\n")  # a speech begins with its cue


def test_stretches_count_from_the_start_of_the_script() -> None:
    script = "INT. HALL - DAY\n\nNobody.\n\n" + TEXT
    at = len(script) - len(TEXT)
    scene = replace(SCENE, shots=(), stretch=Stretch(at, len(script)))
    for one in numbered.sentences(TEXT, scene, CAST):
        if one.line is None:
            assert script[one.start : one.end] == one.text


def test_a_speaker_is_found_by_name_or_alias_and_else_left_open() -> None:
    scene = Scene("s")
    text = "INT. X - DAY\n\nMUM\nHello.\n\nSTRANGER\nHi.\n"
    cast = (Subject("mother", "MOTHER", aliases=("Mum",)),)
    found = numbered.sentences(text, scene, cast)
    assert [one.line.speaker for one in found if one.line] == ["mother", ""]


def test_a_shot_covers_the_sentences_in_its_stretch() -> None:
    found = numbered.sentences(TEXT, SCENE, CAST)
    assert [covered(found, shot) for shot in RULES] == [(0, 1), (2,), (3, 4)]
    assert covered(found, Shot("loose")) == ()


def test_letters_go_to_those_whom_the_scene_shows() -> None:
    tom = Subject("tom", "TOM", "boy")
    eve = Subject("eve", "EVE", "girl", aliases=("the visitor",))
    cast = (tom, ANNA, REX, eve)
    given = letters(cast, SCENE, "Anna greets the visitor.")
    assert given == {"A": ANNA, "B": REX, "C": eve}
    assert len(letters([replace(tom, id=f"t{n}") for n in range(99)], SCENE, "Tom")) == 16


def test_new_words_are_nouns_of_the_text_that_nobody_goes_by() -> None:
    text = "A tall giraffe quickly follows Anna and her dogs under the old bridge. Three owls hoot."
    words = unknown_words([Sentence(0, 1, text)], CAST)
    assert {"giraffe", "bridge", "owls"} <= set(words)
    assert not {"anna", "dogs", "dog", "tall", "quickly", "follows", "under", "the", "three"} & set(
        words
    )


def test_words_of_other_scripts_are_offered_too() -> None:
    assert "медведь" in unknown_words([Sentence(0, 1, "Медведь идёт домой.")], CAST)


def test_new_subjects_are_numbered_and_their_ids_are_free() -> None:
    taken = (Subject("duck-1", "duck"), Subject("duck", "old duck"))
    made = new_subjects("Ducks", 3, taken)
    assert [one.name for one in made] == ["duck 1", "duck 2", "duck 3"]
    assert len({one.id for one in (*taken, *made)}) == 5
    assert {one.made_by for one in made} == {"director"}
    assert new_subjects("witch", 1, ())[0].pronoun == "she"
    assert new_subjects("Öl", 1, ())[0].id


def test_known_names_are_marked_with_their_letters() -> None:
    cats = [Subject(f"cat{n}", f"cat {n}", "cat") for n in (1, 2)]
    balls = [
        Subject("b1", "ball", "ball", "red ball", pronoun="it"),
        Subject("b2", "ball 2", "ball", "blue ball", pronoun="it"),
    ]
    tom = Subject("tom", "Tom", "old sailor", aliases=("Captain",), pronoun="he")
    known = dict(zip("ABCDE", (*cats, *balls, tom), strict=True))
    told = marked("Two cats watch TOM. The sailor waves; he kicks a blue ball.", known)
    assert told == "Two cats[A,B] watch TOM[E]. The sailor[E] waves; he kicks a blue ball[D]."
    assert marked("Captain's red ball rolls.", known) == "Captain[E]'s red ball[C] rolls."


def test_pronouns_are_marked_as_the_rules_read_them_and_guesses_look_like_guesses() -> None:
    known = {"A": Subject("a", "Ann", pronoun="she"), "B": Subject("b", "ball", "ball")}
    meant = (Meant(3, ("a",), True), Meant(12, ("b",), False), Meant(12 + 9, ("nobody",), True))
    assert marked("She kicks it and runs home.", known, meant) == (
        "She[A] kicks it[B?] and runs home."
    )
    assert marked("Ann", known, (Meant(3, ("b",), False),)) == "Ann[A]"  # names are sure


def test_a_shots_action_is_marked_as_its_sentences_are_unless_it_was_rewritten() -> None:
    one = numbered.Sentence(0, 9, "She runs.", meant=(Meant(3, ("a",), True),))
    two = numbered.Sentence(10, 20, "It rolls.", meant=(Meant(2, ("b",), True),))
    assert numbered.meant_in("She runs. It rolls.", (one, two)) == (
        Meant(3, ("a",), True),
        Meant(12, ("b",), True),
    )
    assert numbered.meant_in("She walks. It rolls.", (one, two)) == ()


def test_a_word_that_could_be_two_of_them_is_not_marked() -> None:
    known = {"A": Subject("a", "cat 1", "cat"), "B": Subject("b", "cat 2", "cat")}
    assert marked("The cat sleeps. Cats purr.", known) == "The cat sleeps. Cats[A,B] purr."
    assert marked("Nobody is here.", {}) == "Nobody is here."
