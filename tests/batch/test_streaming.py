# garble-fix: ignore-file - garbled text is what this is about
"""Files that are taken in pieces: what comes out is what comes out of small ones, and memory is bounded."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from garble_fix.batch import streaming, work
from garble_fix.batch.discovery import Found
from garble_fix.batch.task import Done, Engine, Task
from garble_fix.files import read
from garble_fix.journal import runs, undo
from garble_fix.report import Outcome

WORD = "用户登录成功"
BAD = WORD.encode().decode("gbk")


@pytest.fixture(autouse=True)
def small_pieces(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Every file beyond 2000 bytes is large, and taken in pieces of 500."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(work, "LARGE", 2000)
    monkeypatch.setattr(streaming, "PIECE", 500)


def fixed(data: bytes, action: str = "fix", **engine: object) -> tuple[bytes, Done]:
    Path("a").write_bytes(data)
    done = work.work(Found("a", "a"), Task(action, Engine(**engine)))  # type: ignore[arg-type]
    return Path("a").read_bytes(), done


LINES = (
    "plain ASCII, quite a lot of it\n" * 60,
    f"# {BAD}, {BAD}\n",
    "今天天气很好，我们一起去公园。\n" * 30,
)


@pytest.mark.parametrize("encoding", ["utf-8", "gb18030", "utf-16-le", "utf-16-be", "utf-32-le"])
@pytest.mark.parametrize("newline", ["\n", "\r\n"])
def test_it_is_repaired_as_a_small_one_is(encoding: str, newline: str) -> None:
    text = "".join(LINES * 3).replace("\n", newline)
    bom = b"\xff\xfe" if encoding == "utf-16-le" else b""
    after, done = fixed(bom + text.encode(encoding), encoding=None if encoding != "utf-32-le" else encoding)
    assert after == bom + text.replace(BAD, WORD).encode(encoding)
    assert done.report.outcome is Outcome.FIXED
    # In a file in GBK these are lines in UTF-8, which nobody need have misread before.
    chain = "utf-8>gbk" if encoding == "gb18030" else "utf-8>cp936"
    assert done.lines[0].text == f"fixed a: 3 spans, {chain}"


def test_places_are_those_in_the_file() -> None:
    text = "".join(LINES * 3)
    after, done = fixed(text.encode(), "check")
    assert after == text.encode()
    assert [(finding.line, finding.column) for finding in done.report.findings] == [
        (61, 3),
        (152, 3),
        (243, 3),
    ]
    assert [line.text.split(": ")[0] for line in done.lines] == ["a:61:3", "a:152:3", "a:243:3"]


@pytest.mark.parametrize("filling", ["x" * 3000, "今天天气很好" * 300, "á" * 2500])
def test_a_line_longer_than_a_piece(filling: str) -> None:
    text = f"{filling}\n{BAD} {filling}"
    after, done = fixed(text.encode())
    assert after.decode() == text.replace(BAD, WORD)
    finding = done.report.findings[0]
    assert (finding.line, finding.column) == (2, 1)


def test_no_character_is_cut_in_two() -> None:
    for shift in range(4):
        text = "x" * shift + "𠮷野家" * 800
        after, done = fixed(text.encode())
        assert (after.decode(), done.report.outcome) == (text, Outcome.CLEAN)


def test_a_clean_one_is_not_written() -> None:
    text = "今天天气很好，我们一起去公园。\n" * 200
    Path("a").write_text(text, "utf-8")
    os.utime("a", ns=(1, 1))
    assert work.work(Found("a", "a"), Task("fix")).report.outcome is Outcome.CLEAN
    assert Path("a").stat().st_mtime_ns == 1


def test_binary_ones_are_left_alone() -> None:
    for data in (b"\0\1\2" * 1000, b"%PDF-1.4\n" + BAD.encode() * 200):
        after, done = fixed(data)
        assert (after, done.report.outcome) == (data, Outcome.SKIPPED)


def test_what_can_not_be_cut_is_refused() -> None:
    data = ("日本語" * 500).encode("iso2022_jp")
    after, done = fixed(data, encoding="iso-2022-jp")
    assert (after, done.report.outcome) == (data, Outcome.FAILED)
    assert "convert it to UTF-8" in done.lines[0].text


def test_more_findings_than_are_listed_are_counted(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(streaming, "_LISTED", 5)
    after, done = fixed(f"# {BAD}\n".encode() * 200)
    assert after.decode() == f"# {WORD}\n" * 200
    assert (len(done.report.findings), done.report.unlisted) == (5, 195)
    assert done.lines[0].text == "fixed a: 200 spans, utf-8>cp936"
    assert len(done.lines) < 30


def test_it_goes_elsewhere_and_comes_back(tmp_path: Path) -> None:
    text = "".join(LINES)
    Path("a").write_text(text, "utf-8")
    work.work(Found("a", "a"), Task("fix", outputs={"a": Path("b")}))
    assert Path("b").read_text("utf-8") == text.replace(BAD, WORD)
    assert Path("a").read_text("utf-8") == text
    state = tmp_path / "state"
    program = (
        "import sys\nfrom pathlib import Path\n"
        "from garble_fix.batch import streaming, work\nfrom garble_fix.batch.discovery import Found\n"
        "from garble_fix.batch.task import Task\nfrom garble_fix.journal import Recorder\n"
        "work.LARGE, streaming.PIECE = 2000, 500\n"
        "recorder = Recorder.begin(Path(sys.argv[1]), command='x', version='0')\n"
        "work.work(Found('a', 'a'), Task('fix', recorder=recorder))\n"
    )
    subprocess.run([sys.executable, "-c", program, str(state)], check=True)
    assert Path("a").read_text("utf-8") == text.replace(BAD, WORD)
    [run] = runs(state)
    assert len(list(undo(run))) == 1
    assert Path("a").read_text("utf-8") == text


def test_one_changed_meanwhile_is_left_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    text = "".join(LINES * 3)

    def disturbed(*arguments: object, **named: object) -> object:
        Path("a").write_text(text + "and this", "utf-8")
        return repair(*arguments, **named)  # type: ignore[arg-type]

    repair = streaming.repair_bytes
    monkeypatch.setattr(streaming, "repair_bytes", disturbed)
    after, done = fixed(text.encode())
    assert after.decode() == text + "and this"
    assert done.report.outcome is Outcome.FAILED
    assert "changed by something else" in done.lines[0].text
    assert read("a").data == after
    assert [path.name for path in Path().iterdir()] == ["a"]


@pytest.mark.skipif(sys.platform != "linux", reason="reads /proc")
def test_memory_is_bounded(tmp_path: Path) -> None:
    """30 MB, half of them Chinese, a garbled line among them; `python -m benchmarks.large` does it with 5 GB."""
    line = "今天天气很好，我们一起去公园散步，然后回家吃饭。\n".encode()
    with Path("big").open("wb") as file:
        for _ in range(15):
            file.write(line * (1_000_000 // len(line)) + b"plain\n" * 170_000)
        file.write(f"# {BAD}\n".encode())
    program = (
        "import sys\nfrom garble_fix.batch import work\nfrom garble_fix.batch.discovery import Found\n"
        "from garble_fix.batch.task import Task\n"
        "done = work.work(Found('big', 'big'), Task('fix'))\n"
        "peak = next(line for line in open('/proc/self/status') if line.startswith('VmHWM'))\n"
        "print(done.report.outcome.value, peak.split()[1])\n"
    )
    done = subprocess.run([sys.executable, "-c", program], check=True, capture_output=True, text=True)
    outcome, peak = done.stdout.split()
    assert outcome == "fixed"
    assert int(peak) < 400_000
    Path("big").unlink()
