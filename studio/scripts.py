"""Script files: Fountain, plain prose, Final Draft; any encoding, and never a change on disk.

What comes back is the text that the board keeps: decoded, with ``\\n`` line ends, nothing else
touched. A Final Draft file is XML, so its board keeps the same script written out as Fountain.
"""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass
from pathlib import Path
from xml.parsers import expat

from storyboard import script as scripts
from studio.errors import StudioError

LARGEST_FILE = 40_000_000  # bytes: Final Draft spends some fifty on a word
DEEPEST = 64  # nested elements; Final Draft's own files stay below a dozen
MOST_ATTRIBUTES = 200

_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_FOREIGN = (
    (b"%PDF", "a PDF"),
    (b"PK\x03\x04", "a Word, OpenDocument or other packed file"),
    (b"\xd0\xcf\x11\xe0", "an old Word file"),
    (b"{\\rtf", "an RTF file"),
)


@dataclass(frozen=True, slots=True)
class Source:
    """A script as read: the text for the board, its title, a notice or nothing.

    The title is the file's name when the script says none.
    """

    text: str
    title: str
    notice: str = ""


def load(path: Path) -> Source:
    """The script in a file. Raises StudioError when there is none that can be planned."""
    try:
        if path.stat().st_size > LARGEST_FILE:
            raise StudioError(
                f"{path.name} is larger than {LARGEST_FILE // 1_000_000} MB, which no script is; "
                "choose the script itself."
            )
        data = path.read_bytes()
    except FileNotFoundError as error:
        raise StudioError(f"There is no file {path}; check its name.") from error
    except IsADirectoryError as error:
        raise StudioError(f"{path} is a folder; choose the script in it.") from error
    except OSError as error:
        raise StudioError(f"{path} could not be read: {error.strerror or error}.") from error
    if path.suffix.lower() == ".fdx":
        text, title = final_draft(data, path.name)
        notice = f"{path.name} is a Final Draft file; its script was written out as Fountain."
        return Source(checked(text), title or path.stem, notice)
    for mark, kind in _FOREIGN:
        if data.startswith(mark):
            raise StudioError(
                f"{path.name} is {kind}; save the script as plain text, Fountain or Final Draft "
                "(.fdx) and open that."
            )
    text, notice = decoded(data, path.name)
    script = parsed(text)
    return Source(text, script.title or path.stem, notice)


def read(path: Path) -> str:
    """The text of a script file. Raises StudioError."""
    return load(path).text


def save(path: Path, text: str) -> None:
    """Write a script as a file of its own. Raises StudioError."""
    try:
        path.write_text(text, "utf-8", newline="\n")
    except OSError as error:
        raise StudioError(
            f"{path.name} could not be written: {error.strerror or error}. Choose another place."
        ) from error


def checked(text: str) -> str:
    """The text, when it can be planned. Raises StudioError with what is wrong and what to do."""
    sentence = scripts.refusal(text)
    if sentence:
        raise StudioError(sentence)
    return text


def parsed(text: str) -> scripts.Script:
    """A script's elements, after the guards. Raises StudioError."""
    return scripts.read(checked(text))


def decoded(data: bytes, name: str = "This file") -> tuple[str, str]:
    """The text of bytes in any usual encoding, and a notice when that had to be guessed."""
    text, notice = _decoded(data, name)
    return normalised(text), notice


def normalised(text: str) -> str:
    """The text with ``\\n`` line ends: the only change that Longtake makes to a script."""
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _decoded(data: bytes, name: str) -> tuple[str, str]:
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            try:
                return data.decode(encoding), ""
            except UnicodeDecodeError as error:
                raise StudioError(
                    f"{name} says that it is {encoding[:6].upper()} text and breaks off in the "
                    "middle; save it again as UTF-8."
                ) from error
    wide = _unmarked_utf16(data)
    if wide:
        try:
            text = data.decode(wide)
        except UnicodeDecodeError as error:
            raise StudioError(f"{name} is not text; choose a script.") from error
        return text, f"{name} was read as UTF-16."
    if b"\x00" in data:
        raise StudioError(
            f"{name} is not text: it holds zero bytes; choose a script in plain text, Fountain or "
            "Final Draft (.fdx)."
        )
    try:
        return data.decode("utf-8"), ""
    except UnicodeDecodeError:
        # what Western editors wrote before UTF-8; five of its bytes mean nothing and stay visible
        return data.decode("cp1252", errors="replace"), (
            f"{name} is not UTF-8; it was read as Western European text (Windows-1252). "
            "If letters look wrong, save it as UTF-8."
        )


def _unmarked_utf16(data: bytes) -> str:
    """UTF-16 without its mark: every other byte of Western text is zero."""
    sample = data[:4000]
    if len(sample) < 4 or len(data) % 2:
        return ""
    even, odd = sample[0::2].count(0), sample[1::2].count(0)
    half = len(sample) // 2
    if odd > 0.6 * half and even < 0.1 * half:
        return "utf-16-le"
    if even > 0.6 * half and odd < 0.1 * half:
        return "utf-16-be"
    return ""


@dataclass(slots=True)
class _Paragraph:
    kind: str
    number: str
    dual: bool = False
    text: str = ""


class _Refused(Exception):  # noqa: N818 - stops the parser from inside its callbacks
    """A Final Draft file that is not one."""


class _FinalDraft:
    """Collects the paragraphs of a Final Draft file; nothing in it is fetched, expanded or run."""

    def __init__(self) -> None:
        self.stack: list[str] = []
        self.open: list[_Paragraph] = []
        self.paragraphs: list[_Paragraph] = []
        self.title: list[str] = []
        self.speakers = 0  # character cues inside the dual dialogue that is open

    def start(self, name: str, attributes: dict[str, str]) -> None:
        if not self.stack and name != "FinalDraft":
            raise _Refused(f"it begins with <{name[:40]}> where Final Draft writes <FinalDraft>")
        if len(self.stack) >= DEEPEST:
            raise _Refused(f"its elements are nested more than {DEEPEST} deep")
        if len(attributes) > MOST_ATTRIBUTES:
            raise _Refused(f"an element has more than {MOST_ATTRIBUTES} attributes")
        self.stack.append(name)
        if name == "DualDialogue":
            self.speakers = 0
        if name == "Paragraph":
            kind = attributes.get("Type", "General")
            dual = "DualDialogue" in self.stack
            if dual and kind == "Character":
                self.speakers += 1
            self.open.append(
                _Paragraph(kind, attributes.get("Number", ""), dual and self.speakers > 1)
            )

    def end(self, name: str) -> None:
        self.stack.pop()
        if name != "Paragraph":
            return
        paragraph = self.open.pop()
        paragraph.text = " ".join(paragraph.text.split())
        if not paragraph.text:
            return
        if "TitlePage" in self.stack:
            self.title.append(paragraph.text)
        elif "ScriptNote" not in self.stack and self.stack[:2] == ["FinalDraft", "Content"]:
            self.paragraphs.append(paragraph)

    def words(self, text: str) -> None:
        if self.open and self.stack[-1] == "Text" and ("ScriptNote" not in self.stack):
            self.open[-1].text += text

    def doctype(self, *_: object) -> None:
        raise _Refused("it declares a document type, which Final Draft never does")


def final_draft(data: bytes, name: str = "This file") -> tuple[str, str]:
    """A Final Draft script as Fountain, and its title. Raises StudioError when it is none."""
    collector = _FinalDraft()
    parser = expat.ParserCreate()
    parser.buffer_text = True
    parser.StartElementHandler = collector.start
    parser.EndElementHandler = collector.end
    parser.CharacterDataHandler = collector.words
    parser.StartDoctypeDeclHandler = collector.doctype
    try:
        parser.Parse(data, True)
    except _Refused as error:
        raise StudioError(f"{name} is not a Final Draft script: {error}.") from error
    except (expat.ExpatError, ValueError) as error:
        what = expat.ErrorString(error.code) if isinstance(error, expat.ExpatError) else str(error)
        raise StudioError(
            f"{name} is not a whole Final Draft file ({what}); export it from Final Draft again."
        ) from error
    if sum(len(paragraph.text) for paragraph in collector.paragraphs) > scripts.LONGEST_SCRIPT:
        raise StudioError(f"{name} is longer than any script; split it into several films.")
    title = collector.title[0] if collector.title else ""
    return _fountain(collector.paragraphs, title), title


_HEADING = re.compile(r"(?:INT|EXT|EST|I/E)[. /]", re.IGNORECASE)


def _fountain(paragraphs: list[_Paragraph], title: str) -> str:
    """Paragraphs as Fountain, each forced to its kind where its words alone would not tell."""
    blocks: list[str] = [f"Title: {title}"] if title else []
    for paragraph in paragraphs:
        kind, text = paragraph.kind, paragraph.text
        joined = False
        if kind == "Scene Heading":
            text = text if _HEADING.match(text) else "." + text.lstrip(".")
            text += f" #{paragraph.number}#" if paragraph.number else ""
        elif kind == "Character":
            text = text if text == text.upper() and text != text.lower() else "@" + text
            text += " ^" if paragraph.dual else ""
        elif kind == "Parenthetical":
            text, joined = f"({text.strip('()')})", True
        elif kind in ("Dialogue", "Singing"):
            joined = True
        elif kind == "Transition":
            text = "> " + text
        elif text[0] in "!.>@~=#" or text == text.upper():
            text = "!" + text
        if joined and blocks:
            blocks[-1] += "\n" + text
        else:
            blocks.append(text)
    return "\n\n".join(blocks) + ("\n" if blocks else "")
