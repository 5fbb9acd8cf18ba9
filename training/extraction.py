"""Extracting and cleaning one source: from packages to the file of its fit lines for each language.

What is written lies in `training/work/clean/SOURCE/LANGUAGE.txt`; `corpus` selects from there.
"""

from __future__ import annotations

import hashlib
import re
import shutil
from collections.abc import Iterator
from functools import partial
from importlib.metadata import version
from pathlib import Path

from opencc import OpenCC

from training.archives import members
from training.clean import is_fit, is_fit_code, normalise
from training.extract import EXTRACTORS, json_text
from training.locales import CODE, language_of, variant
from training.sources import HERE, WORK, Conversion, Package, Source
from training.stamps import digest_of

CLEAN = WORK / "clean"
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
    lines = (line for line in read_texts(origin, "zh-Hans") if not is_set_aside(line))
    fit = (line for line in map(converter.convert, lines) if is_fit(line, conversion.language, 0.1))
    _write_clean(conversion.name, {conversion.language: list(dict.fromkeys(fit))})


def _write_clean(name: str, kept: dict[str, list[str]]) -> None:
    folder = CLEAN / name
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    for target, lines in kept.items():
        text = FILE_BREAK.join(lines) if target == CODE else "".join(f"{line}\n" for line in lines)
        (folder / f"{target}.txt").write_text(text, encoding="utf-8")


def text_hash(text: str) -> int:
    """Hash a text, the same everywhere and always."""
    return int.from_bytes(hashlib.blake2b(text.encode("utf-8"), digest_size=8).digest())


def is_set_aside(text: str) -> bool:
    """Say whether a text is kept for measuring and never trained on."""
    return text_hash(text) % HELDOUT_ONE_IN == 0


def read_texts(path: Path, language: str) -> list[str]:
    """Read a file of `clean/`: lines, or whole files of source code."""
    text = path.read_text(encoding="utf-8")
    return text.split(FILE_BREAK) if language == CODE else text.split("\n")[:-1]


def code_digest() -> str:
    """Digest the programs that decide what is extracted and kept."""
    modules = [HERE / f"{name}.py" for name in ("archives", "clean", "extraction", "locales", "script")]
    used = [f"{name} {version(name)}" for name in ("ftfy", "opencc")]
    return digest_of(*used, *(path.read_bytes() for path in (*modules, *sorted(HERE.glob("extract/*.py")))))
