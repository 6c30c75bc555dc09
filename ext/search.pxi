# Directed search: plays on from a kept state, notices what is new, and how near each goal is.
#
# How near: conditions are a graph of nodes, each with a price in the state at hand. A comparison that holds costs
# nothing; one that does not costs what its cheapest mover costs, as often as it is needed; `all` costs the sum, `any`
# the least.
# These are the additive costs of relaxed planning (Bonet and Geffner 2001, h_add; with numbers as in Hoffmann 2003,
# Metric-FF): effects only ever help. What the cheapest way consists of are the preferred choices (Hoffmann and Nebel
# 2001, helpful actions). The graph is made by engine/explore/relaxation.py.

cdef enum:  # what a node costs
    NODE_ALL = 0  # the sum of its parts
    NODE_ANY = 1  # the least of its parts
    NODE_SUM = 2  # nothing where a sum of slots is at most LIMIT, else the least of its gains
    NODE_GUARD = 3  # nothing where guard LIMIT holds, else the least of its parts
    NODE_HERE = 4  # nothing where the scene LIMIT waits, else the least of its parts

cdef enum:
    NODE_KIND = 0
    NODE_PRICE = 1  # added wherever the node does cost something
    NODE_FIRST = 2  # in parts; of a sum in terms
    NODE_COUNT = 3
    NODE_LIMIT = 4
    NODE_FIRST_GAIN = 5
    NODE_GAINS = 6
    NODE_MARKS = 7  # what is preferred where this node is needed: 0 nothing, 1 a choice, 2 an outcome, 3 a scene
    NODE_MARKED = 8
    NODE_WIDTH = 9

cdef enum:
    TERM_FACTOR = 0
    TERM_SLOT = 1
    TERM_WIDTH = 2

cdef enum:  # a gain: how one effect moves the sum down
    GAIN_FACTOR = 0
    GAIN_SLOT = 1
    GAIN_HOW = 2  # 0 adds NUMBER, 1 sets NUMBER, 2 sets what is not known beforehand, 3 is the clock
    GAIN_NUMBER = 3
    GAIN_NODE = 4
    GAIN_WIDTH = 5

cdef enum:
    DEAR = 1 << 28  # what cannot be had
    PRICE_OF_STEP = 4  # of an effect that is needed once more
    MOST_SWEEPS = 24
    MOST_PATH = 4_096  # decisions of one play from a kept state
    MOST_AIMED = 1 << 20  # seeds that are tried for one outcome
    CELL_ROOM = 4_096  # places for the cells of one goal; half of them may be taken
    BY_SIZE = 31  # instead of a shift: only how many digits a value has in binary counts
    FIND_HEAD = 8  # words of a find before its row of decisions
    MARK_CHOICE = 1
    MARK_OUTCOME = 2
    MARK_SCENE = 3


cdef inline int32_t log2_of(int64_t x) noexcept nogil:
    cdef int32_t found = 0
    while x > 1:
        x >>= 1
        found += 1
    return found


cdef inline uint64_t two_words(const int32_t* words) noexcept nogil:
    return <uint32_t>words[0] | (<uint64_t><uint32_t>words[1] << 32)


cdef int32_t* numbers_of(numbers: object, int64_t* count) except? NULL:
    """Copy a row of 32-bit numbers."""
    cdef Py_buffer view
    cdef int32_t* found
    PyObject_GetBuffer(numbers, &view, PyBUF_SIMPLE)
    try:
        found = <int32_t*>malloc(view.len + sizeof(int32_t))
        if found == NULL:
            raise MemoryError
        memcpy(found, view.buf, view.len)
        count[0] = view.len // <Py_ssize_t>sizeof(int32_t)
    finally:
        PyBuffer_Release(&view)
    return found


@cython.final
cdef class Seeker:
    """Plays on from kept states.

    Args:
        code: The program's numbers.
        nodes, parts, terms, gains, goals: The graph, as rows of 32-bit numbers; `goals` are pairs of a node and of
            whether texts must be written to see the goal.
        branches: The instructions of texts at which they fork.
        pages: Texts that a page may show beside those of its scene.
        buckets: Triples of a slot, its lowest value and how far to shift a value: what counts as another value of it.
        cells: For each goal where in `grid` what it looks at begins, and how much that is.
        grid: Triples like those of `buckets`, or with 31 where only the size of a value counts. States of which these
            are alike for a goal are in the same cell of it.
        redraw: The name of the draw by which luck is drawn anew.
    """

    cdef readonly Machine machine
    cdef Code code
    cdef Counts counts
    cdef int32_t* nodes
    cdef int32_t* parts
    cdef int32_t* terms
    cdef int32_t* gains
    cdef int32_t* goals
    cdef int32_t* branches
    cdef int32_t* pages
    cdef int32_t* buckets
    cdef int32_t* cells
    cdef int32_t* grid
    cdef uint64_t* cell_set
    cdef int32_t cell_count
    cdef uint64_t eager
    cdef int64_t cell_words, grid_words
    cdef int32_t* cost
    cdef uint64_t* unpriced  # a bit for each node whose price may have fallen
    cdef int32_t* users  # of each node those that consist of it, from `first_user` of it on
    cdef int32_t* first_user
    cdef int32_t* threshold
    cdef int64_t* bucket_first
    cdef unsigned char* touched
    cdef unsigned char* known  # of text branches, then of buckets
    cdef int64_t* fresh
    cdef int32_t* preferred_choice
    cdef int32_t* preferred_outcome
    cdef int32_t* preferred_scene
    cdef int32_t* visited
    cdef int32_t* stack
    cdef int32_t* start
    cdef int32_t* saved
    cdef int32_t* path
    cdef int32_t stamp
    cdef int64_t node_words, part_words, term_words, gain_words, goal_words, branch_count, page_count, bucket_words
    cdef int32_t node_count, goal_count, bucket_count
    cdef int64_t row, bucket_total
    cdef readonly int64_t steps  # decisions taken so far
    cdef int32_t* finds
    cdef int64_t find_words, find_room
    cdef uint64_t x, redraw_name
    cdef bint out_of_memory

    def __cinit__(
        self, code: Code, nodes: object, parts: object, terms: object, gains: object, goals: object,
        branches: object, pages: object, buckets: object, cells: object, grid: object, redraw: int,
    ):
        cdef int64_t i, total
        cdef int64_t scenes = code.size[SECTION_SCENES] // SCENE_WIDTH
        cdef int64_t choices = code.size[SECTION_CHOICES] // CHOICE_WIDTH
        cdef int64_t outcomes = code.size[SECTION_OUTCOMES] // OUTCOME_WIDTH
        self.code = code
        self.machine = Machine(code, False)
        if code.is_worth_watching():
            self.machine.watch_out()  # also while it records: it looks for texts, and not for days, on the tape
        self.redraw_name = redraw
        self.nodes = numbers_of(nodes, &self.node_words)
        self.parts = numbers_of(parts, &self.part_words)
        self.terms = numbers_of(terms, &self.term_words)
        self.gains = numbers_of(gains, &self.gain_words)
        self.goals = numbers_of(goals, &self.goal_words)
        self.branches = numbers_of(branches, &self.branch_count)
        self.pages = numbers_of(pages, &self.page_count)
        self.buckets = numbers_of(buckets, &self.bucket_words)
        self.cells = numbers_of(cells, &self.cell_words)
        self.grid = numbers_of(grid, &self.grid_words)
        self.node_count = <int32_t>(self.node_words // NODE_WIDTH)
        self.goal_count = <int32_t>(self.goal_words // 2)
        self.bucket_count = <int32_t>(self.bucket_words // 3)
        self._check()
        self._find_users()
        self.row = scenes + choices + outcomes
        self.counts.choices, self.counts.outcomes = scenes, scenes + choices
        self.counts.times = <int64_t*>calloc(self.row + 1, sizeof(int64_t))
        self.counts.first = <uint64_t*>calloc(self.row + 1, sizeof(int64_t))
        self.fresh = <int64_t*>calloc(self.row + 1, sizeof(int64_t))
        self.counts.fresh = self.fresh
        self.cost = <int32_t*>calloc(self.node_count + 1, sizeof(int32_t))
        self.visited = <int32_t*>calloc(self.node_count + 1, sizeof(int32_t))
        self.stack = <int32_t*>calloc(self.node_count + 1, sizeof(int32_t))
        self.threshold = <int32_t*>calloc(self.goal_count + 1, sizeof(int32_t))
        self.touched = <unsigned char*>calloc(code.size[SECTION_CODE] + 1, 1)
        self.bucket_first = <int64_t*>calloc(self.bucket_count + 1, sizeof(int64_t))
        self.preferred_choice = <int32_t*>calloc(choices + 1, sizeof(int32_t))
        self.preferred_outcome = <int32_t*>calloc(outcomes + 1, sizeof(int32_t))
        self.preferred_scene = <int32_t*>calloc(scenes + 1, sizeof(int32_t))
        self.cell_set = <uint64_t*>calloc(CELL_ROOM, sizeof(uint64_t))
        self.start = <int32_t*>calloc(code.slots + 1, sizeof(int32_t))
        self.saved = <int32_t*>calloc(code.slots + 1, sizeof(int32_t))
        self.path = <int32_t*>calloc(2 * MOST_PATH, sizeof(int32_t))
        if (self.counts.times == NULL or self.counts.first == NULL or self.fresh == NULL or self.cost == NULL
                or self.visited == NULL or self.stack == NULL or self.threshold == NULL or self.touched == NULL
                or self.bucket_first == NULL or self.preferred_choice == NULL or self.preferred_outcome == NULL
                or self.preferred_scene == NULL or self.start == NULL or self.saved == NULL
                or self.path == NULL or self.cell_set == NULL):
            raise MemoryError
        total = 0
        for i in range(self.bucket_count):
            self.bucket_first[i] = total
            total += ((<int64_t>code.part[SECTION_HIGH][self.buckets[3 * i]] - self.buckets[3 * i + 1])
                      >> self.buckets[3 * i + 2]) + 1
        self.bucket_total = total
        self.known = <unsigned char*>calloc(2 * self.branch_count + total + 1, 1)
        if self.known == NULL:
            raise MemoryError

    cdef int _check(self) except -1:
        """Refuse a graph that leads out of itself."""
        cdef int64_t i, j
        cdef const int32_t* n
        cdef bint sound = self.node_words % NODE_WIDTH == 0 and self.goal_words % 2 == 0 and self.bucket_words % 3 == 0
        cdef int64_t guards = self.code.size[SECTION_GUARDS] // GUARD_WIDTH
        cdef int64_t marks[4]
        marks[0] = 1 << 30
        marks[1] = self.code.size[SECTION_CHOICES] // CHOICE_WIDTH
        marks[2] = self.code.size[SECTION_OUTCOMES] // OUTCOME_WIDTH
        marks[3] = self.code.size[SECTION_SCENES] // SCENE_WIDTH
        for i in range(self.node_count):
            n = self.nodes + i * NODE_WIDTH
            total = self.term_words // TERM_WIDTH if n[NODE_KIND] == NODE_SUM else self.part_words
            sound = sound and 0 <= n[NODE_FIRST] <= n[NODE_FIRST] + n[NODE_COUNT] <= total and n[NODE_COUNT] >= 0
            sound = sound and 0 <= n[NODE_FIRST_GAIN] <= n[NODE_FIRST_GAIN] + n[NODE_GAINS] and n[NODE_GAINS] >= 0
            sound = sound and n[NODE_FIRST_GAIN] + n[NODE_GAINS] <= self.gain_words // GAIN_WIDTH
            sound = sound and 0 <= n[NODE_KIND] <= NODE_HERE
            sound = sound and (n[NODE_KIND] != NODE_GUARD or 0 <= n[NODE_LIMIT] < guards)
            sound = sound and 0 <= n[NODE_MARKS] <= 3 and 0 <= n[NODE_MARKED] and 0 <= n[NODE_PRICE] < DEAR
            sound = sound and n[NODE_MARKED] < marks[n[NODE_MARKS] & 3]
        for i in range(self.part_words):
            sound = sound and 0 <= self.parts[i] < self.node_count
        for i in range(self.term_words // TERM_WIDTH):
            sound = sound and 0 <= self.terms[i * TERM_WIDTH + TERM_SLOT] < self.code.slots
        for i in range(self.gain_words // GAIN_WIDTH):
            sound = sound and 0 <= self.gains[i * GAIN_WIDTH + GAIN_SLOT] < self.code.slots
            sound = sound and 0 <= self.gains[i * GAIN_WIDTH + GAIN_NODE] < self.node_count
        for i in range(self.goal_count):
            sound = sound and 0 <= self.goals[2 * i] < self.node_count
        for i in range(self.branch_count):
            sound = sound and 0 <= self.branches[i] < self.code.size[SECTION_CODE]
        for i in range(self.page_count):
            j = -self.pages[i]
            sound = sound and 0 < j < self.code.size[SECTION_CODE] and self.code.routines[j] & ~SAYS == IS_ROUTINE
        for i in range(self.bucket_count):
            sound = sound and 0 <= self.buckets[3 * i] < self.code.slots and 0 <= self.buckets[3 * i + 2] < 32
        sound = sound and self.cell_words == 2 * self.goal_count and self.grid_words % 3 == 0
        for i in range(self.goal_count if sound else 0):
            sound = sound and 0 <= self.cells[2 * i] and self.cells[2 * i + 1] >= 0
            sound = sound and self.cells[2 * i] <= self.grid_words // 3 - self.cells[2 * i + 1]
        for i in range(self.grid_words // 3):
            sound = sound and 0 <= self.grid[3 * i] < self.code.slots and 0 <= self.grid[3 * i + 2] < 32
        if not sound:
            raise ValueError("not a graph of this program")
        return 0

    cdef int _find_users(self) except -1:
        """File for each node the nodes whose price depends on its own."""
        cdef int64_t total = 0
        cdef int32_t i, n, part
        cdef int _pass
        cdef const int32_t* node
        cdef bint is_sum
        self.unpriced = <uint64_t*>calloc(self.node_count // 64 + 1, sizeof(uint64_t))
        self.first_user = <int32_t*>calloc(self.node_count + 2, sizeof(int32_t))
        if self.unpriced == NULL or self.first_user == NULL:
            raise MemoryError
        for _pass in range(2):
            for n in range(self.node_count):
                node = self.nodes + n * NODE_WIDTH
                is_sum = node[NODE_KIND] == NODE_SUM
                for i in range(node[NODE_GAINS] if is_sum else node[NODE_COUNT]):
                    if is_sum:
                        part = self.gains[(node[NODE_FIRST_GAIN] + i) * GAIN_WIDTH + GAIN_NODE]
                    else:
                        part = self.parts[node[NODE_FIRST] + i]
                    if _pass == 0:
                        self.first_user[part + 2] += 1
                        total += 1
                    else:
                        self.users[self.first_user[part + 1]] = n
                        self.first_user[part + 1] += 1
            if _pass == 0:
                if total > 0x7FFFFFFF:
                    raise ValueError("not a graph of this program")
                self.users = <int32_t*>malloc((total + 1) * sizeof(int32_t))
                if self.users == NULL:
                    raise MemoryError
                for n in range(self.node_count):
                    self.first_user[n + 2] += self.first_user[n + 1]
        return 0

    def __dealloc__(self):
        free(self.unpriced)
        free(self.users)
        free(self.first_user)
        free(self.counts.times)
        free(self.counts.first)
        free(self.fresh)
        free(self.nodes)
        free(self.parts)
        free(self.terms)
        free(self.gains)
        free(self.goals)
        free(self.branches)
        free(self.pages)
        free(self.buckets)
        free(self.cells)
        free(self.grid)
        free(self.cell_set)
        free(self.cost)
        free(self.threshold)
        free(self.bucket_first)
        free(self.touched)
        free(self.known)
        free(self.preferred_choice)
        free(self.preferred_outcome)
        free(self.preferred_scene)
        free(self.visited)
        free(self.stack)
        free(self.start)
        free(self.saved)
        free(self.path)
        free(self.finds)

    # ---- what Python asks

    @property
    def features(self) -> int:
        """How many things can be new: scenes, choices, outcomes, two for each fork of a text, buckets."""
        return self.row + 2 * self.branch_count + self.bucket_total

    def heights(self, state: bytes) -> list[int]:
        """Return what each goal costs in a state; 2**28 and more cannot be had as far as the graph knows."""
        self.machine.restore(state)
        self._measure()
        return [self.cost[self.goals[2 * i]] for i in range(self.goal_count)]

    def dig(
        self, state: bytes, number: int, known: bytes, threshold: object, goal: int, eager: int, cells: object,
        plays: int, most: int, length: int,
    ) -> list[tuple[list[int], list[int], list[tuple[int, int, int]], int, int, bytes]]:
        """Play on from a state, several times.

        Args:
            state: Where a person must decide.
            number: What all chance of the search itself is drawn from, 64 bits.
            known: One byte a feature, not 0 where it is known already.
            threshold: One 32-bit number a goal: it must cost less to be told.
            goal: Whose preferred choices are taken, or -1.
            eager: Of eight times how often.
            cells: The cells of this goal that are known, 64 bits each.
            plays: How many times at most.
            most: Decisions over all of them at most.
            length: Decisions of one play at most.

        Returns:
            What was found, in order: the decisions since `state` as pairs of position and redraw in one row, the new
            features, the goals that are nearer with their cost and their cell, the cell of the goal if it is a new one
            or 0, the status, the state.
        """
        cdef const unsigned char* seen = <const unsigned char*>PyBytes_AS_STRING(known)
        cdef int64_t i, words, times = plays, decisions = most
        cdef int32_t* limits
        cdef int32_t wanted = goal, longest = min(max(length, 1), MOST_PATH - 1)
        if not -1 <= wanted < self.goal_count:
            raise ValueError("there is no such goal")
        if PyBytes_GET_SIZE(known) != self.features:
            raise ValueError("one byte for each feature")
        self.machine.restore(state)
        memcpy(self.start, self.machine.slots, self.code.slots * sizeof(int32_t))
        limits = numbers_of(threshold, &words)
        if words != self.goal_count:
            free(limits)
            raise ValueError("one number for each goal")
        memcpy(self.threshold, limits, words * sizeof(int32_t))
        free(limits)
        for i in range(self.row):
            self.counts.times[i] = seen[i]
        memcpy(self.known, seen + self.row, 2 * self.branch_count + self.bucket_total)
        self._take_cells(cells)
        self.eager = eager
        self.x = number
        self.find_words = 0
        self.out_of_memory = False
        with nogil:
            self._dig(wanted, times, decisions, longest)
        if self.out_of_memory:
            raise MemoryError
        return self._told()

    def follow(self, state: bytes, path: object, feature: int) -> int:
        """Play a row of positions and redraws from a state.

        Returns:
            After how many decisions a feature (not a bucket) is there; -1 where it is not, or where a decision cannot
            be made. A text must be read after the last of them. The machine is left there.
        """
        cdef int64_t words, i, wanted = feature
        cdef int32_t* row
        cdef int32_t found
        if not 0 <= wanted < self.row + 2 * self.branch_count:
            raise ValueError("there is no such feature")
        self.machine.restore(state)
        row = numbers_of(path, &words)
        for i in range(self.row):
            self.counts.times[i] = 0
        with nogil:
            found = self._follow(row, <int32_t>(words // 2), wanted)
        free(row)
        self.machine.counts, self.machine.touched, self.machine.records = NULL, NULL, False
        return found

    cdef int32_t _follow(self, const int32_t* row, int32_t decisions, int64_t wanted) noexcept nogil:
        cdef int32_t made = 0, position
        cdef int32_t* v = self.machine.slots
        cdef const int32_t* r
        cdef int64_t fork = wanted - self.row
        self.machine.counts = &self.counts
        if fork >= 0:
            self.touched[self.branches[fork // 2]] = 0
        while True:
            if fork >= 0 and made == decisions:
                self.machine.touched = self.touched
                self._write_page()
            if fork < 0 and self.counts.times[wanted]:
                return made
            if fork >= 0 and self.touched[self.branches[fork // 2]] & (2 if fork & 1 else 1):
                return made
            if made == decisions or v[REGISTER_STATUS] != STATUS_AWAITING:
                return -1
            r = self.machine.scenes + v[REGISTER_SCENE] * SCENE_WIDTH
            position = row[2 * made]
            if position == r[SCENE_CHOICES] + self.machine.offers_of(r):
                if self.machine.first_open(r) >= 0 or self.machine.has_offer(r):
                    return -1
            elif not 0 <= position < r[SCENE_CHOICES] + self.machine.offers_of(r):
                return -1
            elif not self.machine.position_is_open(r, position):
                return -1
            if row[2 * made + 1]:
                self._set_seed(luck(self._seed(), self.redraw_name, <uint64_t>row[2 * made + 1]))
            self.counts.fresh_count = 0
            self.machine.tape_size = 0
            if fork >= 0 and made == decisions - 1:
                self.machine.records, self.machine.touched = True, self.touched
            self.machine.take_position(r, position)
            self.steps += 1
            made += 1

    cdef list _told(self):
        cdef int64_t at = 0
        cdef int32_t* w
        cdef int32_t decisions, features, nearer, i
        found = []
        while at < self.find_words:
            w = self.finds + at
            decisions, features, nearer = w[1], w[2], w[3]
            cell = two_words(w + 5)
            w += FIND_HEAD
            path = [w[i] for i in range(2 * decisions)]
            new = [w[2 * decisions + i] for i in range(features)]
            w += 2 * decisions + features
            goals = [(w[4 * i], w[4 * i + 1], two_words(w + 4 * i + 2)) for i in range(nearer)]
            w += 4 * nearer
            state = PyBytes_FromStringAndSize(<char*>w, self.code.slots * sizeof(int32_t))
            found.append((path, new, goals, cell, self.finds[at + 4], state))
            at += self.finds[at]
        return found

    # ---- cells

    cdef int _take_cells(self, object cells) except -1:
        cdef int64_t words, i
        cdef int32_t* row = numbers_of(cells, &words)
        memset(self.cell_set, 0, CELL_ROOM * sizeof(uint64_t))
        self.cell_count = 0
        for i in range(words // 2):
            self._add_cell(two_words(row + 2 * i))
        free(row)
        return 0

    cdef bint _add_cell(self, uint64_t cell) noexcept nogil:
        """Remember a cell; return whether it was new. Where there is no more room, none is."""
        cdef uint64_t at = cell & (CELL_ROOM - 1)
        while self.cell_set[at]:
            if self.cell_set[at] == cell:
                return False
            at = (at + 1) & (CELL_ROOM - 1)
        if self.cell_count >= CELL_ROOM // 2:
            return False
        self.cell_set[at] = cell
        self.cell_count += 1
        return True

    cdef uint64_t _cell(self, int32_t goal) noexcept nogil:
        """The cell of the state at hand, never 0."""
        cdef const int32_t* g = self.grid + 3 * self.cells[2 * goal]
        cdef uint64_t found = 0
        cdef int64_t value
        cdef int32_t i
        for i in range(self.cells[2 * goal + 1]):
            value = self.machine.slots[g[0]] - <int64_t>g[1]
            found = mix(found ^ <uint64_t>(log2_of(value + 1) if g[2] == BY_SIZE else value >> g[2])) + GOLDEN
            g += 3
        return found | 1

    # ---- playing

    cdef inline uint64_t _random(self) noexcept nogil:
        self.x += GOLDEN
        return mix(self.x)

    cdef void _dig(self, int32_t goal, int64_t plays, int64_t most, int32_t length) noexcept nogil:
        cdef int64_t until = self.steps + most, play
        cdef bint writes = goal >= 0 and self.goals[2 * goal + 1] != 0
        self.machine.counts = &self.counts
        for play in range(plays):
            if self.steps >= until:
                break
            memcpy(self.machine.slots, self.start, self.code.slots * sizeof(int32_t))
            self.machine.fault_kind = FAULT_NONE
            self.machine.forget()
            self.machine.stretch = 0
            self._measure()
            self._prefer(goal)
            self.machine.records = self.branch_count > 0 and (writes or self._random() % 4 == 0)
            self.machine.touched = self.touched if self.machine.records else NULL
            if play == 0 and writes:
                self.counts.fresh_count = 0
                self._write_page()
                self._look(goal, 0, False)
            self._play(goal, until, self._length(length))
        self.machine.counts = NULL
        self.machine.records = False
        self.machine.touched = NULL

    cdef int32_t _length(self, int32_t most) noexcept nogil:
        """How long one play is: as likely below 2 as below 4, as below 8, up to the most."""
        cdef int32_t length = 1 << (self._random() % <uint64_t>(log2_of(most) + 2))
        return min(most, length)

    cdef void _play(self, int32_t goal, int64_t until, int32_t length) noexcept nogil:
        cdef int32_t* v = self.machine.slots
        cdef int32_t made = 0, position, redraw
        cdef const int32_t* r
        while v[REGISTER_STATUS] == STATUS_AWAITING and made < length and self.steps < until:
            r = self.machine.scenes + v[REGISTER_SCENE] * SCENE_WIDTH
            position = self._position(r, goal)
            redraw = self._luck(r, position, made == 0)
            self.path[2 * made], self.path[2 * made + 1] = position, redraw
            self.counts.fresh_count = 0
            self.machine.tape_size = 0
            self.machine.take_position(r, position)
            made += 1
            self.steps += 1
            if v[REGISTER_STATUS] == STATUS_FAULT:
                return
            if self.machine.records:
                self._write_page()
            self._look(goal, made, made == length)

    cdef int32_t _position(self, const int32_t* r, int32_t goal) noexcept nogil:
        """What is decided: in `eager` of eight times something preferred, where there is a goal and such a choice."""
        cdef int32_t own = r[SCENE_CHOICES], last = own + self.machine.offers_of(r), i, opened = 0, wanted = 0, n
        cdef bint prefers = goal >= 0 and self._random() % 8 < self.eager
        for i in range(last):
            if self.machine.position_is_open(r, i):
                opened += 1
                wanted += prefers and self._is_preferred(r, i)
        if opened == 0:
            return last
        prefers = wanted > 0
        n = <int32_t>(self._random() % <uint64_t>(wanted if prefers else opened))
        for i in range(last):
            if self.machine.position_is_open(r, i) and (not prefers or self._is_preferred(r, i)):
                if n == 0:
                    return i
                n -= 1
        return last

    cdef inline bint _is_preferred(self, const int32_t* r, int32_t position) noexcept nogil:
        if position < r[SCENE_CHOICES]:
            return self.preferred_choice[r[SCENE_FIRST_CHOICE] + position] == self.stamp
        return self.preferred_scene[self.machine.offer(r, position - r[SCENE_CHOICES])[STORYLET_SCENE]] == self.stamp

    # ---- luck

    cdef int32_t _luck(self, const int32_t* r, int32_t position, bint is_first) noexcept nogil:
        """Draw luck anew or not, before a decision is made; return the number by which it is drawn, or 0.

        Where a choice has an outcome that is preferred or was never seen, that outcome is aimed at.
        """
        cdef int32_t choice, wanted, redraw = 0
        cdef uint64_t seed = self._seed()
        if position < r[SCENE_CHOICES]:
            choice = r[SCENE_FIRST_CHOICE] + position
            wanted = self._wanted_outcome(choice)
            if wanted >= 0:
                redraw = self._aim(choice, wanted, seed)
        if redraw == 0 and self._random() % (2 if is_first else 8) == 0:
            redraw = <int32_t>(1 + self._random() % 9_999)
        if redraw:
            self._set_seed(luck(seed, self.redraw_name, <uint64_t>redraw))
        return redraw

    cdef inline uint64_t _seed(self) noexcept nogil:
        return <uint32_t>self.machine.slots[REGISTER_SEED_LOW] | (
            <uint64_t><uint32_t>self.machine.slots[REGISTER_SEED_HIGH] << 32
        )

    cdef inline void _set_seed(self, uint64_t seed) noexcept nogil:
        self.machine.slots[REGISTER_SEED_LOW] = <int32_t><uint32_t>seed
        self.machine.slots[REGISTER_SEED_HIGH] = <int32_t><uint32_t>(seed >> 32)

    cdef int32_t _wanted_outcome(self, int32_t choice) noexcept nogil:
        """An outcome to aim at, or -1: what is preferred three times of four, what was never drawn one time of two."""
        cdef const int32_t* c = self.machine.choice_records + choice * CHOICE_WIDTH
        cdef int32_t i, outcome, found = -1, among = 0
        if c[CHOICE_OUTCOMES] < 2:
            return -1
        for i in range(c[CHOICE_OUTCOMES]):
            outcome = c[CHOICE_FIRST_OUTCOME] + i
            if self.preferred_outcome[outcome] == self.stamp and self._random() % 4:
                return outcome
            if self.counts.times[self.counts.outcomes + outcome] == 0:
                among += 1
                if self._random() % <uint64_t>among == 0:
                    found = outcome
        return found if self._random() & 1 else -1

    cdef int32_t _aim(self, int32_t choice, int32_t wanted, uint64_t seed) noexcept nogil:
        """The least redraw from a drawn one on that gives an outcome, or 0. The state is as before."""
        cdef const int32_t* c = self.machine.choice_records + choice * CHOICE_WIDTH
        cdef int64_t total = 0, low = 0, high = 0, share, tries
        cdef uint64_t name = <uint32_t>c[CHOICE_NAME_LOW] | (<uint64_t><uint32_t>c[CHOICE_NAME_HIGH] << 32)
        cdef uint64_t drawn, times
        cdef int32_t i, redraw, first
        cdef bint records = self.machine.records
        cdef int32_t* v = self.machine.slots
        memcpy(self.saved, v, self.code.slots * sizeof(int32_t))
        self.machine.records = False
        if c[CHOICE_CHOSEN]:
            v[c[CHOICE_CHOSEN]] = v[c[CHOICE_CHOSEN]] + 1
        self.machine.execute(c[CHOICE_DO], NULL)
        for i in range(c[CHOICE_FIRST_OUTCOME], c[CHOICE_FIRST_OUTCOME] + c[CHOICE_OUTCOMES]):
            share = self.machine.outcome_weight(i)
            if i == wanted:
                low, high = total, total + share
            total += share
        times = <uint64_t>v[c[CHOICE_DRAWS]]
        memcpy(v, self.saved, self.code.slots * sizeof(int32_t))
        self.machine.records = records
        if high <= low:
            return 0
        first = <int32_t>(self._random() & 0xFF)
        tries = 64 + 16 * (total // (high - low))
        if tries > MOST_AIMED:  # too rare: not worth more than what chance would find
            tries = 64
        for i in range(1, <int32_t>tries):
            redraw = first + i
            drawn = luck(luck(seed, self.redraw_name, <uint64_t>redraw), name, times)
            share = <int64_t>upper_product(drawn, <uint64_t>total)
            if low <= share < high:
                return redraw
        return 0

    # ---- seeing what is new

    cdef void _write_page(self) noexcept nogil:
        """Write the texts that the page before the reader now has, so that their forks are touched."""
        cdef int32_t* v = self.machine.slots
        cdef const int32_t* r
        cdef const int32_t* c
        cdef int32_t i, own
        cdef int64_t n
        if v[REGISTER_SCENE] < 0 or v[REGISTER_STATUS] > STATUS_ENDED:
            return
        r = self.machine.scenes + v[REGISTER_SCENE] * SCENE_WIDTH
        self._write(r[SCENE_TITLE])
        self._write(r[SCENE_PLACE])
        self._write(r[SCENE_TEXT])
        self._write(r[SCENE_ENDING_NAME])
        self._write(r[SCENE_OTL_TEXT])
        self._write(r[SCENE_OTL_SOURCE])
        for n in range(self.page_count):
            self._write(self.pages[n])
        if v[REGISTER_STATUS] != STATUS_AWAITING:
            return
        own = r[SCENE_CHOICES]
        for i in range(own):
            c = self.machine.choice_records + (r[SCENE_FIRST_CHOICE] + i) * CHOICE_WIDTH
            if self.machine.position_is_open(r, i):
                self._write(c[CHOICE_LABEL])
            elif c[CHOICE_BECAUSE]:
                self._write(c[CHOICE_LABEL])
                self._write(c[CHOICE_BECAUSE])
        for i in range(self.machine.offers_of(r)):
            if self.machine.position_is_open(r, own + i):
                self._write(self.machine.scenes[self.machine.offer(r, i)[STORYLET_SCENE] * SCENE_WIDTH + SCENE_OFFER])

    cdef inline void _write(self, int32_t text) noexcept nogil:
        if text < 0:
            self.machine.write_text(text)

    cdef void _look(self, int32_t goal, int32_t made, bint is_last) noexcept nogil:
        """Note what is new since the last decision, and which goals are nearer than they were."""
        cdef int64_t i, n, first
        cdef int64_t head = self.find_words
        cdef int32_t found = 0, nearer = 0, status = self.machine.slots[REGISTER_STATUS], height
        cdef int32_t* v = self.machine.slots
        cdef bint measures
        cdef uint64_t cell = 0, other
        self._begin_find(made, status)
        for i in range(self.counts.fresh_count):
            self._put(<int32_t>self.fresh[i])
            found += 1
        if self.machine.records:
            for i in range(self.branch_count):
                n = self.touched[self.branches[i]]
                if n & 1 and not self.known[2 * i]:
                    self.known[2 * i] = 1
                    self._put(<int32_t>(self.row + 2 * i))
                    found += 1
                if n & 2 and not self.known[2 * i + 1]:
                    self.known[2 * i + 1] = 1
                    self._put(<int32_t>(self.row + 2 * i + 1))
                    found += 1
                self.touched[self.branches[i]] = 0
        measures = is_last or found > 0 or goal >= 0 and self.node_count < 400 or self._random() % 8 == 0
        if measures:
            first = 2 * self.branch_count
            for i in range(self.bucket_count):
                n = first + self.bucket_first[i] + (
                    (<int64_t>v[self.buckets[3 * i]] - self.buckets[3 * i + 1]) >> self.buckets[3 * i + 2]
                )
                if not self.known[n]:
                    self.known[n] = 1
                    self._put(<int32_t>(self.row + n))
                    found += 1
        if measures and status == STATUS_AWAITING:
            self._measure()
            if goal >= 0:
                self._prefer(goal)
                if self.cost[self.goals[2 * goal]] < DEAR:
                    cell = self._cell(goal)
                    if not self._add_cell(cell):
                        cell = 0
            for i in range(self.goal_count):
                height = self.cost[self.goals[2 * i]]
                if height < self.threshold[i]:
                    self.threshold[i] = height
                    other = self._cell(<int32_t>i)
                    self._put(<int32_t>i)
                    self._put(height)
                    self._put(<int32_t><uint32_t>other)
                    self._put(<int32_t><uint32_t>(other >> 32))
                    nearer += 1
        if found or nearer or cell:
            self._end_find(head, made, found, nearer, cell)
        else:
            self.find_words = head

    cdef void _begin_find(self, int32_t made, int32_t status) noexcept nogil:
        cdef int32_t i
        self._put(0)
        self._put(made)
        self._put(0)
        self._put(0)
        self._put(status)
        self._put(0)
        self._put(0)
        self._put(0)
        for i in range(2 * made):
            self._put(self.path[i])

    cdef void _end_find(self, int64_t head, int32_t made, int32_t found, int32_t nearer, uint64_t cell) noexcept nogil:
        cdef int32_t i
        for i in range(self.code.slots):
            self._put(self.machine.slots[i])
        if not self.out_of_memory:
            self.finds[head] = <int32_t>(self.find_words - head)
            self.finds[head + 2], self.finds[head + 3] = found, nearer
            self.finds[head + 5], self.finds[head + 6] = <int32_t><uint32_t>cell, <int32_t><uint32_t>(cell >> 32)

    cdef void _put(self, int32_t word) noexcept nogil:
        cdef int32_t* larger
        if self.find_words == self.find_room:
            larger = <int32_t*>realloc(self.finds, (2 * self.find_room + 4096) * sizeof(int32_t))
            if larger == NULL:
                self.out_of_memory = True
                self.find_words = 0
                return
            self.finds = larger
            self.find_room = 2 * self.find_room + 4096
        self.finds[self.find_words] = word
        self.find_words += 1

    # ---- how near

    cdef void _measure(self) noexcept nogil:
        """Price every node in the state at hand, and again where the price of something that it consists of fell."""
        cdef int32_t n, i, price, word, sweep, words = (self.node_count + 63) // 64
        cdef uint64_t found, bit, passed
        cdef bint changed
        for n in range(self.node_count):
            self.cost[n] = DEAR
        memset(self.unpriced, 0xFF, words * sizeof(uint64_t))
        if self.node_count & 63:
            self.unpriced[words - 1] = (<uint64_t>1 << (self.node_count & 63)) - 1
        for sweep in range(MOST_SWEEPS):
            changed = False
            for word in range(words):
                passed = 0
                while True:
                    found = self.unpriced[word] & ~passed
                    if not found:
                        break
                    bit = found & (~found + 1)
                    passed |= bit | (bit - 1)
                    self.unpriced[word] &= ~bit
                    n = 64 * word + althist_lowest(bit)
                    if not self.cost[n]:
                        continue
                    price = self._price(self.nodes + n * NODE_WIDTH, sweep == 0)
                    if price < self.cost[n]:
                        self.cost[n] = price
                        changed = True
                        for i in range(self.first_user[n], self.first_user[n + 1]):
                            self.unpriced[self.users[i] >> 6] |= <uint64_t>1 << (self.users[i] & 63)
            if not changed:
                return

    cdef int32_t _price(self, const int32_t* n, bint is_first) noexcept nogil:
        cdef int32_t kind = n[NODE_KIND], i, least = DEAR
        cdef int64_t total = 0, gap
        cdef const int32_t* part = self.parts + n[NODE_FIRST]
        if kind == NODE_SUM:
            gap = self._gap(n)
            if gap <= 0:
                return 0
            least = self._cheapest_gain(n, gap, NULL)
            return least if least >= DEAR else least + n[NODE_PRICE]
        if kind == NODE_ALL:
            for i in range(n[NODE_COUNT]):
                total += self.cost[part[i]]
                if total >= DEAR:
                    return DEAR
            return <int32_t>min(total + n[NODE_PRICE], <int64_t>DEAR - 1)
        if kind == NODE_HERE and self.machine.slots[REGISTER_SCENE] == n[NODE_LIMIT]:
            if self.machine.slots[REGISTER_STATUS] == STATUS_AWAITING:
                return 0
        if kind == NODE_GUARD and is_first and self.machine.guard_holds(n[NODE_LIMIT]):
            return 0
        for i in range(n[NODE_COUNT]):
            least = min(least, self.cost[part[i]])
        return least if least >= DEAR else min(least + n[NODE_PRICE], DEAR - 1)

    cdef inline int64_t _gap(self, const int32_t* n) noexcept nogil:
        cdef const int32_t* t = self.terms + n[NODE_FIRST] * TERM_WIDTH
        cdef int64_t total = -<int64_t>n[NODE_LIMIT]
        cdef int32_t i
        for i in range(n[NODE_COUNT]):
            total += <int64_t>t[TERM_FACTOR] * self.machine.slots[t[TERM_SLOT]]
            t += TERM_WIDTH
        return total

    cdef int32_t _cheapest_gain(self, const int32_t* n, int64_t gap, int32_t* which) noexcept nogil:
        """What it costs at least to close a gap; `which` gets the node of the gain that does it."""
        cdef const int32_t* g = self.gains + n[NODE_FIRST_GAIN] * GAIN_WIDTH
        cdef int32_t i, least = DEAR
        cdef int64_t change, steps, price
        for i in range(n[NODE_GAINS]):
            price = self.cost[g[GAIN_NODE]]
            if price < least:
                if g[GAIN_HOW] == 1:
                    change = <int64_t>g[GAIN_FACTOR] * (<int64_t>self.machine.slots[g[GAIN_SLOT]] - g[GAIN_NUMBER])
                elif g[GAIN_HOW] == 2:
                    change = gap
                else:
                    change = -<int64_t>g[GAIN_FACTOR] * g[GAIN_NUMBER]
                if change > 0:
                    steps = (gap + change - 1) // change
                    if g[GAIN_HOW] == 3:
                        price += 1 + log2_of(steps)
                    else:
                        price += (steps - 1) * PRICE_OF_STEP
                    if price < least:
                        least = <int32_t>min(price, <int64_t>DEAR - 1)
                        if which != NULL:
                            which[0] = g[GAIN_NODE]
            g += GAIN_WIDTH
        return least

    cdef void _prefer(self, int32_t goal) noexcept nogil:
        """Mark what the cheapest way to a goal consists of, as priced last."""
        cdef int32_t top = 0, n, i, best, at
        cdef const int32_t* node
        self.stamp += 1
        if goal < 0:
            return
        self.stack[0] = self.goals[2 * goal]
        self.visited[self.stack[0]] = self.stamp
        top = 1
        while top:
            top -= 1
            at = self.stack[top]
            node = self.nodes + at * NODE_WIDTH
            if self.cost[at] == 0 or self.cost[at] >= DEAR:
                continue
            if node[NODE_MARKS] == MARK_CHOICE:
                self.preferred_choice[node[NODE_MARKED]] = self.stamp
            elif node[NODE_MARKS] == MARK_OUTCOME:
                self.preferred_outcome[node[NODE_MARKED]] = self.stamp
            elif node[NODE_MARKS] == MARK_SCENE:
                self.preferred_scene[node[NODE_MARKED]] = self.stamp
            best = -1
            if node[NODE_KIND] == NODE_SUM:
                self._cheapest_gain(node, self._gap(node), &best)
                if best >= 0:
                    top = self._push(best, top)
                continue
            for i in range(node[NODE_COUNT]):
                n = self.parts[node[NODE_FIRST] + i]
                if node[NODE_KIND] == NODE_ALL:
                    top = self._push(n, top)
                elif best < 0 or self.cost[n] < self.cost[best]:
                    best = n
            if best >= 0:
                top = self._push(best, top)

    cdef inline int32_t _push(self, int32_t node, int32_t top) noexcept nogil:
        if self.visited[node] == self.stamp:
            return top
        self.visited[node] = self.stamp
        self.stack[top] = node
        return top + 1
