"""What a face pays: decisions through Python, texts, pages, states."""

from collections.abc import Iterator
from itertools import cycle

from bench.measure import Row, Sample, rate, span, take_rounds
from bench.stories import TEXT, Stories, campaign
from engine._machine import Code, Machine
from engine.play.compose import Composer
from engine.play.keys import KEY_BYTES, key_of_decision
from engine.play.library import Made, row_of_decision
from engine.play.page_record import page_to_bytes
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
    state = machine.snapshot()
    strange = cycle([bytes(bytearray(state)), bytes(bytearray(state))])  # each is another than the last
    samples: dict[str, Sample] = {
        "both": lambda: 1e9 * span(lambda: machine.restore(machine.snapshot()), 50_000),
        "strange": lambda: 1e9 * span(lambda: machine.restore(next(strange)), 50_000),
        "digest": lambda: 1e9 * span(machine.digest, 50_000),
    }
    taken = take_rounds(samples, rounds)
    yield Row("a state of the campaign", len(machine.snapshot()), "bytes")
    yield Row("snapshot and restore of it", taken.middle("both"), "ns", "< 200")
    yield Row("  restore of one that another machine made, bounds checked", taken.middle("strange"), "ns")
    yield Row("its digest", taken.middle("digest"), "ns")


def _save(rounds: int) -> Iterator[Row]:
    """What is kept of a playthrough in the middle of the campaign, before anything goes to a disk."""
    game = Playthrough(campaign(), 3, ["stalin", "cabinet"])
    while len(game.decisions) < 30 and game.page.choices:
        opened = [choice.number for choice in game.page.choices if choice.is_open]
        game.choose(opened[len(game.decisions) % len(opened)])
    last, key, page = game.decisions[-1], bytes(KEY_BYTES), game.page
    made = Made(last.scene, last.choice, last.redraw, last.label, page.date)

    def encode() -> tuple[object, ...]:
        return row_of_decision(key_of_decision(key, made.scene, made.choice, made.redraw), key, key, 30, made)

    samples: dict[str, Sample] = {
        "code": lambda: 1e6 * span(lambda: write_code(game, "pike", False), 300),
        "row": lambda: 1e6 * span(encode, 5_000),
        "page": lambda: 1e6 * span(lambda: page_to_bytes(page), 300),
    }
    taken = take_rounds(samples, rounds)
    what = f"a playthrough of {len(game.decisions)} decisions, whole, as a code"
    yield Row(what, len(write_code(game, "pike", False)), "bytes", "< 600")
    yield Row("  made in", taken.middle("code"), "us")
    size = sum(len(column) if isinstance(column, bytes) else len(str(column).encode()) for column in encode())
    yield Row("a save: the row that a decision adds to the library", size, "bytes", "< 600")
    yield Row("  its key and its columns, made before the disk is asked, in", taken.middle("row"), "us", "< 20")
    yield Row("  the page that follows, kept behind it when it is shown", len(page_to_bytes(page)), "bytes")
    yield Row("  made in", taken.middle("page"), "us")
