"""What a face pays: decisions through Python, texts, pages, states."""

from collections.abc import Iterator

from bench.measure import Row, Sample, rate, span, take_rounds
from bench.stories import TEXT, Stories, campaign
from engine._machine import Code, Machine
from engine.play.compose import Composer
from engine.play.playthrough import Playthrough
from engine.program import layout
from engine.program.layout import Section

SECONDS = 0.2


def calling(stories: Stories, rounds: int) -> Iterator[Row]:
    """Yield what was measured."""
    yield from _decisions(stories, rounds)
    yield from _state(rounds)


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
