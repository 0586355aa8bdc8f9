#include "event/normalize_network.h"

#include <arpa/inet.h>
#include <sys/socket.h>

#include <array>
#include <vector>

#include "event/audit_fields.h"

namespace ak {
namespace {

std::optional<std::vector<unsigned char>> decode_hex(std::string_view hex) {
  constexpr std::size_t kMaxHexDigits = 2 * sizeof(sockaddr_storage);
  if (hex.size() % 2 != 0 || hex.size() > kMaxHexDigits) return std::nullopt;
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

}  // namespace

// Offsets are those of sockaddr_in and sockaddr_in6 (linux/in.h, linux/in6.h). The family is in the
// recorded host's byte order: little-endian wherever Kubernetes runs but on s390x.
std::optional<SocketAddress> parse_socket_address(std::string_view hex) {
  constexpr std::size_t kPortAt = 2, kIpv4At = 4, kIpv4End = 8, kIpv6At = 8, kIpv6End = 24;
  const auto bytes = decode_hex(hex);
  if (!bytes || bytes->size() < kIpv4End) return std::nullopt;
  const unsigned family = (*bytes)[0] | ((*bytes)[1] << 8U);
  SocketAddress address;
  address.port = ((*bytes)[kPortAt] << 8) | (*bytes)[kPortAt + 1];
  std::array<char, INET6_ADDRSTRLEN> text{};
  if (family == AF_INET) {
    address.family = "ipv4";
    inet_ntop(AF_INET, bytes->data() + kIpv4At, text.data(), text.size());
  } else if (family == AF_INET6 && bytes->size() >= kIpv6End) {
    address.family = "ipv6";
    inet_ntop(AF_INET6, bytes->data() + kIpv6At, text.data(), text.size());
  } else {
    return std::nullopt;
  }
  address.ip = text.data();
  return address;
}

void set_network(Event& event, const SyscallView& view) {
  constexpr std::string_view kInProgress = "-115";  // EINPROGRESS of asm-generic/errno.h
  if (field_value(&view.record, "exit") == kInProgress) {
    event.set(Field::event_outcome, "unknown");
    event.erase(Field::auditd_result);
  }
  const auto address =
      parse_socket_address(field_value(view.event.find(record_type::kSockaddr), "saddr"));
  if (!address) return;
  event.set(Field::network_type, std::string(address->family));
  const bool outgoing = view.act->actions[0] == "connection_attempted";
  const bool incoming = view.act->actions[0] == "connection_accepted";
  if (outgoing || incoming) {
    event.set(Field::network_direction, outgoing ? "egress" : "ingress");
  }
  event.set(outgoing ? Field::destination_ip : Field::source_ip, address->ip);
  event.set(outgoing ? Field::destination_port : Field::source_port, address->port);
}

}  // namespace ak
