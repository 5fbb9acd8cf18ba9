"""Language models: how plausible a text is, in each of the written languages (log-probabilities in nats)."""

from garble_fix.language.model import LANGUAGES, LanguageModel, packaged

__all__ = ["LANGUAGES", "LanguageModel", "packaged"]
