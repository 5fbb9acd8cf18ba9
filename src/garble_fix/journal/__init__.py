"""What runs overwrote, kept so that it can be put back.

Before a file is replaced, its bytes are copied to the directory of the run and forced to the disk, then a record of
what will be done; only then is the file replaced. So whenever a run is killed, each file is the old one or the new
one, and what was replaced is in the journal. The originals are plain files: they can be copied back by hand.

    STATE/runs/20260131T120000Z-3f9a1c/run.json            when, where and by which command
                                       originals/SHA-256   the bytes of files as they were
                                       files-PID.jsonl     for each file: its path, and digests or the new name
                                       undone              made when all of it was put back
"""

from garble_fix.journal.place import state_directory
from garble_fix.journal.prune import prune
from garble_fix.journal.recorder import Recorder, digest
from garble_fix.journal.runs import Entry, Run, find, runs
from garble_fix.journal.undo import State, Undone, undo

__all__ = [
    "Entry",
    "Recorder",
    "Run",
    "State",
    "Undone",
    "digest",
    "find",
    "prune",
    "runs",
    "state_directory",
    "undo",
]
