"""The explanations of a line: every chain that could have made it, the likeliest first.

All registered channels are tried for the last damage. What they make of the line is ranked by a quick score (single
characters, no context), and the best few are scored in full and segmented. Where even the best repair still looks
like garbage, the most promising readings are taken as damaged in their turn, up to `MAX_LAYERS` deep.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Final

import numpy as np
import numpy.typing as npt

from garble_fix.channels import Chain, Channel
from garble_fix.codepages import Manner
from garble_fix.language import LANGUAGES, LanguageModel
from garble_fix.language.model import code_points
from garble_fix.search import lattice, undefined
from garble_fix.search.alignment import MARKS, UNREAD, Alignment, align, compose
from garble_fix.search.lattice import Surroundings, reencoded, twice
from garble_fix.search.lockstep import Search, Together
from garble_fix.search.mend import manners
from garble_fix.search.readings import Reading, ReadPage, rough, strict
from garble_fix.search.scoring import Scores
from garble_fix.search.segment import Segmentation, Segmenting, hope

MAX_LAYERS: Final = 3
_SCORED: Final = 8
"""How many readings of each depth are scored in full."""
_CLOSED: Final = np.float32(-0.2)
_LEFT_OPEN: Final = np.float32(-1.7)
"""log P that a text ends its last line, and that it leaves it open; nats."""
_LOSSY: Final = 2
"""How many pages are tried as having lost bytes, of what was stored in UTF-8 and of what was not: where little is left,
their quick scores hardly compare."""
_DEEPENED: Final = 6
"""How many readings are tried as damaged themselves."""
_QUICK_ERROR: Final = 10.0
"""Nats by which the quick score of a reading may be too low. Of garbled lines not one in two hundred misses by more."""
_NEAR: Final = 12.0
_UNREAD_COUNTS: Final = 3.0
"""Nats by which a reading may be less likely than the text, and what is taken off for each gap. Three in four stretches
of sound text in alphabets that surprise have no such reading; nearly all that are garbled have."""
_CONTEXT: Final = 1.0
"""Nats that context makes of each letter of an alphabet; of a Han character it makes no more than of what it is now."""
_BESIDE: Final = 10.0
"""Nats by which an explanation may fall short of the first one looked at and still be worth looking at."""
_TOGETHER: Final = 4
"""How many readings are segmented at once: the first few may show that the others are not worth it."""
_POOR: Final = -5.0
"""A mean log P per non-ASCII character, in nats, below which a text looks garbled still. Good text is near -4."""

Prior = Callable[[Chain], float]


@dataclass(frozen=True)
class Explanation:
    """One chain, what it makes of the line, and how much likelier that is than the line as it stands."""

    alignment: Alignment
    segmentation: Segmentation

    @property
    def chain(self) -> Chain:
        """The damage."""
        return self.alignment.chain

    @property
    def log_odds(self) -> float:
        """Against "nothing is wrong", priors included; nats."""
        return self.segmentation.gain

    def likelier(self, nats: float) -> Explanation:
        """Return the same with another prior: that many nats likelier."""
        return replace(self, segmentation=replace(self.segmentation, score=self.segmentation.score + nats))


def explain(
    text: str,
    model: LanguageModel,
    pages: Sequence[ReadPage],
    prior: Prior,
    *,
    around: Surroundings | None = None,
    focus: str = "",
    layers: int = MAX_LAYERS,
    hurried: bool = False,
) -> Search[list[Explanation]]:
    """Return the explanations of `text` that beat leaving it as it stands, likeliest first.

    `around` says what is known of the text beyond it. `focus` is the most suspicious part of the text, which is asked
    what may have happened where the whole does not tell: most of it may be sound. `hurried` gives up where no reading,
    taken as it is, comes near the text as it stands, and looks for no gaps without a mark: text with such has whole
    characters enough to be known by.
    """
    varied = _worth_a_look(text, pages, model, prior)
    if not varied and focus:
        varied = _worth_a_look(focus, pages, model, prior)
    if not varied and not reencoded.shows(text):
        return []
    if hurried and not reencoded.shows(text) and not (yield from _near(text, varied, prior)):
        return []
    lossy = not hurried or any(mark in text for mark in MARKS)
    explanations = yield from _by_one_channel(text, varied, model, prior, around, lossy=lossy)
    if not explanations and focus and not hurried:
        # Where most of a line is sound, its suspicious part ranks the channels better.
        tried = {reading.channel for reading in varied}
        ranked = _worth_a_look(focus, pages, model, prior)
        others = [reading for reading in ranked if reading.channel not in tried]
        if others:
            explanations = yield from _by_one_channel(text, others, model, prior, around, lossy=lossy)
    readings: Sequence[Alignment] = ()
    for depth in range(1, layers):
        if not (yield from _needs_more(text, explanations)):
            break
        outer = _intermediate(text, pages, model, prior) if depth == 1 else readings
        readings = _deepen(text, outer, pages, model, prior)
        if not readings:
            break
        deeper = yield from score(readings, text, model, prior, around)
        explanations = likeliest_first([*explanations, *deeper])
    return explanations


def _by_one_channel(
    text: str,
    varied: Sequence[Reading],
    model: LanguageModel,
    prior: Prior,
    around: Surroundings | None,
    *,
    lossy: bool,
) -> Search[list[Explanation]]:
    """The explanations of `text` by the channels of some readings, and by those that were encoded again since."""
    readings = [found for reading in varied for found in _in_all_manners(text, reading.channel, model)]
    if lossy:
        readings += yield from _with_loss(text, varied, model, prior, around or Surroundings())
    readings += yield from reencoded.readings(text, model, around or Surroundings())
    return (yield from score(readings, text, model, prior, around))


def _worth_a_look(text: str, pages: Sequence[ReadPage], model: LanguageModel, prior: Prior) -> list[Reading]:
    """The readings to look at closely; none if none of them is promising."""
    first = _best(text, rough(text, pages, model), lambda reading: prior(Chain((reading.channel,))))
    return _varied(text, first) if first and _promising(text, first, model, prior) else []


def _varied(text: str, ranked: Sequence[Reading]) -> list[Reading]:
    """The best readings overall, and the best of each kind of stored page: their quick scores hardly compare."""
    marks = text.count("?")
    single = [r for r in ranked if _is_alphabetic(r.channel) and r.text.count("?") <= marks]
    unicode = [reading for reading in ranked if reading.channel.stored_page.is_unicode]
    few = 2 if _is_cjk(text) else _SCORED
    return list(dict.fromkeys([*ranked[:_SCORED], *single[:few], *unicode[: _SCORED // 2]]))


def _is_cjk(text: str) -> bool:
    """Whether at least half of what is beyond ASCII is Han characters, kana, Hangul or what goes with them."""
    foreign = [char for char in text if char > "\x7f"]
    return sum(char >= "\u2e80" for char in foreign) * 2 >= len(foreign)


def _is_mostly_ascii(text: str) -> bool:
    """Whether of the letters of a text most are ASCII: a Han character in there may be an accent."""
    return sum(char > "\x7f" for char in text) * 4 <= sum(char <= "\x7f" and char.isalpha() for char in text)


def _promising(text: str, ranked: Sequence[Reading], model: LanguageModel, prior: Prior) -> bool:
    """Whether any reading could, by its quick score, be better than the text as it stands, or be damaged itself.

    Of alphabets the quick score says too little: a Greek letter in French is as common as any in Greek.
    """
    if not _is_cjk(text) or _is_mostly_ascii(text):
        return True
    best = max(
        reading.quick + prior(Chain((reading.channel,))) + _CONTEXT * _letters(reading) for reading in ranked
    )
    if best > model.rarity(text) - _QUICK_ERROR:
        return True
    return any(reading.channel.stored_page.is_unicode and _mostly_read(reading.text) for reading in ranked)


def _near(text: str, readings: Sequence[Reading], prior: Prior) -> Search[bool]:
    """Whether any reading, as a whole, is nearly as likely as the text; what it leaves unread counts half."""
    scores = yield Scores([text, *(reading.text for reading in readings)])
    stands, *totals = (float(nats.sum(axis=1).max()) for nats in scores)
    return any(
        total + _UNREAD_COUNTS * reading.text.count(UNREAD) + prior(Chain((reading.channel,)))
        > stands - _NEAR
        for reading, total in zip(readings, totals, strict=True)
    )


def _letters(reading: Reading) -> int:
    """How many letters beyond ASCII a reading has, of a page that has no others."""
    return _foreign(reading.text) if _is_alphabetic(reading.channel) else 0


def _foreign(text: str) -> int:
    """How many characters of a text are beyond ASCII."""
    return len(text) - len(text.encode("ascii", "ignore"))


def _is_alphabetic(channel: Channel) -> bool:
    """Whether the text was stored in a page of single bytes."""
    return not (channel.stored_page.multibyte or channel.stored_page.is_unicode)


def _mostly_read(text: str) -> bool:
    """Whether of what is beyond ASCII more was read than not."""
    foreign = _foreign(text)
    return foreign > 0 and text.count(UNREAD) * 2 <= foreign


def _in_all_manners(text: str, channel: Channel, model: LanguageModel) -> Iterator[Alignment]:
    """The readings of `text` back through a channel, in each manner of loss that the text has signs of."""
    for manner in manners(text, channel):
        found = align(text, replace(channel, manner=manner), model)
        if found:
            yield undefined.fill(found, model)


def _with_loss(
    text: str, readings: Iterable[Reading], model: LanguageModel, prior: Prior, around: Surroundings
) -> Search[list[Alignment]]:
    """The readings of `text` that take bytes for lost, by the few likeliest channels that may lose them."""
    result: list[Alignment] = []
    tried: Counter[bool] = Counter()
    foreign = _foreign(text)
    stands: float | None = None
    for reading in readings:
        unicode = reading.channel.stored_page.is_unicode
        if tried[unicode] == _LOSSY:
            continue
        if reading.gaps * 2 > foreign:
            continue
        channels = list(lattice.manners(text, reading.channel))
        for channel in channels:
            if stands is None:
                (scores,) = yield Scores([text])
                stands = float(scores.sum(axis=1).max())
            least = stands - prior(Chain((channel,)))
            found = yield from lattice.read(text, channel, model, around, least)
            if found:
                result.append(found)
            result += yield from twice.readings(text, channel, model, around)
        tried[unicode] += bool(channels)
    return result


def _intermediate(
    text: str, pages: Sequence[ReadPage], model: LanguageModel, prior: Prior
) -> list[Alignment]:
    """Readings that may be damaged themselves: how they look says little, that all of the text is UTF-8, much.

    Few texts are by chance; nearly all can be read as any legacy page. What was damaged twice was saved in between,
    and what saves files today saves UTF-8.
    """
    ranked = _best(text, strict(text, pages, model), lambda reading: prior(Chain((reading.channel,))))
    telling = [reading for reading in ranked if reading.channel.stored_page.is_unicode]
    return [found for reading in telling[:_DEEPENED] if (found := align(text, reading.channel, model))]


def _best(text: str, readings: Iterable[Reading], prior: Callable[[Reading], float]) -> list[Reading]:
    """The readings in the order of their quick scores; of those that read the same, the likeliest channel only."""
    # Which private-use characters a page knows, its rough spelling does not tell.
    private = any("\ue000" <= char <= "\uf8ff" for char in text)
    marked = "?" in text or UNREAD in text
    best: dict[tuple[str, str, bool], tuple[float, Reading]] = {}
    for reading in readings:
        quick = reading.quick + prior(reading)
        loses = marked and any(True for _ in lattice.manners(text, reading.channel))
        key = (reading.text, reading.channel.read if private else "", loses)
        known = best.get(key)
        if known is None or quick > known[0]:
            best[key] = (quick, reading)
    return [reading for _, reading in sorted(best.values(), key=lambda pair: -pair[0])]


def _deepen(
    text: str, readings: Sequence[Alignment], pages: Sequence[ReadPage], model: LanguageModel, prior: Prior
) -> list[Alignment]:
    """The best readings of one layer more: each reading taken as damaged in its turn."""
    found: list[tuple[float, Alignment, Reading]] = []
    for outer in readings:
        for reading in strict(outer.after, pages, model):
            if reading.text != text and reading.channel.read != outer.chain[0].stored:
                chain = Chain((reading.channel, *outer.chain))
                found.append((reading.quick + prior(chain), outer, reading))
    found.sort(key=lambda row: -row[0])
    deeper: dict[str, Alignment] = {}
    for _, outer, reading in found:
        if len(deeper) == _SCORED:
            break
        if reading.text not in deeper and (inner := align(outer.after, reading.channel, model)):
            deeper[reading.text] = compose(outer, inner)
    return list(deeper.values())


def read_back(
    text: str, chain: Chain, model: LanguageModel, around: Surroundings | None = None
) -> Search[Alignment | None]:
    """Read `text` back through a whole chain; None where some channel of it changes nothing."""
    if reencoded.is_reencoded(chain):
        return (yield from reencoded.read_back(text, chain, model, around or Surroundings()))
    if twice.is_twice(chain):
        return (yield from twice.read(text, chain[0], model, around or Surroundings()))
    reading: Alignment | None = None
    for channel in reversed(chain):
        before = text if reading is None else reading.after
        step = None
        if lattice.loses(channel):
            step = yield from lattice.read(before, channel, model, around or Surroundings())
        if step is None:
            step = align(
                before, replace(channel, manner=Manner.STRICT) if lattice.loses(channel) else channel, model
            )
        if step is None:
            return None
        step = undefined.fill(step, model)
        reading = step if reading is None else compose(reading, step)
    return reading


def score(
    readings: Sequence[Alignment],
    text: str,
    model: LanguageModel,
    prior: Prior,
    around: Surroundings | None = None,
) -> Search[list[Explanation]]:
    """Score readings of `text` in full and segment them; those that repair nothing are left out.

    `around` says what is known of the text beyond it.
    """
    if not readings:
        return []
    lines = [text, *(reading.filled for reading in readings)]
    scores = yield Scores(lines)
    for line, nats in zip(lines, scores, strict=True):
        # The models know nothing of carriage returns.
        if "\r" in line:
            nats[:, [index for index, char in enumerate(line) if char == "\r"]] = 0
        # To them one space is like another.
        odd = [match.start() for match in lattice.ODD_SPACES.finditer(line)]
        if odd:
            nats[:, odd] += np.float32(lattice.ODD_SPACE)
    for reading, nats in zip(readings, scores[1:], strict=True):
        if reading.holes:
            holes = np.array([hole.index for hole in reading.holes])
            nats[:, holes] = lattice.doubted(
                nats[:, holes], code_points(reading.filled), holes, model, range(len(LANGUAGES))
            )
            # The models have seen little code: a tag that closes, a quotation mark, is likelier than they think.
            for hole in holes:
                nats[:, hole] = np.maximum(nats[:, hole], lattice.floor(reading.filled, int(hole)))
            if around and not around.follow and holes[-1] == len(reading.filled) - 1:
                _close(nats, reading.filled[-1])
    priors = [prior(reading.chain) for reading in readings]
    hopes = np.array(
        [hope(reading, scores[0], after) for reading, after in zip(readings, scores[1:], strict=True)]
    )
    hopes += priors
    found: list[Explanation] = []
    # What is no likelier than the text as it stands in one language is not worth a search.
    least = float(scores[0].sum(axis=1).max())
    waiting = np.argsort(-hopes, kind="stable")
    while True:
        waiting = waiting[hopes[waiting] > least]
        if not waiting.size:
            return likeliest_first(found)
        some, waiting = waiting[:_TOGETHER].tolist(), waiting[_TOGETHER:]
        segmented = yield Together(
            [_segmented(Segmenting(readings[i], scores[0], scores[i + 1], priors[i])) for i in some]
        )
        for index, result in zip(some, segmented, strict=True):
            if result.stretches and result.gain > 0:
                least = max(least, result.score - _BESIDE)
                found.append(Explanation(readings[index], result))


def _close(nats: npt.NDArray[np.float32], last: str) -> None:
    """Count the character that was lost at the end of a whole text: nearly all texts end their last line."""
    if last == "\n":
        nats[:, -1] = np.maximum(nats[:, -1], _CLOSED)
    elif last > "\x7f":
        nats[:, -1] += _LEFT_OPEN


def _segmented(question: Segmenting) -> Search[Segmentation]:
    result: Segmentation = yield question
    return result


def likeliest_first(explanations: Iterable[Explanation]) -> list[Explanation]:
    """Return explanations of one text, the likeliest first."""
    return sorted(explanations, key=lambda explanation: -explanation.log_odds)


def _needs_more(text: str, explanations: Sequence[Explanation]) -> Search[bool]:
    """Whether the best explanation so far still leaves text that looks like garbage."""
    after = apply(explanations[0]) if explanations else text
    foreign = sum(char > "\x7f" for char in after)
    if not foreign:
        return False
    (scores,) = yield Scores([after])
    mask = np.fromiter((char > "\x7f" for char in after), np.bool_, len(after))
    per_language: npt.NDArray[np.float32] = scores[:, mask].mean(axis=1)
    return bool(per_language.max() < _POOR)


def apply(explanation: Explanation) -> str:
    """The line as the explanation says it was."""
    before, after = explanation.alignment.before, explanation.alignment.after
    parts, at = [], 0
    for stretch in explanation.segmentation.stretches:
        parts += [before[at : stretch.start], after[stretch.after_start : stretch.after_end]]
        at = stretch.end
    return "".join([*parts, before[at:]])
