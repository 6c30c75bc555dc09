# All states of a story: a breadth-first search over packed states, level by level, without Python.
#
# States that were found stand in chunks, in the order in which they were found; a state's number is its chunk and its
# place there. Of each it may be kept from which state, and as which of its successors, it was first reached: that is
# enough to tell the way. A level is all that can be reached by so many decisions; what lies between two draws of luck
# belongs to the level of the decision before.

cdef enum:
    CHUNK = 1_024  # states
    MOST_CHUNKS = 1 << 22
    MOST_ORDINAL = 65_534  # successors of one state
    MOST_AT_ONCE = 24  # states that are expanded before what they lead to is looked for
    NOBODY = 0xFFFFFFFF  # what the beginning is reached from
    MOST_CAUGHT = 64  # draws of one step

cdef enum:  # how a share of the work ended
    WORK_DONE = 0  # nothing is left in this list of states
    WORK_SHARE = 1  # as much was done as was asked for
    WORK_ROOM = 2  # the table must grow
    WORK_MEMORY = 3
    WORK_SUCCESSORS = 4  # a state has more successors than can be numbered
    WORK_BROKEN = 5  # a value does not fit its field: a mistake in the plan
    WORK_DRAWS = 6  # luck draws more often in one turn than can be remembered

cdef enum:  # how a turn begins
    FROM_BEGINNING = 0
    FROM_PENDING = 1
    FROM_DECISION = 2

cdef enum:  # what became of a turn
    TO_DECISION = 0
    TO_PENDING = 1
    TO_END = 2


cdef struct Range:
    int32_t chunk, start, end


cdef struct Ranges:
    Range* item
    int64_t count, room


cdef struct Open:
    # The chunk that is being filled, and where in it the current list of states begins.
    int32_t chunk, filled, start


cdef bint add_range(Ranges* ranges, int32_t chunk, int32_t start, int32_t end) noexcept nogil:
    cdef Range* larger
    if start >= end:
        return True
    if ranges.count == ranges.room:
        larger = <Range*>realloc(ranges.item, (2 * ranges.room + 64) * sizeof(Range))
        if larger == NULL:
            return False
        ranges.item, ranges.room = larger, 2 * ranges.room + 64
    ranges.item[ranges.count].chunk = chunk
    ranges.item[ranges.count].start = start
    ranges.item[ranges.count].end = end
    ranges.count += 1
    return True


@cython.final
cdef class Space:
    """The states that were found, and those that are still to be expanded. `Searcher` does the work.

    Args:
        plan: What of a state is compared.
        store: How it is known which states were visited: 0 bits, 1 in 32 bits, 2 in 64, 3 by fingerprints, 4 whole.
        keeps_ways: Whether it is kept how each state was first reached.
        cells: How large the table is at first; it grows.
    """

    cdef readonly Plan plan
    cdef readonly int store
    cdef readonly bint keeps_ways
    cdef readonly int level  # decisions that lead to what is expanded now
    cdef Table table
    cdef int key_form
    cdef bint is_shared  # several threads are at work
    cdef bint waits_for_others  # somebody has found states that belong to the list that comes next
    cdef int workers
    cdef uint64_t** chunk_words
    cdef uint32_t** chunk_parents  # then the ordinals
    cdef int64_t* chunk_done
    cdef int64_t chunk_count, chunks_held
    cdef Ranges now
    cdef int64_t cursor
    cdef int64_t needed  # cells, beyond those that are taken, for which a worker asked

    def __cinit__(self, plan: Plan, store: int, keeps_ways: bool = True, cells: int = 0):
        self.plan, self.store, self.keeps_ways, self.workers = plan, store, keeps_ways, 1
        if store == STORE_BITS or (plan.words > 1 and store in (STORE_32, STORE_64)):
            self.key_form = KEY_INDEX
        elif store == STORE_32 or store == STORE_64:
            self.key_form = KEY_WORD
        elif store == STORE_FINGERPRINTS or store == STORE_WHOLE:
            self.key_form = KEY_DIGEST
        else:
            raise ValueError("there is no such store")
        if store == STORE_32 and plan.bits > 31:
            self.key_form = KEY_INDEX
        if store == STORE_64 and plan.bits > 63:
            self.key_form = KEY_INDEX
        most = {STORE_BITS: 1 << 40, STORE_32: (1 << 32) - 2, STORE_64: (1 << 64) - 2}.get(store)
        if most is not None and self.key_form == KEY_INDEX and plan.states > most:
            raise ValueError("a state does not fit this store")
        self.chunk_words = <uint64_t**>althist_room(MOST_CHUNKS * sizeof(void*))
        self.chunk_parents = <uint32_t**>althist_room(MOST_CHUNKS * sizeof(void*))
        self.chunk_done = <int64_t*>althist_room(MOST_CHUNKS * sizeof(int64_t))
        if self.chunk_words == NULL or self.chunk_parents == NULL or self.chunk_done == NULL:
            raise MemoryError
        self.table = Table(store, plan.states if store == STORE_BITS else max(cells, LEAST_CELLS))

    def __dealloc__(self):
        cdef int64_t i
        for i in range(self.chunk_count):
            free(self.chunk_words[i])
            free(self.chunk_parents[i])
        althist_leave(self.chunk_words, MOST_CHUNKS * sizeof(void*))
        althist_leave(self.chunk_parents, MOST_CHUNKS * sizeof(void*))
        althist_leave(self.chunk_done, MOST_CHUNKS * sizeof(int64_t))
        free(self.now.item)

    @property
    def states(self) -> int:
        """How many states were found, without those in which a playthrough is over."""
        return self.table.count

    @property
    def table_bytes(self) -> int:
        """How much memory the table of visited states takes, in bytes, with the states where they are kept for it."""
        cdef int64_t kept = self.chunk_count * CHUNK * 8 * self.plan.words if self.store == STORE_WHOLE else 0
        return self.table.bytes + kept

    @property
    def bytes(self) -> int:
        """How much memory everything takes, in bytes."""
        return (self.table.bytes + self.chunks_held * CHUNK * 8 * self.plan.words
                + (self.chunk_count * CHUNK * 6 if self.keeps_ways else 0))

    @property
    def waiting(self) -> int:
        """How many states of the current list are still to be expanded."""
        cdef int64_t i, found = 0
        for i in range(min(self.cursor, self.now.count), self.now.count):
            found += self.now.item[i].end - self.now.item[i].start
        return found

    def room_after(self, factor: float) -> tuple[int, int]:
        """Return how many cells the table would have if it grew by a factor, or as much as it must, and the bytes."""
        cdef int64_t least = (self.table.count + self.needed * max(self.workers, 1)) * 10 // 9 + 64
        cells = max(int(self.table.cells * factor), least)
        return cells, bytes_of_cells(self.store, cells)

    def grow(self, cells: int) -> bool:
        """Move the table into a larger one; return whether there was room for it. Nobody may be at work."""
        cdef uint64_t wanted = cells
        cdef int found
        if cells >= 1 << 32 and self.store in (STORE_32, STORE_WHOLE):
            return False
        with nogil:
            found = self.table.grow(wanted)
        self.needed = 0
        return found == 0

    def go_on(self, searchers: list) -> bool:
        """Take up the next list of states: what is left of this one, then what lies at the same level, then the next.

        Returns:
            Whether there is anything to do.
        """
        cdef Searcher searcher
        cdef Ranges left
        cdef int64_t i
        left.item, left.count, left.room = NULL, 0, 0
        for searcher in searchers:
            move_ranges(&searcher.left, &left)
        for i in range(min(self.cursor, self.now.count), self.now.count):
            if not add_range(&left, self.now.item[i].chunk, self.now.item[i].start, self.now.item[i].end):
                raise MemoryError
        if left.count == 0:
            for searcher in searchers:
                searcher.close(&searcher.same, &searcher.open_same)
                move_ranges(&searcher.same, &left)
        if left.count == 0:
            for searcher in searchers:
                searcher.close(&searcher.later, &searcher.open_later)
                move_ranges(&searcher.later, &left)
            self.level += 1 if left.count else 0
        free(self.now.item)
        self.now, self.cursor = left, 0
        self.waits_for_others = False
        for searcher in searchers[1:]:
            searcher.close(&searcher.same, &searcher.open_same)
            searcher.close(&searcher.later, &searcher.open_later)
            if searcher.same.count or searcher.later.count:
                self.waits_for_others = True
        return left.count > 0

    def share(self, workers: int, is_shared: bool) -> None:
        """Say how many searchers there are, and whether they work at the same time from now on."""
        if is_shared and not ALTHIST_THREADS:
            raise ValueError("this build cannot share work between threads")
        self.workers, self.is_shared = workers, is_shared

    cdef int64_t new_chunk(self) noexcept nogil:
        """Return the number of a new chunk, or -1 where there is no room for one."""
        cdef int64_t number = althist_add(&self.chunk_count, 1)
        if number >= MOST_CHUNKS:
            althist_add(&self.chunk_count, -1)
            return -1
        self.chunk_words[number] = <uint64_t*>malloc(CHUNK * sizeof(uint64_t) * self.plan.words)
        if self.keeps_ways:
            self.chunk_parents[number] = <uint32_t*>malloc(CHUNK * (sizeof(uint32_t) + sizeof(uint16_t)))
        althist_add(&self.chunks_held, 1)
        if self.chunk_words[number] == NULL or (self.keeps_ways and self.chunk_parents[number] == NULL):
            return -1
        return number

    cdef void finish(self, int32_t chunk, int32_t states) noexcept nogil:
        """Note that states of a chunk were expanded; when all were, and nobody needs them, let their words go."""
        if althist_add(&self.chunk_done[chunk], states) + states == CHUNK and self.store != STORE_WHOLE:
            free(self.chunk_words[chunk])
            self.chunk_words[chunk] = NULL
            althist_add(&self.chunks_held, -1)

    def waits(self):
        """Return for each state that is kept whole 1 where it waits for a decision, else 0."""
        cdef int64_t i, count = self.chunk_count * CHUNK
        cdef char* found
        if self.store != STORE_WHOLE:
            raise ValueError("states are not kept whole")
        told = PyBytes_FromStringAndSize(NULL, count)
        found = PyBytes_AS_STRING(told)
        for i in range(count):
            found[i] = self.plan.place_waits[min(
                self.chunk_words[i // CHUNK][(i % CHUNK) * self.plan.words] & self.plan.place_mask,
                <uint64_t>self.plan.place_count - 1,
            )]
        return told

    # ---- a search that is put away and taken up again

    def kept(self, searchers: list):
        """Return what, with the blocks, it takes to go on later. Nobody may be at work.

        Returns:
            The level, the cells of the table, the states in it; of each chunk 1 where its states are held; how many of
            them were expanded; then the lists of states: the rest of this one, of the same level, of the next.
        """
        cdef Searcher searcher
        cdef int64_t i
        now = [range_told(&self.now.item[i]) for i in range(min(self.cursor, self.now.count), self.now.count)]
        same, later = [], []
        for searcher in searchers:
            searcher.close(&searcher.same, &searcher.open_same)
            searcher.close(&searcher.later, &searcher.open_later)
            now += [range_told(&searcher.left.item[i]) for i in range(searcher.left.count)]
            same += [range_told(&searcher.same.item[i]) for i in range(searcher.same.count)]
            later += [range_told(&searcher.later.item[i]) for i in range(searcher.later.count)]
        held = bytes([self.chunk_words[i] != NULL for i in range(self.chunk_count)])
        done = [self.chunk_done[i] for i in range(self.chunk_count)]
        return self.level, self.table.cells, self.table.count, held, done, [now, same, later]

    def take_up(
        self, level: int, cells: int, count: int, held: object, done: list, lists: list, first: Searcher,
    ) -> None:
        """Be as a space was, whose blocks are read afterwards; `first` takes over the lists of all its searchers.

        Raises:
            ValueError: This cannot be.
        """
        cdef int64_t i
        cdef Ranges* ranges
        if self.chunk_count or self.table.count or len(held) != len(done) or len(held) > MOST_CHUNKS or level < 0:
            raise ValueError("a space that has begun")
        if not LEAST_CELLS <= cells < 1 << 48 and self.store != STORE_BITS or not 0 <= count <= cells:
            raise ValueError("a table that cannot be")
        if self.store != STORE_BITS:
            self.table = Table(self.store, cells)
        elif <uint64_t>cells != self.table.cells:
            raise ValueError("a table that cannot be")
        self.level, self.table.count = level, count
        for i in range(len(held)):
            if self.new_chunk() != i:
                raise MemoryError
            self.chunk_done[i] = done[i]
            if not 0 <= self.chunk_done[i] <= CHUNK:
                raise ValueError("a chunk that cannot be")
            if not held[i]:
                free(self.chunk_words[i])
                self.chunk_words[i] = NULL
                self.chunks_held -= 1
        for i, told in enumerate(lists):
            ranges = &self.now if i == 0 else &first.same if i == 1 else &first.later
            for chunk, start, end in told:
                if not (0 <= chunk < self.chunk_count and held[chunk] and 0 <= start < end <= CHUNK):
                    raise ValueError("a list that cannot be")
                if not add_range(ranges, chunk, start, end):
                    raise MemoryError

    def blocks(self, is_read: bool):
        """Yield the memory of the table and the chunks, block by block, to be written to a file or read from one."""
        cdef int64_t i
        cdef int flags = 0x200 if is_read else 0x100  # PyBUF_WRITE, PyBUF_READ
        found = [(<uint64_t>self.table.at64, self.table.bytes)]
        for i in range(self.chunk_count):
            if self.chunk_words[i] != NULL:
                found.append((<uint64_t>self.chunk_words[i], CHUNK * 8 * self.plan.words))
            if self.keeps_ways:
                found.append((<uint64_t>self.chunk_parents[i], CHUNK * 6))
        for start, size in found:
            yield PyMemoryView_FromMemory(<char*><uint64_t>start, size, flags)

    # ---- ways

    def way(self, number: int, ordinal: int) -> list[tuple[int, int]]:
        """Return how a successor of a state was reached: of each step the state (-1: none yet) and the ordinal."""
        cdef int64_t at = number
        if not self.keeps_ways:
            raise ValueError("ways were not kept")
        found = [(number if number != NOBODY else -1, ordinal)]
        while at != NOBODY:
            if not 0 <= at < self.chunk_count * CHUNK:
                raise IndexError(number)
            ordinal = (<uint16_t*>(self.chunk_parents[at // CHUNK] + CHUNK))[at % CHUNK]
            at = self.chunk_parents[at // CHUNK][at % CHUNK]
            found.append((at if at != NOBODY else -1, ordinal))
        found.reverse()
        return found


cdef tuple range_told(const Range* range):
    return range.chunk, range.start, range.end


cdef int move_ranges(Ranges* source, Ranges* target) except -1:
    cdef int64_t i
    for i in range(source.count):
        if not add_range(target, source.item[i].chunk, source.item[i].start, source.item[i].end):
            raise MemoryError
    source.count = 0
    return 0


@cython.final
cdef class Searcher:
    """Expands states of a space: one for each thread that works on it.

    Args:
        space: Where to look.
        forks_at: Of each instruction word what counts its condition in a text, or -1; empty: texts are not looked at.
        forks: How many such counters there are.
        graph: Where the edges go, if they are wanted; for one searcher alone, in a space that is kept whole. Only what
            the graph's model of a player may do is searched then.
    """

    cdef readonly Space space
    cdef readonly Graph graph
    cdef bint has_graph
    cdef readonly int64_t transitions
    cdef readonly int64_t expanded
    cdef Plan plan
    cdef Machine machine
    cdef Fork fork
    cdef Counts counts
    cdef int64_t count_size
    cdef int32_t* forks_at
    cdef unsigned char* opened
    cdef Ranges same, later, left
    cdef Open open_same, open_later
    cdef int64_t of_batch  # transitions that lead nowhere, of the states that are being expanded
    cdef uint64_t exhausted, faulted  # how first; see `number`
    cdef int32_t fault_kind, fault_at
    # what the states that are being expanded lead to
    cdef uint32_t met  # the number of the state that was looked for last, where states are kept whole
    cdef uint64_t* words
    cdef uint64_t* keys
    cdef uint32_t* parents
    cdef uint16_t* ordinals
    cdef unsigned char* kinds
    cdef int64_t found, room
    cdef double* shares  # of each, where there is a graph
    cdef double share  # of what is decided
    cdef double* by_position
    # the state that is being expanded
    cdef uint32_t parent
    cdef int64_t ordinal
    cdef uint64_t index
    # one successor that is asked for
    cdef int64_t wanted
    cdef int32_t caught_position
    cdef int32_t caught_kind
    cdef uint64_t* caught
    cdef int32_t caught_draws[MOST_CAUGHT]
    cdef int32_t caught_count

    def __cinit__(self, space: Space, forks_at: object = (), forks: int = 0, graph: Graph | None = None):
        cdef Code code = space.plan.code
        cdef int32_t scenes = code.size[SECTION_SCENES] // SCENE_WIDTH, i, most = 0
        self.space, self.plan = space, space.plan
        self.machine = Machine(code, False)
        self.fork.draws = <Draw*>malloc(MOST_DRAWS * sizeof(Draw))
        self.fork.kept = <int32_t*>malloc(code.slots * sizeof(int32_t))
        self.counts.choices = scenes
        self.counts.outcomes = scenes + code.size[SECTION_CHOICES] // CHOICE_WIDTH
        self.count_size = self.counts.outcomes + code.size[SECTION_OUTCOMES] // OUTCOME_WIDTH + 2 * forks
        self.counts.times = <int64_t*>calloc(self.count_size + 1, sizeof(int64_t))
        self.counts.first = <uint64_t*>calloc(self.count_size + 1, sizeof(uint64_t))
        self.counts.fresh = <int64_t*>calloc(self.count_size + 1, sizeof(int64_t))
        self.caught = <uint64_t*>calloc(self.plan.words, sizeof(uint64_t))
        for i in range(scenes):
            most = max(most, code.part[SECTION_SCENES][i * SCENE_WIDTH + SCENE_CHOICES]
                       + self.machine.offers_of(code.part[SECTION_SCENES] + i * SCENE_WIDTH))
        self.opened = <unsigned char*>calloc(most + 1, 1)
        self.by_position = <double*>calloc(most + 1, sizeof(double))
        self.graph, self.has_graph, self.share = graph, graph is not None, 1
        if self.has_graph:
            if space.store != STORE_WHOLE or not space.keeps_ways:
                raise ValueError("a graph needs a space that is kept whole, with ways")
            if graph.model == MODEL_WEIGHTED and graph.weight_count != self.counts.outcomes:
                raise ValueError("one weight for each choice, then one for each scene")
            if graph.scenes != scenes:
                raise ValueError("a graph of another story")
        if (self.fork.draws == NULL or self.fork.kept == NULL or self.counts.times == NULL or self.counts.first == NULL
                or self.counts.fresh == NULL or self.caught == NULL or self.opened == NULL
                or self.by_position == NULL):
            raise MemoryError
        self.fork.stops = True
        self.machine.fork, self.machine.counts = &self.fork, &self.counts
        if len(forks_at):
            if len(forks_at) != code.size[SECTION_CODE]:
                raise ValueError("one number for each instruction word")
            self.forks_at = <int32_t*>malloc((len(forks_at) + 1) * sizeof(int32_t))
            if self.forks_at == NULL:
                raise MemoryError
            for i in range(len(forks_at)):
                self.forks_at[i] = forks_at[i]
                if not -1 <= self.forks_at[i] or self.forks_at[i] >= self.count_size - 1:
                    raise ValueError("a counter that there is not")
            self.machine.forks_at, self.machine.reads = self.forks_at, True
        self.open_same.chunk = self.open_later.chunk = -1
        self.wanted = -1
        self.rest()

    def __dealloc__(self):
        free(self.fork.draws)
        free(self.fork.kept)
        free(self.counts.times)
        free(self.counts.first)
        free(self.counts.fresh)
        free(self.forks_at)
        free(self.opened)
        free(self.caught)
        free(self.same.item)
        free(self.later.item)
        free(self.left.item)
        free(self.words)
        free(self.keys)
        free(self.parents)
        free(self.ordinals)
        free(self.kinds)
        free(self.shares)
        free(self.by_position)

    cdef void rest(self) noexcept nogil:
        """Give every slot its first value, so that what nobody reads does not grow without end."""
        self.machine.noted_count = MOST_NOTED + 1
        self.machine.start(0, self.plan.persons, self.plan.policy)

    # ---- results

    def first(self, what: int) -> int:
        """Return how something was first reached, as one number, or -1: the least of several searchers' comes first.

        `what` counts scenes, then choices, outcomes, and two for each condition in a text: that it held, that it did
        not. The number has the level in its upper 16 bits, then 32 bits of the state (all set: none yet) and 16 of the
        ordinal of its successor.
        """
        if not 0 <= what < self.count_size:
            raise IndexError(what)
        return self.counts.first[what] if self.counts.times[what] else -1

    def take_over(self, transitions: int, expanded: int, ends: tuple, firsts: object) -> None:
        """Take over what others had found, from a search that goes on here.

        Args:
            transitions: How many.
            expanded: How many states.
            ends: As `ends` tells them.
            firsts: As `first` tells them, of everything.
        """
        cdef int64_t i
        if len(firsts) != self.count_size:
            raise ValueError("firsts of another story")
        self.transitions, self.expanded = transitions, expanded
        self.exhausted, self.faulted, self.fault_kind, self.fault_at = ends
        for i in range(self.count_size):
            self.counts.times[i] = firsts[i] >= 0
            self.counts.first[i] = firsts[i] if firsts[i] >= 0 else 0

    @property
    def ends(self) -> tuple[int, int, int, int]:
        """How the calendar first ran out and a fault first came, as in `first`, or 0; then which fault, and where."""
        return self.exhausted, self.faulted, self.fault_kind, self.fault_at

    # ---- working

    def begin(self) -> int:
        """Find what the beginning leads to; return how the work ended."""
        self.parent, self.ordinal, self.found, self.of_batch = NOBODY, 0, 0, 0
        self.machine.counts.fresh_count = 0
        cdef int ended
        with nogil:
            self.rest()
            ended = self.try_turns(FROM_BEGINNING, NULL, -1)
            if ended == WORK_DONE:
                ended = self.settle(self.space.table)
            self.transitions = 0  # nobody decided anything yet
        return ended

    def work(self, states: int) -> int:
        """Expand about so many states, with others or alone; return how the work ended.

        Alone it goes on from list to list until a level is so large that others can help.
        """
        cdef int64_t share = states
        cdef int ended
        with nogil:
            self.rest()
            ended = self.work_on(self.expanded + share)
        return ended

    cdef int work_on(self, int64_t until) noexcept nogil:
        cdef int64_t i
        cdef int ended
        cdef Range range
        while True:
            i = althist_add(&self.space.cursor, 1)
            if i >= self.space.now.count:
                if self.space.is_shared or not self.go_on_alone():
                    return WORK_DONE
                continue
            range = self.space.now.item[i]
            ended = self.expand_range(range.chunk, range.start, range.end)
            if ended != WORK_DONE:
                return ended
            if self.expanded >= until:
                return WORK_SHARE

    cdef bint go_on_alone(self) noexcept nogil:
        """Take up the next small list of states; return whether there was one."""
        cdef Ranges* following = &self.same
        cdef Ranges spare
        if self.space.waits_for_others:
            return False
        self.close(&self.same, &self.open_same)
        if self.same.count == 0:
            self.close(&self.later, &self.open_later)
            following = &self.later
            if following.count == 0 or following.count > 4 * self.space.workers and self.space.workers > 1:
                return False
            self.space.level += 1
        spare = self.space.now
        self.space.now = following[0]
        spare.count = 0
        following[0] = spare
        self.space.cursor = 0
        return True

    cdef void close(self, Ranges* ranges, Open* open) noexcept nogil:
        """Let what was found in the open chunk be part of a list."""
        if open.chunk >= 0:
            add_range(ranges, open.chunk, open.start, open.filled)
            open.start = open.filled

    cdef int expand_range(self, int32_t chunk, int32_t start, int32_t end) noexcept nogil:
        cdef const uint64_t* words = self.space.chunk_words[chunk]
        cdef int32_t at = start, n
        cdef int ended = WORK_DONE
        while at < end:
            self.found = self.of_batch = n = 0
            while n < MOST_AT_ONCE and at + n < end and self.found < 4 * CHUNK:
                ended = self.expand(words + <int64_t>(at + n) * self.plan.words, <uint32_t>chunk * CHUNK + at + n)
                if ended != WORK_DONE:
                    break
                n += 1
            if ended == WORK_DONE:
                ended = self.settle(self.space.table)
            if ended != WORK_DONE:
                add_range(&self.left, chunk, at, end)
                break
            at += n
            self.expanded += n
        self.space.finish(chunk, at - start)
        return ended

    cdef int settle(self, Table table) noexcept nogil:
        """Look for everything that was found in the table, and line up what is new."""
        cdef bint is_shared = self.space.is_shared, is_new
        cdef int64_t i, fresh = 0
        cdef int32_t words = self.plan.words
        cdef int store = self.space.store
        cdef Open* open
        if althist_read(&table.count) + self.found * self.space.workers > table.most:
            self.space.needed = max(self.space.needed, self.found)
            return WORK_ROOM
        if words == 1 and (store == STORE_64 or store == STORE_FINGERPRINTS):
            return self.settle_64(table)
        for i in range(self.found):
            if self.kinds[i] == TO_END:
                if not self.graph.add(self.parents[i], <uint32_t>self.keys[i], self.shares[i]):
                    return WORK_MEMORY
                continue
            open = &self.open_later if self.kinds[i] == TO_DECISION else &self.open_same
            if open.chunk < 0 or open.filled == CHUNK:
                if not self.open_chunk(&self.later if self.kinds[i] == TO_DECISION else &self.same, open):
                    althist_add(&table.count, fresh)
                    return WORK_MEMORY
            if store == STORE_BITS:
                is_new = table.add_bit(self.keys[i], is_shared)
            elif store == STORE_32:
                is_new = table.add_32(<uint32_t>self.keys[i], is_shared)
            elif store == STORE_WHOLE:
                is_new = self.add_whole(table, self.keys[i], self.words + i * words, open)
                if self.has_graph and not self.graph.add(self.parents[i], self.met, self.shares[i]):
                    return WORK_MEMORY
            else:
                is_new = table.add_64(self.keys[i], is_shared)
            if is_new:
                self.line_up(open, self.words + i * words, self.parents[i], self.ordinals[i])
                fresh += 1
        althist_add(&table.count, fresh)
        self.transitions += self.found + self.of_batch
        return WORK_DONE

    cdef int settle_64(self, Table table) noexcept nogil:
        """The same for states of one word in cells of 64 bits."""
        cdef uint64_t* cells = table.at64
        cdef uint64_t size = table.cells, key, at, seen
        cdef const uint64_t* keys = self.keys
        cdef const uint64_t* words = self.words
        cdef const unsigned char* kinds = self.kinds
        cdef int64_t i, fresh = 0, found = self.found
        cdef bint is_shared = self.space.is_shared, is_new
        cdef Open* open
        for i in range(found):
            open = &self.open_later if kinds[i] == TO_DECISION else &self.open_same
            if open.chunk < 0 or open.filled == CHUNK:
                if not self.open_chunk(&self.later if kinds[i] == TO_DECISION else &self.same, open):
                    althist_add(&table.count, fresh)
                    return WORK_MEMORY
            key = keys[i]
            at = althist_upper(key, size)
            is_new = False
            while True:
                seen = althist_read64(cells + at)
                if seen == 0:
                    if not is_shared:
                        cells[at] = key
                        is_new = True
                        break
                    is_new = althist_claim64(cells + at, &seen, key)
                    if is_new:
                        break
                if seen == key:
                    break
                at = at + 1 if at + 1 < size else 0
            if is_new:
                self.space.chunk_words[open.chunk][open.filled] = words[i]
                if self.space.keeps_ways:
                    self.space.chunk_parents[open.chunk][open.filled] = self.parents[i]
                    (<uint16_t*>(self.space.chunk_parents[open.chunk] + CHUNK))[open.filled] = self.ordinals[i]
                open.filled += 1
                fresh += 1
        althist_add(&table.count, fresh)
        self.transitions += found + self.of_batch
        return WORK_DONE

    cdef bint open_chunk(self, Ranges* ranges, Open* open) noexcept nogil:
        cdef int64_t chunk
        self.close(ranges, open)
        chunk = self.space.new_chunk()
        open.chunk, open.filled, open.start = <int32_t>chunk, 0, 0
        return chunk >= 0

    cdef inline void line_up(self, Open* open, const uint64_t* words, uint32_t parent, uint16_t ordinal) noexcept nogil:
        cdef uint64_t* place = self.space.chunk_words[open.chunk] + <int64_t>open.filled * self.plan.words
        cdef int32_t i
        for i in range(self.plan.words):
            place[i] = words[i]
        if self.space.keeps_ways:
            self.space.chunk_parents[open.chunk][open.filled] = parent
            (<uint16_t*>(self.space.chunk_parents[open.chunk] + CHUNK))[open.filled] = ordinal
        open.filled += 1

    cdef bint add_whole(self, Table table, uint64_t key, const uint64_t* words, const Open* open) noexcept nogil:
        """Look for a whole state. Its words are written to where it will stand before anybody can learn its number."""
        cdef uint64_t upper = key & <uint64_t>0xFFFFFFFF00000000, seen, number
        cdef uint64_t at = table.place(key)
        cdef uint64_t* place = self.space.chunk_words[open.chunk] + <int64_t>open.filled * self.plan.words
        memcpy(place, words, self.plan.words * sizeof(uint64_t))
        number = <uint64_t>open.chunk * CHUNK + open.filled + 1
        while True:
            seen = althist_read64(table.at64 + at)
            if seen == 0 and althist_claim64(table.at64 + at, &seen, upper | number):
                self.met = <uint32_t>(number - 1)
                return True
            if (seen ^ upper) >> 32 == 0 and self.is_state(<uint32_t>seen - 1, words):
                self.met = <uint32_t>seen - 1
                return False
            at = at + 1 if at + 1 < table.cells else 0

    cdef bint is_state(self, uint32_t number, const uint64_t* words) noexcept nogil:
        cdef const uint64_t* other = self.space.chunk_words[number // CHUNK]
        cdef int32_t i
        other += <int64_t>(number % CHUNK) * self.plan.words
        for i in range(self.plan.words):
            if other[i] != words[i]:
                return False
        return True

    # ---- expanding a state

    cdef int expand(self, const uint64_t* words, uint32_t number) noexcept nogil:
        """Find what one state leads to."""
        cdef int32_t place = <int32_t>(words[0] & self.plan.place_mask)
        cdef int32_t scene = self.plan.place_scene[place], i, last
        cdef const int32_t* r
        cdef int ended
        cdef bint is_any = False
        self.parent, self.ordinal = number, 0
        self.index = self.plan.unpack(words, self.machine.slots)
        if not self.plan.place_waits[place]:
            self.share = 1
            return self.try_turns(FROM_PENDING, words, scene)
        if self.plan.is_quick[scene] and self.forks_at == NULL and not self.has_graph:
            if self.plan.words == 1 and self.room - self.found > MOST_PLAIN_CHOICES:
                return self.expand_narrowly(self.plan, self.space.table, words, scene, place)
            return self.expand_plainly(self.plan, words, scene, place)
        r = self.machine.scenes + scene * SCENE_WIDTH
        last = r[SCENE_CHOICES] + self.machine.offers_of(r)
        for i in range(last):
            self.opened[i] = self.machine.position_is_open(r, i)
            is_any = is_any or self.opened[i]
        self.share = 1
        if not is_any:
            return self.try_turns(FROM_DECISION, words, last)
        if self.has_graph:
            self.weigh_positions(self.graph, r, last)
        for i in range(last):
            self.share = self.by_position[i]
            if self.opened[i] and (self.share > 0 or not self.has_graph):
                ended = self.try_turns(FROM_DECISION, words, i)
                if ended != WORK_DONE:
                    return ended
        return WORK_DONE

    cdef int try_turns(self, int origin, const uint64_t* words, int32_t what) noexcept nogil:
        """Take one decision, or go on to a scene that is pending, in every way that luck allows."""
        cdef int32_t* v = self.machine.slots
        cdef int ended
        self.fork.scripted = 0
        while True:
            if origin == FROM_BEGINNING:
                self.machine.start(0, self.plan.persons, self.plan.policy)
            else:
                self.plan.unpack(words, v)
            begin_fork(&self.fork)
            self.machine.fault_kind = FAULT_NONE
            self.counts.number = self.number()
            self.counts.fresh_count = 0
            if origin == FROM_DECISION:
                self.machine.take_position(self.machine.scenes + v[REGISTER_SCENE] * SCENE_WIDTH, what)
            else:
                self.machine.go_on(what if origin == FROM_PENDING else self.machine.meta[META_FIRST_SCENE])
            ended = self.arrive(what if origin == FROM_DECISION else -1)
            if ended != WORK_DONE:
                return ended
            if not next_script(&self.fork):
                return WORK_DONE

    cdef inline uint64_t number(self) noexcept nogil:
        """How what happens now is reached, as one number."""
        cdef uint64_t level = min(self.space.level, 0xFFFF)
        return level << 48 | <uint64_t>self.parent << 16 | <uint64_t>self.ordinal

    cdef int arrive(self, int32_t position) noexcept nogil:
        """See what a turn came to, and note it."""
        cdef int32_t* v = self.machine.slots
        cdef int32_t place, kind = TO_DECISION
        cdef int64_t i
        if self.ordinal >= MOST_ORDINAL:
            return WORK_SUCCESSORS
        if self.fork.is_full:
            return WORK_DRAWS
        if self.fork.rolls_back:
            memcpy(v, self.fork.kept, self.machine.code.slots * sizeof(int32_t))
            self.fork.count = self.fork.kept_count
            for i in range(self.fork.logged, self.counts.fresh_count):
                self.counts.times[self.counts.fresh[i]] = 0
            place = self.fork.pending
            if place < 0:
                place = self.machine.code.size[SECTION_SCENES] // SCENE_WIDTH
            place, kind = self.plan.enter_place[place], TO_PENDING
        elif self.machine.fault_kind != FAULT_NONE:
            if self.faulted == 0:
                self.faulted, self.fault_kind, self.fault_at = (
                    self.number(), self.machine.fault_kind, self.machine.fault_at
                )
            kind, place = TO_END, -1
        elif v[REGISTER_STATUS] == STATUS_EXHAUSTED:
            if self.exhausted == 0:
                self.exhausted = self.number()
            kind, place = TO_END, -1
        else:
            if self.machine.reads:
                self.look_at_page(self.machine)
            if v[REGISTER_STATUS] == STATUS_ENDED:
                kind, place = TO_END, -1
            else:
                place = self.plan.wait_place[v[REGISTER_SCENE]]
        if kind != TO_END:
            if place < 0 or not self.make_room():
                return WORK_BROKEN if place < 0 else WORK_MEMORY
            if not self.plan.pack(v, place, self.words + self.found * self.plan.words):
                return WORK_BROKEN
        return self.add_successor(position, kind)

    cdef int add_successor(self, int32_t position, int kind) noexcept nogil:
        """Take in a successor whose words stand behind the others."""
        cdef uint64_t* words = self.words + self.found * self.plan.words
        if self.ordinal == self.wanted:
            self.catch(position, kind, words)
        if kind == TO_END and self.has_graph:
            if not self.make_room():
                return WORK_MEMORY
            self.keys[self.found] = <uint64_t>NOBODY - 1 - <uint64_t>self.end_reached()
            self.kinds[self.found], self.parents[self.found] = TO_END, self.parent
            self.shares[self.found] = self.share * self.luck_share()
            self.found += 1
        elif kind == TO_END:
            self.of_batch += 1
        else:
            if self.has_graph:
                self.shares[self.found] = self.share * self.luck_share()
            self.take_in(words, self.plan.index_of(words) if self.space.key_form == KEY_INDEX else 0, kind)
        self.ordinal += 1
        return WORK_DONE

    cdef int64_t end_reached(self) noexcept nogil:
        """The number of what ended the playthrough: a scene, then the calendar, then a fault."""
        cdef const int32_t* v = self.machine.slots
        cdef int64_t scenes = self.machine.code.size[SECTION_SCENES] // SCENE_WIDTH
        if self.machine.fault_kind != FAULT_NONE:
            return scenes + 1
        return scenes if v[REGISTER_STATUS] == STATUS_EXHAUSTED else v[REGISTER_SCENE]

    cdef double luck_share(self) noexcept nogil:
        """The probability of what luck drew in this turn."""
        cdef double found = 1
        cdef int32_t i
        for i in range(self.fork.count):
            found *= <double>self.fork.draws[i].share / <double>self.fork.draws[i].total
        return found

    cdef void weigh_positions(self, Graph graph, const int32_t* r, int32_t last) noexcept nogil:
        """Note with which probability the graph's model of a player takes each position; the state stays as it is."""
        cdef int32_t i, first = -1, own = r[SCENE_CHOICES], choice
        cdef int64_t share, opened = 0
        cdef double total = 0
        for i in range(last):
            self.by_position[i] = 0
            if not self.opened[i]:
                continue
            opened += 1
            first = i if first < 0 else first
            choice = r[SCENE_FIRST_CHOICE] + i
            if graph.model == MODEL_UNIFORM:
                share = 1
            elif i < own and graph.model == MODEL_WEIGHTED:
                share = graph.weights[choice]
            elif i < own:
                if graph.model == MODEL_OTL and self.machine.choice_records[choice * CHOICE_WIDTH + CHOICE_IS_OTL]:
                    for first in range(i):
                        self.by_position[first] = 0
                    for first in range(i + 1, last):
                        self.by_position[first] = 0
                    self.by_position[i] = 1
                    return
                share = self.machine.amount_of(self.machine.choice_records[choice * CHOICE_WIDTH + CHOICE_LEAN])
            elif graph.model == MODEL_WEIGHTED:
                share = graph.weights[self.counts.outcomes - self.counts.choices
                                      + self.machine.offer(r, i - own)[STORYLET_SCENE]]
            else:
                share = self.machine.amount_of(self.machine.offer(r, i - own)[STORYLET_WEIGHT])
            self.by_position[i] = <double>share if share > 0 else 0
            total += self.by_position[i]
        if total <= 0:
            self.by_position[first] = total = 1
        for i in range(last):
            self.by_position[i] /= total

    cdef void catch(self, int32_t position, int kind, const uint64_t* words) noexcept nogil:
        """Keep the successor that is asked for."""
        cdef int32_t i
        self.caught_position, self.caught_kind = position, kind
        self.caught_count = min(self.fork.count, MOST_CAUGHT)
        for i in range(self.caught_count):
            self.caught_draws[i] = self.fork.draws[i].chosen
        if kind != TO_END:
            memcpy(self.caught, words, self.plan.words * sizeof(uint64_t))

    cdef inline void take_in(self, const uint64_t* words, uint64_t index, int kind) noexcept nogil:
        cdef uint64_t key
        if self.space.key_form == KEY_DIGEST:
            key = digest_words(words, self.plan.words)
        else:
            key = words[0] if self.space.key_form == KEY_WORD else index
            if self.space.store == STORE_64:
                key = mix(key + 1)
            elif self.space.store == STORE_32:
                key = mix32(<uint32_t>key + 1)
        althist_prefetch_cell(self.space.table.cell(key))
        self.keys[self.found] = key
        self.kinds[self.found] = <unsigned char>kind
        if self.space.keeps_ways:
            self.parents[self.found] = self.parent
            self.ordinals[self.found] = <uint16_t>self.ordinal
        self.found += 1

    cdef inline bint make_room(self) noexcept nogil:
        return self.found < self.room or self.make_more_room()

    cdef bint make_more_room(self) noexcept nogil:
        cdef int64_t room = 2 * self.room + 8 * CHUNK
        cdef void* words = realloc(self.words, room * self.plan.words * sizeof(uint64_t))
        self.words = <uint64_t*>words if words != NULL else self.words
        cdef void* keys = realloc(self.keys, room * sizeof(uint64_t))
        self.keys = <uint64_t*>keys if keys != NULL else self.keys
        cdef void* parents = realloc(self.parents, room * sizeof(uint32_t))
        self.parents = <uint32_t*>parents if parents != NULL else self.parents
        cdef void* ordinals = realloc(self.ordinals, room * sizeof(uint16_t))
        self.ordinals = <uint16_t*>ordinals if ordinals != NULL else self.ordinals
        cdef void* shares = realloc(self.shares, room * sizeof(double)) if self.has_graph else self.kinds
        if self.has_graph and shares != NULL:
            self.shares = <double*>shares
        cdef void* kinds = realloc(self.kinds, room)
        self.kinds = <unsigned char*>kinds if kinds != NULL else self.kinds
        if (words == NULL or keys == NULL or parents == NULL or ordinals == NULL or kinds == NULL
                or (self.has_graph and shares == NULL)):
            return False
        self.room = room
        return True

    cdef int expand_plainly(
        self, Plan plan, const uint64_t* words, int32_t scene, int32_t place
    ) noexcept nogil:
        """Find what one state of a plain scene leads to; what leads out of plain scenes goes the other way."""
        cdef int32_t* v = self.machine.slots
        cdef const uint16_t* blocks = self.machine.code.blocks.words
        cdef const int32_t* lines = self.machine.code.blocks.lines
        cdef const uint16_t* block = blocks + <int64_t>lines[scene] * LINE
        cdef const uint16_t* w
        cdef const uint16_t* act
        cdef const uint64_t* masks = plan.masks + (
            <size_t>plan.era_of(v[REGISTER_DATE]) * plan.place_count * plan.words if plan.era_count > 1 else 0
        )
        cdef int32_t positions[MOST_PLAIN_CHOICES]
        cdef int32_t opened = find_open(block, v, positions), n, i, following, target, choice
        cdef int32_t width = plan.words
        cdef const uint64_t* mask
        cdef uint64_t base = self.number()
        cdef bint is_cut
        cdef Tried t
        cdef int ended
        if opened == 0:
            return self.try_turns(FROM_DECISION, words, block[BLOCK_CHOICES])
        for n in range(opened):
            if not self.make_room():
                return WORK_MEMORY
            t.words, t.index, t.count = self.words + self.found * width, self.index, 0
            for i in range(width):
                t.words[i] = words[i]
            act = block + block[BLOCK_ACTS] + positions[n] * ACT_WIDTH
            choice = joined_words(act + ACT_NUMBER)
            self.counts.number = base + <uint64_t>self.ordinal
            self.counts.fresh_count = 0
            count(&self.counts, self.counts.choices + choice)
            if act[ACT_CHOSEN] and plan.is_kept[act[ACT_CHOSEN]]:
                self.change_count(&t, act[ACT_CHOSEN])
            change_all(&t, v, block + act[ACT_EFFECTS], act[ACT_EFFECT_COUNT], plan.word_of, plan.step_of,
                       plan.weight_of)
            following = find_target(block, act, v)
            w = blocks + <int64_t>following * LINE
            target = joined_words(w + BLOCK_SCENE) if following >= 0 else -1
            if target < 0 or not plan.is_quick[target]:
                take_back(&t, v)
                ended = self.try_turns(FROM_DECISION, words, positions[n])
                if ended != WORK_DONE:
                    return ended
                plan.unpack(words, v)
                continue
            count(&self.counts, target)
            if w[BLOCK_VISITS] and plan.is_kept[w[BLOCK_VISITS]]:
                self.change_count(&t, w[BLOCK_VISITS])
            change_all(&t, v, w + w[BLOCK_ENTRY], w[BLOCK_ENTRIES], plan.word_of, plan.step_of, plan.weight_of)
            t.words[0] += <uint64_t>(<int64_t>plan.wait_place[target] - place)
            t.index += <uint64_t>(<int64_t>plan.wait_place[target] - place)
            mask = masks + <size_t>plan.wait_place[target] * width
            is_cut = False
            for i in range(width):
                is_cut |= (t.words[i] & ~mask[i]) != 0
                t.words[i] &= mask[i]
            if is_cut and self.space.key_form == KEY_INDEX:
                t.index = plan.index_of(t.words)
            take_back(&t, v)
            if self.ordinal == self.wanted:
                self.fork.count = 0
                self.catch(positions[n], TO_DECISION, t.words)
            self.take_in(t.words, t.index, TO_DECISION)
            self.ordinal += 1
        return WORK_DONE

    cdef int expand_narrowly(
        self, Plan plan, Table table, const uint64_t* words, int32_t scene, int32_t place
    ) noexcept nogil:
        """The same where a state is one word: what most of the time of a large search is spent on."""
        cdef int32_t* v = self.machine.slots
        cdef const uint16_t* blocks = self.machine.code.blocks.words
        cdef const uint16_t* block = blocks + <int64_t>self.machine.code.blocks.lines[scene] * LINE
        cdef const uint16_t* w
        cdef const uint16_t* effect
        cdef const uint16_t* act
        cdef const uint64_t* masks = plan.masks + (
            <size_t>plan.era_of(v[REGISTER_DATE]) * plan.place_count if plan.era_count > 1 else 0
        )
        cdef const uint64_t* step_of = plan.step_of
        cdef const uint64_t* weight_of = plan.weight_of
        cdef const unsigned char* is_quick = plan.is_quick
        cdef const unsigned char* is_kept = plan.is_kept
        cdef const int32_t* wait_place = plan.wait_place
        cdef int64_t* times = self.counts.times
        cdef int32_t positions[MOST_PLAIN_CHOICES]
        cdef Undo undo[2 * MOST_PLAIN_EFFECTS + 2]
        cdef int32_t opened = find_open(block, v, positions), n, i, following, target, choice, slot, value, old
        cdef int32_t undone
        cdef int64_t choices = self.counts.choices
        cdef bint has_index = self.space.key_form == KEY_INDEX
        cdef uint64_t word, index, key, difference, base = self.number()
        cdef int ended
        # what is written again and again is kept here, because nothing tells C that it does not change by itself
        cdef int store = self.space.store, key_form = self.space.key_form
        cdef bint keeps_ways = self.space.keeps_ways
        cdef int64_t found = self.found, ordinal = self.ordinal
        cdef uint64_t* at64 = table.at64
        cdef uint32_t* at32 = table.at32
        cdef uint64_t cells = table.cells
        if opened == 0:
            return self.try_turns(FROM_DECISION, words, block[BLOCK_CHOICES])
        for n in range(opened):
            word, index, undone = words[0], self.index, 0
            act = block + block[BLOCK_ACTS] + positions[n] * ACT_WIDTH
            choice = joined_words(act + ACT_NUMBER)
            if times[choices + choice] == 0:
                self.counts.number, self.counts.fresh_count = base + <uint64_t>ordinal, 0
                count(&self.counts, choices + choice)
            slot = act[ACT_CHOSEN]
            if slot and is_kept[slot] and v[slot] < self.most_counted(slot):
                undo[undone].slot, undo[undone].value = slot, v[slot]
                undone += 1
                v[slot] += 1
                word += step_of[slot]
                index += weight_of[slot]
            effect = block + act[ACT_EFFECTS]
            for i in range(act[ACT_EFFECT_COUNT]):
                slot = effect[EFFECT_SLOT]
                old = v[slot]
                value = (old & <int16_t>effect[EFFECT_KEEP]) + <int16_t>effect[EFFECT_NUMBER]
                value = value if value > <int16_t>effect[EFFECT_LOW] else <int16_t>effect[EFFECT_LOW]
                value = value if value < <int16_t>effect[EFFECT_HIGH] else <int16_t>effect[EFFECT_HIGH]
                undo[undone].slot, undo[undone].value = slot, old
                undone += 1
                v[slot] = value
                difference = <uint64_t>(<int64_t>value - old)
                word += difference * step_of[slot]
                if has_index:
                    index += difference * weight_of[slot]
                effect += EFFECT_WIDTH
            following = find_target(block, act, v)
            target = -1
            if following >= 0:
                w = blocks + <int64_t>following * LINE
                target = joined_words(w + BLOCK_SCENE)
            if target < 0 or not is_quick[target]:
                while undone > 0:
                    undone -= 1
                    v[undo[undone].slot] = undo[undone].value
                self.found, self.ordinal = found, ordinal
                ended = self.try_turns(FROM_DECISION, words, positions[n])
                if ended != WORK_DONE:
                    return ended
                plan.unpack(words, v)
                found, ordinal = self.found, self.ordinal
                if self.room - self.found <= MOST_PLAIN_CHOICES and not self.make_more_room():
                    return WORK_MEMORY
                continue
            if times[target] == 0:
                self.counts.number, self.counts.fresh_count = base + <uint64_t>ordinal, 0
                count(&self.counts, target)
            slot = w[BLOCK_VISITS]
            if slot and is_kept[slot] and v[slot] < self.most_counted(slot):
                word += step_of[slot]
                index += weight_of[slot]
            effect = w + w[BLOCK_ENTRY]
            for i in range(w[BLOCK_ENTRIES]):
                slot = effect[EFFECT_SLOT]
                old = v[slot]
                value = (old & <int16_t>effect[EFFECT_KEEP]) + <int16_t>effect[EFFECT_NUMBER]
                value = value if value > <int16_t>effect[EFFECT_LOW] else <int16_t>effect[EFFECT_LOW]
                value = value if value < <int16_t>effect[EFFECT_HIGH] else <int16_t>effect[EFFECT_HIGH]
                undo[undone].slot, undo[undone].value = slot, old
                undone += 1
                v[slot] = value
                difference = <uint64_t>(<int64_t>value - old)
                word += difference * step_of[slot]
                if has_index:
                    index += difference * weight_of[slot]
                effect += EFFECT_WIDTH
            while undone > 0:
                undone -= 1
                v[undo[undone].slot] = undo[undone].value
            difference = <uint64_t>(<int64_t>wait_place[target] - place)
            word += difference
            index += difference
            key = word & masks[wait_place[target]]
            if key != word:
                word = key
                index = plan.index_of(&word)
            if ordinal == self.wanted:
                self.fork.count = 0
                self.catch(positions[n], TO_DECISION, &word)
            key = word if key_form == KEY_WORD else index
            if store == STORE_64:
                key = mix(key + 1)
                althist_prefetch_cell(at64 + althist_upper(key, cells))
            elif store == STORE_BITS:
                althist_prefetch_cell(at64 + (key >> 6))
            elif store == STORE_32:
                key = mix32(<uint32_t>key + 1)
                althist_prefetch_cell(at32 + ((key * cells) >> 32))
            else:
                key = digest_words(&word, 1)
                althist_prefetch_cell(table.cell(key))
            self.words[found], self.keys[found], self.kinds[found] = word, key, TO_DECISION
            if keeps_ways:
                self.parents[found], self.ordinals[found] = self.parent, <uint16_t>ordinal
            found += 1
            ordinal += 1
        self.found, self.ordinal = found, ordinal
        return WORK_DONE

    cdef inline int32_t most_counted(self, int32_t slot) noexcept nogil:
        """The greatest number of visits or choices that anybody can tell from more."""
        return self.plan.cap_of[slot] if self.plan.cap_of[slot] else self.machine.high[slot]

    cdef inline void change_count(self, Tried* t, int32_t slot) noexcept nogil:
        """Count a visit or a choice up, as far as anybody counts."""
        if self.machine.slots[slot] < self.most_counted(slot):
            change(t, self.machine.slots, slot, self.machine.slots[slot] + 1, self.plan.word_of, self.plan.step_of,
                   self.plan.weight_of)

    # ---- one step of a way

    def step(self, state: object, ordinal: int) -> tuple[int, list[int], bytes]:
        """Return one successor of a state: what was decided, what luck drew, and the successor.

        Args:
            state: A packed state, or None for the beginning.
            ordinal: Which successor, from 0.

        Returns:
            The position that was taken, or -1 where nothing was decided; which of the possible things luck drew, draw
            by draw; the packed state that follows, empty where the playthrough is over.
        """
        cdef const uint64_t* words = NULL
        cdef int64_t size = self.plan.words * 8
        cdef int32_t i
        self.parent, self.ordinal, self.found, self.of_batch = 0, 0, 0, 0
        self.wanted, self.caught_kind = ordinal, -1
        if state is None:
            self.try_turns(FROM_BEGINNING, NULL, -1)
        else:
            if PyBytes_GET_SIZE(state) != size:
                raise ValueError("not a state of this plan")
            words = <const uint64_t*>PyBytes_AS_STRING(state)
            if words[0] & self.plan.place_mask >= <uint64_t>self.plan.place_count:
                raise ValueError("not a state of this plan")
            self.expand(words, 0)
        self.wanted = -1
        self.found = 0
        if self.caught_kind < 0:
            raise IndexError(ordinal)
        drawn = [self.caught_draws[i] for i in range(self.caught_count)]
        following = b"" if self.caught_kind == TO_END else PyBytes_FromStringAndSize(<char*>self.caught, size)
        return self.caught_position, drawn, following

    # ---- texts

    cdef void look_at_page(self, Machine m) noexcept nogil:
        """Go through the texts of the page that is open now, where a person reads it."""
        cdef const int32_t* r = m.scenes + m.slots[REGISTER_SCENE] * SCENE_WIDTH
        cdef const int32_t* c
        cdef int32_t i
        if not m.is_for_person(r[SCENE_SEAT]):
            return
        m.look(r[SCENE_TITLE])
        m.look(r[SCENE_PLACE])
        m.look(r[SCENE_TEXT])
        m.look(r[SCENE_OTL_TEXT])
        m.look(r[SCENE_OTL_SOURCE])
        m.look(r[SCENE_ENDING_NAME])
        if r[SCENE_IS_ENDING]:
            return
        for i in range(r[SCENE_CHOICES]):
            c = m.choice_records + (r[SCENE_FIRST_CHOICE] + i) * CHOICE_WIDTH
            m.look(c[CHOICE_LABEL])
            if not m.choice_is_open(r[SCENE_FIRST_CHOICE] + i):
                m.look(c[CHOICE_BECAUSE])
        for i in range(m.offers_of(r)):
            if m.offer_is_open(r, i):
                m.look(m.scenes[m.offer(r, i)[STORYLET_SCENE] * SCENE_WIDTH + SCENE_OFFER])
