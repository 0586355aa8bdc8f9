#include "base/bytes.h"

#include <limits>

namespace ak {
namespace {

constexpr unsigned kBitsOfByte = 7;
constexpr unsigned kMaxShift = 63;  // the tenth byte has the last bit
constexpr std::size_t kHashBytes = 8;

}  // namespace

void ByteWriter::number(std::uint64_t value) {
  while (value >= 0x80U) {
    bytes_.push_back(static_cast<char>(value | 0x80U));
    value >>= kBitsOfByte;
  }
  bytes_.push_back(static_cast<char>(value));
}

void ByteWriter::integer(std::int64_t value) {
  const auto bits = static_cast<std::uint64_t>(value);
  number((bits << 1U) ^ (value < 0 ? ~std::uint64_t{0} : 0));
}

void ByteWriter::hash(std::uint64_t value) {
  for (std::size_t i = 0; i < kHashBytes; ++i) {
    bytes_.push_back(static_cast<char>(value >> (8 * i)));
  }
}

void ByteWriter::text(std::string_view bytes) {
  number(bytes.size());
  bytes_ += bytes;
}

std::uint64_t ByteReader::number() {
  std::uint64_t value = 0;
  for (unsigned shift = 0; shift <= kMaxShift && !rest_.empty(); shift += kBitsOfByte) {
    const auto byte = static_cast<unsigned char>(rest_.front());
    rest_.remove_prefix(1);
    if (shift == kMaxShift && byte > 1) break;
    value |= std::uint64_t{byte & 0x7fU} << shift;
    if (byte < 0x80U) return value;
  }
  fail();
  return 0;
}

std::uint64_t ByteReader::number(std::uint64_t max) {
  const std::uint64_t value = number();
  if (value <= max) return value;
  fail();
  return 0;
}

std::int64_t ByteReader::integer() {
  const std::uint64_t bits = number();
  return static_cast<std::int64_t>((bits >> 1U) ^ ((bits & 1U) != 0 ? ~std::uint64_t{0} : 0));
}

bool ByteReader::boolean() {
  return number(1) == 1;
}

std::uint64_t ByteReader::hash() {
  if (rest_.size() < kHashBytes) {
    fail();
    return 0;
  }
  std::uint64_t value = 0;
  for (std::size_t i = 0; i < kHashBytes; ++i) {
    value |= std::uint64_t{static_cast<unsigned char>(rest_[i])} << (8 * i);
  }
  rest_.remove_prefix(kHashBytes);
  return value;
}

std::string_view ByteReader::text() {
  return text(std::numeric_limits<std::size_t>::max());
}

std::string_view ByteReader::text(std::size_t max_bytes) {
  const std::uint64_t size = number();
  if (size > max_bytes || size > rest_.size()) {
    fail();
    return {};
  }
  const std::string_view found = rest_.substr(0, size);
  rest_.remove_prefix(size);
  return found;
}

std::size_t ByteReader::count(std::size_t max) {
  const std::uint64_t size = number();
  if (size <= max && size <= rest_.size()) return size;
  fail();
  return 0;
}

void ByteReader::fail() {
  failed_ = true;
  rest_ = {};
}

}  // namespace ak
