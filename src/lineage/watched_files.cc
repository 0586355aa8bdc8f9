#include "lineage/watched_files.h"

#include <algorithm>
#include <iterator>
#include <set>
#include <utility>

#include "base/limits.h"
#include "base/path.h"

namespace ak {
namespace {

// Whether the pattern matches `text`, or, for `open_end`, some text that begins with it. Linear in
// pattern × text: only the last `*` need ever be tried again.
bool matches(std::string_view pattern, std::string_view text, bool open_end) {
  std::size_t at = 0;
  std::size_t star = std::string_view::npos;
  std::size_t retry = 0;
  for (std::size_t i = 0; i < text.size();) {
    if (at < pattern.size() && pattern[at] == '*') {
      star = at++;
      retry = i;
    } else if (at < pattern.size() && pattern[at] == text[i]) {
      ++at;
      ++i;
    } else if (star != std::string_view::npos) {
      at = star + 1;
      i = ++retry;
    } else {
      return false;
    }
  }
  if (open_end) return true;
  return pattern.substr(at).find_first_not_of('*') == std::string_view::npos;
}

std::string in(const std::string& directory, std::string_view name) {
  return (directory == "/" ? "" : directory) + "/" + std::string(name);
}

// `path` is `directory` or lies below it.
bool is_within(std::string_view path, std::string_view directory) {
  if (directory == "/") return true;
  return path.substr(0, directory.size()) == directory &&
         (path.size() == directory.size() || path[directory.size()] == '/');
}

// Of the part before the first `*`; of a whole name the most.
std::size_t literal_size(std::string_view pattern) {
  return pattern.find('*');
}

class Search {
 public:
  Search(const FileSource& source, std::string_view below, std::size_t max_files)
      : source_(source), below_(below), max_files_(max_files) {}

  std::vector<WatchedFile> run(const std::vector<std::string>& patterns) {
    for (const std::string& pattern : patterns) visit("/", pattern, 0);
    return std::move(found_);
  }

 private:
  // `path`, and what the pattern may match below it. A `*` in the last component is deep.
  void visit(const std::string& path, std::string_view pattern, std::size_t depth) {
    if (found_.size() >= max_files_ || depth > limits::kMaxFileDepth) return;
    if (!is_within(path, below_) && !is_within(below_, path)) return;
    // What must not be looked at itself (a security module's profile) may still be passed.
    const auto file = source_.look(path);
    const bool is_wanted = file && is_within(path, below_) && seen_.insert(path).second;
    if (is_wanted) found_.push_back({path, *file});
    if (file && !file->is_directory) return;
    // A link further down would be walked twice, or for ever.
    const auto components =
        static_cast<std::size_t>(std::count(pattern.begin(), pattern.end(), '/'));
    const bool is_deep = base_name(pattern).find('*') != std::string_view::npos;
    if (depth >= components && (!is_deep || !file || file->is_link)) return;
    for (const std::string& name : names_in(path, rest_of(pattern, depth))) {
      visit(in(path, name), pattern, depth + 1);
    }
  }

  // The pattern's component below a path of that depth; "" where only a deep `*` is left.
  static std::string_view rest_of(std::string_view pattern, std::size_t depth) {
    for (; depth > 0 && !pattern.empty(); --depth) {
      pattern.remove_prefix(std::min(pattern.find('/', 1), pattern.size()));
    }
    if (pattern.empty()) return {};
    const std::size_t end = pattern.find('/', 1);
    const std::string_view component =
        pattern.substr(1, end == std::string_view::npos ? end : end - 1);
    const bool is_deep =
        end == std::string_view::npos && component.find('*') != std::string_view::npos;
    return is_deep ? std::string_view{} : component;
  }

  [[nodiscard]] std::vector<std::string> names_in(const std::string& directory,
                                                  std::string_view component) const {
    if (component.find('*') == std::string_view::npos && !component.empty()) {
      return {std::string(component)};
    }
    // On the way to `below_` one name is enough.
    if (below_.size() > directory.size() && is_within(below_, directory)) {
      std::string_view next = below_.substr(directory == "/" ? 1 : directory.size() + 1);
      return {std::string(next.substr(0, next.find('/')))};
    }
    std::vector<std::string> names = source_.list(directory, max_files_ - found_.size());
    if (!component.empty()) {
      std::erase_if(names, [&](const auto& name) { return !matches(component, name, false); });
    }
    std::sort(names.begin(), names.end());
    return names;
  }

  const FileSource& source_;
  std::string_view below_;
  std::size_t max_files_;
  std::vector<WatchedFile> found_;
  std::set<std::string> seen_;
};

}  // namespace

WatchedFiles::WatchedFiles(std::vector<std::string> patterns) : patterns_(std::move(patterns)) {
  std::set<std::string_view> directories;
  for (const std::string& pattern : patterns_) directories.insert(directory_name(pattern));
  // A pattern for any name means the files there as well.
  const auto means_files = [&](const std::string& pattern) {
    return !directories.contains(pattern) || base_name(pattern).find('*') != std::string_view::npos;
  };
  std::copy_if(patterns_.begin(), patterns_.end(), std::back_inserter(file_patterns_), means_files);
}

bool WatchedFiles::has(std::string_view path) const {
  return std::any_of(patterns_.begin(), patterns_.end(),
                     [&](const std::string& pattern) { return matches(pattern, path, false); });
}

bool WatchedFiles::has_file(std::string_view path) const {
  return std::any_of(file_patterns_.begin(), file_patterns_.end(),
                     [&](const std::string& pattern) { return matches(pattern, path, false); });
}

// No pattern means that name.
bool WatchedFiles::has_all_in(std::string_view path) const {
  return has(std::string(path) + "/\n");
}

bool WatchedFiles::may_be_below(std::string_view path) const {
  const std::string directory = path == "/" ? "/" : std::string(path) + "/";
  return std::any_of(patterns_.begin(), patterns_.end(),
                     [&](const std::string& pattern) { return matches(pattern, directory, true); });
}

std::vector<WatchedFile> WatchedFiles::find(const FileSource& source, std::string_view below,
                                            std::size_t max_files) const {
  // What is asked for by name comes before what there may be any number of.
  std::vector<std::string> patterns = patterns_;
  std::stable_sort(patterns.begin(), patterns.end(),
                   [](const auto& a, const auto& b) { return literal_size(a) > literal_size(b); });
  return Search(source, below, max_files).run(patterns);
}

}  // namespace ak
