#include "event/normalize.h"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>
#include <string>
#include <utility>

#include "audit/audit_event.h"
#include "event/audit_fields.h"
#include "event/file_act.h"
#include "event/normalize_common.h"
#include "event/normalize_process.h"
#include "event/normalize_record.h"
#include "event/normalize_syscall.h"
#include "event/path_items.h"
#include "event/record_data.h"
#include "event/summary.h"
#include "event/syscall_view.h"
#include "event/uring_operations.h"

namespace ak {
namespace {

// Where an event comes from: the node as the log has it, and the host that its identities are of.
struct Origin {
  std::string name;
  std::string host;
  bool is_own = false;  // of the options' host
};

// After a boot, processes, sessions and files are others: to the tables it is another host. Of this
// very host /proc and the boot's id tell.
std::string host_of(const std::string& name, const audit::AuditEvent& audit_event, bool is_here) {
  constexpr char kNever = '\n';  // in a name
  return is_here || audit_event.boot == 0 ? name
                                          : fmt::format("{}{}{}", name, kNever, audit_event.boot);
}

Origin origin_of(const audit::AuditEvent& audit_event, const NormalizeOptions& options) {
  const bool is_live = options.local != nullptr;
  const std::string& node = audit_event.id.node;
  if (node.empty()) {
    return {options.host_name, host_of(options.host_name, audit_event, is_live), true};
  }
  const bool is_own = node == options.host_name || (is_live && options.local->is_node(node));
  return {node, host_of(is_own ? options.host_name : node, audit_event, is_live && is_own), is_own};
}

Event identified(const audit::AuditEvent& audit_event, const Origin& origin,
                 const NormalizeOptions& options) {
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
  event.set_nonempty(Field::event_original, audit_event.original);
  if (event.partial) event.set(Field::auditd_partial, true);
  event.set_nonempty(Field::host_name, origin.name);
  if (origin.is_own) event.set_nonempty(Field::host_id, options.host_id);
  event.set(Field::host_os_type, "linux");
  return event;
}

const audit::Record* find_syscall(const audit::AuditEvent& event) {
  const audit::Record* record = event.find(record_type::kSyscall);
  return record != nullptr ? record : event.find(record_type::kUringop);
}

// Of records that have no act, the first that does not just accompany another.
const audit::Record& telling_record(const audit::AuditEvent& event) {
  const auto record =
      std::find_if(event.records.begin(), event.records.end(), [](const audit::Record& candidate) {
        return candidate.type != record_type::kPath && candidate.type != record_type::kCwd &&
               candidate.type != record_type::kProctitle;
      });
  return record == event.records.end() ? event.records.front() : *record;
}

struct IdAndName {
  Field id;
  Field name;
};
constexpr IdAndName kUsers[] = {{Field::user_id, Field::user_name},
                                {Field::user_effective_id, Field::user_effective_name},
                                {Field::user_audit_id, Field::user_audit_name},
                                {Field::user_target_id, Field::user_target_name},
                                {Field::file_uid, Field::file_owner}};
constexpr IdAndName kGroups[] = {{Field::group_id, Field::group_name},
                                 {Field::file_gid, Field::file_group}};

// The names that the records themselves do not tell.
void set_names(Event& event, LocalHost& local) {
  for (const auto& [id, name] : kUsers) {
    const std::string_view held = event.find(name) == nullptr ? event.string(id) : "";
    if (!held.empty()) event.set_nonempty(name, local.user_name(held));
  }
  for (const auto& [id, name] : kGroups) {
    const std::string_view held = event.find(name) == nullptr ? event.string(id) : "";
    if (!held.empty()) event.set_nonempty(name, local.group_name(held));
  }
}

class Normalizer {
 public:
  Normalizer(const audit::AuditEvent& audit_event, const NormalizeOptions& options)
      : audit_event_(audit_event), options_(options), origin_(origin_of(audit_event, options)) {}

  Normalized run(PathResolver& paths) {
    normalized_.host = origin_.host;
    if (audit_event_.records.empty()) return std::move(normalized_);
    const audit::Record* acting = find_acting_record(audit_event_);
    if (const audit::Record* syscall = find_syscall(audit_event_); syscall != nullptr) {
      take_syscall(*syscall, acting, paths);
    } else {
      if (audit_event_.lacks_call) paths.note_loss(origin_.host);
      take_record(acting);
    }
    return std::move(normalized_);
  }

 private:
  void take_syscall(const audit::Record& syscall, const audit::Record* acting,
                    PathResolver& paths) {
    SyscallView view = view_syscall(audit_event_, syscall, origin_.host);
    if (may_hide_change(view)) paths.note_loss(origin_.host);
    if (!view.paths.empty()) {
      FileAct act = act_on_files(view);
      act.is_own = is_here() && options_.local->is_this_process(view.pid);
      view.resolved = paths.resolve(act);
    }
    if (view.pid > 0) normalized_.process = process_fact(view);
    const Event base = syscall_event(view, identified(audit_event_, origin_, options_));
    // The record says what a syscall without an act of its own did (a sendto to the kernel's
    // audit); one with an act (the rmdir that took a watch away) is an event besides.
    const bool has_meaning = view.act != nullptr && view.act->kind != ActKind::minor;
    if (acting == nullptr || has_meaning) {
      for (Event& event : syscall_events(view, base)) add(std::move(event), syscall, syscall);
    }
    if (acting == nullptr) return;
    Event event = base;
    set_record(event, *acting);
    add(std::move(event), *acting, syscall);
  }

  void take_record(const audit::Record* acting) {
    Event event = identified(audit_event_, origin_, options_);
    set_companions(event, audit_event_);
    set_paths(event, read_path_items(audit_event_));
    set_arguments(event, audit_event_);
    normalized_.process = login_fact(audit_event_, origin_.host);
    const audit::Record& record = acting != nullptr ? *acting : telling_record(audit_event_);
    if (acting != nullptr) {
      set_record(event, record);
    } else {
      set_unknown_record(event, record);
    }
    add(std::move(event), record, record);
  }

  // `about`: the record that says what happened; `main`: the one with the fields of auditd.data.
  void add(Event event, const audit::Record& about, const audit::Record& main) {
    if (is_here()) set_names(event, *options_.local);
    set_summary(event, about);
    if (options_.with_extra) event.extra = extra_of(event, audit_event_, main);
    normalized_.events.push_back(std::move(event));
  }

  [[nodiscard]] bool is_here() const { return origin_.is_own && options_.local != nullptr; }

  const audit::AuditEvent& audit_event_;
  const NormalizeOptions& options_;
  const Origin origin_;
  Normalized normalized_;
};

}  // namespace

Normalized normalize(const audit::AuditEvent& audit_event, PathResolver& paths,
                     const NormalizeOptions& options) {
  if (audit_event.is_after_loss) paths.note_loss(origin_of(audit_event, options).host);
  if (!has_uring_operations(audit_event)) return Normalizer(audit_event, options).run(paths);
  Normalized whole;
  part_uring_operations(audit_event, [&](const audit::AuditEvent& part) {
    Normalized one = Normalizer(part, options).run(paths);
    whole.host = std::move(one.host);
    whole.process = std::move(one.process);  // of the call, which comes last
    std::move(one.events.begin(), one.events.end(), std::back_inserter(whole.events));
  });
  return whole;
}

}  // namespace ak
