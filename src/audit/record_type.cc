#include "audit/record_type.h"

#include <libaudit.h>

#include <algorithm>
#include <iterator>
#include <string>

namespace ak::audit {
namespace {

struct KnownType {
  std::string_view name;
  int type;
};

// What nearly all records are, so that libaudit's binary search is for the others.
constexpr KnownType kFrequent[] = {
    {"PATH", AUDIT_PATH},           {"SYSCALL", AUDIT_SYSCALL}, {"CWD", AUDIT_CWD},
    {"PROCTITLE", AUDIT_PROCTITLE}, {"EOE", AUDIT_EOE},         {"EXECVE", AUDIT_EXECVE},
    {"SOCKADDR", AUDIT_SOCKADDR},
};

}  // namespace

int record_type(std::string_view name) {
  for (const KnownType& known : kFrequent) {
    if (known.name == name) return known.type;
  }
  return std::max(audit_name_to_msg_type(std::string(name).c_str()), 0);
}

bool stands_alone(int type) {
  constexpr int kTypes[] = {AUDIT_USER, AUDIT_SECCOMP, AUDIT_ANOM_ABEND, AUDIT_KERNEL};
  return (type >= AUDIT_FIRST_USER_MSG && type <= AUDIT_LAST_DAEMON) ||
         (type >= AUDIT_FIRST_USER_MSG2 && type <= AUDIT_LAST_USER_MSG2) ||
         std::find(std::begin(kTypes), std::end(kTypes), type) != std::end(kTypes);
}

bool is_companion(int type) {
  return type == AUDIT_PATH || type == AUDIT_CWD || type == AUDIT_EXECVE ||
         type == AUDIT_SOCKADDR || type == AUDIT_PROCTITLE;
}

bool is_auditds(int type) {
  return type >= AUDIT_FIRST_DAEMON && type <= AUDIT_LAST_DAEMON;
}

}  // namespace ak::audit
