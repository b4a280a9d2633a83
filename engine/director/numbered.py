"""A scene's sentences by number and its cast by letter: what the model names without spelling."""

from __future__ import annotations

import re
import string
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from storyboard import lexicon, script, timing
from storyboard.board import Line, Scene, Shot, Subject
from storyboard.breakdown.sentences import sentences as cut
from storyboard.breakdown.witness import Meant

MOST_LETTERS = 16  # subjects that one call is told about
LONGEST_SPEECH = 34  # spoken words that one shot holds: about eleven seconds
MOST_NEW = 24  # words that one call may take for a new subject
_WORD = re.compile(r"[^\W\d_]+(?:['\u2019-][^\W\d_]+)*")


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence of action or one speech. ``start`` and ``end`` in characters of the board's
    script.

    ``line`` is the speech as a line of dialogue; ``paragraph`` counts the script's elements;
    ``meant`` tells whom its phrases mean as the rules read them.
    """

    start: int
    end: int
    text: str
    line: Line | None = None
    paragraph: int = 0
    meant: tuple[Meant, ...] = ()


def sentences(text: str, scene: Scene, cast: Sequence[Subject]) -> tuple[Sentence, ...]:
    """The scene's sentences and speeches in order. Headings, transitions and notes are not
    numbered.
    """
    offset = scene.stretch.start if scene.stretch else 0
    written = script.read(text)
    found: list[Sentence] = []
    speaker, how, start = "", "", -1
    for paragraph, element in enumerate(written.elements):
        if element.kind == "character":
            speaker, how, start = _speaker(element.text, cast), element.how, element.start
        elif element.kind == "parenthetical":
            how = "; ".join(part for part in (how, element.text) if part)
        elif element.kind in ("dialogue", "lyric"):
            begin = element.start if start < 0 else start
            for words, stop in _portions(written, element):
                line = _line(Line(speaker, words, how), scene)
                found.append(Sentence(offset + begin, offset + stop, words, line, paragraph))
                begin = stop
            how, start = "", -1
        elif element.kind == "action":
            for one in cut(written.plain, element.start, element.end):
                found.append(
                    Sentence(offset + one.start, offset + one.end, one.text, None, paragraph)
                )
    return tuple(found)


def _portions(written: script.Script, element: script.Element) -> Iterator[tuple[str, int]]:
    """A speech in portions that one shot holds, each with its end; cut between its sentences."""
    if timing.words(element.text) <= LONGEST_SPEECH:
        yield element.text, element.end
        return
    held: list[str] = []
    end = element.start
    for one in cut(written.plain, element.start, element.end):
        if held and timing.words(" ".join([*held, one.text])) > LONGEST_SPEECH:
            yield " ".join(held), end
            held = []
        held.append(one.text)
        end = one.end
    yield " ".join(held), element.end


def _speaker(cue: str, cast: Sequence[Subject]) -> str:
    name = cue.casefold()
    for subject in cast:
        if name in (
            subject.name.casefold(),
            subject.id.casefold(),
            *map(str.casefold, subject.aliases),
        ):
            return subject.id
    return ""


def _line(line: Line, scene: Scene) -> Line:
    """The rules' own line with these words, if they have one: they may know the speaker better."""
    for shot in scene.shots:
        for known in shot.dialogue:
            if known.text == line.text and (not line.speaker or known.speaker == line.speaker):
                return known
    return line


def covered(sentences: Sequence[Sentence], shot: Shot) -> tuple[int, ...]:
    """Positions of the sentences that lie in this shot's stretch by more than half."""
    if shot.stretch is None:
        return ()
    start, end = shot.stretch.start, shot.stretch.end
    return tuple(
        at
        for at, one in enumerate(sentences)
        if (min(end, one.end) - max(start, one.start)) * 2 > one.end - one.start
    )


# The cast -----------------------------------------------------------------------------------------
# -------------------


def letters(cast: Sequence[Subject], scene: Scene, text: str) -> dict[str, Subject]:
    """A letter for each subject that this scene may show: those whom the rules found in it, then
    those whom its text names.
    """
    seen = {
        id
        for shot in scene.shots
        for id in (*shot.subjects, *(line.speaker for line in shot.dialogue))
    }
    words = set(_words(text))
    chosen = [one for one in cast if one.id in seen]
    chosen += [one for one in cast if one.id not in seen and words & _names(one)]
    return dict(zip(string.ascii_uppercase, chosen[:MOST_LETTERS], strict=False))


def unknown_words(sentences: Sequence[Sentence], cast: Sequence[Subject]) -> tuple[str, ...]:
    """Nouns of the scene's own text that no member of the cast goes by: the grammar offers them for
    new subjects.
    """
    known = set().union(*map(_names, cast)) if cast else set()
    found: dict[str, None] = {}
    for one in sentences:
        if one.line is None:
            for word in _words(one.text):
                if word not in known and lexicon.singular(word) not in known and _may_be_seen(word):
                    found.setdefault(word)
    return tuple(found)[:MOST_NEW]


def _words(text: str) -> Iterator[str]:
    return (match.group().casefold() for match in _WORD.finditer(text))


def _names(subject: Subject) -> set[str]:
    """Every word that the subject goes by, singular and plural."""
    words = {
        word for name in (subject.name, subject.kind, *subject.aliases) for word in _words(name)
    }
    return words | {lexicon.plural(word) for word in words if word}


_OTHER_WORDS = (
    lexicon.DETERMINERS,
    lexicon.POSSESSIVES,
    lexicon.PRONOUNS,
    lexicon.CONJUNCTIONS,
    lexicon.SEQUENCE,
    lexicon.TOGETHER,
    lexicon.AUXILIARIES,
    lexicon.NEGATIONS,
    lexicon.PREPOSITIONS,
    lexicon.NUMBERS,
    lexicon.ORDINALS,
    lexicon.ADJECTIVES,
    lexicon.BODY,
    lexicon.NOT_SUBJECTS,
    lexicon.SIZES,
    lexicon.COMPARED,
    lexicon.WEATHERS,
    lexicon.DAYTIMES,
)


def _may_be_seen(word: str) -> bool:
    one = lexicon.singular(word)
    if len(word) < 3 or (not word.isascii() and not word.isalpha()):
        return False
    if any(word in table or one in table for table in _OTHER_WORDS) or word.endswith("ly"):
        return False
    verb = lexicon.VERBS.get(word)
    return verb is None or verb[0] in lexicon.NOUNLIKE


def new_subjects(
    word: str, count: int, cast: Sequence[Subject], kind: str = "", puppet: str = ""
) -> tuple[Subject, ...]:
    """Subjects for a word of the text: one, or several alike that are numbered. Ids are free in
    this cast.
    """
    one = lexicon.singular(word.casefold())
    taken = {subject.id for subject in cast}
    base = re.sub(r"[^a-z0-9]+", "-", one).strip("-") or "subject"
    made: list[Subject] = []
    for number in range(1, count + 1):
        name = one if count == 1 else f"{one} {number}"
        id, step = base if count == 1 else f"{base}-{number}", 2
        while id in taken:
            id, step = f"{base}-{number}-{step}", step + 1
        taken.add(id)
        pronoun = lexicon.PEOPLE.get(one, "it")
        subject = Subject(id, name, kind or one, puppet=puppet, made_by="director")
        made.append(replace(subject, pronoun=pronoun))  # type: ignore[arg-type]
    return tuple(made)


def told(subject: Subject) -> str:
    """A subject in few words: name, kind, pronoun. A short look that says more than the kind stands
    for it: of two balls one is the "blue ball".
    """
    parts = [subject.name]
    kind, look = subject.kind, subject.look
    if kind and look.casefold().endswith(f" {kind.casefold()}") and len(look.split()) <= 3:
        kind = look
    if kind and kind.casefold() not in subject.name.casefold():
        parts.append(kind)
    if subject.pronoun:
        parts.append(subject.pronoun)
    return ", ".join(parts)


def marks(text: str, letters: Mapping[str, Subject], meant: Sequence[Meant] = ()) -> dict[int, str]:
    """Letters of whom the words of a text mean, by where the words end.

    By exact match over names, kinds and looks; a word that could be two of them is left alone.
    ``meant`` adds pronouns and other phrases as the rules read them, with a question mark where
    they guess.
    """
    letter_of = by_id(letters)
    found: dict[int, str] = {}
    for one in meant:
        if all(id in letter_of for id in one.subjects) and one.end <= len(text):
            found[one.end] = ",".join(map(letter_of.__getitem__, one.subjects))
            found[one.end] += "" if one.sure else "?"
    known = _marks(tuple(letters.items()))
    if known:
        longest = sorted(known, key=len, reverse=True)
        words = "|".join(re.escape(word) for word in longest)
        pattern = re.compile(rf"(?<![\w-])(?:{words})(?![\w-])", re.IGNORECASE)
        for match in pattern.finditer(text):
            found[match.end()] = ",".join(known[match.group().casefold()])
    return found


def marked(text: str, marks: Mapping[int, str]) -> str:
    """The text with its marks behind their words: "Two dogs[A,B] follow TOM[C]".

    Square brackets are the marks' own: ``prompts.quoted`` leaves none in a script's text.
    """
    for at in sorted(marks, reverse=True):
        text = f"{text[:at]}[{marks[at]}]{text[at:]}"
    return text


def meant_in(action: str, own: Sequence[Sentence]) -> tuple[Meant, ...]:
    """Whom the phrases of a shot's action mean: of its sentences, one after the other. Nothing
    where somebody has changed its words.
    """
    told = [one for one in own if one.line is None]
    if action != " ".join(one.text for one in told):
        return ()
    found: list[Meant] = []
    start = 0
    for one in told:
        found += (replace(meant, end=meant.end + start) for meant in one.meant)
        start += len(one.text) + 1
    return tuple(found)


def _marks(letters: Sequence[tuple[str, Subject]]) -> dict[str, tuple[str, ...]]:
    """Words -> the letters that they mean."""
    one: dict[str, list[str]] = {}
    kinds: dict[str, list[str]] = {}
    for letter, subject in letters:
        name, kind = subject.name.casefold(), subject.kind.casefold()
        own = {kind, *(alias.casefold() for alias in subject.aliases)}
        own |= {kind.split()[-1]} if kind else set()
        if not name[-1:].isdigit():
            own.add(name)
        if kind and subject.look.casefold().endswith(f" {kind}"):
            own.add(subject.look.casefold())
        for word in own - {""}:
            one.setdefault(word, []).append(letter)
        if kind:
            kinds.setdefault(lexicon.plural(kind), []).append(letter)
    marks = {word: tuple(of) for word, of in one.items() if len(of) == 1}
    several = {word: tuple(of) for word, of in kinds.items() if len(of) > 1 or word not in one}
    return {**several, **marks}


def by_id(lettered: Mapping[str, Subject]) -> dict[str, str]:
    """Subject id -> its letter."""
    return {subject.id: letter for letter, subject in lettered.items()}
