"""What asked work is called, and how long it still takes, as words."""

from __future__ import annotations

from studio.jobs import Job, Order
from ui.film import Film

KINDS = {"layout": "Animatic", "keyframes": "Keyframes", "final": "Final"}


def span(seconds: float) -> str:
    """A time for the eye: seconds under a minute, tens under five, then minutes."""
    if seconds < 60:
        return f"{max(1, round(seconds))} s"
    if seconds < 300:
        tens = round(seconds / 10) * 10
        return f"{tens // 60} min {tens % 60} s" if tens % 60 else f"{tens // 60} min"
    return f"{round(seconds / 60)} min"


def what(film: Film, order: Order) -> str:
    """Which shots or scenes: "2C", "Scene 2", "3A–3C", "Film"."""
    if order.kind == "plan":
        return scenes(film, order.what.get("scenes", ()))
    return shots(film, order.what.get("asked", order.what.get("shots", ())))


def scenes(film: Film, ids: object) -> str:
    asked = set(ids) if isinstance(ids, list | tuple) else set()
    row = [scene.id for scene in film.board.scenes if scene.id in asked]
    if len(row) == 1:
        return f"Scene {film.labels[row[0]]}"
    return "Film" if len(row) == len(film.board.scenes) else f"{len(row)} scenes"


def shots(film: Film, ids: object) -> str:
    """What these shots are together."""
    asked = set(ids) if isinstance(ids, list | tuple) else set()
    row = [id for id in film.shots if id in asked]
    if not row:
        return "Shots that are gone"
    if len(row) == 1:
        return film.labels[row[0]]
    if len(row) == len(film.shots):
        return "Film"
    for scene in film.board.scenes:
        if row == [shot.id for shot in scene.shots]:
            return f"Scene {film.labels[scene.id]}"
    every = list(film.shots)
    first = every.index(row[0])
    if every[first : first + len(row)] == row:
        return f"{film.labels[row[0]]}–{film.labels[row[-1]]}"
    return f"{len(row)} shots"


def kind(order: Order) -> str:
    """To which level, or that it is planned."""
    if order.kind == "plan":
        return "Plan"
    return KINDS.get(str(order.what.get("level")), "Final")


def running(film: Film, order: Order) -> list[Job]:
    """The jobs of this order that stages are at now; what waits there is not among them."""
    return [job for job in film.running.values() if job.order_id == order.id and job.unit]


def progress(film: Film, order: Order) -> str:
    """The unit of work: "window 3 of 6, step 14 of 24"."""
    if not order.of:
        if film.troupe and film.troupe.is_joining and order.kind != "plan":
            return "joining the cluster"
        if lacks_cluster(film, order):
            return "waits for the cluster"
        return "getting ready" if order.state == "running" else ""
    unit = "scene" if order.kind == "plan" else "window"
    jobs = running(film, order)
    first, last = order.done + 1, min(order.done + len(jobs), order.of)
    if first < last:
        return f"{unit}s {first}–{last} of {order.of}"
    parts = [f"{unit} {min(first, order.of)} of {order.of}"]
    if jobs and jobs[0].unit == "step" and jobs[0].of:
        parts.append(f"step {jobs[0].done} of {jobs[0].of}")
    return ", ".join(parts)


def lacks_cluster(film: Film, order: Order) -> str:
    """Why it waits for a cluster that cannot be joined, as a sentence."""
    return film.troupe.lacks(order.kind) if film.troupe else ""


def left(film: Film, order: Order) -> tuple[float, bool] | None:
    """Seconds at the pace of this order so far, and whether the pace is sure; None before one."""
    pace = film.paces.get(order.id)
    seconds = pace.left(order) if pace else None
    return None if seconds is None or pace is None else (seconds, pace.is_sure)


def left_said(film: Film, order: Order) -> str:
    found = left(film, order)
    return f"{'' if found[1] else 'about '}{span(found[0])} left" if found else ""
