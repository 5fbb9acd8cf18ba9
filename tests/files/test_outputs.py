from __future__ import annotations

from pathlib import Path

import pytest

from garble_fix.errors import FileError
from garble_fix.files import output_paths


def named(*names: str) -> dict[str, str]:
    return {name: Path(name).name for name in names}


@pytest.fixture(autouse=True)
def in_a_directory_with_files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    for directory in ("in", "more", "out"):
        Path(directory).mkdir()
    for name in ("in/a.txt", "in/b.txt", "more/a.txt", "out/old.txt"):
        Path(name).touch()


def test_one_input_goes_to_a_file() -> None:
    assert output_paths(named("in/a.txt"), "new.txt") == {"in/a.txt": Path("new.txt")}
    assert output_paths(named("-"), "new.txt") == {"-": Path("new.txt")}


def test_inputs_go_to_a_directory_under_their_names() -> None:
    assert output_paths(named("in/a.txt", "in/b.txt"), "out") == {
        "in/a.txt": Path("out/a.txt"),
        "in/b.txt": Path("out/b.txt"),
    }
    assert output_paths(named("in/a.txt"), "out/") == {"in/a.txt": Path("out/a.txt")}


@pytest.mark.parametrize(
    ("names", "output", "message"),
    [
        (["in/a.txt", "in/b.txt"], "nope", "nope: there is no such directory; make it first"),
        (["in/a.txt"], "nope/", "there is no such directory"),
        (["in/a.txt", "in/b.txt"], "out/old.txt", "is not a directory"),
        (["in/a.txt", "more/a.txt"], "out", "would overwrite that of in/a.txt"),
        (["in/a.txt"], "in/a.txt", "would overwrite an input"),
        (["in/a.txt"], "in", "would overwrite an input"),
        (["in/a.txt", "more/a.txt"], "in", "would overwrite"),
        (["-"], "out", "standard input has no name"),
        (["in/a.txt"], "", "empty path"),
    ],
)
def test_what_cannot_work_is_refused(names: list[str], output: str, message: str) -> None:
    with pytest.raises(FileError, match=message):
        output_paths(named(*names), output)
