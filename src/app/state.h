// Keeps what the pipeline knows over a restart, whatever ended the process: it is saved now and
// then, and what came since is read again in auditd's log.
#pragma once

#include <chrono>
#include <functional>
#include <memory>
#include <string>

#include "app/catch_up.h"
#include "app/config.h"
#include "app/pipeline.h"
#include "base/counters.h"
#include "base/time.h"

namespace ak::app {

class StateKeeper {
 public:
  using SteadyClock = std::chrono::steady_clock;
  // Runs a function, on whatever thread, once the alerts that were raised before are stored: a
  // state must not claim what is not. It may come late or never.
  using AfterCommit = std::function<void(std::function<void()>)>;
  using Reporter = std::function<void(const std::string&)>;  // any thread

  struct Options {
    std::string path;     // of the state; empty: none is kept
    std::string boot_id;  // of the kernel's run
    TimeMs boot_time = 0;
    std::string log;  // auditd's; empty: it writes none
    CatchUpOptions catch_up;
    std::chrono::milliseconds interval{30000};
  };

  struct Callbacks {
    AfterCommit after_commit;
    Reporter info;
    Reporter warning;
  };

  // What is handed over by reference outlives it.
  StateKeeper(Options options, Callbacks callbacks, Pipeline& pipeline, Counters& counters);

  // Takes in the saved state and what the log has behind it, then the processes that run now.
  // Before the stream. Whether the files are known as they were then: the watched ones are to be
  // looked at once what the stream has of before is read, else at once.
  [[nodiscard]] bool restore(TimeMs now);

  // Records came.
  void note_change() { changed_ = true; }

  // Saves what changed when the interval has passed, unless the last one is still to be written.
  // Takes some milliseconds then.
  void save_if_due(SteadyClock::time_point now);
  void save();

  // Until save_if_due() has something to do; below 0: nothing.
  [[nodiscard]] std::chrono::milliseconds due_in(SteadyClock::time_point now) const;

 private:
  enum class Saved { nothing, this_boot, other_boot };

  [[nodiscard]] Saved load();
  [[nodiscard]] bool read_log(Saved saved, TimeMs now);
  void refuse(const std::string& why);

  const Options options_;
  const Callbacks callbacks_;
  Pipeline& pipeline_;
  Counters& counters_;
  bool changed_ = true;
  SteadyClock::time_point next_{};
  std::weak_ptr<const PipelineState> under_way_;  // not written yet
};

// Of this host: the state lies in the store's directory.
StateKeeper::Options state_options(const Config& config);

}  // namespace ak::app
