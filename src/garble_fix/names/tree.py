"""Renaming in a directory tree: nothing is overwritten, nothing outside the tree is touched, all is put on record.

A record is a file of JSON lines, one for each renaming, forced to the disk before it is done. Links are renamed, never
followed; the root itself keeps its name.
"""

from __future__ import annotations

import json
import os
import secrets
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from garble_fix.errors import FileError
from garble_fix.files.faults import fault
from garble_fix.names.propose import Proposal, proposals


@dataclass(frozen=True, slots=True)
class Renaming:
    """An entry of `folder` and what it would be called; `refusal` says why it is not, if it is not."""

    folder: Path
    proposal: Proposal
    refusal: str = ""

    @property
    def old(self) -> Path:
        """The path as it is."""
        return self.folder / os.fsdecode(self.proposal.before)

    @property
    def new(self) -> Path:
        """The path as it would be."""
        return self.folder / self.proposal.after


def renamings(root: Path) -> Iterator[Renaming]:
    """Yield what is garbled in the tree below `root`, what is in a directory before the directory itself.

    Raises `FileError` for a directory that cannot be read.
    """

    def refuse(error: OSError) -> None:
        raise fault(str(error.filename), error)

    for place, folders, others in os.walk(root, topdown=False, onerror=refuse):
        names = [os.fsencode(name) for name in (*folders, *others)]
        found = proposals(names)
        wanted = Counter(proposal.after for proposal in found.values())
        for proposal in found.values():
            refusal = ""
            if not proposal.after:
                refusal = "no repair is sure enough"
            elif wanted[proposal.after] > 1:
                refusal = "two names would become one"
            elif os.path.lexists(Path(place) / proposal.after):
                refusal = "there is one of that name"
            yield Renaming(Path(place), proposal, refusal)


def rename(found: Sequence[Renaming], state: Path) -> Path | None:
    """Do the renamings that are not refused, in order; return the record of them, if there were any.

    Raises `FileError` where one fails; those before it are done, and on record.
    """
    record: Path | None = None
    for renaming in found:
        if renaming.refusal:
            continue
        if record is None:
            record = _begun(state)
        _note(record, renaming)
        _move(renaming.old, renaming.new)
    return record


def undo(record: Path) -> Iterator[tuple[Path, str]]:
    """Put back what is on record, the last first; yield each path with what kept it from being put back, if anything.

    Raises `FileError` if the record cannot be read.
    """
    try:
        lines = record.read_text("utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise FileError(f"{record}: is not a record of renamings that can be read; check the name") from error
    for line in reversed(lines):
        try:
            entry = json.loads(line)
            old, new = (Path(os.fsdecode(bytes.fromhex(entry[key]))) for key in ("old", "new"))
        except (ValueError, KeyError, TypeError):
            continue  # written when the power went: not done
        if os.path.lexists(old):
            yield old, "" if not os.path.lexists(new) else "there is one of that name"
        elif not os.path.lexists(new):
            yield old, "it is gone"
        else:
            _move(new, old)
            yield old, ""


def _begun(state: Path) -> Path:
    folder = state / "renamings"
    name = f"{time.strftime('%Y%m%dT%H%M%SZ', time.gmtime())}-{secrets.token_hex(3)}.jsonl"
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        (folder / name).touch(mode=0o600, exist_ok=False)
    except OSError as error:
        raise fault(str(folder), error, doing="no record can be kept") from error
    return folder / name


def _note(record: Path, renaming: Renaming) -> None:
    paths = {"old": renaming.old, "new": renaming.new}
    entry = {key: os.fsencode(path.absolute()).hex() for key, path in paths.items()}
    shown = {"from": os.fsencode(renaming.old).decode("utf-8", "replace"), "to": str(renaming.new)}
    try:
        with record.open("ab") as file:
            file.write(json.dumps({**entry, **shown}).encode() + b"\n")
            file.flush()
            os.fsync(file.fileno())
    except OSError as error:
        raise fault(str(record), error, doing="no record can be kept") from error


def _move(old: Path, new: Path) -> None:
    # Another program may have been quicker, so this is looked at last; there is no rename that refuses everywhere.
    if os.path.lexists(new):
        raise FileError(f"{old}: there is one called {new.name} by now; run this again")
    try:
        old.rename(new)
    except OSError as error:
        raise fault(str(old), error, doing=f"cannot be renamed to {new.name}") from error
