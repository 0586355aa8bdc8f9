#include "app/health.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <fmt/ranges.h>
#include <poll.h>
#include <sys/eventfd.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/time.h>

#include <algorithm>
#include <cerrno>
#include <cstdio>
#include <cstring>
#include <utility>

#include "base/write_file.h"

namespace ak::app {
namespace {

using std::chrono::milliseconds;

// A client that does not speak or does not listen is left: it is root's, and alone.
constexpr milliseconds kClientPatience{1000};
constexpr milliseconds kWatchInterval{5000};
constexpr mode_t kSocketMode = 0600;
constexpr mode_t kPrometheusMode = 0644;  // node_exporter runs as a user of its own

void set_patience(int fd) {
  const timeval patience{kClientPatience.count() / 1000, kClientPatience.count() % 1000 * 1000};
  ::setsockopt(fd, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience);
  ::setsockopt(fd, SOL_SOCKET, SO_SNDTIMEO, &patience, sizeof patience);
  ::fcntl(fd, F_SETFL, ::fcntl(fd, F_GETFL) & ~O_NONBLOCK);
}

std::string answer(std::string_view request, const Status& status) {
  if (request == "text\n") return status_text(status);
  if (request == "prometheus\n") return status_prometheus(status);
  if (request == "check\n") {
    const std::vector<std::string> wrong = problems(status);
    return wrong.empty() ? "ok\n" : fmt::format("{}\n", fmt::join(wrong, "\n"));
  }
  return status_json(status) + "\n";
}

void send_all(int fd, std::string_view text) {
  while (!text.empty()) {
    const ssize_t sent = ::send(fd, text.data(), text.size(), MSG_NOSIGNAL);
    if (sent <= 0) return;
    text.remove_prefix(static_cast<std::size_t>(sent));
  }
}

}  // namespace

Health::Health(HealthOptions options, Hooks hooks)
    : hooks_(std::move(hooks)),
      wakeup_(::eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK)),
      wanted_(std::move(options)),
      thread_([this] { run(); }) {}

Health::~Health() {
  {
    const std::lock_guard lock(mutex_);
    stop_ = true;
  }
  ::eventfd_write(wakeup_.get(), 1);
  thread_.join();
}

void Health::reconfigure(const HealthOptions& options) {
  {
    const std::lock_guard lock(mutex_);
    wanted_ = options;
  }
  ::eventfd_write(wakeup_.get(), 1);
}

HealthOptions Health::wanted(bool* stop) {
  const std::lock_guard lock(mutex_);
  *stop = stop_;
  return wanted_;
}

void Health::run() {
  bool stop = false;
  adopt(wanted(&stop));
  while (!stop) {
    pollfd fds[] = {{wakeup_.get(), POLLIN, 0}, {listener_.fd(), POLLIN, 0}};
    const int ready = ::poll(fds, 2, wait_ms());
    if (ready > 0 && fds[0].revents != 0) {
      eventfd_t ignored = 0;
      ::eventfd_read(wakeup_.get(), &ignored);
      const HealthOptions options = wanted(&stop);
      if (!stop && !(options == options_)) adopt(options);
    }
    if (stop) break;
    if (ready > 0 && fds[1].revents != 0) serve();
    do_what_is_due();
  }
}

void Health::adopt(const HealthOptions& options) {
  if (options.socket_path != options_.socket_path) listener_.close();
  options_ = options;
  if (!options_.socket_path.empty() && listener_.fd() < 0) {
    sink::UnixListener::Options wanted;
    wanted.path = options_.socket_path;
    wanted.mode = kSocketMode;
    const ak::Status opened = listener_.open(wanted);
    if (!opened) complain_once("status: " + opened.error().message);
  }
  next_prometheus_ = Clock::now();
  next_heartbeat_ = Clock::now() + options_.heartbeat_interval;
}

void Health::do_what_is_due() {
  const Clock::time_point now = Clock::now();
  if (hooks_.watch && now >= next_watch_) {
    hooks_.watch();
    next_watch_ = now + kWatchInterval;
  }
  if (!options_.prometheus_file.empty() && now >= next_prometheus_) {
    write_prometheus();
    next_prometheus_ = now + options_.prometheus_interval;
  }
  if (options_.heartbeat_interval.count() > 0 && now >= next_heartbeat_) {
    hooks_.heartbeat(hooks_.collect());
    next_heartbeat_ = now + options_.heartbeat_interval;
  }
}

int Health::wait_ms() const {
  Clock::time_point next = hooks_.watch ? next_watch_ : Clock::time_point::max();
  if (!options_.prometheus_file.empty()) next = std::min(next, next_prometheus_);
  if (options_.heartbeat_interval.count() > 0) next = std::min(next, next_heartbeat_);
  if (next == Clock::time_point::max()) return -1;
  const auto left = std::chrono::ceil<milliseconds>(next - Clock::now());
  return static_cast<int>(std::clamp<std::int64_t>(left.count(), 0, 3'600'000));
}

void Health::write_prometheus() {
  const ak::Status written = write_file_atomically(
      options_.prometheus_file, status_prometheus(hooks_.collect()), kPrometheusMode);
  if (!written) complain_once(written.error().message);
}

void Health::serve() {
  bool exhausted = false;
  const UniqueFd client = listener_.accept(&exhausted);
  if (!client) return;
  set_patience(client.get());
  char request[16] = {};
  const ssize_t got = ::recv(client.get(), request, sizeof request, 0);
  if (got < 0) return;
  send_all(client.get(),
           answer(std::string_view(request, static_cast<std::size_t>(got)), hooks_.collect()));
}

// The same trouble comes back at each interval: it is told when it begins.
void Health::complain_once(const std::string& problem) {
  if (problem == last_problem_) return;
  last_problem_ = problem;
  hooks_.report(problem);
}

}  // namespace ak::app
