#include "input/gzip.h"

#include <fmt/format.h>
#include <zlib.h>

#include <optional>
#include <utility>
#include <vector>

#include "base/limits.h"

namespace ak::input {
namespace {

constexpr int kGzipOnly =
    16;  // added to inflateInit2's window bits: gzip and not zlib's own format

class GzipSource final : public ByteSource {
 public:
  GzipSource(ByteSource& compressed, std::string head, std::string name)
      : compressed_(compressed),
        head_(std::move(head)),
        name_(std::move(name)),
        buffer_(limits::kReadChunkBytes) {
    take(head_);
    is_ready_ = ::inflateInit2(&stream_, MAX_WBITS + kGzipOnly) == Z_OK;
    if (!is_ready_) fail("out of memory");
  }
  ~GzipSource() override {
    if (is_ready_) ::inflateEnd(&stream_);
  }
  GzipSource(const GzipSource&) = delete;
  GzipSource& operator=(const GzipSource&) = delete;

  Result<Chunk> read() override {
    stream_.next_out = reinterpret_cast<Bytef*>(buffer_.data());
    stream_.avail_out = static_cast<uInt>(buffer_.size());
    while (!is_done_ && stream_.avail_out == buffer_.size()) inflate_some();
    const std::size_t count = buffer_.size() - stream_.avail_out;
    if (count > 0) return Chunk{Chunk::State::bytes, {buffer_.data(), count}};
    if (failure_) return *failure_;
    return Chunk{Chunk::State::end, {}};
  }

 private:
  void take(std::string_view bytes) {
    stream_.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(bytes.data()));
    stream_.avail_in = static_cast<uInt>(bytes.size());
  }

  // One call of inflate(), with input fetched first when there is none.
  void inflate_some() {
    if (stream_.avail_in == 0 && !fetch()) return;
    const bool is_behind = has_finished_member_ && !is_inside_member_;
    if (is_behind && *stream_.next_in == '\0') {
      is_done_ = true;  // padding
      return;
    }
    const int code = ::inflate(&stream_, Z_NO_FLUSH);
    if (code == Z_STREAM_END) {
      has_finished_member_ = true;
      is_inside_member_ = false;
      ::inflateReset(&stream_);
    } else if (code == Z_OK) {
      is_inside_member_ = true;
    } else if (is_behind) {
      fail("what follows the gzip data is none");
    } else {
      fail("damaged gzip data");
    }
  }

  bool fetch() {
    const Result<Chunk> chunk = compressed_.read();
    if (!chunk) {
      failure_ = chunk.error();
      is_done_ = true;
    } else if (chunk.value().state == Chunk::State::bytes) {
      take(chunk.value().bytes);
    } else if (is_inside_member_) {
      fail("truncated gzip data");
    } else {
      is_done_ = true;
    }
    return !is_done_;
  }

  void fail(std::string_view why) {
    failure_ = Error{fmt::format("cannot read {}: {}", name_, why)};
    is_done_ = true;
  }

  ByteSource& compressed_;
  const std::string head_;
  const std::string name_;
  std::vector<char> buffer_;
  z_stream stream_{};
  bool is_ready_ = false;
  bool is_done_ = false;
  bool has_finished_member_ = false;
  bool is_inside_member_ = false;
  std::optional<Error> failure_;  // told once all that came before it is delivered
};

}  // namespace

bool has_gzip_magic(std::string_view head) {
  return head.substr(0, kGzipMagic.size()) == kGzipMagic;
}

std::unique_ptr<ByteSource> open_gzip(ByteSource& compressed, std::string head, std::string name) {
  return std::make_unique<GzipSource>(compressed, std::move(head), std::move(name));
}

}  // namespace ak::input
