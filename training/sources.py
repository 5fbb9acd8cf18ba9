"""The list of sources, `sources.toml`, as objects."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from typing import Any

from training.locales import CJK

HERE = Path(__file__).parent
WORK = HERE / "work"
CACHE = WORK / "cache"


@dataclass(frozen=True)
class Package:
    """One archive of one registry, pinned."""

    registry: str
    name: str
    version: str
    file: str
    sha256: str
    licence: str

    @property
    def path(self) -> Path:
        """Where the archive lies once it is fetched."""
        return CACHE / self.registry / self.file


@dataclass(frozen=True)
class Source:
    """Text of one genre, got in one way out of one or more packages."""

    name: str
    kind: str
    genre: str
    packages: tuple[Package, ...]
    paths: tuple[str, ...]
    language: str | None = None
    cap: float = 6.0
    cap_alphabetic: float = 1.5
    share: float = 0.2
    key: str | None = None

    @cached_property
    def pattern(self) -> re.Pattern[str]:
        """One pattern that matches the paths of all wanted files, with the locale as group `locale`."""
        return re.compile("|".join(f"(?:{path})" for path in self.paths))

    @property
    def recipe(self) -> str:
        """All that decides which lines are extracted; caps and descriptions do not."""
        digests = [package.sha256 for package in self.packages]
        return repr((self.kind, digests, self.paths, self.language, self.share, self.key))

    def cap_for(self, language: str) -> float:
        """Say how many MB of a language are taken at most."""
        return self.cap if language in CJK else self.cap_alphabetic


@dataclass(frozen=True)
class Conversion:
    """A source made out of another one: Simplified text, written again in Traditional characters."""

    name: str
    origin: str
    conversion: str
    genre: str
    language: str = "zh-Hant"
    cap: float = 2.0

    @property
    def recipe(self) -> str:
        """All that decides which lines are converted, but for the lines themselves."""
        return repr((self.origin, self.conversion, self.language))

    def cap_for(self, _language: str) -> float:
        """Say how many MB are taken at most."""
        return self.cap


@dataclass(frozen=True)
class WordModel:
    """Another program's model of words, from which sentences are drawn; see `sentences`."""

    name: str
    genre: str
    language: str
    package: Package
    path: str
    size: float
    """Millions of characters that are drawn."""


@dataclass(frozen=True)
class Sources:
    """All that `sources.toml` says."""

    packages: dict[str, Package]
    sources: tuple[Source, ...]
    conversions: tuple[Conversion, ...]
    word_models: tuple[WordModel, ...] = ()

    def without(self, gone: Iterable[Package]) -> Sources:
        """Return the list without some packages, and with the sources that still have others."""
        names = {(package.registry, package.name) for package in gone}
        if not names:
            return self
        packages = {key: p for key, p in self.packages.items() if (p.registry, p.name) not in names}
        reduced = (
            replace(source, packages=tuple(p for p in source.packages if (p.registry, p.name) not in names))
            for source in self.sources
        )
        left = tuple(source for source in reduced if source.packages)
        origins = {source.name for source in left}
        conversions = tuple(c for c in self.conversions if c.origin in origins)
        models = tuple(m for m in self.word_models if m.package in packages.values())
        return Sources(packages, left, conversions, models)


def read_sources(path: Path = HERE / "sources.toml") -> Sources:
    """Read the list of sources."""
    table: dict[str, Any] = tomllib.loads(path.read_text(encoding="utf-8"))
    packages = {
        key: Package(registry=key.partition(":")[0], name=key.partition(":")[2], **fields)
        for key, fields in table["package"].items()
    }
    sources = tuple(_source(fields, packages) for fields in table["source"])
    conversions = tuple(Conversion(**fields) for fields in table.get("conversion", ()))
    models = tuple(
        WordModel(**{**fields, "package": packages[fields["package"]]})
        for fields in table.get("word-model", ())
    )
    return Sources(packages, sources, conversions, models)


def _source(fields: dict[str, Any], packages: dict[str, Package]) -> Source:
    known = {**fields, "packages": tuple(packages[key] for key in fields["packages"])}
    known["paths"] = tuple(fields["paths"])
    return Source(**known)
