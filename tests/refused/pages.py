"""The pages of the catalogue as tests: the story that each shows, what is said of it, and its mend."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

import yaml

from engine.diagnostics.catalogue import CODES

SECTIONS = ["Example", "Mend"]
MAIN = "story.yaml"
_BLOCK = re.compile(r"(?:^File `(?P<file>[^`]+)`:\n\n)?^```yaml\n(?P<content>.*?)^```$", re.MULTILINE | re.DOTALL)
_SHOWN = re.compile(r"^```text\n(.*?)^```$", re.MULTILINE | re.DOTALL)

Files = dict[str, str]


@dataclass(frozen=True)
class Page:
    """One page: `CODE.md`."""

    code: str

    @cached_property
    def text(self) -> str:
        """What the file says."""
        return (CODES / f"{self.code}.md").read_text(encoding="utf-8")

    @property
    def parts(self) -> list[str]:
        """What stands before the first section, and the sections, each with its heading."""
        return re.split(r"^## ", self.text, flags=re.MULTILINE)

    @property
    def example(self) -> Files:
        """The files of the example; none where it can only be told."""
        return _files(self.parts[1])

    @property
    def shown(self) -> str:
        """What `althist check` says of the example, as the page has it."""
        match = _SHOWN.search(self.parts[1])
        return match[1] if match else ""

    @property
    def mended(self) -> Files:
        """The files after the mend.

        A file that is named, and a story that begins with its title, replaces that of the example; any other fragment
        of `story.yaml` is laid over it, key by key.
        """
        files, mend = dict(self.example), _files(self.parts[2])
        for name, content in mend.items():
            is_fragment = name == MAIN and not content.startswith("title:")
            files[name] = _laid_over(files.get(name, STORY), content) if is_fragment else content
        return files

    def rewrite(self, shown: str) -> None:
        """Put what `althist check` says now into the page."""
        text = _SHOWN.sub(lambda match: f"```text\n{shown}```", self.text, count=1)
        (CODES / f"{self.code}.md").write_text(text, encoding="utf-8")


STORY = """\
title: Example
clock: {start: 1940-05-10, end: 1940-06-30}
seats: {stalin: {name: Stalin}}
scenes:
  map:
    seat: stalin
    from: 1940-05-10
    text: A map of Persia lies on the table.
"""


def _files(section: str) -> Files:
    return {match["file"] or MAIN: match["content"] for match in _BLOCK.finditer(section)}


def _laid_over(story: str, fragment: str) -> str:
    below, above = (yaml.load(text, Loader=yaml.BaseLoader) for text in (story, fragment))
    return yaml.safe_dump(_merged(below, above), default_style='"', sort_keys=False, allow_unicode=True)


def _merged(below: object, above: object) -> object:
    if not (isinstance(below, Mapping) and isinstance(above, Mapping)):
        return above
    return {**below, **{key: _merged(below.get(key, {}), value) for key, value in above.items()}}
