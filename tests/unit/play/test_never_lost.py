"""Is every decision that was acknowledged still there: after a kill, on a full disk, in a damaged file?

Children are forked, play as fast as they can, and say on a pipe what they were told was kept. Then they are killed.
"""

import os
import resource
import shutil
import signal
import sqlite3
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from random import Random
from typing import Any

import pytest

from engine.compiler.compile import compile_folder
from engine.play.exchange import export_library, import_library
from engine.play.library import Library, LibraryError, Made
from engine.play.session import Session, begin_session, resume_session
from engine.program.image import Program
from engine.program.layout import Policy
from engine.source.modules import bundled_modules

CORPUS = Path(__file__).parent / "corpus"
TOGETHER = 4  # children at once, each with a library of its own
ROUNDS = 15  # of each of four kinds of work: 240 kills

Say = Callable[[str], None]
Work = Callable[[Say], None]


@pytest.fixture
def folder() -> Iterator[Path]:
    """A folder in memory where there is one: a kill is no power cut, so the disk need not be waited for."""
    memory = Path("/dev/shm")
    place = Path(tempfile.mkdtemp(prefix="althist-test-", dir=memory if os.access(memory, os.W_OK) else None))
    yield place
    shutil.rmtree(place)


@pytest.fixture(scope="module")
def pike() -> Program:
    program = compile_folder(bundled_modules()["pike"]).program
    assert program is not None
    return program


def start(work: Work) -> tuple[int, int]:
    """Fork a child that does some work; return its process and the end of the pipe on which it speaks."""
    reading, writing = os.pipe()
    process = os.fork()
    if process == 0:
        os.close(reading)
        try:
            work(lambda words: os.write(writing, f"{words}\n".encode()) and None)
        finally:
            os._exit(0)
    os.close(writing)
    return process, reading


def finish(process: int, reading: int, kills: bool, waits_for: int = 0, seconds: float = 0) -> list[str]:
    """Wait for a child, or kill it; return what it said, but for a last line that it could not finish.

    Args:
        process: The child.
        reading: Where it speaks.
        kills: Whether it is killed: `seconds` after it has said `waits_for` lines.
        waits_for: How many.
        seconds: How long.
    """
    with os.fdopen(reading, "rb") as pipe:
        said = b"".join(pipe.readline() for _ in range(waits_for))
        if kills:
            time.sleep(seconds)
            os.kill(process, signal.SIGKILL)
        said += pipe.read()
    os.waitpid(process, 0)
    return said.decode().split("\n")[:-1]


def killed(works: list[Work], dice: Random, most_lines: int, most_seconds: float) -> list[list[str]]:
    """Do all of these at once, kill each at some moment, and return what each had said."""
    children = [start(work) for work in works]
    return [
        finish(*child, kills=True, waits_for=dice.randint(0, most_lines), seconds=dice.uniform(0, most_seconds))
        for child in children
    ]


def play(path: Path, program: Program, say: Say, seed: int, rewinds: bool = False, most: int = 10_000) -> None:
    """Play on, game after game, and say of each decision by which path it can be found."""
    dice, library = Random(seed), Library(path)
    session: Session | None = None
    for _ in range(most):
        if session is None or not session.page.choices:
            open_ones = library.continuable()
            if rewinds and open_ones:
                session = resume_session(library, dice.choice(open_ones), program)
            else:
                session = begin_session(library, "pike", program, ["stalin"], dice.randrange(3), Policy.LEAN)
            say(f"begun {session.id}")
        if rewinds and session.page.decisions and dice.random() < 0.5:
            session.rewind(dice.randint(1, session.page.decisions))
        session.choose(dice.choice([choice.number for choice in session.page.choices if choice.is_open]))
        last = session.last
        assert last is not None
        say(f"decided {session.id} {last.number} {last.key.hex()}")


def duration(work: Callable[[int], object]) -> float:
    """Return how many seconds some work takes here and now: the least of three tries, for others may be at work too."""
    found = []
    for number in range(3):
        began = time.monotonic()
        work(number)
        found.append(time.monotonic() - began)
    return min(found)


def check(path: Path, said: list[str]) -> None:
    """Everything that was said is in the library, and everything in the library is whole."""
    library = Library(path)
    ways = {saved.id: [kept.key.hex() for kept in library.decisions(saved.id)] for saved in library.playthroughs()}
    for line in said:
        what, id, *rest = line.split()
        assert int(id) in ways, line
        if what == "decided":
            number, key = rest
            assert ways[int(id)][int(number) - 1] == key, line
    library.close()


@pytest.mark.parametrize("rewinds", [False, True], ids=["playing", "rewinding"])
def test_killed_while(folder: Path, pike: Program, rewinds: bool) -> None:
    dice, total = Random(1940 + rewinds), 0
    said: list[list[str]] = [[] for _ in range(TOGETHER)]
    for number in range(ROUNDS):
        works: list[Work] = [
            lambda say, child=child, seed=100 * number + child: play(  # type: ignore[misc]
                folder / str(child), pike, say, seed, rewinds
            )
            for child in range(TOGETHER)
        ]  # fmt: skip
        for child, lines in enumerate(killed(works, dice, 8, 0.02)):
            said[child] += lines
            total += len(lines)
            if (folder / str(child)).exists():
                check(folder / str(child), lines if number % 4 else said[child])
    for child in range(TOGETHER):
        check(folder / str(child), said[child])
    assert total > 100, "the children were killed before they did anything"


def old_library(path: Path, playthroughs: int) -> dict[int, list[str]]:
    """Make a library of version 1 with many playthroughs; return their decisions."""
    old = sqlite3.connect(path)
    old.executescript((CORPUS / "library_1.sql").read_text(encoding="utf-8"))
    for id in range(100, 100 + playthroughs):
        old.execute("INSERT INTO playthrough SELECT ?, module, title, fingerprint, ?, seats, policy, begun, played,"
                    " story_date, ending FROM playthrough WHERE id = 1", (id, str(id)))  # fmt: skip
        old.executemany("INSERT INTO decision VALUES (?, ?, 'scene', ?)", [(id, n, f"c{n}") for n in range(1, 9)])
    old.commit()
    rows = old.execute("SELECT playthrough, scene || '/' || choice FROM decision ORDER BY playthrough, number")
    found: dict[int, list[str]] = {}
    for id, way in rows:
        found.setdefault(id, []).append(way)
    old.close()
    return found


def counting(work: Callable[[], None], at: int = 0) -> int:
    """Do some work and return how many steps SQLite's machine takes for it; step number `at`, from 1, is a kill."""
    taken, connect = 0, sqlite3.connect

    def step() -> int:
        nonlocal taken
        taken += 1
        if taken == at:
            os.kill(os.getpid(), signal.SIGKILL)
        return 0

    def watched(*args: Any, **named: Any) -> sqlite3.Connection:
        connection: sqlite3.Connection = connect(*args, **named)
        connection.set_progress_handler(step, 1)
        return connection

    sqlite3.connect = watched  # type: ignore[assignment]
    try:
        work()
    finally:
        sqlite3.connect = connect
    return taken


def test_killed_while_migrating(folder: Path) -> None:
    """At a moment of the clock, which may come too late, and at a step of the work, which cannot."""
    dice = Random(1941)
    expected = old_library(folder / "old", 60)

    def migrate(path: Path, say: Say, at: int = 0) -> int:
        steps = counting(lambda: Library(path).close(), at)
        say("done")
        return steps

    seconds = duration(lambda number: migrate(shutil.copy(folder / "old", folder / f"timed{number}"), lambda _: None))
    steps = migrate(shutil.copy(folder / "old", folder / "counted"), lambda _: None)
    assert steps > 500
    for number in range(ROUNDS):
        paths = [folder / f"{number}-{child}" for child in range(TOGETHER)]
        for path in paths:
            shutil.copy(folder / "old", path)
        halves = paths[: TOGETHER // 2], paths[TOGETHER // 2 :]
        killed([lambda say, path=path: migrate(path, say) and None for path in halves[0]], dice, 0, seconds)  # type: ignore[misc]
        for path in halves[1]:
            at = dice.randint(1, steps)
            child = start(lambda say, path=path, at=at: migrate(path, say, at) and None)  # type: ignore[misc]
            assert finish(*child, kills=False) == []
        for path in paths[:: 1 if number < 3 else 4]:
            library = Library(path)
            for id, way in expected.items():
                assert [f"{kept.scene}/{kept.choice}" for kept in library.decisions(id)] == way
            library.close()


def test_killed_while_importing(folder: Path, pike: Program) -> None:
    dice, source = Random(1942), Library(folder / "source")
    play(folder / "source", pike, lambda _: None, seed=1, most=20)
    for number in range(20):
        id = source.begin("pike", "Two Pincers", "aa", number, ["stalin"], Policy.LEAN)
        source.decide(id, None, Made("scene", f"choice {number}"))
    text, count = export_library(source), len(source.playthroughs())

    def bring(path: Path, say: Say) -> None:
        import_library(Library(path), text)
        say("done")

    seconds = duration(lambda number: bring(folder / f"timed{number}", lambda _: None))

    outcomes = set()
    for number in range(ROUNDS):
        paths = [folder / f"{number}-{child}" for child in range(TOGETHER)]
        works: list[Work] = [lambda say, path=path: bring(path, say) for path in paths]  # type: ignore[misc]
        for path, lines in zip(paths, killed(works, dice, 0, seconds), strict=True):
            library = Library(path)
            there = len(library.playthroughs())
            assert there in ((count,) if lines else (0, count))
            outcomes.add((bool(lines), there))
            if there:
                assert all(library.decisions(saved.id) is not None for saved in library.playthroughs()[:5])
            assert import_library(library, text).playthroughs == count - there
            library.close()
    assert (False, 0) in outcomes


def test_many_write_at_once(folder: Path, pike: Program) -> None:
    path = folder / "library"
    children = [
        start(lambda say, seed=seed: play(path, pike, say, seed, most=25))  # type: ignore[misc]
        for seed in range(4)
    ]
    said = [line for child in children for line in finish(*child, kills=False)]
    assert sum(line.startswith("decided") for line in said) == 100
    check(path, said)


# ---- the disk


def play_until_refused(path: Path, program: Program, say: Say) -> None:
    try:
        play(path, program, say, seed=3)
    except LibraryError as error:
        say(f"refused {error}")


def test_a_full_disk_refuses_decisions_and_loses_none(tmp_path: Path, pike: Program) -> None:
    path = tmp_path / "library"
    Library(path).close()

    def on_a_full_disk(say: Say) -> None:
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (900_000, 900_000))
        play_until_refused(path, pike, say)

    *said, refusal = finish(*start(on_a_full_disk), kills=False)
    assert "could not be written" in refusal
    assert len(said) > 20
    check(path, said)
    *more, _ = finish(*start(on_a_full_disk), kills=False) or [""]
    check(path, [*said, *[line for line in more if not line.startswith("refused")]])


def test_a_library_that_may_grow_no_more_goes_on_when_it_may(tmp_path: Path, pike: Program) -> None:
    library = Library(tmp_path / "library")
    session = begin_session(library, "pike", pike, ["stalin"], 3, Policy.LEAN)
    pages = library.store.read("PRAGMA page_count")[0][0]
    library.store.write(f"PRAGMA max_page_count = {pages}")
    refusal, id = "", session.id
    while not refusal:
        try:
            session.choose(1)
            if session.page.ending:
                session = begin_session(library, "pike", pike, ["stalin"], 4, Policy.LEAN)
        except LibraryError as error:
            refusal = str(error)
    assert "full" in refusal
    made = session.page.decisions
    assert made or session.page.ending or session.id != id
    library.store.write("PRAGMA max_page_count = 100000")
    if session.page.choices:
        session.choose(1)
        assert len(library.decisions(session.id)) == made + 1
    check(library.path, [])


@pytest.fixture
def public_folder() -> Iterator[Path]:
    """A folder that a user without rights can reach."""
    folder = Path(tempfile.mkdtemp(prefix="althist-test-"))
    folder.chmod(0o755)
    yield folder
    shutil.rmtree(folder)


@pytest.mark.parametrize("exists", [True, False])
def test_a_folder_that_may_not_be_written(public_folder: Path, exists: bool) -> None:
    path = public_folder / "library"
    if exists:
        Library(path).close()
        path.chmod(0o444)
    public_folder.chmod(0o555)

    def open_it(say: Say) -> None:
        if os.geteuid() == 0:
            os.setuid(65534)
        try:
            Library(path)
            say("opened")
        except LibraryError as error:
            say(str(error))

    (said,) = finish(*start(open_it), kills=False)
    public_folder.chmod(0o755)
    assert "cannot be used" in said
    assert "name another file with --library" in said


# ---- the file


@pytest.fixture(scope="module")
def played(tmp_path_factory: pytest.TempPathFactory, pike: Program) -> tuple[bytes, dict[int, list[str]]]:
    """The bytes of a library, and the ways of its playthroughs."""
    path = tmp_path_factory.mktemp("played") / "library"
    play(path, pike, lambda _: None, seed=5, most=60)
    library = Library(path)
    ways = {saved.id: [kept.key.hex() for kept in library.decisions(saved.id)] for saved in library.playthroughs()}
    library.close()
    return path.read_bytes(), ways


def survives(path: Path, ways: dict[int, list[str]]) -> bool:
    """Whether a damaged library is as it was (True) or refused in words (False); anything else fails."""
    before, refusal = path.read_bytes(), ""
    try:
        library = Library(path)
    except LibraryError as error:
        refusal = str(error)
    if refusal:
        assert path.read_bytes() == before, "a file that is refused is left as it is"
        assert "--library" in refusal
        return False
    try:
        for id, way in ways.items():
            assert [kept.key.hex() for kept in library.decisions(id)] == way
    except LibraryError as error:
        refusal = str(error)
    finally:
        library.close()
    assert not refusal or "damaged" in refusal or "no playthrough" in refusal
    return not refusal


def test_a_truncated_library(folder: Path, played: tuple[bytes, dict[int, list[str]]]) -> None:
    content, ways = played
    for number, size in enumerate(range(1, len(content), len(content) // 20)):
        path = folder / str(number)
        path.write_bytes(content[:size])
        assert not survives(path, ways)


def test_flipped_bits(folder: Path, played: tuple[bytes, dict[int, list[str]]]) -> None:
    content, ways = played
    dice, refused = Random(8), 0
    places = [*range(60), *(dice.randrange(len(content)) for _ in range(80))]
    for number, place in enumerate(places):
        damaged = bytearray(content)
        damaged[place] ^= 1 << dice.randrange(8)
        path = folder / str(number)
        path.write_bytes(damaged)
        refused += not survives(path, ways)
    assert refused > 10


def test_play_goes_on_in_the_file_that_the_message_names(tmp_path: Path, pike: Program) -> None:
    path = tmp_path / "library.sqlite3"
    path.write_bytes(b"SQLite format 3\0" + b"\xff" * 5000)
    with pytest.raises(LibraryError) as refusal:
        Library(path)
    named = str(refusal.value).rsplit("such as ", 1)[1].removesuffix(".")
    assert named == str(tmp_path / "library-2.sqlite3")
    session = begin_session(Library(Path(named)), "pike", pike, ["stalin"], 1, Policy.LEAN)
    assert session.choose(1).decisions == 1
