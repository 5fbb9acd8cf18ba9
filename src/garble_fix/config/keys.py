"""Every setting, in one table: the options of the commands, the keys of configuration files, the environment."""

from __future__ import annotations

import enum
from dataclasses import dataclass
from typing import Any

from garble_fix.batch.patterns import EXCLUDED
from garble_fix.journal.prune import DAYS, MEGABYTES
from garble_fix.report.formats import FORMATS


class Kind(enum.Enum):
    """The type of a setting's value."""

    FLAG = "true or false"
    SWITCH = "true or false "
    """A flag that the command line can only turn on."""
    COUNT = "a whole number from 1 on"
    TEXT = "a string"
    TEXTS = "a list of strings"
    CHOICE = "one of"

    def accepts(self, value: object) -> bool:
        """Whether a value read from TOML is of the type."""
        if self in {Kind.FLAG, Kind.SWITCH}:
            return isinstance(value, bool)
        if self is Kind.COUNT:
            return isinstance(value, int) and not isinstance(value, bool) and value >= 1
        if self is Kind.TEXTS:
            return isinstance(value, list) and all(isinstance(item, str) for item in value)
        return isinstance(value, str)


@dataclass(frozen=True, slots=True)
class Key:
    """A setting. `short` is its one-letter option, `metavar` what help calls its value."""

    name: str
    kind: Kind
    default: Any
    help: str
    choices: tuple[str, ...] = ()
    short: str = ""
    metavar: str | None = None
    elsewhere: bool = False
    """Whether its option is made elsewhere, because it differs between commands."""

    @property
    def variable(self) -> str:
        """The environment variable that sets it."""
        return "GARBLE_FIX_" + self.parameter.upper()

    @property
    def parameter(self) -> str:
        """What Python calls it."""
        return self.name.replace("-", "_")

    def wants(self) -> str:
        """Say what its value must be."""
        if self.choices:
            return f"{self.kind.value} {', '.join(map(repr, self.choices))}"
        return self.kind.value.strip()

    def accepts(self, value: object) -> bool:
        """Whether a value read from TOML can be its value."""
        return self.kind.accepts(value) and (not self.choices or value in self.choices)


KEYS = (
    Key("jobs", Kind.COUNT, None, "Work in so many processes; by default, one for each processor.", (), "j", "COUNT"),
    Key("exclude", Kind.TEXTS, EXCLUDED, "Leave out what matches this pattern, written as in .gitignore, instead of "
        "the usual (.git, node_modules, .venv and the like). Can be given several times.", metavar="PATTERN"),
    Key("extend-exclude", Kind.TEXTS, (), "Leave out what matches this pattern, too.", metavar="PATTERN"),
    Key("include", Kind.TEXTS, (), "In directories, take only files that match this pattern.", metavar="PATTERN"),
    Key("force-exclude", Kind.FLAG, False, "Leave out what is excluded even if it is named as a PATH."),
    Key("gitignore", Kind.FLAG, True, "In directories, leave out what git ignores."),
    Key("holes", Kind.CHOICE, "mark", "Where bytes were lost: mark what is not sure with U+FFFD, or guess everywhere.",
        ("mark", "guess")),
    Key("encoding", Kind.TEXT, None, "The encoding of the input, instead of detecting it.", metavar="NAME"),
    Key("to", Kind.TEXT, None, "Convert to this encoding, such as utf-8; declarations follow.", metavar="NAME",
        elsewhere=True),
    Key("escapes", Kind.FLAG, False, "Repair what is garbled behind escapes, too, such as &#38168; or %E9%94."),
    Key("history", Kind.FLAG, True, "Restore damaged lines from older versions of the file in its git repository."),
    Key("history-depth", Kind.COUNT, 1000, "Look at so many versions of a file.", metavar="COUNT"),
    Key("pragmas", Kind.FLAG, True, "Heed comments that exempt text (garble-fix: ignore)."),
    Key("cache", Kind.FLAG, True, "Do not look again at files that were found clean and have not changed since."),
    Key("journal", Kind.FLAG, True, "Keep what is overwritten, for garble-fix undo."),
    Key("keep-days", Kind.COUNT, DAYS, "Forget runs that are older than so many days.", metavar="COUNT"),
    Key("keep-megabytes", Kind.COUNT, MEGABYTES, "Forget the oldest runs beyond so many megabytes.", metavar="COUNT"),
    Key("format", Kind.CHOICE, None, "Write a report in this format: to standard output, or to the --report.",
        ("text", *FORMATS)),
    Key("report", Kind.TEXTS, (), "Write a report to this file as well; unless --format says how, its extension does: "
        ".diff, .json, .sarif, .xml (JUnit). Can be given several times.", metavar="FILE"),
    Key("explain", Kind.SWITCH, False, "Show for every span the candidates and their log-probabilities."),
    Key("quiet", Kind.SWITCH, False, "Say nothing but errors.", (), "q"),
    Key("verbose", Kind.SWITCH, False, "Also say what was skipped, and count files.", (), "v"),
    Key("color", Kind.CHOICE, "auto", "Use colors; auto: on a terminal, and NO_COLOR is not set.",
        ("auto", "always", "never")),
    Key("profile", Kind.CHOICE, "default", "Which artefacts that no decoder made to put right.",
        ("default", "web-corpus"), elsewhere=True),
    Key("pinyin", Kind.FLAG, None, "Remove pinyin that a converter left in brackets.", elsewhere=True),
    Key("shifted", Kind.FLAG, None, "Put right what such a converter paired one byte too late.", elsewhere=True),
    Key("script", Kind.CHOICE, None, "Convert Chinese to this script (fix).",
        ("keep", "auto", "simplified", "traditional", "tw", "hk"), elsewhere=True),
    Key("punctuation", Kind.FLAG, None, "Restore full-width punctuation.", elsewhere=True),
    Key("compat", Kind.FLAG, None, "Replace compatibility characters that stand for others.", elsewhere=True),
)  # fmt: skip

PER_FILE = ("holes", "encoding", "escapes", "history", "history-depth", "pragmas")
"""What can differ from file to file."""
