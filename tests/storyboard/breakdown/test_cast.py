"""Who is meant: names, descriptions, pronouns, parts of a group; over whole stories."""

import pytest

from storyboard.breakdown import board
from storyboard.breakdown.cast import Memory
from storyboard.breakdown.clauses import clauses
from storyboard.breakdown.reading import Reader
from storyboard.breakdown.sentences import sentences

# A story, and who does the deed of each of its sentences.
STORIES = [
    (
        "A red fox sits on a rock. It looks around. Then the animal runs across the meadow. "
        "It jumps over a log. Finally it sleeps under a tree.",
        ["fox", "fox", "fox", "fox", "fox"],
    ),
    (
        "MIA, a girl in a blue dress, walks along the beach. She picks up a shell. The girl "
        "smiles. She throws it into the sea. Her dog barks.",
        ["Mia", "Mia", "Mia", "Mia", "dog"],
    ),
    (
        "Tom and Anna sit at a table. He pours the tea. She drinks it. They laugh. Tom stands "
        "up. He leaves.",
        ["Tom Anna", "Tom", "Anna", "Tom Anna", "Tom", "Tom"],
    ),
    (
        "An old fisherman rows a boat. He sings. A gull lands on the boat. It looks at him. The "
        "old man gives it a fish. The bird flies away.",
        ["fisherman", "fisherman", "gull", "gull", "fisherman", "gull"],
    ),
    (
        "Two birds sit on a branch. They sing. One of them flies away. The other stays. It sleeps.",
        ["bird_1 bird_2", "bird_1 bird_2", "bird_1", "bird_2", "bird_2"],
    ),
    (
        "LEO (8) runs into the kitchen. The boy opens a box. He finds a kitten. It meows. He "
        "hugs it. The boy laughs.",
        ["Leo", "Leo", "Leo", "kitten", "Leo", "Leo"],
    ),
    (
        "A robot rolls into the room. It stops. The machine waves. A woman enters. She looks at "
        "it. The robot bows.",
        ["robot", "robot", "robot", "woman", "woman", "robot"],
    ),
    (
        "Nora meets Ben in the park. She waves. He waves back. They walk along the path. A dog "
        "follows them. It barks. Nora pets it.",
        ["Nora", "Nora", "Ben", "Nora Ben", "dog", "dog", "Nora"],
    ),
    (
        "Three children play in the snow. They laugh. One of the children falls. The others run "
        "to him.",
        ["child_1 child_2 child_3", "child_1 child_2 child_3", "child_1", "child_2 child_3"],
    ),
    (
        "A yellow dog, BISCUIT, runs along the shore. He barks. A man watches him. Biscuit jumps "
        "into the water. The dog swims. He comes back.",
        ["Biscuit", "Biscuit", "man", "Biscuit", "Biscuit", "Biscuit"],
    ),
    (
        "Captain Vex lands the rocket. She climbs out. The captain looks at the moon. A small "
        "alien appears. It waves at her. She waves back.",
        ["Captain_Vex", "Captain_Vex", "Captain_Vex", "alien", "alien", "Captain_Vex"],
    ),
    (
        "A lepahan sleeps near a gorbit. It wakes up. The lepahan stretches. Then it walks to "
        "the gorbit.",
        ["lepahan", "lepahan", "lepahan", "lepahan"],
    ),
    (
        "A big elephant and a small mouse walk through the jungle. The elephant stops. The mouse "
        "climbs on it. They go on. The little animal laughs.",
        ["elephant mouse", "elephant", "mouse", "elephant mouse", "mouse"],
    ),
    (
        "The wizard opens a book. A ghost appears. It floats above the table. He is scared. The "
        "ghost laughs. It vanishes.",
        ["wizard", "ghost", "ghost", "wizard", "ghost", "ghost"],
    ),
    (
        "A cat is lying on a bed. Then she gets up. She goes to the kitchen and eats a snack. "
        "The cat sleeps again.",
        ["cat", "cat", "cat", "cat"],
    ),
]


@pytest.mark.parametrize(("story", "wanted"), STORIES)
def test_every_sentence_is_about_the_right_one(story, wanted):
    memory = Memory()
    memory.open_scene()
    found = []
    for sentence in sentences(story, 0, len(story)):
        memory.introduce(sentence.text)
        reader = Reader(memory)
        reader.sentence(clauses(sentence, memory.words))
        deeds = reader.finish().deeds
        names = sorted(memory.members[id].name.replace(" ", "_") for id in deeds[0].who)
        found.append(" ".join(names))
    assert found == [" ".join(sorted(one.split())) for one in wanted]


def cast_of(text):
    return {subject.name: subject for subject in board(text).cast}


def test_what_stands_behind_a_name_describes_it():
    cast = cast_of(
        "INT. ROOM - DAY\n\nMIA (9), a girl in a yellow dress and a red hat, runs. "
        "OLD TOM (70) sits. A tiny green robot, ZIP, waves.\n"
    )
    mia, tom, zip_ = cast["Mia"], cast["Old Tom"], cast["Zip"]
    assert (mia.kind, mia.puppet, mia.pronoun) == ("girl", "girl", "she")
    assert mia.attributes["colour"] == "yellow"
    assert mia.attributes["hat"] == "yes"
    assert tom.puppet == "old_man"
    assert (zip_.kind, zip_.puppet) == ("robot", "robot")
    assert zip_.attributes == {"size": "tiny", "colour": "green"}


@pytest.mark.parametrize(
    ("word", "puppet"),
    [
        ("hound", "dog"),
        ("kitten", "cat"),
        ("taxi", "car"),
        ("grandmother", "old_woman"),
        ("rose", "flower"),
        ("flurb", ""),
    ],
)
def test_synonyms_find_their_puppet_and_strangers_stay_subjects(word, puppet):
    cast = cast_of(f"INT. ROOM - DAY\n\nA {word} stands by the door.\n")
    assert cast[word].puppet == puppet


def test_the_same_one_keeps_its_id_from_scene_to_scene():
    made = board(
        "EXT. PARK - DAY\n\nAn old man sits on a bench. A dog barks.\n\n"
        "INT. KITCHEN - NIGHT\n\nThe old man cooks. The dog sleeps. He sings.\n"
    )
    first, second = made.scenes
    old = {id for shot in first.shots for id in shot.subjects} & {
        id for shot in second.shots for id in shot.subjects
    }
    assert old == {"old_man", "dog"}
    assert [subject.id for subject in made.cast].count("old_man") == 1


def test_a_second_one_in_the_same_scene_is_another():
    cast = cast_of("EXT. PARK - DAY\n\nA dog barks. A dog runs in from the left.\n")
    assert set(cast) == {"dog", "dog 2"}


def test_neither_weather_nor_body_nor_clothes_join_the_cast():
    cast = cast_of(
        "EXT. BEACH - DAY\n\nRain falls. The wind blows. Mia raises her hand. Her hair is wet. "
        "The waves crash on the shore in silence.\n"
    )
    assert set(cast) == {"Mia"}


def test_a_cue_and_a_description_are_one():
    made = board("EXT. PARK - DAY\n\nAn OLD MAN sits.\n\nOLD MAN\nGood day.\n\nHe waves.\n")
    assert [subject.id for subject in made.cast] == ["old_man"]
    assert made.shots[1].dialogue[0].speaker == "old_man"
