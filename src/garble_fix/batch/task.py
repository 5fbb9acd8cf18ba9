"""What is to be done with each file, and what came of it: plain values that go from process to process."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from garble_fix.batch.patterns import compiled
from garble_fix.journal import Recorder
from garble_fix.report import FileReport, Style

if TYPE_CHECKING:
    from garble_fix.artefacts import Artefacts
    from garble_fix.repair.result import BytesRepair

Action = Literal["check", "diff", "fix"]


@dataclass(frozen=True, slots=True)
class Engine:
    """How text is repaired. `encoding` of `None` means: detect it; `history` is how many versions are looked at."""

    holes: Literal["mark", "guess"] = "mark"
    encoding: str | None = None
    history: int = 0
    pragmas: bool = True
    artefacts: Artefacts | None = None
    """`None`: those that are put right by default."""
    escapes: bool = False
    to: str | None = None
    """The encoding that is written, where it is not that of the file."""


@dataclass(frozen=True)
class Task:
    """What is done with every file of a run.

    `shown` asks for a diff that a person reads, `explain` for what led to each decision, `talk` for lines to show at
    all, `notices` for one on what was left though it can be put right, `patch` for the diff as bytes besides. `outputs`
    maps the names of inputs to where their results go, `None` meaning the input itself; in `mirrored`, directories are
    made as they are needed. `recorder` keeps what is overwritten. `per_file` are patterns, relative to `root`, and how
    the engine's settings differ for what matches.
    """

    action: Action
    engine: Engine = field(default_factory=Engine)
    talk: bool = True
    notices: bool = True
    explain: bool = False
    shown: bool = False
    patch: bool = False
    outputs: Mapping[str, Path] | None = None
    mirrored: Path | None = None
    to_standard_output: bool = False
    recorder: Recorder | None = None
    root: Path = Path("/")
    per_file: tuple[tuple[str, Mapping[str, Any]], ...] = ()
    stdin_name: str = "<stdin>"
    ask: Callable[[str, bytes, BytesRepair], BytesRepair] | None = None
    """What has a person fill the holes left in a file, given its name, its data and its repair."""

    def engine_for(self, relative: str) -> Engine:
        """The engine's settings for a file, given as patterns know it; later patterns win over earlier ones."""
        engine = self.engine
        for pattern, changes in self.per_file:
            if compiled((pattern,)).cover(relative):
                engine = replace(engine, **changes)
        return engine


@dataclass(frozen=True, slots=True)
class Line:
    """A line to show: `out` is a result, `err` a message, `note` one for the curious, `failure` an error."""

    kind: Literal["out", "err", "note", "failure"]
    text: str
    style: Style = Style.PLAIN


@dataclass(frozen=True, slots=True)
class Done:
    """What came of one file: its report, the lines to show, in order, and bytes for standard output or a patch."""

    report: FileReport
    lines: tuple[Line, ...] = ()
    data: bytes = b""
    patch: bytes = b""
