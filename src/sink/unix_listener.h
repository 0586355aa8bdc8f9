// The listening end of a Unix stream socket: its file's mode and owner, and its removal.
#pragma once

#include <sys/types.h>

#include <string>

#include "base/fd.h"
#include "base/result.h"

namespace ak::sink {

class UnixListener {
 public:
  struct Options {
    std::string path;
    mode_t mode = 0600;
    uid_t owner = static_cast<uid_t>(-1);  // -1: the process's own
    gid_t group = static_cast<gid_t>(-1);

    bool operator==(const Options&) const = default;
  };

  UnixListener() = default;
  ~UnixListener() { close(); }
  UnixListener(const UnixListener&) = delete;
  UnixListener& operator=(const UnixListener&) = delete;

  // Makes the parent directory (0755) if it is missing, takes the place of a socket file that
  // nobody serves any more, and listens. Refuses to touch what is not a socket, or is served.
  Status open(const Options& options);

  // A client, non-blocking; empty when none waits. `exhausted` is set when the process has no
  // descriptor left for one.
  UniqueFd accept(bool* exhausted) const;

  // Removes the socket file, unless another has taken its place since.
  void close();

  [[nodiscard]] int fd() const { return fd_.get(); }  // -1 when not open

 private:
  UniqueFd fd_;
  std::string path_;
  dev_t device_ = 0;
  ino_t inode_ = 0;
};

}  // namespace ak::sink
