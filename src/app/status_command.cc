#include "app/status_command.h"

#include <fmt/format.h>
#include <unistd.h>

#include <cerrno>
#include <chrono>
#include <string>

#include "app/confinement.h"
#include "app/exit_code.h"
#include "app/health.h"
#include "app/output.h"
#include "app/report.h"
#include "app/setup.h"

namespace ak::app {
namespace {

constexpr std::chrono::milliseconds kTimeout{5000};

std::string_view request_of(const CommandLine& line) {
  if (line.check) return "check";
  const bool text = line.format ? *line.format == Format::text : ::isatty(STDOUT_FILENO) != 0;
  return text ? "text" : "ndjson";
}

}  // namespace

int run_status(const CommandLine& line) {
  for (const std::string& problem : confine(inspector_needs())) complain(problem);
  const Result<ConfigResult> config = load_config(line);
  if (!config) {
    complain(config.error().message);
    return kExitIo;
  }
  const std::string& path = config.value().config.health.socket_path;
  if (::access(path.c_str(), F_OK) == 0 && ::access(path.c_str(), W_OK) != 0) {
    complain(fmt::format("{}: only root may ask", path));
    return kExitIo;
  }
  const Result<std::string> answer = ask_status(path, request_of(line), kTimeout);
  if (!answer) {
    complain(fmt::format(
        "the daemon is not running: {}. auditd starts it, and gives it up for good after "
        "max_restarts restarts; then restart auditd",
        answer.error().message));
    return kExitFound;
  }
  if (line.check && answer.value() == "ok\n") return kExitDone;
  Output output(STDOUT_FILENO);
  output.write(answer.value());
  output.flush();
  if (!output.error().empty()) {
    complain(output.error());
    return kExitIo;
  }
  return line.check ? kExitFound : kExitDone;
}

}  // namespace ak::app
