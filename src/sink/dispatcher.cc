#include "sink/dispatcher.h"

#include <poll.h>
#include <sys/eventfd.h>

#include <algorithm>
#include <csignal>
#include <deque>
#include <iterator>
#include <utility>

namespace ak::sink {
namespace {

SteadyTime steady_now() {
  return std::chrono::steady_clock::now();
}

store::Backlog::Limits backlog_limits(const Dispatcher::Options& options) {
  store::Backlog::Limits limits;
  limits.store = options.store;
  limits.max_held_alerts = options.held.max_alerts;
  limits.max_held_bytes = options.held.max_bytes;
  limits.retry_interval = options.retry_interval;
  return limits;
}

// A pipe whose reader is gone is an error to us, and no signal.
void block_sigpipe() {
  sigset_t set;
  sigemptyset(&set);
  sigaddset(&set, SIGPIPE);
  pthread_sigmask(SIG_BLOCK, &set, nullptr);
}

}  // namespace

Dispatcher::Dispatcher(Sinks sinks, Counters& counters, const Options& options, Reporter report)
    : options_(options),
      counters_(counters),
      wakeup_(eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK)),
      backlog_(backlog_limits(options), counters, std::move(report), steady_now()),
      last_sequence_(backlog_.last_sequence()),
      recent_(backlog_.recent()),
      losses_(options.host_name, options.notice_interval),
      queue_(options.queue) {
  std::vector<std::string> names;
  for (NamedSink& sink : sinks) {
    names.push_back(sink.name);
    outlets_.push_back(std::make_unique<Outlet>(std::move(sink), backlog_, counters_));
  }
  if (options_.forget_other_sinks) backlog_.keep_sinks(names);
  publish_status();
  thread_ = std::thread([this] { run(); });
}

Dispatcher::~Dispatcher() {
  finish(std::chrono::milliseconds(0));
}

// --- called by other threads -----------------------------------------------------------------

void Dispatcher::submit(Message message) {
  {
    const std::lock_guard lock(mutex_);
    const std::size_t dropped = finishing_ ? 1 : queue_.push(std::move(message));
    counters_.dropped_alerts += dropped;
    overflow_ += dropped;
  }
  wake();
}

void Dispatcher::after_commit(std::function<void()> hook) {
  {
    const std::lock_guard lock(mutex_);
    if (finishing_) return;
    new_hooks_.push_back(std::move(hook));
  }
  wake();
}

void Dispatcher::replace_sink(NamedSink sink) {
  {
    const std::lock_guard lock(mutex_);
    std::string name = sink.name;
    changes_.push_back({std::move(name), std::move(sink)});
  }
  wake();
}

void Dispatcher::remove_sink(std::string name) {
  {
    const std::lock_guard lock(mutex_);
    changes_.push_back({std::move(name), std::nullopt});
  }
  wake();
}

void Dispatcher::reopen() {
  {
    const std::lock_guard lock(mutex_);
    reopen_ = true;
  }
  wake();
}

void Dispatcher::finish(std::chrono::milliseconds grace) {
  if (!thread_.joinable()) return;
  {
    const std::lock_guard lock(mutex_);
    finishing_ = true;
    deadline_ = steady_now() + grace;
  }
  wake();
  thread_.join();
}

Dispatcher::Status Dispatcher::status() const {
  const std::lock_guard lock(mutex_);
  Status status = status_;
  status.queued = queue_.size();
  return status;
}

void Dispatcher::wake() const {
  const std::uint64_t one = 1;
  [[maybe_unused]] const ssize_t written = ::write(wakeup_.get(), &one, sizeof one);
}

// --- the delivery thread ---------------------------------------------------------------------

void Dispatcher::run() {
  block_sigpipe();
  for (const std::unique_ptr<Outlet>& outlet : outlets_) outlet->open();
  while (true) {
    adopt_changes();
    take_queue();
    const bool more = deliver();
    publish_status();
    if (finished(more)) break;
    wait_for_events(more);
  }
  conclude();
}

void Dispatcher::adopt_changes() {
  std::vector<Change> changes;
  bool reopen = false;
  {
    const std::lock_guard lock(mutex_);
    changes.swap(changes_);
    reopen = std::exchange(reopen_, false);
  }
  for (Change& change : changes) adopt(std::move(change));
  if (!reopen) return;
  for (const std::unique_ptr<Outlet>& outlet : outlets_) outlet->sink().reopen();
}

void Dispatcher::adopt(Change change) {
  const auto found = std::find_if(
      outlets_.begin(), outlets_.end(),
      [&](const std::unique_ptr<Outlet>& outlet) { return outlet->name() == change.name; });
  if (!change.sink) {
    if (found == outlets_.end()) return;
    outlets_.erase(found);
    backlog_.remove_sink(change.name);
  } else if (found == outlets_.end()) {
    outlets_.push_back(std::make_unique<Outlet>(std::move(*change.sink), backlog_, counters_));
    outlets_.back()->open();
  } else {
    (*found)->replace(std::move(*change.sink), backlog_);
    (*found)->open();
  }
}

void Dispatcher::take_queue() {
  std::deque<Message> taken;
  Hooks hooks;
  {
    const std::lock_guard lock(mutex_);
    taken = queue_.take();
    hooks.swap(new_hooks_);
    losses_.add_for_all(std::exchange(overflow_, 0));
  }
  std::vector<Message> batch(std::make_move_iterator(taken.begin()),
                             std::make_move_iterator(taken.end()));
  std::move(hooks.begin(), hooks.end(), std::back_inserter(hooks_));
  if (auto notice = losses_.notice(steady_now(), wall_time(), concluding_)) {
    batch.push_back(std::move(*notice));
  }
  commit(std::move(batch));
  run_hooks();
}

void Dispatcher::commit(std::vector<Message> batch) {
  for (const Message& message : batch) {
    for (const std::unique_ptr<Outlet>& outlet : outlets_) {
      outlet->note_arrival(head_of(message));
    }
  }
  const store::Backlog::Outcome outcome = backlog_.commit(std::move(batch), steady_now());
  for (const std::unique_ptr<Outlet>& outlet : outlets_) {
    if (outcome.begins_anew) outlet->begin_anew(backlog_);
    if (outcome.damaged_up_to > 0) outlet->note_damaged(outcome.damaged_up_to);
    outlet->note_dropped(outcome.dropped);
  }
  collect_losses();
}

void Dispatcher::run_hooks() {
  if (!backlog_.is_written()) {
    const std::size_t kept = std::min(hooks_.size(), limits::kMaxPostponedHooks);
    hooks_.erase(hooks_.begin(), hooks_.end() - static_cast<std::ptrdiff_t>(kept));
    return;
  }
  for (const std::function<void()>& hook : std::exchange(hooks_, {})) hook();
}

// True: some sink could take more at once.
bool Dispatcher::deliver() {
  bool more = false;
  for (const std::unique_ptr<Outlet>& outlet : outlets_) {
    more = outlet->pump(backlog_) || more;
    outlet->settle(backlog_);
  }
  collect_losses();
  // The sinks' new places, unless the next turn writes them anyway.
  if (!more) commit({});
  return more;
}

void Dispatcher::collect_losses() {
  for (const std::unique_ptr<Outlet>& outlet : outlets_) {
    losses_.add(outlet->name(), outlet->take_losses());
  }
}

void Dispatcher::publish_status() {
  Status status;
  for (const std::unique_ptr<Outlet>& outlet : outlets_) status.sinks.push_back(outlet->status());
  if (!options_.store.directory.empty()) status.store = options_.store.directory + "/alerts.db";
  status.store_works = !backlog_.is_failing();
  status.stored = backlog_.stored_rows();
  status.stored_bytes = backlog_.stored_bytes();
  status.held = backlog_.held_rows();
  const std::lock_guard lock(mutex_);
  status_ = std::move(status);
}

TimeMs Dispatcher::wall_time() const {
  return options_.clock == nullptr ? SystemClock().now() : options_.clock->now();
}

// --- waiting and ending ----------------------------------------------------------------------

// poll's timeout: to the next retry, to the end of the grace, or without end.
int Dispatcher::wait_timeout_ms(bool retry) {
  using std::chrono::milliseconds;
  constexpr milliseconds kLastTurns{10};  // a receiver's reading cannot be polled for
  const std::lock_guard lock(mutex_);
  if (!finishing_)
    return retry || !wakeup_ ? static_cast<int>(options_.retry_interval.count()) : -1;
  const auto left = std::chrono::ceil<milliseconds>(deadline_ - steady_now());
  const milliseconds turn = std::min({left, options_.retry_interval, kLastTurns});
  return static_cast<int>(std::max(turn, milliseconds(0)).count());
}

void Dispatcher::wait_for_events(bool at_once) {
  std::vector<Interest> interests;
  std::vector<pollfd> fds{{wakeup_.get(), POLLIN, 0}};
  bool retry = backlog_.wants_retry() || losses_.pending();
  for (const std::unique_ptr<Outlet>& outlet : outlets_) {
    interests.push_back(outlet->sink().interest(outlet->blocked()));
    const Interest& interest = interests.back();
    fds.insert(fds.end(), interest.fds.begin(), interest.fds.end());
    retry = retry || interest.retry;
  }
  if (::poll(fds.data(), fds.size(), at_once ? 0 : wait_timeout_ms(retry)) < 0) {
    for (pollfd& fd : fds) fd.revents = 0;  // interrupted
  }

  std::uint64_t wakeups = 0;
  [[maybe_unused]] const ssize_t got = ::read(wakeup_.get(), &wakeups, sizeof wakeups);
  auto result = fds.begin() + 1;
  for (std::size_t i = 0; i < outlets_.size(); ++i) {
    std::vector<pollfd>& own = interests[i].fds;
    std::copy_n(result, own.size(), own.begin());
    result += static_cast<std::ptrdiff_t>(own.size());
    outlets_[i]->sink().ready(own);
  }
}

bool Dispatcher::finished(bool more) {
  const std::lock_guard lock(mutex_);
  if (!finishing_) return false;
  if (steady_now() >= deadline_) return true;
  // What a sink cannot take now it gets after the next start, if it is stored.
  const bool stored = backlog_.is_open() && backlog_.is_written();
  return !more && queue_.empty() &&
         std::all_of(outlets_.begin(), outlets_.end(), [&](const std::unique_ptr<Outlet>& outlet) {
           return outlet->at_end(backlog_) || (stored && outlet->drained(backlog_));
         });
}

void Dispatcher::conclude() {
  concluding_ = true;
  for (const std::unique_ptr<Outlet>& outlet : outlets_) {
    outlet->sink().conclude();
    outlet->settle(backlog_);
  }
  take_queue();
  // What is in no store is lost.
  const std::vector<store::RowHead> held = backlog_.held_heads();
  for (const std::unique_ptr<Outlet>& outlet : outlets_) outlet->note_dropped(held);
  publish_status();
}

}  // namespace ak::sink
