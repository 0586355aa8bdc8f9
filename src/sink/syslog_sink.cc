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

SyslogSink::SyslogSink(SyslogOptions options, Context context)
    : options_(std::move(options)),
      context_(std::move(context)),
      socket_(options_.path),
      unconfirmed_(options_.hold) {}

Sink::Delivery SyslogSink::deliver(const Message& message) {
  const SyslogHeader header{options_.facility,
                            options_.severities.at(severity_index(message.severity)), options_.tag,
                            ::getpid()};
  const bool has_cookie = options_.format != alert::AlertFormat::cef;
  const std::string head = syslog_packet(header, message.created, has_cookie ? "@cee: " : "");
  if (head.size() >= options_.max_bytes) return Delivery::never;
  const alert::Rendered rendered =
      alert::render(options_.format, message.json, options_.max_bytes - head.size());
  if (head.size() + rendered.text.size() > options_.max_bytes) return Delivery::never;

  const std::string packet = head + rendered.text;
  switch (send(packet)) {
    case SyslogSocket::Send::too_large:
      return Delivery::never;
    case SyslogSocket::Send::full:
      report_state(false);
      return Delivery::later;
    case SyslogSocket::Send::away:
      lose();
      report_state(!lost_);  // another daemon may be there already: it is tried at once
      return Delivery::later;
    case SyslogSocket::Send::sent:
      break;
  }
  report_state(false);
  unconfirmed_.add(packet.size());
  if (rendered.shortened) ++context_.counters.shortened_alerts;
  return Delivery::taken;
}

// What a daemon that is gone had not read goes before this one.
SyslogSocket::Send SyslogSink::send(const std::string& packet) {
  return unconfirmed_.empty() ? socket_.send(packet) : socket_.send_to_same(packet);
}

void SyslogSink::lose() {
  lost_ = lost_ || !unconfirmed_.empty();
  unconfirmed_.clear();
  socket_.disconnect();
}

void SyslogSink::check() {
  if (unconfirmed_.empty()) return;
  // In that order: bytes that went with the daemon look as if they had been read.
  const std::size_t unread = socket_.unread_bytes();
  if (socket_.is_alive()) {
    unconfirmed_.observe(unread, context_.now());
  } else {
    lose();
  }
}

void SyslogSink::conclude() {
  check();
  unconfirmed_.confirm_read();
}

void SyslogSink::report_state(bool away) {
  if (away == away_) return;
  away_ = away;
  context_.report(away ? "nobody listens on " + options_.path + ": alerts wait"
                       : "syslog is back on " + options_.path);
}

SinkState SyslogSink::state() const {
  return {!away_, away_ ? "nobody listens on " + options_.path : ""};
}

Interest SyslogSink::interest(bool blocked) {
  Interest interest;
  const bool waits = blocked || socket_.pending();
  if (waits && socket_.fd() >= 0) interest.fds.push_back({socket_.fd(), POLLOUT, 0});
  // Neither a datagram's being read nor its reader's end can be polled for.
  interest.retry = waits || !unconfirmed_.empty();
  return interest;
}

void SyslogSink::ready(const std::vector<pollfd>& /*fds*/) {
  socket_.flush();
  check();
}

}  // namespace ak::sink
