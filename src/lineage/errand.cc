#include "lineage/errand.h"

#include <condition_variable>
#include <mutex>
#include <system_error>
#include <utility>

namespace ak {

// A thread, and what it shares with whom it works for. It keeps this alive when it is given up.
struct Errand::Worker {
  enum class State { idle, busy, lost, ended };

  explicit Worker(std::shared_ptr<std::atomic<std::size_t>> count) : lost(std::move(count)) {}

  void run() {
    std::unique_lock lock(mutex);
    while (true) {
      changed.wait(lock, [this] { return state != State::idle; });
      if (state == State::ended) return;
      lock.unlock();
      std::exchange(task, nullptr)();
      lock.lock();
      if (state == State::lost) break;
      state = State::idle;
      changed.notify_all();
    }
    --*lost;
  }

  std::mutex mutex;
  std::condition_variable changed;
  State state = State::idle;
  std::function<void()> task;
  const std::shared_ptr<std::atomic<std::size_t>> lost;
};

Errand::~Errand() {
  if (!worker_) return;
  {
    const std::lock_guard lock(worker_->mutex);
    worker_->state = Worker::State::ended;
  }
  worker_->changed.notify_all();
  thread_.join();
}

// Where no more threads can be made there is no worker.
void Errand::start() {
  auto fresh = std::make_shared<Worker>(lost_);
  try {
    thread_ = std::thread([fresh] { fresh->run(); });
  } catch (const std::system_error&) {
    return;
  }
  worker_ = std::move(fresh);
}

Errand::Outcome Errand::run(std::function<void()> task) {
  if (!worker_) {
    if (*lost_ >= limits::kMaxLostErrands) return Outcome::not_begun;
    start();
    if (!worker_) return Outcome::not_begun;
  }
  std::unique_lock lock(worker_->mutex);
  worker_->task = std::move(task);
  worker_->state = Worker::State::busy;
  worker_->changed.notify_all();
  // In parts: one that passed while this process was stopped leaves the others.
  constexpr int kParts = 10;
  const auto is_done = [this] { return worker_->state == Worker::State::idle; };
  for (int i = 0; i < kParts; ++i) {
    if (worker_->changed.wait_for(lock, patience_ / kParts, is_done)) return Outcome::done;
  }
  worker_->state = Worker::State::lost;
  ++*lost_;
  thread_.detach();
  lock.unlock();
  worker_.reset();
  return Outcome::late;
}

}  // namespace ak
