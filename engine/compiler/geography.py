"""Where everything lies: areas of the atlas, lines of fronts, cities, and where names stand on the map."""

import json
from collections.abc import Iterable
from functools import cache
from importlib.resources import files

from engine.compiler.assemble import Assembler
from engine.compiler.names import Names
from engine.compiler.rows import Rows
from engine.compiler.texts import TextLowering
from engine.diagnostics.model import Span
from engine.program.layout import Area, City, Label, Line, Point, Section
from engine.story.model import Spot, Word


@cache
def known_areas() -> frozenset[str]:
    """Return the ids of the areas of the atlas."""
    table = json.loads(files("engine.atlas").joinpath("areas.json").read_text(encoding="utf-8"))
    return frozenset(area["id"] for area in table["areas"])


class GeographyLowering:
    """Lowers what the map of a story needs, after its variables."""

    def __init__(self, names: Names, assembler: Assembler, texts: TextLowering, rows: Rows) -> None:
        self.names = names
        self.story = names.story
        self.assembler = assembler
        self.texts = texts
        self.rows = rows

    def lower(self) -> None:
        """Lower areas, lines, labels and cities."""
        taken: dict[str, Span] = {}
        for id, region in (self.story.regions or {}).items():
            number = self.texts.variable_numbers.get(f"region.{id}", -1)
            self._areas(region.areas or (), taken, number, -1)
            self._label(number, region.at)
        taken = {}
        for power, content in enumerate((self.story.powers or {}).values()):
            self._areas(content.areas or (), taken, -1, power)
        for id, front in (self.story.fronts or {}).items():
            number = self.texts.variable_numbers[f"front.{id}"]
            low, high = front.range
            for line in front.lines or ():
                if not low <= line.value <= high:
                    message = f"{line.value} is outside the range {low} to {high}"
                    self.names.diagnostics.add("E305", message, line.span)
                self._line(number, line.value, line.points)
            self._label(number, front.at)
        self._cities()

    def _areas(self, areas: Iterable[Word], taken: dict[str, Span], region: int, power: int) -> None:
        for word in areas:
            if not self.names.find("area of the atlas", word, known_areas()):
                continue
            if word.text in taken:
                also = (taken[word.text], "first here")
                self.names.diagnostics.add("E309", f"the area `{word.text}` is taken already", word.span, also=also)
                continue
            taken[word.text] = word.span
            self.rows.add(Section.AREAS, Area, {
                Area.ID: self.assembler.string(word.text), Area.REGION: region, Area.POWER: power,
            })  # fmt: skip

    def _line(self, front: int, position: int, points: Iterable[Spot]) -> None:
        first, count = self.rows.add_all(Section.POINTS, Point, [
            {Point.LONGITUDE: point.longitude, Point.LATITUDE: point.latitude} for point in points
        ])  # fmt: skip
        self.rows.add(Section.LINES, Line, {
            Line.FRONT: front, Line.POSITION: position, Line.FIRST_POINT: first, Line.POINTS: count,
        })  # fmt: skip

    def _label(self, variable: int, at: Spot | None) -> None:
        if at is not None:
            self.rows.add(Section.LABELS, Label, {
                Label.VARIABLE: variable, Label.LONGITUDE: at.longitude, Label.LATITUDE: at.latitude,
            })  # fmt: skip

    def _cities(self) -> None:
        for id, city in (self.story.cities or {}).items():
            is_known = city.region is not None and self.names.find("region", city.region, self.story.regions or {})
            region = (
                self.texts.variable_numbers.get(f"region.{city.region.text}", -1) if is_known and city.region else -1
            )
            self.rows.add(Section.CITIES, City, {
                City.ID: self.assembler.string(id), City.NAME: self.assembler.string(self.texts.plain(city.name)),
                City.LONGITUDE: city.at.longitude, City.LATITUDE: city.at.latitude, City.REGION: region,
            })  # fmt: skip
