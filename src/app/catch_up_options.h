// [catch_up]: how much of auditd's log is read after a restart.
#pragma once

#include <cstddef>
#include <string>

#include "base/time.h"

namespace ak::app {

struct CatchUpOptions {
  bool enabled = true;
  TimeMs max_age_ms = TimeMs{60} * 60 * 1000;
  std::size_t max_bytes = std::size_t{64} * 1000 * 1000;
  std::string log;  // empty: the one that auditd.conf names

  bool operator==(const CatchUpOptions&) const = default;
};

}  // namespace ak::app
