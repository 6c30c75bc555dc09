"""What the author wrote, one class for each word of the language, still one-to-one with the files."""
