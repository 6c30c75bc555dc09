# Paired plays: one playthrough, forked at one decision into all that could be decided there, with the luck in common.


@cython.final
cdef class Pairing:
    """Forks playthroughs.

    A playthrough is that of a player (see `Batch`). It is forked at one of its decisions, drawn from
    its number, and played on from each choice that is open there, by the same player with the same luck.

    Args:
        code: The program's numbers.
        persons: One bit a seat, set where the player decides.
        policy: How the other seats decide: a `Policy`.
        model: How the player decides: by 0 chance, 1 lean, 2 our timeline, 3 `weights`.
        reads: The slots that something in the story reads.
        weights: For model 3, as `Batch` takes them.
        most: A playthrough is cut after so many decisions.
    """

    cdef Machine machine
    cdef Code code
    cdef uint64_t persons
    cdef int32_t policy
    cdef Player player
    cdef Trace trace
    cdef int32_t* kept
    cdef int64_t most
    cdef uint32_t x

    def __cinit__(self, code: Code, persons: int, policy: int, model: int, reads: object, weights: object = (),
                  most: int = 10_000):
        cdef int64_t i, count
        cdef int32_t* numbers
        self.code, self.machine = code, Machine(code, False, code.is_worth_watching())
        self.persons, self.policy, self.most = persons & 0xFFFFFFFFFFFFFFFF, policy, most
        if not 0 <= policy < POLICY_WIDTH:
            raise ValueError("there is no such policy")
        make_player(&self.player, code, model, weights)
        self.kept = <int32_t*>malloc(code.slots * sizeof(int32_t))
        self.trace.values = <int32_t*>malloc(code.slots * sizeof(int32_t))
        self.trace.is_read = <unsigned char*>calloc(code.slots, 1)
        if self.kept == NULL or self.trace.values == NULL or self.trace.is_read == NULL:
            raise MemoryError
        numbers = numbers_of(reads, &count)
        try:
            for i in range(count):
                if not 0 <= numbers[i] < code.slots:
                    raise ValueError("there is no such slot")
                self.trace.is_read[numbers[i]] = True
        finally:
            free(numbers)

    def __dealloc__(self):
        free(self.player.weights)
        free(self.trace.values)
        free(self.trace.is_read)
        free(self.kept)

    def fork(self, number: int) -> tuple[int, list[tuple[int, int, int]]]:
        """Fork a playthrough.

        Returns:
            The scene of the decision, or -1 where nothing was to be decided; and for each choice open there its
            position, the scene of the ending to which it came (-1: none), and a digest of everything that was read.
        """
        cdef uint64_t seed = number
        cdef Machine machine = self.machine
        cdef int64_t forks, wanted, made
        cdef int32_t scene, position, last, ending
        cdef uint64_t trail
        cdef uint32_t x
        cdef const int32_t* r
        with nogil:
            forks = self._until(seed, self.most)
        if forks == 0:
            return -1, []
        wanted = <int64_t>(mix(seed ^ GOLDEN) % <uint64_t>forks)
        with nogil:
            self._until(seed, wanted)
        memcpy(self.kept, self.machine.slots, self.code.slots * sizeof(int32_t))
        x, scene = self.x, self.kept[REGISTER_SCENE]
        r = self.machine.scenes + scene * SCENE_WIDTH
        last = r[SCENE_CHOICES] + self.machine.offers_of(r)
        opened = [position for position in range(last) if self.machine.position_is_open(r, position)]
        found = []
        for position in opened:
            memcpy(machine.slots, self.kept, self.code.slots * sizeof(int32_t))
            memcpy(self.trace.values, self.kept, self.code.slots * sizeof(int32_t))
            machine.forget()
            machine.stretch, self.trace.digest = 0, 0
            self.x = xorshift(x)
            machine.trace = &self.trace
            with nogil:
                machine.take_position(r, position)
                trail = self._to_the_end()
            machine.trace = NULL
            ending = self.machine.slots[REGISTER_SCENE] if self.machine.slots[REGISTER_STATUS] == STATUS_ENDED else -1
            found.append((position, ending, trail))
        return scene, found

    cdef int64_t _until(self, uint64_t seed, int64_t wanted) noexcept nogil:
        """Play until before the decision with two open choices or more that has this number; return how many were."""
        cdef int32_t* v = self.machine.slots
        cdef const int32_t* r
        cdef int64_t forks = 0, left = self.most
        self.x = <uint32_t>((seed + 1) * <uint64_t>2654435761)
        if self.x == 0:
            self.x = 1
        self.machine.start(seed, self.persons, self.policy)
        self.machine.go_on(self.machine.meta[META_FIRST_SCENE])
        while v[REGISTER_STATUS] == STATUS_AWAITING and left > 0:
            r = self.machine.scenes + v[REGISTER_SCENE] * SCENE_WIDTH
            if self._opened(r) > 1:
                if forks == wanted:
                    return forks
                forks += 1
            self._decide(r)
            left -= 1
        return forks

    cdef uint64_t _to_the_end(self) noexcept nogil:
        cdef int32_t* v = self.machine.slots
        cdef const int32_t* r
        cdef int64_t left = self.most
        cdef uint64_t trail = 0
        while True:
            trail = mix(trail ^ digest_of_slot(v[REGISTER_SCENE], v[REGISTER_DATE])) + GOLDEN
            trail = mix(trail ^ self.trace.digest) + GOLDEN
            if v[REGISTER_STATUS] != STATUS_AWAITING or left == 0:
                return trail >> 1
            r = self.machine.scenes + v[REGISTER_SCENE] * SCENE_WIDTH
            self._decide(r)
            left -= 1

    cdef int32_t _last(self, const int32_t* r) noexcept nogil:
        """How many positions the scene at hand has."""
        return r[SCENE_CHOICES] + self.machine.offers_of(r)

    cdef int32_t _opened(self, const int32_t* r) noexcept nogil:
        cdef int32_t i, opened = 0
        for i in range(self._last(r)):
            opened += self.machine.position_is_open(r, i)
        return opened

    cdef void _decide(self, const int32_t* r) noexcept nogil:
        self.x = xorshift(self.x)
        self.machine.take_position(r, taken_by(self.machine, &self.player, r, self._last(r), self.x))
