#include "app/capabilities.h"

#include <cap-ng.h>
#include <fmt/format.h>
#include <grp.h>
#include <linux/securebits.h>
#include <sys/prctl.h>

#include <cerrno>
#include <cstring>

namespace ak::app {
namespace {

std::vector<unsigned> numbers_of(const Capabilities& wanted) {
  std::vector<unsigned> numbers;
  const auto add_if = [&](bool is_wanted, unsigned number) {
    if (is_wanted) numbers.push_back(number);
  };
  add_if(wanted.audit_control, CAP_AUDIT_CONTROL);
  add_if(wanted.read_everything, CAP_DAC_READ_SEARCH);
  add_if(wanted.read_everything, CAP_SYS_PTRACE);
  add_if(wanted.change_owners, CAP_CHOWN);
  add_if(wanted.change_owners, CAP_FOWNER);
  add_if(wanted.change_owners || wanted.write_everywhere, CAP_DAC_OVERRIDE);
  return numbers;
}

std::string failure(std::string_view what) {
  return fmt::format("cannot {}: {}", what, std::strerror(errno));
}

bool may(unsigned capability) {
  return capng_have_capability(CAPNG_EFFECTIVE, capability) != 0;
}

// Executing a file as root gives nothing, capabilities are neither kept nor made ambient: locked.
constexpr unsigned long kSecureBits =
    SECBIT_NOROOT | SECBIT_NOROOT_LOCKED | SECBIT_NO_CAP_AMBIENT_RAISE |
    SECBIT_NO_CAP_AMBIENT_RAISE_LOCKED | SECBIT_KEEP_CAPS_LOCKED | SECBIT_NO_SETUID_FIXUP_LOCKED;

}  // namespace

std::vector<std::string> keep_only(const Capabilities& wanted) {
  std::vector<std::string> problems;
  if (::prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0) {
    problems.push_back(failure("renounce new privileges"));
  }
  capng_get_caps_process();
  if (may(CAP_SETGID) && ::setgroups(wanted.groups.size(), wanted.groups.data()) != 0) {
    problems.push_back(failure("leave the groups"));
  }
  const bool may_lock = may(CAP_SETPCAP);
  if (may_lock && ::prctl(PR_SET_SECUREBITS, kSecureBits, 0, 0, 0) != 0) {
    problems.push_back(failure("lock the secure bits"));
  }
  std::vector<unsigned> kept;
  for (const unsigned number : numbers_of(wanted)) {
    if (capng_have_capability(CAPNG_PERMITTED, number) != 0) kept.push_back(number);
  }
  ::prctl(PR_CAP_AMBIENT, PR_CAP_AMBIENT_CLEAR_ALL, 0, 0, 0);
  capng_clear(CAPNG_SELECT_BOTH);
  for (const unsigned number : kept) {
    capng_update(CAPNG_ADD, static_cast<capng_type_t>(CAPNG_EFFECTIVE | CAPNG_PERMITTED), number);
  }
  // The bounding set first: to empty it takes a capability.
  if (may_lock && capng_apply(CAPNG_SELECT_BOUNDS) != 0) {
    problems.push_back(failure("empty the bounding set"));
  }
  if (capng_apply(CAPNG_SELECT_CAPS) != 0) problems.push_back(failure("drop capabilities"));
  return problems;
}

}  // namespace ak::app
