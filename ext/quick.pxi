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
