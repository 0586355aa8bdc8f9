// A Unix stream socket that serves alerts, one a line, to every client connected. A client gets the
// alerts raised while it is connected. One that reads too slowly misses whole lines, and delays
// nobody; event.sequence shows it the gap.
//
// With `keep`, alerts wait for a reader: the client that has been connected the longest gets all of
// them, those from before it came too, and they wait while it is slow. What it has not read when it
// goes, the next one gets. Further clients get what they read in time, as without `keep`.
#pragma once

#include <chrono>
#include <memory>
#include <string>
#include <vector>

#include "alert/format.h"
#include "base/limits.h"
#include "sink/sink.h"
#include "sink/socket_client.h"
#include "sink/unconfirmed.h"
#include "sink/unix_listener.h"

namespace ak::sink {

struct SocketOptions {
  UnixListener::Options listener;
  std::size_t max_clients = limits::kMaxSocketClients;
  std::size_t max_client_bytes = limits::kMaxClientBytes;
  bool keep = false;
  alert::AlertFormat format = alert::AlertFormat::ecs;
  std::chrono::milliseconds hold = limits::kConfirmationHold;

  bool operator==(const SocketOptions&) const = default;
};

class SocketSink final : public Sink {
 public:
  SocketSink(SocketOptions options, Context context);

  [[nodiscard]] std::string_view type() const override { return "socket"; }

  // Listens; if that fails, reports why and tries again at each retry interval.
  void open() override { listen(); }

  Delivery deliver(const Message& message) override;
  [[nodiscard]] bool pending() const override;
  [[nodiscard]] std::size_t unconfirmed() const override { return unconfirmed_.size(); }
  [[nodiscard]] bool take_loss() override { return std::exchange(lost_, false); }
  void conclude() override;
  [[nodiscard]] Interest interest(bool blocked) override;
  void ready(const std::vector<pollfd>& fds) override;
  [[nodiscard]] SinkState state() const override;

 private:
  void listen();
  void accept_clients();
  void remove_gone();
  void confirm();
  SocketClient* find(int fd);

  const SocketOptions options_;
  const Context context_;
  UnixListener listener_;
  std::string last_problem_;
  bool exhausted_ = false;                              // no descriptor for a client that waits
  std::vector<std::unique_ptr<SocketClient>> clients_;  // the longest connected first
  Unconfirmed unconfirmed_;                             // of the first client, with `keep`
  bool lost_ = false;
};

}  // namespace ak::sink
