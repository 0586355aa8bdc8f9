#include "sink/unconfirmed.h"

namespace ak::sink {

void Unconfirmed::observe(std::size_t unread, SteadyTime now) {
  // Messages are read in order, so the unread ones are the newest. Those that end within the last
  // `unread` bytes may be among them.
  std::size_t after = 0;  // bytes of the messages after this one, and its own
  for (auto sent = sent_.rbegin(); sent != sent_.rend() && !sent->read; ++sent) {
    if (after >= unread) {
      sent->read = true;
      sent->read_at = now;
    }
    after += sent->bytes;
  }
  while (!sent_.empty() && sent_.front().read && now - sent_.front().read_at >= hold_) {
    sent_.pop_front();
  }
}

void Unconfirmed::confirm_read() {
  while (!sent_.empty() && sent_.front().read) sent_.pop_front();
}

}  // namespace ak::sink
