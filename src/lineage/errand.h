// Does on a thread of its own what may never come back, and gives it up when that takes too long. A
// user can have whoever reads his process's memory, or looks for a name in his directory, wait in
// the kernel for as long as he likes: on a page of a file system that he serves himself (FUSE).
#pragma once

#include <atomic>
#include <chrono>
#include <cstddef>
#include <functional>
#include <memory>
#include <thread>

#include "base/limits.h"

namespace ak {

// For one thread.
class Errand {
 public:
  explicit Errand(std::chrono::milliseconds patience) : patience_(patience) {}
  ~Errand();
  Errand(const Errand&) = delete;
  Errand& operator=(const Errand&) = delete;

  // Does the task. One that is late goes on alone for as long as it takes: what it uses must be its
  // own. Time in which this process was stopped makes none late. None is begun while
  // limits::kMaxLostErrands have not come back, or where no thread can be made.
  enum class Outcome { done, late, not_begun };
  [[nodiscard]] Outcome run(std::function<void()> task);

 private:
  struct Worker;

  void start();

  std::chrono::milliseconds patience_;
  std::shared_ptr<std::atomic<std::size_t>> lost_ = std::make_shared<std::atomic<std::size_t>>(0);
  std::shared_ptr<Worker> worker_;
  std::thread thread_;
};

}  // namespace ak
