#include "lineage/proc_text.h"

#include "base/text.h"

namespace ak {
namespace {

// The word number `number` (from 0) of `text`, words being apart by one space.
std::string_view word(std::string_view text, std::size_t number) {
  for (; number > 0; --number) {
    const std::size_t space = text.find(' ');
    if (space == std::string_view::npos) return {};
    text.remove_prefix(space + 1);
  }
  return text.substr(0, text.find_first_of(" \n"));
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
  const auto ppid = parse_int(word(rest, 4 - 3));
  const auto start = parse_int(word(rest, 22 - 3));
  if (!ppid || !start || *start < 0) return std::nullopt;
  return ProcStat{std::string(text.substr(open + 1, close - open - 1)), *ppid, *start};
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

bool has_inner_pid(std::string_view text) {
  constexpr std::string_view kKey = "\nNSpid:\t";  // not in the name, whose newlines are escaped
  const std::size_t at = text.find(kKey);
  if (at == std::string_view::npos) return false;
  const std::string_view pids = text.substr(at + kKey.size());
  return pids.substr(0, pids.find('\n')).find('\t') != std::string_view::npos;
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
