"""What a repair returns: the text, one `Edit` for each span changed, and a verdict.

All of these are immutable values. Offsets count code points; `Edit.start`/`end` refer to the text before,
`Edit.new_start`/`new_end` to the text after, so that either can be mapped to the other.
"""

from __future__ import annotations

import enum
from collections.abc import Sequence
from dataclasses import dataclass


class Verdict(enum.StrEnum):
    """What became of a text as a whole, or of one span."""

    CLEAN = "clean"
    REPAIRED = "repaired"
    PARTLY_REPAIRED = "partly repaired"
    """Holes are left where bytes were lost."""
    UNRECOVERABLE = "unrecoverable"
    """Known for what it is (锟斤拷), with nothing left to decode."""
    DOUBTFUL = "doubtful"
    """Looks garbled; no explanation is sure enough to act on. Left as it was."""


@dataclass(frozen=True, slots=True)
class Hole:
    """A place where bytes were lost.

    `offset` counts code points from the start of `Edit.after`. `filled` is the text put there (U+FFFD where the
    hole was left), `posterior` its probability, `runners_up` the next best fillings with theirs.
    """

    offset: int
    filled: str
    posterior: float
    runners_up: tuple[tuple[str, float], ...] = ()


@dataclass(frozen=True, slots=True)
class Edit:
    """One span that a repair changes (or, among `Repair.doubts`, would have changed).

    `chain` is the damage undone, written as it happened (`utf-8>cp936`). `log_odds` compares this explanation
    with "nothing is wrong" in nats; `confidence` is the probability, between 0 and 1, that the edit is right, as
    fitted to edits that were judged (`repair/confidence.py`).
    """

    start: int
    end: int
    new_start: int
    new_end: int
    before: str
    after: str
    chain: str
    log_odds: float
    confidence: float
    holes: tuple[Hole, ...] = ()
    verdict: Verdict = Verdict.REPAIRED
    proof: str = ""
    """What `chain` turns into `before`: `after`, with the likeliest characters in the holes that were left."""
    source: str = ""
    """Where `after` was found, if it was not worked out: a commit, shortened, or "the index"."""
    artefacts: tuple[str, ...] = ()
    """What was put right here that no decoder did: `compat`, `shifted bytes`, `pinyin`, `zhuyin`, `script`,
    `punctuation`.

    Where nothing else was, `chain` has these names, too, and there is no `proof`. Where a chain was undone besides,
    the artefacts were there before it: `proof` is the text with them.
    """


@dataclass(frozen=True, slots=True)
class Repair:
    """The outcome of `repair_text`. `text` is the very object passed in where nothing was changed."""

    text: str
    edits: tuple[Edit, ...] = ()
    verdict: Verdict = Verdict.CLEAN
    doubts: tuple[Edit, ...] = ()
    """Spans that look garbled and were left as they are: verdict `doubtful` or `unrecoverable`."""


@dataclass(frozen=True, slots=True)
class BytesRepair:
    """The outcome of `repair_bytes`.

    `data` is the very object passed in where nothing was changed, otherwise `text` in `encoding` with the byte
    order mark the input had. `binary` is true where the input is not text at all and was left alone.
    """

    data: bytes
    text: str
    encoding: str
    edits: tuple[Edit, ...] = ()
    verdict: Verdict = Verdict.CLEAN
    doubts: tuple[Edit, ...] = ()
    bom: bytes = b""
    binary: bool = False


@dataclass(frozen=True, slots=True)
class Candidate:
    """One explanation of a text: what was written (`text`), the damage (`chain`, empty for none), and its scores.

    `log_prob` is `log P(text) + log P(chain)` in nats, `log_odds` its distance to "nothing is wrong",
    `probability` its share among all the candidates tried, `language` the model that explains it best.
    """

    text: str
    chain: str
    log_prob: float
    log_odds: float
    probability: float
    language: str


def text_before(text: str, edits: Sequence[Edit]) -> str:
    """Undo `edits` in the repaired `text`: what it was repaired from."""
    parts: list[str] = []
    done = 0
    for edit in edits:
        parts += text[done : edit.new_start], edit.before
        done = edit.new_end
    return "".join((*parts, text[done:])) if edits else text
