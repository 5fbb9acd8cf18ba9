"""The options on artefacts, by the real program."""

from __future__ import annotations

import os
from pathlib import Path

from processes import Run

ROOT = Path(__file__).parents[2]
SEED = (ROOT / "seeds" / "chongqing-notice.txt").read_bytes()
WITHOUT_PINYIN = (ROOT / "tests" / "cases" / "chongqing-notice.without-pinyin.txt").read_bytes()
SIMPLIFIED = (ROOT / "tests" / "cases" / "chongqing-notice.simplified.txt").read_bytes()


def test_fix_removes_the_brackets_of_the_seed(run: Run) -> None:
    Path("a.txt").write_bytes(SEED)
    done = run("fix", "a.txt")
    assert (done.code, done.err) == (0, "fixed a.txt: 129 spans, pinyin\n")
    assert Path("a.txt").read_bytes() == WITHOUT_PINYIN
    again = run("fix", "a.txt")
    assert (again.code, again.err) == (0, "")


def test_a_profile_and_its_switches(run: Run) -> None:
    done = run("fix", "--profile", "web-corpus", "-", stdin=SEED)
    assert (done.code, done.out) == (0, SIMPLIFIED)
    assert done.err.startswith("fixed <stdin>: ")
    done = run("fix", "--script", "auto", "--punctuation", "-q", "-", stdin=SEED)
    assert done.out == SIMPLIFIED
    done = run(
        "fix", "--profile", "web-corpus", "--script", "keep", "--no-punctuation", "-q", "-", stdin=SEED
    )
    assert done.out == WITHOUT_PINYIN
    done = run("fix", "--no-pinyin", "-", stdin=SEED)
    assert (done.code, done.out, done.err) == (0, SEED, "")


def test_the_diff_applies(run: Run) -> None:
    Path("a.txt").write_bytes(SEED)
    done = run("fix", "--diff", "-q", "a.txt")
    assert done.code == 1
    assert done.text.splitlines()[2].endswith("@@ pinyin (100.0 %)")
    assert Path("a.txt").read_bytes() == SEED


def test_check_tells_all_and_counts_what_fix_would_do(run: Run) -> None:
    Path("a.txt").write_bytes(SEED)
    done = run("check", "a.txt")
    assert done.code == 1
    assert done.text.startswith("a.txt:1:8: pinyin (100.0 %): 領(lǐng) → 領\n")
    assert done.text.count("\n") == 129
    assert done.err.splitlines() == [
        "a.txt:1:8: script, 418 places: 領 → 领; --script auto puts them right",
        "a.txt:7:8: punctuation, 72 places: , → ，; --punctuation puts them right",
    ]
    Path("b.txt").write_bytes(WITHOUT_PINYIN)
    done = run("check", "b.txt")
    assert (done.code, done.text) == (0, "")
    assert run("check", "--punctuation", "b.txt").code == 1


def test_check_tells_of_readings_that_may_be_meant(run: Run) -> None:
    Path("a.txt").write_text("他姓單(shàn)。\n食(sik6)飯(faan6)未(mei6)？\n", "utf-8")
    done = run("check", "a.txt")
    assert (done.code, done.text) == (0, "")
    assert done.err.splitlines() == [
        "a.txt:1:3: pinyin, 1 place: 單(shàn); left, since they may be meant",
        "a.txt:2:1: jyutping, 3 places: 食(sik6); left, since they may be meant",
    ]
    assert run("check", "-q", "a.txt").err == ""


def test_shifted_bytes_have_a_switch(run: Run) -> None:
    damaged = "實(shí)驗室的測(cè)量?jī)x器經(jīng)過多年使用。\n"  # garble-fix: ignore
    Path("a.txt").write_text(damaged, "utf-8")
    done = run("check", "--no-shifted", "a.txt")
    assert (done.code, done.text.count("pinyin")) == (1, 3)
    assert done.err.startswith("a.txt:1:16: shifted bytes, 1 place: ")
    assert done.err.endswith(" → 儀; --shifted puts them right\n")
    done = run("fix", "--no-pinyin", "-", stdin=Path("a.txt").read_bytes())
    assert done.out.decode() == "實(shí)驗室的測(cè)量儀器經(jīng)過多年使用。\n"


def test_check_reports_inconsistent_characters(run: Run) -> None:
    Path("a.txt").write_text("市長出席\n他主持并講話\n", "utf-8")
    done = run("check", "--script", "a.txt")
    assert done.code == 1
    assert done.text == "a.txt:2:4: mixed script (50.0 %): 并 → 並\n"
    assert run("check", "a.txt").code == 0


def test_an_explanation(run: Run) -> None:
    Path("a.txt").write_bytes(SEED)
    done = run("check", "--explain", "a.txt")
    assert "nats, from the text around, for a program having made it" in done.text


def test_a_missing_extra_is_named(run: Run) -> None:
    Path("broken").mkdir()
    Path("broken/opencc.py").write_text("raise ImportError('not there')\n", "utf-8")
    Path("a.txt").write_bytes(SEED)
    path = os.pathsep.join(filter(None, ["broken", os.environ.get("PYTHONPATH", "")]))
    done = run("fix", "--profile", "web-corpus", "a.txt", PYTHONPATH=path)
    assert done.code == 2
    assert done.error_lines() == [
        "garble-fix: conversion between Simplified and Traditional needs OpenCC; pip install 'garble-fix[han]'"
    ]
    assert Path("a.txt").read_bytes() == SEED
    assert run("fix", "a.txt", PYTHONPATH=path).code == 0


def test_other_encodings_keep_theirs(run: Run) -> None:
    text = "我國經(jīng)濟發(fā)展，產(chǎn)業(yè)結構優化，國(guó)內外市場(chǎng)繁榮，人民生活改善。\n" * 3
    expected = "我國經濟發展，產業結構優化，國內外市場繁榮，人民生活改善。\n" * 3
    for encoding in ("gb18030", "utf-16"):
        Path("a.txt").write_bytes(text.encode(encoding))
        done = run("fix", "a.txt")
        assert done.code == 0, done.err
        assert Path("a.txt").read_bytes() == expected.encode(encoding)
