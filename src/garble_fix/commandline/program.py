"""The program as a whole: the group of commands, and what any failure looks like to the shell."""

from __future__ import annotations

import signal
import sys
from collections.abc import Sequence
from types import FrameType

import click

from garble_fix import __version__, files
from garble_fix.commandline.check import check
from garble_fix.commandline.detect import detect
from garble_fix.commandline.fix import fix
from garble_fix.commandline.options import CONTEXT, PROGRAM
from garble_fix.commandline.text import text
from garble_fix.errors import GarbleFixError
from garble_fix.report import Screen, printable
from garble_fix.report.summary import FAILED, NOTHING_LEFT

_INTERRUPTED = 128 + signal.SIGINT


@click.group(
    context_settings=CONTEXT,
    epilog="Exit codes: 0 nothing garbled is left; 1 garbled text was found (check, fix --diff) or had to be "
    "left (fix); 2 something could not be read, repaired or written, or the command line is wrong.",
)
@click.version_option(__version__, prog_name=PROGRAM, message="%(prog)s %(version)s")
def program() -> None:
    """Repair text that has turned into garbage (mojibake, 乱码, 文字化け)."""


for _command in (fix, check, text, detect):
    program.add_command(_command)


def main(arguments: Sequence[str] | None = None) -> None:
    """Run the program on `arguments`, by default those of the process, and exit."""
    files.secure_standard_descriptors()
    signal.signal(signal.SIGTERM, _terminate)
    screen = Screen()
    try:
        result = program.main(arguments, prog_name=PROGRAM, standalone_mode=False)
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
