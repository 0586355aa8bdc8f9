#include "event/normalize_syscall.h"

#include <string>
#include <utility>

#include "base/text.h"
#include "event/acts.h"
#include "event/audit_fields.h"
#include "event/normalize_common.h"
#include "event/normalize_file.h"
#include "event/normalize_network.h"
#include "event/normalize_process.h"

namespace ak {
namespace {

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
  event.set_nonempty(Field::auditd_exit, std::string(field_text(record, "exit")));
  event.set_nonempty(Field::auditd_a0, std::string(field_value(record, "a0")));
  event.set_nonempty(Field::auditd_a1, std::string(field_value(record, "a1")));
  event.set_nonempty(Field::auditd_a2, std::string(field_value(record, "a2")));
  event.set_nonempty(Field::auditd_a3, std::string(field_value(record, "a3")));
  event.set_nonempty(Field::process_tty, std::string(field_if_known(record, "tty")));
  if (record->find("tty") != nullptr) {
    event.set(Field::process_interactive, event.find(Field::process_tty) != nullptr);
  }
  set_paths(event, view.paths);
}

}  // namespace

Event syscall_event(const SyscallView& view, Event event) {
  set_syscall(event, view);
  set_companions(event, view.event);
  set_identity(event, view.record);
  set_process(event, view);
  set_outcome(event, view.outcome);
  return event;
}

namespace {

// A syscall that failed did nothing to a file or process: it is an attempt. On the network a
// failure is an outcome like another.
void set_syscall_act(Event& event, const SyscallView& view, const Act& act) {
  set_act(event, act);
  if (view.outcome == Outcome::failure && act.kind != ActKind::network) {
    event.set(Field::event_category, Strings{"attempt"});
  }
}

Event generic_event(const SyscallView& view, Event event) {
  set_syscall_act(event, view, Act{ActKind::other, "process", {"info"}, {}});
  if (!view.syscall.empty()) event.add(Field::event_action, view.syscall);
  set_named_file(event, view);
  return event;
}

}  // namespace

std::vector<Event> syscall_events(const SyscallView& view, Event base) {
  if (view.act == nullptr) return {generic_event(view, std::move(base))};
  if (view.act->kind == ActKind::fork && makes_thread(view)) {
    return {generic_event(view, std::move(base))};
  }

  const bool failed = view.outcome == Outcome::failure;
  switch (view.act->kind) {
    case ActKind::exec:
      set_syscall_act(base, view, *view.act);
      if (!failed) set_exec(base, view);
      if (!view.paths.empty()) set_file(base, view, view.paths.front());
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
      set_syscall_act(base, view, *view.act);
      set_exit(base, view);
      return {std::move(base)};
    case ActKind::other:
    case ActKind::minor:
      set_syscall_act(base, view, *view.act);
      set_peer(base, view);
      set_named_file(base, view);
      return {std::move(base)};
    default:
      set_syscall_act(base, view, file_act(view));
      return file_events(view, base);
  }
}

}  // namespace ak
