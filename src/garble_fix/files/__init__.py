"""Files as bytes: reading them safely, replacing them atomically, deciding where output goes.

Nothing here knows what the bytes mean: line ends, byte order marks and encodings belong to the engine. Every
failure is a `FileError` whose text is one line, `NAME: what was wrong; what to do`.
"""

from garble_fix.files.faults import DirectoryGivenError, StreamError, fault, stream_fault
from garble_fix.files.leftovers import is_temporary, sweep
from garble_fix.files.outputs import output_paths, refuse_output_within
from garble_fix.files.reading import Sighting, Snapshot, opened, read, resolved, without_repeats
from garble_fix.files.repositories import work_tree
from garble_fix.files.signatures import is_no_text
from garble_fix.files.streams import (
    STANDARD,
    abandon_standard_output,
    read_standard_input,
    secure_standard_descriptors,
    write_standard_output,
)
from garble_fix.files.writing import replace, replace_by, write

__all__ = [
    "STANDARD",
    "DirectoryGivenError",
    "Sighting",
    "Snapshot",
    "StreamError",
    "abandon_standard_output",
    "fault",
    "is_no_text",
    "is_temporary",
    "opened",
    "output_paths",
    "read",
    "read_standard_input",
    "refuse_output_within",
    "replace",
    "replace_by",
    "resolved",
    "secure_standard_descriptors",
    "stream_fault",
    "sweep",
    "without_repeats",
    "work_tree",
    "write",
    "write_standard_output",
]
