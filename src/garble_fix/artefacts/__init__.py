"""Artefacts: damage that no decoder made. Each kind is a pure function of the text, with a switch of its own."""

from garble_fix.artefacts.mend import ORDER, Patch, mend
from garble_fix.artefacts.settings import DEFAULT, NONE, PROFILES, Artefacts

__all__ = ["DEFAULT", "NONE", "ORDER", "PROFILES", "Artefacts", "Patch", "mend"]
