"""BLAKE2b without OpenSSL, which `hashlib` loads for two milliseconds before it gives the very same function."""

try:
    from _blake2 import blake2b
except ImportError:  # a Python that is built otherwise
    from hashlib import blake2b

__all__ = ["blake2b"]
