// Small helpers of the templates.
#pragma once

#include <stddef.h>
#include <stdint.h>

namespace {

inline int32_t least(int32_t a, int32_t b) { return a < b ? a : b; }
inline int32_t most(int32_t a, int32_t b) { return a > b ? a : b; }
inline int32_t divideUp(int32_t a, int32_t b) { return (a + b - 1) / b; }
inline size_t aligned(size_t bytes) { return (bytes + 63) & ~size_t(63); }

// For short runs, where a call of memcpy costs more than the copy.
template <class Isa>
inline void copyFloats(float *to, const float *from, int32_t count) {
  for (int32_t i = 0; i < count; i += Isa::kLanes)
    Isa::storeFloats(to + i, Isa::loadFloats(from + i, count - i), count - i);
}

// Type is A where the condition holds, else B.
template <bool condition, class A, class B>
struct Select {
  using Type = A;
};
template <class A, class B>
struct Select<false, A, B> {
  using Type = B;
};

// Stops the compiler from computing with a value ahead of time.
template <class T>
inline void keepInRegister(T &x) {
#if defined(__x86_64__)
  __asm__ volatile("" : "+v"(x));
#elif defined(__aarch64__)
  __asm__ volatile("" : "+w"(x));
#else
  __asm__ volatile("" : "+m"(x));
#endif
}

}  // namespace
