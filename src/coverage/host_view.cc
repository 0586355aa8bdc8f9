#include "coverage/host_view.h"

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <system_error>

#include "base/limits.h"
#include "base/path.h"

namespace ak::coverage {
namespace {

namespace fs = std::filesystem;

constexpr int kMaxLinks = 40;  // as the kernel: MAXSYMLINKS in include/linux/namei.h

std::vector<std::string> components(std::string_view path) {
  std::vector<std::string> parts;
  while (!path.empty()) {
    const std::size_t slash = std::min(path.find('/'), path.size());
    const std::string_view part = path.substr(0, slash);
    if (!part.empty() && part != ".") parts.emplace_back(part);
    path.remove_prefix(std::min(slash + 1, path.size()));
  }
  return parts;
}

// Each `*` is matched as short as it can be; only the last one is ever lengthened, so the time is
// at most the product of both lengths.
bool matches(std::string_view name, std::string_view pattern) {
  std::size_t n = 0, p = 0, star = std::string_view::npos, star_n = 0;
  while (n < name.size()) {
    if (p < pattern.size() && pattern[p] == '*') {
      star = p++;
      star_n = n;
    } else if (p < pattern.size() && pattern[p] == name[n]) {
      ++p;
      ++n;
    } else if (star != std::string_view::npos) {
      p = star + 1;
      n = ++star_n;
    } else {
      return false;
    }
  }
  while (p < pattern.size() && pattern[p] == '*') ++p;
  return p == pattern.size();
}

std::vector<std::string> names_in(const std::string& directory) {
  std::vector<std::string> names;
  std::error_code error;
  for (fs::directory_iterator entry(directory, error), end; !error && entry != end;
       entry.increment(error)) {
    names.push_back(entry->path().filename().string());
  }
  return names;
}

}  // namespace

FilesystemHost::FilesystemHost(std::string root) : root_(std::move(root)) {
  while (!root_.empty() && root_.back() == '/') root_.pop_back();
}

std::string FilesystemHost::on_disk(std::string_view path) const {
  return root_ + std::string(path);
}

std::vector<std::string> FilesystemHost::glob(std::string_view pattern) const {
  std::vector<std::string> found = {""};
  for (const std::string& part : components(pattern)) {
    std::vector<std::string> next;
    for (const std::string& directory : found) {
      if (part.find('*') == std::string::npos) {
        next.push_back(directory + "/" + part);
        continue;
      }
      const std::optional<std::string> real = resolve(directory.empty() ? "/" : directory);
      if (!real) continue;
      for (const std::string& name : names_in(on_disk(*real))) {
        if (matches(name, part)) next.push_back(directory + "/" + name);
      }
    }
    found = std::move(next);
  }
  std::erase_if(found, [this](const std::string& path) {
    const std::optional<std::string> directory = resolve(directory_name(path));
    if (!directory) return true;
    std::error_code error;
    const std::string entry = *directory + "/" + std::string(base_name(path));
    return !fs::exists(fs::symlink_status(on_disk(entry), error));
  });
  std::sort(found.begin(), found.end());
  return found;
}

std::optional<std::string> FilesystemHost::resolve(std::string_view path) const {
  std::vector<std::string> pending = components(path);  // its last element is the next to walk
  std::reverse(pending.begin(), pending.end());
  std::string walked;
  int links = 0;
  while (!pending.empty()) {
    const std::string part = std::move(pending.back());
    pending.pop_back();
    if (part == "..") {
      walked.resize(walked.empty() ? 0 : walked.rfind('/'));
      continue;
    }
    const std::string here = walked + "/" + part;
    std::error_code error;
    const fs::file_status status = fs::symlink_status(on_disk(here), error);
    if (!fs::exists(status)) return std::nullopt;
    if (!fs::is_symlink(status)) {
      walked = here;
      continue;
    }
    const std::string target = fs::read_symlink(on_disk(here), error).string();
    if (error || ++links > kMaxLinks) return std::nullopt;
    if (target.front() == '/') walked.clear();
    std::vector<std::string> parts = components(target);
    pending.insert(pending.end(), parts.rbegin(), parts.rend());
  }
  return walked.empty() ? "/" : walked;
}

bool FilesystemHost::is_directory(std::string_view path) const {
  const std::optional<std::string> real = resolve(path);
  std::error_code error;
  return real && fs::is_directory(on_disk(*real), error);
}

std::string FilesystemHost::read(std::string_view path) const {
  const std::optional<std::string> real = resolve(path);
  std::error_code error;
  if (!real || !fs::is_regular_file(on_disk(*real), error)) return "";
  std::ifstream file(on_disk(*real), std::ios::binary);
  std::string text(limits::kMaxRuleFileBytes, '\0');
  file.read(text.data(), static_cast<std::streamsize>(text.size()));
  text.resize(static_cast<std::size_t>(file.gcount()));
  return text;
}

}  // namespace ak::coverage
