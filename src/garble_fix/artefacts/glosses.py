"""Pinyin that a converter left in brackets behind Han characters: `領(lǐng)導(dǎo)小組` for `領導小組`.

People gloss what a reader may not know how to read: rare characters, names, characters with two readings, new words;
and once. The converters of careless web sites, which turn Simplified pages into Traditional ones, gloss what they
have converted: common Traditional forms that everybody can read, in the middle of words, each time they occur. The
difference is weighed in nats, for each passage by itself.

Most weights are judgements, not counts: they were set so that damaged pages that were found, down to a headline, are
known for what they are, and textbooks, dictionaries, songs and names (`tests/cases/artefacts-clean.json`) are not.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import Final

from garble_fix.artefacts.brackets import Site, System, is_han, running, sites
from garble_fix.artefacts.finding import Finding
from garble_fix.artefacts.readings import has_two_readings
from garble_fix.artefacts.shown import Shown
from garble_fix.language import packaged
from garble_fix.language.script import forms

OVERWHELMING: Final = 2.5
"""Nats from which brackets are removed. A common Traditional character glossed in the middle of a word is enough,
if nothing speaks against it; two polyphones or three rare characters are not."""

FAMILIAR: Final = 10.0
"""-log P, in nats, of a character that readers are as likely to need a gloss for as not."""

_UNKNOWN: Final = 12.0
"""-log P of one that a gloss is welcome for even in a damaged page."""

_GAP: Final = 1500
"""Code points without a bracket that part two passages."""

_AROUND: Final = 120
"""Code points before and after a passage that are read with it."""

_CROWDED: Final = {False: 0.45, True: 0.7}
"""Share of the Han characters of its lines that is glossed, from which it is a text for learners; and that share
where all of these are such as conversion from Simplified makes."""

_NEAR: Final = 400
"""Code points before and after a passage that a converter would have gone over as well."""

_RATE: Final = 0.08
_SHAPE: Final = 1.5
"""Of the Han characters of a page, how many a converter leaves a bracket behind, and how alike pages are in that: the
mean and the shape of a gamma distribution. Nine pages that were found have 3 to 25 %."""

_ONE_MORE: Final = 0.5
"""How likely somebody who glosses a character is to gloss another in the same passage. Of eleven passages in editions
of poems seven have one."""

_MARKUP: Final = re.compile(r"<[^<>]*>|https?://[!-~]+")

_TEACHING: Final = re.compile(
    "拼音|注音|[韻韵声聲]母|[讀读][音作為为]|念作|[發发]音|[聲声][調调]|生[字詞词]|多音字|[詞词]典|字典|破音|部首|笔画|筆畫|古音|通假"
    "|pinyin|zhuyin|bopomofo|jyutping|pronounc|dictionary|ruby",
    re.IGNORECASE,
)


def glosses(text: str) -> list[Finding]:
    """Find the brackets with true readings behind Han characters, each with the evidence of its passage, in order.

    Those with log-odds of `OVERWHELMING` or more are a converter's; the others may well be meant. Jyutping, which
    there is no dictionary for, is recognised and never counts as proved. Needs the language model (`ModelError`).
    """
    found: list[Finding] = []
    for passage in _passages(text):
        odds = _weigh(text, passage)
        for site in passage:
            sure = odds if _of_a_kind(site) else min(odds, 0.0)
            found.append(Finding(site.start, site.end, site.char, str(site.system), sure))
    return found


def _passages(text: str) -> Iterator[list[Site]]:
    """The sites, those near each other and of one system together."""
    passages: list[list[Site]] = []
    latest: dict[System, list[Site]] = {}
    shown = Shown(text)
    for site in sites(text):
        if shown.covers(site.start, site.end):
            continue
        last = latest.get(site.system)
        if last and site.start - last[-1].end <= _GAP:
            last.append(site)
        else:
            latest[site.system] = [site]
            passages.append(latest[site.system])
    yield from passages


def _weigh(text: str, passage: Sequence[Site]) -> float:
    """Log-odds, in nats, that a converter rather than a person put the brackets of a passage there."""
    start = max(0, passage[0].start - _AROUND)
    around = text[start : passage[-1].end + _AROUND]
    glossed = [site for site in passage if site.toned]
    if not glossed or passage[0].system is System.JYUTPING:
        return 0.0
    plain = _without(text, passage)
    traditional = forms()[1]
    converted = sum(site.char in traditional for site in glossed) >= 0.9 * len(glossed)
    if len(glossed) > _CROWDED[converted] * sum(map(is_han, plain)):
        return -10.0
    odds = -6.0 * len(set(_TEACHING.findall(around))) - 3.0 * sum(1 for _ in running(around))
    counts, sited = Counter(plain), Counter(site.char for site in passage)
    by_char = {char: list(same) for char, same in groupby(sorted(glossed, key=_char), key=_char)}
    odds += sum(_weigh_character(text, same, counts[char] - sited[char]) for char, same in by_char.items())
    said = _MARKUP.sub("", plain)
    if sum(map(str.isascii, filter(str.isalpha, said))) > 2 * sum(map(is_han, plain)):
        odds -= 10.0  # somebody writes about it in English
    near = text[max(0, passage[0].start - _NEAR) : passage[-1].end + _NEAR]
    odds += _sparse(len(glossed), sum(map(is_han, near)))
    if len(by_char) >= 4 and sum(char in traditional for char in by_char) < 0.5 * len(by_char):
        odds -= 10.0
    return odds


def _sparse(count: int, characters: int) -> float:
    """What it says, in nats, that no more than `count` of so many Han characters have brackets; never above 0.

    A converter goes over all of a page: one bracket in a headline may be all that there was to convert, one on a page
    is a person's. The former is negative binomial, the latter geometric.
    """
    mean = _RATE * characters
    none = _SHAPE * math.log(_SHAPE / (_SHAPE + mean))
    ways = math.lgamma(count + _SHAPE) - math.lgamma(_SHAPE) - math.lgamma(count + 1)
    converter = ways + none + count * math.log(mean / (_SHAPE + mean)) - math.log(-math.expm1(none))
    person = math.log(1 - _ONE_MORE) + (count - 1) * math.log(_ONE_MORE)
    return min(0.0, converter - person)


def _weigh_character(text: str, same: Sequence[Site], passed_by: int) -> float:
    """What the brackets behind one character say; `passed_by` is how often it stands there without one."""
    char = same[0].char
    traditional = char in forms()[1]
    familiar = max(-3.0, min(3.0, packaged().rarity(char) + FAMILIAR))
    if has_two_readings(char):
        odds = min(familiar, 0.0)
    elif traditional:
        odds = familiar + 1.0 + 0.5 * any(_within_word(text, site) for site in same)
    else:
        odds = min(familiar, 1.0) - 1.0
    odds += 1.5 * min(len(same) - 1, 3) if traditional else 0.0
    odds -= 1.0 * min(passed_by, 3)
    odds -= 4.0 * all(_stands_alone(text, site) for site in same)
    odds -= 5.0 * (not any(site.usual for site in same))
    odds -= 8.0 * (len({site.reading for site in same}) > 1)
    return odds


def _of_a_kind(site: Site) -> bool:
    """Whether a bracket is such as a converter makes: a person may have glossed a rare character in the same page."""
    if site.system is System.JYUTPING:
        return False
    if site.char in forms()[1]:
        return True
    return site.toned and site.usual and packaged().rarity(site.char) > -_UNKNOWN


def _char(site: Site) -> str:
    return site.char


def _without(text: str, passage: Sequence[Site]) -> str:
    """The lines of a passage without its brackets."""
    earliest = max(0, passage[0].start - _AROUND)
    at = max(earliest, text.rfind("\n", earliest, passage[0].start) + 1)
    parts = []
    for site in passage:
        parts.append(text[at : site.start + 1])
        at = site.end
    end = text.find("\n", at, at + _AROUND)
    parts.append(text[at : end if end >= 0 else at + _AROUND])
    return "".join(parts)


def _neighbours(text: str, site: Site) -> tuple[bool, bool]:
    """Whether Han characters stand before and after, brackets of readings left out of account."""
    before = re.search(r"(.)(?:[(（][^()（）\n]{1,9}[)）])?$", text[max(0, site.start - 12) : site.start])
    after = text[site.end : site.end + 1]
    return bool(before and is_han(before[1])), bool(after and is_han(after))


def _within_word(text: str, site: Site) -> bool:
    return all(_neighbours(text, site))


def _stands_alone(text: str, site: Site) -> bool:
    return not any(_neighbours(text, site))
