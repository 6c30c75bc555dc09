# A program's numbers, and the check that they can do no harm.

class ImageError(ValueError):
    """The image is not a program that this machine can run."""


# Nothing in a code can lead back to it. Were its buffer shown to the collector of garbage, a memory view in a circle
# with it would be emptied first, and crash when the code lets go of it.
@cython.no_gc
@cython.final
cdef class Code:
    """A program's numbers, checked: every reference in them leads to something of the right kind.

    Args:
        image: The numbers; they are not copied where they are bytes or a view of bytes.

    Raises:
        ImageError: The image is cut, of another version, or damaged.
    """

    cdef const int32_t* words
    cdef Py_buffer image
    cdef unsigned char* routines  # one byte an instruction word: what a routine that starts there may be used for
    cdef int32_t total
    cdef const int32_t* part[SECTION_WIDTH]
    cdef int32_t size[SECTION_WIDTH]
    cdef readonly int slots
    cdef readonly int seats
    cdef Blocks blocks
    cdef Schedule schedule
    cdef Watch watch  # what storylets and rules read, once a batch has asked for it

    def __cinit__(self, image: object):
        cdef Py_ssize_t length
        PyObject_GetBuffer(image, &self.image, PyBUF_SIMPLE)
        if not self.image.readonly or <uintptr_t>self.image.buf % sizeof(int32_t):
            PyBuffer_Release(&self.image)
            PyObject_GetBuffer(bytes(image), &self.image, PyBUF_SIMPLE)
        length = self.image.len
        if length % 4 or length < 4 * HEADER_WORDS or length > 0x7FFFFFFF:
            raise ImageError("an image is a row of 32-bit words")
        self.words = <const int32_t*>self.image.buf
        self.total = <int32_t>(length // 4)
        self._find_sections()
        self.slots = self.size[SECTION_START]
        self.seats = self.size[SECTION_SEATS] // SEAT_WIDTH
        self._check()
        self.blocks = Blocks()
        self.blocks.build(self.part, self.size)
        self.schedule = Schedule()
        self.schedule.build(self.blocks, self.part, self.size)

    def __dealloc__(self):
        PyBuffer_Release(&self.image)
        free(self.routines)

    @property
    def filed_by(self) -> tuple[int, ...]:
        """For each stretch of the calendar, the slot by whose value its storylets are filed; 0 where they are not."""
        cdef int32_t i
        found = [self.schedule.stretches[i].key for i in range(self.schedule.stretch_count)]
        return tuple(found)

    cdef bint is_worth_watching(self):
        """Whether so many storylets or rules are asked at a time that it is worth remembering what they answered."""
        return (
            self.schedule.member_count > WORTH_WATCHING * self.schedule.first_count
            or self.size[SECTION_RULES] // RULE_WIDTH > WORTH_WATCHING
        )

    cdef Watch watched(self):
        """What storylets and rules read."""
        cdef Watch watch
        if self.watch is None:
            watch = Watch()
            watch.build(self.part, self.size)
            self.watch = watch
        return self.watch

    cdef _find_sections(self):
        cdef int i
        cdef int32_t first, count
        if self.words[0] != MAGIC or self.words[1] != VERSION or self.words[2] != self.total:
            raise ImageError("this is no image of this version")
        if self.words[3] != SECTION_WIDTH or self.total < HEADER_WORDS + 2 * SECTION_WIDTH:
            raise ImageError("the image has other sections than this version")
        for i in range(SECTION_WIDTH):
            first = self.words[HEADER_WORDS + 2 * i]
            count = self.words[HEADER_WORDS + 2 * i + 1]
            if first < 0 or count < 0 or first > self.total or count > self.total - first:
                raise ImageError("a section leaves the image")
            self.part[i] = self.words + first
            self.size[i] = count

    # ---- the check: a program that passes it can neither leave its memory nor run for ever

    cdef int _count(self, int section, int width) except -1:
        if self.size[section] % width:
            raise ImageError(f"section {section} does not consist of whole records")
        return self.size[section] // width

    cdef int _need(self, bint holds, str what) except -1:
        if not holds:
            raise ImageError(what)
        return 0

    cdef _check(self):
        cdef int n = self.slots
        self._need(n >= REGISTER_FIRST_SEAT + self.seats, "registers are missing")
        self._need(self.size[SECTION_LOW] == n and self.size[SECTION_HIGH] == n, "bounds are missing")
        self._need(self.size[SECTION_META] == META_WIDTH, "meta")
        cdef int i
        for i in range(n):
            self._need(
                self.part[SECTION_LOW][i] <= self.part[SECTION_START][i] <= self.part[SECTION_HIGH][i], "a start value"
            )
        self._need(
            self.part[SECTION_LOW][REGISTER_SCENE] >= -1
            and self.part[SECTION_HIGH][REGISTER_SCENE] < self.size[SECTION_SCENES] // SCENE_WIDTH,
            "an unknown scene",
        )
        self._need(
            self.part[SECTION_LOW][REGISTER_HUB] >= -1
            and self.part[SECTION_HIGH][REGISTER_HUB] < self.size[SECTION_SCENES] // SCENE_WIDTH,
            "an unknown scene",
        )
        self._need(
            self.part[SECTION_LOW][REGISTER_ZERO] == 0 and self.part[SECTION_HIGH][REGISTER_ZERO] == 0,
            "what is not remembered",
        )
        self._need(1 <= self.part[SECTION_META][META_STEP] <= LAST_DAY, "step")
        self._need(self.part[SECTION_START][REGISTER_DATE] >= 1, "date")
        self._need(0 <= self.part[SECTION_META][META_END] <= LAST_DAY, "date")
        self._own(self.part[SECTION_META][META_TIES_DRAWS])
        self.routines = <unsigned char*>calloc(self.size[SECTION_CODE] + 1, 1)
        if self.routines == NULL:
            raise MemoryError
        self._check_code()
        self._check_guards()
        self._check_records()
        self._check_texts()

    cdef _check_code(self):
        """Walk the code once, from first to last word, and note of every routine what it may be used for."""
        cdef const int32_t* code = self.part[SECTION_CODE]
        cdef int n = self.size[SECTION_CODE], at = 0, start = 0, op, width, depth = 0, peak = 0, calls = 0, k, joined
        cdef int guards = self._count(SECTION_GUARDS, GUARD_WIDTH)
        cdef const int32_t* guard = self.part[SECTION_GUARDS]
        cdef int64_t steps = 0
        cdef int* stack_at = <int*>malloc((n + 1) * sizeof(int))
        cdef int64_t* cost = <int64_t*>calloc(n + 1, sizeof(int64_t))
        cdef int* peak_of = <int*>calloc(n + 1, sizeof(int))
        cdef int* calls_of = <int*>calloc(n + 1, sizeof(int))
        cdef bint reached = True
        cdef unsigned char uses = 0
        try:
            if stack_at == NULL or cost == NULL or peak_of == NULL or calls_of == NULL:
                raise MemoryError
            for k in range(n + 1):
                stack_at[k] = -1
            self._need(n > 0 and code[0] == OP_END, "the code begins with an empty routine")
            while at < n:
                op = code[at]
                self._need(0 <= op < OP_WIDTH, "an unknown instruction")
                width = 1 + operands(op)
                self._need(at + width <= n, "an instruction is cut")
                if stack_at[at] >= 0:
                    self._need(not reached or depth == stack_at[at], "paths meet with different stacks")
                    depth = stack_at[at]
                    reached = True
                self._need(reached, "an instruction that nothing leads to")
                steps += 1
                if op == OP_END:
                    self._need(depth <= 1, "a routine leaves more than one value")
                    self._need(steps <= MOST_STEPS and calls < MOST_CALLS, "a routine takes too long")
                    self.routines[start] = IS_ROUTINE | uses | (LEAVES if depth else 0)
                    cost[start], peak_of[start], calls_of[start] = steps, peak, calls + 1
                    start = at + 1
                    steps, calls, depth, peak, uses, at = 0, 0, 0, 0, 0, at + 1
                    continue
                if op == OP_LOAD or op == OP_SINCE:
                    self._need(0 <= code[at + 1] < self.slots, "an unknown slot")
                elif op == OP_STORE or op == OP_SET or op == OP_CHANGE:
                    self._need(code[at + 1] != 0, "a register cannot be written")
                    self._own(code[at + 1])
                    uses |= WRITES
                elif op == OP_EMIT or op == OP_PRINT:
                    uses |= SAYS
                elif op == OP_TEST or op == OP_UNLESS:
                    k = code[at + 1]
                    self._need(0 <= k < guards, "an unknown guard")
                    if guard[k * GUARD_WIDTH + GUARD_FORM] == FORM_CODE:
                        k = guard[k * GUARD_WIDTH + GUARD_FIRST]
                        self._need(0 <= k < start and self.routines[k] == (IS_ROUTINE | LEAVES), "a guard that is none")
                        steps += cost[k]
                        calls = max(calls, calls_of[k])
                elif op == OP_CALL:
                    k = code[at + 1]
                    self._need(0 <= k < start and self.routines[k] & IS_ROUTINE, "a call of what is no routine yet")
                    self._need(not self.routines[k] & LEAVES, "a called routine leaves a value")
                    uses |= self.routines[k] & (WRITES | SAYS)
                    steps += cost[k]
                    calls = max(calls, calls_of[k])
                    peak = max(peak, depth + peak_of[k])
                self._need(steps <= MOST_STEPS, "a routine takes too long")
                self._need(depth >= needed(op), "an instruction without its values")
                depth += effect(op)
                peak = max(peak, depth)
                self._need(peak <= MOST_STACK, "the stack overflows")
                if op == OP_JUMP or op == OP_UNLESS or op == OP_ELSE_KEEP or op == OP_IF_KEEP:
                    k = code[at + width - 1]
                    self._need(at < k < n, "a jump must lead forward")
                    joined = depth + (1 if op == OP_ELSE_KEEP or op == OP_IF_KEEP else 0)
                    self._need(stack_at[k] < 0 or stack_at[k] == joined, "paths meet with different stacks")
                    stack_at[k] = joined
                    reached = op != OP_JUMP
                at += width
            self._need(start == n, "the last routine has no end")
            self._check_targets()
        finally:
            free(stack_at)
            free(cost)
            free(peak_of)
            free(calls_of)

    cdef int _own(self, int slot) except -1:
        """A slot that may be written: no register, or the first, which stands for nowhere."""
        return self._need(slot == 0 or REGISTER_FIRST_SEAT + self.seats <= slot < self.slots, "an unknown slot")

    cdef int _effects(self, int start) except -1:
        return self._routine(start, IS_ROUTINE, IS_ROUTINE | WRITES | SAYS)

    cdef int _value(self, int start) except -1:
        return self._routine(start, IS_ROUTINE | LEAVES, IS_ROUTINE | LEAVES)

    cdef int _text(self, int text) except -1:
        self._need(text >= -self.size[SECTION_CODE], "a place outside the code")
        return 0 if text >= 0 else self._routine(-text, IS_ROUTINE, IS_ROUTINE | SAYS)

    cdef int _routine(self, int start, int least, int most) except -1:
        self._need(0 <= start < self.size[SECTION_CODE], "a place outside the code")
        return self._need(
            self.routines[start] & least == least and not self.routines[start] & ~most, "a routine of another kind"
        )

    cdef _check_targets(self):
        cdef const int32_t* code = self.part[SECTION_CODE]
        cdef int n = self.size[SECTION_CODE], at = 0, op, width
        cdef bytearray kind = bytearray(n + 1)
        cdef int furthest = 0
        while at < n:
            kind[at] = 1
            at += 1 + operands(code[at])
        at = 0
        while at < n:
            op = code[at]
            width = 1 + operands(op)
            if op == OP_END:
                self._need(furthest <= at, "a jump leaves its routine")
                furthest = 0
            elif op == OP_JUMP or op == OP_UNLESS or op == OP_ELSE_KEEP or op == OP_IF_KEEP:
                self._need(kind[code[at + width - 1]] == 1, "a jump into an operand")
                furthest = max(furthest, code[at + width - 1])
            at += width

    cdef _check_guards(self):
        cdef const int32_t* guard = self.part[SECTION_GUARDS]
        cdef const int32_t* atom = self.part[SECTION_ATOMS]
        cdef int atoms = self._count(SECTION_ATOMS, ATOM_WIDTH), form, first, count, i
        for i in range(atoms):
            self._need(0 <= atom[i * ATOM_WIDTH + ATOM_A] < self.slots, "an unknown slot")
            self._need(0 <= atom[i * ATOM_WIDTH + ATOM_B] < self.slots, "an unknown slot")
        for i in range(self._count(SECTION_GUARDS, GUARD_WIDTH)):
            form = guard[i * GUARD_WIDTH + GUARD_FORM]
            first = guard[i * GUARD_WIDTH + GUARD_FIRST]
            count = guard[i * GUARD_WIDTH + GUARD_COUNT]
            self._need(0 <= form < FORM_WIDTH, "an unknown guard")
            if form == FORM_CODE:
                self._value(first)
            elif form == FORM_ALL or form == FORM_ANY:
                self._need(first >= 0 and 0 <= count <= atoms and first <= atoms - count, "a guard without its atoms")

    cdef _check_records(self):
        cdef int scenes = self._count(SECTION_SCENES, SCENE_WIDTH)
        cdef int choices = self._count(SECTION_CHOICES, CHOICE_WIDTH)
        cdef int outcomes = self._count(SECTION_OUTCOMES, OUTCOME_WIDTH)
        cdef int dispatches = self._count(SECTION_DISPATCHES, DISPATCH_WIDTH)
        cdef int diverts = self._count(SECTION_DIVERTS, DIVERT_WIDTH)
        cdef int guards = self._count(SECTION_GUARDS, GUARD_WIDTH)
        cdef int amounts = self._count(SECTION_AMOUNTS, AMOUNT_WIDTH)
        cdef int hubs = self._count(SECTION_HUBS, HUB_WIDTH), storylets, offers
        cdef const int32_t* r
        cdef int i
        self._need(-1 <= self.part[SECTION_META][META_FIRST_SCENE] < scenes, "an unknown first scene")
        for i in range(amounts):
            r = self.part[SECTION_AMOUNTS] + i * AMOUNT_WIDTH
            self._need(0 <= r[AMOUNT_FORM] <= 2, "an unknown amount")
            self._need(r[AMOUNT_FORM] != 1 or 0 <= r[AMOUNT_VALUE] < self.slots, "an unknown slot")
            if r[AMOUNT_FORM] == 2:
                self._value(r[AMOUNT_VALUE])
        for i in range(scenes):
            r = self.part[SECTION_SCENES] + i * SCENE_WIDTH
            for slot in (SCENE_VISITS, SCENE_LAST, SCENE_ORDER, SCENE_POLICY_DRAWS):
                self._own(r[slot])
            self._need(-1 <= r[SCENE_SEAT] < self.seats, "an unknown seat")
            self._effects(r[SCENE_DO])
            self._run(r[SCENE_FIRST_CHOICE], r[SCENE_CHOICES], choices)
            self._run(r[SCENE_FIRST_DISPATCH], r[SCENE_DISPATCHES], dispatches)
            self._need(r[SCENE_CHOICES] > 0 or r[SCENE_IS_ENDING], "a scene without choices")
            self._need(-1 <= r[SCENE_HUB] < hubs, "an unknown hub")
        for i in range(choices):
            r = self.part[SECTION_CHOICES] + i * CHOICE_WIDTH
            self._need(0 <= r[CHOICE_GUARD] < guards and 0 <= r[CHOICE_LEAN] < amounts, "an unknown guard")
            self._need(0 <= r[CHOICE_CLOSING] < amounts, "an unknown amount")
            self._effects(r[CHOICE_DO])
            for slot in (CHOICE_CHOSEN, CHOICE_DRAWS):
                self._own(r[slot])
            self._run(r[CHOICE_FIRST_OUTCOME], r[CHOICE_OUTCOMES], outcomes)
            self._run(r[CHOICE_FIRST_DIVERT], r[CHOICE_DIVERTS], diverts)
            self._run(r[CHOICE_FIRST_DISPATCH], r[CHOICE_DISPATCHES], dispatches)
        for i in range(outcomes):
            r = self.part[SECTION_OUTCOMES] + i * OUTCOME_WIDTH
            self._need(0 <= r[OUTCOME_WEIGHT] < amounts, "an unknown amount")
            self._effects(r[OUTCOME_DO])
            self._run(r[OUTCOME_FIRST_DIVERT], r[OUTCOME_DIVERTS], diverts)
            self._run(r[OUTCOME_FIRST_DISPATCH], r[OUTCOME_DISPATCHES], dispatches)
        for i in range(dispatches):
            r = self.part[SECTION_DISPATCHES] + i * DISPATCH_WIDTH
            self._need(-1 <= r[DISPATCH_SEAT] < self.seats, "an unknown seat")
        for i in range(diverts):
            r = self.part[SECTION_DIVERTS] + i * DIVERT_WIDTH
            self._need(0 <= r[DIVERT_GUARD] < guards and 0 <= r[DIVERT_SCENE] < scenes, "an unknown scene")
        storylets = self._count(SECTION_STORYLETS, STORYLET_WIDTH)
        for i in range(storylets):
            r = self.part[SECTION_STORYLETS] + i * STORYLET_WIDTH
            self._need(0 <= r[STORYLET_SCENE] < scenes and 0 <= r[STORYLET_GUARD] < guards, "an unknown scene")
            self._need(0 <= r[STORYLET_WEIGHT] < amounts, "an unknown amount")
        offers = self.size[SECTION_OFFERS]
        for i in range(self._count(SECTION_HUBS, HUB_WIDTH)):
            r = self.part[SECTION_HUBS] + i * HUB_WIDTH
            self._run(r[HUB_FIRST_OFFER], r[HUB_OFFERS], offers)
        for i in range(offers):
            self._need(0 <= self.part[SECTION_OFFERS][i] < storylets, "an unknown storylet")
        for i in range(self._count(SECTION_RULES, RULE_WIDTH)):
            r = self.part[SECTION_RULES] + i * RULE_WIDTH
            self._need(r[RULE_EVERY] >= -1 and 0 <= r[RULE_GUARD] < guards, "an unknown guard")
            self._effects(r[RULE_DO])
            self._run(r[RULE_FIRST_DISPATCH], r[RULE_DISPATCHES], dispatches)

    cdef int _run(self, int first, int count, int total) except -1:
        return self._need(first >= 0 and count >= 0 and count <= total and first <= total - count, "a cut list")

    cdef _check_texts(self):
        self._check_texts_of(SECTION_SCENES, SCENE_WIDTH, (
            SCENE_TITLE, SCENE_PLACE, SCENE_TEXT, SCENE_ENDING_NAME, SCENE_OTL_TEXT, SCENE_OTL_SOURCE, SCENE_OFFER,
        ))
        self._check_texts_of(SECTION_CHOICES, CHOICE_WIDTH, (CHOICE_TEXT, CHOICE_LABEL, CHOICE_BECAUSE))
        self._check_texts_of(SECTION_OUTCOMES, OUTCOME_WIDTH, (OUTCOME_TEXT, OUTCOME_LABEL))
        self._check_texts_of(SECTION_DISPATCHES, DISPATCH_WIDTH, (DISPATCH_TEXT,))
        self._check_texts_of(SECTION_META, META_WIDTH, (META_TITLE, META_ABOUT, META_LENGTH))
        self._check_texts_of(SECTION_SEATS, SEAT_WIDTH, (SEAT_NAME, SEAT_TITLE, SEAT_PLACE, SEAT_ABOUT))
        self._check_texts_of(SECTION_GROUPS, GROUP_WIDTH, (GROUP_TITLE,))
        self._check_texts_of(SECTION_CHAPTERS, CHAPTER_WIDTH, (CHAPTER_TITLE,))
        self._check_texts_of(SECTION_ENTRIES, ENTRY_WIDTH, (ENTRY_TITLE, ENTRY_TEXT))
        self._check_texts_of(SECTION_VARIABLES, VARIABLE_WIDTH, (VARIABLE_LABEL, VARIABLE_ABOUT))

    cdef _check_texts_of(self, int section, int width, fields):
        cdef int i
        for i in range(self._count(section, width)):
            for field in fields:
                self._text(self.part[section][i * width + <int>field])


cdef inline int operands(int op) noexcept nogil:
    if op == OP_UNLESS or op == OP_SET or op == OP_CHANGE or op == OP_PRINT:
        return 2
    if (op == OP_CONST or op == OP_LOAD or op == OP_TEST or op == OP_ELSE_KEEP or op == OP_IF_KEEP or op == OP_JUMP
            or op == OP_STORE or op == OP_CALL or op == OP_SINCE or op == OP_EMIT):
        return 1
    return 0


cdef inline int needed(int op) noexcept nogil:
    if OP_ADD <= op <= OP_MOD or op == OP_MIN or op == OP_MAX or OP_LESS <= op <= OP_EQUAL:
        return 2
    if (op == OP_NEG or op == OP_ABS or op == OP_NOT or op == OP_ELSE_KEEP or op == OP_IF_KEEP or op == OP_STORE
            or op == OP_PRINT):
        return 1
    return 0


cdef inline int effect(int op) noexcept nogil:
    if op == OP_CONST or op == OP_LOAD or op == OP_TEST or op == OP_SINCE:
        return 1
    if (OP_ADD <= op <= OP_MOD or op == OP_MIN or op == OP_MAX or OP_LESS <= op <= OP_EQUAL or op == OP_ELSE_KEEP
            or op == OP_IF_KEEP or op == OP_STORE or op == OP_PRINT):
        return -1
    return 0
