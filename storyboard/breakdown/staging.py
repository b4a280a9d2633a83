"""Staging: one shot's deeds become its layout, its acting and its camera."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from storyboard import camera as cameras
from storyboard import lexicon
from storyboard.board import FRAME, Acting, Box, Camera, Facing, Layout, Movement, Size, Subject
from storyboard.breakdown import figures
from storyboard.breakdown.boxes import Stage
from storyboard.breakdown.cast import Memory
from storyboard.breakdown.deeds import Beat, Deed, Tie
from storyboard.breakdown.ground import Sides
from storyboard.breakdown.props import props

_WATERS = {"beach": 0.76, "sea": 0.8, "open_sea": 0.8, "river": 0.84, "lake": 0.84}
_GIVEN = lexicon.listed("put place set lay give hand drop release throw lose")
_EATEN = lexicon.listed("eat drink chew nibble sip swallow taste gulp")
_RISES = lexicon.listed("stand rise wake jump leap dance cheer kneel bow")
_SEATED = lexicon.SPEECH | lexicon.listed(
    "be look turn watch see gaze smile nod laugh listen hear hold think wait yawn blink frown"
)
_PLAIN = lexicon.listed("be have see seem appear show")
_LOOKS = lexicon.listed("turn look face watch stare gaze glance")
_WIDTH = {"EWS": 18, "WS": 24, "FS": 35, "MS": 50, "MCU": 65, "CU": 85, "ECU": 100}


@dataclass(slots=True)
class Postures:
    """How those of a scene were last left: who sits or sleeps, and on what."""

    of: dict[str, tuple[str, str]] = field(default_factory=dict)
    holding: dict[str, str] = field(default_factory=dict)  # thing -> who has it in hand


@dataclass(frozen=True, slots=True)
class Staged:
    """What staging makes of a shot."""

    subjects: tuple[str, ...]
    layout: Layout
    acting: dict[str, Acting]
    camera: Camera
    lens: int


def stage(
    beat: Beat,
    memory: Memory,
    *,
    size: Size,
    movement: Movement = "hold",
    backdrop: str = "",
    aspect: float = 16 / 9,
    sides: Sides | None = None,
    postures: Postures | None = None,
) -> Staged:
    """The layout, acting and camera of a beat."""
    sides = sides if sides is not None else Sides()
    postures = postures if postures is not None else Postures()
    beat = _without_gone(beat)
    _release(beat, postures)
    _get_up(beat, postures)
    if size in ("CU", "ECU", "MCU"):
        beat = _closer(beat, memory)
    else:
        _gather(beat, memory, postures)
    cast = {subject.id: subject for subject in memory.subjects(beat.seen)}
    main = {id: _main(beat, id) for id in beat.seen}
    _in_step(main)
    does = {id: _action(cast[id], main[id], postures.of.get(id, ("", ""))[0]) for id in beat.seen}
    flies = {id: _flies(main[id]) for id in beat.seen}
    sizes = {
        id: figures.figure(cast[id], does[id], size, aspect, flies=flies[id]) for id in beat.seen
    }
    scenery = props().places.get(backdrop)
    kinds = {
        id: (subject.puppet or subject.kind).replace("_", " ") if subject.puppet else subject.kind
        for id, subject in cast.items()
    }
    ground = min(scenery.ground if scenery else 0.87, 0.92)
    made = Stage(beat, sizes, kinds, ground, sides, _WATERS.get(backdrop, 0.0))
    boxes = made.boxes()
    if nowhere := {id for id in boxes if not any(boxes[id])}:
        _stay(beat, nowhere)  # "appears, vanishes and appears again": more than the rules follow
        made = Stage(beat, sizes, kinds, ground, sides, _WATERS.get(backdrop, 0.0))
        boxes = made.boxes()
    acting = {}
    for id in boxes:
        deed = main[id]
        on = made.seats.get(id, "")
        turned = made.facing.get(id) if id not in made.line else None
        facing = turned or _alone(boxes, id, does[id])
        acting[id] = Acting(does[id], facing, made.order.get(id, 0), _words(deed), on)  # type: ignore[arg-type]
        _remember(postures, id, does[id], on, deed)
    eaten = {thing for deed in beat.deeds if deed.verb in _EATEN for thing in deed.carried}
    postures.holding.update(
        (thing, held[0])
        for thing, held in made.held.items()
        if thing not in eaten and not held[2] and sizes[thing].metres < 1.2
    )
    layout = Layout(boxes)
    return Staged(tuple(boxes), layout, acting, _camera(movement, layout, main), _WIDTH[size])


_STEPS = lexicon.listed("swim walk run crawl hop fly waddle")


def _in_step(main: dict[str, Deed | None]) -> None:
    """Who follows a swimmer swims."""
    for id, deed in main.items():
        if deed is None or deed.motion != "follow":
            continue
        leader = main.get(next(iter(deed.objects), ""))
        if leader is not None and leader.verb in _STEPS:
            main[id] = replace(deed, verb=leader.verb)


def _without_gone(beat: Beat) -> Beat:
    """Whom the words only tell to be gone nobody sees: "the cat is gone"."""
    gone = {
        id
        for deed in beat.deeds
        if deed.absent and deed.verb == "be" and not deed.windows
        for id in deed.who
    }
    others = [deed for deed in beat.deeds if not (deed.absent and set(deed.who) <= gone)]
    told = {id for deed in others for id in (*deed.who, *deed.objects, *deed.targets)}
    lost = gone - told
    if not lost or not others:
        return beat
    return replace(beat, deeds=others, seen=[id for id in beat.seen if id not in lost])


def _get_up(beat: Beat, postures: Postures) -> None:
    """Who sits and "jumps up" stands then; it does not fly."""
    for deed in beat.deeds:
        sat = any(postures.of.get(id, ("", ""))[0] in ("sit", "sleep", "lie") for id in deed.who)
        if sat and deed.verb in ("jump", "leap", "get") and deed.end and deed.end.x is None:
            deed.end, deed.motion = None, "stay"


def _stay(beat: Beat, ids: set[str]) -> None:
    """These neither come nor go."""
    for deed in beat.deeds:
        if ids & set(deed.who):
            deed.windows, deed.absent = [], False
            deed.motion = "stay" if deed.motion in ("show", "hide") else deed.motion


def _release(beat: Beat, postures: Postures) -> None:
    """What is thrown, put down, given away or moves by itself is no longer in anyone's hands."""
    for deed in beat.deeds:
        for thing in (*deed.objects, *deed.carried):
            if deed.motion == "send" or deed.verb in _GIVEN or thing in deed.carried:
                postures.holding.pop(thing, None)
        for thing in deed.who:
            holder = postures.holding.get(thing, "")
            if holder and holder not in deed.who and deed.motion != "stay":
                del postures.holding[thing]


def _gather(beat: Beat, memory: Memory, postures: Postures) -> None:
    """Brings along what those of a beat hold, who holds what is in it, and who rides in it."""
    for thing, holder in postures.holding.items():
        if thing in beat.seen or holder in beat.seen:
            beat.note((holder, thing))
            beat.deeds.append(Deed((holder,), "hold", "stay", carried=(thing,)))
    for rider, (pose, on) in postures.of.items():
        own = [deed for deed in beat.deeds if rider in deed.who]
        rests = own and all(deed.motion in ("stay", "face") and not deed.ties for deed in own)
        if rests and on and on not in beat.seen and not any(d.verb in _RISES for d in own):
            beat.note((on,))
            beat.deeds.append(Deed((rider,), pose, "stay", ties=[Tie("on", (rider,), (on,))]))
        if on in beat.seen and rider not in beat.seen and not memory.members[on].person:
            beat.note((rider,))
            deed = Deed((rider,), pose, "stay", ties=[Tie("on", (rider,), (on,))])
            beat.deeds.append(deed)


def _closer(beat: Beat, memory: Memory) -> Beat:
    """A close shot shows whom it is about, and what they have in hand."""
    lead = next((deed for deed in beat.deeds if deed.who), None)
    if lead is None:
        return beat
    held = (
        [id for id in lead.objects if not memory.members[id].animate]
        if lead.motion == "carry"
        else []
    )
    kept = [id for id in (*lead.who[:2], *held) if id in beat.seen]
    deeds = [
        replace(deed, ties=[tie for tie in deed.ties if set(tie.others) & set(kept)])
        for deed in beat.deeds
        if set(deed.who) & set(kept)
    ]
    return Beat(deeds, kept, [], beat.phases)


def _main(beat: Beat, id: str) -> Deed | None:
    """The deed that tells how someone looks in this shot: one that moves, else the last that says
    more than "is"."""
    own = [deed for deed in beat.deeds if id in deed.who]
    carried = [
        deed for deed in beat.deeds if id in deed.objects and deed.motion in ("follow", "send")
    ]
    moving = [
        deed
        for deed in own
        if (
            deed.motion
            in ("travel", "enter", "exit", "approach", "retreat", "follow", "up", "down")
            and not deed.objects
        )
        or deed.motion == "follow"
    ]
    if moving and not moving[0].negated:
        return moving[0]
    doing = [deed for deed in own if deed.verb not in _PLAIN]
    if doing:
        acted = [deed for deed in doing if deed.verb not in _LOOKS and deed.verb != "hold"]
        return (acted or doing)[0]
    if carried:
        return replace(carried[0], motion="travel" if carried[0].motion == "follow" else "send")
    return own[0] if own else None


def _action(subject: Subject, deed: Deed | None, posture: str = "") -> str:
    if deed is None or deed.verb in ("be", "see", "watch"):
        still = posture if posture in ("fly", "swim", "float") else "be"
        if deed is None or not deed.ties:
            return figures.action(subject, still, "stay")
    assert deed is not None
    if deed.verb in ("hold", "carry", "grip") and not (deed.carried or deed.objects):
        return figures.action(subject, posture or "stand", "stay")  # one's breath
    settled = posture in ("sit", "sleep", "lie") and deed.motion in ("stay", "face")
    if settled and deed.verb in _SEATED:
        return figures.action(subject, posture, "stay")
    if deed.negated:
        return figures.action(subject, "stand", "stay")
    if deed.carried:
        walks = deed.motion in ("travel", "enter", "exit", "approach") and not deed.fast
        stands = deed.verb in ("carry", "hold", "bring", "take", "grip") and deed.motion == "stay"
        wish = "carry" if walks else "hold" if stands else ""
        if wish and (does := figures.action(subject, wish, "stay")) == wish:
            return does
    ridden = any(tie.name in ("on", "in") for tie in deed.ties) and deed.verb in (
        "be",
        "ride",
        "travel",
        "sit",
        "wait",
        "sail",
        "row",
        "float",
    )
    if ridden and deed.motion != "approach":
        return figures.action(subject, "sit", "stay")
    return figures.action(subject, deed.verb, deed.motion, deed.fast)


def _flies(deed: Deed | None) -> bool:
    return (
        deed is not None
        and deed.verb in ("fly", "soar", "hover", "flutter", "swoop")
        and deed.motion != "enter"
    )


def _words(deed: Deed | None) -> str:
    return "" if deed is None or deed.verb == "be" else deed.verb


def _alone(boxes: dict[str, tuple[Box | None, ...]], id: str, does: str) -> Facing | None:
    """Someone alone who stands aside looks into the frame, where the other one is."""
    path = boxes[id]
    first = path[0]
    if len(boxes) > 1 or first is None or any(box != first for box in path):
        return None
    return "right" if first.centre[0] < 0.5 else "left" if first.centre[0] > 0.5 else None


def _remember(postures: Postures, id: str, does: str, on: str, deed: Deed | None) -> None:
    if does in ("sit", "sleep", "lie", "fly", "swim", "float") and deed is not None:
        postures.of[id] = (does, on)
    elif deed is not None and deed.motion not in ("stay", "face"):
        postures.of.pop(id, None)


def speech(
    speakers: Sequence[str], listener: str, memory: Memory, postures: Postures, verb: str = "talk"
) -> Beat:
    """The beat of a line of dialogue: its speakers, and the one who listens if there is one."""
    beat = Beat()
    for id in speakers:
        posture, on = postures.of.get(id, ("", ""))
        deed = Deed((id,), posture if posture in ("sit", "sleep", "lie") else verb, "stay")
        if on in memory.members:
            deed.ties.append(Tie("on", (id,), (on,)))
        beat.deeds.append(deed)
        beat.note((id, on) if on in memory.members else (id,))
    if listener:
        posture, on = postures.of.get(listener, ("", ""))
        deed = Deed((listener,), posture or "stand", "stay")
        if on in memory.members:
            deed.ties.append(Tie("on", (listener,), (on,)))
            beat.note((on,))
        beat.deeds.append(deed)
        beat.note((listener,))
    return beat


def _camera(movement: Movement, layout: Layout, main: dict[str, Deed | None]) -> Camera:
    """The camera's rectangles for a movement word, around what the shot is about."""
    if movement == "hold" or (movement == "follow" and not layout.boxes):
        return Camera()
    if movement in ("pan left", "pan right"):
        half = cameras.PAN / 2
        return cameras.preset(
            movement, _shifted(FRAME, half if movement == "pan left" else -half, 0)
        )
    if movement in ("tilt up", "tilt down"):
        side = 0.8
        start = Box(0.1, 1 - side, 0.9, 1.0) if movement == "tilt up" else Box(0.1, 0.0, 0.9, side)
        return cameras.preset(movement, start)
    subject = next(
        (
            id
            for id, deed in main.items()
            if deed is not None and deed.motion not in ("stay", "face") and id in layout.boxes
        ),
        next(iter(layout.boxes), ""),
    )
    if movement == "follow":
        wide = cameras.follow(layout, subject)
        rects = tuple(
            Box(r.x0 * 0.6, r.y0 * 0.3, r.x0 * 0.6 + 1, r.y0 * 0.3 + 1) for r in wide.rects
        )
        return cameras.simplest(Camera(rects))
    boxes = [box for box in layout.boxes.get(subject, ()) if box is not None]
    if not boxes:
        return cameras.preset(movement)
    near = boxes[-1] if movement == "push" else boxes[0]
    side = cameras.ZOOM
    x = min(max(near.centre[0], side / 2), 1 - side / 2)
    y = min(max(near.y0 + near.height * 0.4, side / 2), 1 - side / 2)
    close = cameras.rect(x, y, side)
    ends = (FRAME, close) if movement == "push" else (close, FRAME)
    steps = layout.moments - 1
    rects = tuple(cameras.rect(*_between(*ends, m / steps)) for m in range(layout.moments))
    return Camera(rects)


def _between(a: Box, b: Box, u: float) -> tuple[float, float, float]:
    (ax, ay), (bx, by) = a.centre, b.centre
    return ax + (bx - ax) * u, ay + (by - ay) * u, a.width + (b.width - a.width) * u


def _shifted(box: Box, dx: float, dy: float) -> Box:
    return Box(box.x0 + dx, box.y0 + dy, box.x1 + dx, box.y1 + dy)
