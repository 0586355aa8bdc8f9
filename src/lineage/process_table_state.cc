// ProcessTable: saving and loading.
#include <algorithm>
#include <memory>
#include <utility>

#include "lineage/lineage_state.h"
#include "lineage/process_table.h"

namespace ak {
namespace {

constexpr std::size_t kMaxContainerBytes = 256;  // an id has 64 hex digits

void save(const Moment& moment, ByteWriter& out) {
  out.integer(moment.time);
  out.number(moment.serial);
}

Moment load_moment(ByteReader& in) {
  const TimeMs time = in.integer();
  return {time, in.number()};
}

// Of a process that may be another, and that one's other. No more are told apart.
constexpr int kMaxRivals = 4;

void save(const Process& process, ProgramList& programs, ByteWriter& out, int depth = 0) {
  out.hash(process.host);
  out.integer(process.pid);
  out.integer(process.ppid);
  out.integer(process.start);
  out.integer(process.start_error);
  save(process.since, out);
  save(process.seen, out);
  out.integer(process.boot);
  out.integer(process.doubted);
  out.number(process.doubted_previous);
  out.boolean(process.lacks_previous);
  out.boolean(process.dead);
  if (process.dead) save(process.died, out);
  out.boolean(process.told);
  out.boolean(process.doubtful);
  out.boolean(process.has_threads);
  out.boolean(process.exec_recorded);
  out.number(programs.number_of(process.program));
  out.number(process.previous.size());
  for (const FormerProgram& former : process.previous) {
    out.number(programs.number_of(former.program));
    save(former.since, out);
    out.boolean(former.inherited);
  }
  out.integer(process.user);
  out.integer(process.group);
  out.integer(process.session);
  out.boolean(process.container_known);
  out.text(process.container);
  out.boolean(process.forks_elsewhere);
  out.boolean(process.children_fork_elsewhere);
  out.boolean(process.namespace_known);
  out.integer(process.last_child);
  out.integer(process.unforked_child);
  const bool has_rival = process.rival && depth < kMaxRivals;
  out.boolean(has_rival);
  if (has_rival) save(*process.rival, programs, out, depth + 1);
}

// Fails without a program.
Process load_process(ByteReader& in, const ProgramList& programs, int depth = 0) {
  const std::size_t known = programs.programs().size();
  Process process;
  process.host = in.hash();
  process.pid = in.integer();
  process.ppid = in.integer();
  process.start = in.integer();
  process.start_error = in.integer();
  process.since = load_moment(in);
  process.seen = load_moment(in);
  process.boot = std::max<TimeMs>(in.integer(), 0);
  process.doubted = in.integer();
  process.doubted_previous = in.number(limits::kMaxPreviousPrograms);
  process.lacks_previous = in.boolean();
  process.dead = in.boolean();
  if (process.dead) process.died = load_moment(in);
  process.told = in.boolean();
  process.doubtful = in.boolean();
  process.has_threads = in.boolean();
  process.exec_recorded = in.boolean();
  process.program = programs.at(in.number(known));
  process.previous.resize(in.count(limits::kMaxPreviousPrograms));
  for (FormerProgram& former : process.previous) {
    former.program = programs.at(in.number(known));
    former.since = load_moment(in);
    former.inherited = in.boolean();
    if (!former.program) in.fail();
  }
  process.user = in.integer();
  process.group = in.integer();
  process.session = in.integer();
  process.container_known = in.boolean();
  process.container = in.text(kMaxContainerBytes);
  process.forks_elsewhere = in.boolean();
  process.children_fork_elsewhere = in.boolean();
  process.namespace_known = in.boolean();
  process.last_child = in.integer();
  process.unforked_child = in.integer();
  if (in.boolean()) {
    if (depth == kMaxRivals) in.fail();
    if (!in.failed()) {
      process.rival = std::make_shared<const Process>(load_process(in, programs, depth + 1));
    }
  }
  if (!process.program) in.fail();
  return process;
}

}  // namespace

void ProcessTable::save(ProgramList& programs, ByteWriter& out) const {
  out.number(index_.size());
  for (const Processes* processes : {&dead_, &alive_}) {
    for (const Process& process : *processes) ak::save(process, programs, out);
  }
}

void ProcessTable::load(ByteReader& in, const ProgramList& programs) {
  const std::size_t count = in.count(max_processes_);
  for (std::size_t i = 0; i < count && !in.failed(); ++i) {
    Process process = load_process(in, programs);
    if (!in.failed()) put(std::move(process));
  }
}

void ProcessTable::clear() {
  alive_.clear();
  dead_.clear();
  index_.clear();
}

}  // namespace ak
