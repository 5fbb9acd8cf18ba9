"""All comparisons with other tools, as one page of Markdown: `python -m benchmarks`, or `make bench`.

They need nothing but PyPI, for the tools and for the texts, and some ten minutes on one core. Tables go to the standard
output, progress to the standard error. What takes longer is by itself: `harm`, `calibrate`, `perplexity`.
"""

from __future__ import annotations

import argparse

from benchmarks import commands, detect, documents, ftfy_cases, whole_texts
from benchmarks.reliability import reliability
from benchmarks.repair import arguments, comparison, drawn


def main() -> None:
    """Print every table with the command that makes it alone."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    arguments(parser)
    parser.add_argument(
        "--per-detection", type=int, default=30, help="texts of each language, encoding and length"
    )
    parser.add_argument("--per-text", type=int, default=30, help="whole texts of each kind and language")
    parser.add_argument("--megabytes", type=float, default=30.0, help="size of the file that is timed")
    options = parser.parse_args()
    lossless, lossy, lines = drawn(options)
    show("Repair", "repair", comparison(lossless, lossy, lines))
    texts = [*documents.lists(options.per_text, apart=True), *documents.whole(options.per_text, apart=True)]
    show("Whole texts", "whole_texts", whole_texts.comparison(texts))
    show("Speed of whole commands", "commands", commands.timing(options.megabytes))
    # What garble-fix made of these lines is still known.
    show("Confidence", "reliability", reliability([*lossless, *lossy, *lines]))
    show("Detection of encodings", "detect", detect.detection(options.per_detection))
    show("ftfy's own test cases", "ftfy_cases", ftfy_cases.examination())


def show(title: str, module: str, text: str) -> None:
    """Print a section."""
    print(f"## {title}\n\n{text}\n\n    python -m benchmarks.{module}\n", flush=True)


if __name__ == "__main__":
    main()
