#include "app/write_limits.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <linux/landlock.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <cerrno>
#include <cstdint>
#include <cstring>

#include "base/fd.h"

namespace ak::app {
namespace {

// The C library has no functions for these calls, and older headers no numbers; they are the same
// on all machines.
constexpr long kCreateRuleset = 444;
constexpr long kAddRule = 445;
constexpr long kRestrictSelf = 446;

constexpr std::uint64_t kWrites = LANDLOCK_ACCESS_FS_WRITE_FILE | LANDLOCK_ACCESS_FS_REMOVE_DIR |
                                  LANDLOCK_ACCESS_FS_REMOVE_FILE | LANDLOCK_ACCESS_FS_MAKE_CHAR |
                                  LANDLOCK_ACCESS_FS_MAKE_DIR | LANDLOCK_ACCESS_FS_MAKE_REG |
                                  LANDLOCK_ACCESS_FS_MAKE_SOCK | LANDLOCK_ACCESS_FS_MAKE_FIFO |
                                  LANDLOCK_ACCESS_FS_MAKE_BLOCK | LANDLOCK_ACCESS_FS_MAKE_SYM;
constexpr std::uint64_t kTruncate = 1ULL << 14;  // LANDLOCK_ACCESS_FS_TRUNCATE, since version 3
constexpr std::uint64_t kNeeded = LANDLOCK_ACCESS_FS_WRITE_FILE | LANDLOCK_ACCESS_FS_REMOVE_DIR |
                                  LANDLOCK_ACCESS_FS_REMOVE_FILE | LANDLOCK_ACCESS_FS_MAKE_DIR |
                                  LANDLOCK_ACCESS_FS_MAKE_REG | LANDLOCK_ACCESS_FS_MAKE_SOCK;

std::string failure(std::string_view what) {
  return fmt::format("cannot {}: {}", what, std::strerror(errno));
}

}  // namespace

std::vector<std::string> write_only_below(const std::vector<std::string>& directories) {
  const long version =
      ::syscall(kCreateRuleset, nullptr, 0, 1U /* LANDLOCK_CREATE_RULESET_VERSION */);
  if (version < 1) return {};
  const std::uint64_t truncate = version >= 3 ? kTruncate : 0;

  // Version 1 of the structure: one field, which every kernel since takes.
  std::uint64_t handled = kWrites | LANDLOCK_ACCESS_FS_EXECUTE | truncate;
  const UniqueFd ruleset(static_cast<int>(::syscall(kCreateRuleset, &handled, sizeof handled, 0U)));
  if (!ruleset) return {failure("limit where files are written")};

  std::vector<std::string> problems;
  for (const std::string& directory : directories) {
    const UniqueFd fd(::open(directory.c_str(), O_PATH | O_DIRECTORY | O_CLOEXEC));
    landlock_path_beneath_attr rule{};
    rule.allowed_access = kNeeded | truncate;
    rule.parent_fd = fd.get();
    if (!fd || ::syscall(kAddRule, ruleset.get(), LANDLOCK_RULE_PATH_BENEATH, &rule, 0U) != 0) {
      problems.push_back(failure("write below " + directory));
    }
  }
  if (::syscall(kRestrictSelf, ruleset.get(), 0U) != 0) {
    problems.push_back(failure("limit where files are written"));
  }
  return problems;
}

}  // namespace ak::app
