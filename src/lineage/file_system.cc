#include "lineage/file_system.h"

#include <dirent.h>
#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <memory>
#include <utility>

namespace ak {
namespace {

TimeMs milliseconds(const statx_timestamp& time) {
  return time.tv_sec * 1000 + time.tv_nsec / 1'000'000;
}

// Where the time is one of whole seconds (ext4 with inodes of 128 bytes), it may be that much
// later.
TimeMs latest(const statx_timestamp& time) {
  return milliseconds(time) + (time.tv_nsec == 0 ? 999 : 0);
}

// The files of another host (NFS) may be dated by its clock. They are on no device of this one, but
// neither are tmpfs's.
bool is_on_device(const struct statx& status) {
  return status.stx_dev_major != 0;
}

using Directory = std::unique_ptr<DIR, int (*)(DIR*)>;

Directory open_directory(int place) {
  const int fd = ::openat(place, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  DIR* const directory = fd < 0 ? nullptr : ::fdopendir(fd);
  if (directory == nullptr && fd >= 0) ::close(fd);
  return {directory, ::closedir};
}

std::optional<FileSource::File> look_at(PathWalk& walk, const std::string& path, std::size_t) {
  auto place = walk.find(path, PathWalk::Last::itself);
  if (!place || place->status.stx_mask == 0) return std::nullopt;
  const struct statx& name = place->status;
  FileSource::File file;
  file.changed = latest(name.stx_ctime);
  if ((name.stx_mask & STATX_BTIME) != 0 && is_on_device(name)) {
    file.born = milliseconds(name.stx_btime);
  }
  file.is_link = S_ISLNK(name.stx_mode);
  if (file.is_link) {
    place = walk.find(path, PathWalk::Last::target);
    if (!place || place->status.stx_mask == 0) return std::nullopt;
    file.target = place->path;
  }
  file.is_by_others_link = place->is_by_others_link;
  const struct statx& status = place->status;
  file.device_major = status.stx_dev_major;
  file.device_minor = status.stx_dev_minor;
  file.inode = status.stx_ino;
  file.modified = milliseconds(status.stx_mtime);
  file.is_directory = S_ISDIR(status.stx_mode);
  file.has_other_names = !file.is_directory && status.stx_nlink > 1;
  return file;
}

std::optional<std::string> find_missing(PathWalk& walk, const std::string& path, std::size_t) {
  return walk.find_missing(path);
}

std::vector<std::string> names_in(PathWalk& walk, const std::string& directory,
                                  std::size_t max_names) {
  std::vector<std::string> names;
  const auto place = walk.find(directory, PathWalk::Last::target);
  if (!place || !walk.enter(*place)) return names;
  const Directory opened = open_directory(place->fd.get());
  if (!opened) return names;
  while (const dirent* entry = readdir(opened.get())) {
    const std::string_view name = entry->d_name;
    if (name == "." || name == "..") continue;
    if (names.size() == max_names) break;
    names.emplace_back(name);
  }
  return names;
}

}  // namespace

// What a look has for itself: if it never comes back, it keeps this.
struct FileSystem::Looker {
  std::vector<std::optional<std::string>> refusals;  // why; nothing where that was told before
  PathWalk walk{[this](const std::string* reason) {
    refusals.push_back(reason == nullptr ? std::nullopt : std::optional(*reason));
  }};
};

FileSystem::FileSystem(std::string host, Counters& counters,
                       std::function<void(const std::string&)> warn,
                       std::chrono::milliseconds patience)
    : host_(std::move(host)), counters_(counters), warn_(std::move(warn)), errand_(patience) {}

FileSystem::~FileSystem() = default;

template <typename Answer>
Answer FileSystem::ask(Question<Answer> question, const std::string& path,
                       std::size_t max_names) const {
  if (!looker_) looker_ = std::make_shared<Looker>();
  looker_->walk.shun(shunned_);
  const auto answer = std::make_shared<Answer>();
  const Errand::Outcome outcome =
      errand_.run([looker = looker_, answer, question, path, max_names] {
        *answer = question(looker->walk, path, max_names);
      });
  given_up_ += outcome == Errand::Outcome::done ? 0 : 1;
  if (outcome == Errand::Outcome::late) give_up();
  if (outcome == Errand::Outcome::not_begun) tell_of_none();
  if (outcome != Errand::Outcome::done) return {};
  is_told_of_none_ = false;
  for (const auto& refusal : std::exchange(looker_->refusals, {})) tell(refusal);
  given_up_ += looker_->walk.take_not_entered();
  return std::move(*answer);
}

void FileSystem::tell_of_none() const {
  if (std::exchange(is_told_of_none_, true)) return tell(std::nullopt);
  tell("no file is looked at: too many looks have not come back");
}

void FileSystem::give_up() const {
  const auto looker = std::exchange(looker_, nullptr);
  const auto at = looker->walk.position();
  if (!at) return tell(std::nullopt);
  auto shunned = std::make_shared<Shunned>(*shunned_);
  shunned->shun(at->owner, at->directory, std::chrono::steady_clock::now(), looker);
  shunned_ = std::move(shunned);
  tell(
      fmt::format("{}/ keeps waiting who looks there: nobody does for {} minutes, nor at what else "
                  "is user {}'s",
                  at->directory, limits::kErrandPenalty.count(), at->owner));
}

void FileSystem::tell(const std::optional<std::string>& refusal) const {
  counters_.unlooked_files.fetch_add(1, std::memory_order_relaxed);
  if (refusal) warn_(*refusal);
}

std::optional<FileSource::File> FileSystem::look(const std::string& path) const {
  return ask(look_at, path);
}

std::optional<std::string> FileSystem::dangling(const std::string& path) const {
  return ask(find_missing, path);
}

std::vector<std::string> FileSystem::list(const std::string& directory,
                                          std::size_t max_names) const {
  return ask(names_in, directory, max_names);
}

}  // namespace ak
