#include "app/read_logs.h"

#include <poll.h>
#include <unistd.h>

#include <memory>
#include <optional>
#include <utility>

#include "input/byte_source.h"
#include "input/log_set.h"

namespace ak::app {
namespace {

constexpr const char* kStdin = "standard input";

class LogReader {
 public:
  LogReader(Pipeline& pipeline, const Counters& counters, const Continue& proceed)
      : pipeline_(pipeline), counters_(counters), proceed_(proceed) {}

  // Reads `source` to its end; what is wrong with it, if something is.
  std::optional<Error> read(input::ByteSource& source, const std::string& name) {
    const std::uint64_t bytes_before = bytes_;
    const std::uint64_t records_before = counters_.records;
    const Status status = read_bytes(source);
    pipeline_.end_source();
    if (!status) return status.error();
    if (!stopped_ && bytes_ > bytes_before && counters_.records == records_before) {
      return Error{name + " is not an audit log: no audit record in it"};
    }
    return std::nullopt;
  }

  [[nodiscard]] bool stopped() const { return stopped_; }

 private:
  Status read_bytes(input::ByteSource& source) {
    while (!stopped_) {
      Result<input::Chunk> chunk = source.read();
      if (!chunk) return chunk.error();
      if (chunk.value().state == input::Chunk::State::end) break;
      if (chunk.value().state == input::Chunk::State::would_block) {
        wait_for_stdin();
        continue;
      }
      bytes_ += chunk.value().bytes.size();
      pipeline_.feed(chunk.value().bytes);
      stopped_ = !proceed_(bytes_);
    }
    return Done{};
  }

  // Whoever started the program may have left standard input non-blocking.
  static void wait_for_stdin() {
    pollfd wanted{STDIN_FILENO, POLLIN, 0};
    ::poll(&wanted, 1, -1);
  }

  Pipeline& pipeline_;
  const Counters& counters_;
  const Continue& proceed_;
  std::uint64_t bytes_ = 0;
  bool stopped_ = false;
};

void read_files(const std::vector<std::string>& files, LogReader& reader,
                std::vector<Error>& errors) {
  for (const std::string& file : files) {
    if (reader.stopped()) return;
    Result<std::unique_ptr<input::ByteSource>> source = input::open_file(file);
    if (!source) {
      errors.push_back(source.error());
      continue;
    }
    if (auto error = reader.read(*source.value(), file)) errors.push_back(std::move(*error));
  }
}

}  // namespace

std::vector<Error> read_logs(const std::vector<std::string>& names, Pipeline& pipeline,
                             const Counters& counters, const Continue& proceed) {
  std::vector<Error> errors;
  LogReader reader(pipeline, counters, proceed);
  if (names.empty()) {
    const auto source = input::read_descriptor(STDIN_FILENO, kStdin);
    if (auto error = reader.read(*source, kStdin)) errors.push_back(std::move(*error));
  } else {
    const Result<std::vector<std::string>> files = input::expand_logs(names);
    if (!files) return {files.error()};
    read_files(files.value(), reader, errors);
  }
  if (!reader.stopped()) pipeline.finish();
  return errors;
}

}  // namespace ak::app
