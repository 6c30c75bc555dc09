# Which storylets and rules may have come to hold, so that a pick and a tick ask only those.
#
# Whether a storylet may come, or a rule runs, is remembered in one bit each, and asked again when something it reads
# was written or the calendar comes to a date that matters to it. Days on which nothing can come are passed at one step.
# That is worth its trouble where a machine plays on and on, so only batches and pairs watch; other machines ask.

cdef enum:
    MOST_READ = 4_000_000  # instructions looked at for what guards read; whatever is left is asked every time
    WORTH_WATCHING = 16  # storylets in a list of the schedule, or rules
    NO_DATE = 0x7FFFFFFF


cdef extern from *:
    """
    #if defined(__GNUC__)
    #define althist_lowest(bits) __builtin_ctzll(bits)
    #else
    static int althist_lowest(unsigned long long bits)
    {
        int found = 0;
        while (!(bits & 1)) { bits >>= 1; found++; }
        return found;
    }
    #endif
    """
    int althist_lowest(uint64_t bits) noexcept nogil


cdef struct Reader:
    # Some of the storylets or rules that read a slot.
    int32_t word
    uint64_t mask


cdef struct Edge:
    # What a date brings: storylets and rules of one word whose time opens or closes, or whose guards compare with it.
    int32_t date, word
    uint64_t opens, closes, asks


@cython.final
@cython.internal
cdef class Watch:
    """What each storylet and rule of a checked program reads.

    Storylets are the bits from 0 on, rules those from `64 * rule_word` on.
    """

    cdef int32_t words, rule_word
    cdef Reader* readers  # by slot
    cdef int32_t* firsts  # of each slot in `readers`, and of the one behind the last
    cdef Edge* edges  # by date
    cdef int32_t edge_count
    cdef uint64_t* daily  # those that read the date in a way that is not looked through
    cdef uint64_t* timed  # rules that run only on some dates
    cdef uint64_t* restless  # those that read what changes without a note
    cdef int32_t* waiting  # of each bit its place among those whose next date depends on the state, or -1
    cdef int32_t* waiting_bits
    cdef int32_t waiting_count
    cdef int64_t budget
    cdef const int32_t** part
    cdef set slots  # what the guard under way reads
    cdef set dates  # with which it compares the date
    cdef bint is_daily, is_waiting

    def __dealloc__(self):
        free(self.readers)
        free(self.firsts)
        free(self.edges)
        free(self.daily)
        free(self.restless)
        free(self.timed)
        free(self.waiting)
        free(self.waiting_bits)

    cdef build(self, const int32_t** part, const int32_t* size):
        """Look through the guards of a program whose sections are these."""
        cdef int32_t storylets = size[SECTION_STORYLETS] // STORYLET_WIDTH, rules = size[SECTION_RULES] // RULE_WIDTH
        cdef const int32_t* r
        cdef int32_t i
        self.rule_word = (storylets + 63) // 64
        self.words = self.rule_word + (rules + 63) // 64
        self.daily = <uint64_t*>calloc(self.words + 1, sizeof(uint64_t))
        self.restless = <uint64_t*>calloc(self.words + 1, sizeof(uint64_t))
        self.timed = <uint64_t*>calloc(self.words + 1, sizeof(uint64_t))
        self.waiting = <int32_t*>malloc((64 * self.words + 1) * sizeof(int32_t))
        self.waiting_bits = <int32_t*>malloc((64 * self.words + 1) * sizeof(int32_t))
        if (self.daily == NULL or self.restless == NULL or self.timed == NULL or self.waiting == NULL
                or self.waiting_bits == NULL):
            raise MemoryError
        self.part, self.budget = part, MOST_READ
        readers, edges = {}, {}
        for i in range(64 * self.words):
            self.waiting[i] = -1
        for i in range(storylets):
            r = part[SECTION_STORYLETS] + i * STORYLET_WIDTH
            if not r[STORYLET_IS_OFFERED]:
                self._storylet(i, r, readers, edges)
        for i in range(rules):
            r = part[SECTION_RULES] + i * RULE_WIDTH
            if r[RULE_EVERY]:
                self.timed[self.rule_word + (i >> 6)] |= <uint64_t>1 << (i & 63)
            self._begin()
            self._note(64 * self.rule_word + i, r[RULE_GUARD], -NO_DATE - 1, NO_DATE, readers, edges)
        self._keep(size[SECTION_START], readers, edges)

    cdef _begin(self):
        self.slots, self.dates, self.is_daily, self.is_waiting = set(), set(), False, False

    cdef _storylet(self, int32_t number, const int32_t* r, dict readers, dict edges):
        cdef const int32_t* scene = self.part[SECTION_SCENES] + r[STORYLET_SCENE] * SCENE_WIDTH
        self._begin()
        if r[STORYLET_MOST]:
            self.slots.add(scene[SCENE_VISITS])
        if r[STORYLET_COOLDOWN]:
            self.slots.add(scene[SCENE_LAST])
            self.is_waiting = True
        self._note(number, r[STORYLET_GUARD], r[STORYLET_FROM], r[STORYLET_UNTIL], readers, edges)

    cdef _note(self, int32_t bit, int32_t guard, int64_t since, int64_t until, dict readers, dict edges):
        """Note what one storylet or rule reads, and on which dates its answer may be another."""
        cdef uint64_t mask = <uint64_t>1 << (bit & 63)
        cdef int32_t word = bit >> 6
        cdef const int32_t* g = self.part[SECTION_GUARDS] + guard * GUARD_WIDTH
        cdef const int32_t* a = self.part[SECTION_ATOMS] + g[GUARD_FIRST] * ATOM_WIDTH
        cdef int i
        self._guard(guard, True)
        if g[GUARD_FORM] == FORM_ALL:  # where it compares with dates alone, it is a window
            for i in range(g[GUARD_COUNT]):
                if is_dated(a + i * ATOM_WIDTH):
                    if date_is_negative(a + i * ATOM_WIDTH):
                        since = max(since, -<int64_t>(a + i * ATOM_WIDTH)[ATOM_K])
                    else:
                        until = min(until, <int64_t>(a + i * ATOM_WIDTH)[ATOM_K])
            self.dates.clear()
        for slot in self.slots:
            if slot == REGISTER_ZERO or slot == REGISTER_DATE:
                continue
            if slot < REGISTER_FIRST_SEAT:  # no other register is written with a note
                self.restless[word] |= mask
            key = (slot, word)
            readers[key] = readers.get(key, 0) | mask
        if self.budget <= 0:
            self.restless[word] |= mask
        if self.is_daily:
            self.daily[word] |= mask
        if self.is_waiting:
            self.waiting[bit], self.waiting_bits[self.waiting_count] = self.waiting_count, bit
            self.waiting_count += 1
        if since > until or since > LAST_DAY:
            return  # its time never comes
        add_edge(edges, since, word, 0, mask)
        if until <= LAST_DAY:
            add_edge(edges, until + 1, word, 1, mask)
        for date in self.dates:
            add_edge(edges, date, word, 2, mask)

    cdef _guard(self, int32_t guard, bint is_outer):
        cdef const int32_t* g = self.part[SECTION_GUARDS] + guard * GUARD_WIDTH
        cdef const int32_t* a = self.part[SECTION_ATOMS] + g[GUARD_FIRST] * ATOM_WIDTH
        cdef int32_t i
        if g[GUARD_FORM] == FORM_CODE:
            self._routine(g[GUARD_FIRST])
        elif g[GUARD_FORM] == FORM_ALL or g[GUARD_FORM] == FORM_ANY:
            self.budget -= g[GUARD_COUNT]
            for i in range(g[GUARD_COUNT]):
                self.slots.add(a[ATOM_A])
                self.slots.add(a[ATOM_B])
                if is_dated(a):
                    self.dates.add(-<int64_t>a[ATOM_K] if date_is_negative(a) else <int64_t>a[ATOM_K] + 1)
                elif a[ATOM_A] == REGISTER_DATE and a[ATOM_B] == REGISTER_DATE:
                    self.is_daily = True
                elif a[ATOM_A] == REGISTER_DATE or a[ATOM_B] == REGISTER_DATE:
                    if is_outer:
                        self.is_waiting = True
                    else:
                        self.is_daily = True
                a += ATOM_WIDTH

    cdef _routine(self, int32_t at):
        """Look through a routine, whose jumps all lead forward, from its first to its last word."""
        cdef const int32_t* code = self.part[SECTION_CODE]
        while code[at] != OP_END and self.budget > 0:
            self.budget -= 1
            if code[at] == OP_LOAD or code[at] == OP_SINCE:
                self.slots.add(code[at + 1])
                if code[at] == OP_SINCE or code[at + 1] == REGISTER_DATE:
                    self.is_daily = True
            elif code[at] == OP_TEST or code[at] == OP_UNLESS:
                self._guard(code[at + 1], False)
            elif code[at] == OP_CALL:
                self._routine(code[at + 1])
            at += 1 + operands(code[at])

    cdef _keep(self, int32_t slots, dict readers, dict edges):
        cdef int32_t i, slot
        self.readers = <Reader*>malloc((len(readers) + 1) * sizeof(Reader))
        self.firsts = <int32_t*>calloc(slots + 1, sizeof(int32_t))
        self.edges = <Edge*>malloc((len(edges) + 1) * sizeof(Edge))
        if self.readers == NULL or self.firsts == NULL or self.edges == NULL:
            raise MemoryError
        for i, key in enumerate(sorted(readers)):
            slot, self.readers[i].word = key
            self.readers[i].mask = readers[key]
            self.firsts[slot + 1] += 1
        for i in range(slots):
            self.firsts[i + 1] += self.firsts[i]
        for key in sorted(edges):
            self.edges[self.edge_count].date, self.edges[self.edge_count].word = key
            (self.edges[self.edge_count].opens, self.edges[self.edge_count].closes,
             self.edges[self.edge_count].asks) = edges[key]
            self.edge_count += 1
        self.edges[self.edge_count].date = NO_DATE


cdef add_edge(dict edges, date, word, int kind, mask):
    """Note for a date and a word that bits of it open (0), close (1) or are asked again (2)."""
    key = (max(date, -NO_DATE - 1), word)
    if key[0] <= LAST_DAY:
        edges.setdefault(key, [0, 0, 0])[kind] |= mask


cdef inline bint is_dated(const int32_t* atom) noexcept nogil:
    """Whether an atom compares the date with a number."""
    return (
        (atom[ATOM_A] == REGISTER_DATE and atom[ATOM_B] == REGISTER_ZERO)
        or (atom[ATOM_B] == REGISTER_DATE and atom[ATOM_A] == REGISTER_ZERO)
    )


cdef inline bint date_is_negative(const int32_t* atom) noexcept nogil:
    return atom[ATOM_SIGNS] & (1 if atom[ATOM_A] == REGISTER_DATE else 2)


cdef inline int64_t turning_date(const int32_t* atom, const int32_t* v) noexcept nogil:
    """The date from which an atom that compares the date with another slot has another answer than before it."""
    cdef bint is_first = atom[ATOM_A] == REGISTER_DATE
    cdef int64_t other = v[atom[ATOM_B] if is_first else atom[ATOM_A]]
    if atom[ATOM_SIGNS] & (2 if is_first else 1):
        other = -other
    return other - atom[ATOM_K] if date_is_negative(atom) else atom[ATOM_K] - other + 1


cdef struct Watched:
    # What a machine remembers of the storylets and rules, a bit each.
    uint64_t* stale  # to be asked again
    uint64_t* holding  # held when last asked
    uint64_t* live  # in their time
    int32_t* wakes  # of those whose next date depends on the state: that date, or NO_DATE
    int32_t wake  # the first of these
    int32_t due  # the next date on which a rule is due that runs only on some
    int32_t edge  # the next of the dates that bring something
    int32_t date  # until which all this was brought up, or -1 where nothing is known
    const int32_t* firsts
    const Reader* readers


cdef inline void ask_again(Watched* w, int32_t slot) noexcept nogil:
    """Forget what was remembered of whatever reads a slot."""
    cdef int32_t i
    for i in range(w.firsts[slot], w.firsts[slot + 1]):
        w.stale[w.readers[i].word] |= w.readers[i].mask
