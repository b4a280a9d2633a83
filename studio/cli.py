"""The command line: ``longtake new | plan | render | export | film | info | cast | place | lora |
bench | models | train``.
"""

from __future__ import annotations

import argparse
import json
import logging
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, TypeAlias

from engine.api import EngineError
from studio import casting, commands, film_commands, loras, model_commands, usage
from studio import score as scoring
from studio.console import Console, told
from studio.errors import StudioError

Verbs: TypeAlias = "argparse._SubParsersAction[usage.Parser]"
WORLD = (StudioError, EngineError)  # the world's faults: their words are for the person


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; the exit status: 0 done, 1 the world would not, 2 wrong words, 130
    stopped.
    """
    parser = build()
    words = sys.argv[1:] if arguments is None else list(arguments)
    if not words:
        parser.print_help()
        return 0
    given = parser.parse_args(words)
    console = Console(quiet=getattr(given, "quiet", False))
    try:
        facts = given.run(given, console)
    except WORLD as error:
        return _fail(str(error), given)
    except KeyboardInterrupt:
        console.say("Stopped. What was finished is kept; the same command goes on from there.")
        return 130
    except Exception as error:
        logging.getLogger("longtake").exception("a fault of the program")
        return _fail(
            f"Longtake made a mistake ({type(error).__name__}: {error}). Nothing that was finished "
            "is lost; the lines above are what a developer needs.",
            given,
        )
    if facts is not None:
        if getattr(given, "json", False):
            print(json.dumps(facts, ensure_ascii=False, indent=1, default=str))
        else:
            print(told(facts))
    return 0


def _fail(sentence: str, given: argparse.Namespace) -> int:
    if getattr(given, "json", False):
        print(json.dumps({"error": sentence}, ensure_ascii=False))
    else:
        print(f"longtake: {sentence}", file=sys.stderr)
    return 1


def build() -> argparse.ArgumentParser:
    """The parser, with help that a filmmaker understands."""
    parser = usage.Parser(
        prog="longtake",
        description="A script becomes a film, on this computer alone.",
        epilog="First film: longtake film sample --out film.mp4",
    )
    parser.add_argument("--version", action="version", version=f"longtake {usage.release()}")
    verbs = parser.add_subparsers(title="commands", metavar="COMMAND", required=True)
    _new(verbs)
    _plan(verbs)
    _render(verbs)
    _shots(verbs)
    _export(verbs)
    _film(verbs)
    _info(verbs)
    _score(verbs)
    _looks(verbs)
    _lora(verbs)
    _train(verbs)
    _bench(verbs)
    _models(verbs)
    return parser


def _verb(
    verbs: Verbs, name: str, run: Callable[..., Any], help: str, more: str = ""
) -> argparse.ArgumentParser:
    parser = verbs.add_parser(name, help=help, description=f"{help} {more}".strip())
    parser.set_defaults(run=run)
    parser.add_argument("--json", action="store_true", help="print the result as JSON")
    parser.add_argument("--quiet", action="store_true", help="say nothing while working")
    return parser


def _project(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("project", type=Path, help="the film's project, NAME.longtake")


def _new(verbs: Verbs) -> None:
    parser = _verb(
        verbs,
        "new",
        commands.new,
        "Start a film from a script.",
        "Reads Fountain, Final Draft or plain prose, breaks it into shots and lays out who stands "
        "where. 'sample' and 'short' are scripts that come with Longtake.",
    )
    parser.add_argument("script", help="a script file, or 'sample', 'short'")
    parser.add_argument("--out", type=Path, help="the project to make (default: the script's name)")
    parser.add_argument("--title", default="", help="the film's title")
    parser.add_argument("--seed", type=int, help="another number, another version (default 1)")
    _model(parser)


def _model(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--model",
        default="",
        help="who plans the shots: a GGUF file, or a model server of this machine as "
        "ollama#qwen3:8b or http://localhost:1234/v1#NAME (default: the one in the settings, else "
        "the rules)",
    )


def _plan(verbs: Verbs) -> None:
    parser = _verb(
        verbs,
        "plan",
        commands.plan,
        "Plan shots again, after the script changed or with a wish.",
        "Locked shots and fields stay as they are.",
    )
    _project(parser)
    parser.add_argument("--script", help="the script as it is now; without, the project's own")
    parser.add_argument("--scene", type=int, action="append", help="only this scene (1, 2, ...)")
    parser.add_argument("--note", default="", help='a wish: "the dog enters from the right"')
    _model(parser)


def _making(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--level",
        choices=("layout", "keyframes", "final"),
        default="final",
        help="how far: layout = the animatic, keyframes = first and last pictures, final = all",
    )
    _how(parser)


def _how(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--family", default="", help="who makes the pictures: papercut, or a model you fetched"
    )
    parser.add_argument(
        "--inbetween", default="", help="who fills the time between keyframes, when it is another"
    )
    parser.add_argument(
        "--steps", type=int, default=0, help="model steps a window; fewer is faster"
    )
    parser.add_argument("--device", default="", help="auto, cpu, cuda")
    parser.add_argument(
        "--memory",
        type=float,
        default=0.0,
        metavar="GB",
        help="most that a fetched model may hold of the GPU, without one of the computer's memory",
    )
    parser.add_argument(
        "--extras", default="", help="what of a fetched model is switched on, as 'freeu,upscale'; "
        "'none' = nothing (`longtake models list` names them)",
    )  # fmt: skip
    parser.add_argument(
        "--stages", type=int, default=0, help="windows made at once (default: one for each GPU)"
    )
    parser.add_argument(
        "--cluster",
        default="",
        metavar="ADDRESS",
        help="make them on the machines that Ray joins: auto, or HOST:PORT",
    )


def _render(verbs: Verbs) -> None:
    parser = _verb(
        verbs,
        "render",
        commands.render,
        "Make the pictures, keyframes of the whole film first, then the time between.",
        "Only what changed is made; a stopped render goes on where it was.",
    )
    _project(parser)
    parser.add_argument("--shots", default="", help="only these, by number: 1A,2C")
    parser.add_argument("--dry", action="store_true", help="only tell what it would cost")
    _making(parser)
    _presets(parser, pictures=True, file=False)


def _shots(verbs: Verbs) -> None:
    """Commands about one shot."""
    for name, run, usual, help in (
        ("bridge", film_commands.bridge, "1s", "Bridge a shot to the next by a transition."),
        ("continue", film_commands.continue_shot, "2s", "Go on from a shot's last frame."),
    ):  # fmt: skip
        parser = _shot(verbs, name, run, help)
        parser.add_argument("--length", default=usual, help=f"1s, 24f (default {usual})")
        parser.add_argument("--later", action="store_true", help="do not render it now")
        _how(parser)
        _presets(parser, pictures=True, file=False)
    parser = _shot(
        verbs, "redo", film_commands.again, "Make one subject of a shot again; the rest stays."
    )
    parser.add_argument("--subject", required=True, help="who, as in the script")
    _how(parser)
    parser = _shot(
        verbs, "keyframe", film_commands.keyframe, "Pin a picture of yours to a frame of a shot."
    )
    parser.add_argument("frame", type=int, help="which frame of the shot, 1 is its first")
    parser.add_argument("picture", type=Path, help="PNG, JPEG or WebP")


def _shot(verbs: Verbs, name: str, run: Callable[..., Any], help: str) -> argparse.ArgumentParser:
    parser = _verb(verbs, name, run, help)
    _project(parser)
    parser.add_argument("shot", help="its number: 2A")
    return parser


def _leaving(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--size", default="1280x720", help="width x height (default 1280x720)")
    parser.add_argument(
        "--captions", action="store_true", help="burn the dialogue into the picture"
    )


def _presets(parser: argparse.ArgumentParser, pictures: bool, file: bool) -> None:
    names = (usage.QUALITIES if pictures else ()) + (usage.FILES if file else ())
    said = ["draft = half the drawings, small; fine = all (default: the settings')"] * pictures
    said += ["web = H.264 MP4, master = ProRes MOV, pngs = pictures; else as the name ends"] * file
    twice = "; may be given twice" if pictures and file else ""
    parser.add_argument(
        "--preset", action=usage.Preset, choices=names, help="; ".join(said) + twice
    )
    parser.set_defaults(quality="")


def _export(verbs: Verbs) -> None:
    parser = _verb(
        verbs, "export", commands.export, "Write the finished film, or its cut for another editor."
    )
    _project(parser)
    parser.add_argument("--out", type=Path, help=".mp4, .mov, a folder, or .otio, .edl, .xml, .srt")
    parser.add_argument("--range", default="", help="only from:to, in seconds or 00:00:04:00")
    parser.add_argument("--draft", action="store_true", help="animatic where pictures are missing")
    _leaving(parser)
    _presets(parser, pictures=False, file=True)


def _film(verbs: Verbs) -> None:
    parser = _verb(
        verbs,
        "film",
        commands.film,
        "From a script to a finished film in one go.",
        "The project is kept beside the film; the same command again makes only what changed.",
    )
    parser.add_argument("script", help="a script file, or 'sample', 'short'")
    parser.add_argument("--out", type=Path, default=Path("film.mp4"), help="the film to write")
    parser.add_argument("--title", default="", help="the film's title")
    parser.add_argument("--seed", type=int, help="another number, another version (default 1)")
    _model(parser)
    _making(parser)
    _leaving(parser)
    _presets(parser, pictures=True, file=True)


def _info(verbs: Verbs) -> None:
    parser = _verb(verbs, "info", commands.info, "Tell what is in a project: scenes, shots, takes.")
    _project(parser)


def _score(verbs: Verbs) -> None:
    parser = _verb(
        verbs,
        "score",
        scoring.score,
        "Measure the finished pictures: are subjects in their boxes, of the right kind and colour, "
        "does anything flicker, jump or fade?",
        "Only rendered shots are measured; nothing is changed.",
    )
    _project(parser)
    parser.add_argument("--shots", default="", help="only these, by number: 1A,2C")


def _looks(verbs: Verbs) -> None:
    for name, run, option, what in (
        ("cast", casting.cast, "--sheet", "a cut-out picture of a subject, which then plays it"),
        ("place", casting.place, "--plate", "a picture of a place without anyone, seen by day"),
    ):
        more = "Say which words of the script mean whom: later plans are bound by it."
        parser = _verb(verbs, name, run, f"Give {what}; or list them.", more)
        _project(parser)
        parser.add_argument("name", nargs="?", default="", help="who or where, as in the script")
        parser.add_argument(option, dest="picture", type=Path, help="PNG, JPEG or WebP")
        casting.options(parser, places=name == "place")
        if name == "cast":
            parser.add_argument(
                "--whole", action="store_true", help="its drawing moves as one piece, limbs or not"
            )


def _lora(verbs: Verbs) -> None:
    parser = _verb(
        verbs,
        "lora",
        loras.lora,
        "Give the film or a subject a LoRA, weights that teach a fetched model one look; or list "
        "them.",
        "Only frames that wear it are made again: all of the film's, or those with the subject.",
    )
    _project(parser)
    parser.add_argument(
        "file", nargs="?", default="", help="a .safetensors file, or the name of one that it wears"
    )
    parser.add_argument("--subject", default="", help="who wears it (default: the whole film)")
    parser.add_argument(
        "--for", dest="model", default="", help="the model it was made for (default: the settings')"
    )
    parser.add_argument("--weight", type=float, help="how strong: 1 = as it was trained, 0 = off")
    parser.add_argument("--words", help="the words that call it, said in every prompt")
    parser.add_argument("--off", action="store_true", help="take it off")


def _train(verbs: Verbs) -> None:
    parser = verbs.add_parser(
        "train",
        help="Train the bundled models further (for developers).",
        description="Train a bundled model; resumes where the folder's last run stopped.",
    )
    parser.set_defaults(run=model_commands.train)
    parser.add_argument("what", choices=("papercut", "director", "rig"))
    parser.add_argument("rest", nargs=argparse.REMAINDER, help="--minutes N --folder F ...")


def _models(verbs: Verbs) -> None:
    parser = _verb(
        verbs,
        "models",
        model_commands.models,
        "List, fetch, check or remove open models: directors, for pictures, for video.",
        "A film needs none of them. A stopped pull goes on where it was.",
    )
    parser.add_argument("act", choices=("list", "pull", "check", "remove", "folder"))
    parser.add_argument(
        "name",
        nargs="?",
        default="",
        help="of the list, or owner/repository/file.gguf; with folder: where fetched models go",
    )
    parser.add_argument(
        "--accept-licence", action="store_true", help="say yes to the model's licence beforehand"
    )
    parser.add_argument("--update", action="store_true", help="pull: what is newer there, too")
    links = parser.add_mutually_exclusive_group()
    links.add_argument(
        "--link", action="store_true", help="folder: also look for models there; never write there"
    )
    links.add_argument("--unlink", action="store_true", help="folder: look there no more")


def _bench(verbs: Verbs) -> None:
    parser = verbs.add_parser(
        "bench",
        help="Examine a director: how many of its plans show what their words say.",
        description="Plan tasks whose words, nouns and names no lesson used, and look at the "
        "boxes. Prints a table and writes build/bench/director.json.",
    )
    parser.set_defaults(run=model_commands.bench)
    parser.add_argument("what", choices=("director",))
    parser.add_argument("--model", type=Path, help="a GGUF file; the bundled director without")
    parser.add_argument("--rules", action="store_true", help="the rules alone, without a model")
    parser.add_argument("--number", type=int, default=100, help="tasks of each skill")
    parser.add_argument("--temperature", type=float, default=0.0, help="0 = always the same")
    parser.add_argument("--wrong", action="store_true", help="also print what went wrong")
    parser.add_argument(
        "--valid", type=int, default=0, help="only look whether so many plans can be filmed"
    )
    parser.add_argument("--random", action="store_true", help="those of a model of random weights")


if __name__ == "__main__":
    sys.exit(main())
