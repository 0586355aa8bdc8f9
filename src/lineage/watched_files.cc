#include "lineage/watched_files.h"

#include <algorithm>
#include <deque>
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

// A `*` in the last component stands for whole trees.
bool is_deep(std::string_view pattern) {
  return base_name(pattern).find('*') != std::string_view::npos;
}

// A pattern at a time, each directory's names before those further down.
class Search {
 public:
  Search(const FileSource& source, std::string_view below, std::size_t max_files)
      : source_(source),
        below_(below),
        max_files_(max_files),
        max_names_(max_files * (below == "/" ? limits::kMaxNamesPerWatchedFile
                                             : limits::kMaxNamesPerMovedFile)) {}

  // First each pattern has its share of what those before it left, so that what fills one place
  // hides nothing in another; then those that needed more have what is left.
  std::vector<WatchedFile> run(const std::vector<std::string>& patterns) {
    std::vector<std::string_view> cut;
    for (std::size_t i = 0; i < patterns.size(); ++i) {
      const std::size_t sharers = patterns.size() - i;
      file_limit_ = found_.size() + share(max_files_ - found_.size(), sharers);
      name_limit_ = passed_ + share(max_names_ - std::min(passed_, max_names_), sharers);
      if (!walk(patterns[i])) cut.push_back(patterns[i]);
    }
    file_limit_ = max_files_;
    name_limit_ = passed_ + max_names_;
    for (const std::string_view pattern : cut) is_cut_ = !walk(pattern) || is_cut_;
    return std::move(found_);
  }

  // Whether there may be more.
  [[nodiscard]] bool is_cut() const { return is_cut_; }

  std::vector<WatchedLink> take_dangling() { return std::move(dangling_); }

 private:
  struct Place {
    std::string path;
    std::size_t depth;
  };

  static std::size_t share(std::size_t left, std::size_t sharers) {
    return (left + sharers - 1) / sharers;
  }

  // False when a limit ended it.
  bool walk(std::string_view pattern) {
    std::deque<Place> waiting;
    if (!visit({"/", 0}, pattern, waiting)) return false;
    for (; !waiting.empty(); waiting.pop_front()) {
      const Place& at = waiting.front();
      if (passed_ >= name_limit_) return false;
      for (const std::string& name : names_in(at.path, rest_of(pattern, at.depth))) {
        if (!visit({path_in(at.path, name), at.depth + 1}, pattern, waiting)) return false;
      }
    }
    return passed_ < name_limit_;
  }

  // Looks at what is there, and leaves it waiting if the pattern may match something below.
  bool visit(Place place, std::string_view pattern, std::deque<Place>& waiting) {
    const auto& [path, depth] = place;
    if (depth > limits::kMaxFileDepth) return true;
    if (!is_within(path, below_) && !is_within(below_, path)) return true;
    // What must not be looked at itself (a security module's profile) may still be passed.
    const auto file = source_.look(path);
    if (!file) note_dangling(path, pattern);
    const bool is_wanted = file && is_within(path, below_) && is_meant(path, *file, pattern);
    if (is_wanted && seen_.count(path) == 0) {
      if (found_.size() >= file_limit_) return false;
      seen_.insert(path);
      found_.push_back({path, *file});
    }
    if (file && !file->is_directory) return true;
    // A link further down would be walked twice, or for ever.
    const auto components =
        static_cast<std::size_t>(std::count(pattern.begin(), pattern.end(), '/'));
    if (depth >= components && (!is_deep(pattern) || !file || file->is_link)) return true;
    waiting.push_back(std::move(place));
    return true;
  }

  void note_dangling(const std::string& path, std::string_view pattern) {
    if (dangling_.size() >= max_files_ || !matches(pattern, path, false)) return;
    if (auto target = source_.dangling(path)) dangling_.push_back({path, std::move(*target)});
  }

  // Below a directory that was renamed all files may be: under its old name.
  [[nodiscard]] bool is_meant(const std::string& path, const FileSource::File& file,
                              std::string_view pattern) const {
    return file.is_directory || below_ != "/" || matches(pattern, path, false);
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
    const bool is_rest =
        end == std::string_view::npos && component.find('*') != std::string_view::npos;
    return is_rest ? std::string_view{} : component;
  }

  std::vector<std::string> names_in(const std::string& directory, std::string_view component) {
    ++passed_;
    if (component.find('*') == std::string_view::npos && !component.empty()) {
      return {std::string(component)};
    }
    // On the way to `below_` one name is enough.
    if (below_.size() > directory.size() && is_within(below_, directory)) {
      std::string_view next = below_.substr(directory == "/" ? 1 : directory.size() + 1);
      return {std::string(next.substr(0, next.find('/')))};
    }
    std::vector<std::string> names = source_.list(directory, name_limit_ - passed_);
    passed_ += names.size();
    if (!component.empty()) {
      std::erase_if(names, [&](const auto& name) { return !matches(component, name, false); });
    }
    std::sort(names.begin(), names.end());
    return names;
  }

  const FileSource& source_;
  std::string_view below_;
  std::size_t max_files_;
  std::size_t max_names_;
  std::size_t file_limit_ = 0;
  std::size_t name_limit_ = 0;
  std::size_t passed_ = 0;  // names that were listed or looked for
  bool is_cut_ = false;
  std::vector<WatchedFile> found_;
  std::vector<WatchedLink> dangling_;
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
                                            std::size_t max_files, bool* is_cut,
                                            std::vector<WatchedLink>* dangling) const {
  // What is asked for by name comes before what there may be any number of.
  std::vector<std::string> patterns = patterns_;
  const auto rank = [](const std::string& pattern) {
    return std::pair(!is_deep(pattern), literal_size(pattern));
  };
  std::stable_sort(patterns.begin(), patterns.end(),
                   [&](const auto& a, const auto& b) { return rank(a) > rank(b); });
  Search search(source, below, max_files);
  std::vector<WatchedFile> found = search.run(patterns);
  if (is_cut != nullptr) *is_cut = search.is_cut();
  if (dangling != nullptr) *dangling = search.take_dangling();
  return found;
}

}  // namespace ak
