#include "lineage/lineage.h"

#include <algorithm>
#include <cstdint>
#include <utility>
#include <vector>

#include "base/text.h"
#include "lineage/process_table.h"
#include "lineage/tracking.h"

namespace ak {
namespace {

// How long after its exit_group a process may still be named as a parent: until the kernel has
// given its children away, plus records out of order (limits::kEventTimeoutMs).
constexpr TimeMs kDyingMs = limits::kEventTimeoutMs;

bool has(const Event& event, Field field, std::string_view word) {
  const Strings* words = event.strings(field);
  return words != nullptr && std::find(words->begin(), words->end(), word) != words->end();
}

bool is_process_start(const Event& event) {
  return has(event, Field::event_category, "process") && has(event, Field::event_type, "start");
}

struct ArgsFields {
  Field args, count, command_line;
};

void set_args(Event& event, const Program& program, const ArgsFields& fields) {
  if (program.args_count == 0) return;
  std::vector<std::string> args = unpack_args(program);
  event.set_nonempty(fields.command_line, join(args, " "));
  event.set(fields.args, std::move(args));
  event.set(fields.count, static_cast<std::int64_t>(program.args_count));
}

// The name and arguments of a program whose start was seen, for an event that came after.
void set_program(Event& event, const Process& process) {
  const Program& program = *process.program;
  const std::string_view executable = event.string(Field::process_executable);
  const bool is_same = executable.empty() || executable == program.executable;
  const bool tells_itself = event.find(Field::process_args) != nullptr;
  if (!program.start_seen || !is_same || tells_itself ||
      Moment{event.time, event.serial} < process.since) {
    return;
  }
  event.set_nonempty(Field::process_name, program.name);
  set_args(event, program,
           {Field::process_args, Field::process_args_count, Field::process_command_line});
}

void set_parent(Event& event, const Process& parent) {
  const Program& program = *parent.program;
  event.set(Field::process_parent_entity_id, entity_id(parent));
  event.set_nonempty(Field::process_parent_name, program.name);
  event.set_nonempty(Field::process_parent_executable, program.executable);
  set_args(event, program,
           {Field::process_parent_args, Field::process_parent_args_count,
            Field::process_parent_command_line});
}

}  // namespace

class Lineage::Completer {
 public:
  Completer(Counters& counters, const ProcessSource* live)
      : counters_(counters), live_(live), table_(counters) {}

  void scan() {
    if (live_ == nullptr) return;
    for (const std::int64_t pid : live_->pids()) {
      if (table_.size() == table_.capacity()) return;
      const auto snapshot = live_->read(pid);
      if (snapshot) track(table_, live_->host(), pid, *snapshot);
    }
  }

  void take(const ProcessFact& fact) { track(table_, fact); }

  void complete(Event& event) {
    const std::int64_t* pid = event.number(Field::process_pid);
    if (pid == nullptr) return;
    const std::uint64_t host = ProcessTable::host_key(event.string(Field::host_name));
    if (const Process* process = table_.find(host, *pid); process != nullptr) {
      event.set(Field::process_entity_id, entity_id(*process));
      set_program(event, *process);
    }
    const std::int64_t* ppid = event.number(Field::process_parent_pid);
    const Process* parent = ppid == nullptr ? nullptr : find_parent(event, host, *ppid);
    if (parent != nullptr) {
      set_parent(event, *parent);
    } else if (is_process_start(event)) {
      ++counters_.unknown_parents;
    }
  }

 private:
  const Process* find_parent(const Event& event, std::uint64_t host, std::int64_t pid) {
    const Process* known = table_.find(host, pid);
    const bool is_certain = known != nullptr && !known->dead && !known->doubtful;
    if (!is_certain) {
      if (const Process* found = look_up(event, pid, known); found != nullptr) return found;
    }
    if (known == nullptr || known->doubtful) return nullptr;
    if (known->dead && event.time > known->died.time + kDyingMs) return nullptr;
    // A process that /proc showed to be younger than the event is not its parent.
    const bool is_too_young = known->start_error > 0 && known->start > event.time;
    return is_too_young ? nullptr : known;
  }

  // The running process of that pid, if it can be the event's parent; now in the table.
  const Process* look_up(const Event& event, std::int64_t pid, const Process* known) {
    if (live_ == nullptr || event.string(Field::host_name) != live_->host()) return nullptr;
    const auto snapshot = live_->read(pid);
    if (!snapshot || snapshot->start > event.time) return nullptr;
    // A dying process still stands in /proc, where it shows less than the table knows.
    const bool is_dying = known != nullptr && known->dead && snapshot->start <= known->died.time;
    return is_dying ? nullptr : &track(table_, live_->host(), pid, *snapshot);
  }

  Counters& counters_;
  const ProcessSource* live_;
  ProcessTable table_;
};

Lineage::Lineage(Counters& counters, const ProcessSource* live)
    : completer_(std::make_unique<Completer>(counters, live)) {}

Lineage::~Lineage() = default;

void Lineage::scan() {
  completer_->scan();
}

void Lineage::complete(Normalized& normalized) {
  if (normalized.process) completer_->take(*normalized.process);
  for (Event& event : normalized.events) completer_->complete(event);
}

}  // namespace ak
