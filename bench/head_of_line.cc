// What events that never end cost the others: 10,000 events a second, clean, with an unterminated
// event every two seconds, and with 1,000 of them, through our reader and through a plain
// libauparse feed loop. Our reader does it as of auditd and as of a log, in which an event waits
// longer for those that began before it. Unterminated: a SYSCALL of which nothing more comes,
// neither PROCTITLE nor EOE. Each run is a process of its own, so that CPU and memory are its own,
// and the streams take turns, so that what else the machine does falls on all of them. Exits with 1
// if our CPU time on such a stream is over 1.2 times that on the clean one, or our memory 4 MB
// more.
#include <auparse.h>
#include <fmt/format.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <csignal>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <functional>
#include <string>
#include <vector>

#include "audit/reader.h"
#include "base/counters.h"
#include "input/line_framer.h"

namespace ak::bench {
namespace {

constexpr int kSeconds = 10;
constexpr int kEventsPerSecond = 10000;
constexpr double kMaxRatio = 1.2;
constexpr long kMaxMoreKb = 4096;
constexpr rlim_t kMaxCpuSeconds = 30;  // of a run: libauparse would take many minutes
constexpr int kRuns = 7;               // the best of which counts

struct Stream {
  const char* what;
  int unterminated_every;  // so many events; 0: never
};
constexpr Stream kStreams[] = {
    {"clean", 0},
    {"one every 2 s", 2 * kEventsPerSecond},
    {"1,000 in all", kSeconds* kEventsPerSecond / 1000},
};

struct Cost {
  double cpu_seconds = 0;
  long peak_kb = 0;
};

void write_event(std::ostream& out, std::int64_t time_ms, int serial, bool is_whole) {
  const std::string id =
      fmt::format("msg=audit({}.{:03}:{}):", time_ms / 1000, time_ms % 1000, serial);
  out << "type=SYSCALL " << id
      << " arch=c000003e syscall=257 success=yes exit=3 a0=ffffff9c a1=7ffd a2=241 a3=1b6 items=1"
         " ppid=900 pid=901 auid=0 uid=0 gid=0 euid=0 suid=0 fsuid=0 egid=0 sgid=0 fsgid=0 tty=pts0"
         " ses=2 comm=\"sh\" exe=\"/usr/bin/dash\" subj=unconfined key=\"watch\"\n";
  if (!is_whole) return;
  out << "type=CWD " << id << " cwd=\"/root\"\n"
      << "type=PATH " << id
      << " item=0 name=\"/etc/kubernetes/x.conf\" inode=17 dev=fe:00 mode=0100644 ouid=0 ogid=0"
         " rdev=00:00 nametype=NORMAL cap_fp=0 cap_fi=0 cap_fe=0 cap_fver=0 cap_frootid=0\n"
      << "type=PROCTITLE " << id << " proctitle=7368002D6300\n"
      << "type=EOE " << id << " \n";
}

void write_stream(const std::string& path, int unterminated_every) {
  constexpr std::int64_t kStartMs = 1800000000000;
  std::ofstream out(path, std::ios::binary);
  for (int i = 0; i < kSeconds * kEventsPerSecond; ++i) {
    const bool is_unterminated =
        unterminated_every > 0 && i % unterminated_every == unterminated_every / 2;
    write_event(out, kStartMs + std::int64_t{i} * 1000 / kEventsPerSecond, i + 1, !is_unterminated);
  }
}

using Take = std::function<void(std::string_view)>;

void read_in_chunks(const std::string& path, const Take& take) {
  constexpr std::size_t kChunkBytes = 64 * 1024;
  std::ifstream in(path, std::ios::binary);
  std::vector<char> chunk(kChunkBytes);
  while (in.read(chunk.data(), static_cast<std::streamsize>(chunk.size())) || in.gcount() > 0) {
    take({chunk.data(), static_cast<std::size_t>(in.gcount())});
  }
}

enum class Source { auditd, log };

void read_with_ours(const std::string& path, Source source) {
  Counters counters;
  std::uint64_t events = 0;
  audit::Reader reader(counters, [&](audit::AuditEvent&) { ++events; });
  if (source == Source::log) reader.expect_stragglers();
  input::LineFramer framer(counters);
  read_in_chunks(path, [&](std::string_view bytes) {
    framer.feed(bytes);
    while (const auto line = framer.next()) reader.add(*line);
  });
  reader.flush();
  if (events != std::uint64_t{kSeconds} * kEventsPerSecond) std::_Exit(EXIT_FAILURE);
}

// Goes over every field, as anybody must who wants to know what happened.
void walk(auparse_state_t* parser, auparse_cb_event_t, void* fields) {
  auparse_first_record(parser);
  do {
    auparse_first_field(parser);
    do {
      *static_cast<std::uint64_t*>(fields) += auparse_get_field_str(parser) != nullptr ? 1 : 0;
    } while (auparse_next_field(parser) > 0);
  } while (auparse_next_record(parser) > 0);
}

void read_with_auparse(const std::string& path) {
  std::uint64_t fields = 0;
  auparse_state_t* parser = auparse_init(AUSOURCE_FEED, nullptr);
  auparse_add_callback(parser, walk, &fields, nullptr);
  read_in_chunks(path,
                 [&](std::string_view bytes) { auparse_feed(parser, bytes.data(), bytes.size()); });
  auparse_flush_feed(parser);
  auparse_destroy(parser);
  if (fields == 0) std::_Exit(EXIT_FAILURE);
}

double seconds(const timeval& time) {
  return static_cast<double>(time.tv_sec) + static_cast<double>(time.tv_usec) / 1e6;
}

Cost run(const std::function<void()>& work) {
  std::fflush(stdout);
  const pid_t child = ::fork();
  if (child == 0) {
    const rlimit limit{kMaxCpuSeconds, kMaxCpuSeconds};
    ::setrlimit(RLIMIT_CPU, &limit);
    work();
    std::_Exit(EXIT_SUCCESS);
  }
  int status = 0;
  rusage usage{};
  const bool has_waited = child > 0 && ::wait4(child, &status, 0, &usage) == child;
  const bool is_over =
      WIFSIGNALED(status) && (WTERMSIG(status) == SIGXCPU || WTERMSIG(status) == SIGKILL);
  if (!has_waited || (status != 0 && !is_over)) {
    std::fputs("head_of_line: a run failed\n", stderr);
    std::exit(EXIT_FAILURE);
  }
  return {seconds(usage.ru_utime) + seconds(usage.ru_stime), usage.ru_maxrss};
}

// Of each stream the best of our runs, and of libauparse's: one of those that it gives up on.
struct Costs {
  Cost ours, ours_of_log, theirs;
};

void keep_best(Cost& best, const Cost& cost) {
  if (best.cpu_seconds == 0 || cost.cpu_seconds < best.cpu_seconds) best = cost;
}

void print(const char* what, const Cost& cost, const Cost& clean) {
  const bool is_over = cost.cpu_seconds >= static_cast<double>(kMaxCpuSeconds) - 1;
  fmt::print("  {:<22}{:>8.2f} s {:>8} kB{:>8.2f}{}\n", what, cost.cpu_seconds, cost.peak_kb,
             cost.cpu_seconds / clean.cpu_seconds, is_over ? ", given up" : "");
}

bool is_bounded(const Cost& cost, const Cost& clean) {
  return cost.cpu_seconds <= kMaxRatio * clean.cpu_seconds &&
         cost.peak_kb <= clean.peak_kb + kMaxMoreKb;
}

std::vector<Costs> measure(const std::string& directory) {
  std::vector<std::string> paths;
  for (const Stream& stream : kStreams) {
    paths.push_back(fmt::format("{}/{}.log", directory, paths.size()));
    write_stream(paths.back(), stream.unterminated_every);
  }
  std::vector<Costs> costs(paths.size());
  for (int round = 0; round < kRuns; ++round) {
    for (std::size_t i = 0; i < paths.size(); ++i) {
      keep_best(costs[i].ours, run([&] { read_with_ours(paths[i], Source::auditd); }));
      keep_best(costs[i].ours_of_log, run([&] { read_with_ours(paths[i], Source::log); }));
      const bool is_clean = kStreams[i].unterminated_every == 0;
      if (!is_clean && round > 0) continue;
      keep_best(costs[i].theirs, run([&] { read_with_auparse(paths[i]); }));
    }
  }
  return costs;
}

int compare(const std::string& directory) {
  fmt::print("{} s of {} events/s: CPU, peak memory, CPU to that of the clean stream\n", kSeconds,
             kEventsPerSecond);
  const std::vector<Costs> costs = measure(directory);
  const Costs& clean = costs.front();
  bool is_good = true;
  for (std::size_t i = 0; i < costs.size(); ++i) {
    const bool is_clean = kStreams[i].unterminated_every == 0;
    fmt::print("{}{}\n", is_clean ? "" : "unterminated: ", kStreams[i].what);
    print("audisp-kube's reader", costs[i].ours, clean.ours);
    print("the same, of a log", costs[i].ours_of_log, clean.ours_of_log);
    print("libauparse's feed", costs[i].theirs, clean.theirs);
    is_good = is_good && is_bounded(costs[i].ours, clean.ours) &&
              is_bounded(costs[i].ours_of_log, clean.ours_of_log);
  }
  return is_good ? 0 : 1;
}

}  // namespace
}  // namespace ak::bench

int main() {
  std::string directory = (std::filesystem::temp_directory_path() / "ak-bench-XXXXXX").string();
  if (::mkdtemp(directory.data()) == nullptr) return EXIT_FAILURE;
  const int result = ak::bench::compare(directory);
  std::filesystem::remove_all(directory);
  return result;
}
