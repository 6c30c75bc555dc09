"""What an oracle's play has shown so far, held against what was proved of its story."""

from collections.abc import Iterator

from engine.analysis.proofs import Proofs
from engine.analysis.ranges import holds
from machine.events import Changed, Decided, Drawn, Entered
from machine.oracle import READ_ON, Oracle


def contradictions(oracle: Oracle, proofs: Proofs) -> Iterator[str]:
    """Yield everything in the play up to now that was called impossible."""
    for name, value in oracle.values().items():
        if name in proofs.values and not holds(proofs.values[name], value):
            yield f"{name} is {value}, not in {proofs.values[name]}"
    scene = choice = ""
    for event in oracle.log:
        match event:
            case Entered(scene=scene):
                if scene in proofs.scenes:
                    yield f"{scene} came: {proofs.scenes[scene]}"
            case Decided(scene=scene, choice=choice):
                if (scene, choice or READ_ON) in proofs.choices and choice:
                    yield f"{scene}.{choice} was taken: {proofs.choices[scene, choice]}"
            case Drawn(outcome=outcome):
                if (scene, choice, outcome) in proofs.outcomes:
                    yield f"{scene}.{choice}.{outcome} was drawn: {proofs.outcomes[scene, choice, outcome]}"
            case Changed(name=name, after=after):
                if name in proofs.values and not holds(proofs.values[name], after):
                    yield f"{name} became {after}, not in {proofs.values[name]}"
