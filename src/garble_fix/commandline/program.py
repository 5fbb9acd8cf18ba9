"""The program as a whole: the group of commands, and what any failure looks like to the shell."""

from __future__ import annotations

import importlib
import signal
import sys
from collections.abc import Sequence
from types import FrameType

import click

from garble_fix import __version__, files
from garble_fix.errors import GarbleFixError
from garble_fix.report import Screen, printable
from garble_fix.report.summary import FAILED, NOTHING_LEFT

PROGRAM = "garble-fix"
_INTERRUPTED = 128 + signal.SIGINT


_COMMANDS = {
    "fix": "fix",
    "check": "check",
    "text": "text",
    "detect": "detect",
    "names": "names",
    "undo": "undo",
    "runs": "undo",
    "config": "config",
    "completion": "completion",
}
"""The commands in the order of the help, each with the module it is in."""


class _Group(click.Group):
    """Commands whose modules are imported when they are used."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(_COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in _COMMANDS:
            return None
        module = importlib.import_module(f"garble_fix.commandline.{_COMMANDS[cmd_name]}")
        command: click.Command = getattr(module, cmd_name)
        return command


@click.group(
    cls=_Group,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
    epilog="Exit codes: 0 nothing garbled is left; 1 garbled text was found (check, fix --diff) or had to be "
    "left (fix); 2 something could not be read, repaired or written, or the command line is wrong.",
)
@click.version_option(__version__, prog_name=PROGRAM, message="%(prog)s %(version)s")
def program() -> None:
    """Repair text that has turned into garbage (mojibake, 乱码, 文字化け)."""


def main(arguments: Sequence[str] | None = None) -> None:
    """Run the program on `arguments`, by default those of the process, and exit."""
    files.secure_standard_descriptors()
    signal.signal(signal.SIGTERM, _terminate)
    screen = Screen()
    try:
        result = program.main(
            arguments, prog_name=PROGRAM, complete_var="_GARBLE_FIX_COMPLETE", standalone_mode=False
        )
        code = result if isinstance(result, int) else NOTHING_LEFT
    except click.exceptions.NoArgsIsHelpError as error:
        error.show()
        code = FAILED
    except click.ClickException as error:
        screen.failure(_usage_message(error))
        code = FAILED
    except click.Abort:
        screen.failure("interrupted; what is already fixed stays fixed")
        code = _INTERRUPTED
    except BrokenPipeError:  # nobody reads the help, or whatever else it was
        files.abandon_standard_output()
        code = NOTHING_LEFT
    except (GarbleFixError, OSError) as error:
        files.abandon_standard_output()
        screen.failure(printable(str(error)))
        code = FAILED
    sys.exit(code)


def _usage_message(error: click.ClickException) -> str:
    """Put a usage error in one line, with where to read more."""
    message = printable(" ".join(error.format_message().split())).removesuffix(".")
    context = error.ctx if isinstance(error, click.UsageError) else None
    return f"{message}; see {context.command_path if context else PROGRAM} --help"


def _terminate(number: int, _: FrameType | None) -> None:
    """End in an orderly way when told to, so that no temporary file is left."""
    sys.exit(128 + number)
