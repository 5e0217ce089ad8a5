// The kernels as a WebAssembly module without a library, on a memory that its threads share. wasm.ts lays calls out in
// it. Built by scripts/build-wasm.mjs, once with and once without relaxed instructions.
#include "isa.h"
#include "isa/simd128.h"
#include "job.h"

namespace {

constexpr InstructionSet kSet = instructionSet<Simd128>("WebAssembly");

// One thread's share of a job.
struct Part {
  uint8_t *scratch;
  alignas(8) Counts counts;
};

}  // namespace

#define EXPORT(name) extern "C" __attribute__((export_name(#name)))

EXPORT(operatorSignature)
const char *operatorSignature(int32_t index) {
  return index < kSet.operatorCount ? kSet.operators[index].signature : nullptr;
}

EXPORT(operandSignature)
const char *operandSignature(int32_t index) {
  return index < kSet.operandCount ? kSet.operands[index].signature : nullptr;
}

EXPORT(counterName)
const char *counterName(int32_t index) {
  return index < int32_t(sizeof kCounterNames / sizeof *kCounterNames) ? kCounterNames[index] : nullptr;
}

EXPORT(operandBytes)
size_t operandBytes(int32_t operand, const Fields *fields) { return kSet.operands[operand].bytes(*fields); }

EXPORT(pack)
void pack(int32_t operand, const Fields *fields, uint8_t *memory) { kSet.operands[operand].pack(*fields, memory); }

EXPORT(jobBytes)
size_t jobBytes() { return sizeof(Job); }

EXPORT(prepare)
size_t prepare(Job *job, int32_t index, const Fields *fields, int32_t pieces) {
  const OperatorEntry &entry = kSet.operators[index];
  const Plan plan = entry.plan(*fields);
  *job = jobOf(entry, *fields, plan, pieces);
  return plan.scratch;
}

EXPORT(takePart)
void takePartOf(Job *job, Part *part) {
  Counts counts;
  takePart(*job, part->scratch, counts);
  part->counts = counts;
}

EXPORT(peak)
double peak(int32_t kind, int32_t rounds) { return kSet.peak(kind, rounds); }

// Whether Isa::fused rounds once: (1 + 2^-12)^2 - 1 - 2^-11 is 2^-24, and zero where the product is rounded first.
EXPORT(fusesOnce)
int32_t fusesOnce() {
  volatile float x = 1.000244140625f, c = -1.00048828125f;
  float result[Simd128::kLanes];
  Simd128::storeFloat(result, Simd128::fused(Simd128::allFloat(x), Simd128::allFloat(x), Simd128::allFloat(c)));
  for (int i = 0; i < Simd128::kLanes; i++) {
    if (result[i] != 5.9604644775390625e-8f) return 0;
  }
  return 1;
}
