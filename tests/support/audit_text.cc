#include "support/audit_text.h"

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>

#include "audit/reader.h"
#include "base/text.h"
#include "input/line_framer.h"

namespace ak::test {

namespace {

std::vector<audit::AuditEvent> read(std::string_view log, Counters& counters, bool is_log) {
  std::vector<audit::AuditEvent> events;
  audit::Reader reader(counters,
                       [&](audit::AuditEvent& event) { events.push_back(std::move(event)); });
  if (is_log) reader.expect_stragglers();
  input::LineFramer framer(counters);
  const auto drain = [&] {
    while (const auto line = framer.next()) reader.add(*line);
  };
  framer.feed(log);
  drain();
  framer.finish();
  drain();
  reader.flush();
  return events;
}

}  // namespace

std::vector<audit::AuditEvent> read_events(std::string_view log, Counters& counters) {
  return read(log, counters, false);
}

std::vector<audit::AuditEvent> read_log(std::string_view log, Counters& counters) {
  return read(log, counters, true);
}

std::vector<audit::AuditEvent> read_events(std::string_view log) {
  Counters counters;
  return read_events(log, counters);
}

std::string to_string(const audit::AuditEvent& event) {
  std::string text =
      fmt::format("{}.{:03}:{}", event.id.time / 1000, event.id.time % 1000, event.id.serial);
  if (!event.id.node.empty()) text += " node=" + event.id.node;
  if (event.partial) text += " partial";
  text += '\n';
  for (const audit::Record& record : event.records) {
    text += "  " + record.name;
    for (const audit::Field& field : record.fields) {
      text += fmt::format(" {}=\"{}\"", field.name, to_printable(field.value));
      if (field.interpreted != field.value) {
        text += fmt::format(" -> \"{}\"", to_printable(field.interpreted));
      }
    }
    text += '\n';
  }
  if (event.find(1309) != nullptr) {
    text += fmt::format("  argv[{} of {}]", event.argv.size(), event.argc);
    for (const std::string& argument : event.argv) {
      text += fmt::format(" \"{}\"", to_printable(argument));
    }
    text += '\n';
  }
  return text;
}

std::string to_string(const std::vector<audit::AuditEvent>& events) {
  std::string text;
  for (const audit::AuditEvent& event : events) text += to_string(event);
  return text;
}

std::vector<std::string> sorted_texts(const std::vector<audit::AuditEvent>& events) {
  std::vector<std::string> texts;
  for (const audit::AuditEvent& event : events) texts.push_back(to_string(event));
  std::sort(texts.begin(), texts.end());
  return texts;
}

std::string without_eoe(std::string_view log) {
  std::string kept;
  for (const std::string& line : split_lines(log)) {
    if (line.find("type=EOE ") == std::string::npos) kept += line + '\n';
  }
  return kept;
}

std::string without_names(std::string_view log) {
  std::string kept;
  for (const std::string& line : split_lines(log)) kept += line.substr(0, line.find('\x1d')) + '\n';
  return kept;
}

std::string interleave(std::string_view a, std::string_view b) {
  const std::vector<std::string> lines_a = split_lines(a);
  const std::vector<std::string> lines_b = split_lines(b);
  std::string both;
  for (std::size_t i = 0; i < std::max(lines_a.size(), lines_b.size()); ++i) {
    if (i < lines_a.size()) both += lines_a[i] + '\n';
    if (i < lines_b.size()) both += lines_b[i] + '\n';
  }
  return both;
}

std::vector<std::string> split_lines(std::string_view text) {
  std::vector<std::string> lines;
  while (!text.empty()) {
    const std::string_view line = text.substr(0, text.find('\n'));
    lines.emplace_back(line);
    text.remove_prefix(std::min(line.size() + 1, text.size()));
  }
  return lines;
}

std::vector<std::string> recordings(const std::string& directory) {
  std::vector<std::string> paths;
  for (const auto& entry : std::filesystem::directory_iterator(directory)) {
    if (entry.path().extension() == ".log") paths.push_back(entry.path().string());
  }
  std::sort(paths.begin(), paths.end());
  return paths;
}

std::string read_file(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}

}  // namespace ak::test
