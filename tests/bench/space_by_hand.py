"""W' searched to its last state by C written for speed: one case a scene, states in 64 bits, a table of 64-bit cells.

It is the limit that the engine's search is held against: everything about the story is compiled in, the table is as
large as it will have to be and was touched before the clock starts, and the processor's own instructions pack states.
"""

import json
import shutil
import subprocess
from pathlib import Path

from bench.by_hand import FASTEST_FLAGS, write_branches, write_effects
from bench.workload import Workload

_HEAD = r"""
#define _GNU_SOURCE
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/resource.h>
#if defined(__BMI2__)
#include <immintrin.h>
#endif
typedef union { uint8_t v[8]; uint64_t word; } State;
"""
_PACK = r"""
#if defined(__BMI2__)
static inline uint64_t pack(State u, int s) { return _pext_u64(u.word, MASK) | (uint64_t)s << (8 * BITS); }
static inline int unpack(uint64_t k, State *u) { u->word = _pdep_u64(k, MASK); return (int)(k >> (8 * BITS)); }
#else
static inline uint64_t pack(State u, int s) {
    uint64_t k = s; for (int i = 7; i >= 0; i--) k = k << BITS | u.v[i]; return k; }
static inline int unpack(uint64_t k, State *u) {
    for (int i = 0; i < 8; i++) { u->v[i] = k & ((1 << BITS) - 1); k >>= BITS; } return (int)k; }
#endif
static inline uint64_t mix(uint64_t x) {
    x ^= x >> 32; x *= 0xd6e8feb86659fd93ull; x ^= x >> 32; x *= 0xd6e8feb86659fd93ull; return x ^ x >> 32; }
static uint64_t *table; static int shift; static uint64_t cells;
typedef struct { uint64_t key[128], place[128]; int count; } Found;
static inline void put(Found *f, uint64_t key) {
    uint64_t place = mix(key) >> shift; f->key[f->count] = key; f->place[f->count++] = place;
    __builtin_prefetch(table + place, 1); }
"""
_MAIN = r"""
static void *room(size_t bytes) {
    void *found = mmap(0, bytes, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
    if (found == MAP_FAILED) exit(1);
    madvise(found, bytes, MADV_HUGEPAGE); return found; }
static double user(void) {
    struct rusage r; getrusage(RUSAGE_SELF, &r); return r.ru_utime.tv_sec + 1e-6 * r.ru_utime.tv_usec; }
int main(int count, char **words) {
    int bits = atoi(words[1]); (void)count; shift = 64 - bits; cells = 1ull << bits;
    table = room(8 * cells); memset(table, 0, 8 * cells);
    uint64_t *queue = room(8 * cells), head = 0, tail = 1, transitions = 0;
    State start = {{0}}; memcpy(start.v, START, 8);
    queue[0] = pack(start, 0); table[mix(queue[0]) >> shift] = queue[0] + 1;
    double begin = user();
    while (head < tail) {
        Found f; f.count = 0;
        for (int n = 0; n < 32 && head < tail; n++) {
            State u; int s = unpack(queue[head++], &u); expand(&f, u, s); }
        transitions += f.count;
        for (int i = 0; i < f.count; i++)
            for (uint64_t at = f.place[i];; at = (at + 1) & (cells - 1)) {
                if (table[at] == f.key[i] + 1) break;
                if (table[at] == 0) { table[at] = f.key[i] + 1; queue[tail++] = f.key[i]; break; } } }
    double spent = user() - begin;
    printf("{\"states\": %lu, \"transitions\": %lu, \"seconds\": %.6f}\n", tail, transitions, spent);
    return 0; }
"""


def build_space_by_hand(workload: Workload, folder: Path) -> Path | None:
    """Write, compile and return the search of W', or None where there is no gcc."""
    compiler = shutil.which("gcc")
    if compiler is None:
        return None
    source, program = folder / "space_by_hand.c", folder / "space_by_hand"
    source.write_text(write_c(workload), encoding="utf-8")
    subprocess.run([compiler, *FASTEST_FLAGS, "-o", str(program), str(source)], check=True)
    return program


def search_by_hand(program: Path, bits: int) -> tuple[int, int, float]:
    """Return the states, the transitions, and the seconds of user time that the search took."""
    run = subprocess.run([str(program), str(bits)], check=True, capture_output=True, text=True)
    found = json.loads(run.stdout)
    return found["states"], found["transitions"], found["seconds"]


def write_c(workload: Workload) -> str:
    """Return the search as the text of one C file; the workload has eight variables."""
    bits = workload.highest.bit_length()
    mask = sum(((1 << bits) - 1) << 8 * n for n in range(8))
    parts = [_HEAD, f"#define BITS {bits}", f"#define MASK {mask:#x}ull", _PACK]
    parts.append(f"static const uint8_t START[8] = {{{', '.join(map(str, workload.start))}}};")
    for number, scene in enumerate(workload.scenes):
        tests = [f"if {write_branches(workload.scenes[t].entry)} return {t};" for t in scene.candidates]
        body = f"{' '.join(tests)} return {scene.last};"
        parts.append(f"static inline int next_{number}(const uint8_t *restrict v) {{ {body} }}")
    parts.append("static inline void expand(Found *f, State u, int s) { const uint8_t *v = u.v; switch (s) {")
    for number, scene in enumerate(workload.scenes):
        parts.append(f"case {number}:")
        for choice in scene.choices:
            change = write_effects(choice, workload.highest)
            parts.append(
                f"if {write_branches(choice.condition)} {{ State w = u; {{ uint8_t *v = w.v; {change} }}"
                f" put(f, pack(w, next_{number}(w.v))); }}"
            )
        parts.append("break;")
    return "\n".join([*parts, "} }", _MAIN])
