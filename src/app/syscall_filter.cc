#include "app/syscall_filter.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <linux/netlink.h>
#include <sched.h>
#include <seccomp.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <initializer_list>
#include <memory>

namespace ak::app {
namespace {

// Whatever the role: memory, threads, time, reading, and what is open already.
constexpr const char* kCommon[] = {
    // memory
    "brk", "mremap", "munmap", "madvise", "membarrier",
    // threads and the process itself
    "futex", "futex_time64", "futex_waitv", "get_robust_list", "set_robust_list", "rseq", "exit",
    "exit_group", "gettid", "getpid", "getppid", "getuid", "geteuid", "getgid", "getegid",
    "getgroups", "sched_yield", "sched_getaffinity", "set_tid_address", "getrlimit", "getrusage",
    "capget", "getcpu", "uname", "sysinfo", "times", "restart_syscall", "getpgrp", "umask",
    // signals
    "rt_sigaction", "rt_sigprocmask", "rt_sigpending", "rt_sigreturn", "rt_sigtimedwait",
    "rt_sigsuspend", "sigaltstack", "pause", "signalfd4", "sigreturn",
    // time
    "clock_gettime", "clock_gettime64", "clock_getres", "clock_nanosleep", "nanosleep",
    "gettimeofday", "time", "timerfd_create", "timerfd_settime", "timerfd_gettime",
    // descriptors
    "read", "readv", "pread64", "preadv", "write", "writev", "lseek", "_llseek", "close",
    "close_range", "dup", "dup2", "dup3", "fcntl", "fcntl64", "pipe2", "eventfd2", "poll", "ppoll",
    "ppoll_time64", "select", "pselect6", "epoll_create1", "epoll_ctl", "epoll_wait", "epoll_pwait",
    "fadvise64", "fadvise64_64",
    // reading files
    "stat", "stat64", "lstat", "lstat64", "fstat", "fstat64", "newfstatat", "fstatat64", "statx",
    "statfs", "statfs64", "fstatfs", "fstatfs64", "access", "faccessat", "faccessat2", "readlink",
    "readlinkat", "getdents", "getdents64", "getcwd", "getrandom"};

constexpr const char* kWriting[] = {
    "open",        "openat",   "creat",     "pwrite64",  "pwritev",   "ftruncate",
    "ftruncate64", "truncate", "fallocate", "fsync",     "fdatasync", "sync_file_range",
    "flock",       "rename",   "renameat",  "renameat2", "unlink",    "unlinkat",
    "mkdir",       "mkdirat",  "rmdir",     "link",      "linkat",    "chown",
    "lchown",      "fchown",   "fchownat",  "utimensat", "futimesat"};

constexpr const char* kSockets[] = {"connect",  "bind",        "listen",      "accept",
                                    "accept4",  "getsockname", "getpeername", "setsockopt",
                                    "shutdown", "sendmmsg"};

// Also on a socket that is standard input or output.
constexpr const char* kOpenSockets[] = {"recvfrom", "recvmsg", "recv",      "sendto",
                                        "sendmsg",  "send",    "getsockopt"};

constexpr const char* kIntrusion[] = {"execve",
                                      "execveat",
                                      "fork",
                                      "vfork",
                                      "ptrace",
                                      "process_vm_readv",
                                      "process_vm_writev",
                                      "process_madvise",
                                      "pidfd_getfd",
                                      "kcmp",
                                      "init_module",
                                      "finit_module",
                                      "delete_module",
                                      "kexec_load",
                                      "kexec_file_load",
                                      "bpf",
                                      "perf_event_open",
                                      "userfaultfd",
                                      "io_uring_setup",
                                      "mount",
                                      "umount",
                                      "umount2",
                                      "move_mount",
                                      "fsopen",
                                      "fsmount",
                                      "fspick",
                                      "mount_setattr",
                                      "pivot_root",
                                      "chroot",
                                      "unshare",
                                      "setns",
                                      "open_by_handle_at",
                                      "add_key",
                                      "request_key",
                                      "keyctl",
                                      "setuid",
                                      "setgid",
                                      "setreuid",
                                      "setregid",
                                      "setresuid",
                                      "setresgid",
                                      "setfsuid",
                                      "setfsgid",
                                      "setgroups",
                                      "capset",
                                      "mknod",
                                      "mknodat",
                                      "reboot",
                                      "swapon",
                                      "swapoff",
                                      "acct",
                                      "settimeofday",
                                      "clock_settime",
                                      "clock_adjtime",
                                      "adjtimex",
                                      "iopl",
                                      "ioperm",
                                      "sethostname",
                                      "setdomainname",
                                      "syslog",
                                      "quotactl"};

class Filter {
 public:
  Filter() : context_(::seccomp_init(SCMP_ACT_ERRNO(ENOSYS)), ::seccomp_release) {}

  void add(std::uint32_t action, const char* name,
           std::initializer_list<scmp_arg_cmp> arguments = {}) {
    if (!context_) return;
    const int number = ::seccomp_syscall_resolve_name(name);
    // Not on this machine, or younger than the library.
    if (number == __NR_SCMP_ERROR) return;
    const int result = ::seccomp_rule_add_array(
        context_.get(), action, number, static_cast<unsigned>(arguments.size()), arguments.begin());
    if (result != 0 && result != -EDOM && error_ == 0) error_ = result;
  }

  template <std::size_t n>
  void add_all(std::uint32_t action, const char* const (&names)[n]) {
    for (const char* name : names) add(action, name);
  }

  int load() {
    if (!context_) return -ENOMEM;
    if (error_ != 0) return error_;
    ::seccomp_attr_set(context_.get(), SCMP_FLTATR_CTL_OPTIMIZE, 2);  // libseccomp 2.5
    return ::seccomp_load(context_.get());
  }

 private:
  std::unique_ptr<void, void (*)(scmp_filter_ctx)> context_;
  int error_ = 0;
};

// OPEN_TREE_CLONE: a mount's copy, to be laid elsewhere. Without it open_tree stands for a file.
constexpr std::uint64_t kTreeCopy = 1;

// The kernel looks at an int's lower half; the upper may hold anything.
scmp_arg_cmp int_is(unsigned argument, std::uint64_t value) {
  return {argument, SCMP_CMP_MASKED_EQ, 0xffffffff, value};
}

scmp_arg_cmp bits_are(unsigned argument, std::uint64_t mask, std::uint64_t value) {
  return {argument, SCMP_CMP_MASKED_EQ, mask, value};
}

// No memory both writable and executable, and none that becomes executable.
void allow_memory(Filter& filter) {
  for (const char* name : {"mmap", "mmap2"}) {
    for (const std::uint64_t protection : {PROT_NONE, PROT_WRITE, PROT_EXEC}) {
      filter.add(SCMP_ACT_ALLOW, name, {bits_are(2, PROT_WRITE | PROT_EXEC, protection)});
    }
  }
  filter.add(SCMP_ACT_ALLOW, "mprotect", {bits_are(2, PROT_EXEC, 0)});
}

void allow_process(Filter& filter) {
  // A thread, not a process. clone3 hides its flags: ENOSYS, and the C library takes clone.
  filter.add(SCMP_ACT_ALLOW, "clone", {bits_are(0, CLONE_THREAD, CLONE_THREAD)});
#ifndef AK_SANITIZED
  filter.add(SCMP_ACT_KILL_PROCESS, "clone", {bits_are(0, CLONE_THREAD, 0)});
#endif
  // abort(3)
  filter.add(SCMP_ACT_ALLOW, "tgkill", {int_is(0, static_cast<std::uint64_t>(::getpid()))});
  filter.add(SCMP_ACT_ALLOW, "prlimit64", {int_is(0, 0), {2, SCMP_CMP_EQ, 0, 0}});
  filter.add(SCMP_ACT_ALLOW, "prctl", {int_is(0, PR_SET_NAME)});
  // TIOCOUTQ: of a socket, how much is not read yet.
  for (const std::uint64_t request : {TCGETS, TIOCGWINSZ, FIONREAD, FIONBIO, TIOCOUTQ}) {
    filter.add(SCMP_ACT_ALLOW, "ioctl", {int_is(1, request)});
  }
}

void allow_reading(Filter& filter) {
  constexpr std::uint64_t kWrites = O_ACCMODE | O_CREAT | O_TRUNC;
  filter.add(SCMP_ACT_ALLOW, "open", {bits_are(1, kWrites, O_RDONLY)});
  filter.add(SCMP_ACT_ALLOW, "openat", {bits_are(2, kWrites, O_RDONLY)});
}

void allow_writing(Filter& filter) {
  filter.add_all(SCMP_ACT_ALLOW, kWriting);
  // No file becomes another's to run as root.
  constexpr std::uint64_t kSpecialBits = 06000;
  filter.add(SCMP_ACT_ALLOW, "chmod", {bits_are(1, kSpecialBits, 0)});
  filter.add(SCMP_ACT_ALLOW, "fchmod", {bits_are(1, kSpecialBits, 0)});
  filter.add(SCMP_ACT_ALLOW, "fchmodat", {bits_are(2, kSpecialBits, 0)});
}

void allow_sockets(Filter& filter, const SyscallNeeds& needs) {
  filter.add_all(SCMP_ACT_ALLOW, kOpenSockets);
  if (needs.unix_sockets) filter.add(SCMP_ACT_ALLOW, "socket", {int_is(0, AF_UNIX)});
  if (needs.audit_netlink) {
    filter.add(SCMP_ACT_ALLOW, "socket", {int_is(0, AF_NETLINK), int_is(2, NETLINK_AUDIT)});
  }
  if (needs.unix_sockets || needs.audit_netlink) filter.add_all(SCMP_ACT_ALLOW, kSockets);
}

#ifdef AK_SANITIZED
// The leak checker stops the process's threads from a process that it clones; reports are written
// after running a symbolizer. Only in builds that are never installed.
void allow_sanitizers(Filter& filter) {
  for (const char* name : {"clone", "fork", "vfork", "execve", "ptrace", "wait4", "waitid", "prctl",
                           "mmap", "mprotect", "socketpair", "pipe", "kill", "tgkill", "setrlimit",
                           "prlimit64", "personality", "process_vm_readv", "sched_getparam"}) {
    filter.add(SCMP_ACT_ALLOW, name);
  }
}
#endif

}  // namespace

std::string filter_syscalls(const SyscallNeeds& needs) {
  Filter filter;
#ifdef AK_SANITIZED
  allow_sanitizers(filter);
  static_cast<void>(kIntrusion);
#else
  filter.add_all(SCMP_ACT_KILL_PROCESS, kIntrusion);
  filter.add(SCMP_ACT_KILL_PROCESS, "open_tree", {bits_are(2, kTreeCopy, kTreeCopy)});
#endif
  filter.add_all(SCMP_ACT_ALLOW, kCommon);
  allow_memory(filter);
  allow_process(filter);
  if (needs.write_files) {
    allow_writing(filter);
    filter.add(SCMP_ACT_ALLOW, "open_tree", {bits_are(2, kTreeCopy, 0)});
  } else {
    allow_reading(filter);
  }
  allow_sockets(filter, needs);
  const int result = filter.load();
  if (result == 0) return {};
  return fmt::format("cannot restrict the system calls: {}", std::strerror(-result));
}

}  // namespace ak::app
