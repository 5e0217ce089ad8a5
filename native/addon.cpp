// The Node-API face of the kernels: reads the arguments of native.ts, its only caller, and starts the threads.
#include <node_api.h>

#include <cstdlib>
#include <iterator>
#include <memory>
#include <string>
#include <vector>

#if defined(__x86_64__)
#include <cpuid.h>
#elif defined(__aarch64__) && defined(__linux__)
#include <sys/auxv.h>
#elif defined(__aarch64__) && defined(__APPLE__)
#include <sys/sysctl.h>
#endif

#include "instruction_set.h"
#include "thread_pool.h"

extern const InstructionSet kPortable;
#if defined(__x86_64__)
extern const InstructionSet kAvx512Vnni;
extern const InstructionSet kAvxVnni;
extern const InstructionSet kAvx2;
#elif defined(__aarch64__)
extern const InstructionSet kNeonI8mm;
extern const InstructionSet kNeon;
#endif

namespace {

#if defined(__x86_64__)
// CPUID leaf 7.1, EAX bit 4: a name that __builtin_cpu_supports does not know in older compilers.
bool hasAvxVnni() {
  unsigned a = 0, b = 0, c = 0, d = 0;
  return __get_cpuid_count(7, 1, &a, &b, &c, &d) != 0 && (a >> 4 & 1) != 0;
}
#endif

#if defined(__aarch64__)
bool hasI8mm() {
#if defined(__linux__)
  // HWCAP2_I8MM of <asm/hwcap.h>, which older headers lack.
  return getauxval(AT_HWCAP2) >> 13 & 1;
#elif defined(__APPLE__)
  int32_t value = 0;
  size_t size = sizeof value;
  return sysctlbyname("hw.optional.arm.FEAT_I8MM", &value, &size, nullptr, 0) == 0 && value != 0;
#else
  return false;
#endif
}
#endif

// What this processor can run, the fastest first.
std::vector<const InstructionSet *> detectInstructionSets() {
  std::vector<const InstructionSet *> sets;
#if defined(__x86_64__)
  __builtin_cpu_init();
  const bool avx2 = __builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma");
  const bool avx512 = avx2 && __builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512bw") &&
                      __builtin_cpu_supports("avx512vl") && __builtin_cpu_supports("avx512dq");
  if (avx512 && __builtin_cpu_supports("avx512vnni")) sets.push_back(&kAvx512Vnni);
  if (avx2 && hasAvxVnni()) sets.push_back(&kAvxVnni);
  if (avx2) sets.push_back(&kAvx2);
#elif defined(__aarch64__)
  if (hasI8mm()) sets.push_back(&kNeonI8mm);
  sets.push_back(&kNeon);
#endif
  sets.push_back(&kPortable);
  return sets;
}

const std::vector<const InstructionSet *> &instructionSets() {
  static const std::vector<const InstructionSet *> sets = detectInstructionSets();
  return sets;
}

napi_value throwError(napi_env env, const char *message) {
  napi_throw_error(env, nullptr, message);
  return nullptr;
}

// Reads the arguments of a call one after the other. The first that does not fit makes the call fail.
class Arguments {
 public:
  Arguments(napi_env env, napi_callback_info info) : env_(env) {
    napi_get_cb_info(env, info, &count_, values_, nullptr, nullptr);
  }

  napi_value any() { return next(); }

  double number() {
    double value = 0;
    expect(napi_get_value_double(env_, next(), &value) == napi_ok, "a number");
    return value;
  }

  const InstructionSet *instructionSet() {
    const double index = number();
    expect(index >= 0 && index < double(instructionSets().size()), "the index of an instruction set");
    return fit_ ? instructionSets()[size_t(index)] : nullptr;
  }

  double *doubles(size_t atLeast) {
    size_t count = 0;
    napi_typedarray_type type = napi_uint8_array;
    void *data = array(next(), &type, &count);
    expect(type == napi_float64_array && count >= atLeast, "a Float64Array");
    return static_cast<double *>(data);
  }

  // All that is left: the arrays of a call, null for those it does not have.
  void fields(Fields &fields) {
    const double *numbers = doubles(Fields::kNumbers);
    if (!fit_) return;
    for (int i = 0; i < Fields::kNumbers; i++) fields.numbers[i] = numbers[i];
    expect(count_ <= kMost && count_ - at_ <= size_t(Fields::kArrays), "one of fewer arrays");
    for (void *&data : fields.arrays) data = fit_ && at_ < count_ ? array(next(), nullptr, nullptr) : nullptr;
  }

  bool fit() const { return fit_; }
  void expect(bool condition, const char *what) {
    if (condition || !fit_) return;
    fit_ = false;
    const std::string message = "native kernels: argument " + std::to_string(at_) + " must be " + what;
    napi_throw_type_error(env_, nullptr, message.c_str());
  }

 private:
  napi_value next() { return at_ < count_ ? values_[at_++] : nullptr; }

  // Null gives a null pointer.
  void *array(napi_value value, napi_typedarray_type *type, size_t *count) {
    void *data = nullptr;
    if (napi_get_typedarray_info(env_, value, type, count, &data, nullptr, nullptr) == napi_ok) return data;
    napi_valuetype kind = napi_undefined;
    napi_typeof(env_, value, &kind);
    expect(kind == napi_null, "a typed array or null");
    return nullptr;
  }

  // Those of `run` before its arrays, and the arrays.
  static constexpr size_t kMost = 6 + Fields::kArrays;
  napi_env env_;
  napi_value values_[kMost];
  size_t count_ = kMost;
  size_t at_ = 0;
  bool fit_ = true;
};

// open(threads): a pool.
napi_value open(napi_env env, napi_callback_info info) {
  Arguments in(env, info);
  const double threads = in.number();
  if (!in.fit()) return nullptr;
  napi_value result = nullptr;
  try {
    auto pool = std::make_unique<ThreadPool>(int32_t(threads));
    const auto destroy = [](napi_env, void *data, void *) { delete static_cast<std::unique_ptr<ThreadPool> *>(data); };
    auto *holder = new std::unique_ptr<ThreadPool>(std::move(pool));
    napi_create_external(env, holder, destroy, nullptr, &result);
  } catch (const std::exception &) {
    return throwError(env, "native kernels: no more threads can be started");
  }
  return result;
}

std::unique_ptr<ThreadPool> *poolOf(napi_env env, napi_value value) {
  void *data = nullptr;
  return napi_get_value_external(env, value, &data) == napi_ok ? static_cast<std::unique_ptr<ThreadPool> *>(data)
                                                               : nullptr;
}

// close(pool) ends its threads.
napi_value close(napi_env env, napi_callback_info info) {
  size_t count = 1;
  napi_value value = nullptr;
  napi_get_cb_info(env, info, &count, &value, nullptr, nullptr);
  if (auto *pool = poolOf(env, value)) pool->reset();
  return nullptr;
}

// load(instructionSet, operand, numbers, ...arrays): the address of the packed weights.
napi_value load(napi_env env, napi_callback_info info) {
  Arguments in(env, info);
  const InstructionSet *set = in.instructionSet();
  const double operand = in.number();
  Fields fields;
  in.fields(fields);
  if (!in.fit()) return nullptr;
  const OperandEntry &entry = set->operands[size_t(operand)];
  auto *memory = static_cast<uint8_t *>(std::aligned_alloc(64, (entry.bytes(fields) + 63) / 64 * 64));
  if (!memory) return throwError(env, "native kernels: no memory for the weights of a layer");
  entry.pack(fields, memory);
  napi_value address = nullptr;
  napi_create_double(env, double(reinterpret_cast<uintptr_t>(memory)), &address);
  return address;
}

// unload(address)
napi_value unload(napi_env env, napi_callback_info info) {
  Arguments in(env, info);
  const double address = in.number();
  if (in.fit()) std::free(reinterpret_cast<void *>(uintptr_t(address)));
  return nullptr;
}

// run(pool, instructionSet, operator, pieces, counts, numbers, ...arrays) fills counts.
napi_value run(napi_env env, napi_callback_info info) {
  Arguments in(env, info);
  auto *pool = poolOf(env, in.any());
  const InstructionSet *set = in.instructionSet();
  const double index = in.number();
  const double pieces = in.number();
  double *counts = in.doubles(std::size(kCounters));
  Fields fields;
  in.fields(fields);
  if (!in.fit()) return nullptr;
  if (!pool || !*pool) return throwError(env, "native kernels: the pool is closed");
  try {
    const Counts counted = (*pool)->run(set->operators[size_t(index)], fields, int32_t(pieces));
    for (size_t i = 0; i < std::size(kCounters); i++) counts[i] = double(counted.*kCounters[i]);
  } catch (const std::bad_alloc &) {
    return throwError(env, "native kernels: no working memory");
  }
  return nullptr;
}

// peak(instructionSet, kind, rounds): multiply-accumulates done, see peak.h.
napi_value peak(napi_env env, napi_callback_info info) {
  Arguments in(env, info);
  const InstructionSet *set = in.instructionSet();
  const double kind = in.number();
  const double rounds = in.number();
  if (!in.fit()) return nullptr;
  napi_value done = nullptr;
  napi_create_double(env, set->peak(int32_t(kind), int32_t(rounds)), &done);
  return done;
}

void define(napi_env env, napi_value exports, const char *name, napi_callback function) {
  napi_value value;
  napi_create_function(env, name, NAPI_AUTO_LENGTH, function, nullptr, &value);
  napi_set_named_property(env, exports, name, value);
}

void defineTexts(napi_env env, napi_value exports, const char *property, const std::vector<const char *> &texts) {
  napi_value list;
  napi_create_array(env, &list);
  for (size_t i = 0; i < texts.size(); i++) {
    napi_value text;
    napi_create_string_utf8(env, texts[i], NAPI_AUTO_LENGTH, &text);
    napi_set_element(env, list, uint32_t(i), text);
  }
  napi_set_named_property(env, exports, property, list);
}

template <class Entry>
std::vector<const char *> signaturesOf(const Entry *entries, int32_t count) {
  std::vector<const char *> signatures;
  for (int32_t i = 0; i < count; i++) signatures.push_back(entries[i].signature);
  return signatures;
}

}  // namespace

NAPI_MODULE_INIT() {
  std::vector<const char *> names;
  for (const InstructionSet *set : instructionSets()) names.push_back(set->name);
  defineTexts(env, exports, "instructionSets", names);
  defineTexts(env, exports, "operators", signaturesOf(kPortable.operators, kPortable.operatorCount));
  defineTexts(env, exports, "operands", signaturesOf(kPortable.operands, kPortable.operandCount));
  defineTexts(env, exports, "counters", {std::begin(kCounterNames), std::end(kCounterNames)});
  define(env, exports, "open", open);
  define(env, exports, "close", close);
  define(env, exports, "load", load);
  define(env, exports, "unload", unload);
  define(env, exports, "run", run);
  define(env, exports, "peak", peak);
  return exports;
}
