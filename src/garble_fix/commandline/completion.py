"""`garble-fix completion`: the script by which a shell completes command lines."""

from __future__ import annotations

import click
from click.shell_completion import get_completion_class

from garble_fix.commandline.options import CONTEXT, PROGRAM
from garble_fix.report import Screen
from garble_fix.report.summary import NOTHING_LEFT

_VARIABLE = "_GARBLE_FIX_COMPLETE"


@click.command(context_settings=CONTEXT)
@click.argument("shell", metavar="SHELL", type=click.Choice(["bash", "zsh", "fish"]))
def completion(shell: str) -> int:
    """Print the script that makes SHELL complete the options of this program.

    For bash, put into ~/.bashrc:  eval "$(garble-fix completion bash)"
    """
    found = get_completion_class(shell)
    program = click.get_current_context().find_root().command
    if found is None:
        raise click.UsageError(f"{shell} is not known")
    Screen().out(found(program, {}, PROGRAM, _VARIABLE).source())
    return NOTHING_LEFT
