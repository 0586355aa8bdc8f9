// Values as bytes and back: what a state is saved in. Numbers are LEB128, seven bits a byte.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace ak {

class ByteWriter {
 public:
  void number(std::uint64_t value);
  void integer(std::int64_t value);  // zigzag: a small negative number is short too
  void boolean(bool value) { bytes_.push_back(value ? '\1' : '\0'); }
  void hash(std::uint64_t value);     // eight bytes: a hash has no small values
  void text(std::string_view bytes);  // its size and itself
  void raw(std::string_view bytes) { bytes_ += bytes; }

  [[nodiscard]] const std::string& bytes() const { return bytes_; }
  [[nodiscard]] std::string take() { return std::move(bytes_); }

 private:
  std::string bytes_;
};

// Reads what may be anything. After the first value that is not there or makes no sense, all that
// follows is zero and empty, and failed().
class ByteReader {
 public:
  // `bytes` outlives the reader.
  explicit ByteReader(std::string_view bytes) : rest_(bytes) {}

  std::uint64_t number();
  std::uint64_t number(std::uint64_t max);  // a larger one fails
  std::int64_t integer();
  bool boolean();
  std::uint64_t hash();
  std::string_view text();                       // valid as long as the bytes
  std::string_view text(std::size_t max_bytes);  // a longer one fails

  // How many elements follow, each of at least a byte: never more than there are bytes.
  std::size_t count(std::size_t max);

  [[nodiscard]] std::string_view rest() const { return rest_; }

  void fail();
  [[nodiscard]] bool failed() const { return failed_; }
  [[nodiscard]] bool at_end() const { return rest_.empty(); }

 private:
  std::string_view rest_;
  bool failed_ = false;
};

}  // namespace ak
