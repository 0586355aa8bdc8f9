#include "audit/node_habits.h"

#include <linux/audit.h>

#include <map>

#include "base/limits.h"

namespace ak::audit {
namespace {

// A rule of the list of what is left out came or went: list=5 (AUDIT_FILTER_EXCLUDE).
bool changes_exclusion(int type, std::string_view body) {
  return type == AUDIT_CONFIG_CHANGE && body.find(" list=5 ") != std::string_view::npos;
}

}  // namespace

void HabitualRecords::add(int type, std::string_view body) {
  switch (type) {
    case AUDIT_SYSCALL:
      syscall = true;
      break;
    case AUDIT_URINGOP:
      uring = true;
      break;
    case AUDIT_PROCTITLE:
      title = true;
      break;
    case AUDIT_CWD:
      directory = true;
      break;
    case AUDIT_PATH:
      // A file that is known by a descriptor alone needs no directory.
      named_path = named_path || body.find(" name=(null)") == std::string_view::npos;
      break;
    default:
      break;
  }
}

bool lacks_any(const HabitualRecords& records, Habits habits) {
  return (habits.titles && records.syscall && !records.title) ||
         (habits.directories && records.named_path && !records.directory);
}

void NodeHabits::see_record(std::uint64_t node, int type, std::string_view body) {
  const bool is_change = changes_exclusion(type, body);
  if (type != AUDIT_PROCTITLE && type != AUDIT_CWD && !is_change) return;
  auto found = nodes_.find(node);
  if (found == nodes_.end()) {
    if (nodes_.size() >= limits::kMaxNodes) return;
    found = nodes_.emplace(node, Without{}).first;
  }
  Without& without = found->second;
  if (is_change) {
    without = Without{};
  } else if (type == AUDIT_PROCTITLE) {
    without.title = 0;
  } else {
    without.directory = 0;
  }
}

void NodeHabits::see_event(std::uint64_t node, const HabitualRecords& records) {
  const auto found = nodes_.find(node);
  if (found == nodes_.end()) return;
  Without& without = found->second;
  const auto count = [](std::uint8_t& events) {
    if (events < kMaxEventsWithout) ++events;
  };
  if (records.syscall && !records.title) count(without.title);
  if (records.named_path && !records.directory) count(without.directory);
}

Habits NodeHabits::of(std::uint64_t node) const {
  const auto found = nodes_.find(node);
  if (found == nodes_.end()) return {};
  return {found->second.title < kMaxEventsWithout, found->second.directory < kMaxEventsWithout};
}

void NodeHabits::save(ByteWriter& out) const {
  const std::map<std::uint64_t, Without> in_order(nodes_.begin(), nodes_.end());
  out.number(in_order.size());
  for (const auto& [node, without] : in_order) {
    out.hash(node);
    out.number(without.title);
    out.number(without.directory);
  }
}

void NodeHabits::load(ByteReader& in) {
  const std::size_t count = in.count(limits::kMaxNodes);
  for (std::size_t i = 0; i < count; ++i) {
    const std::uint64_t node = in.hash();
    Without without;
    without.title = static_cast<std::uint8_t>(in.number(kMaxEventsWithout));
    without.directory = static_cast<std::uint8_t>(in.number(kMaxEventsWithout));
    if (in.failed()) return;
    nodes_[node] = without;
  }
}

}  // namespace ak::audit
