#include "audit/serial_gaps.h"

#include <algorithm>
#include <map>
#include <utility>

namespace ak::audit {
namespace {

// A record that is late has an earlier serial and an earlier time. One whose serial is earlier and
// whose time is later than all before by more than disorder explains is of another boot.
constexpr TimeMs kBootMs = 1000;

// auditd is one of the first to start, and SYSTEM_BOOT comes soon after.
constexpr TimeMs kStartUpMs = 10 * 60'000;
constexpr std::uint64_t kStartUpSerials = 20'000;

// Serials that are given out at one time, on all processors, come in any order.
constexpr std::uint64_t kBootSerials = 16;

// What a processor writes late comes so soon; of a busy node, within so many serials and so soon.
constexpr TimeMs kSettledMs = limits::kEventTimeoutMs;
constexpr std::uint64_t kSettledSerials = 64;
constexpr TimeMs kSettledBusyMs = 100;

// So many serials in a row from before the window are no stragglers: a log older than the one
// before it, or one whose clock was set back.
constexpr std::uint32_t kMaxStrays = 64;

template <typename Words>
std::uint64_t& word_of(Words& words, std::uint64_t serial) {
  return words[serial % limits::kSerialWindow / 64];
}

constexpr std::uint64_t bit_of(std::uint64_t serial) {
  return std::uint64_t{1} << (serial % 64);
}

}  // namespace

std::uint64_t SerialGaps::add(std::uint64_t node, TimeMs time, std::uint64_t serial) {
  Sequence* const known = nodes_.find(node);
  if (known == nullptr) {
    Sequence begun;
    begin(begun, time, serial);
    if (nodes_.add(node, begun)) counters_.evicted_nodes.fetch_add(1, std::memory_order_relaxed);
    return 0;
  }
  Sequence& sequence = *known;
  const bool is_ahead = serial > sequence.last;
  const bool is_far = is_ahead && serial - sequence.last > limits::kMaxSerialGap;
  const bool is_anew = !is_ahead && serial != sequence.last && time > sequence.clock + kBootMs;
  if (is_far || is_anew || sequence.is_interrupted) {
    const bool is_far_back = !is_ahead && sequence.last - serial >= kBootSerials;
    // A boot's first events may have the time that a clock without a battery shows.
    const bool is_boot = sequence.is_interrupted
                             ? is_anew || (is_far_back && serial <= kStartUpSerials)
                             : is_anew && is_far_back;
    if (is_boot) count_boot(sequence);
    if (is_far && !is_boot && !sequence.is_interrupted) {
      counters_.lost_events.fetch_add(1, std::memory_order_relaxed);
    }
    const bool is_next = serial == sequence.last + 1;
    begin(sequence, time, serial);
    if (!is_boot && !is_next) sequence.has_lost = true;
    return sequence.boots;
  }
  sequence.clock = std::max(sequence.clock, time);
  if (is_ahead) {
    advance(sequence, serial);
  } else if (sequence.last - serial < limits::kSerialWindow) {
    fill_gap(sequence, serial);
  } else if (++sequence.strays >= kMaxStrays) {
    begin(sequence, time, serial);
    sequence.has_lost = true;
  }
  settle_gap(sequence);
  return sequence.boots;
}

bool SerialGaps::take_loss(std::uint64_t node) {
  Sequence* const sequence = nodes_.find(node);
  return sequence != nullptr && std::exchange(sequence->has_lost, false);
}

// Each serial is passed once. What is missing yet once one is for good lies before that moment,
// too.
void SerialGaps::settle_gap(Sequence& sequence) {
  if (sequence.gap == 0) return;
  if (sequence.last - sequence.gap >= limits::kSerialWindow) {
    sequence.has_lost = true;
    sequence.gap = sequence.last - limits::kSerialWindow + 1;
  }
  for (; sequence.gap < sequence.last; ++sequence.gap, sequence.gap_time = sequence.clock) {
    if ((word_of(sequence.missing, sequence.gap) & bit_of(sequence.gap)) == 0) continue;
    const TimeMs since = sequence.clock - sequence.gap_time;
    const bool is_settled =
        since >= kSettledMs ||
        (since >= kSettledBusyMs && sequence.last - sequence.gap >= kSettledSerials);
    if (!is_settled) return;
    sequence.has_lost = true;
    break;
  }
  sequence.gap = 0;
}

// What is missing is so for good where nothing that comes can close the gap.
bool SerialGaps::has_lost(const Sequence& sequence) {
  return sequence.has_lost || sequence.gap != 0;
}

std::uint64_t SerialGaps::boots(std::uint64_t node) const {
  const Sequence* const sequence = nodes_.peek(node);
  return sequence == nullptr ? 0 : sequence->boots;
}

void SerialGaps::interrupt(std::uint64_t node, TimeMs time) {
  Sequence* const sequence = nodes_.find(node);
  if (sequence == nullptr) return;
  sequence->is_interrupted = true;
  sequence->may_have_booted = true;
  sequence->interrupted = time;
}

void SerialGaps::boot(std::uint64_t node, TimeMs time, std::uint64_t serial) {
  if (serial > kStartUpSerials) return;
  Sequence* const sequence = nodes_.find(node);
  if (sequence == nullptr || !sequence->may_have_booted) return;
  if (time - sequence->interrupted <= kStartUpMs) count_boot(*sequence);
}

void SerialGaps::count_boot(Sequence& sequence) {
  ++sequence.boots;
  sequence.may_have_booted = false;
}

void SerialGaps::begin(Sequence& sequence, TimeMs time, std::uint64_t serial) {
  Sequence begun;
  begun.boots = sequence.boots;
  begun.may_have_booted = sequence.may_have_booted;
  begun.interrupted = sequence.interrupted;
  begun.has_lost = has_lost(sequence);
  sequence = begun;
  sequence.last = serial;
  sequence.clock = time;
}

void SerialGaps::advance(Sequence& sequence, std::uint64_t serial) {
  const std::uint64_t skipped = serial - sequence.last - 1;
  if (skipped > 0 && sequence.gap == 0) {
    sequence.gap = sequence.last + 1;
    sequence.gap_time = sequence.clock;
  }
  if (skipped >= limits::kSerialWindow) {
    sequence.missing.fill(~std::uint64_t{0});
  } else {
    for (std::uint64_t s = sequence.last + 1; s < serial; ++s) {
      word_of(sequence.missing, s) |= bit_of(s);
    }
  }
  word_of(sequence.missing, serial) &= ~bit_of(serial);
  sequence.last = serial;
  sequence.strays = 0;
  if (skipped > 0) counters_.lost_events.fetch_add(skipped, std::memory_order_relaxed);
}

void SerialGaps::fill_gap(Sequence& sequence, std::uint64_t serial) {
  sequence.strays = 0;
  std::uint64_t& word = word_of(sequence.missing, serial);
  if ((word & bit_of(serial)) == 0) return;
  word &= ~bit_of(serial);
  counters_.lost_events.fetch_sub(1, std::memory_order_relaxed);
}

void SerialGaps::save(ByteWriter& out) const {
  const auto in_order = nodes_.in_order();
  out.number(in_order.size());
  for (const auto& [node, sequence] : in_order) {
    out.hash(node);
    out.number(sequence->last);
    out.integer(sequence->clock);
    out.number(sequence->boots);
    out.boolean(sequence->is_interrupted);
    out.boolean(sequence->may_have_booted);
    out.integer(sequence->interrupted);
    out.boolean(has_lost(*sequence));
  }
}

void SerialGaps::load(ByteReader& in) {
  const std::size_t count = in.count(limits::kMaxNodes);
  for (std::size_t i = 0; i < count; ++i) {
    const std::uint64_t node = in.hash();
    const std::uint64_t last = in.number();
    const TimeMs clock = in.integer();
    Sequence sequence;
    sequence.boots = in.number();
    const bool is_interrupted = in.boolean();
    sequence.may_have_booted = in.boolean();
    sequence.interrupted = in.integer();
    sequence.has_lost = in.boolean();
    if (in.failed()) return;
    begin(sequence, clock, last);
    sequence.is_interrupted = is_interrupted;
    if (nodes_.peek(node) == nullptr) nodes_.add(node, sequence);
  }
}

}  // namespace ak::audit
