#include "detect/rule_files.h"

#include <dirent.h>
#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>

#include <algorithm>
#include <cerrno>
#include <memory>
#include <set>
#include <string_view>
#include <system_error>
#include <utility>

#include "base/fd.h"
#include "base/limits.h"
#include "base/path.h"

namespace ak::detect {
namespace {

std::string error_text(int error) {
  return std::generic_category().message(error);
}

class Finder {
 public:
  explicit Finder(std::vector<Diagnostic>& complaints) : complaints_(complaints) {}

  // What the user named must be there.
  void visit_named(const std::string& path) {
    struct stat status {};
    if (::stat(path.c_str(), &status) != 0) {
      complain(Severity::error, "E110", path, "cannot read: " + error_text(errno));
    } else if (S_ISDIR(status.st_mode)) {
      visit_directory(path, status, 0);
    } else if (S_ISREG(status.st_mode)) {
      add(path, status);
    } else {
      complain(Severity::error, "E110", path, "cannot read: neither a file nor a directory");
    }
  }

  std::vector<std::string> take() {
    if (left_out_ > 0) {
      complain(Severity::error, "E111", "",
               fmt::format("{} rule files over the most of {} are not loaded", left_out_,
                           limits::kMaxRuleFiles));
    }
    return std::move(files_);
  }

 private:
  using Identity = std::pair<dev_t, ino_t>;

  void visit_directory(const std::string& path, const struct stat& status, std::size_t depth) {
    if (!seen_.insert(Identity{status.st_dev, status.st_ino}).second) return;
    if (depth > limits::kMaxRuleTreeDepth) {
      complain(Severity::error, "E111", path,
               fmt::format("directories nested deeper than {} are not searched",
                           limits::kMaxRuleTreeDepth));
      return;
    }
    for (const std::string& name : names_in(path)) {
      std::string child = path;
      if (child.back() != '/') child += '/';
      child += name;
      const bool is_rule_name = extension(name) == "toml";
      struct stat child_status {};
      if (::stat(child.c_str(), &child_status) != 0) {
        const int error = errno;
        if (is_rule_name) {
          complain(Severity::error, "E110", child, "cannot read: " + error_text(error));
        }
      } else if (S_ISDIR(child_status.st_mode)) {
        visit_directory(child, child_status, depth + 1);
      } else if (is_rule_name && S_ISREG(child_status.st_mode)) {
        add(child, child_status);
      }
    }
  }

  std::vector<std::string> names_in(const std::string& path) {
    std::vector<std::string> names;
    const std::unique_ptr<DIR, int (*)(DIR*)> directory(::opendir(path.c_str()), &::closedir);
    if (directory == nullptr) {
      complain(Severity::error, "E110", path, "cannot read: " + error_text(errno));
      return names;
    }
    while (const dirent* entry = ::readdir(directory.get())) {
      if (entry->d_name[0] != '.') names.emplace_back(entry->d_name);
    }
    std::sort(names.begin(), names.end());
    return names;
  }

  void add(const std::string& path, const struct stat& status) {
    if (!seen_.insert(Identity{status.st_dev, status.st_ino}).second) return;
    if (files_.size() < limits::kMaxRuleFiles) {
      files_.push_back(path);
    } else {
      ++left_out_;
    }
  }

  void complain(Severity severity, std::string code, std::string file, std::string message) {
    Diagnostic diagnostic;
    diagnostic.file = std::move(file);
    diagnostic.severity = severity;
    diagnostic.code = std::move(code);
    diagnostic.message = std::move(message);
    complaints_.push_back(std::move(diagnostic));
  }

  std::vector<Diagnostic>& complaints_;
  std::vector<std::string> files_;
  std::set<Identity> seen_;
  std::size_t left_out_ = 0;
};

}  // namespace

std::vector<std::string> find_rule_files(const std::vector<std::string>& paths,
                                         std::vector<Diagnostic>& complaints) {
  Finder finder(complaints);
  for (const std::string& path : paths) finder.visit_named(path);
  return finder.take();
}

Result<std::string> read_rule_bytes(const std::string& file) {
  // O_NONBLOCK: what was a file may have become a FIFO that nobody writes to.
  const UniqueFd fd(::open(file.c_str(), O_RDONLY | O_CLOEXEC | O_NOCTTY | O_NONBLOCK));
  if (!fd) return Error{"cannot read: " + error_text(errno)};
  struct stat status {};
  if (::fstat(fd.get(), &status) != 0) return Error{"cannot read: " + error_text(errno)};
  if (!S_ISREG(status.st_mode)) return Error{"cannot read: not a file"};
  const std::size_t expected = static_cast<std::size_t>(std::max<off_t>(status.st_size, 0)) + 1;
  std::string bytes(std::min(expected, limits::kMaxTomlBytes + 1), '\0');
  std::size_t size = 0;
  while (size < bytes.size()) {
    const ssize_t got = ::read(fd.get(), bytes.data() + size, bytes.size() - size);
    if (got < 0 && errno == EINTR) continue;
    if (got < 0) return Error{"cannot read: " + error_text(errno)};
    if (got == 0) break;
    size += static_cast<std::size_t>(got);
  }
  bytes.resize(size);
  return bytes;
}

}  // namespace ak::detect
