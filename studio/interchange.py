"""Interchange: the cut for other editors, as OpenTimelineIO, CMX 3600 EDL and Final Cut 7 XML.

What each of them holds: .otio everything; .xml (Premiere, Resolve) clips, dissolves, dialogue and
sounds; .edl clips and dissolves of one track. Captions go beside it as .srt, .vtt or .ass. The film
starts at 00:00:00:00 in all of them: the EDL writer knows no other start.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from storyboard import numbering
from storyboard.board import Board, Shot
from storyboard.edits import ties
from studio import captions
from studio.beats import DISSOLVE, overlap
from studio.errors import StudioError, nearest
from studio.mix import Finder

if TYPE_CHECKING:
    import opentimelineio as otio

MediaSource = Callable[[str], str | None]
"""shot id -> the film file that shows exactly this shot, or None."""

ADAPTERS = {".otio": "otio_json", ".edl": "cmx_3600", ".xml": "fcp_xml"}
FORMATS = (*ADAPTERS, *captions.FORMATS)


def write(
    board: Board,
    path: str | os.PathLike[str],
    media: MediaSource = lambda shot: None,
    sounds: Finder = lambda hash: None,
) -> tuple[str, ...]:
    """Write the cut as a file whose ending names the format; notes on what the format cannot hold.

    ``sounds`` says where the files of the film's sounds lie.

    Shots without media become clips whose media is missing, a normal state. Raises StudioError.
    """
    target = Path(os.path.abspath(os.path.expanduser(path)))
    ending = target.suffix.lower()
    if ending not in FORMATS:
        raise StudioError(
            f"A cut cannot be written as {target.name}; end its name in {', '.join(FORMATS)}."
            + nearest(ending, FORMATS)
        )
    if not board.length:
        raise StudioError("The film has no shots yet; write a script and plan it, or add a shot.")
    if ending in captions.FORMATS:
        captions.write_text(target, captions.captions(board), board.rate)
        return ()
    part = target.with_name(f".{target.stem}.{os.getpid()}.part{target.suffix}")
    try:
        cut = timeline(board, media, centred=ending == ".otio")
        if ending != ".edl":
            cut.tracks.extend(_sound_tracks(board, sounds))
        _write_timeline(cut, part, ending, board.rate)
        os.replace(part, target)
    except OSError as fault:
        raise StudioError(
            f"The cut cannot be written to {target} ({(fault.strerror or str(fault)).lower()}); "
            "choose another place."
        ) from fault
    finally:
        part.unlink(missing_ok=True)
    return _notes(board, media, ending)


def _write_timeline(cut: otio.schema.Timeline, part: Path, ending: str, rate: int) -> None:
    # A manifest could name Python plug-ins of a stranger, and OTIO would run them
    os.environ.pop("OTIO_PLUGIN_MANIFEST_PATH", None)
    import opentimelineio as otio

    options = {"rate": rate} if ending == ".edl" else {}
    otio.adapters.write_to_file(cut, os.fspath(part), adapter_name=ADAPTERS[ending], **options)


def timeline(
    board: Board, media: MediaSource = lambda shot: None, centred: bool = True
) -> otio.schema.Timeline:
    """The cut: one track, one clip a shot, its dialogue as markers.

    A dissolve that is not ``centred`` begins at its cut: EDL and XML cannot say that the coming
    shot is seen before its first frame.
    """
    import opentimelineio as otio

    def frames(count: int) -> otio.opentime.RationalTime:
        return otio.opentime.RationalTime(count, board.rate)

    def stretch(start: int, length: int) -> otio.opentime.TimeRange:
        return otio.opentime.TimeRange(frames(start), frames(length))

    numbers = numbering.labels(board)
    track = otio.schema.Track("Film", kind=otio.schema.TrackKind.Video)
    events = captions.captions(board)
    first = 0
    shots = board.shots
    for i, (shot, after) in enumerate(zip(shots, (*shots[1:], None)), 1):
        clip = otio.schema.Clip(numbers[shot.id], source_range=stretch(0, shot.length))
        file = media(shot.id)
        if file:
            clip.media_reference = otio.schema.ExternalReference(
                Path(os.path.abspath(file)).as_uri(), stretch(0, shot.length)
            )
            clip.media_reference.name = os.path.basename(file)
        else:
            clip.media_reference = otio.schema.MissingReference(
                available_range=stretch(0, shot.length)
            )
        # EDLs know a reel of eight letters; without this they would cut numbers until two are alike
        clip.metadata["cmx_3600"] = {"reel": f"S{i:06d}"}
        clip.metadata["longtake"] = _facts(board, shot)
        for event in captions.within(events, first, first + shot.length):
            clip.markers.append(
                otio.schema.Marker(
                    f"{event.speaker}: {event.text}",
                    stretch(event.start, event.end - event.start),
                    otio.schema.MarkerColor.CYAN,
                )
            )
        track.append(clip)
        if half := overlap(shot, after):
            track.append(
                otio.schema.Transition(
                    "Dissolve",
                    otio.schema.TransitionTypes.SMPTE_Dissolve,
                    in_offset=frames(half if centred else 0),
                    out_offset=frames(half if centred else 2 * half),
                )
            )
        first += shot.length
    cut = otio.schema.Timeline(board.title or "Film")
    cut.tracks.append(track)
    return cut


def _sound_tracks(board: Board, find: Finder) -> list[otio.schema.Track]:
    """The film's sounds; where two of a track meet, the later one lies on a track of its own."""
    import opentimelineio as otio

    def stretch(start: int, length: int) -> otio.opentime.TimeRange:
        time = otio.opentime.RationalTime
        return otio.opentime.TimeRange(time(start, board.rate), time(length, board.rate))

    starts = ties.starts(board)
    placed = [(starts.get(s.shot, 0) + s.start, s) for s in board.sounds if not s.muted]
    tracks: list[otio.schema.Track] = []
    ends: list[int] = []
    for at, sound in sorted(placed, key=lambda each: (each[1].track, each[0], each[1].id)):
        late = max(0, -at)  # of what lies before the film is left out
        start, skip, length = at + late, sound.skip + late, sound.length - late
        if length <= 0 or start >= board.length:
            continue
        number = next((n for n, end in enumerate(ends) if end <= start), len(tracks))
        if number == len(tracks):
            tracks.append(
                otio.schema.Track(f"Sound {number + 1}", kind=otio.schema.TrackKind.Audio)
            )
            ends.append(0)
        if start > ends[number]:
            tracks[number].append(otio.schema.Gap(source_range=stretch(0, start - ends[number])))
        clip = otio.schema.Clip(sound.name or sound.id, source_range=stretch(skip, length))
        if path := find(sound.file):
            whole = stretch(0, skip + length)
            clip.media_reference = otio.schema.ExternalReference(path.resolve().as_uri(), whole)
            clip.media_reference.name = sound.name
        clip.metadata["longtake"] = {
            "gain": sound.gain, "fade_in": sound.fade_in, "fade_out": sound.fade_out
        }  # fmt: skip
        tracks[number].append(clip)
        ends[number] = start + length
    return tracks


def _facts(board: Board, shot: Shot) -> dict[str, str | int]:
    """What an editor wants to know of a shot, as plain values."""
    return {
        "id": shot.id,
        "scene": board.scene_of(shot.id).heading,
        "action": shot.action,
        "size": shot.size,
        "angle": shot.angle,
        "movement": shot.movement,
        "lens": shot.lens,
        "notes": shot.notes,
        "take": shot.circled,
    }


def _notes(board: Board, media: MediaSource, ending: str) -> tuple[str, ...]:
    notes = []
    missing = [shot.id for shot in board.shots if not media(shot.id)]
    if missing:
        what = "1 shot has" if len(missing) == 1 else f"{len(missing)} shots have"
        notes.append(f"{what} no finished clip yet and will be offline in the other program.")
    pairs = zip(board.shots, board.shots[1:])
    if any(overlap(*pair) for pair in pairs):
        notes.append(
            f"Dissolves of {DISSOLVE} frames need pictures beyond a shot's ends; the export "
            "repeats its first and last, the other program may ask."
        )
    if board.sounds:
        notes.append(
            "An EDL holds no sound; .otio and .xml do."
            if ending == ".edl"
            else "Sounds go along in place; set their gain and fades in the other program."
        )
    if ending == ".edl" and any(shot.dialogue for shot in board.shots):
        notes.append("An EDL holds dialogue in capitals only; .otio and .xml hold it as it is.")
    return tuple(notes)
