// The threads of the native backend. The caller works too, so a pool of n threads starts n - 1. Between the calls of
// one step a few microseconds pass, so a helper looks for work for a while before it sleeps: to wake one costs tens of
// microseconds.
#pragma once

#include <atomic>
#include <condition_variable>
#include <cstdlib>
#include <memory>
#include <mutex>
#include <new>
#include <thread>
#include <vector>

#include "job.h"

class ThreadPool {
 public:
  explicit ThreadPool(int32_t threads)
      : spins_(std::thread::hardware_concurrency() >= unsigned(threads) ? kSpins : 0), scratch_(size_t(threads)) {
    for (int32_t i = 1; i < threads; i++) helpers_.emplace_back([this, i] { help(i); });
  }

  ~ThreadPool() {
    stopped_.store(true);
    announce();
    for (std::thread &helper : helpers_) helper.join();
  }

  int32_t threads() const { return int32_t(scratch_.size()); }

  // Does a whole call in so many pieces: one is for the caller alone. Throws std::bad_alloc.
  Counts run(const OperatorEntry &entry, const Fields &fields, int32_t pieces) {
    const Plan plan = entry.plan(fields);
    const int32_t members = pieces > 1 ? threads() : 1;
    for (int32_t i = 0; i < members; i++) scratch_[size_t(i)].grow(plan.scratch);
    job_ = jobOf(entry, fields, plan, pieces);
    counts_ = Counts();
    if (members > 1) {
      busy_.store(members - 1);
      announce();
    }
    Counts own;
    takePart(job_, scratch_[0].data(), own);
    if (members > 1) {
      // On a busy machine the helper may be waiting for this very core.
      for (int32_t i = 0; busy_.load(std::memory_order_acquire) > 0; i++)
        i < kCallerSpins ? pause() : std::this_thread::yield();
    }
    add(own);
    return counts_;
  }

 private:
  class Scratch {
   public:
    ~Scratch() { std::free(data_); }
    void grow(size_t bytes) {
      if (bytes <= bytes_) return;
      std::free(data_);
      data_ = static_cast<uint8_t *>(std::aligned_alloc(64, (bytes + 63) / 64 * 64));
      bytes_ = data_ ? bytes : 0;
      if (!data_) throw std::bad_alloc();
    }
    uint8_t *data() const { return data_; }

   private:
    uint8_t *data_ = nullptr;
    size_t bytes_ = 0;
  };

  static void pause() {
#if defined(__x86_64__)
    __builtin_ia32_pause();
#endif
  }

  void announce() {
    generation_.fetch_add(1);
    // Only a helper that sleeps needs the lock and the system call.
    if (sleeping_.load() == 0) return;
    const std::lock_guard<std::mutex> lock(mutex_);
    wake_.notify_all();
  }

  void help(int32_t index) {
    for (uint32_t seen = 0;; seen++) {
      for (int32_t i = 0; i < spins_ && generation_.load(std::memory_order_acquire) == seen; i++) pause();
      if (generation_.load() == seen) {
        std::unique_lock<std::mutex> lock(mutex_);
        sleeping_.fetch_add(1);
        wake_.wait(lock, [&] { return generation_.load() != seen; });
        sleeping_.fetch_sub(1);
      }
      if (stopped_.load()) return;
      Counts own;
      takePart(job_, scratch_[size_t(index)].data(), own);
      add(own);
      busy_.fetch_sub(1, std::memory_order_release);
    }
  }

  void add(const Counts &own) {
    for (const auto counter : kCounters) __atomic_fetch_add(&(counts_.*counter), own.*counter, __ATOMIC_RELAXED);
  }

  // How long a thread looks before it sleeps, about a millisecond: from one step to the next less passes, and to wake a
  // helper took 0.3 ms. With more threads than cores it would keep the others from their work.
  static constexpr int32_t kSpins = 20000;
  // And how long the caller waits for its helpers before it lets others have its core.
  static constexpr int32_t kCallerSpins = 4000;

  const int32_t spins_;
  std::vector<Scratch> scratch_;
  std::vector<std::thread> helpers_;
  Job job_{};
  Counts counts_;
  std::atomic<uint32_t> generation_{0};
  std::atomic<int32_t> busy_{0};
  std::atomic<int32_t> sleeping_{0};
  std::atomic<bool> stopped_{false};
  std::mutex mutex_;
  std::condition_variable wake_;
};
