"""`log P(text)`: one model for each written language, and the alphabet that they share.

Under Chinese, Japanese and Korean a text's log-probability is the sum over its characters of

    log P(token | tokens before it, language)  +  log P(letter | letters before it, its class)

where the second term is 0 for characters that are tokens of their own (see `tokens`). It is the same under all of
them, so that foreign words say nothing about which of them a text is in. The alphabetic world, `xx`, is

    log P(letter | letters before it)  -  log(how many characters the letter stands for)

the last term being 0 but for Han characters and the like, which are one letter to an alphabet.
"""

from __future__ import annotations

import functools
import math
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from importlib import resources
from pathlib import Path
from typing import Any, Final

import numpy as np
import numpy.typing as npt

from garble_fix.errors import ModelError
from garble_fix.language import container
from garble_fix.language.junk import junk_log_probs
from garble_fix.language.ngrams import Floats, NGramModel, Successors
from garble_fix.language.static_function import Keys, StaticFunction
from garble_fix.language.tokens import fold

LANGUAGES: Final = ("zh-Hans", "zh-Hant", "ja", "ko", "xx")
"""The languages with a model; `xx` is the alphabetic world."""

_REPEATED: Final = math.log(0.3)
"""log P, in nats, at least given to a symbol that repeats the one before it (a cache model of one entry)."""

_HALF_WIDTH: Final = -5.0
_STILL_HALF_WIDTH: Final = -0.5
"""log P, in nats, that a kana is of half width, and that the next one is too."""

_VOICED: Final = -3.0
"""log P, in nats, at least given to a voicing mark of half width."""

_NOVELTY: Final = -8.0
"""log P, in nats, that a Latin letter or a symbol comes as no language has it, but as one of its kind picked blindly:
names, transcriptions, languages that the training never saw, emoji."""

_FREE: Final = (
    (0x00C0, 0x0250), (0x1E00, 0x1F00), (0xFB00, 0xFB07),  # Latin letters and ligatures
    (0x2190, 0x2300), (0x2600, 0x27C0), (0x2B00, 0x2C00), (0x1F000, 0x1FB00),  # arrows, mathematics, dingbats, emoji
)  # fmt: skip

_FOREIGN_NOVELTY: Final = -16.0
"""The same of any other character."""

_LONGEST: Final = 4
"""The order of the longest n-grams."""

_LINE_FEED: Final = np.uint32(10)
"""What stands before every line, in all models."""

_ARRAYS: Final = ("unigram", "unigram_backoff", "prob_table", "backoff_table")
PACKED: Final = np.float16
"""How log P is stored: to a sixty-fourth of a nat or better."""


def code_points(text: str) -> npt.NDArray[np.uint32]:
    """The code points of `text` (unpaired surrogates included) as an array."""
    return np.frombuffer(text.encode("utf-32-le", "surrogatepass"), np.uint32)


def _keys(ids: npt.NDArray[np.uint16]) -> Keys:
    """Ids as what keys are packed of."""
    return ids.astype(np.uint64)


@dataclass(frozen=True, eq=False)
class LanguageModel:
    """The tables of the alphabet and the models, as they lie in the model file."""

    token: npt.NDArray[np.uint16]
    letter: npt.NDArray[np.uint16]
    letters: int
    frequency: Floats
    """log P of each token without context, in the language that has it most; nats."""
    letter_frequency: Floats
    """log P of each letter within its class, without context; nats."""
    languages: dict[str, NGramModel]
    spelling: NGramModel
    """Which letter of its class comes next, in words of alphabets among Han characters, kana and Hangul."""
    log_letter_size: Floats
    """The logarithm of how many characters each letter stands for."""
    meta: dict[str, Any]
    names: tuple[str, ...] = LANGUAGES

    def char_log_probs(self, text: str) -> Floats:
        """`log P` of each code point given those before it, in nats; shape (languages, code points)."""
        return self.log_probs_at(code_points(text), None, range(len(LANGUAGES)))

    def pair_log_probs(
        self, before: npt.NDArray[np.uint32], points: npt.NDArray[np.uint32], languages: Sequence[int]
    ) -> Floats:
        """`log P` of each of `points` given no more than the code point before it, in nats.

        `languages` are indices into `LANGUAGES`; shape (languages, points).
        """
        pairs = np.stack([before, points], axis=1).ravel()
        return self.log_probs_at(pairs, np.arange(1, pairs.size, 2), languages, order=2)

    def log_probs_at(
        self,
        points: npt.NDArray[np.uint32],
        where: npt.NDArray[np.int64] | None,
        languages: Sequence[int],
        order: int | None = None,
    ) -> Floats:
        """`log P` of the code points at the indices `where` (None: of all) given those before them, in nats.

        `languages` are indices into `LANGUAGES`; shape (languages, indices). `order` bounds how many code points,
        itself included, say what comes.
        """
        folded = fold(points)
        at = np.arange(folded.size) if where is None else where
        before, line_begins = [], np.zeros(at.size, np.bool_)
        # A line knows nothing of the line before it.
        for back in range(1, _LONGEST):
            earlier = folded[np.maximum(at - back, 0)]
            line_begins = line_begins | (at < back) | (earlier == _LINE_FEED)
            before.append(np.where(line_begins, _LINE_FEED, earlier))
        result, _ = self._score(folded[at], before, None, languages, order)
        # Rules, boxes, rows of stars: a symbol that has just been is likely to be once more.
        again = (folded[at] == folded[at - 1]) & (at > 0) & self.symbol[folded[at]]
        result[:, again] = np.maximum(result[:, again], _REPEATED)
        return result

    def log_probs_after(
        self,
        contexts: npt.NDArray[np.uint32],
        who: npt.NDArray[np.int64],
        points: npt.NDArray[np.uint32],
        languages: Sequence[int],
    ) -> tuple[Floats, Floats]:
        """`log P` of each of `points` after the row `who` of `contexts`, and after the last character there; nats.

        Both have the shape (languages, points). A context has three code points, of which those before a line feed
        do not count.
        """
        folded = fold(contexts.ravel()).reshape(contexts.shape)
        before, line_begins = [], np.zeros(contexts.shape[0], np.bool_)
        for back in range(1, _LONGEST):
            line_begins = line_begins | (folded[:, -back] == _LINE_FEED)
            before.append(np.where(line_begins, _LINE_FEED, folded[:, -back]))
        here = fold(points)
        result, pairs = self._score(here, before, who, languages, None)
        again = (here == folded[who, -1]) & self.symbol[here]
        result[:, again] = np.maximum(result[:, again], _REPEATED)
        return result, pairs

    def _score(
        self,
        here: npt.NDArray[np.uint32],
        before: Sequence[npt.NDArray[np.uint32]],
        who: npt.NDArray[np.int64] | None,
        languages: Sequence[int],
        order: int | None,
    ) -> tuple[Floats, Floats]:
        """`log P` of code points `here` (folded), and the same given no more than the one before; nats.

        `before` are the code points of the contexts, the nearest first, and `who` the contexts (see `Successors`).
        """
        letters = self.letter[here]
        alphabetic = np.flatnonzero(letters < self.letters)
        by_letter = Successors(_keys(letters), [_keys(self.letter[b]) for b in before], who)
        by_token = Successors(_keys(self.token[here]), [_keys(self.token[b]) for b in before], who)
        result = np.empty((len(languages), here.size), np.float32)
        pairs = np.empty_like(result)
        spelled: list[Floats] | None = None
        for row, language in enumerate(languages):
            model = self.languages[LANGUAGES[language]]
            if LANGUAGES[language] == "xx":
                scores = model.score_after(by_letter, None, order)
                size = self.log_letter_size[letters]
                result[row], pairs[row] = scores[-1] - size, scores[1] - size
                continue
            scores = model.score_after(by_token, None, order)
            result[row], pairs[row] = scores[-1], scores[1]
            if not alphabetic.size:
                continue
            if spelled is None:
                contexts = alphabetic if who is None else who[alphabetic]
                some = Successors(by_letter.targets[alphabetic], by_letter.before, contexts)
                spelled = self.spelling.score_after(some, by_token.targets[alphabetic], order)
            result[row, alphabetic] += spelled[-1]
            pairs[row, alphabetic] += spelled[1]
        # Half-width kana are scored as kana are, and used less; a voicing mark is part of the kana before it.
        half = np.flatnonzero((here >= 0xFF61) & (here <= 0xFF9F))
        if half.size:
            last = before[0][half if who is None else who[half]]
            still = (last >= 0xFF61) & (last <= 0xFF9F)
            marks = half[here[half] >= 0xFF9E]
            for nats in (result, pairs):
                nats[:, half] += np.where(still, np.float32(_STILL_HALF_WIDTH), np.float32(_HALF_WIDTH))
                nats[:, marks] = np.maximum(nats[:, marks], _VOICED)
        # Whatever the training never showed can still be written: no character costs more than a rare surprise.
        novelty = self.novelty[here]
        np.maximum(result, novelty, out=result)
        np.maximum(pairs, novelty, out=pairs)
        return result, pairs

    @functools.cached_property
    def novelty(self) -> Floats:
        """`log P` of each (folded) code point as one that no training text shows; nats."""
        points = np.arange(self.token.size, dtype=np.uint32)
        novelty = np.full(points.size, _FOREIGN_NOVELTY, np.float32)
        for start, end in _FREE:
            novelty[start:end] = _NOVELTY
        result: Floats = junk_log_probs(points) + novelty
        return result

    def char_log_probs_each(self, texts: Sequence[str]) -> list[Floats]:
        """`char_log_probs` of several texts, each as a line of its own, in one pass."""
        scores = self.char_log_probs("\n".join(texts))
        starts = np.cumsum([0, *(len(text) + 1 for text in texts)])
        return [scores[:, start : start + len(text)] for start, text in zip(starts, texts, strict=False)]

    @functools.cached_property
    def symbol(self) -> npt.NDArray[np.bool_]:
        """Whether each (folded) code point is a symbol or a mark: neither a letter, a digit nor a space."""
        kinds = self.meta["symbols"]
        result = np.zeros(self.token.size, np.bool_)
        for start, end in kinds:
            result[start:end] = True
        return result

    @functools.cached_property
    def single(self) -> Floats:
        """`log P` of every (folded) code point without context, in the language that knows it best."""
        spelled = np.where(self.letter < self.letters, self.letter_frequency[self.letter], np.float32(0))
        result: Floats = self.frequency[self.token] + spelled
        return result

    def rarity(self, text: str) -> float:
        """A quick score: the sum of the characters' log-probabilities without context, in nats."""
        return float(self.single[fold(code_points(text))].sum())

    def rarities(self, texts: Sequence[str]) -> npt.NDArray[np.float64]:
        """`rarity` of several texts in one pass."""
        if not texts:
            return np.zeros(0)
        scores = self.single[fold(code_points("".join(texts)))]
        ends = np.cumsum([len(text) for text in texts])
        sums = np.concatenate([[0.0], np.cumsum(scores, dtype=np.float64)])
        totals: npt.NDArray[np.float64] = np.diff(sums[np.concatenate([[0], ends])])
        return totals

    def log_probs(self, texts: Sequence[str]) -> Floats:
        """`log P` of each text, as lines of their own, in nats; shape (texts, languages). One pass for all."""
        if not texts:
            return np.zeros((0, len(LANGUAGES)), np.float32)
        scores = self.char_log_probs("\n".join(texts) + "\n")
        ends = np.cumsum([len(text) + 1 for text in texts])
        sums = np.concatenate(
            [np.zeros((len(LANGUAGES), 1)), np.cumsum(scores, axis=1, dtype=np.float64)], axis=1
        )
        totals: Floats = np.diff(sums[:, np.concatenate([[0], ends])], axis=1).T.astype(np.float32)
        return totals


def pack(model: NGramModel, name: str, arrays: container.Arrays) -> dict[str, Any]:
    """Put a model's arrays into `arrays` under `name`, and return what the header must say of it."""
    for field in _ARRAYS:
        arrays[f"{name}/{field}"] = getattr(model, field).astype(PACKED)
    arrays[f"{name}/slots"] = model.ngrams.slots
    return {
        "order": model.order,
        "pad": model.pad,
        "seed": model.ngrams.seed,
        "bits": model.ngrams.fingerprint_bits,
    }


def unpack(name: str, arrays: container.Arrays, meta: dict[str, Any]) -> NGramModel:
    """The model that `pack` stored."""
    unigram, unigram_backoff, prob_table, backoff_table = (
        arrays[f"{name}/{field}"].astype(np.float32) for field in _ARRAYS
    )
    ngrams = StaticFunction(arrays[f"{name}/slots"], meta["seed"], meta["bits"])
    return NGramModel(meta["order"], unigram, unigram_backoff, ngrams, prob_table, backoff_table, meta["pad"])


def _half_as_full_width(table: npt.NDArray[np.uint16]) -> npt.NDArray[np.uint16]:
    """The table with half-width kana, of which the training has few, as what they are: kana."""
    table = table.copy()
    for point in range(0xFF61, 0xFF9E):
        table[point] = table[ord(unicodedata.normalize("NFKC", chr(point)))]
    return table


def load(path: Path) -> LanguageModel:
    """Map the model file at `path`. Raises `ModelError`."""
    meta, arrays = container.read(path)
    try:
        models = {name: unpack(name, arrays, packed) for name, packed in meta["models"].items()}
        spelling = models.pop("spelling")
        return LanguageModel(
            _half_as_full_width(arrays["token"]),
            _half_as_full_width(arrays["letter"]),
            meta["letters"],
            arrays["frequency"].astype(np.float32),
            arrays["letter_frequency"].astype(np.float32),
            models,
            spelling,
            arrays["log_letter_size"].astype(np.float32),
            meta,
        )
    except KeyError as error:
        raise ModelError(
            f"{path}: a language model of another version, without {error}; reinstall garble-fix"
        ) from error


@functools.cache
def packaged() -> LanguageModel:
    """The model that comes with the package, mapped on first use."""
    return load(Path(str(resources.files("garble_fix.language") / "model.bin")))
