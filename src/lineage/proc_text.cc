#include "lineage/proc_text.h"

#include "base/text.h"

namespace ak {
namespace {

constexpr std::int64_t kExiting = 0x4;  // PF_EXITING of linux/sched.h

// The word number `number` (from 0) of the line that `text` begins with.
std::string_view word(std::string_view text, std::size_t number, char separator) {
  text = text.substr(0, text.find('\n'));
  for (; number > 0; --number) {
    const std::size_t end = text.find(separator);
    if (end == std::string_view::npos) return {};
    text.remove_prefix(end + 1);
  }
  return text.substr(0, text.find(separator));
}

// What stands after "KEY:\t" in /proc/<pid>/status. The name, in its first line, is a process's
// own choice; its newlines are escaped.
std::string_view status_line(std::string_view text, std::string_view key) {
  const std::string head = "\n" + std::string(key) + ":\t";
  const std::size_t at = text.find(head);
  if (at == std::string_view::npos) return {};
  text.remove_prefix(at + head.size());
  return text.substr(0, text.find('\n'));
}

}  // namespace

std::optional<ProcStat> parse_proc_stat(std::string_view text) {
  // comm stands between the first '(' and the last ')': all that follows are numbers.
  const std::size_t open = text.find('(');
  const std::size_t close = text.rfind(')');
  if (open == std::string_view::npos || close == std::string_view::npos || close < open ||
      close + 2 > text.size()) {
    return std::nullopt;
  }
  const std::string_view rest = text.substr(close + 2);  // field 3 (state) and on
  const auto ppid = parse_int(word(rest, 4 - 3, ' '));
  const auto start = parse_int(word(rest, 22 - 3, ' '));
  if (!ppid || !start || *start < 0) return std::nullopt;
  const std::string_view state = word(rest, 3 - 3, ' ');
  const auto flags = parse_int(word(rest, 9 - 3, ' '));
  const bool is_ending = state == "Z" || state == "X" || (flags.value_or(0) & kExiting) != 0;
  const auto group = parse_int(word(rest, 5 - 3, ' '));
  const auto session = parse_int(word(rest, 6 - 3, ' '));
  return ProcStat{std::string(text.substr(open + 1, close - open - 1)),
                  is_ending,
                  *ppid,
                  *start,
                  group.value_or(0),
                  session.value_or(0)};
}

std::optional<TimeMs> parse_boot_time(std::string_view text) {
  constexpr std::string_view kKey = "btime ";
  while (!text.empty()) {
    const std::size_t end = text.find('\n');
    const std::string_view line = text.substr(0, end);
    text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
    if (line.substr(0, kKey.size()) != kKey) continue;
    const auto seconds = parse_int(line.substr(kKey.size()));
    constexpr std::int64_t kLastSecond = 253402300799;  // 9999-12-31, far from overflow
    if (!seconds || *seconds < 0 || *seconds > kLastSecond) return std::nullopt;
    return *seconds * 1000;
  }
  return std::nullopt;
}

std::int64_t parse_session(std::string_view text) {
  constexpr std::int64_t kUnset = 4294967295;  // (u32)-1
  const auto number = parse_int(text.substr(0, text.find('\n')));
  return !number || *number < 0 || *number >= kUnset ? -1 : *number;
}

EffectiveIds parse_effective_ids(std::string_view text) {
  // Real, effective, saved, file system.
  const auto effective = [&](std::string_view key) {
    return parse_int(word(status_line(text, key), 1, '\t')).value_or(-1);
  };
  return {effective("Uid"), effective("Gid")};
}

std::optional<std::int64_t> parse_thread_group(std::string_view text) {
  return parse_int(status_line(text, "Tgid"));
}

bool has_inner_pid(std::string_view text) {
  return status_line(text, "NSpid").find('\t') != std::string_view::npos;
}

bool is_inner_init(std::string_view text) {
  return has_inner_pid(text) && status_line(text, "NSpid").ends_with("\t1");
}

std::vector<std::string> parse_cmdline(std::string_view text) {
  std::vector<std::string> args;
  while (!text.empty()) {
    const std::size_t end = text.find('\0');
    args.emplace_back(text.substr(0, end));
    text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
  }
  return args;
}

}  // namespace ak
