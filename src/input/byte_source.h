// Where bytes come from: a descriptor (stdin, auditd's socket), a file, a gzip file. The caller
// asks for the next chunk; nothing here knows of lines.
#pragma once

#include <memory>
#include <string>
#include <string_view>

#include "base/result.h"

namespace ak::input {

struct Chunk {
  enum class State {
    bytes,        // at least one byte
    would_block,  // a non-blocking descriptor has none now: poll it and ask again
    end,          // there are no more
  };
  State state = State::end;
  std::string_view bytes;  // valid until the following read(); empty unless State::bytes
};

class ByteSource {
 public:
  virtual ~ByteSource() = default;
  // The next chunk, of at most limits::kReadChunkBytes. After an error or the end there is no more
  // to read. An error says what could not be read and why.
  [[nodiscard]] virtual Result<Chunk> read() = 0;
};

// Reads `fd`, which the caller keeps open and owns; blocking or not. `name` is for errors.
[[nodiscard]] std::unique_ptr<ByteSource> read_descriptor(int fd, std::string name);

// Reads the file, pipe or device at `path`. Gzip is known by its first two bytes, whatever the
// name; several members on end are one stream. What a damaged or truncated gzip file still holds
// is delivered before the error.
[[nodiscard]] Result<std::unique_ptr<ByteSource>> open_file(const std::string& path);

}  // namespace ak::input
