"""Unknown names are answered with the nearest one."""

from studio.errors import StudioError, nearest


def test_a_misspelt_word_is_answered_with_the_nearest_choice() -> None:
    assert nearest("inbetwen", ["layout", "keyframes", "inbetween"]) == " Did you mean inbetween?"


def test_a_beginning_is_answered_with_what_begins_so() -> None:
    assert nearest("flux", ["sdxl", "flux2-klein-4b"]) == " Did you mean flux2-klein-4b?"


def test_capitals_do_not_hide_the_nearest_choice() -> None:
    assert nearest("GRANDMA", ["Grandpa Joe", "Grandma"]) == " Did you mean Grandma?"


def test_a_word_like_nothing_is_answered_with_nothing() -> None:
    assert nearest("zebra", ["layout", "keyframes"]) == ""
    assert nearest("zebra", []) == ""


def test_a_studio_error_reads_as_its_sentence() -> None:
    assert str(StudioError("The folder is full; free some space.")) == (
        "The folder is full; free some space."
    )
