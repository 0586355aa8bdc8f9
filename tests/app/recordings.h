// The recordings in tests/data, and the alerts that a pipeline raises for them, each as the line
// that an .expect file has for it (tests/data/README.md, tests/scenarios/README.md).
#pragma once

#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <functional>
#include <map>
#include <sstream>
#include <string>
#include <string_view>
#include <vector>

#include "app/pipeline.h"
#include "base/json.h"
#include "base/text.h"

namespace ak::test {

using Lines = std::vector<std::string>;

struct Recording {
  std::string name;
  std::string path;
  std::string log;
  Lines expected;  // in order
  Lines optional;  // these may come or not, anywhere

  friend void PrintTo(const Recording& recording, std::ostream* out) { *out << recording.name; }
};

inline std::string read_text(const std::filesystem::path& path) {
  std::ostringstream text;
  text << std::ifstream(path, std::ios::binary).rdbuf();
  return text.str();
}

inline Lines split_lines(const std::string& text) {
  Lines lines;
  std::istringstream stream(text);
  for (std::string line; std::getline(stream, line);) lines.push_back(line);
  return lines;
}

inline const std::vector<Recording>& recordings() {
  static const std::vector<Recording> all = [] {
    std::vector<Recording> found;
    for (const auto& entry : std::filesystem::directory_iterator(AK_TEST_DATA_DIR)) {
      if (entry.path().extension() != ".log") continue;
      Recording recording;
      recording.name = entry.path().stem();
      recording.path = entry.path();
      recording.log = read_text(entry.path());
      std::filesystem::path expectation = entry.path();
      for (const std::string& line :
           split_lines(read_text(expectation.replace_extension("expect")))) {
        if (line.rfind("~ ", 0) == 0) {
          recording.optional.push_back(line.substr(2));
        } else if (!line.empty() && line.rfind("% ", 0) != 0) {
          recording.expected.push_back(line);
        }
      }
      found.push_back(std::move(recording));
    }
    std::sort(found.begin(), found.end(),
              [](const Recording& a, const Recording& b) { return a.name < b.name; });
    return found;
  }();
  return all;
}

inline std::shared_ptr<const detect::RuleSet> shipped_rules() {
  static const detect::LoadResult loaded =
      detect::load_rules({AK_SOURCE_DIR "/plugin/detections"}, {});
  return loaded.rules;
}

// `text` as in a JSON string, without the quotes.
inline std::string json_escaped(std::string_view text) {
  JsonWriter writer;
  writer.string(text);
  const std::string quoted = writer.text();
  return quoted.substr(1, quoted.size() - 2);
}

// The alert as an .expect file has it.
inline std::string expect_line(const alert::Alert& alert) {
  const Event& event = alert.event;
  const Strings* actions = event.strings(Field::event_action);
  std::string line = alert.rule->id + " " + (actions == nullptr ? "?" : actions->front()) + " ";
  const Strings* categories = event.strings(Field::event_category);
  const bool is_process = categories != nullptr && categories->front() == "process";
  const std::string_view file = is_process ? "" : event.string(Field::file_path);
  if (!file.empty()) return line + json_escaped(file);
  const std::string_view parent = event.string(Field::process_parent_name);
  line += "parent=" + json_escaped(parent.empty() ? "unknown" : parent) + " ";
  const Strings* args = event.strings(Field::process_args);
  return line + json_escaped(args == nullptr ? "" : join(*args, " "));
}

// Whether `line` is what `wanted` describes; a "…" at its end stands for any rest.
inline bool fits(const std::string& line, std::string_view wanted) {
  constexpr std::string_view kRest = "…";
  if (wanted.size() < kRest.size() || wanted.substr(wanted.size() - kRest.size()) != kRest) {
    return line == wanted;
  }
  wanted.remove_suffix(kRest.size());
  return line.compare(0, wanted.size(), wanted) == 0;
}

// `lines` without those that may come or not.
inline Lines without_optional(const Lines& lines, const Recording& recording) {
  Lines rest;
  for (const std::string& line : lines) {
    const auto describes = [&](const std::string& wanted) { return fits(line, wanted); };
    if (!std::any_of(recording.optional.begin(), recording.optional.end(), describes)) {
      rest.push_back(line);
    }
  }
  return rest;
}

inline bool fit_in_order(const Lines& lines, const Lines& wanted) {
  return std::equal(lines.begin(), lines.end(), wanted.begin(), wanted.end(), fits);
}

// The alerts for what `feed` puts into a pipeline, by host.name ("" for none).
inline std::map<std::string, Lines> alerts_by_host(const std::function<void(app::Pipeline&)>& feed,
                                                   Counters& counters) {
  std::map<std::string, Lines> alerts;
  app::Pipeline pipeline({}, counters);
  pipeline.set_rules(shipped_rules());
  pipeline.on_alert([&](const alert::Alert& alert) {
    alerts[std::string(alert.event.string(Field::host_name))].push_back(expect_line(alert));
  });
  feed(pipeline);
  pipeline.end_source();
  pipeline.flush();
  return alerts;
}

// The alerts for `log`, all hosts'.
inline Lines alerts_of(std::string_view log, Counters& counters) {
  Lines all;
  for (auto& [host, lines] :
       alerts_by_host([&](app::Pipeline& pipeline) { pipeline.feed(log); }, counters)) {
    all.insert(all.end(), lines.begin(), lines.end());
  }
  return all;
}

inline Lines alerts_of(std::string_view log) {
  Counters counters;
  return alerts_of(log, counters);
}

}  // namespace ak::test
