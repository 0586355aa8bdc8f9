#include "event/path_text.h"

#include <algorithm>
#include <array>
#include <cctype>

#include "base/path.h"

namespace ak {
namespace {

bool is_absolute(std::string_view path) {
  return !path.empty() && path.front() == '/';
}

// Takes the first component off `path`, which begins with '/'.
std::string_view take_component(std::string_view& path) {
  if (path.empty()) return {};
  path.remove_prefix(1);
  const std::string_view component = path.substr(0, path.find('/'));
  path.remove_prefix(component.size());
  return component;
}

bool is_process(std::string_view name) {
  if (name == "self" || name == "thread-self") return true;
  return !name.empty() && std::all_of(name.begin(), name.end(), [](char c) {
    return std::isdigit(static_cast<unsigned char>(c)) != 0;
  });
}

// True for what lies behind the links in /proc that no text tells the end of, and their names in
// /dev. `path` is normalised.
bool leads_through_a_process(std::string_view path) {
  constexpr std::array<std::string_view, 5> kLinks = {"fd", "root", "cwd", "exe", "map_files"};
  constexpr std::array<std::string_view, 4> kDevices = {"fd", "stdin", "stdout", "stderr"};
  const std::string_view top = take_component(path);
  std::string_view name = take_component(path);
  if (top == "dev") return std::find(kDevices.begin(), kDevices.end(), name) != kDevices.end();
  if (top != "proc" || !is_process(name)) return false;
  name = take_component(path);
  if (name == "task") {
    take_component(path);
    name = take_component(path);
  }
  return std::find(kLinks.begin(), kLinks.end(), name) != kLinks.end();
}

// Where no working directory can stand for a descriptor's: the kernel writes the former as the name
// of a PARENT without a slash at its end.
bool is_of_the_name(const PathItem& parent) {
  return parent.name.size() > 1 && parent.name.back() == '/';
}

std::string joined(const PathItem& item, const PathItem* parent, std::string_view cwd) {
  if (!item.has_name || item.name.empty() || item.start == PathItem::Start::confined) return {};
  const bool at_cwd = item.start == PathItem::Start::working_directory;
  if (is_absolute(item.name)) {
    const bool is_certain = at_cwd || item.nametype != "PARENT" || is_of_the_name(item);
    return is_certain ? normalize_path(item.name) : std::string();
  }
  if (!at_cwd) return {};
  if (is_absolute(cwd)) return resolve_path(cwd, item.name);
  const bool parent_is_known = parent != nullptr && parent->has_name && is_absolute(parent->name);
  return parent_is_known ? resolve_path(parent->name, base_name(item.name)) : std::string();
}

}  // namespace

std::string path_by_text(const PathItem& item, const PathItem* parent, std::string_view cwd) {
  std::string path = joined(item, parent, cwd);
  return leads_through_a_process(path) ? std::string() : path;
}

}  // namespace ak
