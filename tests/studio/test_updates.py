"""Updates: the old model serves until the newer one is whole; who changes their mind goes back."""

from __future__ import annotations

from pathlib import Path

import pytest

from studio import catalogue, licences, models, pull_notes, settings, updates
from studio.errors import StudioError
from tests.studio.loopback_hub import BODY, REPO, Hub, Trouble

NAME = "somebody/model/fine.gguf"
NEWER = b"new" + BODY


@pytest.fixture
def file(hub: Hub) -> Path:
    """The director's file, fetched and in use; the hub has a newer one since."""
    model = catalogue.find(NAME)
    licences.accept(model)
    models.pull(NAME)
    found = models.place(model)
    assert found is not None
    settings.save(settings.Settings(director=str(found)))
    hub.main, hub.files[REPO] = "d" * 40, {"fine.gguf": NEWER}
    return found


def stopped(hub: Hub, after: int = 1_000_000) -> None:
    """An update that is stopped in the middle."""
    hub.troubles.append(Trouble("fine.gguf", 1, cut=after + 500_000))

    def stop(done: int, of: int, note: str) -> None:
        if done > after:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        updates.update(NAME, stop)


def test_an_update_tells_from_where_to_where_it_went_and_the_settings_follow(
    hub: Hub, file: Path
) -> None:
    first = models.state(catalogue.find(NAME)).commit
    said = updates.update(NAME)
    assert f"went from commit {first[:7]} to {'d' * 7}." in said
    newer = models.place(catalogue.find(NAME))
    assert newer is not None
    assert newer.read_bytes() == NEWER
    assert settings.load().director == str(newer)
    assert not file.exists()
    assert f"is the newest that there is, at commit {'d' * 7}." in updates.update(NAME)


def test_who_goes_back_from_an_update_has_the_old_model_and_nothing_else(
    hub: Hub, file: Path
) -> None:
    model = catalogue.find(NAME)
    before = sorted(path for path in models.folder().rglob("*") if path.is_file())
    stopped(hub)
    state = models.state(model)
    assert (state.kind, state.have) == ("here", len(BODY))
    assert state.newer is not None
    assert 0 < state.newer[0] < state.newer[1] == len(NEWER)
    assert updates.stay(NAME) > 0
    assert models.state(model).newer is None
    assert sorted(path for path in models.folder().rglob("*") if path.is_file()) == before
    assert "is whole" in models.check(NAME)
    assert settings.load().director == str(file)
    assert updates.stay(NAME) == 0
    updates.update(NAME)
    assert models.place(model) != file


def test_an_update_that_had_come_to_its_end_is_not_gone_back_from(
    hub: Hub, file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    model = catalogue.find(NAME)

    def killed(*told: object) -> int:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(models, "let_go", killed)
        with pytest.raises(KeyboardInterrupt):
            updates.update(NAME)
    newer = models.place(model)
    assert newer is not None
    assert newer.read_bytes() == NEWER
    updates.stay(NAME)
    assert models.place(model) == newer
    assert not file.exists()
    assert pull_notes.before(model) == []
    assert settings.load().director == str(newer)


def test_what_longtake_did_not_fetch_is_not_updated(hub: Hub, tmp_path: Path) -> None:
    with pytest.raises(StudioError, match=r"not on this machine\. Fetch it first"):
        updates.update(NAME)
    (tmp_path / "fine.gguf").write_bytes(BODY)
    settings.save(settings.Settings(links=(str(tmp_path),)))
    assert models.state(catalogue.find(NAME)).foreign
    with pytest.raises(StudioError, match=r"did not put it\. Update it there"):
        updates.update(NAME)
