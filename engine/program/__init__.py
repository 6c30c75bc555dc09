"""The program: a story as plain numbers and strings, immutable; the contract between compiler, machine and play."""
