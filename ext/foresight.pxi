# What a turn would draw, and for which luck it would draw that: how a search that tells luck becomes a playthrough.

@cython.final
cdef class Foresight:
    """Tries turns in which it is said what luck draws, and says what luck must be for that.

    Args:
        code: The program's numbers.
        persons: One bit a seat, set where a person sits.
        policy: How the other seats decide: a `Policy`.
    """

    cdef readonly Machine machine
    cdef Fork fork
    cdef uint64_t persons
    cdef int32_t policy

    def __cinit__(self, code: Code, persons: int, policy: int = 0):
        if not 0 <= policy < POLICY_WIDTH:
            raise ValueError("there is no such policy")
        self.machine = Machine(code, False)
        self.persons, self.policy = persons & 0xFFFFFFFFFFFFFFFF, policy
        self.fork.draws = <Draw*>malloc(MOST_DRAWS * sizeof(Draw))
        if self.fork.draws == NULL:
            raise MemoryError

    def __dealloc__(self):
        free(self.fork.draws)

    def turn(self, state: bytes | None, position: int, script: object) -> list[tuple[int, int, int, int, int]]:
        """Try a turn: as far as `script` goes, each draw gives the possible thing of that number.

        Args:
            state: Where it begins; None is the beginning of a playthrough.
            position: What is decided there.
            script: For each draw, which of the things that it could give, from 0.

        Returns:
            For each draw of the script: the event's name, how often it had drawn, and which draws give this: from
            `start`, `share` of `total`.

        Raises:
            ValueError: There is no such choice, it is locked, or the turn does not draw what the script says.
        """
        cdef int32_t i, count = len(script)
        cdef Draw* draw
        if count > MOST_DRAWS:
            raise ValueError("so often luck does not draw in one turn")
        begin_fork(&self.fork)
        self.fork.stops, self.fork.scripted = False, count
        for i in range(count):
            self.fork.draws[i].chosen = script[i]
        self.machine.fork = &self.fork
        try:
            if state is None:
                self.machine.begin(0, self.persons, self.policy)
            else:
                self.machine.restore(state)
                self.machine.choose(position)
        finally:
            self.machine.fork = NULL
        if self.fork.count < count:
            raise ValueError("the turn draws less often than the script says")
        found = []
        for i in range(count):
            draw = &self.fork.draws[i]
            if draw.chosen != script[i]:
                raise ValueError("a draw cannot give what the script says")
            name = <uint64_t><uint32_t>draw.low | <uint64_t><uint32_t>draw.high << 32
            found.append((name, draw.number, draw.start, draw.share, draw.total))
        return found


cdef struct Need:
    uint64_t name, number, start, share, total


cdef inline bint is_met(const Need* need, int count, uint64_t seed) noexcept nogil:
    """Whether under a seed luck draws all that is needed."""
    cdef int i
    for i in range(count):
        if upper_product(luck(seed, need[i].name, need[i].number), need[i].total) - need[i].start >= need[i].share:
            return False
    return True


def find_luck(seed: int, anew: int, needs: object, most: int) -> int:
    """Return the least redraw, from 0 to `most`, with which luck draws all that is needed; -1 where there is none.

    Args:
        seed: Of the playthrough until then, 64 bits without sign.
        anew: The name of the event of drawing anew; 0: not a redraw is looked for, but a seed, from `seed` on.
        needs: Draws, as `Foresight.turn` tells them.
        most: How far to look.
    """
    cdef uint64_t before = seed, name = anew, n, last = most, tried
    cdef int count = len(needs), i
    cdef bint found = False
    cdef Need* need = <Need*>malloc((count + 1) * sizeof(Need))
    if need == NULL:
        raise MemoryError
    try:
        for i in range(count):
            need[i].name, need[i].number, need[i].start, need[i].share, need[i].total = needs[i]
        with nogil:
            n = 0
            while n <= last:
                tried = before + n if name == 0 else before if n == 0 else luck(before, name, n)
                if is_met(need, count, tried):
                    found = True
                    break
                n += 1
    finally:
        free(need)
    return n if found else -1
