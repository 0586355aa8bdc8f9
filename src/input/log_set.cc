#include "input/log_set.h"

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <functional>
#include <map>
#include <optional>
#include <set>
#include <string_view>
#include <system_error>

#include "base/text.h"

namespace ak::input {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view kLogName = "audit.log";
constexpr std::string_view kGzipSuffix = ".gz";

bool ends_with_gz(std::string_view name) {
  return name.ends_with(kGzipSuffix);
}

// How often the file of that name was rotated: 0 for `log` itself; nothing for another's name.
std::optional<std::uint64_t> rotation_of(std::string_view name, std::string_view log) {
  if (!name.starts_with(log)) return std::nullopt;
  name.remove_prefix(log.size());
  if (ends_with_gz(name)) name.remove_suffix(kGzipSuffix.size());
  if (name.empty()) return 0;
  if (name.front() != '.') return std::nullopt;
  return parse_uint(name.substr(1));
}

// The set of `log` in `directory`, oldest first. Empty: there is none.
Result<std::vector<std::string>> log_set_in(const std::string& directory, std::string_view log) {
  std::map<std::uint64_t, std::string, std::greater<>> oldest_first;
  std::error_code error;
  fs::directory_iterator entry(directory.empty() ? "." : directory, error);
  for (; !error && entry != fs::directory_iterator(); entry.increment(error)) {
    const std::string name = entry->path().filename().string();
    const auto rotation = rotation_of(name, log);
    std::error_code ignored;
    if (!rotation || entry->is_directory(ignored)) continue;
    std::string& chosen = oldest_first[*rotation];
    if (chosen.empty() || ends_with_gz(chosen)) chosen = name;
  }
  if (error) return Error{fmt::format("cannot read {}: {}", directory, error.message())};
  std::vector<std::string> files;
  files.reserve(oldest_first.size());
  for (const auto& [rotation, name] : oldest_first) {
    files.push_back(directory.empty() ? name : (fs::path(directory) / name).string());
  }
  return files;
}

Result<std::vector<std::string>> expand(const std::string& name) {
  std::error_code error;
  const fs::file_status status = fs::status(name, error);
  if (!fs::exists(status)) {
    const std::string why = error ? error.message() : "No such file or directory";
    return Error{fmt::format("cannot read {}: {}", name, why)};
  }
  if (fs::is_directory(status)) {
    auto files = log_set_in(name, kLogName);
    if (files && files.value().empty()) {
      return Error{fmt::format("no audit logs in {} (audit.log, audit.log.1, …)", name)};
    }
    return files;
  }
  const fs::path path(name);
  if (path.filename() != kLogName) return std::vector<std::string>{name};
  return log_set_in(path.parent_path().string(), kLogName);
}

}  // namespace

Result<std::vector<std::string>> expand_logs(const std::vector<std::string>& names) {
  std::vector<std::string> files;
  std::set<std::string> seen;
  for (const std::string& name : names) {
    auto expanded = expand(name);
    if (!expanded) return expanded;
    for (std::string& file : expanded.value()) {
      if (seen.insert(fs::path(file).lexically_normal().string()).second) {
        files.push_back(std::move(file));
      }
    }
  }
  return files;
}

std::vector<std::string> rotated_logs(const std::string& path) {
  const fs::path log(path);
  auto files = log_set_in(log.parent_path().string(), log.filename().string());
  return files ? std::move(files).value() : std::vector<std::string>();
}

}  // namespace ak::input
