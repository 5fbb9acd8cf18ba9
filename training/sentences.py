"""Sentences drawn at random from the word trigrams of another program, to learn from where running text is thin.

    python -m training.sentences

The sentences make no sense, but any three words of one did stand side by side in what that program learnt from. They
are written to `training/work/fragments/LANGUAGE/NAME.txt`, as pieces that say nothing of how lines begin and end.

libkkc's `sorted3` model (https://github.com/ueno/libkkc) is read as it lies in Debian's package. All integers are
little-endian; a cost is -log10 P in steps of 8/65535 (with that unit, and no other, the probabilities of each context
and what its backoff gives add up to one). `data.1gram.index` is a trie of `reading/surface`, whose key ids are the
word ids.

    data.1gram   cost u16, backoff cost u16, padding u16, by word id
    data.2gram   word u32, word before it u32, cost u16, backoff cost u16, sorted
    data.3gram   word u32, index of the two words before it in data.2gram u32, cost u16, sorted
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import marisa_trie
import numpy as np
import numpy.typing as npt

from training import fetch
from training.archives import members
from training.sources import WORK, Sources, WordModel, read_sources
from training.stamps import Stamp, digest_of

FRAGMENTS = WORK / "fragments"

Integers = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]

_UNIT = -8.0 / 65535.0
_BEGIN, _END = "<s>", "</s>"
_SHORTEST, _LONGEST = 2, 60
_BATCH = 20_000
_SEED = 1

# The surfaces are full-width throughout; people write digits and Latin letters half-width.
_HALF_WIDTH = {
    full: full - 0xFEE0
    for first, last in ("０９", "ＡＺ", "ａｚ")
    for full in range(ord(first), ord(last) + 1)
}


@dataclass(frozen=True)
class Continuations:
    """What may follow each context: rows of `word`, those of context `c` from `first[c]` to `first[c + 1]`."""

    first: Integers
    word: Integers
    sums: Floats
    """Of the probabilities of all rows before each row, and of all."""

    @classmethod
    def of(cls, context: Integers, word: Integers, probability: Floats, contexts: int) -> Continuations:
        """Sort rows by their contexts, and those of one by their words."""
        order = np.lexsort((word, context))
        first = np.searchsorted(context[order], np.arange(contexts + 1))
        sums = np.concatenate([[0.0], np.cumsum(probability[order])])
        return cls(first, word[order], sums)

    def draw(self, contexts: Integers, random: np.random.Generator, attested: bool) -> Integers:
        """A word for each context, -1 for none.

        `attested` makes one of the words that are on record follow if any is; else there is none as often as their
        probabilities are short of one.
        """
        low, high = self.first[contexts], self.first[contexts + 1]
        reach = self.sums[high] - self.sums[low] if attested else 1.0
        rows = np.searchsorted(self.sums, self.sums[low] + reach * random.random(contexts.size), "right") - 1
        if attested:
            rows = np.minimum(rows, high - 1)
        return np.where((rows < high) & (low < high), self.word[np.minimum(rows, self.word.size - 1)], -1)


@dataclass(frozen=True)
class Trigrams:
    """A word trigram model: `pair` are the pairs on record, sorted, as `first * words + second`."""

    words: tuple[str, ...]
    pair: Integers
    after_word: Continuations
    after_pair: Continuations

    def sentences(self, count: int, random: np.random.Generator) -> Iterator[str]:
        """Draw some sentences; those that do not come to an end are left out."""
        begin, end = self.words.index(_BEGIN), self.words.index(_END)
        going = np.arange(count)
        before = np.full(count, begin)
        word = self.after_word.draw(before, random, attested=True)
        steps: list[Integers] = []
        ended = np.zeros(count, np.int64)
        while going.size and len(steps) < _LONGEST:
            steps.append(np.full(count, end))
            steps[-1][going] = word
            ended[going[word == end]] = len(steps)
            keep = (word != end) & (word >= 0)
            going, before, word = going[keep], before[keep], word[keep]
            before, word = word, self._after(before, word, random)
        for index in np.flatnonzero(ended > _SHORTEST).tolist():
            yield "".join(self.words[step[index]] for step in steps[: ended[index] - 1]) + "。"

    def _after(self, before: Integers, word: Integers, random: np.random.Generator) -> Integers:
        pair = before * len(self.words) + word
        place = np.minimum(np.searchsorted(self.pair, pair), self.pair.size - 1)
        known = np.flatnonzero(self.pair[place] == pair)
        found = np.full(word.size, -1)
        found[known] = self.after_pair.draw(place[known], random, attested=False)
        rest = np.flatnonzero(found < 0)
        found[rest] = self.after_word.draw(word[rest], random, attested=True)
        return found


def read_libkkc(files: dict[str, bytes]) -> Trigrams:
    """Read the model from the contents of its files, by their names."""
    trie = marisa_trie.Trie().frombytes(files["data.1gram.index"])
    words = tuple(_surface(trie.restore_key(number)) for number in range(len(trie)))
    two = np.dtype([("word", "<u4"), ("before", "<u4"), ("cost", "<u2"), ("backoff", "<u2")])
    three = np.dtype([("word", "<u4"), ("pair", "<u4"), ("cost", "<u2")])
    pairs, triples = np.frombuffer(files["data.2gram"], two), np.frombuffer(files["data.3gram"], three)
    word, before = pairs["word"].astype(np.int64), pairs["before"].astype(np.int64)
    codes = before * len(words) + word
    order = np.argsort(codes)
    rank = np.empty_like(order)
    rank[order] = np.arange(order.size)
    return Trigrams(
        words,
        codes[order],
        Continuations.of(before, word, _probability(pairs["cost"]), len(words)),
        Continuations.of(
            rank[triples["pair"]], triples["word"].astype(np.int64), _probability(triples["cost"]), pairs.size
        ),
    )


def _surface(key: str) -> str:
    """What is written of a word: the part behind its reading, if it has one."""
    return key if key in (_BEGIN, _END) else key.rpartition("/")[2].translate(_HALF_WIDTH)


def _probability(cost: npt.NDArray[np.uint16]) -> Floats:
    return np.asarray(10.0 ** (cost.astype(np.float64) * _UNIT))


def draw_all(sources: Sources) -> None:
    """Write the sentences of every model, unless they were drawn from the same package before."""
    for source in sources.word_models:
        digest = digest_of(
            Path(__file__).read_bytes(), source.package.sha256, source.path, str(source.size), np.__version__
        )
        target = FRAGMENTS / source.language / f"{source.name}.txt"
        stamp = Stamp(FRAGMENTS / f"{source.name}.stamp", digest)
        if stamp.is_current() and target.exists():
            continue
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text("".join(f"{line}\n" for line in _drawn(source)), encoding="utf-8")
        stamp.write()
        print(f"{source.name:28} {source.language}:{target.stat().st_size / 1e6:.2f}", flush=True)


def _drawn(source: WordModel) -> Iterator[str]:
    wanted = re.compile(source.path)
    found = members(source.package.path, lambda path: bool(wanted.search(path)))
    model = read_libkkc({Path(path).name: data for path, data in found})
    random = np.random.default_rng(_SEED)
    left = round(source.size * 1e6)
    while True:
        for line in model.sentences(_BATCH, random):
            left -= len(line) + 1
            if left < 0:
                return
            yield line


def main() -> None:
    """Fetch the models and draw from them."""
    draw_all(fetch.fetch_all(read_sources()))


if __name__ == "__main__":
    main()
