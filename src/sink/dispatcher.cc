#include "sink/dispatcher.h"

#include <poll.h>
#include <sys/eventfd.h>

#include <algorithm>
#include <utility>

namespace ak::sink {

Dispatcher::Dispatcher(Sinks sinks, Counters& counters, const Options& options)
    : options_(options), counters_(counters), wakeup_(eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK)) {
  for (std::unique_ptr<Sink>& sink : sinks) {
    outlets_.push_back(make_outlet(std::move(sink)));
  }
  thread_ = std::thread([this] { run(); });
}

Dispatcher::~Dispatcher() {
  finish(std::chrono::milliseconds(0));
}

void Dispatcher::submit(Message message) {
  const auto shared = std::make_shared<const Message>(std::move(message));
  {
    const std::lock_guard lock(mutex_);
    for (const std::unique_ptr<Outlet>& outlet : outlets_) {
      counters_.dropped_alerts += finishing_ ? 1 : outlet->queue.push(shared);
    }
  }
  wake();
}

void Dispatcher::replace_sink(std::string name, std::unique_ptr<Sink> sink) {
  {
    const std::lock_guard lock(mutex_);
    replacements_.push_back({std::move(name), std::move(sink)});
  }
  wake();
}

void Dispatcher::finish(std::chrono::milliseconds grace) {
  if (!thread_.joinable()) return;
  {
    const std::lock_guard lock(mutex_);
    finishing_ = true;
    deadline_ = Clock::now() + grace;
  }
  wake();
  thread_.join();
}

void Dispatcher::wake() const {
  const std::uint64_t one = 1;
  [[maybe_unused]] const ssize_t written = ::write(wakeup_.get(), &one, sizeof one);
}

void Dispatcher::run() {
  for (const std::unique_ptr<Outlet>& outlet : outlets_) outlet->sink->open();
  while (true) {
    adopt_replacements();
    for (const std::unique_ptr<Outlet>& outlet : outlets_) pump(*outlet);
    if (finished()) break;
    wait_for_events();
  }
  drop_rest();
}

void Dispatcher::adopt_replacements() {
  std::vector<Replacement> replacements;
  {
    const std::lock_guard lock(mutex_);
    replacements.swap(replacements_);
  }
  for (Replacement& replacement : replacements) adopt(std::move(replacement));
}

void Dispatcher::adopt(Replacement replacement) {
  Sink* fresh = replacement.sink.get();
  std::unique_ptr<Outlet> removed;
  std::unique_ptr<Sink> old;
  {
    const std::lock_guard lock(mutex_);
    const auto found =
        std::find_if(outlets_.begin(), outlets_.end(), [&](const std::unique_ptr<Outlet>& outlet) {
          return outlet->sink->name() == replacement.name;
        });
    if (found == outlets_.end()) {
      if (fresh != nullptr) outlets_.push_back(make_outlet(std::move(replacement.sink)));
    } else if (fresh != nullptr) {
      old = std::exchange((*found)->sink, std::move(replacement.sink));
    } else {
      removed = std::move(*found);
      outlets_.erase(found);
      counters_.dropped_alerts += removed->queue.size();
    }
  }
  old.reset();
  if (fresh != nullptr) fresh->open();
}

std::unique_ptr<Dispatcher::Outlet> Dispatcher::make_outlet(std::unique_ptr<Sink> sink) const {
  return std::make_unique<Outlet>(Outlet{std::move(sink), Queue(options_.queue), false});
}

void Dispatcher::pump(Outlet& outlet) {
  outlet.blocked = false;
  while (!outlet.blocked) {
    SharedMessage message;
    {
      const std::lock_guard lock(mutex_);
      message = outlet.queue.pop();
    }
    if (message == nullptr) return;
    const Sink::Delivery delivery = outlet.sink->deliver(*message);
    count(delivery);
    if (delivery == Sink::Delivery::later) {
      outlet.blocked = true;
      const std::lock_guard lock(mutex_);
      if (outlet.queue.push_front(std::move(message))) ++counters_.dropped_alerts;
    }
  }
}

void Dispatcher::count(Sink::Delivery delivery) {
  if (delivery == Sink::Delivery::taken) ++counters_.delivered;
  if (delivery == Sink::Delivery::never) ++counters_.dropped_alerts;
}

bool Dispatcher::finished() {
  const std::lock_guard lock(mutex_);
  if (!finishing_) return false;
  if (Clock::now() >= deadline_) return true;
  return std::all_of(outlets_.begin(), outlets_.end(), [](const std::unique_ptr<Outlet>& outlet) {
    return outlet->queue.empty() && !outlet->sink->pending();
  });
}

// poll's timeout: to the next retry, to the end of the grace, or without end.
int Dispatcher::wait_timeout_ms(bool retry) {
  using std::chrono::milliseconds;
  const std::lock_guard lock(mutex_);
  if (!finishing_)
    return retry || !wakeup_ ? static_cast<int>(options_.retry_interval.count()) : -1;
  const auto left = std::chrono::ceil<milliseconds>(deadline_ - Clock::now());
  const milliseconds shortest = retry ? std::min(left, options_.retry_interval) : left;
  return static_cast<int>(std::max(shortest, milliseconds(0)).count());
}

void Dispatcher::wait_for_events() {
  std::vector<Interest> interests;
  std::vector<pollfd> fds{{wakeup_.get(), POLLIN, 0}};
  bool retry = false;
  for (const std::unique_ptr<Outlet>& outlet : outlets_) {
    interests.push_back(outlet->sink->interest(outlet->blocked));
    const Interest& interest = interests.back();
    fds.insert(fds.end(), interest.fds.begin(), interest.fds.end());
    retry = retry || interest.retry;
  }
  if (::poll(fds.data(), fds.size(), wait_timeout_ms(retry)) < 0) {
    for (pollfd& fd : fds) fd.revents = 0;  // interrupted
  }

  std::uint64_t wakeups = 0;
  [[maybe_unused]] const ssize_t got = ::read(wakeup_.get(), &wakeups, sizeof wakeups);
  auto result = fds.begin() + 1;
  for (std::size_t i = 0; i < outlets_.size(); ++i) {
    std::vector<pollfd>& own = interests[i].fds;
    std::copy_n(result, own.size(), own.begin());
    result += static_cast<std::ptrdiff_t>(own.size());
    outlets_[i]->sink->ready(own);
  }
}

void Dispatcher::drop_rest() {
  const std::lock_guard lock(mutex_);
  for (const std::unique_ptr<Outlet>& outlet : outlets_) {
    while (outlet->queue.pop() != nullptr) ++counters_.dropped_alerts;
  }
}

}  // namespace ak::sink
