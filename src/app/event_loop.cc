#include "app/event_loop.h"

#include <fmt/format.h>
#include <poll.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <csignal>
#include <utility>

#include "app/event_loop_wait.h"
#include "app/exit_code.h"
#include "app/report.h"
#include "app/start_up.h"
#include "audit/kernel_status.h"
#include "base/limits.h"

namespace ak::app {
namespace {

using std::chrono::milliseconds;
using SteadyClock = std::chrono::steady_clock;

// How long the last alerts may take to reach their receivers. auditd waits for its plugins.
constexpr milliseconds kGraceAtEnd{2000};
constexpr milliseconds kGraceAtSigterm{1000};
// For the kernel's word on its audit system, which it gives at once.
constexpr milliseconds kKernelPatience{500};
// On SIGTERM: for reading what auditd has already sent.
constexpr milliseconds kDrainTime{1000};

// Shorter than it takes to make as many processes as there are pids.
constexpr milliseconds kEndsInterval{2000};
// For a reload that is under way and will not be taken over any more.
constexpr milliseconds kGraceOfReload{500};

}  // namespace

EventLoop::EventLoop(const CommandLine& line, Signals& signals, Log& log, input::ByteSource& input,
                     Loaded loaded)
    : signals_(signals),
      log_(log),
      setup_(std::move(loaded.setup)),
      needs_(daemon_needs(setup_.config)),
      host_(setup_.config.host_name.empty() ? this_host() : setup_.config.host_name),
      processes_(host_, counters_),
      files_(host_, counters_, [&log](const std::string& text) { log.warning(text); }),
      here_(clock_),
      pipeline_(live_options(), counters_),
      sinks_(
          setup_.config, counters_, [&log](const std::string& text) { log.warning(text); }, host_,
          !has_errors(setup_.diagnostics)),
      keeper_(make_keeper()),
      reloader_([line] { return load(line); }),
      input_(input),
      health_(setup_.config.health, health_hooks()) {
  vitals_.detections = setup_.rules->rules.size();
  pipeline_.set_rules(std::move(loaded.rules));
  pipeline_.count_alerts_from(sinks_.dispatcher().last_sequence());
  pipeline_.set_noise(setup_.noise);
  pipeline_.keep_original(setup_.config.original);
  pipeline_.pass_over(RaisedAlerts(sinks_.dispatcher().recent()));
  pipeline_.on_alert([this](const alert::Alert& alert) { sinks_.submit(alert); });
}

void EventLoop::begin_with(const Waited& waited) {
  early_ = waited.early;
  if (waited.reload) reloader_.request();
}

Pipeline::Options EventLoop::live_options() {
  Pipeline::Options options;
  options.host_name = host_;
  options.host_id = setup_.config.host_id.empty() ? machine_id() : setup_.config.host_id;
  options.live = &processes_;
  options.files = &files_;
  options.clock = &clock_;
  options.local = &here_;
  options.vitals = &vitals_;
  return options;
}

// On the health thread: reads what any thread may read.
Status EventLoop::collect_status() const {
  Status status;
  status.host_name = host_;
  status.pid = ::getpid();
  status.now = clock_.now();
  status.started = started_;
  status.last_event = vitals_.last_event;
  status.detections = vitals_.detections;
  status.counters = counters_.read();
  status.tables = vitals_.tables.read();
  status.reader_busy = vitals_.reader_busy.read();
  status.busy_since = vitals_.busy_since;
  status.evaluation = vitals_.evaluation.read();
  status.delivery = sinks_.status();
  const auto kernel = audit::read_kernel_status(kKernelPatience);
  if (kernel) {
    status.kernel = kernel.value();
  } else {
    status.kernel_problem = kernel.error().message;
  }
  return status;
}

Health::Hooks EventLoop::health_hooks() {
  return {[this] { return collect_status(); },
          [this](const Status& status) { sinks_.heartbeat(status); },
          [this](const std::string& text) { log_.warning(text); },
          [this] {
            const auto kernel = audit::read_kernel_status(kKernelPatience);
            if (kernel) vitals_.kernel_lost = kernel.value().lost;
          }};
}

StateKeeper EventLoop::make_keeper() {
  StateKeeper::Callbacks callbacks;
  callbacks.after_commit = [this](std::function<void()> hook) {
    sinks_.dispatcher().after_commit(std::move(hook));
  };
  callbacks.info = [this](const std::string& text) { log_.info(text); };
  callbacks.warning = [this](const std::string& text) { log_.warning(text); };
  return {state_options(setup_.config), std::move(callbacks), pipeline_, counters_};
}

void EventLoop::say_hello() {
  log_errors(log_, setup_.diagnostics);
  if (has_errors(setup_.diagnostics)) {
    log_.error("started in spite of these errors; wrong keys have their defaults");
  }
  log_expired(log_, *setup_.noise, clock_.now());
  const std::size_t active = setup_.rules->rules.size();
  if (active == 0) log_.error("no detection is active: nothing will be alerted");
  log_.info(fmt::format("audisp-kube " AK_VERSION " started with {} detections", active));
}

int EventLoop::run() {
  say_hello();
  look_.ask();
  if (!keeper_.restore(clock_.now())) look_at_files();
  pipeline_.feed(early_);
  unflushed_ = true;  // events may have begun in the log
  heard_ = SteadyClock::now();
  early_ = {};
  read_until_end();
  if (stopping_ && state_ == Input::more) drain_input();
  finish();
  const int exit_code = state_ == Input::failed ? kExitIo : kExitDone;
  if (!reloader_.stop(kGraceOfReload)) ::_exit(exit_code);
  return exit_code;
}

void EventLoop::read_until_end() {
  while (state_ == Input::more && !stopping_) {
    std::array<pollfd, 3> fds = {
        {{STDIN_FILENO, POLLIN, 0}, {signals_.fd(), POLLIN, 0}, {reloader_.fd(), POLLIN, 0}}};
    const int ready = ::poll(fds.data(), fds.size(), wait_ms());
    const auto began = SteadyClock::now();
    vitals_.busy_since = clock_.now();
    note_kernel_loss();
    if (ready == 0 && began >= silence_due()) handle_silence();
    if (ready > 0) {
      if (fds[1].revents != 0) handle_signals();
      if (fds[2].revents != 0) take_reloaded();
      if (fds[0].revents != 0) read_input();
    }
    note_changed_places();
    if (look_.is_due(SteadyClock::now()) && (ready <= 0 || fds[0].revents == 0)) look_at_files();
    pipeline_.measure(vitals_.tables);
    notice_ends_if_due(SteadyClock::now());
    keeper_.save_if_due(SteadyClock::now());
    vitals_.reader_busy.add(SteadyClock::now() - began);
    vitals_.busy_since = 0;
  }
}

// What was lost in the kernel may have told of what is read next.
void EventLoop::note_kernel_loss() {
  const std::int64_t lost = vitals_.kernel_lost;
  const std::int64_t before = std::exchange(kernel_lost_, lost);
  if (before >= 0 && lost != before) pipeline_.note_loss();
}

void EventLoop::note_changed_places() {
  const Pipeline::Look wanted = pipeline_.take_wanted_look();
  if (wanted == Pipeline::Look::at_once) look_.ask();
  if (wanted == Pipeline::Look::soon) look_.ask_soon();
  if (SteadyClock::now() >= look_again_) look_.ask();
}

// Only once nothing waits to be read: what is there now is not yet so for records of before.
void EventLoop::look_at_files() {
  const AllAnswered all_answered(&files_);
  const SteadyClock::time_point began = SteadyClock::now();
  pipeline_.scan_files();
  const SteadyClock::time_point now = SteadyClock::now();
  look_.looked(began, now);
  look_again_ =
      all_answered.holds() ? SteadyClock::time_point::max() : now + limits::kErrandPenalty;
}

int EventLoop::wait_ms() const {
  const auto now = SteadyClock::now();
  PendingWork work;
  work.ends = ends_due_;
  work.silence = silence_due();
  if (const milliseconds save = keeper_.due_in(now); save.count() >= 0) work.save = save;
  if (look_.is_asked()) work.look = look_.due_in(now);
  return static_cast<int>(longest_wait(work, now).count());
}

// Never while nobody waits for more of the input, or for time to go by.
SteadyClock::time_point EventLoop::silence_due() const {
  if (!unflushed_ && !pipeline_.is_waiting()) return SteadyClock::time_point::max();
  return heard_ + milliseconds(limits::kEventTimeoutMs);
}

void EventLoop::notice_ends_if_due(SteadyClock::time_point now) {
  if (now < ends_due_) return;
  pipeline_.notice_ends();
  ends_due_ = now + kEndsInterval;
}

// What still waits for records waits in vain.
void EventLoop::handle_silence() {
  pipeline_.flush();
  pipeline_.tick(clock_.now());
  unflushed_ = false;
  heard_ = SteadyClock::now();
}

void EventLoop::handle_signals() {
  while (const int number = signals_.next()) {
    if (number == SIGHUP) {
      reloader_.request();
    } else if (number == SIGUSR1) {
      log_.info(report());
    } else {
      stopping_ = true;
    }
  }
}

void EventLoop::take_reloaded() {
  std::optional<Result<Loaded>> loaded = reloader_.take();
  if (!loaded) return;
  if (!*loaded) {
    log_.error(loaded->error().message + "; nothing was changed");
    return;
  }
  Loaded fresh = std::move(*loaded).value();
  log_errors(log_, fresh.setup.diagnostics);
  if (has_errors(fresh.setup.diagnostics)) {
    log_.error("not reloaded because of these errors; nothing was changed");
    reloader_.dispose(std::move(fresh));
    return;
  }
  adopt(std::move(fresh));
}

void EventLoop::adopt(Loaded fresh) {
  if (fresh.setup.config.host_name != setup_.config.host_name ||
      fresh.setup.config.host_id != setup_.config.host_id) {
    log_.warning("a change of host.name or host.id takes effect at the next start");
  }
  for (const std::string& line : beyond(needs_, daemon_needs(fresh.setup.config))) {
    log_.warning(line);
  }
  if (!(fresh.setup.config.store == setup_.config.store)) {
    log_.warning("a change of [store] takes effect at the next start");
  }
  log_expired(log_, *fresh.setup.noise, clock_.now());
  sinks_.reconfigure(fresh.setup.config);
  fresh.setup.config.health.socket_path = setup_.config.health.socket_path;  // as run_directory
  health_.reconfigure(fresh.setup.config.health);
  vitals_.detections = fresh.setup.rules->rules.size();
  Loaded old;
  old.setup = std::exchange(setup_, std::move(fresh.setup));
  old.rules = pipeline_.set_rules(std::move(fresh.rules));
  pipeline_.set_noise(setup_.noise);
  pipeline_.keep_original(setup_.config.original);
  reloader_.dispose(std::move(old));
  look_.ask();
  log_.info(fmt::format("reloaded with {} detections; {}", setup_.rules->rules.size(),
                        summary(counters_)));
}

void EventLoop::read_input() {
  const Result<input::Chunk> chunk = input_.read();
  if (!chunk) {
    log_.error(chunk.error().message);
    state_ = Input::failed;
  } else if (chunk.value().state == input::Chunk::State::end) {
    state_ = Input::end;
  } else {
    pipeline_.feed(chunk.value().bytes);
    keeper_.note_change();
    unflushed_ = true;
    heard_ = SteadyClock::now();
  }
}

void EventLoop::drain_input() {
  const auto end = SteadyClock::now() + kDrainTime;
  pollfd wanted{STDIN_FILENO, POLLIN, 0};
  while (state_ == Input::more && SteadyClock::now() < end && ::poll(&wanted, 1, 0) == 1) {
    read_input();
  }
}

std::string EventLoop::report() const {
  using std::chrono::duration_cast;
  const Histogram::Reading busy = vitals_.reader_busy.read();
  return fmt::format("{}; never away from its input for longer than {} ms in {} turns",
                     summary(counters_), duration_cast<milliseconds>(busy.longest).count() + 1,
                     busy.count);
}

void EventLoop::finish() {
  pipeline_.end_source();
  keeper_.save();  // before events are taken for whole that the log may know more of
  pipeline_.finish();
  sinks_.finish(stopping_ ? kGraceAtSigterm : kGraceAtEnd);
  log_.info("stopped; " + report());
}

}  // namespace ak::app
