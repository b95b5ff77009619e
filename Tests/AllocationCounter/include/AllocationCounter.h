/// Counts the calls that ask the C library for memory: malloc, calloc, realloc, memalign, posix_memalign and
/// aligned_alloc. Swift's own allocations (objects, boxes, arrays, closures' contexts) all end in one of them.
///
/// A test reads a count before and after what it tests. Counting works on Linux with glibc, where the test's
/// executable may define these functions itself and hand on to the C library's; elsewhere, and under a sanitizer
/// (which has its own such functions), every count is -1.
///
/// Other tests run in the same process at the same time: a test of code that runs on the calling thread reads that
/// thread's count; a test of code on several threads wraps what each thread runs in such a pair of readings, or
/// reads the process's count many times and asserts on the least difference.
///
/// The first use of a generic type allocates its metadata, so run once before counting. A debug build allocates where
/// a release build does not: `for x in array` once an element, `for i in array.indices` never.

#ifndef ALLOCATION_COUNTER_H
#define ALLOCATION_COUNTER_H

#include <stdint.h>

/// The calls of the whole process so far, or -1 where they are not counted.
int64_t allocation_count(void);

/// The calls of the calling thread so far, or -1 where they are not counted.
int64_t thread_allocation_count(void);

#endif
