"""Damage that lost bytes: a lattice of what the bytes may have been, and the search for the likeliest text in it."""

from garble_fix.search.lattice.around import Surroundings
from garble_fix.search.lattice.doubt import doubted
from garble_fix.search.lattice.habits import Habits
from garble_fix.search.lattice.reading import fitting, known, loses, manners, read
from garble_fix.search.lattice.seen import Seen
from garble_fix.search.lattice.structure import ODD_SPACE, ODD_SPACES, floor

__all__ = [
    "ODD_SPACE",
    "ODD_SPACES",
    "Habits",
    "Seen",
    "Surroundings",
    "doubted",
    "fitting",
    "floor",
    "known",
    "loses",
    "manners",
    "read",
]
