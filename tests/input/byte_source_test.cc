#include "input/byte_source.h"

#include <fcntl.h>
#include <gtest/gtest.h>
#include <sys/socket.h>
#include <unistd.h>
#include <zlib.h>

#include <array>
#include <filesystem>
#include <fstream>
#include <string>

#include "base/fd.h"
#include "base/limits.h"

namespace ak::input {
namespace {

// Everything up to the end or an error.
struct Contents {
  std::string bytes;
  std::string error;
};

Contents read_all(ByteSource& source) {
  Contents contents;
  for (;;) {
    const Result<Chunk> chunk = source.read();
    if (!chunk) {
      contents.error = chunk.error().message;
      return contents;
    }
    if (chunk.value().state != Chunk::State::bytes) return contents;
    EXPECT_FALSE(chunk.value().bytes.empty());
    contents.bytes += chunk.value().bytes;
  }
}

std::string gzip(const std::string& text) {
  z_stream stream{};
  EXPECT_EQ(deflateInit2(&stream, 6, Z_DEFLATED, MAX_WBITS + 16, 8, Z_DEFAULT_STRATEGY), Z_OK);
  std::string packed(deflateBound(&stream, text.size()) + 64, '\0');
  stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(text.data()));
  stream.avail_in = static_cast<uInt>(text.size());
  stream.next_out = reinterpret_cast<Bytef*>(packed.data());
  stream.avail_out = static_cast<uInt>(packed.size());
  EXPECT_EQ(deflate(&stream, Z_FINISH), Z_STREAM_END);
  packed.resize(packed.size() - stream.avail_out);
  deflateEnd(&stream);
  return packed;
}

// Lines that do not compress to nothing, `bytes` of them.
std::string sample(std::size_t bytes) {
  std::string text;
  for (unsigned i = 1; text.size() < bytes; i = i * 1664525u + 1013904223u) {
    text += std::to_string(i) + '\n';
  }
  text.resize(bytes);
  return text;
}

class FileSource : public testing::Test {
 protected:
  FileSource() {
    std::string pattern = testing::TempDir() + "ak_source_XXXXXX";
    directory_ = ::mkdtemp(pattern.data());
    path_ = directory_ + "/log";
  }
  ~FileSource() override { std::filesystem::remove_all(directory_); }

  Contents read_file_holding(const std::string& bytes) {
    std::ofstream(path_, std::ios::binary) << bytes;
    auto source = open_file(path_);
    EXPECT_TRUE(source.ok());
    return read_all(*source.value());
  }

  std::string directory_;
  std::string path_;
};

TEST_F(FileSource, ReadsPlainBytes) {
  for (const std::size_t size : {0u, 1u, 2u, 700000u}) {
    const Contents contents = read_file_holding(sample(size));
    EXPECT_EQ(contents.bytes, sample(size));
    EXPECT_EQ(contents.error, "");
  }
}

TEST_F(FileSource, KnowsGzipByItsContentAndNotByItsName) {
  const std::string text = sample(3 * limits::kReadChunkBytes);
  const Contents contents = read_file_holding(gzip(text));
  EXPECT_EQ(contents.bytes, text);
  EXPECT_EQ(contents.error, "");
}

TEST_F(FileSource, JoinsGzipMembers) {
  const Contents contents = read_file_holding(gzip("a\n") + gzip("") + gzip("b\n"));
  EXPECT_EQ(contents.bytes, "a\nb\n");
  EXPECT_EQ(contents.error, "");
}

TEST_F(FileSource, IgnoresPaddingBehindGzip) {
  const Contents contents = read_file_holding(gzip("a\n") + std::string(512, '\0'));
  EXPECT_EQ(contents.bytes, "a\n");
  EXPECT_EQ(contents.error, "");
}

TEST_F(FileSource, SaysThatWhatFollowsGzipIsNone) {
  const Contents contents = read_file_holding(gzip("a\n") + "type=CWD\n");
  EXPECT_EQ(contents.bytes, "a\n");
  EXPECT_EQ(contents.error, "cannot read " + path_ + ": what follows the gzip data is none");
}

TEST_F(FileSource, DeliversWhatATruncatedGzipHoldsThenSaysSo) {
  const std::string text = sample(100000);
  const std::string packed = gzip(text);
  for (std::size_t size = 2; size < packed.size(); size += packed.size() / 50) {
    const Contents contents = read_file_holding(packed.substr(0, size));
    EXPECT_TRUE(text.starts_with(contents.bytes));
    EXPECT_EQ(contents.error, "cannot read " + path_ + ": truncated gzip data") << size;
  }
  EXPECT_GT(read_file_holding(packed.substr(0, packed.size() / 2)).bytes.size(), 20000u);
}

TEST_F(FileSource, DeliversWhatADamagedGzipHoldsThenSaysSo) {
  const std::string text = sample(100000);
  std::string packed = gzip(text);
  packed[packed.size() - 6] ^= 1;  // the checksum
  const Contents contents = read_file_holding(packed);
  EXPECT_EQ(contents.bytes, text);
  EXPECT_EQ(contents.error, "cannot read " + path_ + ": damaged gzip data");
}

TEST_F(FileSource, SaysWhatCannotBeOpened) {
  const auto missing = open_file(directory_ + "/missing");
  ASSERT_FALSE(missing.ok());
  EXPECT_EQ(missing.error().message,
            "cannot read " + directory_ + "/missing: No such file or directory");
  const auto directory = open_file(directory_);
  ASSERT_FALSE(directory.ok());
  EXPECT_EQ(directory.error().message, "cannot read " + directory_ + ": Is a directory");
}

TEST(DescriptorSource, TellsWouldBlockFromEnd) {
  std::array<int, 2> pair{};
  ASSERT_EQ(::socketpair(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK, 0, pair.data()), 0);
  const UniqueFd reader(pair[0]);
  UniqueFd writer(pair[1]);
  const auto source = read_descriptor(reader.get(), "stdin");
  auto chunk = source->read();
  ASSERT_TRUE(chunk.ok());
  EXPECT_EQ(chunk.value().state, Chunk::State::would_block);
  ASSERT_EQ(::write(writer.get(), "abc", 3), 3);
  chunk = source->read();
  ASSERT_TRUE(chunk.ok());
  EXPECT_EQ(chunk.value().state, Chunk::State::bytes);
  EXPECT_EQ(chunk.value().bytes, "abc");
  writer.reset();
  chunk = source->read();
  ASSERT_TRUE(chunk.ok());
  EXPECT_EQ(chunk.value().state, Chunk::State::end);
}

TEST(DescriptorSource, NamesWhatCannotBeRead) {
  const auto source = read_descriptor(-1, "stdin");
  const auto chunk = source->read();
  ASSERT_FALSE(chunk.ok());
  EXPECT_EQ(chunk.error().message, "cannot read stdin: Bad file descriptor");
}

}  // namespace
}  // namespace ak::input
