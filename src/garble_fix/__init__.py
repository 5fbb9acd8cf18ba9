"""garble-fix: repairs text that has turned into garbage (mojibake, 乱码, 文字化け)."""

__version__ = "0.1.0"
