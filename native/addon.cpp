// The Node-API face of the kernels: reads arguments and keeps the programmed crossbars, which all threads of the process share.
// native.ts is the only caller; it passes the fields of kernel.h in their order.
#include <node_api.h>

#include <cstdlib>
#include <memory>
#include <mutex>
#include <new>
#include <string>
#include <unordered_map>
#include <vector>

#include "kernel.h"

extern const InstructionSet kPortable;
#if defined(__x86_64__)
extern const InstructionSet kAvx512Vnni;
extern const InstructionSet kAvx2;
#endif

namespace {

// What this processor can run, the fastest first.
std::vector<const InstructionSet *> detectInstructionSets() {
  std::vector<const InstructionSet *> sets;
#if defined(__x86_64__)
  __builtin_cpu_init();
  const bool avx512 = __builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512bw") && __builtin_cpu_supports("avx512vl") &&
                      __builtin_cpu_supports("avx512dq");
  if (avx512 && __builtin_cpu_supports("avx512vnni")) sets.push_back(&kAvx512Vnni);
  if (__builtin_cpu_supports("avx2")) sets.push_back(&kAvx2);
#endif
  sets.push_back(&kPortable);
  return sets;
}

const std::vector<const InstructionSet *> &instructionSets() {
  static const std::vector<const InstructionSet *> sets = detectInstructionSets();
  return sets;
}

class AlignedMemory {
 public:
  explicit AlignedMemory(size_t bytes) : bytes_(bytes), data_(static_cast<uint8_t *>(std::aligned_alloc(64, (bytes + 63) / 64 * 64 + 64))) {
    if (!data_) throw std::bad_alloc();
  }
  ~AlignedMemory() { std::free(data_); }
  AlignedMemory(const AlignedMemory &) = delete;
  AlignedMemory &operator=(const AlignedMemory &) = delete;
  uint8_t *data() const { return data_; }
  size_t bytes() const { return bytes_; }

 private:
  size_t bytes_;
  uint8_t *data_;
};

// This thread's working memory.
uint8_t *scratch(size_t bytes) {
  thread_local std::unique_ptr<AlignedMemory> memory;
  if (!memory || memory->bytes() < bytes) {
    memory.reset();
    memory = std::make_unique<AlignedMemory>(bytes);
  }
  return memory->data();
}

struct Programmed {
  const InstructionSet *set;
  AlignedMemory memory;
  PackedCrossbar packed;
};

std::mutex programmedMutex;
std::unordered_map<int64_t, std::shared_ptr<Programmed>> programmed;

std::shared_ptr<Programmed> find(int64_t key) {
  const std::lock_guard<std::mutex> lock(programmedMutex);
  const auto found = programmed.find(key);
  return found == programmed.end() ? nullptr : found->second;
}

template <class T>
struct ElementType;
template <>
struct ElementType<int8_t> {
  static constexpr napi_typedarray_type value = napi_int8_array;
};
template <>
struct ElementType<int16_t> {
  static constexpr napi_typedarray_type value = napi_int16_array;
};
template <>
struct ElementType<int32_t> {
  static constexpr napi_typedarray_type value = napi_int32_array;
};
template <>
struct ElementType<float> {
  static constexpr napi_typedarray_type value = napi_float32_array;
};
template <>
struct ElementType<double> {
  static constexpr napi_typedarray_type value = napi_float64_array;
};

// Reads the arguments of a call one after the other; the first that does not fit makes the call fail.
class Arguments {
 public:
  Arguments(napi_env env, napi_callback_info info) : env_(env) { napi_get_cb_info(env, info, &count_, values_, nullptr, nullptr); }

  double number() {
    double value = 0;
    expect(napi_get_value_double(env_, next(), &value) == napi_ok, "a number");
    return value;
  }
  int32_t integer() { return int32_t(int64_t(number())); }

  template <class T>
  T *array(int32_t *length = nullptr) {
    return elements<T>(next(), length);
  }

  // null gives nullptr.
  template <class T>
  T *optionalArray() {
    napi_value value = next();
    napi_valuetype type = napi_undefined;
    napi_typeof(env_, value, &type);
    return type == napi_null ? nullptr : elements<T>(value, nullptr);
  }

  template <class T>
  std::vector<const void *> arrays() {
    napi_value list = next();
    uint32_t length = 0;
    expect(napi_get_array_length(env_, list, &length) == napi_ok, "a list of arrays");
    std::vector<const void *> pointers;
    for (uint32_t i = 0; i < length; i++) {
      napi_value value = nullptr;
      napi_get_element(env_, list, i, &value);
      pointers.push_back(elements<T>(value, nullptr));
    }
    return pointers;
  }

  // True if every argument was taken and had its type; otherwise an exception waits in JavaScript. An addon older than native.ts
  // would fail here instead of reading what is not there.
  bool complete() {
    expect(at_ == count_, "the last: rebuild with npm run build:native");
    return fit_;
  }
  bool fit() const { return fit_; }
  void expect(bool condition, const char *what) {
    if (condition || !fit_) return;
    fit_ = false;
    const std::string message = "native kernels: argument " + std::to_string(at_) + " must be " + what;
    napi_throw_type_error(env_, nullptr, message.c_str());
  }

 private:
  napi_value next() { return values_[at_ < kMost ? at_++ : kMost - 1]; }

  template <class T>
  T *elements(napi_value value, int32_t *length) {
    bool typed = false;
    napi_typedarray_type type = napi_uint8_array;
    size_t count = 0;
    void *data = nullptr;
    napi_is_typedarray(env_, value, &typed);
    if (typed) napi_get_typedarray_info(env_, value, &type, &count, &data, nullptr, nullptr);
    expect(typed && type == ElementType<T>::value, "a typed array of another kind");
    if (length) *length = int32_t(count);
    return static_cast<T *>(data);
  }

  static constexpr size_t kMost = 32;
  napi_env env_;
  napi_value values_[kMost];
  size_t count_ = kMost;
  size_t at_ = 0;
  bool fit_ = true;
};

napi_value throwError(napi_env env, const char *message) {
  napi_throw_error(env, nullptr, message);
  return nullptr;
}

const InstructionSet *chosen(Arguments &in) {
  const int32_t index = in.integer();
  in.expect(index >= 0 && size_t(index) < instructionSets().size(), "the index of an instruction set");
  return in.fit() ? instructionSets()[size_t(index)] : nullptr;
}

Gather gather(Arguments &in) {
  Gather gather;
  gather.rowStart = in.array<int32_t>();
  gather.tapStart = in.array<int32_t>(&gather.taps);
  gather.tapLength = in.integer();
  return gather;
}

// load(key, instructionSet, rows, columns, tileRows, wide, slices)
napi_value load(napi_env env, napi_callback_info info) {
  Arguments in(env, info);
  const int64_t key = int64_t(in.number());
  const InstructionSet *set = chosen(in);
  CrossbarShape shape;
  shape.rows = in.integer();
  shape.columns = in.integer();
  shape.tileRows = in.integer();
  shape.wide = in.integer();
  const std::vector<const void *> slices = shape.wide ? in.arrays<int16_t>() : in.arrays<int8_t>();
  shape.slices = int32_t(slices.size());
  if (!in.complete()) return nullptr;
  try {
    auto crossbar = std::shared_ptr<Programmed>(new Programmed{set, AlignedMemory(set->packedBytes(shape)), {}});
    set->pack(shape, slices.data(), crossbar->memory.data(), crossbar->packed);
    const std::lock_guard<std::mutex> lock(programmedMutex);
    programmed[key] = std::move(crossbar);
  } catch (const std::bad_alloc &) {
    return throwError(env, "native kernels: no memory for the cells of a layer");
  }
  return nullptr;
}

// unload(key)
napi_value unload(napi_env env, napi_callback_info info) {
  Arguments in(env, info);
  const int64_t key = int64_t(in.number());
  const std::lock_guard<std::mutex> lock(programmedMutex);
  programmed.erase(key);
  return nullptr;
}

// crossbar(key, from, to, counts, ...fields of CrossbarCall) adds [conversions, clipped] to counts.
napi_value crossbar(napi_env env, napi_callback_info info) {
  Arguments in(env, info);
  const std::shared_ptr<Programmed> crossbar = find(int64_t(in.number()));
  const int32_t from = in.integer();
  const int32_t to = in.integer();
  double *const counts = in.array<double>();
  CrossbarCall call;
  call.input = in.array<int8_t>();
  call.gather = gather(in);
  call.inputSlices = in.integer();
  call.sliceBits = in.integer();
  call.lossless = in.integer();
  call.inverseLsb = float(in.number());
  call.low = float(in.number());
  call.high = float(in.number());
  call.sliceWeight = in.array<int32_t>();
  call.offset = in.integer();
  call.noiseKey = in.integer();
  call.noiseRow = 0;
  call.sigma = in.optionalArray<float>();
  call.rowScale = in.array<float>();
  call.columnScale = in.array<float>();
  call.bias = in.optionalArray<float>();
  call.output = in.array<float>();
  call.outputStride = in.integer();
  if (!in.complete()) return nullptr;
  if (!crossbar) return throwError(env, "native kernels: this crossbar is not loaded");
  try {
    uint8_t *const memory = scratch(crossbar->set->crossbarScratch(crossbar->packed, call.inputSlices));
    counts[1] += crossbar->set->crossbar(crossbar->packed, call, from, to, memory);
    const CrossbarShape &shape = crossbar->packed.shape;
    const double tiles = (shape.rows + shape.tileRows - 1) / shape.tileRows;
    counts[0] += double(to - from) * shape.columns * tiles * call.inputSlices * shape.slices;
  } catch (const std::bad_alloc &) {
    return throwError(env, "native kernels: no working memory");
  }
  return nullptr;
}

// matmul(instructionSet, from, to, ...fields of MatmulCall)
napi_value matmul(napi_env env, napi_callback_info info) {
  Arguments in(env, info);
  const InstructionSet *set = chosen(in);
  const int32_t from = in.integer();
  const int32_t to = in.integer();
  MatmulCall call;
  call.a = in.array<float>();
  call.gather = gather(in);
  call.b = in.array<float>();
  call.k = in.integer();
  call.n = in.integer();
  call.bias = in.optionalArray<float>();
  call.c = in.array<float>();
  call.cStride = in.integer();
  if (!in.complete()) return nullptr;
  try {
    set->matmul(call, from, to, scratch(set->matmulScratch(call.k)));
  } catch (const std::bad_alloc &) {
    return throwError(env, "native kernels: no working memory");
  }
  return nullptr;
}

void define(napi_env env, napi_value exports, const char *name, napi_callback function) {
  napi_value value;
  napi_create_function(env, name, NAPI_AUTO_LENGTH, function, nullptr, &value);
  napi_set_named_property(env, exports, name, value);
}

}  // namespace

NAPI_MODULE_INIT() {
  napi_value names;
  napi_create_array(env, &names);
  for (size_t i = 0; i < instructionSets().size(); i++) {
    napi_value name;
    napi_create_string_utf8(env, instructionSets()[i]->name, NAPI_AUTO_LENGTH, &name);
    napi_set_element(env, names, uint32_t(i), name);
  }
  napi_set_named_property(env, exports, "instructionSets", names);
  define(env, exports, "load", load);
  define(env, exports, "unload", unload);
  define(env, exports, "crossbar", crossbar);
  define(env, exports, "matmul", matmul);
  return exports;
}
