"""Characters that a page has twice: which of their bytes was it?

Code page 932 has IBM's extensions as FA40–FC4B and, selected by NEC, as ED40–EEFC. Both read as the same characters,
so that the text read does not tell them apart; what the bytes mean in the page that they were stored in does. Korean
in UTF-8 and Chinese in GBK are full of ED and EE. Browsers read the euro sign from 80, and from A2 E3.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import product

import numpy as np
import numpy.typing as npt

from garble_fix.channels import Channel
from garble_fix.codepages.page import REPLACEMENT
from garble_fix.language import LanguageModel
from garble_fix.search.stored import language_log_priors

Widths = npt.NDArray[np.uint8]

_TOGETHER = 3
"""How many neighbouring characters are chosen for together; the bytes of one stored character may be in two."""
_CONTEXT = 3
"""Characters on either side of what depends on the choice that are scored with it."""


def likeliest(
    text: str, spelled: bytes, widths: Widths, channel: Channel, model: LanguageModel
) -> tuple[bytes, Widths]:
    """`text` as `spelled` in the page that it was read as, with the spellings that give the likeliest stored text.

    `widths`, which are returned with it, are the bytes of each character.
    """
    twice = channel.read_page.twice(channel.manner)
    if not any(char in twice for char in text):
        return spelled, widths
    ends = np.cumsum(widths, dtype=np.int64)
    widths = widths.copy()
    # From the end on: what stands before is where it was.
    for run in reversed(list(_runs(text, twice))):
        start, end = int(ends[run[0]] - widths[run[0]]), int(ends[run[-1]])
        choices = [(spelled[ends[at] - widths[at] : ends[at]], twice[text[at]]) for at in run]
        ways = list(product(*choices))
        texts = [spelled[:start] + b"".join(way) + spelled[end:] for way in ways]
        best = _best(texts, channel, model)
        spelled = texts[best]
        widths[run] = [len(part) for part in ways[best]]
    return spelled, widths


def _runs(text: str, twice: Mapping[str, bytes]) -> Iterator[list[int]]:
    """The indices of neighbouring characters that the page has twice, a few at a time."""
    run: list[int] = []
    for index, char in enumerate(text):
        if run and (char not in twice or len(run) == _TOGETHER):
            yield run
            run = []
        if char in twice:
            run.append(index)
    if run:
        yield run


def _best(ways: list[bytes], channel: Channel, model: LanguageModel) -> int:
    """Which of the byte strings makes the likeliest text."""
    stored = channel.stored_page
    read = [stored.skim(way) for way in ways]
    # To the models, many bytes without meaning are cheaper than a few beside text.
    unread = [text.count(REPLACEMENT) for text in read]
    least = min(unread)
    few = [number for number, count in enumerate(unread) if count == least]
    if len(few) == 1:
        return few[0]
    texts = [read[number] for number in few]
    first = _common(texts)
    last = _common([text[: first - 1 if first else None : -1] for text in texts])
    windows = [text[max(0, first - _CONTEXT) : len(text) - max(0, last - _CONTEXT)] for text in texts]
    spoken = language_log_priors(stored.name, multibyte=stored.multibyte, unicode=stored.is_unicode)
    scores = [float((nats.sum(axis=1) + spoken).max()) for nats in model.char_log_probs_each(windows)]
    return few[int(np.argmax(scores))]


def _common(texts: list[str]) -> int:
    """How many characters the texts have in common at the beginning."""
    count = 0
    for chars in zip(*texts, strict=False):
        if len(set(chars)) > 1:
            break
        count += 1
    return count
