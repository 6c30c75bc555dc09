# cython: language_level=3, boundscheck=False, wraparound=False, cdivision=True, embedsignature=True
# cython: auto_pickle=False, autotestdict=False
"""Reading in a hurry: what most lines of a story file are, at once; of all else, nothing.

Each reader here returns what its careful counterpart would return, or None as soon as it meets anything out of the
common. The careful one is then asked, and knows what to tell an author. So there is one authority on what the language
is, and it is in Python; tests hold the two equal where this one answers.
"""

from cpython.object cimport PyObject, PyTypeObject
from libc.stdint cimport int64_t

from datetime import date

cdef extern from "Python.h":
    void* PyUnicode_DATA(object text)

include "expressions.pxi"
include "tree.pxi"
