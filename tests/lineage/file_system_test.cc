#include "lineage/file_system.h"

#include <fcntl.h>
#include <gtest/gtest.h>
#include <linux/userfaultfd.h>
#include <sched.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/mount.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <cstdint>
#include <filesystem>
#include <fstream>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <thread>
#include <vector>

#include "base/fd.h"
#include "base/limits.h"

namespace ak {
namespace {

namespace fs = std::filesystem;

class FileSystemTest : public testing::Test {
 protected:
  FileSystemTest() : folder_(testing::TempDir() + "ak_file_system_" + std::to_string(getpid())) {
    fs::create_directories(folder_);
  }
  ~FileSystemTest() override { fs::remove_all(folder_); }

  [[nodiscard]] std::string path(const std::string& name) const { return folder_ + "/" + name; }

  const std::string folder_;
  Counters counters_;
  std::vector<std::string> warnings_;
  FileSystem files_{"h", counters_, [this](const std::string& text) { warnings_.push_back(text); }};
};

TEST_F(FileSystemTest, AFileIsWhatStatSays) {
  std::ofstream(path("config")) << "x";
  struct stat status {};
  ASSERT_EQ(stat(path("config").c_str(), &status), 0);
  const auto file = files_.look(path("config"));
  ASSERT_TRUE(file);
  EXPECT_EQ(file->inode, status.st_ino);
  EXPECT_FALSE(file->is_directory);
  EXPECT_FALSE(file->is_link);
  const TimeMs changed = status.st_ctim.tv_sec * 1000 + status.st_ctim.tv_nsec / 1'000'000;
  EXPECT_EQ(file->changed, changed);
  EXPECT_LE(file->born, file->changed);
  EXPECT_TRUE(files_.look(folder_)->is_directory);
  EXPECT_FALSE(files_.look(path("none")));
}

TEST_F(FileSystemTest, ALinkIsTheFileItLeadsToDatedByItself) {
  std::ofstream(path("target")) << "x";
  ASSERT_EQ(symlink("target", path("link").c_str()), 0);
  struct stat link {};
  ASSERT_EQ(lstat(path("link").c_str(), &link), 0);
  const auto file = files_.look(path("link"));
  ASSERT_TRUE(file);
  EXPECT_TRUE(file->is_link);
  EXPECT_EQ(file->inode, files_.look(path("target"))->inode);
  EXPECT_EQ(file->changed, link.st_ctim.tv_sec * 1000 + link.st_ctim.tv_nsec / 1'000'000);
  ASSERT_EQ(symlink("none", path("dangling").c_str()), 0);
  EXPECT_FALSE(files_.look(path("dangling")));
}

TEST_F(FileSystemTest, LinksOnTheWayAreFollowedAndLoopsGivenUp) {
  fs::create_directories(path("a/b/c"));
  std::ofstream(path("a/f")) << "x";
  ASSERT_EQ(symlink("a/b/c", path("down").c_str()), 0);
  ASSERT_EQ(symlink("../../f", path("a/b/c/up").c_str()), 0);
  ASSERT_EQ(symlink((path("a") + "/").c_str(), path("whole").c_str()), 0);
  ASSERT_EQ(symlink("loop", path("loop").c_str()), 0);
  const auto file = files_.look(path("a/f"));
  ASSERT_TRUE(file);
  for (const char* name : {"down/up", "whole/f", "whole/b/c/up", "a//./f"}) {
    const auto same = files_.look(path(name));
    ASSERT_TRUE(same) << name;
    EXPECT_EQ(same->inode, file->inode) << name;
  }
  for (const char* name : {"loop", "loop/f", "a/f/g", "down/none"}) {
    EXPECT_FALSE(files_.look(path(name))) << name;
  }
  EXPECT_EQ(files_.list(path("down"), 10), std::vector<std::string>{"up"});
  EXPECT_EQ(counters_.unlooked_files, 2U) << "the loops";
}

// A link's target is remembered, its inode number is soon another link's.
TEST_F(FileSystemTest, ALinkMadeAnewLeadsWhereItLeadsNow) {
  for (const char* name : {"one", "two"}) {
    fs::create_directories(path(name));
    std::ofstream(path(name) + "/" + name) << "x";
    fs::remove(path("link"));
    ASSERT_EQ(symlink(name, path("link").c_str()), 0);
    EXPECT_TRUE(files_.look(path("link/") + name)) << name;
  }
}

TEST_F(FileSystemTest, ALinksTargetIsToldByItsOwnPath) {
  fs::create_directories(path("a/b"));
  std::ofstream(path("a/b/f")) << "x";
  ASSERT_EQ(symlink("a", path("to-a").c_str()), 0);
  ASSERT_EQ(symlink("to-a/b/../b/f", path("link").c_str()), 0);
  EXPECT_EQ(files_.look(path("link"))->target, fs::canonical(folder_).string() + "/a/b/f");
  EXPECT_EQ(files_.look(path("a/b/f"))->target, "");
}

TEST_F(FileSystemTest, ALinkToNoFileTellsWhereItLeads) {
  fs::create_directories(path("a/b"));
  std::ofstream(path("a/f")) << "x";
  const std::map<std::string, std::string> links = {
      {"gone", "a/none"}, {"gone-by-way", "a/b/../b/none"}, {"gone-by-link", "gone"},
      {"there", "a/f"},   {"no-directory", "none/none"},    {"through-file", "a/f/none"},
      {"way", "a"}};
  for (const auto& [name, target] : links) {
    ASSERT_EQ(symlink(target.c_str(), path(name).c_str()), 0);
  }
  const std::string real = fs::canonical(folder_).string();
  EXPECT_EQ(files_.dangling(path("gone")), real + "/a/none");
  EXPECT_EQ(files_.dangling(path("gone-by-way")), real + "/a/b/none");
  EXPECT_EQ(files_.dangling(path("gone-by-link")), real + "/a/none");
  EXPECT_EQ(files_.dangling(path("way/none")), std::nullopt);
  for (const char* name : {"there", "no-directory", "through-file", "way", "none", "a/f"}) {
    EXPECT_EQ(files_.dangling(path(name)), std::nullopt) << name;
  }
}

// Whoever makes a link would choose how what it leads to is told.
TEST_F(FileSystemTest, AWayByALinkThatIsNeitherRootsNorTheOwnersSaysSo) {
  if (geteuid() != 0) GTEST_SKIP() << "needs root, to give files away";
  constexpr uid_t kBob = 4001, kEve = 4002;
  const auto link = [&](const std::string& name, const std::string& target, uid_t owner) {
    ASSERT_EQ(symlink(target.c_str(), path(name).c_str()), 0);
    ASSERT_EQ(lchown(path(name).c_str(), owner, owner), 0);
  };
  for (const auto& [name, owner] : {std::pair{"root", 0U}, {"bob", kBob}}) {
    fs::create_directories(path(name));
    std::ofstream(path(name) + "/f") << "x";
    ASSERT_EQ(chown(path(name).c_str(), owner, owner), 0);
    ASSERT_EQ(chown((path(name) + "/f").c_str(), owner, owner), 0);
  }
  link("by-root", "root/f", 0);
  link("root-to-bob", "bob/f", 0);
  link("bob-to-bob", "bob/f", kBob);
  link("bob-to-root", "root/f", kBob);
  link("eve-to-bob", "bob/f", kEve);
  link("root-by-bob", "bob-to-root", 0);
  link("bob-by-root", "by-root", kBob);
  link("eve-way", "bob", kEve);
  link("bob-way", "bob", kBob);
  link("bob-none", "bob/none", kBob);
  link("eve-none", "bob/none", kEve);
  struct Case {
    std::string name;
    bool is_others;
  };
  for (const auto& [name, is_others] : std::vector<Case>{{"root/f", false},
                                                         {"by-root", false},
                                                         {"root-to-bob", false},
                                                         {"bob-to-bob", false},
                                                         {"bob-to-root", true},
                                                         {"eve-to-bob", true},
                                                         {"root-by-bob", true},
                                                         {"bob-by-root", true},
                                                         {"eve-way", true},
                                                         {"eve-way/f", true},
                                                         {"bob-way/f", false}}) {
    const auto file = files_.look(path(name));
    ASSERT_TRUE(file) << name;
    EXPECT_EQ(file->is_by_others_link, is_others) << name;
  }
  EXPECT_TRUE(files_.dangling(path("bob-none")));
  EXPECT_FALSE(files_.dangling(path("eve-none")));
}

TEST_F(FileSystemTest, AFileOfSeveralNamesSaysSo) {
  std::ofstream(path("f")) << "x";
  EXPECT_FALSE(files_.look(path("f"))->has_other_names);
  fs::create_hard_link(path("f"), path("g"));
  EXPECT_TRUE(files_.look(path("f"))->has_other_names);
  EXPECT_FALSE(files_.look(folder_)->has_other_names);
}

// Anybody can make such a way.
TEST_F(FileSystemTest, WhatTooManyDirectoriesAndLinksLeadToIsNotLookedAt) {
  std::string deep = folder_;
  for (int i = 0; i < 50; ++i) deep += "/d";
  fs::create_directories(deep);
  std::ofstream(deep + "/f") << "x";
  EXPECT_TRUE(files_.look(deep + "/f"));
  ASSERT_EQ(symlink((deep + "/f").c_str(), (deep + "/one").c_str()), 0);
  EXPECT_TRUE(files_.look(deep + "/one"));
  ASSERT_EQ(symlink((deep + "/one").c_str(), (deep + "/two").c_str()), 0);
  EXPECT_FALSE(files_.look(deep + "/two"));
  EXPECT_EQ(counters_.unlooked_files, 1U);
  EXPECT_EQ(warnings_,
            std::vector<std::string>{deep + "/two is not looked at: the way there is too long"});
}

TEST_F(FileSystemTest, NoDirectoryDeeperThanTheCapIsListed) {
  const auto depth = static_cast<std::size_t>(std::count(folder_.begin(), folder_.end(), '/'));
  std::string deepest = folder_;
  for (std::size_t i = depth; i < limits::kMaxFileDepth; ++i) deepest += "/d";
  fs::create_directories(deepest + "/d/d");
  EXPECT_EQ(files_.list(deepest, 2).size(), 1U);
  EXPECT_EQ(files_.list(deepest + "/d", 2).size(), 0U);
}

// Mounts are made in a process of its own, in a mount namespace of its own, which an alarm ends
// should it be kept waiting.
class HungMount : public FileSystemTest {
 protected:
  void SetUp() override {
    fs::create_directories(place_ + "/.kube");
    const pid_t child = ::fork();
    if (child == 0) ::_exit(part_from_host() && hang("fuse") ? 0 : 1);
    int status = 0;
    ::waitpid(child, &status, 0);
    if (status != 0) GTEST_SKIP() << "cannot mount here";
  }

  static bool part_from_host() {
    ::alarm(30);
    return ::unshare(CLONE_NEWNS) == 0 &&
           ::mount(nullptr, "/", nullptr, MS_REC | MS_PRIVATE, nullptr) == 0;
  }

  // A file system whose server never answers.
  [[nodiscard]] bool hang(const std::string& type) const {
    if (type == "autofs") {
      int ends[2];
      if (::pipe(ends) != 0) return false;
      ::setpgid(0, 0);
      const std::string options =
          "fd=" + std::to_string(ends[1]) + ",pgrp=1,minproto=5,maxproto=5,direct";
      return ::mount("hung", place_.c_str(), "autofs", 0, options.c_str()) == 0;
    }
    const int fd = ::open("/dev/fuse", O_RDWR);
    const std::string options =
        "fd=" + std::to_string(fd) + ",rootmode=40000,user_id=0,group_id=0,allow_other";
    return ::mount("hung", place_.c_str(), type.c_str(), 0, options.c_str()) == 0;
  }

  // Ends the process with the number of the first that does not hold; 0: all do.
  void end_with(const std::vector<std::function<bool()>>& steps) const {
    int number = 0;
    if (!part_from_host()) ::_exit(99);
    for (const auto& step : steps) {
      ++number;
      if (!step()) ::_exit(number);
    }
    ::_exit(0);
  }

  [[nodiscard]] bool mount_memory() const {
    return ::mount("t", place_.c_str(), "tmpfs", 0, nullptr) == 0;
  }
  [[nodiscard]] bool unmount() const { return ::umount2(place_.c_str(), MNT_DETACH) == 0; }
  [[nodiscard]] bool sees(const std::string& name) const {
    return files_.look(place_ + name).has_value();
  }

  const std::string place_ = path("home");
};

TEST_F(HungMount, IsNotLookedAtByAnyWay) {
  ASSERT_EQ(symlink("home/.kube", path("link").c_str()), 0);
  EXPECT_EXIT(end_with({[&] { return sees("/.kube"); }, [&] { return hang("fuse"); },
                        [&] { return !sees(""); }, [&] { return !sees("/.kube/config"); },
                        [&] { return !files_.look(path("link/config")); },
                        [&] { return !files_.look(path("link")); },
                        [&] { return files_.list(place_, 10).empty(); }}),
              testing::ExitedWithCode(0), "");
}

TEST_F(HungMount, IsNotLookedAtWhereAnAutomounterNeverAnswers) {
  EXPECT_EXIT(
      end_with({[&] {
                  if (!hang("autofs")) ::_exit(0);  // not in this kernel
                  return true;
                },
                [&] { return files_.look(folder_).has_value(); }, [&] { return !sees(""); },
                [&] { return !sees("/.kube"); }, [&] { return files_.list(place_, 10).empty(); }}),
      testing::ExitedWithCode(0), "");
}

TEST_F(HungMount, IsNoticedWhenItComesAndWhenItGoes) {
  EXPECT_EXIT(end_with({[&] { return sees("/.kube"); }, [&] { return hang("fuse"); },
                        [&] { return !sees("/.kube"); }, [&] { return unmount(); },
                        [&] { return sees("/.kube"); }, [&] { return mount_memory(); },
                        [&] { return sees("") && !sees("/.kube"); }, [&] { return hang("fuse"); },
                        [&] { return !sees("") && counters_.unlooked_files == 2; }}),
              testing::ExitedWithCode(0), "");
}

TEST_F(HungMount, IsToldOnceAndCountedEachTime) {
  const auto is_told = [&] {
    return warnings_ ==
           std::vector<std::string>{place_ +
                                    " is not looked at: its file system (fuse) may never answer; "
                                    "files there are known by their names alone"};
  };
  EXPECT_EXIT(end_with({[&] { return hang("fuse"); }, [&] { return !sees("/.kube"); },
                        [&] { return !sees("/.kube/config"); }, is_told,
                        [&] { return counters_.unlooked_files == 2; }}),
              testing::ExitedWithCode(0), "");
}

// A page that its owner's thread waits for: the kernel fills it when the test says so. Source:
// userfaultfd(2).
class HungPage {
 public:
  HungPage() {
    fd_.reset(static_cast<int>(::syscall(SYS_userfaultfd, O_CLOEXEC)));
    uffdio_api api{};
    api.api = UFFD_API;
    page_ = ::mmap(nullptr, kSize, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    uffdio_register range{};
    range.range = {reinterpret_cast<std::uintptr_t>(page_), kSize};
    range.mode = UFFDIO_REGISTER_MODE_MISSING;
    works_ = fd_ && ::ioctl(fd_.get(), UFFDIO_API, &api) == 0 &&
             ::ioctl(fd_.get(), UFFDIO_REGISTER, &range) == 0;
  }
  ~HungPage() { ::munmap(page_, kSize); }
  HungPage(const HungPage&) = delete;
  HungPage& operator=(const HungPage&) = delete;

  [[nodiscard]] bool works() const { return works_; }
  [[nodiscard]] void* data() const { return page_; }

  void wait_for_its_first_use() const {
    uffd_msg message{};
    [[maybe_unused]] const ssize_t got = ::read(fd_.get(), &message, sizeof message);
  }
  void fill() const {
    uffdio_zeropage range{};
    range.range = {reinterpret_cast<std::uintptr_t>(page_), kSize};
    ::ioctl(fd_.get(), UFFDIO_ZEROPAGE, &range);
  }

  static constexpr std::size_t kSize = 4096;

 private:
  UniqueFd fd_;
  void* page_ = nullptr;
  bool works_ = false;
};

// Who lists a directory into a page that does not come holds it for that long; where another waits
// to make something there, all who look for a name that was not looked for before wait as well.
class HungDirectory : public FileSystemTest {
 protected:
  void SetUp() override {
    if (!page_.works()) GTEST_SKIP() << "no userfaultfd here";
    for (const std::string& name : {place_, path("same-user"), path("other")}) {
      fs::create_directories(name);
      std::ofstream(name + "/f") << "x";
    }
  }

  void give(uid_t owner) const {
    for (const std::string& name : {place_, path("same-user")}) {
      ASSERT_EQ(::chown(name.c_str(), owner, owner), 0);
    }
  }

  void hang() {
    reader_ = std::thread([this] {
      const UniqueFd directory(::open(place_.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
      ::syscall(SYS_getdents64, directory.get(), page_.data(), HungPage::kSize);
    });
    page_.wait_for_its_first_use();
    writer_ = std::thread([this] { ::mkdir((place_ + "/made").c_str(), 0700); });
  }

  void let_go() {
    page_.fill();
    reader_.join();
    writer_.join();
  }

  // Looks for a new name each time, until one takes too long: the other may not be waiting yet.
  void look_until_it_hangs() {
    for (int i = 0; warnings_.empty(); ++i) {
      EXPECT_FALSE(files_.look(place_ + "/" + std::to_string(i)));
    }
  }

  const std::string place_ = path("home");
  HungPage page_;
  std::thread reader_, writer_;
  FileSystem files_{"h", counters_, [this](const std::string& text) { warnings_.push_back(text); },
                    std::chrono::milliseconds(200)};
};

TEST_F(HungDirectory, OfAUserIsGivenUpWithAllThatIsHis) {
  if (::getuid() != 0) GTEST_SKIP() << "not root";
  give(12345);
  hang();
  look_until_it_hangs();
  EXPECT_EQ(warnings_, std::vector<std::string>{
                           place_ + "/ keeps waiting who looks there: nobody does for 10 minutes, "
                                    "nor at what else is user 12345's"});
  EXPECT_EQ(counters_.unlooked_files, 1U);
  EXPECT_FALSE(files_.look(path("same-user/f")));
  EXPECT_TRUE(files_.list(path("same-user"), 10).empty());
  EXPECT_EQ(counters_.unlooked_files, 3U);
  EXPECT_TRUE(files_.look(path("other/f")));
  let_go();
}

TEST_F(HungDirectory, OfRootIsGivenUpAlone) {
  if (::getuid() != 0) GTEST_SKIP() << "not root";
  hang();
  look_until_it_hangs();
  EXPECT_FALSE(files_.look(place_ + "/f"));
  EXPECT_TRUE(files_.look(path("same-user/f")));
  let_go();
}

}  // namespace
}  // namespace ak
