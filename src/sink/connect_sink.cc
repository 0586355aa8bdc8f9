#include "sink/connect_sink.h"

#include <sys/socket.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <utility>

namespace ak::sink {

ConnectSink::ConnectSink(ConnectOptions options, Context context)
    : options_(std::move(options)),
      context_(std::move(context)),
      unconfirmed_(options_.hold),
      pause_(options_.first_pause) {}

bool ConnectSink::connect() {
  if (agent_ != nullptr) return true;
  const SteadyTime now = context_.now();
  if (!problem_.empty() && now < next_try_) return false;
  UniqueFd fd = connect_unix(options_.path, SOCK_STREAM);
  if (!fd) {
    lose("cannot connect to " + options_.path + ": " + std::strerror(errno));
    return false;
  }
  agent_ = std::make_unique<SocketClient>(std::move(fd), options_.max_unread_bytes);
  if (!problem_.empty()) context_.report("connected to " + options_.path + " again");
  problem_.clear();
  return true;
}

void ConnectSink::lose(const std::string& why) {
  agent_.reset();
  lost_ = lost_ || !unconfirmed_.empty();
  unconfirmed_.clear();
  if (problem_.empty()) context_.report(why + ": alerts wait");
  problem_ = why;
  next_try_ = context_.now() + pause_;
  pause_ = std::min(2 * pause_, options_.longest_pause);
}

Sink::Delivery ConnectSink::deliver(const Message& message) {
  if (!connect() || lost_) return Delivery::later;
  const alert::Rendered rendered = alert::render(options_.format, message.json, options_.max_bytes);
  if (options_.max_bytes != 0 && rendered.text.size() > options_.max_bytes) return Delivery::never;
  const std::string line = rendered.text + "\n";
  const bool added = agent_->add(line);
  if (agent_->gone()) {
    lose("the connection to " + options_.path + " ended");
    return Delivery::later;
  }
  if (!added) return Delivery::later;
  unconfirmed_.add(line.size());
  if (rendered.shortened) ++context_.counters.shortened_alerts;
  return Delivery::taken;
}

bool ConnectSink::pending() const {
  return agent_ != nullptr && agent_->unread_bytes() > 0;
}

void ConnectSink::check() {
  if (agent_ == nullptr) return;
  const std::size_t unread = agent_->unread_bytes();
  if (agent_->gone() || has_hung_up(agent_->fd())) {
    lose("the connection to " + options_.path + " ended");
    return;
  }
  if (unconfirmed_.empty()) return;
  unconfirmed_.observe(unread, context_.now());
  if (unconfirmed_.all_read()) pause_ = options_.first_pause;
}

void ConnectSink::conclude() {
  check();
  unconfirmed_.confirm_read();
}

Interest ConnectSink::interest(bool blocked) {
  Interest interest;
  if (agent_ != nullptr) interest.fds.push_back({agent_->fd(), agent_->events(), 0});
  interest.retry = blocked || !unconfirmed_.empty();
  return interest;
}

void ConnectSink::ready(const std::vector<pollfd>& fds) {
  for (const pollfd& fd : fds) {
    if (agent_ != nullptr && fd.revents != 0) agent_->ready(fd.revents);
  }
  check();
}

}  // namespace ak::sink
