"""Repair: text in, `Repair` out. Pure functions of the text: no files, no globals."""
