# What was read of a state, as one number that is kept up to date with every write.


cdef struct Trace:
    int32_t* values  # of each slot, as it was when it was last written
    unsigned char* is_read  # of each slot, whether it matters
    uint64_t digest  # the same for two states that began as one where they do not differ in what matters


cdef inline uint64_t digest_of_slot(int32_t slot, int32_t value) noexcept nogil:
    return mix(<uint64_t><uint32_t>slot << 32 | <uint32_t>value)


cdef inline void trace_write(Trace* trace, int32_t slot, int32_t value) noexcept nogil:
    """Note that a slot was written. Digests of single slots are joined so that the order of writes leaves no trace."""
    if trace.is_read[slot] and trace.values[slot] != value:
        trace.digest ^= digest_of_slot(slot, trace.values[slot]) ^ digest_of_slot(slot, value)
        trace.values[slot] = value
