#include "base/read_file.h"

#include <fcntl.h>

#include <array>
#include <cerrno>
#include <cstring>

#include "base/fd.h"

namespace ak {

Result<std::string> read_file(const std::string& path, std::size_t max_bytes) {
  const auto failure = [&] { return Error{"cannot read " + path + ": " + std::strerror(errno)}; };
  const UniqueFd fd(::open(path.c_str(), O_RDONLY | O_CLOEXEC));
  if (!fd) return failure();
  std::string bytes;
  std::array<char, 16384> piece{};
  while (bytes.size() <= max_bytes) {
    const ssize_t got = ::read(fd.get(), piece.data(), piece.size());
    if (got < 0 && errno == EINTR) continue;
    if (got < 0) return failure();
    if (got == 0) break;
    bytes.append(piece.data(), static_cast<std::size_t>(got));
  }
  if (bytes.size() > max_bytes) bytes.resize(max_bytes + 1);
  return bytes;
}

}  // namespace ak
