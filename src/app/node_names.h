// Which node= is this host's. auditd writes what auditd.conf(5) says: name_format none (no node=),
// hostname, fqd (what DNS makes of the host's name), numeric (an address) or user (name=).
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace ak::app {

struct NodeNames {
  std::string host_name;  // as gethostname(2) has it
  std::string user_name;  // auditd.conf's name=; empty without
  std::vector<std::string> addresses;

  // The host's name, also as the first part of a longer one that DNS gave it, its name in
  // auditd.conf, or one of its addresses. Letters' case does not matter.
  [[nodiscard]] bool is_own(std::string_view node) const;
};

// This host's. `auditd_conf`: where auditd's configuration is; need not exist.
NodeNames this_hosts_names(const std::string& auditd_conf);

}  // namespace ak::app
