"""What detection returns: an encoding, how sure it is, and what else was weighed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

BINARY: Final = "binary"
"""The `encoding` of data that is no text."""


@dataclass(frozen=True, slots=True)
class DetectionCandidate:
    """One reading of the bytes.

    `confidence` is its posterior probability (0 to 1) among all readings tried, `language` the model that
    explains it best (`zh-Hans`, `zh-Hant`, `ja`, `ko`, or `xx` for the alphabets), `log_prob` is `log P(text)
    + log P(page)` of the sample that was read, in nats. `same` are further pages that read that sample alike,
    the commonest first.
    """

    encoding: str
    confidence: float
    language: str
    log_prob: float
    same: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ForeignLine:
    """A line in another encoding than the file: bytes `start:end`, counted from after the byte order mark.

    `log_odds` compares its own encoding with that of the file, in nats.
    """

    start: int
    end: int
    encoding: str
    log_odds: float


@dataclass(frozen=True, slots=True)
class Detection:
    """The outcome of `detect`.

    `encoding` is the name of a code page of `garble_fix.codepages`, one of `ascii`, `utf-16-le`, `utf-16-be`,
    `utf-32-le`, `utf-32-be`, `iso-2022-jp`, `iso-2022-kr`, `hz`, or `binary`. `confidence` is the probability
    (0 to 1) that the reading is right. `bom` is the byte order mark at the start of the data, which is no
    part of the text. `candidates` are the readings that were compared, likeliest first; there are none where
    nothing had to be compared. `why` says in a few words what decided.
    """

    encoding: str
    confidence: float
    language: str = ""
    candidates: tuple[DetectionCandidate, ...] = ()
    bom: bytes = b""
    why: str = ""
    foreign: tuple[ForeignLine, ...] = ()
    """Lines that are in another encoding than the others."""
