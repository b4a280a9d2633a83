"""Camera set-ups: a staged beat becomes a shot of its scene."""

from __future__ import annotations

from dataclasses import dataclass, field

from storyboard import lexicon, timing
from storyboard.board import Line, Maker, Movement, Shot, Size, Stretch
from storyboard.breakdown.cast import Memory
from storyboard.breakdown.deeds import Beat, Deed
from storyboard.breakdown.ground import Sides
from storyboard.breakdown.props import props
from storyboard.breakdown.reading import Reader
from storyboard.breakdown.sentences import Sentence
from storyboard.breakdown.staging import Postures, Staged, stage

PLANNED = lexicon.listed(
    "action subjects dialogue size angle movement lens length layout camera acting join"
)
MADE: dict[str, Maker] = dict.fromkeys(sorted(PLANNED), "rules")


@dataclass(slots=True)
class Draft:
    """Sentences that will be one shot."""

    sentences: list[Sentence] = field(default_factory=list)
    reader: Reader | None = None
    size: str = ""
    movement: str = ""
    angle: str = ""
    lines: list[Line] = field(default_factory=list)
    lead: tuple[str, ...] = ()
    verbs: dict[str, str] = field(default_factory=dict)

    @property
    def words(self) -> int:
        """How many words it holds."""
        return sum(timing.words(sentence.text) for sentence in self.sentences)


class Setups:
    """The shots of one scene while they are made."""

    def __init__(
        self,
        plain: str,
        text: str,
        memory: Memory,
        scene_id: str,
        backdrop: str,
        aspect: float,
        rate: int,
    ) -> None:
        self.plain = plain
        self.text = text
        self.memory = memory
        self.scene_id = scene_id
        self.backdrop = backdrop
        self.aspect = aspect
        self.rate = rate
        self.shots: list[Shot] = []
        self.sides = Sides()
        self.postures = Postures()
        self.spoken = 0
        self.draft: Draft | None = None
        self.gone: set[str] = set()  # who went out of the picture

    def _standing(self, beat: Beat) -> Beat:
        """A shot about nobody in particular shows those who are there."""
        present = [id for id in self.memory.present() if id not in self.gone]
        here = [id for id in present if self.memory.members[id].animate][:2]
        for id in self.memory.in_order(here):
            beat.note((id,))
            posture, _ = self.postures.of.get(id, ("", ""))
            beat.deeds.append(Deed((id,), posture or "stand", "stay"))
        return beat

    def _large(self, beat: Beat) -> bool:
        """Whether something is to be seen that only a wide shot holds."""
        table = props()
        for id in beat.seen:
            member = self.memory.members[id]
            kind = table.kind(self.memory.puppet(member) or member.kind)
            if kind is not None and kind.size > 2.4:
                return True
        return False

    def _stage(self, beat: Beat, size: Size, movement: Movement) -> Staged:
        return stage(
            beat,
            self.memory,
            size=size,
            movement=movement,
            backdrop=self.backdrop,
            aspect=self.aspect,
            sides=self.sides,
            postures=self.postures,
        )

    def _add(
        self,
        action: str,
        staged: Staged,
        size: Size,
        movement: Movement,
        angle: str,
        lines: tuple[Line, ...],
        start: int,
        end: int,
    ) -> None:
        shot = Shot(
            id=f"{self.scene_id}.{len(self.shots) + 1}",
            action=action,
            subjects=staged.subjects,
            dialogue=lines,
            size=size,
            angle=angle,  # type: ignore[arg-type]
            movement=movement,
            lens=staged.lens,
            length=timing.shot_length(action, lines, self.rate),
            layout=staged.layout,
            camera=staged.camera,
            acting=staged.acting,
            stretch=Stretch(start, end, self.text[start:end]),
            made_by=MADE,
        )
        for id, path in staged.layout.boxes.items():
            last = path[-1]
            out = last is None or last.x1 <= 0.02 or last.x0 >= 0.98
            self.gone = self.gone | {id} if out else self.gone - {id}
        self.shots.append(shot)
