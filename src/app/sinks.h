// The daemon's sinks: those that the configuration asks for, behind one delivery thread.
#pragma once

#include <chrono>
#include <string>

#include "alert/alert.h"
#include "app/config.h"
#include "app/status.h"
#include "base/counters.h"
#include "sink/dispatcher.h"
#include "sink/sink.h"

namespace ak::app {

class Sinks {
 public:
  // `counters` outlives this. `report` may be called on the delivery thread. `host_name`: of
  // notices about ourselves. `is_sound`: the configuration has no errors; else what waits for a
  // sink that it does not name goes on waiting.
  Sinks(const Config& config, Counters& counters, const sink::Reporter& report,
        const std::string& host_name, bool is_sound);

  void submit(const alert::Alert& alert);

  // The daemon's state as a document of its own; only the newest waits for a sink.
  void heartbeat(const Status& status);

  // What outlived an earlier run, status, and hooks.
  [[nodiscard]] sink::Dispatcher& dispatcher() { return dispatcher_; }
  [[nodiscard]] sink::Dispatcher::Status status() const { return dispatcher_.status(); }

  // Takes over what `config` says differently; a sink whose options are the same stays as it is,
  // and so do its clients. Files are opened anew, as after log rotation.
  void reconfigure(const Config& config);

  // Delivers what is queued, for at most `grace`.
  void finish(std::chrono::milliseconds grace) { dispatcher_.finish(grace); }

 private:
  [[nodiscard]] sink::Dispatcher::Sinks make_all() const;

  Config config_;
  Counters& counters_;
  const sink::Context context_;
  sink::Dispatcher dispatcher_;
};

}  // namespace ak::app
