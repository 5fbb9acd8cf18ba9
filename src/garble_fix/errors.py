"""The errors that garble-fix raises on purpose; all of them derive from `GarbleFixError`."""

from __future__ import annotations


class GarbleFixError(Exception):
    """Base of every error that the library raises deliberately; its text is one line, fit to be shown to a user."""


class EncodingError(GarbleFixError):
    """A text cannot be written in the encoding that was asked for, or is not surely in the one that it seems to be."""


class UnknownCodePageError(GarbleFixError, LookupError):
    """A code page name that the registry does not hold."""


class UnknownChainError(GarbleFixError, ValueError):
    """A chain that is not written `stored>read[>stored>read...]`, or names an unknown code page or manner of loss."""


class ModelError(GarbleFixError):
    """The packaged language model is missing, truncated or of another version."""


class FileError(GarbleFixError, OSError):
    """A file that cannot be read or written; the text names the path, what was wrong and what to do."""


class ExtraMissingError(GarbleFixError, ImportError):
    """A package that an optional feature needs is not installed; the text names the pip command."""
