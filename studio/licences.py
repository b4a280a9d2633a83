"""Licences of models: read and accepted by the person before anything is fetched, and noted."""

from __future__ import annotations

import json
import os
import time
from pathlib import Path
from typing import Any

from studio import hub, settings
from studio.catalogue import Model
from studio.errors import StudioError


class LicenceNotAccepted(StudioError):  # noqa: N818 - a state that the person can end
    """The person has not said yes to a model's licence."""


def file() -> Path:
    """Where it is noted who was accepted, and when."""
    return settings.data_folder() / "licences.json"


def terms(model: Model) -> str:
    """Where the licence can be read."""
    return model.licence.terms or hub.page(model.parts["model"].repo)


def told(model: Model) -> str:
    """What a person should know of a licence before they accept it: one or two sentences."""
    name, use = model.licence.name, model.licence.commercial
    said = {"yes": "Commercial use is allowed.", "no": "It does not allow commercial use."}
    return f"{model.title} is under {name}. {said.get(use, f'Commercial use: {use}.')}"


def accepted(model: Model) -> str:
    """When this licence of this model was accepted; "" when it was not."""
    row = _rows().get(model.name, {})
    same = isinstance(row, dict) and row.get("licence") == model.licence.name
    return str(row.get("accepted", "")) if same else ""


def accept(model: Model) -> None:
    """Note that the person accepts it, with what and when. Raises StudioError."""
    noted = {
        "licence": model.licence.name,
        "terms": terms(model),
        "accepted": time.strftime("%Y-%m-%dT%H:%M:%S%z"),
    }
    part = file().with_name(".licences.part")
    try:
        file().parent.mkdir(parents=True, exist_ok=True)
        part.write_text(json.dumps({**_rows(), model.name: noted}, indent=1), "utf-8")
        os.replace(part, file())
    except OSError as fault:
        raise StudioError(
            f"It could not be noted in {file()} that you accept: {fault.strerror}."
        ) from fault


def check(model: Model) -> None:
    """Raise LicenceNotAccepted when the person has not accepted this licence."""
    if not accepted(model):
        raise LicenceNotAccepted(
            f"{told(model)} Read it at {terms(model)} and accept it first: "
            f"longtake models pull {model.name} --accept-licence."
        )


def _rows() -> dict[str, Any]:
    try:
        found = json.loads(file().read_text("utf-8"))
    except (OSError, ValueError, RecursionError):
        return {}
    return found if isinstance(found, dict) else {}
