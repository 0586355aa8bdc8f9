#include "event/syscall_view.h"

#include <algorithm>
#include <array>
#include <utility>

#include "event/audit_fields.h"
#include "event/file_act.h"
#include "event/program_name.h"
#include "event/renamed_names.h"
#include "event/uring_operations.h"

namespace ak {
namespace {

// io_uring's operations that name files or peers, as the syscall that does the same; libaudit has
// names for them since 3.1 only. Source: enum io_uring_op of linux/io_uring.h.
std::string_view syscall_of_uring_op(std::int64_t op) {
  switch (op) {
    case 9:
      return "sendmsg";
    case 10:
      return "recvmsg";
    case 13:
      return "accept";
    case 16:
      return "connect";
    case 17:
      return "fallocate";
    case 18:
      return "openat";
    case 28:
      return "openat2";
    case 35:
      return "renameat";
    case 36:
      return "unlinkat";
    case 37:
      return "mkdirat";
    case 38:
      return "symlinkat";
    case 39:
      return "linkat";
    case 41:
      return "fsetxattr";
    case 42:
      return "setxattr";
    case 43:
      return "fgetxattr";
    case 44:
      return "getxattr";
    case 55:
      return "ftruncate";
    case 56:
      return "bind";
    case 57:
      return "listen";
    default:
      return {};
  }
}

// What a 32-bit program asks of sockets is one syscall, told apart by its first argument.
// Source: SYS_* of linux/net.h.
std::string_view socket_call(std::uint64_t number) {
  constexpr std::array<std::string_view, 21> kNames = {
      "",           "socket",      "bind",        "connect",    "listen",
      "accept",     "getsockname", "getpeername", "socketpair", "send",
      "recv",       "sendto",      "recvfrom",    "shutdown",   "setsockopt",
      "getsockopt", "sendmsg",     "recvmsg",     "accept4",    "recvmmsg",
      "sendmmsg"};
  return number < kNames.size() ? kNames[number] : std::string_view{};
}

std::string syscall_name(const audit::Record& record) {
  if (record.type != record_type::kUringop) {
    const std::string_view name = field_text(&record, "syscall");
    const std::string_view call =
        name == "socketcall" ? socket_call(field_hex(&record, "a0").value_or(0)) : "";
    return std::string(name) + (call.empty() ? "" : "(" + std::string(call) + ")");
  }
  const std::string_view name = syscall_of_uring_op(field_number(&record, "uring_op").value_or(-1));
  return name.empty() ? "io_uring" : std::string(name);
}

Outcome outcome_of(const audit::Record& record) {
  const std::string_view success = field_value(&record, "success");
  if (success == "yes") return Outcome::success;
  return success == "no" ? Outcome::failure : Outcome::unknown;
}

// Of an operation by that of the call that it ran within, which can fail where that did not.
Outcome outcome_within_call(Outcome of_call) {
  return of_call == Outcome::failure ? Outcome::unknown : of_call;
}

// A rename whose two names are one string of the program's.
bool gives_one_name(const SyscallView& view) {
  if (view.act == nullptr || view.act->kind != ActKind::rename) return false;
  if (view.record.type != record_type::kSyscall || view.event.lacks_items) return false;
  const bool has_descriptors = view.syscall != "rename";
  const auto first = field_hex(&view.record, has_descriptors ? "a1" : "a0");
  const auto second = field_hex(&view.record, has_descriptors ? "a3" : "a1");
  return first && first == second;
}

bool makes_symlink(const SyscallView& view) {
  return view.act != nullptr && view.act->kind == ActKind::symlink && !view.event.lacks_items &&
         view.outcome == Outcome::success && view.record.type == record_type::kSyscall;
}

// A path that was cut is another file's, and would be told of the process from then on.
std::string executable_of(const audit::Record& record) {
  const audit::Field* const field = record.find("exe");
  if (field == nullptr || field->is_cut) return {};
  // Hex does not show that it lacks its end, but that nothing follows: a key always does.
  const bool is_hex = field->value != field->interpreted;
  if (is_hex && record.find("subj") == nullptr && record.find("key") == nullptr) return {};
  return std::string(without_deleted(field_text(&record, "exe")));
}

}  // namespace

bool lacks_first_item(const audit::AuditEvent& event) {
  return event.lacks_items &&
         std::none_of(event.records.begin(), event.records.end(), [](const auto& record) {
           return record.type == record_type::kPath &&
                  field_number(&record, "item").value_or(0) == 0;
         });
}

SyscallView view_syscall(const audit::AuditEvent& event, const audit::Record& record,
                         std::string host) {
  SyscallView view{event, record, syscall_name(record)};
  view.act = syscall_act(view.syscall);
  view.outcome = outcome_of(record);
  if (record.type == record_type::kSyscall && is_open_within_call(event)) {
    view.act = syscall_act("openat2");
    view.outcome = outcome_within_call(view.outcome);
  }
  view.pid = field_number(&record, "pid").value_or(0);
  view.ppid = field_number(&record, "ppid").value_or(0);
  view.comm = field_text(&record, "comm");
  view.executable = executable_of(record);
  view.cwd = field_text(event.find(record_type::kCwd), "cwd");
  view.host = std::move(host);
  view.paths = read_path_items(event);
  if (gives_one_name(view)) share_name(view.paths);
  if (makes_symlink(view)) part_from_target(view.paths, view.cwd);
  // An exec's first item is the program, the next its loader: that must not stand in its place.
  if (view.act != nullptr && view.act->kind == ActKind::exec && lacks_first_item(event)) {
    view.paths.emplace(view.paths.begin())->has_name = false;
  }
  set_starts(view);
  return view;
}

std::optional<std::uint64_t> open_flags(const SyscallView& view) {
  if (view.record.type == record_type::kSyscall) {
    if (view.syscall == "open") return field_hex(&view.record, "a1");
    if (view.syscall == "openat") return field_hex(&view.record, "a2");
  }
  return field_octal(view.event.find(record_type::kOpenat2), "oflag");
}

}  // namespace ak
