#include "event/program_name.h"

#include <algorithm>

#include "base/path.h"

namespace ak {
namespace {

constexpr std::size_t kCommBytes = 15;  // TASK_COMM_LEN of linux/sched.h, without its NUL

}  // namespace

std::string program_name(std::string_view comm, std::string_view executable,
                         const std::vector<std::string>& args) {
  if (comm.empty()) return std::string(base_name(executable));
  if (comm.size() < kCommBytes) return std::string(comm);
  const auto extends = [&](std::string_view path) {
    return base_name(path).substr(0, comm.size()) == comm;
  };
  if (extends(executable)) return std::string(base_name(executable));
  const auto arg = std::find_if(args.begin(), args.end(), extends);
  return std::string(arg == args.end() ? comm : base_name(*arg));
}

std::string_view without_deleted(std::string_view executable) {
  constexpr std::string_view kDeleted = " (deleted)";
  if (executable.size() > kDeleted.size() &&
      executable.substr(executable.size() - kDeleted.size()) == kDeleted) {
    executable.remove_suffix(kDeleted.size());
  }
  return executable;
}

}  // namespace ak
