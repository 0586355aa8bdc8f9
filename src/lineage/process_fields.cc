#include "lineage/process_fields.h"

#include <algorithm>
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/text.h"

namespace ak {
namespace {

struct ArgsFields {
  Field args, count, command_line;
};

void set_args(Event& event, const Program& program, const ArgsFields& fields) {
  if (program.lacks_args) event.set(Field::auditd_partial_args, true);
  if (program.args_count == 0) return;
  std::vector<std::string> args = unpack_args(program);
  event.set_nonempty(fields.command_line, join(args, " "));
  event.set(fields.args, std::move(args));
  event.set(fields.count, static_cast<std::int64_t>(program.args_count));
}

}  // namespace

bool has_word(const Event& event, Field field, std::string_view word) {
  const Strings* words = event.strings(field);
  return words != nullptr && std::find(words->begin(), words->end(), word) != words->end();
}

bool is_process_start(const Event& event) {
  return has_word(event, Field::event_category, "process") &&
         has_word(event, Field::event_type, "start");
}

void set_program(Event& event, const Process& process) {
  const Program& program = *process.program;
  const std::string_view executable = event.string(Field::process_executable);
  const bool is_same = executable.empty() || executable == program.executable;
  const bool tells_itself = event.find(Field::process_args) != nullptr;
  const bool is_nameless = executable.empty() && event.string(Field::process_name).empty();
  if ((!program.start_seen && !is_nameless) || !is_same || tells_itself ||
      is_before({event.time, event.serial}, process.since)) {
    return;
  }
  event.set_nonempty(Field::process_name, program.name);
  event.set_nonempty(Field::process_executable, program.executable);
  set_args(event, program,
           {Field::process_args, Field::process_args_count, Field::process_command_line});
}

bool set_previous(Event& event, const Process& process) {
  const bool is_its_exec = process.since == Moment{event.time, event.serial};
  if (!is_its_exec || !is_process_start(event)) return false;
  const std::string_view parent = event.string(Field::process_parent_executable);
  for (const FormerProgram& former : process.previous) {
    const std::string& executable = former.program->executable;
    if (executable.empty() || (former.inherited && executable == parent)) continue;
    event.add(Field::process_previous_executable, executable);
  }
  if (process.lacks_previous) event.set(Field::auditd_partial_previous, true);
  return process.lacks_previous;
}

void set_parent(Event& event, const Process& parent, const Program& program) {
  event.set(Field::process_parent_entity_id, entity_id(parent));
  event.set_nonempty(Field::process_parent_name, program.name);
  event.set_nonempty(Field::process_parent_executable, program.executable);
  if (parent.user >= 0) event.set(Field::process_parent_user_id, std::to_string(parent.user));
  if (parent.group >= 0) event.set(Field::process_parent_group_id, std::to_string(parent.group));
  set_args(event, program,
           {Field::process_parent_args, Field::process_parent_args_count,
            Field::process_parent_command_line});
}

bool tells_parent(const Event& event) {
  return event.find(Field::process_parent_name) != nullptr ||
         event.find(Field::process_parent_executable) != nullptr;
}

void be_of_thread(Event& event, const ProcessFact& caller) {
  event.set(Field::event_type, Strings{"info"});
  event.set(Field::event_action, Strings{std::string(event.string(Field::auditd_syscall))});
  event.set(Field::process_pid, caller.pid);
  event.set(Field::process_parent_pid, caller.ppid);
  event.erase(Field::process_exit_code);
  event.erase(Field::auditd_unresolved_task);
}

void set_session(Event& event, const Session& session) {
  event.set(Field::process_entry_leader_pid, session.leader_pid);
  event.set(Field::process_session_leader_pid, session.leader_pid);
  event.set_nonempty(Field::process_entry_leader_entity_id, session.leader_entity_id);
  event.set_nonempty(Field::process_session_leader_entity_id, session.leader_entity_id);
  if (!session.program) return;
  const Program& program = *session.program;
  event.set_nonempty(Field::process_entry_leader_name, program.name);
  event.set_nonempty(Field::process_session_leader_name, program.name);
  event.set_nonempty(Field::process_entry_leader_executable, program.executable);
  event.set_nonempty(Field::process_session_leader_executable, program.executable);
  event.set_nonempty(Field::process_entry_leader_entry_type, std::string(entry_type(program.name)));
}

}  // namespace ak
