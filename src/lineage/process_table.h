// The processes remembered, by host and pid: a bounded store without opinions (tracking.h has
// them). At the cap the dead go first, then those that were longest of no use.
#pragma once

#include <cstddef>
#include <cstdint>
#include <list>
#include <memory>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "base/counters.h"
#include "base/limits.h"
#include "base/time.h"

namespace ak {

// What a process runs. Shared by a process and the children that it forked.
struct Program {
  std::string name;
  std::string executable;
  std::string packed_args;     // as in /proc/<pid>/cmdline: each argument and a NUL
  std::size_t args_count = 0;  // of the command line; more than is packed when it was too long
  bool lacks_args = false;     // some are not packed, or not whole
  bool start_seen = false;     // from an exec or /proc: the name is the program's own, not comm
};

// A program within its bounds: a name or executable over limits::kMaxProcessNameBytes is left out,
// of the arguments the first that fit limits::kMaxProcessArgsBytes are kept, whole.
Program make_program(std::string_view name, std::string_view executable,
                     const std::vector<std::string>& args, std::size_t args_count);

std::vector<std::string> unpack_args(const Program& program);

// A point in the stream of one host's events. The serial is 0 where only the time is known.
struct Moment {
  TimeMs time = 0;
  std::uint64_t serial = 0;

  bool operator==(const Moment&) const = default;
};

// What a process ran before, and since when; of a program that no record told of, the earliest.
struct FormerProgram {
  std::shared_ptr<const Program> program;  // never null
  Moment since;
  bool inherited = false;  // from the parent, by its time: no record told of the fork
};

// Of two moments of one process: by their serials, since a clock may have been set back between
// them, and numbers of 32 bits, which begin anew.
bool is_before(const Moment& a, const Moment& b);

struct Process {
  std::uint64_t host = 0;  // a hash: names of hosts are as long as the log likes
  std::int64_t pid = 0;
  std::int64_t ppid = 0;
  TimeMs start = 0;        // fork, exec or first sight; with the pid, the identity
  TimeMs start_error = 0;  // the true start is at most that much later (/proc rounds down)
  Moment since;            // what is older says nothing new of the program
  Moment died;             // its exit; only when dead
  Moment seen;             // its last record
  TimeMs doubted = 0;      // /proc showed `program` then; since when it ran that, no record tells
  TimeMs checked = 0;      // /proc was last asked whether it still has the pid; not saved
  bool dead = false;
  bool gone = false;           // dead, and the system was seen to run it no more; not saved
  bool told = false;           // a record of its own was seen, not only its fork
  bool forked = false;         // its fork was seen; not saved
  bool exec_recorded = false;  // a record told of its own exec of `program`
  // Another process held this pid and was not seen to end, or it may be no process but a thread.
  bool doubtful = false;
  bool has_threads = false;  // it was seen to make one
  // That other one, which it may still be: null unless it is doubtful, or both can be meant.
  std::shared_ptr<const Process> rival;
  std::shared_ptr<const Program> program;  // never null in the table
  // What it ran before, the latest first, each executable once; limits::kMaxPreviousPrograms.
  std::vector<FormerProgram> previous;
  std::size_t doubted_previous = 0;  // so many of them, the latest, it may have run until `doubted`
  bool lacks_previous = false;       // it ran more than are kept
  std::int64_t user = -1;            // effective, as last seen; -1: not known
  std::int64_t group = -1;           // the same
  std::int64_t session = -1;         // of the audit system; -1: none, or not known
  std::string container;             // the id; empty: none, or not looked at
  bool container_known = false;      // looked at since its last exec
  TimeMs container_checked = 0;      // when; not saved
  TimeMs boot = 0;                   // of the system, by the clock that `seen` is of; 0: not known

  // It is in a pid namespace of its own: what its forks return is no pid of the host's.
  bool forks_elsewhere = false;
  bool children_fork_elsewhere = false;  // the same of the children that it has from now on
  bool namespace_known = false;          // by /proc, or by a child that a fork returned
  std::int64_t last_child = 0;           // what its last fork returned; 0: none
  std::int64_t unforked_child = 0;       // of its children, one that no fork returned; 0: none
};

// process.entity_id: the same for all events of one process, another for any other process.
std::string entity_id(const Process& process);

// Whether the process had ended by then: its exit is recorded when it begins, and it has its
// children yet for some time. Records have the time at which their call began: one of before may
// come after that of the exit, unless the clock was set back.
bool is_gone_by(const Process& process, const Moment& moment);

// The same, and the kernel has taken it down by then: it gave its children away.
bool is_down_by(const Process& process, const Moment& moment);

// Whether `older` can have been there when `younger` began.
bool can_be_ancestor(const Process& older, const Process& younger);

class ByteReader;
class ByteWriter;
class ProgramList;

class ProcessTable {
 public:
  // `counters` must outlive the table.
  explicit ProcessTable(Counters& counters, std::size_t max_processes = limits::kMaxProcesses);

  static std::uint64_t host_key(std::string_view host);

  // A program to be held by processes of this table: all of them together stay within
  // limits::kMaxProgramBytes, counted once however many hold it.
  std::shared_ptr<const Program> share(Program program);

  // nullptr when not known. Counts as a use. Valid until the next put().
  Process* find(std::uint64_t host, std::int64_t pid);

  // Inserts the process, or replaces the one of that host and pid. REQUIRES: process.program.
  Process& put(Process process);

  // The same of one that is no loss: it is the first to go of those that live.
  void put_first_to_go(Process process);

  // `process`, of this table, is gone from that moment on.
  void mark_dead(Process& process, Moment moment);

  // No process has that pid any more, and none is known to have had it.
  void forget(std::uint64_t host, std::int64_t pid);

  // Makes room when the programs are over their bound. All but the process that was last found or
  // put may go.
  void trim();

  // All processes, their programs in the list. load(): what save() wrote; `in` fails if it is not.
  void save(ProgramList& programs, ByteWriter& out) const;
  void load(ByteReader& in, const ProgramList& programs);
  void clear();

  // Those of the host that live, as far as is known; and those that are known to have ended.
  [[nodiscard]] std::vector<std::int64_t> alive(std::uint64_t host) const;
  [[nodiscard]] std::vector<std::int64_t> dead(std::uint64_t host) const;

  [[nodiscard]] std::size_t size() const { return index_.size(); }
  [[nodiscard]] std::size_t capacity() const { return max_processes_; }
  [[nodiscard]] std::size_t program_bytes() const { return *program_bytes_; }

 private:
  struct Key {
    std::uint64_t host;
    std::int64_t pid;
    bool operator==(const Key&) const = default;
  };
  struct KeyHash {
    std::size_t operator()(const Key& key) const;
  };
  using Processes = std::list<Process>;  // least recently used first

  static std::vector<std::int64_t> pids(const Processes& processes, std::uint64_t host);

  void make_room_for(const Key& key);
  Processes& list_of(const Process& process) { return process.dead ? dead_ : alive_; }
  void evict();

  Counters& counters_;
  std::size_t max_processes_;
  // Shared with the programs, which may outlive the table.
  std::shared_ptr<std::size_t> program_bytes_ = std::make_shared<std::size_t>(0);
  Processes alive_;
  Processes dead_;
  std::unordered_map<Key, Processes::iterator, KeyHash> index_;
};

}  // namespace ak
