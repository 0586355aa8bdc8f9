#include "sink/socket_sink.h"

#include <algorithm>
#include <utility>

namespace ak::sink {

SocketSink::SocketSink(SocketOptions options, Context context)
    : options_(std::move(options)), context_(std::move(context)), unconfirmed_(options_.hold) {}

void SocketSink::listen() {
  const Status opened = listener_.open(options_.listener);
  const std::string problem = opened ? "" : opened.error().message;
  if (problem != last_problem_) {
    context_.report(problem.empty() ? "serving alerts on " + options_.listener.path : problem);
  }
  last_problem_ = problem;
}

Sink::Delivery SocketSink::deliver(const Message& message) {
  accept_clients();
  if (lost_) return Delivery::later;  // what the last reader left unread goes first
  if (clients_.empty()) return options_.keep ? Delivery::later : Delivery::nobody;
  const std::string line = alert::render(options_.format, message.json, 0).text + "\n";
  if (options_.keep && !clients_.front()->add(line)) return Delivery::later;
  for (std::size_t i = options_.keep ? 1 : 0; i < clients_.size(); ++i) {
    if (!clients_[i]->add(line)) ++context_.counters.missed_lines;
  }
  if (options_.keep) unconfirmed_.add(line.size());
  remove_gone();
  return Delivery::taken;
}

bool SocketSink::pending() const {
  if (options_.keep && !clients_.empty() && clients_.front()->unread_bytes() > 0) return true;
  return std::any_of(clients_.begin(), clients_.end(),
                     [](const std::unique_ptr<SocketClient>& client) { return client->pending(); });
}

Interest SocketSink::interest(bool /*blocked*/) {
  Interest interest;
  interest.retry = listener_.fd() < 0 || exhausted_ || !unconfirmed_.empty();
  if (listener_.fd() >= 0 && !exhausted_) interest.fds.push_back({listener_.fd(), POLLIN, 0});
  for (const std::unique_ptr<SocketClient>& client : clients_) {
    interest.fds.push_back({client->fd(), client->events(), 0});
  }
  return interest;
}

void SocketSink::ready(const std::vector<pollfd>& fds) {
  for (const pollfd& fd : fds) {
    SocketClient* client = fd.revents == 0 ? nullptr : find(fd.fd);
    if (client != nullptr) client->ready(fd.revents);
  }
  remove_gone();
  confirm();
  if (listener_.fd() < 0) listen();
  accept_clients();
}

void SocketSink::accept_clients() {
  exhausted_ = false;
  while (listener_.fd() >= 0) {
    UniqueFd fd = listener_.accept(&exhausted_);
    if (!fd) return;
    if (clients_.size() >= options_.max_clients) {
      ++context_.counters.refused_clients;
      continue;
    }
    clients_.push_back(std::make_unique<SocketClient>(std::move(fd), options_.max_client_bytes));
  }
}

void SocketSink::remove_gone() {
  if (!clients_.empty() && clients_.front()->gone()) {
    lost_ = lost_ || !unconfirmed_.empty();
    unconfirmed_.clear();
  }
  clients_.erase(std::remove_if(clients_.begin(), clients_.end(),
                                [](const std::unique_ptr<SocketClient>& c) { return c->gone(); }),
                 clients_.end());
}

void SocketSink::confirm() {
  if (unconfirmed_.empty() || clients_.empty()) return;
  const std::size_t unread = clients_.front()->unread_bytes();
  if (has_hung_up(clients_.front()->fd())) {
    clients_.front()->hang_up();
    remove_gone();
  } else {
    unconfirmed_.observe(unread, context_.now());
  }
}

void SocketSink::conclude() {
  confirm();
  unconfirmed_.confirm_read();
}

SocketClient* SocketSink::find(int fd) {
  for (const std::unique_ptr<SocketClient>& client : clients_) {
    if (client->fd() == fd) return client.get();
  }
  return nullptr;
}

SinkState SocketSink::state() const {
  if (listener_.fd() < 0) return {false, last_problem_};
  if (clients_.empty()) return {!options_.keep, "no client is connected"};
  return {};
}

}  // namespace ak::sink
