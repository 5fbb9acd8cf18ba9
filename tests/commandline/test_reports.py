"""Reports from the real program."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path
from xml.etree import ElementTree as Xml

import jsonschema
import pytest
from garbled import BAD, CLEAN, GOOD
from processes import Run

ROOT = Path(__file__).parents[2]
SCHEMA = json.loads((ROOT / "docs" / "report.schema.json").read_text("utf-8"))


@pytest.fixture(autouse=True)
def files(run: Run) -> None:
    Path("a.txt").write_text(BAD, "utf-8")
    Path("clean.txt").write_text(CLEAN, "utf-8")


def test_json_on_standard_output(run: Run) -> None:
    done = run("check", "--format", "json", "a.txt", "clean.txt", "nope")
    assert done.code == 2
    content = json.loads(done.out)
    jsonschema.validate(content, SCHEMA)
    assert content["summary"] == {
        "files": 3, "fixed": 0, "garbled": 1, "left": 0, "clean": 1, "skipped": 0, "failed": 1,
    }  # fmt: skip
    found = content["files"][0]["findings"][0]
    assert (found["rule"], found["line"], found["column"], found["fixable"]) == ("garbled", 1, 3, True)
    assert found["after"].startswith("用户登录成功")
    assert done.error_lines() == ["garble-fix: nope: no such file; check the name"]


def test_a_clean_file_has_a_report_too(run: Run) -> None:
    done = run("check", "--format", "json", "clean.txt")
    assert (done.code, done.err) == (0, "")
    assert json.loads(done.out)["files"] == []


def test_json_of_standard_input(run: Run) -> None:
    done = run("check", "--format", "json", "--stdin-filename", "x.py", "-", stdin=BAD.encode())
    assert json.loads(done.out)["files"][0]["path"] == "x.py"


def test_the_result_of_fix_and_its_report_do_not_mix(run: Run) -> None:
    done = run("fix", "--report", "r.json", "-", stdin=BAD.encode())
    assert (done.code, done.text) == (0, GOOD)
    content = json.loads(Path("r.json").read_bytes())
    jsonschema.validate(content, SCHEMA)
    assert content["files"][0]["outcome"] == "fixed"


def test_reports_to_files_beside_what_people_read(run: Run) -> None:
    done = run("fix", "--report", "r.diff", "--report", "r.sarif", "--report", "r.xml", "a.txt", "clean.txt")
    assert done.code == 0
    assert done.err.startswith("fixed a.txt")
    assert json.loads(Path("r.sarif").read_bytes())["runs"][0]["results"]
    assert Xml.parse("r.xml").getroot().attrib["tests"] == "2"
    # The diff is that of what was done.
    Path("a.txt").write_text(BAD, "utf-8")
    subprocess.run(["git", "apply", "-p0", "r.diff"], check=True)
    assert Path("a.txt").read_text("utf-8") == GOOD


def test_the_option_decides_the_format_of_the_file(run: Run) -> None:
    done = run("check", "--report", "code-quality.json", "--format", "gitlab", "a.txt")
    assert done.code == 1
    assert done.text.startswith("a.txt:1:3: ")
    assert json.loads(Path("code-quality.json").read_bytes())[0]["check_name"] == "garble-fix/garbled"
    done = run("check", "--report", "report.txt", "a.txt")
    assert done.code == 2
    assert "its extension does not say in which format" in done.error_lines()[0]


def test_the_configuration_can_not_make_it_overwrite_what_lies_elsewhere(run: Run, tmp_path: Path) -> None:
    Path("inner").mkdir()
    Path("inner/a.txt").write_text(BAD, "utf-8")
    Path("inner/garble-fix.toml").write_text('report = ["r.json"]')
    assert run("check", "inner").code == 1
    assert Path("inner/r.json").exists()
    Path("precious.json").write_text("{}")
    for name in ("../precious.json", str(tmp_path / "precious.json")):
        Path("inner/garble-fix.toml").write_text(f"report = ['{name}']")
        done = run("check", "inner")
        assert done.code == 2
        assert "lies outside of" in done.error_lines()[0]
    assert Path("precious.json").read_text() == "{}"


def test_one_standard_output_can_not_take_both(run: Run) -> None:
    for arguments in (["-"], ["-o", "-", "a.txt"]):
        done = run("fix", "--format", "json", *arguments)
        assert done.code == 2
        assert "name a file with --report" in done.error_lines()[0]


def test_github_annotations(run: Run) -> None:
    done = run("check", "--format", "github", "a.txt")
    assert done.text.startswith("::error file=a.txt,line=1,col=3,endColumn=")


def test_a_report_that_can_not_be_written(run: Run) -> None:
    done = run("check", "--report", "missing/r.json", "clean.txt")
    assert done.code == 2
    assert "there is no directory" in done.error_lines()[0]


def test_a_console_that_lacks_characters_gets_the_report_all_the_same(run: Run) -> None:
    done = run("check", "--format", "json", "a.txt", PYTHONIOENCODING="ascii", LC_ALL="C", PYTHONUTF8="0")
    assert json.loads(done.out)["files"][0]["findings"][0]["after"].startswith("用户")
