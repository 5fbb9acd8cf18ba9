"""`fix` and `check` in a repository."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest
from processes import Run

from garble_fix.channels import garble

SOUND = "# 用户登录成功\nx = 1  # 检查\nprint('完成。')\n"


@pytest.fixture
def commit(run: Run, tmp_path: Path) -> str:
    """A repository with `a.py`, which has become question marks since; the commit."""
    identity = ["-c", "user.name=A", "-c", "user.email=a@example.org"]
    (tmp_path / "a.py").write_text(SOUND, "utf-8")
    for arguments in (["init", "-q"], ["add", "a.py"], ["commit", "-q", "-m", "x"]):
        subprocess.run(["git", *identity, *arguments], check=True, cwd=tmp_path)
    done = subprocess.run(["git", "rev-parse", "HEAD"], check=True, capture_output=True, cwd=tmp_path)
    (tmp_path / "a.py").write_text(garble(SOUND, "ascii?>ascii"), "utf-8")
    return done.stdout.decode()[:10]


def test_fix_restores_and_says_from_where(run: Run, tmp_path: Path, commit: str) -> None:
    done = run("fix", "a.py")
    assert (tmp_path / "a.py").read_text("utf-8") == SOUND
    assert done.code == 0
    assert done.err == f"fixed a.py: 3 spans, ascii?>ascii, 3 restored from {commit}\n"
    again = run("fix", "a.py")
    assert (again.code, again.err) == (0, "")


def test_check_and_the_diff_name_the_commit(run: Run, tmp_path: Path, commit: str) -> None:
    done = run("check", "a.py")
    assert done.code == 1
    assert done.text.splitlines()[0] == (
        f"a.py:1:3: ascii?>ascii, restored from {commit} (>99.9 %): ?????? → 用户登录成功"
    )
    assert f"restored from {commit}" in run("check", "--explain", "a.py").text
    done = run("fix", "--diff", "a.py")
    assert done.code == 1
    assert f"@@ -1,3 +1,3 @@ ascii?>ascii, restored from {commit} (>99.9 %)" in done.text
    subprocess.run(["git", "apply", "-p0"], input=done.out, check=True, cwd=tmp_path)
    assert (tmp_path / "a.py").read_text("utf-8") == SOUND


@pytest.mark.usefixtures("commit")
def test_no_history_leaves_it(run: Run, tmp_path: Path) -> None:
    assert run("fix", "--no-history", "a.py").code == 0
    assert "??????" in (tmp_path / "a.py").read_text("utf-8")
    assert run("fix", "--history-depth", "0", "a.py").code == 2


@pytest.mark.usefixtures("commit")
def test_standard_input_has_no_history(run: Run, tmp_path: Path) -> None:
    data = (tmp_path / "a.py").read_bytes()
    assert run("fix", "-", stdin=data).out == data


def test_what_cannot_be_written_in_the_encoding_is_reported(run: Run, tmp_path: Path, commit: str) -> None:
    (tmp_path / "a.py").write_bytes(
        garble(SOUND, "ascii?>ascii").encode() + "été à Sète, déjà vu\n".encode("cp1252")
    )
    before = (tmp_path / "a.py").read_bytes()
    done = run("fix", "a.py")
    assert done.code == 1
    assert (tmp_path / "a.py").read_bytes() == before
    assert f"was ‘用户登录成功’ in {commit}, which cannot be written here" in done.err
