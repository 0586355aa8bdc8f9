#include "audit/completeness.h"

#include <linux/audit.h>

#include <algorithm>
#include <cstdint>
#include <iterator>
#include <set>
#include <string_view>

#include "audit/record_type.h"
#include "base/text.h"

namespace ak::audit {
namespace {

// What only some syscalls have: their arguments, written with the SYSCALL.
bool is_argument(int type) {
  switch (type) {
    case AUDIT_IPC:
    case AUDIT_IPC_SET_PERM:
    case AUDIT_SOCKETCALL:
    case AUDIT_MQ_OPEN:
    case AUDIT_MQ_SENDRECV:
    case AUDIT_MQ_NOTIFY:
    case AUDIT_MQ_GETSETATTR:
    case AUDIT_FD_PAIR:
    case AUDIT_OBJ_PID:
    case AUDIT_BPRM_FCAPS:
    case AUDIT_CAPSET:
    case AUDIT_MMAP:
    case kOpenat2Type:
      return true;
    default:
      return false;
  }
}

// The record of the call that the PATHs are of: an operation of io_uring may be one by itself.
const Record* find_call(const AuditEvent& event) {
  const Record* const syscall = event.find(AUDIT_SYSCALL);
  return syscall != nullptr ? syscall : event.find(AUDIT_URINGOP);
}

std::string_view syscall_name(const Record& call) {
  const Field* const name = call.find("syscall");
  return name == nullptr ? std::string_view() : name->interpreted;
}

bool lacks_directory(const AuditEvent& event) {
  if (event.find(AUDIT_CWD) != nullptr) return false;
  return std::any_of(event.records.begin(), event.records.end(), [](const Record& record) {
    const Field* const name = record.type == AUDIT_PATH ? record.find("name") : nullptr;
    return name != nullptr && !name->interpreted.empty() && name->interpreted.front() != '/';
  });
}

// Of the Internet's families the kernel takes no address that ends before that of the host does.
// Source: struct sockaddr_in and sockaddr_in6 of linux/in.h and in6.h; the family is in the byte
// order of the host.
bool has_short_address(const AuditEvent& event) {
  constexpr struct {
    std::string_view family, other_order;
    std::size_t digits;
  } kFamilies[] = {{"0200", "0002", 2 * 8}, {"0A00", "000A", 2 * 24}};
  const Record* const record = event.find(AUDIT_SOCKADDR);
  const Field* const address = record == nullptr ? nullptr : record->find("saddr");
  if (address == nullptr) return false;
  const std::string_view hex = address->value;
  return std::any_of(std::begin(kFamilies), std::end(kFamilies), [&](const auto& each) {
    return (hex.starts_with(each.family) || hex.starts_with(each.other_order)) &&
           hex.size() < each.digits;
  });
}

bool lacks_companion(const AuditEvent& event, const Record& call) {
  const std::string_view name = syscall_name(call);
  const Field* const success = call.find("success");
  if (success == nullptr || success->value != "yes") return false;
  if (has_short_address(event)) return true;
  if (name == "execve" || name == "execveat") return event.find(AUDIT_EXECVE) == nullptr;
  return (name == "connect" || name == "bind") && event.find(AUDIT_SOCKADDR) == nullptr;
}

// Each number once: a PATH may have come twice. One that lost its number is one, too.
std::uint64_t count_items(const AuditEvent& event) {
  std::set<std::string_view> numbers;
  std::uint64_t unnumbered = 0;
  for (const Record& record : event.records) {
    if (record.type != AUDIT_PATH) continue;
    const Field* const number = record.find("item");
    if (number == nullptr) {
      ++unnumbered;
    } else {
      numbers.insert(number->value);
    }
  }
  return numbers.size() + unnumbered;
}

}  // namespace

bool lacks_records(const AuditEvent& event) {
  const Record* const call = find_call(event);
  if (call == nullptr) return lacks_call(event);
  return lacks_items(event) || lacks_directory(event) || lacks_companion(event, *call);
}

bool lacks_call(const AuditEvent& event) {
  if (find_call(event) != nullptr) return false;
  return std::any_of(event.records.begin(), event.records.end(), [](const Record& record) {
    return is_companion(record.type) || is_argument(record.type);
  });
}

// mq_open and mq_unlink count an item that they hide.
bool lacks_items(const AuditEvent& event) {
  const Record* const call = find_call(event);
  const Field* const items = call == nullptr ? nullptr : call->find("items");
  if (items == nullptr || syscall_name(*call).starts_with("mq_")) return false;
  return parse_uint(items->value).value_or(0) > count_items(event);
}

}  // namespace ak::audit
