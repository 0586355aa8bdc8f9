#include "event/uring_operations.h"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <iterator>
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

// What a URINGOP lacks: who the process is.
audit::Record with_process_of(audit::Record operation, const audit::Record& syscall) {
  for (const std::string_view name : {"auid", "ses", "tty", "comm", "exe"}) {
    const audit::Field* const field = syscall.find(name);
    if (field != nullptr && operation.find(name) == nullptr) operation.fields.push_back(*field);
  }
  return operation;
}

// Source: enum io_uring_op of linux/io_uring.h.
bool is_open(const audit::Record& operation) {
  constexpr std::int64_t kOpenat = 18, kOpenat2 = 28;
  const std::int64_t op = field_number(&operation, "uring_op").value_or(-1);
  return op == kOpenat || op == kOpenat2;
}

bool is_of_call(const audit::Record& record) {
  return record.type != record_type::kUringop && record.type != record_type::kPath;
}

bool is_socket(const audit::Record& path) {
  constexpr std::int64_t kType = 0170000, kSocket = 0140000;
  return (field_octal(&path, "mode").value_or(0) & kType) == kSocket;
}

// Whether the file was looked up, rather than its name only taken for an operation to come.
bool was_looked_up(const Item& item) {
  return item.path->find("inode") != nullptr && field_text(item.path, "nametype") != "PARENT";
}

bool is_opened(const audit::Record& path) {
  return path.find("inode") != nullptr && field_text(&path, "nametype") == "NORMAL" &&
         !is_socket(path);
}

bool succeeded(const audit::Record* operation) {
  return field_text(operation, "success") == "yes";
}

// The event's id and marks, and of its records those that are of all its parts. Of several parts
// each would have the text of all.
audit::AuditEvent common_part(const audit::AuditEvent& event, const std::vector<Item>& items) {
  audit::AuditEvent part;
  part.id = event.id;
  part.partial = event.partial;
  part.lacks_items = event.lacks_items;
  part.boot = event.boot;
  const auto operations = std::count_if(
      event.records.begin(), event.records.end(),
      [](const audit::Record& record) { return record.type == record_type::kUringop; });
  const auto looked_up = std::count_if(items.begin(), items.end(), was_looked_up);
  if (operations <= 1 && looked_up <= 1) part.original = event.original;
  for (const int type : {record_type::kCwd, record_type::kProctitle}) {
    if (const audit::Record* record = event.find(type)) part.records.push_back(*record);
  }
  return part;
}

class Parting {
 public:
  using Take = std::function<void(const audit::AuditEvent&)>;
  Parting(const audit::AuditEvent& event, const Take& take)
      : event_(event),
        syscall_(*event.find(record_type::kSyscall)),
        take_(take),
        items_(items_of(event)),
        common_(common_part(event, items_)) {}

  // Each operation's items= has those of the operations before it, too, and of one that waits for
  // others in a chain also theirs: names are taken when a chain is made, and looked up as it runs.
  void run() {
    std::vector<const audit::Record*> operations;
    std::int64_t count = 0;
    for (const audit::Record& record : event_.records) {
      if (record.type != record_type::kUringop) continue;
      const std::int64_t items = field_number(&record, "items").value_or(0);
      if (!operations.empty() && items != count) tell(operations, take_items(count));
      if (items != count) operations.clear();
      count = items;
      operations.push_back(&record);
    }
    tell(operations, take_items(count));
    tell_call();
  }

 private:
  std::vector<Item> take_items(std::int64_t count) {
    const std::size_t first = taken_;
    while (taken_ < items_.size() && items_[taken_].number < count) ++taken_;
    const auto at = [&](std::size_t i) { return items_.begin() + static_cast<std::ptrdiff_t>(i); };
    return {at(first), at(taken_)};
  }

  // Operations with the same items=, and the items that are new with them.
  void tell(const std::vector<const audit::Record*>& operations, std::vector<Item> items) {
    std::vector<const audit::Record*> opens;
    std::copy_if(operations.begin(), operations.end(), std::back_inserter(opens),
                 [](const audit::Record* operation) { return is_open(*operation); });
    std::vector<Item> others_items;
    if (opens.empty()) {
      others_items.swap(items);
    } else {
      const auto first = std::stable_partition(
          items.begin(), items.end(), [](const Item& item) { return !is_socket(*item.path); });
      others_items.assign(first, items.end());
      items.erase(first, items.end());
    }
    for (const audit::Record* operation : operations) {
      if (!is_open(*operation)) take(*operation, std::exchange(others_items, {}));
    }
    left_.insert(left_.end(), others_items.begin(), others_items.end());
    if (!opens.empty()) tell_opens(std::move(opens), std::move(items));
  }

  // Only opens look names up within the call; the other operations on files are put off, and have
  // events of their own. So what is looked up beyond the opens that are recorded was opened as
  // well, by one that no rule reported or whose record was taken for another's that is equal.
  void tell_opens(std::vector<const audit::Record*> opens, std::vector<Item> items) {
    if (items.size() != opens.size()) {
      std::stable_partition(items.begin(), items.end(), was_looked_up);
      std::stable_partition(opens.begin(), opens.end(), succeeded);
    }
    const auto looked_up =
        static_cast<std::size_t>(std::count_if(items.begin(), items.end(), was_looked_up));
    const std::size_t told = std::max(opens.size(), looked_up);
    for (std::size_t i = 0; i < told; ++i) {
      std::vector<Item> own;
      if (i < items.size()) {
        own.push_back(items[i]);
      } else if (items_.size() == 1) {
        own = items_;  // the same name in memory again, which is taken once
      }
      take(*(i < opens.size() ? opens[i] : opens.front()), own);
    }
    for (std::size_t i = told; i < items.size(); ++i) left_.push_back(items[i]);
  }

  void take(const audit::Record& record, const std::vector<Item>& items) {
    audit::AuditEvent operation = common_;
    operation.records.push_back(with_process_of(record, syscall_));
    for (const Item& item : items) operation.records.push_back(*item.path);
    take_(operation);
  }

  // An open that was left to a thread of the kernel's (O_TRUNC, O_CREAT) has a URINGOP in an event
  // of that thread's, without the name, if a rule reports it at all: here its file alone is told.
  void tell_call() {
    audit::AuditEvent call = event_;
    std::erase_if(call.records, [](const audit::Record& record) { return !is_of_call(record); });
    left_.insert(left_.end(), items_.begin() + static_cast<std::ptrdiff_t>(taken_), items_.end());
    const auto opened = std::stable_partition(
        left_.begin(), left_.end(), [](const Item& item) { return !is_opened(*item.path); });
    std::for_each(opened, left_.end(), [&](const Item& item) { take(syscall_, {item}); });
    left_.erase(opened, left_.end());
    for (const Item& item : left_) call.records.push_back(*item.path);
    take_(call);
  }

  const audit::AuditEvent& event_;
  const audit::Record& syscall_;
  const Take& take_;
  std::vector<Item> items_;
  const audit::AuditEvent common_;
  std::size_t taken_ = 0;
  std::vector<Item> left_;  // which belong to no operation that is recorded
};

}  // namespace

bool is_open_within_call(const audit::AuditEvent& event) {
  const bool is_call = field_text(event.find(record_type::kSyscall), "syscall") == "io_uring_enter";
  return is_call &&
         std::any_of(event.records.begin(), event.records.end(), [](const audit::Record& record) {
           return record.type == record_type::kPath && is_opened(record);
         });
}

bool has_uring_operations(const audit::AuditEvent& event) {
  return event.find(record_type::kSyscall) != nullptr &&
         (event.find(record_type::kUringop) != nullptr || is_open_within_call(event));
}

void part_uring_operations(const audit::AuditEvent& event,
                           const std::function<void(const audit::AuditEvent&)>& take) {
  Parting(event, take).run();
}

}  // namespace ak
