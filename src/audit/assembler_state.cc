// Assembler: saving and loading.
#include <algorithm>
#include <utility>

#include "audit/assembler.h"
#include "base/limits.h"

namespace ak::audit {
namespace {

void save(const EventId& id, ByteWriter& out) {
  out.text(id.node);
  out.integer(id.time);
  out.number(id.serial);
}

EventId load_id(ByteReader& in) {
  EventId id;
  id.node = in.text(limits::kMaxNodeBytes);
  id.time = in.integer();
  id.serial = in.number();
  return id;
}

}  // namespace

std::vector<const Assembler::OpenEvent*> Assembler::oldest_first() const {
  std::vector<const OpenEvent*> open;
  for (Slot slot = waiting_.first; slot != kNoSlot; slot = slots_[slot].next) {
    open.push_back(&slots_[slot]);
  }
  for (const Slot slot : queue_) open.push_back(&slots_[slot]);
  std::sort(open.begin(), open.end(), [](const OpenEvent* a, const OpenEvent* b) {
    return a->first_record < b->first_record;
  });
  return open;
}

std::optional<ResumePoint> Assembler::position() const {
  if (last_.time == 0) return loaded_;
  ResumePoint point;
  point.last = last_;
  for (const OpenEvent* event : oldest_first()) point.open.push_back(event->raw.id);
  return point;
}

void Assembler::save(ByteWriter& out) const {
  const std::optional<ResumePoint> point = position();
  out.boolean(point.has_value());
  if (point) {
    ak::audit::save(point->last, out);
    out.number(point->open.size());
    for (const EventId& id : point->open) ak::audit::save(id, out);
  }
  out.number(closed_.size());
  for (const Key& key : closed_) {
    out.hash(key.node_hash);
    out.integer(key.time);
    out.number(key.serial);
    const auto found = index_.find(key);  // may be another event of the same id, and open
    out.boolean(found != index_.end() && found->second != kClosed && found->second != kCaughtUp);
  }
  gaps_.save(out);
  habits_.save(out);
}

bool Assembler::load(ByteReader& in) {
  if (in.boolean()) {
    ResumePoint point;
    point.last = load_id(in);
    const std::size_t open = in.count(limits::kMaxOpenEvents);
    for (std::size_t i = 0; i < open; ++i) point.open.push_back(load_id(in));
    loaded_ = std::move(point);
  }
  const std::size_t count = in.count(limits::kMaxCaughtUpEvents);
  for (std::size_t i = 0; i < count && !in.failed(); ++i) {
    Key key{};
    key.node_hash = in.hash();
    key.time = in.integer();
    key.serial = in.number();
    index_[key] = closed(in.boolean(), true);
    closed_.push_back(key);
  }
  gaps_.load(in);
  habits_.load(in);
  if (!in.failed() && in.at_end()) return true;
  loaded_.reset();
  closed_.clear();
  index_.clear();
  gaps_.clear();
  habits_.clear();
  return false;
}

}  // namespace ak::audit
