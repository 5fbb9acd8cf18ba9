"""From the characters that were found in a lattice to a reading that lines up with the damaged text."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import numpy as np
import numpy.typing as npt

from garble_fix.channels import Chain
from garble_fix.search.alignment import Alignment, Filling, Offsets, assemble, placed
from garble_fix.search.lattice.around import Surroundings
from garble_fix.search.lattice.posterior import calibrated, crowding, rivals
from garble_fix.search.lattice.slots import Slot


def aligned(
    text: str,
    chain: Chain,
    before_ends: Offsets,
    reading: str,
    after_ends: Offsets,
    found: list[tuple[int, Slot]],
    around: Surroundings,
) -> Alignment | None:
    """`text` and its `reading` cut wherever both have an end at the same place; `found` are the characters put."""
    _, before_index, after_index = np.intersect1d(
        before_ends, after_ends, assume_unique=False, return_indices=True
    )
    before_cuts = np.concatenate([[0], before_index + 1])
    after_cuts = np.concatenate([[0], after_index + 1])
    if before_cuts[-1] != len(text) or after_cuts[-1] != len(reading):
        return None
    bad = np.concatenate(
        [[0], np.cumsum([char == "\ufffd" or "\udc80" <= char < "\ue000" for char in reading])]
    )
    unread = np.diff(bad[after_cuts]) > 0
    whole = assemble(chain, text, reading, reading, before_cuts, after_cuts, unread)
    if whole is None:
        return None
    return replace(whole, holes=tuple(_fillings(whole, after_cuts, unread, found, around)))


def _fillings(
    whole: Alignment,
    cuts: Offsets,
    unread: npt.NDArray[np.bool_],
    found: list[tuple[int, Slot]],
    around: Surroundings,
) -> Iterator[Filling]:
    """The characters found, by where they stand in the text after; those of blocks that stayed unread left out."""
    indices = [index for index, _ in found]
    places = placed(whole, cuts, unread, indices)
    for place, lost, (_, slot) in zip(places, crowding(indices), found, strict=True):
        if place is None:
            continue
        shown = "" if slot.char == "\r" and not around.returns else slot.char
        posterior = calibrated(slot.char, slot.posterior, lost)
        yield Filling(place, shown, posterior, rivals(slot.posterior, posterior, slot.runners_up))
