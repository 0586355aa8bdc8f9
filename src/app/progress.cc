#include "app/progress.h"

#include <fmt/format.h>

#include <cstdio>

namespace ak::app {

void Progress::update(std::uint64_t bytes) {
  if (!shown_ || Clock::now() < next_) return;
  next_ = Clock::now() + kInterval;
  const std::string line = fmt::format("\r{} MB, {} events, {} alerts\x1b[K", bytes / 1000000,
                                       counters_.events.load(), counters_.alerts.load());
  std::fputs(line.c_str(), stderr);
  visible_ = true;
}

void Progress::clear() {
  if (!visible_) return;
  std::fputs("\r\x1b[K", stderr);
  visible_ = false;
}

}  // namespace ak::app
