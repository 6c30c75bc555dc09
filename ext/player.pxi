# Models of a player: which of the open positions is taken, as a pure function of the state and 32 bits of chance.

cdef enum:  # how the persons' seats decide; engine.explore.crowd.Model gives them names
    MODEL_UNIFORM = 0  # every open choice alike
    MODEL_LEAN = 1  # as the story's `lean` weighs them
    MODEL_OTL = 2  # as in our timeline; where nothing is marked so, by lean
    MODEL_WEIGHTED = 3  # by numbers that the caller gives

cdef enum:
    MOST_OPEN = 64  # open positions that are remembered; those behind are looked for again


cdef struct Player:
    int32_t model
    int32_t* weights  # for MODEL_WEIGHTED: one from 0 for each choice, then one for each scene as a hub's offer
    int64_t offers  # where in `weights` those of scenes begin


cdef int make_player(Player* player, Code code, int model, object weights) except -1:
    """Check and keep what a model goes by. Whoever owns the player frees its weights."""
    cdef int64_t choices = code.size[SECTION_CHOICES] // CHOICE_WIDTH
    cdef int64_t scenes = code.size[SECTION_SCENES] // SCENE_WIDTH, i
    if not MODEL_UNIFORM <= model <= MODEL_WEIGHTED:
        raise ValueError("there is no such model")
    player.model, player.offers = model, choices
    if model != MODEL_WEIGHTED:
        return 0
    if len(weights) != choices + scenes:
        raise ValueError("one weight for each choice, then one for each scene")
    player.weights = <int32_t*>malloc((choices + scenes + 1) * sizeof(int32_t))
    if player.weights == NULL:
        raise MemoryError
    for i in range(choices + scenes):
        player.weights[i] = weights[i]
    return 0


cdef int32_t taken_by(Machine machine, const Player* player, const int32_t* r, int32_t last, uint32_t x) noexcept nogil:
    """The position that is taken of the `last` that a scene has; `last` itself where none is open."""
    cdef int32_t positions[MOST_OPEN]
    cdef int32_t i, opened = 0, wanted
    cdef int64_t total = 0, drawn
    if player.model == MODEL_OTL:
        for i in range(r[SCENE_CHOICES]):
            if machine.choice_records[(r[SCENE_FIRST_CHOICE] + i) * CHOICE_WIDTH + CHOICE_IS_OTL]:
                if machine.position_is_open(r, i):
                    return i
    for i in range(last):
        if machine.position_is_open(r, i):
            if opened < MOST_OPEN:
                positions[opened] = i
            opened += 1
            if player.model != MODEL_UNIFORM:
                total += share_of(machine, player, r, i)
    if opened == 0:
        return last
    if player.model == MODEL_UNIFORM:
        wanted = <int32_t>(x % <uint32_t>opened)
        return positions[wanted] if wanted < MOST_OPEN else open_position(machine, r, last, wanted)
    if total > 0:
        drawn = <int64_t>upper_product(<uint64_t>x << 32, <uint64_t>total)
        for wanted in range(opened):
            i = positions[wanted] if wanted < MOST_OPEN else open_position(machine, r, last, wanted)
            drawn -= share_of(machine, player, r, i)
            if drawn < 0:
                return i
    return positions[0]


cdef int32_t open_position(Machine machine, const int32_t* r, int32_t last, int32_t number) noexcept nogil:
    """The open position that has a number among the open ones, from 0."""
    cdef int32_t i
    for i in range(last):
        if machine.position_is_open(r, i):
            if number == 0:
                return i
            number -= 1
    return last


cdef int64_t share_of(Machine machine, const Player* player, const int32_t* r, int32_t position) noexcept nogil:
    """How an open position weighs, at least 0."""
    cdef int32_t own = r[SCENE_CHOICES], choice = r[SCENE_FIRST_CHOICE] + position
    cdef const int32_t* offer
    cdef int64_t share
    if position < own:
        if player.model == MODEL_WEIGHTED:
            share = player.weights[choice]
        else:
            share = machine.amount_of(machine.choice_records[choice * CHOICE_WIDTH + CHOICE_LEAN])
    else:
        offer = machine.offer(r, position - own)
        if player.model == MODEL_WEIGHTED:
            share = player.weights[player.offers + offer[STORYLET_SCENE]]
        else:
            share = machine.amount_of(offer[STORYLET_WEIGHT])
    return share if share > 0 else 0
