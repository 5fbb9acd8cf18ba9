# garble-fix: ignore-file - garbled text is what this is about
from __future__ import annotations

import shutil
import subprocess
import tomllib
from pathlib import Path

import pytest
from garbled import BAD, GOOD, WORDS, garble
from processes import Run, command, environment

from garble_fix.commandline.check import check
from garble_fix.commandline.fix import fix
from garble_fix.config import KEYS


def test_the_configuration_is_heeded_and_the_command_line_wins(run: Run) -> None:
    Path("pyproject.toml").write_text('[tool.garble-fix]\nextend-exclude = ["a.txt"]\nforce-exclude = true\n')
    Path("a.txt").write_text(BAD, "utf-8")
    assert run("check", "a.txt").code == 0
    assert run("check", "--no-force-exclude", "a.txt").code == 1
    assert run("check", "--isolated", "a.txt").code == 1
    assert run("check", "a.txt", GARBLE_FIX_FORCE_EXCLUDE="0").code == 1
    assert run("check", "--force-exclude", "a.txt", GARBLE_FIX_FORCE_EXCLUDE="0").code == 0
    Path("other.toml").write_text("quiet = true\n")
    done = run("check", "a.txt", "--config", "other.toml")
    assert (done.code, done.out) == (1, b"")
    assert run("check", "-v", "a.txt", "--config", "other.toml").out
    assert run("check", "a.txt", GARBLE_FIX_CONFIG="other.toml").out == b""


def test_it_is_found_from_the_files_not_from_where_one_stands(
    run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    Path("project/deep").mkdir(parents=True)
    Path("project/garble-fix.toml").write_text('extend-exclude = ["/deep/a.txt"]')
    Path("project/deep/a.txt").write_text(BAD, "utf-8")
    assert run("check", "-q", "project").code == 0
    monkeypatch.chdir("project/deep")
    assert run("check", "-q", ".").code == 0


def test_mistakes_in_it_are_usage_errors(run: Run) -> None:
    Path("garble-fix.toml").write_text("hole = 1\n")
    for name in ("fix", "check", "config"):
        done = run(name, ".")
        assert (done.code, done.out) == (2, b"")
        [line] = done.error_lines()
        assert "garble-fix.toml: unknown key 'hole'; did you mean 'holes'?" in line


def test_what_is_in_force_and_from_where(run: Run) -> None:
    Path("garble-fix.toml").write_text('jobs = 3\n[per-file."old/*"]\nencoding = "gbk"\n')
    done = run("config", "--holes", "guess", GARBLE_FIX_HISTORY_DEPTH="7")
    assert done.code == 0
    lines = {line.split(" = ")[0]: line for line in done.text.splitlines()}
    assert lines["jobs"].endswith(f"# {Path('garble-fix.toml').absolute()}")
    assert lines["holes"].endswith("# command line")
    assert lines["history-depth"].endswith("# environment, GARBLE_FIX_HISTORY_DEPTH")
    assert lines["history"].endswith("# default")
    shown = tomllib.loads(done.text)
    assert (shown["jobs"], shown["holes"], shown["history-depth"]) == (3, "guess", 7)
    assert shown["per-file"] == {"old/*": {"encoding": "gbk"}}
    # What is shown can be the configuration itself.
    Path("garble-fix.toml").write_text(done.text, "utf-8")
    assert tomllib.loads(run("config").text) == shown


def test_settings_for_some_files(run: Run) -> None:
    Path("garble-fix.toml").write_text('[per-file]\n"*.old" = { encoding = "gb18030", pragmas = false }\n')
    garbled = BAD.replace("\n", "  # garble-fix" + ": ignore\n")
    Path("a.old").write_bytes(garbled.encode("gb18030"))
    Path("a.new").write_text(garbled, "utf-8")
    assert run("fix", ".").code == 0
    assert Path("a.old").read_bytes() == garbled.replace(BAD.split("\n")[0], GOOD.split("\n")[0]).encode(
        "gb18030"
    ).replace(BAD.split("\n")[2].encode("gb18030"), GOOD.split("\n")[2].encode("gb18030"))
    assert Path("a.new").read_text("utf-8") == garbled
    Path("garble-fix.toml").write_text('[per-file]\n"*.old" = { encoding = "nonsense-9" }\n')
    done = run("check", "a.old")
    assert done.code == 2
    assert "a.old: unknown code page 'nonsense-9'" in done.error_lines()[0]


def test_conversion_and_escapes_are_configured_too(run: Run) -> None:
    Path("garble-fix.toml").write_text('to = "utf-8"\nper-file = { "*.html" = { escapes = true } }\n')
    Path("a.txt").write_bytes(GOOD.encode("gbk"))
    escaped = "".join(f"&#{ord(character)};" for character in garble(WORDS[0]))
    for name in ("x.html", "x.txt"):
        Path(name).write_text(f"<p>{escaped}</p>\n")
    checked = run("check", ".")
    assert checked.code == 1
    assert [line.partition(":")[0] for line in checked.text.splitlines()] == ["x.html"]
    assert run("check", "--escapes", "x.txt", "--isolated").code == 1
    assert run("fix", ".").code == 0
    assert Path("a.txt").read_text("utf-8") == GOOD
    assert escaped in Path("x.txt").read_text()
    assert escaped not in Path("x.html").read_text()


def test_every_option_on_repair_is_a_setting(run: Run) -> None:
    ours = {f"--{key.name}" for key in KEYS}
    once = {
        "--diff", "--output", "--interactive", "--stdin-filename", "--config", "--isolated", "--help",
    }  # fmt: skip
    for command_name in (fix, check):
        options = {name for parameter in command_name.params for name in parameter.opts if name[:2] == "--"}
        assert options - once <= ours


def test_artefacts_are_configured_too(run: Run) -> None:
    text = "我國經(jīng)濟發(fā)展，產(chǎn)業(yè)結構優化，國(guó)內外市場(chǎng)繁榮，人民生活改善。\n" * 3
    Path("a.txt").write_text(text, "utf-8")
    assert run("check", "-q", "a.txt").code == 1
    Path("garble-fix.toml").write_text('pinyin = false\nscript = "keep"\n')
    assert run("check", "-q", "a.txt").code == 0
    assert run("check", "-q", "--pinyin", "a.txt").code == 1
    assert run("check", "-q", "a.txt", GARBLE_FIX_PINYIN="1").code == 1
    assert 'script = "keep"' in run("config").text


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_completion(run: Run, shell: str) -> None:
    done = run("completion", shell)
    assert done.code == 0
    assert "_GARBLE_FIX_COMPLETE" in done.text
    if shutil.which(shell):
        assert subprocess.run([shell, "-n"], input=done.out, check=False).returncode == 0


def test_the_shell_is_given_what_completes() -> None:
    done = subprocess.run(
        command(),
        env=environment(
            _GARBLE_FIX_COMPLETE="bash_complete", COMP_WORDS="garble-fix check --hist", COMP_CWORD="2"
        ),
        capture_output=True,
        check=False,
    )
    assert done.stdout.split() == [b"plain,--history", b"plain,--history-depth"]
