// Alerts to the local syslog daemon, as `@cee: {JSON}`: the cookie by which rsyslog (mmjsonparse)
// and syslog-ng (json-parser) know structured content.
#pragma once

#include <array>
#include <string>

#include "base/counters.h"
#include "base/limits.h"
#include "sink/sink.h"
#include "sink/syslog_socket.h"

namespace ak::sink {

struct SyslogOptions {
  std::string path = "/dev/log";
  std::string tag = "audisp-kube";
  int facility = 10;  // authpriv
  // Of an alert of severity low, medium, high, critical: notice, warning, err, crit.
  std::array<int, 4> severities = {5, 4, 3, 2};
  std::size_t max_bytes = limits::kDefaultSyslogBytes;  // of a whole packet

  bool operator==(const SyslogOptions&) const = default;
};

class SyslogSink final : public Sink {
 public:
  // `counters` outlives the sink.
  SyslogSink(SyslogOptions options, Counters& counters, Reporter report);

  [[nodiscard]] std::string_view name() const override { return "syslog"; }
  Delivery deliver(const Message& message) override;
  [[nodiscard]] bool pending() const override { return socket_.pending(); }
  [[nodiscard]] Interest interest(bool blocked) override;
  void ready(const std::vector<pollfd>& fds) override;

 private:
  void report_state(bool away);

  const SyslogOptions options_;
  Counters& counters_;
  const Reporter report_;
  SyslogSocket socket_;
  bool away_ = false;
};

}  // namespace ak::sink
