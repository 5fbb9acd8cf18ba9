"""Word lists with frequencies: names, places and terms that the running text is too small to hold.

They come from packages that are installed with the dependency group `model` (wordfreq, jieba,
pypinyin) and from two pinned archives (ipadic, pycantonese). All counts are brought to one scale,
occurrences in a thousand million words; words that a list gives without a frequency count as rare.
"""

from __future__ import annotations

import csv
import json
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from importlib.metadata import version
from pathlib import Path

import jieba  # type: ignore[import-untyped]
import wordfreq
from opencc import OpenCC
from pypinyin.phrases_dict import phrases_dict

from training.archives import members
from training.clean import is_word_of, script_is_pure
from training.locales import ALPHABETIC, SMALL
from training.sources import WORK, Sources
from training.stamps import Stamp, digest_of

WORDS = WORK / "words"
SCALE = 1e9
RARE = 20

_KANJI = re.compile(r"^[々\u3400-\u9fff]+$")
_HAN = re.compile(r"^[\u3400-\u9fff\U00020000-\U0003ffff]+$")
_IPADIC_ENTRY = re.compile(rb"\xe5\x90\x8d\xe8\xa9\x9e,[^\0]{6,300}")  # 名詞, to the end of the string
_WORDFREQ_NAME = {"hr": "sh"}


def _frequencies(language: str) -> dict[str, int]:
    """Return the words of wordfreq, the largest list it has for the language."""
    known = wordfreq.available_languages("best")
    name = _WORDFREQ_NAME.get(language, language)
    if name not in known:
        return {}
    frequencies = wordfreq.get_frequency_dict(name, "best")
    return {
        word: max(1, round(frequency * SCALE)) for word, frequency in frequencies.items() if " " not in word
    }


def _jieba() -> Counter[str]:
    """Return the words of jieba's dictionary, scaled."""
    entries = (
        line.split(" ") for line in Path(jieba.__file__).with_name("dict.txt").read_text("utf-8").splitlines()
    )
    counts = {entry[0]: int(entry[1]) for entry in entries if _HAN.match(entry[0])}
    scale = SCALE / sum(counts.values())
    return Counter({word: max(1, round(count * scale)) for word, count in counts.items()})


def simplified() -> Counter[str]:
    """Count the words of Simplified Chinese: the mean of wordfreq and jieba, and the idioms of pypinyin."""
    counts: Counter[str] = Counter()
    for table in (_frequencies("zh"), _jieba()):
        for word, count in table.items():
            counts[word] += max(1, count // 2)
    for phrase in phrases_dict:
        counts[phrase] = max(counts[phrase], RARE)
    return Counter({word: count for word, count in counts.items() if script_is_pure(word, "zh-Hans")})


def traditional(sources: Sources) -> Counter[str]:
    """Count the words of Traditional Chinese: the Simplified ones, converted, and Cantonese ones."""
    counts: Counter[str] = Counter()
    for conversion, share in (("s2tw", 0.6), ("s2hk", 0.4)):
        convert = OpenCC(conversion).convert
        for word, count in simplified().items():
            counts[convert(word)] += max(1, round(share * count))
    for word in _cantonese(sources):
        counts[word] = max(counts[word], RARE)
    return Counter({word: count for word, count in counts.items() if script_is_pure(word, "zh-Hant")})


def _cantonese(sources: Sources) -> Iterator[str]:
    wanted = re.compile(r"/rime_cantonese/(?:chars_to_jyutping|phrase_fragments)\.json$")
    archive = sources.packages["pypi:pycantonese"].path
    for _, data in members(archive, lambda path: bool(wanted.search(path))):
        yield from (word for word in json.loads(data) if len(word) > 1)


def japanese(sources: Sources) -> Counter[str]:
    """Count the words of Japanese: wordfreq, and the nouns and names of ipadic in kanji alone."""
    counts = Counter(_frequencies("ja"))
    for word in _ipadic_nouns(sources):
        if _KANJI.match(word):
            counts[word] = max(counts[word], RARE)
    return counts


def _ipadic_nouns(sources: Sources) -> Iterator[str]:
    """Yield the nouns in ipadic's compiled dictionary, where the features of the entries are plain text."""
    archive = sources.packages["pypi:ipadic"].path
    for _, data in members(archive, lambda path: path.endswith("/sys.dic")):
        for entry in _IPADIC_ENTRY.findall(data):
            fields = next(csv.reader([entry.decode("utf-8", "replace")]))
            if len(fields) > 6:
                yield fields[6]


def alphabetic(language: str) -> Counter[str]:
    """Count the words of a language with an alphabet."""
    counts = _frequencies(language)
    if language in SMALL:
        # Some of these lists hold tens of thousands of English words and numbers.
        counts = {word: count for word, count in counts.items() if is_word_of(word, language)}
    return Counter(counts)


def _write(language: str, counts: Counter[str]) -> None:
    if not counts:
        return
    WORDS.mkdir(parents=True, exist_ok=True)
    rows: Iterable[tuple[str, int]] = sorted(counts.items(), key=lambda item: (-item[1], item[0]))
    text = "".join(f"{word}\t{count}\n" for word, count in rows)
    (WORDS / f"{language}.tsv").write_text(text, encoding="utf-8")


def write_all(sources: Sources) -> None:
    """Write the word lists of all languages, unless they were written from the same packages before."""
    installed = [f"{name} {version(name)}" for name in ("jieba", "opencc", "pypinyin", "wordfreq")]
    archives = [sources.packages[name].sha256 for name in ("pypi:ipadic", "pypi:pycantonese")]
    languages = ("ko", *ALPHABETIC, *SMALL)
    digest = digest_of(Path(__file__).read_bytes(), *installed, *archives, *languages)
    stamp = Stamp(WORK / "words.stamp", digest)
    if stamp.is_current() and WORDS.exists():
        return
    _write("zh-Hans", simplified())
    _write("zh-Hant", traditional(sources))
    _write("ja", japanese(sources))
    for language in languages:
        _write(language, alphabetic(language))
    stamp.write()
