#include "audit/assembler.h"

#include <linux/audit.h>

#include <algorithm>
#include <iterator>
#include <utility>

#include "audit/record_type.h"
#include "base/limits.h"
#include "base/text.h"

namespace ak::audit {
namespace {

constexpr std::size_t kKeptTextBytes =
    std::size_t{64} * 1024;  // of a slot; an event that was larger frees it

std::size_t cost_of(std::string_view line) {
  return line.size() + sizeof(RawRecord);
}

std::size_t cost_of(const RawEvent& raw) {
  return raw.text.size() + raw.records.size() * sizeof(RawRecord);
}

// Whether the event has that record already.
bool has(const RawEvent& raw, std::string_view line) {
  const std::size_t count = std::min(raw.records.size(), limits::kDuplicateWindow);
  return std::any_of(raw.records.rbegin(),
                     raw.records.rbegin() + static_cast<std::ptrdiff_t>(count),
                     [&](const RawRecord& record) { return raw.line(record) == line; });
}

bool is_numbered_by_kernel(const RawEvent& raw) {
  return !raw.records.empty() && !is_auditds(raw.records.front().type);
}

}  // namespace

// SplitMix64's finalizer: serials and times are dense, and all bits must tell.
// Source: https://prng.di.unimi.it/splitmix64.c
std::size_t Assembler::KeyHash::operator()(const Key& key) const {
  std::uint64_t x = key.serial + 0x9e3779b97f4a7c15ULL * static_cast<std::uint64_t>(key.time);
  x ^= key.node_hash;
  x = (x ^ (x >> 30)) * 0xbf58476d1ce4e5b9ULL;
  x = (x ^ (x >> 27)) * 0x94d049bb133111ebULL;
  return static_cast<std::size_t>(x ^ (x >> 31));
}

Assembler::Assembler(Counters& counters, Sink sink)
    : counters_(counters), sink_(std::move(sink)), gaps_(counters) {
  index_.reserve(limits::kMaxOpenEvents + limits::kMaxClosedEvents);
}

void Assembler::add(std::string_view line, const RecordHeader& header) {
  const int type = record_type(header.type);
  const Key key{header.node.empty() ? 0 : fnv1a(header.node), header.time, header.serial};
  const auto found = index_.find(key);
  Slot slot = found == index_.end() ? kNoSlot : found->second;
  if (slot == kAlone || slot == kCaughtUpAlone) {
    slot = stands_alone(type) ? slot : kNoSlot;
  }
  if (slot == kCaughtUp || slot == kCaughtUpAlone) {
    if (type != AUDIT_EOE) counters_.caught_up_again.fetch_add(1, std::memory_order_relaxed);
    return;
  }
  if (type != AUDIT_EOE) note_position(header);
  ++record_count_;
  clocks_.note(key.node_hash, header.time);
  habits_.see_record(key.node_hash, type, line.substr(header.body));
  if (slot == kClosed || slot == kAlone || (slot == kNoSlot && type == AUDIT_EOE)) {
    if (type != AUDIT_EOE) counters_.late_records.fetch_add(1, std::memory_order_relaxed);
  } else {
    if (slot == kNoSlot) {
      const std::uint64_t boot = note_serial(key, type);
      slot = open(key, header.node);
      slots_[slot].raw.boot = boot;
      slots_[slot].raw.is_after_loss = gaps_.take_loss(key.node_hash);
    }
    if (type != AUDIT_EOE) append(slots_[slot], line, header, type);
    advance(slot, type);
  }
  settle();
}

void Assembler::flush() {
  while (waiting_.first != kNoSlot) enqueue(waiting_.first, true);
  while (!queue_.empty()) emit_first();
}

void Assembler::note_position(const RecordHeader& header) {
  if (last_.node != header.node) last_.node = header.node;
  last_.time = header.time;
  last_.serial = header.serial;
}

// Which boot of its node the event is of.
std::uint64_t Assembler::note_serial(const Key& key, int type) {
  if (type == AUDIT_DAEMON_START) gaps_.interrupt(key.node_hash, key.time);
  if (type == kSystemBootType) gaps_.boot(key.node_hash, key.time, key.serial);
  return is_auditds(type) ? gaps_.boots(key.node_hash)
                          : gaps_.add(key.node_hash, key.time, key.serial);
}

Assembler::Slot Assembler::open(const Key& key, std::string_view node) {
  if (free_slots_.empty()) {
    free_slots_.push_back(static_cast<Slot>(slots_.size()));
    slots_.emplace_back();
  }
  const Slot slot = free_slots_.back();
  free_slots_.pop_back();
  OpenEvent& event = slots_[slot];
  event.key = key;
  event.raw.id.node = node;
  event.raw.id.time = key.time;
  event.raw.id.serial = key.serial;
  event.raw.is_cut = false;
  event.is_queued = false;
  event.is_done = false;
  event.has_ended = false;
  event.has = HabitualRecords{};
  event.first_record = record_count_;
  index_[key] = slot;
  wait(slot);
  return slot;
}

void Assembler::append(OpenEvent& event, std::string_view line, const RecordHeader& header,
                       int type) {
  RawEvent& raw = event.raw;
  if (has(raw, line)) {
    counters_.duplicate_records.fetch_add(1, std::memory_order_relaxed);
    return;
  }
  event.has.add(type, line.substr(header.body));
  event.habits = habits_.of(event.key.node_hash);
  if (raw.records.size() >= limits::kMaxEventRecords ||
      raw.text.size() + line.size() > limits::kMaxEventBytes) {
    raw.is_cut = true;
    counters_.dropped_records.fetch_add(1, std::memory_order_relaxed);
    return;
  }
  RawRecord record;
  record.type = type;
  record.offset = static_cast<std::uint32_t>(raw.text.size());
  record.size = static_cast<std::uint32_t>(line.size());
  record.name = static_cast<std::uint32_t>(header.type.data() - line.data());
  record.name_size = static_cast<std::uint32_t>(header.type.size());
  record.body = static_cast<std::uint32_t>(header.body);
  raw.records.push_back(record);
  raw.text += line;
  open_bytes_ += cost_of(line);
}

// What a record of that type means for its event's completion.
void Assembler::advance(Slot slot, int type) {
  OpenEvent& event = slots_[slot];
  event.has_ended = event.has_ended || type == AUDIT_EOE;
  if (event.has_ended) {
    enqueue(slot, !expects_stragglers_ && !lacks_records(event));
  } else if (stands_alone(type) && !event.is_queued) {
    enqueue(slot, true);
  } else if (!event.is_queued) {
    stop_waiting(slot);
    wait(slot);
    if (type == AUDIT_PROCTITLE) enqueue(slot, false);
  }
}

bool Assembler::lacks_records(const OpenEvent& event) {
  const bool lacks_caller = event.has_ended && !event.has.syscall && !event.has.uring;
  return lacks_caller || lacks_any(event.has, event.habits);
}

// Puts the event at the end of waiting_: it has been heard of now.
void Assembler::wait(Slot slot) {
  OpenEvent& event = slots_[slot];
  event.last_record = record_count_;
  event.last_clock = clocks_.now(event.key.node_hash);
  event.previous = waiting_.last;
  event.next = kNoSlot;
  (waiting_.last == kNoSlot ? waiting_.first : slots_[waiting_.last].next) = slot;
  waiting_.last = slot;
  ++waiting_.count;
}

void Assembler::stop_waiting(Slot slot) {
  const OpenEvent& event = slots_[slot];
  (event.previous == kNoSlot ? waiting_.first : slots_[event.previous].next) = event.next;
  (event.next == kNoSlot ? waiting_.last : slots_[event.next].previous) = event.previous;
  --waiting_.count;
}

void Assembler::enqueue(Slot slot, bool is_done) {
  OpenEvent& event = slots_[slot];
  event.is_done = event.is_done || is_done;
  if (event.is_queued) return;
  stop_waiting(slot);
  event.is_queued = true;
  event.last_record = record_count_;
  queue_.insert(place_of(event), slot);
}

// Behind all that come before it, or where others' stand between those of its node, the last of
// its node's that does.
std::deque<Assembler::Slot>::iterator Assembler::place_of(const OpenEvent& event) {
  auto place = queue_.end();
  for (auto at = queue_.end(); at != queue_.begin();) {
    --at;
    if (comes_before(event, slots_[*at])) {
      place = at;
    } else if (!expects_stragglers_ || are_of_one_numbering(event, slots_[*at])) {
      break;
    }
  }
  return place;
}

// By their first records; in a log, which may have lost that order, by the serials, where they tell
// it of one node.
bool Assembler::comes_before(const OpenEvent& a, const OpenEvent& b) const {
  return expects_stragglers_ && are_of_one_numbering(a, b) ? a.key.serial < b.key.serial
                                                           : a.first_record < b.first_record;
}

bool Assembler::are_of_one_numbering(const OpenEvent& a, const OpenEvent& b) {
  const auto [first, last] = std::minmax(a.key.serial, b.key.serial);
  return a.key.node_hash == b.key.node_hash && a.raw.boot == b.raw.boot &&
         is_numbered_by_kernel(a.raw) && is_numbered_by_kernel(b.raw) && first != last &&
         last - first < limits::kLogGraceRecords;
}

// Whether it is waited for no longer. Where its node's clock fell, it was heard of before.
bool Assembler::is_silent(const OpenEvent& event) const {
  const std::uint64_t records = record_count_ - event.last_record;
  if (records < limits::kGraceRecords) return false;
  const TimeMs silence = clocks_.now(event.key.node_hash) - event.last_clock;
  return silence >= limits::kEventTimeoutMs || silence < 0 || records >= limits::kSilentRecords;
}

// Lets go of everything that is complete by now.
void Assembler::settle() {
  while (waiting_.first != kNoSlot && is_silent(slots_[waiting_.first])) {
    enqueue(waiting_.first, true);
  }
  enforce_caps();
  while (!queue_.empty()) {
    const OpenEvent& first = slots_[queue_.front()];
    const std::uint64_t records = record_count_ - first.last_record;
    if (!first.is_done && records < limits::kGraceRecords) break;
    if (records < held_back_records() && is_held_back(first)) break;
    emit_first();
  }
}

// Whether one that began before the event, and was heard of lately, still waits.
bool Assembler::is_held_back(const OpenEvent& event) const {
  for (Slot slot = waiting_.last; slot != kNoSlot; slot = slots_[slot].previous) {
    const OpenEvent& waiting = slots_[slot];
    if (record_count_ - waiting.last_record >= held_back_records()) return false;
    if (comes_before(waiting, event)) return true;
  }
  return false;
}

void Assembler::enforce_caps() {
  const auto is_over = [&] {
    return open_events() > limits::kMaxOpenEvents || open_bytes_ > limits::kMaxOpenBytes;
  };
  while (is_over()) {
    if (waiting_.first == kNoSlot) {
      emit_first();
      continue;
    }
    const Slot silent = waiting_.first;
    stop_waiting(silent);
    emit(silent);
  }
}

void Assembler::emit_first() {
  const Slot slot = queue_.front();
  queue_.pop_front();
  emit(slot);
}

void Assembler::emit(Slot slot) {
  OpenEvent& event = slots_[slot];
  open_bytes_ -= cost_of(event.raw);
  const auto& records = event.raw.records;
  const bool stood_alone = records.size() == 1 && stands_alone(records.front().type);
  const bool may_come_again = event.first_record <= caught_up_records_;
  event.raw.lacks_records = lacks_records(event);
  habits_.see_event(event.key.node_hash, event.has);
  remember_closed(event.key, closed(stood_alone, may_come_again));
  sink_(event.raw);
  event.raw.records.clear();
  event.raw.text.clear();
  if (event.raw.text.capacity() > kKeptTextBytes) event.raw = RawEvent{};
  free_slots_.push_back(slot);
}

// After a catch-up more are remembered than needed; two go for each that comes.
void Assembler::remember_closed(const Key& key, Slot state) {
  index_[key] = state;
  closed_.push_back(key);
  for (int i = 0; i < 2 && closed_.size() > max_closed_; ++i) {
    const auto oldest = index_.find(closed_.front());
    if (oldest != index_.end() && is_closed(oldest->second)) index_.erase(oldest);
    closed_.pop_front();
  }
}

}  // namespace ak::audit
