#include "base/crc32.h"

#include <array>

namespace ak {
namespace {

// The polynomial of ISO 3309 with its bits reversed; RFC 1952, section 8, has the method.
constexpr std::uint32_t kPolynomial = 0xedb88320U;

constexpr std::array<std::uint32_t, 256> kTable = [] {
  std::array<std::uint32_t, 256> table{};
  for (std::uint32_t byte = 0; byte < table.size(); ++byte) {
    std::uint32_t rest = byte;
    for (int bit = 0; bit < 8; ++bit) rest = (rest >> 1U) ^ ((rest & 1U) != 0 ? kPolynomial : 0);
    table[byte] = rest;
  }
  return table;
}();

}  // namespace

std::uint32_t crc32(std::string_view bytes) {
  std::uint32_t sum = ~0U;
  for (const char c : bytes)
    sum = kTable[(sum ^ static_cast<unsigned char>(c)) & 0xffU] ^ (sum >> 8U);
  return ~sum;
}

}  // namespace ak
