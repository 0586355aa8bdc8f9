#include "app/reloader.h"

#include <sys/eventfd.h>
#include <unistd.h>

#include <cstdint>
#include <utility>
#include <vector>

namespace ak::app {

Reloader::Reloader(Load load)
    : load_(std::move(load)), done_(::eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK)) {
  thread_ = std::thread([this] { run(); });
}

Reloader::~Reloader() {
  static_cast<void>(stop(std::chrono::milliseconds(0)));
  thread_.join();
}

void Reloader::request() {
  {
    const std::lock_guard lock(mutex_);
    requested_ = true;
  }
  wake_.notify_one();
}

std::optional<Result<Loaded>> Reloader::take() {
  std::uint64_t count = 0;
  [[maybe_unused]] const ssize_t got = ::read(done_.get(), &count, sizeof count);
  const std::lock_guard lock(mutex_);
  return std::exchange(loaded_, std::nullopt);
}

void Reloader::dispose(Loaded old) {
  {
    const std::lock_guard lock(mutex_);
    garbage_.push_back(std::move(old));
  }
  wake_.notify_one();
}

bool Reloader::stop(std::chrono::milliseconds grace) {
  std::unique_lock lock(mutex_);
  stopping_ = true;
  wake_.notify_one();
  return idle_.wait_for(lock, grace, [this] { return !busy_; });
}

void Reloader::run() {
  std::unique_lock lock(mutex_);
  while (true) {
    wake_.wait(lock, [this] { return stopping_ || requested_ || !garbage_.empty(); });
    if (stopping_) return;
    std::vector<Loaded> garbage = std::exchange(garbage_, {});
    const bool is_requested = std::exchange(requested_, false);
    busy_ = is_requested;
    lock.unlock();
    garbage.clear();
    std::optional<Result<Loaded>> fresh;
    if (is_requested) fresh.emplace(load_());
    lock.lock();
    busy_ = false;
    idle_.notify_one();
    if (!fresh) continue;
    std::swap(loaded_, fresh);
    if (fresh && *fresh) garbage_.push_back(std::move(*fresh).value());  // nobody took it
    const std::uint64_t one = 1;
    [[maybe_unused]] const ssize_t written = ::write(done_.get(), &one, sizeof one);
  }
}

}  // namespace ak::app
