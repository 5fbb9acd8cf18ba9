"""From the pinned packages to clean text: fetch, extract, clean, remove duplicates, set some aside.

    python -m training.corpus            all of it; what is done and unchanged is not done again
    python -m training.corpus NAME …     extract and clean only these sources, without the selection

Everything is decided by contents and hashes, nothing by order, time or chance, so that two runs write
the same bytes. What is written, under `training/work/`:

    clean/SOURCE/LANGUAGE.txt   all fit lines of one source, in the order of the packages
    text/LANGUAGE/SOURCE.txt    the lines to train on: no duplicates, at most as many as the cap allows
    heldout/LANGUAGE.txt        every fiftieth line by hash, in none of the files above
    words/LANGUAGE.tsv          words and how often they occur (see `words`)
"""

from __future__ import annotations

import hashlib
import re
import shutil
import sys
from collections.abc import Callable, Iterator
from functools import partial
from importlib.metadata import version
from pathlib import Path

from opencc import OpenCC

from training import fetch, words
from training.archives import members
from training.clean import is_fit, is_fit_code, normalise
from training.extract import EXTRACTORS, json_text
from training.locales import CJK, CODE, language_of, variant
from training.sources import HERE, WORK, Conversion, Package, Source, Sources, read_sources
from training.stamps import Stamp, digest_of

CLEAN = WORK / "clean"
TEXT = WORK / "text"
HELDOUT = WORK / "heldout"
HELDOUT_ONE_IN = 50
# Between two files of source code in `clean/code-*`; the other texts have a line each.
FILE_BREAK = "\f\n"

_PACKAGE_LOCALE = re.compile(r"-(zh-\w+|[a-z]{2})(?:-JP|-KR)?$", re.IGNORECASE)


def records(source: Source) -> Iterator[tuple[str, str]]:
    """Yield all texts of a source as its extractor finds them, with the name of the file each belongs in."""
    extract = partial(json_text.values_of, key=source.key) if source.key else EXTRACTORS[source.kind]
    for package in source.packages:
        for path, data in members(package.path, lambda path: bool(source.pattern.search(path))):
            target = _target(source, package, path)
            if target is not None:
                for text in extract(data):
                    yield target, text


def _target(source: Source, package: Package, path: str) -> str | None:
    """Name the file for the text at `path`: its language, and `-hk` for Hong Kong."""
    if source.language is not None:
        return source.language
    match = source.pattern.search(path)
    found = [locale for locale in match.groupdict().values() if locale] if match else []
    if not found:
        found = _PACKAGE_LOCALE.findall(package.name)
    language = language_of(found[0]) if found else None
    return language and language + variant(found[0])


def clean_source(source: Source) -> None:
    """Write all fit texts of a source, each once, to `clean/`."""
    seen: set[tuple[str, str]] = set()
    kept: dict[str, list[str]] = {}
    for target, text in records(source):
        language = target.removesuffix("-hk")
        line = text if language == CODE else normalise(text)
        if (target, line) in seen:
            continue
        seen.add((target, line))
        if is_fit_code(line) if language == CODE else is_fit(line, language, source.share):
            kept.setdefault(target, []).append(line)
    _write_clean(source.name, kept)


def convert(conversion: Conversion) -> None:
    """Write the Traditional form of a Simplified source to `clean/`."""
    converter = OpenCC(conversion.conversion)
    origin = CLEAN / conversion.origin / "zh-Hans.txt"
    lines = (line for line in _texts(origin, "zh-Hans") if not _is_set_aside(line))
    fit = (line for line in map(converter.convert, lines) if is_fit(line, conversion.language, 0.1))
    _write_clean(conversion.name, {conversion.language: list(dict.fromkeys(fit))})


def _write_clean(name: str, kept: dict[str, list[str]]) -> None:
    folder = CLEAN / name
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    for target, lines in kept.items():
        text = FILE_BREAK.join(lines) if target == CODE else "".join(f"{line}\n" for line in lines)
        (folder / f"{target}.txt").write_text(text, encoding="utf-8")


def _hash(text: str) -> int:
    return int.from_bytes(hashlib.blake2b(text.encode("utf-8"), digest_size=8).digest())


def _is_set_aside(text: str) -> bool:
    return _hash(text) % HELDOUT_ONE_IN == 0


def _texts(path: Path, language: str) -> list[str]:
    text = path.read_text(encoding="utf-8")
    return text.split(FILE_BREAK) if language == CODE else text.split("\n")[:-1]


def sample(texts: list[str], cap: int) -> list[str]:
    """Keep texts of at most `cap` bytes altogether, chosen by their hashes, in their old order."""
    sizes = [len(text.encode("utf-8")) + 1 for text in texts]
    if sum(sizes) <= cap:
        return texts
    chosen, total = set(), 0
    for index in sorted(range(len(texts)), key=lambda index: (_hash(texts[index]) >> 16, texts[index])):
        if total + sizes[index] <= cap:
            total += sizes[index]
            chosen.add(index)
    return [text for index, text in enumerate(texts) if index in chosen]


def select(language: str, sources: Sources) -> None:
    """Write the training files of one language and its held-out file."""
    seen: set[int] = set()
    heldout: list[str] = []
    folder = TEXT / language
    fresh_folder = WORK / "selecting" / language
    shutil.rmtree(fresh_folder, ignore_errors=True)
    fresh_folder.mkdir(parents=True)
    everything: tuple[Source | Conversion, ...] = (*sources.sources, *sources.conversions)
    for source in everything:
        for suffix in ("", "-hk"):
            path = CLEAN / source.name / f"{language}{suffix}.txt"
            if not path.exists():
                continue
            fresh: list[str] = []
            for text in _texts(path, language):
                key = _hash(text)
                if key not in seen:
                    seen.add(key)
                    fresh.append(text)
            chosen = sample(fresh, int(source.cap_for(language) * 1e6))
            # What was converted by a program says nothing about how well people's text is known.
            if isinstance(source, Source):
                heldout += filter(_is_set_aside, chosen)
            kept = [text for text in chosen if not _is_set_aside(text)]
            _write(fresh_folder / f"{source.name}{suffix}.txt", kept)
    # In one step, so that whoever is training meanwhile never finds half a language.
    shutil.rmtree(folder, ignore_errors=True)
    folder.parent.mkdir(parents=True, exist_ok=True)
    fresh_folder.rename(folder)
    HELDOUT.mkdir(parents=True, exist_ok=True)
    _write(HELDOUT / f"{language}.txt", heldout)


def _write(path: Path, texts: list[str]) -> None:
    if texts:
        path.write_text("".join(f"{text}\n" for text in texts), encoding="utf-8")


def _code_digest() -> str:
    """Digest the programs that decide what is extracted and kept."""
    modules = [HERE / f"{name}.py" for name in ("archives", "clean", "corpus", "locales", "script")]
    used = [f"{name} {version(name)}" for name in ("ftfy", "opencc")]
    return digest_of(*used, *(path.read_bytes() for path in (*modules, *sorted(HERE.glob("extract/*.py")))))


def clean_all(sources: Sources, only: set[str]) -> None:
    """Extract and clean every source that is new or changed, or those that are named."""
    programs = _code_digest()
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
    stamp = Stamp(WORK / "select.stamp", digest_of(*inputs, repr(caps)))
    if not stamp.is_current() or not TEXT.exists():
        shutil.rmtree(HELDOUT, ignore_errors=True)
        for language in languages_found():
            select(language, sources)
        stamp.write()


def languages_found() -> list[str]:
    """Name the languages for which there is clean text."""
    return sorted({path.stem.removesuffix("-hk") for path in CLEAN.glob("*/*.txt")})


def main(names: list[str]) -> None:
    """Run all steps, or extract and clean the named sources."""
    sources = read_sources()
    fetch.fetch_all(sources)
    clean_all(sources, set(names))
    if names:
        return
    select_all(sources)
    words.write_all(sources)


if __name__ == "__main__":
    main(sys.argv[1:])
