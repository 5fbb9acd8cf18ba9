"""Renaming in a directory tree: nothing is overwritten, nothing outside the tree is touched, all is put on record.

Each old name is in the journal before it is changed. Links are renamed, never followed; the root itself keeps its name.
"""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from garble_fix.errors import FileError
from garble_fix.files.faults import fault
from garble_fix.journal import Recorder
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


def rename(found: Sequence[Renaming], recorder: Recorder) -> None:
    """Do the renamings that are not refused, in order; `recorder` keeps the names they had.

    Raises `FileError` where one fails; those before it are done, and in the journal.
    """
    for renaming in found:
        if renaming.refusal:
            continue
        folder = renaming.folder.resolve()
        old, new = folder / renaming.old.name, folder / renaming.new.name
        recorder.keep_name(old, new)
        _move(old, new)


def _move(old: Path, new: Path) -> None:
    # Another program may have been quicker, so this is looked at last; there is no rename that refuses everywhere.
    if os.path.lexists(new):
        raise FileError(f"{old}: there is one called {new.name} by now; run this again")
    try:
        old.rename(new)
    except OSError as error:
        raise fault(str(old), error, doing=f"cannot be renamed to {new.name}") from error
