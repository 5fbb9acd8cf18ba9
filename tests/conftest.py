"""Settings for all tests: no deadline for single examples, since the first of them loads tables."""

from hypothesis import settings

settings.register_profile("patient", deadline=None)
settings.load_profile("patient")
