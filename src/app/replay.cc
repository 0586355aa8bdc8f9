#include "app/replay.h"

#include <fmt/format.h>
#include <unistd.h>

#include <string>
#include <vector>

#include "alert/alert.h"
#include "alert/format.h"
#include "app/confinement.h"
#include "app/exit_code.h"
#include "app/output.h"
#include "app/pipeline.h"
#include "app/progress.h"
#include "app/read_logs.h"
#include "app/report.h"
#include "app/setup.h"
#include "event/event_json.h"

namespace ak::app {
namespace {

// Without a FILE at a terminal the program would wait for somebody to type audit records.
bool lacks_input(const CommandLine& line) {
  if (!line.paths.empty() || ::isatty(STDIN_FILENO) == 0) return false;
  complain("no FILE, and standard input is a terminal (see audisp-kube --help)");
  return true;
}

std::string in_format(Format format, const std::string& json) {
  using alert::AlertFormat;
  if (format == Format::cef) return render(AlertFormat::cef, json, 0).text;
  if (format == Format::ocsf) return render(AlertFormat::ocsf, json, 0).text;
  return json;
}

// Reads the logs through `pipeline`, whose handlers write to `output`, and reports the end.
int read_to_the_end(const CommandLine& line, Pipeline& pipeline, const Counters& counters,
                    Output& output) {
  std::vector<Error> errors;
  {
    Progress progress(::isatty(STDERR_FILENO) != 0, counters);
    errors = read_logs(line.paths, pipeline, counters, [&](std::uint64_t bytes) {
      if (output.pending()) progress.clear();
      output.flush();
      progress.update(bytes);
      return !output.ended();
    });
  }
  output.flush();
  if (!output.error().empty()) errors.push_back(Error{output.error()});
  for (const Error& error : errors) complain(error.message);
  for (const std::string& loss : loss_report(counters)) complain(loss);
  if (line.counters) complain(summary(counters));
  return errors.empty() ? kExitDone : kExitIo;
}

void tell_held_back(const Counters& counters) {
  const std::uint64_t all =
      counters.excepted_alerts + counters.suppressed_alerts + counters.rate_limited_alerts;
  if (all == 0) return;
  complain(
      fmt::format("{} alerts held back ({} by exceptions, {} as repeats, {} over the rate "
                  "limit); --all shows them",
                  all, counters.excepted_alerts.load(), counters.suppressed_alerts.load(),
                  counters.rate_limited_alerts.load()));
}

}  // namespace

int run_replay(const CommandLine& line) {
  if (lacks_input(line)) return kExitUsage;
  const Result<Setup> setup = load_setup(line);
  if (!setup) {
    complain(setup.error().message);
    return kExitIo;
  }
  print(setup.value().diagnostics, Show::errors);
  if (has_errors(setup.value().diagnostics)) return kExitIo;
  if (setup.value().rules->rules.empty()) {
    complain("there is no detection to run (see audisp-kube detections)");
    return kExitIo;
  }

  for (const std::string& problem : confine(log_reader_needs())) complain(problem);
  const Config& config = setup.value().config;
  const Format format =
      line.format.value_or(::isatty(STDOUT_FILENO) != 0 ? Format::text : Format::ndjson);
  const alert::FormatOptions options{config.redact, config.redact_more};
  Counters counters;
  Output output(STDOUT_FILENO);
  Pipeline pipeline({.host_name = config.host_name,
                     .host_id = config.host_id,
                     .is_log = true,
                     .all_matches = line.all_matches},
                    counters);
  pipeline.set_rules(setup.value().rules);
  pipeline.set_noise(setup.value().noise);
  pipeline.keep_original(config.original);
  pipeline.on_alert([&](const alert::Alert& alert) {
    bool truncated = false;
    output.write(format == Format::text
                     ? to_text(alert, options)
                     : in_format(format, to_json(alert, options, &truncated)) + "\n");
    if (truncated) ++counters.truncated_alerts;
  });
  const int exit_code = read_to_the_end(line, pipeline, counters, output);
  if (!line.all_matches) tell_held_back(counters);
  return exit_code;
}

int run_events(const CommandLine& line) {
  if (lacks_input(line)) return kExitUsage;
  const Result<ConfigResult> config = load_config(line);
  if (!config) {
    complain(config.error().message);
    return kExitIo;
  }
  print(config.value().diagnostics, Show::errors);
  if (has_errors(config.value().diagnostics)) return kExitIo;

  for (const std::string& problem : confine(log_reader_needs())) complain(problem);
  Counters counters;
  Output output(STDOUT_FILENO);
  const Config& host = config.value().config;
  Pipeline pipeline(
      {.host_name = host.host_name, .host_id = host.host_id, .with_extra = true, .is_log = true},
      counters);
  // What detections cannot be loaded matters to other commands.
  pipeline.watch(*detect::load_rules(detection_paths(line, host), host.disabled_detections).rules);
  pipeline.on_event([&](const Event& event) { output.write(to_json(event) + "\n"); });
  return read_to_the_end(line, pipeline, counters, output);
}

}  // namespace ak::app
