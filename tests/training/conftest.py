"""Tests of the training pipeline need the dependency group `model`."""

from importlib.util import find_spec

collect_ignore = [] if find_spec("jieba") else ["test_clean.py", "test_corpus.py", "test_sentences.py"]
