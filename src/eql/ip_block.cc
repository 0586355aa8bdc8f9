#include "eql/ip_block.h"

#include <arpa/inet.h>
#include <netinet/in.h>

#include <algorithm>
#include <cstring>

#include "base/text.h"

namespace ak::eql {
namespace {

constexpr std::array<std::uint8_t, 12> kMapped{0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xFF, 0xFF};

// The address as it is written, without regard to mapped ones.
std::optional<IpBlock> parse_address(std::string_view text) {
  char copy[INET6_ADDRSTRLEN] = {};
  if (text.size() >= sizeof copy || text.find('\0') != std::string_view::npos) return std::nullopt;
  std::copy(text.begin(), text.end(), std::begin(copy));
  IpBlock block;
  block.is_v6 = text.find(':') != std::string_view::npos;
  if (inet_pton(block.is_v6 ? AF_INET6 : AF_INET, copy, block.address.data()) != 1)
    return std::nullopt;
  block.prefix_bits = block.is_v6 ? 128 : 32;
  return block;
}

}  // namespace

std::optional<IpBlock> parse_ip_block(std::string_view text) {
  const std::size_t slash = text.find('/');
  if (slash == std::string_view::npos) return parse_ip(text);
  std::optional<IpBlock> block = parse_address(text.substr(0, slash));
  const std::optional<std::uint64_t> bits = parse_uint(text.substr(slash + 1));
  if (!block || !bits || *bits > block->prefix_bits) return std::nullopt;
  block->prefix_bits = static_cast<unsigned>(*bits);
  return block;
}

std::optional<IpBlock> parse_ip(std::string_view text) {
  std::optional<IpBlock> block = parse_address(text);
  if (!block || !block->is_v6) return block;
  if (!std::equal(kMapped.begin(), kMapped.end(), block->address.begin())) return block;
  IpBlock v4;
  std::copy(block->address.begin() + kMapped.size(), block->address.end(), v4.address.begin());
  v4.prefix_bits = 32;
  return v4;
}

bool contains(const IpBlock& block, const IpBlock& address) {
  if (block.is_v6 != address.is_v6) return false;
  const unsigned bytes = block.prefix_bits / 8;
  const unsigned bits = block.prefix_bits % 8;
  if (!std::equal(block.address.begin(), block.address.begin() + bytes, address.address.begin()))
    return false;
  if (bits == 0) return true;
  const unsigned mask = 0xFFU << (8 - bits) & 0xFFU;
  return ((block.address[bytes] ^ address.address[bytes]) & mask) == 0;
}

}  // namespace ak::eql
