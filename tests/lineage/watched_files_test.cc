#include "lineage/watched_files.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <string>
#include <vector>

#include "base/limits.h"
#include "base/path.h"

namespace ak {
namespace {

// A tree of directories ("/d/"), files ("/f") and links to directories ("/l@").
class Tree final : public FileSource {
 public:
  explicit Tree(const std::vector<std::string>& paths) {
    for (std::string path : paths) {
      File file{8, 1, ++inodes_, false, false};
      if (path.back() != '/' && path.back() != '@') {
        files_[path] = file;
        continue;
      }
      file.is_directory = true;
      file.is_link = path.back() == '@';
      path.pop_back();
      files_[path.empty() ? "/" : path] = file;
    }
  }

  [[nodiscard]] std::string_view host() const override { return "h"; }
  [[nodiscard]] std::optional<File> look(const std::string& path) const override {
    ++looks_;
    const auto found = files_.find(path);
    return found == files_.end() ? std::nullopt : std::optional<File>(found->second);
  }
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

  [[nodiscard]] std::size_t looks() const { return looks_; }

 private:
  mutable std::size_t looks_ = 0;
  std::map<std::string, File> files_;
  std::uint64_t inodes_ = 0;
};

std::vector<std::string> found_in(const Tree& tree, std::string_view below = "/",
                                  std::size_t max_files = 100) {
  std::vector<std::string> paths;
  for (const WatchedFile& file : WatchedFiles::of_kubernetes().find(tree, below, max_files))
    paths.push_back(file.path);
  std::sort(paths.begin(), paths.end());
  return paths;
}

using Paths = std::vector<std::string>;

TEST(WatchedFiles, AreNoneAtFirst) {
  EXPECT_FALSE(WatchedFiles().has("/root/.kube/config"));
  EXPECT_FALSE(WatchedFiles().may_be_below("/"));
  EXPECT_TRUE(WatchedFiles().find(Tree({"/", "/root/"}), "/", 100).empty());
}

TEST(WatchedFiles, AreThoseThatThePatternsMatch) {
  for (const char* path : {"/root/.kube/config", "/home/a/.kube/config", "/home/a/b/.kube/config",
                           "/var/lib/kubelet/kubeconfig", "/etc/kubernetes/admin.conf",
                           "/etc/kubernetes/old/x.conf", "/etc/kubernetes/pki/ca.key",
                           "/etc/kubernetes/pki/etcd/ca.key", "/etc/kubernetes/manifests/x.yaml"}) {
    EXPECT_TRUE(WatchedFiles::of_kubernetes().has(path)) << path;
  }
  for (const char* path : {"", "/", "/root/.kube/config2", "/root/.kube", "/x/root/.kube/config",
                           "/etc/kubernetes/manifests", "/etc/kubernetes/old/x.yaml",
                           "/var/lib/kubeconfig", "/home/.kube/config"}) {
    EXPECT_FALSE(WatchedFiles::of_kubernetes().has(path)) << path;
  }
}

TEST(WatchedFiles, DirectoriesOnTheWayMayHoldThem) {
  for (const char* path : {"/", "/root", "/root/.kube", "/home", "/home/a", "/home/a/.kube", "/var",
                           "/var/lib/x", "/etc/kubernetes", "/etc/kubernetes/manifests/d"}) {
    EXPECT_TRUE(WatchedFiles::of_kubernetes().may_be_below(path)) << path;
  }
  for (const char* path : {"/opt", "/root/kept", "/etc/kubernetes2", "/roo"}) {
    EXPECT_FALSE(WatchedFiles::of_kubernetes().may_be_below(path)) << path;
  }
}

TEST(FindWatched, FindsFilesAndTheDirectoriesAboveThem) {
  const Tree tree({"/", "/root/", "/root/.kube/", "/root/.kube/config", "/root/.kube/cache",
                   "/home/", "/home/a/", "/home/a/.kube/", "/home/a/.kube/config", "/home/b/",
                   "/home/a/notes", "/etc/", "/etc/passwd", "/etc/kubernetes/",
                   "/etc/kubernetes/admin.conf", "/etc/kubernetes/pki/",
                   "/etc/kubernetes/pki/etcd/", "/etc/kubernetes/pki/etcd/ca.key", "/opt/"});
  EXPECT_EQ(found_in(tree), (Paths{"/", "/etc", "/etc/kubernetes", "/etc/kubernetes/admin.conf",
                                   "/etc/kubernetes/pki", "/etc/kubernetes/pki/etcd",
                                   "/etc/kubernetes/pki/etcd/ca.key", "/home", "/home/a",
                                   "/home/a/.kube", "/home/a/.kube/config", "/home/b", "/root",
                                   "/root/.kube", "/root/.kube/config"}));
}

TEST(FindWatched, LooksOnlyBelow) {
  const Tree tree({"/", "/root/", "/root/.kube/", "/root/.kube/config", "/etc/", "/etc/kubernetes/",
                   "/etc/kubernetes/manifests/", "/etc/kubernetes/manifests/a",
                   "/etc/kubernetes/x.conf", "/home/", "/home/a/", "/home/a/.kube/",
                   "/home/a/.kube/config", "/home/b/", "/home/b/.kube/", "/home/b/.kube/config"});
  EXPECT_EQ(found_in(tree, "/root/.kube"), (Paths{"/root/.kube", "/root/.kube/config"}));
  EXPECT_EQ(found_in(tree, "/home/b"), (Paths{"/home/b", "/home/b/.kube", "/home/b/.kube/config"}));
  EXPECT_EQ(found_in(tree, "/etc/kubernetes/manifests"),
            (Paths{"/etc/kubernetes/manifests", "/etc/kubernetes/manifests/a"}));
  EXPECT_EQ(found_in(tree, "/opt"), Paths{});
  EXPECT_EQ(found_in(tree, "/root/.kub"), Paths{});
}

TEST(FindWatched, FollowsALinkToAWatchedDirectoryButNoneFurtherDown) {
  const Tree tree({"/", "/etc/", "/etc/kubernetes@", "/etc/kubernetes/manifests@",
                   "/etc/kubernetes/manifests/a", "/etc/kubernetes/manifests/loop@",
                   "/etc/kubernetes/manifests/loop/a"});
  EXPECT_EQ(found_in(tree),
            (Paths{"/", "/etc", "/etc/kubernetes", "/etc/kubernetes/manifests",
                   "/etc/kubernetes/manifests/a", "/etc/kubernetes/manifests/loop"}));
}

TEST(FindWatched, SeeksNamesBeforeWhatThereMayBeAnyNumberOf) {
  std::vector<std::string> paths{"/",      "/etc/",        "/etc/kubernetes/",
                                 "/root/", "/root/.kube/", "/root/.kube/config"};
  for (int i = 0; i < 20; ++i) paths.push_back("/etc/kubernetes/" + std::to_string(i) + ".conf");
  const WatchedFiles watched({"/etc/kubernetes/*.conf", "/root/.kube/config"});
  const auto found = watched.find(Tree(paths), "/", 10);
  EXPECT_EQ(found.size(), 10U);
  EXPECT_TRUE(std::any_of(found.begin(), found.end(), [](const WatchedFile& file) {
    return file.path == "/root/.kube/config";
  }));
}

TEST(FindWatched, StopsAtTheCap) {
  std::vector<std::string> paths{"/", "/etc/", "/etc/kubernetes/"};
  for (int i = 0; i < 20; ++i) paths.push_back("/etc/kubernetes/" + std::to_string(i) + ".conf");
  const auto find = [&](std::size_t max_files, bool& is_cut) {
    return WatchedFiles::of_kubernetes().find(Tree(paths), "/", max_files, &is_cut).size();
  };
  bool is_cut = true;
  EXPECT_EQ(find(23, is_cut), 23U);
  EXPECT_FALSE(is_cut);
  EXPECT_EQ(find(22, is_cut), 22U);
  EXPECT_TRUE(is_cut);
}

constexpr std::size_t kMaxFound = 40;

bool finds(const Tree& tree, const std::string& path, bool* is_cut = nullptr) {
  const auto found = WatchedFiles::of_kubernetes().find(tree, "/", kMaxFound, is_cut);
  return std::any_of(found.begin(), found.end(),
                     [&](const WatchedFile& file) { return file.path == path; });
}

// Watched files in each place, with room for others.
Paths places() {
  return {"/",
          "/home/",
          "/home/z/",
          "/home/z/.kube/",
          "/home/z/.kube/config",
          "/var/",
          "/var/lib/",
          "/var/lib/z/",
          "/var/lib/z/kubeconfig",
          "/etc/",
          "/etc/kubernetes/",
          "/etc/kubernetes/tmp/",
          "/etc/kubernetes/z.conf",
          "/etc/kubernetes/manifests/",
          "/etc/kubernetes/manifests/z.yaml",
          "/etc/kubernetes/pki/",
          "/etc/kubernetes/pki/z.key"};
}

Paths with(Paths paths, const std::string& directory, const std::string& end, std::size_t count) {
  for (std::size_t i = 0; i < count; ++i) {
    paths.push_back(directory + "/" + std::to_string(i) + end);
  }
  return paths;
}

TEST(FindWatched, PassesWhatNoPatternMeansWithoutCountingIt) {
  const Tree tree(with(places(), "/etc/kubernetes/tmp", "", 4 * kMaxFound));
  bool is_cut = true;
  EXPECT_TRUE(finds(tree, "/home/z/.kube/config", &is_cut));
  EXPECT_FALSE(is_cut);
  EXPECT_TRUE(finds(tree, "/var/lib/z/kubeconfig"));
  EXPECT_TRUE(finds(tree, "/etc/kubernetes/z.conf"));
  EXPECT_FALSE(finds(tree, "/etc/kubernetes/tmp/0"));
}

TEST(FindWatched, WhatFillsOnePlaceHidesNothingInAnother) {
  const std::string home = "/home/z/.kube/config";
  const std::string lib = "/var/lib/z/kubeconfig";
  const std::string conf = "/etc/kubernetes/z.conf";
  const std::string manifest = "/etc/kubernetes/manifests/z.yaml";
  const std::string key = "/etc/kubernetes/pki/z.key";
  struct Case {
    std::string directory;
    std::string end;
    Paths found;
  };
  for (const std::size_t count : {3 * kMaxFound, 40 * kMaxFound}) {
    for (const Case& each : {Case{"/etc/kubernetes/tmp", "", {home, lib, manifest, key, conf}},
                             Case{"/etc/kubernetes/tmp", "/", {home, lib, manifest, key, conf}},
                             Case{"/etc/kubernetes/manifests", "", {home, lib, key, conf}},
                             Case{"/home", "/", {lib, manifest, key, conf}},
                             Case{"/var/lib", "/", {home, manifest, key, conf}}}) {
      const Tree tree(with(places(), each.directory, each.end, count));
      for (const std::string& path : each.found) {
        EXPECT_TRUE(finds(tree, path)) << each.directory << each.end << count << " " << path;
      }
    }
  }
}

TEST(FindWatched, PatternsThatNeedNoShareLeaveItToOthers) {
  const Tree tree(with({"/", "/home/"}, "/home", "/", kMaxFound - 2));
  bool is_cut = true;
  EXPECT_TRUE(finds(tree, "/home/" + std::to_string(kMaxFound - 3), &is_cut));
  EXPECT_FALSE(is_cut);
}

TEST(FindWatched, PassesABoundedNumberOfNames) {
  const std::size_t max_names = kMaxFound * limits::kMaxNamesPerWatchedFile;
  bool is_cut = false;
  const Tree tree(with({"/", "/etc/", "/etc/kubernetes/"}, "/etc/kubernetes", "", max_names));
  finds(tree, "/", &is_cut);
  EXPECT_TRUE(is_cut);
  EXPECT_LE(tree.looks(), 2 * max_names + 2 * kMaxFound);
}

TEST(FindWatched, FindsBelowADirectoryWhateverItsName) {
  const Tree tree({"/", "/etc/", "/etc/kubernetes/", "/etc/kubernetes/pki.old/",
                   "/etc/kubernetes/pki.old/ca.key"});
  EXPECT_EQ(found_in(tree, "/etc/kubernetes/pki.old"),
            (Paths{"/etc/kubernetes/pki.old", "/etc/kubernetes/pki.old/ca.key"}));
}

// The directory of one pattern is nobody's file, unless another pattern means every name there.
TEST(WatchedFiles, APatternForAnyNameMeansFilesWhateverElseIsWatched) {
  const WatchedFiles files({"/etc/pki/*", "/etc/pki/*/*", "/root/.kube", "/root/.kube/config"});
  EXPECT_TRUE(files.has_file("/etc/pki/ca.key"));
  EXPECT_FALSE(files.has_file("/root/.kube"));
  EXPECT_TRUE(files.has_file("/root/.kube/config"));
}

}  // namespace
}  // namespace ak
