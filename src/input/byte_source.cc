#include "input/byte_source.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <utility>
#include <vector>

#include "base/fd.h"
#include "base/limits.h"
#include "input/gzip.h"

namespace ak::input {
namespace {

Error cannot_read(const std::string& name, int error) {
  return Error{fmt::format("cannot read {}: {}", name, std::strerror(error))};
}

class DescriptorSource final : public ByteSource {
 public:
  DescriptorSource(int fd, std::string name)
      : fd_(fd), name_(std::move(name)), buffer_(limits::kReadChunkBytes) {}

  Result<Chunk> read() override {
    for (;;) {
      const ssize_t count = ::read(fd_, buffer_.data(), buffer_.size());
      if (count > 0) {
        return Chunk{Chunk::State::bytes, {buffer_.data(), static_cast<std::size_t>(count)}};
      }
      if (count == 0) return Chunk{Chunk::State::end, {}};
      if (errno == EAGAIN || errno == EWOULDBLOCK) return Chunk{Chunk::State::would_block, {}};
      if (errno != EINTR) return cannot_read(name_, errno);
    }
  }

 private:
  const int fd_;
  const std::string name_;
  std::vector<char> buffer_;
};

// A file of our own, gzip or not: that shows in its first chunk.
class FileSource final : public ByteSource {
 public:
  FileSource(UniqueFd fd, std::string path)
      : fd_(std::move(fd)), path_(std::move(path)), file_(fd_.get(), path_) {}

  Result<Chunk> read() override {
    if (is_first_) return first_chunk();
    return gzip_ ? gzip_->read() : file_.read();
  }

 private:
  // The two magic bytes may come in two reads when the file is a pipe.
  Result<Chunk> first_chunk() {
    is_first_ = false;
    while (head_.size() < kGzipMagic.size()) {
      Result<Chunk> chunk = file_.read();
      if (!chunk) return chunk;
      if (chunk.value().state != Chunk::State::bytes) break;
      head_ += chunk.value().bytes;
    }
    if (head_.empty()) return Chunk{Chunk::State::end, {}};
    if (!has_gzip_magic(head_)) return Chunk{Chunk::State::bytes, head_};
    gzip_ = open_gzip(file_, std::move(head_), path_);
    return gzip_->read();
  }

  UniqueFd fd_;
  const std::string path_;
  DescriptorSource file_;
  std::string head_;
  std::unique_ptr<ByteSource> gzip_;
  bool is_first_ = true;
};

}  // namespace

std::unique_ptr<ByteSource> read_descriptor(int fd, std::string name) {
  return std::make_unique<DescriptorSource>(fd, std::move(name));
}

Result<std::unique_ptr<ByteSource>> open_file(const std::string& path) {
  UniqueFd fd(::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NOCTTY));
  if (!fd) return cannot_read(path, errno);
  struct stat status {};
  if (::fstat(fd.get(), &status) != 0) return cannot_read(path, errno);
  if (S_ISDIR(status.st_mode)) return cannot_read(path, EISDIR);
  return std::unique_ptr<ByteSource>(std::make_unique<FileSource>(std::move(fd), path));
}

}  // namespace ak::input
