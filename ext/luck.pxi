# Luck and the calendar: pure functions of numbers.

cdef uint64_t GOLDEN = 0x9E3779B97F4A7C15


cdef inline uint64_t mix(uint64_t z) noexcept nogil:
    """The finalizer of SplitMix64 (Steele, Lea, Flood 2014; constants of Stafford's variant 13)."""
    z = (z ^ (z >> 30)) * <uint64_t>0xBF58476D1CE4E5B9
    z = (z ^ (z >> 27)) * <uint64_t>0x94D049BB133111EB
    return z ^ (z >> 31)


cdef inline uint64_t luck(uint64_t seed, uint64_t name, uint64_t count) noexcept nogil:
    """The draw number `count` (from 0) of the event `name`: the SplitMix64 stream whose seed is mix(seed ^ name)."""
    return mix(mix(seed ^ name) + (count + 1) * GOLDEN)


cdef inline uint64_t upper_product(uint64_t x, uint64_t y) noexcept nogil:
    """The upper 64 bits of the 128 bits of a product."""
    cdef uint64_t low = 0xFFFFFFFF
    cdef uint64_t a = x >> 32, b = x & low, c = y >> 32, d = y & low
    cdef uint64_t middle = ((b * d) >> 32) + ((a * d) & low) + ((b * c) & low)
    return a * c + ((a * d) >> 32) + ((b * c) >> 32) + (middle >> 32)


def draw(seed: int, name: int, count: int) -> int:
    """Return 64 bits of luck: a pure function of the seed, the event's name and how often it has drawn before.

    Args:
        seed: 64 bits without sign.
        name: 64 bits without sign; the first eight bytes of the BLAKE2b digest of the event's name.
        count: How many draws this event has made before, from 0.
    """
    return luck(seed, name, count)


cdef inline int64_t floor_div(int64_t a, int64_t b) noexcept nogil:
    cdef int64_t q = a / b
    return q - 1 if (a % b != 0) and ((a < 0) != (b < 0)) else q


cdef inline int32_t month_of(int32_t ordinal) noexcept nogil:
    """Months since year 0 of a date given as its ordinal (Hinnant, chrono-compatible low-level date algorithms)."""
    cdef int64_t z = <int64_t>ordinal + 305
    cdef int64_t era = floor_div(z, 146097)
    cdef int64_t day = z - era * 146097
    cdef int64_t year = (day - day / 1460 + day / 36524 - day / 146096) / 365
    cdef int64_t of_year = day - (365 * year + year / 4 - year / 100)
    cdef int64_t m = (5 * of_year + 2) / 153
    return <int32_t>((year + era * 400) * 12 + m)
