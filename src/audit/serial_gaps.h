// How many events never came, by the gaps in the serials: the kernel numbers its events one by one,
// so a serial that is skipped is an event that was lost on its way, or left out of the log.
//
// An estimate, of each node apart. A serial that comes late closes its gap and is taken off again.
// Numbering begins anew when a node's serials go back while its time goes on (a boot), when auditd
// says that it starts (a boot, if the serials go back), and at a jump too far to be believed: that
// counts as one event. Nothing is assumed of what came before the first event.
//
// A boot whose serials happen to go on upwards shows in systemd's word alone (SYSTEM_BOOT), which
// any program with CAP_AUDIT_WRITE could write: it counts after auditd's start, which none can, and
// with a serial as low as a boot's first are.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>

#include "audit/recent_nodes.h"
#include "base/bytes.h"
#include "base/counters.h"
#include "base/limits.h"
#include "base/time.h"

namespace ak::audit {

class SerialGaps {
 public:
  // `counters`, which must outlive this, has the estimate in lost_events.
  explicit SerialGaps(Counters& counters) : counters_(counters) {}

  // An event began. How often its node was booted since the first one: then time goes on, and the
  // serials are far back. O(1), amortised, but for a new node at the cap (recent_nodes.h); what is
  // forgotten then is counted as evicted_nodes.
  std::uint64_t add(std::uint64_t node, TimeMs time, std::uint64_t serial);

  [[nodiscard]] std::uint64_t boots(std::uint64_t node) const;

  // Whether, since the last call, it showed that events of the node are missing for good: a gap was
  // not closed within two seconds, or 64 serials and a tenth of one; or numbering began anew within
  // a boot.
  bool take_loss(std::uint64_t node);

  // What comes next from the node is not the continuation of what came; it may be another boot.
  void interrupt(std::uint64_t node, TimeMs time);

  // The node says that it was booted: so it was if it was interrupted just before, and a boot did
  // not show since.
  void boot(std::uint64_t node, TimeMs time, std::uint64_t serial);

  // How far each node is, and that again. Of gaps only that there are any: they were counted, and
  // another process's counter could not take them back.
  void save(ByteWriter& out) const;
  void load(ByteReader& in);
  void clear() { nodes_.clear(); }

 private:
  static constexpr std::size_t kWordBits = 64;

  struct Sequence {
    std::uint64_t last = 0;    // the highest serial
    TimeMs clock = 0;          // the latest time
    std::uint32_t strays = 0;  // serials in a row from long before `last`
    std::uint64_t boots = 0;
    bool is_interrupted = false;
    bool may_have_booted = false;  // it was interrupted, and no boot showed since
    TimeMs interrupted = 0;        // when
    std::uint64_t gap = 0;         // the first missing serial that may come late yet; 0: none
    TimeMs gap_time = 0;           // when it was found to be the first
    bool has_lost = false;         // since take_loss()
    // Of the limits::kSerialWindow serials up to `last`: a set bit for each that is missing.
    std::array<std::uint64_t, limits::kSerialWindow / kWordBits> missing{};
  };

  static void begin(Sequence& sequence, TimeMs time, std::uint64_t serial);
  static void count_boot(Sequence& sequence);
  void advance(Sequence& sequence, std::uint64_t serial);
  static void settle_gap(Sequence& sequence);
  [[nodiscard]] static bool has_lost(const Sequence& sequence);
  void fill_gap(Sequence& sequence, std::uint64_t serial);

  Counters& counters_;
  RecentNodes<Sequence> nodes_;
};

}  // namespace ak::audit
