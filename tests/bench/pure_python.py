"""W as Python that was written by a program: one function a scene, nothing interpreted but by Python itself."""

from collections.abc import Callable

from bench.workload import DECISIONS, HIGHEST, Workload, next_random, player_seed

Play = Callable[[int], tuple[int, list[int]]]


def generated_python(workload: Workload) -> Play:
    """Return a function that plays one playthrough of W and returns the last scene and the variables."""
    source = "\n".join(_function(workload, number) for number in range(len(workload.scenes)))
    names: dict[str, Callable[[list[int], int], int]] = {}
    exec(source, names)  # our own text
    functions = [names[f"scene_{number}"] for number in range(len(workload.scenes))]
    start = list(workload.start)

    def play(number: int) -> tuple[int, list[int]]:
        v, scene, x = start[:], 0, player_seed(number)
        for _ in range(DECISIONS):
            x = next_random(x)
            scene = functions[scene](v, x)
        return scene, v

    return play


def _function(workload: Workload, number: int) -> str:
    scene = workload.scenes[number]
    lines = [f"def scene_{number}(v, x):", " opened = []"]
    lines += [f" if {c.condition.write('v[{}]')}: opened.append({n})" for n, c in enumerate(scene.choices)]
    lines.append(" taken = opened[x % len(opened)]")
    for n, choice in enumerate(scene.choices):
        lines.append(f" {('if', 'elif', 'else')[n]}{f' taken == {n}' if n < 2 else ''}:")
        for variable, amount in choice.effects:
            bound = f"t if t <= {HIGHEST} else {HIGHEST}" if amount > 0 else "t if t >= 0 else 0"
            lines.append(f"  t = v[{variable}] + {amount}; v[{variable}] = {bound}")
    for target in scene.candidates:
        lines.append(f" if {workload.scenes[target].entry.write('v[{}]')}: return {target}")
    return "\n".join([*lines, f" return {scene.last}"])
