#pragma once

namespace {

template <int value>
struct Constant {
  static constexpr int kValue = value;
  constexpr operator int() const { return value; }
};

template <class Int, Int... values>
struct Sequence {};

#if defined(__clang__)
template <int count>
using Counted = __make_integer_seq<Sequence, int, count>;
#else
template <int count>
using Counted = Sequence<int, __integer_pack(count)...>;
#endif

template <class Body, int... values>
[[gnu::always_inline]] inline void unrolledOver(const Body &body, Sequence<int, values...>) {
  (body(Constant<values>()), ...);
}

// body(Constant<0>()) to body(Constant<count - 1>()), written out: an array that is only indexed by such constants can
// live in registers, in GCC too, which unrolls loops after it has given arrays their place in memory.
template <int count, class Body>
[[gnu::always_inline]] inline void unrolled(const Body &body) {
  unrolledOver(body, Counted<count>());
}

}  // namespace

// Before the braces of a lambda that is given to `unrolled`.
#define OHMBRUSH_INLINE __attribute__((always_inline))
