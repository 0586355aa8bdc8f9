// What detections cost an event, beside what libauparse takes to parse the same event.
#include <auparse.h>
#include <benchmark/benchmark.h>

#include <cstddef>
#include <cstdlib>
#include <ctime>
#include <map>
#include <memory>
#include <string>

#include "base/counters.h"
#include "detect/engine.h"
#include "detect/rule_set.h"
#include "generated_detections.h"
#include "recordings.h"

namespace ak::bench {
namespace {

const Recording& recording(const std::string& prefix) {
  static std::map<std::string, Recording> loaded;
  const auto found = loaded.find(prefix);
  if (found != loaded.end()) return found->second;
  return loaded.emplace(prefix, load_recordings(prefix)).first->second;
}

// ns an audit event, by recording: what BM_Auparse measured last.
std::map<std::string, double>& auparse_ns() {
  static std::map<std::string, double> ns;
  return ns;
}

double cpu_ns() {
  timespec now{};
  ::clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
  return static_cast<double>(now.tv_sec) * 1e9 + static_cast<double>(now.tv_nsec);
}

// Runs `work` on the whole recording once an iteration; returns ns of processor time an audit
// event.
template <typename Work>
double measure(benchmark::State& state, const Recording& recorded, const Work& work) {
  const double begin = cpu_ns();
  for (auto _ : state) work();
  const double taken = cpu_ns() - begin;
  const double events =
      static_cast<double>(state.iterations()) * static_cast<double>(recorded.audit_events);
  state.counters["ns/event"] = taken / events;
  return taken / events;
}

// Goes over every field of every record, as anybody must who wants to know what happened.
void walk(auparse_state_t* parser, auparse_cb_event_t, void* seen) {
  auto& fields = *static_cast<std::size_t*>(seen);
  auparse_first_record(parser);
  do {
    auparse_first_field(parser);
    do {
      benchmark::DoNotOptimize(auparse_get_field_str(parser));
      ++fields;
    } while (auparse_next_field(parser) > 0);
  } while (auparse_next_record(parser) > 0);
}

void BM_Auparse(benchmark::State& state, const std::string& prefix) {
  const Recording& recorded = recording(prefix);
  std::size_t fields = 0;
  auparse_ns()[prefix] = measure(state, recorded, [&] {
    auparse_state_t* parser = auparse_init(AUSOURCE_FEED, nullptr);
    auparse_add_callback(parser, walk, &fields, nullptr);
    auparse_feed(parser, recorded.text.data(), recorded.text.size());
    auparse_flush_feed(parser);
    auparse_destroy(parser);
  });
  if (fields == 0) state.SkipWithError("libauparse found nothing");
}

void evaluate(benchmark::State& state, const std::string& prefix,
              const std::shared_ptr<const detect::RuleSet>& rules) {
  const Recording& recorded = recording(prefix);
  Counters counters;
  std::size_t matches = 0;
  detect::Engine engine(counters, [&](const detect::Engine::Match&) { ++matches; });
  engine.set_rules(rules);
  const double ns = measure(state, recorded, [&] {
    for (const Event& event : recorded.events) engine.add(event);
  });
  state.counters["of auparse"] = ns / auparse_ns()[prefix];
  state.counters["matches"] =
      benchmark::Counter(static_cast<double>(matches) / static_cast<double>(state.iterations()));
}

void BM_Detections(benchmark::State& state, const std::string& prefix) {
  evaluate(state, prefix, generate_detections(static_cast<std::size_t>(state.range(0))));
}

// The detections that the environment names, for instance a checkout of a rule repository.
constexpr const char* kDetectionsVariable = "AK_BENCH_DETECTIONS";

void BM_OwnDetections(benchmark::State& state, const std::string& prefix) {
  const char* path = std::getenv(kDetectionsVariable);
  const auto rules = detect::load_rules({path}, {}).rules;
  evaluate(state, prefix, rules);
  state.counters["detections"] = static_cast<double>(rules->rules.size());
}

// The first of each pair must run before the others.
BENCHMARK_CAPTURE(BM_Auparse, process, std::string("kubectl-"));
BENCHMARK_CAPTURE(BM_Detections, process, std::string("kubectl-"))->Arg(3)->Arg(30)->Arg(300);
BENCHMARK_CAPTURE(BM_Auparse, file, std::string("kubeconfig-"));
BENCHMARK_CAPTURE(BM_Detections, file, std::string("kubeconfig-"))->Arg(3)->Arg(30)->Arg(300);

void add_own_detections() {
  if (std::getenv(kDetectionsVariable) == nullptr) return;
  for (const char* kind : {"process", "file"}) {
    const std::string prefix = kind == std::string("process") ? "kubectl-" : "kubeconfig-";
    benchmark::RegisterBenchmark((std::string("BM_OwnDetections/") + kind).c_str(),
                                 [prefix](benchmark::State& s) { BM_OwnDetections(s, prefix); });
  }
}

}  // namespace
}  // namespace ak::bench

int main(int argc, char** argv) {
  ak::bench::add_own_detections();
  benchmark::Initialize(&argc, argv);
  if (benchmark::ReportUnrecognizedArguments(argc, argv)) return 1;
  benchmark::RunSpecifiedBenchmarks();
  benchmark::Shutdown();
  return 0;
}
