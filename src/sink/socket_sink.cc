#include "sink/socket_sink.h"

#include <algorithm>
#include <utility>

namespace ak::sink {

SocketSink::SocketSink(SocketOptions options, Counters& counters, Reporter report)
    : options_(std::move(options)), counters_(counters), report_(std::move(report)) {}

void SocketSink::listen() {
  const Status opened = listener_.open(options_.listener);
  const std::string problem = opened ? "" : opened.error().message;
  if (problem != last_problem_) {
    report_(problem.empty() ? "serving alerts on " + options_.listener.path : problem);
  }
  last_problem_ = problem;
}

Sink::Delivery SocketSink::deliver(const Message& message) {
  accept_clients();
  if (clients_.empty()) return Delivery::nobody;
  const std::string line = message.json + "\n";
  for (const std::unique_ptr<SocketClient>& client : clients_) {
    if (!client->add(line)) ++counters_.missed_lines;
  }
  remove_gone();
  return Delivery::taken;
}

bool SocketSink::pending() const {
  return std::any_of(clients_.begin(), clients_.end(),
                     [](const std::unique_ptr<SocketClient>& client) { return client->pending(); });
}

Interest SocketSink::interest(bool /*blocked*/) {
  Interest interest;
  interest.retry = listener_.fd() < 0 || exhausted_;
  if (listener_.fd() >= 0 && !exhausted_) interest.fds.push_back({listener_.fd(), POLLIN, 0});
  for (const std::unique_ptr<SocketClient>& client : clients_) {
    interest.fds.push_back({client->fd(), client->events(), 0});
  }
  return interest;
}

void SocketSink::ready(const std::vector<pollfd>& fds) {
  for (const pollfd& fd : fds) {
    SocketClient* client = fd.revents == 0 ? nullptr : find(fd.fd);
    if (client == nullptr) continue;
    if ((fd.revents & (POLLHUP | POLLERR)) != 0) client->hang_up();
    if ((fd.revents & POLLIN) != 0) client->discard_input();
    client->flush();
  }
  remove_gone();
  if (listener_.fd() < 0) listen();
  accept_clients();
}

void SocketSink::accept_clients() {
  exhausted_ = false;
  while (listener_.fd() >= 0) {
    UniqueFd fd = listener_.accept(&exhausted_);
    if (!fd) return;
    if (clients_.size() >= options_.max_clients) {
      ++counters_.refused_clients;
      continue;
    }
    clients_.push_back(std::make_unique<SocketClient>(std::move(fd), options_.max_client_bytes));
  }
}

void SocketSink::remove_gone() {
  clients_.erase(std::remove_if(clients_.begin(), clients_.end(),
                                [](const std::unique_ptr<SocketClient>& c) { return c->gone(); }),
                 clients_.end());
}

SocketClient* SocketSink::find(int fd) {
  for (const std::unique_ptr<SocketClient>& client : clients_) {
    if (client->fd() == fd) return client.get();
  }
  return nullptr;
}

}  // namespace ak::sink
