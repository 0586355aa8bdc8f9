#include "event/socket_address.h"

#include <arpa/inet.h>
#include <sys/socket.h>

#include <algorithm>
#include <array>
#include <vector>

#include "event/audit_fields.h"

namespace ak {
namespace {

std::optional<std::vector<unsigned char>> decode_hex(std::string_view hex) {
  constexpr std::size_t kMaxHexDigits = 2 * sizeof(sockaddr_storage);
  if (hex.size() > kMaxHexDigits) return std::nullopt;
  if (hex.size() % 2 != 0) hex.remove_suffix(1);
  const auto digit = [](char c) {
    if (c >= '0' && c <= '9') return c - '0';
    if (c >= 'A' && c <= 'F') return c - 'A' + 10;
    if (c >= 'a' && c <= 'f') return c - 'a' + 10;
    return -1;
  };
  std::vector<unsigned char> bytes;
  for (std::size_t i = 0; i < hex.size(); i += 2) {
    const int high = digit(hex[i]);
    const int low = digit(hex[i + 1]);
    if (high < 0 || low < 0) return std::nullopt;
    bytes.push_back(static_cast<unsigned char>(high * 16 + low));
  }
  return bytes;
}

// Up to the NUL that ends it, or that of the buffer behind it; none of a socket without a name. An
// abstract name is all bytes, NULs too, as /proc/net/unix has it.
std::string unix_path(const std::vector<unsigned char>& bytes) {
  constexpr std::size_t kPathAt = 2;
  if (bytes.size() <= kPathAt) return "";
  const auto begin = bytes.begin() + static_cast<std::ptrdiff_t>(kPathAt);
  if (*begin != 0) return {begin, std::find(begin, bytes.end(), 0)};
  std::string name(begin, bytes.end());
  name.erase(name.find_last_not_of('\0') + 1);
  std::replace(name.begin(), name.end(), '\0', '@');
  return name.empty() ? "@" : name;
}

// nl_pid of sockaddr_nl (linux/netlink.h); 0, the kernel's, where it is cut off.
std::int64_t netlink_port(const std::vector<unsigned char>& bytes, bool is_big_endian) {
  constexpr std::size_t kPortAt = 4, kPortEnd = 8;
  if (bytes.size() < kPortEnd) return 0;
  std::int64_t port = 0;
  for (std::size_t i = kPortAt; i < kPortEnd; ++i) {
    port = port * 256 + bytes[is_big_endian ? i : kPortEnd - 1 - (i - kPortAt)];
  }
  return port;
}

}  // namespace

// Offsets are those of sockaddr_in, sockaddr_in6 and sockaddr_un (linux/in.h, in6.h, un.h).
std::optional<SocketAddress> parse_socket_address(std::string_view hex, bool is_big_endian) {
  constexpr std::size_t kFamilyBytes = 2, kPortAt = 2, kIpv4At = 4, kIpv4End = 8, kIpv6At = 8,
                        kIpv6End = 24;
  const auto bytes = decode_hex(hex);
  if (!bytes || bytes->size() < kFamilyBytes) return std::nullopt;
  const unsigned family =
      is_big_endian ? ((*bytes)[0] << 8U) | (*bytes)[1] : (*bytes)[0] | ((*bytes)[1] << 8U);
  SocketAddress address;
  if (family == AF_UNIX) {
    address.family = "unix";
    address.path = unix_path(*bytes);
    return address;
  }
  if (family == AF_NETLINK) {
    address.family = "netlink";
    address.port = netlink_port(*bytes, is_big_endian);
    return address;
  }
  if (family != AF_INET && family != AF_INET6) {
    address.family = std::to_string(family);
    return address;
  }
  std::array<char, INET6_ADDRSTRLEN> text{};
  if (family == AF_INET && bytes->size() >= kIpv4End) {
    address.family = "ipv4";
    inet_ntop(AF_INET, bytes->data() + kIpv4At, text.data(), text.size());
  } else if (family == AF_INET6 && bytes->size() >= kIpv6End) {
    address.family = "ipv6";
    inet_ntop(AF_INET6, bytes->data() + kIpv6At, text.data(), text.size());
  } else {
    return std::nullopt;
  }
  address.port = ((*bytes)[kPortAt] << 8) | (*bytes)[kPortAt + 1];
  address.ip = text.data();
  return address;
}

std::optional<SocketAddress> socket_address(const audit::AuditEvent& event,
                                            const audit::Record& record) {
  constexpr std::uint64_t kLittleEndian = 0x40000000;  // __AUDIT_ARCH_LE of linux/audit.h
  const auto arch = field_hex(event.find(record_type::kSyscall), "arch");
  const bool is_big_endian = arch && (*arch & kLittleEndian) == 0;
  return parse_socket_address(field_value(&record, "saddr"), is_big_endian);
}

}  // namespace ak
