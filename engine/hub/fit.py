"""Fit: the sizes and frame counts that a checkpoint can really make."""

from __future__ import annotations

import math

from engine.hub.card import HubCard

SHORT = 0.7  # of the native pixels, at least: less and it draws worse
CLOSE = 0.004  # of the aspect, that nobody sees


def size(card: HubCard, aspect: float) -> tuple[int, int]:
    """Width and height in whole multiples: the film's ``aspect`` as near as can be, about as many
    pixels as the native size that is nearest to it.
    """
    step = card.size.multiple
    native = min(card.size.native, key=lambda one: abs(math.log(one[0] / one[1] / aspect)))
    room = native[0] * native[1]
    fits = []
    for high in range(step, int(math.sqrt(room / aspect) * 1.05) + step, step):
        wide = max(step, round(high * aspect / step) * step)
        if SHORT * room <= wide * high <= 1.02 * room:
            off = abs(math.log(wide / high / aspect))
            fits.append((off > CLOSE, off if off > CLOSE else 0.0, -wide * high, (wide, high)))
    return min(fits)[-1] if fits else native


def frames(card: HubCard, wanted: int) -> int:
    """The smallest count of its rule that holds ``wanted`` frames, or its most."""
    rule = card.frames
    least = max(wanted, rule.least)
    count = rule.plus + rule.step * max(0, math.ceil((least - rule.plus) / rule.step))
    if count > rule.most:
        count = rule.plus + rule.step * ((rule.most - rule.plus) // rule.step)
    return count
