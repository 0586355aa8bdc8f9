#include "sink/syslog_sink.h"

#include <unistd.h>

#include <utility>

namespace ak::sink {
namespace {

std::size_t severity_index(detect::RuleSeverity severity) {
  switch (severity) {
    case detect::RuleSeverity::low:
      return 0;
    case detect::RuleSeverity::medium:
      return 1;
    case detect::RuleSeverity::high:
      return 2;
    case detect::RuleSeverity::critical:
      return 3;
  }
  return 3;
}

}  // namespace

SyslogSink::SyslogSink(SyslogOptions options, Counters& counters, Reporter report)
    : options_(std::move(options)),
      counters_(counters),
      report_(std::move(report)),
      socket_(options_.path) {}

SyslogSocket::Send SyslogSink::send(const Message& message, const std::string& json) {
  const SyslogHeader header{options_.facility,
                            options_.severities.at(severity_index(message.severity)), options_.tag,
                            ::getpid()};
  const std::string packet = syslog_packet(header, message.created, "@cee: " + json);
  if (packet.size() > options_.max_bytes) return SyslogSocket::Send::too_large;
  return socket_.send(packet);
}

Sink::Delivery SyslogSink::deliver(const Message& message) {
  bool shortened = false;
  SyslogSocket::Send result = send(message, message.json);
  if (result == SyslogSocket::Send::too_large && !message.short_json.empty()) {
    shortened = true;
    result = send(message, message.short_json);
  }
  if (result == SyslogSocket::Send::too_large) return Delivery::never;
  report_state(result == SyslogSocket::Send::away);
  if (result != SyslogSocket::Send::sent) return Delivery::later;
  if (shortened) ++counters_.shortened_alerts;
  return Delivery::taken;
}

void SyslogSink::report_state(bool away) {
  if (away == away_) return;
  away_ = away;
  report_(away ? "nobody listens on " + options_.path + ": alerts wait"
               : "syslog is back on " + options_.path);
}

Interest SyslogSink::interest(bool blocked) {
  Interest interest;
  if (!blocked && !socket_.pending()) return interest;
  if (socket_.fd() >= 0) interest.fds.push_back({socket_.fd(), POLLOUT, 0});
  interest.retry = true;  // a datagram socket does not say when its peer was replaced
  return interest;
}

void SyslogSink::ready(const std::vector<pollfd>& /*fds*/) {
  socket_.flush();
}

}  // namespace ak::sink
