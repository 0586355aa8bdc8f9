// The daemon at work: reads what auditd sends, obeys signals, takes over what was reloaded, and
// ends when it is told to or when there is no more to read. Nothing in it waits but poll(2).
#pragma once

#include <chrono>
#include <string>

#include "app/cli.h"
#include "app/confinement.h"
#include "app/health.h"
#include "app/log.h"
#include "app/look_schedule.h"
#include "app/pipeline.h"
#include "app/reloader.h"
#include "app/signals.h"
#include "app/sinks.h"
#include "app/state.h"
#include "app/this_host.h"
#include "app/turn.h"
#include "app/vitals.h"
#include "base/counters.h"
#include "base/time.h"
#include "input/byte_source.h"
#include "lineage/file_system.h"
#include "lineage/procfs.h"

namespace ak::app {

class EventLoop {
 public:
  // What is handed over by reference outlives it. Starts the threads, with the signal mask of
  // `signals`. `input`: of standard input.
  EventLoop(const CommandLine& line, Signals& signals, Log& log, input::ByteSource& input,
            Loaded loaded);

  // Before run(): what came on the input and signals already.
  void begin_with(const Waited& waited);

  // Returns the exit code. Ends the process itself if a thread cannot be waited for.
  int run();

 private:
  enum class Input { more, end, failed };

  [[nodiscard]] Pipeline::Options live_options();
  [[nodiscard]] Health::Hooks health_hooks();
  [[nodiscard]] Status collect_status() const;
  [[nodiscard]] StateKeeper make_keeper();
  void say_hello();
  void read_until_end();
  [[nodiscard]] int wait_ms() const;
  [[nodiscard]] std::chrono::steady_clock::time_point silence_due() const;
  void handle_silence();
  void handle_signals();
  void take_reloaded();
  void adopt(Loaded fresh);
  void read_input();
  void drain_input();
  void note_kernel_loss();
  void note_changed_places();
  void look_at_files();
  void notice_ends_if_due(std::chrono::steady_clock::time_point now);
  void finish();
  [[nodiscard]] std::string report() const;

  Signals& signals_;
  Log& log_;
  Setup setup_;
  const Needs needs_;  // of the configuration at the start
  Counters counters_;
  Vitals vitals_;
  std::int64_t kernel_lost_ = -1;  // the last of Vitals::kernel_lost that was seen
  SystemClock clock_;
  const TimeMs started_ = clock_.now();
  const std::string host_;
  ProcFs processes_;
  FileSystem files_;
  ThisHost here_;
  Pipeline pipeline_;
  Sinks sinks_;
  StateKeeper keeper_;
  Reloader reloader_;
  input::ByteSource& input_;
  std::string early_;
  Input state_ = Input::more;
  bool stopping_ = false;
  LookSchedule look_;
  // Where some of what was to be looked at was not, it is again by then.
  std::chrono::steady_clock::time_point look_again_ = std::chrono::steady_clock::time_point::max();
  bool unflushed_ = false;  // bytes came since the pipeline was last flushed
  // When bytes came last, or their silence was last told.
  std::chrono::steady_clock::time_point heard_ = std::chrono::steady_clock::now();
  std::chrono::steady_clock::time_point ends_due_{};
  Health health_;  // last: its thread ends before what it looks at
};

}  // namespace ak::app
