"""Sit ftfy's own examination: its published test cases, answered by ftfy and by garble-fix in the same run.

    python -m benchmarks.ftfy_cases [--differences FILE]

The cases are those of `tests/test_cases.json` in ftfy's source package, which pip downloads from the registry
in the version that is installed. What is asked is what `ftfy.fix_encoding` is asked there: `fixed-encoding`
where a case has it, else `fixed`. Cases that ftfy itself expects to fail count like the others.

The table tells apart

- **positives**: garbled text. *With loss* are those whose answer has U+FFFD in it: bytes are missing, and
  ftfy marks the place. What garble-fix puts in its stead cannot be judged here and is not: a repair that differs
  from the answer in nothing else counts as right. Whoever leaves the garble unread is wrong;
- **negatives**: text that must come back unchanged;
- **one layer more**: every positive garbled once more as UTF-8 read as Latin-1, as ftfy's tests do.
"""

from __future__ import annotations

import argparse
import importlib.metadata
import json
import re
import subprocess
import sys
import tarfile
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path

import ftfy

import garble_fix
from benchmarks.markdown import table

CACHE = Path(__file__).resolve().parent.parent / "build" / "ftfy"
REPLACEMENT = "\N{REPLACEMENT CHARACTER}"


def _answer(expected: str) -> re.Pattern[str]:
    """What matches the answers that differ from the expected one in no more than what stands for U+FFFD.

    Every run of marks, one for each byte that could not be read, is one character, or as many as there are marks.
    """
    parts = re.split(f"({REPLACEMENT}+)", expected)
    filled = [f".{{1,{len(part)}}}" if part[:1] == REPLACEMENT else re.escape(part) for part in parts]
    return re.compile("".join(filled), re.DOTALL)


@dataclass(frozen=True)
class Case:
    """One of ftfy's test cases: what `fix_encoding` is given and should return."""

    label: str
    original: str
    expected: str
    known_failure: bool
    """ftfy does not pass this case, and says so."""

    def answered(self, text: str) -> bool:
        """Whether this text is the answer, or the answer with something put where it says that bytes are missing."""
        return _answer(self.expected).fullmatch(text) is not None

    @property
    def kind(self) -> str:
        """The row of the table that the case counts in."""
        if self.original == self.expected:
            return "negatives"
        return "positives with loss" if REPLACEMENT in self.expected else "positives"

    def damaged_again(self) -> Case:
        """The case with one layer of damage more."""
        worse = self.original.encode().decode("latin-1")
        return Case(self.label, worse, self.expected, self.known_failure)


@dataclass(frozen=True)
class Answers:
    """What the two tools make of a case."""

    case: Case
    ftfy: str
    ours: garble_fix.Repair

    @property
    def ftfy_right(self) -> bool:
        """Whether ftfy's answer is the expected one."""
        return self.case.answered(self.ftfy)

    @property
    def ours_right(self) -> bool:
        """Whether garble-fix's answer is the expected one."""
        return self.case.answered(self.ours.text)


def source_package(version: str) -> Path:
    """The archive of ftfy's sources, downloaded by pip if it is not in the cache."""
    archive = CACHE / f"ftfy-{version}.tar.gz"
    if not archive.exists():
        pip = [sys.executable, "-m", "pip", "download", "--quiet", "--disable-pip-version-check"]
        options = ["--no-binary", ":all:", "--no-deps", "--dest", CACHE]
        subprocess.run([*pip, *options, f"ftfy=={version}"], check=True)
    return archive


def read_cases(archive: Path) -> list[Case]:
    """The test cases in ftfy's source archive."""
    with tarfile.open(archive) as members:
        name = next(name for name in members.getnames() if name.endswith("/tests/test_cases.json"))
        file = members.extractfile(name)
        assert file is not None, f"{name} is not a file"
        rows = json.load(file)
    return [
        Case(row["label"], row["original"], row.get("fixed-encoding", row["fixed"]), row["expect"] == "fail")
        for row in rows
    ]


def all_cases() -> list[Case]:
    """The test cases of the version of ftfy that is installed."""
    return read_cases(source_package(importlib.metadata.version("ftfy")))


def ask(cases: Iterable[Case]) -> list[Answers]:
    """Have both tools answer every case."""
    return [
        Answers(case, ftfy.fix_encoding(case.original), garble_fix.repair_text(case.original))
        for case in cases
    ]


def figures(plain: list[Answers], damaged_again: list[Answers]) -> str:
    """The figures, as a table in Markdown."""
    tools = (f"ftfy {importlib.metadata.version('ftfy')}", f"garble-fix {garble_fix.__version__}")
    rows = [("", "cases", *tools)]

    def count(title: str, answers: list[Answers], of: Callable[[Answers, str], bool]) -> None:
        scores = [sum(of(answer, tool) for answer in answers) for tool in ("ftfy", "ours")]
        rows.append((title, str(len(answers)), *map(str, scores)))

    def right(answer: Answers, tool: str) -> bool:
        return answer.ftfy_right if tool == "ftfy" else answer.ours_right

    def wrong(answer: Answers, tool: str) -> bool:
        return not right(answer, tool)

    for name, answers in (("", plain), (", one layer more", damaged_again)):
        for kind in ("positives", "positives with loss"):
            count(f"{kind}{name}: right", [answer for answer in answers if answer.case.kind == kind], right)
    count("negatives: changed", [answer for answer in plain if answer.case.kind == "negatives"], wrong)
    return table(rows[0], rows[1:])


def examination() -> str:
    """Have both tools answer everything; the table, in Markdown."""
    cases = all_cases()
    return figures(ask(cases), ask(case.damaged_again() for case in cases if case.kind != "negatives"))


def differences(answers: Iterable[Answers]) -> str:
    """The cases that the two tools do not both get right, with what garble-fix made of them."""
    parts = []
    for answer in answers:
        if answer.ftfy_right and answer.ours_right:
            continue
        case = answer.case
        verdict = f"ftfy {_mark(answer.ftfy_right)}, garble-fix {_mark(answer.ours_right)}"
        known = ", known failure of ftfy" if case.known_failure else ""
        lines = [f"{case.label} [{case.kind}; {verdict}{known}]"]
        lines.append(f"    original  {case.original!r}")
        lines.append(f"    expected  {case.expected!r}")
        if not answer.ours_right:
            lines.append(f"    ours      {answer.ours.text!r}")
        if not answer.ftfy_right:
            lines.append(f"    ftfy      {answer.ftfy!r}")
        lines += [
            f"    edit      {edit.start}:{edit.end} {edit.chain} {edit.log_odds:.1f} nats: "
            f"{edit.before!r} -> {edit.after!r}"
            for edit in answer.ours.edits
        ]
        if not answer.ours_right:
            lines += [
                f"    candidate {other.chain or 'nothing is wrong'} {other.log_odds:.1f} nats: {other.text!r}"
                for other in garble_fix.candidates(case.original, limit=4)
            ]
        parts.append("\n".join(lines))
    return "\n".join(parts)


def _mark(right: bool) -> str:
    return "right" if right else "wrong"


def main() -> None:
    """Print the table and the differences."""
    parser = argparse.ArgumentParser(description="ftfy's test cases, answered by ftfy and by garble-fix")
    parser.add_argument(
        "--differences", type=Path, help="write the differing cases there, not to the terminal"
    )
    arguments = parser.parse_args()
    print(examination())
    plain = ask(all_cases())
    listed = differences(plain)
    if arguments.differences:
        arguments.differences.write_text(listed + "\n", encoding="utf-8")
    else:
        print(f"\nCases that not both get right:\n\n{listed}")


if __name__ == "__main__":
    main()
