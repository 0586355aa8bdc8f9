// File acts written by hand, for tests of what is learned from them.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "base/path.h"
#include "base/time.h"
#include "event/path_resolver.h"
#include "lineage/file_source.h"

namespace ak::test {

using Effect = FileAct::Effect;
using Start = PathItem::Start;

inline PathItem item(std::string nametype, std::string name, std::uint64_t inode,
                     std::string mode = "0100644") {
  PathItem made;
  made.nametype = std::move(nametype);
  made.has_name = name != "(null)";
  if (made.has_name) made.name = std::move(name);
  made.inode = std::to_string(inode);
  made.device = "fe:00";
  made.mode = std::move(mode);
  return made;
}

inline PathItem directory(std::string nametype, std::string name, std::uint64_t inode) {
  return item(std::move(nametype), std::move(name), inode, "040755");
}

inline PathItem by_descriptor(PathItem made) {
  made.start = Start::descriptor;
  return made;
}

struct Act {
  Effect effect = Effect::none;
  std::vector<PathItem> items;
  std::string cwd = "/srv";
  std::string host = "h";
  bool unnamed = false;
  TimeMs time = 0;
  bool is_own = false;
  bool complete = true;
  bool names_old_first = false;
  bool links = false;

  [[nodiscard]] FileAct view() const {
    FileAct act{host, cwd, effect, unnamed, items};
    act.time = time;
    act.is_own = is_own;
    act.complete = complete;
    act.names_old_first = names_old_first;
    act.links = links;
    return act;
  }
};

class StoppedClock final : public Clock {
 public:
  explicit StoppedClock(TimeMs now) : now_(now) {}
  [[nodiscard]] TimeMs now() const override { return now_; }

 private:
  TimeMs now_;
};

// The files that a running system would show.
class Files final : public FileSource {
 public:
  void put(const std::string& path, std::uint64_t inode, bool is_directory = false,
           bool is_link = false) {
    files_[path] = File{0xfe, 0, inode, is_directory, is_link, false, false, {}, 0, 0, 0};
  }
  // A node's watched directories, with a file in two of them.
  void put_kubernetes() {
    put("/", 2, true);
    put("/root", 10, true);
    put("/root/.kube", 11, true);
    put("/root/.kube/config", 12);
    put("/etc", 20, true);
    put("/etc/kubernetes", 21, true);
    put("/etc/kubernetes/manifests", 22, true);
    put("/etc/kubernetes/manifests/etcd.yaml", 23);
  }
  void link(const std::string& path, const std::string& target, std::uint64_t inode,
            bool is_others = false) {
    put(path, inode, false, true);
    files_[path].target = target;
    files_[path].is_by_others_link = is_others;
  }
  void others(const std::string& path) { files_[path].is_by_others_link = true; }
  void leave_dangling(const std::string& path, const std::string& target) {
    files_.erase(path);
    dangling_[path] = target;
  }
  void modify(const std::string& path, TimeMs time) { files_[path].modified = time; }
  void date(const std::string& path, TimeMs changed, TimeMs born) {
    files_[path].changed = changed;
    files_[path].born = born;
  }
  void remove(const std::string& path) { files_.erase(path); }
  void clear() { files_.clear(); }
  void give_up() { gives_up_ = true; }  // one of the next looks
  void give_up_at(std::string path) { lost_ = std::move(path); }

  [[nodiscard]] std::string_view host() const override { return "h"; }
  [[nodiscard]] std::optional<File> look(const std::string& path) const override {
    ++looks_;
    if (std::exchange(gives_up_, false)) ++given_up_;
    if (path == lost_) {
      ++given_up_;
      return std::nullopt;
    }
    const auto found = files_.find(path);
    return found == files_.end() ? std::nullopt : std::optional<File>(found->second);
  }
  [[nodiscard]] std::optional<std::string> dangling(const std::string& path) const override {
    const auto found = dangling_.find(path);
    return found == dangling_.end() ? std::nullopt : std::optional(found->second);
  }
  [[nodiscard]] std::size_t given_up() const override { return given_up_; }
  [[nodiscard]] int looks() const { return looks_; }
  [[nodiscard]] std::vector<std::string> list(const std::string& directory,
                                              std::size_t max_names) const override {
    std::vector<std::string> names;
    for (const auto& [path, file] : files_) {
      if (path != "/" && directory_name(path) == directory && names.size() < max_names) {
        names.emplace_back(base_name(path));
      }
    }
    return names;
  }

 private:
  std::map<std::string, File> files_;
  std::map<std::string, std::string> dangling_;
  mutable int looks_ = 0;
  mutable bool gives_up_ = false;
  std::string lost_;  // a look there is given up
  mutable std::size_t given_up_ = 0;
};

}  // namespace ak::test
