"""How words become a sentence."""


def capital(text: str) -> str:
    """Return the text with its first letter as at the beginning of a sentence; the others stay as they are."""
    return text[:1].upper() + text[1:]
