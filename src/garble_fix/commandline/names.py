"""`garble-fix names`: garbled names of files and of the entries of zip archives."""

from __future__ import annotations

import os
from pathlib import Path

import click

from garble_fix import __version__, files, journal
from garble_fix.commandline.options import CONTEXT
from garble_fix.errors import FileError
from garble_fix.report import Screen, printable
from garble_fix.report.numbers import percent
from garble_fix.report.summary import FAILED, GARBLED, NOTHING_LEFT


@click.command(context_settings=CONTEXT)
@click.argument("paths", metavar="PATH...", nargs=-1, required=True, type=click.Path())
@click.option("--write", is_flag=True, help="Rename; of a zip archive, write NAME.utf-8.zip beside it.")
def names(paths: tuple[str, ...], write: bool) -> int:
    """Find garbled names in directories and zip archives.

    Each line gives the path, the damage and its probability, the old and the new name. Nothing is renamed without
    --write. Then nothing is overwritten, links are not followed, and the PATH itself keeps its name;
    garble-fix undo puts the old names back. The exit code is 1 if garbled
    names were found, or with --write had to be left.
    """
    screen, code = Screen(), NOTHING_LEFT
    recorder = journal.Recorder.begin(
        journal.state_directory(), command="garble-fix names", version=__version__
    )
    for path in files.without_repeats(paths):
        try:
            if os.path.isdir(path):  # noqa: PTH112 - Path("x/") would lose the slash
                found = _tree(path, screen, recorder if write else None)
            else:
                found = _archive(path, screen, write=write)
        except files.StreamError:
            raise
        except FileError as error:
            screen.failure(printable(str(error)))
            found = FAILED
        code = max(code, found)
    if recorder.used:
        screen.err(f"garble-fix: undo puts the names back: garble-fix undo {recorder.directory.name}")
    return code


def _tree(path: str, screen: Screen, recorder: journal.Recorder | None) -> int:
    from garble_fix.names import rename, renamings  # noqa: PLC0415 - slow to import

    found = list(renamings(Path(path)))
    for each in found:
        old, new, sure = os.fsencode(each.old), each.proposal.after, each.proposal.confidence
        screen.out(_line(old, each.proposal.chain, sure, new, each.refusal))
    if recorder:
        rename(found, recorder)
        found = [each for each in found if each.refusal]
    return GARBLED if found else NOTHING_LEFT


def _archive(path: str, screen: Screen, *, write: bool) -> int:
    from garble_fix.names import entries, rewritten  # noqa: PLC0415 - slow to import

    data = files.read(path).data
    found = entries(path, data)
    for old, each in found.items():
        refusal = "" if each.after else "no repair is sure enough"
        shown = os.fsencode(path) + b":" + old
        screen.out(_line(shown, each.chain, each.confidence, each.after, refusal))
    repaired = [each for each in found.values() if each.after]
    if not write:
        return GARBLED if found else NOTHING_LEFT
    if repaired:
        place = Path(path).with_suffix(f".utf-8{Path(path).suffix}")
        if os.path.lexists(place):
            raise FileError(f"{place}: is there already, and is not overwritten; move it away")
        files.write(place, (rewritten(path, data, found),))
        screen.err(f"garble-fix: wrote {printable(str(place))}")
    return GARBLED if len(repaired) < len(found) else NOTHING_LEFT


def _line(old: bytes, chain: str, sure: float, new: str, refusal: str) -> str:
    shown = printable(old.decode("utf-8", "backslashreplace"))
    if refusal:
        return f"{shown}: looks garbled, left: {refusal}{f' ({printable(new)})' if new else ''}"
    return f"{shown}: {chain} ({percent(sure)}) → {printable(new)}"
