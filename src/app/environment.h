// Makes of whatever auditd, a shell or a container runtime started us in the environment that the
// rest of the program takes for granted.
#pragma once

namespace ak::app {

// Opens /dev/null where standard input, output or error is closed: the next descriptor to be
// opened would otherwise be taken for it, and complaints would go into the store or a socket.
// Before anything else is opened.
void open_standard_descriptors();

// For the daemon, before its threads: every signal has its default effect again (SIGPIPE: none),
// new files are for their owner alone unless told otherwise, and it may open as many files as the
// hard limit admits, up to what its own caps can need.
void settle_daemon();

}  // namespace ak::app
