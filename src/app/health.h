// The health thread: answers `audisp-kube status` on a Unix socket, writes Prometheus' file, sends
// the heartbeat, and has the kernel watched. Apart from the reader and from delivery, so that it
// neither waits for them nor they for it.
#pragma once

#include <chrono>
#include <functional>
#include <mutex>
#include <string>
#include <thread>

#include "app/status.h"
#include "base/fd.h"
#include "sink/unix_listener.h"

namespace ak::app {

struct HealthOptions {
  std::string socket_path;      // empty: none
  std::string prometheus_file;  // empty: no file
  std::chrono::milliseconds prometheus_interval{15'000};
  std::chrono::milliseconds heartbeat_interval{300'000};  // 0: no heartbeat

  bool operator==(const HealthOptions&) const = default;
};

class Health {
 public:
  struct Hooks {
    std::function<Status()> collect;
    std::function<void(const Status&)> heartbeat;
    std::function<void(const std::string&)> report;  // trouble, one line
    std::function<void()> watch{};                   // every five seconds; may lack
  };

  // Starts the thread. The hooks are called on it alone; what they use outlives this.
  Health(HealthOptions options, Hooks hooks);
  ~Health();  // ends the thread
  Health(const Health&) = delete;
  Health& operator=(const Health&) = delete;

  // From now on; the intervals begin anew if anything changed.
  void reconfigure(const HealthOptions& options);

 private:
  using Clock = std::chrono::steady_clock;

  void run();
  [[nodiscard]] HealthOptions wanted(bool* stop);
  void adopt(const HealthOptions& options);
  void do_what_is_due();
  void write_prometheus();
  void serve();
  void complain_once(const std::string& problem);
  [[nodiscard]] int wait_ms() const;

  const Hooks hooks_;
  UniqueFd wakeup_;  // eventfd

  std::mutex mutex_;  // guards the two below
  HealthOptions wanted_;
  bool stop_ = false;

  HealthOptions options_;
  sink::UnixListener listener_;
  Clock::time_point next_prometheus_;
  Clock::time_point next_heartbeat_;
  Clock::time_point next_watch_;
  std::string last_problem_;

  std::thread thread_;  // last: it uses all above
};

// Sends `request` to the daemon whose socket is at `path`, and returns its answer: "text",
// "ndjson", "prometheus", or "check" (problems, a line each, or "ok"). An error if none answers
// within `timeout`.
Result<std::string> ask_status(const std::string& path, std::string_view request,
                               std::chrono::milliseconds timeout);

}  // namespace ak::app
