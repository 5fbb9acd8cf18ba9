"""Training and scoring of n-grams against a slow reference that is written from the formulas."""

from __future__ import annotations

import itertools
import math
from collections import Counter, defaultdict
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from training.ngrams import BACKOFFS, PROBS, count, discounts, marginals, train

from garble_fix.language.ngrams import Codebook, NGramModel, ngram_key

PAD = 0
SYMBOLS = 12
"""0 is the line feed."""

Gram = tuple[int, ...]


def toy_corpus(seed: int, size: int = 4000) -> npt.NDArray[np.uint16]:
    """A chain of symbols in which each prefers two successors, so that there is something to learn."""
    random = np.random.default_rng(seed)
    symbols = [1]
    for _ in range(size - 1):
        usual = [(symbols[-1] * 5 + 1) % SYMBOLS, (symbols[-1] * 3 + 2) % SYMBOLS]
        symbols.append(int(random.choice(usual) if random.random() < 0.8 else random.integers(SYMBOLS)))
    return np.array(symbols, np.uint16)


@dataclass
class Reference:
    """Interpolated modified Kneser–Ney with pruning, one n-gram at a time."""

    order: int
    base: list[float]
    prune: tuple[int, ...]
    classes: list[int] | None = None
    counts: dict[int, Counter[Gram]] = field(default_factory=dict)
    levels: dict[int, npt.NDArray[np.float64]] = field(default_factory=dict)
    totals: dict[int, Counter[tuple[Gram, int]]] = field(default_factory=dict)
    kept: dict[int, set[Gram]] = field(default_factory=dict)

    def learn(self, symbols: list[int]) -> None:
        whole: Counter[Gram] = Counter()
        line = [PAD] * (self.order - 1)
        for symbol in symbols:
            line.append(symbol)
            whole[tuple(line[-self.order :])] += 1
            if symbol == PAD:
                line = [PAD] * (self.order - 1)
        self.counts[self.order] = whole
        for n in range(self.order - 1, 0, -1):
            self.counts[n] = Counter(gram[1:] for gram in self.counts[n + 1])
        for n, counted in self.counts.items():
            if self.classes is not None:
                counted = self.counts[n] = Counter(  # noqa: PLW2901
                    {gram: times for gram, times in counted.items() if gram[-1] < len(self.classes)}
                )
            self.levels[n] = discounts(np.array(list(counted.values())))
            self.totals[n] = Counter()
            for gram, times in counted.items():
                self.totals[n][gram[:-1], self.class_of(gram[-1])] += times
            # The orders come the longest first.
            self.kept[n] = {gram for gram, times in counted.items() if n == 1 or times >= self.prune[n]}
            self.kept[n] |= {gram[1:] for gram in self.kept.get(n + 1, ())}

    def class_of(self, symbol: int) -> int:
        if self.classes is None:
            return 0
        return self.classes[symbol] if symbol < len(self.classes) else -1

    def members(self, group: int) -> list[int]:
        return [symbol for symbol in range(len(self.base)) if self.class_of(symbol) == group]

    def mass(self, gram: Gram) -> float:
        """What an n-gram that is on record keeps of its relative frequency; 0 for those that are pruned."""
        n, times = len(gram), self.counts[len(gram)][gram]
        if gram not in self.kept[n]:
            return 0.0
        return (times - self.levels[n][min(times, 3)]) / self.totals[n][gram[:-1], self.class_of(gram[-1])]

    def probability(self, gram: Gram) -> float:
        """P(last symbol | those before it), by interpolation all the way down."""
        members = self.members(self.class_of(gram[-1]))
        left = 1.0 - sum(self.mass((*gram[:-1], symbol)) for symbol in members)
        shorter = self.probability(gram[1:]) if len(gram) > 1 else self.base[gram[-1]]
        return self.mass(gram) + left * shorter


def trained(
    symbols: npt.NDArray[np.uint16], order: int, prune: tuple[int, ...], classes: list[int] | None = None
) -> tuple[NGramModel, Reference]:
    if classes is None:
        base = np.full(SYMBOLS, 1.0 / SYMBOLS)
    else:
        sizes = Counter(classes)
        base = np.array([1.0 / sizes[one] for one in classes] + [1.0] * (SYMBOLS - len(classes)))
    reference = Reference(order, base.tolist(), prune, classes)
    reference.learn(symbols.tolist())
    letter_class = None if classes is None else np.array(classes, np.uint16)
    return train([symbols], order, base, pad=PAD, prune=prune, letter_class=letter_class), reference


RECIPES = [(2, (0, 0, 1)), (3, (0, 0, 1, 2)), (4, (0, 0, 1, 2, 3))]


@pytest.mark.parametrize(("order", "prune"), RECIPES)
def test_the_reference_is_a_distribution(order: int, prune: tuple[int, ...]) -> None:
    _, reference = trained(toy_corpus(1), order, prune)
    for context in itertools.islice(itertools.product(range(SYMBOLS), repeat=order - 1), 0, None, 7):
        total = sum(reference.probability((*context, symbol)) for symbol in range(SYMBOLS))
        assert total == pytest.approx(1.0)


@pytest.mark.parametrize(("order", "prune"), RECIPES)
def test_scores_are_those_of_the_reference(order: int, prune: tuple[int, ...]) -> None:
    model, reference = trained(toy_corpus(1), order, prune)
    text = toy_corpus(2, 1500)
    wanted = [math.log(reference.probability(gram)) for gram in grams(text.tolist(), order)]
    check(model.score(text), wanted, order)


@pytest.mark.parametrize(("order", "prune"), RECIPES)
def test_scores_within_a_class_are_those_of_the_reference(order: int, prune: tuple[int, ...]) -> None:
    classes = [0, 1, 1, 1, 1, 2, 2, 2, 2]
    model, reference = trained(toy_corpus(1), order, prune, classes)
    text = toy_corpus(2, 1500)
    where = np.flatnonzero(text < len(classes))
    by_symbol = np.array([*classes, 3, 3, 3], np.uint16)
    every = grams(text.tolist(), order)
    wanted = [math.log(reference.probability(every[index])) for index in where]
    check(model.score(text, by_symbol[text], where), wanted, order)
    for context in [(1,), (7,), (11,)]:
        for group in (1, 2):
            members = reference.members(group)
            assert sum(reference.probability((*context, symbol)) for symbol in members) == pytest.approx(1.0)


def grams(symbols: list[int], order: int) -> list[Gram]:
    """Each symbol with what comes before it in its line."""
    found: list[Gram] = []
    line = [PAD] * (order - 1)
    for symbol in symbols:
        line.append(symbol)
        found.append(tuple(line[-order:]))
        if symbol == PAD:
            line = [PAD] * (order - 1)
    return found


def check(scores: npt.NDArray[np.float32], wanted: list[float], order: int) -> None:
    """Within what quantisation may add, a stray fingerprint in a thousand look-ups aside."""
    half_steps = -PROBS.low / (PROBS.levels - 1) / 2 - (order - 1) * BACKOFFS.low / (BACKOFFS.levels - 1) / 2
    far = np.abs(scores - np.array(wanted)) > half_steps + 1e-4
    assert far.mean() < 0.01


def test_counts_start_afresh_with_each_line() -> None:
    counted = count([np.array([1, 2, PAD, 1, 2], np.uint16)], 3, PAD)
    found = {int(key): int(times) for key, times in zip(counted.keys, counted.counts, strict=True)}
    assert found == {pack(0, 0, 1): 2, pack(0, 1, 2): 2, pack(1, 2, PAD): 1}


def test_pieces_count_only_within() -> None:
    whole, piece = np.array([1, PAD], np.uint16), np.array([1, 2, 3, PAD, 4, 5, PAD], np.uint16)
    counted = count([whole], 2, PAD, [piece])
    found = {int(key): int(times) for key, times in zip(counted.keys, counted.counts, strict=True)}
    assert found == {pack(0, 1): 1, pack(1, PAD): 1, pack(1, 2): 1, pack(2, 3): 1, pack(4, 5): 1}


def test_the_ends_of_what_is_kept_are_kept() -> None:
    """A 4-gram of three occurrences stays, and with it the 3-gram that ends it, seen after one symbol only."""
    text = np.array([*[1, 2, 3, 4, PAD] * 3, *[2, 3, 5, PAD] * 3], np.uint16)
    model = train([text], 4, np.full(SYMBOLS, 1.0 / SYMBOLS), pad=PAD, prune=(0, 0, 1, 2, 3))
    for gram in ((1, 2, 3, 4), (2, 3, 4)):
        _, there = model.ngrams.get(ngram_key(np.array([pack(*gram)], np.uint64), len(gram)))
        assert there.all(), gram


def pack(*symbols: int) -> int:
    key = 0
    for symbol in symbols:
        key = key << 16 | symbol
    return key


def test_discounts_are_those_of_chen_and_goodman() -> None:
    counts = np.repeat([1, 2, 3, 4, 9], [100, 40, 20, 10, 30])
    y = 100 / (100 + 2 * 40)
    assert discounts(counts).tolist() == pytest.approx(
        [0.0, 1 - 2 * y * 40 / 100, 2 - 3 * y * 20 / 40, 3 - 4 * y * 10 / 20]
    )


def test_marginals_are_relative_frequencies() -> None:
    symbols = toy_corpus(3, 50_000)
    base = np.full(SYMBOLS, 1.0 / SYMBOLS)
    found = marginals([symbols], base)
    assert found.sum() == pytest.approx(1.0)
    np.testing.assert_allclose(found, np.bincount(symbols, minlength=SYMBOLS) / symbols.size, atol=0.01)


def test_marginals_within_classes_sum_to_one_in_each() -> None:
    classes = np.array([0, 1, 1, 1, 2, 2], np.uint16)
    sizes = np.bincount(classes)
    base = np.array([*(1.0 / sizes[classes]), *[1.0] * (SYMBOLS - classes.size)])
    found = marginals([toy_corpus(3)], base, classes)
    sums: defaultdict[int, float] = defaultdict(float)
    for letter, group in enumerate(classes.tolist()):
        sums[group] += float(found[letter])
    assert list(sums.values()) == pytest.approx([1.0, 1.0, 1.0])


@settings(max_examples=50, deadline=None, derandomize=True)
@given(st.lists(st.floats(-20, 0), max_size=40))
def test_quantisation_goes_to_the_nearest_code(log_probs: list[float]) -> None:
    book = Codebook(-15.75, 64)
    found = book.table()[book.encode(np.array(log_probs))]
    assert np.abs(found - np.maximum(log_probs, -15.75)).max(initial=0) <= 0.1251


def test_bigrams_as_many_as_symbols_are_not_taken_for_unigrams() -> None:
    """Each symbol has one successor here, so that there are as many bigrams as symbols."""
    symbols = np.tile(np.arange(1, 6, dtype=np.uint16), 40)
    base = np.full(6, 1 / 6)
    bigrams = count([symbols], 2, PAD).keys.size
    assert bigrams == base.size
    reference = Reference(3, base.tolist(), (0, 0, 1, 1))
    reference.learn(symbols.tolist())
    model = train([symbols], 3, base, pad=PAD, prune=(0, 0, 1, 1))
    wanted = [math.log(reference.probability(gram)) for gram in grams(symbols.tolist(), 3)]
    check(model.score(symbols), wanted, 3)
