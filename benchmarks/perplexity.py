"""How surprised the packaged model is by text that it has not seen.

    python -m benchmarks.perplexity FOLDER [--characters N]

FOLDER holds a file of UTF-8 text for each written language, named for it: `ja.txt`, `fr.txt`. The last step of
`python -m training.corpus` leaves such a folder, `training/work/heldout`. Of each file, lines spread evenly over it
are read, some N characters in all.

Each line is scored by itself, its end included, in every written language of the model, and the one that it is
likeliest in counts, as in the search for repairs. The table gives, for each file, the number of characters, the
nats per character and the perplexity (e to the power of that: among how many equally likely characters the model
may be said to choose), and the language that most of the characters were likeliest in, with its share. Where the
language has a network, the last column has the nats per character that this takes; what characters that it does not
know take is left to the n-grams.
"""

from __future__ import annotations

import argparse
import math
from pathlib import Path
from typing import NamedTuple

import numpy as np

from garble_fix.language import LanguageModel, packaged
from garble_fix.language.model import code_points
from garble_fix.language.network import packaged as further

CHARACTERS = 300_000
_BATCH = 400
"""Lines scored at a time, which bounds memory."""


class Row(NamedTuple):
    """One written language: what was read, what it cost, and which language of the model it was taken for."""

    language: str
    characters: int
    nats: float
    """Per character."""
    taken_for: str
    share: float
    """Of the characters, those on lines that were taken for `taken_for`."""
    further: float | None
    """Nats per character of the network of the language."""

    @property
    def perplexity(self) -> float:
        """The nats per character as a number of equally likely choices."""
        return math.exp(self.nats)


def sample(path: Path, characters: int) -> list[str]:
    """Lines spread evenly over a file, about `characters` in all; the whole file if it is shorter."""
    lines = [line for line in path.read_text(encoding="utf-8").split("\n") if line]
    step = max(1, math.ceil(sum(len(line) + 1 for line in lines) / characters))
    return lines[::step]


def measure(language: str, lines: list[str], model: LanguageModel) -> Row:
    """Score `lines`, which are in `language`."""
    characters = np.array([len(line) + 1 for line in lines])
    scores = np.concatenate(
        [model.log_probs(lines[at : at + _BATCH]) for at in range(0, len(lines), _BATCH)]
    ).astype(np.float64)
    counts = np.bincount(scores.argmax(axis=1), weights=characters, minlength=len(model.names))
    total = int(characters.sum())
    nats = -float(scores.max(axis=1).sum()) / total
    most = int(counts.argmax())
    share = float(counts[most]) / total
    return Row(language, total, nats, model.names[most], share, by_network(language, lines, model))


def by_network(language: str, lines: list[str], model: LanguageModel) -> float | None:
    """Nats per character of `lines` by the network of their language, line by line; None where there is none."""
    network = further(language)
    if network is None:
        return None
    total, characters = 0.0, 0
    for line in lines:
        text = f"{line}\n"
        nats, known = network.log_probs(code_points("\n"), code_points(text)[None])
        near = model.char_log_probs(text)[model.names.index(language)]
        total -= float(np.where(known[0], nats[0], near).sum())
        characters += len(text)
    return total / characters


def table(rows: list[Row]) -> str:
    """The rows as a table in Markdown."""
    lines = [
        "| language | characters | nats per character | perplexity | taken for | network |",
        "|---|---:|---:|---:|---|---:|",
    ]
    for row in rows:
        cells = (
            row.language,
            f"{row.characters:,}".replace(",", " "),
            f"{row.nats:.2f}",
            f"{row.perplexity:.1f}",
        )
        network = "" if row.further is None else f" {row.further:.2f}"
        lines.append(f"| {' | '.join(cells)} | {row.taken_for} {100 * row.share:.0f} % |{network} |")
    return "\n".join(lines)


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("folder", type=Path, help="text to measure, one LANGUAGE.txt each")
    parser.add_argument("--characters", type=int, default=CHARACTERS, help="about how many to read of each")
    arguments = parser.parse_args()
    paths = sorted(arguments.folder.glob("*.txt"))
    if not paths:
        parser.error(f"{arguments.folder} has no files named LANGUAGE.txt")
    model = packaged()
    rows = [
        measure(path.stem, lines, model) for path in paths if (lines := sample(path, arguments.characters))
    ]
    print(table(rows))


if __name__ == "__main__":
    main()
