"""Poses: feet on the ground, limbs in turn, strides that fit the legs."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from storyboard import poses, puppets
from storyboard.affine import put

phases = st.floats(0, 1)


def lowest(pose):
    return max(put(m, p)[1] for piece, m in pose.pieces if not piece.loose for p in piece.polygon)


@settings(max_examples=60, deadline=None)
@given(
    st.sampled_from(("man", "girl", "king", "dog", "horse", "bird")),
    st.sampled_from(("stand", "walk", "run", "sit", "talk", "sleep")),
    phases,
)
def test_somebody_who_is_planted_touches_the_ground(name, action, phase):
    puppet = puppets.find(name)
    rows = poses.table(puppet.rig, action)
    low = lowest(poses.solve(puppet, action, phase))
    if "hop" in rows:
        assert -rows["hop"][0] - 1e-6 <= low <= 1e-6
    else:
        assert low == pytest.approx(0, abs=1e-6)


@settings(max_examples=20, deadline=None)
@given(phases)
def test_a_cycle_ends_where_it_began(phase):
    puppet = puppets.find("man")
    one, other = (poses.solve(puppet, "walk", p) for p in (phase, phase + 1))
    for (_, a), (_, b) in zip(one.pieces, other.pieces, strict=True):
        assert a == pytest.approx(b, abs=1e-6)


def test_the_far_leg_does_what_the_near_leg_did_half_a_cycle_ago():
    puppet = puppets.find("man")
    now, later = (poses.solve(puppet, "walk", p) for p in (0.2, 0.7))
    near = {piece.name: m for piece, m in now.pieces}["near_shin"]
    far = {piece.name: m for piece, m in later.pieces}["far_shin"]
    assert near[0] == pytest.approx(far[0], abs=1e-6)


def test_strides_are_measured_on_the_figure():
    man, girl = puppets.find("man"), puppets.find("girl")
    assert 0.4 < poses.stride(man, "walk") < 0.7
    assert poses.stride(girl, "walk") < poses.stride(man, "walk")
    assert poses.stride(man, "run") > 1.5 * poses.stride(man, "walk")
    assert poses.stride(man, "talk") == 0
    assert poses.stride(puppets.find("bird"), "fly") == 0


def test_a_wheel_rolls_without_sliding():
    car = puppets.find("car")
    ys = [p[1] for p in car.pieces["wheel_f"].polygon]
    way = 3.14159 * (max(ys) - min(ys)) / car.height
    assert poses.stride(car, "drive") == pytest.approx(way, rel=1e-3)
    assert poses.phase_after(car, "drive", way * 50, 50, 0) == pytest.approx(1, rel=1e-3)
    assert poses.phase_after(car, "stand", 10, 50, poses.BREATH) == pytest.approx(1)


def test_a_rolling_thing_turns_about_its_middle_on_the_ground():
    for name in ("ball", "moon", "shell"):
        puppet = puppets.find(name)
        rest = poses.bounds(poses.solve(puppet, "roll", 0.0))
        for phase in (0.3, 0.6):
            x0, y0, x1, y1 = poses.bounds(poses.solve(puppet, "roll", phase))
            assert y1 == pytest.approx(0, abs=1.0)
            assert abs(x0 + x1 - rest[0] - rest[2]) < 0.5 * (x1 - x0)
            assert y0 < -20


def test_extents_hold_the_figure_well_all_through_the_cycle():
    for name, action in (("man", "walk"), ("dog", "run"), ("bird", "fly"), ("man", "sleep")):
        puppet = puppets.find(name)
        x0, y0, x1, y1 = poses.extents(puppet, action)
        for phase in (0.1, 0.35, 0.8):
            a0, b0, a1, b1 = poses.bounds(poses.solve(puppet, action, phase))
            assert 0.6 < (a1 - a0) / (x1 - x0) < 1.6
            assert 0.6 < (b1 - b0) / (y1 - y0) < 1.6


def test_two_words_lay_busy_hands_over_walking_legs():
    walk, talk, both = (poses.table("biped", a) for a in ("walk", "talk", "talk walk"))
    assert both["near_leg"] == walk["near_leg"]
    assert both["near_arm"] == talk["near_arm"]
    assert poses.stride(puppets.find("man"), "talk walk") > 0.3
    cane = [piece.name for piece, _ in poses.solve(puppets.find("old_man"), "talk walk", 0).pieces]
    assert "cane" in cane


def test_a_rig_does_the_nearest_to_what_it_is_asked():
    assert poses.fitting("biped", "walk") == "walk"
    assert poses.fitting("fish", "walk") == "swim"
    assert poses.fitting("vehicle", "run") == "drive"
    assert poses.fitting("plant", "dance") == "stand"
    assert poses.fitting("biped", "talk walk") == "talk walk"
    assert poses.fitting("biped", "nonsense") == "stand"


def test_hats_and_sticks_show_when_they_should():
    man, old = puppets.find("man"), puppets.find("old_man")
    assert "crown" not in poses.solve(man, "stand", 0).names
    assert "crown" in poses.solve(man, "stand", 0, frozenset({"hat"})).names
    assert "cane" in poses.solve(old, "walk", 0).names
    assert "cane" not in poses.solve(old, "sit", 0).names


def test_small_wings_beat_faster_than_large_ones():
    assert poses.beat(puppets.find("bird"), "fly") < poses.beat(puppets.find("aeroplane"), "fly")
    assert poses.beat(puppets.find("man"), "talk") < poses.beat(puppets.find("man"), "stand")


@pytest.mark.parametrize("rig", sorted(poses.rigs()))
def test_no_far_limb_of_standing_stiffens_a_gait(rig):
    stand = poses.rigs()[rig].get("stand", {})
    for action in set(poses.actions(rig)) & {"walk", "run"}:
        rows = poses.rigs()[rig][action]
        for name in stand:
            limb = name.endswith(("leg", "shin", "arm"))
            if limb and name.startswith("far_") and "near_" + name[4:] in rows:
                assert name in rows, f"{rig}.{action} needs {name}"
