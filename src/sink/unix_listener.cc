#include "sink/unix_listener.h"

#include <fmt/format.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>

#include <cerrno>
#include <cstring>

#include "base/path.h"
#include "sink/unix_socket.h"

namespace ak::sink {
namespace {

constexpr int kBacklog = 16;

Error failure(std::string_view what, const std::string& path) {
  return Error{fmt::format("cannot {} {}: {}", what, path, std::strerror(errno))};
}

bool is_served(const std::string& path) {
  // EAGAIN: somebody listens, and the backlog is full.
  return bool(connect_unix(path, SOCK_STREAM)) || errno == EAGAIN || errno == EMFILE ||
         errno == ENFILE;
}

Status make_room(const std::string& path) {
  struct stat status {};
  if (::lstat(path.c_str(), &status) != 0) {
    if (errno == ENOENT) return Done{};
    return failure("look at", path);
  }
  if (!S_ISSOCK(status.st_mode)) return Error{path + " exists and is not a socket"};
  if (is_served(path)) return Error{path + " is served by another process"};
  if (::unlink(path.c_str()) != 0 && errno != ENOENT) return failure("remove", path);
  return Done{};
}

Status set_access(const UnixListener::Options& options) {
  const bool change_owner =
      options.owner != static_cast<uid_t>(-1) || options.group != static_cast<gid_t>(-1);
  if (change_owner && ::lchown(options.path.c_str(), options.owner, options.group) != 0) {
    return failure("change the owner of", options.path);
  }
  if (::chmod(options.path.c_str(), options.mode) != 0) {
    return failure("change the mode of", options.path);
  }
  return Done{};
}

}  // namespace

Status UnixListener::open(const Options& options) {
  close();
  sockaddr_un address{};
  if (!fill_address(options.path, address)) {
    return Error{fmt::format("{} is no name for a socket: empty, or longer than {} bytes",
                             options.path, sizeof address.sun_path - 1)};
  }
  const std::string directory(directory_name(options.path));
  if (::mkdir(directory.c_str(), 0755) == 0) {
    ::chmod(directory.c_str(), 0755);  // whatever the umask: the socket's own mode decides
  } else if (errno != EEXIST) {
    return failure("make", directory);
  }
  if (Status room = make_room(options.path); !room) return room;

  UniqueFd fd(::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0));
  if (!fd) return failure("make a socket for", options.path);
  // The mode that the file is born with: nobody else may connect before set_access().
  ::fchmod(fd.get(), 0600);
  if (::bind(fd.get(), reinterpret_cast<const sockaddr*>(&address), sizeof address) != 0) {
    return failure("bind", options.path);
  }
  path_ = options.path;
  struct stat status {};
  if (::lstat(path_.c_str(), &status) == 0) {
    device_ = status.st_dev;
    inode_ = status.st_ino;
  }
  fd_ = std::move(fd);
  Status access = set_access(options);
  if (access && ::listen(fd_.get(), kBacklog) != 0) access = failure("listen on", options.path);
  if (!access) close();
  return access;
}

UniqueFd UnixListener::accept(bool* exhausted) const {
  UniqueFd client(::accept4(fd_.get(), nullptr, nullptr, SOCK_CLOEXEC | SOCK_NONBLOCK));
  *exhausted =
      !client && (errno == EMFILE || errno == ENFILE || errno == ENOBUFS || errno == ENOMEM);
  return client;
}

void UnixListener::close() {
  if (!fd_) return;
  struct stat status {};
  const bool ours =
      ::lstat(path_.c_str(), &status) == 0 && status.st_dev == device_ && status.st_ino == inode_;
  if (ours) ::unlink(path_.c_str());
  fd_.reset();
}

}  // namespace ak::sink
