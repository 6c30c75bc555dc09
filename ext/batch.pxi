# Many playthroughs in one call, without Python.

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


cdef enum:
    LANES = 4  # playthroughs under way at once in one thread
    NEAR_CACHE = 500_000  # bytes of blocks that are soon at hand


cdef struct Lane:
    # One of the playthroughs that a batch has under way. While one waits for memory, the others are moved on.
    int32_t* v
    const uint16_t* block  # of the scene where it stands
    Counts counts
    int64_t left  # decisions before it is cut
    int32_t scene, following, entered, decided
    uint32_t x  # its player's luck
    bint is_under_way, is_entering  # has come to `block` and not yet entered it


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
        lanes: How many playthroughs are under way at once, to 4; 0: as many as are worth it. Results are the same.
    """

    cdef readonly Machine machine
    cdef Machine second, third, fourth  # the machines of the other lanes
    cdef uint64_t persons
    cdef int32_t policy
    cdef Player player
    cdef int64_t most
    cdef Counts counts
    cdef int64_t by_status[STATUS_WIDTH]
    cdef uint64_t first_fault
    cdef readonly int64_t decisions
    cdef uint64_t next, end, newest  # numbers of playthroughs
    cdef bint is_manned  # a person sits in some seat
    cdef int lanes

    def __cinit__(
        self, code: Code, persons: int, policy: int = 0, model: int = 0, most: int = 100_000, weights: object = (),
        lanes: int = 0
    ):
        cdef int64_t choices = code.size[SECTION_CHOICES] // CHOICE_WIDTH
        cdef int64_t scenes = code.size[SECTION_SCENES] // SCENE_WIDTH
        make_player(&self.player, code, model, weights)
        if not 0 <= policy < POLICY_WIDTH:
            raise ValueError("there is no such policy")
        if not 0 <= lanes <= LANES:
            raise ValueError("there are no such lanes")
        # They are of use where blocks are too many for the nearer caches. A model that weighs asks the first machine.
        self.lanes = lanes if lanes else LANES if code.blocks.size * sizeof(uint16_t) > NEAR_CACHE else 1
        if model != MODEL_UNIFORM:
            self.lanes = 1
        self.machine = Machine(code, False)
        if code.is_worth_watching():
            self.machine.watch_out()
            self.lanes = 1  # its storylets are what takes the time, not its blocks
        self.second, self.third, self.fourth = Machine(code, False), Machine(code, False), Machine(code, False)
        self.persons = persons & 0xFFFFFFFFFFFFFFFF
        self.policy, self.most = policy, most
        self.is_manned = self.persons and (code.seats >= 64 or self.persons & ((<uint64_t>1 << code.seats) - 1))
        self.counts.times = <int64_t*>calloc(scenes + choices + code.size[SECTION_OUTCOMES] + 1, sizeof(int64_t))
        self.counts.first = <uint64_t*>calloc(scenes + choices + code.size[SECTION_OUTCOMES] + 1, sizeof(int64_t))
        self.counts.choices = scenes
        self.counts.outcomes = scenes + choices
        if self.counts.times == NULL or self.counts.first == NULL:
            raise MemoryError

    def __dealloc__(self):
        free(self.counts.times)
        free(self.counts.first)
        free(self.player.weights)

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
        cdef Lane lanes[LANES]
        cdef int i
        cdef int used = self.lanes
        self.next, self.end, self.newest = first, first + count, 0
        with nogil:
            for i in range(LANES):
                lanes[i].is_under_way = i < used
                lanes[i].counts = self.counts
                lanes[i].counts.number = self.end
                lanes[i].counts.newest = &self.newest
                if i < used:
                    self._begin_lane(lanes, i)
            while self._move_on(lanes, used):
                pass
            for i in range(1, LANES):
                if lanes[i].counts.number == self.end - 1:
                    self._end_as(i)
            self.machine.counts = self.second.counts = self.third.counts = self.fourth.counts = NULL

    cdef void _begin_lane(self, Lane* lanes, int i) noexcept nogil:
        if i == 0:
            self._begin(self.machine, &lanes[i])
        elif i == 1:
            self._begin(self.second, &lanes[i])
        elif i == 2:
            self._begin(self.third, &lanes[i])
        else:
            self._begin(self.fourth, &lanes[i])

    cdef void _end_as(self, int i) noexcept nogil:
        """Leave the machine as that of a lane is."""
        if i == 1:
            self.machine.become(self.second)
        elif i == 2:
            self.machine.become(self.third)
        else:
            self.machine.become(self.fourth)

    cdef bint _move_on(self, Lane* lanes, int used) noexcept nogil:
        """Move each playthrough on that is under way; return whether there is one."""
        cdef int i
        cdef bint is_any = False
        for i in range(used):
            if lanes[i].is_under_way:
                is_any = True
                if not (self._take_turn(&lanes[i]) if used > 1 else self._decide_plainly(&lanes[i])):
                    if i == 0:
                        self._leave(self.machine, &lanes[i])
                    elif i == 1:
                        self._leave(self.second, &lanes[i])
                    elif i == 2:
                        self._leave(self.third, &lanes[i])
                    else:
                        self._leave(self.fourth, &lanes[i])
        return is_any

    cdef void _begin(self, Machine machine, Lane* lane) noexcept nogil:
        lane.v = machine.slots
        machine.counts = &lane.counts
        self._play_next(machine, lane)

    cdef void _play_next(self, Machine machine, Lane* lane) noexcept nogil:
        """Begin playthroughs until one stands in a plain scene, or there are no more."""
        while self.next < self.end:
            lane.counts.number = self.next
            self.next += 1
            lane.x = <uint32_t>((lane.counts.number + 1) * <uint64_t>2654435761)
            lane.x = lane.x if lane.x else 1
            lane.left = self.most
            machine.start(lane.counts.number, self.persons, self.policy)
            machine.go_on(machine.meta[META_FIRST_SCENE])
            if self._goes_on(machine, lane):
                return
        lane.is_under_way = False

    cdef bint _goes_on(self, Machine machine, Lane* lane) noexcept nogil:
        """Take decisions until a plain scene waits for one; at the end of the playthrough note that, and return False.
        """
        cdef int32_t* v = lane.v
        cdef int32_t scene
        while v[REGISTER_STATUS] == STATUS_AWAITING and lane.left > 0:
            scene = v[REGISTER_SCENE]
            lane.block = machine.code.blocks.words + <int64_t>machine.code.blocks.lines[scene] * LINE
            if lane.block[BLOCK_FLAGS] & IS_PLAIN and not machine.watches:
                lane.scene, lane.entered, lane.decided, lane.is_entering = scene, v[REGISTER_ENTERED], 0, False
                return True
            self._decide(machine, lane, scene)
        self.decisions += self.most - lane.left
        if v[REGISTER_STATUS] == STATUS_FAULT:
            if not self.by_status[STATUS_FAULT] or lane.counts.number < self.first_fault:
                self.first_fault = lane.counts.number
        self.by_status[v[REGISTER_STATUS]] += 1
        return False

    cdef void _leave(self, Machine machine, Lane* lane) noexcept nogil:
        """Go on from a plain scene to where the lane has found that it leads."""
        lane.v[REGISTER_SCENE] = lane.scene
        lane.v[REGISTER_ENTERED] = lane.entered
        lane.v[REGISTER_DECISIONS] += lane.decided
        if lane.following > -2:
            machine.go_on(lane.following)
        if not self._goes_on(machine, lane):
            self._play_next(machine, lane)

    cdef void _decide(self, Machine machine, Lane* lane, int32_t scene) noexcept nogil:
        """Take one decision in any scene."""
        cdef const int32_t* r = machine.scenes + scene * SCENE_WIDTH
        lane.x = xorshift(lane.x)
        lane.left -= 1
        machine.take_position(
            r, taken_by(machine, &self.player, r, r[SCENE_CHOICES] + machine.offers_of(r), lane.x)
        )

    cdef bint _decide_plainly(self, Lane* lane) noexcept nogil:
        """Decide in plain scenes until one leads elsewhere. What the lane keeps is kept nearer meanwhile."""
        cdef int32_t* v = lane.v
        cdef const uint16_t* blocks = self.machine.code.blocks.words
        cdef const uint16_t* block = lane.block
        cdef const uint16_t* act
        cdef int32_t positions[MOST_PLAIN_CHOICES]
        cdef int64_t* times = self.counts.times
        cdef int64_t* choice_times = times + self.counts.choices
        cdef uint32_t x = lane.x
        cdef int64_t left = lane.left
        cdef int32_t scene = lane.scene, entered = lane.entered, decided = 0, following, opened, i, choice
        cdef int32_t is_manned = self.is_manned
        cdef int64_t choices_first = self.counts.choices
        cdef bint is_uniform = self.player.model == MODEL_UNIFORM
        while True:
            opened = find_open(block, v, positions)
            x = xorshift(x)
            left -= 1
            decided += 1
            following = -1
            if opened == 0:
                break
            if is_uniform:
                i = positions[x % <uint32_t>opened]
            else:
                i = taken_by(
                    self.machine, &self.player, self.machine.scenes + scene * SCENE_WIDTH, block[BLOCK_CHOICES], x
                )
            act = block + block[BLOCK_ACTS] + i * ACT_WIDTH
            choice = joined_words(act + ACT_NUMBER)
            if choice_times[choice] == 0:
                self.counts.first[choices_first + choice] = lane.counts.number
            choice_times[choice] += 1
            v[act[ACT_CHOSEN]] += act[ACT_CHOSEN] != 0
            change_plainly(v, block + act[ACT_EFFECTS], act[ACT_EFFECT_COUNT])
            following = find_target(block, act, v)
            if following < 0:
                break
            block = blocks + <int64_t>following * LINE
            for i in range(1, 8):
                althist_prefetch(block + i * LINE)
            following = joined_words(block + BLOCK_SCENE)
            if not block[BLOCK_FLAGS] & IS_PLAIN:
                break
            if (v[block[BLOCK_SEAT]] if block[BLOCK_SEAT] else is_manned) == 0:
                break
            scene = following
            entered += 1
            if times[scene] == 0:
                self.counts.first[scene] = lane.counts.number
            times[scene] += 1
            if block[BLOCK_FLAGS] & REMEMBERS:
                self._remember(v, block, entered)
            change_plainly(v, block + block[BLOCK_ENTRY], block[BLOCK_ENTRIES])
            if left == 0:
                following = -2
                break
        lane.x, lane.left, lane.scene, lane.entered, lane.decided = x, left, scene, entered, decided
        lane.following = following
        return False

    cdef inline bint _take_turn(self, Lane* lane) noexcept nogil:
        """Enter the plain scene to which a playthrough has come, and decide there; return whether it goes on plainly.

        The block of the scene that follows is fetched and not looked at; at the next turn of this lane it is there.
        """
        cdef int32_t* v = lane.v
        cdef const uint16_t* block = lane.block
        cdef const uint16_t* act
        cdef int32_t positions[MOST_PLAIN_CHOICES]
        cdef int64_t choice
        cdef int32_t opened, i, line
        if lane.is_entering:
            lane.following = joined_words(block + BLOCK_SCENE)
            if not block[BLOCK_FLAGS] & IS_PLAIN:
                return False
            if (v[block[BLOCK_SEAT]] if block[BLOCK_SEAT] else <int32_t>self.is_manned) == 0:
                return False
            lane.scene = lane.following
            lane.entered += 1
            if self.counts.times[lane.scene] == 0 or lane.counts.number < self.newest:
                self._note_first(lane.scene, lane.counts.number)
            self.counts.times[lane.scene] += 1
            if block[BLOCK_FLAGS] & REMEMBERS:
                self._remember(v, block, lane.entered)
            change_plainly(v, block + block[BLOCK_ENTRY], block[BLOCK_ENTRIES])
            if lane.left == 0:
                lane.following = -2
                return False
        opened = find_open(block, v, positions)
        lane.x = xorshift(lane.x)
        lane.left -= 1
        lane.decided += 1
        lane.following = -1
        if opened == 0:
            return False
        act = block + block[BLOCK_ACTS] + positions[lane.x % <uint32_t>opened] * ACT_WIDTH
        choice = self.counts.choices + joined_words(act + ACT_NUMBER)
        if self.counts.times[choice] == 0 or lane.counts.number < self.newest:
            self._note_first(choice, lane.counts.number)
        self.counts.times[choice] += 1
        v[act[ACT_CHOSEN]] += act[ACT_CHOSEN] != 0
        change_plainly(v, block + act[ACT_EFFECTS], act[ACT_EFFECT_COUNT])
        line = find_target(block, act, v)
        if line < 0:
            return False
        lane.block = block = self.machine.code.blocks.words + <int64_t>line * LINE
        for i in range(8):
            althist_prefetch(block + i * LINE)
        lane.is_entering = True
        return True

    cdef void _note_first(self, int64_t what, uint64_t number) noexcept nogil:
        """Note that a playthrough counts something, perhaps before any other did."""
        if self.counts.times[what] == 0 or number < self.counts.first[what]:
            self.counts.first[what] = number
            self.newest = max(self.newest, number)

    cdef inline void _remember(self, int32_t* v, const uint16_t* block, int32_t entered) noexcept nogil:
        v[block[BLOCK_VISITS]] += v[block[BLOCK_VISITS]] < self.machine.high[block[BLOCK_VISITS]]
        if block[BLOCK_LAST]:
            v[block[BLOCK_LAST]] = v[REGISTER_DATE]
        if block[BLOCK_ORDER]:
            v[block[BLOCK_ORDER]] = entered
