"""How the language model is made: from pinned packages of public registries to text, counts and tables."""
