# What of a state is compared, and how it is packed. Python decides it (engine.explore.packing); here it is checked.

cdef enum:
    FIELD_PLAIN = 0  # the value, from `base` on
    FIELD_CAPPED = 1  # the same, but all from `base + size - 1` on are one
    FIELD_DAY = 2  # 0, or a date from `base` on
    FIELD_AGE = 3  # 0, or how many days less than `extra` ago a date was; longer ago is never
    FIELD_DUE = 4  # 0, or a date that matters only until it has come, and not after the calendar's end
    FIELD_RANK = 5  # 0, or the rank among all of these: only which is less matters
    FIELD_WIDTH = 6
    MOST_WORDS = 256

cdef enum:  # what of the packed state is its key in the table
    KEY_WORD = 0  # its only word
    KEY_INDEX = 1  # its number among all that could be
    KEY_DIGEST = 2


cdef struct Field:
    int32_t slot, kind, base, extra
    int32_t word, shift
    uint64_t size  # how many values
    uint64_t mask  # as many bits as it has
    uint64_t weight  # of one step in the number among all that could be


@cython.final
cdef class Plan:
    """What of a state is compared, and where it stands in the packed state.

    Args:
        code: The program's numbers.
        persons: One bit a seat, set where every decision is tried.
        policy: How the other seats decide: a `Policy`.
        places: Of each place where a state can be, the scene (-1: the scheduler's pick), and whether it is entered yet.
        fields: Of each field its slot, kind, base, size and extra; those of kind 0 first.
        eras: The first date of each era but the first.
        live: Of each era, then each place: the fields that can still be read from there, one bit each.
    """

    cdef readonly Code code
    cdef readonly int words  # 64 bits each
    cdef readonly int bits
    cdef readonly object states  # how many there could be
    cdef uint64_t persons
    cdef int32_t policy, end_date
    cdef int32_t place_count, field_count, plain_count, era_count, rank_count
    cdef uint64_t place_mask
    cdef int32_t* place_scene
    cdef unsigned char* place_waits
    cdef int32_t* wait_place  # of each scene, or -1
    cdef int32_t* enter_place  # of each scene, then of the scheduler
    cdef Field* fields
    cdef int32_t* eras
    cdef uint64_t* masks
    cdef int32_t* word_of  # of each slot
    cdef uint64_t* step_of  # of each slot: what one more of it adds to its word; 0 where it is no plain field
    cdef uint64_t* weight_of
    cdef int32_t* cap_of  # of each slot that is capped, its last value; otherwise 0
    cdef unsigned char* is_kept  # of each slot
    cdef unsigned char* is_quick  # of each scene: whether its decisions can be tried in its block

    def __cinit__(self, code: Code, persons: int, policy: int, places: object, fields: object, eras: object,
                  live: object):
        cdef int32_t scenes = code.size[SECTION_SCENES] // SCENE_WIDTH, i
        self.code, self.persons, self.policy = code, persons & 0xFFFFFFFFFFFFFFFF, policy
        if not 0 <= policy < POLICY_WIDTH:
            raise ValueError("there is no such policy")
        self.place_count, self.field_count, self.era_count = len(places), len(fields), len(eras) + 1
        self.end_date = code.part[SECTION_META][META_END]
        self.place_scene = <int32_t*>calloc(self.place_count + 1, sizeof(int32_t))
        self.place_waits = <unsigned char*>calloc(self.place_count + 1, 1)
        self.wait_place = <int32_t*>malloc((scenes + 1) * sizeof(int32_t))
        self.enter_place = <int32_t*>malloc((scenes + 1) * sizeof(int32_t))
        self.fields = <Field*>calloc(self.field_count + 1, sizeof(Field))
        self.eras = <int32_t*>calloc(self.era_count + 1, sizeof(int32_t))
        self.word_of = <int32_t*>calloc(code.slots, sizeof(int32_t))
        self.step_of = <uint64_t*>calloc(code.slots, sizeof(uint64_t))
        self.weight_of = <uint64_t*>calloc(code.slots, sizeof(uint64_t))
        self.cap_of = <int32_t*>calloc(code.slots, sizeof(int32_t))
        self.is_kept = <unsigned char*>calloc(code.slots, 1)
        self.is_quick = <unsigned char*>calloc(scenes + 1, 1)
        if (self.place_scene == NULL or self.place_waits == NULL or self.wait_place == NULL or self.enter_place == NULL
                or self.fields == NULL or self.eras == NULL or self.word_of == NULL or self.step_of == NULL
                or self.weight_of == NULL or self.cap_of == NULL or self.is_kept == NULL or self.is_quick == NULL):
            raise MemoryError
        for i in range(scenes + 1):
            self.wait_place[i] = self.enter_place[i] = -1
        for i in range(1, self.era_count):
            self.eras[i] = eras[i - 1]
            if i > 1 and self.eras[i] <= self.eras[i - 1]:
                raise ValueError("eras follow each other")
        self._read_places(scenes, places)
        self._read_fields(fields)
        self._read_masks(live)
        for i in range(scenes):
            self.is_quick[i] = self._is_quick(i)

    def __dealloc__(self):
        free(self.place_scene)
        free(self.place_waits)
        free(self.wait_place)
        free(self.enter_place)
        free(self.fields)
        free(self.eras)
        free(self.masks)
        free(self.word_of)
        free(self.step_of)
        free(self.weight_of)
        free(self.cap_of)
        free(self.is_kept)
        free(self.is_quick)

    cdef _read_places(self, int32_t scenes, places):
        cdef int32_t i, scene
        if not places:
            raise ValueError("there is no place")
        for i, (scene, waits) in enumerate(places):
            if not (0 if waits else -1) <= scene < scenes:
                raise ValueError("a place without a scene")
            self.place_scene[i], self.place_waits[i] = scene, waits
            if waits:
                self.wait_place[scene] = i
            else:
                self.enter_place[scene if scene >= 0 else scenes] = i

    cdef _read_fields(self, fields):
        cdef int32_t i, word = 0, shift = (self.place_count - 1).bit_length(), bits
        cdef Field* f
        self.place_mask = (<uint64_t>1 << shift) - 1
        total = self.place_count
        self.bits = shift
        for i, (slot, kind, base, size, extra) in enumerate(fields):
            f = &self.fields[i]
            if not (1 <= slot < self.code.slots and 0 <= kind < FIELD_WIDTH and 1 < size <= 1 << 32):
                raise ValueError("a field that is none")
            if self.is_kept[slot] or REGISTER_SCENE <= slot <= REGISTER_ENTERED:
                raise ValueError("a slot that is no field, or twice one")
            if kind != FIELD_PLAIN and i == self.plain_count - 1:
                raise ValueError("plain fields come first")
            bits = (size - 1).bit_length()
            if shift + bits > 64:
                word, shift = word + 1, 0
            if word >= MOST_WORDS:
                raise ValueError("a state is too wide")
            f.slot, f.kind, f.base, f.extra, f.word, f.shift = slot, kind, base, extra, word, shift
            f.size, f.mask = size, (<uint64_t>1 << bits) - 1
            f.weight = total & 0xFFFFFFFFFFFFFFFF
            self.is_kept[slot] = True
            self.word_of[slot] = word
            if kind == FIELD_PLAIN:
                if self.plain_count != i:
                    raise ValueError("plain fields come first")
                self.plain_count += 1
            if kind == FIELD_PLAIN or kind == FIELD_CAPPED:
                self.step_of[slot], self.weight_of[slot] = <uint64_t>1 << shift, f.weight
            if kind == FIELD_CAPPED:
                self.cap_of[slot] = base + <int32_t>(size - 1)
            if kind == FIELD_RANK:
                self.rank_count += 1
            shift += bits
            self.bits += bits
            total *= size
        self.words = word + 1
        self.states = total

    cdef _read_masks(self, live):
        cdef int32_t i, j, row
        cdef uint64_t* mask
        if len(live) != self.era_count * self.place_count:
            raise ValueError("one row of live fields for each place of each era")
        self.masks = <uint64_t*>calloc(<size_t>len(live) * self.words, sizeof(uint64_t))
        if self.masks == NULL:
            raise MemoryError
        for row, bits in enumerate(live):
            mask = self.masks + <size_t>row * self.words
            mask[0] |= self.place_mask
            for j in range(self.field_count):
                if bits >> j & 1:
                    mask[self.fields[j].word] |= self.fields[j].mask << self.fields[j].shift

    cdef bint _is_quick(self, int32_t scene):
        """Whether decisions in a scene can be tried in its block: it is plain and writes nothing but plain fields."""
        cdef const uint16_t* block = self.code.blocks.words + <int64_t>self.code.blocks.lines[scene] * LINE
        cdef const uint16_t* act
        cdef int i
        if not block[BLOCK_FLAGS] & IS_PLAIN or self.wait_place[scene] < 0:
            return False
        if not self._writes_plainly(block + block[BLOCK_ENTRY], block[BLOCK_ENTRIES]):
            return False
        if block[BLOCK_LAST] and self.is_kept[block[BLOCK_LAST]]:
            return False
        if block[BLOCK_ORDER] and self.is_kept[block[BLOCK_ORDER]]:
            return False
        for i in range(block[BLOCK_CHOICES]):
            act = block + block[BLOCK_ACTS] + i * ACT_WIDTH
            if not self._writes_plainly(block + act[ACT_EFFECTS], act[ACT_EFFECT_COUNT]):
                return False
        return True

    cdef bint _writes_plainly(self, const uint16_t* effect, int count) noexcept:
        cdef int i
        for i in range(count):
            if self.is_kept[effect[EFFECT_SLOT]]:
                if self.step_of[effect[EFFECT_SLOT]] == 0 or self.cap_of[effect[EFFECT_SLOT]]:
                    return False
            effect += EFFECT_WIDTH
        return True

    cdef inline int32_t era_of(self, int32_t date) noexcept nogil:
        cdef int32_t era = self.era_count - 1
        while era > 0 and date < self.eras[era]:
            era -= 1
        return era

    # ---- packing

    def packed(self, state: bytes) -> bytes:
        """Return a machine's snapshot as it is compared, where it waits for a decision; nothing where it is over.

        Raises:
            ValueError: It is no state of this program, or it waits where no place is, or a value does not fit.
        """
        cdef Machine machine = Machine(self.code, False)
        cdef uint64_t* words
        cdef int32_t place
        machine.restore(state)
        if machine.slots[REGISTER_STATUS] != STATUS_AWAITING:
            return b""
        place = self.wait_place[machine.slots[REGISTER_SCENE]] if machine.slots[REGISTER_SCENE] >= 0 else -1
        if place < 0:
            raise ValueError("nobody decides there")
        words = <uint64_t*>calloc(self.words, sizeof(uint64_t))
        if words == NULL:
            raise MemoryError
        try:
            if not self.pack(machine.slots, place, words):
                raise ValueError("a value does not fit")
            return PyBytes_FromStringAndSize(<char*>words, self.words * 8)
        finally:
            free(words)

    def place(self, packed: bytes) -> int:
        """Return the number of the place where a packed state is."""
        if PyBytes_GET_SIZE(packed) != self.words * 8:
            raise ValueError("not a state of this plan")
        return (<const uint64_t*>PyBytes_AS_STRING(packed))[0] & self.place_mask

    cdef uint64_t unpack(self, const uint64_t* words, int32_t* v) noexcept nogil:
        """Write a packed state into the slots; return its number among all that could be."""
        cdef const Field* f = self.fields
        cdef int32_t i, ranks = 0
        cdef uint64_t e, index = words[0] & self.place_mask
        v[REGISTER_HUB] = -1
        v[REGISTER_TAKEN] = v[REGISTER_DECISIONS] = 0
        v[REGISTER_STATUS] = STATUS_AWAITING
        v[REGISTER_SCENE] = self.place_scene[index]
        for i in range(self.plain_count):
            e = words[f.word] >> f.shift & f.mask
            v[f.slot] = f.base + <int32_t>e
            index += e * f.weight
            f += 1
        for i in range(self.plain_count, self.field_count):
            e = words[f.word] >> f.shift & f.mask
            index += e * f.weight
            if f.kind == FIELD_CAPPED:
                v[f.slot] = f.base + <int32_t>e
            elif f.kind == FIELD_DAY or f.kind == FIELD_DUE:
                v[f.slot] = f.base + <int32_t>e - 1 if e else 0
            elif f.kind == FIELD_AGE:
                v[f.slot] = v[REGISTER_DATE] - (f.extra - <int32_t>e) if e else 0
            else:
                v[f.slot] = <int32_t>e
                ranks += 1
            f += 1
        v[REGISTER_ENTERED] = self.rank_count
        return index

    cdef bint pack(self, const int32_t* v, int32_t place, uint64_t* words) noexcept nogil:
        """Pack what can still be read of a state; return whether every value fitted its field."""
        cdef const Field* f = self.fields
        cdef int32_t i, date = v[REGISTER_DATE]
        cdef int64_t e
        cdef const uint64_t* mask = self.masks + (
            <size_t>self.era_of(date) * self.place_count + place
        ) * self.words
        for i in range(self.words):
            words[i] = 0
        words[0] = place
        for i in range(self.field_count):
            if mask[f.word] >> f.shift & f.mask:
                e = v[f.slot]
                if f.kind == FIELD_PLAIN:
                    e -= f.base
                elif f.kind == FIELD_CAPPED:
                    e = min(e - f.base, <int64_t>f.size - 1)
                elif f.kind == FIELD_DAY:
                    e = e - f.base + 1 if e else 0
                elif f.kind == FIELD_AGE:
                    e = f.extra - (date - e) if e and date - e < f.extra else 0
                elif f.kind == FIELD_DUE:
                    e = max(min(e, <int64_t>self.end_date + 1), <int64_t>date) - f.base + 1 if e else 0
                else:
                    e = self.rank_of(v, mask, <int32_t>e)
                if e < 0 or <uint64_t>e >= f.size:
                    return False
                words[f.word] |= <uint64_t>e << f.shift
            f += 1
        return True

    cdef int64_t rank_of(self, const int32_t* v, const uint64_t* mask, int32_t order) noexcept nogil:
        """1 and how many live orders are less; 0 for what never was."""
        cdef const Field* f = self.fields
        cdef int32_t i
        cdef int64_t found = 1
        if order == 0:
            return 0
        for i in range(self.field_count):
            if f.kind == FIELD_RANK and mask[f.word] >> f.shift & f.mask and 0 < v[f.slot] < order:
                found += 1
            f += 1
        return found

    cdef uint64_t index_of(self, const uint64_t* words) noexcept nogil:
        """The number of a packed state among all that could be."""
        cdef const Field* f = self.fields
        cdef int32_t i
        cdef uint64_t index = words[0] & self.place_mask
        for i in range(self.field_count):
            index += (words[f.word] >> f.shift & f.mask) * f.weight
            f += 1
        return index
