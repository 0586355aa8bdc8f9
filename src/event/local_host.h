// What this host knows of itself: live only. In replay nobody asks, since what holds here and now
// says nothing of another host and another day.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace ak {

class LocalHost {
 public:
  virtual ~LocalHost() = default;

  // Whether records with that node= are this host's own: auditd has several ways of writing it.
  [[nodiscard]] virtual bool is_node(std::string_view node) const = 0;

  // Whether that is this very process.
  [[nodiscard]] virtual bool is_this_process(std::int64_t pid) const = 0;

  // The name that a decimal id has here; empty when it has none. Never waits for a directory
  // service.
  [[nodiscard]] virtual std::string user_name(std::string_view id) = 0;
  [[nodiscard]] virtual std::string group_name(std::string_view id) = 0;
};

}  // namespace ak
