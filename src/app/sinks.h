// The daemon's sinks: those that the configuration asks for, behind one delivery thread.
#pragma once

#include <chrono>
#include <memory>
#include <string>

#include "alert/alert.h"
#include "app/config.h"
#include "base/counters.h"
#include "sink/dispatcher.h"
#include "sink/sink.h"

namespace ak::app {

class Sinks {
 public:
  // `counters` outlives this. `report` may be called on the delivery thread.
  Sinks(const Config& config, Counters& counters, sink::Reporter report);

  void submit(const alert::Alert& alert);

  // Takes over what `config` says differently; a sink whose options are the same stays as it is,
  // and so do its clients.
  void reconfigure(const Config& config);

  // Delivers what is queued, for at most `grace`.
  void finish(std::chrono::milliseconds grace) { dispatcher_.finish(grace); }

 private:
  [[nodiscard]] sink::Dispatcher::Sinks make_all() const;
  [[nodiscard]] std::unique_ptr<sink::Sink> make_syslog() const;
  [[nodiscard]] std::unique_ptr<sink::Sink> make_socket() const;

  Config config_;
  Counters& counters_;
  const sink::Reporter report_;
  sink::Dispatcher dispatcher_;
};

}  // namespace ak::app
