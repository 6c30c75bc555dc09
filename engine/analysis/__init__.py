"""What can be proved of a story without playing it: which values are possible where, and what can never happen."""
