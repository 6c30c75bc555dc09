"""Can a player see the world: the map, the powers, the country over time, who is who, what is coming?"""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from textual.screen import Screen

from engine.plain import world
from engine.plain.lines import PlainLines
from engine.play.library import Library
from engine.play.outlook import Outlook
from engine.play.playthrough import PlayError, Playthrough
from engine.play.session import Session, begin_session
from engine.program.layout import Policy
from engine.tui.app import AlthistApp
from engine.tui.sample import SampleShelf
from engine.tui.screens.calendar import CalendarScreen
from engine.tui.screens.country import CountryScreen
from engine.tui.screens.people import PeopleScreen
from engine.tui.screens.play import PlayScreen
from engine.tui.screens.powers import PowersScreen
from engine.tui.screens.world_map import MapScreen
from engine.tui.widgets.plot import Plot
from engine.tui.widgets.world_map import WorldMap
from small_story import compile_text

STORY = """
title: A march
clock: {start: 1940-05-01, end: 1941-12-31}
seats: {north: {name: The North, power: ussr}, south: {name: The South, power: japan}}
powers:
  ussr: {name: the Soviet Union, short: USSR, colour: red, areas: [moscow, urals, siberia, baikal, amur, baku]}
  japan: {name: Japan, short: Japan, areas: [honshu, hokkaido, kyushu]}
  iran: {name: Iran, short: Iran, areas: [south_persia, khuzestan]}
regions:
  tehran: {name: Tehran, start: iran, areas: [tehran, north_persia]}
fronts:
  persia:
    {label: The march, range: [0, 2], bands: {0: the frontier, 1: Tabriz, 2: Tehran},
     lines: {0: [[44, 39.5], [48, 38.5]], 2: [[46, 36], [52, 35.5]]}}
cities: {moscow: {name: Moscow, at: [37.6, 55.75]}, teheran: {name: Tehran, at: [51.4, 35.7], region: tehran}}
treaties: {friendship: {name: treaty of friendship, signed: {ussr: [iran]}}}
relations: {ussr: {iran: 10, japan: -30}}
people: {arita: {name: Arita Hachiro, power: japan, codex: arita}, togo: {name: Togo Shigenori, power: japan}}
offices: {foreign: {title: Foreign Minister, power: japan, of: [arita, togo], holder: arita}}
codex: {arita: {title: Arita Hachiro, kind: person, text: A diplomat with a stoop.}}
calendar: {elections: {on: 1940-11-05, text: America elects a President.}}
variables:
  bread: {range: [0, 100], start: 60, label: Bread, good: high, seat: north, show: number, bands: {0: few, 50: enough}}
  mood: {range: [0, 10], start: 5, label: Mood, seat: north, show: band, bands: {0: low, 6: high}}
scenes:
  first:
    seat: north
    from: 1940-05-10
    text: A map.
    choices:
      march:
        label: March.
        do: |
          declare_war(ussr, iran)
          denounce(friendship, ussr, iran)
          region.tehran = ussr
          front.persia = 2
          bread -= 20
          relation(ussr, iran) -= 60
          office.foreign = togo
      wait: {label: Wait.}
  second: {seat: north, from: 1940-06-01, text: Another map., choices: {on: {label: On.}, off: {label: Off.}}}
  end: {seat: north, from: 1941-10-01, text: Over., ending: {name: Over, kind: pause}}
"""


@pytest.fixture
def game(tmp_path: Path) -> Playthrough:
    playthrough = Playthrough(compile_text(tmp_path, STORY), 1, ["north"])
    playthrough.choose(1)
    return playthrough


@pytest.fixture
def outlook(game: Playthrough) -> Outlook:
    return Outlook(game, "north")


def text_of(app: AlthistApp) -> str:
    return "\n".join(strip.text.rstrip() for strip in app.screen._compositor.render_strips())


async def shown(
    screen: Screen[Any], *keys: str, size: tuple[int, int] = (120, 40), look: Callable[[AlthistApp], Any] = text_of
) -> Any:
    app = AlthistApp(SampleShelf())
    async with app.run_test(size=size) as pilot:
        app.push_screen(screen)
        await pilot.pause()
        for key in keys:
            await pilot.press(key)
        await pilot.pause()
        return look(app)


SIZES = [(80, 24), (120, 40), (200, 60)]


class TestTheMap:
    @pytest.mark.parametrize("size", SIZES)
    async def test_it_names_the_powers_and_the_day(self, outlook: Outlook, size: tuple[int, int]) -> None:
        text = await shown(MapScreen(outlook), size=size)
        assert "1 June 1940" in text
        assert "●Moscow" in text
        for name in ("the Soviet Union", "Japan", "Iran"):
            assert name in text

    async def test_tab_turns_back_a_year(self, outlook: Outlook) -> None:
        def holder(app: AlthistApp) -> str:
            ground = app.screen.query_one(WorldMap).ground
            found = ground.holder(next(area for area, region in ground.regions.items() if region == "Tehran"))
            return found.id if found else ""

        assert await shown(MapScreen(outlook), look=holder) == "ussr"
        assert await shown(MapScreen(outlook), "tab", look=holder) == "iran"
        assert await shown(MapScreen(outlook), "tab", "tab", look=holder) == "ussr"

    async def test_i_says_it_in_words(self, outlook: Outlook) -> None:
        text = await shown(MapScreen(outlook), "i")
        assert "The march: Tehran." in text
        assert "Tehran: from Iran to the Soviet Union, within a year." in text
        assert "The Soviet Union: Tehran." in text

    async def test_keys_of_the_map_work_on_the_screen(self, outlook: Outlook) -> None:
        def across(app: AlthistApp) -> float:
            window = app.screen.query_one(WorldMap).sight.fitted()
            return window.right - window.left

        whole, closer = await shown(MapScreen(outlook), look=across), await shown(MapScreen(outlook), "+", look=across)
        assert closer < whole


class TestThePowers:
    async def test_two_powers_have_their_wars_relations_and_reasons(self, outlook: Outlook) -> None:
        text = await shown(PowersScreen(outlook), "right")
        assert "1 war, 0 treaties" in text
        assert "W−50" in text
        assert "At war, since 10 May 1940." in text
        assert "−60 → −50" in text
        assert "March." in text

    async def test_one_power_alone_says_what_binds_it(self, outlook: Outlook) -> None:
        text = await shown(PowersScreen(outlook), "left")
        assert "War with Iran, since 10 May 1940." in text

    @pytest.mark.parametrize("size", SIZES)
    async def test_the_column_of_the_cursor_is_in_sight(self, outlook: Outlook, size: tuple[int, int]) -> None:
        text = await shown(PowersScreen(outlook), "right", size=size)
        assert "Iran" in text.split("\n")[2] or "Iran" in text.split("\n")[1]


class TestTheCountry:
    async def test_a_gauge_is_drawn_and_explained(self, outlook: Outlook) -> None:
        text = await shown(CountryScreen(outlook))
        assert "Bread" in text
        assert "▼ −20" in text
        assert "━━ Bread" in text
        assert "It began as 60, enough." in text
        assert "Mood" in text

    async def test_two_at_a_time(self, outlook: Outlook) -> None:
        text = await shown(CountryScreen(outlook), "enter", "down")
        assert "━━ Bread   ━━ Mood" in text
        assert "━━ Bread   ━━ Mood" not in await shown(CountryScreen(outlook), "enter", "down", "up", "enter", "down")

    async def test_a_low_terminal_keeps_the_reasons(self, outlook: Outlook) -> None:
        def has_plot(app: AlthistApp) -> bool:
            return app.screen.query_one(Plot).display

        assert await shown(CountryScreen(outlook), look=has_plot)
        assert not await shown(CountryScreen(outlook), size=(80, 18), look=has_plot)


async def test_who_is_who_tells_holders_and_their_forerunners(outlook: Outlook) -> None:
    text = await shown(PeopleScreen(outlook))
    assert "Foreign Minister of Japan" in text
    assert "Togo Shigenori  since 10 May 1940" in text
    assert "It began as Arita Hachiro." in text


async def test_who_is_who_opens_the_codex(tmp_path: Path) -> None:
    game = Playthrough(compile_text(tmp_path, STORY), 1, ["north"])
    assert "A diplomat with a stoop." in await shown(PeopleScreen(Outlook(game, "north")))


async def test_the_calendar_counts_the_days(outlook: Outlook) -> None:
    text = await shown(CalendarScreen(outlook))
    assert "5 November 1940, in 157 days" in text
    assert "America elects a President." in text


async def test_a_story_may_have_nothing_to_look_at(tmp_path: Path) -> None:
    bare = compile_text(
        tmp_path,
        "title: Bare\nclock: {start: 1940-05-01, end: 1940-06-01}\nseats: {one: {name: One}}\n"
        "scenes: {a: {seat: one, from: 1940-05-02, text: Hm., choices: {on: {label: On.}}}}\n",
    )
    outlook = Outlook(Playthrough(bare, 1, ["one"]), "one")
    for screen in (MapScreen, PowersScreen, CountryScreen, PeopleScreen, CalendarScreen):
        assert (await shown(screen(outlook))).strip()


class TestFromThePage:
    @pytest.fixture
    def session(self, tmp_path: Path) -> Session:
        library = Library(tmp_path / "library.db")
        return begin_session(library, "march", compile_text(tmp_path / "story", STORY), ["north"], 1, Policy.LEAN)

    @pytest.mark.parametrize(
        ("key", "screen"),
        [("m", MapScreen), ("r", PowersScreen), ("s", CountryScreen), ("p", PeopleScreen), ("c", CalendarScreen)],
    )
    async def test_every_key_opens_its_screen_and_comes_back(
        self, session: Session, key: str, screen: type[Screen[Any]]
    ) -> None:
        app = AlthistApp(SampleShelf(), session)
        async with app.run_test(size=(100, 30)) as pilot:
            await pilot.press(key)
            assert isinstance(app.screen, screen)
            before = session.playthrough.snapshot()
            await pilot.press("escape")
            assert isinstance(app.screen, PlayScreen)
            assert session.playthrough.snapshot() == before


class TestInLines:
    LINES = PlainLines(80)

    def test_the_map(self, outlook: Outlook) -> None:
        assert list(world.ground(outlook, self.LINES))[:2] == [
            "The march: Tehran.", "Tehran: from Iran to the Soviet Union, within a year."
        ]  # fmt: skip

    def test_the_powers(self, outlook: Outlook) -> None:
        said = list(world.powers(outlook, "", self.LINES))
        assert said[:3] == ["Wars: 1.", "Iran and the Soviet Union, since 10 May 1940.", "Treaties: 0."]
        assert "Iran and the Soviet Union: -50, down 60 within a year." in said

    def test_one_power(self, outlook: Outlook) -> None:
        said = list(world.powers(outlook, "japan", self.LINES))
        assert said == [
            "Wars: 0.",
            "Treaties: 0.",
            "Relations, from -100 to 100: 1.",
            "Japan and the Soviet Union: -30.",
        ]
        with pytest.raises(PlayError, match="No power is called Atlantis"):
            list(world.powers(outlook, "Atlantis", self.LINES))

    def test_the_calendar(self, outlook: Outlook) -> None:
        assert list(world.calendar(outlook, self.LINES)) == ["5 November 1940: America elects a President."]
