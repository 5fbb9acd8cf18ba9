"""What sure repairs say about the rest of a text: it is nearly always damaged by one chain, in one accident."""

from __future__ import annotations

import math
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final

from garble_fix.channels import Chain
from garble_fix.channels.registry import chain_log_prior
from garble_fix.search.explain import Explanation

PROVED: Final = 20.0
"""Log-odds, in nats, summed over a text, from which a chain counts as proved for that text."""


Pages = tuple[tuple[str, str], ...]
"""The page that text was stored in and the one it was read as, of each layer."""


@dataclass
class Evidence:
    """What sure repairs elsewhere in the text say about how it was damaged: nats in favour of each chain."""

    gains: dict[Chain, float] = field(default_factory=dict)
    mended: Sequence[tuple[int, int]] = ()
    """Where earlier repairs stand, in code points: starts and ends, in order."""

    def add(self, explanation: Explanation) -> None:
        """Take a repair into account."""
        self.gains[explanation.chain] = self.gains.get(explanation.chain, 0.0) + explanation.log_odds

    @property
    def proved(self) -> list[Chain]:
        """The chains that are as good as certain, the surest first."""
        sure = [chain for chain, gain in self.gains.items() if gain >= PROVED]
        return sorted(sure, key=lambda chain: -self.gains[chain])

    def without(self, explanation: Explanation | None) -> Evidence:
        """The evidence of the rest of the text: a line is not its own witness."""
        if explanation is None:
            return self
        gains = dict(self.gains)
        gains[explanation.chain] = gains.get(explanation.chain, 0.0) - explanation.log_odds
        return Evidence(gains, self.mended)

    def mended_in(self, start: int, end: int) -> list[tuple[int, int]]:
        """Where earlier repairs stand between two places, as offsets from the first."""
        first = bisect_right(self.mended, start, key=lambda span: span[1])
        beyond = bisect_left(self.mended, end, key=lambda span: span[0])
        return [(max(0, span[0] - start), span[1] - start) for span in self.mended[first:beyond]]

    def log_prior(self, chain: Chain) -> float:
        """The prior of a chain in this text, in nats."""
        prior = chain_log_prior(chain)
        # How much is lost differs from line to line: the pages are what counts.
        pages = pages_of(chain)
        gain = sum(gain for other, gain in self.gains.items() if other == chain or pages_of(other) == pages)
        return max(prior, min(prior + max(0.0, gain) / 4, math.log(0.1)))


def pages_of(chain: Chain) -> Pages:
    """The pages of a chain, whatever was lost on the way."""
    return tuple((channel.stored, channel.read.replace("ms936", "cp936")) for channel in chain)
