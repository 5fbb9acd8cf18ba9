"""What is known of a line beyond what was lost in it: its surroundings, and the languages that it may be in."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Final

import numpy as np

from garble_fix.language import LANGUAGES
from garble_fix.search.lattice.habits import Habits
from garble_fix.search.lattice.seen import Seen
from garble_fix.search.lattice.windows import Floats

_FOREIGN: Final = -25.0
"""log P, in nats, at least given to each language of a line."""

_SPOKEN: Final = {"cp932": "ja", "cp936": "zh-Hans", "ms936": "zh-Hans", "cp949": "ko", "cp950": "zh-Hant"}
_ELSEWHERE: Final = -2.0
"""The language of the machines of each page, and nats by which any other is less likely there."""

SPACED: Final = ("ko", "xx")
"""Languages with spaces between words and the punctuation of ASCII."""

_CRLF: Final = -1.5
"""log P that a text that shows no CR had CR LF before its line ends were changed; nats."""


@dataclass(frozen=True)
class Surroundings:
    """What is known beyond the line itself.

    `follow` are the characters that follow it (none at the end of the text), `crlf` is log P that its lines ended in
    CR LF, nats, `returns` whether they do. Of the text as a whole, `habits` say what it has behind characters beyond
    ASCII, and `seen` what is sound of it.
    """

    follow: str = "\n"
    crlf: float = _CRLF
    returns: bool = False
    habits: Habits = field(default_factory=Habits)
    seen: Seen | None = None


def locale(page: str) -> Floats:
    """log P of each language of what is read as this page on the machines whose page it is, but for a constant."""
    spoken = _SPOKEN.get(page)
    return np.array([0.0 if spoken in (None, name) else _ELSEWHERE for name in LANGUAGES], np.float32)


def log_shares(scores: Floats) -> Floats:
    """log P of each language of a text, given that of the text in each; nats."""
    relative = np.maximum(scores - scores.max(), _FOREIGN)
    shares: Floats = (relative - np.log(np.exp(relative).sum())).astype(np.float32)
    return shares
