# Conditions, values and effects: a descent through the grammar of Python as far as the language uses it.

cdef enum:
    TALLEST = 50  # operations inside operations, as the careful reader counts them
    LARGEST = 1_000_000_000

cdef enum Token:
    T_END, T_NAME, T_NUMBER, T_DATE, T_OPEN, T_CLOSE, T_COMMA, T_COLON, T_LINE, T_AND, T_OR, T_NOT, T_IN, T_IF, T_ELSE,
    T_ELIF, T_PASS, T_PLUS, T_MINUS, T_TIMES, T_OVER, T_REST, T_EQUAL, T_UNEQUAL, T_LESS, T_AT_MOST, T_MORE, T_AT_LEAST,
    T_IS, T_ADD, T_TAKE, T_MULTIPLY, T_DIVIDE, T_LEAVE

cdef dict WORDS = {"and": T_AND, "or": T_OR, "not": T_NOT, "in": T_IN, "if": T_IF, "else": T_ELSE, "elif": T_ELIF,
                   "pass": T_PASS}
# What Python keeps for itself; wherever one of these stands, even behind a dot, the careful reader is asked.
cdef frozenset KEPT = frozenset((
    "as assert async await break class continue def del except finally for from global import is lambda nonlocal raise "
    "return try while with yield").split())

cdef tuple NOTHING = ()


class _Unsure(Exception):
    """Something out of the common."""


cdef class Expressions:
    """Makes the syntax trees of conditions, values and effects; the classes of their nodes are given to it."""

    cdef object number, truth, day, name, call, arithmetic, minus, negation, comparison, membership, junction, either
    cdef object assignment, branch, nothing
    cdef object source
    cdef str text
    cdef const char* chars
    cdef Py_ssize_t length, at  # `at` is behind the present token, which lies from `start` to `end`
    cdef Py_ssize_t start, end
    cdef Py_ssize_t taken  # where the token before it ended
    cdef int token, inside, height, level

    def __init__(self, number, truth, day, name, call, arithmetic, minus, negation, comparison, membership, junction,
                 either, assignment, branch, nothing):
        self.number, self.truth, self.day, self.name, self.call = number, truth, day, name, call
        self.arithmetic, self.minus, self.negation, self.comparison = arithmetic, minus, negation, comparison
        self.membership, self.junction, self.either, self.assignment = membership, junction, either, assignment
        self.branch, self.nothing = branch, nothing

    def value(self, source, str text):
        """Return the tree of a condition or value, or None."""
        if not self._begin(source, text, 1):
            return None
        try:
            self._next()
            found = self._value()
            if self.token != T_END or self.height > TALLEST:
                return None
            return found
        except _Unsure:
            return None
        finally:
            self._leave()

    def effects(self, source, str text):
        """Return the trees of a block of effects, or None."""
        if not self._begin(source, text, 0):
            return None
        try:
            while self.at < self.length and self.chars[self.at] == c" ":
                self.at += 1
            self._next()
            found = self._block(0)
            return found if self.token == T_END else None
        except _Unsure:
            return None
        finally:
            self._leave()

    # ---- tokens

    cdef bint _begin(self, source, str text, int inside) except -1:
        if not text.isascii():
            return False
        self.source, self.text, self.length = source, text, len(text)
        self.chars = <const char*>PyUnicode_DATA(text)
        self.at = self.start = self.end = self.taken = 0
        self.inside, self.height, self.level = inside, 0, 0
        return True

    cdef void _leave(self):
        self.source = self.text = None
        self.chars = NULL

    cdef int _next(self) except -1:
        """Go to the next token."""
        cdef const char* chars = self.chars
        cdef Py_ssize_t at = self.at, length = self.length
        cdef char char, following
        self.taken = self.end
        while at < length:
            char = chars[at]
            if char == c"#":
                while at < length and chars[at] != c"\n":
                    at += 1
            elif char == c" " or (char == c"\n" and self.inside):
                at += 1
            else:
                break
        self.start = at
        if at >= length:
            self.end = self.at = at
            self.token = T_END
            return 0
        char = chars[at]
        following = chars[at + 1] if at + 1 < length else c"\0"
        if c"a" <= char <= c"z" or char == c"_":
            return self._word(at)
        if c"0" <= char <= c"9":
            return self._digits(at)
        at += 1
        if char == c"\n":
            self.token = T_LINE
        elif char == c"(":
            self.inside += 1
            self.token = T_OPEN
        elif char == c")":
            self.inside -= 1
            self.token = T_CLOSE
        elif char == c",":
            self.token = T_COMMA
        elif char == c":" and following != c"=":
            self.token = T_COLON
        elif char == c"+":
            self.token, at = (T_ADD, at + 1) if following == c"=" else (T_PLUS, at)
        elif char == c"-":
            self.token, at = (T_TAKE, at + 1) if following == c"=" else (T_MINUS, at)
        elif char == c"*" and following != c"*":
            self.token, at = (T_MULTIPLY, at + 1) if following == c"=" else (T_TIMES, at)
        elif char == c"%":
            self.token, at = (T_LEAVE, at + 1) if following == c"=" else (T_REST, at)
        elif char == c"/" and following == c"/":
            at += 1
            self.token, at = (T_DIVIDE, at + 1) if at < length and chars[at] == c"=" else (T_OVER, at)
        elif char == c"<" and following != c"<" and following != c">":
            self.token, at = (T_AT_MOST, at + 1) if following == c"=" else (T_LESS, at)
        elif char == c">" and following != c">":
            self.token, at = (T_AT_LEAST, at + 1) if following == c"=" else (T_MORE, at)
        elif char == c"=":
            self.token, at = (T_EQUAL, at + 1) if following == c"=" else (T_IS, at)
        elif char == c"!" and following == c"=":
            self.token = T_UNEQUAL
            at += 1
        else:
            raise _Unsure
        self.end = self.at = at
        return 0

    cdef int _word(self, Py_ssize_t at) except -1:
        """Take a name with its dots, or a word of the language."""
        cdef const char* chars = self.chars
        cdef Py_ssize_t begin = at
        cdef bint has_dots = False, is_part = False
        cdef char char
        while at < self.length:
            char = chars[at]
            if c"a" <= char <= c"z" or char == c"_" or c"0" <= char <= c"9":
                is_part = True
            elif char == c"." and is_part:
                has_dots, is_part = True, False
            else:
                break
            at += 1
        if not is_part or (at < self.length and (c"A" <= chars[at] <= c"Z" or chars[at] == c".")):
            raise _Unsure
        self.end = self.at = at
        word = self.text[begin:at]
        if has_dots:
            self.token = T_NAME
            for part in word.split("."):
                if part in KEPT or part in WORDS:
                    raise _Unsure
        else:
            if word in KEPT:
                raise _Unsure
            self.token = WORDS.get(word, T_NAME)
        return 0

    cdef int _digits(self, Py_ssize_t at) except -1:
        """Take a whole number or a date."""
        cdef const char* chars = self.chars
        cdef Py_ssize_t begin = at
        cdef char char
        while at < self.length and c"0" <= chars[at] <= c"9":
            at += 1
        if at - begin == 4 and begin + 10 <= self.length and self._is_date(begin):
            at, self.token = begin + 10, T_DATE
            char = chars[at] if at < self.length else c" "
            if char == c"." or char == c"(":
                raise _Unsure
        else:
            self.token = T_NUMBER
            char = chars[at] if at < self.length else c" "
            if at - begin > 10 or (chars[begin] == c"0" and at - begin > 1):
                raise _Unsure
        if char == c"_" or char == c"." or c"a" <= char <= c"z" or c"A" <= char <= c"Z":
            raise _Unsure
        self.end = self.at = at
        return 0

    cdef bint _is_date(self, Py_ssize_t begin) noexcept:
        cdef const char* chars = self.chars + begin
        cdef char char
        cdef int i
        if chars[4] != c"-" or chars[7] != c"-":
            return False
        for i in (5, 6, 8, 9):
            if not c"0" <= chars[i] <= c"9":
                return False
        if begin + 10 == self.length:
            return True
        char = chars[10]
        return not (char == c"-" or char == c"_" or c"0" <= char <= c"9" or c"a" <= char <= c"z"
                    or c"A" <= char <= c"Z")

    cdef int _expect(self, int token) except -1:
        if self.token != token:
            raise _Unsure
        self._next()
        return 0

    cdef object _node(self, kind, Py_ssize_t start):
        """Return a new node that reaches from `start` to the last token taken."""
        node = (<PyTypeObject*>kind).tp_new(kind, <PyObject*>NOTHING, NULL)
        node.source, node.start, node.end = self.source, start, self.taken
        return node

    # ---- values

    cdef object _value(self):
        cdef Py_ssize_t start = self.start
        cdef int height
        self.level += 1
        if self.level > TALLEST:
            raise _Unsure
        yes = self._junction(T_OR)
        if self.token == T_IF:
            height = self.height
            self._next()
            test = self._junction(T_OR)
            height = max(height, self.height)
            self._expect(T_ELSE)
            no = self._value()
            self.height = max(height, self.height) + 1
            node = self._node(self.either, start)
            node.test, node.yes, node.no = test, yes, no
            yes = node
        self.level -= 1
        return yes

    cdef object _junction(self, int joint):
        """Return operands joined by `or`, each of operands joined by `and`."""
        cdef Py_ssize_t start = self.start
        cdef int height
        first = self._junction(T_AND) if joint == T_OR else self._negation()
        if self.token != joint:
            return first
        operands = [first]
        height = self.height
        while self.token == joint:
            self._next()
            operands.append(self._junction(T_AND) if joint == T_OR else self._negation())
            height = max(height, self.height)
        self.height = height + 1
        node = self._node(self.junction, start)
        node.is_all, node.operands = joint == T_AND, operands
        return node

    cdef object _negation(self):
        cdef Py_ssize_t start = self.start
        if self.token != T_NOT:
            return self._comparison()
        self._next()
        self.level += 1
        if self.level > TALLEST:
            raise _Unsure
        operand = self._negation()
        self.level -= 1
        self.height += 1
        node = self._node(self.negation, start)
        node.operand = operand
        return node

    cdef object _comparison(self):
        cdef Py_ssize_t start = self.start
        cdef int height
        first = self._sum()
        height = self.height
        if self.token == T_IN:
            return self._members(start, first, height, False)
        if self.token == T_NOT:
            self._next()
            return self._members(start, first, height, True)
        if not T_EQUAL <= self.token <= T_AT_LEAST:
            return first
        rest = []
        while T_EQUAL <= self.token <= T_AT_LEAST:
            if self.token == T_EQUAL:
                sign = "=="
            elif self.token == T_UNEQUAL:
                sign = "!="
            elif self.token == T_LESS:
                sign = "<"
            elif self.token == T_AT_MOST:
                sign = "<="
            elif self.token == T_MORE:
                sign = ">"
            else:
                sign = ">="
            self._next()
            rest.append((sign, self._sum()))
            height = max(height, self.height)
        if self.token == T_IN or self.token == T_NOT:
            raise _Unsure
        self.height = height + 1
        node = self._node(self.comparison, start)
        node.first, node.rest = first, rest
        return node

    cdef object _members(self, Py_ssize_t start, operand, int height, bint is_negated):
        self._expect(T_IN)
        self._expect(T_OPEN)
        values = [self._value()]
        height = max(height, self.height)
        if self.token != T_COMMA:
            raise _Unsure
        while self.token == T_COMMA:
            self._next()
            if self.token == T_CLOSE:
                break
            values.append(self._value())
            height = max(height, self.height)
        self._expect(T_CLOSE)
        if not (self.token <= T_OR and self.token != T_OPEN and self.token != T_NAME and self.token != T_NUMBER
                and self.token != T_DATE) and self.token != T_IF and self.token != T_ELSE:
            raise _Unsure
        self.height = height + 1
        node = self._node(self.membership, start)
        node.operand, node.values, node.is_negated = operand, values, is_negated
        return node

    cdef object _sum(self):
        cdef Py_ssize_t start = self.start
        cdef int height
        left = self._product()
        while self.token == T_PLUS or self.token == T_MINUS:
            operator = "+" if self.token == T_PLUS else "-"
            height = self.height
            self._next()
            right = self._product()
            left = self._operation(start, operator, left, right, height)
        return left

    cdef object _product(self):
        cdef Py_ssize_t start = self.start
        cdef int height
        left = self._factor()
        while T_TIMES <= self.token <= T_REST:
            operator = "*" if self.token == T_TIMES else "//" if self.token == T_OVER else "%"
            height = self.height
            self._next()
            right = self._factor()
            left = self._operation(start, operator, left, right, height)
        return left

    cdef object _operation(self, Py_ssize_t start, operator, left, right, int height):
        self.height = max(height, self.height) + 1
        node = self._node(self.arithmetic, start)
        node.operator, node.left, node.right = operator, left, right
        return node

    cdef object _factor(self):
        cdef Py_ssize_t start = self.start
        cdef bint is_minus
        if self.token != T_MINUS and self.token != T_PLUS:
            return self._atom()
        is_minus = self.token == T_MINUS
        self._next()
        self.level += 1
        if self.level > TALLEST:
            raise _Unsure
        operand = self._factor()
        self.level -= 1
        self.height += 1
        if not is_minus:
            return operand
        node = self._node(self.minus, start)
        node.operand = operand
        return node

    cdef object _atom(self):
        cdef Py_ssize_t start = self.start, end = self.end
        cdef int64_t number
        cdef int token = self.token
        if token == T_NAME:
            self._next()
            word = self.text[start:end]
            self.height = 1
            if self.token == T_OPEN:
                return self._called(start, word)
            if word == "true" or word == "false":
                node = self._node(self.truth, start)
                node.value = word == "true"
                return node
            node = self._node(self.name, start)
            node.id = word
            return node
        if token == T_NUMBER:
            number = 0
            while start < end:
                number = number * 10 + (self.chars[start] - c"0")
                start += 1
            if number > LARGEST:
                raise _Unsure
            start = self.start
            self._next()
            self.height = 1
            node = self._node(self.number, start)
            node.value = number
        elif token == T_DATE:
            try:
                ordinal = date(int(self.text[start:start + 4]), int(self.text[start + 5:start + 7]),
                               int(self.text[start + 8:end])).toordinal()
            except ValueError:
                raise _Unsure from None
            self._next()
            self.height = 1
            node = self._node(self.day, start)
            node.ordinal = ordinal
        elif token == T_OPEN:
            self._next()
            node = self._value()
            self._expect(T_CLOSE)
        else:
            raise _Unsure
        if self.token == T_OPEN:  # a call of something without a name
            raise _Unsure
        return node

    cdef object _called(self, Py_ssize_t start, str word):
        cdef int height = 0
        arguments = []
        self._next()
        if self.token != T_CLOSE:
            arguments.append(self._value())
            height = self.height
            while self.token == T_COMMA:
                self._next()
                arguments.append(self._value())
                height = max(height, self.height)
        self._expect(T_CLOSE)
        if self.token == T_OPEN:
            raise _Unsure
        self.height = height + 1
        node = self._node(self.call, start)
        node.function, node.arguments = word, arguments
        return node

    # ---- effects

    cdef list _block(self, Py_ssize_t indent):
        """Return the statements that stand `indent` deep; the present token is the first of them."""
        found = []
        while True:
            found.append(self._statement(indent))
            if self.token == T_END or not self._goes_on(indent):
                return found

    cdef bint _goes_on(self, Py_ssize_t indent) except -1:
        """Whether another statement stands at this depth. The present token is the first of its line."""
        cdef Py_ssize_t depth = self._depth()
        if depth > indent:
            raise _Unsure
        return depth == indent

    cdef Py_ssize_t _depth(self) noexcept:
        cdef Py_ssize_t at = self.start
        while at > 0 and self.chars[at - 1] != c"\n":
            at -= 1
        return self.start - at

    cdef int _end_line(self) except -1:
        if self.token == T_END:
            return 0
        if self.token != T_LINE:
            raise _Unsure
        while self.token == T_LINE:
            self._next()
        return 0

    cdef object _statement(self, Py_ssize_t indent):
        cdef Py_ssize_t start = self.start
        if self.token == T_IF:
            return self._fork(indent)
        if self.token == T_PASS:
            self._next()
            node = self._node(self.nothing, start)
            self._end_line()
            return node
        if self.token != T_NAME:
            raise _Unsure
        self.level = 0
        target = self._atom()
        if type(target) is self.truth:
            raise _Unsure
        if not T_IS <= self.token <= T_LEAVE:
            if type(target) is not self.call or self.height > TALLEST:
                raise _Unsure
            self._end_line()
            return target
        if type(target) is self.call and (not target.arguments or self._is_deep(start)):
            raise _Unsure
        if self.token == T_IS:
            operator = ""
        elif self.token == T_ADD:
            operator = "+"
        elif self.token == T_TAKE:
            operator = "-"
        elif self.token == T_MULTIPLY:
            operator = "*"
        elif self.token == T_DIVIDE:
            operator = "//"
        else:
            operator = "%"
        self._next()
        value = self._value()
        if self.height > TALLEST:
            raise _Unsure
        node = self._node(self.assignment, start)
        node.target, node.operator, node.value = target, operator, value
        self._end_line()
        return node

    cdef bint _is_deep(self, Py_ssize_t start) noexcept:
        """Whether the target of an assignment that is written like a call has brackets or lines of its own inside."""
        cdef Py_ssize_t at
        cdef int opened = 0
        for at in range(start, self.taken):
            opened += self.chars[at] == c"("
            if self.chars[at] == c"\n" or self.chars[at] == c"#":
                return True
        return opened != 1

    cdef object _fork(self, Py_ssize_t indent):
        cdef Py_ssize_t start = self.start, end
        tests, otherwise = [], []
        while True:
            self._next()
            self.level = 0
            test = self._value()
            if self.height > TALLEST:
                raise _Unsure
            body = self._body(indent, &end)
            tests.append((test, body))
            if self.token != T_ELIF or self._depth() != indent:
                break
        if self.token == T_ELSE and self._depth() == indent:
            self._next()
            otherwise = self._body(indent, &end)
            if len(otherwise) == 1 and type(otherwise[0]) is self.branch:  # to Python that is an `elif`
                tests += otherwise[0].tests
                otherwise = otherwise[0].otherwise
        node = self._node(self.branch, start)
        node.end, node.tests, node.otherwise = end, tests, otherwise
        return node

    cdef list _body(self, Py_ssize_t indent, Py_ssize_t* end):
        """Return what stands behind a colon, and where that ends: always on lines of its own, deeper."""
        self._expect(T_COLON)
        if self.token != T_LINE:
            raise _Unsure
        self._end_line()
        cdef Py_ssize_t depth = self._depth()
        if self.token == T_END or depth <= indent or depth > TALLEST:
            raise _Unsure
        found = self._block(depth)
        end[0] = found[len(found) - 1].end
        return found
