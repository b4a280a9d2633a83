"""Processes of the window's own: each begins with the house in its reach, and ends when told."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QObject, QProcess, QProcessEnvironment

from studio import settings

GRACE = 2000  # milliseconds that a child has to end


def child(parent: QObject, log: str = "", *, longer: bool = False) -> QProcess:
    """A process that is still to be started. What it writes for a developer goes to ``log`` in the
    data folder, after what is there where the log grows ``longer``; nowhere without a name.
    """
    process = QProcess(parent)
    ours = QProcessEnvironment.systemEnvironment()
    ours.insert("PYTHONPATH", str(Path(__file__).resolve().parent.parent))
    process.setProcessEnvironment(ours)
    mode = QProcess.OpenModeFlag.Append if longer else QProcess.OpenModeFlag.Truncate
    process.setStandardErrorFile(_log(log) if log else QProcess.nullDevice(), mode)
    return process


def end(process: QProcess, *, gently: bool = False) -> None:
    """Nobody listens to it any more: it is killed, or first asked to go where it is to end
    ``gently`` and clear up after itself.
    """
    process.blockSignals(True)
    if gently:
        process.terminate()
    if not gently or not process.waitForFinished(GRACE):
        process.kill()
        process.waitForFinished(GRACE)
    process.deleteLater()


def _log(name: str) -> str:
    """Where a log can be written; nowhere when no file can be."""
    folder = settings.data_folder()
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError:
        return QProcess.nullDevice()
    return str(folder / name)
