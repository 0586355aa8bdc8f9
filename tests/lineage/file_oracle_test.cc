// A file system that changes at random: a path that is answered must be one that the file has, by
// an oracle that remembers the whole tree.
#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <memory>
#include <optional>
#include <random>
#include <set>
#include <string>
#include <tuple>
#include <utility>
#include <vector>

#include "event/renamed_names.h"
#include "lineage/file_acts.h"
#include "lineage/file_identities.h"

namespace ak {
namespace {

using test::Act;
using test::Effect;
using test::Start;

struct File {
  std::uint64_t inode = 0;
  bool is_directory = false;
  std::size_t links = 0;
  std::map<std::string, std::shared_ptr<File>> children;
};
using FilePtr = std::shared_ptr<File>;

// An act, and for each item the paths that would be right.
struct Step {
  Act act;
  std::vector<std::set<std::string>> right;
  bool exchanges = false;
};

// What changes beside files.
struct Habits {
  bool renames_directories = false;
  bool has_chroots = false;      // a sixth of the acts is by a process with another root
  bool names_old_first = false;  // FileTable::names_old_first()
  bool is_usual = true;          // that is FileAct::names_old_first, too
  bool loads_rules = false;      // now and then one, on any file or directory
  bool loses_records = false;    // one of a fifth of the acts
  std::size_t acts_before = 0;   // of which the log does not tell
};

class Disk {
 public:
  Disk(unsigned seed, Habits habits) : random_(seed), habits_(habits) {
    root_->inode = 2, root_->is_directory = true;
  }

  Step step() {
    if (habits_.loads_rules && random_() % 8 == 0) return rule();
    Step step = act();
    if (habits_.loses_records && random_() % 5 == 0) lose_record(step);
    return step;
  }

  // Directories that were there before, and audit rules on some.
  std::vector<Step> watched() {
    std::vector<Step> steps;
    for (const char* path : {"/etc", "/etc/kubernetes", "/etc/kubernetes/pki", "/root",
                             "/root/.kube", "/srv", "/srv/a"}) {
      Reference at = name_of(path, {});
      at.name = path, at.start = Start::working_directory;
      steps.push_back(created(at, true));
    }
    for (const std::size_t i : {1, 2, 4}) {
      steps.push_back(rule_on(steps[i].act.items.back(), steps[i].right.back()));
    }
    return steps;
  }

  // The first name that a record tells.
  Step first() {
    return created(Reference{root_, "/", "d", "/d", Start::working_directory, "/"}, true);
  }

 private:
  Step act() {
    switch (random_() % 10) {
      case 0:
      case 1:
        return create(true);
      case 2:
      case 3:
        return create(false);
      case 4:
        return link();
      case 5:
        return remove();
      case 6:
      case 7:
        return rename();
      default:
        return open();
    }
  }

  // Who acts, for all names of one act: its root and its working directory, as the host sees them.
  struct Process {
    std::string root = "/";
    std::string cwd = "/";

    // As it sees the path itself; nothing outside its root.
    [[nodiscard]] std::optional<std::string> sees(const std::string& path) const {
      if (root == "/") return path;
      if (path == root) return "/";
      if (!path.starts_with(root + "/")) return std::nullopt;
      return path.substr(root.size());
    }
  };

  // A name in a directory, as a program may give it.
  struct Reference {
    FilePtr directory;
    std::string directory_path;
    std::string text;  // the last component
    std::string name;  // as given
    Start start;
    std::string cwd;
  };

  std::vector<std::pair<std::string, FilePtr>> all() const {
    std::vector<std::pair<std::string, FilePtr>> found{{"/", root_}};
    for (std::size_t i = 0; i < found.size(); ++i) {
      const auto [path, file] = found[i];
      for (const auto& [text, child] : file->children) {
        found.emplace_back((path == "/" ? "" : path) + "/" + text, child);
      }
    }
    return found;
  }

  std::pair<std::string, FilePtr> any(bool directory) {
    auto files = all();
    std::erase_if(files, [&](const auto& file) { return file.second->is_directory != directory; });
    return files.empty() ? std::pair<std::string, FilePtr>{} : files[random_() % files.size()];
  }

  std::set<std::string> paths_of(const FilePtr& file) const {
    std::set<std::string> paths;
    for (const auto& [path, other] : all()) {
      if (other == file) paths.insert(path);
    }
    return paths;
  }

  Process any_process() {
    Process process;
    if (habits_.has_chroots && random_() % 6 == 0) process.root = any(true).first;
    do {
      process.cwd = any(true).first;
    } while (!process.sees(process.cwd));
    return process;
  }

  Reference refer(const std::string& path, const FilePtr& directory, const std::string& text,
                  const Process& process) {
    const std::string cwd = *process.sees(process.cwd);
    const auto seen = process.sees(path);
    const auto full = [&] { return (*seen == "/" ? "" : *seen) + "/" + text; };
    switch (random_() % 3) {
      case 0:
        if (seen) return {directory, path, text, full(), Start::working_directory, cwd};
        break;
      case 1:
        if (path == process.cwd) {
          return {directory, path, text, text, Start::working_directory, cwd};
        }
        break;
      default:
        break;
    }
    return {directory, path, text, text, Start::descriptor, cwd};
  }

  Reference somewhere(const Process& process) {
    static const std::vector<std::string> kTexts{"a",   "b",          "c",      ".kube", "root",
                                                 "etc", "kubernetes", "config", "pki",   "x.conf"};
    const auto [path, directory] = any(true);
    return refer(path, directory, kTexts[random_() % kTexts.size()], process);
  }

  Reference name_of(const std::string& path, const Process& process) {
    const std::string above(directory_name(path));
    for (const auto& [other, file] : all()) {
      if (other == above) return refer(above, file, std::string(base_name(path)), process);
    }
    return {};
  }

  static PathItem item(const std::string& nametype, const std::string& name, Start start,
                       const File& file) {
    PathItem made = file.is_directory ? test::directory(nametype, name, file.inode)
                                      : test::item(nametype, name, file.inode);
    made.start = start;
    return made;
  }

  static void add(Step& step, PathItem made, std::set<std::string> right) {
    step.act.items.push_back(std::move(made));
    step.right.push_back(std::move(right));
  }

  static void add_parent(Step& step, const Reference& at) {
    const std::size_t slash = at.name.rfind('/');
    const std::string name = slash == std::string::npos ? at.cwd : at.name.substr(0, slash + 1);
    add(step, item("PARENT", name, at.start, *at.directory), {at.directory_path});
  }

  static void add_child(Step& step, const std::string& nametype, const Reference& at,
                        const File& file) {
    add(step, item(nametype, at.name, at.start, file),
        {(at.directory_path == "/" ? "" : at.directory_path) + "/" + at.text});
  }

  // As the kernel does it: an item of that type whose name looks alike gets the file's inode.
  // Source: __audit_inode_child() of kernel/auditsc.c.
  static void add_renamed(Step& step, const std::string& nametype, const Reference& at,
                          const File& file) {
    for (PathItem& item : step.act.items) {
      if (item.nametype != nametype) continue;
      const bool is_of_size = item.name.size() == at.name.size();
      const bool is_alike =
          item.name == at.text || (is_of_size && base_name(item.name) == std::string_view(at.text));
      if (!is_alike) continue;
      PathItem merged = Disk::item(nametype, item.name, item.start, file);
      item = std::move(merged);
      return;
    }
    add_child(step, nametype, at, file);
  }

  Step created(const Reference& at, bool directory) {
    const FilePtr file = std::make_shared<File>();
    file->inode = free_.empty() ? ++inodes_ : free_.back();
    if (!free_.empty()) free_.pop_back();
    file->is_directory = directory;
    file->links = 1;
    at.directory->children[at.text] = file;
    Step step{{Effect::created, {}, at.cwd}, {}};
    add_parent(step, at);
    add_child(step, "CREATE", at, *file);
    return step;
  }

  Step create(bool directory) {
    const Reference at = somewhere(any_process());
    return at.directory->children.count(at.text) != 0 ? open() : created(at, directory);
  }

  Step open() {
    const auto [path, file] = any(random_() % 4 == 0);
    if (!file || path == "/") return first_again();
    const Reference at = name_of(path, any_process());
    Step step{{Effect::none, {}, at.cwd}, {}};
    const bool is_nameless = random_() % 4 == 0;
    add(step, item("NORMAL", is_nameless ? "(null)" : at.name, at.start, *file), paths_of(file));
    return step;
  }

  static Step rule_on(PathItem directory, std::set<std::string> right) {
    Step step{{Effect::watched, {}, "/"}, {}};
    directory.nametype = "NORMAL";
    add(step, std::move(directory), std::move(right));
    return step;
  }

  Step rule() {
    const bool is_on_directory = random_() % 2 == 0;
    auto [path, file] = any(is_on_directory);
    if (!file) std::tie(path, file) = any(true);
    return rule_on(item("NORMAL", path, Start::working_directory, *file), {path});
  }

  void lose_record(Step& step) {
    const auto lost = static_cast<std::ptrdiff_t>(random_() % step.act.items.size());
    step.act.items.erase(step.act.items.begin() + lost);
    step.right.erase(step.right.begin() + lost);
    step.act.complete = false;
  }

  Step first_again() {
    Step step{{Effect::none, {}, "/"}, {}};
    add(step, item("NORMAL", "/", Start::working_directory, *root_), {"/"});
    return step;
  }

  Step link() {
    const auto [path, file] = any(false);
    const Process process = any_process();
    const Reference to = somewhere(process);
    if (!file || to.directory->children.count(to.text) != 0) return open();
    const Reference from = name_of(path, process);
    Step step{{Effect::linked, {}, to.cwd}, {}};
    add_parent(step, to);
    add(step, item("NORMAL", from.name, from.start, *file), paths_of(file));
    to.directory->children[to.text] = file;
    ++file->links;
    add_child(step, "CREATE", to, *file);
    return step;
  }

  void unlink(const FilePtr& file) {
    if (--file->links == 0) free_.push_back(file->inode);
  }

  Step remove() {
    const auto [path, file] = any(random_() % 3 == 0);
    if (!file || path == "/" || !file->children.empty()) return open();
    const Reference at = name_of(path, any_process());
    Step step{{Effect::removed, {}, at.cwd}, {}};
    add_parent(step, at);
    add_child(step, "DELETE", at, *file);
    at.directory->children.erase(at.text);
    unlink(file);
    return step;
  }

  Step rename() {
    const auto [path, file] = any(habits_.renames_directories && random_() % 2 == 0);
    const Process process = any_process();
    if (!file || path == "/") return open();
    const Reference from = name_of(path, process);
    const Reference to = somewhere(process);
    const auto there = to.directory->children.find(to.text);
    const FilePtr replaced = there == to.directory->children.end() ? nullptr : there->second;
    const bool is_inside = (to.directory_path + "/").rfind(path + "/", 0) == 0;
    if (is_inside || replaced == file) return open();
    if (replaced && (replaced->is_directory != file->is_directory || !replaced->children.empty())) {
      return open();
    }
    Step step{{Effect::renamed, {}, to.cwd}, {}};
    step.act.names_old_first = habits_.names_old_first == habits_.is_usual;
    add_parent(step, habits_.names_old_first ? from : to);
    add_parent(step, habits_.names_old_first ? to : from);
    add_renamed(step, "DELETE", from, *file);
    if (replaced) add_renamed(step, "DELETE", to, *replaced);
    add_renamed(step, "CREATE", to, *file);
    const bool is_exchange = replaced && random_() % 2 == 0;
    step.exchanges = is_exchange;
    if (is_exchange) {
      add_renamed(step, "CREATE", from, *replaced);
      from.directory->children[from.text] = replaced;
    } else {
      from.directory->children.erase(from.text);
      if (replaced) unlink(replaced);
    }
    to.directory->children[to.text] = file;
    return step;
  }

  std::mt19937 random_;
  Habits habits_;
  FilePtr root_ = std::make_shared<File>();
  std::uint64_t inodes_ = 2;
  std::vector<std::uint64_t> free_;  // numbers to be used again, the last first
};

struct Score {
  std::size_t right = 0;
  std::size_t unknown = 0;
};

// Whether what was recorded as a rename is told as what it was, or not at all.
bool is_told_truly(const Step& step, ResolvedPaths::Rename told) {
  using Rename = ResolvedPaths::Rename;
  if (!may_be_exchange(step.act.view())) return told == Rename::plain;
  return told == Rename::unclear || (told == Rename::exchange) == step.exchanges;
}

// Fails on a path that is wrong.
Score play(unsigned seed, FileIdentities& known, int steps, Habits habits) {
  Disk disk(seed, habits);
  Score score;
  for (int i = 0; i < steps; ++i) {
    const Step step = i == 0 ? disk.first() : disk.step();
    const ResolvedPaths resolved = known.resolve(step.act.view());
    EXPECT_TRUE(is_told_truly(step, resolved.rename)) << "seed " << seed << " step " << i;
    for (std::size_t j = 0; j < step.right.size(); ++j) {
      const std::string& path = resolved.items[j].path;
      const PathItem& item = step.act.items[j];
      if (item.nametype == "PARENT") continue;
      ++(path.empty() ? score.unknown : score.right);
      if (path.empty() || step.right[j].count(path) != 0) continue;
      ADD_FAILURE() << "seed " << seed << " step " << i << ": " << item.nametype << " " << item.name
                    << " in " << step.act.cwd << " is " << *step.right[j].begin() << ", not "
                    << path;
      return score;
    }
  }
  return score;
}

TEST(FileOracle, WhatIsAnsweredIsRightAndLittleIsNot) {
  for (unsigned seed = 1; seed <= 10; ++seed) {
    Counters counters;
    FileIdentities known(counters, nullptr);
    known.watch(WatchedFiles::of_kubernetes());
    const Score score = play(seed, known, 500, {.renames_directories = true});
    if (testing::Test::HasFailure()) return;
    EXPECT_LT(score.unknown * 50, score.right) << seed << ": " << score.unknown;
  }
}

// Some directories are known for certain, and so is what comes into them. With several names, by
// descriptors, of chroots, and exchanged, a file cannot always be told; but never wrongly and
// confirmed.
struct ConfirmedCase {
  std::string name;
  Habits habits;
  std::vector<unsigned> seeds;  // most were wrong once
};

class ConfirmedPaths : public testing::TestWithParam<ConfirmedCase> {
 protected:
  // How many were confirmed.
  static std::size_t play(unsigned seed) {
    Counters counters;
    FileIdentities known(counters, nullptr);
    known.watch(WatchedFiles::of_kubernetes());
    Disk disk(seed, GetParam().habits);
    std::vector<Step> steps = disk.watched();
    if (GetParam().habits.acts_before != 0) steps.clear();
    for (std::size_t i = 0; i < GetParam().habits.acts_before; ++i) disk.step();
    std::size_t confirmed = 0;
    for (std::size_t i = 0; i < 500; ++i) {
      const Step step = i < steps.size() ? steps[i] : disk.step();
      if (!step.act.complete) known.note_loss(step.act.host);
      const ResolvedPaths resolved = known.resolve(step.act.view());
      for (std::size_t j = 0; j < step.right.size(); ++j) {
        const ResolvedPaths::Item& told = resolved.items[j];
        if (!told.confirmed || step.act.items[j].nametype == "PARENT") continue;
        ++confirmed;
        if (step.right[j].contains(told.path)) continue;
        ADD_FAILURE() << "seed " << seed << " step " << i << ": " << *step.right[j].begin()
                      << ", not " << told.path;
        return confirmed;
      }
    }
    return confirmed;
  }
};

TEST_P(ConfirmedPaths, AreRight) {
  std::size_t confirmed = 0;
  for (const unsigned seed : GetParam().seeds) {
    confirmed += play(seed);
    if (HasFailure()) return;
  }
  EXPECT_GT(confirmed, 100U);
}

INSTANTIATE_TEST_SUITE_P(
    Disks, ConfirmedPaths,
    testing::Values(
        ConfirmedCase{"FilesAlone", {}, {1, 2, 142, 151, 318, 425, 539}},
        ConfirmedCase{"OldNamesFirst", {.names_old_first = true}, {1, 142, 666, 678}},
        ConfirmedCase{"InChroots", {.has_chroots = true}, {25, 38, 39, 182, 1190}},
        ConfirmedCase{"InChrootsOldNamesFirst",
                      {.has_chroots = true, .names_old_first = true},
                      {38, 182, 327, 657, 1190}},
        ConfirmedCase{"DirectoriesToo",
                      {.renames_directories = true},
                      {1, 2, 337, 850, 1062, 1186, 1769, 1922}},
        ConfirmedCase{"DirectoriesTooOldNamesFirst",
                      {.renames_directories = true, .names_old_first = true},
                      {1, 305, 657, 815, 1062}},
        ConfirmedCase{"DirectoriesTooInChroots",
                      {.renames_directories = true, .has_chroots = true},
                      {21, 23, 43, 617, 767, 1861}},
        ConfirmedCase{"DirectoriesTooInChrootsOldNamesFirst",
                      {.renames_directories = true, .has_chroots = true, .names_old_first = true},
                      {21, 23, 305, 657, 815}},
        ConfirmedCase{"UnusualOrder",
                      {.renames_directories = true,
                       .has_chroots = true,
                       .names_old_first = true,
                       .is_usual = false,
                       .loads_rules = true},
                      {1, 2, 3, 4, 5, 6, 7, 8}},
        ConfirmedCase{"OfDirectoriesThatWereThereBefore",
                      {.renames_directories = true, .loads_rules = true, .acts_before = 80},
                      {22, 254, 363, 374, 543}},
        ConfirmedCase{"OfDirectoriesThatWereThereBeforeInChroots",
                      {.renames_directories = true,
                       .has_chroots = true,
                       .loads_rules = true,
                       .acts_before = 80},
                      {100, 467, 480, 495, 505}},
        ConfirmedCase{"WithLosses",
                      {.loads_rules = true, .loses_records = true},
                      {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12}},
        ConfirmedCase{"DirectoriesTooInChrootsWithLosses",
                      {.renames_directories = true,
                       .has_chroots = true,
                       .loads_rules = true,
                       .loses_records = true},
                      {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12}}),
    [](const testing::TestParamInfo<ConfirmedCase>& of) { return of.param.name; });

// Of directories that were forgotten and are renamed by a descriptor nothing is left to be
// corrected, so they keep their names here.
TEST(FileOracle, WhatIsAnsweredIsRightWhenMuchIsForgotten) {
  for (unsigned seed = 1; seed <= 10; ++seed) {
    for (const std::size_t max_files : {2U, 5U, 20U}) {
      Counters counters;
      FileIdentities known(counters, nullptr, max_files);
      known.watch(WatchedFiles::of_kubernetes());
      const Score score = play(seed, known, 300, {});
      if (testing::Test::HasFailure()) return;
      EXPECT_GT(score.right, 100U);
      EXPECT_GT(counters.evicted_files, 0U);
      EXPECT_LE(known.size(), max_files);
    }
  }
}

}  // namespace
}  // namespace ak
