// Alerts to the local syslog daemon, as `@cee: {JSON}`: the cookie by which rsyslog (mmjsonparse)
// and syslog-ng (json-parser) know structured content. CEF, which is no JSON, goes without it.
//
// A datagram that the daemon has not read goes with it when it ends. So what was sent is confirmed
// only when the daemon has read it and has lived on for a while; what is not is sent again to the
// next daemon.
#pragma once

#include <array>
#include <chrono>
#include <string>

#include "alert/format.h"
#include "base/limits.h"
#include "sink/sink.h"
#include "sink/syslog_socket.h"
#include "sink/unconfirmed.h"

namespace ak::sink {

struct SyslogOptions {
  std::string path = "/dev/log";
  std::string tag = "audisp-kube";
  int facility = 10;  // authpriv
  // Of an alert of severity low, medium, high, critical: notice, warning, err, crit.
  std::array<int, 4> severities = {5, 4, 3, 2};
  std::size_t max_bytes = limits::kDefaultSyslogBytes;  // of a whole packet
  alert::AlertFormat format = alert::AlertFormat::ecs;
  std::chrono::milliseconds hold = limits::kConfirmationHold;

  bool operator==(const SyslogOptions&) const = default;
};

class SyslogSink final : public Sink {
 public:
  SyslogSink(SyslogOptions options, Context context);

  [[nodiscard]] std::string_view type() const override { return "syslog"; }
  Delivery deliver(const Message& message) override;
  [[nodiscard]] bool pending() const override { return socket_.unread_bytes() > 0; }
  [[nodiscard]] std::size_t unconfirmed() const override { return unconfirmed_.size(); }
  [[nodiscard]] bool take_loss() override { return std::exchange(lost_, false); }
  void conclude() override;
  [[nodiscard]] Interest interest(bool blocked) override;
  void ready(const std::vector<pollfd>& fds) override;
  [[nodiscard]] SinkState state() const override;

 private:
  [[nodiscard]] SyslogSocket::Send send(const std::string& packet);
  void check();
  void lose();
  void report_state(bool away);

  const SyslogOptions options_;
  const Context context_;
  SyslogSocket socket_;
  Unconfirmed unconfirmed_;
  bool lost_ = false;
  bool away_ = false;
};

}  // namespace ak::sink
