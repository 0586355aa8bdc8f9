// What the daemon knows of the host that it runs on.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "app/accounts.h"
#include "app/node_names.h"
#include "base/time.h"
#include "event/local_host.h"

namespace ak::app {

class ThisHost final : public LocalHost {
 public:
  // `clock` must outlive this. The names that auditd may write are looked up once.
  explicit ThisHost(const Clock& clock);

  [[nodiscard]] bool is_node(std::string_view node) const override { return names_.is_own(node); }
  [[nodiscard]] bool is_this_process(std::int64_t pid) const override { return pid == own_pid_; }
  [[nodiscard]] std::string user_name(std::string_view id) override { return users_.name(id); }
  [[nodiscard]] std::string group_name(std::string_view id) override { return groups_.name(id); }

 private:
  const std::int64_t own_pid_;
  NodeNames names_;
  Accounts users_;
  Accounts groups_;
};

// The contents of machine-id(5): host.id. Empty when there is none.
std::string machine_id(const std::string& path = "/etc/machine-id");

}  // namespace ak::app
