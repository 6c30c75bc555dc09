"""`althist solve`: a way to an ending, or the last decision at which there was one."""

import json
from argparse import Namespace
from collections.abc import Iterator, Sequence

from engine.author.proved import impossible_of
from engine.cli.explore import Progressing, folder_of, story_of
from engine.cli.main import Exit
from engine.cli.report import in_words
from engine.cli.shelf import key_of, open_library
from engine.explore.directed import Seating
from engine.explore.exploration import Standing
from engine.explore.solve import STATES, LastExit, NoSuchEnding, Solution, Solver, states_along
from engine.explore.witness import Decision, Witness
from engine.play.library import Library
from engine.play.playthrough import PlayError, Playthrough
from engine.program.image import Program
from engine.prose.markup import read_line
from engine.prose.numbers import as_date


@in_words
def run_solve(arguments: Namespace) -> int:
    """Find a way to an ending, and print it."""
    story, program = story_of(folder_of(arguments.module))
    if arguments.last_exit and arguments.start is None:
        raise PlayError("Say of which playthrough, with --from.")
    with Progressing() as told:
        solver = Solver(
            program, states=arguments.states or STATES, seed=arguments.seed or 0, threads=arguments.threads, told=told,
            seconds=arguments.seconds,
            impossible=impossible_of(story, program),
        )  # fmt: skip
        try:
            goal = solver.ending(arguments.ending)
        except NoSuchEnding as error:
            raise PlayError(str(error)) from error
        if arguments.start is None:
            found = solver.solve(goal, _seatings(program, arguments.seat))
            return _tell(program, arguments, found, 0)
        number, decision = arguments.start
        played = played_witness(open_library(arguments.library), program, key_of(arguments.module), number)
        if arguments.last_exit:
            exit = solver.last_exit(goal, played)
            return _tell_exit(program, arguments, exit, len(played.decisions))
        states = states_along(program, played)
        before = len(states) - 1 if decision is None else decision - 1
        if not 0 <= before < len(states) or (decision is None and len(states) == len(played.decisions)):
            last = "It is over; say before which decision, like 3@5." if decision is None else ""
            raise PlayError(last or f"Playthrough {number} has {len(states)} decisions.")
        begun = Witness(played.seed, played.seats, played.policy, played.decisions[:before])
        found = solver.solve_from(goal, begun, states[before])
    return _tell(program, arguments, found, before)


def _seatings(program: Program, named: Sequence[str] | None) -> list[Seating] | None:
    from engine.explore.witness import seats_of

    if not named:
        return None
    known = seats_of(program)
    for seat in named:
        if seat not in known:
            raise PlayError(f"There is no seat `{seat}`. The seats are: {', '.join(known)}.")
    return [Seating(tuple(seat for seat in known if seat in named))]


def played_witness(library: Library, program: Program, module: str, number: int) -> Witness:
    """Return a playthrough of a module, as the library names it, as a witness.

    Raises:
        PlayError: There is no such playthrough, it is of another module, or it does not fit the story any more.
    """
    saved = library.saved(number)
    if saved.module != module:
        raise PlayError(f"Playthrough {number} is of {saved.title}, not of {module}.")
    game = Playthrough(program, saved.seed, saved.seats, saved.policy)
    decisions = []
    for kept in library.decisions(number):
        printed = [choice.number for choice in game.page.choices if choice.id == kept.choice]
        game.choose_by_id(kept.scene, kept.choice, kept.redraw)
        decisions.append(Decision(printed[0], kept.redraw))
    return Witness(saved.seed, saved.seats, saved.policy, tuple(decisions))


# ---- telling


def _tell(program: Program, arguments: Namespace, found: Solution, begun: int) -> int:
    if arguments.json:
        print(json.dumps(_as_json(found, arguments.module), indent=2, ensure_ascii=False))
    else:
        for line in _told(program, arguments.module, found, begun):
            print(line)
    return Exit.FINE if found.standing is Standing.REACHED else Exit.REFUSED


def _tell_exit(program: Program, arguments: Namespace, exit: LastExit, decisions: int) -> int:
    if arguments.json:
        told = {"decision": exit.decision, "states": exit.states, **_as_json(exit.solution, arguments.module)}
        print(json.dumps(told, indent=2, ensure_ascii=False))
        return Exit.FINE
    if exit.decision == 0:
        print(f"It was not to be had at all: {_missed(exit.solution)}.")
        return Exit.FINE
    if exit.after is None:
        print(f"It was to be had to the last decision, number {exit.decision}.")
    else:
        print(f"It was last to be had at decision {exit.decision} of {decisions}; behind it, {_missed(exit.after)}.")
    for line in _told(program, arguments.module, exit.solution, exit.decision - 1):
        print(line)
    return Exit.FINE


def _missed(found: Solution) -> str:
    if found.standing is Standing.IMPOSSIBLE:
        return f"it is impossible, because {found.reason}"
    return f"no way was found in {found.states:,} states"


def _told(program: Program, module: str, found: Solution, begun: int) -> Iterator[str]:
    if found.witness is None:
        words = _missed(found)
        yield f"{words[:1].upper()}{words[1:]}."
        return
    count = len(found.witness.decisions) - begun
    decisions = f"{count} decision{'' if count == 1 else 's'}{f' after the first {begun}' if begun else ''}"
    yield f"A way to `{found.goal.id}`: {decisions}, found in {found.states:,} states."
    yield ""
    for line in way_in_words(program, found.witness, begun):
        yield f"  {line}"
    yield ""
    yield found.witness.command(module)


def way_in_words(program: Program, way: Witness, begun: int = 0) -> Iterator[str]:
    """Yield the decisions of a way from `begun` on, as a reader would tell them: date, scene, what is decided."""
    game = Playthrough(program, way.seed, way.seats, way.policy)
    for number, decision in enumerate(way.decisions):
        page = game.page
        choice = game.choice(decision.number)
        if number >= begun and len(page.choices) > 1:
            luck = " (with luck drawn anew)" if decision.redraw else ""
            yield f"{number + 1}. {as_date(page.date)}, {page.title or page.scene}: {read_line(choice.label)}{luck}"
        game.choose(decision.number, decision.redraw)


def _as_json(found: Solution, module: str) -> dict[str, object]:
    told: dict[str, object] = {"ending": found.goal.id, "verdict": found.standing.value, "states": found.states}
    if found.reason:
        told["reason"] = found.reason
    if found.witness is not None:
        told["witness"] = {
            "seats": list(found.witness.seats), "seed": found.witness.seed,
            "policy": found.witness.policy.name.lower(), "choices": found.witness.choices,
            "command": found.witness.command(module),
        }  # fmt: skip
    return told
