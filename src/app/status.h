// The running daemon's state as a value, and its three forms: for people (`audisp-kube status`), as
// an ECS document (the same with --format ndjson, and the heartbeat in the sinks), and for
// Prometheus. Pure.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "audit/kernel_status.h"
#include "base/counters.h"
#include "base/gauges.h"
#include "base/histogram.h"
#include "base/time.h"
#include "sink/dispatcher.h"

namespace ak::app {

struct Status {
  std::string host_name;
  long pid = 0;
  TimeMs now = 0;
  TimeMs started = 0;
  TimeMs last_event = 0;         // of the newest event seen; 0: none yet
  std::uint64_t detections = 0;  // active
  std::vector<Counters::Reading> counters;
  std::vector<Gauges::Reading> tables;
  Histogram::Reading reader_busy;  // from a wait's end to the next wait
  TimeMs busy_since = 0;           // since when it has not waited; 0: it waits
  Histogram::Reading evaluation;   // of one event by all detections
  sink::Dispatcher::Status delivery;
  std::optional<audit::KernelStatus> kernel;  // none: not known, and why:
  std::string kernel_problem;
};

// What is wrong at present, a line each: what an operator must be told even if nobody looks.
std::vector<std::string> problems(const Status& status);

// What was lost since the daemon's start (in the kernel: since boot), a line each.
std::vector<std::string> losses(const Status& status);

// Several lines.
std::string status_text(const Status& status);

// One ECS object, without a newline: event.kind "metric", event.dataset "audisp-kube.status".
std::string status_json(const Status& status);

// Prometheus' text format, version 0.0.4, for node_exporter's textfile collector:
// https://prometheus.io/docs/instrumenting/exposition_formats/
std::string status_prometheus(const Status& status);

}  // namespace ak::app
