# Decisions in plain scenes, tried in their blocks: effects change the packed state itself, and are taken back after.


cdef struct Undo:
    int32_t slot, value


cdef struct Tried:
    # A successor that is being made.
    uint64_t* words
    uint64_t index
    Undo undo[2 * MOST_PLAIN_EFFECTS + 2]
    int32_t count


cdef inline void change(
    Tried* t, int32_t* v, int32_t slot, int32_t value, const int32_t* word_of, const uint64_t* step_of,
    const uint64_t* weight_of,
) noexcept nogil:
    """Give a slot another value, in the slots and in the packed state."""
    cdef uint64_t difference = <uint64_t>(<int64_t>value - v[slot])
    t.undo[t.count].slot, t.undo[t.count].value = slot, v[slot]
    t.count += 1
    v[slot] = value
    t.words[word_of[slot]] += difference * step_of[slot]
    t.index += difference * weight_of[slot]


cdef inline void change_all(
    Tried* t, int32_t* v, const uint16_t* effect, int32_t count, const int32_t* word_of, const uint64_t* step_of,
    const uint64_t* weight_of,
) noexcept nogil:
    """Do the effects of a block."""
    cdef int32_t i, value
    for i in range(count):
        value = (v[effect[EFFECT_SLOT]] & <int16_t>effect[EFFECT_KEEP]) + <int16_t>effect[EFFECT_NUMBER]
        value = value if value > <int16_t>effect[EFFECT_LOW] else <int16_t>effect[EFFECT_LOW]
        value = value if value < <int16_t>effect[EFFECT_HIGH] else <int16_t>effect[EFFECT_HIGH]
        change(t, v, effect[EFFECT_SLOT], value, word_of, step_of, weight_of)
        effect += EFFECT_WIDTH


cdef inline void take_back(Tried* t, int32_t* v) noexcept nogil:
    while t.count > 0:
        t.count -= 1
        v[t.undo[t.count].slot] = t.undo[t.count].value


cdef inline int32_t plain_open(const uint16_t* block, const int32_t* v, int32_t* positions) noexcept nogil:
    """Write down which choices of a plain scene are open; return how many."""
    cdef const uint16_t* w = block + BLOCK_GUARDS
    cdef int32_t opened = 0, i, t, d
    cdef int64_t p, q
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
    return opened


cdef inline int32_t plain_target(const uint16_t* block, const uint16_t* act, const int32_t* v) noexcept nogil:
    """Where a choice of a plain scene leads, as the line of a block; -1: to what the scheduler picks."""
    cdef const uint16_t* w = block + act[ACT_TARGETS]
    cdef int32_t i, t, d
    cdef int64_t p, q
    if act[ACT_HAS_SUMS]:
        for i in range(act[ACT_TARGET_COUNT]):
            p = (<int16_t>w[3] - <int64_t>v[w[0]] - (v[w[1]] ^ <int64_t><int16_t>w[2])) ^ <int16_t>w[4]
            q = (<int16_t>w[8] - <int64_t>v[w[5]] - (v[w[6]] ^ <int64_t><int16_t>w[7])) ^ <int16_t>w[9]
            if <int32_t>(<uint64_t>(p | q) >> 63) == w[SUM_FLIP]:
                return <int32_t>(w[SUM_WIDTH] | <uint32_t>w[SUM_WIDTH + 1] << 16)
            w += SUM_WIDTH + 2
    else:
        for i in range(act[ACT_TARGET_COUNT]):
            t = w[2] - <int32_t><uint16_t>(v[w[0]] - w[1])
            d = w[5] - <int32_t><uint16_t>(v[w[3]] - w[4])
            if <int32_t>(<uint32_t>(t | d) >> 31) == w[RANGE_FLIP]:
                return <int32_t>(w[RANGE_WIDTH] | <uint32_t>w[RANGE_WIDTH + 1] << 16)
            w += RANGE_WIDTH + 2
    return -1
