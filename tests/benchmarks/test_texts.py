"""What garble-fix is measured on is pinned, and was neither learnt from nor fitted to."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from training.sources import read_sources

from benchmarks import harm, texts

LEARNT = set(read_sources().packages)
LISTS = [texts.SOURCES, harm.SOURCES]


@pytest.mark.parametrize("path", LISTS, ids=lambda path: path.stem)
def test_the_models_did_not_learn_from_them(path: Path) -> None:
    found = read_sources(path).packages
    assert not LEARNT & set(found)
    assert not {name.lower() for name in LEARNT} & {name.lower() for name in found}


@pytest.mark.parametrize("path", LISTS, ids=lambda path: path.stem)
def test_every_package_is_pinned_and_used(path: Path) -> None:
    sources = read_sources(path)
    assert all(re.fullmatch("[0-9a-f]{64}", package.sha256) for package in sources.packages.values())
    used = {package for source in sources.sources for package in source.packages}
    assert used == set(sources.packages.values())


def test_what_was_fitted_to_is_not_measured_on() -> None:
    by_name = {source.name: set(source.packages) for source in read_sources(texts.SOURCES).sources}
    assert set(by_name) == {"measure", "fit", "documents"}
    assert not by_name["measure"] & (by_name["fit"] | by_name["documents"])
    assert not (by_name["fit"] | by_name["documents"]) & set(read_sources(harm.SOURCES).packages.values())
