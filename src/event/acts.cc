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
      {{"setxattr", "lsetxattr", "fsetxattr", "setxattrat", "file_setattr", "removexattr",
        "lremovexattr", "fremovexattr", "removexattrat"},
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

      {{"mount", "move_mount"}, {Kind::mount, "process", {"info"}, {"mounted"}}},
      {{"umount", "umount2"}, {Kind::other, "process", {"info"}, {"unmounted"}}},
      {{"kill", "tkill", "tgkill"}, {Kind::other, "process", {"info"}, {"killed-pid"}}},
      {{"sethostname", "setdomainname"},
       {Kind::other, "process", {"info"}, {"changed-system-name"}}},
      {{"settimeofday", "clock_settime", "clock_settime64", "stime", "adjtimex", "clock_adjtime",
        "clock_adjtime64"},
       {Kind::minor, "process", {"info"}, {"changed-system-time"}}},
      {{"sched_setparam", "sched_setscheduler", "sched_setattr"},
       {Kind::other, "process", {"info"}, {"adjusted-scheduling-policy-of"}}},

      {{"read"}, {Kind::minor, "process", {"info"}, {"read-file"}}},
      {{"write"}, {Kind::minor, "process", {"info"}, {"wrote-to-file"}}},
      {{"readlink", "readlinkat"}, {Kind::minor, "process", {"info"}, {"opened-file"}}},
      {{"access", "faccessat", "faccessat2", "stat", "stat64", "lstat", "lstat64", "fstat",
        "fstat64", "newfstatat", "fstatat64", "statx", "getxattr", "lgetxattr", "fgetxattr"},
       {Kind::minor, "process", {"info"}, {"checked-metadata-of"}}},
      {{"statfs", "statfs64", "fstatfs", "fstatfs64"},
       {Kind::minor, "process", {"info"}, {"checked-filesystem-metadata-of"}}},
      {{"listen", "socketcall(listen)"},
       {Kind::minor, "process", {"info"}, {"listen-for-connections"}}},
      {{"recv", "recvfrom", "recvmsg", "recvmmsg", "recvmmsg_time64", "socketcall(recv)",
        "socketcall(recvfrom)", "socketcall(recvmsg)", "socketcall(recvmmsg)"},
       {Kind::minor, "process", {"info"}, {"received-from"}}},
      {{"send", "sendto", "sendmsg", "sendmmsg", "socketcall(send)", "socketcall(sendto)",
        "socketcall(sendmsg)", "socketcall(sendmmsg)"},
       {Kind::minor, "process", {"info"}, {"sent-to"}}},
      {{"mmap", "mmap2", "brk"}, {Kind::minor, "process", {"info"}, {"allocated-memory"}}},
  };
  return entries;
}

const std::vector<Entry>& record_entries() {
  constexpr std::string_view kAuthentication = "authentication";
  constexpr std::string_view kConfiguration = "configuration";
  constexpr std::string_view kIntrusion = "intrusion_detection";
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
      {{"ACCT_LOCK"}, {Kind::other, "iam", {"user", "info"}, {"locked-account"}}},
      {{"ACCT_UNLOCK"}, {Kind::other, "iam", {"user", "info"}, {"unlocked-account"}}},
      {{"ROLE_ASSIGN"}, {Kind::other, "iam", {"user", "change"}, {"assigned-user-role-to"}}},
      {{"ROLE_REMOVE"}, {Kind::other, "iam", {"user", "change"}, {"removed-user-role-from"}}},

      {{"ROLE_MODIFY"}, {Kind::other, "iam", {"change"}, {"modified-role"}}},

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
      {{"DAEMON_ERR"}, {Kind::other, kConfiguration, {"info"}, {"audit-error"}}},
      {{"DAEMON_ACCEPT"}, {Kind::other, kConfiguration, {"info"}, {"remote-audit-connected"}}},
      {{"DAEMON_CLOSE"}, {Kind::other, kConfiguration, {"info"}, {"remote-audit-disconnected"}}},
      {{"FEATURE_CHANGE"}, {Kind::other, kConfiguration, {"change"}, {"changed-audit-feature"}}},
      {{"USYS_CONFIG"}, {Kind::other, kConfiguration, {"change"}, {"changed-configuration"}}},
      {{"NETFILTER_CFG"}, {Kind::other, kConfiguration, {"change"}, {"loaded-firewall-rule-to"}}},
      {{"MAC_CONFIG_CHANGE"},
       {Kind::other, kConfiguration, {"change"}, {"changed-selinux-boolean"}}},
      {{"MAC_POLICY_LOAD"}, {Kind::other, kConfiguration, {"change"}, {"loaded-selinux-policy"}}},
      {{"MAC_STATUS"}, {Kind::other, kConfiguration, {"change"}, {"changed-selinux-enforcement"}}},
      {{"USER_MAC_CONFIG_CHANGE"},
       {Kind::other, kConfiguration, {"change"}, {"changed-mac-configuration"}}},
      {{"USER_MAC_POLICY_LOAD"}, {Kind::other, kConfiguration, {"change"}, {"loaded-mac-policy"}}},

      {{"SYSTEM_BOOT"}, {Kind::other, "host", {"start"}, {"booted-system"}}},
      {{"SYSTEM_RUNLEVEL"}, {Kind::other, "host", {"change"}, {"changed-to-runlevel"}}},
      {{"SYSTEM_SHUTDOWN"}, {Kind::other, "host", {"end"}, {"shutdown-system"}}},
      {{"VIRT_CONTROL"}, {Kind::other, "host", {"info"}, {"issued-vm-control"}}},
      {{"VIRT_CREATE"}, {Kind::other, "host", {"info"}, {"created-vm-image"}}},
      {{"VIRT_DESTROY"}, {Kind::other, "host", {"info"}, {"deleted-vm-image"}}},
      {{"VIRT_INTEGRITY_CHECK"}, {Kind::other, "host", {"info"}, {"checked-integrity-of"}}},
      {{"VIRT_MACHINE_ID"}, {Kind::other, "host", {"info"}, {"assigned-vm-id"}}},
      {{"VIRT_MIGRATE_IN"}, {Kind::other, "host", {"info"}, {"migrated-vm-from"}}},
      {{"VIRT_MIGRATE_OUT"}, {Kind::other, "host", {"info"}, {"migrated-vm-to"}}},
      {{"VIRT_RESOURCE"}, {Kind::other, "host", {"info"}, {"assigned-vm-resource"}}},
      {{"SERVICE_START"}, {Kind::other, "process", {"start"}, {"started-service"}}},
      {{"SERVICE_STOP"}, {Kind::other, "process", {"end"}, {"stopped-service"}}},
      {{"USER_CMD"}, {Kind::other, "process", {"start"}, {"ran-command"}}},
      {{"USER_ROLE_CHANGE"}, {Kind::other, kAuthentication, {"info"}, {"changed-role-to"}}},
      {{"CRYPTO_KEY_USER"}, {Kind::other, "process", {"info"}, {"negotiated-crypto-key"}}},
      {{"CRYPTO_SESSION"}, {Kind::other, "process", {"info"}, {"started-crypto-session"}}},
      {{"CRYPTO_LOGIN"}, {Kind::other, "process", {"info"}, {"crypto-officer-logged-in"}}},
      {{"CRYPTO_LOGOUT"}, {Kind::other, "process", {"info"}, {"crypto-officer-logged-out"}}},
      {{"CHUSER_ID"}, {Kind::other, "process", {"change"}, {"changed-user-id"}}},
      {{"CHGRP_ID"}, {Kind::other, "process", {"change"}, {"changed-group"}}},
      {{"TTY", "USER_TTY"}, {Kind::other, "process", {"info"}, {"typed"}}},
      {{"USER"}, {Kind::other, "process", {"info"}, {"sent-message"}}},
      {{"SOFTWARE_UPDATE"}, {Kind::other, "package", {"info"}, {"package-updated"}}},

      {{"TEST"}, {Kind::other, "process", {"info"}, {"sent-test"}}},
      {{"KERNEL"}, {Kind::other, "process", {"info"}, {"initialized-audit-subsystem"}}},

      {{"USER_SELINUX_ERR"}, {Kind::other, "process", {"info"}, {"access-error"}}},
      {{"MAC_CHECK"}, {Kind::other, "process", {"info"}, {"mac-permission"}}},
      {{"DAC_CHECK"}, {Kind::other, "process", {"info"}, {"access-result"}}},
      {{"FS_RELABEL"}, {Kind::other, "process", {"info"}, {"relabeled-filesystem"}}},
      {{"LABEL_LEVEL_CHANGE"}, {Kind::other, "process", {"info"}, {"modified-level-of"}}},
      {{"LABEL_OVERRIDE"}, {Kind::other, "process", {"info"}, {"overrode-label-of"}}},
      {{"USER_AVC"}, {Kind::other, "process", {"info"}, {"access-permission"}}},
      {{"SECCOMP"}, {Kind::other, "process", {"info"}, {"violated-seccomp-policy"}}},
      {{"ANOM_ABEND"}, {Kind::other, "process", {"end"}, {"crashed-program"}}},
      {{"ANOM_LINK"}, {Kind::other, "process", {"info"}, {"used-suspicious-link"}}},
      {{"ANOM_PROMISCUOUS"},
       {Kind::other, "process", {"info"}, {"changed-promiscuous-mode-on-device"}}},
      {{"ANOM_LOGIN_FAILURES"},
       {Kind::other, kAuthentication, {"denied"}, {"failed-log-in-too-many-times-to"}}},
      {{"ANOM_LOGIN_TIME"},
       {Kind::other, kAuthentication, {"denied"}, {"attempted-log-in-during-unusual-hour-to"}}},
      {{"ANOM_LOGIN_SESSIONS"},
       {Kind::other, kAuthentication, {"denied"}, {"opened-too-many-sessions-to"}}},
      {{"ANOM_LOGIN_LOCATION"},
       {Kind::other, kAuthentication, {"denied"}, {"attempted-log-in-from-unusual-place-to"}}},
      {{"ANOM_LOGIN_ACCT"},
       {Kind::other, kAuthentication, {"denied"}, {"attempted-log-in-to-watched-account"}}},
      {{"ANOM_LOGIN_SERVICE"},
       {Kind::other, kAuthentication, {"denied"}, {"service-account-attempted-login"}}},
      {{"ANOM_ADD_ACCT"}, {Kind::other, "iam", {"user", "creation"}, {"added-user-account"}}},
      {{"ANOM_DEL_ACCT"}, {Kind::other, "iam", {"user", "deletion"}, {"deleted-user-account"}}},
      {{"ANOM_MOD_ACCT"}, {Kind::other, "iam", {"user", "change"}, {"modified-user-account"}}},
      {{"ANOM_EXEC"},
       {Kind::other, "process", {"info"}, {"attempted-execution-of-forbidden-program"}}},
      {{"ANOM_MK_EXE"}, {Kind::other, "process", {"info"}, {"made-an-executable"}}},
      {{"ANOM_ACCESS_FS"},
       {Kind::other, "process", {"info"}, {"accessed-watched-file-or-directory"}}},
      {{"ANOM_RBAC_INTEGRITY_FAIL"},
       {Kind::other, kIntrusion, {"info"}, {"tested-file-system-integrity-of"}}},
      {{"ANOM_MAX_DAC"},
       {Kind::other, kIntrusion, {"info"}, {"max-discretionary-access-control-failures-reached"}}},
      {{"ANOM_MAX_MAC"},
       {Kind::other, kIntrusion, {"info"}, {"max-mandatory-access-control-failures-reached"}}},
      {{"ANOM_AMTU_FAIL"},
       {Kind::other, kIntrusion, {"info"}, {"abstract-machine-test-utility-failure"}}},
      {{"ANOM_RBAC_FAIL"}, {Kind::other, kIntrusion, {"info"}, {"rbac-self-test-failure"}}},
      {{"ANOM_CRYPTO_FAIL"}, {Kind::other, kIntrusion, {"info"}, {"crypto-system-test-failure"}}},
      {{"ANOM_ROOT_TRANS"}, {Kind::other, kAuthentication, {"info"}, {"user-became-root"}}},
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

std::vector<std::string_view> names_of(const std::vector<Entry>& entries) {
  std::vector<std::string_view> names;
  for (const Entry& entry : entries) {
    names.insert(names.end(), entry.names.begin(), entry.names.end());
  }
  return names;
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

const Act& policy_violated(bool by_apparmor) {
  static const Act selinux{Kind::other, "process", {"info"}, {"violated-selinux-policy"}};
  static const Act apparmor{Kind::other, "process", {"info"}, {"violated-apparmor-policy"}};
  return by_apparmor ? apparmor : selinux;
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

const Act& mounted_over() {
  static const Act act{Kind::mount, "file", {"change"}, {"mounted"}};
  return act;
}

std::vector<std::string_view> syscalls_with_acts() {
  return names_of(syscall_entries());
}

std::vector<std::string_view> records_with_acts() {
  return names_of(record_entries());
}

}  // namespace ak
