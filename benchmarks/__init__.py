"""Measurements of garble-fix beside other tools; not needed to build or use it."""
