#include "event/normalize_process.h"

#include <algorithm>
#include <string>
#include <utility>

#include "base/path.h"
#include "base/text.h"
#include "event/audit_fields.h"
#include "event/capability_names.h"
#include "event/program_name.h"

namespace ak {
namespace {

// Source: linux/sched.h.
constexpr std::uint64_t kCloneParent = 0x00008000;
constexpr std::uint64_t kCloneThread = 0x00010000;
constexpr std::uint64_t kCloneNewPid = 0x20000000;

// PATH item 0 is the file as it was named: the script's own name when exe is its interpreter.
// Through fexecve it is empty, and what stands for a descriptor in /proc names nothing.
std::string executed_name(const SyscallView& view) {
  if (!view.paths.empty() && view.paths.front().has_name) {
    const std::string_view path = view.paths.front().name;
    if (is_descriptor(resolve_path(view.cwd, path))) return program_name({}, view.executable);
    const std::string_view name = base_name(path);
    if (!name.empty()) return std::string(name);
  }
  return nameless_program_name(view.comm, view.executable);
}

// clone's, of whatever call takes them; 0 where they are not in the record. The clone of s390 has
// its first two arguments the other way round (linux/kernel/fork.c, CLONE_BACKWARDS2).
std::uint64_t clone_flags(const SyscallView& view) {
  const bool is_second =
      view.syscall == "setns" ||
      (view.syscall == "clone" && field_text(&view.record, "arch").substr(0, 4) == "s390");
  if (!is_second && view.syscall != "clone" && view.syscall != "unshare") return 0;
  return field_hex(&view.record, is_second ? "a1" : "a0").value_or(0);
}

bool makes_pid_namespace(const SyscallView& view) {
  return view.outcome != Outcome::failure && (clone_flags(view) & kCloneNewPid) != 0;
}

// clone3's flags are in the program's memory: the record has only their address.
bool perhaps_makes_thread(const SyscallView& view) {
  return view.syscall == "clone3";
}

std::int64_t childs_parent(const SyscallView& view) {
  return (clone_flags(view) & kCloneParent) != 0 ? view.ppid : view.pid;
}

std::size_t args_count(const audit::AuditEvent& event) {
  return std::max(event.argc, event.argv.size());
}

std::int64_t forked_child(const SyscallView& view) {
  return field_number(&view.record, "exit").value_or(0);
}

// -1: not told, or unset.
std::int64_t id_of(const audit::Record& record, std::string_view name) {
  return parse_int(field_id(&record, name)).value_or(-1);
}

// `name`: ses, or old-ses.
std::int64_t session_of(const audit::Record& record, std::string_view name) {
  return record.find(name) == nullptr ? ProcessFact::kSessionNotTold : id_of(record, name);
}

bool is_login_of(const audit::Record* login, std::int64_t pid) {
  if (login == nullptr || field_number(login, "pid") != pid) return false;
  const audit::Field* const result = login->find("res");  // since Linux 3.13
  return result == nullptr || result->value == "1";
}

void begin_session(ProcessFact& fact, const audit::Record& login) {
  fact.begins_session = true;
  fact.session = session_of(login, "ses");
  fact.former_session = session_of(login, "old-ses");
}

ProcessFact::Kind fact_kind(const SyscallView& view) {
  if (view.act == nullptr || view.outcome == Outcome::failure) return ProcessFact::Kind::seen;
  switch (view.act->kind) {
    case ActKind::exec:
      return ProcessFact::Kind::exec;
    case ActKind::fork:
      return makes_thread(view) || forked_child(view) <= 0 ? ProcessFact::Kind::seen
                                                           : ProcessFact::Kind::fork;
    case ActKind::exit:
      return view.syscall == "exit_group" ? ProcessFact::Kind::exit : ProcessFact::Kind::seen;
    default:
      return ProcessFact::Kind::seen;
  }
}

// A program's capabilities from its start. Older kernels call the fields new_pe and new_pp.
void set_capabilities(Event& event, const audit::Record* fcaps) {
  const auto set = [&](Field field, std::string_view name, std::string_view old_name) {
    auto bits = field_hex(fcaps, name);
    if (!bits) bits = field_hex(fcaps, old_name);
    if (bits && *bits != 0) event.set(field, capability_names(*bits));
  };
  set(Field::process_capabilities_effective, "pe", "new_pe");
  set(Field::process_capabilities_permitted, "pp", "new_pp");
}

bool lacks_args(const SyscallView& view) {
  return view.event.lacks_args || view.event.find(record_type::kExecve) == nullptr;
}

}  // namespace

bool makes_thread(const SyscallView& view) {
  return view.syscall == "clone" && (clone_flags(view) & kCloneThread) != 0;
}

ProcessFact process_fact(const SyscallView& view) {
  ProcessFact fact;
  fact.kind = fact_kind(view);
  fact.host = view.host;
  fact.time = view.event.id.time;
  fact.serial = view.event.id.serial;
  fact.pid = view.pid;
  fact.ppid = view.ppid;
  fact.executable = view.executable;
  fact.session = session_of(view.record, "ses");
  fact.user = id_of(view.record, "euid");
  fact.group = id_of(view.record, "egid");
  fact.new_pid_namespace = makes_pid_namespace(view);
  const audit::Record* login = view.event.find(record_type::kLogin);
  if (is_login_of(login, view.pid)) begin_session(fact, *login);
  if (fact.kind == ProcessFact::Kind::exec) {
    fact.name = executed_name(view);
    fact.args = view.event.argv;
    fact.args_count = args_count(view.event);
    fact.lacks_args = lacks_args(view);
  } else {
    fact.name = program_name(view.comm, view.executable);
  }
  fact.made_thread = view.outcome != Outcome::failure && makes_thread(view);
  if (fact.kind == ProcessFact::Kind::fork) {
    fact.child_pid = forked_child(view);
    fact.child_ppid = childs_parent(view);
    fact.perhaps_thread = perhaps_makes_thread(view);
  }
  return fact;
}

std::optional<ProcessFact> login_fact(const audit::AuditEvent& event, std::string host) {
  const audit::Record* login = event.find(record_type::kLogin);
  const std::int64_t pid = field_number(login, "pid").value_or(0);
  if (pid <= 0 || !is_login_of(login, pid)) return std::nullopt;
  ProcessFact fact;
  fact.kind = ProcessFact::Kind::login;
  fact.host = std::move(host);
  fact.time = event.id.time;
  fact.serial = event.id.serial;
  fact.pid = pid;
  begin_session(fact, *login);
  return fact;
}

void set_process(Event& event, const SyscallView& view) {
  if (view.pid > 0) {
    event.set(Field::process_pid, view.pid);
    if (const auto ppid = field_number(&view.record, "ppid")) {
      event.set(Field::process_parent_pid, *ppid);
    }
  }
  event.set_nonempty(Field::process_name, program_name(view.comm, view.executable));
  event.set_nonempty(Field::process_executable, view.executable);
}

void set_exec(Event& event, const SyscallView& view) {
  event.set_nonempty(Field::process_name, executed_name(view));
  set_arguments(event, view.event);
  if (lacks_args(view)) event.set(Field::auditd_partial_args, true);
  set_capabilities(event, view.event.find(record_type::kBprmFcaps));
}

void set_arguments(Event& event, const audit::AuditEvent& audit_event) {
  if (args_count(audit_event) == 0) return;
  event.set(Field::process_args, audit_event.argv);
  event.set(Field::process_args_count, static_cast<std::int64_t>(args_count(audit_event)));
  event.set(Field::process_command_line, join(audit_event.argv, " "));
}

void set_exit(Event& event, const SyscallView& view) {
  const auto status = field_hex(&view.record, "a0");
  // The kernel keeps the lowest byte: exit(2).
  if (status) event.set(Field::process_exit_code, static_cast<std::int64_t>(*status & 0xff));
  // exit(2) ends the thread that calls it, and the process only with its last one.
  if (view.syscall == "exit") event.set(Field::auditd_unresolved_task, true);
}

void set_fork(Event& event, const SyscallView& view) {
  event.set(Field::process_pid, forked_child(view));
  event.set(Field::process_parent_pid, childs_parent(view));
  if (perhaps_makes_thread(view)) event.set(Field::auditd_unresolved_task, true);
}

}  // namespace ak
