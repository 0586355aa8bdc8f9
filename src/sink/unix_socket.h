// What sinks need to know of Unix sockets: names, connections, and whether the other end lives and
// reads.
#pragma once

#include <sys/types.h>
#include <sys/un.h>

#include <cstddef>
#include <ctime>
#include <optional>
#include <string>

#include "base/fd.h"

namespace ak::sink {

// False for a name that is empty, or too long for a socket.
bool fill_address(const std::string& path, sockaddr_un& address);

// A connection to the socket at `path`, non-blocking; none, with errno, if that fails. `type`:
// SOCK_DGRAM or SOCK_STREAM.
UniqueFd connect_unix(const std::string& path, int type);

// A file, told from another that takes its place under the same name and perhaps the same inode.
struct FileIdentity {
  dev_t device = 0;
  ino_t inode = 0;
  std::time_t changed_s = 0;
  long changed_ns = 0;

  bool operator==(const FileIdentity&) const = default;
};
// Links are followed. Nothing when there is no such file.
std::optional<FileIdentity> identity_of(const std::string& path);

// At least as many bytes as the other end has not read of what was sent. The kernel counts its own
// for each piece along with them.
std::size_t unread_bytes(int fd);

// The other end of a connection has closed it.
bool has_hung_up(int fd);

}  // namespace ak::sink
