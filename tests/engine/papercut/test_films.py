from itertools import chain

from engine.papercut import films
from storyboard import deeds, puppets, staging
from storyboard.board import FRAME


def words_of(held_out: bool) -> set[str]:
    said = set()
    for seed in range(25):
        board = films.film(seed, held_out)
        for shot in board.shots:
            cue = films.told(staging.cue(board, shot.id, 0), seed, held_out)
            said |= {subject.words for subject in cue.subjects if subject.words}
    return said


def test_the_same_seed_makes_the_same_film_and_another_another():
    assert films.film(7) == films.film(7)
    assert films.film(7) != films.film(8)


def test_held_out_puppets_never_enter_training_and_are_in_every_examination():
    assert set(puppets.names()) >= films.HELD_OUT
    for seed in range(80):
        used = {subject.puppet for subject in films.film(seed).cast}
        assert not used & films.HELD_OUT
    for seed in range(20):
        board = films.film(seed, held_out=True)
        strange = {s.id for s in board.cast if s.puppet in films.HELD_OUT}
        assert all(strange & set(shot.subjects) for shot in board.shots)


def test_words_kept_for_the_examination_are_never_said_in_training():
    synonyms = set(chain.from_iterable(deeds.spoken().values()))
    kept = {word for word in synonyms if not films.trained(word)}
    assert 0.1 < len(kept) / len(synonyms) < 0.3
    assert not words_of(held_out=False) & kept
    assert words_of(held_out=True) <= kept


def test_films_move_cut_and_turn_the_camera():
    boards = [films.film(seed) for seed in range(40)]
    shots = [shot for board in boards for shot in board.shots]
    assert any(len(shot.camera.rects) > 1 for shot in shots)
    assert any(shot.camera.rects == (FRAME,) for shot in shots)
    assert any(len(board.shots) > 3 for board in boards)
    assert {scene.daytime for b in boards for scene in b.scenes} == {"day", "dawn", "dusk", "night"}


def test_slots_are_frames_of_shots_in_order():
    import random

    for seed in range(60):
        board = films.film(seed)
        slots = films.slots(board, random.Random(seed))
        assert len(slots) == 16
        for shot, frame in slots:
            assert 0 <= frame < board.shot(shot).length
            assert frame % 2 == 0
