"""The props: weights, puppets, places, words, scripts, fonts. Read by all, imports nobody."""

from pathlib import Path

ROOT = Path(__file__).parent


def path(name: str) -> Path:
    """Where the bundled file or folder ``name`` lies ("puppets.toml", "scripts/short.fountain").

    Raises FileNotFoundError with the name when this installation lacks it.
    """
    found = ROOT / name
    if not found.exists():
        raise FileNotFoundError(
            f"This installation of Longtake lacks its file {name!r}; install it again."
        )
    return found
