"""What else there is in a text: artefacts that nobody asked to put right, and brackets that may be meant."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from garble_fix.artefacts import han
from garble_fix.artefacts.compat import compatible
from garble_fix.artefacts.finding import Finding
from garble_fix.artefacts.glosses import OVERWHELMING, glosses
from garble_fix.artefacts.punctuation import flattened
from garble_fix.artefacts.script import convert
from garble_fix.artefacts.settings import Artefacts
from garble_fix.artefacts.shifted import shifted


@dataclass(frozen=True, slots=True)
class Notice:
    """`count` places in a text are artefacts of one kind, and were left; `first` is one of them.

    `switch` is the option that puts them right; empty where there is none, since they may be meant.
    """

    artefact: str
    count: int
    first: Finding
    switch: str


def survey(text: str, artefacts: Artefacts) -> Iterator[Notice]:
    """Tell what is left in `text` where `artefacts` are put right; of scripts only if OpenCC is there to ask."""
    readings = glosses(text)
    meant = [each for each in readings if each.log_odds < OVERWHELMING]
    for kind in dict.fromkeys(each.artefact for each in meant):
        yield from _notice([each for each in meant if each.artefact == kind], "")
    if not artefacts.pinyin:
        yield from _notice([each for each in readings if each.log_odds >= OVERWHELMING], "--pinyin")
    if not artefacts.shifted:
        yield from _notice(shifted(text), "--shifted")
    if not artefacts.compat:
        yield from _notice(compatible(text), "--compat")
    if artefacts.script == "keep" and han.installed():
        yield from _notice(convert(text, "auto"), "--script auto")
    if not artefacts.punctuation:
        yield from _notice(flattened(text), "--punctuation")


def _notice(found: Sequence[Finding], switch: str) -> Iterator[Notice]:
    if found:
        yield Notice(found[0].artefact, len(found), found[0], switch)
