// A Unix stream socket that serves alerts as NDJSON to every client connected. A client gets the
// alerts raised while it is connected. One that reads too slowly misses whole lines, and delays
// nobody; event.sequence shows it the gap.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "base/counters.h"
#include "base/limits.h"
#include "sink/sink.h"
#include "sink/socket_client.h"
#include "sink/unix_listener.h"

namespace ak::sink {

struct SocketOptions {
  UnixListener::Options listener;
  std::size_t max_clients = limits::kMaxSocketClients;
  std::size_t max_client_bytes = limits::kMaxClientBytes;

  bool operator==(const SocketOptions&) const = default;
};

class SocketSink final : public Sink {
 public:
  // `counters` outlives the sink.
  SocketSink(SocketOptions options, Counters& counters, Reporter report);

  [[nodiscard]] std::string_view name() const override { return "socket"; }

  // Listens; if that fails, reports why and tries again at each retry interval.
  void open() override { listen(); }

  Delivery deliver(const Message& message) override;  // never `later`
  [[nodiscard]] bool pending() const override;
  [[nodiscard]] Interest interest(bool blocked) override;
  void ready(const std::vector<pollfd>& fds) override;

 private:
  void listen();
  void accept_clients();
  void remove_gone();
  SocketClient* find(int fd);

  const SocketOptions options_;
  Counters& counters_;
  const Reporter report_;
  UnixListener listener_;
  std::string last_problem_;
  bool exhausted_ = false;  // no descriptor for a client that waits
  std::vector<std::unique_ptr<SocketClient>> clients_;
};

}  // namespace ak::sink
