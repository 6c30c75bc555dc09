# YAML as most story files are written: block mappings and lists, words, literal and folded blocks, `{…}` and `[…]`.

cdef enum:
    DEEP = 30  # levels; the careful reader allows more
    LONG_KEY = 200
    CHARACTERS_A_VALUE = 40  # as the careful reader weighs a text


cdef class Trees:
    """Makes the tree of a YAML file; the classes of its nodes are given to it.

    It goes through the text line by line. Wherever YAML has a rule that goes beyond what is written above, it gives up.
    """

    cdef object scalar, mapping, sequence
    cdef object file
    cdef str text
    cdef Py_ssize_t length
    cdef Py_ssize_t begin, stop  # of the present line; it ends before its line break
    cdef Py_ssize_t line, indent  # its number, and its blanks
    cdef int level

    def __init__(self, scalar, mapping, sequence):
        self.scalar, self.mapping, self.sequence = scalar, mapping, sequence

    def tree(self, file, str text):
        """Return the mapping that a file consists of, or None."""
        if not self._is_common(text):
            return None
        self.file, self.text, self.length = file, text, len(text)
        self.level, self.line, self.stop = 0, -1, -1
        try:
            if not self._next_line() or self.indent != 0 or not self._key_end(self.begin):
                return None
            root = self._mapping(0)
            return root if self.begin == self.length else None
        except _Unsure:
            return None
        finally:
            self.file = self.text = None

    cdef bint _is_common(self, str text):
        """Whether a text has only characters that mean nothing to YAML but themselves, and ends with a line."""
        cdef Py_UCS4 char
        cdef bint is_first = True  # of its line
        if not text.endswith("\n"):
            return False
        for char in text:
            if char < 0x20:
                if char != c"\n":
                    return False
            elif char >= 0x7f and (
                char < 0xa0 or char == 0x2028 or char == 0x2029 or 0xd800 <= char < 0xe000 or char == 0xfeff
                or char == 0xfffe or char == 0xffff
            ):
                return False
            elif is_first and (char == c"-" or char == c"." or char == c"%"):  # documents, directives
                return False
            is_first = char == c"\n"
        return True

    # ---- lines

    cdef bint _next_line(self) except -1:
        """Go to the next line that says something; at the end stand behind the last."""
        cdef Py_ssize_t at
        while self.stop + 1 < self.length:
            self.line += 1
            self.begin = at = self.stop + 1
            self.stop = self.text.find("\n", at)
            while at < self.stop and self.text[at] == c" ":
                at += 1
            if at < self.stop and self.text[at] != c"#":
                self.indent = at - self.begin
                return True
        self.begin, self.indent = self.length, -1
        self.line += 1
        return False

    cdef Py_ssize_t _blanks(self, Py_ssize_t at):
        while at < self.stop and self.text[at] == c" ":
            at += 1
        return at

    cdef bint _is_over(self, Py_ssize_t at):
        """Whether nothing but a comment stands from here to the end of the line."""
        cdef Py_ssize_t after = self._blanks(at)
        return after == self.stop or (after > at and self.text[after] == c"#")

    cdef Py_ssize_t _key_end(self, Py_ssize_t at):
        """Return where the colon behind a plain key stands that begins here; 0 where none does."""
        cdef Py_ssize_t begin = at
        cdef Py_UCS4 char
        while at < self.stop:
            char = self.text[at]
            if char == c":":
                break
            if not (c"a" <= char <= c"z" or c"0" <= char <= c"9" or char == c"_" or char == c"." or
                    c"A" <= char <= c"Z"):
                return 0
            at += 1
        if at == begin or at == self.stop or at - begin > LONG_KEY:
            return 0
        return at if at + 1 == self.stop or self.text[at + 1] == c" " else 0

    # ---- nodes

    cdef object _scalar(self, str text, str style, Py_ssize_t line, Py_ssize_t column, Py_ssize_t last_line,
                        Py_ssize_t last_column, origin):
        node = (<PyTypeObject*>self.scalar).tp_new(self.scalar, <PyObject*>NOTHING, NULL)
        node.file, node.text, node.style, node._origin, node._places = self.file, text, style, origin, None
        node.place = line, column, last_line, last_column
        node.weight = 1 + len(text) // CHARACTERS_A_VALUE
        return node

    cdef object _collection(self, kind, Py_ssize_t column, int width):
        node = (<PyTypeObject*>kind).tp_new(kind, <PyObject*>NOTHING, NULL)
        node.file, node.place = self.file, (self.line, column, self.line, column + width)
        return node

    cdef object _here(self, Py_ssize_t start, Py_ssize_t end, str style):
        """Return a scalar of this line that stands as it reads."""
        cdef Py_ssize_t column = start - self.begin, quotes = 1 if style else 0
        return self._scalar(self.text[start + quotes:end - quotes], style, self.line, column, self.line,
                            end - self.begin, (self.line, column + quotes))

    cdef int _deeper(self) except -1:
        self.level += 1
        if self.level > DEEP:
            raise _Unsure
        return 0

    cdef object _mapping(self, Py_ssize_t indent):
        """Return the mapping whose first key stands on this line, `indent` deep; go to the line behind it."""
        cdef Py_ssize_t at = self.begin + indent, colon
        cdef Py_ssize_t weight = 1
        self._deeper()
        node = self._collection(self.mapping, indent, 0)
        items, seen = [], set()
        while True:
            colon = self._key_end(at)
            if not colon:
                raise _Unsure
            key = self._here(at, colon, "")
            if key.text in seen:
                raise _Unsure
            seen.add(key.text)
            value = self._value(colon + 1, indent, True)
            items.append((key, value))
            weight += <Py_ssize_t>value.weight
            if self.indent != indent:
                break
            at = self.begin + indent
        if self.indent > indent:
            raise _Unsure
        node.items, node.weight = items, weight
        self.level -= 1
        return node

    cdef bint _is_entry(self, Py_ssize_t at):
        return self.text[at] == c"-" and (at + 1 == self.stop or self.text[at + 1] == c" ")

    cdef object _list(self, Py_ssize_t indent, int width):
        """Return the list whose first entry stands on this line, `indent` deep; go to the line behind it."""
        cdef Py_ssize_t at, weight = 1
        self._deeper()
        node = self._collection(self.sequence, indent, width)
        items = []
        while self.indent == indent and self._is_entry(self.begin + indent):
            at = self._blanks(self.begin + indent + 1)
            if at < self.stop and self._key_end(at):
                value = self._mapping(at - self.begin)
            elif at < self.stop and not self._is_entry(at):
                value = self._value(at, indent, False)
            else:
                raise _Unsure
            items.append(value)
            weight += <Py_ssize_t>value.weight
        if self.indent > indent or (self.indent == indent and not width):
            raise _Unsure
        node.items, node.weight = items, weight
        self.level -= 1
        return node

    cdef object _value(self, Py_ssize_t at, Py_ssize_t indent, bint is_of_key):
        """Return the value that begins here, behind a key or the dash of a list that stands `indent` deep."""
        cdef Py_ssize_t behind = at, line = self.line, column = at - self.begin
        cdef Py_UCS4 char
        if self._is_over(at):
            self._next_line()
            if self.indent > indent:
                if self._key_end(self.begin + self.indent):
                    return self._mapping(self.indent)
                if self._is_entry(self.begin + self.indent):
                    return self._list(self.indent, 0)
                return self._rest(self.begin + self.indent, indent)
            if not is_of_key:
                raise _Unsure
            if self.indent == indent and self._is_entry(self.begin + indent):
                return self._list(indent, 1)
            return self._scalar("", "", line, column, line, column, None)
        at = self._blanks(at)
        if at == behind and is_of_key:
            raise _Unsure
        char = self.text[at]
        if char == c"|" or char == c">":
            return self._block(at, indent, char == c">")
        return self._rest(at, indent)

    cdef object _rest(self, Py_ssize_t at, Py_ssize_t indent):
        """Return the value that begins here, other than a block; go to the line behind it."""
        cdef Py_UCS4 char = self.text[at]
        if char == c"{" or char == c"[" or char == c'"' or char == c"'":
            node = self._flow(&at)
            if not self._is_over(at):
                raise _Unsure
        else:
            node = self._plain(at, indent)
        self._next_line()
        return node

    cdef object _plain(self, Py_ssize_t at, Py_ssize_t indent):
        """Return the words from here to the end of the line, or to a comment; lines that stand deeper go on."""
        cdef Py_ssize_t start = at, end = self._plain_end(at), begin = self.begin, line = self.line
        if not self._can_begin(self.text[at], at):
            raise _Unsure
        if not self._goes_on(end, indent):
            return self._here(start, end, "")
        rows = [self.text[start:end]]
        while self._goes_on(end, indent):
            self._next_line()
            at = self.begin + self.indent
            end = self._plain_end(at)
            rows.append(self.text[at:end])
        return self._scalar(" ".join(rows), "", line, start - begin, self.line, end - self.begin, None)

    cdef bint _goes_on(self, Py_ssize_t end, Py_ssize_t indent):
        """Whether the next line goes on with the words that end here."""
        cdef Py_ssize_t at = self.stop + 1
        if self._blanks(end) < self.stop:  # there is a comment
            return False
        while at < self.length and self.text[at] == c" ":
            at += 1
        return at < self.length and self.text[at] != c"\n" and self.text[at] != c"#" and at - self.stop - 1 > indent

    cdef Py_ssize_t _plain_end(self, Py_ssize_t at) except -1:
        cdef Py_ssize_t end = at
        cdef Py_UCS4 char, following
        while at < self.stop:
            char = self.text[at]
            following = self.text[at + 1]  # the line break at the latest
            if char == c":" and (following == c" " or following == c"\n"):
                raise _Unsure
            if char == c" ":
                if following == c"#":
                    break
            else:
                end = at + 1
            at += 1
        return end

    cdef bint _can_begin(self, Py_UCS4 char, Py_ssize_t at):
        if char == c"-":
            return c"0" <= self.text[at + 1] <= c"9"
        return char > 0x7f or c"a" <= char <= c"z" or c"A" <= char <= c"Z" or c"0" <= char <= c"9" or (
            char == c"_" or char == c"(" or char == c"." or char == c"$" or char == c"<" or char == c"~" or
            char == c"+" or char == c"/" or char == c"=" or char == c";" or char == c")" or char == c"^")

    cdef object _block(self, Py_ssize_t at, Py_ssize_t indent, bint is_folded):
        """Return the block that begins on the next line; go to the line behind it."""
        cdef Py_ssize_t line = self.line, column = at - self.begin, deep = -1, first, begin, stop, number, last_line
        cdef bint is_stripped = self.text[at + 1] == c"-"
        if at + 1 + is_stripped != self.stop:
            raise _Unsure
        rows = []
        begin, number = self.stop + 1, line + 1
        last_line, full = number, 0  # behind the last row that is no blank; the rows up to there
        while begin < self.length:
            stop = self.text.find("\n", begin)
            first = begin
            while first < stop and self.text[first] == c" " and (deep < 0 or first - begin < deep):
                first += 1
            if first < stop:
                if deep < 0:
                    deep = first - begin
                    if deep <= indent:
                        raise _Unsure
                elif first - begin < deep:
                    break
                rows.append(self.text[first:stop])
                full = len(rows)
            elif deep < 0 and first > begin:  # blanks before the first row could be deeper than it
                raise _Unsure
            else:
                rows.append("")
            begin, number = stop + 1, number + 1
            self.stop, self.line = stop, number - 1
        if deep < 0:
            raise _Unsure
        del rows[full:]
        text = self._folded(rows) if is_folded else "\n".join(rows)
        if not is_stripped:
            text += "\n"
        style, origin = (">", None) if is_folded else ("|", (line + 1, deep))
        node = self._scalar(text, style, line, column, self.line + 1, 0, origin)
        self._next_line()
        return node

    cdef str _folded(self, list rows):
        """Return rows as one, but for those that are parted by empty ones."""
        found, breaks = "", 0
        for row in rows:
            if not row:
                breaks += 1
                continue
            if row[0] == " " or (not found and breaks):
                raise _Unsure
            found += ("\n" * breaks or " ") + row if found else row
            breaks = 0
        return found

    # ---- brackets

    cdef object _flow(self, Py_ssize_t* at):
        """Return the value that begins at this place inside brackets, or is quoted; move the place behind it."""
        cdef Py_UCS4 char = self.text[at[0]]
        if char == c"{" or char == c"[":
            self._deeper()
            node = self._flow_mapping(at) if char == c"{" else self._flow_list(at)
            self.level -= 1
            return node
        if char == c'"' or char == c"'":
            return self._quoted(at, char)
        return self._flow_plain(at)

    cdef object _flow_mapping(self, Py_ssize_t* at):
        cdef Py_ssize_t start, colon, weight = 1
        node = self._collection(self.mapping, at[0] - self.begin, 1)
        items, seen = [], set()
        at[0] = self._white(at[0] + 1)
        while self.text[at[0]] != c"}" or items:
            start = at[0]
            colon = self._key_end(start + 1 if self.text[start] == c"-" and self._can_begin(c"-", start) else start)
            if not colon or colon + 1 >= self.stop:
                raise _Unsure
            key = self._here(start, colon, "")
            if key.text in seen:
                raise _Unsure
            seen.add(key.text)
            at[0] = self._white(colon + 1)
            value = self._flow(at)
            items.append((key, value))
            weight += <Py_ssize_t>value.weight
            at[0] = self._white(at[0])
            if self.text[at[0]] == c"}":
                break
            if self.text[at[0]] != c",":
                raise _Unsure
            at[0] = self._white(at[0] + 1)
        at[0] += 1
        node.items, node.weight = items, weight
        return node

    cdef object _flow_list(self, Py_ssize_t* at):
        cdef Py_ssize_t weight = 1
        node = self._collection(self.sequence, at[0] - self.begin, 1)
        items = []
        at[0] = self._white(at[0] + 1)
        while self.text[at[0]] != c"]" or items:
            value = self._flow(at)
            items.append(value)
            weight += <Py_ssize_t>value.weight
            at[0] = self._white(at[0])
            if self.text[at[0]] == c"]":
                break
            if self.text[at[0]] != c",":
                raise _Unsure
            at[0] = self._white(at[0] + 1)
        at[0] += 1
        node.items, node.weight = items, weight
        return node

    cdef Py_ssize_t _white(self, Py_ssize_t at) except -1:
        """Return where the next character between brackets stands; go to its line."""
        at = self._blanks(at)
        while at == self.stop:
            self.line += 1
            self.begin = self.stop + 1
            self.stop = self.text.find("\n", self.begin)
            if self.stop < 0:
                raise _Unsure
            at = self._blanks(self.begin)
        return at

    cdef object _quoted(self, Py_ssize_t* at, Py_UCS4 quote):
        cdef Py_ssize_t start = at[0], end = at[0] + 1
        cdef bint is_escaped = False
        while end < self.stop:
            if self.text[end] == quote:
                if quote == c'"' or self.text[end + 1] != quote:
                    break
                is_escaped = True
                end += 1
            elif self.text[end] == c"\\" and quote == c'"':
                if self.text[end + 1] != quote:
                    raise _Unsure
                is_escaped = True
                end += 1
            end += 1
        if end == self.stop or self.text[end + 1] == c":":
            raise _Unsure
        at[0] = end + 1
        style = '"' if quote == c'"' else "'"
        if not is_escaped:
            return self._here(start, end + 1, style)
        column, text = start - self.begin, self.text[start + 1:end]
        text = text.replace('\\"', '"') if quote == c'"' else text.replace("''", "'")
        return self._scalar(text, style, self.line, column, self.line, end + 1 - self.begin, None)

    cdef object _flow_plain(self, Py_ssize_t* at):
        """Return words on this line that a comma or a bracket ends, on this line or a later one."""
        cdef Py_ssize_t start = at[0], end = at[0], here = at[0]
        cdef Py_UCS4 char = self.text[here]
        if here == self.stop or not self._can_begin(char, here):
            raise _Unsure
        while True:
            char = self.text[here]
            if char == c":" or char == c"#" or char == c"{" or char == c"[" or char == c"?":
                raise _Unsure
            if char == c"," or char == c"}" or char == c"]" or char == c"\n":
                break
            here += 1
            if char != c" ":
                end = here
        at[0] = here
        return self._here(start, end, "")


def verbatim_span(str text, Py_ssize_t first, Py_ssize_t last, Py_ssize_t line, Py_ssize_t column):
    """Return where characters `first` to `last` of a text stand, as the four numbers of a span.

    Its first character stands at `line` and `column`, both from 0, and each of its lines is as deep as that.
    """
    cdef Py_ssize_t at, begin = 0, first_line = 0, first_column = 0
    for at in range(last + 1):
        if at == first:
            first_line, first_column = line + 1, column + at - begin + 1
        if at < last and text[at] == c"\n":
            line += 1
            begin = at + 1
    return first_line, first_column, line + 1, column + last - begin + 2
