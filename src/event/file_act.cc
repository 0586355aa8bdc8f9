#include "event/file_act.h"

#include <algorithm>
#include <cstdint>
#include <optional>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "base/path.h"
#include "event/audit_fields.h"
#include "event/path_items.h"
#include "event/renamed_names.h"

namespace ak {
namespace {

using Start = PathItem::Start;

constexpr std::uint64_t kInRoot = 0x10;               // RESOLVE_IN_ROOT of linux/openat2.h
constexpr std::uint64_t kTemporary = 020000000;       // __O_TMPFILE of asm-generic/fcntl.h
constexpr std::uint64_t kPathOnly = 010000000;        // O_PATH of the same: goes before all others
constexpr std::uint32_t kCwdDescriptor = 0xffffff9c;  // AT_FDCWD of linux/fcntl.h, an int

// The arguments that hold the descriptors of a syscall's first and second name; "" for a name that
// begins at the working directory. Source: the manual pages, section 2.
struct Descriptors {
  std::string_view first;
  std::string_view second;
};

const Descriptors* descriptors_of(std::string_view syscall) {
  static const std::unordered_map<std::string_view, Descriptors> table = [] {
    std::unordered_map<std::string_view, Descriptors> made;
    for (const std::string_view name :
         {"open",        "creat",        "truncate", "truncate64",       "mkdir",     "mknod",
          "rename",      "link",         "symlink",  "unlink",           "rmdir",     "chmod",
          "chown",       "chown32",      "lchown",   "lchown32",         "setxattr",  "lsetxattr",
          "removexattr", "lremovexattr", "getxattr", "lgetxattr",        "listxattr", "llistxattr",
          "utime",       "utimes",       "execve",   "access",           "stat",      "lstat",
          "stat64",      "lstat64",      "readlink", "statfs",           "statfs64",  "chdir",
          "chroot",      "pivot_root",   "mount",    "umount",           "umount2",   "acct",
          "swapon",      "swapoff",      "uselib",   "inotify_add_watch"}) {
      made[name] = {"", ""};
    }
    for (const std::string_view name :
         {"openat",           "openat2",     "mkdirat",      "mknodat",           "unlinkat",
          "fchmodat",         "fchmodat2",   "fchownat",     "futimesat",         "utimensat",
          "utimensat_time64", "faccessat",   "faccessat2",   "readlinkat",        "newfstatat",
          "fstatat64",        "statx",       "execveat",     "name_to_handle_at", "setxattrat",
          "getxattrat",       "listxattrat", "removexattrat"}) {
      made[name] = {"a0", "a0"};
    }
    made["symlinkat"] = {"a1", "a1"};
    for (const std::string_view name : {"renameat", "renameat2", "linkat"}) {
      made[name] = {"a0", "a2"};
    }
    return made;
  }();
  const auto found = table.find(syscall);
  return found == table.end() ? nullptr : &found->second;
}

Start start_at(const SyscallView& view, std::string_view argument) {
  if (argument.empty()) return Start::working_directory;
  const auto descriptor = field_hex(&view.record, argument);
  return descriptor && static_cast<std::uint32_t>(*descriptor) == kCwdDescriptor
             ? Start::working_directory
             : Start::descriptor;
}

// Where records are missing the old name cannot be told from the new.
void set_rename_starts(SyscallView& view, Start first, Start second) {
  for (PathItem& item : view.paths) {
    if (item.nametype != "DELETE" && item.nametype != "CREATE") continue;
    item.start = is_old_name(view.paths, item) ? first : second;
    if (view.event.lacks_items) item.start = Start::descriptor;
  }
}

std::size_t steps_up(std::string_view name) {
  std::size_t steps = 0;
  while (name.starts_with("../") || name.starts_with("./")) {
    steps += name[1] == '.' ? 1 : 0;
    name.remove_prefix(name.find('/'));
    name.remove_prefix(std::min(name.find_first_not_of('/'), name.size()));
  }
  return name == ".." ? steps + 1 : steps;
}

// The kernel writes the working directory as it is called when the call returns. Where that is the
// renamed directory, or lies in it, its names began at the former path. Such names lead upwards
// first, or begin at the root.
bool may_have_moved_itself(const SyscallView& view) {
  constexpr std::size_t kMaxNames = 2;  // of an exchange; more are not believed
  std::vector<std::string_view> names;
  std::size_t steps = 0;
  for (const PathItem& item : view.paths) {
    const bool is_new = item.nametype == "CREATE";
    if (!item.has_name || (!is_new && item.nametype != "DELETE")) continue;
    if (is_new && is_directory(item) && names.size() < kMaxNames) {
      names.push_back(last_component(item.name));
    }
    if (item.start != Start::working_directory || item.name.starts_with('/')) continue;
    const std::size_t up = steps_up(item.name);
    if (up == 0) return false;
    steps = std::max(steps, up);
  }
  for (std::string_view path = view.cwd; steps > 0 && path.size() > 1; --steps) {
    if (std::find(names.begin(), names.end(), base_name(path)) != names.end()) return true;
    path = path.substr(0, path.rfind('/'));
  }
  return false;
}

bool makes_unnamed_file(const SyscallView& view) {
  const auto flags = open_flags(view);
  return flags && (*flags & (kTemporary | kPathOnly)) == kTemporary;
}

// RENAME_EXCHANGE is a flag of renameat2 (its fifth argument, which is not recorded) and of
// io_uring's renameat.
bool may_exchange(const SyscallView& view) {
  return view.record.type != record_type::kSyscall ||
         (view.syscall != "rename" && view.syscall != "renameat");
}

// The kernel's code takes both names as arguments of one call (SYSCALL_DEFINE5(renameat2, ...) of
// fs/namei.c), and which GCC evaluates first depends on the machine. As recorded on both.
bool names_old_first(const SyscallView& view) {
  const std::string_view arch = field_text(&view.record, "arch");
  return arch == "aarch64" || arch.starts_with("arm");  // 32-bit programs on the same kernel
}

FileAct::Effect effect_of(const SyscallView& view) {
  using Effect = FileAct::Effect;
  if (view.outcome != Outcome::success) return Effect::failed;
  const audit::Record* change = view.event.find(record_type::kConfigChange);
  if (field_text(change, "op") == "add_rule") {
    return field_value(change, "res") == "1" ? Effect::watched : Effect::failed;
  }
  if (view.act == nullptr) return Effect::none;
  switch (view.act->kind) {
    case ActKind::open:
    case ActKind::create:
    case ActKind::symlink:
      return Effect::created;
    case ActKind::link:
      return Effect::linked;
    case ActKind::rename:
      return Effect::renamed;
    case ActKind::remove:
      return Effect::removed;
    default:
      return Effect::none;
  }
}

}  // namespace

void set_starts(SyscallView& view) {
  const Descriptors* descriptors = descriptors_of(view.syscall);
  Start first = Start::descriptor;
  Start second = Start::descriptor;
  if (descriptors != nullptr && view.record.type == record_type::kSyscall) {
    first = start_at(view, descriptors->first);
    second = start_at(view, descriptors->second);
  }
  const auto resolve = field_hex(view.event.find(record_type::kOpenat2), "resolve");
  if (resolve && (*resolve & kInRoot) != 0) first = second = Start::confined;
  const Start parents = first == second ? first : Start::descriptor;
  for (PathItem& item : view.paths) {
    if (item.nametype == "PARENT") {
      item.start = parents;
    } else {
      item.start = item.nametype == "NORMAL" || item.nametype == "UNKNOWN" ? first : second;
    }
  }
  const bool is_rename = view.act != nullptr && view.act->kind == ActKind::rename;
  if (is_rename && first != second) set_rename_starts(view, first, second);
  if (is_rename && view.outcome == Outcome::success && may_have_moved_itself(view)) {
    for (PathItem& item : view.paths) item.start = Start::descriptor;
  }
}

FileAct act_on_files(const SyscallView& view) {
  const bool is_open = view.act != nullptr && view.act->kind == ActKind::open;
  FileAct act{view.host,          view.cwd,
              effect_of(view),    is_open && makes_unnamed_file(view),
              view.paths,         !view.event.lacks_items,
              may_exchange(view), view.event.id.time};
  act.names_old_first = names_old_first(view);
  act.links = view.act != nullptr && view.act->kind == ActKind::link;
  return act;
}

bool may_hide_change(const SyscallView& view) {
  if (!view.event.partial || view.outcome == Outcome::failure) return false;
  if (view.outcome == Outcome::unknown) return view.event.lacks_items || !view.paths.empty();
  if (!changes_names(effect_of(view))) return false;
  return view.event.lacks_items ||
         std::any_of(view.paths.begin(), view.paths.end(), [](const PathItem& item) {
           // A symlink's target has neither.
           const bool has_id = !item.inode.empty() && !item.device.empty() && !item.mode.empty();
           return !has_id && item.nametype != "UNKNOWN";
         });
}

}  // namespace ak
