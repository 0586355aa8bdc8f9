// Ranges of IP addresses: 10.0.0.0/8, fe80::/10.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string_view>

namespace ak::eql {

struct IpBlock {
  bool is_v6 = false;
  std::array<std::uint8_t, 16> address{};  // IPv4: the first four
  unsigned prefix_bits = 0;
};

// ADDRESS/BITS, or one ADDRESS; bits beyond the prefix are of no matter. Nothing if it is none.
std::optional<IpBlock> parse_ip_block(std::string_view text);

// An address as the block of it alone; nothing if `text` is none. An IPv4 address that is written
// as IPv6 (::ffff:10.0.0.1) is the IPv4 address.
std::optional<IpBlock> parse_ip(std::string_view text);

// REQUIRES: `address` is parse_ip()'s.
bool contains(const IpBlock& block, const IpBlock& address);

}  // namespace ak::eql
