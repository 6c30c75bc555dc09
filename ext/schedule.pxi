# Which storylets may come at all, by date and by one variable, so that a pick touches the few that may hold.
#
# The calendar is cut into stretches in which the same storylets are in their time. In each stretch the storylets that
# many conditions part, such as the place where the player is or the phase of a war, are filed by that variable's value.
# Every list keeps the scheduler's order. Storylets that only hubs offer are in none: a hub has a list of its own.

cdef enum:
    MOST_LOOKS = 2_000_000  # storylets looked at while cutting the calendar; beyond, stretches are joined
    MOST_VALUES = 64  # of a variable by which storylets are filed
    MOST_FILED = 64  # places in lists for each storylet; beyond, nothing is filed by a variable
    WORTH_FILING = 8  # storylets in a stretch


cdef struct Quick:
    # A guard of at most two ranges, `low <= v[a] <= low + width` modulo 2**32; with `flip` not both of them.
    bint is_quick
    uint32_t flip
    int32_t a, low
    uint32_t width
    int32_t b, second_low
    uint32_t second_width


cdef struct Storylet:
    # All that a pick asks of a storylet.
    int32_t scene, priority, since, until, most, visits, cooldown, last, order, weight, guard, hub


cdef struct Stretch:
    int32_t start  # its first date
    int32_t key, low, high  # the slot by whose value its storylets are filed, or 0
    int64_t lists  # where in `firsts` its lists begin
    bint is_timeless  # nothing in it depends on the date within the stretch


cdef inline bint quick_holds(const Quick* q, const int32_t* v) noexcept nogil:
    cdef bint both = (
        (<uint32_t>v[q.a] - <uint32_t>q.low <= q.width)
        & (<uint32_t>v[q.b] - <uint32_t>q.second_low <= q.second_width)
    )
    return both ^ q.flip


@cython.final
@cython.internal
cdef class Schedule:
    """The storylets of a checked program, cut and filed."""

    cdef Storylet* storylets
    cdef Quick* quick  # of every guard
    cdef Stretch* stretches
    cdef int64_t* firsts
    cdef int32_t* members
    cdef int32_t count, stretch_count
    cdef int64_t member_count, member_room, first_count, first_room
    cdef const int32_t* low
    cdef const int32_t* high

    def __dealloc__(self):
        free(self.storylets)
        free(self.quick)
        free(self.stretches)
        free(self.firsts)
        free(self.members)

    cdef build(self, Blocks blocks, const int32_t** part, const int32_t* size):
        """File the storylets of a program whose sections are these."""
        cdef int32_t guards = size[SECTION_GUARDS] // GUARD_WIDTH, i
        self.count = size[SECTION_STORYLETS] // STORYLET_WIDTH
        self.low, self.high = part[SECTION_LOW], part[SECTION_HIGH]
        self.quick = <Quick*>malloc((guards + 1) * sizeof(Quick))
        self.storylets = <Storylet*>malloc((self.count + 1) * sizeof(Storylet))
        if self.quick == NULL or self.storylets == NULL:
            raise MemoryError
        for i in range(guards):
            self._read_quick(blocks, i)
        for i in range(self.count):
            self._read_storylet(part, i)
        self._cut(blocks, part, size)

    cdef void _read_quick(self, Blocks blocks, int32_t guard) noexcept:
        cdef Quick* q = &self.quick[guard]
        cdef Tests tests
        cdef int i
        q.is_quick = blocks.read_guard(guard, &tests) and tests.count <= 2
        for i in range(tests.count):
            if tests.item[i].b != REGISTER_ZERO or tests.item[i].low > tests.item[i].high:
                q.is_quick = False
        if not q.is_quick:
            return
        q.flip = tests.flip
        q.a = q.b = REGISTER_ZERO
        q.low = q.second_low = 0
        q.width = q.second_width = 0xFFFFFFFF
        if tests.count > 0:
            q.a, q.low = tests.item[0].a, <int32_t>tests.item[0].low
            q.width = <uint32_t>(tests.item[0].high - tests.item[0].low)
        if tests.count > 1:
            q.b, q.second_low = tests.item[1].a, <int32_t>tests.item[1].low
            q.second_width = <uint32_t>(tests.item[1].high - tests.item[1].low)

    cdef void _read_storylet(self, const int32_t** part, int32_t number) noexcept:
        cdef const int32_t* r = part[SECTION_STORYLETS] + number * STORYLET_WIDTH
        cdef const int32_t* scene = part[SECTION_SCENES] + r[STORYLET_SCENE] * SCENE_WIDTH
        cdef Storylet* s = &self.storylets[number]
        s.scene, s.priority, s.weight, s.guard = (
            r[STORYLET_SCENE], r[STORYLET_PRIORITY], r[STORYLET_WEIGHT], r[STORYLET_GUARD]
        )
        s.since, s.until, s.most, s.cooldown = (
            r[STORYLET_FROM], r[STORYLET_UNTIL], r[STORYLET_MOST], r[STORYLET_COOLDOWN]
        )
        s.visits, s.last, s.order, s.hub = scene[SCENE_VISITS], scene[SCENE_LAST], scene[SCENE_ORDER], scene[SCENE_HUB]

    # ---- stretches

    cdef _cut(self, Blocks blocks, const int32_t** part, const int32_t* size):
        cdef int32_t i, first, following
        cdef int64_t* saved
        cdef const int32_t* r = part[SECTION_STORYLETS]
        edges = {-0x80000000}
        for i in range(self.count):
            if not r[i * STORYLET_WIDTH + STORYLET_IS_OFFERED]:
                edges.add(self.storylets[i].since)
                if self.storylets[i].until < 0x7FFFFFFF:
                    edges.add(self.storylets[i].until + 1)
        starts = sorted(edges)
        step = 1 + len(starts) * self.count // MOST_LOOKS
        starts = starts[::step]
        self.stretches = <Stretch*>malloc((len(starts) + 1) * sizeof(Stretch))
        if self.stretches == NULL:
            raise MemoryError
        self.stretch_count = <int32_t>len(starts)
        saved = <int64_t*>calloc(size[SECTION_START] + 1, sizeof(int64_t))
        if saved == NULL:
            raise MemoryError
        try:
            for i in range(self.stretch_count):
                first = starts[i]
                following = starts[i + 1] - 1 if i + 1 < self.stretch_count else 0x7FFFFFFF
                self._stretch(blocks, r, &self.stretches[i], first, following, saved)
        finally:
            free(saved)
        self.stretches[self.stretch_count].start = 0x7FFFFFFF  # beyond the calendar
        self._open_list()

    cdef _stretch(
        self, Blocks blocks, const int32_t* r, Stretch* stretch, int32_t first, int32_t last, int64_t* saved
    ):
        """File the storylets whose time touches `first` to `last`."""
        cdef int32_t i, value
        cdef int64_t start = self.member_count, end
        stretch.start, stretch.key, stretch.is_timeless = first, 0, True
        stretch.lists = self.first_count
        self._open_list()
        for i in range(self.count):
            if not r[i * STORYLET_WIDTH + STORYLET_IS_OFFERED] and self._is_in(i, first, last):
                self._add(i)
                if not self._is_timeless(blocks, i, first, last):
                    stretch.is_timeless = False
        end = self.member_count
        if end - start < WORTH_FILING:
            return
        self._choose_key(blocks, stretch, start, end, saved)
        if stretch.key == 0:
            return
        # The plain list stays where it is and is read again to fill those by value behind it.
        stretch.lists = self.first_count
        for value in range(stretch.low, stretch.high + 1):
            self._open_list()
            for i in range(end - start):
                if may_hold(blocks, self.storylets[self.members[start + i]].guard, stretch.key, value):
                    self._add(self.members[start + i])

    cdef bint _is_in(self, int32_t number, int32_t first, int32_t last) noexcept:
        return self.storylets[number].since <= last and self.storylets[number].until >= first

    cdef bint _is_timeless(self, Blocks blocks, int32_t number, int32_t first, int32_t last) noexcept:
        """Whether nothing about a storylet depends on which day of the stretch it is."""
        cdef const Storylet* s = &self.storylets[number]
        cdef Tests tests
        cdef int i
        if s.since > first or s.until < last or s.cooldown or s.hub >= 0:
            return False
        if not blocks.read_guard(s.guard, &tests):
            return False
        for i in range(tests.count):
            if tests.item[i].a == REGISTER_DATE or tests.item[i].b == REGISTER_DATE:
                return False
        return True

    cdef _choose_key(self, Blocks blocks, Stretch* stretch, int64_t start, int64_t end, int64_t* saved):
        """Choose the slot whose value leaves the shortest lists, if that is worth it."""
        cdef int64_t i, values, best_saved = 0
        cdef int32_t slot, best = 0
        cdef int t
        cdef Tests tests
        for i in range(start, end):
            if blocks.read_guard(self.storylets[self.members[i]].guard, &tests) and not tests.flip:
                for t in range(tests.count):
                    slot = tests.item[t].a
                    values = <int64_t>self.high[slot] - self.low[slot] + 1
                    if tests.item[t].b == REGISTER_ZERO and 1 < values <= MOST_VALUES:
                        saved[slot] += (values - max(tests.item[t].high - tests.item[t].low + 1, 0)) * 1000 // values
                        if saved[slot] > best_saved:
                            best_saved, best = saved[slot], slot
        for i in range(start, end):
            if blocks.read_guard(self.storylets[self.members[i]].guard, &tests):
                for t in range(tests.count):
                    saved[tests.item[t].a] = 0
        if best_saved * 3 < (end - start) * 1000:  # a list would still hold two thirds of them
            return
        values = <int64_t>self.high[best] - self.low[best] + 1
        if self.member_count + values * (end - start) > MOST_FILED * <int64_t>self.count + 4096:
            return
        stretch.key, stretch.low, stretch.high = best, self.low[best], self.high[best]

    # ---- lists

    cdef int _open_list(self) except -1:
        cdef int64_t* larger
        if self.first_count == self.first_room:
            self.first_room = 2 * self.first_room + 64
            larger = <int64_t*>realloc(self.firsts, self.first_room * sizeof(int64_t))
            if larger == NULL:
                raise MemoryError
            self.firsts = larger
        self.firsts[self.first_count] = self.member_count
        self.first_count += 1
        return 0

    cdef int _add(self, int32_t storylet) except -1:
        cdef int32_t* larger
        if self.member_count == self.member_room:
            self.member_room = 2 * self.member_room + 256
            larger = <int32_t*>realloc(self.members, self.member_room * sizeof(int32_t))
            if larger == NULL:
                raise MemoryError
            self.members = larger
        self.members[self.member_count] = storylet
        self.member_count += 1
        return 0


cdef bint may_hold(Blocks blocks, int32_t guard, int32_t slot, int32_t value) noexcept:
    """Whether a guard may hold while a slot has a value."""
    cdef Tests tests
    cdef int i
    if not blocks.read_guard(guard, &tests) or tests.flip:
        return True
    for i in range(tests.count):
        if tests.item[i].a == slot and tests.item[i].b == REGISTER_ZERO:
            if not tests.item[i].low <= value <= tests.item[i].high:
                return False
    return True
