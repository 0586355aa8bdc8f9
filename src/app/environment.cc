#include "app/environment.h"

#include <fcntl.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <csignal>

#include "base/limits.h"

namespace ak::app {
namespace {

void reset_signals() {
  for (int number = 1; number <= SIGRTMAX; ++number) {
    struct sigaction action {};
    const bool is_ignored =
        ::sigaction(number, nullptr, &action) == 0 && action.sa_handler == SIG_IGN;
    if (is_ignored && number != SIGPIPE) ::signal(number, SIG_DFL);
  }
  ::signal(SIGPIPE, SIG_IGN);
}

void raise_descriptor_limit() {
  rlimit limit{};
  if (::getrlimit(RLIMIT_NOFILE, &limit) != 0 || limit.rlim_cur >= limits::kWantedDescriptors) {
    return;
  }
  limit.rlim_cur = std::min<rlim_t>(limit.rlim_max, limits::kWantedDescriptors);
  ::setrlimit(RLIMIT_NOFILE, &limit);
}

}  // namespace

void open_standard_descriptors() {
  for (int fd = STDIN_FILENO; fd <= STDERR_FILENO; ++fd) {
    if (::fcntl(fd, F_GETFD) >= 0) continue;
    // The lowest that is free, and that is this one. Without /dev/null a directory, which can be
    // neither read nor written.
    if (::open("/dev/null", O_RDWR) < 0) static_cast<void>(::open("/", O_RDONLY | O_DIRECTORY));
  }
}

void settle_daemon() {
  reset_signals();
  ::umask(077);
  raise_descriptor_limit();
}

}  // namespace ak::app
