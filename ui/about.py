"""About Longtake: which version this is, what came with it, under which terms."""

from __future__ import annotations

from PySide6.QtCore import QLibraryInfo
from PySide6.QtWidgets import QWidget

from studio.usage import release
from ui import forms

SAID = "A script becomes a film, on this machine. Nothing leaves it."
PARTS = (
    ("Longtake", "Apache License 2.0: use it, change it, sell what you make with it."),
    ("Your films", "Yours. The bundled models and puppets put no terms on them."),
    ("Fetched models", "Each has terms of its own; the page Models says which."),
    ("Fonts", "Inter and Courier Prime, SIL Open Font License 1.1."),
)


def page() -> QWidget:
    """The page of the preferences."""
    parts = [
        forms.section("Longtake", SAID),
        forms.line("Version", forms.label(release())),
        forms.line("Window", forms.label(f"Qt {QLibraryInfo.version().toString()}")),
        forms.section("Terms", "What you may do with what is here."),
    ]
    for name, said in PARTS:
        words = forms.label(said, 12, 400, "t2")
        words.setWordWrap(True)
        parts.append(forms.line(name, words))
    return forms.page(*parts)
