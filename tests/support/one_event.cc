#include "support/one_event.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <sstream>
#include <stdexcept>
#include <utility>
#include <vector>

#include "audit/reader.h"
#include "base/counters.h"

namespace ak::test {
namespace {

// A SYSCALL's last field, which tests need not write, and without which it was cut short.
void complete_syscall(std::string& line) {
  if (line.find("SYSCALL ") == std::string::npos || line.find(" key=") != std::string::npos) return;
  line.insert(std::min(line.find('~'), line.size()), " key=(null)");
}

}  // namespace

audit::AuditEvent event_of(std::string_view records, const EventHead& head) {
  Counters counters;
  std::vector<audit::AuditEvent> events;
  audit::Reader reader(counters,
                       [&](audit::AuditEvent& event) { events.push_back(std::move(event)); });
  const std::string node = head.node.empty() ? "" : fmt::format("node={} ", head.node);
  std::istringstream lines{std::string(records)};
  for (std::string line; std::getline(lines, line);) {
    const std::size_t begin = line.find_first_not_of(' ');
    if (begin == std::string::npos) continue;
    const std::size_t space = std::min(line.find(' ', begin), line.size());
    complete_syscall(line);
    std::replace(line.begin(), line.end(), '~', '\x1D');
    reader.add(fmt::format("{}type={} msg=audit({}.{:03}:{}):{}", node,
                           line.substr(begin, space - begin), head.time / 1000, head.time % 1000,
                           head.serial, line.substr(space)));
  }
  reader.flush();
  if (events.size() != 1) throw std::runtime_error(fmt::format("not one event: {}", records));
  return std::move(events.front());
}

std::string arch_and_syscall(const std::string& name) {
  // Source: arch/x86/entry/syscalls/syscall_64.tbl and syscall_32.tbl of the kernel.
  static const std::map<std::string, int> x86_64{
      {"write", 1},           {"open", 2},           {"mmap", 9},
      {"getpid", 39},         {"connect", 42},       {"accept", 43},
      {"sendto", 44},         {"recvfrom", 45},      {"sendmsg", 46},
      {"recvmsg", 47},        {"bind", 49},          {"listen", 50},
      {"getsockname", 51},    {"getpeername", 52},   {"clone", 56},
      {"fork", 57},           {"vfork", 58},         {"execve", 59},
      {"exit", 60},           {"kill", 62},          {"truncate", 76},
      {"ftruncate", 77},      {"rename", 82},        {"mkdir", 83},
      {"rmdir", 84},          {"creat", 85},         {"link", 86},
      {"unlink", 87},         {"symlink", 88},       {"chmod", 90},
      {"fchmod", 91},         {"chown", 92},         {"fchown", 93},
      {"lchown", 94},         {"ptrace", 101},       {"setuid", 105},
      {"setgid", 106},        {"setreuid", 113},     {"setregid", 114},
      {"setresuid", 117},     {"setresgid", 119},    {"setfsuid", 122},
      {"setfsgid", 123},      {"utime", 132},        {"mknod", 133},
      {"settimeofday", 164},  {"mount", 165},        {"umount2", 166},
      {"sethostname", 170},   {"init_module", 175},  {"delete_module", 176},
      {"setxattr", 188},      {"lsetxattr", 189},    {"fsetxattr", 190},
      {"removexattr", 197},   {"lremovexattr", 198}, {"fremovexattr", 199},
      {"tkill", 200},         {"exit_group", 231},   {"tgkill", 234},
      {"utimes", 235},        {"openat", 257},       {"mkdirat", 258},
      {"mknodat", 259},       {"fchownat", 260},     {"futimesat", 261},
      {"unlinkat", 263},      {"renameat", 264},     {"linkat", 265},
      {"symlinkat", 266},     {"fchmodat", 268},     {"unshare", 272},
      {"utimensat", 280},     {"fallocate", 285},    {"accept4", 288},
      {"clock_adjtime", 305}, {"finit_module", 313}, {"renameat2", 316},
      {"execveat", 322},      {"clone3", 435},       {"move_mount", 429},
      {"openat2", 437}};
  static const std::map<std::string, int> i386{{"lchown32", 198}, {"setuid32", 213}};
  if (const auto found = x86_64.find(name); found != x86_64.end()) {
    return fmt::format("arch=c000003e syscall={}", found->second);
  }
  return fmt::format("arch=40000003 syscall={}", i386.at(name));
}

}  // namespace ak::test
