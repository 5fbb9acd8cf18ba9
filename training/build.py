"""Build the packaged model from the extracted text: `python -m training.build`."""

from __future__ import annotations

import argparse
import hashlib
import itertools
import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt

from garble_fix.language import container
from garble_fix.language.model import LANGUAGES, PACKED, code_points, pack
from garble_fix.language.tokens import TokenTables, build_tables, fold, symbol_ranges
from training import ngrams

ROOT = Path(__file__).resolve().parent.parent
MODEL = ROOT / "src" / "garble_fix" / "language" / "model.bin"


@dataclass(frozen=True)
class Recipe:
    """How a model is made: its order, and the least count kept of each order (indices 0 and 1 are unused)."""

    order: int
    prune: tuple[int, ...]


RECIPES = {
    "zh-Hans": Recipe(3, (0, 0, 1, 3)),
    "zh-Hant": Recipe(3, (0, 0, 1, 3)),
    "ja": Recipe(4, (0, 0, 1, 1, 4)),
    "ko": Recipe(4, (0, 0, 1, 2, 2)),
    "xx": Recipe(4, (0, 0, 2, 3, 4)),
    "spelling": Recipe(3, (0, 0, 2, 4)),
}

# How likely a character that training never showed is to be of a group, in a language that writes with the group
# ("home") and in one that does not: probabilities that sum to less than one, the rest going to the classes.
_HOME_GROUPS = {
    "zh-Hans": {"han": 0.85},
    "zh-Hant": {"han": 0.85},
    "ja": {"han": 0.75, "kana": 0.1},
    "ko": {"hangul": 0.75, "han": 0.1},
}
_FOREIGN = {
    "han": 0.02, "hangul": 0.01, "kana": 0.01, "cjk punctuation": 0.01, "mark": 0.02, "full-width": 0.005,
    "half-width": 0.002, "han extension": 0.002, "squared": 0.002, "vertical form": 0.001, "radical": 0.0005,
    "han compatibility": 0.0005, "rare syllable": 0.001, "rare kana": 0.0005,
}  # fmt: skip


def base_distribution(tables: TokenTables, language: str) -> npt.NDArray[np.float64]:
    """The probability of each token before anything was seen."""
    members: dict[str, list[int]] = {}
    for token, group in enumerate(tables.group):
        members.setdefault(group, []).append(token)
    shares = _FOREIGN | _HOME_GROUPS[language]
    shares["class"] = max(0.02, 1.0 - sum(shares.values()))
    base = np.zeros(len(tables.group))
    for group, tokens in members.items():
        base[tokens] = shares[group] / len(tokens)
    return base / base.sum()


def alphabetic_base(tables: TokenTables, chunks: list[npt.NDArray[np.uint16]]) -> npt.NDArray[np.float64]:
    """The probability of each letter of the alphabetic world before it was seen: that of its class, evenly spread."""
    group = np.arange(int(tables.letter.max()) + 1) + len(tables.class_size)
    group[: tables.letters] = tables.letter_class
    _, group = np.unique(group, return_inverse=True)
    counts = sum(np.bincount(group[chunk], minlength=group.max() + 1) for chunk in chunks)
    share = (counts + 1.0) / (counts.sum() + group.max() + 1.0)
    return share[group] / np.bincount(group)[group]


def letter_base(tables: TokenTables) -> npt.NDArray[np.float64]:
    """The probability of each letter within its class before anything was seen; 1 for symbols that are context only."""
    size = int(tables.letter.max()) + 1
    base = np.ones(size)
    base[: tables.letters] = 1.0 / tables.class_size[tables.letter_class]
    return base


WORDS = 60_000
"""How many words of each frequency list join in: the running text lacks names, places and everyday words."""


def texts(folder: Path, language: str) -> Iterator[str]:
    """The training text of a language, file by file in a fixed order."""
    for path in sorted((folder / language).glob("*.txt")):
        yield path.read_text(encoding="utf-8")


def words(path: Path, longest: int, most: int = WORDS) -> str:
    """The `most` frequent words of a list, one a line, each once to `longest` times by the log of its count."""
    if not path.exists():
        return ""
    rows = [line.rpartition("\t") for line in itertools.islice(path.open(encoding="utf-8"), most)]
    if not rows:
        return ""
    least = math.log(int(rows[-1][2]))
    span = max(1.0, math.log(int(rows[0][2])) - least)
    lines = []
    for word, _, count in rows:
        lines += [word] * (1 + round((longest - 1) * (math.log(int(count)) - least) / span))
    return "\n".join(lines) + "\n"


@dataclass(frozen=True)
class Corpus:
    """The extracted text: `text/<language>/*.txt` and `words/<language>.tsv` in one folder."""

    folder: Path

    def languages(self, model: str) -> list[str]:
        """The written languages that a model learns from."""
        if model != "xx":
            return [model]
        return sorted({path.name for path in (self.folder / "text").iterdir()} - set(LANGUAGES))

    def read(self, language: str) -> list[str]:
        """All there is of one written language."""
        listed = words(self.folder / "words" / f"{language}.tsv", 6)
        return [*texts(self.folder / "text", language), listed]

    def fragments(self, language: str) -> list[str]:
        """Pieces of text of one written language: see `training.ngrams.count`."""
        return list(texts(self.folder / "fragments", language))


def build(corpus: Corpus) -> tuple[dict, container.Arrays]:
    """Train everything: the header and the arrays of the model file."""
    tables = build_tables()
    line_feed_token, line_feed_letter = int(tables.token[10]), int(tables.letter[10])
    arrays: container.Arrays = {"token": tables.token, "letter": tables.letter}

    def add(
        name: str,
        recipe: Recipe,
        chunks: list[npt.NDArray[np.uint16]],
        base: npt.NDArray[np.float64],
        pad: int,
        letter_class: npt.NDArray[np.uint16] | None = None,
        fragments: Sequence[npt.NDArray[np.uint16]] = (),
    ) -> None:
        model = ngrams.train(
            chunks,
            recipe.order,
            base,
            pad=pad,
            prune=recipe.prune,
            letter_class=letter_class,
            fragments=fragments,
        )
        meta["models"][name] = pack(model, name, arrays)
        read = sum(chunk.size for chunk in chunks) / 1e6
        print(f"{name}: {read:.1f} M characters, {model.ngrams.slots.nbytes / 1e6:.1f} MB", flush=True)

    meta: dict = {"letters": tables.letters, "models": {}, "symbols": symbol_ranges()}
    frequency = np.zeros(len(tables.group))
    for name in LANGUAGES[:-1]:
        chunks = [tables.token[fold(code_points("".join(corpus.read(name))))]]
        base = base_distribution(tables, name)
        frequency = np.maximum(frequency, ngrams.marginals(chunks, base))
        fragments = [tables.token[fold(code_points(text))] for text in corpus.fragments(name)]
        add(name, RECIPES[name], chunks, base, line_feed_token, fragments=fragments)
    alphabetic: list[npt.NDArray[np.uint16]] = []
    tokens = []
    for language in corpus.languages("xx"):
        folded = fold(code_points("".join(corpus.read(language))))
        alphabetic.append(tables.letter[folded])
        tokens.append(tables.token[folded])
    even = np.full(len(tables.group), 1.0 / len(tables.group))
    frequency = np.maximum(frequency, ngrams.marginals(tokens, even))
    add("xx", RECIPES["xx"], alphabetic, alphabetic_base(tables, alphabetic), line_feed_letter)
    within = letter_base(tables)
    add("spelling", RECIPES["spelling"], alphabetic, within, line_feed_letter, tables.letter_class)
    letter_frequency = ngrams.marginals(alphabetic, within, tables.letter_class)
    arrays["frequency"] = np.log(frequency).astype(PACKED)
    arrays["letter_frequency"] = np.log(letter_frequency).astype(PACKED)
    arrays["log_letter_size"] = np.log(tables.letter_size).astype(PACKED)
    return meta, arrays


def main() -> None:
    """Build and write the model."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--corpus", type=Path, default=ROOT / "training" / "work")
    parser.add_argument("--output", type=Path, default=MODEL)
    arguments = parser.parse_args()
    meta, arrays = build(Corpus(arguments.corpus))
    container.write(arguments.output, meta, arrays)
    digest = hashlib.sha256(arguments.output.read_bytes()).hexdigest()
    print(f"{arguments.output}: {arguments.output.stat().st_size / 1e6:.1f} MB, sha256 {digest}")


if __name__ == "__main__":
    main()
