"""Whether an explanation is sure enough to act on: do no harm."""

from __future__ import annotations

import functools
import math
import re
from collections.abc import Sequence
from typing import Final

from garble_fix.channels import Chain, Channel
from garble_fix.channels.registry import chain_log_prior
from garble_fix.codepages import Manner
from garble_fix.language import packaged
from garble_fix.repair.tables import CERTAIN, listed, order
from garble_fix.search.alignment import MARKS
from garble_fix.search.explain import Explanation, apply
from garble_fix.spans.surprise import surprises

THRESHOLD: Final = 3.5
"""Log-odds, in nats, that a repair must have over leaving the line as it stands: do no harm. It is there for what the
models do not know: text of a kind that they never saw looks worse than it is."""

ALPHABETS_THRESHOLD: Final = 6.0
"""The same where both pages are of single bytes: box drawings and accents are letters in one of so many."""

UTF_8_THRESHOLD: Final = 1.3
"""The same where the text was stored as UTF-8. Nearly any text can be read as any legacy page; of sound text little
reads as UTF-8, whatever the models think of it. And where the two pages differ in controls alone."""

MARKS_THRESHOLD: Final = 6.0
"""The same where nothing but marks is left of what was garbled: they may be what they look like."""

PASSED_BY: Final = 8.0
"""What it must have beyond that where at least as much of the line is sound that the same accident would have
changed."""

ONE_CHARACTER: Final = 8.0
"""Log-odds that a repair must have which makes one character of the whole line, be it Han or, out of two pages of which
one has thousands, a letter that is not Latin."""

SOUND_FOR_EACH: Final = 20
"""Suspicious lines of a text that may be sound for each that is not, and say little against it."""

_WORD: Final = re.compile(
    r"(?:[^\W\d_\x00-\u024f]|[\u0300-\u036f\u0591-\u05c7\u064b-\u065f\u0e31-\u0e4e]){2,}"
)
"""Two letters or more of other alphabets than Latin, with the marks of Hebrew, Arabic and Thai."""
_BESIDE: Final = 4
"""Code points beside a stretch in which words are looked for."""

GARBAGE: Final = 20.0
"""Surprise, in nats, of a line that is no text. Sound lines of 80 characters seldom reach 10."""

GARBAGE_PER_CHARACTER: Final = 1.5
"""The same for each character that was repaired; colloquial text reaches 1."""

GARBAGE_LEFT: Final = 0.5
"""How much of the surprise may be left: sound text that is strange in ways of its own was stranger when garbled."""


def lonely(repaired: int, suspicious: int) -> float:
    """Log-odds, in nats, that repairs must have beyond what is needed anyway where most of what is suspicious is sound.

    `repaired` are the lines of a text that have an explanation, of those that are `suspicious`. Who looks at a hundred
    thousand lines of a dictionary finds one that makes sense as something else.
    """
    return math.log1p(max(0, suspicious - repaired) / (SOUND_FOR_EACH * (1 + repaired)))


def is_sure(
    explanation: Explanation,
    mended: Sequence[tuple[int, int]] = (),
    beyond: float = 0.0,
    proved: Sequence[Chain] = (),
) -> bool:
    """Whether an explanation is sure enough to act on, with log-odds of so many nats `beyond` what is needed anyway.

    What stands in `mended` came out of earlier repairs, and says nothing of an accident before those. `proved` are the
    chains that the rest of the text proves.
    """
    # Gaps without a mark can be put anywhere; what comes out must be sound as a whole.
    if is_silent(explanation.chain) and surprises([apply(explanation)], packaged())[0].nats >= GARBAGE:
        return False
    stretches = explanation.segmentation.stretches
    before = "".join(explanation.alignment.before[stretch.start : stretch.end] for stretch in stretches)
    repaired = sum(stretch.after_end - stretch.after_start for stretch in stretches)
    # C1 controls are not written by anybody: sound text beside them does not speak for them.
    only_controls = all("\x80" <= char < "\xa0" for char in before)
    safe = all(channel.stored_page.is_unicode or _agree(channel) for channel in explanation.chain)
    alphabets = not any(
        page.multibyte for channel in explanation.chain for page in (channel.stored_page, channel.read_page)
    )
    # Marks alone say nothing of what they stand for; those of two readings, one after the other, do.
    only_marks = len(explanation.chain) == 1 and all(char in MARKS for char in before)
    if only_marks and explanation.chain not in proved:
        return False
    # What is garbage still was not damaged so, or not only so.
    if not (safe or alphabets):
        was, still = (found.nats for found in surprises([before, _repaired(explanation)], packaged()))
        if still >= max(GARBAGE, GARBAGE_PER_CHARACTER * repaired, was * GARBAGE_LEFT):
            return False
    needed = UTF_8_THRESHOLD if safe else ALPHABETS_THRESHOLD if alphabets else THRESHOLD
    if only_marks:
        needed = MARKS_THRESHOLD
    if len(passed_by(explanation, mended)) >= repaired and not only_controls:
        needed += PASSED_BY
    if (
        repaired == 1
        and not alphabets
        and _is_one_of_many(explanation.alignment.after[stretches[0].after_start])
    ):
        needed = max(needed, ONE_CHARACTER)
    if not safe and not _has_words(explanation):
        if any(char.isalpha() for char in _repaired(explanation)):
            return False
        needed += PASSED_BY
    if all(listed(explanation.alignment.before, stretch.start, stretch.end) for stretch in stretches):
        return False
    table = max(order(explanation.alignment.before[stretch.start : stretch.end]) for stretch in stretches)
    if table >= CERTAIN:
        return False
    needed += table
    return explanation.log_odds - _said_again(explanation) >= needed + beyond


def _is_one_of_many(char: str) -> bool:
    return char.isalpha() and char > "\u024f" and not "\u1e00" <= char <= "\u1eff"


def _has_words(explanation: Explanation) -> bool:
    """Whether words are repaired: letters on their own, or no likelier than garbage, are no Greek or Cyrillic.

    A Han character, a kana or a Hangul syllable is a word, and so is `à`; kana of half width are as letters. A letter
    may stand alone beside a word. Of words of two letters, the line has no other.
    """
    if any(_is_word(char) for char in _repaired(explanation)):
        return True
    stretches, after = explanation.segmentation.stretches, explanation.alignment.after
    if sum(stretch.gain for stretch in stretches) < 0:
        return False
    words = [
        word
        for stretch in stretches
        for word in _WORD.findall(after[max(0, stretch.after_start - _BESIDE) : stretch.after_end + _BESIDE])
    ]
    return len(words) == 1 or any(len(word) > 2 for word in words)


def _is_word(char: str) -> bool:
    if not char.isalpha():
        return False
    return "\x7f" < char < "\u0250" or (char >= "\u2e80" and not "\uff61" <= char <= "\uff9f")


def _repaired(explanation: Explanation) -> str:
    """What the stretches that are repaired become."""
    after = explanation.alignment.after
    return "".join(after[s.after_start : s.after_end] for s in explanation.segmentation.stretches)


def _said_again(explanation: Explanation) -> float:
    """What of the log-odds is the same said again, in nats: a separator seen ten times is no ten witnesses.

    Stretches are the same if what stands beside them is, too, or if they are but one mark; in one stretch, a character
    in a row is, but for marks: two of them may be left of one character.
    """
    before = explanation.alignment.before
    said: dict[str, int] = {}
    for stretch in explanation.segmentation.stretches:
        text = before[stretch.start : stretch.end]
        mark = len(text) == 1 and not text.isalnum()
        place = text if mark else before[max(0, stretch.start - 1) : stretch.end + 1]
        said[place] = 1 if len(set(text)) == 1 and text[0] not in MARKS else len(text)
    total = sum(stretch.end - stretch.start for stretch in explanation.segmentation.stretches)
    evidence = explanation.log_odds - chain_log_prior(explanation.chain)
    return evidence * (1 - sum(said.values()) / total)


@functools.cache
def _agree(channel: Channel) -> bool:
    """Whether both pages have the same characters from A0 on: reading back then touches C1 controls and no text."""
    printable = bytes(range(0xA0, 0x100))
    pages = channel.stored_page, channel.read_page
    return not any(page.multibyte for page in pages) and len({page.skim(printable) for page in pages}) == 1


def passed_by(explanation: Explanation, mended: Sequence[tuple[int, int]] = ()) -> str:
    """What the same accident would have changed, and is sound; `mended` are spans that are no witnesses."""
    stretches = ((s.start, s.end) for s in explanation.segmentation.stretches)
    return explanation.alignment.passed_by((*stretches, *mended))


def is_silent(chain: Chain) -> bool:
    """Whether a chain loses bytes without a mark."""
    return any(channel.manner is Manner.DROP for channel in chain)
