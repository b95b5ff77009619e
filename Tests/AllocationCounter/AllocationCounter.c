#include "AllocationCounter.h"

#include <errno.h>
#include <stdatomic.h>
#include <stddef.h>
#include <stdlib.h>

#ifndef __has_feature
#define __has_feature(feature) 0
#endif

#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__) || __has_feature(address_sanitizer) \
  || __has_feature(thread_sanitizer) || __has_feature(memory_sanitizer)
#define SANITIZED 1
#else
#define SANITIZED 0
#endif

// __GLIBC__ is known only after one of the C library's headers.
#if defined(__linux__) && defined(__GLIBC__) && !SANITIZED

static _Atomic int64_t process_count;

// Initial-exec: its address is an offset from the thread's register, and needs no allocation to be found.
static __thread int64_t thread_count __attribute__((tls_model("initial-exec")));

int64_t allocation_count(void) { return atomic_load_explicit(&process_count, memory_order_relaxed); }

int64_t thread_allocation_count(void) { return thread_count; }

static void count_call(void) {
  atomic_fetch_add_explicit(&process_count, 1, memory_order_relaxed);
  thread_count += 1;
}

// The C library's own functions under the names it keeps for them. What they return goes to its own free.
void *__libc_malloc(size_t size);
void *__libc_calloc(size_t count, size_t size);
void *__libc_realloc(void *memory, size_t size);
void *__libc_memalign(size_t alignment, size_t size);

void *malloc(size_t size) {
  count_call();
  return __libc_malloc(size);
}

void *calloc(size_t count, size_t size) {
  count_call();
  return __libc_calloc(count, size);
}

void *realloc(void *memory, size_t size) {
  count_call();
  return __libc_realloc(memory, size);
}

void *memalign(size_t alignment, size_t size) {
  count_call();
  return __libc_memalign(alignment, size);
}

static int is_power_of_two(size_t value) { return value != 0 && (value & (value - 1)) == 0; }

void *aligned_alloc(size_t alignment, size_t size) {
  if (!is_power_of_two(alignment)) {
    errno = EINVAL;
    return NULL;
  }
  count_call();
  return __libc_memalign(alignment, size);
}

int posix_memalign(void **memory, size_t alignment, size_t size) {
  if (!is_power_of_two(alignment) || alignment % sizeof(void *) != 0) return EINVAL;
  count_call();
  // The function reports through its result and leaves errno alone.
  int saved = errno;
  void *result = __libc_memalign(alignment, size);
  errno = saved;
  if (result == NULL) return ENOMEM;
  *memory = result;
  return 0;
}

#else

int64_t allocation_count(void) { return -1; }

int64_t thread_allocation_count(void) { return -1; }

#endif
