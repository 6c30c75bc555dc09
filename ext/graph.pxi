# The graph of a whole space under one model of a player, and what becomes of probability that flows through it.
#
# States are numbered as in their space; what ends a playthrough has numbers from the greatest down. Edges of one state
# stand together. Strong components (Tarjan 1972) are taken in the order in which probability flows. What goes round in
# a small one is solved by elimination; in a large one it is pushed round until next to nothing is left, which is told.

cdef enum:
    MOST_DENSE = 256  # states of a component that is solved by elimination
    MOST_ROUNDS = 20_000

cdef double LITTLE = 1e-15


@cython.final
cdef class Graph:
    """Edges with probabilities, from states to states and to what ends a playthrough.

    Args:
        scenes: How many scenes the story has: an end is a scene, the calendar's end (the next number), or a fault.
        model: How persons decide, as in `Batch`.
        weights: For model 3, one number for each choice, then one for each scene as a hub's offer.
    """

    cdef readonly int64_t edges
    cdef readonly int model
    cdef int32_t* weights
    cdef int64_t weight_count
    cdef int32_t scenes
    cdef uint32_t* targets
    cdef double* shares
    cdef int64_t room
    cdef int64_t* rows  # of each state, where its edges begin, plus 1
    cdef int32_t* widths  # and how many
    cdef int64_t states
    cdef double* reached  # what arrives at each end
    cdef uint32_t* first_targets
    cdef double* first_shares
    cdef int64_t first_count, first_room
    cdef readonly double endless  # probability that goes round for ever
    cdef readonly double unresolved  # probability of which it is not known where it goes
    cdef readonly double decisions  # expected number of decisions, as far as probability was resolved

    def __cinit__(self, scenes: int, model: int, weights: object = ()):
        cdef int64_t i
        if not MODEL_UNIFORM <= model <= MODEL_WEIGHTED:
            raise ValueError("there is no such model")
        self.scenes, self.model = scenes, model
        self.reached = <double*>calloc(self.scenes + 2, sizeof(double))
        self.weight_count = len(weights)
        self.weights = <int32_t*>malloc((self.weight_count + 1) * sizeof(int32_t))
        if self.reached == NULL or self.weights == NULL:
            raise MemoryError
        for i in range(self.weight_count):
            self.weights[i] = weights[i]

    def __dealloc__(self):
        free(self.targets)
        free(self.shares)
        free(self.rows)
        free(self.widths)
        free(self.reached)
        free(self.first_targets)
        free(self.first_shares)
        free(self.weights)

    @property
    def bytes(self) -> int:
        """How much memory the edges take, in bytes."""
        return self.room * 12 + self.states * 12

    def ends(self) -> list[float]:
        """Return the probability of each end: by scene, then that of the calendar's end, then that of a fault."""
        cdef int32_t i
        found = [self.reached[i] for i in range(self.scenes + 2)]
        return found

    cdef bint add(self, uint32_t source, uint32_t target, double share) noexcept nogil:
        """Add an edge; those of one source come together."""
        cdef void* larger
        cdef int64_t wanted, i
        if source == <uint32_t>NOBODY:
            if self.first_count == self.first_room:
                self.first_room = 2 * self.first_room + 64
                larger = realloc(self.first_targets, self.first_room * sizeof(uint32_t))
                if larger == NULL:
                    return False
                self.first_targets = <uint32_t*>larger
                larger = realloc(self.first_shares, self.first_room * sizeof(double))
                if larger == NULL:
                    return False
                self.first_shares = <double*>larger
            self.first_targets[self.first_count], self.first_shares[self.first_count] = target, share
            self.first_count += 1
            return True
        if self.edges == self.room:
            self.room = self.room + self.room // 2 + 4096
            larger = realloc(self.targets, self.room * sizeof(uint32_t))
            if larger == NULL:
                return False
            self.targets = <uint32_t*>larger
            larger = realloc(self.shares, self.room * sizeof(double))
            if larger == NULL:
                return False
            self.shares = <double*>larger
        if not self.know(source):
            return False
        if self.rows[source] == 0:
            self.rows[source] = self.edges + 1
        self.targets[self.edges], self.shares[self.edges] = target, share
        self.edges += 1
        self.widths[source] += 1
        return True

    cdef bint know(self, uint32_t state) noexcept nogil:
        """Have room for the row of a state."""
        cdef void* larger
        cdef int64_t wanted
        if state < self.states:
            return True
        wanted = <int64_t>state + (state >> 1) + 4096
        larger = realloc(self.rows, wanted * sizeof(int64_t))
        if larger == NULL:
            return False
        self.rows = <int64_t*>larger
        larger = realloc(self.widths, wanted * sizeof(int32_t))
        if larger == NULL:
            return False
        self.widths = <int32_t*>larger
        memset(self.rows + self.states, 0, (wanted - self.states) * sizeof(int64_t))
        memset(self.widths + self.states, 0, (wanted - self.states) * sizeof(int32_t))
        self.states = wanted
        return True

    cdef inline bint is_end(self, uint32_t target) noexcept nogil:
        return target > <uint32_t>NOBODY - 1 - <uint32_t>(self.scenes + 2)

    cdef inline void flow(self, double* mass, uint32_t target, double share) noexcept nogil:
        if self.is_end(target):
            self.reached[<uint32_t>NOBODY - 1 - target] += share
        else:
            mass[target] += share

    def solve(self, waits: bytes) -> None:
        """Let probability 1 flow from the beginning to where it ends.

        Args:
            waits: For each state, 1 where a decision is made in it.
        """
        cdef const char* deciding = PyBytes_AS_STRING(waits)
        cdef int64_t length = PyBytes_GET_SIZE(waits)
        cdef bint is_done = False
        cdef double* mass
        with nogil:
            if length and self.know(<uint32_t>(length - 1)):
                is_done = True
            mass = <double*>calloc(self.states + 1, sizeof(double))
            if mass != NULL:
                is_done = self.solve_all(mass, deciding, length) and (is_done or length == 0)
            free(mass)
        if mass == NULL or not is_done:
            raise MemoryError

    cdef bint solve_all(self, double* mass, const char* deciding, int64_t length) noexcept nogil:
        cdef uint32_t* order = <uint32_t*>malloc((self.states + 1) * sizeof(uint32_t))  # states by component
        cdef uint32_t* component = <uint32_t*>calloc(self.states + 1, sizeof(uint32_t))
        cdef int64_t* starts = <int64_t*>malloc((self.states + 2) * sizeof(int64_t))
        cdef int64_t count = -1, i, components = 0
        cdef bint is_done = order != NULL and component != NULL and starts != NULL
        for i in range(self.first_count):
            self.flow(mass, self.first_targets[i], self.first_shares[i])
        if is_done:
            components = self.find_components(order, component, starts)
            is_done = components >= 0
        if is_done:
            for count in range(components - 1, -1, -1):  # the last that was closed is the first in the flow
                is_done = self.solve_one(
                    mass, order + starts[count], starts[count + 1] - starts[count], component, deciding, length
                )
                if not is_done:
                    break
        free(order)
        free(component)
        free(starts)
        return is_done

    # ---- components

    cdef int64_t find_components(self, uint32_t* order, uint32_t* component, int64_t* starts) noexcept nogil:
        """Write the states component by component, each component before those that lead to it; return how many."""
        cdef uint32_t* number = <uint32_t*>calloc(self.states + 1, sizeof(uint32_t))
        cdef uint32_t* low = <uint32_t*>malloc((self.states + 1) * sizeof(uint32_t))
        cdef uint32_t* stack = <uint32_t*>malloc((self.states + 1) * sizeof(uint32_t))
        cdef uint32_t* path = <uint32_t*>malloc((self.states + 1) * sizeof(uint32_t))
        cdef int32_t* at = <int32_t*>calloc(self.states + 1, sizeof(int32_t))
        cdef int64_t found = 0, placed = 0, top = 0, depth, i
        cdef uint32_t next_number = 0, u, w
        starts[0] = 0
        if number == NULL or low == NULL or stack == NULL or path == NULL or at == NULL:
            found = -1
        for i in range(self.first_count if found == 0 else 0):
            if self.is_end(self.first_targets[i]) or number[self.first_targets[i]]:
                continue
            depth = 0
            path[0] = self.first_targets[i]
            while depth >= 0:
                u = path[depth]
                if number[u] == 0:
                    next_number += 1
                    number[u] = low[u] = next_number
                    stack[top] = u
                    top += 1
                if at[u] < self.widths[u]:
                    w = self.targets[self.rows[u] - 1 + at[u]]
                    at[u] += 1
                    if self.is_end(w):
                        continue
                    if number[w] == 0:
                        depth += 1
                        path[depth] = w
                    elif component[w] == 0:
                        low[u] = min(low[u], number[w])
                    continue
                if low[u] == number[u]:
                    found += 1
                    while True:
                        top -= 1
                        w = stack[top]
                        component[w] = <uint32_t>found
                        order[placed] = w
                        placed += 1
                        if w == u:
                            break
                    starts[found] = placed
                depth -= 1
                if depth >= 0:
                    low[path[depth]] = min(low[path[depth]], low[u])
        free(number)
        free(low)
        free(stack)
        free(path)
        free(at)
        return found

    # ---- one component

    cdef bint solve_one(
        self, double* mass, const uint32_t* members, int64_t count, const uint32_t* component, const char* deciding,
        int64_t length,
    ) noexcept nogil:
        cdef double inside = 0
        cdef int64_t i
        cdef bint leaves = False
        cdef uint32_t u
        for i in range(count):
            inside += mass[members[i]]
            leaves = leaves or self.leaves(members[i], component)
        if inside == 0:
            return True
        if not leaves:
            self.endless += inside
            return True
        if count == 1:
            u = members[0]
            mass[u] /= self.leaving(u)
            self.pass_on(mass, u, component, deciding, length, mass[u])
            return True
        if count <= MOST_DENSE:
            return self.eliminate(mass, members, <int32_t>count, component, deciding, length)
        self.sweep(mass, members, count, component, deciding, length, inside)
        return True

    cdef bint leaves(self, uint32_t u, const uint32_t* component) noexcept nogil:
        cdef int32_t i
        cdef uint32_t w
        for i in range(self.widths[u]):
            w = self.targets[self.rows[u] - 1 + i]
            if self.shares[self.rows[u] - 1 + i] > 0 and (self.is_end(w) or component[w] != component[u]):
                return True
        return False

    cdef double leaving(self, uint32_t u) noexcept nogil:
        """The probability of going to another state."""
        cdef int32_t i
        cdef double found = 0
        for i in range(self.widths[u]):
            if self.targets[self.rows[u] - 1 + i] != u:
                found += self.shares[self.rows[u] - 1 + i]
        return found

    cdef void pass_on(
        self, double* mass, uint32_t u, const uint32_t* component, const char* deciding, int64_t length, double visits
    ) noexcept nogil:
        """Let what visits a state flow out of its component."""
        cdef int32_t i
        cdef uint32_t w
        cdef double share
        if u < length and deciding[u]:
            self.decisions += visits
        for i in range(self.widths[u]):
            w, share = self.targets[self.rows[u] - 1 + i], self.shares[self.rows[u] - 1 + i]
            if self.is_end(w) or component[w] != component[u]:
                self.flow(mass, w, visits * share)

    cdef bint eliminate(
        self, double* mass, const uint32_t* members, int32_t n, const uint32_t* component, const char* deciding,
        int64_t length,
    ) noexcept nogil:
        """Solve x = mass + x P for the visits x, taking one state after the other out of the chain.

        It is the elimination of Grassmann, Taksar and Heyman (Operations Research 33, 1985), which never subtracts:
        what leaves a state is summed, not taken as the rest to 1. So rare ways out cost no digits.
        """
        cdef double* p = <double*>calloc(<size_t>n * n, sizeof(double))
        cdef double* out = <double*>calloc(n, sizeof(double))  # what leaves the component; then what leaves the state
        cdef uint32_t* index = <uint32_t*>malloc((self.states + 1) * sizeof(uint32_t))
        cdef int32_t i, j, k
        cdef uint32_t u, w
        cdef double factor
        if p == NULL or out == NULL or index == NULL:
            free(p)
            free(out)
            free(index)
            return False
        for i in range(n):
            index[members[i]] = i
        for i in range(n):
            u = members[i]
            for k in range(self.widths[u]):
                w = self.targets[self.rows[u] - 1 + k]
                if not self.is_end(w) and component[w] == component[u]:
                    p[i * n + <int32_t>index[w]] += self.shares[self.rows[u] - 1 + k]
                else:
                    out[i] += self.shares[self.rows[u] - 1 + k]
        for i in range(n - 1, 0, -1):
            factor = out[i]
            for j in range(i):
                factor += p[i * n + j]
            for k in range(i):
                if p[k * n + i] > 0:
                    for j in range(i):
                        p[k * n + j] += p[k * n + i] / factor * p[i * n + j]
                    out[k] += p[k * n + i] / factor * out[i]
            for j in range(i):
                mass[members[j]] += mass[members[i]] / factor * p[i * n + j]
            out[i] = factor
        for i in range(n):
            for j in range(i):
                mass[members[i]] += mass[members[j]] * p[j * n + i]
            mass[members[i]] /= out[i]
        for i in range(n):
            self.pass_on(mass, members[i], component, deciding, length, mass[members[i]])
        free(p)
        free(out)
        free(index)
        return True

    cdef void sweep(
        self, double* mass, const uint32_t* members, int64_t count, const uint32_t* component, const char* deciding,
        int64_t length, double inside,
    ) noexcept nogil:
        """Push probability round until little is left."""
        cdef int64_t i, sweeps = 0
        cdef int32_t k
        cdef uint32_t u, w
        cdef double here, left = inside
        while left > LITTLE and sweeps < MOST_ROUNDS:
            for i in range(count - 1, -1, -1):  # where the search of components came first
                u = members[i]
                here = mass[u]
                if here == 0:
                    continue
                mass[u] = 0
                for k in range(self.widths[u]):
                    w = self.targets[self.rows[u] - 1 + k]
                    if not self.is_end(w) and component[w] == component[u]:
                        mass[w] += here * self.shares[self.rows[u] - 1 + k]
                self.pass_on(mass, u, component, deciding, length, here)
            left = 0
            for i in range(count):
                left += mass[members[i]]
            sweeps += 1
        self.unresolved += left
