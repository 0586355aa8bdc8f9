// Files as the running system shows them now. Live only: in replay there is no source, since
// today's files say nothing of yesterday's events.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/time.h"

namespace ak {

class FileSource {
 public:
  struct File {
    std::uint32_t device_major = 0;
    std::uint32_t device_minor = 0;
    std::uint64_t inode = 0;
    bool is_directory = false;
    bool is_link = false;          // the name is a symbolic link, and this is what it leads to
    bool has_other_names = false;  // hard links
    // A link on the way, or the name itself, is neither root's nor of the owner of what it leads
    // to.
    bool is_by_others_link = false;
    std::string target{};  // where the link leads to: that file's own path
    // Of the link, if it is one. 0: not known.
    TimeMs changed = 0;   // its name, contents or attributes, last: then or a bit before
    TimeMs modified = 0;  // its contents alone
    TimeMs born = 0;      // by this host's clock
  };

  virtual ~FileSource() = default;

  // host.name of the events whose files these are; those of other hosts are not looked at.
  [[nodiscard]] virtual std::string_view host() const = 0;

  // Nothing when there is no such file.
  [[nodiscard]] virtual std::optional<File> look(const std::string& path) const = 0;

  // How many questions were given up, and answered as if there were no files (AllAnswered).
  [[nodiscard]] virtual std::size_t given_up() const { return 0; }

  // Where a link leads to of which there is no file: the path that it would have. Nothing when the
  // name is no link, leads to a file, or is_by_others_link would hold.
  [[nodiscard]] virtual std::optional<std::string> dangling(const std::string& /*path*/) const {
    return std::nullopt;
  }

  // The names in a directory, in no order, at most `max_names`; none when it cannot be read.
  [[nodiscard]] virtual std::vector<std::string> list(const std::string& directory,
                                                      std::size_t max_names) const = 0;
};

// Whether all questions since were answered.
class AllAnswered {
 public:
  // `source` outlives this; nullptr: none is asked.
  explicit AllAnswered(const FileSource* source) : source_(source), given_up_(count()) {}
  [[nodiscard]] bool holds() const { return count() == given_up_; }

 private:
  [[nodiscard]] std::size_t count() const { return source_ == nullptr ? 0 : source_->given_up(); }

  const FileSource* source_;
  std::size_t given_up_;
};

}  // namespace ak
