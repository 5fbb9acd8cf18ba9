"""Write the tables of sources into the model card, from `sources.toml` and the text that was made.

python -m training.card
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from training.corpus import TEXT
from training.locales import CJK, CODE, SMALL
from training.sentences import FRAGMENTS
from training.sources import HERE, Conversion, Package, Source, Sources, read_sources

CARD = HERE.parent / "docs" / "model-card.md"
BEGIN, END = "<!-- sources: begin, written by training.card -->", "<!-- sources: end -->"
REGISTRIES = {"pypi": "PyPI", "npm": "npm", "debian": "Debian", "debian-index": "Debian index"}

Sizes = dict[str, dict[str, int]]


def sizes_of(*folders: Path) -> Sizes:
    """Return the bytes of text by source and language; Hong Kong's files count with their source."""
    sizes: Sizes = defaultdict(lambda: defaultdict(int))
    for path in sorted(path for folder in folders for path in folder.glob("*/*.txt")):
        sizes[path.stem.removesuffix("-hk")][path.parent.name] += path.stat().st_size
    return sizes


def _megabytes(size: int) -> str:
    return f"{size / 1e6:.2f}" if size else ""


def _cells(sizes: dict[str, int]) -> list[str]:
    others = sum(size for language, size in sizes.items() if language not in (*CJK, CODE))
    return [*(_megabytes(sizes.get(language, 0)) for language in (*CJK, CODE)), _megabytes(others)]


def _row(cells: Iterable[str]) -> str:
    return f"| {' | '.join(cells)} |"


def _sorted(packages: Iterable[Package]) -> list[Package]:
    return sorted(
        packages, key=lambda package: (list(REGISTRIES).index(package.registry), package.name.lower())
    )


def _source_table(sources: Sources, sizes: Sizes) -> Iterator[str]:
    yield "| source | genre | packages | zh-Hans | zh-Hant | ja | ko | code | others |"
    yield "|---|---|---|---:|---:|---:|---:|---:|---:|"
    everything: tuple[Source | Conversion, ...] = (*sources.sources, *sources.conversions)
    for source in everything:
        if isinstance(source, Source):
            packages = ", ".join(package.name for package in _sorted(source.packages))
        else:
            packages = f"`{source.origin}` through OpenCC `{source.conversion}`"
        cells = _cells(sizes.get(source.name, {}))
        yield _row([f"`{source.name}`", source.genre, packages, *cells])
    for model in sources.word_models:
        yield _row([f"`{model.name}`", model.genre, model.package.name, *_cells(sizes.get(model.name, {}))])


def _package_table(sources: Sources) -> Iterator[str]:
    yield "| package | registry | version | licence |"
    yield "|---|---|---|---|"
    for package in _sorted(sources.packages.values()):
        yield _row([package.name, REGISTRIES[package.registry], package.version, package.licence])


def _language_table(sizes: Sizes) -> Iterator[str]:
    totals: dict[str, int] = defaultdict(int)
    for by_language in sizes.values():
        for language, size in by_language.items():
            totals[language] += size
    small = sorted(totals.keys() & {*SMALL})
    large = (*CJK, CODE, *sorted(totals.keys() - {*CJK, CODE, *SMALL}))
    yield from _totals(large, totals)
    if small:
        yield from ("", "The small languages, which share a budget each:", "")
        yield from _totals(small, totals)


def _totals(languages: Sequence[str], totals: dict[str, int]) -> Iterator[str]:
    yield _row(languages)
    yield _row("---:" for _ in languages)
    yield _row(_megabytes(totals[language]) for language in languages)


def tables(sources: Sources, sizes: Sizes) -> str:
    """Return the three tables: languages, sources, packages."""
    parts = (
        "### Text by language (MB)",
        *("", *_language_table(sizes), ""),
        "### Text by source (MB)",
        *("", *_source_table(sources, sizes), ""),
        "### Packages",
        *("", *_package_table(sources), ""),
    )
    return "\n".join(parts)


def main() -> None:
    """Replace the tables in the model card."""
    card = CARD.read_text(encoding="utf-8")
    before, _, rest = card.partition(BEGIN)
    _, _, after = rest.partition(END)
    body = tables(read_sources(), sizes_of(TEXT, FRAGMENTS))
    CARD.write_text(f"{before}{BEGIN}\n\n{body}\n{END}{after}", encoding="utf-8")


if __name__ == "__main__":
    main()
