# Many playthroughs in one call, without Python.

cdef enum:  # how the persons' seats decide; engine.explore.batch.Model gives them names
    MODEL_UNIFORM = 0  # every open choice alike
    MODEL_LEAN = 1  # as the story's `lean` weighs them
    MODEL_OTL = 2  # as in our timeline; where nothing is marked so, by lean
    MODEL_WEIGHTED = 3  # by numbers that the caller gives


cdef extern from *:
    """
    #if defined(__GNUC__)
    #define althist_prefetch(place) __builtin_prefetch(place)
    #else
    #define althist_prefetch(place) ((void)0)
    #endif
    """
    void althist_prefetch(const void* place) noexcept nogil


cdef inline uint32_t xorshift(uint32_t x) noexcept nogil:
    """The number after x in xorshift32 (Marsaglia, Xorshift RNGs, 2003; shifts 13, 17, 5)."""
    x ^= x << 13
    x ^= x >> 17
    return x ^ (x << 5)


@cython.final
cdef class Batch:
    """Plays playthroughs by a model of a player and counts what they reach.

    The persons' seats are decided by the model, the others by the policy, as in any playthrough. The luck of
    playthrough number p is that of the seed p; its player draws from xorshift32, begun at (p + 1) * 2654435761 modulo
    2**32 (1 where that is 0), once for each decision. So a number is a witness: it says all that happened.

    Args:
        code: The program's numbers.
        persons: One bit a seat, set where the model decides.
        policy: How the other seats decide: a `Policy`.
        model: How the model decides: by 0 chance, 1 lean, 2 our timeline, 3 `weights`.
        most: A playthrough is cut after so many decisions.
        weights: For model 3, one number from 0 for each choice, then one for each scene as a hub's offer.
    """

    cdef readonly Machine machine
    cdef uint64_t persons
    cdef int32_t policy, model
    cdef int64_t most
    cdef int32_t* weights
    cdef Counts counts
    cdef int64_t by_status[STATUS_WIDTH]
    cdef uint64_t first_fault
    cdef readonly int64_t decisions
    cdef uint32_t x
    cdef int64_t left

    def __cinit__(
        self, code: Code, persons: int, policy: int = 0, model: int = 0, most: int = 100_000, weights: object = ()
    ):
        cdef int64_t choices = code.size[SECTION_CHOICES] // CHOICE_WIDTH
        cdef int64_t scenes = code.size[SECTION_SCENES] // SCENE_WIDTH, i
        if not MODEL_UNIFORM <= model <= MODEL_WEIGHTED:
            raise ValueError("there is no such model")
        if not 0 <= policy < POLICY_WIDTH:
            raise ValueError("there is no such policy")
        self.machine = Machine(code, False)
        self.persons = persons & 0xFFFFFFFFFFFFFFFF
        self.policy, self.model, self.most = policy, model, most
        self.counts.times = <int64_t*>calloc(scenes + choices + code.size[SECTION_OUTCOMES] + 1, sizeof(int64_t))
        self.counts.first = <uint64_t*>calloc(scenes + choices + code.size[SECTION_OUTCOMES] + 1, sizeof(int64_t))
        self.counts.choices = scenes
        self.counts.outcomes = scenes + choices
        if self.counts.times == NULL or self.counts.first == NULL:
            raise MemoryError
        if model == MODEL_WEIGHTED:
            if len(weights) != choices + scenes:
                raise ValueError("one weight for each choice, then one for each scene")
            self.weights = <int32_t*>malloc((choices + scenes + 1) * sizeof(int32_t))
            if self.weights == NULL:
                raise MemoryError
            for i in range(choices + scenes):
                self.weights[i] = weights[i]

    def __dealloc__(self):
        free(self.counts.times)
        free(self.counts.first)
        free(self.weights)

    # ---- results

    @property
    def statuses(self) -> tuple[int, int, int, int]:
        """How many playthroughs were cut, ended, ran out of calendar, and met a fault."""
        return self.by_status[0], self.by_status[1], self.by_status[2], self.by_status[3]

    @property
    def fault(self) -> int:
        """The number of the first playthrough that met a fault, or -1."""
        return self.first_fault if self.by_status[STATUS_FAULT] else -1

    def scenes(self) -> list[tuple[int, int]]:
        """Return for each scene how often it was entered, and the number of the first playthrough that did, or -1."""
        return self._counted(0, self.counts.choices)

    def choices(self) -> list[tuple[int, int]]:
        """Return for each choice how often it was taken, by whomever, and the first playthrough, or -1."""
        return self._counted(self.counts.choices, self.counts.outcomes)

    def outcomes(self) -> list[tuple[int, int]]:
        """Return for each outcome how often luck drew it, and the first playthrough, or -1."""
        cdef int64_t end = self.counts.outcomes + self.machine.code.size[SECTION_OUTCOMES] // OUTCOME_WIDTH
        return self._counted(self.counts.outcomes, end)

    cdef _counted(self, int64_t start, int64_t end):
        cdef int64_t i
        found = []
        for i in range(start, end):
            found.append((self.counts.times[i], self.counts.first[i] if self.counts.times[i] else -1))
        return found

    # ---- playing

    def play(self, first: int, count: int) -> None:
        """Play the playthroughs `first` to `first + count - 1`; the machine is left as the last of them ends.

        Other threads run meanwhile; a batch itself belongs to one thread at a time.
        """
        cdef uint64_t number = first, end = first + count
        with nogil:
            self.machine.counts = &self.counts
            while number < end:
                self._play(number)
                number += 1
            self.machine.counts = NULL

    cdef void _play(self, uint64_t number) noexcept nogil:
        cdef int32_t* v = self.machine.slots
        cdef int32_t scene
        cdef const uint16_t* block
        self.counts.number = number
        self.x = <uint32_t>((number + 1) * <uint64_t>2654435761)
        self.x = self.x if self.x else 1
        self.left = self.most
        self.machine.start(number, self.persons, self.policy)
        self.machine.go_on(self.machine.meta[META_FIRST_SCENE])
        while v[REGISTER_STATUS] == STATUS_AWAITING and self.left > 0:
            scene = v[REGISTER_SCENE]
            block = self.machine.code.blocks.words + <int64_t>self.machine.code.blocks.lines[scene] * LINE
            if block[BLOCK_FLAGS] & IS_PLAIN:
                self._decide_plainly(block)
            else:
                self._decide(scene)
        self.decisions += self.most - self.left
        if v[REGISTER_STATUS] == STATUS_FAULT and not self.by_status[STATUS_FAULT]:
            self.first_fault = number
        self.by_status[v[REGISTER_STATUS]] += 1

    cdef void _decide(self, int32_t scene) noexcept nogil:
        """Take one decision in any scene."""
        cdef const int32_t* r = self.machine.scenes + scene * SCENE_WIDTH
        cdef int32_t own = r[SCENE_CHOICES], last = own + self.machine.offers_of(r), i, opened = 0, wanted
        self.x = xorshift(self.x)
        self.left -= 1
        for i in range(last):
            opened += self.machine.position_is_open(r, i)
        if opened == 0:
            self.machine.take_position(r, last)
            return
        if self.model != MODEL_UNIFORM:
            self.machine.take_position(r, self._weighed(r, last))
            return
        wanted = <int32_t>(self.x % <uint32_t>opened)
        for i in range(last):
            if self.machine.position_is_open(r, i):
                if wanted == 0:
                    self.machine.take_position(r, i)
                    return
                wanted -= 1

    cdef int32_t _weighed(self, const int32_t* r, int32_t last) noexcept nogil:
        """The open position that a model which is not uniform takes."""
        cdef int32_t i, first = -1, own = r[SCENE_CHOICES]
        cdef int64_t total = 0, drawn
        if self.model == MODEL_OTL:
            for i in range(own):
                if self.machine.choice_records[(r[SCENE_FIRST_CHOICE] + i) * CHOICE_WIDTH + CHOICE_IS_OTL]:
                    if self.machine.position_is_open(r, i):
                        return i
        for i in range(last):
            if self.machine.position_is_open(r, i):
                first = i if first < 0 else first
                total += self._share(r, i)
        if total > 0:
            drawn = <int64_t>upper_product(<uint64_t>self.x << 32, <uint64_t>total)
            for i in range(last):
                if self.machine.position_is_open(r, i):
                    drawn -= self._share(r, i)
                    if drawn < 0:
                        return i
        return first

    cdef int64_t _share(self, const int32_t* r, int32_t position) noexcept nogil:
        cdef int32_t own = r[SCENE_CHOICES], choice = r[SCENE_FIRST_CHOICE] + position
        cdef const int32_t* offer
        cdef int64_t share
        if position < own:
            if self.model == MODEL_WEIGHTED:
                share = self.weights[choice]
            else:
                share = self.machine.amount_of(self.machine.choice_records[choice * CHOICE_WIDTH + CHOICE_LEAN])
        else:
            offer = self.machine.offer(r, position - own)
            if self.model == MODEL_WEIGHTED:
                share = self.weights[self.counts.outcomes - self.counts.choices + offer[STORYLET_SCENE]]
            else:
                share = self.machine.amount_of(offer[STORYLET_WEIGHT])
        return share if share > 0 else 0

    cdef void _decide_plainly(self, const uint16_t* block) noexcept nogil:
        """Take decisions in plain scenes until one leads elsewhere, then go on there.

        The scene, and how many were entered and decided in, are kept here meanwhile and written back at the end.
        """
        cdef int32_t* v = self.machine.slots
        cdef const uint16_t* blocks = self.machine.code.blocks.words
        cdef const uint16_t* w
        cdef const uint16_t* act
        cdef int32_t positions[MOST_PLAIN_CHOICES]
        cdef int64_t* times = self.counts.times
        cdef int64_t* choice_times = times + self.counts.choices
        cdef uint32_t x = self.x
        cdef int64_t left = self.left, p, q
        cdef int32_t scene = <int32_t>(block[BLOCK_SCENE] | <uint32_t>block[BLOCK_SCENE + 1] << 16)
        cdef int32_t entered = v[REGISTER_ENTERED], decided = 0, following, opened, i, t, d, choice
        cdef int32_t has_person = self.machine.is_for_person(-1)
        cdef bint is_uniform = self.model == MODEL_UNIFORM
        cdef int64_t choices_first = self.counts.choices
        while True:
            # which choices are open
            opened = 0
            w = block + BLOCK_GUARDS
            if block[BLOCK_FLAGS] & HAS_SUMS:
                for i in range(block[BLOCK_CHOICES]):
                    p = (<int16_t>w[3] - <int64_t>v[w[0]] - (v[w[1]] ^ <int64_t><int16_t>w[2])) ^ <int16_t>w[4]
                    q = (<int16_t>w[8] - <int64_t>v[w[5]] - (v[w[6]] ^ <int64_t><int16_t>w[7])) ^ <int16_t>w[9]
                    positions[opened] = i
                    opened += <int32_t>(<uint64_t>(p | q) >> 63) ^ w[SUM_FLIP] ^ 1
                    w += SUM_WIDTH
            else:
                for i in range(block[BLOCK_CHOICES]):
                    t = w[2] - <int32_t><uint16_t>(v[w[0]] - w[1])
                    d = w[5] - <int32_t><uint16_t>(v[w[3]] - w[4])
                    positions[opened] = i
                    opened += <int32_t>(<uint32_t>(t | d) >> 31) ^ w[RANGE_FLIP] ^ 1
                    w += RANGE_WIDTH
            x = xorshift(x)
            left -= 1
            decided += 1
            following = -1
            if opened == 0:
                break
            if is_uniform:
                i = positions[x % <uint32_t>opened]
            else:
                self.x = x
                i = self._weighed(self.machine.scenes + scene * SCENE_WIDTH, block[BLOCK_CHOICES])
            # what it does
            act = block + block[BLOCK_ACTS] + i * ACT_WIDTH
            choice = <int32_t>(act[ACT_NUMBER] | <uint32_t>act[ACT_NUMBER + 1] << 16)
            if choice_times[choice] == 0:
                self.counts.first[choices_first + choice] = self.counts.number
            choice_times[choice] += 1
            v[act[ACT_CHOSEN]] += act[ACT_CHOSEN] != 0
            w = block + act[ACT_EFFECTS]
            for i in range(act[ACT_EFFECT_COUNT]):
                t = (v[w[EFFECT_SLOT]] & <int16_t>w[EFFECT_KEEP]) + <int16_t>w[EFFECT_NUMBER]
                t = t if t > <int16_t>w[EFFECT_LOW] else <int16_t>w[EFFECT_LOW]
                v[w[EFFECT_SLOT]] = t if t < <int16_t>w[EFFECT_HIGH] else <int16_t>w[EFFECT_HIGH]
                w += EFFECT_WIDTH
            # where it leads
            w = block + act[ACT_TARGETS]
            if act[ACT_HAS_SUMS]:
                for i in range(act[ACT_TARGET_COUNT]):
                    p = (<int16_t>w[3] - <int64_t>v[w[0]] - (v[w[1]] ^ <int64_t><int16_t>w[2])) ^ <int16_t>w[4]
                    q = (<int16_t>w[8] - <int64_t>v[w[5]] - (v[w[6]] ^ <int64_t><int16_t>w[7])) ^ <int16_t>w[9]
                    if <int32_t>(<uint64_t>(p | q) >> 63) == w[SUM_FLIP]:
                        following = <int32_t>(w[SUM_WIDTH] | <uint32_t>w[SUM_WIDTH + 1] << 16)
                        break
                    w += SUM_WIDTH + 2
            else:
                for i in range(act[ACT_TARGET_COUNT]):
                    t = w[2] - <int32_t><uint16_t>(v[w[0]] - w[1])
                    d = w[5] - <int32_t><uint16_t>(v[w[3]] - w[4])
                    if <int32_t>(<uint32_t>(t | d) >> 31) == w[RANGE_FLIP]:
                        following = <int32_t>(w[RANGE_WIDTH] | <uint32_t>w[RANGE_WIDTH + 1] << 16)
                        break
                    w += RANGE_WIDTH + 2
            if following < 0:
                break
            block = blocks + <int64_t>following * LINE
            for i in range(1, 8):
                althist_prefetch(block + i * LINE)
            following = <int32_t>(block[BLOCK_SCENE] | <uint32_t>block[BLOCK_SCENE + 1] << 16)
            if not block[BLOCK_FLAGS] & IS_PLAIN:
                break
            if (v[block[BLOCK_SEAT]] if block[BLOCK_SEAT] else has_person) == 0:
                break
            # entering it
            scene = following
            entered += 1
            if times[scene] == 0:
                self.counts.first[scene] = self.counts.number
            times[scene] += 1
            if block[BLOCK_FLAGS] & REMEMBERS:
                v[block[BLOCK_VISITS]] += v[block[BLOCK_VISITS]] < self.machine.high[block[BLOCK_VISITS]]
                if block[BLOCK_LAST]:
                    v[block[BLOCK_LAST]] = v[REGISTER_DATE]
                if block[BLOCK_ORDER]:
                    v[block[BLOCK_ORDER]] = entered
            w = block + block[BLOCK_ENTRY]
            for i in range(block[BLOCK_ENTRIES]):
                t = (v[w[EFFECT_SLOT]] & <int16_t>w[EFFECT_KEEP]) + <int16_t>w[EFFECT_NUMBER]
                t = t if t > <int16_t>w[EFFECT_LOW] else <int16_t>w[EFFECT_LOW]
                v[w[EFFECT_SLOT]] = t if t < <int16_t>w[EFFECT_HIGH] else <int16_t>w[EFFECT_HIGH]
                w += EFFECT_WIDTH
            if left == 0:
                following = -2
                break
        self.x, self.left = x, left
        v[REGISTER_SCENE] = scene
        v[REGISTER_ENTERED] = entered
        v[REGISTER_DECISIONS] += decided
        if following > -2:
            self.machine.go_on(following)
