// Alerts appended to a file, one a line. The file is opened anew when it was renamed or removed, as
// log rotation does, also without being told. A line that the disk took in part only is taken back;
// where that fails, the next one begins on a line of its own.
#pragma once

#include <sys/types.h>

#include <string>

#include "alert/format.h"
#include "base/fd.h"
#include "base/result.h"
#include "sink/sink.h"

namespace ak::sink {

struct FileOptions {
  std::string path;
  mode_t mode = 0600;                    // of a file that is made
  uid_t owner = static_cast<uid_t>(-1);  // -1: the process's own
  gid_t group = static_cast<gid_t>(-1);
  alert::AlertFormat format = alert::AlertFormat::ecs;
  std::size_t max_bytes = 0;  // of a line; 0: no limit

  bool operator==(const FileOptions&) const = default;
};

class FileSink final : public Sink {
 public:
  FileSink(FileOptions options, Context context);

  [[nodiscard]] std::string_view type() const override { return "file"; }
  void reopen() override { fd_.reset(); }
  Delivery deliver(const Message& message) override;
  [[nodiscard]] Interest interest(bool blocked) override { return {{}, blocked}; }
  void ready(const std::vector<pollfd>& /*fds*/) override {}
  [[nodiscard]] SinkState state() const override { return {problem_.empty(), problem_}; }

 private:
  [[nodiscard]] Status open_file();
  [[nodiscard]] bool is_current() const;
  [[nodiscard]] Status append(std::string line);
  void heal(off_t size, std::size_t written);
  void tell(const std::string& problem);

  const FileOptions options_;
  const Context context_;
  UniqueFd fd_;
  bool torn_ = false;    // the file does not end with a newline
  std::string problem_;  // empty: it works
};

}  // namespace ak::sink
