"""The manual page, made of the commands themselves; `make man` writes it to `docs/garble-fix.1`."""

from __future__ import annotations

from collections.abc import Iterator

import click

from garble_fix import __version__
from garble_fix.commandline.program import PROGRAM, program

_ABOUT = (
    "garble-fix finds text that was decoded with the wrong encoding (mojibake) and turns it back into what was "
    "written. It knows Chinese, Japanese and Korean as well as the alphabets of Europe, and leaves everything else in "
    "a file, and every sound file, as it is."
)

_FILES = (
    ("garble-fix.toml, pyproject.toml", "The nearest one upwards from the files is the configuration; in the second, "
     "the table [tool.garble-fix]. Keys are the long names of options."),
    (".gitignore", "What git ignores is not searched."),
    ("~/.local/state/garble-fix", "What runs have overwritten, for undo; GARBLE_FIX_STATE_DIR names another place."),
)  # fmt: skip

_EXITS = (
    ("0", "Nothing garbled is left."),
    (
        "1",
        "Garbled text was found (check, fix --diff), or some had to be left (fix); undo left a file that was changed.",
    ),
    ("2", "Something could not be read, repaired or written, or the command line is wrong."),
)


def manual() -> str:
    """Return the page in the man macros of troff, for section 1."""
    return "\n".join(_lines()) + "\n"


def _lines() -> Iterator[str]:
    yield f'.TH GARBLE-FIX 1 "" "garble-fix {__version__}" "User Commands"'
    yield from (".SH NAME", r"garble-fix \- repair text that has turned into garbage", ".SH SYNOPSIS")
    root = click.Context(program, info_name=PROGRAM)
    commands = [(name, program.get_command(root, name)) for name in program.list_commands(root)]
    for name, command in commands:
        if command:
            usage = " ".join(command.collect_usage_pieces(click.Context(command, root, name)))
            yield from (f".B garble\\-fix {name}", _text(usage), ".br")
    yield from (".SH DESCRIPTION", _text(_ABOUT), ".SH COMMANDS")
    for name, command in commands:
        if command:
            yield from _command(name, command, root)
    yield ".SH FILES"
    for term, text in _FILES:
        yield from (".TP", f".I {_text(term)}", _text(text))
    yield ".SH EXIT STATUS"
    for term, text in _EXITS:
        yield from (".TP", f".B {_text(term)}", _text(text))


def _command(name: str, command: click.Command, root: click.Context) -> Iterator[str]:
    context = click.Context(command, root, name)
    yield f'.SS "garble-fix {name}"'
    for paragraph in (command.help or "").split("\n\n"):
        yield from (".PP", _text(" ".join(paragraph.split())))
    for parameter in command.get_params(context):
        if isinstance(parameter, click.Option):
            yield from (".TP", f".B {_text(_option(parameter))}", _text(parameter.help or ""))
            if isinstance(parameter.envvar, str):
                yield _text(f"Environment: {parameter.envvar}.")


def _option(option: click.Option) -> str:
    """Write an option as one types it. Not as click has it in its help, which changes with its versions."""
    names = ", ".join((*option.opts, *option.secondary_opts))
    if option.is_flag:
        return names
    choices = "|".join(option.type.choices) if isinstance(option.type, click.Choice) else ""
    return f"{names} {choices or option.metavar or 'TEXT'}"


def _text(text: str) -> str:
    """Write `text` so that troff takes none of it for a request."""
    text = text.replace("\\", "\\e").replace("-", "\\-")
    return f"\\&{text}" if text.startswith((".", "'")) else text


if __name__ == "__main__":
    import sys

    sys.stdout.write(manual())
