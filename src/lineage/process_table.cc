#include "lineage/process_table.h"

#include <fmt/format.h>

#include <utility>

#include "base/text.h"

namespace ak {
namespace {

std::size_t cost_of(const Program& program) {
  return sizeof(Program) + program.name.size() + program.executable.size() +
         program.packed_args.size();
}

// The calls of other threads end, and children still have the parent, while the kernel takes a
// process down.
constexpr TimeMs kTeardownMs = 1000;

// Serials go back though time goes on: that is no order.
constexpr TimeMs kDisorderMs = 1000;

std::string bounded(std::string_view text) {
  return text.size() <= limits::kMaxProcessNameBytes ? std::string(text) : std::string();
}

// Whether the serials do not tell the order.
bool is_by_time(const Moment& a, const Moment& b) {
  return a.serial == 0 || b.serial == 0 || a.serial == b.serial;
}

bool came_before(const Moment& a, const Moment& b) {
  constexpr std::uint32_t kHalf = std::uint32_t{1} << 31U;
  return is_by_time(a, b) ? a.time < b.time
                          : static_cast<std::uint32_t>(b.serial - a.serial) < kHalf;
}

}  // namespace

bool is_before(const Moment& a, const Moment& b) {
  return came_before(a, b) && (is_by_time(a, b) || a.time <= b.time + kDisorderMs);
}

Program make_program(std::string_view name, std::string_view executable,
                     const std::vector<std::string>& args, std::size_t args_count) {
  Program program;
  program.name = bounded(name);
  program.executable = bounded(executable);
  program.args_count = args_count;
  for (const std::string& arg : args) {
    program.lacks_args = program.packed_args.size() + arg.size() + 1 > limits::kMaxProcessArgsBytes;
    if (program.lacks_args) break;
    program.packed_args += arg;
    program.packed_args += '\0';
  }
  return program;
}

std::vector<std::string> unpack_args(const Program& program) {
  std::vector<std::string> args;
  std::string_view rest = program.packed_args;
  while (!rest.empty()) {
    const std::size_t end = rest.find('\0');
    args.emplace_back(rest.substr(0, end));
    rest.remove_prefix(end + 1);
  }
  return args;
}

std::string entity_id(const Process& process) {
  return fmt::format("{:016x}",
                     fnv1a(fmt::format("{:x}:{}:{}", process.host, process.pid, process.start)));
}

bool is_gone_by(const Process& process, const Moment& moment) {
  if (!process.dead || !came_before(process.died, moment)) return false;
  return moment.time > process.died.time || process.died.time - moment.time > kDisorderMs;
}

bool is_down_by(const Process& process, const Moment& moment) {
  if (!is_gone_by(process, moment)) return false;
  const TimeMs since = moment.time - process.died.time;
  return process.gone || since > kTeardownMs || since < 0;
}

bool can_be_ancestor(const Process& older, const Process& younger) {
  if (older.doubtful || older.start > younger.start + younger.start_error) return false;
  return !older.dead || older.died.time >= younger.start;
}

ProcessTable::ProcessTable(Counters& counters, std::size_t max_processes)
    : counters_(counters), max_processes_(max_processes) {}

std::uint64_t ProcessTable::host_key(std::string_view host) {
  return fnv1a(host);
}

std::size_t ProcessTable::KeyHash::operator()(const Key& key) const {
  // Multiplication by the golden ratio spreads neighbouring pids (Knuth, volume 3, 6.4).
  return static_cast<std::size_t>((key.host ^ static_cast<std::uint64_t>(key.pid)) *
                                  0x9e3779b97f4a7c15ULL);
}

std::shared_ptr<const Program> ProcessTable::share(Program program) {
  const std::size_t bytes = cost_of(program);
  *program_bytes_ += bytes;
  return {new Program(std::move(program)), [sum = program_bytes_, bytes](const Program* held) {
            *sum -= bytes;
            delete held;
          }};
}

Process* ProcessTable::find(std::uint64_t host, std::int64_t pid) {
  const auto found = index_.find(Key{host, pid});
  if (found == index_.end()) return nullptr;
  Processes& processes = list_of(*found->second);
  processes.splice(processes.end(), processes, found->second);
  return &*found->second;
}

void ProcessTable::make_room_for(const Key& key) {
  const auto found = index_.find(key);
  if (found != index_.end()) {
    list_of(*found->second).erase(found->second);
    index_.erase(found);
  } else if (index_.size() >= max_processes_) {
    evict();
  }
}

Process& ProcessTable::put(Process process) {
  const Key key{process.host, process.pid};
  make_room_for(key);
  Processes& processes = list_of(process);
  processes.push_back(std::move(process));
  index_.emplace(key, std::prev(processes.end()));
  trim();
  return processes.back();
}

void ProcessTable::put_first_to_go(Process process) {
  const Key key{process.host, process.pid};
  make_room_for(key);
  Processes& processes = list_of(process);
  processes.push_front(std::move(process));
  index_.emplace(key, processes.begin());
  trim();
}

void ProcessTable::forget(std::uint64_t host, std::int64_t pid) {
  const auto found = index_.find(Key{host, pid});
  if (found == index_.end()) return;
  list_of(*found->second).erase(found->second);
  index_.erase(found);
}

void ProcessTable::trim() {
  while (*program_bytes_ > limits::kMaxProgramBytes && index_.size() > 1) evict();
}

void ProcessTable::mark_dead(Process& process, Moment moment) {
  if (process.dead) return;
  dead_.splice(dead_.end(), alive_, index_.at(Key{process.host, process.pid}));
  process.dead = true;
  process.died = moment;
}

std::vector<std::int64_t> ProcessTable::alive(std::uint64_t host) const {
  return pids(alive_, host);
}

std::vector<std::int64_t> ProcessTable::dead(std::uint64_t host) const {
  return pids(dead_, host);
}

std::vector<std::int64_t> ProcessTable::pids(const Processes& processes, std::uint64_t host) {
  std::vector<std::int64_t> pids;
  for (const Process& process : processes) {
    if (process.host == host) pids.push_back(process.pid);
  }
  return pids;
}

void ProcessTable::evict() {
  Processes& processes = dead_.empty() ? alive_ : dead_;
  if (processes.empty()) return;
  const Process& oldest = processes.front();
  index_.erase(Key{oldest.host, oldest.pid});
  processes.pop_front();
  ++counters_.evicted_processes;
}

}  // namespace ak
