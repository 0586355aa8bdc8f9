#include "sink/syslog_sink.h"

#include <unistd.h>

#include <utility>

#include "alert/format.h"

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

Sink::Delivery SyslogSink::deliver(const Message& message) {
  const SyslogHeader header{options_.facility,
                            options_.severities.at(severity_index(message.severity)), options_.tag,
                            ::getpid()};
  std::string packet = syslog_packet(header, message.created, "@cee: ");
  if (packet.size() >= options_.max_bytes) return Delivery::never;
  const alert::Rendered alert =
      render(alert::AlertFormat::ecs, message.json, options_.max_bytes - packet.size());
  packet += alert.text;
  if (packet.size() > options_.max_bytes) return Delivery::never;

  const SyslogSocket::Send result = socket_.send(packet);
  if (result == SyslogSocket::Send::too_large) return Delivery::never;
  report_state(result == SyslogSocket::Send::away);
  if (result != SyslogSocket::Send::sent) return Delivery::later;
  if (alert.shortened) ++counters_.shortened_alerts;
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
