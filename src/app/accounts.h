// The names of this host's users or groups, out of /etc/passwd or /etc/group: read by ourselves,
// since what getpwuid() asks (LDAP, SSSD) may take seconds to answer, and auditd waits for us. An
// id that only a directory service knows has no name here; auditd's enriched records have it.
#pragma once

#include <sys/types.h>

#include <cstdint>
#include <ctime>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>

#include "base/time.h"

namespace ak::app {

// The first name of each id in the text of a passwd or a group file ("name:x:id:…" a line), ids as
// they are written; at most limits::kMaxAccounts.
std::unordered_map<std::string, std::string> parse_accounts(std::string_view text);

class Accounts {
 public:
  // `path` need not exist. `clock` must outlive this.
  Accounts(std::string path, const Clock& clock);

  // The name of the decimal id, or empty. Looks at the file at most once a second, and reads it
  // again when it is another than before.
  std::string name(std::string_view id);

 private:
  struct Stamp {
    ino_t inode = 0;
    off_t size = 0;
    std::int64_t seconds = 0;
    std::int64_t nanoseconds = 0;
    bool operator==(const Stamp&) const = default;
  };
  [[nodiscard]] std::optional<Stamp> stamp() const;
  void refresh();

  const std::string path_;
  const Clock& clock_;
  std::optional<TimeMs> looked_;
  std::optional<Stamp> stamp_;
  std::unordered_map<std::string, std::string> names_;
};

}  // namespace ak::app
