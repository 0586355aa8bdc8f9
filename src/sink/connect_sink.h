// Alerts to an agent that listens on a Unix stream socket (rsyslog, Vector, Fluent Bit, Filebeat),
// one a line. What the agent has not read when it goes, or read only just before, is sent again to
// the next one. Connects anew with increasing pauses.
#pragma once

#include <chrono>
#include <memory>
#include <string>

#include "alert/format.h"
#include "base/limits.h"
#include "sink/sink.h"
#include "sink/socket_client.h"
#include "sink/unconfirmed.h"

namespace ak::sink {

struct ConnectOptions {
  std::string path;
  alert::AlertFormat format = alert::AlertFormat::ecs;
  std::size_t max_bytes = 0;  // of a line; 0: no limit
  std::size_t max_unread_bytes = limits::kMaxClientBytes;
  std::chrono::milliseconds first_pause{1000};
  std::chrono::milliseconds longest_pause{30000};
  std::chrono::milliseconds hold = limits::kConfirmationHold;

  bool operator==(const ConnectOptions&) const = default;
};

class ConnectSink final : public Sink {
 public:
  ConnectSink(ConnectOptions options, Context context);

  [[nodiscard]] std::string_view type() const override { return "connect"; }
  Delivery deliver(const Message& message) override;
  [[nodiscard]] bool pending() const override;
  [[nodiscard]] std::size_t unconfirmed() const override { return unconfirmed_.size(); }
  [[nodiscard]] bool take_loss() override { return std::exchange(lost_, false); }
  void conclude() override;
  [[nodiscard]] Interest interest(bool blocked) override;
  void ready(const std::vector<pollfd>& fds) override;
  [[nodiscard]] SinkState state() const override { return {problem_.empty(), problem_}; }

 private:
  [[nodiscard]] bool connect();
  void check();
  void lose(const std::string& why);

  const ConnectOptions options_;
  const Context context_;
  std::unique_ptr<SocketClient> agent_;
  Unconfirmed unconfirmed_;
  bool lost_ = false;
  std::string problem_;  // why it is down; empty: it is up
  std::chrono::milliseconds pause_;
  SteadyTime next_try_;
};

}  // namespace ak::sink
