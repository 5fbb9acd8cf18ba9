"""The `garble-fix` command: a thin shell over the library and the files.

One file for each command, what they share in `options` and `runner`. A new command is a new file whose
function is added to the group in `program`.

Exit codes, decided in `garble_fix.report.summary`: 0 nothing garbled is left; 1 garbled text was found
(`check`, `fix --diff`) or had to be left (`fix`); 2 usage or I/O error. An interrupt ends with 130.
"""

from garble_fix.commandline.program import main

__all__ = ["main"]
