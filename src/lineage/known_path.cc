#include "lineage/known_path.h"

#include <charconv>
#include <utility>

namespace ak {
namespace {

std::optional<std::uint64_t> parse_number(std::string_view text, int base) {
  std::uint64_t value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value, base);
  if (error != std::errc{} || end != text.data() + text.size()) return std::nullopt;
  return value;
}

}  // namespace

std::optional<FileId> id_of(std::uint64_t host, const PathItem& item) {
  if (item.mode.empty()) return std::nullopt;  // without it nobody knows a file from a directory
  const std::string_view device = item.device;
  const std::size_t colon = device.find(':');
  if (colon == std::string_view::npos) return std::nullopt;
  const auto major = parse_number(device.substr(0, colon), 16);
  const auto minor = parse_number(device.substr(colon + 1), 16);
  const auto inode = parse_number(item.inode, 10);
  if (!major || !minor || !inode || *inode == 0) return std::nullopt;
  return FileId{host, FileTable::device(*major, *minor), *inode};
}

// An inode number that was a directory's and is a file's now is another's.
KnownPath known_path(FileTable& table, const FileId& id, bool is_directory) {
  const FileTable::Entry* entry = table.find(id);
  if (entry == nullptr || !entry->certain) {
    std::string other = table.other_path(id, is_directory);
    if (!other.empty()) return {std::move(other), false, table.is_passing(id)};
  }
  if (entry == nullptr || entry->is_directory != is_directory) return {};
  const bool is_passing = !entry->certain && table.is_passing(id);
  const bool is_confirmed = entry->certain && table.is_confirmed(*entry->name);
  return {FileTable::path(*entry->name), entry->certain, is_passing, is_confirmed};
}

}  // namespace ak
