"""Measurements of garble-fix beside other tools; not needed to build or use it."""

import os

# Before numpy is loaded: a speed is that of one processor, and processes side by side do not wait for each other.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
