#include "event/program_name.h"

#include <algorithm>
#include <iterator>

#include "base/path.h"

namespace ak {
namespace {

constexpr std::size_t kCommBytes = 15;  // TASK_COMM_LEN of linux/sched.h, without its NUL

// Executables that run what has another name: interpreters of scripts, and programs that are many
// in one. A version may follow ("python3.11", "perl5.36").
constexpr std::string_view kRunners[] = {"sh",
                                         "bash",
                                         "dash",
                                         "rbash",
                                         "zsh",
                                         "ksh",
                                         "mksh",
                                         "csh",
                                         "tcsh",
                                         "fish",
                                         "python",
                                         "perl",
                                         "ruby",
                                         "php",
                                         "lua",
                                         "awk",
                                         "gawk",
                                         "mawk",
                                         "tclsh",
                                         "expect",
                                         "pypy",
                                         "guile",
                                         "busybox",
                                         "toybox",
                                         "coreutils",
                                         "k3s",
                                         "rke2",
                                         "microk8s",
                                         "k0s",
                                         "xtables-multi",
                                         "xtables-legacy-multi",
                                         "xtables-nft-multi"};

// The executable's file. A file in memory may have slashes in its name (memfd_create(2)).
std::string_view file_of(std::string_view executable) {
  return executable.starts_with("/memfd:") ? executable.substr(1) : base_name(executable);
}

}  // namespace

bool runs_others(std::string_view name) {
  constexpr std::string_view kStatic = "-static";
  if (name.ends_with(kStatic)) name.remove_suffix(kStatic.size());
  const std::string_view unversioned = name.substr(0, name.find_last_not_of("0123456789.-") + 1);
  return std::any_of(std::begin(kRunners), std::end(kRunners), [&](std::string_view runner) {
    return name == runner || unversioned == runner;
  });
}

std::string program_name(std::string_view comm, std::string_view executable,
                         const std::vector<std::string>& args) {
  const std::string_view file = file_of(executable);
  if (!file.empty() && (comm.empty() || !runs_others(file))) return std::string(file);
  if (comm.size() < kCommBytes) return std::string(comm);
  const auto extends = [&](std::string_view path) {
    return base_name(path).substr(0, comm.size()) == comm;
  };
  const auto arg = std::find_if(args.begin(), args.end(), extends);
  return std::string(arg == args.end() ? comm : base_name(*arg));
}

std::string nameless_program_name(std::string_view comm, std::string_view executable) {
  const bool is_number = comm.find_first_not_of("0123456789") == std::string_view::npos;
  if (is_number) return program_name({}, executable);
  const std::string_view file = file_of(executable);
  const bool is_cut = comm.size() >= kCommBytes && file.substr(0, comm.size()) == comm;
  return std::string(is_cut ? file : comm);
}

bool is_descriptor(std::string_view path) {
  constexpr std::string_view kStreams[] = {"/dev/stdin", "/dev/stdout", "/dev/stderr"};
  if (path.starts_with("/dev/fd/")) return true;
  if (std::find(std::begin(kStreams), std::end(kStreams), path) != std::end(kStreams)) return true;
  if (!path.starts_with("/proc/")) return false;
  const std::string_view name = base_name(path);
  const std::string_view directory = base_name(path.substr(0, path.size() - name.size() - 1));
  return name == "exe" || directory == "fd" || directory == "map_files";
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
