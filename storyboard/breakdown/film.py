"""The film: scenes with their places and times, from a whole script, one scene, or one shot's
words."""

from __future__ import annotations

import re
from collections.abc import Generator, Iterable, Sequence
from dataclasses import dataclass, field, replace

from storyboard.board import (
    RATE,
    Board,
    Daytime,
    Movement,
    Place,
    Scene,
    Shot,
    Size,
    Stretch,
    Subject,
    Weather,
)
from storyboard.breakdown import places as where
from storyboard.breakdown.cast import Memory
from storyboard.breakdown.clauses import clauses
from storyboard.breakdown.deeds import Beat
from storyboard.breakdown.reading import Reader
from storyboard.breakdown.sentences import Sentence, sentences
from storyboard.breakdown.setups import Draft
from storyboard.breakdown.shots import Shooter
from storyboard.breakdown.spans import lens
from storyboard.breakdown.staging import Staged, stage
from storyboard.script import Element, Script, read, refusal

ASPECT = 16 / 9


@dataclass(frozen=True, slots=True)
class Plan:
    """One planned scene, with the cast and the places as they are after it."""

    scene: Scene
    cast: tuple[Subject, ...]
    places: tuple[Place, ...]


@dataclass(slots=True)
class _Part:
    """The elements of one scene; ``told`` are its sentences when the script is prose."""

    heading: Element | None
    elements: list[Element] = field(default_factory=list)
    told: list[Sentence] = field(default_factory=list)
    place: str = ""
    time: Daytime | None = None


@dataclass(slots=True)
class _Film:
    """Everything known while the scenes are planned in order."""

    script: Script
    memory: Memory
    places: dict[str, Place]
    aspect: float = ASPECT
    rate: int = RATE
    daytime: Daytime = "day"
    weather: Weather = "clear"
    shift: int = 0


def board(
    script_text: str, *, title: str = "", seed: int = 1, aspect: float = ASPECT, rate: int = RATE
) -> Board:
    """The board of a script.

    ``script_text`` has ``\\n`` line ends; any text makes a board, an empty one an empty board.
    """
    work = steps(script_text, title=title, seed=seed, aspect=aspect, rate=rate)
    while True:
        try:
            next(work)
        except StopIteration as done:
            whole: Board = done.value
            return whole


def steps(
    script_text: str,
    *,
    title: str = "",
    seed: int = 1,
    aspect: float = ASPECT,
    rate: int = RATE,
    cast: Iterable[Subject] = (),
    places: Iterable[Place] = (),
) -> Generator[tuple[int, int], None, Board]:
    """The board of a script, a scene a step: how many scenes are planned, of how many; at last the
    board. For a window, which has no time to wait for a long script.

    ``cast`` and ``places`` are the person's own: which words mean whom is theirs to say.
    """
    sentence = refusal(script_text)
    if sentence:
        raise ValueError(sentence)
    script = read(script_text)
    film = _Film(script, Memory(cast), _known(places), aspect, rate)
    film.memory.cues = _cues(script)
    scenes: list[Scene] = []
    parts = _parts(script)
    for part in parts:
        yield len(scenes), len(parts)
        scenes.append(_scene(film, part, f"s{len(scenes) + 1}"))
    used = {
        id
        for planned in scenes
        for one in planned.shots
        for id in (*one.subjects, *(line.speaker for line in one.dialogue))
    }
    there = {planned.place for planned in scenes}
    return Board(
        title or script.title,
        script_text,
        film.memory.subjects(used),
        tuple(dict.fromkeys(one for one in film.places.values() if one.id in there)),
        tuple(scenes),
        rate,
        aspect,
        seed,
    )


def scene(
    text: str,
    *,
    id: str,
    start: int = 0,
    cast: Iterable[Subject] = (),
    places: Iterable[Place] = (),
    before: Scene | None = None,
    aspect: float = ASPECT,
    rate: int = RATE,
) -> Plan:
    """One scene from its stretch of the script, heading included, with the cast and places so far.

    ``start`` is where ``text`` begins in the script; ``before`` the scene before it ("CONTINUOUS"
    goes on with its time).
    """
    script = read(text)
    film = _Film(
        script,
        Memory(cast),
        _known(places),
        aspect,
        rate,
        shift=start,
    )
    film.memory.cues = _cues(script)
    if before is not None:
        film.daytime, film.weather = before.daytime, before.weather
    parts = _parts(script)
    part = parts[0] if parts else _Part(None)
    for more in parts[1:]:
        part.elements += more.elements
        part.told += more.told
    planned = _scene(film, part, id)
    used = {
        one
        for shot in planned.shots
        for one in (*shot.subjects, *(line.speaker for line in shot.dialogue))
    }
    kept = {subject.id for subject in cast}
    return Plan(
        planned, film.memory.subjects(used | kept), tuple(dict.fromkeys(film.places.values()))
    )


@dataclass(frozen=True, slots=True)
class ShotPlan:
    """One shot staged from its words: the cast as it is after it, what the words say (``beat``),
    and what staging made of that.
    """

    cast: tuple[Subject, ...]
    staged: Staged
    size: Size
    movement: str
    beat: Beat


def shot(
    action: str,
    *,
    cast: Iterable[Subject] = (),
    backdrop: str = "",
    size: Size | None = None,
    aspect: float = ASPECT,
) -> ShotPlan:
    """One shot's layout, acting and camera from its words alone, whatever their number of
    sentences."""
    memory = Memory(cast)
    memory.open_scene()
    for subject in memory.members.values():
        subject.scene = memory.scene
    memory.focus = list(memory.members)
    memory.familiar = set(memory.members)
    plain = read(action).plain
    draft = Draft(reader=Reader(memory))
    reader = draft.reader
    assert reader is not None
    for sentence in sentences(plain, 0, len(plain)):
        memory.introduce(sentence.text)
        looks = lens(sentence.text.lower())
        draft.size, draft.movement = draft.size or looks.size, draft.movement or looks.movement
        reader.sentence(clauses(sentence, memory.words))
    chosen: Size = size or draft.size or "WS"  # type: ignore[assignment]
    movement: Movement = draft.movement or "hold"  # type: ignore[assignment]
    beat = reader.finish()
    staged = stage(beat, memory, size=chosen, movement=movement, backdrop=backdrop, aspect=aspect)  # type: ignore[arg-type]
    return ShotPlan(memory.subjects(), staged, chosen, movement, beat)


def _cues(script: Script) -> frozenset[str]:
    """The words of all names that speak somewhere in the script: so they are known as names before
    their first line."""
    words: set[str] = set()
    for element in script.elements:
        if element.kind == "character":
            words |= {
                word.lower() for word in re.findall(r"[^\W\d_]+", element.text) if len(word) > 1
            }
    return frozenset(words - {"and", "the", "of"})


def _parts(script: Script) -> list[_Part]:
    """The scenes of a script as parts."""
    body = [
        element
        for element in script.elements
        if element.kind not in ("note", "boneyard", "section", "synopsis", "page break")
    ]
    if script.prose:
        return _told(script, body)
    parts: list[_Part] = []
    for element in body:
        if element.kind == "heading":
            parts.append(_Part(element))
        else:
            if not parts:
                parts.append(_Part(None))
            parts[-1].elements.append(element)
    if (
        parts
        and parts[0].heading is None
        and not any(element.kind in ("action", "character") for element in parts[0].elements)
    ):
        parts = parts[1:]
    return parts


def _told(script: Script, body: Sequence[Element]) -> list[_Part]:
    """Prose: a scene ends where the words name another place."""
    if any(element.kind == "character" for element in body):
        first = next(
            (
                where.placed(element.text.lower())
                for element in body
                if where.placed(element.text.lower())
            ),
            "",
        )
        return [_Part(None, list(body), place=first)] if body else []
    parts: list[_Part] = []
    for element in body:
        if element.kind not in ("action", "centered", "lyric"):
            continue
        for sentence in sentences(script.plain, element.start, element.end):
            low = sentence.text.lower()
            place, time = where.placed(low), where.moved(low)
            now = parts[-1] if parts else _Part(None)
            elsewhere = place and now.place and where.backdrop(place) != where.backdrop(now.place)
            if not parts or elsewhere or (time is not None and time != now.time):
                now = _Part(None, place=place or now.place, time=time or now.time)
                parts.append(now)
            now.place = now.place or place
            now.told.append(sentence)
    return parts


def _scene(film: _Film, part: _Part, id: str) -> Scene:
    """One scene with its shots."""
    if not part.told or not film.memory.scene:  # prose goes on speaking of the same people
        film.memory.open_scene()
    heading = part.heading
    said = (
        where.heading(heading.text)
        if heading
        else where.Heading(part.place[:1].upper() + part.place[1:] if part.place else "")
    )
    words = " ".join(
        element.text for element in part.elements[:4] if element.kind == "action"
    ) + " ".join(s.text for s in part.told[:4])
    place = _place(film, said)
    film.daytime = said.daytime or (film.daytime if said.same or not heading else "day")
    if not heading:
        film.daytime = part.time or where.daytime(words.lower()) or film.daytime
    film.memory.here = frozenset(re.findall(r"[^\W\d_]+", place.name.lower()))
    weather = said.weather or where.weather_of(words.lower())
    film.weather = weather or (film.weather if said.same else "clear")
    shooter = Shooter(
        film.script.plain, film.script.text, film.memory, id, place.backdrop, film.aspect, film.rate
    )
    shots = shooter.told(part.told) if part.told else shooter.shoot(part.elements)
    ends = (
        [element.end for element in part.elements]
        + [sentence.end for sentence in part.told]
        + ([heading.end] if heading else [])
    )
    starts = (
        ([heading.start] if heading else [])
        + [element.start for element in part.elements]
        + [s.start for s in part.told]
    )
    stretch = None
    if starts:
        start, end = min(starts), max(ends)
        stretch = _moved(Stretch(start, end, film.script.text[start:end]), film.shift)
    shots = tuple(_shifted(shot, film.shift) for shot in shots)
    return Scene(
        id=id,
        heading=heading.text if heading else "",
        place=place.id,
        daytime=film.daytime,
        weather="clear" if place.interior else film.weather,
        shots=shots,
        stretch=stretch,
        label=heading.number if heading else "",
    )


def _shifted(shot: Shot, shift: int) -> Shot:
    return replace(shot, stretch=_moved(shot.stretch, shift)) if shift and shot.stretch else shot


def _moved(stretch: Stretch, shift: int) -> Stretch:
    return replace(stretch, start=stretch.start + shift, end=stretch.end + shift)


def _key(name: str) -> str:
    return re.sub(r"[\W_]+", " ", name.lower()).strip()


def _known(places: Iterable[Place]) -> dict[str, Place]:
    return {_key(name): place for place in places for name in (place.name, *place.aliases)}


def _place(film: _Film, said: where.Heading) -> Place:
    """The place of a heading; the same name is the same place through the whole film."""
    name = said.place or "Somewhere"
    key = _key(name)
    if key not in film.places:
        ids = {place.id for place in film.places.values()}
        base = re.sub(r"\W+", "_", name.lower()).strip("_") or "place"
        id, number = base, 2
        while id in ids:
            id, number = f"{base}_{number}", number + 1
        backdrop = where.backdrop(name, said.interior)
        film.places[key] = Place(id, name, backdrop=backdrop, interior=said.interior)
    return film.places[key]
