"""The screens of what the library can do: journal, decisions, tree, compare, endings, exports, replays, names."""

from pathlib import Path

import pytest

from engine.cli.screen import ScreenShelf
from engine.cli.shelf import Shelf
from engine.play.advice import LastExit
from engine.play.library import Library
from engine.play.session import Session
from engine.tui.app import AlthistApp
from engine.tui.screens.asking import ConfirmScreen, WordsScreen
from engine.tui.screens.compare import CompareScreen
from engine.tui.screens.gallery import GalleryScreen
from engine.tui.screens.journal import JournalScreen
from engine.tui.screens.play import PlayScreen
from engine.tui.screens.playthroughs import PlaythroughsScreen
from engine.tui.screens.replay import ReplayScreen
from engine.tui.screens.rewind import RewindScreen
from engine.tui.screens.title import TitleScreen
from engine.tui.screens.tree import TreeScreen
from faces.kept import STORY, begin, kept_stage
from faces.pages import FakeGame, FakeShelf
from faces.screens import MIDDLE, SMALL, Stage

SIZES = pytest.mark.parametrize("size", [SMALL, MIDDLE], ids=["80x24", "120x40"])


@pytest.fixture
def tried(tmp_path: Path) -> Session:
    """Waited once and gone on; then marched. The session stands after the march, whose playthrough is the second."""
    session = begin(tmp_path)
    session.choose(2)
    session.choose(1)
    session.rewind(1)
    session.choose(1)
    return session


class TestJournal:
    @SIZES
    async def test_it_has_what_was_read_and_the_options_not_taken(self, tried: Session, size: tuple[int, int]) -> None:
        async with kept_stage(tried, size) as on:
            await on.press("l")
            assert isinstance(on.app.screen, JournalScreen)
            await on.press("home")
            for words in (
                "2 May 1940",
                "Orlov has counted fifty trains.",
                "► March.",
                "· Wait.",
                "Locked: There are no",
            ):
                assert words in on.text
            await on.press("end")
            assert "They march." in on.text

    async def test_a_search_goes_from_place_to_place_and_counts(self, tried: Session) -> None:
        async with kept_stage(tried, SMALL) as on:
            await on.press("l", "slash", *"ORLOV", "enter")
            assert "“ORLOV”: 1 lines" in on.text
            assert "Orlov has counted" in on.text
            await on.press("n", "N", "slash", *"zebra", "enter")
            assert "stands nowhere" in on.text

    async def test_leaving_the_search_changes_nothing(self, tried: Session) -> None:
        async with kept_stage(tried, SMALL) as on:
            await on.press("l", "slash", "escape")
            assert isinstance(on.app.screen, JournalScreen)
            assert "Journal playthrough 2" in on.text

    async def test_r_stands_before_the_decision_of_the_page(self, tried: Session) -> None:
        async with kept_stage(tried, SMALL) as on:
            await on.press("l", "home", "r")
            assert isinstance(on.app.screen, PlayScreen)
            assert "► 1 March." in on.text

    async def test_the_last_page_has_no_decision_yet(self, tried: Session) -> None:
        async with kept_stage(tried, MIDDLE) as on:
            await on.press("l", "right_square_bracket", "right_square_bracket", "end")
            await on.press("y")
            assert on.app.clipboard
            await on.press("escape")
            assert isinstance(on.app.screen, PlayScreen)

    async def test_it_is_broken_anew_when_the_screen_changes(self, tried: Session) -> None:
        async with kept_stage(tried, MIDDLE) as on:
            await on.press("l", "home")
            await on.pilot.resize_terminal(46, 20)
            await on.pilot.pause()
            assert max(map(len, on.rows)) <= 46
            assert "Orlov has counted" in on.text


class TestDecisions:
    async def test_any_of_them_can_be_stood_before_again(self, tmp_path: Path) -> None:
        session = begin(tmp_path)
        session.choose(2)
        session.choose(1)
        async with kept_stage(session) as on:
            await on.press("h")
            assert isinstance(on.app.screen, RewindScreen)
            assert "2 May 1940 Wait." in on.text
            await on.press("home", "enter")
            assert isinstance(on.app.screen, PlayScreen)
            assert "► 1 March." in on.text
        assert session.library.saved(1).decisions == 2

    async def test_a_decision_can_have_a_note(self, tried: Session) -> None:
        async with kept_stage(tried) as on:
            await on.press("h", "a", *"too early", "enter")
            assert "Your note: too early" in on.text
            await on.press("escape", "a")
            assert "too early" in on.text
            await on.press("escape")
        assert tried.library.decisions(2)[0].note == "too early"


class TestTree:
    @SIZES
    async def test_it_shows_every_way_and_where_one_is(self, tried: Session, size: tuple[int, int]) -> None:
        async with kept_stage(tried, size) as on:
            await on.press("t")
            assert isinstance(on.app.screen, TreeScreen)
            rows = "\n".join(on.rows)
            assert "3 decisions tried, 2 endings reached" in on.text
            assert "├─○ 2 May 1940        Wait." in rows
            assert "► ★ 2 May 1940        [here] A month: March." in rows

    async def test_going_somewhere_stands_there_and_loses_nothing(self, tried: Session) -> None:
        async with kept_stage(tried) as on:
            await on.press("t", "home", "down", "enter")
            await on.pilot.pause()
            assert isinstance(on.app.screen, PlayScreen)
            assert "Nobody looks up." in on.text
            await on.press("1")
            await on.pilot.pause()
            assert len(tried.library.playthroughs()) == 2

    async def test_n_goes_from_ending_to_ending_and_h_home(self, tried: Session) -> None:
        async with kept_stage(tried) as on:
            await on.press("t")
            screen = on.app.screen
            assert isinstance(screen, TreeScreen)
            here = screen.rows.cursor
            await on.press("n")
            assert screen.rows.cursor != here
            assert "Playthrough 1: A month." in on.text
            await on.press("h")
            assert screen.rows.cursor == here

    async def test_two_marks_are_compared(self, tried: Session) -> None:
        async with kept_stage(tried) as on:
            await on.press("t", "n", "c")
            assert "[marked]" in on.text
            await on.press("h", "c")
            await on.pilot.pause()
            assert isinstance(on.app.screen, CompareScreen)
            assert "A: playthrough 1 B: playthrough 2" in on.text
            assert "They parted at the beginning." in on.text
            await on.press("down")
            assert "A 2 May 1940. Wait." in on.text
            assert "B 2 May 1940. March." in on.text
            await on.press("end")
            assert "It began as" in on.text
            assert "┤" in on.text
            await on.press("escape", "escape")
            assert isinstance(on.app.screen, PlayScreen)

    async def test_iron_refuses_to_go_back_in_words(self, tmp_path: Path) -> None:
        session = begin(tmp_path, is_iron=True)
        session.choose(2)
        async with kept_stage(session) as on:
            await on.press("t", "home", "enter")
            await on.pilot.pause()
            assert "This playthrough is iron" in on.note


class TestEndings:
    async def test_what_was_found_has_a_name_and_the_rest_a_veil(self, tried: Session) -> None:
        async with kept_stage(tried) as on:
            await on.press("e")
            assert isinstance(on.app.screen, GalleryScreen)
            assert "1 of 2 found" in on.text
            assert "★ A month mixed" in on.text
            assert "Two times, first on" in on.text
            await on.press("enter")
            await on.pilot.pause()
            assert isinstance(on.app.screen, PlayScreen)
            assert "Nobody looks up." in on.text or "The month is over." in on.text

    async def test_hints_come_by_degrees(self, tmp_path: Path) -> None:
        session = begin(tmp_path)

        class Oracle:
            asked: list[tuple[str, int]] = []  # noqa: RUF012

            def hint(self, ending: str, degree: int) -> str:
                self.asked.append((ending, degree))
                return ("Look north.", "Wait at the table.")[degree] if degree < 2 else ""

            def rarity(self, ending: str) -> str:
                return "One playthrough in four comes here."

            def near_miss(self, ending: str) -> str:
                return "It was three points of trust short in October 1941 (playthrough 1)."

            def last_exit(self, ending: str, playthrough: int) -> LastExit:
                return LastExit(2, f"Playthrough {playthrough} lost it at decision 2.")

        async with kept_stage(session) as on:
            screen = on.app.screen
            assert isinstance(screen, PlayScreen)
            screen.hints = Oracle()
            await on.press("e")
            assert "? ? ? mixed" in on.text
            assert "One playthrough in four" in on.text
            assert "three points of trust" in on.text
            assert "Look north." not in on.text
            await on.press("h")
            await on.pilot.pause()
            assert "1. Look north." in on.text
            await on.press("h", "h")
            await on.pilot.pause()
            assert "2. Wait at the table." in on.text
            assert "There is nothing more to say." in on.text

    async def test_the_last_exit_is_told_and_can_be_gone_to(self, tried: Session) -> None:
        class Oracle:
            def rarity(self, ending: str) -> str:
                return ""

            near_miss = rarity

            def hint(self, ending: str, degree: int) -> str:
                return ""

            def last_exit(self, ending: str, playthrough: int) -> LastExit:
                return LastExit(1, f"Playthrough {playthrough} lost it at decision 1.")

        async with kept_stage(tried) as on:
            screen = on.app.screen
            assert isinstance(screen, PlayScreen)
            screen.hints = Oracle()
            await on.press("e", "down")
            assert "Stand there again" not in on.text
            await on.press("x")
            await on.pilot.pause()
            assert f"Playthrough {tried.id} lost it at decision 1." in on.text
            assert "Stand there again" in on.text
            await on.press("r")
            await on.pilot.pause()
            screen = on.app.screen
            assert isinstance(screen, PlayScreen)
            assert screen.page.decisions == 0


class TestShowingOthers:
    async def test_a_timeline_is_written_to_a_file_and_never_over_another_unasked(
        self, tried: Session, tmp_path: Path
    ) -> None:
        path = tmp_path / "mine.bbcode"
        async with kept_stage(tried) as on:
            await on.press("x", "p")
            await on.pilot.pause()
            assert "A small war" in on.text
            await on.press("enter")
            question = on.app.screen
            assert isinstance(question, WordsScreen)
            question.query_one("Input").value = str(path)
            await on.press("enter")
            await on.pilot.pause()
            assert path.read_text().startswith("[size=6]")
            path.write_text("precious")
            for key, content in (("enter", "precious"), ("y", "[size=6]")):
                await on.press("enter")
                on.app.screen.query_one("Input").value = str(path)
                await on.press("enter")
                assert isinstance(on.app.screen, ConfirmScreen)
                await on.press(key)
                await on.pilot.pause()
                assert path.read_text().startswith(content)

    async def test_a_code_is_copied(self, tried: Session) -> None:
        async with kept_stage(tried) as on:
            await on.press("x", "down", "down", "down", "down", "y")
            await on.pilot.pause()
            assert on.app.clipboard == tried.archive.code(2) + "\n"

    async def test_what_cannot_be_written_says_why(self, tried: Session, tmp_path: Path) -> None:
        async with kept_stage(tried) as on:
            await on.press("x", "enter")
            on.app.screen.query_one("Input").value = str(tmp_path / "no" / "where.md")
            await on.press("enter")
            await on.pilot.pause()
            assert "could not be written" in on.note


class TestWhy:
    async def test_v_says_on_the_last_page_why_it_ended_so(self, tried: Session) -> None:
        async with kept_stage(tried, MIDDLE) as on:
            assert on.app.screen.check_action("why", ()) is True
            await on.press("v")
            assert "Why it ended so" in on.note
            assert "A month (end), an ending, came on 1 June 1940." in on.note
            assert "manned(north): held." in on.note

    async def test_it_is_not_offered_before(self, tried: Session) -> None:
        tried.rewind(1)
        async with kept_stage(tried, SMALL) as on:
            assert on.app.screen.check_action("why", ()) is False


class TestNames:
    async def test_s_names_a_playthrough(self, tried: Session) -> None:
        async with kept_stage(tried) as on:
            await on.press("i", *"The march", "enter")
            assert tried.saved.name == "The march"
            await on.press("l")
            assert "Journal “The march”" in on.text

    async def test_what_was_typed_is_not_given_up_unasked(self, tried: Session) -> None:
        async with kept_stage(tried) as on:
            await on.press("i", *"The march", "escape")
            assert isinstance(on.app.screen, ConfirmScreen)
            await on.press("n")
            assert isinstance(on.app.screen, WordsScreen)
            await on.press("escape", "y")
            assert isinstance(on.app.screen, PlayScreen)
            assert tried.saved.name == ""


def shelf_app(library: Library, module: Path) -> AlthistApp:
    app = AlthistApp(ScreenShelf(Shelf(library), str(module)), None, library.memory, guard_seconds=0)
    app.animation_level = "none"
    return app


@pytest.fixture
def module(tmp_path: Path) -> Path:
    folder = tmp_path / "small"
    folder.mkdir()
    (folder / "story.yaml").write_text(STORY)
    return folder


class TestTheShelf:
    async def test_playthroughs_have_names_notes_and_can_be_opened(self, tmp_path: Path, module: Path) -> None:
        library = Library(tmp_path / "library")
        shelf = Shelf(library)
        shelf.start(str(module), ("north",), 9).choose(2)
        app = shelf_app(library, module)
        async with app.run_test(size=MIDDLE, notifications=True) as pilot:
            await pilot.pause()
            on = Stage(app, pilot, FakeGame(), FakeShelf())
            await on.press("p")
            assert isinstance(app.screen, PlaythroughsScreen)
            await on.press("i", *"Waiting", "enter", "a", *"see May", "enter")
            assert "“Waiting”" in on.text
            assert "Your note: see May" in on.text
            await on.press("enter")
            await pilot.pause()
            assert isinstance(app.screen, PlayScreen)
            assert "Nobody looks up." in on.text

    async def test_a_code_is_watched_step_by_step_and_taken_over(self, tmp_path: Path, module: Path) -> None:
        theirs = Library(tmp_path / "theirs")
        played = Shelf(theirs).start(str(module), ("north",), 9)
        played.choose(2)
        code = played.archive.code(played.id)
        library = Library(tmp_path / "mine")
        app = shelf_app(library, module)
        async with app.run_test(size=MIDDLE, notifications=True) as pilot:
            await pilot.pause()
            on = Stage(app, pilot, FakeGame(), FakeShelf())
            await on.press("c")
            app.screen.query_one("Input").value = code
            await on.press("enter")
            await pilot.pause(0.2)
            assert isinstance(app.screen, ReplayScreen)
            assert "► Wait." in on.text
            assert "decision 1 of 1" in on.text
            await on.press("enter")
            assert "Nobody looks up." in on.text
            assert "the end" in on.text
            await on.press("left")
            assert "► Wait." in on.text
            await on.press("end", "t")
            await pilot.pause(0.2)
            assert isinstance(app.screen, PlayScreen)
            assert "Nobody looks up." in on.text
        (saved,) = library.playthroughs()
        assert saved.decisions == 1

    @pytest.mark.parametrize("text", ["hello", "ABCDE-FGHJK-MNPQR-STVWX", '{"althist replay": 1}', "\x00", "x" * 9000])
    async def test_what_is_no_replay_says_so(self, tmp_path: Path, module: Path, text: str) -> None:
        app = shelf_app(Library(tmp_path / "mine"), module)
        async with app.run_test(size=MIDDLE, notifications=True) as pilot:
            await pilot.pause()
            on = Stage(app, pilot, FakeGame(), FakeShelf())
            await on.press("c")
            app.screen.query_one("Input").value = text
            await on.press("enter")
            await pilot.pause(0.2)
            assert "That could not be done" in on.note
            await on.press("escape")
            assert isinstance(app.screen, TitleScreen)
