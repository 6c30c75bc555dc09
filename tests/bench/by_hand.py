"""W as a person would write it in C for speed: one case a scene, the state in one cache line, nothing interpreted.

Three ways to write it are built in one program; the fastest on the machine at hand is the limit that the engine is
held against. It is compiled with everything this processor has (`-O3 -march=native`), the engine is not.
"""

import json
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path

from bench.workload import DECISIONS, HIGHEST, VARIABLES, Choice, Condition, Workload

STYLES = ("branches", "masks", "mixed")
FASTEST_FLAGS = ("-O3", "-march=native")

_HEAD = r"""
#define _GNU_SOURCE
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
typedef uint8_t State[64] __attribute__((aligned(64)));
/* The number of the open choice that x takes; bit i of `open` is set where choice i is open. */
static inline int pick(unsigned open, uint32_t x) {
    unsigned n = __builtin_popcount(open), third = x % 3u, half = x & 1u;
    unsigned r = n == 3 ? third : n == 2 ? half : 0;
    open = r > 0 ? open & (open - 1) : open;
    open = r > 1 ? open & (open - 1) : open;
    return __builtin_ctz(open);
}
"""
_MAIN = r"""
typedef int (*Step)(uint8_t *restrict v, int scene, uint32_t x);
#define PLAY(STYLE) static uint32_t play_##STYLE(uint32_t p, int sums) { \
    State v; int s = 0; uint32_t x = (p + 1) * 2654435761u; if (!x) x = 1; \
    memcpy(v, START, 64); \
    for (int i = 0; i < DECISIONS; i++) { \
        x ^= x << 13; x ^= x >> 17; x ^= x << 5; s = step_##STYLE(v, s, x); } \
    if (!sums) return s + v[0]; \
    uint32_t h = (2166136261u ^ s) * 16777619u; \
    for (int i = 0; i < VARIABLES; i++) h = (h ^ v[i]) * 16777619u; \
    return h; }
PLAY(branches) PLAY(masks) PLAY(mixed)
static double cpu(void) {
    struct timespec t; clock_gettime(CLOCK_THREAD_CPUTIME_ID, &t); return t.tv_sec + 1e-9 * t.tv_nsec;
}
int main(int count, char **words) {
    uint32_t (*play)(uint32_t, int) = !strcmp(words[1], "branches") ? play_branches
        : !strcmp(words[1], "masks") ? play_masks : play_mixed;
    double seconds = atof(words[2]), begin; uint32_t sum = 0, sink = 0, p = 1000; long n = 0; (void)count;
    for (uint32_t q = 0; q < 20; q++) sum += play(q, 1);
    for (begin = cpu(); cpu() - begin < seconds; n += 256) for (int i = 0; i < 256; i++) sink += play(p++, 0);
    printf("{\"rate\": %.0f, \"checksum\": %u, \"sink\": %u}\n", n * (double)DECISIONS / (cpu() - begin), sum, sink);
    return 0;
}
"""


@dataclass(frozen=True)
class ByHand:
    """The built program."""

    program: Path

    def rate(self, style: str, seconds: float) -> tuple[float, int]:
        """Return decisions per second of processor time, and the checksum of playthroughs 0 to 19."""
        run = subprocess.run([str(self.program), style, str(seconds)], check=True, capture_output=True, text=True)
        found = json.loads(run.stdout)
        return float(found["rate"]), int(found["checksum"])


def build_by_hand(workload: Workload, folder: Path, flags: tuple[str, ...] = FASTEST_FLAGS) -> ByHand | None:
    """Write, compile and return W in C, or None where there is no gcc."""
    compiler = shutil.which("gcc")
    if compiler is None:
        return None
    source, program = folder / "by_hand.c", folder / f"by_hand{''.join(flags)}"
    source.write_text(write_c(workload), encoding="utf-8")
    subprocess.run([compiler, *flags, "-o", str(program), str(source)], check=True)
    return ByHand(program)


def write_c(workload: Workload) -> str:
    """Return W as the text of one C file."""
    parts = [_HEAD, f"#define DECISIONS {DECISIONS}\n#define VARIABLES {VARIABLES}\n#define HIGHEST {HIGHEST}"]
    parts.append(f"static const State START = {{{', '.join(map(str, workload.start))}}};")
    for number in range(len(workload.scenes)):
        parts.append(_next_by_branches(workload, number))
        parts.append(_next_by_mask(workload, number))
    parts.append(_effect_tables(workload))
    for style in STYLES:
        parts.append(_step(workload, style))
    return "\n".join([*parts, _MAIN])


def write_branches(condition: Condition) -> str:
    """Return a condition as C tests it, one comparison after the other."""
    joint = "&&" if condition.joint == "and" else "||"
    return f"({condition.first.write('v[{}]')} {joint} {condition.second.write('v[{}]')})"


def _mask(condition: Condition) -> str:
    joint = "&" if condition.joint == "and" else "|"
    return f"(({condition.first.write('v[{}]')}) {joint} ({condition.second.write('v[{}]')}))"


def _next_by_branches(workload: Workload, number: int) -> str:
    scene = workload.scenes[number]
    tests = [f"if {write_branches(workload.scenes[target].entry)} return {target};" for target in scene.candidates]
    return f"static inline int next_{number}(const uint8_t *restrict v) {{ {' '.join(tests)} return {scene.last}; }}"


def _next_by_mask(workload: Workload, number: int) -> str:
    scene = workload.scenes[number]
    targets = ", ".join(map(str, (*scene.candidates, scene.last)))
    bits = [f"m |= (unsigned){_mask(workload.scenes[t].entry)} << {n};" for n, t in enumerate(scene.candidates)]
    return (
        f"static inline int mask_{number}(const uint8_t *restrict v) {{ static const int16_t T[] = {{{targets}}};"
        f" unsigned m = 1u << {len(scene.candidates)}; {' '.join(bits)} return T[__builtin_ctz(m)]; }}"
    )


def _effect_tables(workload: Workload) -> str:
    def table(column: int) -> str:
        scenes = []
        for scene in workload.scenes:
            rows = ["{" + ", ".join(str(effect[column]) for effect in choice.effects) + "}" for choice in scene.choices]
            scenes.append("{" + ", ".join(rows) + "}")
        return "{" + ",\n".join(scenes) + "}"

    size = len(workload.scenes)
    return (
        f"static const int8_t WHICH[{size}][3][3] = {table(0)};\n"
        f"static const int8_t CHANGE[{size}][3][3] = {table(1)};\n"
        "static inline void change(uint8_t *restrict v, int s, int c) { for (int i = 0; i < 3; i++) {"
        " int k = WHICH[s][c][i], t = v[k] + CHANGE[s][c][i];"
        " t = t < 0 ? 0 : t; t = t > HIGHEST ? HIGHEST : t; v[k] = t; } }"
    )


def write_effects(choice: Choice, highest: int = HIGHEST) -> str:
    """Return what a choice does as C does it."""
    parts = []
    for variable, amount in choice.effects:
        bound = f"t > {highest} ? {highest} : t" if amount > 0 else "t < 0 ? 0 : t"
        parts.append(f"{{ int t = v[{variable}] + ({amount}); v[{variable}] = {bound}; }}")
    return " ".join(parts)


def _step(workload: Workload, style: str) -> str:
    """Return the function that takes one decision: effects and what follows by branches, by tables, or mixed."""
    lines = [f"static inline int step_{style}(uint8_t *restrict v, int s, uint32_t x) {{ switch (s) {{"]
    for number, scene in enumerate(workload.scenes):
        opened = " | ".join(f"(unsigned){_mask(c.condition)} << {n}" for n, c in enumerate(scene.choices))
        following = "mask" if style == "masks" else "next"
        if style == "branches":
            a, b, c = (write_effects(choice) for choice in scene.choices)
            act = f"switch (pick({opened}, x)) {{ case 0: {a} break; case 1: {b} break; default: {c} }}"
        else:
            act = f"change(v, {number}, pick({opened}, x));"
        lines.append(f"case {number}: {act} return {following}_{number}(v);")
    return "\n".join([*lines, "} __builtin_unreachable(); }"])
