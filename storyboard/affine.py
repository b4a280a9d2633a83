"""Affine maps of the plane, as six numbers: x' = a x + b y + c, y' = d x + e y + f."""

from __future__ import annotations

import math

Point = tuple[float, float]
Affine = tuple[float, float, float, float, float, float]

IDENTITY: Affine = (1.0, 0.0, 0.0, 0.0, 1.0, 0.0)


def mul(m: Affine, n: Affine) -> Affine:
    """First ``n``, then ``m``."""
    a, b, c, d, e, f = m
    A, B, C, D, E, F = n
    return (
        a * A + b * D,
        a * B + b * E,
        a * C + b * F + c,
        d * A + e * D,
        d * B + e * E,
        d * C + e * F + f,
    )


def shift(x: float, y: float) -> Affine:
    return (1.0, 0.0, x, 0.0, 1.0, y)


def scale(x: float, y: float | None = None) -> Affine:
    return (x, 0.0, 0.0, 0.0, x if y is None else y, 0.0)


def about(x: float, y: float, degrees: float = 0.0, sx: float = 1.0, sy: float = 1.0) -> Affine:
    """Turn and stretch about a pivot; a positive angle swings a hanging limb forward (to the
    right).
    """
    turn = -math.radians(degrees)
    c, s = math.cos(turn), math.sin(turn)
    a, b, d, e = c * sx, -s * sy, s * sx, c * sy
    return (a, b, x - a * x - b * y, d, e, y - d * x - e * y)


def put(m: Affine, p: Point) -> Point:
    return m[0] * p[0] + m[1] * p[1] + m[2], m[3] * p[0] + m[4] * p[1] + m[5]


def invert(m: Affine) -> Affine:
    """Raises ZeroDivisionError for a map that flattens the plane."""
    a, b, c, d, e, f = m
    k = a * e - b * d
    A, B, D, E = e / k, -b / k, -d / k, a / k
    return (A, B, -(A * c + B * f), D, E, -(D * c + E * f))


def size(m: Affine) -> float:
    """How many times larger lengths become, on the mean."""
    return math.sqrt(abs(m[0] * m[4] - m[1] * m[3]))
