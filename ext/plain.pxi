# Plain scenes: what most decisions need, laid out for batches.
#
# A scene is plain when a person may decide in it, every condition that the decision asks comes down to two comparisons,
# and everything that it does is adding and setting numbers in near slots. Each scene has one block of 16-bit words that
# begins on a cache line, with all that a decision there reads: the guards of its choices, their effects, and of each
# place to which they may lead the guard and the block. A scene that is not plain has a head that says so and nothing
# else. Blocks are made from the sections after these were checked, so nothing in them can lead astray.
#
# A guard is kept as two tests that must both hold; `one of them` is `not both of the opposites`. Two shapes:
#   range   low <= v[a] <= low + width, modulo 2**16, which is exact where the slot's own range fits in 16 bits
#   sum     v[a] + (v[b] ^ sign) <= limit, turned round where `flip` is -1; sign is 0 or -1, and `x ^ -1` is `-x - 1`

cdef enum:
    LINE = 32  # words in a cache line
    MOST_PLAIN_CHOICES = 32
    MOST_PLAIN_EFFECTS = 64

cdef enum:  # the head of a block
    BLOCK_FLAGS = 0
    BLOCK_CHOICES = 1
    BLOCK_SCENE = 2  # two words
    BLOCK_SEAT = 4  # the slot that says whether a person sits there; 0: any person reads on
    BLOCK_VISITS = 5
    BLOCK_LAST = 6
    BLOCK_ORDER = 7
    BLOCK_ENTRY = 8  # effects on entering: where, how many
    BLOCK_ENTRIES = 9
    BLOCK_ACTS = 10  # where the records of choices begin
    BLOCK_GUARDS = 11

cdef enum:  # flags
    IS_PLAIN = 1
    HAS_SUMS = 2  # its choices' guards are sums, not ranges
    REMEMBERS = 4  # visits, date or order

cdef enum:  # a choice
    ACT_EFFECTS = 0
    ACT_EFFECT_COUNT = 1
    ACT_TARGETS = 2
    ACT_TARGET_COUNT = 3
    ACT_HAS_SUMS = 4  # its targets' guards are sums
    ACT_CHOSEN = 5  # slot
    ACT_NUMBER = 6  # two words
    ACT_WIDTH = 8

cdef enum:  # an effect: v = min(max((v & keep) + number, low), high)
    EFFECT_SLOT = 0
    EFFECT_KEEP = 1
    EFFECT_NUMBER = 2
    EFFECT_LOW = 3
    EFFECT_HIGH = 4
    EFFECT_WIDTH = 5

cdef enum:  # a guard; that of a target is followed by the target's block in two words
    RANGE_FLIP = 6
    RANGE_WIDTH = 7
    SUM_FLIP = 10
    SUM_WIDTH = 11


cdef struct Test:
    int32_t a, b, sign, flip  # where b is 0: low <= v[a] <= high
    int64_t low, high


cdef struct Tests:
    int count
    bint flip  # not all of them, instead of all
    Test item[4]


cdef struct Shape:
    # A guard in both shapes, where it has them.
    bint is_range, is_sum
    uint16_t range[RANGE_WIDTH]
    uint16_t sum[SUM_WIDTH]


cdef inline bint fits(int64_t number) noexcept nogil:
    return -32768 <= number <= 32767


@cython.final
@cython.internal
cdef class Blocks:
    """The blocks of a checked program's scenes."""

    cdef uint16_t* words
    cdef int64_t size, room
    cdef int32_t* lines  # where each scene's block begins, in cache lines
    cdef void* memory
    cdef Shape* shapes
    cdef const int32_t* part[SECTION_WIDTH]
    cdef const int32_t* low
    cdef const int32_t* high

    def __dealloc__(self):
        free(self.memory)
        free(self.lines)
        free(self.shapes)

    cdef build(self, const int32_t** part, const int32_t* size):
        """Lay out the scenes of a program whose sections are these."""
        cdef int32_t scenes = size[SECTION_SCENES] // SCENE_WIDTH, guards = size[SECTION_GUARDS] // GUARD_WIDTH, scene
        cdef int i
        for i in range(SECTION_WIDTH):
            self.part[i] = part[i]
        self.low, self.high = part[SECTION_LOW], part[SECTION_HIGH]
        self.lines = <int32_t*>calloc(scenes + 1, sizeof(int32_t))
        self.shapes = <Shape*>malloc((guards + 1) * sizeof(Shape))
        if self.lines == NULL or self.shapes == NULL:
            raise MemoryError
        for i in range(guards):
            self._read_shape(i, &self.shapes[i])
        self._make_room(<int64_t>scenes * 4 * LINE + size[SECTION_DIVERTS] * 4)
        for scene in range(scenes):
            self._scene(scene)
        for scene in range(scenes):
            self._aim(self.words + <int64_t>self.lines[scene] * LINE)
        free(self.shapes)
        self.shapes = NULL

    # ---- writing

    cdef int _make_room(self, int64_t words) except -1:
        cdef int64_t room
        cdef void* memory
        cdef uint16_t* start
        if self.size + words <= self.room:
            return 0
        room = 2 * self.room + words + 64 * LINE
        memory = malloc((room + LINE) * sizeof(uint16_t))
        if memory == NULL:
            raise MemoryError
        start = <uint16_t*>((<uintptr_t>memory + 63) & ~<uintptr_t>63)
        if self.size:
            memcpy(start, self.words, self.size * sizeof(uint16_t))
        free(self.memory)
        self.memory, self.words, self.room = memory, start, room
        return 0

    cdef inline void _put(self, int64_t word) noexcept:
        self.words[self.size] = <uint16_t>word
        self.size += 1

    cdef inline void _put_two(self, int32_t word) noexcept:
        self._put(word & 0xFFFF)
        self._put((word >> 16) & 0xFFFF)

    cdef int _scene(self, int32_t scene) except -1:
        cdef const int32_t* r = self.part[SECTION_SCENES] + scene * SCENE_WIDTH
        cdef int64_t start
        self._make_room(2 * LINE)
        while self.size % LINE:
            self._put(0)
        start = self.size
        self.lines[scene] = <int32_t>(start // LINE)
        self._head(scene, r)
        if self._body(r, start):
            self.words[start + BLOCK_FLAGS] |= IS_PLAIN
        else:
            self.size = start + BLOCK_GUARDS
        return 0

    cdef void _head(self, int32_t scene, const int32_t* r) noexcept:
        cdef bint remembers = r[SCENE_VISITS] or r[SCENE_LAST] or r[SCENE_ORDER]
        self._put(REMEMBERS if remembers else 0)
        self._put(r[SCENE_CHOICES])
        self._put_two(scene)
        self._put(REGISTER_FIRST_SEAT + r[SCENE_SEAT] if r[SCENE_SEAT] >= 0 else 0)
        self._put(r[SCENE_VISITS])
        self._put(r[SCENE_LAST])
        self._put(r[SCENE_ORDER])
        self._put(0)
        self._put(0)
        self._put(0)

    cdef bint _body(self, const int32_t* r, int64_t start) except -1:
        """Write all but the head; return whether the scene is plain."""
        cdef int32_t first = r[SCENE_FIRST_CHOICE], count = r[SCENE_CHOICES], i
        cdef const int32_t* choice = self.part[SECTION_CHOICES] + first * CHOICE_WIDTH
        cdef bint has_sums = False
        cdef int64_t acts
        cdef int effects = 0
        if not r[SCENE_IS_SHOWN] or r[SCENE_IS_ENDING] or r[SCENE_HUB] >= 0 or not 0 < count <= MOST_PLAIN_CHOICES:
            return False
        if r[SCENE_SEAT] >= NEAR or r[SCENE_VISITS] >= NEAR or r[SCENE_LAST] >= NEAR or r[SCENE_ORDER] >= NEAR:
            return False
        for i in range(count):
            if choice[i * CHOICE_WIDTH + CHOICE_OUTCOMES] or choice[i * CHOICE_WIDTH + CHOICE_CHOSEN] >= NEAR:
                return False
            has_sums = has_sums or not self.shapes[choice[i * CHOICE_WIDTH + CHOICE_GUARD]].is_range
        for i in range(count):
            if has_sums and not self.shapes[choice[i * CHOICE_WIDTH + CHOICE_GUARD]].is_sum:
                return False
            self._put_guard(choice[i * CHOICE_WIDTH + CHOICE_GUARD], has_sums)
        self.words[start + BLOCK_FLAGS] |= HAS_SUMS if has_sums else 0
        acts = self.size
        self._make_room(count * ACT_WIDTH)
        self.size += count * ACT_WIDTH
        self.words[start + BLOCK_ENTRY] = <uint16_t>(self.size - start)
        if not self._effects(r[SCENE_DO], &effects):
            return False
        self.words[start + BLOCK_ENTRIES] = <uint16_t>effects
        for i in range(count):
            if not self._act(choice, i, first + i, start, acts):
                return False
        self.words[start + BLOCK_ACTS] = <uint16_t>(acts - start)
        return self.size - start <= 0x7FFF

    cdef bint _act(self, const int32_t* choices, int position, int32_t number, int64_t start, int64_t acts) except -1:
        """Write what a choice does and where it leads, and its record. Equal lists of targets are written once."""
        cdef const int32_t* choice = choices + position * CHOICE_WIDTH
        cdef int64_t act = acts + position * ACT_WIDTH
        cdef int effects = 0, i
        cdef int64_t where = self.size - start
        if choice[CHOICE_DIVERTS] > 0x7FFF or not self._effects(choice[CHOICE_DO], &effects):
            return False
        self.words[act + ACT_EFFECTS] = <uint16_t>where
        self.words[act + ACT_EFFECT_COUNT] = <uint16_t>effects
        self.words[act + ACT_TARGET_COUNT] = <uint16_t>choice[CHOICE_DIVERTS]
        self.words[act + ACT_CHOSEN] = <uint16_t>choice[CHOICE_CHOSEN]
        self.words[act + ACT_NUMBER] = <uint16_t>number
        self.words[act + ACT_NUMBER + 1] = <uint16_t>(number >> 16)
        for i in range(position):
            if (choices[i * CHOICE_WIDTH + CHOICE_FIRST_DIVERT] == choice[CHOICE_FIRST_DIVERT]
                    and choices[i * CHOICE_WIDTH + CHOICE_DIVERTS] == choice[CHOICE_DIVERTS]):
                self.words[act + ACT_TARGETS] = self.words[acts + i * ACT_WIDTH + ACT_TARGETS]
                self.words[act + ACT_HAS_SUMS] = self.words[acts + i * ACT_WIDTH + ACT_HAS_SUMS]
                return True
        self.words[act + ACT_TARGETS] = <uint16_t>(self.size - start)
        return self._targets(choice, act)

    cdef bint _targets(self, const int32_t* choice, int64_t act) except -1:
        cdef const int32_t* divert = self.part[SECTION_DIVERTS] + choice[CHOICE_FIRST_DIVERT] * DIVERT_WIDTH
        cdef bint has_sums = False
        cdef int i
        for i in range(choice[CHOICE_DIVERTS]):
            has_sums = has_sums or not self.shapes[divert[i * DIVERT_WIDTH + DIVERT_GUARD]].is_range
        self.words[act + ACT_HAS_SUMS] = has_sums
        for i in range(choice[CHOICE_DIVERTS]):
            if has_sums and not self.shapes[divert[i * DIVERT_WIDTH + DIVERT_GUARD]].is_sum:
                return False
            self._put_guard(divert[i * DIVERT_WIDTH + DIVERT_GUARD], has_sums)
            self._put_two(divert[i * DIVERT_WIDTH + DIVERT_SCENE])
        return True

    cdef void _aim(self, uint16_t* block) noexcept:
        """Put blocks where the scenes of targets stand."""
        cdef uint16_t* act
        cdef uint16_t* target
        cdef int i, j, width
        cdef int32_t line
        if not block[BLOCK_FLAGS] & IS_PLAIN:
            return
        for i in range(block[BLOCK_CHOICES]):
            act = block + block[BLOCK_ACTS] + i * ACT_WIDTH
            if self._is_shared(block, i):
                continue
            width = SUM_WIDTH if act[ACT_HAS_SUMS] else RANGE_WIDTH
            target = block + act[ACT_TARGETS]
            for j in range(act[ACT_TARGET_COUNT]):
                line = self.lines[target[width] | <int32_t>target[width + 1] << 16]
                target[width] = <uint16_t>line
                target[width + 1] = <uint16_t>(line >> 16)
                target += width + 2

    cdef bint _is_shared(self, const uint16_t* block, int position) noexcept:
        """Whether an earlier choice has the same list of targets."""
        cdef const uint16_t* acts = block + block[BLOCK_ACTS]
        cdef int i
        for i in range(position):
            if acts[i * ACT_WIDTH + ACT_TARGETS] == acts[position * ACT_WIDTH + ACT_TARGETS]:
                return acts[i * ACT_WIDTH + ACT_TARGET_COUNT] > 0
        return False

    # ---- effects

    cdef bint _effects(self, int32_t at, int* count) except -1:
        """Write a routine that only adds and sets numbers; add to `count` how many. Returns whether it is one."""
        cdef const int32_t* code = self.part[SECTION_CODE]
        cdef int32_t back[MOST_CALLS]
        cdef int calls = 0
        cdef int32_t op
        while True:
            op = code[at]
            if op == OP_END:
                if calls == 0:
                    return True
                calls -= 1
                at = back[calls]
            elif op == OP_CALL:
                back[calls] = at + 2
                calls += 1
                at = code[at + 1]
            elif op == OP_SET or op == OP_CHANGE:
                if count[0] == MOST_PLAIN_EFFECTS or not self._effect(code[at + 1], code[at + 2], op == OP_CHANGE):
                    return False
                count[0] += 1
                at += 3
            else:
                return False

    cdef bint _effect(self, int32_t slot, int32_t number, bint adds) except -1:
        if slot >= NEAR or not fits(number) or not fits(self.low[slot]) or not fits(self.high[slot]):
            return False
        self._make_room(EFFECT_WIDTH)
        self._put(slot)
        self._put(-1 if adds else 0)
        self._put(number)
        self._put(self.low[slot])
        self._put(self.high[slot])
        return True

    # ---- guards

    cdef int _put_guard(self, int32_t guard, bint as_sums) except -1:
        cdef const Shape* shape = &self.shapes[guard]
        self._make_room(SUM_WIDTH + 2)
        if as_sums:
            memcpy(self.words + self.size, shape.sum, SUM_WIDTH * sizeof(uint16_t))
            self.size += SUM_WIDTH
        else:
            memcpy(self.words + self.size, shape.range, RANGE_WIDTH * sizeof(uint16_t))
            self.size += RANGE_WIDTH
        return 0

    cdef void _read_shape(self, int32_t guard, Shape* shape) noexcept:
        cdef Tests tests
        shape.is_range = shape.is_sum = False
        if self.read_guard(guard, &tests):
            shape.is_range = self._are_ranges(&tests)
            if shape.is_range:
                write_ranges(&tests, shape.range)
            shape.is_sum = self._as_sums(&tests)
            if shape.is_sum:
                write_sums(&tests, shape.sum)

    cdef bint read_guard(self, int32_t guard, Tests* tests) noexcept:
        """Read a guard as tests that must all hold, those of one slot joined; return whether that can be done."""
        cdef const int32_t* g = self.part[SECTION_GUARDS] + guard * GUARD_WIDTH
        cdef const int32_t* atom
        cdef int i
        tests.count, tests.flip = 0, g[GUARD_FORM] == FORM_ANY or g[GUARD_FORM] == FORM_NEVER
        if g[GUARD_FORM] == FORM_ALWAYS or g[GUARD_FORM] == FORM_NEVER:
            return True
        if g[GUARD_FORM] == FORM_CODE:
            return False
        atom = self.part[SECTION_ATOMS] + g[GUARD_FIRST] * ATOM_WIDTH
        for i in range(g[GUARD_COUNT]):
            if not self._read_atom(atom + i * ATOM_WIDTH, tests):
                return False
        return True

    cdef bint _read_atom(self, const int32_t* atom, Tests* tests) noexcept:
        cdef int32_t a = atom[ATOM_A], b = atom[ATOM_B]
        cdef bint minus_a = atom[ATOM_SIGNS] & 1, minus_b = (atom[ATOM_SIGNS] >> 1) & 1
        cdef int64_t limit = atom[ATOM_K]
        cdef Test test
        if tests.flip:  # the opposite: -(a + b) <= -limit - 1
            minus_a, minus_b, limit = not minus_a, not minus_b, -limit - 1
        if a == REGISTER_ZERO:
            a, b, minus_a, minus_b = b, a, minus_b, minus_a
        if is_moving(a) or is_moving(b):
            return False
        test.a, test.b, test.sign, test.flip = a, b, 0, 0
        test.low, test.high = self.low[a], self.high[a]
        if b == REGISTER_ZERO:
            if minus_a:
                test.low = max(test.low, -limit)
            else:
                test.high = min(test.high, limit)
            return self._join(&test, tests)
        if minus_a and not minus_b:
            test.a, test.b, minus_a, minus_b = b, a, False, True
        if minus_a:  # -a - b <= limit, which is not a + b <= -limit - 1
            test.flip, limit, minus_b = -1, -limit - 1, False
        test.sign = -1 if minus_b else 0
        test.high = limit - 1 if minus_b else limit
        return self._join(&test, tests)

    cdef bint _join(self, const Test* test, Tests* tests) noexcept:
        cdef int i
        for i in range(tests.count):
            if test.b == REGISTER_ZERO and tests.item[i].b == REGISTER_ZERO and tests.item[i].a == test.a:
                tests.item[i].low = max(tests.item[i].low, test.low)
                tests.item[i].high = min(tests.item[i].high, test.high)
                return True
        if tests.count == 4:
            return False
        tests.item[tests.count] = test[0]
        tests.count += 1
        return True

    cdef bint _are_ranges(self, Tests* tests) noexcept:
        cdef int i
        cdef int32_t slot
        if tests.count > 2:
            return False
        for i in range(tests.count):
            slot = tests.item[i].a
            if tests.item[i].b != REGISTER_ZERO or slot > 0xFFFF or not fits(self.low[slot]):
                return False
            if not fits(self.high[slot]) or tests.item[i].low > tests.item[i].high:
                return False
        return True

    cdef bint _as_sums(self, Tests* tests) noexcept:
        """Turn every range into a sum with ZERO; return whether at most two sums come of it."""
        cdef Tests found
        cdef int i
        cdef Test test
        found.count, found.flip = 0, tests.flip
        for i in range(tests.count):
            test = tests.item[i]
            if test.b != REGISTER_ZERO:
                if not self._add_sum(&found, &test):
                    return False
                continue
            if test.low > self.low[test.a]:
                test.flip, test.high = -1, test.low - 1
                if not self._add_sum(&found, &test):
                    return False
            test = tests.item[i]
            if test.high < self.high[test.a]:
                if not self._add_sum(&found, &test):
                    return False
        tests[0] = found
        return True

    cdef bint _add_sum(self, Tests* found, const Test* test) noexcept:
        if found.count == 2 or not fits(test.high):
            return False
        if test.a > 0xFFFF or test.b > 0xFFFF:
            return False
        found.item[found.count] = test[0]
        found.count += 1
        return True


cdef void write_ranges(const Tests* tests, uint16_t* words) noexcept:
    cdef int i
    for i in range(2):
        words[3 * i] = <uint16_t>tests.item[i].a if i < tests.count else 0
        words[3 * i + 1] = <uint16_t>tests.item[i].low if i < tests.count else 0
        words[3 * i + 2] = <uint16_t>(tests.item[i].high - tests.item[i].low) if i < tests.count else 0xFFFF
    words[RANGE_FLIP] = tests.flip


cdef void write_sums(const Tests* tests, uint16_t* words) noexcept:
    cdef int i
    for i in range(2):
        words[5 * i] = <uint16_t>tests.item[i].a if i < tests.count else 0
        words[5 * i + 1] = <uint16_t>tests.item[i].b if i < tests.count else 0
        words[5 * i + 2] = <uint16_t>tests.item[i].sign if i < tests.count else 0
        words[5 * i + 3] = <uint16_t>tests.item[i].high if i < tests.count else 0
        words[5 * i + 4] = <uint16_t>tests.item[i].flip if i < tests.count else 0
    words[SUM_FLIP] = tests.flip


# Whether a guard does not hold, as 1 or 0.

cdef inline int32_t fails_range(const uint16_t* w, const int32_t* v) noexcept nogil:
    cdef int32_t t = w[2] - <int32_t><uint16_t>(v[w[0]] - w[1])
    cdef int32_t d = w[5] - <int32_t><uint16_t>(v[w[3]] - w[4])
    return <int32_t>(<uint32_t>(t | d) >> 31) ^ w[RANGE_FLIP]


cdef inline int32_t fails_sum(const uint16_t* w, const int32_t* v) noexcept nogil:
    cdef int64_t p = (<int16_t>w[3] - <int64_t>v[w[0]] - (v[w[1]] ^ <int64_t><int16_t>w[2])) ^ <int16_t>w[4]
    cdef int64_t q = (<int16_t>w[8] - <int64_t>v[w[5]] - (v[w[6]] ^ <int64_t><int16_t>w[7])) ^ <int16_t>w[9]
    return <int32_t>(<uint64_t>(p | q) >> 63) ^ w[SUM_FLIP]


cdef inline void change_plainly(int32_t* v, const uint16_t* w, int32_t effects) noexcept nogil:
    """Add and set numbers, each within the range of its slot."""
    cdef int32_t i, t
    for i in range(effects):
        t = (v[w[EFFECT_SLOT]] & <int16_t>w[EFFECT_KEEP]) + <int16_t>w[EFFECT_NUMBER]
        t = t if t > <int16_t>w[EFFECT_LOW] else <int16_t>w[EFFECT_LOW]
        v[w[EFFECT_SLOT]] = t if t < <int16_t>w[EFFECT_HIGH] else <int16_t>w[EFFECT_HIGH]
        w += EFFECT_WIDTH


cdef inline int32_t find_open(const uint16_t* block, const int32_t* v, int32_t* positions) noexcept nogil:
    """Put the positions of the open choices of a scene in a row, and return how many they are."""
    cdef const uint16_t* w = block + BLOCK_GUARDS
    cdef int32_t i, opened = 0
    if block[BLOCK_FLAGS] & HAS_SUMS:
        for i in range(block[BLOCK_CHOICES]):
            positions[opened] = i
            opened += fails_sum(w, v) ^ 1
            w += SUM_WIDTH
    else:
        for i in range(block[BLOCK_CHOICES]):
            positions[opened] = i
            opened += fails_range(w, v) ^ 1
            w += RANGE_WIDTH
    return opened


cdef inline int32_t find_target(const uint16_t* block, const uint16_t* act, const int32_t* v) noexcept nogil:
    """The line of the block to which a choice leads, the first whose guard holds; -1 where there is none."""
    cdef const uint16_t* w = block + act[ACT_TARGETS]
    cdef int32_t i
    if act[ACT_HAS_SUMS]:
        for i in range(act[ACT_TARGET_COUNT]):
            if fails_sum(w, v) == 0:
                return <int32_t>(w[SUM_WIDTH] | <uint32_t>w[SUM_WIDTH + 1] << 16)
            w += SUM_WIDTH + 2
    else:
        for i in range(act[ACT_TARGET_COUNT]):
            if fails_range(w, v) == 0:
                return <int32_t>(w[RANGE_WIDTH] | <uint32_t>w[RANGE_WIDTH + 1] << 16)
            w += RANGE_WIDTH + 2
    return -1


cdef inline int32_t joined_words(const uint16_t* w) noexcept nogil:
    return <int32_t>(w[0] | <uint32_t>w[1] << 16)


cdef inline bint is_moving(int32_t slot) noexcept nogil:
    """Whether a batch keeps a register elsewhere while it is in plain scenes."""
    return (slot == REGISTER_SCENE or slot == REGISTER_STATUS or slot == REGISTER_DECISIONS
            or slot == REGISTER_ENTERED or slot == REGISTER_HUB or slot == REGISTER_TAKEN)
