#include "lineage/mount_table.h"

#include <algorithm>
#include <iterator>
#include <optional>

#include "base/text.h"

namespace ak {
namespace {

constexpr std::string_view kMayNeverAnswer[] = {
    "9p",    "afs",    "autofs", "beegfs", "ceph", "cifs",     "coda", "fuse", "gfs2", "gpfs",
    "ncpfs", "lustre", "ocfs2",  "nfs",    "nfs4", "orangefs", "proc", "smb3", "smbfs"};

struct Line {
  std::uint64_t id = 0;
  std::uint64_t parent = 0;
  std::string point;
  std::string type;
};

std::string_view next_word(std::string_view& text) {
  const std::size_t end = std::min(text.find(' '), text.size());
  const std::string_view word = text.substr(0, end);
  text.remove_prefix(std::min(end + 1, text.size()));
  return word;
}

bool is_octal(char c) {
  return c >= '0' && c <= '7';
}

// Blanks, newlines and backslashes are written as \ooo.
std::string unescaped(std::string_view text) {
  std::string plain;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const bool is_escape = text[i] == '\\' && text.size() - i > 3 && is_octal(text[i + 1]) &&
                           is_octal(text[i + 2]) && is_octal(text[i + 3]);
    if (!is_escape) {
      plain += text[i];
      continue;
    }
    plain +=
        static_cast<char>((text[i + 1] - '0') * 64 + (text[i + 2] - '0') * 8 + (text[i + 3] - '0'));
    i += 3;
  }
  return plain;
}

// 36 35 98:0 /root /mnt rw,noatime shared:1 - ext4 /dev/root rw
std::optional<Line> parse(std::string_view text) {
  Line line;
  const auto id = parse_uint(next_word(text));
  const auto parent = parse_uint(next_word(text));
  next_word(text);  // the device
  next_word(text);  // what of the file system is mounted
  line.point = unescaped(next_word(text));
  const std::size_t end = text.find(" - ");
  if (!id || !parent || line.point.empty() || end == std::string_view::npos) return std::nullopt;
  text.remove_prefix(end + 3);
  line.type = unescaped(next_word(text));
  line.id = *id;
  line.parent = *parent;
  return line;
}

}  // namespace

bool may_never_answer(std::string_view file_system_type) {
  // fuse.sshfs and the like; fuseblk is a disk of this machine.
  if (file_system_type.substr(0, 5) == "fuse.") return true;
  return std::find(std::begin(kMayNeverAnswer), std::end(kMayNeverAnswer), file_system_type) !=
         std::end(kMayNeverAnswer);
}

MountTable::MountTable(std::string_view mountinfo) {
  std::set<std::uint64_t> ids;
  while (!mountinfo.empty()) {
    const std::size_t end = std::min(mountinfo.find('\n'), mountinfo.size());
    std::optional<Line> line = parse(mountinfo.substr(0, end));
    mountinfo.remove_prefix(std::min(end + 1, mountinfo.size()));
    if (!line) continue;
    ids.insert(line->id);
    const bool may_hang = may_never_answer(line->type);
    mounts_[{line->parent, std::move(line->point)}] = {line->id, std::move(line->type), may_hang};
  }
  find_root(ids);
  if (knows_root_) trust_way_to("/etc/kubernetes");
}

// All mounts hang together. Where the root directory is no mount's (a chroot), only the others are
// listed.
void MountTable::find_root(const std::set<std::uint64_t>& ids) {
  for (const auto& [place, mount] : mounts_) {
    const auto& [parent, point] = place;
    if (parent != mount.id && ids.contains(parent)) continue;
    root_ = point == "/" ? mount : Mount{parent, {}, false};
    root_.may_hang = false;
    knows_root_ = true;
    return;
  }
}

const Mount& MountTable::onto(const Mount& mount, const std::string& path) const {
  const Mount* top = &mount;
  // Each at most once: the kernel writes the list piece by piece, and it may not fit together.
  for (std::size_t left = mounts_.size(); left > 0; --left) {
    const auto over = mounts_.find({top->id, path});
    if (over == mounts_.end()) break;
    top = &over->second;
  }
  return *top;
}

void MountTable::trust_way_to(std::string_view path) {
  std::set<std::uint64_t> way;
  const Mount* mount = &root_;
  std::size_t end = 0;
  while (end != std::string_view::npos) {
    end = path.find('/', end + 1);
    mount = &onto(*mount, std::string(path.substr(0, end)));
    way.insert(mount->id);
  }
  for (auto& [place, there] : mounts_) {
    if (way.contains(there.id)) there.may_hang = false;
  }
}

}  // namespace ak
