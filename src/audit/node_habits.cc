#include "audit/node_habits.h"

#include <linux/audit.h>

#include "base/limits.h"

namespace ak::audit {
namespace {

// A rule of the list of what is left out came or went: list=5 (AUDIT_FILTER_EXCLUDE).
bool changes_exclusion(int type, std::string_view body) {
  return type == AUDIT_CONFIG_CHANGE && body.find(" list=5 ") != std::string_view::npos;
}

bool has_kind(std::string_view path) {
  return path.find(" nametype=") != std::string_view::npos ||
         path.find(" objtype=") != std::string_view::npos;
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
      lacks_kind = lacks_kind || !has_kind(body);
      break;
    default:
      break;
  }
}

bool lacks_any(const HabitualRecords& records, Habits habits) {
  return (habits.titles && records.syscall && !records.title) ||
         (habits.directories && records.named_path && !records.directory) ||
         (habits.kinds && records.lacks_kind);
}

void NodeHabits::see_record(std::uint64_t node, int type, std::string_view body) {
  const bool is_change = changes_exclusion(type, body);
  const bool is_path = type == AUDIT_PATH && has_kind(body);
  if (type != AUDIT_PROCTITLE && type != AUDIT_CWD && !is_path && !is_change) return;
  Node* known = nodes_.find(node);
  if (known == nullptr) {
    nodes_.add(node, Node{});
    known = nodes_.find(node);
  }
  if (is_change) {
    known->without_title = known->without_directory = kMaxEventsWithout;
  } else if (is_path) {
    known->tells_kinds = true;
  } else if (type == AUDIT_PROCTITLE) {
    known->without_title = 0;
  } else {
    known->without_directory = 0;
  }
}

void NodeHabits::see_event(std::uint64_t node, const HabitualRecords& records) {
  Node* const known = nodes_.find(node);
  if (known == nullptr) return;
  const auto count = [](std::uint8_t& events) {
    if (events < kMaxEventsWithout) ++events;
  };
  if (records.syscall && !records.title) count(known->without_title);
  if (records.named_path && !records.directory) count(known->without_directory);
}

Habits NodeHabits::of(std::uint64_t node) const {
  const Node* const known = nodes_.peek(node);
  if (known == nullptr) return {};
  return {known->without_title < kMaxEventsWithout, known->without_directory < kMaxEventsWithout,
          known->tells_kinds};
}

void NodeHabits::save(ByteWriter& out) const {
  const auto in_order = nodes_.in_order();
  out.number(in_order.size());
  for (const auto& [node, known] : in_order) {
    out.hash(node);
    out.number(known->without_title);
    out.number(known->without_directory);
    out.boolean(known->tells_kinds);
  }
}

void NodeHabits::load(ByteReader& in) {
  const std::size_t count = in.count(limits::kMaxNodes);
  for (std::size_t i = 0; i < count; ++i) {
    const std::uint64_t node = in.hash();
    Node known;
    known.without_title = static_cast<std::uint8_t>(in.number(kMaxEventsWithout));
    known.without_directory = static_cast<std::uint8_t>(in.number(kMaxEventsWithout));
    known.tells_kinds = in.boolean();
    if (in.failed()) return;
    if (nodes_.peek(node) == nullptr) nodes_.add(node, known);
  }
}

}  // namespace ak::audit
