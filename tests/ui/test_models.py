"""The models page: fetched, paused, gone on, checked, used, removed by clicks, from a hub of this
machine.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from studio import catalogue, directors, licences, models, settings
from tests.studio import loopback_hub
from tests.studio.loopback_hub import Hub, Trouble
from ui.commands import Commands
from ui.model_row import ModelRow
from ui.order import FITS
from ui.preferences import Preferences
from ui.pulls import Pulls
from ui.window import MainWindow

LEFT = Qt.MouseButton.LeftButton
BODY = bytes(range(256)) * 8_000
pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")
LONG = 60_000  # milliseconds: a process starts slowly on a busy machine


@pytest.fixture
def hub(monkeypatch: pytest.MonkeyPatch) -> Iterator[Hub]:
    for name in ("HF_HUB_OFFLINE", "HF_TOKEN", "HF_HOME", "HF_HUB_CACHE"):
        monkeypatch.delenv(name, raising=False)
    with loopback_hub.opened() as found:
        monkeypatch.setenv("HF_ENDPOINT", found.url)
        for model in catalogue.known().values():
            if model.kind == "directors":
                found.files[model.parts["model"].repo] = {model.file: BODY}
        yield found


@pytest.fixture
def dialog(qtbot, hub: Hub) -> Iterator[Preferences]:
    """The preferences at the models, without a window behind."""
    window = NoFilm()
    qtbot.addWidget(window)
    pulls = Pulls(window)
    found = Preferences(Commands(window, lambda said: None), None, pulls, window)
    found.show_page("models")
    found.show()
    qtbot.waitUntil(lambda: len(found.models.rows) > 10 and not found.models._turn.isActive(),
                    timeout=LONG)  # fmt: skip
    yield found
    found.reject()
    pulls.stop()


class NoFilm(MainWindow):
    """What the commands ask of a window, without a film."""

    def __init__(self) -> None:
        super(MainWindow, self).__init__()

    def acts(self) -> list:  # type: ignore[type-arg]
        return []

    def closeEvent(self, event) -> None:  # type: ignore[no-untyped-def]
        event.accept()


def row(dialog: Preferences, name: str) -> ModelRow:
    return next(r for (_, key), r in dialog.models.rows.items() if key == name)


def click(row: ModelRow, name: str) -> None:
    assert not row.buttons[name].isHidden(), name
    QTest.mouseClick(row.buttons[name], LEFT)


def shown(row: ModelRow) -> set[str]:
    return {name for name, button in row.buttons.items() if not button.isHidden()}


def test_a_director_is_fetched_checked_used_and_removed_by_clicks(qtbot, dialog, hub) -> None:
    one = row(dialog, "qwen3-4b")
    assert shown(one) == {"get"}
    click(one, "get")
    assert "Qwen3 4B is under Apache-2.0" in one.strip.words.text()
    assert hub.asked == []  # nothing before the licence is accepted
    QTest.mouseClick(one.strip.yes, LEFT)
    assert licences.accepted(one.entry.model)
    qtbot.waitUntil(lambda: shown(one) == {"use", "check", "update", "remove"}, timeout=LONG)
    assert one.mark.text() == "On this machine"
    click(one, "check")
    qtbot.waitUntil(lambda: "is whole" in one.strip.words.text(), timeout=LONG)
    QTest.mouseClick(one.strip.no, LEFT)
    assert one.strip.isHidden()
    click(one, "use")
    assert settings.load().director == str(models.place(one.entry.model))
    assert directors.chosen(settings.load()).name == "Qwen3-4B-Q4_K_M"
    qtbot.waitUntil(lambda: one.mark.text() == "In use", timeout=LONG)
    click(one, "remove")
    QTest.mouseClick(one.strip.no, LEFT)  # keep
    assert models.place(one.entry.model).exists()
    click(one, "remove")
    QTest.mouseClick(one.strip.yes, LEFT)
    qtbot.waitUntil(lambda: shown(one) == {"get"}, timeout=LONG)
    assert models.installed() == []


def test_a_fetch_is_paused_gone_on_with_and_cancelled(qtbot, dialog, hub) -> None:
    one = row(dialog, "qwen3-8b")
    licences.accept(one.entry.model)
    hub.troubles.append(Trouble(".gguf", 2, pace=2_000_000))
    click(one, "get")
    assert shown(one) == {"pause", "cancel"}
    qtbot.waitUntil(lambda: one.strip.bar.value() > 0, timeout=LONG)
    assert "of 2.0 MB" in one.strip.words.text()
    click(one, "pause")
    assert "Paused at" in one.strip.words.text()
    assert shown(one) == {"get", "remove"}
    have = models.state(one.entry.model).have
    assert 0 < have < len(BODY)
    click(one, "get")
    qtbot.waitUntil(lambda: len(hub.ranges(".gguf")) == 2, timeout=LONG)
    assert hub.ranges(".gguf")[1].startswith("bytes=")
    assert int(hub.ranges(".gguf")[1][6:-1]) >= have
    click(one, "cancel")
    qtbot.waitUntil(lambda: shown(one) == {"get"}, timeout=LONG)
    assert list(models.folder().rglob("*")) == []


def test_a_model_in_use_is_updated_by_clicks_and_serves_until_the_newer_one_is_here(
    qtbot, dialog, hub
) -> None:
    one = row(dialog, "qwen3-4b")
    licences.accept(one.entry.model)
    models.pull("qwen3-4b")
    first = models.place(one.entry.model)
    dialog.models.look_all()
    rest = {"use", "check", "update", "remove"}
    qtbot.waitUntil(lambda: shown(one) == rest, timeout=LONG)
    click(one, "use")
    newer, hub.main = BODY[::-1], "d" * 40
    hub.files[one.entry.model.parts["model"].repo] = {one.entry.model.file: newer}
    hub.troubles.append(Trouble(".gguf", 1, pace=1_000_000))
    click(one, "update")
    qtbot.waitUntil(lambda: one.strip.bar.value() > 0, timeout=LONG)
    assert shown(one) == {"pause", "cancel"}
    assert one.strip.words.text().startswith("Updating · ")
    click(one, "pause")
    assert one.strip.words.text().startswith("An update is paused at ")
    assert (shown(one), one.buttons["update"].text()) == ({"cancel", "update", "remove"}, "Go on")
    assert one.mark.text() == "In use"
    assert first.read_bytes() == BODY
    click(one, "cancel")
    qtbot.waitUntil(lambda: shown(one) == rest - {"use"}, timeout=LONG)
    assert (one.strip.isHidden(), one.buttons["update"].text()) == (True, "Update")
    assert first.read_bytes() == BODY
    click(one, "update")
    qtbot.waitUntil(lambda: "went from commit" in one.strip.words.text(), timeout=LONG)
    qtbot.waitUntil(lambda: one.mark.text() == "In use", timeout=LONG)  # when its process ends
    file = models.place(one.entry.model)
    assert file != first
    assert file.read_bytes() == newer
    assert settings.load().director == str(file)  # the old one is gone
    click(one, "update")
    qtbot.waitUntil(lambda: "is the newest that there is" in one.strip.words.text(), timeout=LONG)


def test_what_went_wrong_is_said_in_the_row_with_a_way_to_try_again(qtbot, dialog, hub) -> None:
    one = row(dialog, "smollm2-1.7b")
    licences.accept(one.entry.model)
    hub.gated[one.entry.model.parts["model"].repo] = "hf_mine"
    click(one, "get")
    qtbot.waitUntil(lambda: "hf auth login" in one.strip.words.text(), timeout=LONG)
    assert not one.strip.page.isHidden()
    hub.gated.clear()
    QTest.mouseClick(one.strip.yes, LEFT)
    qtbot.waitUntil(lambda: shown(one) == {"use", "check", "update", "remove"}, timeout=LONG)


def test_closing_the_preferences_lets_a_fetch_go_on_and_closing_the_window_pauses_it(
    qtbot, dialog, hub
) -> None:
    one = row(dialog, "qwen3-4b")
    licences.accept(one.entry.model)
    hub.troubles.append(Trouble(".gguf", 1, pace=500_000))
    click(one, "get")
    qtbot.waitUntil(lambda: one.strip.bar.value() > 0, timeout=LONG)
    pulls = dialog.models._pulls
    dialog.reject()
    assert pulls.running() == ["qwen3-4b"]
    pulls.stop()
    assert models.state(one.entry.model).kind == "begun"


def test_a_linked_folder_is_looked_at_and_let_go_of(qtbot, dialog, tmp_path: Path) -> None:
    one = row(dialog, "qwen3-4b")
    (tmp_path / one.entry.model.file).write_bytes(BODY)
    dialog.models.link(tmp_path)
    qtbot.waitUntil(lambda: one.mark.text() == "Linked", timeout=LONG)
    assert not one.buttons["remove"].isEnabled()
    assert "did not put it" in one.buttons["remove"].toolTip()
    dialog.models.unlink(str(tmp_path))
    qtbot.waitUntil(lambda: shown(one) == {"get"}, timeout=LONG)
    assert settings.load().links == ()


def test_every_model_has_a_row_with_words_and_names_for_who_cannot_see(dialog) -> None:
    keys = {key for _, key in dialog.models.rows}
    assert set(catalogue.known()) | {"rules", "bundled", "papercut"} == keys
    for one in dialog.models.rows.values():
        assert one.what.text().endswith(".")
        for button in one.buttons.values():
            assert one.entry.title in button.accessibleName()
            assert button.toolTip()
    used = [one.entry.key for one in dialog.models.rows.values() if one.used]
    assert used == ["rules", "papercut", "papercut"]


def test_nothing_of_a_row_is_wider_than_the_page(qtbot, dialog) -> None:
    inner = dialog.models.area.widget()
    assert inner.minimumSizeHint().width() <= dialog.models.area.viewport().width()


def test_the_status_line_tells_of_a_fetch_and_leads_back_to_it(qtbot, window, hub) -> None:
    model = catalogue.find("qwen3-4b")
    licences.accept(model)
    hub.troubles.append(Trouble(".gguf", 1, pace=1_000_000))
    window.pulls.start(model.name)
    status = window.status
    qtbot.waitUntil(lambda: "%" in status.fetching.text(), timeout=LONG)
    assert status.fetching.text().startswith("Fetching Qwen3 4B, ")
    QTest.mouseClick(status.fetching, LEFT)
    assert window.preferences.tabs.current == "models"
    window.preferences.reject()
    qtbot.waitUntil(status.fetching.isHidden, timeout=LONG)
    assert models.state(model).kind == "here"


def test_the_render_card_tells_what_a_model_holds_and_nothing_for_the_bundled_one(
    qtbot, window, tmp_path: Path
) -> None:
    card = window.card
    QTest.mouseClick(window.header.render_film, LEFT)
    assert card.lines["Memory"].isHidden()
    card.hide()
    place = tmp_path / "FLUX.2-klein-4B"
    index = '{"transformer": ["diffusers", "Flux2Transformer2DModel"]}'
    for name, text in (
        ("model_index.json", index),
        ("transformer/config.json", "{}"),
        ("transformer/diffusion_pytorch_model.safetensors", "w"),
    ):
        (place / name).parent.mkdir(parents=True, exist_ok=True)
        (place / name).write_text(text)
    settings.save(settings.Settings(links=(str(tmp_path),), family="flux2-klein-4b"))
    QTest.mouseClick(window.header.render_film, LEFT)
    assert card.lines["Memory"].isVisible()
    assert card.facts["Memory"].text().endswith(("of memory", "of the GPU"))
    assert card.notes["Memory"].text() in FITS.values()
    QTest.mouseClick(card.rows["layout"], LEFT)
    assert card.lines["Memory"].isHidden()
    qtbot.waitUntil(lambda: len(card._estimates) == 3, timeout=LONG)
    frames = card._estimates["final"].bytes
    settings.save(settings.Settings())
    card.choose_scope("Film")
    qtbot.waitUntil(lambda: len(card._estimates) == 3, timeout=LONG)
    assert frames > 5 * card._estimates["final"].bytes
