"""From cues to conditions: plates, sheets and seats of a window, painted or read once and kept.

Light is a rule, not a thing to learn: what the network is shown lies in the light of its scene
already, a person's own pictures by the same rule (``storyboard.light``).
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Hashable, Mapping, Sequence

import torch
import torch.nn.functional as F
from torch import Tensor

from engine import pictures
from engine.painter import Painter
from engine.papercut.conditions import DAYTIMES, WEATHERS, Conditions, lay
from engine.papercut.flats import slid
from engine.papercut.hinges import Seated, hinged
from engine.papercut.papers import SIDE, Papers
from engine.papercut.seats import inked, of_frame, seats
from engine.papercut.words import table
from storyboard import animatic, rigs, scenery
from storyboard.cue import FrameCue, SubjectCue
from storyboard.light import Light

# pixels a side of a sheet: a figure of 170 % of a 180 pixel frame still has one pixel for one
SHEET = 384  # pixels a side of a sheet: as tall as a frame of 640x360, so figures stay crisp
KEPT = 256  # plates and sheets kept; a plate of 320x180 takes 1.6 MB with its front


class Cast:
    """Everyone of a window of ``frames``: ``there`` and ``aside`` [T,S,2,3], ``phase`` and
    ``doing`` [T,S], ``saying`` [T]; ``phrases`` are what the last two number.
    """

    def __init__(self, frames: int, subjects: int) -> None:
        shape = frames, subjects
        self.there, self.aside = torch.zeros(*shape, 2, 3), torch.zeros(*shape, 2, 3)
        self.phase = torch.zeros(shape)
        self.doing = torch.zeros(shape, dtype=torch.long)
        self.saying = torch.zeros(frames, dtype=torch.long)
        self.phrases = [""]
        self.seated: list[list[Seated]] = []
        self.stacks: list[list[tuple[int, int]]] = []

    def said(self, text: str) -> int:
        """The number of a phrase."""
        if text not in self.phrases:
            self.phrases.append(text)
        return self.phrases.index(text)


class Show:
    """Makes conditions of ``size`` (W, H) for windows of cues; ``pictures`` maps content hashes to
    files.

    Pictures are float32 0..1. Raises EngineError when a person's picture cannot be read.
    """

    def __init__(
        self, size: tuple[int, int], patch: int, pictures: Mapping[str, str] | None = None
    ) -> None:
        self.size = size
        self.patch = patch
        self.pictures = dict(pictures or {})
        self._painter = Painter(size)
        self._cutter = Painter((SHEET, SHEET))
        self._plates: OrderedDict[Hashable, tuple[Tensor, Tensor]] = OrderedDict()
        self._sheets: OrderedDict[Hashable, Tensor] = OrderedDict()
        self._papers: OrderedDict[Hashable, Papers] = OrderedDict()
        self._plate = "", torch.zeros(3, 1, 1)  # the person's own that was read last

    def window(
        self, cues: Sequence[FrameCue], told: Sequence[FrameCue] | None = None
    ) -> Conditions:
        """Conditions of one window [T,...]; ``told`` are the same frames in other words."""
        plates = self._places(cues)
        lights = [scenery.setting(cue)[1] for cue in cues]
        looks = {(s.id, lit): s for cue, lit in zip(cues, lights) for s in cue.subjects}
        ids = list(looks)
        sheets = torch.zeros(max(1, len(ids)), 4, SHEET, SHEET)
        for i, (id, lit) in enumerate(ids):
            sheets[i] = self._sheet(looks[id, lit], lit)
        cast = self._cast(cues, told or cues, list(zip(ids, sheets)), lights)
        canvas, maps, owner = lay(
            sheets, cast.there, cast.stacks, cast.phase, self.size, self.patch
        )
        papers = canvas
        if not torch.equal(cast.there, cast.aside):
            papers, _, _ = lay(sheets, cast.aside, cast.stacks, cast.phase, self.size, self.patch)
        shots = list(dict.fromkeys(cue.shot for cue in cues))
        return Conditions(
            plate=torch.stack([p for p, _ in plates]),
            front=torch.stack([f for _, f in plates]),
            canvas=canvas,
            papers=papers,
            hinges=hinged(cues, self.size, cast.seated),
            maps=maps,
            owner=owner,
            phrases=table(cast.phrases),
            doing=cast.doing,
            saying=cast.saying,
            daytime=torch.tensor([_index(DAYTIMES, cue.daytime) for cue in cues]),
            weather=torch.tensor([_index(WEATHERS, cue.weather) for cue in cues]),
            shot=torch.tensor([shots.index(cue.shot) for cue in cues]),
            tick=torch.tensor([cue.frame / 2 for cue in cues]),
        )

    def _cast(
        self,
        cues: Sequence[FrameCue],
        told: Sequence[FrameCue],
        looks: Sequence[tuple[tuple[str, Light], Tensor]],
        lights: Sequence[Light],
    ) -> Cast:
        """Where everyone is in every frame, and what they do there. ``looks`` are the sheets by
        subject and light.
        """
        ids, sheets = [id for id, _ in looks], [sheet for _, sheet in looks]
        T, S = len(cues), max(1, len(ids))
        cast = Cast(T, S)
        extents = [inked(sheet) for sheet in sheets]
        for f, (cue, words) in enumerate(zip(cues, told)):
            cast.saying[f] = cast.said(words.words)
            mine = [ids.index((subject.id, lights[f])) for subject in cue.subjects]
            row = seats(cue, [extents[i] for i in mine])
            for i, seat, subject, retold in zip(mine, row, cue.subjects, words.subjects):
                cast.there[f, i] = of_frame(seat.there, cue.aspect)
                cast.aside[f, i] = of_frame(seat.aside, cue.aspect)
                cast.phase[f, i] = subject.phase
                cast.doing[f, i] = cast.said(deed(retold))
            order = sorted(zip(mine, row), key=lambda one: one[1].rank)
            cast.stacks.append([(i, seat.canvas) for i, seat in order])
            cast.seated.append(
                [
                    Seated(seat, self._pieces(subject, sheets[i]))
                    for i, seat, subject in zip(mine, row, cue.subjects)
                ]
            )
        return cast

    def _places(self, cues: Sequence[FrameCue]) -> list[tuple[Tensor, Tensor]]:
        """Plate and front of every frame; of a bridge, its places side by side."""
        single = [place for cue in cues for place in ([flat for flat, _ in cue.flats] or [cue])]
        seen = iter(self._seen_plates(single))
        return [
            slid([next(seen) for _ in cue.flats], [left for _, left in cue.flats])
            if cue.flats
            else next(seen)
            for cue in cues
        ]

    def _seen_plates(self, cues: Sequence[FrameCue]) -> list[tuple[Tensor, Tensor]]:
        keys = [_plate_key(cue) for cue in cues]
        missing = {key: cue for key, cue in zip(keys, cues, strict=True) if key not in self._plates}
        painted = {key: cue for key, cue in missing.items() if not cue.plate}
        if painted:
            lists = [animatic.plate(cue) for cue in painted.values()]
            backs = self._painter.paint([back for back, _ in lists])
            fronts = self._painter.paint_cutout([front for _, front in lists])
            self._plates.update(
                {key: (backs[i].clone(), fronts[i].clone()) for i, key in enumerate(painted)}
            )
        for key, cue in missing.items():
            if cue.plate:
                _, lit = scenery.setting(cue)
                plate, front = self._own_plate(cue)
                self._plates[key] = (_in_light(plate, lit, 0.0), front)
        found = [self._plates[key] for key in keys]
        while len(self._plates) > KEPT:
            self._plates.popitem(last=False)
        return found

    def _own_plate(self, cue: FrameCue) -> tuple[Tensor, Tensor]:
        """A person's picture of the place covers the stage and is seen through the camera; rain and
        snow fall before it.
        """
        if self._plate[0] != cue.plate:
            self._plate = cue.plate, self._read(cue.plate)[:3]
        picture = self._plate[1]
        _, height, width = picture.shape
        wide, high = (1.0, height / width * cue.aspect)
        if high < 1:
            wide, high = 1 / high, 1.0
        w, h = self.size
        camera = cue.camera
        xs = camera.x0 + (torch.arange(w) + 0.5) / w * camera.width
        ys = camera.y0 + (torch.arange(h) + 0.5) / h * camera.height
        gy, gx = torch.meshgrid((ys - 0.5) * 2 / high, (xs - 0.5) * 2 / wide, indexing="ij")
        shrink = max(1, int(width * camera.width / wide / w))
        small = F.avg_pool2d(picture[None], shrink) if shrink > 1 else picture[None]
        plate = F.grid_sample(
            small, torch.stack([gx, gy], -1)[None], padding_mode="reflection", align_corners=False
        )[0]
        return plate, self._painter.paint_cutout([animatic.plate(cue)[1]])[0]

    def _sheet(self, subject: SubjectCue, lit: Light) -> Tensor:
        worn = tuple(sorted(subject.attributes.items()))
        mirrored = rigs.is_mirrored(subject.rig)
        key = ((subject.sheet, mirrored) if subject.sheet else (subject.puppet, worn), lit)
        if key not in self._sheets:
            if subject.sheet:
                cut = own_sheet(self._read(subject.sheet))
                cut = cut.flip(-1) if mirrored else cut
                self._sheets[key] = _in_light(cut, lit, lit.keep)
            else:
                drawn = animatic.sheet(subject.puppet, subject.attributes, lit)
                self._sheets[key] = self._cutter.paint_cutout([drawn])[0]
            while len(self._sheets) > KEPT:
                self._sheets.popitem(last=False)
        return self._sheets[key]

    def _pieces(self, subject: SubjectCue, sheet: Tensor) -> Papers:
        """Where the paper of each piece lies on this subject's sheet."""
        worn = tuple(sorted(subject.attributes.items()))
        key = (subject.sheet, subject.rig) if subject.sheet else (subject.puppet, worn)
        if key not in self._papers:
            alpha = None
            if subject.sheet:
                alpha = F.interpolate(sheet[None, 3:], (SIDE, SIDE), mode="area")[0, 0].numpy()
            self._papers[key] = Papers(animatic.cuts(subject), alpha)
            while len(self._papers) > KEPT:
                self._papers.popitem(last=False)
        return self._papers[key]

    def _read(self, hash: str) -> Tensor:
        return read_picture(self.pictures.get(hash, ""), hash[:12])


def read_picture(path: str, name: str = "") -> Tensor:
    """A person's picture as float32 [4,H,W], straight alpha. Raises EngineError."""
    return torch.from_numpy(pictures.own_picture(path, name)).permute(2, 0, 1)


def _plate_key(cue: FrameCue) -> Hashable:
    light = (cue.camera, cue.daytime, cue.weather)
    if cue.plate:  # only what falls from the sky moves
        return cue.plate, cue.backdrop, light, cue.seconds if cue.weather != "clear" else 0.0
    return cue.backdrop, light, cue.seconds if scenery.is_lively(cue) else 0.0


def _in_light(picture: Tensor, lit: Light, keep: float) -> Tensor:
    """A person's picture by day [3 or 4,H,W], premultiplied, in another light."""
    rows = torch.tensor(lit.weights(keep))
    alpha = picture[3:] if len(picture) == 4 else torch.ones_like(picture[:1])
    colour = torch.einsum("cd,dhw->chw", rows, torch.cat([picture[:3], alpha]))
    return torch.cat([colour, picture[3:]])


def own_sheet(picture: Tensor) -> Tensor:
    """A person's cut-out [4,H,W], straight alpha, as a sheet [4,SHEET,SHEET]: feet at 94 %, at most
    88 % wide and high.
    """
    inked = picture[3] > 0.02
    if inked.any():
        rows, columns = inked.any(1).nonzero()[:, 0], inked.any(0).nonzero()[:, 0]
        picture = picture[:, rows[0] : rows[-1] + 1, columns[0] : columns[-1] + 1]
    _, height, width = picture.shape
    cut = torch.cat([picture[:3] * picture[3:], picture[3:]])[None]
    scale = 0.88 * SHEET / max(height, width)
    h, w = max(1, round(height * scale)), max(1, round(width * scale))
    small = F.interpolate(cut, size=(h, w), mode="bilinear", antialias=True, align_corners=False)
    sheet = torch.zeros(4, SHEET, SHEET)
    bottom, left = round(0.94 * SHEET), (SHEET - w) // 2
    sheet[:, bottom - h : bottom, left : left + w] = small[0]
    return sheet


def deed(subject: SubjectCue) -> str:
    """The phrase that tells the network who does what."""
    return " ".join(part for part in (subject.kind, subject.action, subject.words) if part)


def _index(words: Sequence[str], word: str) -> int:
    return words.index(word) if word in words else len(words)
