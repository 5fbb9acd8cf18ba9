"""From the pinned packages to clean text: fetch, extract, clean, remove duplicates, set some aside.

    python -m training.corpus            all of it; what is done and unchanged is not done again
    python -m training.corpus NAME …     extract and clean only these sources, without the selection
    python -m training.corpus --skip-missing
                                         do without packages that their registries no longer have

Everything is decided by contents and hashes, nothing by order, time or chance, so that two runs write
the same bytes. What is written, under `training/work/`:

    clean/SOURCE/LANGUAGE.txt   all fit lines of one source, in the order of the packages
    text/LANGUAGE/SOURCE.txt    the lines to train on: no duplicates, at most as many as the cap allows
    heldout/LANGUAGE.txt        every fiftieth line by hash, in none of the files above
    words/LANGUAGE.tsv          words and how often they occur (see `words`)
    fragments/LANGUAGE/NAME.txt sentences drawn from another program's model (see `sentences`)
"""

from __future__ import annotations

import argparse
import shutil
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

from training import fetch, sentences, words
from training.extraction import CLEAN, clean_source, code_digest, convert, is_set_aside, read_texts, text_hash
from training.locales import CJK, CODE, SMALL
from training.sources import WORK, Conversion, Source, Sources, read_sources
from training.stamps import Stamp, digest_of

TEXT = WORK / "text"
HELDOUT = WORK / "heldout"
# In bytes, for a language of which there is little: enough to know it by, too little to crowd others out.
SMALL_BUDGET = 1_500_000


def sample(texts: list[str], cap: int) -> list[str]:
    """Keep texts of at most `cap` bytes altogether, chosen by their hashes, in their old order."""
    sizes = [len(text.encode("utf-8")) + 1 for text in texts]
    if sum(sizes) <= cap:
        return texts
    chosen, total = set(), 0
    for index in sorted(range(len(texts)), key=lambda index: (text_hash(texts[index]) >> 16, texts[index])):
        if total + sizes[index] <= cap:
            total += sizes[index]
            chosen.add(index)
    return [text for index, text in enumerate(texts) if index in chosen]


def select(language: str, sources: Sources) -> None:
    """Write the training files of one language and its held-out file."""
    heldout: list[str] = []
    folder = TEXT / language
    fresh_folder = WORK / "selecting" / language
    shutil.rmtree(fresh_folder, ignore_errors=True)
    fresh_folder.mkdir(parents=True)
    found = list(_fresh_texts(language, sources))
    caps = [int(source.cap_for(language) * 1e6) for source, _, _ in found]
    if language in SMALL:
        caps = even_caps([min(cap, _size(texts)) for cap, (_, _, texts) in zip(caps, found, strict=True)])
    for cap, (source, name, texts) in zip(caps, found, strict=True):
        chosen = sample(texts, cap)
        # What was converted by a program says nothing about how well people's text is known.
        if isinstance(source, Source):
            heldout += filter(is_set_aside, chosen)
        _write(fresh_folder / f"{name}.txt", [text for text in chosen if not is_set_aside(text)])
    # In one step, so that whoever is training meanwhile never finds half a language.
    shutil.rmtree(folder, ignore_errors=True)
    folder.parent.mkdir(parents=True, exist_ok=True)
    fresh_folder.rename(folder)
    HELDOUT.mkdir(parents=True, exist_ok=True)
    _write(HELDOUT / f"{language}.txt", heldout)


def _fresh_texts(language: str, sources: Sources) -> Iterator[tuple[Source | Conversion, str, list[str]]]:
    """Yield the texts of each source that no earlier one has, and the name of the file they go to.

    Translations into the small languages are often unfinished: what is still in English is left out.
    """
    seen: set[int] = set()
    if language in SMALL:
        for path in CLEAN.glob("*/en.txt"):
            seen.update(map(text_hash, read_texts(path, "en")))
    everything: tuple[Source | Conversion, ...] = (*sources.sources, *sources.conversions)
    for source in everything:
        for suffix in ("", "-hk"):
            path = CLEAN / source.name / f"{language}{suffix}.txt"
            if not path.exists():
                continue
            fresh: list[str] = []
            for text in read_texts(path, language):
                key = text_hash(text)
                if key not in seen:
                    seen.add(key)
                    fresh.append(text)
            yield source, f"{source.name}{suffix}", fresh


def _size(texts: list[str]) -> int:
    return sum(len(text.encode("utf-8")) + 1 for text in texts)


def even_caps(sizes: list[int], budget: int = SMALL_BUDGET) -> list[int]:
    """Cap sources of these sizes so that together they keep to the budget: small ones whole, big ones alike.

    >>> even_caps([100, 700, 900], 1000)
    [100, 450, 450]
    """
    caps, left = [0] * len(sizes), budget
    for done, index in enumerate(sorted(range(len(sizes)), key=sizes.__getitem__)):
        caps[index] = min(sizes[index], left // (len(sizes) - done))
        left -= caps[index]
    return caps


def _write(path: Path, texts: list[str]) -> None:
    if texts:
        path.write_text("".join(f"{text}\n" for text in texts), encoding="utf-8")


def clean_all(sources: Sources, only: set[str]) -> None:
    """Extract and clean every source that is new or changed, or those that are named."""
    programs = code_digest()
    digests: dict[str, str] = {}
    for source in sources.sources:
        digests[source.name] = digest_of(programs, source.recipe)
        _run_step(source.name, digests[source.name], only, partial(clean_source, source))
    for conversion in sources.conversions:
        digest = digest_of(digests[conversion.origin], conversion.recipe)
        _run_step(conversion.name, digest, only, partial(convert, conversion))


def _run_step(name: str, digest: str, only: set[str], step: Callable[[], None]) -> None:
    stamp = Stamp(CLEAN / f"{name}.stamp", digest)
    if name in only or not (only or stamp.is_current()):
        step()
        stamp.write()
        _report(name)


def _report(name: str) -> None:
    sizes = sorted((path.stem, path.stat().st_size) for path in (CLEAN / name).glob("*.txt"))
    print(f"{name:28}", " ".join(f"{language}:{size / 1e6:.2f}" for language, size in sizes), flush=True)


def select_all(sources: Sources) -> None:
    """Select the text of all languages, unless it was selected from the same clean text before."""
    everything: tuple[Source | Conversion, ...] = (*sources.sources, *sources.conversions)
    inputs = [(CLEAN / f"{source.name}.stamp").read_text(encoding="ascii") for source in everything]
    caps = [(source.name, source.cap_for(CJK[0]), source.cap_for(CODE)) for source in everything]
    stamp = Stamp(WORK / "select.stamp", digest_of(*inputs, repr((caps, SMALL_BUDGET))))
    if not stamp.is_current() or not TEXT.exists():
        shutil.rmtree(HELDOUT, ignore_errors=True)
        for language in languages_found():
            select(language, sources)
        stamp.write()


def languages_found() -> list[str]:
    """Name the languages for which there is clean text."""
    return sorted({path.stem.removesuffix("-hk") for path in CLEAN.glob("*/*.txt")})


def main() -> None:
    """Run all steps, or extract and clean the named sources."""
    parser = argparse.ArgumentParser(
        prog="python -m training.corpus", description="Make the text to train on."
    )
    parser.add_argument("names", nargs="*", metavar="NAME", help="extract and clean only these sources")
    parser.add_argument("--skip-missing", action="store_true", help="do without packages that cannot be had")
    arguments = parser.parse_args()
    sources = fetch.fetch_all(read_sources(), arguments.skip_missing)
    clean_all(sources, set(arguments.names))
    if not arguments.names:
        select_all(sources)
        words.write_all(sources)
        sentences.draw_all(sources)


if __name__ == "__main__":
    main()
