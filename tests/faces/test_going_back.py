"""Going back, and on to what is new, from the page itself; the library keeps everything."""

from pathlib import Path

from engine.tui.screens.play import PlayScreen
from faces.kept import begin, kept_stage


class TestTakingBack:
    async def test_u_stands_before_the_last_decision_again(self, tmp_path: Path) -> None:
        session = begin(tmp_path)
        async with kept_stage(session) as on:
            await on.press("2")
            assert "Nobody looks up." in on.text
            await on.press("u")
            assert "The table" in on.text
            await on.press("1")
            assert "They march." in on.text
        assert sorted(saved.decisions for saved in session.library.playthroughs()) == [1, 1]

    async def test_it_is_offered_only_where_something_was_decided(self, tmp_path: Path) -> None:
        async with kept_stage(begin(tmp_path)) as on:
            assert "Take back" not in on.rows[-1]
            await on.press("u")
            assert isinstance(on.app.screen, PlayScreen)
            await on.press("2")
            await on.pilot.pause()
            assert "Take back" in on.rows[-1]
            assert "Take back" in {command.title for command in on.app.get_system_commands(on.app.screen)}

    async def test_iron_stays_decided(self, tmp_path: Path) -> None:
        session = begin(tmp_path, is_iron=True)
        async with kept_stage(session) as on:
            await on.press("2", "u")
            assert "Nobody looks up." in on.text
            assert "Take back" not in {command.title for command in on.app.get_system_commands(on.app.screen)}


class TestGoingOn:
    async def test_n_turns_known_pages_up_to_something_new(self, tmp_path: Path) -> None:
        first = begin(tmp_path)
        first.choose(2)
        first.rewind(1)
        async with kept_stage(first) as on:
            await on.press("n")
            assert "There is something to decide here." in on.text
            await on.press("2")
            assert "Nobody looks up." in on.text
            await on.press("n")
            assert "Nobody looks up." not in on.text
            assert "The month is over." in on.text

    async def test_what_was_read_before_is_folded_as_the_library_says(self, tmp_path: Path) -> None:
        session = begin(tmp_path)
        session.library.memory.set("fold", "on")
        session.choose(2)
        session.rewind(1)
        async with kept_stage(session) as on:
            assert "Read before: Orlov has counted" in on.text
            assert "Settings" not in on.text


class TestAfterTheEnd:
    async def test_the_last_page_says_how_it_was_played_and_what_there_is_to_do(self, tmp_path: Path) -> None:
        session = begin(tmp_path, is_iron=True)
        session.choose(1)
        async with kept_stage(session) as on:
            assert "Played in iron mode, without going back." in on.text
            assert "Stand before the last decision again." not in on.text
            assert "See the endings." in on.text

    async def test_one_can_stand_before_the_last_decision_again(self, tmp_path: Path) -> None:
        session = begin(tmp_path)
        session.choose(1)
        async with kept_stage(session) as on:
            await on.press("3")
            assert "► 1 March." in on.text

    async def test_the_endings_and_the_tree_are_a_key_away(self, tmp_path: Path) -> None:
        session = begin(tmp_path)
        session.choose(1)
        async with kept_stage(session) as on:
            for key, words in (("4", "decision tried"), ("5", "of 2 found"), ("6", "To show it to others")):
                await on.press(key)
                await on.pilot.pause()
                assert words in on.text
                await on.press("escape")
                await on.pilot.pause()
