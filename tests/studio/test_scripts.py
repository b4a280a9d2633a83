"""Script files: encodings, line ends, Final Draft, and what is refused with a sentence."""

import codecs
import time

import pytest

from storyboard.script import read
from studio.errors import StudioError
from studio.scripts import checked, decoded, final_draft, load

SCRIPT = "INT. CAFÉ - DAY\n\nMia walks in. “Hello!”\n\nMIA\nBonjour, Zoë.\n"


@pytest.mark.parametrize(
    "data",
    [
        SCRIPT.encode(),
        SCRIPT.encode("utf-8-sig"),
        SCRIPT.encode("utf-16"),
        codecs.BOM_UTF16_BE + SCRIPT.encode("utf-16-be"),
        SCRIPT.encode("utf-16-le"),
        SCRIPT.encode("utf-16-be"),
        SCRIPT.encode("cp1252"),
        SCRIPT.replace("\n", "\r\n").encode(),
        SCRIPT.replace("\n", "\r").encode(),
    ],
)
def test_a_script_reads_the_same_in_every_encoding_and_with_every_line_end(data):
    text, _ = decoded(data)
    assert text == SCRIPT


def test_a_guessed_encoding_is_said():
    assert decoded(SCRIPT.encode())[1] == ""
    assert "Windows-1252" in decoded(SCRIPT.encode("cp1252"), "a.txt")[1]


def test_a_file_is_never_changed_and_gives_its_name_as_title(tmp_path):
    file = tmp_path / "The Harbour.fountain"
    data = SCRIPT.replace("\n", "\r\n").encode("utf-16")
    file.write_bytes(data)
    source = load(file)
    assert source.text == SCRIPT
    assert source.title == "The Harbour"
    assert file.read_bytes() == data


def test_a_title_page_wins_over_the_files_name(tmp_path):
    file = tmp_path / "draft7.fountain"
    file.write_text("Title: Low Tide\n\n" + SCRIPT, encoding="utf-8")
    assert load(file).title == "Low Tide"


@pytest.mark.parametrize(
    ("name", "data", "word"),
    [
        ("a.fountain", b"%PDF-1.7 ...", "PDF"),
        ("a.txt", b"PK\x03\x04....", "packed"),
        ("a.txt", b"\x00\x01\x02\xff" * 40, "zero bytes"),
        ("a.txt", b"a" * 30_000, "Line 1"),
        ("a.txt", b"\xff\xfea", "breaks off"),
    ],
)
def test_what_is_no_script_is_refused_with_a_sentence(tmp_path, name, data, word):
    file = tmp_path / name
    file.write_bytes(data)
    with pytest.raises(StudioError, match=word) as caught:
        load(file)
    assert str(caught.value).endswith(".")


def test_a_missing_file_and_a_folder_are_sentences(tmp_path):
    with pytest.raises(StudioError, match="no file"):
        load(tmp_path / "none.fountain")
    with pytest.raises(StudioError, match="folder"):
        load(tmp_path)


@pytest.mark.parametrize("text", ["[[" * 5_000_000, "x" * 5_000_000, "a\n" * 3_000_000])
def test_five_megabytes_of_anything_are_refused_at_once(text):
    begin = time.process_time()
    with pytest.raises(StudioError):
        checked(text)
    assert time.process_time() - begin < 5


FDX = """<?xml version="1.0" encoding="UTF-8" standalone="no" ?>
<FinalDraft DocumentType="Script" Template="No" Version="5">
  <Content>
    <Paragraph Number="1A" Type="Scene Heading"><Text>INT. KITCHEN - NIGHT</Text></Paragraph>
    <Paragraph Type="Action"><ScriptNote><Paragraph><Text>a note</Text></Paragraph></ScriptNote>
      <Text>Mia </Text><Text Style="Bold">cooks.</Text></Paragraph>
    <Paragraph><DualDialogue>
      <Paragraph Type="Character"><Text>MIA</Text></Paragraph>
      <Paragraph Type="Parenthetical"><Text>(softly)</Text></Paragraph>
      <Paragraph Type="Dialogue"><Text>Soup?</Text></Paragraph>
      <Paragraph Type="Character"><Text>Tom</Text></Paragraph>
      <Paragraph Type="Dialogue"><Text>Soup!</Text></Paragraph>
    </DualDialogue></Paragraph>
    <Paragraph Type="Transition"><Text>CUT TO:</Text></Paragraph>
    <Paragraph Type="Scene Heading"><Text>THE MOON</Text></Paragraph>
    <Paragraph Type="Shot"><Text>ANGLE ON A DOOR</Text></Paragraph>
  </Content>
  <TitlePage><Content><Paragraph><Text>Hot Soup</Text></Paragraph></Content></TitlePage>
</FinalDraft>
"""


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_final_draft_comes_out_as_fountain(encoding):
    data = FDX.replace('encoding="UTF-8"', f'encoding="{encoding}"').encode(encoding)
    text, title = final_draft(data)
    assert title == "Hot Soup"
    elements = [(e.kind, e.text, e.number, e.dual) for e in read(text).elements]
    assert elements == [
        ("heading", "INT. KITCHEN - NIGHT", "1A", False),
        ("action", "Mia cooks.", "", False),
        ("character", "MIA", "", False),
        ("parenthetical", "softly", "", False),
        ("dialogue", "Soup?", "", False),
        ("character", "Tom", "", True),
        ("dialogue", "Soup!", "", True),
        ("transition", "CUT TO:", "", False),
        ("heading", "THE MOON", "", False),
        ("action", "ANGLE ON A DOOR", "", False),
    ]


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"<html></html>",
        FDX.encode()[:500],
        b'<!DOCTYPE x [<!ENTITY a "aaaa">]><FinalDraft>&a;</FinalDraft>',
        b'<!DOCTYPE FinalDraft SYSTEM "file:///etc/passwd"><FinalDraft/>',
        b"<FinalDraft>" + b"<a>" * 1_000_000,
        b"<FinalDraft " + b" ".join(b'a%d="1"' % n for n in range(200_000)) + b"/>",
    ],
)
def test_a_broken_or_hostile_final_draft_file_is_refused_quickly(data):
    begin = time.process_time()
    with pytest.raises(StudioError) as caught:
        final_draft(data, "film.fdx")
    assert str(caught.value).startswith("film.fdx")
    assert time.process_time() - begin < 2


def test_a_final_draft_file_loads_with_a_notice(tmp_path):
    file = tmp_path / "soup.fdx"
    file.write_text(FDX, encoding="utf-8")
    source = load(file)
    assert source.title == "Hot Soup"
    assert "Fountain" in source.notice
