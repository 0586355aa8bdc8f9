#include "detect/sequence_state.h"

#include <algorithm>
#include <utility>

namespace ak::detect {
namespace {

std::size_t bytes_of(const std::optional<Pending>& pending) {
  return pending ? pending->bytes : 0;
}

}  // namespace

std::size_t Slot::put(Pending pending) {
  if (newest_ && newest_->last < pending.last) earlier_.swap(newest_);
  const bool is_late = newest_ && pending.last < newest_->last;
  std::optional<Pending>& place = is_late ? earlier_ : newest_;
  if (is_late && earlier_ && pending.last < earlier_->last) return pending.bytes;
  const std::size_t freed = bytes_of(place);
  place = std::move(pending);
  return freed;
}

std::optional<Pending> Slot::take_before(EventOrder order, std::size_t& bytes_freed) {
  std::optional<Pending> taken;
  if (newest_ && newest_->last < order) {
    bytes_freed += bytes_of(newest_) + bytes_of(earlier_);
    taken = std::exchange(newest_, std::nullopt);
    earlier_.reset();
  } else if (earlier_ && earlier_->last < order) {
    bytes_freed += bytes_of(earlier_);
    taken = std::exchange(earlier_, std::nullopt);
  }
  return taken;
}

void Slot::end(EventOrder order) {
  for (std::optional<Pending>* pending : {&newest_, &earlier_}) {
    if (!*pending || (*pending)->last >= order) continue;
    std::optional<EventOrder>& ended = (*pending)->ended;
    ended = ended ? std::min(*ended, order) : order;
  }
}

bool SequenceState::empty() const {
  return waiting.empty() && !absent &&
         std::all_of(slots.begin(), slots.end(), [](const Slot& slot) { return slot.empty(); });
}

}  // namespace ak::detect
