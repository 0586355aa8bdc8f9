#include "sink/file_sink.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <utility>

namespace ak::sink {
namespace {

Error failure(std::string_view what, const std::string& path) {
  return Error{fmt::format("cannot {} {}: {}", what, path, std::strerror(errno))};
}

// Whether its last byte is another than a newline.
bool ends_within_line(int fd, off_t size) {
  char last = '\n';
  return size > 0 && ::pread(fd, &last, 1, size - 1) == 1 && last != '\n';
}

}  // namespace

FileSink::FileSink(FileOptions options, Context context)
    : options_(std::move(options)), context_(std::move(context)) {}

Status FileSink::open_file() {
  // O_NONBLOCK: a FIFO without a reader would make us wait.
  constexpr int kFlags = O_RDWR | O_APPEND | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK | O_NOCTTY;
  const char* path = options_.path.c_str();
  UniqueFd fd(::open(path, kFlags));
  bool is_new = false;
  if (!fd && errno == ENOENT) {
    fd.reset(::open(path, kFlags | O_CREAT | O_EXCL, 0600));
    is_new = bool(fd);
  }
  if (!fd) return failure("open", options_.path);
  struct stat status {};
  if (::fstat(fd.get(), &status) != 0) return failure("look at", options_.path);
  if (!S_ISREG(status.st_mode)) return Error{options_.path + " is no plain file"};
  if (is_new) {
    const bool change_owner =
        options_.owner != static_cast<uid_t>(-1) || options_.group != static_cast<gid_t>(-1);
    if (change_owner && ::fchown(fd.get(), options_.owner, options_.group) != 0) {
      return failure("change the owner of", options_.path);
    }
    if (::fchmod(fd.get(), options_.mode) != 0) {
      return failure("change the mode of", options_.path);
    }
  }
  torn_ = ends_within_line(fd.get(), status.st_size);
  fd_ = std::move(fd);
  return Done{};
}

bool FileSink::is_current() const {
  struct stat there {};
  struct stat ours {};
  return fd_ && ::lstat(options_.path.c_str(), &there) == 0 && ::fstat(fd_.get(), &ours) == 0 &&
         there.st_dev == ours.st_dev && there.st_ino == ours.st_ino;
}

Sink::Delivery FileSink::deliver(const Message& message) {
  const alert::Rendered rendered = alert::render(options_.format, message.json, options_.max_bytes);
  if (options_.max_bytes != 0 && rendered.text.size() > options_.max_bytes) return Delivery::never;
  Status done = is_current() ? Status(Done{}) : open_file();
  if (done) done = append(rendered.text + "\n");
  tell(done ? "" : done.error().message);
  if (!done) return Delivery::later;
  if (rendered.shortened) ++context_.counters.shortened_alerts;
  return Delivery::taken;
}

Status FileSink::append(std::string line) {
  if (torn_) line.insert(line.begin(), '\n');
  struct stat before {};
  if (::fstat(fd_.get(), &before) != 0) return failure("look at", options_.path);
  ssize_t written = -1;
  do {
    written = ::write(fd_.get(), line.data(), line.size());
  } while (written < 0 && errno == EINTR);
  if (written == static_cast<ssize_t>(line.size())) {
    torn_ = false;
    return Done{};
  }
  if (written >= 0) errno = ENOSPC;  // the next write would say so
  const Error problem = failure("write to", options_.path);
  if (written > 0) heal(before.st_size, static_cast<std::size_t>(written));
  return problem;
}

// Takes back a line's beginning, unless somebody else has written after it.
void FileSink::heal(off_t size, std::size_t written) {
  struct stat now {};
  const bool is_last =
      ::fstat(fd_.get(), &now) == 0 && now.st_size == size + static_cast<off_t>(written);
  if (!is_last || ::ftruncate(fd_.get(), size) != 0) torn_ = true;
}

void FileSink::tell(const std::string& problem) {
  if (problem.empty() != problem_.empty()) {
    context_.report(problem.empty() ? "writing to " + options_.path + " again"
                                    : problem + ": alerts wait");
  }
  problem_ = problem;
}

}  // namespace ak::sink
