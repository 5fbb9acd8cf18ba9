"""Configuration files: which one counts, and what is refused."""

from __future__ import annotations

from pathlib import Path

import pytest

from garble_fix.config import KEYS, find, load
from garble_fix.errors import GarbleFixError


@pytest.fixture(autouse=True)
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    Path("a/b").mkdir(parents=True)


def test_the_nearest_counts(tmp_path: Path) -> None:
    assert find(["a/b"]) is None
    Path("garble-fix.toml").touch()
    assert find(["a/b/c.txt"]) == tmp_path / "garble-fix.toml"
    Path("a/pyproject.toml").write_text("[tool.black]\n")
    assert find(["a/b"]) == tmp_path / "garble-fix.toml"
    Path("a/pyproject.toml").write_text("[tool.garble-fix]\n")
    assert find(["a/b"]) == tmp_path / "a" / "pyproject.toml"
    Path("a/garble-fix.toml").touch()
    assert find(["a/b"]) == tmp_path / "a" / "garble-fix.toml"
    assert find(["a/b", "x.txt"]) == find([]) == tmp_path / "garble-fix.toml"


def test_what_a_file_says() -> None:
    Path("garble-fix.toml").write_text(
        'jobs = 3\nexclude = ["x"]\nhistory = false\nholes = "guess"\n'
        '[per-file."*.c"]\nencoding = "gbk"\n[per-file]\n"docs/**" = { pragmas = false }\n'
    )
    settings = load(Path("garble-fix.toml").absolute())
    assert settings.values == {"jobs": 3, "exclude": ["x"], "history": False, "holes": "guess"}
    assert dict(settings.per_file) == {"*.c": {"encoding": "gbk"}, "docs/**": {"pragmas": False}}
    assert settings.root == Path.cwd()


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("hole = 1", "unknown key 'hole'; did you mean 'holes'?"),
        ("extend_exclude = []", "unknown key 'extend_exclude'; did you mean 'extend-exclude'?"),
        ("zzz = 1", "unknown key 'zzz'; there are: jobs, exclude"),
        ("jobs = 0", "jobs must be a whole number from 1 on, not 0"),
        ("jobs = true", "jobs must be a whole number from 1 on, not True"),
        ('history = "yes"', "history must be true or false, not 'yes'"),
        ("exclude = 'x'", "exclude must be a list of strings, not 'x'"),
        ("exclude = [1]", "exclude must be a list of strings, not list"),
        ('holes = "dig"', "holes must be one of 'mark', 'guess', not 'dig'"),
        ("per-file = 1", "per-file must be a table of patterns"),
        ("per-file.x = 1", "per-file 'x': must be a table of settings"),
        ("per-file.x.jobs = 1", "per-file 'x': unknown key 'jobs'; there are: holes, encoding"),
        ("per-file.x.encodin = 'gbk'", "per-file 'x': unknown key 'encodin'; did you mean 'encoding'?"),
        ("jobs =", "is not TOML: "),
        ("a.b" * 1000, "is not TOML: "),
    ],
)
def test_mistakes_are_refused(text: str, message: str) -> None:
    Path("garble-fix.toml").write_text(text)
    with pytest.raises(GarbleFixError) as error:
        load(Path("garble-fix.toml"))
    assert str(error.value).startswith(f"garble-fix.toml: {message}")
    assert "\n" not in str(error.value)


def test_a_table_that_is_none() -> None:
    Path("pyproject.toml").write_text("[tool]\ngarble-fix = 1\n")
    path = find(["a"])
    assert path is not None
    with pytest.raises(GarbleFixError, match=r"tool\.garble-fix must be a table"):
        load(path)
    with pytest.raises(GarbleFixError, match="cannot be read"):
        load(Path("nope.toml"))
    Path("garble-fix.toml").write_bytes(b"\xff\xfe")
    with pytest.raises(GarbleFixError, match="is not TOML"):
        load(Path("garble-fix.toml"))


def test_every_key_accepts_its_default() -> None:
    for key in KEYS:
        default = list(key.default) if isinstance(key.default, tuple) else key.default
        assert default is None or key.accepts(default), key.name
        assert key.help.endswith(".")
