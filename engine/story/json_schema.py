"""The language as JSON Schema (draft 2020-12), for editors that complete and check YAML while it is written."""

from collections.abc import Mapping, Sequence
from typing import Any

from engine.story.kinds import Field, Record
from engine.story.schema import RECORDS, STORY
from engine.story.walkthrough import WALKTHROUGH, WALKTHROUGH_RECORDS

DIALECT = "https://json-schema.org/draft/2020-12/schema"
FILES = {
    "story": "a module's story.yaml",
    "overlay": "the story.yaml of a module that extends another",
    "part": "a file that story.yaml includes",
    "walkthrough": "a file in a module's tests/",
}


def json_schema(kind: str) -> dict[str, Any]:
    """Return the schema of one kind of file, by its name in `FILES`."""
    root, records = (WALKTHROUGH, WALKTHROUGH_RECORDS) if kind == "walkthrough" else (STORY, RECORDS)
    schema = {"$schema": DIALECT, "title": FILES[kind], **_record(root)}
    definitions = _definitions(root, records)
    if kind == "overlay":
        for record in (schema, *definitions.values()):
            _loosen(record)
        schema["required"] = ["extends"]
    elif kind != "walkthrough":
        required = schema.pop("required")
        # What story.yaml needs may stand in a file that it includes; which of them has it, only the engine can tell.
        if kind == "story":
            schema["anyOf"] = [{"required": ["include"]}, {"required": required}]
    return {**schema, "$defs": definitions}


def _loosen(record: dict[str, Any]) -> None:
    """Let an overlay say only what changes, and remove with a plain `~`."""
    del record["required"]
    properties = record["properties"]
    for key, shape in properties.items():
        patterns = shape.get("patternProperties", {})
        inner = {pattern: {"anyOf": [item, {"type": "null"}]} for pattern, item in patterns.items()}
        whole = {**shape, "patternProperties": inner} if inner else shape
        description = whole["description"]
        properties[key] = {"description": description, "anyOf": [whole, {"type": "null"}]}


def _definitions(root: Record, records: Sequence[Record]) -> dict[str, dict[str, Any]]:
    return {record.id: {"description": record.noun, **_record(record)} for record in records if record is not root}


def _record(record: Record) -> dict[str, Any]:
    return {
        "type": "object",
        "properties": {key: _field(field) for key, field in record.fields.items()},
        "required": [key for key, field in record.fields.items() if field.is_required],
        "additionalProperties": False,
    }


def _field(field: Field) -> Mapping[str, Any]:
    return {"description": field.meaning, **field.kind.shape}
