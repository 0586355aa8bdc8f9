#include "event/normalize_file.h"

#include <algorithm>
#include <cstdint>
#include <optional>
#include <string>

#include "base/path.h"
#include "event/audit_fields.h"
#include "event/file_act.h"
#include "event/normalize_common.h"
#include "event/path_items.h"
#include "event/renamed_names.h"

namespace ak {
namespace {

// Source: asm-generic/fcntl.h; the same on every architecture that Kubernetes runs on.
constexpr std::uint64_t kAccessMode = 03;
constexpr std::uint64_t kTruncate = 01000;
constexpr std::uint64_t kPathOnly = 010000000;

// Flags of mount(2). Source: linux/mount.h, MS_REMOUNT, MS_BIND; MS_UNBINDABLE, MS_PRIVATE,
// MS_SLAVE and MS_SHARED; MS_MGC_VAL and MS_MGC_MSK, a mark that old programs set.
constexpr std::uint64_t kRemount = 0x20;
constexpr std::uint64_t kBind = 0x1000;
constexpr std::uint64_t kPropagation = 1U << 17 | 1U << 18 | 1U << 19 | 1U << 20;
constexpr std::uint64_t kMagic = 0xc0ed0000;
constexpr std::uint64_t kMagicMask = 0xffff0000;

constexpr std::size_t kMaxMountNames = 2;

bool opens_for_writing(const SyscallView& view) {
  if (view.syscall == "creat") return true;
  const auto flags = open_flags(view);
  if (!flags) return true;  // perhaps: a detection must not be blind to it
  if ((*flags & kPathOnly) != 0) return false;
  return (*flags & (kAccessMode | kTruncate)) != 0;
}

// Whether the mount lays a tree over its place, and does not only change how one is mounted there.
// The kernel looks at the flags in this order (path_mount() of fs/namespace.c).
bool lays_over(const SyscallView& view) {
  if (view.syscall != "mount") return true;
  std::uint64_t flags = field_hex(&view.record, "a3").value_or(0);
  if ((flags & kMagicMask) == kMagic) flags &= ~kMagicMask;
  if ((flags & kRemount) != 0) return false;
  return (flags & kBind) != 0 || (flags & kPropagation) == 0;
}

// Whether no record tells what a file that was there already was opened for: an openat2 before
// Linux 5.16, an open by way of io_uring.
bool is_open_unclear(const SyscallView& view, const PathItem* file) {
  const bool is_created = file != nullptr && file->nametype == "CREATE";
  return !is_created && view.syscall != "creat" && !open_flags(view);
}

const PathItem* opened_file(const SyscallView& view) {
  return find_item(view.paths, {"CREATE", "NORMAL", "UNKNOWN"});
}

const PathItem* subject_of(const SyscallView& view) {
  switch (view.act->kind) {
    case ActKind::open:
      return opened_file(view);
    case ActKind::remove:
      return find_item(view.paths, {"DELETE", "NORMAL", "UNKNOWN"});
    case ActKind::link:
    case ActKind::symlink:
      return find_item(view.paths, {"CREATE"});
    case ActKind::create:
      return find_item(view.paths, {"CREATE", "NORMAL", "UNKNOWN"});
    default:
      return find_item(view.paths, {"NORMAL", "CREATE", "UNKNOWN"});
  }
}

// ECS's words for S_IFMT of linux/stat.h.
std::string_view file_type(std::uint64_t mode) {
  switch (mode & 0170000) {
    case 0100000:
      return "file";
    case 0040000:
      return "dir";
    case 0120000:
      return "symlink";
    case 0060000:
      return "block_device";
    case 0020000:
      return "char_device";
    case 0010000:
      return "fifo";
    case 0140000:
      return "socket";
    default:
      return {};
  }
}

std::string octal(std::uint64_t bits) {
  std::string digits;
  for (int shift = 9; shift >= 0; shift -= 3) {
    digits += static_cast<char>('0' + ((bits >> shift) & 7U));
  }
  return digits;
}

void set_mode(Event& event, const PathItem& item) {
  std::uint64_t mode = 0;
  for (const char digit : item.mode) {
    if (digit < '0' || digit > '7' || mode > 0777777) return;
    mode = mode * 8 + static_cast<std::uint64_t>(digit - '0');
  }
  if (item.mode.empty()) return;
  event.set_nonempty(Field::file_type, std::string(file_type(mode)));
  event.set(Field::file_mode, octal(mode & 07777));
}

// `item` is one of view.paths.
const ResolvedPaths::Item& resolved(const SyscallView& view, const PathItem& item) {
  return view.resolved.items[static_cast<std::size_t>(&item - view.paths.data())];
}

void mark_unresolved(Event& event, const PathItem& item) {
  event.add(Field::auditd_unresolved_paths, item.name.empty() ? "(null)" : item.name);
}

void mark_unless(bool is_confirmed, Event& event, const std::string& path) {
  if (!is_confirmed && !path.empty()) event.add(Field::auditd_unconfirmed_paths, path);
}

void set_path(Event& event, const std::string& path) {
  event.set_nonempty(Field::file_path, path);
  event.set_nonempty(Field::file_name, std::string(base_name(path)));
  event.set_nonempty(Field::file_directory, std::string(directory_name(path)));
  event.set_nonempty(Field::file_extension, std::string(extension(path)));
}

// What is known of a file whose path is not.
void set_part_of_path(Event& event, const SyscallView& view, const PathItem& item) {
  event.set_nonempty(Field::file_directory, resolved(view, item).directory);
  if (act_on_files(view).unnamed) return;  // it has no path
  const std::string name(base_name(item.name));
  if (name != "." && name != "..") {
    event.set_nonempty(Field::file_name, name);
    event.set_nonempty(Field::file_extension, std::string(extension(name)));
  }
  mark_unresolved(event, item);
}

void set_file_path(Event& event, const SyscallView& view, const PathItem& item) {
  const auto& [path, directory, is_confirmed] = resolved(view, item);
  if (path.empty()) {
    set_part_of_path(event, view, item);
  } else {
    set_path(event, path);
    mark_unless(is_confirmed, event, path);
  }
}

void set_file_fields(Event& event, const PathItem& item) {
  set_mode(event, item);
  event.set_nonempty(Field::file_inode, item.inode);
  event.set_nonempty(Field::file_device, item.device);
  event.set_nonempty(Field::file_uid, item.uid);
  event.set_nonempty(Field::file_gid, item.gid);
  event.set_nonempty(Field::file_owner, item.owner);
  event.set_nonempty(Field::file_group, item.group);
}

void set_original_path(Event& event, const std::string& path) {
  event.set_nonempty(Field::file_original_path, path);
  event.set_nonempty(Field::file_original_name, std::string(base_name(path)));
  event.set_nonempty(Field::file_original_extension, std::string(extension(path)));
}

void set_original(Event& event, const SyscallView& view, const PathItem& item) {
  const auto& [path, directory, is_confirmed] = resolved(view, item);
  set_original_path(event, path);
  if (path.empty()) mark_unresolved(event, item);
  mark_unless(is_confirmed, event, path);
}

// The file's own name is not in the record (the kernel stopped before it looked it up), but all
// PARENT items are one directory.
void set_directory(Event& event, const SyscallView& view) {
  std::string directory;
  for (const PathItem& item : view.paths) {
    if (item.nametype != "PARENT") continue;
    const std::string& path = resolved(view, item).path;
    if (path.empty() || (!directory.empty() && directory != path)) return;
    directory = path;
  }
  event.set_nonempty(Field::file_directory, directory);
}

// What is done to a file that the records do not show: by a descriptor (ftruncate).
void mark_nameless(Event& event, const SyscallView& view) {
  const bool has_name = event.find(Field::file_path) != nullptr ||
                        event.find(Field::file_directory) != nullptr ||
                        event.find(Field::auditd_unresolved_paths) != nullptr;
  if (view.outcome != Outcome::failure && !has_name) {
    event.add(Field::auditd_unresolved_paths, "(null)");
  }
}

// A rename that failed may have got as far as both names: two DELETE items, the old one first.
Event failed_rename(const SyscallView& view, const Event& base) {
  Event event = base;
  std::vector<const PathItem*> deletes;
  for (const PathItem& item : view.paths) {
    if (item.nametype == "DELETE" && item.has_name) deletes.push_back(&item);
  }
  const PathItem* target =
      deletes.size() > 1 ? deletes[1] : find_item(view.paths, {"NORMAL", "UNKNOWN"});
  if (!deletes.empty()) set_original(event, view, *deletes.front());
  if (target != nullptr) {
    set_file(event, view, *target);
  } else {
    set_directory(event, view);
  }
  return event;
}

// What was renamed to what; the file of each new name, where the records have it.
std::vector<RenamedName> names_after(const SyscallView& view) {
  std::vector<RenamedName> names = renamed_names(view.paths);
  const bool is_exchange = view.resolved.rename == ResolvedPaths::Rename::exchange;
  if (!is_exchange || names.size() != 1 || names[0].from == nullptr) return names;
  const RenamedName shown = names[0];
  return {{shown.from, shown.to, nullptr}, {shown.to, shown.from, shown.file}};
}

// The name that an unnamed CREATE's file had, in a rename without names.
const PathItem* old_item_of(const SyscallView& view, const PathItem& created) {
  const auto is_it = [&](const PathItem& item) {
    return item.nametype == "DELETE" && !item.has_name && item.inode == created.inode &&
           item.device == created.device;
  };
  const auto found = std::find_if(view.paths.begin(), view.paths.end(), is_it);
  return found == view.paths.end() ? nullptr : &*found;
}

// One, or two of an exchange: the kernel told the files but not their names (io_uring).
std::vector<Event> unnamed_renames(const SyscallView& view, const Event& base) {
  constexpr std::size_t kMaxFiles = 2;
  std::vector<Event> events;
  for (const PathItem& item : view.paths) {
    if (item.nametype != "CREATE" || item.inode.empty() || events.size() == kMaxFiles) continue;
    Event& event = events.emplace_back(base);
    set_file(event, view, item);
    const PathItem* const old = old_item_of(view, item);
    if (old != nullptr) set_original(event, view, *old);
  }
  return events;
}

// A rename whose records have no new name; or neither, since both names are one file's already, and
// nothing changes.
std::vector<Event> nameless_renames(const SyscallView& view, const Event& base) {
  if (view.outcome != Outcome::failure) {
    std::vector<Event> events = unnamed_renames(view, base);
    if (!events.empty()) return events;
  }
  Event event = failed_rename(view, base);
  const bool has_name = event.find(Field::file_path) != nullptr ||
                        event.find(Field::auditd_unresolved_paths) != nullptr;
  if (view.outcome == Outcome::success && !has_name) {
    event.add(Field::auditd_unresolved_paths, "(null)");
  }
  return {event};
}

std::vector<Event> rename_events(const SyscallView& view, const Event& base) {
  std::vector<Event> events;
  for (const RenamedName& name : names_after(view)) {
    Event& event = events.emplace_back(base);
    set_file_path(event, view, *name.to);
    if (name.file != nullptr) set_file_fields(event, *name.file);
    if (name.from != nullptr) set_original(event, view, *name.from);
    if (view.resolved.rename == ResolvedPaths::Rename::unclear) {
      event.set(Field::auditd_unresolved_exchange, true);
    }
    const auto& unseen = view.resolved.unseen_directories;
    if (std::find(unseen.begin(), unseen.end(), event.string(Field::file_path)) != unseen.end()) {
      event.set(Field::auditd_unresolved_content, true);
    }
  }
  if (events.empty()) events = nameless_renames(view, base);
  for (const ResolvedPaths::Moved& moved : view.resolved.moved) {
    Event& event = events.emplace_back(base);
    set_path(event, moved.path);
    set_original_path(event, moved.original);
    mark_unless(moved.confirmed, event, moved.path);
    mark_unless(moved.original_confirmed, event, moved.original);
  }
  return events;
}

// The syscall's own event; and one of what a tree was laid over, which is another file from now on.
// mount(2) looks its place up first, and then perhaps where the tree comes from. move_mount(2) does
// so since Linux 6.15, and before the other way round; mostly the tree comes by a descriptor, with
// an empty name. If both have names each is told: something goes away from the one place.
std::vector<Event> mount_events(const SyscallView& view, const Event& base) {
  std::vector<Event> events{base};
  if (view.syscall == "mount" && lacks_first_item(view.event)) return events;
  set_named_file(events.front(), view);
  if (view.outcome == Outcome::failure || !lays_over(view)) return events;
  for (const PathItem& item : view.paths) {
    const bool is_looked_up = item.nametype == "NORMAL" || item.nametype == "UNKNOWN";
    if (!is_looked_up || item.name.empty()) continue;
    Event& event = events.emplace_back(base);
    set_act(event, mounted_over());
    set_file(event, view, item);
    if (view.syscall == "mount" || events.size() > kMaxMountNames) break;
  }
  return events;
}

}  // namespace

const Act& file_act(const SyscallView& view) {
  if (view.act->kind != ActKind::open) return *view.act;
  const PathItem* file = opened_file(view);
  if (file != nullptr && file->nametype == "CREATE") return open_created();
  return opens_for_writing(view) ? open_changed() : open_read();
}

void set_file(Event& event, const SyscallView& view, const PathItem& item) {
  set_file_path(event, view, item);
  set_file_fields(event, item);
}

void set_named_file(Event& event, const SyscallView& view) {
  const PathItem* item = find_item(view.paths, {"NORMAL", "CREATE", "DELETE", "UNKNOWN"});
  if (item != nullptr) set_file(event, view, *item);
}

std::vector<Event> file_events(const SyscallView& view, const Event& base) {
  if (view.act->kind == ActKind::rename) return rename_events(view, base);
  if (view.act->kind == ActKind::mount) return mount_events(view, base);
  std::vector<Event> events{base};
  Event& event = events.front();
  const PathItem* subject = subject_of(view);
  if (view.act->kind == ActKind::open && is_open_unclear(view, subject)) {
    event.set(Field::auditd_unresolved_open, true);
  }
  if (subject != nullptr) {
    set_file(event, view, *subject);
  } else {
    set_directory(event, view);
    mark_nameless(event, view);
  }
  if (view.act->kind == ActKind::link) {
    const PathItem* source = find_item(view.paths, {"NORMAL"});
    if (source != nullptr) set_original(event, view, *source);
  }
  if (view.act->kind == ActKind::symlink) {
    const PathItem* target = find_item(view.paths, {"UNKNOWN"});
    if (target != nullptr) event.set_nonempty(Field::file_target_path, target->name);
  }
  return events;
}

}  // namespace ak
