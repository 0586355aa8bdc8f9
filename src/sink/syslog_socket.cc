#include "sink/syslog_socket.h"

#include <fmt/format.h>
#include <sys/socket.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <iterator>

namespace ak::sink {
namespace {

// By number: RFC 5424, tables 1 and 2, under the names of syslog.conf(5). 12 to 15 have none.
constexpr std::array<std::string_view, 24> kFacilities = {
    "kern",   "user",   "mail",     "daemon", "auth",   "syslog", "lpr",    "news",
    "uucp",   "cron",   "authpriv", "ftp",    "",       "",       "",       "",
    "local0", "local1", "local2",   "local3", "local4", "local5", "local6", "local7"};
constexpr std::array<std::string_view, 8> kSeverities = {"emerg",   "alert",  "crit", "err",
                                                         "warning", "notice", "info", "debug"};
constexpr std::array<std::string_view, 12> kMonths = {"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                                      "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};

template <std::size_t N>
int index_of(const std::array<std::string_view, N>& names, std::string_view name) {
  const auto found = std::find(names.begin(), names.end(), name);
  if (name.empty() || found == names.end()) return -1;
  return static_cast<int>(std::distance(names.begin(), found));
}

}  // namespace

bool SyslogSocket::connect() {
  socket_file_ = identity_of(path_);
  for (const int type : {SOCK_DGRAM, SOCK_STREAM}) {
    fd_ = connect_unix(path_, type);
    if (fd_) {
      stream_ = type == SOCK_STREAM;
      return true;
    }
    if (errno != EPROTOTYPE) break;
  }
  return false;
}

void SyslogSocket::disconnect() {
  fd_.reset();
  rest_.clear();  // the packet's beginning is gone with the connection
}

SyslogSocket::Send SyslogSocket::send(std::string_view packet) {
  const bool was_connected = bool(fd_);
  const Send result = send_to_same(packet);
  // A failure may only mean that the daemon was restarted since.
  return result == Send::away && was_connected ? send_to_same(packet) : result;
}

SyslogSocket::Send SyslogSocket::send_to_same(std::string_view packet) {
  if (const Send flushed = flush(); flushed != Send::sent) return flushed;
  if (!fd_ && !connect()) return Send::away;
  const Send result = stream_ ? send_stream(packet) : write_once(packet);
  if (result == Send::away) disconnect();
  return result;
}

bool SyslogSocket::is_alive() const {
  if (!fd_ || !socket_file_ || identity_of(path_) != socket_file_) return false;
  if (stream_) return !has_hung_up(fd_.get());
  // The file outlives a daemon that was killed; then nobody is behind it.
  return bool(connect_unix(path_, SOCK_DGRAM));
}

std::size_t SyslogSocket::unread_bytes() const {
  return rest_.size() + ak::sink::unread_bytes(fd_.get());
}

SyslogSocket::Send SyslogSocket::write_once(std::string_view bytes) {
  ssize_t written = -1;
  do {
    written = ::send(fd_.get(), bytes.data(), bytes.size(), MSG_NOSIGNAL | MSG_DONTWAIT);
  } while (written < 0 && errno == EINTR);
  if (written >= 0) {
    if (stream_) rest_.assign(bytes.substr(static_cast<std::size_t>(written)));
    return Send::sent;
  }
  if (errno == EAGAIN || errno == EWOULDBLOCK || errno == ENOBUFS) return Send::full;
  return errno == EMSGSIZE ? Send::too_large : Send::away;
}

// In a stream a NUL ends each packet, as with syslog(3).
SyslogSocket::Send SyslogSocket::send_stream(std::string_view packet) {
  std::string framed(packet);
  framed += '\0';
  return write_once(framed);
}

SyslogSocket::Send SyslogSocket::flush() {
  if (rest_.empty()) return Send::sent;
  const std::string rest = rest_;
  const Send result = write_once(rest);
  if (result == Send::away) disconnect();
  if (result != Send::sent) return result;
  return rest_.empty() ? Send::sent : Send::full;
}

int syslog_facility(std::string_view name) {
  return index_of(kFacilities, name);
}
int syslog_severity(std::string_view name) {
  return index_of(kSeverities, name);
}

std::vector<std::string_view> syslog_facility_names() {
  std::vector<std::string_view> names;
  std::copy_if(kFacilities.begin(), kFacilities.end(), std::back_inserter(names),
               [](std::string_view name) { return !name.empty(); });
  return names;
}

std::vector<std::string_view> syslog_severity_names() {
  return {kSeverities.begin(), kSeverities.end()};
}

std::string syslog_packet(const SyslogHeader& header, TimeMs time, std::string_view text) {
  const auto seconds = static_cast<std::time_t>(time / 1000);
  std::tm parts{};
  localtime_r(&seconds, &parts);
  return fmt::format("<{}>{} {:2} {:02}:{:02}:{:02} {}[{}]: {}",
                     header.facility * 8 + header.severity,
                     kMonths[static_cast<std::size_t>(parts.tm_mon)], parts.tm_mday, parts.tm_hour,
                     parts.tm_min, parts.tm_sec, header.tag, header.pid, text);
}

}  // namespace ak::sink
