#include "app/catch_up.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>

#include <algorithm>
#include <fstream>
#include <memory>
#include <optional>
#include <set>
#include <string_view>
#include <utility>

#include "audit/record_header.h"
#include "audit/resume_point.h"
#include "base/fd.h"
#include "input/byte_source.h"
#include "input/line_framer.h"
#include "input/log_set.h"

namespace ak::app {
namespace {

using audit::EventId;

// A record's id stands in the first bytes of its line: after node=, type= and "msg=audit(".
constexpr std::size_t kMaxHeadBytes = limits::kMaxNodeBytes + limits::kMaxTypeBytes + 64;

// An event that begins so near to the start of a file may have begun in the one before.
constexpr std::uint64_t kNearStartBytes = 1024 * 1024;

// The last whole line is in it.
constexpr std::streamoff kTailBytes = 4 * limits::kMaxLineBytes;

std::string needle_of(const EventId& id) {
  return fmt::format("audit({}.{:03}:{})", id.time / 1000, id.time % 1000, id.serial);
}

bool is_of(std::string_view line, const EventId& id, std::string_view needle) {
  if (line.substr(0, kMaxHeadBytes).find(needle) == std::string_view::npos) return false;
  audit::RecordHeader header;
  return parse_header(line, header) == audit::HeaderProblem::none && header.node == id.node &&
         header.time == id.time && header.serial == id.serial;
}

// The whole lines of an open file, with the number of bytes before each.
class Lines {
 public:
  // nullptr: one that cannot be read.
  explicit Lines(std::unique_ptr<input::ByteSource> source)
      : source_(std::move(source)), framer_(ignored_), failed_(!source_) {}

  // Nothing at the end; what has no newline is being written.
  std::optional<std::string_view> next() {
    while (!failed_) {
      if (const auto line = framer_.next()) {
        begin_ = end_;
        end_ += line->size() + 1;
        return line;
      }
      const Result<input::Chunk> chunk = source_->read();
      failed_ = !chunk;
      if (failed_ || chunk.value().state == input::Chunk::State::end) break;
      framer_.feed(chunk.value().bytes);
    }
    return std::nullopt;
  }

  [[nodiscard]] bool failed() const { return failed_; }
  [[nodiscard]] std::uint64_t begin() const { return begin_; }
  [[nodiscard]] std::uint64_t end() const { return end_; }

 private:
  Counters ignored_;
  std::unique_ptr<input::ByteSource> source_;
  input::LineFramer framer_;
  bool failed_;
  std::uint64_t begin_ = 0;
  std::uint64_t end_ = 0;
};

// auditd may rotate its log while it is read. So all files are opened first, the newest first: one
// that is renamed meanwhile comes twice, and none is passed over.
class LogSet {
 public:
  struct Found {
    bool is_there = false;
    std::size_t files = 0;     // the newest that were searched, with that where it is
    std::uint64_t bytes = 0;   // of them
    std::uint64_t offset = 0;  // of the event's first record in the oldest of them
  };

  explicit LogSet(const std::string& log) {
    std::vector<std::string> names = input::rotated_logs(log);
    std::set<std::pair<dev_t, ino_t>> seen;
    for (auto name = names.rbegin(); name != names.rend(); ++name) {
      UniqueFd file(::open(name->c_str(), O_RDONLY | O_CLOEXEC));
      struct stat status {};
      const bool is_there = file && ::fstat(file.get(), &status) == 0;
      if (is_there && !seen.emplace(status.st_dev, status.st_ino).second) continue;
      files_.push_back(std::move(file));
    }
  }

  [[nodiscard]] std::size_t size() const { return files_.size(); }

  // From its first byte on; nullptr when it cannot be read.
  [[nodiscard]] std::unique_ptr<input::ByteSource> open(std::size_t file) const {
    if (!files_[file]) return nullptr;
    auto source = input::open_file(fmt::format("/proc/self/fd/{}", files_[file].get()));
    return source ? std::move(source).value() : nullptr;
  }

  // Searches the newest files until they have more than that many bytes.
  [[nodiscard]] Found find(const EventId& id, std::uint64_t max_bytes) const {
    Found found;
    while (!found.is_there && found.files < files_.size() && found.bytes <= max_bytes) {
      search(id, found);
    }
    if (found.is_there && found.offset < kNearStartBytes && found.files < files_.size()) {
      Found before = found;
      before.is_there = false;
      search(id, before);
      if (before.is_there) return before;
    }
    return found;
  }

 private:
  void search(const EventId& id, Found& found) const {
    const std::string needle = needle_of(id);
    Lines lines(open(found.files++));
    while (const auto line = lines.next()) {
      if (!is_of(*line, id, needle)) continue;
      found.is_there = true;
      found.offset = lines.begin();
      return;
    }
    found.bytes += lines.end();
  }

  std::vector<UniqueFd> files_;  // the newest first; none where one cannot be opened
};

class CatchUp {
 public:
  CatchUp(const CatchUpOptions& options, const Present& present, Pipeline& pipeline,
          const audit::ResumePoint& point)
      : max_bytes_(options.max_bytes),
        oldest_(present.now - options.max_age_ms),
        boot_time_(present.boot_time),
        pipeline_(pipeline),
        last_(point.last),
        open_(point.open.begin(), point.open.end()) {}

  CaughtUp run(const LogSet& logs) {
    const LogSet::Found last = logs.find(last_, max_bytes_);
    if (last.is_there) {
      // The open events may have begun a file earlier.
      const bool is_near_start = last.offset < kNearStartBytes && last.files < logs.size();
      read(logs, !open_.empty() && is_near_start ? last.files + 1 : last.files, 0);
    } else {
      if (last_.time == 0) {  // there was nothing in it
        part_ = Part::behind;
      } else {
        part_ = Part::later;
        caught_up_.problem = "the log does not go back to where the state ends";
        ++caught_up_.missed;
      }
      read(logs, last.files, last.bytes > max_bytes_ ? last.bytes - max_bytes_ : 0);
    }
    if (caught_up_.problem.empty() && caught_up_.missed > 0) {
      caught_up_.problem = fmt::format("{} records are too old", caught_up_.missed);
    }
    return caught_up_;
  }

 private:
  enum class Part {
    before,  // up to the last record that was taken: of the open events alone
    behind,  // behind it: everything
    later,   // it is not in the log: what is later
  };

  // Reads the `files` newest, the oldest of them from about that offset on.
  void read(const LogSet& logs, std::size_t files, std::uint64_t offset) {
    for (std::size_t file = files; file-- > 0;) {
      Lines lines(logs.open(file));
      while (const auto line = lines.next()) {
        take(*line, file + 1 < files || lines.begin() >= offset);
      }
      if (lines.failed()) {
        caught_up_.problem = "a file of the log cannot be read";
        ++caught_up_.missed;
      }
    }
  }

  void take(std::string_view line, bool is_within_bytes) {
    audit::RecordHeader header;
    const bool is_record = parse_header(line, header) == audit::HeaderProblem::none;
    if (!is_record || !is_wanted(header)) return;
    if (!is_within_bytes || header.time < oldest_) {
      ++caught_up_.missed;
      return;
    }
    if (boot_time_ != 0 && header.time >= boot_time_) begin_boot();
    ++caught_up_.records;
    caught_up_.bytes += line.size();
    pipeline_.feed_line(line);
  }

  bool is_wanted(const audit::RecordHeader& header) {
    if (part_ == Part::behind) return true;
    if (part_ == Part::later) {
      return std::pair(header.time, header.serial) > std::pair(last_.time, last_.serial);
    }
    const EventId id{std::string(header.node), header.time, header.serial};
    if (id == last_) part_ = Part::behind;
    return open_.count(id) != 0;
  }

  void begin_boot() {
    pipeline_.flush();
    pipeline_.forget_processes();
    pipeline_.forget_files();
    boot_time_ = 0;
    caught_up_.is_of_boot = true;
  }

  const std::uint64_t max_bytes_;
  const TimeMs oldest_;
  TimeMs boot_time_;
  Pipeline& pipeline_;
  const EventId last_;
  const std::set<EventId> open_;
  Part part_ = Part::before;
  CaughtUp caught_up_;
};

}  // namespace

CaughtUp catch_up(const std::string& log, const CatchUpOptions& options, const Present& present,
                  Pipeline& pipeline, Counters& counters) {
  const std::optional<audit::ResumePoint> position = pipeline.position();
  if (!position) return {};
  const LogSet logs(log);
  if (logs.size() == 0) {
    CaughtUp nothing;
    nothing.problem = fmt::format("there is no log {}", log);
    return nothing;
  }
  const std::uint64_t events_before = counters.events;
  pipeline.begin_catch_up();
  CaughtUp caught_up = CatchUp(options, present, pipeline, *position).run(logs);
  pipeline.end_catch_up();
  counters.caught_up_events += counters.events - events_before;
  counters.missed_catch_up += caught_up.missed;
  return caught_up;
}

void begin_at_end(const std::string& log, Pipeline& pipeline) {
  std::ifstream file(log, std::ios::binary | std::ios::ate);
  const std::streamoff size = file ? static_cast<std::streamoff>(file.tellg()) : 0;
  const std::streamoff begin = std::max<std::streamoff>(0, size - kTailBytes);
  std::string tail(static_cast<std::size_t>(size - begin), '\0');
  file.seekg(begin);
  if (!file.read(tail.data(), size - begin)) tail.clear();
  Counters ignored;
  input::LineFramer framer(ignored);
  framer.feed(tail);
  EventId last;
  while (const auto line = framer.next()) {
    audit::RecordHeader header;
    if (parse_header(*line, header) != audit::HeaderProblem::none) continue;
    last = EventId{std::string(header.node), header.time, header.serial};
  }
  pipeline.begin_at({last, {}});
}

}  // namespace ak::app
