# Which states were visited: one table, in the form that is asked for.
#
#   bits          one bit for each state that there could be
#   32, 64 bits   the state itself, packed, behind a bijection of its bits
#   fingerprints  64 bits of a digest of the state: two states may be taken for one
#   whole         32 bits of a digest and the number of the state, whose words are kept
#
# A cell is found by the upper bits of what it holds, times the size of the table; so cells stand nearly in order, and a
# table is moved into a larger one, of whatever size, from front to back. No cell is ever taken away or changed again.

cdef extern from *:
    """
    #if defined(__GNUC__)
    static inline int althist_claim64(uint64_t* place, uint64_t* seen, uint64_t wanted) {
        return __atomic_compare_exchange_n(place, seen, wanted, 0, __ATOMIC_ACQ_REL, __ATOMIC_ACQUIRE); }
    static inline int althist_claim32(uint32_t* place, uint32_t* seen, uint32_t wanted) {
        return __atomic_compare_exchange_n(place, seen, wanted, 0, __ATOMIC_ACQ_REL, __ATOMIC_ACQUIRE); }
    static inline uint64_t althist_set_bits(uint64_t* place, uint64_t bits) {
        return __atomic_fetch_or(place, bits, __ATOMIC_RELAXED); }
    static inline int64_t althist_add(int64_t* place, int64_t number) {
        return __atomic_fetch_add(place, number, __ATOMIC_ACQ_REL); }
    static inline uint64_t althist_read64(const uint64_t* place) { return __atomic_load_n(place, __ATOMIC_ACQUIRE); }
    static inline uint32_t althist_read32(const uint32_t* place) { return __atomic_load_n(place, __ATOMIC_ACQUIRE); }
    static inline int64_t althist_read(const int64_t* place) { return __atomic_load_n(place, __ATOMIC_ACQUIRE); }
    #define ALTHIST_THREADS 1
    #else
    static int althist_claim64(uint64_t* place, uint64_t* seen, uint64_t wanted) {
        if (*place != *seen) { *seen = *place; return 0; } *place = wanted; return 1; }
    static int althist_claim32(uint32_t* place, uint32_t* seen, uint32_t wanted) {
        if (*place != *seen) { *seen = *place; return 0; } *place = wanted; return 1; }
    static uint64_t althist_set_bits(uint64_t* place, uint64_t bits) {
        uint64_t before = *place; *place |= bits; return before; }
    static int64_t althist_add(int64_t* place, int64_t number) {
        int64_t before = *place; *place += number; return before; }
    static uint64_t althist_read64(const uint64_t* place) { return *place; }
    static uint32_t althist_read32(const uint32_t* place) { return *place; }
    static int64_t althist_read(const int64_t* place) { return *place; }
    #define ALTHIST_THREADS 0
    #endif
    #if defined(__GNUC__)
    #define althist_prefetch_cell(place) __builtin_prefetch(place, 1)
    #else
    #define althist_prefetch_cell(place) ((void)0)
    #endif
    #if defined(__SIZEOF_INT128__)
    #define althist_upper(x, y) ((uint64_t)(((unsigned __int128)(x) * (y)) >> 64))
    #else
    static inline uint64_t althist_upper(uint64_t x, uint64_t y) {
        uint64_t a = x >> 32, b = x & 0xFFFFFFFF, c = y >> 32, d = y & 0xFFFFFFFF;
        uint64_t middle = ((b * d) >> 32) + ((a * d) & 0xFFFFFFFF) + ((b * c) & 0xFFFFFFFF);
        return a * c + ((a * d) >> 32) + ((b * c) >> 32) + (middle >> 32); }
    #endif
    #if defined(__linux__)
    #include <sys/mman.h>
    static void* althist_room(size_t bytes) {
        void* found = mmap(NULL, bytes, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
        if (found == MAP_FAILED) return NULL;
        madvise(found, bytes, MADV_HUGEPAGE);
        return found; }
    static void althist_leave(void* room, size_t bytes) { if (room) munmap(room, bytes); }
    #else
    #include <stdlib.h>
    static void* althist_room(size_t bytes) { return calloc(1, bytes); }
    static void althist_leave(void* room, size_t bytes) { free(room); }
    #endif
    """
    bint althist_claim64(uint64_t* place, uint64_t* seen, uint64_t wanted) noexcept nogil
    bint althist_claim32(uint32_t* place, uint32_t* seen, uint32_t wanted) noexcept nogil
    uint64_t althist_set_bits(uint64_t* place, uint64_t bits) noexcept nogil
    int64_t althist_add(int64_t* place, int64_t number) noexcept nogil
    uint64_t althist_read64(const uint64_t* place) noexcept nogil
    uint32_t althist_read32(const uint32_t* place) noexcept nogil
    int64_t althist_read(const int64_t* place) noexcept nogil
    void althist_prefetch_cell(const void* place) noexcept nogil
    uint64_t althist_upper(uint64_t x, uint64_t y) noexcept nogil
    const int ALTHIST_THREADS
    void* althist_room(size_t bytes) noexcept nogil
    void althist_leave(void* room, size_t bytes) noexcept nogil

cdef enum:
    STORE_BITS = 0
    STORE_32 = 1
    STORE_64 = 2
    STORE_FINGERPRINTS = 3
    STORE_WHOLE = 4
    STORE_WIDTH = 5
    LEAST_CELLS = 1 << 14


cdef inline uint32_t mix32(uint32_t x) noexcept nogil:
    """A bijection of 32 bits that spreads them (the finalizer of MurmurHash3, Appleby 2011)."""
    x = (x ^ (x >> 16)) * <uint32_t>0x85EBCA6B
    x = (x ^ (x >> 13)) * <uint32_t>0xC2B2AE35
    return x ^ (x >> 16)


cdef inline uint64_t digest_words(const uint64_t* words, int32_t count) noexcept nogil:
    """64 bits, never 0, that depend on every word: each is added and the sum sent through SplitMix64's bijection."""
    cdef uint64_t h = GOLDEN
    cdef int32_t i
    for i in range(count):
        h = mix((h ^ words[i]) + GOLDEN)
    return h if h else 1


@cython.final
@cython.internal
cdef class Table:
    """The cells."""

    cdef int store
    cdef uint64_t cells  # how many cells, or bits
    cdef int64_t bytes
    cdef int64_t count  # states in it
    cdef int64_t most  # states that may be in it before it has to grow
    cdef uint64_t* at64
    cdef uint32_t* at32

    def __cinit__(self, int store, uint64_t cells):
        self.store = store
        self.count = 0
        if self.open(cells) < 0:
            raise MemoryError

    def __dealloc__(self):
        althist_leave(self.at64, self.bytes)

    cdef int open(self, uint64_t cells) noexcept:
        """Take room for so many cells; return -1 where there is none."""
        cdef int64_t bytes = bytes_of_cells(self.store, cells)
        cdef void* room = althist_room(bytes)
        if room == NULL:
            return -1
        self.cells, self.bytes = cells, bytes
        self.at64, self.at32 = <uint64_t*>room, <uint32_t*>room
        self.most = <int64_t>0x7FFFFFFFFFFFFFFF if self.store == STORE_BITS else <int64_t>(cells - cells // 10)
        return 0

    cdef int grow(self, uint64_t cells) noexcept nogil:
        """Move into a larger table; return -1 where there is no room for one."""
        cdef uint64_t* old = self.at64
        cdef uint32_t* old32 = self.at32
        cdef uint64_t before = self.cells, i, at
        cdef int64_t bytes = self.bytes
        cdef int found
        with gil:
            found = self.open(cells)
        if found < 0:
            return -1
        if self.store == STORE_32:
            for i in range(before):
                if old32[i]:
                    at = (<uint64_t>old32[i] * cells) >> 32
                    while self.at32[at]:
                        at = at + 1 if at + 1 < cells else 0
                    self.at32[at] = old32[i]
        else:
            for i in range(before):
                if old[i]:
                    at = self.place(old[i])
                    while self.at64[at]:
                        at = at + 1 if at + 1 < cells else 0
                    self.at64[at] = old[i]
        althist_leave(old, bytes)
        return 0

    cdef inline uint64_t place(self, uint64_t key) noexcept nogil:
        """Where a cell for `key` is first looked for."""
        if self.store == STORE_WHOLE:
            return ((key >> 32) * self.cells) >> 32
        if self.store == STORE_32:
            return (<uint64_t><uint32_t>key * self.cells) >> 32
        return althist_upper(key, self.cells)

    cdef inline const void* cell(self, uint64_t key) noexcept nogil:
        """Where `key` will first be looked for, so that the memory can be brought near."""
        if self.store == STORE_BITS:
            return self.at64 + (key >> 6)
        if self.store == STORE_32:
            return self.at32 + self.place(key)
        return self.at64 + self.place(key)

    cdef inline bint add_bit(self, uint64_t key, bint is_shared) noexcept nogil:
        cdef uint64_t bit = <uint64_t>1 << (key & 63)
        cdef uint64_t* place = self.at64 + (key >> 6)
        if is_shared:
            return not althist_set_bits(place, bit) & bit
        if place[0] & bit:
            return False
        place[0] |= bit
        return True

    cdef inline bint add_32(self, uint32_t key, bint is_shared) noexcept nogil:
        cdef uint64_t at = self.place(key)
        cdef uint32_t seen
        while True:
            seen = althist_read32(self.at32 + at)
            if seen == key:
                return False
            if seen == 0:
                if not is_shared:
                    self.at32[at] = key
                    return True
                if althist_claim32(self.at32 + at, &seen, key):
                    return True
                if seen == key:
                    return False
            at = at + 1 if at + 1 < self.cells else 0

    cdef inline bint add_64(self, uint64_t key, bint is_shared) noexcept nogil:
        cdef uint64_t at = self.place(key), seen
        while True:
            seen = althist_read64(self.at64 + at)
            if seen == key:
                return False
            if seen == 0:
                if not is_shared:
                    self.at64[at] = key
                    return True
                if althist_claim64(self.at64 + at, &seen, key):
                    return True
                if seen == key:
                    return False
            at = at + 1 if at + 1 < self.cells else 0


cdef inline int64_t bytes_of_cells(int store, uint64_t cells) noexcept nogil:
    if store == STORE_BITS:
        return <int64_t>(cells // 64 + 1) * 8
    return <int64_t>cells * (4 if store == STORE_32 else 8)
