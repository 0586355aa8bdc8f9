#include "app/this_host.h"

#include <unistd.h>

#include <algorithm>

#include "base/read_file.h"

namespace ak::app {

ThisHost::ThisHost(const Clock& clock)
    : own_pid_(::getpid()),
      names_(this_hosts_names("/etc/audit/auditd.conf")),
      users_("/etc/passwd", clock),
      groups_("/etc/group", clock) {}

std::string machine_id(const std::string& path) {
  constexpr std::size_t kDigits = 32;
  const Result<std::string> text = read_file(path, kDigits);  // and the newline
  if (!text) return {};
  const std::string id = text.value().substr(0, text.value().find('\n'));
  const bool is_id = id.size() == kDigits && std::all_of(id.begin(), id.end(), [](char c) {
                       return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f');
                     });
  return is_id ? id : std::string();
}

}  // namespace ak::app
