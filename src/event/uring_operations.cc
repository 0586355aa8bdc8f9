#include "event/uring_operations.h"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <string_view>
#include <utility>
#include <vector>

#include "event/audit_fields.h"

namespace ak {
namespace {

struct Item {
  std::int64_t number = 0;
  const audit::Record* path = nullptr;
};

// In the order of their numbers.
std::vector<Item> items_of(const audit::AuditEvent& event) {
  std::vector<Item> items;
  for (const audit::Record& record : event.records) {
    if (record.type != record_type::kPath) continue;
    items.push_back({field_number(&record, "item").value_or(0), &record});
  }
  std::stable_sort(items.begin(), items.end(),
                   [](const Item& a, const Item& b) { return a.number < b.number; });
  return items;
}

// The event's id and marks, and of its records those that are of all its parts.
audit::AuditEvent common_part(const audit::AuditEvent& event) {
  audit::AuditEvent part;
  part.id = event.id;
  part.partial = event.partial;
  part.lacks_items = event.lacks_items;
  part.boot = event.boot;
  // With several, each would have the text of all.
  const auto is_operation = [](const audit::Record& record) {
    return record.type == record_type::kUringop;
  };
  if (std::count_if(event.records.begin(), event.records.end(), is_operation) == 1) {
    part.original = event.original;
  }
  for (const int type : {record_type::kCwd, record_type::kProctitle}) {
    if (const audit::Record* record = event.find(type)) part.records.push_back(*record);
  }
  return part;
}

// What a URINGOP lacks: who the process is.
audit::Record with_process_of(audit::Record operation, const audit::Record& syscall) {
  for (const std::string_view name : {"auid", "ses", "tty", "comm", "exe"}) {
    const audit::Field* const field = syscall.find(name);
    if (field != nullptr && operation.find(name) == nullptr) operation.fields.push_back(*field);
  }
  return operation;
}

// Of the items up to `end` the first that is an open's own. Those of operations before it that no
// rule reported, and so have no URINGOP, come first. Source: enum io_uring_op of linux/io_uring.h;
// the other operations on files are put off, and have events of their own.
std::size_t begin_of_open(const std::vector<Item>& items, std::size_t first, std::size_t end) {
  const auto kind = [&](std::size_t i) { return field_text(items[i].path, "nametype"); };
  std::size_t begin = end - 1;
  if (kind(begin) != "CREATE") return begin;
  while (begin > first && kind(begin) != "PARENT") --begin;
  return begin;
}

bool is_open(const audit::Record& operation) {
  constexpr std::int64_t kOpenat = 18, kOpenat2 = 28;
  const std::int64_t op = field_number(&operation, "uring_op").value_or(-1);
  return op == kOpenat || op == kOpenat2;
}

bool is_of_call(const audit::Record& record) {
  return record.type != record_type::kUringop && record.type != record_type::kPath;
}

}  // namespace

bool has_uring_operations(const audit::AuditEvent& event) {
  return event.find(record_type::kSyscall) != nullptr &&
         event.find(record_type::kUringop) != nullptr;
}

void part_uring_operations(const audit::AuditEvent& event,
                           const std::function<void(const audit::AuditEvent&)>& take) {
  const audit::AuditEvent common = common_part(event);
  const std::vector<Item> items = items_of(event);
  audit::AuditEvent call = event;
  std::erase_if(call.records, [](const audit::Record& record) { return !is_of_call(record); });
  std::size_t taken = 0;
  for (const audit::Record& record : event.records) {
    if (record.type != record_type::kUringop) continue;
    audit::AuditEvent operation = common;
    operation.records.push_back(with_process_of(record, *event.find(record_type::kSyscall)));
    // Its items= has those of the operations before it, too.
    const std::int64_t count = field_number(&record, "items").value_or(0);
    std::size_t end = taken;
    while (end < items.size() && items[end].number < count) ++end;
    const std::size_t begin =
        is_open(record) && end > taken ? begin_of_open(items, taken, end) : taken;
    for (; taken < end; ++taken) {
      (taken < begin ? call : operation).records.push_back(*items[taken].path);
    }
    take(operation);
  }
  for (; taken < items.size(); ++taken) call.records.push_back(*items[taken].path);
  take(call);
}

}  // namespace ak
