#include <fmt/format.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <sys/un.h>

#include <cerrno>
#include <cstring>

#include "app/health.h"
#include "base/limits.h"

namespace ak::app {
namespace {

Error failure(const std::string& path) {
  return Error{fmt::format("{}: {}", path, std::strerror(errno))};
}

UniqueFd connect_to(const std::string& path, std::chrono::milliseconds timeout) {
  sockaddr_un address{};
  address.sun_family = AF_UNIX;
  if (path.size() >= sizeof address.sun_path) {
    errno = ENAMETOOLONG;
    return {};
  }
  std::memcpy(address.sun_path, path.data(), path.size());
  UniqueFd fd(::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0));
  const timeval patience{timeout.count() / 1000, timeout.count() % 1000 * 1000};
  ::setsockopt(fd.get(), SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience);
  ::setsockopt(fd.get(), SOL_SOCKET, SO_SNDTIMEO, &patience, sizeof patience);
  if (::connect(fd.get(), reinterpret_cast<sockaddr*>(&address), sizeof address) != 0) fd.reset();
  return fd;
}

}  // namespace

Result<std::string> ask_status(const std::string& path, std::string_view request,
                               std::chrono::milliseconds timeout) {
  const UniqueFd fd = connect_to(path, timeout);
  if (!fd) return failure(path);
  const std::string line = fmt::format("{}\n", request);
  if (::send(fd.get(), line.data(), line.size(), MSG_NOSIGNAL) < 0) return failure(path);
  std::string answer;
  char buffer[4096];
  while (answer.size() <= limits::kMaxStatusBytes) {
    const ssize_t got = ::recv(fd.get(), buffer, sizeof buffer, 0);
    if (got < 0) return failure(path);
    if (got == 0) break;
    answer.append(buffer, static_cast<std::size_t>(got));
  }
  if (answer.empty()) return Error{path + ": the daemon does not answer"};
  return answer;
}

}  // namespace ak::app
