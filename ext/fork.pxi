# Luck told beforehand: a search says what each draw of a turn gives, and learns what else it could have given.
#
# A turn is tried again and again, with another list of what luck draws each time (a script), until every list was
# tried. So that a turn in which luck draws many times does not become the product of all of them, it stops before the
# second scene in which luck draws: there lies a state like any other, from which the search goes on.

cdef enum:
    MOST_DRAWS = 4_096  # of one turn that are remembered


cdef struct Draw:
    int32_t options, chosen  # how many things could be drawn, and which of them was
    int64_t start, share, total  # it is drawn by the numbers from `start` to `start + share - 1` of those below `total`
    int32_t low, high  # the name of the event
    int64_t number  # how many draws the event had made before


cdef struct Fork:
    Draw* draws
    int32_t count  # draws of this turn
    int32_t scripted  # of how many it is said beforehand what they give
    bint stops  # before a second scene in which luck draws
    bint has_branched  # something else could have been drawn
    bint has_kept  # a state is kept to which the turn can be rolled back
    bint rolls_back
    bint is_full  # a draw was forgotten
    int32_t pending  # the scene that would be entered from the kept state, or -1 for what the scheduler picks
    int32_t* kept
    int32_t kept_count  # draws until there
    int64_t logged  # how much had been counted there


cdef struct Weighing:
    int32_t wanted, options, taken
    int64_t before, start, share, total


cdef inline Weighing weighing(const Fork* fork, int64_t total) noexcept nogil:
    """Begin to weigh what a draw may give."""
    cdef Weighing w
    w.wanted = fork.draws[fork.count].chosen if fork.count < fork.scripted else 0
    w.options, w.taken = 0, -1
    w.before = w.start = w.share = 0
    w.total = total
    return w


cdef inline void weigh(Weighing* w, int32_t what, int64_t share) noexcept nogil:
    if share <= 0:
        return
    if w.options == w.wanted or w.options == 0:
        w.taken, w.start, w.share = what, w.before, share
    w.options += 1
    w.before += share


cdef inline void begin_fork(Fork* fork) noexcept nogil:
    """Be at the beginning of a turn."""
    fork.count = 0
    fork.has_branched = fork.has_kept = fork.rolls_back = fork.is_full = False


cdef inline bint next_script(Fork* fork) noexcept nogil:
    """Let the last draw that can give something else give the next thing; return whether there was one."""
    cdef int32_t i = fork.count - 1
    while i >= 0:
        if fork.draws[i].chosen + 1 < fork.draws[i].options:
            fork.draws[i].chosen += 1
            fork.scripted = i + 1
            return True
        i -= 1
    return False
