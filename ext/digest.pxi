# One number for many: XXH64 (Collet, https://xxhash.com, XXH64 specification 0.1.1) with seed 0, over 32-bit words.

cdef uint64_t PRIME_1 = 0x9E3779B185EBCA87
cdef uint64_t PRIME_2 = 0xC2B2AE3D27D4EB4F
cdef uint64_t PRIME_3 = 0x165667B19E3779F9
cdef uint64_t PRIME_4 = 0x85EBCA77C2B2AE63
cdef uint64_t PRIME_5 = 0x27D4EB2F165667C5


cdef inline uint64_t turned(uint64_t x, int bits) noexcept nogil:
    return (x << bits) | (x >> (64 - bits))


cdef inline uint64_t lane(const uint32_t* words) noexcept nogil:
    return words[0] | (<uint64_t>words[1] << 32)


cdef inline uint64_t stirred(uint64_t sum, uint64_t words) noexcept nogil:
    return turned(sum + words * <uint64_t>0xC2B2AE3D27D4EB4F, 31) * <uint64_t>0x9E3779B185EBCA87


cdef inline uint64_t merged(uint64_t hash, uint64_t sum) noexcept nogil:
    return (hash ^ stirred(0, sum)) * <uint64_t>0x9E3779B185EBCA87 + <uint64_t>0x85EBCA77C2B2AE63


cdef uint64_t digest_of(const uint32_t* words, int64_t count) noexcept nogil:
    """The XXH64 of a row of words, as if they were written down with the low byte first."""
    cdef int64_t i = 0
    cdef uint64_t a = PRIME_1 + PRIME_2, b = PRIME_2, c = 0, d = <uint64_t>0 - PRIME_1, hash = PRIME_5
    if count >= 8:
        while i + 8 <= count:
            a = stirred(a, lane(words + i))
            b = stirred(b, lane(words + i + 2))
            c = stirred(c, lane(words + i + 4))
            d = stirred(d, lane(words + i + 6))
            i += 8
        hash = turned(a, 1) + turned(b, 7) + turned(c, 12) + turned(d, 18)
        hash = merged(merged(merged(merged(hash, a), b), c), d)
    hash += <uint64_t>count * 4
    while i + 2 <= count:
        hash = turned(hash ^ stirred(0, lane(words + i)), 27) * PRIME_1 + PRIME_4
        i += 2
    if i < count:
        hash = turned(hash ^ words[i] * PRIME_1, 23) * PRIME_2 + PRIME_3
    hash = (hash ^ (hash >> 33)) * PRIME_2
    hash = (hash ^ (hash >> 29)) * PRIME_3
    return hash ^ (hash >> 32)


def digest(content: object) -> int:
    """Return the XXH64, with seed 0, of bytes, or a view of bytes, whose number is a multiple of four."""
    cdef Py_buffer view
    cdef uint64_t found
    PyObject_GetBuffer(content, &view, PyBUF_SIMPLE)
    try:
        if view.len % 4 or <uintptr_t>view.buf % 4:
            raise ValueError("a row of 32-bit words is wanted")
        found = digest_of(<const uint32_t*>view.buf, view.len // 4)
    finally:
        PyBuffer_Release(&view)
    return found
