# cython: language_level=3, boundscheck=False, wraparound=False, cdivision=True, embedsignature=True
# cython: auto_pickle=False, autotestdict=False, freethreading_compatible=True
"""The machine: one function that moves a flat block of integers on. It knows no names and no text.

`Code` is a program's numbers, checked once and then shared; `Machine` is a state and what moves it. Integers come in
(a choice's position) and small integers go out. What happens during a turn is written on a tape of integers, which the
play layer turns into a page; without recording the tape costs one branch for each change.
"""

cimport cython
from cpython.buffer cimport PyBUF_SIMPLE, PyBuffer_Release, PyObject_GetBuffer
from cpython.memoryview cimport PyMemoryView_FromMemory
from cpython.bytes cimport PyBytes_AS_STRING, PyBytes_FromStringAndSize, PyBytes_GET_SIZE
from libc.stdint cimport int16_t, int32_t, int64_t, uint16_t, uint32_t, uint64_t, uintptr_t
from libc.stdlib cimport calloc, free, malloc, realloc
from libc.string cimport memcpy, memset

include "layout.pxi"

cdef enum:
    BUDGET = 10_000  # scenes entered on one date in one turn before it counts as a circle
    LAST_DAY = 3_652_059  # 31 December 9999
    IS_ROUTINE = 1
    LEAVES = 2  # a value
    WRITES = 4  # slots
    SAYS = 8  # words
    MOST_STEPS = 2_000_000  # instructions that one routine may take, with all that it calls
    NEAR = 1_024  # slots that a batch resets by one copy; it notes which of the others were written
    MOST_NOTED = 4_096
    MOST_WEIGHED = 128  # storylets of one pick that are remembered until luck has drawn

include "luck.pxi"
include "digest.pxi"
include "plain.pxi"
include "schedule.pxi"
include "watch.pxi"
include "trace.pxi"
include "code.pxi"
include "fork.pxi"


cdef struct Counts:
    # How often scenes were entered, then choices taken, then outcomes drawn, in one row; and the first playthrough.
    int64_t* times
    uint64_t* first
    int64_t choices, outcomes  # where in the row those begin
    uint64_t number  # of the playthrough under way
    uint64_t* newest  # the highest number that was a first, where several playthroughs are under way at once, or NULL
    int64_t* fresh  # what was counted for the first time, or NULL; it has room for the whole row
    int64_t fresh_count


cdef inline void count(Counts* counts, int64_t what) noexcept nogil:
    if counts.times[what] == 0:
        counts.first[what] = counts.number
        if counts.fresh != NULL:
            counts.fresh[counts.fresh_count] = what
            counts.fresh_count += 1
        if counts.newest != NULL and counts.number > counts.newest[0]:
            counts.newest[0] = counts.number
    elif counts.newest != NULL and counts.number < counts.newest[0] and counts.number < counts.first[what]:
        counts.first[what] = counts.number  # a later playthrough, under way at the same time, was here before
    counts.times[what] += 1


cdef struct Tie:
    # The storylets from which one is picked: the one so far, and where luck weighs them all that were considered.
    int32_t best, least, priority, eligible
    int64_t total
    int64_t[MOST_WEIGHED] sums
    int32_t[MOST_WEIGHED] scenes


cdef extern from *:
    """
    /* Whether one of the values lies outside its range. Without branches, so that a compiler can take several at once;
       where it can, it writes this a second time for processors that take more of them, and chooses when loaded. */
    #if defined(__GNUC__) && !defined(__clang__) && defined(__x86_64__) && defined(__gnu_linux__) \\
        && !defined(__SANITIZE_ADDRESS__)
    __attribute__((target_clones("avx2", "default")))
    #endif
    static int32_t althist_leaves_bounds(
        const int32_t *restrict v, const int32_t *restrict low, const int32_t *restrict high, int32_t count)
    {
        int32_t found = 0;
        for (int32_t i = 0; i < count; i++)
            found |= (v[i] < low[i]) | (v[i] > high[i]);
        return found;
    }
    """
    int32_t althist_leaves_bounds(
        const int32_t* v, const int32_t* low, const int32_t* high, int32_t count) noexcept nogil


@cython.final
cdef class Machine:
    """A state of a program, and the one function that moves it on.

    Args:
        code: The program's numbers.
        records: Whether the tape is written. Without it no text, dispatch or change can be told afterwards.
        watches: Whether it remembers which storylets and rules hold, and asks only those of which something changed.
            What it does is the same. Not for a machine that records: it passes days on which nothing happens at once.
    """

    cdef Code code
    cdef int32_t* slots
    cdef int32_t* tape_words
    cdef int64_t tape_size, tape_room
    cdef bytes sound  # the last state that was made or found within its bounds: it need not be looked at again
    cdef bint records
    cdef bint writes_text
    cdef int32_t fault_kind, fault_at
    cdef int32_t stretch  # of the calendar, when a storylet was last picked
    cdef int32_t quiet_until  # until this date no storylet comes unless a rule runs
    cdef Counts* counts  # of the batch or search that this machine plays for, or NULL
    cdef unsigned char* touched  # by instruction, 1 where a fork of a text held and 2 where it did not, or NULL
    cdef Fork* fork  # of the search that says what luck draws, or NULL where luck does
    cdef bint reads  # whether texts are looked at without records, to count which way they go
    cdef const int32_t* forks_at  # of each instruction word what counts its condition in a text, or -1; or NULL
    cdef int32_t* noted  # far slots written since the start; more than MOST_NOTED means any
    cdef int32_t noted_count
    cdef Watch watch  # what storylets and rules read; None where they are asked every time
    cdef Watched watched
    cdef bint watches
    cdef Trace* trace  # of a pairing that tells the state after one choice from that after another, or NULL
    cdef const int32_t* scenes
    cdef const int32_t* choice_records
    cdef const int32_t* outcomes
    cdef const int32_t* instructions
    cdef const int32_t* low
    cdef const int32_t* high
    cdef const int32_t* meta

    def __cinit__(self, code: Code, records: bool = True, watches: bool = False):
        if records and watches:
            raise ValueError("a machine that records does not watch")
        self.code = code
        self.records = records
        self.slots = <int32_t*>malloc(code.slots * sizeof(int32_t))
        self.noted = <int32_t*>malloc(MOST_NOTED * sizeof(int32_t))
        if self.slots == NULL or self.noted == NULL:
            raise MemoryError
        memcpy(self.slots, code.part[SECTION_START], code.slots * sizeof(int32_t))
        self.slots[REGISTER_SCENE] = -1
        self.scenes = code.part[SECTION_SCENES]
        self.choice_records = code.part[SECTION_CHOICES]
        self.outcomes = code.part[SECTION_OUTCOMES]
        self.instructions = code.part[SECTION_CODE]
        self.low = code.part[SECTION_LOW]
        self.high = code.part[SECTION_HIGH]
        self.meta = code.part[SECTION_META]
        if watches:
            self.watch_out()

    def __dealloc__(self):
        free(self.slots)
        free(self.tape_words)
        free(self.noted)
        free(self.watched.stale)
        free(self.watched.wakes)

    cdef int watch_out(self) except -1:
        """Remember from now on which storylets and rules hold."""
        cdef int32_t words
        self.watch = self.code.watched()
        words = self.watch.words
        self.watched.stale = <uint64_t*>calloc(3 * words + 1, sizeof(uint64_t))
        self.watched.wakes = <int32_t*>malloc((self.watch.waiting_count + 1) * sizeof(int32_t))
        if self.watched.stale == NULL or self.watched.wakes == NULL:
            raise MemoryError
        self.watched.holding, self.watched.live = self.watched.stale + words, self.watched.stale + 2 * words
        self.watched.firsts, self.watched.readers = self.watch.firsts, self.watch.readers
        self.watched.date = -1
        self.watches = True
        return 0

    # ---- what Python may ask; nothing here changes the state or draws luck

    def slot(self, slot: int) -> int:
        """Return the value of one slot."""
        if not 0 <= slot < self.code.slots:
            raise IndexError(slot)
        return self.slots[slot]

    @property
    def status(self) -> int:
        """What the machine waits for: a `Status`."""
        return self.slots[REGISTER_STATUS]

    @property
    def fault(self) -> tuple[int, int]:
        """Why it stopped, as a `Fault`, and the instruction or scene where."""
        return self.fault_kind, self.fault_at

    def holds(self, guard: int) -> bool:
        """Return whether a guard holds now."""
        if not 0 <= guard < self.code.size[SECTION_GUARDS] // GUARD_WIDTH:
            raise IndexError(guard)
        return self.guard_holds(guard)

    def amount(self, amount: int) -> int:
        """Return the value of an amount now."""
        if not 0 <= amount < self.code.size[SECTION_AMOUNTS] // AMOUNT_WIDTH:
            raise IndexError(amount)
        return self.amount_of(amount)

    def open_choices(self) -> tuple[bool, ...]:
        """Return for each choice of the waiting scene whether it is open now."""
        cdef int32_t scene = self.slots[REGISTER_SCENE]
        cdef const int32_t* r
        cdef int i
        if scene < 0 or self.slots[REGISTER_STATUS] != STATUS_AWAITING:
            return ()
        r = self.scenes + scene * SCENE_WIDTH
        opened = [self.choice_is_open(r[SCENE_FIRST_CHOICE] + i) for i in range(r[SCENE_CHOICES])]
        opened += [self.offer_is_open(r, i) for i in range(self.offers_of(r))]
        return tuple(opened)

    def offers(self) -> list[int]:
        """Return the scenes that the waiting hub offers, whether open or not; they follow its own choices."""
        cdef int32_t scene = self.slots[REGISTER_SCENE]
        cdef const int32_t* r
        cdef int i
        if scene < 0 or self.slots[REGISTER_STATUS] != STATUS_AWAITING:
            return []
        r = self.scenes + scene * SCENE_WIDTH
        found = [self.offer(r, i)[STORYLET_SCENE] for i in range(self.offers_of(r))]
        return found

    def offers_left(self) -> int:
        """Return how many offers of the waiting hub can still be taken up; -1 is any number."""
        cdef int32_t scene = self.slots[REGISTER_SCENE]
        cdef int32_t hub = self.scenes[scene * SCENE_WIDTH + SCENE_HUB] if scene >= 0 else -1
        cdef int32_t most
        if hub < 0:
            return 0
        most = self.code.part[SECTION_HUBS][hub * HUB_WIDTH + HUB_MOST]
        return max(most - self.slots[REGISTER_TAKEN], 0) if most else -1

    def pieces(self, text: int) -> list[int]:
        """Return what a text says now, as a row of pieces: a string, or minus a format, its argument and its value."""
        cdef int64_t before = self.tape_size
        cdef int64_t i
        if text >= 0:
            return [text] if text else []
        if -text >= self.code.size[SECTION_CODE] or self.code.routines[-text] & ~SAYS != IS_ROUTINE:
            raise IndexError(text)
        self.write_text(text)
        found = [self.tape_words[i] for i in range(before, self.tape_size)]
        self.tape_size = before
        return found

    def weights(self, choice: int) -> tuple[int, ...]:
        """Return the weight of each outcome of a choice now, at least 0 each."""
        cdef const int32_t* r
        cdef int i
        if not 0 <= choice < self.code.size[SECTION_CHOICES] // CHOICE_WIDTH:
            raise IndexError(choice)
        r = self.choice_records + <int32_t>choice * CHOICE_WIDTH
        found = [self.outcome_weight(r[CHOICE_FIRST_OUTCOME] + i) for i in range(r[CHOICE_OUTCOMES])]
        return tuple(found)

    def forecast(self, choice: int) -> list[tuple[int, int, int]]:
        """Return what a choice would change by itself, before luck draws an outcome: slot, value now, value then."""
        cdef int32_t i
        cdef int32_t* now = self.try_choice(choice)
        found = [(i, now[i], self.slots[i]) for i in range(self.code.slots) if self.slots[i] != now[i]]
        self.take_back(now)
        return found

    def odds(self, choice: int) -> tuple[int, ...]:
        """Return the weight that each outcome of a choice would have when luck draws, at least 0 each."""
        cdef int32_t* now = self.try_choice(choice)
        found = self.weights(choice)
        self.take_back(now)
        return found

    cdef int32_t* try_choice(self, choice: int) except NULL:
        """Do what a choice does by itself, unrecorded; return the state as it was, for `take_back`."""
        cdef int32_t* now
        cdef const int32_t* r
        if not 0 <= choice < self.code.size[SECTION_CHOICES] // CHOICE_WIDTH:
            raise IndexError(choice)
        now = <int32_t*>malloc((self.code.slots + 4) * sizeof(int32_t))
        if now == NULL:
            raise MemoryError
        memcpy(now, self.slots, self.code.slots * sizeof(int32_t))
        now[self.code.slots] = self.records
        now[self.code.slots + 1] = self.noted_count
        now[self.code.slots + 2] = self.fault_kind
        now[self.code.slots + 3] = self.fault_at
        self.records = False
        r = self.choice_records + <int32_t>choice * CHOICE_WIDTH
        if r[CHOICE_CHOSEN]:
            self.slots[r[CHOICE_CHOSEN]] += 1
        self.execute(r[CHOICE_DO], NULL)
        return now

    cdef void take_back(self, int32_t* now) noexcept:
        """Be as before a choice was tried."""
        memcpy(self.slots, now, self.code.slots * sizeof(int32_t))
        self.records = now[self.code.slots]
        self.noted_count = now[self.code.slots + 1]
        self.fault_kind = now[self.code.slots + 2]
        self.fault_at = now[self.code.slots + 3]
        free(now)

    def tape(self) -> list[int]:
        """Return what has been written on the tape since it was last taken, and empty it."""
        cdef int64_t i
        found = [self.tape_words[i] for i in range(self.tape_size)]
        self.tape_size = 0
        return found

    # ---- the state as a value

    def snapshot(self) -> bytes:
        """Return the whole state."""
        self.sound = PyBytes_FromStringAndSize(<char*>self.slots, self.code.slots * sizeof(int32_t))
        return self.sound

    def restore(self, state: bytes) -> None:
        """Make `state` the state. The tape and the last fault are forgotten.

        Raises:
            ValueError: `state` is no state of this program.
        """
        cdef const int32_t* words = <const int32_t*>PyBytes_AS_STRING(state)
        if state is not self.sound:
            if PyBytes_GET_SIZE(state) != self.code.slots * <int>sizeof(int32_t):
                raise ValueError("not a state of this program")
            if althist_leaves_bounds(words, self.low, self.high, self.code.slots):
                raise ValueError("not a state of this program")
            self.sound = state
        memcpy(self.slots, words, self.code.slots * sizeof(int32_t))
        self.forget()
        self.tape_size = 0
        self.fault_kind = FAULT_NONE

    def digest(self) -> int:
        """Return the XXH64 of the snapshot: 64 bits that depend on every slot."""
        return digest_of(<const uint32_t*>self.slots, self.code.slots)

    cdef inline void forget(self) noexcept nogil:
        """Take nothing for known: all slots were written from without."""
        self.noted_count = MOST_NOTED + 1
        self.watched.date = -1

    cdef void become(self, Machine other) noexcept nogil:
        """Take over the whole state of another machine of the same program."""
        memcpy(self.slots, other.slots, self.code.slots * sizeof(int32_t))
        self.forget()
        self.stretch, self.quiet_until = other.stretch, other.quiet_until
        self.fault_kind, self.fault_at = other.fault_kind, other.fault_at

    # ---- what moves it

    def begin(self, seed: int, persons: int, policy: int = 0) -> int:
        """Begin a playthrough and go on to the first decision.

        Args:
            seed: 64 bits without sign.
            persons: One bit a seat, set where a person sits.
            policy: How the other seats decide: a `Policy`.

        Returns:
            What the machine waits for: a `Status`.

        Raises:
            ValueError: There is no such policy.
        """
        cdef uint64_t bits = seed, seats = persons & 0xFFFFFFFFFFFFFFFF
        cdef int32_t others = policy
        if not 0 <= policy < POLICY_WIDTH:
            raise ValueError("there is no such policy")
        with nogil:
            self.start(bits, seats, others)
            self.go_on(self.meta[META_FIRST_SCENE])
        return self.slots[REGISTER_STATUS]

    def choose(self, int32_t position) -> int:
        """Commit the choice at `position` (from 0) of the waiting scene and go on to the next decision.

        A hub's offers stand behind its own choices. Where everything is locked, the position behind the last goes on
        without any choice.

        Returns:
            What the machine waits for: a `Status`.

        Raises:
            ValueError: Nothing waits, there is no such choice, or it is locked.
        """
        cdef int32_t scene = self.slots[REGISTER_SCENE]
        cdef const int32_t* r
        cdef int32_t own, last
        if scene < 0 or self.slots[REGISTER_STATUS] != STATUS_AWAITING:
            raise ValueError("nothing waits for a decision")
        r = self.scenes + scene * SCENE_WIDTH
        own = r[SCENE_CHOICES]
        last = own + self.offers_of(r)
        if not 0 <= position <= last:
            raise ValueError("there is no such choice")
        if position == last:
            if self.first_open(r) >= 0 or self.has_offer(r):
                raise ValueError("there is no such choice")
        elif not self.position_is_open(r, position):
            raise ValueError("this choice is locked" if position < own else "this offer is closed")
        with nogil:
            self.take_position(r, position)
        return self.slots[REGISTER_STATUS]

    cdef void start(self, uint64_t seed, uint64_t persons, int32_t policy) noexcept nogil:
        """Be at the beginning of a playthrough, before its first scene."""
        cdef int i
        self.reset()
        self.slots[REGISTER_SCENE] = -1
        self.slots[REGISTER_HUB] = -1
        self.slots[REGISTER_SEED_LOW] = <int32_t><uint32_t>seed
        self.slots[REGISTER_SEED_HIGH] = <int32_t><uint32_t>(seed >> 32)
        self.slots[REGISTER_POLICY] = policy
        for i in range(self.code.seats):
            self.slots[REGISTER_FIRST_SEAT + i] = i < 64 and (persons >> i) & 1
        self.tape_size = 0
        self.fault_kind = FAULT_NONE
        self.fault_at = 0

    cdef void reset(self) noexcept nogil:
        """Give every slot its first value; in a large state only those that were written since this was last done."""
        cdef const int32_t* first = self.code.part[SECTION_START]
        cdef int32_t i
        if self.noted_count > MOST_NOTED or self.code.slots <= NEAR:
            memcpy(self.slots, first, self.code.slots * sizeof(int32_t))
        else:
            memcpy(self.slots, first, NEAR * sizeof(int32_t))
            for i in range(self.noted_count):
                self.slots[self.noted[i]] = first[self.noted[i]]
        self.noted_count = 0
        self.watched.date = -1

    cdef inline void note(self, int32_t slot) noexcept nogil:
        """Remember that a slot was written. Registers need no note: a start writes each of them."""
        if self.watches:
            ask_again(&self.watched, slot)
        if self.trace != NULL:
            trace_write(self.trace, slot, self.slots[slot])
        if slot >= NEAR and self.noted_count <= MOST_NOTED:
            if self.noted_count < MOST_NOTED:
                self.noted[self.noted_count] = slot
            self.noted_count += 1

    cdef inline bint position_is_open(self, const int32_t* r, int32_t position) noexcept nogil:
        if position < r[SCENE_CHOICES]:
            return self.choice_is_open(r[SCENE_FIRST_CHOICE] + position)
        return self.offer_is_open(r, position - r[SCENE_CHOICES])

    cdef void take_position(self, const int32_t* r, int32_t position) noexcept nogil:
        """Do what a person decides in the waiting scene, and go on to the next decision."""
        cdef int32_t own = r[SCENE_CHOICES], last = own + self.offers_of(r)
        self.slots[REGISTER_DECISIONS] += 1
        if own <= position < last:
            self.go_on(self.take(r, position - own, True))
            return
        if r[SCENE_HUB] >= 0:
            self.slots[REGISTER_HUB] = -1
        self.go_on(self.commit(
            self.slots[REGISTER_SCENE], r[SCENE_FIRST_CHOICE] + position if position < own else -1, True
        ))

    # ---- a turn

    cdef void go_on(self, int32_t scene) noexcept nogil:
        """Enter `scene`, or what the scheduler picks for -1, and so on until a person must decide or all is over."""
        cdef int32_t budget = BUDGET
        cdef const int32_t* r
        self.slots[REGISTER_STATUS] = STATUS_AWAITING
        self.quiet_until = -1
        while self.fault_kind == FAULT_NONE:
            if self.fork != NULL:
                if self.fork.rolls_back:
                    return
                if self.fork.has_branched and self.fork.stops:
                    self.keep_for_fork(scene)
            if scene < 0 and self.slots[REGISTER_HUB] >= 0:
                scene = self.back_to_hub()
                if scene < 0 and self.slots[REGISTER_HUB] >= 0:
                    return
            if scene < 0 and self.slots[REGISTER_DATE] > self.quiet_until:
                scene = self.pick()
            if scene < 0:
                if self.slots[REGISTER_DATE] > self.meta[META_END] - self.meta[META_STEP]:
                    self.slots[REGISTER_SCENE] = -1
                    self.slots[REGISTER_STATUS] = STATUS_EXHAUSTED
                    return
                self.tick()
                budget = BUDGET
                continue
            budget -= 1
            if budget == 0:
                self.fail(FAULT_CIRCLE, scene)
                break
            r = self.scenes + scene * SCENE_WIDTH
            self.enter(scene, r)
            if r[SCENE_IS_ENDING]:
                self.slots[REGISTER_STATUS] = STATUS_ENDED
                return
            if r[SCENE_IS_SHOWN] and self.is_for_person(r[SCENE_SEAT]):
                return
            if r[SCENE_HUB] >= 0:
                scene = -1
                continue
            scene = self.commit(scene, self.decide(r), False)
        self.slots[REGISTER_STATUS] = STATUS_FAULT

    cdef void fail(self, int32_t kind, int32_t at) noexcept nogil:
        if self.fault_kind == FAULT_NONE:
            self.fault_kind = kind
            self.fault_at = at

    cdef bint is_for_person(self, int32_t seat) noexcept nogil:
        cdef int i
        if seat >= 0:
            return self.slots[REGISTER_FIRST_SEAT + seat] != 0
        for i in range(self.code.seats):
            if self.slots[REGISTER_FIRST_SEAT + i]:
                return True
        return False

    cdef void enter(self, int32_t scene, const int32_t* r) noexcept nogil:
        self.slots[REGISTER_SCENE] = scene
        self.slots[REGISTER_ENTERED] += 1
        self.slots[r[SCENE_VISITS]] += self.slots[r[SCENE_VISITS]] < self.high[r[SCENE_VISITS]]  # slot 0 stays 0
        if r[SCENE_HUB] >= 0:
            self.slots[REGISTER_HUB] = scene
            self.slots[REGISTER_TAKEN] = 0
        if r[SCENE_LAST]:
            self.slots[r[SCENE_LAST]] = self.slots[REGISTER_DATE]
        if r[SCENE_ORDER]:
            self.slots[r[SCENE_ORDER]] = self.slots[REGISTER_ENTERED]
        self.note(r[SCENE_VISITS])
        self.note(r[SCENE_LAST])
        self.note(r[SCENE_ORDER])
        if self.counts != NULL:
            count(self.counts, scene)
        if self.records:
            self.write2(EVENT_ENTER, 1, scene)
        self.execute(r[SCENE_DO], NULL)
        if self.records or self.reads:
            self.send(r[SCENE_FIRST_DISPATCH], r[SCENE_DISPATCHES], r[SCENE_SEAT])

    cdef int32_t pick(self) noexcept nogil:
        """The storylet that comes next, or -1. Of the highest priority at which one may happen: the one least recently
        seen, or one by weighted luck, as the module says; among equals the first in the files."""
        cdef const Stretch* stretch
        cdef const int64_t* first
        cdef const int32_t* m
        cdef const int32_t* end
        cdef const Storylet* s
        cdef Tie tie
        tie.best, tie.eligible, tie.total = -1, 0, 0
        if self.watches:
            return self.pick_watched(&tie)
        stretch = self.find_stretch()
        first = self.lists_of(stretch)
        m, end = self.code.schedule.members + first[0], self.code.schedule.members + first[1]
        while m < end:
            s = self.code.schedule.storylets + m[0]
            m += 1
            if tie.best >= 0 and s.priority != tie.priority:
                break
            if self.may_be_picked(s):
                self.consider(s, &tie)
        if tie.best < 0 and stretch.is_timeless:
            self.quiet_until = stretch[1].start - 1
        return self.picked(&tie)

    cdef inline const int64_t* lists_of(self, const Stretch* stretch) noexcept nogil:
        """Where the list of storylets that may come now begins; behind it stands where it ends."""
        cdef const int64_t* first = self.code.schedule.firsts + stretch.lists
        if stretch.key:
            first += min(max(self.slots[stretch.key], stretch.low), stretch.high) - stretch.low
        return first

    cdef inline void consider(self, const Storylet* s, Tie* tie) noexcept nogil:
        """Take a storylet that may be picked among those from which one is."""
        cdef int64_t share
        cdef int32_t order
        if self.meta[META_TIES_BY_WEIGHT]:
            share = self.amount_of(s.weight)
            tie.total += share if share > 0 else 0
            if tie.eligible < MOST_WEIGHED:
                tie.sums[tie.eligible], tie.scenes[tie.eligible] = tie.total, s.scene
            tie.eligible += 1
            if tie.best < 0:
                tie.best, tie.priority = s.scene, s.priority
        else:
            order = self.slots[s.order]
            if tie.best < 0 or order < tie.least:
                tie.best, tie.least, tie.priority = s.scene, order, s.priority

    cdef inline int32_t picked(self, const Tie* tie) noexcept nogil:
        """The one that is picked of those considered, or -1."""
        if tie.total <= 0 or tie.eligible <= 1:
            return tie.best
        if self.fork != NULL:
            return self.fork_tie(self.lists_of(self.find_stretch()), tie.priority, tie.total)
        return self.by_weight(tie)

    cdef int32_t by_weight(self, const Tie* tie) noexcept nogil:
        cdef int64_t drawn = self.draw_below(
            tie.total, self.meta[META_TIES_DRAWS], self.meta[META_TIES_NAME_LOW], self.meta[META_TIES_NAME_HIGH]
        )
        cdef const int64_t* first
        cdef int64_t share, i
        cdef const Storylet* s
        if tie.eligible <= MOST_WEIGHED:
            for i in range(tie.eligible):
                if drawn < tie.sums[i]:
                    return tie.scenes[i]
        first = self.lists_of(self.find_stretch())
        for i in range(first[0], first[1]):  # more than were remembered: ask again
            s = self.code.schedule.storylets + self.code.schedule.members[i]
            if s.priority == tie.priority and self.may_be_picked(s):
                share = self.amount_of(s.weight)
                drawn -= share if share > 0 else 0
                if drawn < 0:
                    return s.scene
        return tie.best

    cdef const Stretch* find_stretch(self) noexcept nogil:
        """The stretch of the calendar that today is in."""
        cdef const Stretch* stretches = self.code.schedule.stretches
        cdef int32_t date = self.slots[REGISTER_DATE]
        if date < stretches[self.stretch].start:
            self.stretch = 0
        while self.stretch + 1 < self.code.schedule.stretch_count and date >= stretches[self.stretch + 1].start:
            self.stretch += 1
        return stretches + self.stretch

    cdef inline bint may_be_picked(self, const Storylet* s) noexcept nogil:
        """Whether the scheduler may pick a storylet of its lists; of hubs only one that has something to offer."""
        return self.is_in_time(s) and (s.hub < 0 or self.has_offer(self.scenes + s.scene * SCENE_WIDTH))

    cdef inline bint is_in_time(self, const Storylet* s) noexcept nogil:
        """Whether a storylet may come by its limits and its guard."""
        cdef const int32_t* v = self.slots
        cdef int32_t date = v[REGISTER_DATE]
        cdef const Quick* q
        if s.most and v[s.visits] >= s.most:
            return False
        if date < s.since or date > s.until:
            return False
        if s.cooldown and v[s.last] and date - v[s.last] < s.cooldown:
            return False
        q = self.code.schedule.quick + s.guard
        return quick_holds(q, v) if q.is_quick else self.guard_holds(s.guard)

    # ---- watching

    cdef int32_t pick_watched(self, Tie* tie) noexcept nogil:
        """As `pick`, but only those are asked of which it is not known whether they may come."""
        cdef Watched* w = &self.watched
        cdef const Storylet* s
        cdef uint64_t found, bit
        cdef int32_t i
        self.come_to_date()
        for i in range(self.watch.rule_word):
            w.stale[i] |= self.watch.restless[i]
            found = w.live[i] & (w.stale[i] | w.holding[i])
            while found:
                bit = found & (~found + 1)
                found ^= bit
                s = self.code.schedule.storylets + 64 * i + althist_lowest(bit)
                if tie.best >= 0 and s.priority != tie.priority:
                    return self.picked(tie)
                if w.stale[i] & bit and not self.ask_storylet(s, i, bit):
                    continue
                if s.hub < 0 or self.has_offer(self.scenes + s.scene * SCENE_WIDTH):
                    self.consider(s, tie)
        return self.picked(tie)

    cdef bint ask_storylet(self, const Storylet* s, int32_t word, uint64_t bit) noexcept nogil:
        """Ask whether a storylet may come, but for what a hub has to offer, and remember it."""
        cdef Watched* w = &self.watched
        cdef int32_t place = self.watch.waiting[64 * word + althist_lowest(bit)]
        cdef int32_t last = self.slots[s.last] if s.cooldown else 0
        cdef bint may = self.is_in_time(s)
        w.stale[word] &= ~bit
        w.holding[word] = w.holding[word] | bit if may else w.holding[word] & ~bit
        if place >= 0:
            w.wakes[place] = NO_DATE
            if last:
                self.wake_at(place, <int64_t>last + s.cooldown)
            self.wake_by(place, s.guard)
        return may

    cdef bint ask_rule(self, const int32_t* r, int32_t word, uint64_t bit) noexcept nogil:
        """Ask whether a rule's guard holds, and remember it."""
        cdef Watched* w = &self.watched
        cdef int32_t place = self.watch.waiting[64 * word + althist_lowest(bit)]
        cdef bint may = self.guard_holds(r[RULE_GUARD])
        w.stale[word] &= ~bit
        w.holding[word] = w.holding[word] | bit if may else w.holding[word] & ~bit
        if place >= 0:
            w.wakes[place] = NO_DATE
            self.wake_by(place, r[RULE_GUARD])
        return may

    cdef inline void wake_at(self, int32_t place, int64_t date) noexcept nogil:
        """Let what waits be asked again on a date, if that is to come and no other comes first."""
        cdef Watched* w = &self.watched
        if self.slots[REGISTER_DATE] < date < w.wakes[place]:
            w.wakes[place] = <int32_t>date
            w.wake = min(w.wake, <int32_t>date)

    cdef void wake_by(self, int32_t place, int32_t guard) noexcept nogil:
        """Let what waits be asked again when a comparison of its guard with the date has another answer."""
        cdef const int32_t* g = self.code.part[SECTION_GUARDS] + guard * GUARD_WIDTH
        cdef const int32_t* a = self.code.part[SECTION_ATOMS] + g[GUARD_FIRST] * ATOM_WIDTH
        cdef int32_t _number
        if g[GUARD_FORM] != FORM_ALL and g[GUARD_FORM] != FORM_ANY:
            return
        for _number in range(g[GUARD_COUNT]):
            if a[ATOM_A] == REGISTER_DATE or a[ATOM_B] == REGISTER_DATE:
                self.wake_at(place, turning_date(a, self.slots))
            a += ATOM_WIDTH

    cdef void come_to_date(self) noexcept nogil:
        """Bring up to today what is remembered."""
        cdef Watched* w = &self.watched
        cdef int32_t date = self.slots[REGISTER_DATE], i, bit
        cdef const Edge* edge
        if w.date == date:
            return
        if w.date < 0 or w.date > date:
            memset(w.stale, 0xFF, self.watch.words * sizeof(uint64_t))
            memset(w.holding, 0, 2 * self.watch.words * sizeof(uint64_t))
            for i in range(self.watch.waiting_count):
                w.wakes[i] = NO_DATE
            w.wake, w.edge, w.due = NO_DATE, 0, self.next_due()
        w.date = date
        edge = self.watch.edges + w.edge
        while edge.date <= date:
            w.live[edge.word] = (w.live[edge.word] | edge.opens) & ~edge.closes
            w.stale[edge.word] |= edge.opens | edge.asks
            edge += 1
        w.edge = <int32_t>(edge - self.watch.edges)
        for i in range(self.watch.words):
            w.stale[i] |= self.watch.daily[i]
        if date >= w.wake:
            w.wake = NO_DATE
            for i in range(self.watch.waiting_count):
                if w.wakes[i] <= date:
                    bit = self.watch.waiting_bits[i]
                    w.stale[bit >> 6] |= <uint64_t>1 << (bit & 63)
                    w.wakes[i] = NO_DATE
                w.wake = min(w.wake, w.wakes[i])

    cdef int32_t days_to_pass(self) noexcept nogil:
        """How far the clock goes at once, when no storylet comes today: as long as nothing can come and no rule run."""
        cdef const Watched* w = &self.watched
        cdef int32_t i, step = self.meta[META_STEP], date = self.slots[REGISTER_DATE], last, steps
        for i in range(self.watch.words):
            if w.live[i] & ~self.watch.timed[i] & (
                w.holding[i] | w.stale[i] | self.watch.daily[i] | self.watch.restless[i]
            ):
                return step
        last = min(min(w.wake, w.due), min(self.watch.edges[w.edge].date, self.meta[META_END]))
        steps = (last - date + step - 1) / step
        while steps > 1 and date + (steps - 1) * step > self.meta[META_END] - step:
            steps -= 1
        return max(steps, 1) * step

    cdef int32_t next_due(self) noexcept nogil:
        """The next date on which a rule is due that runs only on some; NO_DATE where there is none."""
        cdef const int32_t* r = self.code.part[SECTION_RULES]
        cdef const int32_t* end = r + self.code.size[SECTION_RULES]
        cdef int32_t date = self.slots[REGISTER_DATE], first = self.code.part[SECTION_START][REGISTER_DATE], day
        cdef int64_t found = NO_DATE if date >= first else date + 1
        while r < end:
            if r[RULE_EVERY] < 0:
                day = date + 1
                while month_of(day) == month_of(date):
                    day += 1
                found = min(found, <int64_t>day)
            elif r[RULE_EVERY]:
                found = min(found, first + ((date - first) / r[RULE_EVERY] + <int64_t>1) * r[RULE_EVERY])
            r += RULE_WIDTH
        return <int32_t>found

    cdef void run_watched(self, int32_t before) noexcept nogil:
        """Run the rules that are due, one after another; what one does may let a later one hold."""
        cdef Watched* w = &self.watched
        cdef const int32_t* r
        cdef uint64_t found, bit, passed
        cdef int32_t i
        cdef bint is_due = self.slots[REGISTER_DATE] >= w.due or w.date < 0
        if is_due:
            w.due = self.next_due()
        self.come_to_date()
        for i in range(self.watch.rule_word, self.watch.words):
            passed = 0 if is_due else self.watch.timed[i]
            while True:
                w.stale[i] |= self.watch.restless[i]
                found = w.live[i] & (w.stale[i] | w.holding[i]) & ~passed
                if not found:
                    break
                bit = found & (~found + 1)
                passed |= bit | (bit - 1)
                r = self.code.part[SECTION_RULES] + (
                    64 * (i - self.watch.rule_word) + althist_lowest(bit)
                ) * RULE_WIDTH
                if self.is_due(r, before) and (not w.stale[i] & bit or self.ask_rule(r, i, bit)):
                    self.run(r)

    cdef bint may_happen(self, const int32_t* r) noexcept nogil:
        cdef int32_t date = self.slots[REGISTER_DATE]
        cdef const int32_t* scene
        cdef int32_t last
        if date < r[STORYLET_FROM] or date > r[STORYLET_UNTIL]:
            return False
        scene = self.scenes + r[STORYLET_SCENE] * SCENE_WIDTH
        if r[STORYLET_MOST] and self.slots[scene[SCENE_VISITS]] >= r[STORYLET_MOST]:
            return False
        if r[STORYLET_COOLDOWN]:
            last = self.slots[scene[SCENE_LAST]]
            if last and date - last < r[STORYLET_COOLDOWN]:
                return False
        return self.guard_holds(r[STORYLET_GUARD])

    # ---- hubs

    cdef inline int32_t offers_of(self, const int32_t* r) noexcept nogil:
        return self.code.part[SECTION_HUBS][r[SCENE_HUB] * HUB_WIDTH + HUB_OFFERS] if r[SCENE_HUB] >= 0 else 0

    cdef inline const int32_t* offer(self, const int32_t* r, int32_t number) noexcept nogil:
        cdef int32_t first = self.code.part[SECTION_HUBS][r[SCENE_HUB] * HUB_WIDTH + HUB_FIRST_OFFER]
        return self.code.part[SECTION_STORYLETS] + self.code.part[SECTION_OFFERS][first + number] * STORYLET_WIDTH

    cdef bint offer_is_open(self, const int32_t* r, int32_t number) noexcept nogil:
        cdef int32_t most = self.code.part[SECTION_HUBS][r[SCENE_HUB] * HUB_WIDTH + HUB_MOST]
        if most and self.slots[REGISTER_HUB] >= 0 and self.slots[REGISTER_TAKEN] >= most:
            return False
        return self.may_happen(self.offer(r, number))

    cdef bint has_offer(self, const int32_t* r) noexcept nogil:
        cdef int i
        for i in range(self.offers_of(r)):
            if self.offer_is_open(r, i):
                return True
        return False

    cdef int32_t take(self, const int32_t* r, int32_t number, bint by_person) noexcept nogil:
        cdef int32_t scene = self.offer(r, number)[STORYLET_SCENE]
        self.slots[REGISTER_TAKEN] += 1
        if self.records:
            self.write2(EVENT_TAKE, 3, self.slots[REGISTER_HUB])
            self.write(scene)
            self.write(by_person)
        return scene

    cdef int32_t back_to_hub(self) noexcept nogil:
        """Go back to the open hub: wait there for a person, or return what follows from what the policy takes there, an
        offer or one of the hub's own choices. A hub whose offers are used up closes."""
        cdef int32_t hub = self.slots[REGISTER_HUB], i, number, first = -1, own, last
        cdef const int32_t* r = self.scenes + hub * SCENE_WIDTH
        cdef int64_t total = 0, drawn
        if r[SCENE_HUB] < 0 or not self.has_offer(r):
            self.slots[REGISTER_HUB] = -1
            return -1
        if self.is_for_person(r[SCENE_SEAT]):
            self.slots[REGISTER_SCENE] = hub
            return -1
        own, last = r[SCENE_CHOICES], r[SCENE_CHOICES] + self.offers_of(r)
        if self.slots[REGISTER_POLICY] == POLICY_OTL:
            for i in range(own):
                if self.choice_records[(r[SCENE_FIRST_CHOICE] + i) * CHOICE_WIDTH + CHOICE_IS_OTL]:
                    if self.choice_is_open(r[SCENE_FIRST_CHOICE] + i):
                        return self.take_in_hub(hub, r, i)
        for i in range(last):
            if self.position_is_open(r, i):
                first = i if first < 0 and i >= own else first
                total += self.share_in_hub(r, i)
        if total <= 0 or self.slots[REGISTER_POLICY] == POLICY_OTL:
            return self.take_in_hub(hub, r, first)
        if self.fork != NULL:
            return self.take_in_hub(hub, r, self.fork_in_hub(r, total))
        drawn = self.draw_below(
            total, r[SCENE_POLICY_DRAWS], r[SCENE_POLICY_NAME_LOW], r[SCENE_POLICY_NAME_HIGH]
        )
        for number in range(own, own + last):  # offers before the hub's own choices
            i = number if number < last else number - last
            if self.position_is_open(r, i):
                drawn -= self.share_in_hub(r, i)
                if drawn < 0:
                    return self.take_in_hub(hub, r, i)
        return self.take_in_hub(hub, r, first)

    cdef int64_t share_in_hub(self, const int32_t* r, int32_t position) noexcept nogil:
        """The weight with which the policy takes what stands at a position of a hub."""
        cdef int32_t own = r[SCENE_CHOICES]
        cdef int64_t share
        if position < own:
            share = self.amount_of(
                self.choice_records[(r[SCENE_FIRST_CHOICE] + position) * CHOICE_WIDTH + CHOICE_CLOSING]
            )
        else:
            share = self.amount_of(self.offer(r, position - own)[STORYLET_WEIGHT])
        return share if share > 0 else 0

    cdef int32_t take_in_hub(self, int32_t hub, const int32_t* r, int32_t position) noexcept nogil:
        """Take up an offer, or close the hub by one of its own choices; return what follows, or -1."""
        if position >= r[SCENE_CHOICES]:
            return self.take(r, position - r[SCENE_CHOICES], False)
        self.slots[REGISTER_HUB] = -1
        return self.commit(hub, r[SCENE_FIRST_CHOICE] + position, False)

    # ---- the clock

    cdef void tick(self) noexcept nogil:
        cdef const int32_t* r = self.code.part[SECTION_RULES]
        cdef const int32_t* end = r + self.code.size[SECTION_RULES]
        cdef int32_t before
        self.slots[REGISTER_DATE] += self.days_to_pass() if self.watches else self.meta[META_STEP]
        before = self.slots[REGISTER_DATE] - self.meta[META_STEP]
        if self.records:
            self.write2(EVENT_TICK, 1, self.slots[REGISTER_DATE])
        if self.watches:
            self.run_watched(before)
            return
        while r < end:
            if self.is_due(r, before) and self.guard_holds(r[RULE_GUARD]):
                self.run(r)
            r += RULE_WIDTH

    cdef inline bint is_due(self, const int32_t* r, int32_t before) noexcept nogil:
        """Whether a rule's time has come since the date before today's."""
        cdef int32_t date = self.slots[REGISTER_DATE], first = self.code.part[SECTION_START][REGISTER_DATE]
        if r[RULE_EVERY] == 0:
            return True
        if r[RULE_EVERY] < 0:
            return month_of(date) != month_of(before)
        return (date - first) / r[RULE_EVERY] != (before - first) / r[RULE_EVERY]

    cdef inline void run(self, const int32_t* r) noexcept nogil:
        self.quiet_until = -1
        self.execute(r[RULE_DO], NULL)
        if self.records or self.reads:
            self.send(r[RULE_FIRST_DISPATCH], r[RULE_DISPATCHES], -1)

    cdef int32_t decide(self, const int32_t* r) noexcept nogil:
        """What the policy of an unmanned seat takes; -1 where no choice is open."""
        cdef int32_t first = r[SCENE_FIRST_CHOICE], count = r[SCENE_CHOICES], i
        cdef int64_t total = 0, share, drawn
        if count == 1:
            return self.first_open(r)
        if self.slots[REGISTER_POLICY] == POLICY_OTL:
            for i in range(first, first + count):
                if self.choice_records[i * CHOICE_WIDTH + CHOICE_IS_OTL] and self.choice_is_open(i):
                    return i
        for i in range(first, first + count):
            if self.choice_is_open(i):
                share = self.amount_of(self.choice_records[i * CHOICE_WIDTH + CHOICE_LEAN])
                total += share if share > 0 else 0
        if total > 0 and self.fork != NULL:
            return self.fork_policy(r, total)
        if total > 0:
            drawn = self.draw_below(
                total, r[SCENE_POLICY_DRAWS], r[SCENE_POLICY_NAME_LOW], r[SCENE_POLICY_NAME_HIGH]
            )
            for i in range(first, first + count):
                if self.choice_is_open(i):
                    share = self.amount_of(self.choice_records[i * CHOICE_WIDTH + CHOICE_LEAN])
                    drawn -= share if share > 0 else 0
                    if drawn < 0:
                        return i
        return self.first_open(r)

    cdef int32_t first_open(self, const int32_t* r) noexcept nogil:
        cdef int i
        for i in range(r[SCENE_FIRST_CHOICE], r[SCENE_FIRST_CHOICE] + r[SCENE_CHOICES]):
            if self.choice_is_open(i):
                return i
        return -1

    cdef int32_t commit(self, int32_t scene, int32_t choice, bint by_person) noexcept nogil:
        """Do what a choice does, or nothing for -1; return the scene that it leads to, or -1."""
        cdef const int32_t* r
        cdef const int32_t* o
        cdef int32_t seat = self.scenes[scene * SCENE_WIDTH + SCENE_SEAT]
        cdef int32_t outcome, following
        cdef bint is_told = (self.records or self.reads) and self.is_for_person(seat)
        if self.records:
            self.write2(EVENT_DECIDE, 4, scene)
            self.write(choice)
            self.write(seat)
            self.write(by_person)
        if choice < 0:
            return -1
        r = self.choice_records + choice * CHOICE_WIDTH
        if self.counts != NULL:
            count(self.counts, self.counts.choices + choice)
        if r[CHOICE_CHOSEN]:
            self.slots[r[CHOICE_CHOSEN]] += 1
            self.note(r[CHOICE_CHOSEN])
        self.execute(r[CHOICE_DO], NULL)
        if is_told and r[CHOICE_TEXT]:
            self.tell(seat, r[CHOICE_TEXT])
        if self.records or self.reads:
            self.send(r[CHOICE_FIRST_DISPATCH], r[CHOICE_DISPATCHES], seat)
        if r[CHOICE_OUTCOMES]:
            outcome = self.draw_outcome(r)
            if self.counts != NULL:
                count(self.counts, self.counts.outcomes + outcome)
            o = self.outcomes + outcome * OUTCOME_WIDTH
            if self.records:
                self.write2(EVENT_OUTCOME, 1, outcome)
            self.execute(o[OUTCOME_DO], NULL)
            if is_told and o[OUTCOME_TEXT]:
                self.tell(seat, o[OUTCOME_TEXT])
            if self.records or self.reads:
                self.send(o[OUTCOME_FIRST_DISPATCH], o[OUTCOME_DISPATCHES], seat)
            following = self.divert(o[OUTCOME_FIRST_DIVERT], o[OUTCOME_DIVERTS])
            if following >= 0:
                return following
        return self.divert(r[CHOICE_FIRST_DIVERT], r[CHOICE_DIVERTS])

    cdef int32_t draw_outcome(self, const int32_t* r) noexcept nogil:
        cdef int32_t first = r[CHOICE_FIRST_OUTCOME], i
        cdef int64_t total = 0, drawn
        for i in range(first, first + r[CHOICE_OUTCOMES]):
            total += self.outcome_weight(i)
        if total <= 0:
            return first
        if self.fork != NULL:
            return self.fork_outcome(r, total)
        drawn = self.draw_below(total, r[CHOICE_DRAWS], r[CHOICE_NAME_LOW], r[CHOICE_NAME_HIGH])
        for i in range(first, first + r[CHOICE_OUTCOMES]):
            drawn -= self.outcome_weight(i)
            if drawn < 0:
                return i
        return first

    cdef inline int64_t outcome_weight(self, int32_t outcome) noexcept nogil:
        cdef int64_t share = self.amount_of(self.outcomes[outcome * OUTCOME_WIDTH + OUTCOME_WEIGHT])
        return share if share > 0 else 0

    cdef int32_t divert(self, int32_t first, int32_t count) noexcept nogil:
        cdef const int32_t* r = self.code.part[SECTION_DIVERTS] + first * DIVERT_WIDTH
        cdef int _number
        for _number in range(count):
            if self.guard_holds(r[DIVERT_GUARD]):
                return r[DIVERT_SCENE]
            r += DIVERT_WIDTH
        return -1

    cdef int64_t draw_below(self, int64_t total, int32_t counter, int32_t low, int32_t high) noexcept nogil:
        """A number from 0 to total - 1: the upper 64 bits of luck times `total`. Advances the event's own counter."""
        cdef uint64_t seed = <uint32_t>self.slots[REGISTER_SEED_LOW] | (
            <uint64_t><uint32_t>self.slots[REGISTER_SEED_HIGH] << 32
        )
        cdef uint64_t name = <uint32_t>low | (<uint64_t><uint32_t>high << 32)
        cdef uint64_t drawn = luck(seed, name, <uint64_t>self.slots[counter])
        if counter:
            self.slots[counter] += 1
            self.note(counter)
        return <int64_t>upper_product(drawn, <uint64_t>total)

    # ---- luck told beforehand, for searches

    cdef void keep_for_fork(self, int32_t scene) noexcept nogil:
        """Keep the state before `scene` is entered, in case that luck has to draw again before the turn is over."""
        memcpy(self.fork.kept, self.slots, self.code.slots * sizeof(int32_t))
        self.fork.pending = scene
        self.fork.kept_count = self.fork.count
        self.fork.has_kept = True
        self.fork.logged = self.counts.fresh_count if self.counts != NULL else 0

    cdef int32_t fork_outcome(self, const int32_t* r, int64_t total) noexcept nogil:
        cdef int32_t first = r[CHOICE_FIRST_OUTCOME], i
        cdef Weighing w = weighing(self.fork, total)
        for i in range(first, first + r[CHOICE_OUTCOMES]):
            weigh(&w, i, self.outcome_weight(i))
        return self.fork_drawn(&w, r[CHOICE_DRAWS], r[CHOICE_NAME_LOW], r[CHOICE_NAME_HIGH])

    cdef int32_t fork_policy(self, const int32_t* r, int64_t total) noexcept nogil:
        cdef int32_t first = r[SCENE_FIRST_CHOICE], i
        cdef Weighing w = weighing(self.fork, total)
        for i in range(first, first + r[SCENE_CHOICES]):
            if self.choice_is_open(i):
                weigh(&w, i, self.amount_of(self.choice_records[i * CHOICE_WIDTH + CHOICE_LEAN]))
        return self.fork_drawn(&w, r[SCENE_POLICY_DRAWS], r[SCENE_POLICY_NAME_LOW], r[SCENE_POLICY_NAME_HIGH])

    cdef int32_t fork_in_hub(self, const int32_t* r, int64_t total) noexcept nogil:
        cdef int32_t own = r[SCENE_CHOICES], last = r[SCENE_CHOICES] + self.offers_of(r), number, i
        cdef Weighing w = weighing(self.fork, total)
        for number in range(own, own + last):  # offers before the hub's own choices, as luck weighs them
            i = number if number < last else number - last
            if self.position_is_open(r, i):
                weigh(&w, i, self.share_in_hub(r, i))
        return self.fork_drawn(&w, r[SCENE_POLICY_DRAWS], r[SCENE_POLICY_NAME_LOW], r[SCENE_POLICY_NAME_HIGH])

    cdef int32_t fork_tie(self, const int64_t* first, int32_t priority, int64_t total) noexcept nogil:
        cdef int64_t i
        cdef const Storylet* s
        cdef Weighing w = weighing(self.fork, total)
        for i in range(first[0], first[1]):
            s = self.code.schedule.storylets + self.code.schedule.members[i]
            if s.priority == priority and self.may_be_picked(s):
                weigh(&w, s.scene, self.amount_of(s.weight))
        return self.fork_drawn(
            &w, self.meta[META_TIES_DRAWS], self.meta[META_TIES_NAME_LOW], self.meta[META_TIES_NAME_HIGH]
        )

    cdef int32_t fork_drawn(self, const Weighing* w, int32_t counter, int32_t low, int32_t high) noexcept nogil:
        """Note a draw, advance the event's counter as luck would, and return what was drawn."""
        cdef Fork* fork = self.fork
        cdef Draw* draw
        if w.options > 1:
            if fork.has_kept:
                fork.rolls_back = True
            else:
                fork.has_branched = True
        if fork.count < MOST_DRAWS:
            draw = &fork.draws[fork.count]
            draw.options, draw.chosen = w.options, w.wanted if w.wanted < w.options else 0
            draw.start, draw.share, draw.total = w.start, w.share, w.total
            draw.low, draw.high, draw.number = low, high, self.slots[counter]
            fork.count += 1
        else:
            fork.is_full = True
        if counter:
            self.slots[counter] += 1
            self.note(counter)
        return w.taken

    # ---- conditions and numbers

    cdef inline bint choice_is_open(self, int32_t choice) noexcept nogil:
        return self.guard_holds(self.choice_records[choice * CHOICE_WIDTH + CHOICE_GUARD])

    cdef bint guard_holds(self, int32_t guard) noexcept nogil:
        cdef const int32_t* g = self.code.part[SECTION_GUARDS] + guard * GUARD_WIDTH
        cdef const int32_t* a
        cdef int32_t form = g[GUARD_FORM]
        cdef int64_t x, y, result = 0
        cdef int _number
        cdef const Quick* q = self.code.schedule.quick + guard
        if q.is_quick:
            return quick_holds(q, self.slots)
        if form == FORM_ALWAYS:
            return True
        if form == FORM_NEVER:
            return False
        if form == FORM_CODE:
            self.execute(g[GUARD_FIRST], &result)
            return result != 0
        a = self.code.part[SECTION_ATOMS] + g[GUARD_FIRST] * ATOM_WIDTH
        for _number in range(g[GUARD_COUNT]):
            x = self.slots[a[ATOM_A]]
            y = self.slots[a[ATOM_B]]
            if a[ATOM_SIGNS] & 1:
                x = -x
            if a[ATOM_SIGNS] & 2:
                y = -y
            if (x + y <= a[ATOM_K]) != (form == FORM_ALL):
                return form == FORM_ANY
            a += ATOM_WIDTH
        return form == FORM_ALL

    cdef int64_t amount_of(self, int32_t amount) noexcept nogil:
        cdef const int32_t* a = self.code.part[SECTION_AMOUNTS] + amount * AMOUNT_WIDTH
        cdef int64_t result = 0
        if a[AMOUNT_FORM] == 0:
            return a[AMOUNT_VALUE]
        if a[AMOUNT_FORM] == 1:
            return self.slots[a[AMOUNT_VALUE]]
        self.execute(a[AMOUNT_VALUE], &result)
        return result

    cdef void put(self, int32_t slot, int64_t wanted, int32_t at) noexcept nogil:
        """Write a slot, clamped to its range; the tape keeps what was wanted."""
        cdef int32_t before = self.slots[slot], after
        if wanted < self.low[slot]:
            after = self.low[slot]
        elif wanted > self.high[slot]:
            after = self.high[slot]
        else:
            after = <int32_t>wanted
        if after != before:
            self.slots[slot] = after
            self.note(slot)
        if self.records and (after != before or after != wanted):
            self.write2(EVENT_CHANGE, 5, slot)
            self.write(before)
            self.write(after)
            self.write(<int32_t>max(min(wanted, <int64_t>0x7FFFFFFF), -<int64_t>0x7FFFFFFF))
            self.write(at)

    cdef void execute(self, int32_t at, int64_t* result) noexcept nogil:
        """Run one routine; the upper value of its stack, if it leaves one, goes to `result`."""
        cdef const int32_t* code = self.instructions
        cdef int64_t stack[MOST_STACK]
        cdef int32_t back[MOST_CALLS]
        cdef int top = -1, calls = 0
        cdef int32_t op
        while True:
            op = code[at]
            if op == OP_END:
                if calls == 0:
                    break
                calls -= 1
                at = back[calls]
            elif op == OP_CONST:
                top += 1
                stack[top] = code[at + 1]
                at += 2
            elif op == OP_LOAD:
                top += 1
                stack[top] = self.slots[code[at + 1]]
                at += 2
            elif op == OP_ADD:
                top -= 1
                stack[top] = <int64_t>(<uint64_t>stack[top] + <uint64_t>stack[top + 1])
                at += 1
            elif op == OP_SUB:
                top -= 1
                stack[top] = <int64_t>(<uint64_t>stack[top] - <uint64_t>stack[top + 1])
                at += 1
            elif op == OP_MUL:
                top -= 1
                stack[top] = <int64_t>(<uint64_t>stack[top] * <uint64_t>stack[top + 1])
                at += 1
            elif op == OP_DIV or op == OP_MOD:
                top -= 1
                if stack[top + 1] == 0:
                    self.fail(FAULT_DIVISION, at)
                    break
                if stack[top + 1] == -1:  # the one division that may overflow
                    stack[top] = <int64_t>(-<uint64_t>stack[top]) if op == OP_DIV else 0
                elif op == OP_DIV:
                    stack[top] = floor_div(stack[top], stack[top + 1])
                else:
                    stack[top] -= floor_div(stack[top], stack[top + 1]) * stack[top + 1]
                at += 1
            elif op == OP_NEG:
                stack[top] = <int64_t>(-<uint64_t>stack[top])
                at += 1
            elif op == OP_MIN:
                top -= 1
                if stack[top + 1] < stack[top]:
                    stack[top] = stack[top + 1]
                at += 1
            elif op == OP_MAX:
                top -= 1
                if stack[top + 1] > stack[top]:
                    stack[top] = stack[top + 1]
                at += 1
            elif op == OP_ABS:
                if stack[top] < 0:
                    stack[top] = <int64_t>(-<uint64_t>stack[top])
                at += 1
            elif op == OP_LESS:
                top -= 1
                stack[top] = stack[top] < stack[top + 1]
                at += 1
            elif op == OP_AT_MOST:
                top -= 1
                stack[top] = stack[top] <= stack[top + 1]
                at += 1
            elif op == OP_EQUAL:
                top -= 1
                stack[top] = stack[top] == stack[top + 1]
                at += 1
            elif op == OP_NOT:
                stack[top] = stack[top] == 0
                at += 1
            elif op == OP_TEST:
                top += 1
                stack[top] = self.guard_holds(code[at + 1])
                at += 2
            elif op == OP_ELSE_KEEP:
                if stack[top] == 0:
                    at = code[at + 1]
                else:
                    top -= 1
                    at += 2
            elif op == OP_IF_KEEP:
                if stack[top] != 0:
                    at = code[at + 1]
                else:
                    top -= 1
                    at += 2
            elif op == OP_JUMP:
                at = code[at + 1]
            elif op == OP_UNLESS:
                if self.guard_holds(code[at + 1]):
                    if self.touched != NULL:
                        self.touched[at] |= 1
                    elif self.forks_at != NULL and self.forks_at[at] >= 0:
                        count(self.counts, self.forks_at[at])
                    at += 3
                else:
                    if self.touched != NULL:
                        self.touched[at] |= 2
                    elif self.forks_at != NULL and self.forks_at[at] >= 0:
                        count(self.counts, self.forks_at[at] + 1)
                    at = code[at + 2]
            elif op == OP_STORE:
                self.put(code[at + 1], stack[top], at)
                top -= 1
                at += 2
            elif op == OP_SET:
                self.put(code[at + 1], code[at + 2], at)
                at += 3
            elif op == OP_CHANGE:
                self.put(code[at + 1], <int64_t>self.slots[code[at + 1]] + code[at + 2], at)
                at += 3
            elif op == OP_CALL:
                back[calls] = at + 2
                calls += 1
                at = code[at + 1]
            elif op == OP_SINCE:
                top += 1
                if self.slots[code[at + 1]]:
                    stack[top] = self.slots[REGISTER_DATE] - self.slots[code[at + 1]]
                else:
                    stack[top] = NEVER
                at += 2
            elif op == OP_EMIT:
                if self.writes_text:
                    self.write(code[at + 1])
                at += 2
            else:  # OP_PRINT
                if self.writes_text:
                    self.write(-1 - code[at + 1])
                    self.write(code[at + 2])
                    self.write(<int32_t>stack[top])
                top -= 1
                at += 3
        if result != NULL and top >= 0:
            result[0] = stack[top]

    # ---- the tape

    cdef void write(self, int32_t word) noexcept nogil:
        cdef int32_t* larger
        if self.tape_size == self.tape_room:
            larger = <int32_t*>realloc(self.tape_words, (2 * self.tape_room + 256) * sizeof(int32_t))
            if larger == NULL:
                self.fail(FAULT_MEMORY, 0)
                return
            self.tape_words = larger
            self.tape_room = 2 * self.tape_room + 256
        self.tape_words[self.tape_size] = word
        self.tape_size += 1

    cdef inline void write2(self, int32_t event, int32_t words, int32_t first) noexcept nogil:
        self.write(event)
        self.write(words)
        self.write(first)

    cdef void write_text(self, int32_t text) noexcept nogil:
        if text > 0:
            self.write(text)
        elif text < 0:
            self.writes_text = True
            self.execute(-text, NULL)
            self.writes_text = False

    cdef inline void look(self, int32_t text) noexcept nogil:
        """Go through a text without writing it, so that its conditions are counted."""
        if text < 0:
            self.execute(-text, NULL)

    cdef bint reaches_person(self, int32_t seat, int32_t sender) noexcept nogil:
        """Whether somebody reads a dispatch to a seat, or to all but its sender for -1."""
        cdef int32_t i
        if seat >= 0:
            return self.slots[REGISTER_FIRST_SEAT + seat] != 0
        for i in range(self.code.seats):
            if i != sender and self.slots[REGISTER_FIRST_SEAT + i]:
                return True
        return False

    cdef void tell(self, int32_t seat, int32_t text) noexcept nogil:
        cdef int64_t length
        if not self.records:
            self.look(text)
            return
        self.write2(EVENT_TEXT, 0, seat)
        length = self.tape_size - 2
        self.write_text(text)
        if self.fault_kind != FAULT_MEMORY:
            self.tape_words[length] = <int32_t>(self.tape_size - length - 1)

    cdef void send(self, int32_t first, int32_t count, int32_t sender) noexcept nogil:
        """Write every dispatch that reaches a person who did not send it."""
        cdef const int32_t* r = self.code.part[SECTION_DISPATCHES] + first * DISPATCH_WIDTH
        cdef int64_t length
        cdef int _number
        for _number in range(count):
            if not self.records:
                if self.reaches_person(r[DISPATCH_SEAT], sender):
                    self.look(r[DISPATCH_TEXT])
            elif r[DISPATCH_SEAT] < 0 or self.slots[REGISTER_FIRST_SEAT + r[DISPATCH_SEAT]]:
                self.write2(EVENT_DISPATCH, 0, self.slots[REGISTER_DATE])
                length = self.tape_size - 2
                self.write(r[DISPATCH_SEAT])
                self.write(sender)
                self.write_text(r[DISPATCH_TEXT])
                if self.fault_kind != FAULT_MEMORY:
                    self.tape_words[length] = <int32_t>(self.tape_size - length - 1)
            r += DISPATCH_WIDTH


include "player.pxi"
include "batch.pxi"
include "search.pxi"
include "pairs.pxi"
include "visited.pxi"
include "plan.pxi"
include "quick.pxi"
include "graph.pxi"
include "space.pxi"
include "foresight.pxi"
