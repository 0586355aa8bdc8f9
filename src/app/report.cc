#include "app/report.h"

#include <fmt/format.h>

#include <cstdio>

namespace ak::app {

void complain(std::string_view message) {
  const std::string line = fmt::format("audisp-kube: {}\n", message);
  std::fputs(line.c_str(), stderr);
}

void print(const std::vector<Diagnostic>& diagnostics, Show show) {
  for (const Diagnostic& diagnostic : diagnostics) {
    if (show == Show::errors && diagnostic.severity != Severity::error) continue;
    std::fputs(render(diagnostic).c_str(), stderr);
  }
}

std::vector<std::string> loss_report(const Counters& counters) {
  std::vector<std::string> lines;
  for (const Counters::Reading& reading : counters.read()) {
    if (!reading.is_loss || reading.value == 0) continue;
    lines.push_back(fmt::format("{} {} ({})", reading.value, reading.meaning, reading.name));
  }
  return lines;
}

std::string summary(const Counters& counters) {
  std::string text;
  for (const Counters::Reading& reading : counters.read()) {
    if (reading.value == 0) continue;
    if (!text.empty()) text += ' ';
    text += fmt::format("{}={}", reading.name, reading.value);
  }
  return text.empty() ? "nothing counted" : text;
}

}  // namespace ak::app
