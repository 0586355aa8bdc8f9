#include "app/state.h"

#include <fmt/format.h>
#include <sys/stat.h>

#include <algorithm>
#include <cerrno>
#include <utility>

#include "app/auditd_conf.h"
#include "app/state_file.h"
#include "base/limits.h"
#include "base/read_file.h"
#include "base/write_file.h"
#include "lineage/proc_text.h"

namespace ak::app {
namespace {

using std::chrono::duration_cast;
using std::chrono::milliseconds;

constexpr const char* kAuditdConf = "/etc/audit/auditd.conf";
constexpr mode_t kMode = 0600;  // it has command lines in it
constexpr std::size_t kMaxBootIdBytes = 64;
constexpr std::size_t kMaxSystemStatBytes = 1024 * 1024;

bool exists(const std::string& path) {
  struct stat status {};
  return ::stat(path.c_str(), &status) == 0 || errno != ENOENT;
}

// Empty and 0 when they cannot be told.
std::string this_boot_id() {
  const Result<std::string> text = read_file("/proc/sys/kernel/random/boot_id", kMaxBootIdBytes);
  return text ? text.value().substr(0, text.value().find('\n')) : std::string();
}
TimeMs this_boot_time() {
  const Result<std::string> text = read_file("/proc/stat", kMaxSystemStatBytes);
  return text ? parse_boot_time(text.value()).value_or(0) : 0;
}

void write_state(const std::string& path, const PipelineState& state, const std::string& boot_id,
                 const StateKeeper::Reporter& warn) {
  const std::string bytes = to_state_file(state, boot_id);
  if (bytes.size() > limits::kMaxStateBytes) {
    warn(fmt::format("the state is not saved: it has {} bytes", bytes.size()));
    return;
  }
  const auto written = write_file_atomically(path, bytes, kMode, Durability::power);
  if (!written) warn("the state is not saved: " + written.error().message);
}

}  // namespace

StateKeeper::StateKeeper(Options options, Callbacks callbacks, Pipeline& pipeline,
                         Counters& counters)
    : options_(std::move(options)),
      callbacks_(std::move(callbacks)),
      pipeline_(pipeline),
      counters_(counters) {}

bool StateKeeper::restore(TimeMs now) {
  const Saved saved = load();
  const bool knows_files = read_log(saved, now);
  pipeline_.scan_processes();
  save();
  return knows_files;
}

StateKeeper::Saved StateKeeper::load() {
  if (options_.path.empty() || !exists(options_.path)) return Saved::nothing;
  const Result<std::string> bytes = read_file(options_.path, limits::kMaxStateBytes);
  if (!bytes) {
    refuse(bytes.error().message);
    return Saved::nothing;
  }
  const Result<StateFile> file = parse_state_file(bytes.value());
  if (!file) {
    refuse(file.error().message);
    return Saved::nothing;
  }
  if (!pipeline_.load(file.value().pipeline)) {
    refuse("it is damaged");
    return Saved::nothing;
  }
  const bool is_same = !options_.boot_id.empty() && file.value().boot_id == options_.boot_id;
  return is_same ? Saved::this_boot : Saved::other_boot;
}

void StateKeeper::refuse(const std::string& why) {
  ++counters_.bad_snapshots;
  callbacks_.warning(fmt::format("the state in {} is of no use: {}", options_.path, why));
}

// Whether the files are known that far.
bool StateKeeper::read_log(Saved saved, TimeMs now) {
  const bool is_wanted = options_.catch_up.enabled && !options_.log.empty();
  if (saved == Saved::nothing) {
    if (is_wanted) begin_at_end(options_.log, pipeline_);
    return false;
  }
  CaughtUp caught_up;
  if (is_wanted) {
    const auto began = SteadyClock::now();
    Present present;
    present.now = now;
    if (saved == Saved::other_boot) present.boot_time = options_.boot_time;
    caught_up = catch_up(options_.log, options_.catch_up, present, pipeline_, counters_);
    const auto took = duration_cast<milliseconds>(SteadyClock::now() - began);
    callbacks_.info(
        fmt::format("went on from the saved state, with {} records ({} bytes) of {} in "
                    "{} ms",
                    caught_up.records, caught_up.bytes, options_.log, took.count()));
  } else {
    caught_up.problem = "auditd's log is not read";
  }
  if (!caught_up.problem.empty()) {
    callbacks_.warning("events may be missing between the saved state and now: " +
                       caught_up.problem);
    pipeline_.forget_files();
  }
  if (saved == Saved::other_boot && !caught_up.is_of_boot) {
    pipeline_.flush();  // what the log has at its end is of the earlier boot
    pipeline_.forget_processes();
    pipeline_.forget_files();
  }
  return saved == Saved::this_boot && caught_up.problem.empty();
}

void StateKeeper::save_if_due(SteadyClock::time_point now) {
  if (changed_ && now >= next_ && under_way_.expired()) save();
}

void StateKeeper::save() {
  next_ = SteadyClock::now() + options_.interval;
  if (options_.path.empty()) return;
  changed_ = false;
  auto state = std::make_shared<const PipelineState>(pipeline_.save());
  under_way_ = state;
  callbacks_.after_commit([state = std::move(state), path = options_.path,
                           boot_id = options_.boot_id, warn = callbacks_.warning]() mutable {
    write_state(path, *state, boot_id, warn);
    state.reset();
  });
}

milliseconds StateKeeper::due_in(SteadyClock::time_point now) const {
  if (!changed_ || options_.path.empty()) return milliseconds{-1};
  return std::max(milliseconds{0}, std::chrono::ceil<milliseconds>(next_ - now));
}

StateKeeper::Options state_options(const Config& config) {
  StateKeeper::Options options;
  if (!config.store.directory.empty()) options.path = config.store.directory + "/state";
  options.boot_id = this_boot_id();
  options.boot_time = this_boot_time();
  options.catch_up = config.catch_up;
  options.log = config.catch_up.log;
  if (options.log.empty()) {
    const Result<std::string> conf = read_file(kAuditdConf, limits::kMaxAuditdConfBytes);
    options.log = auditd_log(conf ? conf.value() : std::string());
  }
  return options;
}

}  // namespace ak::app
