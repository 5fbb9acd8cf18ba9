"""Letters and characters that were lost, by the words that they make.

The language models look three letters back and three ahead. What they find likely is weighed again where the letter
stands in a word, and by the words beside that: `d?` in Vietnamese may be `dụ` or `dỗ`, and one of them is six times as
common; behind `ví` there is no doubt. Where words are not divided, all ways to divide what stands around are weighed.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Final

import numpy as np

from garble_fix.channels import Chain, Channel
from garble_fix.language.words import gains, log_probs
from garble_fix.search.lattice.slots import Slot
from garble_fix.search.lattice.unspaced import REACH, is_hiragana, is_ideograph, likeliest_words
from garble_fix.search.lattice.windows import Floats

_WEIGHT: Final = 0.5
"""What a nat of the word is worth: the letters have said some of it before, and many a word is in no list."""

_PAIR_WEIGHT: Final = 0.6
"""What a nat is worth that a word gains from the one beside it, of which the letters say less."""

_UNSPACED_WEIGHT: Final = 0.3
"""What a nat of words without spaces is worth: the models know two or three characters in a row well."""

_LEAST_SHARE: Final = 0.01
"""Of the share of the likeliest character: what is less likely no word makes good."""

_NEAR: Final = 40
"""Code points on either side that words are sought in."""

ALPHABETS: Final = "\u2e80"
"""Characters before this are letters of words, or marks."""

_LAST: Final = re.compile(r"[^\W\d_]*\Z")
_FIRST: Final = re.compile(r"[^\W\d_]*")
_BEFORE: Final = re.compile(r"([^\W\d_]+) \Z")
_AFTER: Final = re.compile(r" ([^\W\d_]+)")
_SYNCHRONOUS: Final = re.compile(r"[^ -/]*\Z")
"""What may depend on how the bytes before were paired: none of these ASCII characters begins or ends a pair."""


def reweighed(shares: Mapping[str, float], before: str, after: str) -> dict[str, float]:
    """Return the shares of some characters between two texts, given the words that they make, the greatest first."""
    left, right = _LAST.search(before), _FIRST.match(after)
    assert left
    assert right
    words = [left[0] + char + right[0] if char.isalpha() else "" for char in shares]
    nats = log_probs(words) * _WEIGHT
    if one := _BEFORE.search(before, 0, left.start()):
        nats += gains([(one[1], word) for word in words]) * _PAIR_WEIGHT
    if other := _AFTER.match(after, right.end()):
        nats += gains([(word, other[1]) for word in words]) * _PAIR_WEIGHT
    return dict(sorted(_weighed(shares, nats).items(), key=lambda item: -item[1]))


def divided(shares: Mapping[str, float], before: str, after: str) -> dict[str, float]:
    """The same of Han characters, and of the first if it is hiragana; others keep their shares."""
    least = max(shares.values()) * _LEAST_SHARE
    first = next(iter(shares))
    rivals = {
        char: share
        for char, share in shares.items()
        if share >= least and (char == first or is_ideograph(char))
    }
    if len(rivals) < 2:
        return dict(shares)
    nats = likeliest_words([before[-REACH:] + char + after[:REACH] for char in rivals]) * _UNSPACED_WEIGHT
    return dict(sorted({**shares, **_weighed(rivals, nats)}.items(), key=lambda item: -item[1]))


def _weighed(shares: Mapping[str, float], nats: Floats) -> dict[str, float]:
    """Shares that sum to what they did, each weighed by its nats."""
    weights = np.exp(nats - nats.max()) * np.array(list(shares.values()))
    weights *= sum(shares.values()) / weights.sum()
    return dict(zip(shares, weights.tolist(), strict=True))


def by_words(
    slots: Sequence[Slot], left: str, right: str, damage: Channel | Chain, *, whole: bool = True
) -> tuple[Slot, ...]:
    """The characters found between the texts `left` and `right`, those that were lost chosen again by their words.

    `whole` tells whether a word of letters ends where `right` does. What is chosen, `damage` makes the same text of.
    """
    left, right = left[-_NEAR:], right[:_NEAR]
    result = list(slots)
    for index, slot in enumerate(slots):
        unspaced = is_ideograph(slot.char) or is_hiragana(slot.char)
        letter = whole and slot.char.isalpha() and slot.char < ALPHABETS
        if not (slot.lost and slot.runners_up and (unspaced or letter)):
            continue
        before = left + "".join(slot.char for slot in result[:index])
        after = "".join(slot.char for slot in result[index + 1 :]) + right
        found = {slot.char: slot.posterior, **dict(slot.runners_up)}
        shares = (divided if unspaced else reweighed)(found, before, after)
        if next(iter(shares)) == slot.char:
            possible = shares
        else:
            alike = {slot.char, *damaged_alike(slot.char, shares, before, after, damage)}
            possible = {char: share for char, share in shares.items() if char in alike}
        (char, share), *others = possible.items()
        result[index] = replace(slot, char=char, posterior=share, runners_up=tuple(others))
    return tuple(result)


def damaged_alike(
    found: str, others: Iterable[str], before: str, after: str, damage: Channel | Chain
) -> list[str]:
    """Those of some characters of which, between two texts, the damage makes what it makes of the one `found`."""
    stands = _damaged(before, found, after, damage)
    if stands is None:
        return []
    return [other for other in others if _damaged(before, other, after, damage) == stands]


def _damaged(before: str, char: str, after: str, damage: Channel | Chain) -> str | None:
    """What becomes of a character with its surroundings; None where that cannot be told."""
    since = _SYNCHRONOUS.search(before)
    assert since
    try:
        return damage.garble(since[0] + char + after)
    except UnicodeError:
        return None
