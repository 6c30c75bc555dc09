"""An engine for interactive alternate history: a story is data, a play is a seed and a list of choices."""

__version__ = "0.1.0"
