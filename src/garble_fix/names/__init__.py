"""Garbled names: of files in a directory tree, and of the entries of zip archives."""

from garble_fix.names.archive import entries, rewritten
from garble_fix.names.propose import Proposal, proposals
from garble_fix.names.tree import Renaming, rename, renamings

__all__ = [
    "Proposal",
    "Renaming",
    "entries",
    "proposals",
    "rename",
    "renamings",
    "rewritten",
]
