// How long the reader's thread stands still while the state is saved, with every table full; and
// what the rest takes on the other thread, and the next start.
#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <functional>
#include <memory>
#include <string>
#include <utility>

#include "base/bytes.h"
#include "base/crc32.h"
#include "detect/engine.h"
#include "eql/query.h"
#include "lineage/file_table.h"
#include "lineage/lineage.h"

namespace ak::bench {
namespace {

constexpr int kRuns = 5;  // the best of which counts

double milliseconds(const std::function<void()>& work) {
  double best = 1e9;
  for (int run = 0; run < kRuns; ++run) {
    const auto began = std::chrono::steady_clock::now();
    work();
    const std::chrono::duration<double, std::milli> took = std::chrono::steady_clock::now() - began;
    best = std::min(best, took.count());
  }
  return best;
}

void fill(Lineage& lineage) {
  for (std::size_t i = 1; i <= limits::kMaxProcesses; ++i) {
    Normalized normalized;
    normalized.host = "node";
    ProcessFact fact;
    fact.kind = ProcessFact::Kind::exec;
    fact.host = "node";
    fact.time = static_cast<TimeMs>(i);
    fact.serial = i;
    fact.pid = static_cast<std::int64_t>(i);
    fact.ppid = 1;
    fact.name = "program-" + std::to_string(i);
    fact.executable = "/usr/local/bin/" + fact.name;
    for (int arg = 0; arg < 8; ++arg) fact.args.push_back("--an-option=" + std::to_string(arg));
    fact.args_count = fact.args.size();
    normalized.process = fact;
    lineage.complete(normalized);
  }
}

void fill(FileTable& files) {
  for (std::size_t i = 0; files.size() + 1 < limits::kMaxFiles; ++i) {
    FileTable::Name* name =
        files.make(1, fmt::format("/var/lib/directory-{}/file-name-{}", i / 64, i));
    if (name != nullptr) files.bind({1, 8, i + 2}, *name, false, false);
  }
}

std::shared_ptr<detect::RuleSet> make_rules() {
  constexpr const char* kQuery =
      "sequence by process.pid [any where process.name == \"a\"] [any where process.name == \"b\"]";
  auto rules = std::make_shared<detect::RuleSet>();
  for (std::size_t i = 0; i < limits::kMaxSequenceBytes / limits::kMaxRuleSequenceBytes; ++i) {
    detect::RuleDescription description;
    description.id = std::to_string(i);
    description.query_text = kQuery;
    rules->rules.emplace_back(std::move(description), std::move(*eql::compile(kQuery).query));
  }
  return rules;
}

// All sequences that may wait, of events of about 2 kB.
void fill(detect::Engine& engine, const Counters& counters) {
  for (std::int64_t pid = 1; counters.forgotten_sequences == 0; ++pid) {
    Event event;
    event.time = pid * 10;
    event.serial = static_cast<std::uint64_t>(pid);
    event.set(Field::process_name, std::string("a"));
    event.set(Field::process_pid, pid);
    event.set(Field::process_title, std::string(1000, 'x'));
    event.set(Field::process_command_line, std::string(1000, 'x'));
    engine.add(event);
  }
}

int run() {
  Counters counters;
  Lineage lineage(counters, nullptr);
  fill(lineage);
  FileTable files(counters);
  fill(files);
  const auto rules = make_rules();
  detect::Engine engine(counters, [](const auto&) {});
  engine.set_rules(rules);
  fill(engine, counters);

  LineageState processes;
  detect::EngineState sequences;
  ByteWriter names;
  ByteWriter process_bytes;
  ByteWriter sequence_bytes;
  const double reader[] = {
      milliseconds([&] { processes = lineage.save(); }),
      milliseconds([&] { names = ByteWriter(), files.save(names); }),
      milliseconds([&] { sequences = engine.save(); }),
  };
  const double writer[] = {
      milliseconds([&] { process_bytes = ByteWriter(), write(processes, process_bytes); }),
      0,
      milliseconds([&] { sequence_bytes = ByteWriter(), write(sequences, sequence_bytes); }),
  };
  bool loaded = true;
  Lineage lineage_again(counters, nullptr);
  detect::Engine engine_again(counters, [](const auto&) {});
  engine_again.set_rules(rules);
  FileTable files_again(counters);
  const double start[] = {
      milliseconds([&] {
        ByteReader in(process_bytes.bytes());
        loaded = loaded && lineage_again.load(in);
      }),
      milliseconds([&] {
        files_again.clear();
        ByteReader in(names.bytes());
        loaded = loaded && files_again.load(in);
      }),
      milliseconds([&] {
        ByteReader in(sequence_bytes.bytes());
        loaded = loaded && engine_again.load(in);
      }),
  };
  const std::size_t sizes[] = {process_bytes.bytes().size(), names.bytes().size(),
                               sequence_bytes.bytes().size()};
  const char* const what[] = {"processes", "files", "sequences"};
  fmt::print("{:12}{:>12}{:>14}{:>14}{:>14}\n", "full", "kB", "reader ms", "writer ms",
             "loading ms");
  for (std::size_t i = 0; i < 3; ++i) {
    fmt::print("{:12}{:12}{:14.2f}{:14.2f}{:14.2f}\n", what[i], sizes[i] / 1000, reader[i],
               writer[i], start[i]);
  }
  const double checksum = milliseconds([&] { crc32(sequence_bytes.bytes()); });
  fmt::print("{:12}{:12}{:>14}{:14.2f}\n", "checksum", sizes[2] / 1000, "", checksum);
  return loaded ? 0 : 1;
}

}  // namespace
}  // namespace ak::bench

int main() {
  return ak::bench::run();
}
