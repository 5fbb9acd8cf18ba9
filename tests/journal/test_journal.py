"""What is kept before a file is replaced, and how it comes back."""

from __future__ import annotations

import json
import os
import stat
import subprocess
import sys
import time
from pathlib import Path

import pytest

from garble_fix import files
from garble_fix.errors import FileError, GarbleFixError
from garble_fix.journal import Recorder, State, digest, find, prune, runs, state_directory, undo


@pytest.fixture
def state(tmp_path: Path) -> Path:
    return tmp_path / "state"


def changed(state: Path, path: Path, after: bytes) -> Recorder:
    """Replace a file as a run does."""
    recorder = Recorder.begin(state, command="fix", version="0")
    old = files.read(str(path))
    target = old.target
    files.replace(old, after, before=lambda: recorder.keep(target, [old.data], digest(after), "1 span"))
    return recorder


@pytest.fixture
def path(tmp_path: Path) -> Path:
    path = tmp_path / "a.txt"
    path.write_bytes(b"before")
    path.chmod(0o640)
    return path


@pytest.fixture(autouse=True)
def nothing_stays_locked(monkeypatch: pytest.MonkeyPatch) -> None:
    """These runs end within the process of the tests, which would keep their locks."""
    monkeypatch.setattr("garble_fix.files.locks.take", lambda _, wait=False: True)


def test_a_run_can_be_undone(state: Path, path: Path) -> None:
    recorder = changed(state, path, b"after")
    [run] = runs(state)
    assert run.directory == recorder.directory
    assert run.command == "fix"
    [entry] = run.entries
    assert (entry.path, entry.size, entry.what) == (path, 6, "1 span")
    assert run.original(entry).read_bytes() == b"before"
    assert [done.state for done in undo(run)] == [State.BACK]
    assert path.read_bytes() == b"before"
    assert stat.S_IMODE(path.stat().st_mode) == 0o640
    assert runs(state)[0].undone
    assert [done.state for done in undo(run)] == [State.AS_IT_WAS]


def test_what_was_changed_since_is_left(state: Path, path: Path) -> None:
    changed(state, path, b"after")
    path.write_bytes(b"edited")
    [run] = runs(state)
    assert [done.state for done in undo(run)] == [State.CHANGED]
    assert path.read_bytes() == b"edited"
    path.unlink()
    assert [done.state for done in undo(run)] == [State.GONE]
    assert not path.exists()
    assert not runs(state)[0].undone


def test_an_original_that_was_damaged_is_not_put_back(state: Path, path: Path) -> None:
    changed(state, path, b"after")
    [run] = runs(state)
    run.original(run.entries[0]).write_bytes(b"rotten")
    [done] = undo(run)
    assert done.state is State.FAILED
    assert "damaged" in done.error
    assert path.read_bytes() == b"after"


def test_a_record_cut_off_counts_for_nothing(state: Path, path: Path) -> None:
    recorder = changed(state, path, b"after")
    [records] = recorder.directory.glob("files-*.jsonl")
    with records.open("ab") as file:
        file.write(records.read_bytes()[:40])
    assert len(runs(state)[0].entries) == 1


def test_what_is_no_journal_is_passed_over(state: Path, path: Path) -> None:
    changed(state, path, b"after")
    for name, content in (("empty", None), ("torn", '{"version"'), ("list", "[]")):
        (state / "runs" / name).mkdir()
        if content:
            (state / "runs" / name / "run.json").write_text(content)
    assert len(runs(state)) == 1
    assert runs(state / "nowhere") == []


def test_originals_are_for_their_owner_only(state: Path, path: Path) -> None:
    recorder = changed(state, path, b"after")
    assert stat.S_IMODE(recorder.directory.stat().st_mode) == 0o700


def test_a_run_that_changed_nothing_leaves_nothing(state: Path) -> None:
    assert not Recorder.begin(state, command="fix", version="0").used
    assert not state.exists()


def test_without_a_place_for_the_original_nothing_is_changed(tmp_path: Path, path: Path) -> None:
    (tmp_path / "state").write_text("in the way")
    with pytest.raises(FileError, match=r"a\.txt: its original cannot be kept in .*--no-journal"):
        changed(tmp_path / "state", path, b"after")
    assert path.read_bytes() == b"before"
    assert sorted(entry.name for entry in tmp_path.iterdir()) == ["a.txt", "state"]


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="there is no /dev/full here")
def test_a_full_disk_under_the_journal(state: Path, path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    recorder = Recorder.begin(state, command="fix", version="0")
    recorder.directory.mkdir(parents=True)
    (recorder.directory / "run.json").write_text("{}")
    (recorder.directory / "originals").mkdir()
    (recorder.directory / f"files-{os.getpid()}.jsonl").symlink_to("/dev/full")
    old = files.read(str(path))
    with pytest.raises(FileError, match="no space left"):
        files.replace(old, b"after", before=lambda: recorder.keep(path, [old.data], "x", "1 span"))
    assert path.read_bytes() == b"before"


def test_names_are_found_by_their_beginning(state: Path, path: Path) -> None:
    first, second = changed(state, path, b"1"), changed(state, path, b"2")
    assert find(state, first.directory.name).name == first.directory.name
    assert find(state, second.directory.name[:-1]).name == second.directory.name
    with pytest.raises(GarbleFixError, match="2 runs are called so"):
        find(state, first.directory.name[:4])
    with pytest.raises(GarbleFixError, match="no such run"):
        find(state, "nope")


def aged(recorder: Recorder, days: float) -> Recorder:
    """Make a run older than it is."""
    heading = json.loads((recorder.directory / "run.json").read_text())
    heading["started"] = time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(time.time() - days * 86400))
    (recorder.directory / "run.json").write_text(json.dumps(heading))
    name = recorder.directory.with_name(
        heading["started"].replace("-", "").replace(":", "") + recorder.directory.name[-7:]
    )
    recorder.directory.rename(name)
    return Recorder(name, {})


def test_old_runs_are_forgotten(state: Path, path: Path) -> None:
    ages = [40, 31, 29, 1]
    made = [aged(changed(state, path, str(age).encode()), age) for age in ages]
    assert prune(state, days=30) == [made[1].directory.name, made[0].directory.name]
    assert [run.name for run in runs(state)] == [made[3].directory.name, made[2].directory.name]
    assert list((state / "runs").glob(".*")) == []


def test_the_oldest_are_forgotten_when_there_is_too_much(state: Path, path: Path) -> None:
    for age in (3, 2, 1):
        path.write_bytes(b"x" * 600_000)
        aged(changed(state, path, str(age).encode()), age)
    assert len(prune(state, megabytes=1)) == 2
    # The last one stays, however large it is.
    assert prune(state, megabytes=0.1) == []
    assert len(runs(state)) == 1


def test_a_run_at_work_is_spared(state: Path, path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.undo()
    program = (
        "import sys\nfrom pathlib import Path\nfrom garble_fix.journal import Recorder\n"
        "recorder = Recorder.begin(Path(sys.argv[1]), command='x', version='0')\n"
        "recorder.keep(Path(sys.argv[2]), [b'before'], 'x', 'y')\n"
        "print(recorder.directory.name, flush=True)\nsys.stdin.read()\n"
    )
    process = subprocess.Popen(
        [sys.executable, "-c", program, str(state), str(path)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert process.stdout is not None
    name = process.stdout.readline().strip()
    [run] = runs(state)
    assert (run.name, run.at_work) == (name, True)
    old = aged(Recorder(run.directory, {}), 90)
    changed(state, path, b"after")
    assert prune(state) == []
    process.communicate("")
    assert prune(state) == [old.directory.name]


def test_the_state_directory(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("GARBLE_FIX_STATE_DIR", str(tmp_path))
    assert state_directory() == tmp_path
    monkeypatch.delenv("GARBLE_FIX_STATE_DIR")
    if sys.platform == "linux":
        monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "xdg"))
        assert state_directory() == tmp_path / "xdg" / "garble-fix"


def test_what_a_killed_run_left_beside_the_files_is_removed(state: Path, path: Path) -> None:
    changed(state, path, b"after")
    left = path.parent / ".garble-fix-0123456789abcdef.tmp"
    left.touch()
    list(undo(runs(state)[0]))
    assert not left.exists()
