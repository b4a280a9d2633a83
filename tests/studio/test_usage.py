"""Wrong words on the command line are answered by one sentence."""

from __future__ import annotations

import pytest

from studio import cli, usage


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ("flim", "There is no command 'flim'. Did you mean film?"),
        ("film", "film: It needs script."),
        ("film sample --level lay", "--level is layout, keyframes or final, not 'lay'. Did you"),
        ("film sample --seed abc", "--seed is a whole number; 'abc' is not."),
        ("film sample --seed", "--seed needs a value behind it."),
        ("film sample --otu x.mp4", "There is no option --otu. Did you mean --out?"),
        ("film sample x", "'x' is one word too many."),
        ("models", "It needs list, pull, check, remove or folder."),
        ("train", "It needs papercut, director or rig."),
        ("models folder x --link --unlink", "--unlink and --link exclude each other"),
    ],
)
def test_wrong_words_get_one_sentence(
    words: str, said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as ended:
        cli.main(words.split())
    assert ended.value.code == 2
    told = capsys.readouterr().err
    assert said in told
    assert told.count("\n") == 1


def test_no_words_at_all_get_the_help(capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main([]) == 0
    assert "longtake film sample" in capsys.readouterr().out


def test_the_version_is_told(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        cli.main(["--version"])
    assert ended.value.code == 0
    assert usage.release() in capsys.readouterr().out
