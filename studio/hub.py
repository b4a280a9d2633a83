"""The Hugging Face Hub: what a repository holds, and the bytes of a file, over plain HTTP.

The Hub's own client begins a file again after every kill and compares sizes only, so both are asked
for here. Two kinds of trouble: a StudioError tells the person what to do; ``Hindered`` may pass if
one waits.
"""

from __future__ import annotations

import http.client
import json
import os
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Mapping
from dataclasses import dataclass
from email.message import Message
from pathlib import Path
from typing import IO, Any

from studio.errors import StudioError

HOME = "https://huggingface.co"
PATIENCE = 30.0  # seconds without a byte
LONGEST = 64_000_000  # bytes of a listing that is read at most
MOST_WAIT = 120.0  # seconds that the Hub may ask to wait before we tell the person instead
FALLS = (ConnectionError, TimeoutError, http.client.HTTPException)


class Hindered(Exception):  # noqa: N818 - it may pass
    """The network or the Hub does not answer well now. ``wait``: seconds that the Hub asks for."""

    def __init__(self, why: str, wait: float = 0.0) -> None:
        super().__init__(why)
        self.wait = wait


class NoSuchCommit(StudioError):  # noqa: N818 - the newest may serve
    """A repository does not have the commit, or the file at it, that was asked for."""


@dataclass(frozen=True)
class File:
    """A file of a repository: its length and its hash, SHA-256, or for small ones git's SHA-1."""

    path: str
    bytes: int
    hash: str


@dataclass(frozen=True)
class Listing:
    """What a repository holds at a commit. ``licence`` is the word on its page, "" without."""

    repo: str
    commit: str
    files: tuple[File, ...]
    licence: str = ""


def page(repo: str) -> str:
    """Where a person reads about a repository."""
    return f"{_endpoint()}/{repo}"


def address(repo: str, commit: str, path: str) -> str:
    """Where a file's bytes are."""
    return f"{_endpoint()}/{repo}/resolve/{commit}/{urllib.parse.quote(path)}"


def listing(repo: str, commit: str = "main") -> Listing:
    """All files of a repository at a commit or branch. Raises StudioError, Hindered."""
    url = f"{_endpoint()}/api/models/{repo}/revision/{urllib.parse.quote(commit)}?blobs=true"
    with ask(repo, url) as answer:
        try:
            text = answer.read(LONGEST)
        except FALLS as fault:
            raise Hindered(reason(fault)) from fault
    try:
        told = json.loads(text)
        files = tuple(_file(row) for row in told["siblings"])
        found = Listing(repo, str(told["sha"]), files, _licence(told))
    except (ValueError, KeyError, TypeError, RecursionError) as fault:
        raise StudioError(
            f"What answers for the Hub at {_endpoint()} does not speak as the Hub does. "
            "Look whether a login page of the network stands between, then try again."
        ) from fault
    if len(found.commit) != 40 or not _is_hex(found.commit):
        raise StudioError(f"The Hub names no commit of {repo}, so that it could not be pinned.")
    return found


def ask(repo: str, url: str, start: int = 0) -> http.client.HTTPResponse:
    """Open an address of the Hub, from a byte on. Raises StudioError, Hindered."""
    if os.environ.get("HF_HUB_OFFLINE", "").casefold() in ("1", "true", "yes", "on"):
        raise StudioError(
            "HF_HUB_OFFLINE is set, so nothing is fetched. Unset it, or link a folder that has the "
            "model already: longtake models folder FOLDER --link."
        )
    headers = {"Accept-Encoding": "identity", "User-Agent": "longtake"}
    if start:
        headers["Range"] = f"bytes={start}-"
    secret = token()
    if secret:
        headers["Authorization"] = f"Bearer {secret}"
    request = urllib.request.Request(url, headers=headers)
    try:
        answer: http.client.HTTPResponse = _OPENER.open(request, timeout=PATIENCE)
    except urllib.error.HTTPError as fault:
        with fault:
            _refuse(repo, fault, bool(secret))
        raise AssertionError from fault
    except urllib.error.URLError as fault:
        raise Hindered(reason(fault.reason)) from fault
    except FALLS as fault:
        raise Hindered(reason(fault)) from fault
    return answer


def token() -> str:
    """The person's token: of the environment, else of the Hub's own login; "" without one."""
    for name in ("HF_TOKEN", "HUGGING_FACE_HUB_TOKEN"):
        if told := os.environ.get(name, "").strip():
            return told
    kept = os.environ.get("HF_TOKEN_PATH")
    try:
        return (Path(kept) if kept else home() / "token").read_text("utf-8").strip()
    except (OSError, UnicodeDecodeError):
        return ""


def home() -> Path:
    """The folder that the Hub's programs share."""
    if told := os.environ.get("HF_HOME"):
        return Path(told).expanduser()
    cache = os.environ.get("XDG_CACHE_HOME")
    return (Path(cache) if cache else Path.home() / ".cache") / "huggingface"


def shared_cache() -> Path:
    """Where the Hub's programs keep what they fetched."""
    told = os.environ.get("HF_HUB_CACHE") or os.environ.get("HUGGINGFACE_HUB_CACHE")
    return Path(told).expanduser() if told else home() / "hub"


def _endpoint() -> str:
    return (os.environ.get("HF_ENDPOINT") or HOME).rstrip("/")


def _file(row: Mapping[str, Any]) -> File:
    """Raises ValueError for a hash that is none: files are named by it."""
    large = row.get("lfs") or {}
    found = File(
        str(row["rfilename"]),
        int(large.get("size") or row["size"]),
        str(large.get("sha256") or row["blobId"]),
    )
    if len(found.hash) not in (40, 64) or not _is_hex(found.hash) or found.bytes < 0:
        raise ValueError(found.path)
    return found


def _is_hex(word: str) -> bool:
    return set(word) <= set("0123456789abcdef")


def _licence(told: Mapping[str, Any]) -> str:
    card = told.get("cardData")
    word = card.get("license_name") or card.get("license") if isinstance(card, dict) else ""
    return str(word or "")


class _Redirects(urllib.request.HTTPRedirectHandler):
    """The token is for the Hub: another computer that it sends us to does not get it."""

    def redirect_request(
        self,
        req: urllib.request.Request,
        fp: IO[bytes],
        code: int,
        msg: str,
        headers: Message,  # type: ignore[override]
        newurl: str,
    ) -> urllib.request.Request | None:
        found = super().redirect_request(req, fp, code, msg, headers, newurl)  # type: ignore[arg-type]
        if found is not None and found.host != req.host:
            found.remove_header("Authorization")
        return found


_OPENER = urllib.request.build_opener(_Redirects)


# Refusals ----------------------------------------------------------------------------------------


def _refuse(repo: str, fault: urllib.error.HTTPError, known: bool) -> None:
    """Say what a status means: always raises."""
    code, kind = fault.code, fault.headers.get("X-Error-Code", "")
    if code in (408, 429) or code >= 500:
        wait = _wait(fault.headers.get("Retry-After", ""))
        if wait > MOST_WAIT:
            raise StudioError(
                f"The Hub is asked too often from here and wants {wait / 60:.0f} minutes of "
                "quiet. What came is kept; fetch again after that."
            )
        why = "it is asked too often from here" if code == 429 else f"it answers {code}"
        raise Hindered(why, wait)
    if code == 416:
        raise Hindered("it has no more of this file")
    if kind == "GatedRepo" or code == 403:
        raise StudioError(_gated(repo, known))
    if kind in ("EntryNotFound", "RevisionNotFound") or (code == 404 and kind != "RepoNotFound"):
        raise NoSuchCommit(
            f"{repo} does not hold what Longtake asked for any more. Look at {page(repo)}, or "
            "choose another model."
        )
    if code == 401 and known and kind != "RepoNotFound":
        raise StudioError(
            "The Hub does not take your token. Log in again with `hf auth login`, or correct "
            "HF_TOKEN, then fetch again."
        )
    if code in (401, 404):
        raise StudioError(
            f"The Hub shows no {repo}: it is gone, or private. If you may see it, log in with "
            "`hf auth login` or set HF_TOKEN, then fetch again."
        )
    raise StudioError(f"The Hub refused {repo} with status {code}. Look at {page(repo)}.")


def _gated(repo: str, known: bool) -> str:
    log_in = "" if known else "log in here with `hf auth login` (or set HF_TOKEN), "
    whose = " with the account that you are logged in with here" if known else ""
    return (
        f"{repo} is given to people who accepted its licence: open {page(repo)}, accept it{whose}, "
        f"{log_in}then fetch again."
    )


def _wait(told: str) -> float:
    return float(told) if told.strip().isdigit() else 0.0


def reason(fault: object) -> str:
    """Why the network failed, in a few words."""
    if isinstance(fault, TimeoutError):
        return "nothing came for a while"
    if isinstance(fault, http.client.HTTPException | ConnectionError):
        return "the connection was closed"
    told = getattr(fault, "strerror", None) or str(fault)
    return str(told).rstrip(".") or "the network failed"
