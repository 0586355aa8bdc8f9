// The local syslog socket, written to without ever waiting: syslog(3) blocks its caller when the
// daemon behind /dev/log is slow. Reconnects by itself when the daemon was restarted.
// Not thread-safe.
#pragma once

#include <cstddef>
#include <ctime>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/fd.h"
#include "base/time.h"
#include "sink/unix_socket.h"

namespace ak::sink {

class SyslogSocket {
 public:
  explicit SyslogSocket(std::string path) : path_(std::move(path)) {}

  enum class Send {
    sent,
    full,       // the receiver's queue is full: wait until fd() is writable
    away,       // nobody listens there
    too_large,  // for one datagram
  };
  // Connects when it is not connected, and once more when the daemon turns out to be gone.
  Send send(std::string_view packet);

  // The same, but a daemon that is gone is answered with `away` first, so that the caller can send
  // again what that one had not read.
  Send send_to_same(std::string_view packet);

  // The daemon that it is connected to lives: it has not closed its socket, and nobody has taken
  // its place. False when not connected.
  [[nodiscard]] bool is_alive() const;

  // At least as many bytes as the daemon has not read of what was sent.
  [[nodiscard]] std::size_t unread_bytes() const;

  void disconnect();

  // A stream socket took a part of a packet only; the rest goes before the next one.
  [[nodiscard]] bool pending() const { return !rest_.empty(); }
  Send flush();

  [[nodiscard]] int fd() const { return fd_.get(); }  // -1 when not connected

 private:
  bool connect();
  Send write_once(std::string_view bytes);
  Send send_stream(std::string_view packet);

  std::string path_;
  UniqueFd fd_;
  std::optional<FileIdentity> socket_file_;  // when it was connected to
  bool stream_ = false;
  std::string rest_;
};

// The numbers of RFC 5424, 6.2.1. -1 for a name that is not one.
int syslog_facility(std::string_view name);  // "authpriv" → 10
int syslog_severity(std::string_view name);  // "warning" → 4
std::vector<std::string_view> syslog_facility_names();
std::vector<std::string_view> syslog_severity_names();

struct SyslogHeader {
  int facility = 10;
  int severity = 5;
  std::string_view tag;
  long pid = 0;
};

// "<85>Nov 22 13:30:51 tag[pid]: text": what rsyslog, syslog-ng and journald expect on /dev/log,
// whatever the format in which they pass it on. The header has no host name, and local time.
std::string syslog_packet(const SyslogHeader& header, TimeMs time, std::string_view text);

}  // namespace ak::sink
