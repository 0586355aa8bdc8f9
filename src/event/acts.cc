#include "event/acts.h"

#include <unordered_map>

namespace ak {
namespace {

struct Entry {
  std::vector<std::string_view> names;
  Act act;
};

using Kind = ActKind;

// Words after the first are those of Elastic's auditd_manager, from
// https://github.com/elastic/go-libaudit, aucoalesce/normalizations.yaml.
const std::vector<Entry>& syscall_entries() {
  static const std::vector<Entry> entries{
      {{"execve", "execveat"}, {Kind::exec, "process", {"start"}, {"exec", "executed"}}},
      {{"clone", "clone3", "fork", "vfork"}, {Kind::fork, "process", {"start"}, {"fork"}}},
      {{"exit", "exit_group"}, {Kind::exit, "process", {"end"}, {"end"}}},

      {{"open", "openat", "openat2", "creat"},
       {Kind::open, "file", {"access"}, {"open", "opened-file"}}},
      {{"truncate", "truncate64", "ftruncate", "ftruncate64", "fallocate"},
       {Kind::change, "file", {"change"}, {"modification", "opened-file"}}},
      {{"rename", "renameat", "renameat2"},
       {Kind::rename, "file", {"change"}, {"rename", "renamed"}}},
      {{"link", "linkat"}, {Kind::link, "file", {"creation"}, {"creation", "linked"}}},
      {{"symlink", "symlinkat"}, {Kind::symlink, "file", {"creation"}, {"creation", "symlinked"}}},
      {{"mkdir", "mkdirat"},
       {Kind::create, "file", {"creation"}, {"creation", "created-directory"}}},
      {{"mknod", "mknodat"}, {Kind::create, "file", {"creation"}, {"creation", "make-device"}}},
      {{"unlink", "unlinkat", "rmdir"},
       {Kind::remove, "file", {"deletion"}, {"deletion", "deleted"}}},
      {{"chmod", "fchmod", "fchmodat", "fchmodat2"},
       {Kind::change, "file", {"change"}, {"changed-file-permissions-of"}}},
      {{"chown", "fchown", "lchown", "fchownat", "chown32", "fchown32", "lchown32"},
       {Kind::change, "file", {"change"}, {"changed-file-ownership-of"}}},
      {{"setxattr", "lsetxattr", "fsetxattr", "setxattrat", "removexattr", "lremovexattr",
        "fremovexattr", "removexattrat"},
       {Kind::change, "file", {"change"}, {"changed-file-attributes-of"}}},
      {{"utime", "utimes", "futimesat", "utimensat", "utimensat_time64"},
       {Kind::change, "file", {"change"}, {"changed-file-attributes-of", "changed-timestamp-of"}}},

      {{"connect", "socketcall(connect)"},
       {Kind::network,
        "network",
        {"connection", "start"},
        {"connection_attempted", "connected-to"}}},
      {{"accept", "accept4", "socketcall(accept)", "socketcall(accept4)"},
       {Kind::network,
        "network",
        {"connection", "start"},
        {"connection_accepted", "accepted-connection-from"}}},
      {{"bind", "socketcall(bind)"},
       {Kind::network, "network", {"connection", "start"}, {"bound-socket"}}},

      {{"setuid", "setreuid", "setresuid", "setfsuid", "setuid32", "setreuid32", "setresuid32",
        "setfsuid32"},
       {Kind::other, "process", {"change"}, {"uid_change", "changed-identity-of"}}},
      {{"setgid", "setregid", "setresgid", "setfsgid", "setgid32", "setregid32", "setresgid32",
        "setfsgid32"},
       {Kind::other, "process", {"change"}, {"gid_change", "changed-identity-of"}}},
      {{"init_module", "finit_module"},
       {Kind::other, "driver", {"start"}, {"load_module", "loaded-kernel-module"}}},
      {{"delete_module"}, {Kind::other, "driver", {"end"}, {"unloaded-kernel-module"}}},

      {{"mount"}, {Kind::other, "process", {"info"}, {"mounted"}}},
      {{"umount", "umount2"}, {Kind::other, "process", {"info"}, {"unmounted"}}},
      {{"kill", "tkill", "tgkill"}, {Kind::other, "process", {"info"}, {"killed-pid"}}},
      {{"sethostname", "setdomainname"},
       {Kind::other, "process", {"info"}, {"changed-system-name"}}},
      {{"settimeofday", "clock_settime", "clock_settime64", "stime", "adjtimex"},
       {Kind::other, "process", {"info"}, {"changed-system-time"}}},
      {{"sched_setparam", "sched_setscheduler", "sched_setattr"},
       {Kind::other, "process", {"info"}, {"adjusted-scheduling-policy-of"}}},
  };
  return entries;
}

const std::vector<Entry>& record_entries() {
  constexpr std::string_view kAuthentication = "authentication";
  constexpr std::string_view kConfiguration = "configuration";
  static const std::vector<Entry> entries{
      {{"USER_LOGIN"}, {Kind::other, kAuthentication, {"start"}, {"logged-in"}}},
      {{"USER_LOGOUT"}, {Kind::other, kAuthentication, {"end"}, {"logged-out"}}},
      {{"LOGIN"}, {Kind::other, kAuthentication, {"start"}, {"changed-login-id-to"}}},
      {{"USER_AUTH"}, {Kind::other, kAuthentication, {"info"}, {"authenticated"}}},
      {{"USER_ACCT"}, {Kind::other, kAuthentication, {"info"}, {"was-authorized"}}},
      {{"USER_ERR"}, {Kind::other, kAuthentication, {"info"}, {"error"}}},
      {{"GRP_AUTH"}, {Kind::other, kAuthentication, {"info"}, {"authenticated-to-group"}}},
      {{"CRED_ACQ"}, {Kind::other, kAuthentication, {"info"}, {"acquired-credentials"}}},
      {{"CRED_DISP"}, {Kind::other, kAuthentication, {"info"}, {"disposed-credentials"}}},
      {{"CRED_REFR"}, {Kind::other, kAuthentication, {"info"}, {"refreshed-credentials"}}},
      {{"USER_START"}, {Kind::other, "session", {"start"}, {"started-session"}}},
      {{"USER_END"}, {Kind::other, "session", {"end"}, {"ended-session"}}},

      {{"ADD_USER"}, {Kind::other, "iam", {"user", "creation"}, {"added-user-account"}}},
      {{"DEL_USER"}, {Kind::other, "iam", {"user", "deletion"}, {"deleted-user-account"}}},
      {{"USER_MGMT"}, {Kind::other, "iam", {"user", "change"}, {"modified-user-account"}}},
      {{"USER_CHAUTHTOK"}, {Kind::other, "iam", {"user", "change"}, {"changed-password"}}},
      {{"ADD_GROUP"}, {Kind::other, "iam", {"group", "creation"}, {"added-group-account-to"}}},
      {{"DEL_GROUP"}, {Kind::other, "iam", {"group", "deletion"}, {"deleted-group-account-from"}}},
      {{"GRP_MGMT"}, {Kind::other, "iam", {"group", "change"}, {"modified-group-account"}}},
      {{"GRP_CHAUTHTOK"}, {Kind::other, "iam", {"group", "change"}, {"changed-group-password"}}},

      {{"CONFIG_CHANGE"},
       {Kind::other, kConfiguration, {"change"}, {"changed-audit-configuration"}}},
      {{"DAEMON_START"}, {Kind::other, kConfiguration, {"change"}, {"started-audit"}}},
      {{"DAEMON_END"},
       {Kind::other, kConfiguration, {"change"}, {"stopped-audit", "shutdown-audit"}}},
      {{"DAEMON_ABORT"}, {Kind::other, kConfiguration, {"change"}, {"aborted-auditd-startup"}}},
      {{"DAEMON_CONFIG"},
       {Kind::other, kConfiguration, {"change"}, {"changed-auditd-configuration"}}},
      {{"DAEMON_RECONFIG"}, {Kind::other, kConfiguration, {"change"}, {"reconfigured-auditd"}}},
      {{"DAEMON_RESUME"}, {Kind::other, kConfiguration, {"change"}, {"resumed-audit-logging"}}},
      {{"DAEMON_ROTATE"}, {Kind::other, kConfiguration, {"change"}, {"rotated-audit-logs"}}},
  };
  return entries;
}

using Index = std::unordered_map<std::string_view, const Act*>;

Index index_of(const std::vector<Entry>& entries) {
  Index index;
  for (const Entry& entry : entries) {
    for (const std::string_view name : entry.names) index.emplace(name, &entry.act);
  }
  return index;
}

const Act* find(const Index& index, std::string_view name) {
  const auto found = index.find(name);
  return found == index.end() ? nullptr : found->second;
}

}  // namespace

const Act* syscall_act(std::string_view syscall) {
  static const Index index = index_of(syscall_entries());
  return find(index, syscall);
}

const Act* record_act(std::string_view record_type) {
  static const Index index = index_of(record_entries());
  return find(index, record_type);
}

const Act& open_created() {
  static const Act act{Kind::open, "file", {"creation"}, {"creation", "opened-file"}};
  return act;
}

const Act& open_changed() {
  static const Act act{Kind::open, "file", {"change"}, {"modification", "opened-file"}};
  return act;
}

const Act& open_read() {
  static const Act act{Kind::open, "file", {"access"}, {"open", "opened-file"}};
  return act;
}

std::vector<std::string_view> syscalls_with_acts() {
  std::vector<std::string_view> names;
  for (const Entry& entry : syscall_entries()) {
    names.insert(names.end(), entry.names.begin(), entry.names.end());
  }
  return names;
}

}  // namespace ak
