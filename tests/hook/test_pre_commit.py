# garble-fix: ignore-file - garbled text is what this is about
"""The hooks through the real pre-commit, installed from a clone of this repository as users install them."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
WORDS = "# 用户登录成功\nprint('文件已经保存')\n"
BAD = "# 鐢ㄦ埛鐧诲綍鎴愬姛\nprint('鏂囦欢宸茬粡淇濆瓨')\n"
IDENTITY = ("-c", "user.name=A", "-c", "user.email=a@example.org")

pytestmark = pytest.mark.skipif(shutil.which("git") is None, reason="there is no git here")


def git(*arguments: str, folder: Path) -> str:
    done = subprocess.run(
        ["git", *IDENTITY, *arguments],
        cwd=folder,
        check=True,
        capture_output=True,
        text=True,
        env=environment(),
    )
    return done.stdout


def environment() -> dict[str, str]:
    return {
        name: value
        for name, value in os.environ.items()
        if name != "PYTHONPATH" and not name.startswith("GIT_")
    }


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """Where pre-commit keeps the hooks that it installs."""
    folder = tmp_path_factory.mktemp("home")
    yield folder
    shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture(scope="module")
def source(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A repository that holds the working tree as it is, committed."""
    folder = tmp_path_factory.mktemp("source") / "garble-fix"
    folder.mkdir()
    listed = git("ls-files", "-z", "--cached", "--others", "--exclude-standard", folder=ROOT).split("\0")
    for name in listed:
        if (
            name.startswith(
                ("src/", "pyproject", "README", "LICENSE", ".pre-commit-hooks", "docs/garble-fix.1")
            )
            and (ROOT / name).is_file()
        ):
            place = folder / name
            place.parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(ROOT / name, place)
    git("init", "-q", folder=folder)
    git("add", "-A", folder=folder)
    git("commit", "-q", "-m", "all", folder=folder)
    return folder


def config(source: Path, hook: str) -> str:
    revision = git("rev-parse", "HEAD", folder=source).strip()
    return f"repos:\n- repo: {source.as_uri()}\n  rev: {revision}\n  hooks:\n  - id: {hook}\n"


def project(folder: Path, source: Path, home: Path, hook: str) -> dict[str, str]:
    """A project with the hook installed; the environment to commit in."""
    git("init", "-q", folder=folder)
    (folder / ".pre-commit-config.yaml").write_text(config(source, hook))
    (folder / "a.py").write_text(WORDS, "utf-8")
    git("add", "-A", folder=folder)
    git("commit", "-q", "-m", "first", folder=folder)
    env = {**environment(), "PRE_COMMIT_HOME": str(home), "GARBLE_FIX_STATE_DIR": str(home / "state")}
    subprocess.run([sys.executable, "-m", "pre_commit", "install", "--install-hooks"], cwd=folder, env=env, check=True,
                   capture_output=True)  # fmt: skip
    return env


def commit(folder: Path, env: dict[str, str], *arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        ["git", *IDENTITY, "commit", "-m", "x", *arguments],
        cwd=folder,
        env=env,
        capture_output=True,
        text=True,
        check=False,
    )


def test_the_hook_repairs_what_is_staged(tmp_path: Path, source: Path, home: Path) -> None:
    env = project(tmp_path, source, home, "garble-fix")
    (tmp_path / "b.py").write_text(BAD, "utf-8")
    (tmp_path / "unstaged.py").write_text(BAD, "utf-8")
    git("add", "b.py", folder=tmp_path)
    done = commit(tmp_path, env)
    assert done.returncode == 1
    assert "files were modified by this hook" in done.stderr
    assert (tmp_path / "b.py").read_text("utf-8") == WORDS
    assert (tmp_path / "unstaged.py").read_text("utf-8") == BAD
    git("add", "b.py", folder=tmp_path)
    done = commit(tmp_path, env)
    assert done.returncode == 0
    # Nothing but pre-commit's own line.
    assert [line.split(".")[0] for line in done.stderr.splitlines() if not line.startswith("[")] == [
        "garble-fix"
    ]


def test_staged_content_is_restored_from_the_history_and_later_changes_stay(
    tmp_path: Path, source: Path, home: Path
) -> None:
    env = project(tmp_path, source, home, "garble-fix")
    long = WORDS + "x = 1\n" * 12
    (tmp_path / "a.py").write_text(long, "utf-8")
    assert commit(tmp_path, env, "-a").returncode == 0
    damaged = long.replace("用户登录成功", "??????")
    (tmp_path / "a.py").write_text(damaged, "utf-8")
    git("add", "a.py", folder=tmp_path)
    (tmp_path / "a.py").write_text(damaged + "# later\n", "utf-8")
    done = commit(tmp_path, env)
    # pre-commit sets aside what is not staged, and puts it back afterwards.
    assert done.returncode == 1
    assert "restored from" in done.stdout + done.stderr
    assert (tmp_path / "a.py").read_text("utf-8") == long + "# later\n"
    (tmp_path / "a.py").write_text(damaged, "utf-8")
    assert commit(tmp_path, env, "-a").returncode == 1
    assert (tmp_path / "a.py").read_text("utf-8") == long


def test_the_check_reports_and_changes_nothing(tmp_path: Path, source: Path, home: Path) -> None:
    env = project(tmp_path, source, home, "garble-fix-check")
    (tmp_path / "b.py").write_text(BAD, "utf-8")
    git("add", "b.py", folder=tmp_path)
    done = commit(tmp_path, env)
    assert done.returncode == 1
    assert "b.py:1:3: utf-8>cp936" in done.stdout + done.stderr
    assert (tmp_path / "b.py").read_text("utf-8") == BAD
    (tmp_path / "garble-fix.toml").write_text('extend-exclude = ["b.py"]\n')
    git("add", "garble-fix.toml", folder=tmp_path)
    assert commit(tmp_path, env).returncode == 0


def test_twenty_small_files_take_under_a_second_of_computing(
    tmp_path: Path, source: Path, home: Path
) -> None:
    resource = pytest.importorskip("resource")
    env = project(tmp_path, source, home, "garble-fix-check")
    for number in range(20):
        (tmp_path / f"{number}.py").write_text(
            f"# 第 {number} 个文件：今天天气很好\nprint('完成')\n", "utf-8"
        )
    git("add", "-A", folder=tmp_path)
    [program] = home.glob("*/py_env-*/bin/garble-fix")
    used = []
    for _ in range(3):
        before, start = resource.getrusage(resource.RUSAGE_CHILDREN), time.monotonic()
        done = subprocess.run(
            [program, "check", "--force-exclude", *(f"{number}.py" for number in range(20))], cwd=tmp_path, env=env,
            check=True, capture_output=True,
        )  # fmt: skip
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        used.append(after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime)
        print(f"{time.monotonic() - start:.2f} s on the clock")
        assert (done.stdout, done.stderr) == (b"", b"")
    assert min(used) < 1
