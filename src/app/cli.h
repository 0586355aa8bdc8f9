// The command line as a value. The only door to CLI11.
#pragma once

#include <optional>
#include <string>
#include <variant>
#include <vector>

namespace ak::app {

enum class Command { replay, events, daemon, check, detections, audit_rules, status };
enum class Format { ndjson, text, cef, ocsf };

struct CommandLine {
  Command command = Command::replay;
  std::vector<std::string> paths;  // FILE… or PATH…; of `detections`: at most one id
  std::optional<std::string> config_file;
  std::vector<std::string> detection_paths;
  std::optional<Format> format;
  bool check = false;        // of `status`
  bool all_matches = false;  // of a replay: also what would be held back
  bool counters = false;     // of reading logs: tell all counters at the end
};

// There is nothing to run: print `text`, on stdout if `exit_code` is 0, and exit.
struct Message {
  int exit_code = 0;
  std::string text;
};

std::variant<CommandLine, Message> parse_command_line(int argc, const char* const* argv);

}  // namespace ak::app
