#include "app/accounts.h"

#include <sys/stat.h>

#include <utility>

#include "base/limits.h"
#include "base/read_file.h"
#include "base/text.h"

namespace ak::app {
namespace {

constexpr TimeMs kLookMs = 1000;

std::string_view take_until(std::string_view& text, char end) {
  const std::size_t at = text.find(end);
  const std::string_view part = text.substr(0, at);
  text.remove_prefix(at == std::string_view::npos ? text.size() : at + 1);
  return part;
}

}  // namespace

std::unordered_map<std::string, std::string> parse_accounts(std::string_view text) {
  std::unordered_map<std::string, std::string> names;
  while (!text.empty() && names.size() < limits::kMaxAccounts) {
    std::string_view line = take_until(text, '\n');
    const std::string_view name = take_until(line, ':');
    take_until(line, ':');
    const std::string_view id = take_until(line, ':');
    const bool is_account = !name.empty() && name.size() <= limits::kMaxAccountNameBytes &&
                            name.front() != '#' && parse_uint(id).has_value();
    if (is_account) names.emplace(id, name);
  }
  return names;
}

Accounts::Accounts(std::string path, const Clock& clock) : path_(std::move(path)), clock_(clock) {}

std::string Accounts::name(std::string_view id) {
  const TimeMs now = clock_.now();
  // A clock that was set back is no reason to wait for it.
  if (!looked_ || now < *looked_ || now - *looked_ >= kLookMs) {
    looked_ = now;
    refresh();
  }
  const auto found = names_.find(std::string(id));
  return found == names_.end() ? std::string() : found->second;
}

std::optional<Accounts::Stamp> Accounts::stamp() const {
  struct stat status {};
  if (::stat(path_.c_str(), &status) != 0) return std::nullopt;
  return Stamp{status.st_ino, status.st_size, status.st_mtim.tv_sec, status.st_mtim.tv_nsec};
}

void Accounts::refresh() {
  const std::optional<Stamp> found = stamp();
  if (found == stamp_) return;
  stamp_ = found;
  names_.clear();
  if (!found) return;
  Result<std::string> text = read_file(path_, limits::kMaxAccountsBytes);
  if (!text) return;
  // Of a file over the limit the whole lines at its head.
  if (text.value().size() > limits::kMaxAccountsBytes) {
    text.value().resize(text.value().rfind('\n') + 1);
  }
  names_ = parse_accounts(text.value());
}

}  // namespace ak::app
