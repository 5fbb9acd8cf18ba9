"""The program at work: damage a real document in many ways, have the command line repair it, compare.

Run it with `make demo`. Four parts:

1. The seed document, a web page that a careless converter went over, is repaired: without options what nobody can
   have meant is removed, pinyin in brackets; with `--profile web-corpus` it reads as it was written.
2. It is damaged further, by chains of wrong decodes that lose nothing on it, and repaired.
3. Small files of the kinds one meets are repaired: `samples/garbled` should become `samples/repaired`.
4. Files with nothing wrong in them are given to the program, which must not touch them.

Everything is done by the real program, `garble-fix fix FILE`, in a process of its own, on files in a
temporary directory. The exit status is 1 if a single byte differs from what it should be.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path

from rich.cells import cell_len, chop_cells
from rich.console import Console
from rich.text import Text

import garble_fix
from garble_fix.report import printable

HERE = Path(__file__).resolve().parent
SEED = HERE.parent / "seeds" / "chongqing-notice.txt"
PLAIN = HERE.parent / "tests" / "cases" / "chongqing-notice.without-pinyin.txt"
WRITTEN = HERE.parent / "tests" / "cases" / "chongqing-notice.simplified.txt"
"""What the seed should be repaired to, and what its author wrote."""
SAMPLES = HERE / "samples"

WHOLE = (
    "utf-8>latin-1",
    "utf-8>cp437",
    "utf-8>cp1251",
    "utf-8>mac-roman",
    "utf-8>cp1253",
    "utf-8>cp1252>utf-8>cp1252",
    "gb18030>latin-1>utf-8>cp1252",
    "gb18030>cp437>utf-8>cp437",
    "utf-8>latin-1>utf-8>cp936",
    "utf-8>latin-1>utf-8>latin-1>utf-8>latin-1",
)
"""Chains that the whole document comes through without loss; of two and more accidents, too."""

PASSAGES = ("utf-8>cp936", "big5hkscs>cp932")
"""Chains through a Chinese or Japanese page, which lose bytes of most sentences: only those that survive are
damaged, amid the others, as in a file that was partly pasted from a damaged one. What stands beside them was
converted from Simplified Chinese character by character; on the lines that it repairs the program may call such text
doubtful, and end with 1."""

_FIXED = re.compile(r"fixed .*: (?P<spans>\d+) spans?, (?P<chains>.*)")
_DOUBT = "looks garbled, but no repair is sure enough"
_WORKERS = min(2, os.cpu_count() or 1)
_CELLS = 74
"""Width of what is shown of a line."""
_SHOWN = 6
"""Lines of a page that are shown."""
_LEAD = 8
"""Characters of a line shown before the first change in it."""


@dataclass(frozen=True)
class Case:
    """A file to be repaired: what it holds, what it should come to hold, and what to call it."""

    name: str
    garbled: bytes
    expected: bytes
    title: str
    doubts: bool = False
    """Whether the program may report as doubtful what it rightly leaves."""
    options: tuple[str, ...] = ()
    """Options of `garble-fix fix`, besides the file."""


@dataclass(frozen=True)
class Outcome:
    """What the program made of a case."""

    case: Case
    seconds: float
    code: int
    said: str
    found: bytes
    written: bool
    diff: list[str] = field(default_factory=list)

    @property
    def right(self) -> bool:
        """Whether the file holds exactly what it should, and the program says that nothing is left.

        Where doubts are allowed, it may say that something looks garbled still.
        """
        changed = self.case.garbled != self.case.expected
        said = self.code == 0 or (self.case.doubts and self.code == 1 and self.doubts > 0)
        return self.found == self.case.expected and said and self.written == changed

    @property
    def doubts(self) -> int:
        """How many places the program says it left though they look garbled."""
        return self.said.count(_DOUBT)

    @property
    def spans(self) -> str:
        """How many spans the program says it repaired."""
        match = _FIXED.search(self.said)
        return match["spans"] if match else "0"

    @property
    def chains(self) -> str:
        """The damage that the program says it found."""
        match = _FIXED.search(self.said)
        return match["chains"] if match else "none"


def main() -> int:
    """Run the four parts and return the exit status."""
    console = _console()
    started = time.monotonic()
    outcomes: list[Outcome] = []
    with tempfile.TemporaryDirectory(prefix="garble-fix-demo-") as folder:
        for heading, cases, show in (
            ("A page from the web, as found", page_cases(), show_page),
            ("The same, damaged further and repaired", seed_cases(), show_seed),
            ("Files as one meets them", sample_cases(), show_sample),
            ("Files with nothing wrong", clean_cases(), show_clean),
        ):
            console.rule(Text(heading, "bold"), align="left", characters="-")
            with ThreadPoolExecutor(_WORKERS) as pool:
                for outcome in pool.map(lambda case: repair(case, Path(folder)), cases):
                    show(console, outcome)
                    outcomes.append(outcome)
    wrong = [outcome.case.name for outcome in outcomes if not outcome.right]
    console.rule(characters="-")
    taken = time.monotonic() - started
    count = f"{sum(outcome.right for outcome in outcomes)} of {len(outcomes)}"
    console.print(f"{count} files are as they should be, in {taken:.0f} s.")
    for name in wrong:
        console.print(Text(f"Not as it should be: {name}", "bold red"))
    return 1 if wrong else 0


def page_cases() -> Iterator[Case]:
    """The seed document as it was found, repaired without and with options."""
    seed = SEED.read_bytes()
    yield Case("page.txt", seed, PLAIN.read_bytes(), "garble-fix fix")
    profile = ("--profile", "web-corpus")
    yield Case(
        "page-for-a-corpus.txt",
        seed,
        WRITTEN.read_bytes(),
        f"garble-fix fix {' '.join(profile)}",
        False,
        profile,
    )


def seed_cases() -> Iterator[Case]:
    """The seed document, damaged by each chain."""
    text, repaired = SEED.read_bytes().decode(), PLAIN.read_bytes()
    for chain in WHOLE:
        yield Case(f"{_file_name(chain)}.txt", garble_fix.garble(text, chain).encode(), repaired, chain)
    for chain in PASSAGES:
        title = f"{chain}, in the passages that survive it"
        garbled = damage_passages(text, chain).encode()
        yield Case(f"{_file_name(chain)}-passages.txt", garbled, repaired, title, doubts=True)


def damage_passages(text: str, chain: str) -> str:
    """Damage those clauses of `text` that the chain does not lose anything of."""
    return "".join(_damaged(clause, chain) or clause for clause in re.split(r"(?<=[,。\n])", text))


def _damaged(text: str, chain: str) -> str | None:
    from garble_fix.channels import parse  # noqa: PLC0415

    try:
        damaged = garble_fix.garble(text, chain)
        return damaged if parse(chain).ungarble(damaged) == text else None
    except UnicodeError:
        return None


def sample_cases() -> Iterator[Case]:
    """The files of `samples`."""
    for path in sorted((SAMPLES / "garbled").iterdir()):
        repaired = (SAMPLES / "repaired" / path.name).read_bytes()
        yield Case(path.name, path.read_bytes(), repaired, path.name)


def clean_cases() -> Iterator[Case]:
    """What the seed was repaired to, and sound text of the kind that careless tools repair to death."""
    for path in (WRITTEN, PLAIN, *sorted((SAMPLES / "clean").iterdir())):
        data = path.read_bytes()
        yield Case(path.name, data, data, path.name)


def repair(case: Case, folder: Path) -> Outcome:
    """Write the case to a file and have the program repair it; for the seed, show the diff first."""
    place = folder / f"{case.name}.d"
    place.mkdir()
    path = place / case.name
    path.write_bytes(case.garbled)
    diff = []
    if case.expected in (PLAIN.read_bytes(), WRITTEN.read_bytes()) and case.expected != case.garbled:
        diff = (
            _program(place, "fix", "--diff", "--quiet", *case.options, case.name).stdout.decode().split("\n")
        )
    before = path.stat()
    started = time.monotonic()
    done = _program(place, "fix", "--no-journal", *case.options, case.name)
    seconds = time.monotonic() - started
    after = path.stat()
    written = (before.st_ino, before.st_mtime_ns) != (after.st_ino, after.st_mtime_ns)
    found = path.read_bytes()
    shutil.rmtree(place)
    return Outcome(case, seconds, done.returncode, done.stderr.decode(), found, written, diff)


def _program(place: Path, *arguments: str) -> subprocess.CompletedProcess[bytes]:
    """Run the installed program; its output is UTF-8 whatever the locale."""
    script = Path(sys.executable).with_name("garble-fix")
    program = [str(script)] if script.exists() else [sys.executable, "-m", "garble_fix"]
    env = {**os.environ, "PYTHONUTF8": "1", "PYTHONIOENCODING": "utf-8"}
    return subprocess.run(
        [*program, *arguments], cwd=place, env=env, stdin=subprocess.DEVNULL, capture_output=True, check=False
    )


def show_page(console: Console, outcome: Outcome) -> None:
    """Show what was found, and the first lines that changed."""
    _verdict(console, outcome, outcome.case.title)
    _say(console, f"damage found: {outcome.chains} ({outcome.spans} spans, {outcome.seconds:.1f} s)")
    removed, added = (_changed_lines(outcome.diff, sign) for sign in "-+")
    for old, new in list(zip(removed, added, strict=False))[:_SHOWN]:
        if old:
            _say_change(console, old, new)
    _complain(console, outcome)


def show_seed(console: Console, outcome: Outcome) -> None:
    """Show the damage, what was found, and the first change in the diff."""
    _verdict(console, outcome, f"damage done:  {outcome.case.title}")
    _say(console, f"damage found: {outcome.chains} ({outcome.spans} spans, {outcome.seconds:.1f} s)")
    removed, added = (_changed_lines(outcome.diff, sign) for sign in "-+")
    if removed and added:
        _say_change(console, removed[0], added[0])
    if outcome.doubts:
        _say(console, f"left as they are, and called doubtful: {outcome.doubts} places")
    _complain(console, outcome)


def show_sample(console: Console, outcome: Outcome) -> None:
    """Show every line that changed, before and after."""
    _verdict(console, outcome, f"{outcome.case.title}: {outcome.chains}")
    before, after = (data.decode().split("\n") for data in (outcome.case.garbled, outcome.found))
    for old, new in zip(before, after, strict=False):
        if old != new:
            _say_change(console, old.strip(), new.strip())
    _complain(console, outcome)


def show_clean(console: Console, outcome: Outcome) -> None:
    """Say whether the file was left alone."""
    what = "was written to" if outcome.written else "was not written to"
    _verdict(console, outcome, f"{outcome.case.title}: {what}, {outcome.seconds:.1f} s")
    _complain(console, outcome)


def _verdict(console: Console, outcome: Outcome, title: str) -> None:
    good, bad = ("✓", "✗") if _can_print(console, "✓✗") else ("ok", "WRONG")
    mark = Text(good, "bold green") if outcome.right else Text(bad, "bold red")
    console.print(mark, Text(title, "bold"), soft_wrap=True)


def _say(console: Console, line: str, style: str = "") -> None:
    console.print(Text(f"    {_cut(printable(line))}", style), soft_wrap=True)


def _say_change(console: Console, old: str, new: str) -> None:
    """Show a line before and after, from a little before the first change on."""
    pairs = zip(old, new, strict=False)
    start = next((index for index, (a, b) in enumerate(pairs) if a != b), min(len(old), len(new)))
    skipped = start - _LEAD if start > 3 * _LEAD else 0
    for sign, line, style in (("-", old, "red"), ("+", new, "green")):
        _say(console, f"{sign} {'…' if skipped else ''}{line[skipped:]}", style)


def _changed_lines(diff: list[str], sign: str) -> list[str]:
    """The removed or the added lines of a diff, without their sign."""
    return [line[1:].strip() for line in diff if line.startswith(sign) and not line.startswith(sign * 3)]


def _cut(line: str) -> str:
    """The line, cut off where it leaves the terminal."""
    if cell_len(line) <= _CELLS:
        return line
    return f"{chop_cells(line, _CELLS - 1)[0]}…"


def _complain(console: Console, outcome: Outcome) -> None:
    """Where something is wrong: what the program said, and the first line that differs."""
    if outcome.right:
        return
    _say(console, f"exit code {outcome.code}", "bold red")
    for line in outcome.said.rstrip().split("\n"):
        console.print(Text(f"    {printable(line)}"), soft_wrap=True)
    found, expected = outcome.found.split(b"\n"), outcome.case.expected.split(b"\n")
    for number, (line, wanted) in enumerate(zip(found, expected, strict=False), 1):
        if line != wanted:
            _say(console, f"line {number} is  {line.decode(errors='replace')}")
            _say(console, f"should be {wanted.decode(errors='replace')}")
            break


def _console() -> Console:
    """A console that never fails on a character: what the encoding cannot hold is shown as an escape."""
    reconfigure: Callable[..., None] | None = getattr(sys.stdout, "reconfigure", None)
    if reconfigure:
        reconfigure(errors="backslashreplace")
    return Console(highlight=False, markup=False, emoji=False)


def _can_print(console: Console, text: str) -> bool:
    try:
        text.encode(console.encoding)
    except UnicodeEncodeError:
        return False
    return True


def _file_name(chain: str) -> str:
    return chain.replace(">", "-as-")


if __name__ == "__main__":
    sys.exit(main())
