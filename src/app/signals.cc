#include "app/signals.h"

#include <sys/signalfd.h>
#include <unistd.h>

#include <csignal>

namespace ak::app {

Signals::Signals() {
  sigset_t wanted;
  sigemptyset(&wanted);
  for (const int number : {SIGTERM, SIGINT, SIGHUP, SIGUSR1}) sigaddset(&wanted, number);
  ::pthread_sigmask(SIG_SETMASK, &wanted, nullptr);
  fd_.reset(::signalfd(-1, &wanted, SFD_CLOEXEC | SFD_NONBLOCK));
  if (fd_) return;
  // Without a descriptor to spare. auditd waits for a plugin that it has sent SIGTERM to.
  ::signal(SIGHUP, SIG_IGN);
  ::signal(SIGUSR1, SIG_IGN);
  sigemptyset(&wanted);
  ::pthread_sigmask(SIG_SETMASK, &wanted, nullptr);
}

int Signals::next() {
  signalfd_siginfo info{};
  if (::read(fd_.get(), &info, sizeof info) != sizeof info) return 0;
  return static_cast<int>(info.ssi_signo);
}

}  // namespace ak::app
