#include "app/daemon.h"

#include <fmt/format.h>
#include <poll.h>
#include <unistd.h>

#include <chrono>
#include <csignal>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "app/exit_code.h"
#include "app/log.h"
#include "app/pipeline.h"
#include "app/report.h"
#include "app/setup.h"
#include "app/signals.h"
#include "app/sinks.h"
#include "app/this_host.h"
#include "base/limits.h"
#include "input/byte_source.h"
#include "lineage/file_system.h"
#include "lineage/procfs.h"

namespace ak::app {
namespace {

using std::chrono::milliseconds;

// How long the last alerts may take to reach their receivers. auditd waits for its plugins.
constexpr milliseconds kGraceAtEnd{2000};
constexpr milliseconds kGraceAtSigterm{1000};
// On SIGTERM: for reading what auditd has already sent.
constexpr milliseconds kDrainTime{1000};

class Daemon {
 public:
  Daemon(const CommandLine& line, Setup setup);

  int run();

 private:
  enum class Input { more, end, failed };

  [[nodiscard]] Pipeline::Options live_options();
  void say_hello();
  void handle_signals();
  void reload();
  Input read_input();
  void drain_input();
  void finish(milliseconds grace);

  const CommandLine line_;
  Signals signals_;  // first: the delivery thread must inherit its mask
  Setup setup_;
  Log log_;
  Counters counters_;
  SystemClock clock_;
  const std::string host_;
  ProcFs processes_;
  FileSystem files_;
  ThisHost here_;
  Pipeline pipeline_;
  Sinks sinks_;
  std::unique_ptr<input::ByteSource> input_;
  bool stopping_ = false;
  bool unflushed_ = false;  // bytes came since the pipeline was last flushed
};

Daemon::Daemon(const CommandLine& line, Setup setup)
    : line_(line),
      setup_(std::move(setup)),
      log_(setup_.config.syslog.path),
      host_(setup_.config.host_name.empty() ? this_host() : setup_.config.host_name),
      processes_(host_),
      files_(host_),
      here_(clock_),
      pipeline_(live_options(), counters_),
      sinks_(setup_.config, counters_, [this](const std::string& text) { log_.warning(text); }),
      input_(input::read_descriptor(STDIN_FILENO, "standard input")) {
  pipeline_.set_rules(setup_.rules);
  pipeline_.on_alert([this](const alert::Alert& alert) { sinks_.submit(alert); });
}

Pipeline::Options Daemon::live_options() {
  Pipeline::Options options;
  options.host_name = host_;
  options.host_id = setup_.config.host_id.empty() ? machine_id() : setup_.config.host_id;
  options.live = &processes_;
  options.files = &files_;
  options.clock = &clock_;
  options.local = &here_;
  return options;
}

// The line of a diagnostic that says what and where, for the log.
void log_diagnostics(Log& log, const std::vector<Diagnostic>& diagnostics) {
  for (const Diagnostic& diagnostic : diagnostics) {
    if (diagnostic.severity != Severity::error) continue;
    const std::string text = render(diagnostic);
    log.error(text.substr(0, text.find('\n')));
  }
}

void Daemon::say_hello() {
  log_diagnostics(log_, setup_.diagnostics);
  if (has_errors(setup_.diagnostics)) {
    log_.error("started in spite of these errors; wrong keys have their defaults");
  }
  const std::size_t active = setup_.rules->rules.size();
  if (active == 0) log_.error("no detection is active: nothing will be alerted");
  log_.info(fmt::format("audisp-kube " AK_VERSION " started with {} detections", active));
}

void Daemon::handle_signals() {
  while (const int number = signals_.next()) {
    if (number == SIGHUP) {
      reload();
    } else if (number == SIGUSR1) {
      log_.info(summary(counters_));
    } else {
      stopping_ = true;
    }
  }
}

void Daemon::reload() {
  Result<Setup> loaded = load_setup(line_);
  if (!loaded) {
    log_.error(loaded.error().message + "; nothing was changed");
    return;
  }
  Setup& fresh = loaded.value();
  log_diagnostics(log_, fresh.diagnostics);
  if (has_errors(fresh.diagnostics)) {
    log_.error("not reloaded because of these errors; nothing was changed");
    return;
  }
  if (fresh.config.host_name != setup_.config.host_name ||
      fresh.config.host_id != setup_.config.host_id) {
    log_.warning("a change of host.name or host.id takes effect at the next start");
  }
  sinks_.reconfigure(fresh.config);
  setup_ = std::move(fresh);
  pipeline_.set_rules(setup_.rules);
  pipeline_.scan_files();
  log_.info(fmt::format("reloaded with {} detections; {}", setup_.rules->rules.size(),
                        summary(counters_)));
}

Daemon::Input Daemon::read_input() {
  const Result<input::Chunk> chunk = input_->read();
  if (!chunk) {
    log_.error(chunk.error().message);
    return Input::failed;
  }
  if (chunk.value().state == input::Chunk::State::end) return Input::end;
  pipeline_.feed(chunk.value().bytes);
  unflushed_ = true;
  return Input::more;
}

void Daemon::drain_input() {
  const auto end = std::chrono::steady_clock::now() + kDrainTime;
  pollfd wanted{STDIN_FILENO, POLLIN, 0};
  while (std::chrono::steady_clock::now() < end && ::poll(&wanted, 1, 0) == 1) {
    if (read_input() != Input::more) return;
  }
}

void Daemon::finish(milliseconds grace) {
  pipeline_.end_source();
  pipeline_.finish();
  sinks_.finish(grace);
  log_.info("stopped; " + summary(counters_));
}

int Daemon::run() {
  say_hello();
  pipeline_.scan_processes();
  pipeline_.scan_files();
  Input input = Input::more;
  while (input == Input::more && !stopping_) {
    std::vector<pollfd> fds = {{STDIN_FILENO, POLLIN, 0}, {signals_.fd(), POLLIN, 0}};
    const bool is_waiting = unflushed_ || pipeline_.is_waiting();
    const int timeout_ms = is_waiting ? static_cast<int>(limits::kEventTimeoutMs) : -1;
    const int ready = ::poll(fds.data(), fds.size(), timeout_ms);
    if (ready == 0) {  // silence: what still waits for records waits in vain
      pipeline_.flush();
      pipeline_.tick(clock_.now());
      unflushed_ = false;
    }
    if (ready <= 0) continue;
    if (fds[1].revents != 0) handle_signals();
    if (fds[0].revents != 0) input = read_input();
  }
  if (stopping_ && input == Input::more) drain_input();
  finish(stopping_ ? kGraceAtSigterm : kGraceAtEnd);
  return input == Input::failed ? kExitIo : kExitDone;
}

// What can be loaded; an unreadable configuration stands for the defaults.
Setup load_what_is_there(const CommandLine& line) {
  Result<Setup> loaded = load_setup(line);
  if (loaded) return std::move(loaded).value();
  Setup setup;
  Diagnostic unreadable;
  unreadable.file = line.config_file.value_or("configuration");
  unreadable.message = loaded.error().message;
  setup.diagnostics.push_back(std::move(unreadable));
  detect::LoadResult rules = detect::load_rules(detection_paths(line, setup.config), {});
  setup.rules = std::move(rules.rules);
  setup.diagnostics.insert(setup.diagnostics.end(), rules.diagnostics.begin(),
                           rules.diagnostics.end());
  return setup;
}

}  // namespace

int run_daemon(const CommandLine& line) {
  if (::isatty(STDIN_FILENO) != 0) {
    complain(
        "the daemon is started by auditd, with records on standard input; to read a log: "
        "audisp-kube FILE");
    return kExitUsage;
  }
  return Daemon(line, load_what_is_there(line)).run();
}

}  // namespace ak::app
