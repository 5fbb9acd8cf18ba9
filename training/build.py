"""Build the packaged model from the extracted text: `python -m training.build`."""

from __future__ import annotations

import argparse
import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt

from garble_fix.language import container
from garble_fix.language.model import LANGUAGES, code_points, pack
from garble_fix.language.tokens import TokenTables, build_tables, fold
from training import ngrams

ROOT = Path(__file__).resolve().parent.parent
MODEL = ROOT / "src" / "garble_fix" / "language" / "model.bin"


@dataclass(frozen=True)
class Recipe:
    """How a model is made: its order, and the least count kept of each order (indices 0 and 1 are unused)."""

    order: int
    prune: tuple[int, ...]


RECIPES = {
    "zh-Hans": Recipe(3, (0, 0, 1, 2)),
    "zh-Hant": Recipe(3, (0, 0, 1, 2)),
    "ja": Recipe(3, (0, 0, 1, 2)),
    "ko": Recipe(3, (0, 0, 1, 2)),
    "xx": Recipe(4, (0, 0, 1, 1, 2)),
    "alphabet": Recipe(4, (0, 0, 1, 2, 3)),
}

# How likely a character that training never showed is to be of a group, in a language that writes with the group
# ("home") and in one that does not: probabilities that sum to less than one, the rest going to the classes.
_HOME_GROUPS = {
    "zh-Hans": {"han": 0.85},
    "zh-Hant": {"han": 0.85},
    "ja": {"han": 0.75, "kana": 0.1},
    "ko": {"hangul": 0.75, "han": 0.1},
    "xx": {},
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


def letter_base(tables: TokenTables) -> npt.NDArray[np.float64]:
    """The probability of each letter within its class before anything was seen; 1 for symbols that are context only."""
    size = int(tables.letter.max()) + 1
    base = np.ones(size)
    base[: tables.letters] = 1.0 / tables.class_size[tables.letter_class]
    return base


def texts(folder: Path, language: str) -> Iterator[str]:
    """The training text of a language, file by file in a fixed order."""
    for path in sorted((folder / language).glob("*.txt")):
        yield path.read_text(encoding="utf-8")


def build(text_folder: Path, languages: dict[str, tuple[str, ...]], limit: int | None = None) -> tuple[dict, container.Arrays]:
    """Train everything; `languages` maps each model to the folders of text that it learns from."""
    tables = build_tables()
    line_feed_token = int(tables.token[10])
    line_feed_letter = int(tables.letter[10])
    arrays: container.Arrays = {"token": tables.token, "letter": tables.letter}
    meta: dict = {"letters": tables.letters, "models": {}}
    alphabet_chunks: list[npt.NDArray[np.uint16]] = []
    for language in LANGUAGES:
        chunks = []
        for folder in languages[language]:
            for text in texts(text_folder, folder):
                folded = fold(code_points(text[:limit]))
                chunks.append(tables.token[folded])
                if language == "xx":
                    alphabet_chunks.append(tables.letter[folded])
        recipe = RECIPES[language]
        model = ngrams.train(chunks, recipe.order, base_distribution(tables, language), pad=line_feed_token, prune=recipe.prune)
        meta["models"][language] = pack(model, language, arrays)
        print(f"{language}: {sum(c.size for c in chunks) / 1e6:.1f} M characters, {model.ngrams.slots.nbytes / 1e6:.1f} MB", flush=True)
    recipe = RECIPES["alphabet"]
    alphabet = ngrams.train(
        alphabet_chunks, recipe.order, letter_base(tables), pad=line_feed_letter, prune=recipe.prune, letter_class=tables.letter_class
    )
    meta["models"]["alphabet"] = pack(alphabet, "alphabet", arrays)
    print(f"alphabet: {alphabet.ngrams.slots.nbytes / 1e6:.1f} MB")
    return meta, arrays


def main() -> None:
    """Build and write the model."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--text", type=Path, default=ROOT / "training" / "work" / "text")
    parser.add_argument("--output", type=Path, default=MODEL)
    arguments = parser.parse_args()
    found = {path.name for path in arguments.text.iterdir()}
    alphabets = tuple(sorted(found - set(LANGUAGES)))
    meta, arrays = build(arguments.text, {name: (name,) for name in LANGUAGES} | {"xx": alphabets})
    container.write(arguments.output, meta, arrays)
    digest = hashlib.sha256(arguments.output.read_bytes()).hexdigest()
    print(f"{arguments.output}: {arguments.output.stat().st_size / 1e6:.1f} MB, sha256 {digest}")


if __name__ == "__main__":
    main()
