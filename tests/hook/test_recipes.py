"""The scripts and examples of the documents do what the documents say."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import tomllib
from pathlib import Path

import jsonschema
import pytest

from garble_fix.config import KEYS, load

DOCS = Path(__file__).parents[2] / "docs"
BAD = "# 鐢ㄦ埛鐧诲綍鎴愬姛\n"  # garble-fix: ignore


def block(document: str, after: str, language: str) -> str:
    """The first block of code in `language` that comes after a text."""
    text = (DOCS / document).read_text("utf-8")
    found = re.search(rf"```{language}\n(.*?)```", text[text.index(after) :], re.DOTALL)
    assert found
    return found[1]


@pytest.fixture
def env(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> dict[str, str]:
    """An environment in which `garble-fix` is the one under test."""
    monkeypatch.chdir(tmp_path)
    program = tmp_path / "bin" / "garble-fix"
    program.parent.mkdir()
    program.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m garble_fix "$@"\n')
    program.chmod(0o755)
    path = os.pathsep.join([str(program.parent), str(Path(sys.executable).parent), os.environ["PATH"]])
    return {**os.environ, "PATH": path, "LC_ALL": "C.UTF-8"}


@pytest.mark.skipif(os.name == "nt", reason="a script for sh")
def test_the_hook_after_an_edit(env: dict[str, str], tmp_path: Path) -> None:
    script = block("recipes.md", "<!-- script: after-edit -->", "sh")
    edited = json.dumps({"tool_name": "Edit", "tool_input": {"file_path": str(tmp_path / "a b.py")}})

    def after_edit(text: str) -> subprocess.CompletedProcess[str]:
        Path("a b.py").write_text(text, "utf-8")
        return subprocess.run(
            ["sh", "-c", script], input=edited, env=env, capture_output=True, text=True, check=False
        )

    done = after_edit("# 用户登录成功\n")
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
    done = after_edit(BAD)
    assert done.returncode == 2
    told, _, report = done.stderr.partition("\n")
    assert told.startswith("This edit left text")
    assert json.loads(report)["files"][0]["findings"][0]["after"] == "用户登录成功"


@pytest.mark.skipif(os.name == "nt", reason="a script for sh")
def test_the_hook_without_pre_commit(env: dict[str, str]) -> None:
    script = block("recipes.md", "Without pre-commit", "sh")
    subprocess.run(["git", "init", "-q"], check=True)
    assert subprocess.run(["sh", "-c", script], env=env, check=False).returncode == 0
    Path("a b.py").write_text(BAD, "utf-8")
    assert subprocess.run(["sh", "-c", script], env=env, check=False).returncode == 0
    subprocess.run(["git", "add", "a b.py"], check=True)
    assert subprocess.run(["sh", "-c", script], env=env, capture_output=True, check=False).returncode != 0


def test_the_example_of_a_report_is_one() -> None:
    schema = json.loads((DOCS / "report.schema.json").read_text("utf-8"))
    jsonschema.validate(json.loads(block("reports.md", "--format json login.js", "json")), schema)


def test_the_example_of_a_configuration_is_one(tmp_path: Path) -> None:
    text = block("configuration.md", "# Configuration", "toml")
    assert tomllib.loads(text)
    (tmp_path / "pyproject.toml").write_text(text)
    assert load(tmp_path / "pyproject.toml").per_file


def test_every_key_is_documented() -> None:
    text = (DOCS / "configuration.md").read_text("utf-8")
    rows = " ".join(line.split("|")[1] for line in text.splitlines() if line.startswith("| `"))
    documented = set(re.findall("`([a-z-]+)`", rows))
    assert documented == {key.name for key in KEYS} | {"per-file"}
