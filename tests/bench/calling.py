"""What a face pays: decisions through Python, texts, pages, states."""

from collections.abc import Iterator

from bench.measure import Row, Sample, rate, span, take_rounds
from bench.stories import TEXT, Stories, campaign
from engine._machine import Code, Machine
from engine.play.compose import Composer
from engine.play.keys import KEY_BYTES, key_of_decision
from engine.play.playthrough import Playthrough
from engine.play.replay_code import write_code
from engine.program import layout
from engine.program.layout import Section

SECONDS = 0.2


def calling(stories: Stories, rounds: int) -> Iterator[Row]:
    """Yield what was measured."""
    yield from _decisions(stories, rounds)
    yield from _state(rounds)
    yield from _save(rounds)


def _decisions(stories: Stories, rounds: int) -> Iterator[Row]:
    plain = Machine(Code(stories.workload().image), records=False)
    plain.begin(1, 1)
    program = stories.compiled("text", TEXT)
    machine, composer = Machine(Code(program.image)), Composer(program)
    text = program.record(Section.SCENES, layout.Scene, 0)[layout.Scene.TEXT]
    machine.begin(1, 1)
    words = len(composer.text(machine.pieces(text)).split())
    game = Playthrough(program, 1, ["player"])

    def decide() -> int:
        for _ in range(100):
            plain.open_choices()
            plain.choose(2)  # the third choice of W is always open
        return 100

    def decide_and_read() -> int:
        for _ in range(100):
            composer.text(machine.pieces(text))
            machine.choose(1)
            machine.tape()
        return 100

    def turn_page() -> int:
        game.choose(1 + len(game.decisions) % 2)
        return 1

    taken = take_rounds({
        "decide": lambda: rate(decide, SECONDS),
        "read": lambda: rate(decide_and_read, SECONDS),
        "text": lambda: 1e6 * span(lambda: composer.text(machine.pieces(text)), 20_000),
        "page": lambda: 1 / rate(turn_page, SECONDS) * 1e6,
    }, rounds)  # fmt: skip
    yield Row("decisions through one Python call each", taken.middle("decide"), "decisions/s", ">= 1,000,000")
    yield Row(f"the same with {words} words of text", taken.middle("read"), "decisions/s", ">= 400,000")
    yield Row(f"a text of {words} words and three conditionals", taken.middle("text"), "us", "< 3")
    yield Row("a whole page of it, with markup, choices and gauges", taken.middle("page"), "us")


def _state(rounds: int) -> Iterator[Row]:
    machine = Machine(Code(campaign().image), records=False)
    machine.begin(1, -1)
    samples: dict[str, Sample] = {
        "both": lambda: 1e9 * span(lambda: machine.restore(machine.snapshot()), 50_000),
        "digest": lambda: 1e9 * span(machine.digest, 50_000),
    }
    taken = take_rounds(samples, rounds)
    yield Row("a state of the campaign", len(machine.snapshot()), "bytes")
    yield Row("snapshot and restore of it", taken.middle("both"), "ns", "< 200")
    yield Row("its digest", taken.middle("digest"), "ns")


def _save(rounds: int) -> Iterator[Row]:
    """What is kept of a playthrough in the middle of the campaign, before anything goes to a disk."""
    game = Playthrough(campaign(), 3, ["stalin", "cabinet"])
    while len(game.decisions) < 30 and game.page.choices:
        opened = [choice.number for choice in game.page.choices if choice.is_open]
        game.choose(opened[len(game.decisions) % len(opened)])
    last = game.decisions[-1]
    samples: dict[str, Sample] = {
        "code": lambda: 1e6 * span(lambda: write_code(game, "pike", False), 300),
        "key": lambda: 1e6 * span(lambda: key_of_decision(bytes(16), last.scene, last.choice, 0), 5_000),
    }
    taken = take_rounds(samples, rounds)
    made = len(game.decisions)
    row = 2 * KEY_BYTES + len(last.scene) + len(last.choice) + len(last.label) + len("1940-05-10") + 4
    yield Row(
        f"a playthrough of {made} decisions, whole, as a code", len(write_code(game, "pike", False)), "bytes", "< 600"
    )
    yield Row("  made in", taken.middle("code"), "us")
    yield Row("a save: what one more decision adds to the library", row, "bytes", "< 600")
    yield Row("  made ready for the disk in", taken.middle("key"), "us", "< 20")
