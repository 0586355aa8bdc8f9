#include "app/turn.h"

#include <poll.h>
#include <unistd.h>

#include <array>
#include <chrono>
#include <csignal>

#include "base/limits.h"

namespace ak::app {
namespace {

using SteadyClock = std::chrono::steady_clock;

// Longer than a daemon takes to end: its drain and its grace for the last alerts.
constexpr std::chrono::milliseconds kPatience{5000};
constexpr int kRetryMs = 20;

Turn turn_of(InstanceLock::Outcome outcome) {
  switch (outcome) {
    case InstanceLock::Outcome::held:
      return Turn::ours;
    case InstanceLock::Outcome::taken:
      return Turn::refused;
    case InstanceLock::Outcome::unusable:
      break;
  }
  return Turn::ours_unlocked;
}

// True when SIGTERM came.
bool handle_signals(Signals& signals, Waited& waited) {
  bool is_told_to_stop = false;
  while (const int number = signals.next()) {
    if (number == SIGHUP) waited.reload = true;
    if (number == SIGTERM || number == SIGINT) is_told_to_stop = true;
  }
  return is_told_to_stop;
}

}  // namespace

Waited wait_for_turn(InstanceLock& lock, Signals& signals, input::ByteSource& input) {
  Waited waited;
  const auto end = SteadyClock::now() + kPatience;
  bool is_reading = true;
  while (true) {
    const InstanceLock::Outcome outcome = lock.try_lock();
    const bool is_late = SteadyClock::now() >= end;
    if (outcome != InstanceLock::Outcome::taken || is_late) {
      waited.turn = turn_of(outcome);
      return waited;
    }
    is_reading = is_reading && waited.early.size() < limits::kMaxEarlyBytes;
    std::array<pollfd, 2> fds = {
        {{signals.fd(), POLLIN, 0}, {is_reading ? STDIN_FILENO : -1, POLLIN, 0}}};
    ::poll(fds.data(), fds.size(), kRetryMs);
    if (handle_signals(signals, waited)) {
      waited.turn = Turn::told_to_stop;
      return waited;
    }
    if (fds[1].revents == 0) continue;
    const Result<input::Chunk> chunk = input.read();
    is_reading = chunk && chunk.value().state != input::Chunk::State::end;
    if (chunk) waited.early += chunk.value().bytes;
  }
}

}  // namespace ak::app
