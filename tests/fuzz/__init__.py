"""Arbitrary and mutated bytes: a few in every run of the tests, 100,000 and a guided search in `make fuzz`."""
