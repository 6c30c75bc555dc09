"""`althist schema`: the language for editors."""

import json
import sys
from argparse import Namespace
from pathlib import Path

from engine.cli.main import Exit
from engine.story.json_schema import json_schema


def run_schema(arguments: Namespace) -> int:
    """Print the JSON Schema of one kind of file, or write it into a file."""
    text = json.dumps(json_schema(arguments.of), indent=2, ensure_ascii=False) + "\n"
    if arguments.output is None:
        print(text, end="")
        return Exit.FINE
    try:
        Path(arguments.output).write_text(text, encoding="utf-8")
    except OSError as error:
        print(f"althist: {arguments.output} cannot be written: {error.strerror}.", file=sys.stderr)
        return Exit.USAGE
    return Exit.FINE
