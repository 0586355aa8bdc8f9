#include "event/normalize.h"

#include <fmt/format.h>

#include <string>
#include <utility>

#include "audit/audit_event.h"
#include "base/text.h"
#include "event/acts.h"
#include "event/audit_fields.h"
#include "event/file_act.h"
#include "event/normalize_common.h"
#include "event/normalize_file.h"
#include "event/normalize_network.h"
#include "event/normalize_process.h"
#include "event/normalize_record.h"
#include "event/syscall_view.h"

namespace ak {
namespace {

Event identified(const audit::AuditEvent& audit_event, const std::string& host) {
  const audit::EventId& id = audit_event.id;
  Event event;
  event.time = id.time;
  event.serial = id.serial;
  event.partial = audit_event.partial;
  event.set(Field::timestamp, id.time);
  event.set(Field::event_id, fmt::format("{}.{:03}:{}", id.time / 1000, id.time % 1000, id.serial));
  event.set(Field::event_sequence, static_cast<std::int64_t>(id.serial));
  event.set(Field::event_kind, "event");
  event.set(Field::event_module, "auditd");
  event.set(Field::event_dataset, "auditd");
  event.set_nonempty(Field::host_name, host);
  event.set(Field::host_os_type, "linux");
  return event;
}

void set_outcome(Event& event, Outcome outcome) {
  if (outcome == Outcome::unknown) return;
  const bool success = outcome == Outcome::success;
  event.set(Field::event_outcome, success ? "success" : "failure");
  event.set(Field::auditd_result, success ? "success" : "fail");
}

void set_syscall(Event& event, const SyscallView& view) {
  const audit::Record* record = &view.record;
  event.set(Field::auditd_message_type, to_lower(record->name));
  event.set_nonempty(Field::auditd_syscall, view.syscall);
  event.set_nonempty(Field::auditd_arch, std::string(field_text(record, "arch")));
  event.set_nonempty(Field::auditd_exit, std::string(field_value(record, "exit")));
  event.set_nonempty(Field::auditd_a0, std::string(field_value(record, "a0")));
  event.set_nonempty(Field::auditd_a1, std::string(field_value(record, "a1")));
  event.set_nonempty(Field::auditd_a2, std::string(field_value(record, "a2")));
  event.set_nonempty(Field::auditd_a3, std::string(field_value(record, "a3")));
  event.set_nonempty(Field::process_tty, std::string(field_if_known(record, "tty")));
  event.set_nonempty(Field::process_working_directory, std::string(view.cwd));
  event.set_nonempty(
      Field::process_title,
      std::string(field_text(view.event.find(record_type::kProctitle), "proctitle")));
  for (const PathItem& item : view.paths) {
    if (item.has_name) event.add(Field::auditd_paths, item.name);
  }
}

Event syscall_base(const SyscallView& view) {
  Event event = identified(view.event, view.host);
  set_syscall(event, view);
  set_identity(event, view.record);
  set_process(event, view);
  set_outcome(event, view.outcome);
  return event;
}

// A syscall that failed did nothing to a file or process: it is an attempt. On the network a
// failure is an outcome like another.
void set_syscall_act(Event& event, const SyscallView& view, const Act& act) {
  set_act(event, act);
  if (view.outcome == Outcome::failure && act.kind != ActKind::network) {
    event.set(Field::event_category, Strings{"attempt"});
  }
}

Event generic_event(const SyscallView& view) {
  Event event = syscall_base(view);
  set_syscall_act(event, view, Act{ActKind::other, "process", {"info"}, {}});
  if (!view.syscall.empty()) event.add(Field::event_action, view.syscall);
  return event;
}

std::vector<Event> syscall_events(const SyscallView& view) {
  if (view.act == nullptr) return {generic_event(view)};
  if (view.act->kind == ActKind::fork && makes_thread(view)) return {generic_event(view)};

  Event base = syscall_base(view);
  const bool failed = view.outcome == Outcome::failure;
  switch (view.act->kind) {
    case ActKind::exec:
      set_syscall_act(base, view, *view.act);
      if (!failed) {
        set_exec(base, view);
      } else if (!view.paths.empty()) {
        set_file(base, view, view.paths.front());
      }
      return {std::move(base)};
    case ActKind::fork:
      set_syscall_act(base, view, *view.act);
      if (!failed) set_fork(base, view);
      return {std::move(base)};
    case ActKind::network:
      set_syscall_act(base, view, *view.act);
      set_network(base, view);
      return {std::move(base)};
    case ActKind::exit:
    case ActKind::other:
      set_syscall_act(base, view, *view.act);
      return {std::move(base)};
    default:
      set_syscall_act(base, view, file_act(view));
      return file_events(view, base);
  }
}

const audit::Record* find_syscall(const audit::AuditEvent& event) {
  const audit::Record* record = event.find(record_type::kSyscall);
  return record != nullptr ? record : event.find(record_type::kUringop);
}

Normalized normalize_syscall(const audit::AuditEvent& audit_event, const audit::Record& syscall,
                             PathResolver& paths, std::string host) {
  SyscallView view = view_syscall(audit_event, syscall, std::move(host));
  if (!view.paths.empty()) view.resolved = paths.resolve(act_on_files(view));
  Normalized normalized;
  if (view.pid > 0) normalized.process = process_fact(view);
  const audit::Record* acting = find_acting_record(audit_event);
  // The record says what a syscall without an act of its own did (a sendto to the kernel's audit);
  // one with an act (the rmdir that took a watch away) is an event besides.
  if (acting == nullptr || view.act != nullptr) normalized.events = syscall_events(view);
  if (acting != nullptr) {
    Event event = syscall_base(view);
    set_record(event, *acting);
    normalized.events.push_back(std::move(event));
  }
  return normalized;
}

}  // namespace

Normalized normalize(const audit::AuditEvent& audit_event, PathResolver& paths,
                     const NormalizeOptions& options) {
  std::string host = audit_event.id.node.empty() ? options.host_name : audit_event.id.node;
  if (const audit::Record* syscall = find_syscall(audit_event); syscall != nullptr) {
    return normalize_syscall(audit_event, *syscall, paths, std::move(host));
  }
  Normalized normalized;
  if (audit_event.records.empty()) return normalized;
  Event& event = normalized.events.emplace_back(identified(audit_event, host));
  if (const audit::Record* acting = find_acting_record(audit_event); acting != nullptr) {
    set_record(event, *acting);
  } else {
    set_unknown_record(event, audit_event.records.front());
  }
  return normalized;
}

}  // namespace ak
