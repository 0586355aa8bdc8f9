#include "audit/late_syscalls.h"

#include <array>

namespace ak::audit {
namespace {

// Source: arch/x86/entry/syscalls/syscall_64.tbl of Linux 6.17, from 424 on.
constexpr unsigned kFirst = 424;
constexpr auto kNames = std::to_array<std::string_view>({
    "pidfd_send_signal",
    "io_uring_setup",
    "io_uring_enter",
    "io_uring_register",
    "open_tree",
    "move_mount",
    "fsopen",
    "fsconfig",
    "fsmount",
    "fspick",
    "pidfd_open",
    "clone3",
    "close_range",
    "openat2",
    "pidfd_getfd",
    "faccessat2",
    "process_madvise",
    "epoll_pwait2",
    "mount_setattr",
    "quotactl_fd",
    "landlock_create_ruleset",
    "landlock_add_rule",
    "landlock_restrict_self",
    "memfd_secret",
    "process_mrelease",
    "futex_waitv",
    "set_mempolicy_home_node",
    "cachestat",
    "fchmodat2",
    "map_shadow_stack",
    "futex_wake",
    "futex_wait",
    "futex_requeue",
    "statmount",
    "listmount",
    "lsm_get_self_attr",
    "lsm_set_self_attr",
    "lsm_list_modules",
    "mseal",
    "setxattrat",
    "getxattrat",
    "listxattrat",
    "removexattrat",
    "open_tree_attr",
    "file_getattr",
    "file_setattr",
});

}  // namespace

std::string_view late_syscall(unsigned number) {
  return number < kFirst || number - kFirst >= kNames.size() ? std::string_view()
                                                             : kNames[number - kFirst];
}

}  // namespace ak::audit
