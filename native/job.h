// One call shared out over threads: every thread takes units from `next` until none are left.
#pragma once

#include "operator.h"

struct Job {
  const OperatorEntry *entry;
  const Fields *fields;
  int32_t units;
  int32_t chunk;
  int32_t next;
};

namespace {

// @param pieces about how many chunks of whole grains to cut the units into
inline Job jobOf(const OperatorEntry &entry, const Fields &fields, const Plan &plan, int32_t pieces) {
  const int32_t grains = (plan.units + plan.grain - 1) / plan.grain;
  const int32_t chunk = (grains + pieces - 1) / pieces * plan.grain;
  return {&entry, &fields, plan.units, chunk > 0 ? chunk : 1, 0};
}

inline void takePart(Job &job, uint8_t *scratch, Counts &counts) {
  for (;;) {
    const int32_t from = __atomic_fetch_add(&job.next, job.chunk, __ATOMIC_RELAXED);
    if (from >= job.units) return;
    const int32_t to = job.units - from < job.chunk ? job.units : from + job.chunk;
    job.entry->run(*job.fields, from, to, scratch, counts);
  }
}

}  // namespace
