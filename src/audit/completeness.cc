#include "audit/completeness.h"

#include <linux/audit.h>

#include <algorithm>

#include "base/text.h"

namespace ak::audit {
namespace {

constexpr int kOpenat2 = 1337;  // AUDIT_OPENAT2, since Linux 5.16

// Records that only ever accompany another one of the same event.
bool is_companion(int type) {
  return type == AUDIT_PATH || type == AUDIT_CWD || type == AUDIT_EXECVE ||
         type == AUDIT_SOCKADDR || type == AUDIT_PROCTITLE;
}

// The same of what only some syscalls have: their arguments, written with the SYSCALL.
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
    case kOpenat2:
      return true;
    default:
      return false;
  }
}

bool lacks_syscall(const AuditEvent& event) {
  bool has_companion = false;
  for (const Record& record : event.records) {
    if (record.type == AUDIT_SYSCALL || record.type == AUDIT_URINGOP) return false;
    has_companion = has_companion || is_companion(record.type) || is_argument(record.type);
  }
  return has_companion;
}

std::string_view syscall_name(const Record& syscall) {
  const Field* const name = syscall.find("syscall");
  return name == nullptr ? std::string_view() : name->interpreted;
}

bool lacks_directory(const AuditEvent& event) {
  if (event.find(AUDIT_CWD) != nullptr) return false;
  return std::any_of(event.records.begin(), event.records.end(), [](const Record& record) {
    const Field* const name = record.type == AUDIT_PATH ? record.find("name") : nullptr;
    return name != nullptr && !name->interpreted.empty() && name->interpreted.front() != '/';
  });
}

bool lacks_companion(const AuditEvent& event, const Record& syscall) {
  const std::string_view name = syscall_name(syscall);
  const Field* const success = syscall.find("success");
  if (success == nullptr || success->value != "yes") return false;
  if (name == "execve" || name == "execveat") return event.find(AUDIT_EXECVE) == nullptr;
  return name == "connect" && event.find(AUDIT_SOCKADDR) == nullptr;
}

// The key of a rule comes last: "name", (null), or hex.
bool has_whole_key(const Record& record) {
  const Field* const key = record.find("key");
  return key != nullptr && (!key->value.starts_with('(') || key->value.ends_with(')'));
}

bool has_whole_nametype(const Record& record) {
  const Field* const type = record.find("nametype");
  if (type == nullptr) return record.find("objtype") != nullptr;  // its name before Linux 3.17
  const auto names = {"NORMAL", "PARENT", "DELETE", "CREATE", "UNKNOWN"};
  return std::find(names.begin(), names.end(), type->value) != names.end();
}

}  // namespace

bool lacks_records(const AuditEvent& event) {
  if (lacks_syscall(event)) return true;
  const Record* const syscall = event.find(AUDIT_SYSCALL);
  return syscall != nullptr &&
         (lacks_items(event) || lacks_directory(event) || lacks_companion(event, *syscall));
}

// mq_open and mq_unlink count an item that they hide.
bool lacks_items(const AuditEvent& event) {
  const Record* const syscall = event.find(AUDIT_SYSCALL);
  const Field* const items = syscall == nullptr ? nullptr : syscall->find("items");
  if (items == nullptr || syscall_name(*syscall).starts_with("mq_")) return false;
  const auto paths = std::count_if(event.records.begin(), event.records.end(),
                                   [](const Record& record) { return record.type == AUDIT_PATH; });
  return parse_uint(items->value).value_or(0) > static_cast<std::uint64_t>(paths);
}

bool is_cut_short(const Record& record, std::string_view body) {
  const bool has_key = record.type == AUDIT_SYSCALL || record.type == AUDIT_URINGOP;
  if (!has_key && !is_companion(record.type)) return false;
  if (has_key && !has_whole_key(record)) return true;
  if (record.type == AUDIT_PATH && !has_whole_nametype(record)) return true;
  while (body.ends_with(' ')) body.remove_suffix(1);
  if (body.ends_with('"')) return false;
  const std::string_view last = body.substr(body.rfind(' ') + 1);
  return last.find('=') == std::string_view::npos || last.ends_with('=');
}

}  // namespace ak::audit
